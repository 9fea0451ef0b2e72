/* Reading GitHub. Reads are repeated after server and network trouble (at most 5 tries) and wait
 * for limits; an answer that is incomplete, cut off, or not what was asked for is an error, never
 * "nothing there". Codes: ERR_AUTH, ERR_NOT_FOUND (repository absent or not visible), ERR_GONE,
 * ERR_RETRY (limit longer than max_wait_ms, server, network), ERR_CEILING, ERR_INTERRUPTED,
 * ERR_FAILED. */
#ifndef ROADMAP_GITHUB_READ_H
#define ROADMAP_GITHUB_READ_H

#include "github/github.h"
#include "model/remote.h"

/* GET /repos/O/R. */
nodiscard enum code gh_get_repository(struct gh *gh, struct arena *arena,
                                      struct remote_repository *repository, struct err *err);

/* What the server said about one page: kept by the cache, given back on the next read. */
struct gh_validator {
    const char *url, *etag;
    const char *next; /* or NULL */
};
struct gh_validators {
    VEC(struct gh_validator) items;
};

struct gh_read {
    const char *since;    /* "YYYY-MM-DDTHH:MM:SSZ": only issues updated since then; NULL = all */
    bool with_repository; /* GET /repos/O/R too (a cold run) */
    const struct gh_validators *validators; /* of the last read; NULL = none. Give them only when
                                               the lists they stand for are still at hand */
    const struct remote *known; /* issues as last read, or NULL: blocked-by lists are taken from
                                   there where updated_at and total_blocked_by are the same */
};

struct gh_snapshot {
    struct remote remote;      /* remote.complete: everything that was asked for was read whole.
                                  remote.repository.id is 0 unless with_repository was set or a redirect
                                  showed that the repository has moved */
    bool labels_unchanged;     /* 304 throughout: remote.labels is empty, the old list holds */
    bool milestones_unchanged; /* likewise */
    bool issues_unchanged;     /* likewise; with `since`: nothing new */
    bool only_changed;         /* remote.issues has only what changed since `since` */
    struct gh_validators validators; /* for the next read, replacing the old ones */
    const char *newest_updated_at; /* highest updated_at in list answers; NULL = no list was read */
    bool issues_seen; /* at least one issue or pull request was listed; else the three has_ flags of
                         remote are only assumed (true) */
};

/* Labels, milestones and issues side by side (sync: reads), then blocked-by lists. Pull requests
 * are left out, but count for highest_number. */
nodiscard enum code gh_read_snapshot(struct gh *gh, struct arena *arena, const struct gh_read *read,
                                     struct gh_snapshot *snapshot, struct err *err);

enum gh_presence {
    GH_FOUND,
    GH_ABSENT, /* 404 or 410 */
    GH_MOVED   /* an issue that went to another repository */
};

struct gh_issue_found {
    enum gh_presence presence;
    struct remote_issue issue; /* with GH_FOUND; may be a pull request (is_pull) */
    const char *moved_to;      /* with GH_MOVED: the address, as GitHub gave it */
};

/* One issue, with its blocked-by list when `with_blocked_by`. `verify` only says how it is counted:
 * as the read before a write. */
nodiscard enum code gh_get_issue(struct gh *gh, struct arena *arena, struct number number,
                                 bool with_blocked_by, bool verify, struct gh_issue_found *found,
                                 struct err *err);
nodiscard enum code gh_get_milestone(struct gh *gh, struct arena *arena, struct number number,
                                     bool verify, struct remote_milestone *milestone, bool *found,
                                     struct err *err);
nodiscard enum code gh_get_label(struct gh *gh, struct arena *arena, const char *name, bool verify,
                                 struct remote_label *label, bool *found, struct err *err);

struct gh_issue_list {
    VEC(struct remote_issue) items;
};

/* Issues and pull requests (is_pull) created at or after the instant and with a number above
 * `above`, newest first: where a write of unknown outcome is looked for. */
nodiscard enum code gh_list_recent_issues(struct gh *gh, struct arena *arena, int64_t since_ms,
                                          struct number above, struct gh_issue_list *list,
                                          struct err *err);
/* Whether any issue or pull request, open or closed, has the label. A name with a comma cannot be
 * asked for and counts as used. */
nodiscard enum code gh_label_in_use(struct gh *gh, const char *name, bool *in_use, struct err *err);
/* Sub-issues of a parent, and blockers of an issue: numbers in this repository. */
struct gh_numbers {
    VEC(struct number) items;
};
nodiscard enum code gh_list_sub_issues(struct gh *gh, struct arena *arena, struct number parent,
                                       struct gh_numbers *numbers, struct err *err);
nodiscard enum code gh_list_blocked_by(struct gh *gh, struct arena *arena, struct number issue,
                                       struct gh_numbers *numbers, struct err *err);

struct remote_comment {
    struct db_id db_id;
    const char *body, *author, *author_type, *created_at, *updated_at, *html_url;
    bool minimized; /* somebody has folded it away */
};
struct gh_comment_list {
    VEC(struct remote_comment) items;
};
nodiscard enum code gh_list_comments(struct gh *gh, struct arena *arena, struct number issue,
                                     struct gh_comment_list *list, struct err *err);

nodiscard enum code gh_has_comment(struct gh *gh, struct db_id comment, bool *there,
                                   struct err *err);

struct remote_pull {
    struct number number;
    bool open;
    const char *head_sha, *head_repository /* "owner/name"; NULL: it is gone */, *base_repository;
};
struct gh_pull_list {
    VEC(struct remote_pull) items;
};
/* Those that a commit (40 hex digits) belongs to, those of forks among them. */
nodiscard enum code gh_list_pulls_of(struct gh *gh, struct arena *arena, const char *commit,
                                     struct gh_pull_list *list, struct err *err);
/* Open ones from a branch, "owner:branch". */
nodiscard enum code gh_list_pulls_from(struct gh *gh, struct arena *arena, const char *head,
                                       struct gh_pull_list *list, struct err *err);
nodiscard enum code gh_get_pull(struct gh *gh, struct arena *arena, struct number number,
                                struct remote_pull *pull, bool *found, struct err *err);

/* The token's account; *login is NULL where GitHub does not tell (tokens of apps and workflows). */
nodiscard enum code gh_get_login(struct gh *gh, struct arena *arena, const char **login,
                                 struct err *err);

#endif
