/* Who works on what when: earliest and latest dates, slack and the critical path.
 *
 * An issue begins when what it depends on has ended, its milestone has started, and its owner has a
 * hand free; among issues that could begin, an owner takes the one that has to end first (least
 * latest start, then place in the plan). Nobody interrupts an issue that was begun. Work without an
 * owner waits for nobody. Time is Monday to Friday, minutes_a_day each; effort is worked off one
 * after the other, so that two issues of 4 h share a day.
 *
 * Latest dates keep the order in which owners take their issues. */
#ifndef ROADMAP_ENGINE_SCHEDULE_H
#define ROADMAP_ENGINE_SCHEDULE_H

#include "base/err.h"
#include "model/plan.h"
#include "model/schedule.h"
#include "model/standing.h"

/* Who works on an issue, as the plan says; the name is NULL for nobody. */
struct schedule_owner schedule_owner_in_plan(const struct plan *plan,
                                             const struct plan_issue *issue);
/* The day before which nothing of a milestone begins, as the plan says; DAY_NONE. */
int32_t schedule_start_in_plan(const struct plan *plan, const struct plan_milestone *milestone);

/* Where one issue stands, by its id. */
struct schedule_known {
    const char *id;
    enum schedule_state state;
    int32_t closed_day;   /* DAY_NONE */
    const char *assignee; /* counts as owner where the plan names none; NULL */
};

/* Fills the tasks, milestones, owners and start_day of a plan, by position. Windows of milestones
 * are their own `start_on`, else their weeks, else those of their phase; due dates are
 * plan_milestone_planned_due. An owner is who stands under `owner`, else the first assignee; a name
 * of `people` with one login is that login, one with several has as many hands. `known` says where
 * issues stand; issues that it does not name stand as the plan says. */
void schedule_take_plan(struct arena *arena, const struct plan *plan,
                        const struct schedule_known *known, size_t known_count,
                        struct schedule_input *input);

/* The same from standings, whose issues are taken in the order of the plan: the position of a task
 * is that in standings->order. */
void schedule_take_standings(struct arena *arena, const struct standings *standings,
                             struct schedule_input *input);

/* Fills *schedule, in the arena. A circle is no error: schedule->cycle has it. ERR_CEILING when
 * there are more than LIMIT_SCHEDULE_TASKS issues, or the last one would end after the year 9999.
 */
nodiscard enum code schedule_compute(struct arena *arena, const struct schedule_input *input,
                                     struct schedule *schedule, struct err *err);

#endif
