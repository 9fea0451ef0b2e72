/* What a comment on a pull request says, as values: made by app/comment, or read from a file that
 * another run wrote and nobody trusts. (screens: the pull-request comment) */
#ifndef ROADMAP_MODEL_COMMENT_H
#define ROADMAP_MODEL_COMMENT_H

#include "model/check.h"
#include "model/plan_diff.h"
#include "model/report.h"

struct comment_check {
    const char *issue; /* NULL: the folder's convention asks */
    const char *name;  /* its id, else its kind */
    enum verdict verdict;
    enum failing failing;
    const char *message; /* one line; NULL */
    const char *path;    /* NULL */
    uint32_t line;
    struct strlist lines; /* of a failing one: what was found, and what helps */
};

/* An issue whose migrations this change adds or edits. */
struct comment_step {
    const char *issue, *title;
    const char *before, *after; /* "planned", "committed, applies"; before NULL: not known */
};

struct comment_facts {
    const char *scope;
    const char *head, *base; /* commits, 40 hex digits; NULL: not known */
    const char *base_name;   /* "main" */
    struct plan_diff *diff;
    struct weakened_list weakened;
    VEC(struct comment_check) checks; /* failing ones first */
    VEC(struct comment_step) steps;
    size_t by_verdict[VERDICT_COUNT], by_failing[FAILING_COUNT];
    size_t left_out;        /* checks that were not written down: only counted */
    const char *uncompared; /* why nothing is compared with another state of the plan; NULL */
    bool untrusted;         /* another run wrote it down, whose author may have written anything */
};

/* Where links of a comment lead; all of it ours, never from a file. */
struct comment_place {
    const char *repository_url; /* "https://github.com/acme/data-pipeline"; NULL: no links */
    const char *run_url;        /* of the run that has the whole report; NULL */
};

/* It says anything about the plan at all: something differs, is weakened, fails or moves on. */
bool comment_has_effect(const struct comment_facts *facts);

/* ---- what came of it ---- */

enum comment_outcome {
    COMMENT_NONE, /* no effect on the plan, and none was said before */
    COMMENT_CREATED,
    COMMENT_UPDATED,
    COMMENT_UNCHANGED,   /* nothing was written */
    COMMENT_NOT_ALLOWED, /* the token may not write: it stands in the job summary */
    COMMENT_STALE,       /* the pull request is closed, or has other commits by now */
    COMMENT_SHOWN        /* --dry-run, or only written to a file */
};

struct comment_report {
    struct comment_facts facts;
    enum comment_outcome outcome;
    const char *key;
    const char *repository;
    struct number number; /* of the pull request or issue; 0: not known */
    const char *url;      /* of the comment; NULL */
    const char *body;     /* as it was sent, or would be; NULL: there is nothing to say */
    const char *summary;  /* the same for a job summary, with more in it */
    const char *why;      /* of NOT_ALLOWED and STALE: one sentence */
    int64_t deleted;      /* comments of our own that another run of ours had posted twice */
    struct request_counts requests;
};

/* "created", "updated", "unchanged", "none", "not_allowed", "stale", "shown" */
const char *comment_outcome_name(enum comment_outcome outcome);

#endif
