/* The text of a block back into the keys of an issue: the sections of templates/issue.md. */
#ifndef ROADMAP_ENGINE_UNBLOCK_H
#define ROADMAP_ENGINE_UNBLOCK_H

#include "base/vec.h"
#include "model/plan.h"

struct unblocked {
    const char *summary; /* NULL = none */
    struct plan_task *tasks;
    size_t task_count;
    struct strlist done_when;
};

/* False when a line fits no section. Whether the keys give the very same text again only rendering
 * them can tell. */
bool unblock(struct arena *arena, const char *text, struct unblocked *keys);

#endif
