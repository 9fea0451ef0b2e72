/* Pieces of schedules that several screens share. Private to render. */
#ifndef ROADMAP_RENDER_SCHEDULE_WORDS_H
#define ROADMAP_RENDER_SCHEDULE_WORDS_H

#include "model/schedule.h"
#include "render/pen.h"

/* "open", "done", "dropped". */
const char *schedule_state_word(enum schedule_state state);
/* "start", "today", "milestone", "issue", "owner": why something begins when it does. */
const char *schedule_cause_word(enum schedule_cause cause);
/* Who works on an issue; NULL for nobody. */
const char *schedule_owner_of(const struct schedule_report *report, size_t issue);
/* Id of the milestone of an issue; NULL. */
const char *schedule_milestone_of(const struct schedule_report *report, size_t issue);
/* "+3 d", "-1 d", "0 d". */
const char *schedule_days_later(struct arena *arena, int32_t days);
/* "13 Mar"; "" for DAY_NONE. */
const char *schedule_day(const struct pen *pen, int32_t day);
/* The last due date of all milestones; DAY_NONE. */
int32_t schedule_last_due(const struct schedule *schedule);

void schedule_put_spans(struct pen *pen, const struct schedule_report *report);
void schedule_put_critical_path(struct pen *pen, const struct schedule_report *report);
/* Those that are open; without -v only when they are few. */
void schedule_put_slots(struct pen *pen, const struct schedule_report *report);
/* One sentence, and line by line; nothing without a baseline. */
void schedule_put_baseline(struct pen *pen, const struct schedule_report *report);
void schedule_put_moves(struct pen *pen, const struct schedule_report *report);

#endif
