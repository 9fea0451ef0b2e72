#include "engine/hours.h"

/* Puts the value that belongs at `wanted` there, smaller ones before and larger ones behind it:
 * sorting ten thousand of them costs more than all the rest of a status. */
static double select_at(double *hours, size_t count, size_t wanted)
{
    size_t low = 0, high = count - 1;
    while (low < high) {
        const double pivot = hours[low + (high - low) / 2];
        size_t i = low, k = high;
        for (;;) {
            while (hours[i] < pivot)
                i++;
            while (hours[k] > pivot)
                k--;
            if (i >= k)
                break;
            const double swap = hours[i];
            hours[i++] = hours[k];
            hours[k--] = swap;
        }
        if (wanted <= k)
            high = k;
        else
            low = k + 1;
    }
    return hours[wanted];
}

double hours_median(double *hours, size_t count)
{
    if (count == 0)
        return HOURS_WITHOUT_ANY;
    const double upper = select_at(hours, count, count / 2);
    return count % 2 ? upper : (select_at(hours, count, count / 2 - 1) + upper) / 2;
}
