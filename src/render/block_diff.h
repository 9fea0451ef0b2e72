/* The difference of two blocks of Markdown: one sentence, or a line diff. */
#ifndef ROADMAP_RENDER_BLOCK_DIFF_H
#define ROADMAP_RENDER_BLOCK_DIFF_H

#include "render/pen.h"

/* "1 task added, 1 reworded", "2 lines added below the task list"; NULL counts as "". */
const char *block_diff_summary(struct arena *arena, const char *before, const char *after);
/* Lines with - and + and three lines of context; `whole`: all of it. From column `indent`. */
void block_diff_print(struct pen *pen, const char *before, const char *after, int indent,
                      bool whole);

#endif
