#include "engine/schedule_diff.h"

#include "base/map.h"
#include "base/workday.h"

static int32_t days_between(int32_t before, int32_t after)
{
    return before == DAY_NONE || after == DAY_NONE ? 0 : (int32_t)workday_between(before, after);
}

static struct map *issues_by_id(struct arena *scratch, const struct schedule_side *side)
{
    struct map *map = map_new(scratch);
    map_reserve(map, side->plan->issues.len);
    for (size_t i = 0; i < side->plan->issues.len; i++)
        if (side->schedule->slots[i].state != SCHEDULE_DROPPED)
            (void)map_put(map, side->plan->issues.items[i].id, &side->schedule->slots[i]);
    return map;
}

static struct map *milestones_by_id(struct arena *scratch, const struct schedule_side *side)
{
    struct map *map = map_new(scratch);
    for (size_t i = 0; i < side->plan->milestones.len; i++)
        (void)map_put(map, side->plan->milestones.items[i].id, &side->schedule->spans[i]);
    return map;
}

static void compare_issue(struct arena *arena, const struct plan_issue *issue,
                          const struct schedule_slot *now, const struct schedule_slot *then,
                          struct schedule_moves *moves)
{
    struct schedule_move move = {.id = issue->id,
                                 .title = issue->title,
                                 .open = now->state == SCHEDULE_OPEN,
                                 .change = then ? SCHEDULE_MOVED : SCHEDULE_ADDED,
                                 .before_day = then ? then->end_day : DAY_NONE,
                                 .after_day = now->end_day,
                                 .due_before = DAY_NONE,
                                 .due_after = DAY_NONE};
    move.days = days_between(move.before_day, move.after_day);
    if (then && move.days == 0)
        return;
    moves->added += !then;
    moves->later += move.open && move.days > 0;
    moves->earlier += move.open && move.days < 0;
    VEC_PUSH(arena, &moves->issues, move);
}

static void compare_issues(struct arena *arena, struct arena *scratch,
                           const struct schedule_side *before, const struct schedule_side *after,
                           struct schedule_moves *moves)
{
    const struct map *then = issues_by_id(scratch, before), *now = issues_by_id(scratch, after);
    for (size_t i = 0; i < after->plan->issues.len; i++)
        if (after->schedule->slots[i].state != SCHEDULE_DROPPED)
            compare_issue(arena, &after->plan->issues.items[i], &after->schedule->slots[i],
                          map_get(then, after->plan->issues.items[i].id), moves);
    for (size_t i = 0; i < before->plan->issues.len; i++) {
        const struct plan_issue *issue = &before->plan->issues.items[i];
        const struct schedule_slot *slot = map_get(then, issue->id);
        if (!slot || map_has(now, issue->id))
            continue;
        const struct schedule_move move = {.id = issue->id,
                                           .title = issue->title,
                                           .open = slot->state == SCHEDULE_OPEN,
                                           .change = SCHEDULE_REMOVED,
                                           .before_day = slot->end_day,
                                           .after_day = DAY_NONE,
                                           .due_before = DAY_NONE,
                                           .due_after = DAY_NONE};
        moves->removed++;
        VEC_PUSH(arena, &moves->issues, move);
    }
}

static void compare_milestone(struct arena *arena, const struct plan_milestone *milestone,
                              const struct schedule_span *then, const struct schedule_span *now,
                              struct schedule_moves *moves)
{
    struct schedule_move move = {.id = milestone->id,
                                 .title = milestone->title,
                                 .open = now ? now->open > 0 : then && then->open > 0,
                                 .change = !then  ? SCHEDULE_ADDED
                                           : !now ? SCHEDULE_REMOVED
                                                  : SCHEDULE_MOVED,
                                 .before_day = then ? then->end_day : DAY_NONE,
                                 .after_day = now ? now->end_day : DAY_NONE,
                                 .due_before = then ? then->due_day : DAY_NONE,
                                 .due_after = now ? now->due_day : DAY_NONE};
    move.days = days_between(move.before_day, move.after_day);
    if (then && now && move.before_day == move.after_day && move.due_before == move.due_after)
        return;
    VEC_PUSH(arena, &moves->milestones, move);
}

static void compare_milestones(struct arena *arena, struct arena *scratch,
                               const struct schedule_side *before,
                               const struct schedule_side *after, struct schedule_moves *moves)
{
    const struct map *then = milestones_by_id(scratch, before);
    const struct map *now = milestones_by_id(scratch, after);
    for (size_t i = 0; i < after->plan->milestones.len; i++)
        compare_milestone(arena, &after->plan->milestones.items[i],
                          map_get(then, after->plan->milestones.items[i].id),
                          &after->schedule->spans[i], moves);
    for (size_t i = 0; i < before->plan->milestones.len; i++)
        if (!map_has(now, before->plan->milestones.items[i].id))
            compare_milestone(arena, &before->plan->milestones.items[i],
                              &before->schedule->spans[i], NULL, moves);
}

void schedule_diff(struct arena *arena, const struct schedule_side *before,
                   const struct schedule_side *after, struct schedule_moves *moves)
{
    struct arena *scratch cleanup_arena = arena_new();
    *moves = (struct schedule_moves){0};
    compare_milestones(arena, scratch, before, after, moves);
    compare_issues(arena, scratch, before, after, moves);
    moves->end_days = days_between(before->schedule->end_day, after->schedule->end_day);
}
