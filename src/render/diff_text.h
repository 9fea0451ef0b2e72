/* What changed in the plan: on a terminal and as JSON. */
#ifndef ROADMAP_RENDER_DIFF_TEXT_H
#define ROADMAP_RENDER_DIFF_TEXT_H

#include "base/str.h"
#include "model/diag.h"
#include "model/plan_diff.h"
#include "render/style.h"

struct json_t;

void diff_text(struct arena *arena, const struct style *style, const struct diff_report *report,
               struct str *out);
char *json_diff(struct arena *arena, const struct diff_report *report);
/* The same values in a document of another command: "changes", "milestones", "effect",
 * "weakened". */
void json_add_diff(struct json_t *document, const struct plan_diff *diff,
                   const struct weakened_list *weakened);

/* "1 issue new, 2 changed, 1 milestone changed"; "" for nothing. */
const char *diff_counts(struct arena *arena, const struct plan_diff *diff);
/* "due 13 Mar → 20 Mar", "text". */
const char *diff_field(struct arena *arena, const struct style *style,
                       const struct plan_field *field);
/* "5 issues, 86 h" */
const char *diff_scope(struct arena *arena, const struct plan_totals *totals);
/* "32 h, after DB-007"; "" for nothing. */
const char *diff_facts(struct arena *arena, const struct plan_difference *item);

#endif
