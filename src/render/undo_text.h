/* What `undo` shows: before the question, and the result. */
#ifndef ROADMAP_RENDER_UNDO_TEXT_H
#define ROADMAP_RENDER_UNDO_TEXT_H

#include "base/str.h"
#include "model/report.h"
#include "render/style.h"

/* What is about to be taken back, without the question. */
void undo_text_before(struct arena *arena, const struct style *style,
                      const struct undo_report *report, struct str *out);
void undo_text_result(struct arena *arena, const struct style *style,
                      const struct undo_report *report, struct str *out);

#endif
