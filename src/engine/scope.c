#include "engine/scope.h"

#include "base/str.h"

static void remember(struct scope_reader *reader, const struct scope_revision *revision)
{
    for (size_t i = 0; i < revision->issues.len; i++)
        (void)map_put(reader->issues, revision->issues.items[i].id, &revision->issues.items[i]);
    for (size_t i = 0; i < revision->milestones.len; i++)
        (void)map_put(reader->milestones, revision->milestones.items[i].id,
                      &revision->milestones.items[i]);
}

void scope_begin(struct arena *arena, struct scope_history *history, struct scope_reader *reader)
{
    *reader = (struct scope_reader){
        .arena = arena, .history = history, .issues = map_new(arena), .milestones = map_new(arena)};
    for (size_t i = 0; i < history->revisions.len; i++)
        remember(reader, &history->revisions.items[i]);
}

static enum scope_state state_of(const struct plan_issue *issue)
{
    if (!issue->closed)
        return SCOPE_OPEN;
    return !issue->state_reason || text_eq(issue->state_reason, "completed") ? SCOPE_DONE
                                                                             : SCOPE_DROPPED;
}

static bool same_hours(double a, double b)
{
    return (a < 0 && b < 0) || !(a < b || b < a);
}

static bool same_fact(const struct scope_fact *a, const struct scope_fact *b)
{
    return a->state == b->state && text_eq(a->milestone, b->milestone) &&
           same_hours(a->hours, b->hours);
}

static bool same_due(const struct scope_due *a, const struct scope_due *b)
{
    return a->present == b->present && a->closed == b->closed && a->due_day == b->due_day;
}

static void put_issue(struct scope_reader *reader, struct scope_revision *revision,
                      struct scope_fact fact)
{
    const struct scope_fact *before = map_get(reader->issues, fact.id);
    if (before ? same_fact(before, &fact) : fact.state == SCOPE_ABSENT)
        return;
    fact.id = before ? before->id : arena_strdup(reader->arena, fact.id);
    fact.milestone = arena_strdup(reader->arena, fact.milestone);
    VEC_PUSH(reader->arena, &revision->issues, fact);
}

static void put_milestone(struct scope_reader *reader, struct scope_revision *revision,
                          struct scope_due due)
{
    const struct scope_due *before = map_get(reader->milestones, due.id);
    if (before ? same_due(before, &due) : !due.present)
        return;
    due.id = before ? before->id : arena_strdup(reader->arena, due.id);
    VEC_PUSH(reader->arena, &revision->milestones, due);
}

/* What the plan does not have any more. */
static void put_absent(struct scope_reader *reader, struct scope_revision *revision,
                       const struct map *here_issues, const struct map *here_milestones)
{
    const char *id;
    void *value;
    for (size_t at = 0; map_next(reader->issues, &at, &id, &value);)
        if (!map_has(here_issues, id))
            put_issue(reader, revision,
                      (struct scope_fact){.id = id, .state = SCOPE_ABSENT, .hours = -1});
    for (size_t at = 0; map_next(reader->milestones, &at, &id, &value);)
        if (!map_has(here_milestones, id))
            put_milestone(reader, revision, (struct scope_due){.id = id, .due_day = DAY_NONE});
}

static void put_plan(struct scope_reader *reader, struct scope_revision *revision,
                     const struct plan *plan, struct map *here_issues, struct map *here_milestones)
{
    for (size_t i = 0; i < plan->issues.len; i++) {
        const struct plan_issue *issue = &plan->issues.items[i];
        (void)map_put(here_issues, issue->id, here_issues);
        put_issue(reader, revision,
                  (struct scope_fact){
                      .id = issue->id,
                      .state = state_of(issue),
                      .milestone = issue->milestone.presence == SET ? issue->milestone.text : NULL,
                      .hours = issue->effort_hours < 0 ? -1 : issue->effort_hours});
    }
    for (size_t i = 0; i < plan->milestones.len; i++) {
        const struct plan_milestone *milestone = &plan->milestones.items[i];
        (void)map_put(here_milestones, milestone->id, here_milestones);
        put_milestone(reader, revision,
                      (struct scope_due){.id = milestone->id,
                                         .present = true,
                                         .closed = milestone->closed,
                                         .due_day = plan_milestone_planned_due(plan, milestone)});
    }
}

void scope_take(struct scope_reader *reader, const struct plan *plan, const char *commit,
                int64_t at_ms)
{
    struct arena *scratch cleanup_arena = arena_new();
    struct map *here_issues = map_new(scratch), *here_milestones = map_new(scratch);
    struct scope_revision revision = {.commit = arena_strdup(reader->arena, commit),
                                      .at_ms = at_ms};
    if (plan)
        put_plan(reader, &revision, plan, here_issues, here_milestones);
    put_absent(reader, &revision, here_issues, here_milestones);
    if (revision.issues.len + revision.milestones.len == 0)
        return;
    VEC_PUSH(reader->arena, &reader->history->revisions, revision);
    remember(reader, &revision);
}

int32_t *scope_days(struct arena *arena, const struct scope_history *history, int32_t today)
{
    const size_t len = history->revisions.len;
    int32_t *days = arena_calloc(arena, len + 1, sizeof *days);
    int32_t latest = today;
    for (size_t i = len; i > 0; i--) {
        const int32_t day = instant_day(history->revisions.items[i - 1].at_ms);
        latest = day < latest ? day : latest;
        days[i - 1] = latest;
    }
    return days;
}
