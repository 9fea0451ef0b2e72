/* The section of an issue's body that says what the repository proves of it. (design: evidence) */
#ifndef ROADMAP_RENDER_ISSUE_EVIDENCE_H
#define ROADMAP_RENDER_ISSUE_EVIDENCE_H

#include "base/arena.h"
#include "model/trace.h"

/* Markdown to stand between the lines of the section: one <details>. The same evidence gives the
 * same bytes: no dates, no durations, nothing that moves by itself. Mentions nobody. */
char *evidence_section(struct arena *arena, const struct trace_issue *issue);
/* "merged, verified; 2 of 2 checks pass" of such a section; "" of anything else. */
const char *evidence_summary(struct arena *arena, const char *section);

#endif
