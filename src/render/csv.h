/* `--format csv`: rows are items. Quoted as RFC 4180 wants it; a cell that a spreadsheet would take
 * for a formula gets an apostrophe in front. */
#ifndef ROADMAP_RENDER_CSV_H
#define ROADMAP_RENDER_CSV_H

#include "base/str.h"
#include "model/diag.h"
#include "model/report.h"
#include "model/several.h"

/* One cell; `last` ends the row with CRLF, else a comma follows. */
void csv_cell(struct str *out, const char *text, bool last);

/* kind,id,number,verb,field,before,after: a row for each field that moves. */
void csv_plan(struct str *out, const struct sync_report *report);
/* kind,id,number,verb,title,note: a row for each item written or in trouble. */
void csv_sync(struct str *out, const struct sync_report *report);
/* milestone,id,number,title,state,owner,blocked_by: a row for each issue known. */
void csv_status(struct str *out, const struct status_report *report);
/* The same of several plans, with the file of the plan in front. */
void csv_several(struct str *out, const struct several *several);
/* file,line,column,severity,code,message,help. */
void csv_diags(struct str *out, const struct diags *diags);

#endif
