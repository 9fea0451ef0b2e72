/* What `check` found: an answer for each thing that was asked, and what a failing one means for the
 * branch that is looked at. (design: what a failing check means) */
#ifndef ROADMAP_MODEL_CHECK_H
#define ROADMAP_MODEL_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"
#include "model/evidence.h"
#include "model/plan.h"
#include "model/weakened.h"

/* In the order in which people should hear of them. */
enum failing {
    FAILING_REGRESSED, /* it passed where the branch began */
    FAILING_NEW,       /* it is about a file that this branch adds or edits */
    FAILING_PROMISE,   /* its issue is closed as completed */
    FAILING_ERROR,     /* it could not be asked */
    FAILING_NOT_YET,   /* all other failures: work that is still to do */
    FAILING_NOT        /* it does not fail */
};
#define FAILING_COUNT (FAILING_NOT + 1)

struct checked {
    const char *issue;               /* its id; NULL: the folder's convention asks */
    const char *kind;                /* "migration_pair" */
    const struct plan_check *asked;  /* in the plan; NULL: the folder's convention asks */
    const char *id;                  /* of the check in the plan; NULL */
    const char *source, *convention; /* the folder of migrations and its tool; NULL */
    const char *code;                /* "RM106" of a finding; NULL: the kind is the code */
    enum verdict verdict;
    enum failing failing;
    bool warning;        /* the plan says that it does not fail the command */
    bool reused;         /* answered from what an earlier run found */
    const char *message; /* lower case, no full stop; NULL for a pass without words */
    struct strlist lines;
    const char *path; /* the file it is about; NULL */
    uint32_t line, col;
    const char *excerpt; /* that line of the file; NULL */
    const char *help, *why;
    const char *asked_path; /* where the plan asks for it; NULL */
    uint32_t asked_line;
    int32_t waived_until; /* DAY_NONE */
    const char *waived_by, *waived_reason;
};

struct check_report {
    const char *looked_at; /* "this branch", "the work tree", "v1.2" */
    const char *against;   /* "origin/main"; NULL: nothing to compare with */
    const char *no_base;   /* why it is NULL, or is not the default branch */
    const char *base_help; /* what would bring it; NULL */
    bool blind; /* CI says what this goes into, and that is not here: what is new is unknown, so all
                 * that fails counts */
    bool changed, strict;
    struct weakened_list weakened; /* what the branch takes away from its own proof */
    const char *no_before;         /* why that is not, or not all, known; NULL */
    VEC(struct checked) items;     /* by failing, then by file */
    size_t migrations, pairs, issues;
    size_t by_verdict[VERDICT_COUNT], by_failing[FAILING_COUNT];
    size_t ran, reused; /* answers that a database was asked for, and those that one would have */
    size_t left_out;    /* by --changed */
    int64_t duration_ms;
    int exit_status;
};

/* "regressed", "new", "broken_promise", "error", "not_yet"; NULL for FAILING_NOT. */
const char *failing_name(enum failing failing);

#endif
