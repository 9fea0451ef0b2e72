/* The desired state: the plan's items with their texts rendered. */
#ifndef ROADMAP_APP_SESSION_DESIRED_H
#define ROADMAP_APP_SESSION_DESIRED_H

#include "app/session/session.h"

/* Renders the blocks (roadmap/templates/issue.md beside the plan wins over ours) and fills
 * session->wants. */
nodiscard enum code desired_load(struct session *session, struct err *err);
/* The block of one issue as it would be rendered. */
nodiscard enum code desired_block(struct session *session, const struct plan_issue *issue,
                                  char **block, struct err *err);

#endif
