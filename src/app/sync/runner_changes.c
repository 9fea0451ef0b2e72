/* What a write moves: noted before it is sent, in the transaction of its intent, so that the old
 * value outlives the sender; and then what the answer made of it. (sync: invariant I3) */
#include <inttypes.h>

#include "app/sync/runner_inner.h"
#include "base/str.h"
#include "base/utf8.h"

static bool same_value(const struct run_change *a, const struct run_change *b)
{
    return a->kind == b->kind && text_eq(a->item_id, b->item_id) && a->has_field == b->has_field &&
           (!a->has_field || a->field == b->field) && text_eq(a->before, b->before);
}

static struct run_change *find_value(struct run_changes *changes, const struct run_change *row)
{
    for (size_t i = 0; i < changes->items.len; i++)
        if (same_value(&changes->items.items[i], row))
            return &changes->items.items[i];
    return NULL;
}

static void take_out(struct run_changes *changes, const struct run_change *row)
{
    const size_t at = (size_t)(row - changes->items.items);
    for (size_t i = at + 1; i < changes->items.len; i++)
        changes->items.items[i - 1] = changes->items.items[i];
    changes->items.len--;
}

/* In the place of what was noted. */
static enum code put(struct runner *runner, const struct run_change *row, struct err *err)
{
    enum code code = store_change_put(runner->session->store, runner->run.id, row, err);
    if (!code)
        run_journal_replace(&runner->journal, row);
    return code;
}

static enum code add(struct runner *runner, struct run_change *row, struct err *err)
{
    row->at_ms = session_now(runner->session);
    row->intent = runner->foreseeing;
    row->in_doubt = runner->foreseeing != 0;
    enum code code = store_change_add(runner->session->store, runner->run.id, row, err);
    if (code)
        return code;
    if (runner->foreseeing)
        VEC_PUSH(runner->arena, &runner->foreseen.items, *row);
    else
        run_journal_add(&runner->journal, row);
    return OK;
}

/* The answer to what was noted: it may have made something else of it. */
static enum code confirm(struct runner *runner, struct run_change *noted,
                         const struct run_change *row, struct err *err)
{
    const bool same = noted->verb == row->verb && noted->number.v == row->number.v &&
                      text_eq(noted->after, row->after);
    noted->verb = row->verb;
    noted->number = row->number;
    noted->after = row->after;
    noted->in_doubt = false;
    return same ? OK : put(runner, noted, err);
}

/* An earlier sending of this run, whose answer was lost, noted the same value: once is enough. */
static enum code drop_doubt(struct runner *runner, const struct run_change *row, struct err *err)
{
    struct run_changes dropped = {0};
    struct run_change *doubt;
    enum code code = OK;
    while (!code && (doubt = find_value(&runner->doubts, row)) != NULL) {
        code = store_change_drop(runner->session->store, runner->run.id, doubt->seq, err);
        VEC_PUSH(runner->arena, &dropped.items, *doubt);
        take_out(&runner->doubts, doubt);
    }
    if (!code)
        run_journal_settle(&runner->journal, &dropped, false);
    return code;
}

static enum code settle_doubt(struct runner *runner, struct run_change *doubt, struct err *err)
{
    struct run_change row = *doubt;
    take_out(&runner->doubts, doubt);
    row.intent = 0;
    row.in_doubt = false;
    return put(runner, &row, err);
}

enum code runner_log(struct runner *runner, struct run_change *row, struct err *err)
{
    if (runner->foreseeing)
        return add(runner, row, err);
    struct run_change *noted = find_value(&runner->foreseen, row);
    if (noted) {
        enum code code = confirm(runner, noted, row, err);
        return code ? code : drop_doubt(runner, row, err);
    }
    struct run_change *doubt = find_value(&runner->doubts, row);
    if (!doubt)
        return add(runner, row, err);
    doubt->verb = row->verb;
    doubt->number = row->number;
    doubt->after = row->after;
    return settle_doubt(runner, doubt, err);
}

enum code runner_log_settled(struct runner *runner, enum kind kind, const char *id, struct err *err)
{
    enum code code = OK;
    for (size_t i = 0; !code && i < runner->doubts.items.len;) {
        struct run_change *doubt = &runner->doubts.items.items[i];
        if (doubt->kind == kind && text_eq(doubt->item_id, id))
            code = settle_doubt(runner, doubt, err);
        else
            i++;
    }
    return code;
}

void runner_changes_done(struct runner *runner)
{
    run_journal_settle(&runner->journal, &runner->foreseen, true);
    runner->foreseen = (struct run_changes){0};
}

void runner_changes_doubt(struct runner *runner)
{
    for (size_t i = 0; i < runner->foreseen.items.len; i++)
        VEC_PUSH(runner->arena, &runner->doubts.items, runner->foreseen.items.items[i]);
    runner->foreseen = (struct run_changes){0};
}

enum code runner_changes_void(struct runner *runner, struct err *err)
{
    enum code code = OK;
    for (size_t i = 0; !code && i < runner->foreseen.items.len; i++)
        code = store_change_drop(runner->session->store, runner->run.id,
                                 runner->foreseen.items.items[i].seq, err);
    if (!code)
        run_journal_settle(&runner->journal, &runner->foreseen, false);
    runner->foreseen = (struct run_changes){0};
    return code;
}

static const char *set_text(struct arena *arena, const struct strlist *set)
{
    struct str text;
    str_init(&text, 0);
    str_add_list(&text, set, "\n");
    const char *copy = str_dup(&text, arena);
    str_release(&text);
    return copy;
}

static bool has_name(struct arena *arena, const struct strlist *set, const char *name)
{
    const char *folded = utf8_fold(arena, name);
    for (size_t i = 0; i < set->len; i++)
        if (text_eq(utf8_fold(arena, set->items[i]), folded))
            return true;
    return false;
}

/* The set as it stands after the requests, which name single elements: what else is in it is as
 * GitHub had it. */
static const char *set_after(struct arena *arena, const struct change *change)
{
    struct strlist after = {0};
    for (size_t i = 0; i < change->before.raw_set.len; i++)
        if (!has_name(arena, &change->removed, change->before.raw_set.items[i]))
            strlist_add(arena, &after, change->before.raw_set.items[i]);
    for (size_t i = 0; i < change->added.len; i++)
        strlist_add(arena, &after, change->added.items[i]);
    return set_text(arena, &after);
}

/* "M1 (#3)": the number is what a journal without its plan still says. */
static const char *milestone_text(struct runner *runner, const char *id)
{
    struct number number;
    struct db_id db_id;
    if (!id || id[0] == '#' ||
        !reconcile_find(&runner->session->result, KIND_MILESTONE, id, &number, &db_id))
        return id;
    return arena_printf(runner->arena, "%s (#%" PRId64 ")", id, number.v);
}

static const char *scalar_text(struct runner *runner, enum field field, const struct value *value)
{
    if (field == FIELD_MILESTONE)
        return milestone_text(runner, value->text);
    if (field == FIELD_STATE || field == FIELD_DUE_ON)
        return value->text;
    return value->raw ? value->raw : value->text;
}

enum code runner_log_change(struct runner *runner, const struct item_change *item,
                            const struct change *change, struct number number, const char *body,
                            struct err *err)
{
    struct run_change row = {
        .kind = item->kind, .verb = item->verb, .item_id = item->id, .number = number};
    if (!change)
        return runner_log(runner, &row, err);
    row.has_field = true;
    row.field = change->field;
    if (field_is_set(change->field)) {
        row.before = set_text(runner->arena, &change->before.raw_set);
        row.after = set_after(runner->arena, change);
    } else if (change->field == FIELD_BLOCK || change->field == FIELD_EVIDENCE) {
        row.field = FIELD_BLOCK; /* both are parts of one text */
        row.before = item->body;
        row.after = body;
    } else {
        row.before = scalar_text(runner, change->field, &change->before);
        row.after = scalar_text(runner, change->field, &change->after);
    }
    return runner_log(runner, &row, err);
}

enum code runner_log_set(struct runner *runner, const struct run_change *what,
                         const struct strlist *before, const struct strlist *after, struct err *err)
{
    struct run_change row = *what;
    row.has_field = true;
    row.before = set_text(runner->arena, before);
    row.after = set_text(runner->arena, after);
    return runner_log(runner, &row, err);
}
