/* The history of a scope as text, for the cache: losing it costs one reading of git. Private to
 * app/report. */
#ifndef ROADMAP_APP_REPORT_SCOPE_TEXT_H
#define ROADMAP_APP_REPORT_SCOPE_TEXT_H

#include "base/str.h"
#include "model/burnup.h"

void scope_write(struct str *out, const struct scope_history *history);
/* False when it is not what scope_write writes: then `history` says nothing. `text` is taken apart
 * where it stands, and stays with the history. */
bool scope_read(struct arena *arena, char *text, struct scope_history *history);

#endif
