/* The scope of a plan through its git history. Private to app/report. */
#ifndef ROADMAP_APP_REPORT_REPORT_HISTORY_H
#define ROADMAP_APP_REPORT_REPORT_HISTORY_H

#include "model/burnup.h"
#include "repo/repo.h"
#include "store/store.h"

struct plan_history {
    struct arena *arena; /* the history lives in it */
    struct repo *repo;
    struct store *store; /* what was read before; NULL: nothing */
    bool storing;        /* what is read may be kept there */
    const char *path;    /* of the plan, from the top */
    const char *tip;     /* 40 hex digits */
};

/* The plan at the end of each day on which it or its folder changed, along the first parents of
 * `tip` and under the names that it had; several commits of a day count as one. With a long history
 * of a large plan (LIMIT_SCOPE_BYTES) some days in between are left out, which is said. */
nodiscard enum code plan_history_read(const struct plan_history *from,
                                      struct scope_history *history, struct err *err);

#endif
