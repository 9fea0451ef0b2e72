/* How far the repository proves issues, from evidence that is known: nothing is run. */
#ifndef ROADMAP_APP_TRACE_TRACE_H
#define ROADMAP_APP_TRACE_TRACE_H

#include "app/app.h"
#include "model/trace.h"

struct trace_options {
    const char *what;     /* an issue's id, or a file; NULL: all issues */
    const char *ref;      /* a revision; NULL: the work tree */
    const char *base_ref; /* GITHUB_BASE_REF; NULL */
};

/* ERR_USAGE: no such issue (with the nearest id), no such file. */
nodiscard enum code app_trace(struct app *app, const struct trace_options *options,
                              struct diags *diags, struct trace_report *report, struct err *err);

#endif
