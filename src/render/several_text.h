/* What `status` shows of several plans: one line each, the worst first; with -v each of them too.
 */
#ifndef ROADMAP_RENDER_SEVERAL_TEXT_H
#define ROADMAP_RENDER_SEVERAL_TEXT_H

#include "base/str.h"
#include "model/several.h"
#include "render/style.h"

/* Issues that are shown under each heading of one plan. */
size_t several_text_list_max(const struct style *style);

void several_text(struct arena *arena, const struct style *style, const struct several *several,
                  struct str *out);

#endif
