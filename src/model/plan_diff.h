/* What differs between two states of a plan, as values. Made by engine/plan_diff.h; `diff` shows it
 * and `comment` is built on it. */
#ifndef ROADMAP_MODEL_PLAN_DIFF_H
#define ROADMAP_MODEL_PLAN_DIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/day.h"
#include "base/vec.h"
#include "model/kind.h"
#include "model/weakened.h"

enum plan_change { PLAN_SAME, PLAN_ADDED, PLAN_REMOVED, PLAN_CHANGED };
#define PLAN_CHANGE_COUNT (PLAN_CHANGED + 1)

/* One field. Values are what the plan says, lists joined by ", "; NULL: not there. A text (the
 * words of an issue, the description of a milestone) and what is too long to be shown beside
 * another is only said to differ: both are NULL. */
struct plan_field {
    const char *name; /* static storage: "title", "milestone", "due", "effort", "checks" … */
    const char *before, *after;
    bool written; /* sync writes it to GitHub */
};

struct plan_difference {
    enum kind kind; /* label, milestone, issue; KIND_COUNT: the plan itself */
    enum plan_change change;
    const char *id;        /* "" for the plan itself */
    const char *title;     /* as it is now; of a removed one, as it was */
    const char *milestone; /* of an issue: its milestone now, or where it was; NULL */
    double hours;          /* of an issue; < 0 = absent */
    const char *needs;     /* of an issue: what it depends on, "DB-001, DB-002"; NULL */
    VEC(struct plan_field) fields;
};

/* One milestone as a whole, on both sides. */
struct plan_totals {
    bool there;
    int64_t issues; /* that are not closed as not planned or duplicate */
    double hours;   /* of those that have them */
    bool estimated; /* some have none */
    int32_t due_day;
    int32_t expected_day; /* DAY_NONE: nobody has computed it */
    int32_t slack_days;   /* working days from expected to due; only when both are there */
};

struct plan_milestone_totals {
    const char *id, *before_id, *title; /* ids differ where it was given another one */
    struct plan_totals before, after;
};

/* What one sync after this change writes because of it. */
struct plan_effect {
    int64_t creates[KIND_COUNT], changes[KIND_COUNT];
    int64_t removed_links;
    int64_t closes;        /* issues and milestones that the plan now says are closed */
    int64_t left;          /* that are in the plan no more: only --prune touches them */
    struct strlist people; /* logins that are assigned to something and were not */
};

struct plan_diff {
    VEC(struct plan_difference)
    items; /* the plan, labels, milestones, issues; in the order of the
            * plan as it is now, removed ones behind them */
    VEC(struct plan_milestone_totals) milestones; /* all, in the order of the plan as it is now */
    struct plan_effect effect;
    size_t counts[KIND_COUNT][PLAN_CHANGE_COUNT];
    size_t plan_fields; /* that differ of the plan itself */
};

struct diff_side {
    const char *name;   /* "main", "v1.2", "the work tree" */
    const char *commit; /* 40 hex digits; NULL: the work tree */
    bool there;         /* it has a plan */
};

/* diff */
struct diff_report {
    struct diff_side from, to;
    const struct plan_diff *diff;
    struct weakened_list weakened; /* what the second state asks less proof for than the first */
};

/* "added", "removed", "changed", "same" */
const char *plan_change_name(enum plan_change change);
/* The two sides of a milestone differ in what people look at: issues, hours, due, expected. */
bool plan_totals_differ(const struct plan_milestone_totals *milestone);

#endif
