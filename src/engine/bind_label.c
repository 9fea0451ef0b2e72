/* Labels: cached id, name, `previously`. */
#include "base/str.h"
#include "engine/bind_inner.h"
#include "engine/normal.h"

struct labels {
    struct binder *binder;
    struct map *by_name; /* folded → struct object */
    struct map *by_id;   /* "db id" → struct object */
};

static const char *id_key(struct arena *arena, struct db_id id)
{
    return arena_printf(arena, "%lld", (long long)id.v);
}

static void read_labels(struct labels *labels)
{
    struct binder *binder = labels->binder;
    const struct remote *remote = binder->input->remote;
    struct bind_result *result = binder->result;
    labels->by_name = map_new(binder->arena);
    labels->by_id = map_new(binder->arena);
    result->labels.items =
        arena_calloc(binder->arena, remote->labels.len + 1, sizeof *result->labels.items);
    result->labels.len = result->labels.cap = remote->labels.len;
    for (size_t i = 0; i < remote->labels.len; i++) {
        const struct remote_label *label = &remote->labels.items[i];
        struct object *object = &result->labels.items[i];
        *object = (struct object){.kind = KIND_LABEL,
                                  .index = i,
                                  .db_id = label->db_id,
                                  .title = label->name,
                                  .open = true};
        map_put(labels->by_name, normal_name(binder->arena, label->name), object);
        map_put(labels->by_id, id_key(binder->arena, label->db_id), object);
    }
}

static struct object *cached_label(const struct labels *labels, const char *id)
{
    const struct base_item *base = bind_cached_item(labels->binder, KIND_LABEL, id);
    return base && base->db_id.v != 0
               ? map_get(labels->by_id, id_key(labels->binder->arena, base->db_id))
               : NULL;
}

/* In a chain of renames whose answer was lost (a → b, b → c; killed after the second) the cache
 * still has this id, while the label bears the name of the item that was to get it. */
static bool is_passed_on(const struct labels *labels, const struct object *object, const char *id)
{
    struct arena *arena = labels->binder->arena;
    const char *name = normal_name(arena, object->title);
    const struct binding *next = map_get(labels->binder->result->wanted[KIND_LABEL], name);
    for (size_t i = 0; next && !text_eq(name, id) && i < next->want->previously.len; i++)
        if (text_eq(normal_name(arena, next->want->previously.items[i]), id))
            return true;
    return false;
}

/* The label as the item knows it by its own id. */
static struct object *own_label(const struct labels *labels, const struct want *want)
{
    struct object *object = cached_label(labels, want->id);
    return object && !is_passed_on(labels, object, want->id) ? object
                                                             : map_get(labels->by_name, want->id);
}

/* The labels with an earlier name. *count tells how many. */
static struct object *earlier_label(const struct labels *labels, const struct want *want,
                                    size_t *count, const char **id)
{
    struct object *first = NULL;
    *count = 0;
    for (size_t i = 0; i < want->previously.len; i++) {
        const char *name = normal_name(labels->binder->arena, want->previously.items[i]);
        struct object *object = cached_label(labels, name);
        if (object == NULL)
            object = map_get(labels->by_name, name);
        if (object == NULL || object == first)
            continue;
        if (first == NULL) {
            first = object;
            *id = name;
        }
        ++*count;
    }
    return first;
}

static void refuse_clash(struct binder *binder, struct binding *binding, const char *old,
                         const char *now)
{
    bind_refuse(binding, REFUSAL_NAMES_CLASH,
                arena_printf(binder->arena,
                             "GitHub has both '%s' and its earlier name '%s'; merge or delete one",
                             now, old));
}

static void bind_label(struct binder *binder, struct binding *binding, struct object *object,
                       const char *base_id, bool cached)
{
    /* In a chain of renames the cache knows this name as another label's. */
    if (binding->base == NULL ||
        (binding->base->db_id.v != 0 && binding->base->db_id.v != object->db_id.v))
        binding->base = bind_cached_item(binder, KIND_LABEL, base_id);
    if (binding->base && binding->base->db_id.v != 0 && binding->base->db_id.v != object->db_id.v)
        binding->base = NULL;
    bind_to(binder, binding, cached ? BOUND_CACHE : BOUND_NAME, object);
}

/* Its own name is not there: an earlier one is renamed, even when another item has that name now
 * (a chain: a → b, b → c). That item then looks for its own earlier name. */
static void claim_earlier(struct labels *labels, struct binding *binding, uint32_t depth)
{
    struct binder *binder = labels->binder;
    while (binding != NULL) {
        size_t count;
        const char *id = NULL;
        struct object *earlier = earlier_label(labels, binding->want, &count, &id);
        binding->depth = depth++;
        if (count > 1) {
            refuse_clash(binder, binding, binding->want->previously.items[1],
                         binding->want->previously.items[0]);
            return;
        }
        if (earlier == NULL || earlier->owner != NULL)
            return;
        bind_label(binder, binding, earlier, id, cached_label(labels, id) == earlier);
        struct binding *displaced = map_get(binder->result->wanted[KIND_LABEL], id);
        binding = displaced && displaced->object == NULL && displaced->refusal == REFUSAL_NONE
                      ? displaced
                      : NULL;
    }
}

/* A label that the cache knows and GitHub has no more was deleted by somebody. */
static bool is_gone(const struct labels *labels, const struct binding *binding)
{
    const struct bind_input *input = labels->binder->input;
    const struct base_item *base = binding->base;
    return base && base->db_id.v != 0 &&
           !(input->recreate && strlist_has(input->recreate, binding->want->id));
}

static void bind_own(struct labels *labels, struct binding *binding, struct object *own)
{
    struct binder *binder = labels->binder;
    size_t count;
    const char *id = NULL;
    struct object *earlier = earlier_label(labels, binding->want, &count, &id);
    /* An earlier name that is an item of its own is no leftover, unless the two name each other. */
    struct binding *other = earlier ? map_get(binder->result->wanted[KIND_LABEL], id) : NULL;
    bool swap = other && earlier != own && own_label(labels, other->want) == earlier &&
                strlist_has(&other->want->previously, binding->want->title);
    if (earlier && earlier != own && (other == NULL || swap)) {
        refuse_clash(binder, binding, earlier->title, own->title);
        return;
    }
    /* Renamed on both sides: what was agreed stands below the earlier name. */
    const char *base_id = earlier == own ? id : binding->want->id;
    bind_label(binder, binding, own, base_id,
               cached_label(labels, binding->want->id) == own ||
                   cached_label(labels, base_id) == own);
}

static void refuse_gone(struct binder *binder, struct binding *binding)
{
    const struct look look = {.kind = KIND_LABEL, .name = binding->want->id};
    if (bind_needs_look(binder, &look)) {
        bind_refuse(binding, REFUSAL_GONE,
                    "the label is missing from GitHub's list and was not read by itself");
        return;
    }
    bind_refuse(binding, REFUSAL_GONE, "the label was deleted on GitHub");
    bind_way(binder, binding,
             arena_printf(binder->arena, "roadmap sync --recreate %s", binding->want->id));
}

void bind_labels(struct binder *binder)
{
    struct labels labels = {.binder = binder};
    struct bind_result *result = binder->result;
    read_labels(&labels);
    for (size_t i = 0; i < result->bindings.len; i++) {
        struct binding *binding = &result->bindings.items[i];
        if (binding->want->kind != KIND_LABEL || own_label(&labels, binding->want) != NULL)
            continue;
        claim_earlier(&labels, binding, 0);
        if (binding->object != NULL || binding->refusal != REFUSAL_NONE ||
            !is_gone(&labels, binding))
            continue;
        refuse_gone(binder, binding);
    }
    for (size_t i = 0; i < result->bindings.len; i++) {
        struct binding *binding = &result->bindings.items[i];
        if (binding->want->kind != KIND_LABEL || binding->object || binding->refusal)
            continue;
        struct object *own = own_label(&labels, binding->want);
        if (own != NULL && own->owner == NULL)
            bind_own(&labels, binding, own);
    }
}
