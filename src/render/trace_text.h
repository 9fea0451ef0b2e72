/* How far an issue is proven, on a terminal and as JSON. (screens: trace) */
#ifndef ROADMAP_RENDER_TRACE_TEXT_H
#define ROADMAP_RENDER_TRACE_TEXT_H

#include "model/trace.h"
#include "render/style.h"

struct arena;
struct str;

/* One issue, all of them, or what a file is for: whatever the report has. */
void trace_text(struct arena *arena, const struct style *style, const struct trace_report *report,
                struct str *out);
char *json_trace(struct arena *arena, const struct trace_report *report);

#endif
