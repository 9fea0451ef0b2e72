/* What GitHub has, as read. Texts are as GitHub sent them (valid UTF-8). */
#ifndef ROADMAP_MODEL_REMOTE_H
#define ROADMAP_MODEL_REMOTE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"
#include "model/kind.h"

struct remote_repository {
    struct repo_id id; /* 0 = not read in this run */
    const char *full_name;
    const char *html_url;
    bool archived, has_issues, can_push, permissions_known;
    int64_t watchers; /* subscribers_count; -1 = not known */
};

struct remote_label {
    struct db_id db_id;
    const char *name, *color, *description; /* description may be NULL */
};

struct remote_milestone {
    struct number number;
    struct db_id db_id;
    const char *title, *description, *state; /* "open" or "closed" */
    const char *due_on;                      /* as sent, or NULL */
    int64_t open_issues, closed_issues;
    const char *created_at, *updated_at, *html_url;
    const char *creator; /* login or NULL */
};

struct remote_issue {
    struct number number;
    struct db_id db_id;
    const char *title, *body; /* body may be NULL */
    const char *state;        /* "open" or "closed" */
    const char *state_reason; /* or NULL */
    struct strlist labels, assignees;
    struct number milestone; /* 0 = none */
    const char *type;        /* or NULL */
    struct number parent;    /* 0 = none; from parent_issue_url when it is in this repository */
    bool relations_known;    /* the server sent parent / dependency facts at all */
    int64_t total_blocked_by;
    bool blocked_by_known;         /* the list below was read (or total_blocked_by is 0) */
    VEC(struct number) blocked_by; /* blockers in this repository */
    int64_t comments;
    bool locked, is_pull;
    const char *author, *author_type, *author_association;
    const char *created_at, *updated_at, *closed_at, *html_url;
};

/* A snapshot. Nothing may be planned from one whose `complete` is false. */
struct remote {
    struct remote_repository repository;
    VEC(struct remote_label) labels;
    VEC(struct remote_milestone) milestones;
    VEC(struct remote_issue) issues; /* without pull requests, ascending number */
    struct number highest_number;    /* pull requests included */
    bool complete;
    bool has_sub_issues, has_dependencies, has_types; /* the server can do these */
};

struct remote_label *remote_find_label(const struct remote *remote, const char *name); /* folded */
struct remote_label *remote_find_label_id(const struct remote *remote, struct db_id id);
struct remote_milestone *remote_find_milestone(const struct remote *remote, struct number number);
/* Binary search; issues are kept in ascending order. */
struct remote_issue *remote_find_issue(const struct remote *remote, struct number number);

#endif
