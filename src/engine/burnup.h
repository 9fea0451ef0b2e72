/* Scope and work done, day by day.
 *
 * An issue is in the scope of a day when the plan has it at the end of that day, and neither the
 * plan nor GitHub has closed it as not planned or as a duplicate by then. It is done when it is in
 * scope and the plan says so, or GitHub had closed it by the end of that day. What GitHub reopened
 * is not done from then on until it is closed again, whatever the plan says, and an issue that is
 * open there now is not done, however long the plan has said so without a break. A milestone that
 * is closed ends with the day on which its work was complete, so that what is edited later leaves
 * its line alone. */
#ifndef ROADMAP_ENGINE_BURNUP_H
#define ROADMAP_ENGINE_BURNUP_H

#include "model/burnup.h"
#include "model/page.h"

struct burnup_input {
    const struct scope_history *history;
    const struct scope_closing *closings; /* issues that were read from GitHub */
    size_t closing_count;
    const struct strlist *closed_milestones; /* on GitHub; NULL: none */
    int32_t today;
};

void burnup_compute(struct arena *arena, const struct burnup_input *input, struct burnup *burnup);

/* What is otherwise at the end of today than at the end of the day before page->since_day:
 * page->changes, newest first, at most `most`; the others are counted in page->more_changes. */
void burnup_changes(struct arena *arena, const struct burnup_input *input, struct page *page,
                    size_t most);

#endif
