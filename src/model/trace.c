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

const char *gap_kind_name(enum gap_kind kind)
{
    static const char *const names[GAP_COUNT] = {
        "closed_without_proof", "contradiction", "unknown_issue", "orphan",
        "no_way_back",          "no_migration",  "dead_pattern",  "no_table"};
    return names[kind];
}

const char *matrix_status(const struct matrix_row *row)
{
    if (!row->searched)
        return "not_searched";
    if (!row->migration)
        return "missing";
    return row->gone ? "dropped" : presence_name(row->presence);
}
