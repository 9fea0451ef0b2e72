/* The parts of carrying out an issue that several files need. Private to app. */
#ifndef ROADMAP_APP_SYNC_APPLY_ISSUE_H
#define ROADMAP_APP_SYNC_APPLY_ISSUE_H

#include "app/sync/apply.h"

struct issue_job {
    struct item_change *item;
    struct gh_issue_fields fields;
    struct number milestone;
    struct strlist labels, assignees; /* what fields.labels and fields.assignees point to */
    struct have have;                 /* as last read; not for creations */
    struct remote_issue now;          /* as last read or answered */
    const char *only;                 /* one label to take off */
    enum field set;                   /* that a single request changes */
    struct strlist was;               /* … and as it was before */
};

/* Milestone number, label names as GitHub has them after this run's renames. */
bool issue_milestone(struct runner *runner, const char *id, struct number *number);
void issue_label_names(struct runner *runner, const struct strlist *raw, struct strlist *names);
/* Snapshot and cache row of an issue as answered; inside a transaction. */
nodiscard enum code issue_keep_object(struct runner *runner, const struct remote_issue *issue,
                                      struct err *err);
/* Snapshot, cache row, base and journal of an issue as answered; inside a transaction. */
nodiscard enum code issue_keep(struct runner *runner, const struct item_change *item,
                               const struct remote_issue *issue, struct err *err);
/* Everything but labels and assignees, as one PATCH; the base follows. */
nodiscard enum code issue_write_rest(struct runner *runner, struct issue_job *job, enum step *step,
                                     struct err *err);
/* A new nonce and what a new body needs. */
struct body_request issue_body_request(struct runner *runner, const struct item_change *item);

#endif
