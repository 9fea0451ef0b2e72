/* What is missing or contradicts itself between the plan and its migrations, and which migration
 * makes which entity. Nothing is run. */
#ifndef ROADMAP_APP_TRACE_GAPS_H
#define ROADMAP_APP_TRACE_GAPS_H

#include "app/app.h"
#include "model/trace.h"

struct proving;

nodiscard enum code app_gaps(struct app *app, const char *ref, const char *base_ref,
                             struct diags *diags, struct gap_report *report, struct err *err);
nodiscard enum code app_matrix(struct app *app, const char *ref, const char *base_ref,
                               struct diags *diags, struct matrix_report *report, struct err *err);

/* The gaps of what is open already. */
void gaps_fill(const struct proving *proof, struct gap_report *report);

#endif
