/* The plan: what the team wrote, resolved and checked. Made by spec, read by everyone. All memory
 * belongs to the arena given to spec_load. (design: the spec) */
#ifndef ROADMAP_MODEL_PLAN_H
#define ROADMAP_MODEL_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/day.h"
#include "base/vec.h"
#include "model/diag.h"
#include "model/kind.h"

/* A key that is absent is unmanaged, `null` clears, anything else sets. */
enum presence { ABSENT, CLEAR, SET };

struct opt_text {
    enum presence presence;
    const char *text; /* when SET */
    struct spot spot;
};

struct opt_day {
    enum presence presence;
    int32_t day; /* when SET */
    struct spot spot;
};

struct opt_list {
    enum presence presence; /* CLEAR for null and for [] */
    struct strlist items;
    struct spot spot;
};

struct weeks {
    int32_t first, last; /* 1-based; 0, 0 = absent */
};

struct plan_person {
    const char *name;      /* "Dev Team" */
    struct strlist logins; /* possibly none */
    struct spot spot;
};

struct plan_label {
    const char *name;
    const char *color; /* six lower-case hex digits; from the palette when not given */
    bool color_given;
    struct opt_text description;
    struct strlist previously;
    int32_t retire_after; /* DAY_NONE */
    bool declared;        /* false: only named by an issue */
    struct spot spot;
};

struct plan_phase {
    const char *id, *title;
    struct weeks weeks;
    struct spot spot;
};

struct plan_entity {
    const char *id, *store, *table;
    bool tenant;
    struct spot spot;
};

struct plan_metric {
    const char *id, *title, *target, *check;
    struct spot spot;
};

struct plan_risk {
    const char *id, *title, *probability, *impact, *mitigation, *contingency, *owner;
    struct spot spot;
};

struct plan_migrations {
    const char *id, *path, *engine, *convention, *naming, *reversible,
        *baseline; /* NULL = absent */
    struct spot spot;
};

struct plan_waive {
    int32_t until; /* DAY_NONE = no waiver */
    const char *by, *reason;
};

struct plan_check {
    const char *id, *kind, *source, *severity, *why; /* id, source, severity, why may be NULL */
    const char *params;                              /* canonical JSON of the kind key's value */
    struct plan_waive waive;
    struct spot spot;
};

struct plan_criterion {
    const char *id, *text;
    bool all_issues;
    struct strlist issues, checks, signoff;
    const char *signed_by, *signed_note;
    int32_t signed_on;
    struct spot spot;
};

struct plan_milestone {
    const char *id;
    bool id_given;
    const char *title;
    struct opt_text description;
    int32_t start_on; /* DAY_NONE */
    struct opt_day due_on;
    struct weeks weeks;
    bool closed; /* the spec says `state: closed` */
    const char *phase;
    int64_t number;            /* 0 = absent */
    struct strlist previously; /* earlier ids or titles */
    VEC(struct plan_criterion) gate;
    struct spot spot;
};

struct plan_task {
    const char *text;
    bool ticked; /* written as "[x] …" in the spec */
    struct plan_task *tasks;
    size_t task_count;
};

struct plan_issue {
    const char *id;
    bool id_given;
    const char *title;
    struct opt_text milestone; /* SET: the id of a milestone of this plan */
    struct opt_list labels;
    struct opt_list assignees; /* logins, people resolved */
    const char *owner;         /* as written; NULL */
    double effort_hours;       /* < 0 = absent */
    struct opt_text type;
    struct opt_text parent;     /* an issue id */
    struct opt_list depends_on; /* issue ids */
    int64_t number;
    bool closed;
    const char *state_reason; /* "completed", "not_planned", "duplicate"; NULL when not closed */
    const char *summary;      /* NULL = absent */
    struct plan_task *tasks;
    size_t task_count;
    struct strlist done_when;
    struct opt_text body; /* SET or ABSENT; excludes summary, tasks, done_when */
    bool text_given; /* any of summary, tasks, done_when, body was there: the block is managed */
    struct strlist docs, deliverables, migrations;
    VEC(struct plan_check) checks;
    struct spot spot; /* of the issue's map */
};

struct plan_evidence {
    bool labels, section, close;
};

struct plan {
    const char *path;  /* of the main file */
    const char *scope; /* "main" when absent */
    bool scope_given;
    const char *repository; /* "owner/name" or NULL */
    struct spot repository_spot;
    bool footer; /* `footer: off` turns the small line below the block off */
    int32_t start_on;
    bool has_policy[FIELD_COUNT];
    enum policy policy[FIELD_COUNT]; /* from `fields:`, where has_policy */
    bool keep_mentions;              /* fields: {mentions: keep} */
    struct plan_evidence evidence;
    VEC(struct plan_person) people;
    VEC(struct plan_label) labels; /* declared ones in order, then undeclared by first use */
    VEC(struct plan_phase) phases;
    VEC(struct plan_entity) entities;
    VEC(struct plan_metric) metrics;
    VEC(struct plan_risk) risks;
    VEC(struct plan_migrations) migrations;
    VEC(struct plan_milestone) milestones;
    VEC(struct plan_issue) issues;
    struct strlist sources; /* paths of all files, main first */
};

/* NULL when there is none. Linear; engine keeps maps where it matters. */
const struct plan_milestone *plan_find_milestone(const struct plan *plan, const char *id);
const struct plan_issue *plan_find_issue(const struct plan *plan, const char *id);
const struct plan_label *plan_find_label(const struct plan *plan, const char *name); /* folded */
/* Some issue has checks or migrations, or the plan names a folder of migrations. */
bool plan_asks_proof(const struct plan *plan);
/* The policy of a field of a kind: `fields:` where given, else the default. */
enum policy plan_policy(const struct plan *plan, enum kind kind, enum field field);
/* Its own weeks, else those of its phase, else 0, 0. */
struct weeks plan_milestone_weeks(const struct plan *plan, const struct plan_milestone *milestone);
/* The phase's weeks stand in for a milestone without weeks of its own; due day from start_on and
 * weeks (Friday of the last week) when due_on is absent and both are known; else DAY_NONE.
 * This computed day is for schedules only and is never sent. */
int32_t plan_milestone_planned_due(const struct plan *plan, const struct plan_milestone *milestone);

#endif
