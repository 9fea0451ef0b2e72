/* JSON of the objects, with every key that GitHub's description requires. */
#ifndef ROADMAP_SANDBOX_VIEW_H
#define ROADMAP_SANDBOX_VIEW_H

#include "sandbox/inner.h"

struct sb_view {
    struct sandbox *sandbox;
    struct sb_world *world;
    struct arena *arena;
    const char *url;  /* of the API */
    const char *repo; /* of the repository */
    bool new_version; /* without what 2026-03-10 dropped */
    bool no_sub_issues, no_dependencies;
};

struct sb_view sb_view_of(struct sandbox *sandbox, const struct sb_request *request);

/* A string, or null for SB_NO_TIME. */
json_t *sb_view_time(int64_t instant_ms);
json_t *sb_view_text(const char *text);                                 /* NULL → null */
json_t *sb_view_user(const struct sb_view *view, struct sb_user *user); /* NULL → null */
json_t *sb_view_label(const struct sb_view *view, const struct sb_label *label);
json_t *sb_view_labels(const struct sb_view *view, const struct sb_label_refs *labels);
json_t *sb_view_milestone(const struct sb_view *view, const struct sb_milestone *milestone);
json_t *sb_view_issue(const struct sb_view *view, const struct sb_issue *issue);
json_t *sb_view_comment(const struct sb_view *view, const struct sb_comment *comment);
json_t *sb_view_type(const struct sb_view *view, const struct sb_type *type);
json_t *sb_view_repository(const struct sb_view *view, bool full);
json_t *sb_view_pull(const struct sb_view *view, const struct sb_issue *pull, bool full);
/* Where a pull request comes from. */
const char *sb_pull_owner(const struct sb_world *world, const struct sb_issue *pull);
const char *sb_pull_ref(struct arena *arena, const struct sb_issue *pull);
const char *sb_pull_sha(struct arena *arena, const struct sb_issue *pull);
json_t *sb_view_account(const struct sb_view *view, struct sb_user *user);
const char *sb_view_association(const struct sb_view *view, const struct sb_user *user);
/* "I_kwDO…": opaque, one per kind and id. */
const char *sb_view_node_id(struct arena *arena, const char *kind, int64_t id);

#endif
