/* What became of a write that changes something: the values that it was to move are compared with
 * what GitHub has. Only what still is as it was, read by itself and not out of a list that may lag,
 * did not come about. (sync: unknown outcomes) */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/sync/recover.h"
#include "base/str.h"
#include "engine/restore.h"
#include "store/runs.h"

struct now {
    struct gh_issue_found issue;
    struct remote_milestone milestone;
    struct remote_label label;
    bool found;
};

/* "M1 (#3)", "#3" */
static int64_t number_in(const char *text)
{
    const char *sign = text ? strrchr(text, '#') : NULL;
    return sign ? strtoll(sign + 1, NULL, 10) : 0;
}

static bool same_scalar(struct arena *arena, const struct run_change *change, const char *now)
{
    return restore_scalar(arena, change->kind, change->field, now, change->before, change->after) ==
           RESTORE_ALREADY;
}

static bool same_set(struct arena *arena, const struct run_change *change,
                     const struct strlist *now)
{
    struct strlist add = {0}, remove = {0};
    restore_set(arena, now, change->before, change->after, &add, &remove);
    return add.len + remove.len == 0;
}

static bool same_body(struct arena *arena, const struct run_change *change, const char *now)
{
    const char *text;
    return restore_body(arena, now, change->before, change->after, &text) == RESTORE_ALREADY;
}

static bool same_in_issue(struct arena *arena, const struct run_change *change,
                          const struct remote_issue *issue)
{
    switch (change->field) {
    case FIELD_TITLE:
        return same_scalar(arena, change, issue->title);
    case FIELD_TYPE:
        return same_scalar(arena, change, issue->type);
    case FIELD_STATE:
        return same_scalar(arena, change, issue->state);
    case FIELD_BLOCK:
        return same_body(arena, change, issue->body);
    case FIELD_MILESTONE:
        return issue->milestone.v == number_in(change->before);
    case FIELD_LABELS:
        return same_set(arena, change, &issue->labels);
    case FIELD_ASSIGNEES:
        return same_set(arena, change, &issue->assignees);
    default:
        return false;
    }
}

static bool same_in_milestone(struct arena *arena, const struct run_change *change,
                              const struct remote_milestone *milestone)
{
    switch (change->field) {
    case FIELD_TITLE:
        return same_scalar(arena, change, milestone->title);
    case FIELD_DUE_ON:
        return same_scalar(arena, change, milestone->due_on);
    case FIELD_STATE:
        return same_scalar(arena, change, milestone->state);
    case FIELD_BLOCK:
        return same_body(arena, change, milestone->description);
    case FIELD_DESCRIPTION:
        return same_scalar(arena, change, milestone->description);
    default:
        return false;
    }
}

static bool same_in_label(struct arena *arena, const struct run_change *change,
                          const struct remote_label *label)
{
    return same_scalar(arena, change,
                       change->field == FIELD_TITLE   ? label->name
                       : change->field == FIELD_COLOR ? label->color
                                                      : label->description);
}

/* Links go by the database id of their other end and a deletion moves what is not in its rows: such
 * a change stays noted, and undo looks for itself what there is to take back. */
static bool comparable(const struct run_changes *changes)
{
    for (size_t i = 0; i < changes->items.len; i++)
        if (changes->items.items[i].kind == KIND_RELATION || !changes->items.items[i].has_field)
            return false;
    return changes->items.len > 0;
}

/* The name that a label had before. */
static const char *old_name(const struct intent *intent, const struct run_changes *changes)
{
    for (size_t i = 0; i < changes->items.len; i++)
        if (changes->items.items[i].field == FIELD_TITLE)
            return changes->items.items[i].before;
    return intent->body ? intent->body : intent->item_id;
}

static enum code read_now(struct runner *runner, const struct intent *intent,
                          const struct run_changes *changes, struct now *now, struct err *err)
{
    struct gh *gh = runner->session->gh;
    enum code code = OK;
    switch (intent->kind) {
    case KIND_LABEL:
        return gh_get_label(gh, runner->arena, old_name(intent, changes), false, &now->label,
                            &now->found, err);
    case KIND_MILESTONE:
        return gh_get_milestone(gh, runner->arena, intent->number, false, &now->milestone,
                                &now->found, err);
    case KIND_ISSUE:
        code = gh_get_issue(gh, runner->arena, intent->number, false, false, &now->issue, err);
        now->found = !code && now->issue.presence == GH_FOUND;
        return code;
    case KIND_RELATION:
    case KIND_COMMENT:
    case KIND_COUNT:
        break;
    }
    BUG("a kind whose values are not compared");
}

/* What was noted for the intent. */
static enum code load_noted(struct runner *runner, const struct intent *intent,
                            struct run_changes *noted, struct err *err)
{
    struct run_changes all = {0};
    enum code code =
        store_load_changes(runner->session->store, runner->arena, intent->run, &all, err);
    for (size_t i = 0; !code && i < all.items.len; i++)
        if (all.items.items[i].intent == intent->id)
            VEC_PUSH(runner->arena, &noted->items, all.items.items[i]);
    return code;
}

enum code recover_compare(struct runner *runner, const struct intent *intent, bool *came,
                          struct err *err)
{
    struct run_changes changes = {0};
    struct now now = {0};
    *came = false;
    enum code code = load_noted(runner, intent, &changes, err);
    if (code || changes.items.len == 0)
        return code;
    *came = true;
    if (!comparable(&changes))
        return OK;
    code = read_now(runner, intent, &changes, &now, err);
    if (code || !now.found)
        return code;
    *came = false;
    for (size_t i = 0; i < changes.items.len && !*came; i++) {
        const struct run_change *change = &changes.items.items[i];
        const bool same = intent->kind == KIND_ISSUE
                              ? same_in_issue(runner->arena, change, &now.issue.issue)
                          : intent->kind == KIND_MILESTONE
                              ? same_in_milestone(runner->arena, change, &now.milestone)
                              : same_in_label(runner->arena, change, &now.label);
        *came = !same;
    }
    return OK;
}
