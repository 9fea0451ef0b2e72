#include "app/status/status_plan.h"

#include "base/str.h"
#include "store/status.h"

static const struct store_state *state_of(const struct status_plan *from, int64_t place)
{
    return map_get(from->states, from->plan->issues.items[place].id);
}

static enum code words_of(void *state, const struct standing *issue, struct standing_words *words,
                          struct err *err)
{
    const struct status_plan *from = state;
    const struct plan_issue *planned = &from->plan->issues.items[issue->key];
    const struct store_state *now = state_of(from, issue->key);
    (void)err;
    *words = (struct standing_words){.id = planned->id,
                                     .title = planned->title,
                                     .owner = planned->owner,
                                     .assignee = now ? now->assignee : NULL,
                                     .since = now ? now->since : NULL};
    return OK;
}

static void take_state(struct arena *arena, const struct status_plan *from,
                       struct standings *standings, struct standing *issue)
{
    const struct store_state *now = state_of(from, issue->key);
    if (!now)
        return;
    issue->number = now->number;
    issue->read = now->state != NULL;
    issue->closed = text_eq(now->state, "closed");
    issue->dropped =
        issue->closed && !text_empty(now->state_reason) && !text_eq(now->state_reason, "completed");
    issue->assigned = now->assignee != NULL;
    if (issue->assigned && issue->owner == 0)
        issue->owner = standings_owner(arena, standings, now->assignee, 1);
}

static void take_milestone(const struct standings *cached, struct standing_milestone *milestone)
{
    for (size_t i = 0; i < cached->milestones.len; i++) {
        const struct standing_milestone *from = &cached->milestones.items[i];
        if (!text_eq(from->id, milestone->id))
            continue;
        milestone->number = from->number;
        milestone->read = from->read;
        milestone->closed = from->closed;
        milestone->github_open = from->github_open;
        milestone->github_closed = from->github_closed;
    }
}

void status_plan_take(struct arena *arena, struct status_plan *from, const struct standings *cached,
                      struct status_input *input)
{
    status_take_plan(arena, from->plan, input);
    for (size_t i = 0; i < input->standings.issues.len; i++)
        take_state(arena, from, &input->standings, &input->standings.issues.items[i]);
    for (size_t i = 0; i < input->standings.milestones.len; i++)
        take_milestone(cached, &input->standings.milestones.items[i]);
    input->words = words_of;
    input->words_state = from;
}
