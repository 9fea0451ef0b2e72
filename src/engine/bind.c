#include "engine/bind.h"

#include <string.h>

#include "base/str.h"
#include "engine/bind_inner.h"

static bool is_previous(const struct want *want, const char *id)
{
    return strlist_has(&want->previously, id);
}

static bool is_listed(const struct strlist *list, const char *id)
{
    return list && strlist_has(list, id);
}

/* The object carries the mark of something else: of this plan or of another. */
static bool is_foreign(const struct binder *binder, const struct want *want,
                       const struct object *object, const char **whose)
{
    const struct marker *marker = &object->marker;
    if (object->reading == MARKER_NONE || marker->type != MARKER_ITEM || marker->id == NULL ||
        marker->scope == NULL)
        return false;
    if (object->planted) {
        *whose = arena_printf(binder->arena, "%s, written by somebody from outside", marker->id);
        return true;
    }
    if (!object->ours) {
        *whose = arena_printf(binder->arena, "%s of the plan '%s'", marker->id, marker->scope);
        return true;
    }
    *whose = marker->id;
    return strcmp(marker->id, want->id) != 0 && !is_previous(want, marker->id);
}

/* true: the item is refused. */
static bool refuse_foreign(struct binder *binder, struct binding *binding, struct object *object)
{
    const char *whose;
    if (!is_foreign(binder, binding->want, object, &whose))
        return false;
    bind_refuse(binding, REFUSAL_CONTESTED,
                arena_printf(binder->arena,
                             "%s carries the mark of %s; " BIND_FREE " to make it this item's",
                             bind_number_text(binder->arena, object->kind, object->number), whose));
    return true;
}

/* --adopt. true: settled. */
static bool bind_adopted(struct binder *binder, struct binding *binding)
{
    const struct want *want = binding->want;
    const struct adopt *adopt = adopts_find(binder->input->adopts, want->id);
    if (adopt == NULL)
        return false;
    if (adopt->number.v == 0) {
        binding->taken = true;
        return false;
    }
    struct object *object = bind_object(binder, want->kind, adopt->number);
    if (object == NULL) {
        bind_refuse(binding, REFUSAL_NOT_ISSUE,
                    arena_printf(binder->arena, "%s is no %s of the repository",
                                 bind_number_text(binder->arena, want->kind, adopt->number),
                                 kind_name(want->kind)));
        return true;
    }
    const struct object *holder = bind_judge(binder, want->kind, want->id);
    if (holder == object)
        return false;
    /* Two open issues with one mark would be the end of it. */
    if (holder != NULL && holder->open) {
        bind_refuse(binding, REFUSAL_CONTESTED,
                    arena_printf(binder->arena, "%s carries its mark; " BIND_FREE " first",
                                 bind_number_text(binder->arena, want->kind, holder->number)));
        return true;
    }
    if (!refuse_foreign(binder, binding, object))
        bind_to(binder, binding, BOUND_ADOPT, object);
    return true;
}

/* true: settled. */
static bool bind_marked(struct binder *binder, struct binding *binding)
{
    const struct want *want = binding->want;
    struct object *winner = bind_judge(binder, want->kind, want->id);
    for (size_t i = 0; winner == NULL && i < want->previously.len; i++)
        if (!map_has(binder->result->wanted[want->kind], want->previously.items[i]))
            winner = bind_judge(binder, want->kind, want->previously.items[i]);
    if (winner == NULL)
        return false;
    bool cached = binding->base && binding->base->number.v == winner->number.v;
    bind_to(binder, binding, cached ? BOUND_CACHE : BOUND_MARKER, winner);
    return true;
}

static const struct look *find_look(const struct binder *binder, const struct look *sought)
{
    const struct looks *looks = binder->input->looks;
    for (size_t i = 0; looks && i < looks->list.len; i++) {
        const struct look *look = &looks->list.items[i];
        if (look->kind == sought->kind && look->number.v == sought->number.v &&
            text_eq(look->name, sought->name))
            return look;
    }
    return NULL;
}

bool bind_needs_look(struct binder *binder, const struct look *look)
{
    if (find_look(binder, look) != NULL)
        return false;
    VEC_PUSH(binder->arena, &binder->result->look, *look);
    return true;
}

static void refuse_gone(struct binder *binder, struct binding *binding, bool certain)
{
    const char *number =
        bind_number_text(binder->arena, binding->want->kind, binding->base->number);
    bind_refuse(binding, REFUSAL_GONE,
                arena_printf(binder->arena,
                             certain
                                 ? "%s was deleted or moved to another repository"
                                 : "%s is missing from GitHub's list and was not read by itself",
                             number));
    if (certain)
        bind_way(binder, binding,
                 arena_printf(binder->arena, "roadmap sync --recreate %s", binding->want->id));
}

/* true: settled. */
static bool bind_cached(struct binder *binder, struct binding *binding)
{
    const struct base_item *base = binding->base;
    const struct want *want = binding->want;
    if (base == NULL || base->number.v == 0)
        return false;
    struct object *object = bind_object(binder, want->kind, base->number);
    if (object && (base->db_id.v == 0 || base->db_id.v == object->db_id.v)) {
        if (!refuse_foreign(binder, binding, object))
            bind_to(binder, binding, BOUND_CACHE, object);
        return true;
    }
    bool another_hint = want->number_hint.v != 0 && want->number_hint.v != base->number.v;
    bool recreate = is_listed(binder->input->recreate, want->id);
    if (another_hint || recreate || binding->taken) {
        binding->taken = binding->taken || recreate;
        binding->base = NULL;
        return false;
    }
    const struct look look = {.kind = want->kind, .number = base->number};
    refuse_gone(binder, binding, object != NULL || !bind_needs_look(binder, &look));
    return true;
}

/* true: settled. */
static bool bind_numbered(struct binder *binder, struct binding *binding)
{
    const struct want *want = binding->want;
    if (want->number_hint.v == 0)
        return false;
    struct object *object = bind_object(binder, want->kind, want->number_hint);
    if (object != NULL) {
        if (!refuse_foreign(binder, binding, object))
            bind_to(binder, binding, BOUND_NUMBER, object);
        return true;
    }
    const char *number = bind_number_text(binder->arena, want->kind, want->number_hint);
    const struct look hint = {.kind = want->kind, .number = want->number_hint};
    const struct look *look = find_look(binder, &hint);
    (void)bind_needs_look(binder, &hint);
    bind_refuse(binding, REFUSAL_NOT_ISSUE,
                arena_printf(binder->arena,
                             look && look->result == LOOKED_PULL
                                 ? "%s, which the plan names, is a pull request"
                                 : "%s, which the plan names, is not there",
                             number));
    return true;
}

static bool refuse_copied(struct binder *binder, struct binding *binding)
{
    const struct want *want = binding->want;
    const struct object *copy = binding->holders;
    if (copy == NULL)
        return false;
    const char *number = bind_number_text(binder->arena, copy->kind, copy->number);
    bind_refuse(binding, REFUSAL_COPY,
                arena_printf(binder->arena, "%s carries a copy of its mark", number));
    bind_way(binder, binding,
             arena_printf(binder->arena, "roadmap sync --adopt %s=#%lld", want->id,
                          (long long)copy->number.v));
    bind_way(binder, binding, arena_printf(binder->arena, "roadmap sync --adopt %s=new", want->id));
    return true;
}

static bool is_open_question(const struct binding *binding)
{
    enum kind kind = binding->want->kind;
    return (kind == KIND_MILESTONE || kind == KIND_ISSUE) && binding->object == NULL &&
           binding->refusal == REFUSAL_NONE;
}

static void index_wants(struct binder *binder)
{
    const struct bind_input *input = binder->input;
    struct bind_result *result = binder->result;
    result->bindings.items =
        arena_calloc(binder->arena, input->want_count + 1, sizeof *result->bindings.items);
    result->bindings.len = result->bindings.cap = input->want_count;
    size_t cached[KIND_COUNT] = {0}, wanted[KIND_COUNT] = {0};
    for (size_t i = 0; input->base && i < input->base->items.len; i++)
        cached[input->base->items.items[i].kind]++;
    for (size_t i = 0; i < input->want_count; i++)
        wanted[input->wants[i].kind]++;
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        map_reserve(result->cached[kind], cached[kind]);
        map_reserve(result->wanted[kind], wanted[kind]);
    }
    for (size_t i = 0; input->base && i < input->base->items.len; i++) {
        struct base_item *item = &input->base->items.items[i];
        map_put(result->cached[item->kind], item->id, item);
    }
    for (size_t i = 0; i < input->want_count; i++) {
        struct binding *binding = &result->bindings.items[i];
        binding->want = &input->wants[i];
        map_put(result->wanted[binding->want->kind], binding->want->id, binding);
        if (binding->want->kind == KIND_RELATION)
            continue;
        binding->base = bind_cached_item(binder, binding->want->kind, binding->want->id);
        for (size_t k = 0; binding->base == NULL && k < binding->want->previously.len; k++)
            if (binding->want->kind == KIND_MILESTONE)
                binding->base =
                    bind_cached_item(binder, KIND_MILESTONE, binding->want->previously.items[k]);
    }
}

/* GitHub has nothing of this scope, but an equal id of another: probably the wrong scope. */
static void find_other_scope(struct binder *binder)
{
    struct bind_result *result = binder->result;
    const struct object *other = NULL;
    for (int pass = 0; pass < 2; pass++) {
        size_t len = pass ? result->issues.len : result->milestones.len;
        struct object *objects = pass ? result->issues.items : result->milestones.items;
        for (size_t i = 0; i < len; i++) {
            const struct object *object = &objects[i];
            if (object->ours)
                return;
            bool item = object->reading == MARKER_READ && object->marker.type == MARKER_ITEM;
            if (other == NULL && item && !object->planted &&
                map_has(result->wanted[object->kind], object->marker.id) &&
                adopts_find(binder->input->adopts, object->marker.id) == NULL)
                other = object;
        }
    }
    if (other == NULL || map_len(result->cached[KIND_ISSUE]) > 0 ||
        map_len(result->cached[KIND_MILESTONE]) > 0)
        return;
    result->other_scope = other->marker.scope;
    result->other_id = other->marker.id;
}

typedef bool (*step_fn)(struct binder *binder, struct binding *binding);

/* Each step is done for all items before the next begins, so that a better match never loses its
 * object to a worse one. */
static void run_step(struct binder *binder, step_fn step)
{
    for (size_t i = 0; i < binder->result->bindings.len; i++) {
        struct binding *binding = &binder->result->bindings.items[i];
        if (is_open_question(binding))
            step(binder, binding);
    }
}

static bool step_identity(struct binder *binder, struct binding *binding)
{
    return bind_adopted(binder, binding) || bind_marked(binder, binding) ||
           bind_cached(binder, binding);
}

static bool step_number(struct binder *binder, struct binding *binding)
{
    return bind_numbered(binder, binding) || binding->taken || refuse_copied(binder, binding);
}

static bool step_title(struct binder *binder, struct binding *binding)
{
    if (!binding->taken)
        bind_by_title(binder, binding);
    return true;
}

/* Twins and copies of ids that left the plan are told as well. */
static void judge_the_rest(struct binder *binder)
{
    for (enum kind kind = KIND_MILESTONE; kind <= KIND_ISSUE; kind++) {
        size_t cursor = 0;
        const char *id;
        void *value;
        while (map_next(binder->unwanted[kind], &cursor, &id, &value))
            bind_judge(binder, kind, id);
    }
}

void bind_all(struct arena *arena, const struct bind_input *input, struct bind_result *result)
{
    struct binder binder = {.arena = arena, .input = input, .result = result};
    *result = (struct bind_result){0};
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        result->wanted[kind] = map_new(arena);
        result->cached[kind] = map_new(arena);
        binder.unwanted[kind] = map_new(arena);
    }
    binder.milestones = map_new(arena);
    index_wants(&binder);
    bind_read_objects(&binder);
    find_other_scope(&binder);
    bind_labels(&binder);
    run_step(&binder, step_identity);
    run_step(&binder, step_number);
    run_step(&binder, step_title);
    judge_the_rest(&binder);
}
