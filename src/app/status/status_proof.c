#include "app/status/status_proof.h"

#include <stdlib.h>

#include "base/str.h"
#include "store/status.h"

static struct status_milestone *milestone_of(struct status_report *report, const char *id)
{
    for (size_t i = 0; i < report->milestones.len; i++)
        if (text_eq(report->milestones.items[i].id, id))
            return &report->milestones.items[i];
    return NULL;
}

/* Closed as not planned or as a duplicate leaves the scope. */
static bool is_in_scope(const struct trace_issue *issue)
{
    return !text_eq(issue->state, "closed") || text_empty(issue->state_reason) ||
           text_eq(issue->state_reason, "completed");
}

/* What keeps it from a rung; below asserted that is one of its migrations, else one of its checks.
 */
static const char *why_rung(struct arena *arena, const struct trace_issue *issue, enum proof rung)
{
    const char *because = issue->rungs[rung].because;
    const bool fails = issue->rungs[rung].state == TRACE_FAILS;
    if (rung < PROOF_ASSERTED && issue->migrations.len == 0)
        return "is closed, but its migrations are not there";
    if (rung < PROOF_ASSERTED)
        return arena_printf(arena,
                            fails ? "is closed, but '%s' is not %s"
                                  : "is closed, but nobody has shown that '%s' is %s",
                            because, proof_name(rung));
    return arena_printf(arena,
                        fails ? "is closed, but its check '%s' fails"
                              : "is closed, but nobody has shown that its check '%s' passes",
                        because);
}

/* The first thing that keeps it from being proven. */
static const char *why_not(struct arena *arena, const struct trace_issue *issue)
{
    for (int i = PROOF_NAMED; i < PROOF_COUNT; i++) {
        const struct trace_rung *rung = &issue->rungs[i];
        if ((rung->state == TRACE_FAILS || rung->state == TRACE_UNKNOWN) && rung->because)
            return why_rung(arena, issue, (enum proof)i);
    }
    if (issue->has_subjects && issue->presence != PRESENCE_MERGED)
        return issue->presence_unknown
                   ? arena_printf(arena, "is closed, but whether it is merged is unknown: %s",
                                  issue->presence_unknown)
                   : arena_printf(arena, "is closed, but '%s' is only %s", issue->presence_of,
                                  presence_name(issue->presence));
    return "is closed, but has no check that could prove it";
}

static void count(struct status_milestone *milestone, bool proven)
{
    if (!milestone)
        return;
    milestone->asked++;
    milestone->proven += proven;
}

void status_proof_add(const struct proving *proof, struct status_report *report)
{
    const struct plan *plan = proof->evidence->plan;
    struct arena *arena = proof->evidence->app->arena;
    const struct status_report before = *report;
    struct status_milestone *last = NULL;
    report->look_at.items = NULL;
    report->look_at.len = report->look_at.cap = 0;
    report->whole.asked = report->whole.proven = 0;
    for (size_t i = 0; i < report->milestones.len; i++)
        report->milestones.items[i].asked = report->milestones.items[i].proven = 0;
    for (size_t i = 0; i < plan->issues.len; i++) {
        struct trace_issue issue;
        proof_of_issue(proof, i, &issue);
        if (!issue.asks || !is_in_scope(&issue))
            continue;
        if (issue.milestone && (!last || !text_eq(last->id, issue.milestone->id)))
            last = milestone_of(report, issue.milestone->id);
        count(issue.milestone ? last : NULL, issue.proven);
        count(&report->whole, issue.proven);
        if (!trace_closed_without_proof(&issue))
            continue;
        report->closed_without_proof++;
        const struct report_line line = {.kind = KIND_ISSUE,
                                         .id = issue.issue->id,
                                         .number = {issue.number},
                                         .reason = why_not(arena, &issue)};
        VEC_PUSH(arena, &report->look_at, line);
    }
    for (size_t i = 0; i < before.look_at.len; i++)
        VEC_PUSH(arena, &report->look_at, before.look_at.items[i]);
    if (report->whole.asked == 0) {
        report->whole = before.whole;
        for (size_t i = 0; i < report->milestones.len; i++)
            report->milestones.items[i].asked = report->milestones.items[i].proven = -1;
    }
}

static int by_number(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

void status_proof_mark(const struct proving *proof, struct standings *standings)
{
    const struct evidence *evidence = proof->evidence;
    int64_t *numbers =
        arena_calloc(evidence->app->arena, evidence->links.items.len + 1, sizeof *numbers);
    size_t len = 0;
    for (size_t i = 0; i < evidence->links.items.len; i++) {
        const struct link *link = &evidence->links.items.items[i];
        const struct store_state *state =
            map_get(proof->states, evidence->plan->issues.items[link->issue].id);
        if (state && state->number.v > 0 &&
            evidence->migrations.items[link->migration].presence >= PRESENCE_DRAFT)
            numbers[len++] = state->number.v;
    }
    qsort(numbers, len, sizeof *numbers, by_number);
    for (size_t i = 0; i < standings->issues.len && len > 0; i++) {
        struct standing *issue = &standings->issues.items[i];
        issue->begun = issue->number.v > 0 &&
                       bsearch(&issue->number.v, numbers, len, sizeof *numbers, by_number) != NULL;
    }
}

enum code status_proof_begin(struct app *app, const char *base_ref, struct evidence *evidence,
                             struct proving *proof, bool *known, struct err *err)
{
    struct diags diags = {0};
    struct err local cleanup_err = ERR_INIT;
    const struct evidence_options wanted = {.base_ref = base_ref, .history = true};
    enum code code = evidence_open(app, &wanted, &diags, evidence, &local);
    if (!code)
        code = proof_begin(proof, evidence, &local);
    if (code == ERR_INTERRUPTED)
        return err_move(err, &local);
    *known = code == OK;
    return OK;
}
