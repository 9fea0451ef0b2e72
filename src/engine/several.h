/* Several plans beside each other. */
#ifndef ROADMAP_ENGINE_SEVERAL_H
#define ROADMAP_ENGINE_SEVERAL_H

#include "model/several.h"

/* From the plans as they were named: their order, their names and all sums. First comes what could
 * not be shown, then late, at risk, unknown, on track, without dates, done; of two that stand alike
 * the one with less slack. Plans that nobody has read yet have no age. */
void several_sum_up(struct several *several);

#endif
