/* How the sides of a field stand to each other, and what that decides. */
#include <string.h>

#include "engine/compare_inner.h"
#include "engine/normal.h"
#include "engine/value.h"

static const char *hash_letter(enum field field)
{
    switch (field) {
    case FIELD_TITLE:
        return "t";
    case FIELD_BLOCK:
        return "b";
    default:
        return "m";
    }
}

bool compare_moved(struct arena *arena, enum field field, const struct value *base,
                   const struct value *now)
{
    if (!base->hashed)
        return !compare_scalar_equal(field, base, now);
    /* A marker knows only whether the item was open. */
    if (field == FIELD_STATE)
        return value_is_closed(base) != value_is_closed(now);
    return strcmp(hash_kind(arena, hash_letter(field), now->text), base->text) != 0;
}

bool compare_scalar_equal(enum field field, const struct value *a, const struct value *b)
{
    if (strcmp(value_str(a), value_str(b)) == 0)
        return true;
    return field == FIELD_STATE && value_is_closed(a) && value_is_closed(b) &&
           (strchr(a->text, ':') == NULL || strchr(b->text, ':') == NULL);
}

void compare_sides(struct arena *arena, const struct compare_input *input, enum field field,
                   struct sides *sides)
{
    const struct value *want = &input->want->value[field], *have = &input->have->value[field];
    const struct base_item *base = input->base;
    *sides = (struct sides){.equal = compare_scalar_equal(field, want, have)};
    sides->based = base && base_spec(base, field)->known && base_remote(base, field)->known;
    if (!sides->based || sides->equal)
        return;
    sides->s = compare_moved(arena, field, base_spec(base, field), want);
    sides->r = compare_moved(arena, field, base_remote(base, field), have);
}

enum move compare_decide(const struct sides *sides, enum policy policy, enum move no_base)
{
    if (sides->equal)
        return MOVE_AGREE;
    if (policy == POLICY_CREATE_ONLY || policy == POLICY_IGNORE)
        return MOVE_NONE;
    if (!sides->based)
        return policy == POLICY_OWN ? MOVE_WRITE : no_base;
    if (!sides->s && !sides->r)
        return MOVE_AGREE;
    if (!sides->r)
        return MOVE_WRITE;
    if (policy == POLICY_OWN)
        return MOVE_OVERWRITE;
    return sides->s ? MOVE_CONFLICT : MOVE_KEEP;
}

enum move compare_taken(const struct compare_input *input, enum field field,
                        const struct sides *sides)
{
    const struct take *take = takes_find(input->takes, input->want->kind, input->want->id, field);
    if (take == NULL || sides->equal)
        return MOVE_NONE;
    if (!take->spec)
        return MOVE_AGREE;
    return sides->based && !sides->r ? MOVE_WRITE : MOVE_OVERWRITE;
}

bool compare_base_holds(const struct compare_input *input, enum field field)
{
    const struct base_item *base = input->base;
    if (base == NULL || base_spec(base, field)->hashed || base_remote(base, field)->hashed)
        return false;
    return value_equal(base_spec(base, field), &input->want->value[field]) &&
           value_equal(base_remote(base, field), &input->have->value[field]);
}

struct change *compare_add(struct arena *arena, const struct compare_input *input,
                           struct item_change *item, enum field field, enum move move)
{
    struct change *change = VEC_ADD(arena, &item->changes);
    *change = (struct change){.field = field, .move = move, .after = input->want->value[field]};
    if (input->have)
        change->before = input->have->value[field];
    if (input->base && base_spec(input->base, field)->known &&
        !base_spec(input->base, field)->hashed)
        change->agreed = *base_spec(input->base, field);
    return change;
}
