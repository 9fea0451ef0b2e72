/* The world of one sandbox: a repository with what hangs on it. Plain data; whoever touches it
 * holds the lock of the sandbox. Everything lives in the world's arena until the end, so pointers
 * stay good after an edit or a deletion. */
#ifndef ROADMAP_SANDBOX_WORLD_H
#define ROADMAP_SANDBOX_WORLD_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/vec.h"
#include "sandbox/sandbox.h"

#define SB_NO_TIME INT64_MIN

struct sb_user {
    int64_t id;
    const char *login, *type; /* "User", "Bot", "Organization" */
    bool assignable;
    json_t *json; /* built once, see sb_view_user */
};

struct sb_label {
    int64_t id;
    const char *name, *fold /* case folded: what makes it unique */, *color, *description;
    bool by_default, deleted;
    int64_t updated_ms, visible_ms; /* in lists from then on */
};

struct sb_milestone {
    int64_t id, number;
    const char *title, *description;
    struct sb_user *creator;
    bool closed, deleted;
    int64_t due_ms, created_ms, updated_ms, closed_ms, visible_ms;
    int64_t open_issues, closed_issues;
};

struct sb_type {
    int64_t id;
    const char *name, *description, *color;
};

struct sb_issue;

struct sb_issue_refs {
    struct sb_issue **items;
    size_t len, cap;
};

struct sb_label_refs {
    struct sb_label **items;
    size_t len, cap;
};

struct sb_user_refs {
    struct sb_user **items;
    size_t len, cap;
};

struct sb_issue {
    int64_t id, number;
    const char *title, *body /* NULL = null */, *state_reason, *lock_reason;
    struct sb_user *author, *closed_by;
    const struct sb_type *type;
    struct sb_milestone *milestone;
    struct sb_label_refs labels;
    struct sb_user_refs assignees;
    struct sb_issue *parent;
    struct sb_issue_refs children, blocked_by, blocking;
    size_t comments;
    bool closed, locked, pull, draft, deleted;
    /* Of a pull request: whose branch it is, and its last commit; NULL = made up from the number.
     */
    const char *head_owner, *head_ref, *head_sha;
    const char *moved_to; /* URL path of a transferred issue, else NULL */
    int64_t created_ms, updated_ms, closed_ms, merged_ms, visible_ms;
};

struct sb_comment {
    int64_t id;
    struct sb_issue *issue;
    const char *body;
    struct sb_user *author;
    const char *minimized; /* the reason; NULL: it is shown */
    bool deleted;
    int64_t created_ms, updated_ms, visible_ms;
};

struct sb_event {
    int64_t at_ms, number;
    const char *what, *detail, *actor;
};

struct sb_world {
    struct arena *arena;
    const char *owner, *name;
    struct strlist old_names; /* "owner/name" before each rename */
    int64_t repository_id, created_ms, changed_ms;
    bool organization, archived, issues_disabled;
    int watchers;
    enum sandbox_due due;
    int64_t list_lag_ms;
    int64_t next_label_id, next_milestone_id, next_issue_id, next_comment_id;
    int64_t next_number, next_milestone_number;
    struct sb_user *actor; /* the token's owner */
    VEC(struct sb_user *) users;
    struct sb_label_refs labels;
    VEC(struct sb_milestone *) milestones;
    struct sb_issue_refs issues; /* by number, without gaps: number N stands at N - 1 */
    VEC(struct sb_comment *) comments;
    VEC(struct sb_event) events;
    const struct sb_type *types;
    size_t type_count;
};

#define SB_REMOVE_AT(vec, index)                                                                   \
    do {                                                                                           \
        for (size_t sb_at_ = (index); sb_at_ + 1 < (vec)->len; sb_at_++)                           \
            (vec)->items[sb_at_] = (vec)->items[sb_at_ + 1];                                       \
        (vec)->len--;                                                                              \
    } while (0)

void sb_world_init(struct sb_world *world, const struct sandbox_options *options, int64_t now_ms);
void sb_world_release(struct sb_world *world);

/* Finds or makes the account. Logins are case-insensitive. */
struct sb_user *sb_world_user(struct sb_world *world, const char *login);
/* NULL when nobody has it. */
struct sb_user *sb_world_find_user(const struct sb_world *world, const char *login);
struct sb_label *sb_world_find_label(const struct sb_world *world, const char *name);
struct sb_milestone *sb_world_find_milestone(const struct sb_world *world, int64_t number);
struct sb_milestone *sb_world_titled_milestone(const struct sb_world *world, const char *title);
/* Deleted and transferred ones too: look at `deleted` and `moved_to`. */
struct sb_issue *sb_world_any_issue(const struct sb_world *world, int64_t number);
/* Those that are there; NULL otherwise. */
struct sb_issue *sb_world_find_issue(const struct sb_world *world, int64_t number);
struct sb_issue *sb_world_issue_by_id(const struct sb_world *world, int64_t id);
struct sb_comment *sb_world_find_comment(const struct sb_world *world, int64_t id);
const struct sb_type *sb_world_find_type(const struct sb_world *world, const char *name);

/* Makers; text is copied. They check nothing. */
struct sb_label *sb_world_add_label(struct sb_world *world, const char *name, const char *color,
                                    const char *description, int64_t now_ms);
struct sb_milestone *sb_world_add_milestone(struct sb_world *world, const char *title,
                                            const char *description, int64_t now_ms);
struct sb_issue *sb_world_add_issue(struct sb_world *world, const char *title, const char *body,
                                    struct sb_user *author, bool pull, int64_t now_ms);
struct sb_comment *sb_world_add_comment(struct sb_world *world, struct sb_issue *issue,
                                        const char *body, struct sb_user *author, int64_t now_ms);

/* Changes that keep counters and times right. */
void sb_issue_touch(struct sb_issue *issue, int64_t now_ms);
void sb_issue_set_milestone(struct sb_world *world, struct sb_issue *issue,
                            struct sb_milestone *milestone, int64_t now_ms);
void sb_issue_close(struct sb_world *world, struct sb_issue *issue, const char *reason,
                    struct sb_user *who, int64_t now_ms);
void sb_issue_reopen(struct sb_world *world, struct sb_issue *issue, int64_t now_ms);
/* false when it already had it, or had not. */
bool sb_issue_add_label(struct sb_world *world, struct sb_issue *issue, struct sb_label *label);
bool sb_issue_remove_label(struct sb_world *world, struct sb_issue *issue, struct sb_label *label);
bool sb_issue_assign(struct sb_world *world, struct sb_issue *issue, struct sb_user *user);
bool sb_issue_unassign(struct sb_world *world, struct sb_issue *issue, struct sb_user *user);
void sb_issue_set_parent(struct sb_world *world, struct sb_issue *child, struct sb_issue *parent,
                         int64_t now_ms);
void sb_issue_block(struct sb_world *world, struct sb_issue *blocked, struct sb_issue *blocker,
                    int64_t now_ms);
bool sb_issue_unblock(struct sb_world *world, struct sb_issue *blocked, struct sb_issue *blocker,
                      int64_t now_ms);
/* Takes it out of every relation, milestone and count. */
void sb_issue_delete(struct sb_world *world, struct sb_issue *issue, int64_t now_ms);
void sb_label_delete(struct sb_world *world, struct sb_label *label, int64_t now_ms);
void sb_milestone_delete(struct sb_world *world, struct sb_milestone *milestone, int64_t now_ms);
void sb_comment_delete(struct sb_world *world, struct sb_comment *comment);
/* Gives a name; the fold goes with it. */
void sb_label_rename(struct sb_world *world, struct sb_label *label, const char *name);

/* The instant that a server of this kind stores for a due date. (GitHub: milestones) */
int64_t sb_due_store(const struct sb_world *world, int64_t sent_ms);

void sb_world_note(struct sb_world *world, int64_t at_ms, int64_t number, const char *what,
                   const char *detail, const char *actor);

#endif
