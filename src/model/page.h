/* What `report` has to say: one page for people who look rather than read. app fills it in, render
 * makes HTML of it. */
#ifndef ROADMAP_MODEL_PAGE_H
#define ROADMAP_MODEL_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"
#include "model/burnup.h"
#include "model/forecast.h"
#include "model/plan.h"
#include "model/report.h"
#include "model/schedule.h"
#include "model/standing.h"
#include "model/trace.h"

/* One issue of the plan, at the same position as there. */
struct page_issue {
    enum standing_place place;
    int32_t milestone;        /* position in the plan, -1 = none */
    int64_t number;           /* 0 = not on GitHub */
    const char *who;          /* who it is assigned to, else its owner; NULL */
    int32_t closed_day;       /* DAY_NONE */
    const uint32_t *blockers; /* positions of those that have to be closed first */
    uint32_t blocker_count;
    bool asks, proven;
    bool has_proof; /* the ladders below are known */
    enum evidence_presence presence;
    enum proof proof;
};

/* Something that a person has to decide. */
struct page_decision {
    const char *id;        /* of an issue or a milestone; NULL */
    const char *text;      /* one sentence, what is to be decided */
    const char *who;       /* NULL */
    int32_t due_day;       /* DAY_NONE */
    const struct spot *at; /* in the plan; NULL */
};

/* An open issue that others wait for. */
struct page_blocker {
    uint32_t place;   /* position in the plan */
    uint32_t waiting; /* open issues that cannot begin before it is done */
};

/* One thing that changed since `page.since_day`. */
struct page_change {
    int32_t day;
    const char *id;    /* NULL */
    const char *text;  /* what happened to it */
    const char *title; /* NULL */
};

struct page {
    const struct plan *plan;
    struct status_report status;
    const char *repository; /* "owner/name"; NULL */
    const char *html_url;   /* of the repository, http or https; NULL */
    const char *commit;     /* 40 hex digits: HEAD; NULL */
    const char *branch;     /* NULL */
    const char *version;    /* of the program */
    int64_t now_ms;
    int32_t today, since_day;
    struct page_issue *issues;           /* as many as the plan has */
    VEC(const struct plan_risk *) risks; /* worst first */
    VEC(struct page_blocker) blockers;   /* those that hold up most first */
    VEC(struct page_decision) decisions; /* soonest first */
    VEC(struct page_change) changes;     /* newest first */
    size_t more_changes;
    struct burnup burnup;
    bool has_schedule;
    struct schedule_report schedule; /* its baseline: as asked for, else the first commit's plan */
    struct forecast_report forecast; /* counts when it is `possible`; its schedule is that one */
    bool has_evidence;               /* false: outside git, `gaps` and `matrix` are empty */
    struct gap_report gaps;
    struct matrix_report matrix;
};

#endif
