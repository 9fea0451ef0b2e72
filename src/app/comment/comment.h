/* The one living comment on a pull request: what a change does to the plan and its proof. */
#ifndef ROADMAP_APP_COMMENT_COMMENT_H
#define ROADMAP_APP_COMMENT_COMMENT_H

#include "app/app.h"
#include "model/comment.h"
#include "render/style.h"

/* What GitHub Actions says about the run that we are a part of. */
struct comment_event {
    const char *name;      /* "pull_request", "workflow_run"; NULL: no event */
    struct number number;  /* of the pull request; 0: not told */
    const char *head;      /* its last commit, 40 hex digits; NULL */
    const char *head_from; /* "owner:branch"; NULL */
    bool fork;             /* the branch is in another repository: the token may not write */
};

struct comment_options {
    struct comment_event event;
    struct number number;   /* --pr; 0: as the event says */
    struct number issue;    /* --issue: a tracking issue, that gets the status; 0 */
    const char *key;        /* "plan" */
    const char *base_ref;   /* GITHUB_BASE_REF; NULL */
    const char *author;     /* whose comments are ours; NULL: GitHub is asked */
    const char *from;       /* a file that another run wrote; NULL: this work tree */
    const char *out;        /* where to write such a file; NULL */
    const char *server_url; /* "https://github.com"; NULL: no links */
    const char *run_url;    /* NULL */
    const struct style *style;
    bool ci;      /* take no result from a cache inside the work tree */
    bool dry_run; /* write nothing to GitHub, and do not ask it */
};

/* Reads the event file of GitHub Actions. ERR_FAILED: it is not one. */
nodiscard enum code comment_event_read(struct arena *arena, const char *name, const char *path,
                                       struct comment_event *event, struct err *err);

/* OK also when the token may not write in the event of a pull request, or when there is nothing to
 * say: report->outcome tells. ERR_USAGE: no pull request is known, or the number is that of an
 * issue; ERR_NOT_FOUND: nothing has the number; ERR_REFUSED: the file of --from is none of ours. */
nodiscard enum code app_comment(struct app *app, const struct comment_options *options,
                                struct diags *diags, struct comment_report *report,
                                struct err *err);

#endif
