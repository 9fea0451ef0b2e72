/* What the files of check's screen share. Private to render. */
#ifndef ROADMAP_RENDER_CHECK_PARTS_H
#define ROADMAP_RENDER_CHECK_PARTS_H

#include "render/check_text.h"
#include "render/pen.h"

/* "   = word: text" below an excerpt whose gutter is `width` wide. */
void check_put_note(struct pen *pen, int width, const char *word, enum role role, const char *text);
/* What the branch weakens, and whether that is all. Nothing when it weakens nothing. */
void check_put_weakened(struct pen *pen, const struct check_report *report);
void check_annotate_weakened(struct arena *arena, const struct check_report *report, size_t most,
                             struct str *out);

#endif
