#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/hours.h"
#include "torture/dice.h"

static int compare(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* Against sorting, on lists with many equal values and with few. */
static void medians(void **state)
{
    (void)state;
    struct dice dice = dice_new(1);
    double hours[40], sorted[40];
    assert_true(hours_median(hours, 0) > 7.9 && hours_median(hours, 0) < 8.1);
    for (int round = 0; round < 20000; round++) {
        const size_t count = 1 + dice_roll(&dice, 40), kinds = 1 + dice_roll(&dice, 50);
        for (size_t i = 0; i < count; i++)
            hours[i] = sorted[i] = (double)dice_roll(&dice, kinds) / 2;
        qsort(sorted, count, sizeof *sorted, compare);
        const double wanted =
            count % 2 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
        const double found = hours_median(hours, count);
        assert_false(found < wanted || found > wanted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(medians)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
