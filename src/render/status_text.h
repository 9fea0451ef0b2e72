/* What `status` shows. Columns for which nothing is known are not there. (screens: status) */
#ifndef ROADMAP_RENDER_STATUS_TEXT_H
#define ROADMAP_RENDER_STATUS_TEXT_H

#include "base/str.h"
#include "model/report.h"
#include "render/style.h"

/* Issues that are shown under each heading. */
size_t status_text_list_max(const struct style *style);

/* There is room for dates with odds. */
bool status_text_has_odds(const struct style *style);

void status_text(struct arena *arena, const struct style *style, const struct status_report *report,
                 struct str *out);

#endif
