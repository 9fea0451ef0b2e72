/* Single objects into a snapshot that stays in its order. */
#include "app/session/snapshot.h"

void snapshot_put_label(struct session *session, const struct remote_label *label)
{
    struct remote_label *old = remote_find_label_id(&session->remote, label->db_id);
    if (old)
        *old = *label;
    else
        VEC_PUSH(session->arena, &session->remote.labels, *label);
}

void snapshot_put_milestone(struct session *session, const struct remote_milestone *milestone)
{
    struct remote_milestone *old = remote_find_milestone(&session->remote, milestone->number);
    if (old)
        *old = *milestone;
    else
        VEC_PUSH(session->arena, &session->remote.milestones, *milestone);
}

void snapshot_put_issue(struct session *session, const struct remote_issue *issue)
{
    struct remote *remote = &session->remote;
    struct remote_issue *old = remote_find_issue(remote, issue->number);
    if (old) {
        *old = *issue;
        return;
    }
    VEC_PUSH(session->arena, &remote->issues, *issue);
    size_t at = remote->issues.len - 1;
    while (at > 0 && remote->issues.items[at - 1].number.v > issue->number.v) {
        remote->issues.items[at] = remote->issues.items[at - 1];
        at--;
    }
    remote->issues.items[at] = *issue;
    if (issue->number.v > remote->highest_number.v)
        remote->highest_number = issue->number;
}
