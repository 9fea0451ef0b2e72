/* What `new` made. */
#ifndef ROADMAP_RENDER_MADE_TEXT_H
#define ROADMAP_RENDER_MADE_TEXT_H

#include "model/made.h"
#include "render/style.h"

struct str;
struct arena;

void made_text(struct arena *arena, const struct style *style, const struct made_report *report,
               struct str *out);
char *json_made(struct arena *arena, const struct made_report *report);

#endif
