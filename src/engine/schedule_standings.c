/* Standings as tasks, milestones and owners. */
#include "engine/schedule.h"

static enum schedule_state state_of(const struct standing *issue)
{
    if (issue->dropped)
        return SCHEDULE_DROPPED;
    return issue->closed ? SCHEDULE_DONE : SCHEDULE_OPEN;
}

/* Positions in the standings become positions in the order of the plan. */
static const uint32_t *take_needs(struct arena *arena, const struct standing *issue,
                                  const uint32_t *places)
{
    if (!places || issue->blocker_count == 0)
        return issue->blockers;
    uint32_t *needs = arena_alloc(arena, issue->blocker_count * sizeof *needs);
    for (uint32_t i = 0; i < issue->blocker_count; i++)
        needs[i] = places[issue->blockers[i]];
    return needs;
}

static uint32_t *invert(struct arena *arena, const struct standings *standings)
{
    if (!standings->order)
        return NULL;
    uint32_t *places = arena_calloc(arena, standings->issues.len + 1, sizeof *places);
    for (size_t i = 0; i < standings->issues.len; i++)
        places[standings->order[i]] = (uint32_t)i;
    return places;
}

void schedule_take_standings(struct arena *arena, const struct standings *standings,
                             struct schedule_input *input)
{
    const uint32_t *places = invert(arena, standings);
    const size_t count = standings->issues.len;
    input->start_day = DAY_NONE;
    input->tasks.items = arena_calloc(arena, count + 1, sizeof *input->tasks.items);
    input->tasks.len = input->tasks.cap = count;
    for (size_t i = 0; i < count; i++) {
        const struct standing *issue =
            &standings->issues.items[standings->order ? standings->order[i] : i];
        input->tasks.items[i] = (struct schedule_task){.hours = issue->hours,
                                                       .needs = take_needs(arena, issue, places),
                                                       .need_count = issue->blocker_count,
                                                       .milestone = issue->milestone,
                                                       .owner = (int32_t)issue->owner - 1,
                                                       .state = state_of(issue),
                                                       .closed_day = DAY_NONE};
    }
    for (size_t i = 0; i < standings->milestones.len; i++) {
        const struct standing_milestone *from = &standings->milestones.items[i];
        const struct schedule_milestone milestone = {from->start_day, from->due_day};
        VEC_PUSH(arena, &input->milestones, milestone);
    }
    for (size_t i = 0; i < standings->owners.len; i++)
        VEC_PUSH(arena, &input->owners, standings->owners.items[i]);
}
