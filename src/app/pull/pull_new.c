/* Issues that nobody planned, into the plan with their numbers. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/pull/from_remote.h"
#include "app/pull/pull_inner.h"
#include "base/str.h"
#include "engine/have.h"

static const char *number_text(struct pull *pull, struct number number)
{
    return arena_printf(pull->arena, "%" PRId64, number.v);
}

static struct map *taken_ids(struct pull *pull)
{
    const struct plan *plan = pull->session->plan;
    struct map *taken = map_new(pull->arena);
    for (size_t i = 0; i < plan->issues.len; i++)
        map_put(taken, plan->issues.items[i].id, taken);
    return taken;
}

static void add_issue(struct pull *pull, struct map *taken, const struct remote_issue *issue)
{
    struct have have;
    struct from_issue from = {.issue = issue};
    struct pull_line line = {.kind = KIND_ISSUE, .title = issue->title, .number = issue->number};
    have_issue(pull->arena, issue, &pull->session->result.names, &have);
    line.id = arena_printf(pull->arena, "#%" PRId64, issue->number.v);
    if (have.parts.found || have.parts.damage != BLOCK_WHOLE) {
        pull_leave(pull, &line, "it carries the mark of a plan");
        return;
    }
    if (spec_has_marker(issue->title)) {
        pull_leave(pull, &line, "its title looks like a mark of roadmap (E0215)");
        return;
    }
    bool made = false, unfit = false;
    const char *id = from_remote_id(pull->arena, taken, issue->title, "gh", issue->number, &made);
    const char *milestone = issue->milestone.v ? map_get(pull->session->result.names.milestone_ids,
                                                         number_text(pull, issue->milestone))
                                               : NULL;
    const struct plan_milestone *to =
        milestone ? plan_find_milestone(pull->session->plan, milestone) : NULL;
    from.id = made ? id : NULL;
    from.milestone_id = to ? to->id : NULL;
    from.text = from_remote_text(pull->arena, issue->body, &unfit);
    if (unfit)
        line.note = "without its text, which cannot stand in a plan";
    line.file = pull->edit.files.items[0].path;
    spec_edit_add_issue(&pull->edit, to, pull_value(pull, from_remote_issue(pull->arena, &from)));
    VEC_PUSH(pull->arena, &pull->report->added, line);
}

static bool is_bound(const struct pull *pull, struct number number)
{
    const struct reconciliation *result = &pull->session->result;
    for (size_t i = 0; i < result->bound.len; i++)
        if (result->bound.items[i].want && result->bound.items[i].want->kind == KIND_ISSUE &&
            result->bound.items[i].number.v == number.v)
            return true;
    return false;
}

/* One that was asked for by number: any issue that the plan does not have. */
static enum code add_asked(struct pull *pull, struct map *taken, const char *text, struct err *err)
{
    const struct number number = {strtoll(text, NULL, 10)};
    const struct remote_issue *issue = remote_find_issue(&pull->session->remote, number);
    if (!issue || issue->is_pull)
        return err_set(err, ERR_USAGE, "#%s is no issue of %s", text, pull->session->repository);
    if (is_bound(pull, number))
        return err_set(err, ERR_USAGE, "#%s is in the plan already", text);
    add_issue(pull, taken, issue);
    return OK;
}

enum code pull_new_issues(struct pull *pull, struct err *err)
{
    const struct changeset *changeset = &pull->session->result.changeset;
    const struct strlist *numbers = &pull->options->numbers;
    struct map *taken = taken_ids(pull);
    enum code code = OK;
    for (size_t i = 0; !code && i < numbers->len; i++)
        code = add_asked(pull, taken, numbers->items[i], err);
    for (size_t i = 0; numbers->len == 0 && i < changeset->unplanned.len; i++) {
        const struct number number = changeset->unplanned.items[i].number;
        const struct remote_issue *issue = remote_find_issue(&pull->session->remote, number);
        if (issue)
            add_issue(pull, taken, issue);
    }
    return code;
}
