#include "engine/weakened.h"

#include <stdlib.h>

#include "base/str.h"
#include "engine/weakened_inner.h"

static uint32_t line_of(struct spot spot)
{
    uint32_t line = 1;
    for (uint32_t i = 0; spot.source && i < spot.begin; i++)
        line += spot.source->bytes[i] == '\n';
    return line;
}

struct weakened *weakened_add(const struct weighing *weighing, enum weakening how,
                              enum weakened_what what, struct spot here, struct spot there)
{
    const struct spot spot = here.source ? here : there;
    struct weakened *weakened = VEC_ADD(weighing->arena, &weighing->list->items);
    *weakened = (struct weakened){.how = how,
                                  .what = what,
                                  .path = spot.source ? spot.source->path : NULL,
                                  .line = spot.source ? line_of(spot) : 0,
                                  .before = !here.source && there.source,
                                  .waive = {.until = DAY_NONE}};
    return weakened;
}

void weakened_line(const struct weighing *weighing, struct strlist *lines, const char *what,
                   const char *before, const char *now)
{
    strlist_add(weighing->arena, lines,
                arena_printf(weighing->arena, "%s: %s → %s", what, before ? before : "nothing",
                             now ? now : "nothing"));
}

static int by_how(const void *left, const void *right)
{
    const struct weakened *a = *(const struct weakened *const *)left;
    const struct weakened *b = *(const struct weakened *const *)right;
    if (a->how != b->how)
        return a->how < b->how ? -1 : 1;
    return a < b ? -1 : a > b;
}

static void sort(struct arena *arena, struct weakened_list *list)
{
    const size_t len = list->items.len;
    const struct weakened **order = arena_calloc(arena, len + 1, sizeof *order);
    struct weakened *sorted = arena_calloc(arena, len + 1, sizeof *sorted);
    for (size_t i = 0; i < len; i++)
        order[i] = &list->items.items[i];
    qsort(order, len, sizeof *order, by_how);
    for (size_t i = 0; i < len; i++)
        sorted[i] = *order[i];
    list->items.items = sorted;
    list->items.cap = len + 1;
}

static void plan_is_gone(const struct weighing *weighing)
{
    const struct plan *before = weighing->input->before;
    const struct spot nowhere = {0};
    struct weakened *gone =
        weakened_add(weighing, WEAKENED_REMOVED, WEAKENED_PLAN, nowhere, nowhere);
    gone->path = before->path;
    gone->before = true;
    gone->owner = before->scope;
    gone->kind = "plan";
    gone->message = arena_printf(weighing->arena, "the plan '%s' is gone", before->path);
}

struct weakened_list weakened_find(struct arena *arena, const struct weakened_input *input)
{
    struct weakened_list list = {0};
    struct weighing weighing = {arena, input, &list, map_new(arena), NULL};
    const struct plan *before = input->before, *now = input->now;
    if (!before)
        return list;
    if (!now) {
        plan_is_gone(&weighing);
        return list;
    }
    for (size_t i = 0; i < now->issues.len; i++)
        (void)map_put(weighing.issues, now->issues.items[i].id, &now->issues.items[i]);
    for (size_t i = 0; i < before->migrations.len; i++)
        weakened_folder(&weighing, &before->migrations.items[i]);
    for (size_t i = 0; i < before->milestones.len; i++) {
        const struct plan_milestone *milestone = &before->milestones.items[i];
        weakened_gate(&weighing, milestone, plan_find_milestone(now, milestone->id));
    }
    for (size_t i = 0; i < before->issues.len; i++) {
        const struct plan_issue *issue = &before->issues.items[i];
        const struct plan_issue *left = map_get(weighing.issues, issue->id);
        weakened_checks(&weighing, issue, left);
        weakened_files(&weighing, issue, left);
    }
    sort(arena, &list);
    return list;
}
