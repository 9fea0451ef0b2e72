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

/* "holds", "fails", "unknown", "not_asked", "not_yet" */
const char *trace_state_name(enum trace_state state);
/* Closed as completed, and asks for proof that is not there. What is unknown is not there. */
bool trace_closed_without_proof(const struct trace_issue *issue);

#endif
