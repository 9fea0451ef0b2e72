/* Runs the checks of a plan and of its folders of migrations, and says what the failing ones mean
 * for the branch. */
#ifndef ROADMAP_APP_CHECK_CHECK_H
#define ROADMAP_APP_CHECK_CHECK_H

#include "app/evidence/evidence.h"
#include "model/check.h"

struct check_options {
    struct strlist issues; /* only these ids; empty: all, and what the folders' conventions ask */
    bool changed;          /* only what the branch touches */
    bool strict;           /* not yet and unknown fail too */
    bool ci;               /* take no result from a cache inside the work tree */
    bool known; /* run nothing: what no earlier run answered is unknown, and nothing is compared
                 * with the merge base */
};

/* The rungs of one migration that its folder's convention asks for; see engine/ladder.h. */
struct check_rungs {
    enum verdict verdicts[PROOF_REVERSIBLE + 1];
    const char *messages[PROOF_REVERSIBLE + 1]; /* NULL for a pass */
};

/* What is said of a check that `known` has no answer to. */
#define CHECK_NOT_RUN "not run yet"

struct checks {
    struct check_report report;
    struct check_rungs *rungs; /* of evidence->migrations, by position */
};

/* Opens the evidence as well. OK also when checks fail: report->exit_status says so. ERR_USAGE: an
 * issue that the plan does not have. */
nodiscard enum code app_check(struct app *app, const struct evidence_options *where,
                              const struct check_options *options, struct diags *diags,
                              struct check_report *report, struct err *err);
/* The same over evidence that is open. */
nodiscard enum code checks_run(struct evidence *evidence, const struct check_options *options,
                               struct checks *checks, struct err *err);

#endif
