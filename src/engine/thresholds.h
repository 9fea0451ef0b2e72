/* Runs that are refused because they would do too much. (sync §9, design: refused) */
#ifndef ROADMAP_ENGINE_THRESHOLDS_H
#define ROADMAP_ENGINE_THRESHOLDS_H

#include <stdbool.h>

#include "engine/reconcile.h"

#define THRESHOLD_CHANGES_PERCENT 30
#define THRESHOLD_CHANGES_MAX 100
#define THRESHOLD_CLOSES_PERCENT 10
#define THRESHOLD_CLOSES_MAX 20
#define THRESHOLD_SMALL 10 /* fewer existing items of a kind: no percentage */

struct threshold_verdict {
    bool refused;
    const char
        *headline; /* "this would change 9 of 22 issues (41 %). Above 30 %, say the number." */
    const char *options;     /* "--allow-changes 9", "--allow-changes 9 --allow-closes 3" */
    int64_t changes, closes; /* the numbers to say; 0 where the threshold is not passed */
};

/* `allow_*` -1 = not given. A given number allows the run when it is at least the real one. An
 * emptied plan (nothing wanted, something of this scope on GitHub) counts every existing milestone
 * and issue as a close. */
void thresholds_judge(struct arena *arena, const struct reconciliation *result,
                      int64_t allow_changes, int64_t allow_closes,
                      struct threshold_verdict *verdict);

#endif
