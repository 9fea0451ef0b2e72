#include "engine/hours.h"

#include <stdlib.h>

static int compare_hours(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;
    return left < right ? -1 : left > right;
}

double hours_median(double *hours, size_t count)
{
    if (count == 0)
        return HOURS_WITHOUT_ANY;
    qsort(hours, count, sizeof *hours, compare_hours);
    return count % 2 ? hours[count / 2] : (hours[count / 2 - 1] + hours[count / 2]) / 2;
}
