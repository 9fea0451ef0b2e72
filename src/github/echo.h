/* Finds what GitHub dropped: with too few rights, labels, milestone, assignees and type are left
 * out of an otherwise successful write. (github: traps 8, 13) */
#ifndef ROADMAP_GITHUB_ECHO_H
#define ROADMAP_GITHUB_ECHO_H

#include "base/vec.h"
#include "github/write.h"

/* Adds to `dropped` the field_name of every field that was sent and does not stand in the echo.
 * White space, line ends, letter case of labels, logins and colours, and the time of a due date do
 * not count. Gives whether one of them is of the kind that is dropped for want of rights. */
bool echo_label(struct arena *arena, const struct gh_label_fields *sent,
                const struct remote_label *echo, struct strlist *dropped);
bool echo_milestone(struct arena *arena, const struct gh_milestone_fields *sent,
                    const struct remote_milestone *echo, struct strlist *dropped);
bool echo_issue(struct arena *arena, const struct gh_issue_fields *sent,
                const struct remote_issue *echo, struct strlist *dropped);
/* Everything that was sent is there, letter case aside; sent as empty, nothing is there. */
bool echo_set_holds(struct arena *arena, const struct strlist *sent, const struct strlist *echo);

#endif
