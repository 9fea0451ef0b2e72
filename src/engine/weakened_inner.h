/* Inside of weakened: what its files share. Nobody else includes it. */
#ifndef ROADMAP_ENGINE_WEAKENED_INNER_H
#define ROADMAP_ENGINE_WEAKENED_INNER_H

#include "base/map.h"
#include "engine/weakened.h"

struct weighing {
    struct arena *arena;
    const struct weakened_input *input;
    struct weakened_list *list;
    struct map *issues; /* of the plan as it is now, by id */
    struct map *asked;  /* "KIND PARAMS" -> the issue that asks it now; NULL: not made yet */
};

/* `here`: where it stands now; without a place, `there` in the plan that was. */
struct weakened *weakened_add(const struct weighing *weighing, enum weakening how,
                              enum weakened_what what, struct spot here, struct spot there);
/* "p99_ms: 50 → 100" */
void weakened_line(const struct weighing *weighing, struct strlist *lines, const char *what,
                   const char *before, const char *now);

/* `left` NULL: the issue, the milestone is not in the plan any more. */
void weakened_checks(struct weighing *weighing, const struct plan_issue *issue,
                     const struct plan_issue *left);
void weakened_files(const struct weighing *weighing, const struct plan_issue *issue,
                    const struct plan_issue *left);
void weakened_folder(const struct weighing *weighing, const struct plan_migrations *folder);
void weakened_gate(const struct weighing *weighing, const struct plan_milestone *milestone,
                   const struct plan_milestone *left);

#endif
