/* What the repository proves, in the numbers of status. Private to app. */
#ifndef ROADMAP_APP_STATUS_STATUS_PROOF_H
#define ROADMAP_APP_STATUS_STATUS_PROOF_H

#include "app/app.h"
#include "app/trace/proof.h"
#include "model/standing.h"

/* Opens the evidence: nothing is run. *known stays false where there is no repository, or the plan
 * cannot be read any more. `base_ref`: GITHUB_BASE_REF, or NULL. */
nodiscard enum code status_proof_begin(struct app *app, const char *base_ref,
                                       struct evidence *evidence, struct proving *proof,
                                       bool *known, struct err *err);
/* Marks the issues that have a migration, if only as a draft: they are in work. */
void status_proof_mark(const struct proving *proof, struct standings *standings);
/* Fills `asked` and `proven` of the milestones and of the whole, and says first under Look at what
 * is closed without proof. */
void status_proof_add(const struct proving *proof, struct status_report *report);

#endif
