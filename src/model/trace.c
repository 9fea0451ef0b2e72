#include "model/trace.h"

#include "base/str.h"

const char *trace_state_name(enum trace_state state)
{
    static const char *const names[] = {"not_asked", "holds", "fails", "unknown", "not_yet"};
    return names[state];
}

bool trace_closed_without_proof(const struct trace_issue *issue)
{
    return issue->asks && !issue->proven && text_eq(issue->state, "closed") &&
           (text_empty(issue->state_reason) || text_eq(issue->state_reason, "completed"));
}
