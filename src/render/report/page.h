/* The page as one HTML file: no script, no request, one style sheet under its hash. Readable light
 * and dark, on paper, and with a screen reader; each picture has a table of the same facts beside
 * it. */
#ifndef ROADMAP_RENDER_REPORT_PAGE_H
#define ROADMAP_RENDER_REPORT_PAGE_H

#include "base/str.h"
#include "model/page.h"
#include "render/style.h"

/* Of the style only what concerns days and times counts. */
void page_html(struct arena *arena, const struct style *style, const struct page *page,
               struct str *out);

/* The sentence that answers, without the end of its line: what `status` says first. */
const char *page_verdict(struct arena *arena, const struct style *style, const struct page *page);

/* "--json": the file's name and size may be NULL and 0. */
char *json_page(struct arena *arena, const struct style *style, const struct page *page,
                const char *file, size_t size_bytes);

#endif
