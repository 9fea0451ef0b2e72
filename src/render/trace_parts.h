/* The screens of trace that are about many issues, or about a file. Private to render/trace. */
#ifndef ROADMAP_RENDER_TRACE_PARTS_H
#define ROADMAP_RENDER_TRACE_PARTS_H

#include "model/trace.h"
#include "render/pen.h"

void trace_put_all(struct pen *pen, const struct trace_report *report);
void trace_put_file(struct pen *pen, const struct trace_file *file);

#endif
