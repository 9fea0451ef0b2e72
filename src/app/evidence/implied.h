/* Checks that a plan asks for without the word: each file under `docs:` and `deliverables:` of an
 * issue has to be there. Private to app. */
#ifndef ROADMAP_APP_EVIDENCE_IMPLIED_H
#define ROADMAP_APP_EVIDENCE_IMPLIED_H

#include "model/plan.h"

/* Adds a `file` check for each of their patterns, behind the checks that the issue writes down; its
 * id is the pattern. */
void implied_add(struct arena *arena, struct plan *plan);
bool implied_is(const struct plan_check *check);

#endif
