/* The text of an issue back into its keys, and ticks. */
#include <string.h>

#include "app/pull/pull_inner.h"
#include "app/session/desired.h"
#include "base/map.h"
#include "base/str.h"
#include "engine/have.h"
#include "engine/normal.h"
#include "engine/ticks.h"
#include "engine/unblock.h"
#include "engine/value.h"

static const char *ended_as(struct arena *arena, const char *text, const char *old)
{
    return text_ends(old, "\n") && !text_empty(text) ? arena_printf(arena, "%s\n", text) : text;
}

const char *pull_text_as(struct arena *arena, const char *text, const char *old)
{
    return ended_as(arena, pull_clean(arena, text), old);
}

/* Boxes of a body: as GitHub has them, or as the plan has them where it has the same ones. */
static const char *body_text(struct pull *pull, const char *text, const char *old, bool ticks)
{
    if (ticks)
        return text;
    struct ticks_result carried;
    const char *empty = ticks_empty(pull->arena, text);
    ticks_carry(pull->arena, old, empty, empty, &carried);
    return carried.text;
}

static void put_list(struct pull *pull, struct edit_node *node, const char *key, const char *after,
                     const struct plan_task *tasks, size_t count, enum pull_list as)
{
    struct edit_node *list = edit_get(node, key);
    const struct doc_node *old = list ? edit_old(list) : NULL;
    if (old && old->type == DOC_LIST)
        pull_tasks(pull, list, tasks, count, as);
    else if (count)
        edit_put(node, key, after, pull_value(pull, pull_new_tasks(pull, tasks, count, as)));
}

static void put_keys(struct pull *pull, const struct plan_issue *issue, struct edit_node *node,
                     const struct unblocked *keys, bool ticks)
{
    struct plan_task *lines = arena_calloc(pull->arena, keys->done_when.len, sizeof *lines);
    for (size_t i = 0; i < keys->done_when.len; i++)
        lines[i].text = keys->done_when.items[i];
    const char *summary = issue->summary ? pull_clean(pull->arena, issue->summary) : "";
    if (!text_eq(summary, keys->summary)) {
        const char *text = ended_as(pull->arena, keys->summary ? keys->summary : "",
                                    issue->summary ? issue->summary : "");
        edit_put(node, "summary", "title", pull_value(pull, edit_text(text)));
    }
    put_list(pull, node, "tasks", edit_get(node, "summary") ? "summary" : "title", keys->tasks,
             keys->task_count, ticks ? PULL_TICKS : PULL_TASKS);
    put_list(pull, node, "done_when", edit_get(node, "tasks") ? "tasks" : "summary", lines,
             keys->done_when.len, PULL_LINES);
}

/* The keys say exactly this text when they are rendered. */
static enum code renders_as(struct pull *pull, const struct plan_issue *issue,
                            const struct unblocked *keys, const char *text, bool *same,
                            struct err *err)
{
    struct plan_issue candidate = *issue;
    char *block = NULL;
    candidate.summary = keys->summary;
    candidate.tasks = keys->tasks;
    candidate.task_count = keys->task_count;
    candidate.done_when = keys->done_when;
    enum code code = desired_block(pull->session, &candidate, &block, err);
    if (!code)
        *same = text_eq(normal_block(pull->arena, block), normal_block(pull->arena, text));
    return code;
}

enum code pull_issue_text(struct pull *pull, const struct plan_issue *issue, struct edit_node *node,
                          const char *text, const char **reason, struct err *err)
{
    const bool ticks = pull->options->ticks;
    const char *clean = pull_clean(pull->arena, text);
    if (issue->body.presence == SET) {
        const char *body = body_text(pull, clean, issue->body.text, ticks);
        edit_put(node, "body", NULL,
                 pull_value(pull, edit_text(ended_as(pull->arena, body, issue->body.text))));
        return OK;
    }
    struct unblocked keys;
    bool same = false;
    enum code code = OK;
    if (unblock(pull->arena, clean, &keys))
        code = renders_as(pull, issue, &keys, clean, &same, err);
    if (!code && same)
        put_keys(pull, issue, node, &keys, ticks);
    else if (!code)
        *reason = "the text on GitHub does not fit summary, tasks and done_when";
    return code;
}

/* ---- ticks alone ---- */

static size_t count_ticks(const char *bits)
{
    size_t count = 0;
    for (; *bits; bits++)
        count += *bits == '1';
    return count;
}

static enum code ticks_of(struct pull *pull, const struct plan_issue *issue,
                          const struct want *want, const struct remote_issue *remote,
                          struct err *err)
{
    struct have have;
    have_issue(pull->arena, remote, &pull->session->result.names, &have);
    const struct value *block = &have.value[FIELD_BLOCK], *wanted = &want->value[FIELD_BLOCK];
    if (!wanted->known || !block->known || !value_equal(block, wanted) || !block->raw)
        return OK;
    const char *theirs = ticks_bits(pull->arena, block->raw);
    const char *ours = ticks_bits(pull->arena, wanted->raw);
    if (text_eq(theirs, ours))
        return OK;
    struct edit_node *node = spec_edit_item(&pull->edit, "issues", issue->spot);
    const struct spec_edit_file *file = spec_edit_file_of(&pull->edit, issue->spot);
    const char *reason = NULL;
    struct pull_line line = {.kind = KIND_ISSUE,
                             .id = issue->id,
                             .title = issue->title,
                             .number = remote->number,
                             .file = file ? file->path : NULL};
    const size_t ticked = count_ticks(theirs);
    line.note = arena_printf(pull->arena, "%zu of %zu ticked", ticked, strlen(theirs));
    enum code code = node ? pull_issue_text(pull, issue, node, block->raw, &reason, err) : OK;
    if (code || !node)
        return code;
    if (reason)
        pull_leave(pull, &line, reason);
    else
        VEC_PUSH(pull->arena, &pull->report->pulled, line);
    return OK;
}

enum code pull_ticks(struct pull *pull, struct err *err)
{
    const struct reconciliation *result = &pull->session->result;
    const struct plan *plan = pull->session->plan;
    struct map *issues = map_new(pull->arena);
    enum code code = OK;
    for (size_t i = 0; i < plan->issues.len; i++)
        map_put(issues, plan->issues.items[i].id, &plan->issues.items[i]);
    for (size_t i = 0; !code && i < result->bound.len; i++) {
        const struct bound_item *bound = &result->bound.items[i];
        if (!bound->want || bound->want->kind != KIND_ISSUE || !bound->number.v)
            continue;
        const struct plan_issue *issue = map_get(issues, bound->want->id);
        const struct remote_issue *remote =
            remote_find_issue(&pull->session->remote, bound->number);
        if (issue && remote && issue->text_given)
            code = ticks_of(pull, issue, bound->want, remote, err);
    }
    return code;
}
