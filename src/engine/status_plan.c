#include "base/map.h"
#include "engine/schedule.h"
#include "engine/status.h"

static enum code words_of(void *state, const struct standing *issue, struct standing_words *words,
                          struct err *err)
{
    const struct plan *plan = state;
    const struct plan_issue *from = &plan->issues.items[issue->key];
    (void)err;
    *words = (struct standing_words){.id = from->id, .title = from->title, .owner = from->owner};
    return OK;
}

static void take_milestones(struct arena *arena, const struct plan *plan, struct map *places,
                            struct standings *standings)
{
    for (size_t i = 0; i < plan->milestones.len; i++) {
        const struct plan_milestone *from = &plan->milestones.items[i];
        const struct standing_milestone milestone = {
            .id = from->id,
            .title = from->title,
            .start_day = schedule_start_in_plan(plan, from),
            .due_day = plan_milestone_planned_due(plan, from)};
        VEC_PUSH(arena, &standings->milestones, milestone);
    }
    for (size_t i = 0; i < standings->milestones.len; i++)
        (void)map_put(places, standings->milestones.items[i].id, &standings->milestones.items[i]);
}

static void take_blockers(struct arena *arena, const struct plan_issue *from,
                          const struct map *places, const struct standings *standings,
                          struct standing *issue)
{
    const struct strlist *ids = &from->depends_on.items;
    if (ids->len == 0)
        return;
    uint32_t *blockers = arena_calloc(arena, ids->len, sizeof *blockers);
    for (size_t i = 0; i < ids->len; i++) {
        const struct standing *blocker = map_get(places, ids->items[i]);
        if (blocker)
            blockers[issue->blocker_count++] = (uint32_t)(blocker - standings->issues.items);
    }
    issue->blockers = blockers;
}

void status_take_plan(struct arena *arena, const struct plan *plan, struct status_input *input)
{
    struct standings *standings = &input->standings;
    struct map *milestones = map_new(arena), *issues = map_new(arena);
    *standings = (struct standings){0};
    take_milestones(arena, plan, milestones, standings);
    for (size_t i = 0; i < plan->issues.len; i++) {
        const struct plan_issue *from = &plan->issues.items[i];
        const struct schedule_owner owner = schedule_owner_in_plan(plan, from);
        const struct standing_milestone *milestone =
            from->milestone.presence == SET ? map_get(milestones, from->milestone.text) : NULL;
        const struct standing issue = {
            .key = (int64_t)i,
            .place = (int64_t)i,
            .hours = from->effort_hours,
            .milestone = milestone ? (int32_t)(milestone - standings->milestones.items) : -1,
            .owner = owner.name ? standings_owner(arena, standings, owner.name, owner.hands) : 0};
        VEC_PUSH(arena, &standings->issues, issue);
    }
    for (size_t i = 0; i < standings->issues.len; i++)
        (void)map_put(issues, plan->issues.items[i].id, &standings->issues.items[i]);
    for (size_t i = 0; i < standings->issues.len; i++)
        take_blockers(arena, &plan->issues.items[i], issues, standings,
                      &standings->issues.items[i]);
    input->words = words_of;
    input->words_state = (void *)(uintptr_t)plan;
}
