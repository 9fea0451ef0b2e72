/* Writing to GitHub: one function for each write, one request for each call, never repeated unless
 * the request was surely not executed (not sent; redirected; refused for its API version). A DELETE
 * that is answered with 404 or 410 is followed by one read: done when that shows that it is gone,
 * else GH_FAILED with ERR_NOT_FOUND or with what the read failed of. Pace,
 * journal and repetition are the caller's.
 *
 * Every function fills `out` and gives its state. Nothing else is an error. */
#ifndef ROADMAP_GITHUB_WRITE_H
#define ROADMAP_GITHUB_WRITE_H

#include "github/github.h"
#include "github/read.h"
#include "model/remote.h"

enum gh_state {
    GH_DONE,   /* executed, and the answer was read whole */
    GH_FAILED, /* surely not executed */
    GH_UNKNOWN /* nobody knows: it has to be looked for before it may be sent again */
};

struct gh_outcome {
    enum gh_state state;
    enum code code; /* OK when done. ERR_AUTH, ERR_NOT_FOUND, ERR_GONE (issue gone, or moved away),
                       ERR_EXISTS (422 already_exists), ERR_RETRY (limit, or not sent), ERR_UNKNOWN,
                       ERR_INTERRUPTED, ERR_FAILED (everything else) */
    const char *message, *hint; /* NULL when done; message has what was tried, status, GitHub's
                                   words and the request id */
    const char *request_id;     /* or NULL */
    int status;                 /* 0 = no answer */
    bool limited;     /* GH_FAILED by a limit: gh_wait_limit, then again (with a new intent) */
    int64_t wait_ms;  /* how long */
    bool primary;     /* the hourly limit of requests, not a pause that GitHub asks for */
    bool not_sent;    /* GH_FAILED because nobody could be reached */
    bool unsupported; /* GH_FAILED because the server has no sub-issues or dependencies */
    bool already;     /* GH_DONE, but there was nothing to do: DELETE of what is not there, a link
                         that exists */
    const char *moved_to;    /* ERR_GONE by a redirect to another repository: its address */
    struct strlist dropped;  /* GH_DONE, but GitHub left these fields out or changed them (names of
                                model/kind.h field_name); see echo.h */
    bool dropped_for_rights; /* … at least one of the kind that GitHub drops for want of rights */
    struct remote_label *label; /* the echo, when the answer is one */
    struct remote_milestone *milestone;
    struct remote_issue *issue;
    struct remote_comment *comment;
};

/* What to send; what is NULL is not sent. */
struct gh_label_fields {
    const char *name;        /* on update: the new name */
    const char *color;       /* six hex digits */
    const char *description; /* "" clears */
};
struct gh_milestone_fields {
    const char *title;
    const char *description; /* "" clears */
    const char *due_on;      /* YYYY-MM-DD, sent as noon UTC; "" clears */
    const char *state;       /* "open", "closed" */
};
struct gh_issue_fields {
    const char *title, *body;
    const struct number *milestone;           /* number 0 clears */
    const struct strlist *labels, *assignees; /* the whole set. On update labels go by
                                                 gh_add_labels and gh_remove_label instead */
    const char *type;                         /* "" clears */
    const char *state, *state_reason;         /* update only; reason "completed", "not_planned",
                                                 "duplicate", "reopened" */
    struct db_id duplicate_of;                /* with "duplicate"; 0 = not sent */
};

enum gh_state gh_create_label(struct gh *gh, struct arena *arena,
                              const struct gh_label_fields *fields, struct gh_outcome *out);
enum gh_state gh_update_label(struct gh *gh, struct arena *arena, const char *name,
                              const struct gh_label_fields *fields, struct gh_outcome *out);
enum gh_state gh_delete_label(struct gh *gh, struct arena *arena, const char *name,
                              struct gh_outcome *out);

enum gh_state gh_create_milestone(struct gh *gh, struct arena *arena,
                                  const struct gh_milestone_fields *fields, struct gh_outcome *out);
enum gh_state gh_update_milestone(struct gh *gh, struct arena *arena, struct number number,
                                  const struct gh_milestone_fields *fields, struct gh_outcome *out);
enum gh_state gh_delete_milestone(struct gh *gh, struct arena *arena, struct number number,
                                  struct gh_outcome *out);

enum gh_state gh_create_issue(struct gh *gh, struct arena *arena,
                              const struct gh_issue_fields *fields, struct gh_outcome *out);
enum gh_state gh_update_issue(struct gh *gh, struct arena *arena, struct number number,
                              const struct gh_issue_fields *fields, struct gh_outcome *out);
/* Adds to what is there; out->issue stays NULL, a label that did not get there is `dropped`. */
enum gh_state gh_add_labels(struct gh *gh, struct arena *arena, struct number number,
                            const struct strlist *labels, struct gh_outcome *out);
enum gh_state gh_remove_label(struct gh *gh, struct arena *arena, struct number number,
                              const char *label, struct gh_outcome *out);
/* The whole set. */
enum gh_state gh_set_assignees(struct gh *gh, struct arena *arena, struct number number,
                               const struct strlist *logins, struct gh_outcome *out);
/* PATCH state closed with the reason; body NULL = not sent. Where "duplicate" is refused with 422,
 * the outcome is GH_FAILED and the caller may close as "not_planned". */
enum gh_state gh_close_issue(struct gh *gh, struct arena *arena, struct number number,
                             const char *state_reason, struct db_id duplicate_of, const char *body,
                             struct gh_outcome *out);

/* Links. The other end is named by its database id. */
enum gh_state gh_add_sub_issue(struct gh *gh, struct arena *arena, struct number parent,
                               struct db_id child, bool replace_parent, struct gh_outcome *out);
enum gh_state gh_remove_sub_issue(struct gh *gh, struct arena *arena, struct number parent,
                                  struct db_id child, struct gh_outcome *out);
enum gh_state gh_add_blocked_by(struct gh *gh, struct arena *arena, struct number issue,
                                struct db_id blocker, struct gh_outcome *out);
enum gh_state gh_remove_blocked_by(struct gh *gh, struct arena *arena, struct number issue,
                                   struct db_id blocker, struct gh_outcome *out);

enum gh_state gh_create_comment(struct gh *gh, struct arena *arena, struct number issue,
                                const char *body, struct gh_outcome *out);
enum gh_state gh_update_comment(struct gh *gh, struct arena *arena, struct db_id comment,
                                const char *body, struct gh_outcome *out);
enum gh_state gh_delete_comment(struct gh *gh, struct arena *arena, struct db_id comment,
                                struct gh_outcome *out);

/* Waits as `out` (limited) asks, through clock and on_wait. ERR_RETRY, with the time when to come
 * back in the message and in gh_resume_at_ms, when that is longer than max_wait_ms;
 * ERR_INTERRUPTED. */
nodiscard enum code gh_wait_limit(struct gh *gh, const struct gh_outcome *out, struct err *err);

#endif
