/* A page of our own Markdown (docs/explain) on a terminal: headings, paragraphs, lists, code. */
#ifndef ROADMAP_RENDER_PAGE_TEXT_H
#define ROADMAP_RENDER_PAGE_TEXT_H

#include "base/str.h"
#include "render/style.h"

void page_text(struct arena *arena, const struct style *style, const char *markdown,
               struct str *out);
/* The first heading without its sign; "" when there is none. */
const char *page_title(struct arena *arena, const char *markdown);

#endif
