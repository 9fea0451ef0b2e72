/* What pull writes into the plan, wrote, or leaves. */
#ifndef ROADMAP_RENDER_PULL_TEXT_H
#define ROADMAP_RENDER_PULL_TEXT_H

#include "model/report.h"
#include "render/style.h"

struct str;
struct arena;

/* Before the question: which plan, and what goes into it. */
void pull_text_before(struct arena *arena, const struct style *style,
                      const struct pull_report *report, struct str *out);
/* The result; `listed`: pull_text_before has shown what goes into it. */
void pull_text_result(struct arena *arena, const struct style *style,
                      const struct pull_report *report, bool listed, struct str *out);

#endif
