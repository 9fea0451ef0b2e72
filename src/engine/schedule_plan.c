/* A plan as tasks, milestones and owners. */
#include "base/map.h"
#include "base/str.h"
#include "engine/schedule.h"

struct taking {
    struct arena *arena;
    const struct plan *plan;
    struct schedule_input *input;
    struct map *issues, *milestones, *known; /* by id → element */
    struct map *owners;                      /* name → position + 1 in input->owners */
};

/* The plan's start may be any day of its week 1. */
int32_t schedule_start_in_plan(const struct plan *plan, const struct plan_milestone *milestone)
{
    const struct weeks weeks = plan_milestone_weeks(plan, milestone);
    if (milestone->start_on != DAY_NONE || plan->start_on == DAY_NONE || weeks.first == 0)
        return milestone->start_on;
    if (weeks.first == 1)
        return plan->start_on;
    return plan->start_on - day_weekday(plan->start_on) + (weeks.first - 1) * 7;
}

static void take_milestones(struct taking *taking)
{
    const struct plan *plan = taking->plan;
    for (size_t i = 0; i < plan->milestones.len; i++) {
        const struct plan_milestone *from = &plan->milestones.items[i];
        const struct schedule_milestone milestone = {
            .start_day = schedule_start_in_plan(plan, from),
            .due_day = plan_milestone_planned_due(plan, from)};
        VEC_PUSH(taking->arena, &taking->input->milestones, milestone);
        (void)map_put(taking->milestones, from->id, &plan->milestones.items[i]);
    }
}

static int32_t owner_named(struct taking *taking, const char *name, uint32_t hands)
{
    const uintptr_t known = (uintptr_t)map_get(taking->owners, name);
    if (known)
        return (int32_t)(known - 1);
    const struct schedule_owner owner = {name, hands};
    VEC_PUSH(taking->arena, &taking->input->owners, owner);
    const size_t len = taking->input->owners.len;
    (void)map_put(taking->owners, name, (void *)(uintptr_t)len);
    return (int32_t)(len - 1);
}

struct schedule_owner schedule_owner_in_plan(const struct plan *plan,
                                             const struct plan_issue *issue)
{
    const struct strlist *assignees = &issue->assignees.items;
    if (!issue->owner)
        return (struct schedule_owner){assignees->len ? assignees->items[0] : NULL, 1};
    for (size_t i = 0; i < plan->people.len; i++) {
        const struct plan_person *person = &plan->people.items[i];
        if (!text_eq(person->name, issue->owner))
            continue;
        if (person->logins.len == 1)
            return (struct schedule_owner){person->logins.items[0], 1};
        return (struct schedule_owner){issue->owner, person->logins.len ? person->logins.len : 1};
    }
    return (struct schedule_owner){issue->owner, 1};
}

static int32_t owner_of(struct taking *taking, const struct plan_issue *issue,
                        const struct schedule_known *known)
{
    const struct schedule_owner owner = schedule_owner_in_plan(taking->plan, issue);
    if (owner.name)
        return owner_named(taking, owner.name, owner.hands);
    return known && known->assignee ? owner_named(taking, known->assignee, 1) : SCHEDULE_NONE;
}

static void take_needs(struct taking *taking, const struct plan_issue *issue,
                       struct schedule_task *task)
{
    const struct strlist *ids = &issue->depends_on.items;
    if (ids->len == 0)
        return;
    uint32_t *needs = arena_calloc(taking->arena, ids->len, sizeof *needs);
    for (uint32_t i = 0; i < ids->len; i++) {
        const struct plan_issue *need = map_get(taking->issues, ids->items[i]);
        if (need)
            needs[task->need_count++] = (uint32_t)(need - taking->plan->issues.items);
    }
    task->needs = needs;
}

static void take_state(const struct plan_issue *issue, const struct schedule_known *known,
                       struct schedule_task *task)
{
    task->closed_day = known ? known->closed_day : DAY_NONE;
    if (known)
        task->state = known->state;
    else if (issue->closed)
        task->state = text_empty(issue->state_reason) || text_eq(issue->state_reason, "completed")
                          ? SCHEDULE_DONE
                          : SCHEDULE_DROPPED;
}

static void take_issues(struct taking *taking)
{
    const struct plan *plan = taking->plan;
    for (size_t i = 0; i < plan->issues.len; i++)
        (void)map_put(taking->issues, plan->issues.items[i].id, &plan->issues.items[i]);
    for (size_t i = 0; i < plan->issues.len; i++) {
        const struct plan_issue *issue = &plan->issues.items[i];
        const struct schedule_known *known = map_get(taking->known, issue->id);
        const struct plan_milestone *milestone =
            issue->milestone.presence == SET ? map_get(taking->milestones, issue->milestone.text)
                                             : NULL;
        struct schedule_task task = {.hours = issue->effort_hours,
                                     .milestone = SCHEDULE_NONE,
                                     .owner = owner_of(taking, issue, known)};
        if (milestone)
            task.milestone = (int32_t)(milestone - plan->milestones.items);
        take_needs(taking, issue, &task);
        take_state(issue, known, &task);
        VEC_PUSH(taking->arena, &taking->input->tasks, task);
    }
}

void schedule_take_plan(struct arena *arena, const struct plan *plan,
                        const struct schedule_known *known, size_t known_count,
                        struct schedule_input *input)
{
    struct arena *scratch cleanup_arena = arena_new();
    struct taking taking = {.arena = arena,
                            .plan = plan,
                            .input = input,
                            .issues = map_new(scratch),
                            .milestones = map_new(scratch),
                            .known = map_new(scratch),
                            .owners = map_new(scratch)};
    map_reserve(taking.issues, plan->issues.len);
    map_reserve(taking.known, known_count);
    for (size_t i = 0; i < known_count; i++)
        (void)map_put(taking.known, known[i].id, (void *)(uintptr_t)&known[i]);
    input->start_day = plan->start_on;
    take_milestones(&taking);
    take_issues(&taking);
}
