/* What an issue lacks to be verified, as steps. Private to app. */
#ifndef ROADMAP_APP_TRACE_TRACE_TODO_H
#define ROADMAP_APP_TRACE_TRACE_TODO_H

#include "app/trace/proof.h"

/* After proof_of_issue, whose place this is. */
void trace_todo(const struct proving *proof, size_t place, struct trace_issue *issue);

#endif
