/* Problems of a plan, with place, source line and caret; and as workflow annotations. */
#ifndef ROADMAP_RENDER_DIAG_TEXT_H
#define ROADMAP_RENDER_DIAG_TEXT_H

#include "base/str.h"
#include "model/diag.h"
#include "model/plan.h"
#include "render/style.h"

#define DIAG_TEXT_SHOWN 20 /* then "and N more"; -v shows all that were kept */

/* The diagnostics alone. */
void diag_text(struct arena *arena, const struct style *style, const struct diags *diags,
               struct str *out);
/* What `validate` prints: "Valid: …" or "Invalid: 3 problems in …" and the diagnostics. `plan` is
 * NULL when it could not be made. */
void diag_text_validate(struct arena *arena, const struct style *style, const struct plan *plan,
                        const struct diags *diags, struct str *out);
/* `::error file=…,line=…,col=…,title=…::message`, at most 10 errors and 10 warnings, then a line
 * that counts the rest. (GitHub: workflow commands) */
void diag_annotations(struct arena *arena, const struct diags *diags, struct str *out);

#endif
