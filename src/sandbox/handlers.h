/* The routes' functions, one file per subject, and what they share. All run under the lock. */
#ifndef ROADMAP_SANDBOX_HANDLERS_H
#define ROADMAP_SANDBOX_HANDLERS_H

#include "sandbox/view.h"

typedef void sb_handler_fn(struct sandbox *sandbox, struct sb_request *request,
                           struct sb_reply *reply);

sb_handler_fn sb_repository_get, sb_user_get, sb_rate_limit_get, sb_versions_get, sb_types_list;
sb_handler_fn sb_labels_list, sb_labels_get, sb_labels_post, sb_labels_patch, sb_labels_delete;
sb_handler_fn sb_milestones_list, sb_milestones_get, sb_milestones_post, sb_milestones_patch,
    sb_milestones_delete;
sb_handler_fn sb_issues_list, sb_issues_get, sb_issues_post, sb_issues_patch;
sb_handler_fn sb_issue_labels_list, sb_issue_labels_post, sb_issue_labels_put,
    sb_issue_labels_delete, sb_issue_labels_clear;
sb_handler_fn sb_assignees_list, sb_assignees_check, sb_issue_assignees_post,
    sb_issue_assignees_delete, sb_issue_lock_put, sb_issue_lock_delete;
sb_handler_fn sb_comments_list, sb_comments_of_issue, sb_comments_get, sb_comments_post,
    sb_comments_patch, sb_comments_delete;
sb_handler_fn sb_sub_issues_list, sb_sub_issues_post, sb_sub_issues_delete, sb_parent_get;
sb_handler_fn sb_blocked_by_list, sb_blocking_list, sb_blocked_by_post, sb_blocked_by_delete;
sb_handler_fn sb_pulls_list, sb_pulls_get, sb_commit_pulls_list;

/* The issue of the first {} of the route, or an answer: 404, 410 deleted, 301 transferred. */
struct sb_issue *sb_issue_of(struct sandbox *sandbox, struct sb_request *request,
                             struct sb_reply *reply);

/* Cuts a list by `page` and `per_page` and writes the Link header. Gives the slice. */
void sb_page(struct sandbox *sandbox, const struct sb_request *request, struct sb_reply *reply,
             size_t total, size_t *first, size_t *count);
size_t sb_per_page(const struct sb_request *request);
/* URL of this request under /repositories/ID with some parameters replaced (NULL value: dropped).
 */
const char *sb_page_url(const struct sandbox *sandbox, const struct sb_request *request,
                        const struct sb_param replace[], size_t replace_count);

/* Label names of a body → labels, made with colour ededed where they do not exist. False: 422. */
bool sb_labels_resolve(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply,
                       const struct strlist *names, struct sb_label_refs *labels);
bool sb_label_name_check(const char *name, struct sb_reply *reply);
/* Logins of a body → users. False: 422. */
bool sb_assignees_resolve(struct sandbox *sandbox, struct sb_request *request,
                          struct sb_reply *reply, const struct strlist *logins,
                          struct sb_user_refs *users);
bool sb_body_fits(const char *body);

#endif
