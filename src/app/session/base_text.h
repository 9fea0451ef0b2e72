/* The text of an earlier block, found in the plan's git history when there is no cache. */
#ifndef ROADMAP_APP_SESSION_BASE_TEXT_H
#define ROADMAP_APP_SESSION_BASE_TEXT_H

#include "model/merge.h"
#include "model/plan.h"
#include "render/template.h"

/* The plan as earlier commits had it, newest first. */
struct earlier_plans {
    VEC(struct plan *) items;
    struct template template;
};

/* A base_text_fn; `state` is the struct session. Looks through the revisions of the plan for one
 * whose rendered block hashes to `hash`. Finds nothing outside git. (sync §4) */
nodiscard enum code base_text_find(void *state, struct arena *arena, enum kind kind, const char *id,
                                   const char *hash, const char **text, struct err *err);

#endif
