/* The Markdown of an item as GitHub shows it: what stands between the marker and its end. It reads
 * as if a person had written it. (design: sync; sync: block) */
#ifndef ROADMAP_RENDER_ISSUE_BLOCK_H
#define ROADMAP_RENDER_ISSUE_BLOCK_H

#include "base/arena.h"
#include "base/err.h"
#include "model/plan.h"
#include "render/template.h"

/* The template of issues: `text`, which stays where it is, or (NULL) the embedded one. */
nodiscard enum code render_issue_template(struct arena *arena, const char *text,
                                          struct template *template, struct err *err);
/* The block of an issue: summary, nested task list, done when; or its `body` verbatim. Without
 * marker lines, without blank lines at its ends; "" for an issue without text. Mentions are
 * neutralised unless plan->keep_mentions. */
nodiscard enum code render_issue_block(struct arena *arena, const struct plan *plan,
                                       const struct plan_issue *issue,
                                       const struct template *template, char **block,
                                       struct err *err);

/* The block of a milestone: its description; "" when it has none. */
nodiscard enum code render_milestone_block(struct arena *arena, const struct plan *plan,
                                           const struct plan_milestone *milestone, char **block,
                                           struct err *err);

/* The small line below the block of an issue (`footer: off` leaves it out): one line of Markdown.
 */
char *render_issue_footer(struct arena *arena, const struct plan *plan,
                          const struct plan_issue *issue);

#endif
