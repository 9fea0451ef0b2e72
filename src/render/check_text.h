/* The screen of `check`, its workflow annotations and its JSON. (screens: check) */
#ifndef ROADMAP_RENDER_CHECK_TEXT_H
#define ROADMAP_RENDER_CHECK_TEXT_H

#include "base/str.h"
#include "model/check.h"
#include "model/diag.h"
#include "render/style.h"

#define CHECK_TEXT_SHOWN 20 /* problems; -v shows all, and what is not yet */

void check_text(struct arena *arena, const struct style *style, const struct check_report *report,
                struct str *out);
/* One for each problem, at most 10 errors and 10 warnings, then a line that counts the rest. */
void check_annotations(struct arena *arena, const struct check_report *report, struct str *out);
char *json_check(struct arena *arena, const struct check_report *report, const struct diags *diags,
                 const struct err *err, int exit_status);

#endif
