/* What `plan` shows. (screens: plan) */
#ifndef ROADMAP_RENDER_PLAN_TEXT_H
#define ROADMAP_RENDER_PLAN_TEXT_H

#include "base/str.h"
#include "model/report.h"
#include "render/pen.h"

/* Objects are listed one by one up to this many lines, then a milestone is one line; -v lists all.
 */
#define PLAN_TEXT_LINES 40

/* The whole screen: first time, a normal week, nothing to do, or refused. */
void plan_text(struct arena *arena, const struct style *style, const struct sync_report *report,
               struct str *out);

/* Parts that sync shows too. */
/* "roadmap/database.json → acme/data-pipeline", with `right` at the end of the line (or NULL). */
void plan_text_heading(struct pen *pen, const struct sync_report *report, const char *right);
/* "Nothing to do: 67 objects agree with roadmap/database.json (3 requests, 0.4 s)." */
void plan_text_nothing(struct pen *pen, const struct sync_report *report);
/* "Refused: …" with the first ten items and the command that allows it. */
void plan_text_refused(struct pen *pen, const struct sync_report *report);
bool plan_text_has_work(const struct sync_report *report);

#endif
