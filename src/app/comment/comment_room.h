/* What the parts of comment share. Private to app/comment. */
#ifndef ROADMAP_APP_COMMENT_COMMENT_ROOM_H
#define ROADMAP_APP_COMMENT_COMMENT_ROOM_H

#include "app/comment/comment.h"
#include "app/evidence/evidence.h"
#include "app/session/session.h"
#include "render/comment_text.h"

struct commenting {
    struct app *app;
    struct arena *arena;
    const struct comment_options *options;
    struct comment_report *report;
    struct session *session; /* the client; NULL until it is needed */
    struct comment_place place;
    const struct status_report *status; /* on a tracking issue; NULL: a pull request */
};

/* ---- comment_facts.c: from the work tree ---- */

nodiscard enum code comment_gather(struct commenting *commenting, struct diags *diags,
                                   struct plan **plan, struct err *err);
/* ---- comment_dates.c ---- */

/* Expected days of both sides, where what was last read from GitHub says what is done. */
nodiscard enum code comment_expect(struct commenting *commenting, const struct plan *before,
                                   const struct plan *now, struct err *err);

/* ---- comment_file.c: from a file that nobody trusts ---- */

nodiscard enum code comment_read_file(struct commenting *commenting, struct err *err);

/* ---- comment_thread.c ---- */

/* Whether a number that somebody typed is what its option says. ERR_NOT_FOUND: nothing has it;
 * ERR_USAGE: an issue was called a pull request. */
nodiscard enum code comment_check_thread(struct commenting *commenting, struct err *err);

/* ---- comment_post.c ---- */

/* The text as it is sent; NULL marker: for the job summary. */
char *comment_render(const struct commenting *commenting, const char *marker,
                     const struct comment_limits *limits);
/* Brings the comment on report->number in step. */
nodiscard enum code comment_post(struct commenting *commenting, struct err *err);

#endif
