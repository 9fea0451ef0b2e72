/* Diagnostics as a part of a JSON document. Private to render. */
#ifndef ROADMAP_RENDER_JSON_DIAG_H
#define ROADMAP_RENDER_JSON_DIAG_H

#include "model/diag.h"

struct json_t;

/* "diagnostics", "error_count", "warning_count"; nothing for NULL. */
void json_add_diags(struct json_t *document, const struct diags *diags);

#endif
