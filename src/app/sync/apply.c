#include "app/sync/apply.h"

#include <inttypes.h>

#include "base/str.h"
#include "store/items.h"

bool apply_needs_verify(const struct runner *runner)
{
    const struct session *session = runner->session;
    return clock_mono(&session->app->clock) - session->read_mono_ms >= VERIFY_AFTER_MS;
}

void apply_note_fresh(struct runner *runner, struct item_change *item,
                      const struct item_change *fresh, int tries)
{
    if (tries == 0) {
        *item = *fresh;
        return;
    }
    for (size_t i = 0; i < fresh->changes.len; i++) {
        const struct change *change = &fresh->changes.items[i];
        const struct change *old = item_change_field(item, change->field);
        if (change->move == MOVE_CONFLICT && (!old || old->move != MOVE_CONFLICT))
            VEC_PUSH(runner->arena, &item->changes, *change);
    }
}

static bool writes(const struct change *change)
{
    return change->move == MOVE_WRITE || change->move == MOVE_OVERWRITE;
}

const struct change *apply_written(const struct item_change *item, enum field field)
{
    for (size_t i = 0; i < item->changes.len; i++)
        if (item->changes.items[i].field == field && writes(&item->changes.items[i]))
            return &item->changes.items[i];
    return NULL;
}

const char *apply_wanted(const struct item_change *item, enum field field)
{
    const struct value *value = &item->want->value[field];
    if (!value->known || item->want->policy[field] == POLICY_IGNORE)
        return NULL;
    return value->raw ? value->raw : value->text;
}

const char *apply_sent(const struct item_change *item, enum field field)
{
    const struct change *change = apply_written(item, field);
    if (!change)
        return NULL;
    return change->after.raw ? change->after.raw : change->after.text ? change->after.text : "";
}

const char *apply_note(struct arena *arena, const struct item_change *item)
{
    struct str text;
    str_init(&text, 0);
    for (size_t i = 0; i < item->changes.len; i++) {
        const struct change *change = &item->changes.items[i];
        if (!writes(change))
            continue;
        str_addf(&text, "%s%s", text.len ? ", " : "", field_name_people(item->kind, change->field));
        if (change->note)
            str_addf(&text, " (%s)", change->note);
    }
    const char *note = text.len ? str_dup(&text, arena) : NULL;
    str_release(&text);
    return note;
}

struct attempt apply_attempt(const struct item_change *item, const char *method, const char *path)
{
    return (struct attempt){.kind = item->kind,
                            .verb = item->verb,
                            .item_id = item->id,
                            .title = item->title,
                            .number = item->number,
                            .method = method,
                            .path = path};
}

static void tell_refused(struct runner *runner, const struct item_change *item,
                         const struct refused_field *refused, struct number number)
{
    struct attempt attempt = apply_attempt(item, "", "");
    attempt.number = number;
    const char *field = field_name_people(item->kind, refused->field);
    if (refused->field == FIELD_ASSIGNEES) {
        for (size_t i = 0; i < refused->elements.len; i++)
            runner_fail(runner, &attempt, field_name(refused->field),
                        arena_printf(runner->arena,
                                     "assignee '%s' cannot be assigned in this repository; "
                                     "everything else of the issue is written",
                                     refused->elements.items[i]),
                        NULL, code_exit_status(ERR_REFUSED));
        return;
    }
    const char *reason =
        refused->dropped
            ? arena_printf(runner->arena, "GitHub dropped the %s: the token may not set it", field)
            : arena_printf(runner->arena, "GitHub changed the %s from '%s' to '%s'", field,
                           refused->sent ? refused->sent : "", refused->got ? refused->got : "");
    runner_fail(runner, &attempt, field_name(refused->field), reason, NULL,
                code_exit_status(refused->dropped ? ERR_AUTH : ERR_FAILED));
}

/* Adoption wraps a text that does not change otherwise. */
static bool wraps(const struct item_change *item, const char *body)
{
    return item->verb == VERB_ADOPT && !apply_written(item, FIELD_BLOCK) && body &&
           !text_eq(item->body, body);
}

/* The sets of an issue that is there go by single requests, which log for themselves; the section
 * of evidence is a part of the body, which is logged as a whole. */
static bool logs_itself(const struct item_change *item, const struct change *change)
{
    if (change->field == FIELD_EVIDENCE && apply_written(item, FIELD_BLOCK))
        return true;
    return item->kind == KIND_ISSUE && item->verb != VERB_CREATE && field_is_set(change->field);
}

enum code apply_log(struct runner *runner, const struct item_change *item, const char *body,
                    struct number number, struct err *err)
{
    const struct change wrapped = {.field = FIELD_BLOCK};
    enum code code = OK;
    if (item->kind == KIND_RELATION)
        return OK; /* apply_relation.c knows its ends */
    if (item->verb == VERB_CREATE)
        code = runner_log_change(runner, item, NULL, number, NULL, err);
    if (!code && wraps(item, body))
        code = runner_log_change(runner, item, &wrapped, number, body, err);
    for (size_t i = 0; !code && i < item->changes.len; i++)
        if (writes(&item->changes.items[i]) && !logs_itself(item, &item->changes.items[i]))
            code = runner_log_change(runner, item, &item->changes.items[i], number, body, err);
    return code;
}

enum code apply_keep_base(struct runner *runner, const struct item_change *item,
                          const struct have *echo, struct err *err)
{
    struct session *session = runner->session;
    struct next_base next = {0};
    compare_next_base(runner->arena, item, echo, &next);
    const struct number number = echo ? echo->number : item->number;
    for (size_t i = 0; i < next.refused.len; i++)
        tell_refused(runner, item, &next.refused.items[i], number);
    enum code code = OK;
    if (item->base && !item->base->hashed && item->base->id && !text_eq(item->base->id, item->id))
        code = store_rename_item(session->store, session->at, item->kind, item->base->id, item->id,
                                 err);
    if (!code)
        code = store_put_base(session->store, session->at, &next.item, err);
    if (!code)
        code = apply_log(runner, item, echo ? echo->body : NULL, number, err);
    if (!code)
        code = runner_log_settled(runner, item->kind, item->id, err);
    if (!code && item->want && echo)
        reconcile_bound(runner->arena, &session->result, item->want, echo->number, echo->db_id);
    return code;
}
