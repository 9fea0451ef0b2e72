#include "engine/reconcile.h"

#include "base/str.h"
#include "engine/normal.h"
#include "engine/order.h"
#include "engine/reconcile_inner.h"
#include "engine/value.h"

size_t run_place(const struct run *run, const struct want *want)
{
    return (size_t)(want - run->input->wants);
}

const struct want *run_want(const struct run *run, enum kind kind, const char *id)
{
    const struct binding *binding = map_get(run->result->binding.wanted[kind], id);
    return binding ? binding->want : NULL;
}

const struct base_item *run_cached(const struct run *run, enum kind kind, const char *id)
{
    return map_get(run->result->binding.cached[kind], id);
}

struct item_change *run_add(struct run *run, const struct item_change *item)
{
    VEC_PUSH(run->arena, &run->result->changeset.items, *item);
    if (item->want)
        run->verbs[run_place(run, item->want)] = item->verb;
    return &run->result->changeset.items.items[run->result->changeset.items.len - 1];
}

static const char *number_text(struct arena *arena, struct number number)
{
    return arena_printf(arena, "%lld", (long long)number.v);
}

static void *unconst(const void *pointer)
{
    return (void *)(uintptr_t)pointer;
}

static void start_run(struct run *run)
{
    const struct reconcile_input *input = run->input;
    struct reconciliation *result = run->result;
    run->wishes = arena_calloc(run->arena, input->want_count + 1, sizeof *run->wishes);
    run->verbs = arena_calloc(run->arena, input->want_count + 1, sizeof *run->verbs);
    result->names.label_ids = map_new(run->arena);
    result->names.label_aliases = map_new(run->arena);
    result->names.label_wire = map_new(run->arena);
    result->names.label_held = map_new(run->arena);
    result->names.milestone_ids = map_new(run->arena);
    /* Room for all: what stays empty of it is never touched. */
    result->changeset.items.cap = input->want_count + 1;
    result->changeset.items.items =
        arena_calloc(run->arena, input->want_count + 1, sizeof *result->changeset.items.items);
    result->bound.items =
        arena_calloc(run->arena, input->want_count + 1, sizeof *result->bound.items);
    result->bound.len = result->bound.cap = input->want_count;
    for (size_t i = 0; i < input->want_count; i++)
        result->bound.items[i].want = &input->wants[i];
}

/* Earlier names mean the label of today, in bases too, by name and by hash. */
static void alias_label(struct run *run, const struct want *want)
{
    struct names *names = &run->result->names;
    for (size_t i = 0; i < want->previously.len; i++) {
        const char *name = normal_name(run->arena, want->previously.items[i]);
        if (run_want(run, KIND_LABEL, name))
            continue;
        map_put(names->label_aliases, name, unconst(want->id));
        map_put(names->label_aliases, hash_kind(run->arena, "l", name), unconst(want->id));
    }
}

static void name_bound(struct run *run, const struct binding *binding)
{
    struct names *names = &run->result->names;
    const struct want *want = binding->want;
    void *id = unconst(want->id);
    if (want->kind == KIND_LABEL) {
        alias_label(run, want);
        if (binding->refusal != REFUSAL_NONE)
            map_put(names->label_held, want->id, id);
        if (binding->object == NULL)
            return;
        map_put(names->label_ids, normal_name(run->arena, binding->object->title), id);
        map_put(names->label_wire, want->id, unconst(binding->object->title));
    } else if (want->kind == KIND_MILESTONE && binding->object != NULL) {
        map_put(names->milestone_ids, number_text(run->arena, binding->object->number), id);
    }
}

static void read_object(struct arena *arena, const struct reconciliation *result,
                        const struct object *object, struct have *have)
{
    const struct remote *remote = result->input.remote;
    if (object->kind == KIND_LABEL)
        have_label(arena, &remote->labels.items[object->index], have);
    else if (object->kind == KIND_MILESTONE)
        have_milestone(arena, &remote->milestones.items[object->index], have);
    else
        have_issue(arena, &remote->issues.items[object->index], &result->names, have);
}

static enum code compare_bound(struct arena *arena, const struct reconciliation *result,
                               const struct want *want, enum bound bound,
                               const struct base_item *cached, const struct have *have,
                               struct item_change *item, struct err *err)
{
    const struct reconcile_input *input = &result->input;
    const struct compare_input compare = {.want = want,
                                          .have = have,
                                          .base = compare_base(arena, cached, have, want),
                                          .bound = bound,
                                          .names = &result->names,
                                          .takes = input->takes,
                                          .text = input->text,
                                          .rewrite = input->rewrite,
                                          .drop_ticks = input->drop_ticks};
    return compare_item(arena, &compare, item, err);
}

static bool carries(const struct item_change *item)
{
    if (item->verb != VERB_NONE)
        return true;
    for (size_t i = 0; i < item->changes.len; i++)
        if (item->changes.items[i].move == MOVE_KEEP ||
            item->changes.items[i].move == MOVE_CONFLICT)
            return true;
    return false;
}

static void note_bound(struct run *run, const struct binding *binding)
{
    struct bound_item *bound = &run->result->bound.items[run_place(run, binding->want)];
    bound->bound = binding->bound;
    bound->base = binding->base;
    if (binding->object != NULL) {
        bound->number = binding->object->number;
        bound->db_id = binding->object->db_id;
    }
}

/* A row of the cache may stand for an item that was never bound. */
static bool knows_object(const struct base_item *base, const struct object *object)
{
    return base->number.v == object->number.v && base->db_id.v == object->db_id.v;
}

/* What both sides agree on without a write. An adoption is no fact before it is written. `arena` is
 * the item's, which may go at once. */
static void note_agreement(struct run *run, struct arena *arena, const struct binding *binding,
                           const struct item_change *item)
{
    if (binding->bound == BOUND_ADOPT || binding->object == NULL)
        return;
    bool same_id = binding->base != NULL && text_eq(binding->base->id, binding->want->id);
    if (item->changes.len == 0 && same_id && knows_object(binding->base, binding->object))
        return;
    /* A rename that is still to be written keeps its base under the old id until then. */
    if (binding->base != NULL && !same_id && item_change_writes(item))
        return;
    struct base_item next;
    compare_agreed_base(arena, item, &next);
    if (binding->base != NULL && compare_base_equal(binding->base, &next))
        return;
    struct bound_item *bound = &run->result->bound.items[run_place(run, binding->want)];
    bound->base = compare_copy_base(run->arena, &next);
    bound->changed = true;
    /* It stands under the new id from now on; under the old one it would grow old. */
    if (binding->base != NULL && !same_id &&
        run_want(run, binding->want->kind, binding->base->id) == NULL)
        VEC_PUSH(run->arena, &run->result->forgotten, binding->base);
}

static void wire_label(struct run *run, const struct item_change *item)
{
    const struct change *title = item_change_field(item, FIELD_TITLE);
    bool written = title && (title->move == MOVE_WRITE || title->move == MOVE_OVERWRITE);
    if (item->kind == KIND_LABEL && (written || item->verb == VERB_CREATE))
        map_put(run->result->names.label_wire, item->id,
                unconst(item->want->value[FIELD_TITLE].raw));
}

static void add_refused(struct run *run, const struct binding *binding)
{
    struct item_change item = {.kind = binding->want->kind,
                               .verb = VERB_REFUSE,
                               .id = binding->want->id,
                               .title = binding->want->title,
                               .want = binding->want,
                               .base = binding->base,
                               .refusal = binding->refusal,
                               .reason = binding->reason,
                               .ways = binding->ways};
    if (binding->base)
        item.number = binding->base->number;
    run_add(run, &item);
}

static enum code compare_one(struct run *run, struct arena *arena, const struct binding *binding,
                             struct item_change *item, struct err *err)
{
    struct have have;
    if (binding->object != NULL)
        read_object(arena, run->result, binding->object, &have);
    enum code code = compare_bound(arena, run->result, binding->want, binding->bound, binding->base,
                                   binding->object ? &have : NULL, item, err);
    return code ? err_prefix(err, "%s", binding->want->id) : OK;
}

/* Whatever is not there is made, which says something in any case. */
static enum code plan_created(struct run *run, const struct binding *binding, enum wish wish,
                              struct err *err)
{
    struct item_change item;
    enum code code = compare_one(run, run->arena, binding, &item, err);
    if (code || (wish == WISH_NEEDED && item.verb != VERB_CREATE))
        return code;
    wire_label(run, &item);
    run_add(run, &item);
    return OK;
}

/* Compared in memory that goes at once, and again for good when the item has something to say:
 * most have not. */
static enum code plan_chosen(struct run *run, const struct binding *binding, enum wish wish,
                             struct err *err)
{
    struct arena *scratch = run->scratch;
    struct item_change item;
    if (binding->object == NULL)
        return plan_created(run, binding, wish, err);
    arena_clear(scratch);
    enum code code = compare_one(run, scratch, binding, &item, err);
    if (code)
        return code;
    bool made = item.verb == VERB_CREATE || item.verb == VERB_ADOPT;
    if (wish == WISH_NEEDED && !made)
        return OK;
    note_agreement(run, scratch, binding, &item);
    if (!carries(&item))
        return OK;
    code = compare_one(run, run->arena, binding, &item, err);
    if (code)
        return code;
    wire_label(run, &item);
    run_add(run, &item);
    return OK;
}

static enum code plan_item(struct run *run, const struct binding *binding, struct err *err)
{
    const struct want *want = binding->want;
    enum wish wish = run->wishes[run_place(run, want)];
    note_bound(run, binding);
    if (wish == WISH_NONE || want->retired)
        return OK;
    if (binding->refusal != REFUSAL_NONE) {
        add_refused(run, binding);
        return OK;
    }
    return plan_chosen(run, binding, wish, err);
}

static enum code plan_items(struct run *run, struct err *err)
{
    const struct bind_result *binding = &run->result->binding;
    for (enum kind kind = KIND_LABEL; kind <= KIND_ISSUE; kind++)
        for (size_t i = 0; i < binding->bindings.len; i++) {
            if (binding->bindings.items[i].want->kind != kind)
                continue;
            enum code code = plan_item(run, &binding->bindings.items[i], err);
            if (code)
                return code;
        }
    return OK;
}

static enum code bind_items(struct run *run, struct err *err)
{
    const struct reconcile_input *input = run->input;
    struct reconciliation *result = run->result;
    const struct bind_input bind = {.wants = input->wants,
                                    .want_count = input->want_count,
                                    .remote = input->remote,
                                    .base = input->base,
                                    .scope = input->scope,
                                    .looks = input->looks,
                                    .adopts = input->adopts,
                                    .recreate = input->recreate,
                                    .now_ms = input->now_ms,
                                    .horizon_ms = input->horizon_ms};
    bind_all(run->arena, &bind, &result->binding);
    for (size_t i = 0; i < result->binding.strays.len; i++)
        VEC_PUSH(run->arena, &result->strays, result->binding.strays.items[i]);
    for (size_t i = 0; i < result->binding.look.len; i++)
        VEC_PUSH(run->arena, &result->look, result->binding.look.items[i]);
    for (size_t i = 0; i < result->binding.bindings.len; i++)
        if (result->binding.bindings.items[i].want->kind != KIND_RELATION)
            name_bound(run, &result->binding.bindings.items[i]);
    if (result->binding.other_scope == NULL)
        return OK;
    err_set(err, ERR_REFUSED,
            "GitHub has items of the plan '%s' (such as %s) and none of the plan '%s'",
            result->binding.other_scope, result->binding.other_id, input->scope);
    return err_hint(err, "write 'scope: %s' in the plan if it is the same plan",
                    result->binding.other_scope);
}

static void order_all(struct run *run)
{
    const struct bind_result *binding = &run->result->binding;
    uint32_t *more = arena_calloc(run->arena, run->input->want_count + 1, sizeof *more);
    for (size_t i = 0; i < binding->bindings.len; i++)
        more[i] = binding->bindings.items[i].depth;
    order_items(run->arena, run->input->wants, run->input->want_count, more,
                &run->result->changeset);
}

enum code reconcile(struct arena *arena, const struct reconcile_input *input,
                    struct reconciliation *result, struct err *err)
{
    *result = (struct reconciliation){.input = *input};
    struct arena *scratch cleanup_arena = arena_new();
    struct run run = {
        .arena = arena, .scratch = scratch, .input = &result->input, .result = result};
    if (!input->remote->complete)
        return err_set(err, ERR_FAILED, "GitHub was not read completely, so nothing is planned");
    start_run(&run);
    enum code code = bind_items(&run, err);
    if (!code)
        code = run_select(&run, err);
    if (code)
        return code;
    code = plan_items(&run, err);
    if (!code)
        code = run_relations(&run, err);
    if (code)
        return code;
    run_twins(&run);
    run_prune(&run);
    order_all(&run);
    run_defer(&run);
    run_unplanned(&run);
    run_counts(&run);
    return OK;
}

enum code reconcile_again(struct arena *arena, const struct reconciliation *result,
                          const struct item_change *item, const struct remote_label *label,
                          const struct remote_milestone *milestone,
                          const struct remote_issue *issue, struct have *have,
                          struct item_change *again, struct err *err)
{
    if (label)
        have_label(arena, label, have);
    else if (milestone)
        have_milestone(arena, milestone, have);
    else
        have_issue(arena, issue, &result->names, have);
    if (item->want == NULL) {
        *again = *item;
        bool closed = value_is_closed(&have->value[FIELD_STATE]);
        if (closed && (item->verb == VERB_CLOSE || item->verb == VERB_HEAL))
            again->verb = VERB_NONE;
        return OK;
    }
    const struct binding *binding =
        &result->binding.bindings.items[item->want - result->input.wants];
    return compare_bound(arena, result, item->want, item->bound, binding->base, have, again, err);
}

static struct bound_item *find_bound(const struct reconciliation *result, enum kind kind,
                                     const char *id)
{
    const struct binding *binding = map_get(result->binding.wanted[kind], id);
    return binding ? &result->bound.items[binding - result->binding.bindings.items] : NULL;
}

void reconcile_bound(struct arena *arena, struct reconciliation *result, const struct want *want,
                     struct number number, struct db_id db_id)
{
    struct bound_item *bound = find_bound(result, want->kind, want->id);
    BUG_UNLESS(bound);
    struct names *names = &result->names;
    bound->number = number;
    bound->db_id = db_id;
    if (want->kind == KIND_LABEL) {
        map_put(names->label_ids, want->id, unconst(want->id));
        map_put(names->label_wire, want->id, unconst(want->value[FIELD_TITLE].raw));
    } else if (want->kind == KIND_MILESTONE) {
        map_put(names->milestone_ids, number_text(arena, number), unconst(want->id));
    }
}

void reconcile_not_renamed(struct reconciliation *result, const struct want *want, const char *name)
{
    map_put(result->names.label_wire, want->id, unconst(name));
}

bool reconcile_find(const struct reconciliation *result, enum kind kind, const char *id,
                    struct number *number, struct db_id *db_id)
{
    const struct bound_item *bound = find_bound(result, kind, id);
    *number = bound ? bound->number : (struct number){0};
    *db_id = bound ? bound->db_id : (struct db_id){0};
    return bound && bound->db_id.v != 0;
}

static bool is_written(const struct change *change)
{
    return change->move == MOVE_WRITE || change->move == MOVE_OVERWRITE;
}

/* An issue that is there: labels one by one, everything else in one PATCH. */
static void count_update(const struct item_change *item, int64_t *writes, int64_t *creations)
{
    bool patch = item->bound == BOUND_ADOPT;
    for (size_t i = 0; i < item->changes.len; i++) {
        const struct change *change = &item->changes.items[i];
        if (!is_written(change))
            continue;
        if (change->field == FIELD_LABELS) {
            *creations += change->added.len > 0;
            *writes += (change->added.len > 0) + (int64_t)change->removed.len;
            /* The base in the marker follows. */
            patch = patch || item->bound != BOUND_NUMBER;
        } else if (change->field == FIELD_ASSIGNEES) {
            ++*writes;
        } else {
            patch = true;
        }
    }
    *writes += patch;
}

void reconcile_requests(const struct item_change *item, int64_t *writes, int64_t *creations)
{
    *writes = *creations = 0;
    if (!item_change_writes(item))
        return;
    if (item->verb == VERB_CREATE) {
        const struct change *state = item_change_field(item, FIELD_STATE);
        *creations = 1;
        *writes = state && is_written(state) ? 2 : 1;
    } else if (item->kind == KIND_ISSUE && item->verb != VERB_HEAL && item->want != NULL) {
        count_update(item, writes, creations);
    } else {
        *writes = 1;
    }
}
