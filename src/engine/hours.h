/* What counts for an issue without hours. (design: numbers people see) */
#ifndef ROADMAP_ENGINE_HOURS_H
#define ROADMAP_ENGINE_HOURS_H

#include <stddef.h>

#define HOURS_WITHOUT_ANY 8.0

/* The median of `count` efforts, HOURS_WITHOUT_ANY when there are none. Reorders them. */
double hours_median(double *hours, size_t count);

#endif
