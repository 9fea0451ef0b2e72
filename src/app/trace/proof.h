/* How far the repository proves each issue, from evidence that is known: nothing is run here.
 * Private to app. */
#ifndef ROADMAP_APP_TRACE_PROOF_H
#define ROADMAP_APP_TRACE_PROOF_H

#include "app/check/check.h"
#include "base/map.h"
#include "engine/ladder.h"
#include "model/trace.h"

struct proving {
    struct evidence *evidence;
    struct checks checks;           /* what earlier runs answered */
    const struct checked **answers; /* those of the plan's checks, by address of the check */
    size_t answer_count;
    struct presence_files files; /* that docs, deliverables and checks of the issues take */
    struct map *states;          /* id → struct store_state of what was last read from GitHub */
    struct map *milestones;      /* id → struct plan_milestone */
    const struct link **links;   /* by issue, and of each in the order of the migrations */
    size_t *first;               /* of each issue in `links`; one more at the end */
    int32_t today;
};

/* The evidence has to be open, and to stay so. */
nodiscard enum code proof_begin(struct proving *proof, struct evidence *evidence, struct err *err);
/* Everything of one issue (its position in the plan) but commits and what is to do. */
void proof_of_issue(const struct proving *proof, size_t place, struct trace_issue *issue);
/* One of the issue's own checks is about the file. */
bool proof_asks_of_file(const struct proving *proof, const struct plan_issue *issue,
                        const char *path);

/* What the rungs of one migration say. */
struct ladder_migration proof_of_migration(const struct proving *proof,
                                           const struct evidence_migration *migration);
/* The highest rung of a migration alone: at most reversible. */
enum proof proof_alone(const struct proving *proof, const struct evidence_migration *migration);
/* The finding of reading that keeps it from being named; NULL. */
const struct finding *proof_misnamed(const struct evidence *evidence,
                                     const struct evidence_migration *migration);

#endif
