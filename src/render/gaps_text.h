/* What is missing, and which migration makes what: on a terminal, as JSON and as CSV. */
#ifndef ROADMAP_RENDER_GAPS_TEXT_H
#define ROADMAP_RENDER_GAPS_TEXT_H

#include "model/trace.h"
#include "render/style.h"

struct arena;
struct str;

void gaps_text(struct arena *arena, const struct style *style, const struct gap_report *report,
               struct str *out);
char *json_gaps(struct arena *arena, const struct gap_report *report);
/* kind,subject,line,message: a row for each gap. */
void csv_gaps(struct str *out, const struct gap_report *report);

void matrix_text(struct arena *arena, const struct style *style, const struct matrix_report *report,
                 struct str *out);
char *json_matrix(struct arena *arena, const struct matrix_report *report);
/* entity,store,table,migration,status,proof,tenant,issues: a row for each entity. */
void csv_matrix(struct str *out, const struct matrix_report *report);

#endif
