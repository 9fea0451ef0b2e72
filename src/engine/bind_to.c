/* Tying an item to an object, or refusing it: what every way of binding ends in. */
#include <stdio.h>

#include "engine/bind_inner.h"

struct object *bind_object(const struct binder *binder, enum kind kind, struct number number)
{
    struct bind_result *result = binder->result;
    if (kind == KIND_ISSUE) {
        const struct remote_issue *issue = remote_find_issue(binder->input->remote, number);
        return issue ? &result->issues.items[issue - binder->input->remote->issues.items] : NULL;
    }
    char key[24];
    snprintf(key, sizeof key, "%lld", (long long)number.v);
    return map_get(binder->milestones, key);
}

const struct base_item *bind_cached_item(const struct binder *binder, enum kind kind,
                                         const char *id)
{
    return map_get(binder->result->cached[kind], id);
}

const char *bind_number_text(struct arena *arena, enum kind kind, struct number number)
{
    return arena_printf(arena, kind == KIND_MILESTONE ? "milestone %lld" : "#%lld",
                        (long long)number.v);
}

void bind_refuse(struct binding *binding, enum refusal refusal, const char *reason)
{
    binding->refusal = refusal;
    binding->reason = reason;
}

void bind_way(struct binder *binder, struct binding *binding, const char *way)
{
    strlist_add(binder->arena, &binding->ways, way);
}

void bind_to(struct binder *binder, struct binding *binding, enum bound bound,
             struct object *object)
{
    if (object->owner != NULL && object->owner != binding->want) {
        bind_refuse(binding, REFUSAL_CONTESTED,
                    arena_printf(binder->arena, "%s is already bound to %s",
                                 bind_number_text(binder->arena, object->kind, object->number),
                                 object->owner->id));
        return;
    }
    object->owner = binding->want;
    binding->object = object;
    binding->bound = bound;
    /* What was agreed about another object says nothing about this one. */
    const struct base_item *base = binding->base;
    if (base && base->number.v != 0 && base->number.v != object->number.v)
        binding->base = NULL;
}
