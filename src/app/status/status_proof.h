/* What the repository proves, in the numbers of status. Private to app. */
#ifndef ROADMAP_APP_STATUS_STATUS_PROOF_H
#define ROADMAP_APP_STATUS_STATUS_PROOF_H

#include "app/app.h"
#include "app/trace/proof.h"

/* Fills `asked` and `proven` of the milestones and of the whole, and says first under Look at what
 * is closed without proof, from evidence that is known: nothing is run. Stays silent where there is
 * no repository, or the plan cannot be read any more. `base_ref`: GITHUB_BASE_REF, or NULL. */
nodiscard enum code status_proof(struct app *app, const char *base_ref,
                                 struct status_report *report, struct err *err);

/* The same from evidence that is open already. */
void status_proof_add(const struct proving *proof, struct status_report *report);

#endif
