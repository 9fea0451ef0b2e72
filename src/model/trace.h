/* What `trace`, `gaps` and `matrix` have to say: how far the repository proves an issue, and from
 * what. */
#ifndef ROADMAP_MODEL_TRACE_H
#define ROADMAP_MODEL_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"
#include "model/evidence.h"
#include "model/plan.h"

/* How a rung stands. */
enum trace_state { TRACE_NOT_ASKED, TRACE_HOLDS, TRACE_FAILS, TRACE_UNKNOWN, TRACE_NOT_YET };

struct trace_rung {
    enum trace_state state;
    const char *because; /* NULL */
};

struct trace_migration {
    const char *name;   /* without direction and extension */
    const char *path;   /* the file that people know it by */
    const char *source; /* the folder's id */
    const char *folder;
    const char *ways; /* "up + down", "up, one way", "up" */
    const char *link; /* "spec", "header", "trailer" */
    enum evidence_presence presence;
    const char *presence_unknown; /* why it may be more; NULL */
    bool edited;                  /* after its merge */
    enum proof proof;             /* of the migration alone: at most reversible */
    int64_t since_ms;             /* its first commit; 0 = not committed, or not known */
};

struct trace_commit {
    const char *id; /* 40 hex digits */
    int64_t at_ms;
    const char *subject;
    const char *link; /* "trailer", "files" */
};

struct trace_check {
    const char *name; /* its id, else its kind */
    const char *kind;
    enum verdict verdict;
    const char *message;  /* NULL */
    struct strlist lines; /* what was found */
    const char *path;     /* NULL */
    uint32_t line;        /* 0 = none */
    bool known;           /* it was asked once; false: `roadmap check` has not run it */
    bool told;            /* bears on no rung: a latency that is no gate */
};

struct trace_todo {
    const char *text;
    const char *command; /* NULL */
};

struct trace_issue {
    const struct plan_issue *issue;
    const struct plan_milestone *milestone; /* NULL */
    int64_t number;                         /* 0 = not on GitHub, or nothing was read */
    const char *state;                      /* "open", "closed"; NULL = not read */
    const char *state_reason;               /* NULL */
    const char *assignee;                   /* NULL */
    struct strlist after_open;              /* of depends_on: those that are not closed */
    bool asks;                              /* for proof */
    bool has_subjects;                      /* false: presence says nothing */
    bool proven;                            /* merged and verified */
    enum evidence_presence presence;
    const char *presence_unknown, *presence_of;
    enum proof proof;
    struct trace_rung rungs[PROOF_COUNT];
    VEC(struct trace_migration) migrations;
    VEC(struct trace_commit) commits;
    const char *commits_unknown; /* there may be more; NULL */
    VEC(struct trace_check) checks;
    VEC(struct trace_todo) todo;
};

/* A migration and the issues that it is for: none is an orphan. */
struct trace_file {
    const char *path;
    const char *name;
    const char *source, *folder;
    enum evidence_presence presence;
    int64_t since_ms;
    struct strlist issues, links; /* side by side: "DB-005", "header" */
};

struct trace_report {
    const struct plan *plan;
    const char *head;         /* what is looked at: "feat/guards", "9c1e2f7" */
    const char *base;         /* the default branch: "origin/main"; NULL = not known */
    const char *base_unknown; /* why; NULL */
    const char *base_help;    /* NULL */
    bool work_tree;
    bool one;                       /* a single issue was asked for */
    VEC(struct trace_issue) issues; /* it, or all of the plan */
    VEC(struct trace_file) orphans; /* with all issues: what nobody names */
    struct trace_file *file;        /* the reverse question; NULL */
};

/* ---- gaps ---- */

/* In the order in which people should hear of them. */
enum gap_kind {
    GAP_CLOSED,        /* an issue is closed and its proof is not there */
    GAP_CONTRADICTION, /* two sources name different issues for a migration */
    GAP_UNKNOWN_ISSUE, /* a migration names an issue that the plan does not have */
    GAP_ORPHAN,        /* no issue names the migration */
    GAP_NO_WAY_BACK,   /* a down is missing or empty where one is asked for */
    GAP_NO_MIGRATION,  /* an issue asks for migrations that are not there */
    GAP_DEAD_PATTERN,  /* one of an issue's patterns takes nothing */
    GAP_NO_TABLE       /* no migration makes the table of an entity */
};
#define GAP_COUNT (GAP_NO_TABLE + 1)

struct gap {
    enum gap_kind kind;
    const char *subject; /* an id, or a path */
    uint32_t line;       /* in the file, 0 = none */
    const char *message;
    const char *command; /* NULL */
};

struct gap_report {
    VEC(struct gap) items; /* by kind */
    size_t counts[GAP_COUNT];
    size_t issues, asking, migrations;
};

/* "closed_without_proof", "contradiction", "unknown_issue", "orphan", "no_way_back",
 * "no_migration", "dead_pattern", "no_table" */
const char *gap_kind_name(enum gap_kind kind);

/* ---- matrix ---- */

struct matrix_row {
    const struct plan_entity *entity;
    const char *table;     /* as the plan has it, else the entity's id */
    const char *migration; /* the file that makes the table; NULL = none does */
    const char *name;      /* of that migration, which its file may not tell; NULL */
    const char *source;    /* the folder's id; NULL */
    bool searched;         /* there is a folder for this store */
    bool gone;             /* a later migration drops it */
    enum evidence_presence presence;
    enum proof proof;      /* of the migration */
    struct strlist issues; /* that the migration is for */
};

struct matrix_report {
    VEC(struct matrix_row) rows; /* in the order of the plan */
};

/* "missing", "dropped", "not_searched", else the presence */
const char *matrix_status(const struct matrix_row *row);

/* "holds", "fails", "unknown", "not_asked", "not_yet" */
const char *trace_state_name(enum trace_state state);
/* Closed as completed, and asks for proof that is not there. What is unknown is not there. */
bool trace_closed_without_proof(const struct trace_issue *issue);

#endif
