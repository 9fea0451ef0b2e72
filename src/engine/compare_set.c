/* Sets go element by element: added by the spec, removed by the spec, all else stays. */
#include "engine/compare_inner.h"
#include "engine/normal.h"
#include "engine/value.h"

/* Elements of the base as ids of today: renamed labels by their new id. Hashes stay hashes where
 * no rename is known. */
static struct value base_of_today(struct arena *arena, const struct names *names,
                                  const struct value *base)
{
    struct value set = value_set();
    set.hashed = base->hashed;
    for (size_t i = 0; i < base->set.len; i++) {
        const char *element = base->set.items[i];
        const char *id =
            names && names->label_aliases ? map_get(names->label_aliases, element) : NULL;
        value_add(arena, &set, id ? id : element, id ? id : element);
    }
    value_sort(&set);
    return set;
}

/* `set` as of base_of_today. */
static bool set_holds(struct arena *arena, const struct value *set, const char *element)
{
    return value_has(set, element) ||
           (set->hashed && value_has(set, hash_kind(arena, "l", element)));
}

struct value compare_agreed_set(struct arena *arena, const struct value *want,
                                const struct value *base, const struct value *there)
{
    struct value agreed = value_set();
    for (size_t i = 0; i < want->set.len; i++) {
        const char *element = want->set.items[i];
        if (value_has(there, element) || set_holds(arena, base, element))
            value_add(arena, &agreed, element, element);
    }
    /* What left the spec and is still there stays ours until it is taken off. */
    for (size_t i = 0; i < there->set.len; i++) {
        const char *element = there->set.items[i];
        if (!value_has(want, element) && set_holds(arena, base, element))
            value_add(arena, &agreed, element, element);
    }
    value_sort(&agreed);
    return agreed;
}

struct set_case {
    const struct value *want, *have;
    struct value base;
    bool based, put_back;
    enum policy policy;
};

static const char *wire(const struct compare_input *input, enum field field, const char *element,
                        const char *raw)
{
    return field == FIELD_LABELS ? names_label_wire(input->names, element, raw) : raw;
}

/* An element of the spec that GitHub does not have. */
enum absent { ABSENT_ADD, ABSENT_PUT_BACK, ABSENT_TAKEN_OFF };

static enum absent judge_absent(struct arena *arena, const struct set_case *set,
                                const char *element)
{
    if (!set->based || !set_holds(arena, &set->base, element))
        return ABSENT_ADD;
    return set->put_back ? ABSENT_PUT_BACK : ABSENT_TAKEN_OFF;
}

static bool is_held(const struct compare_input *input, enum field field, const char *element)
{
    return field == FIELD_LABELS && names_label_held(input->names, element);
}

static bool add_elements(struct arena *arena, const struct compare_input *input, enum field field,
                         const struct set_case *set, struct change *write, struct change *keep)
{
    bool overwrites = false;
    for (size_t i = 0; i < set->want->set.len; i++) {
        const char *element = set->want->set.items[i];
        if (value_has(set->have, element) || is_held(input, field, element))
            continue;
        const char *raw = wire(input, field, element, set->want->raw_set.items[i]);
        enum absent absent = judge_absent(arena, set, element);
        if (absent == ABSENT_TAKEN_OFF) {
            strlist_add(arena, &keep->removed, raw);
            continue;
        }
        overwrites = overwrites || absent == ABSENT_PUT_BACK;
        strlist_add(arena, &write->added, raw);
        value_add(arena, &write->after, element, raw);
    }
    return overwrites;
}

static void remove_elements(struct arena *arena, const struct compare_input *input,
                            enum field field, const struct set_case *set, struct change *write)
{
    for (size_t i = 0; i < set->have->set.len; i++) {
        const char *element = set->have->set.items[i];
        const char *raw = set->have->raw_set.items[i];
        bool ours = set->based && set_holds(arena, &set->base, element);
        if (ours && !value_has(set->want, element) && !is_held(input, field, element))
            strlist_add(arena, &write->removed, wire(input, field, element, raw));
        else
            value_add(arena, &write->after, element, raw);
    }
}

/* The agreement moves: the cache does not know yet what both sides hold. */
static bool agreement_moves(struct arena *arena, const struct compare_input *input,
                            enum field field, const struct set_case *set)
{
    const struct value *known = input->base ? base_spec(input->base, field) : NULL;
    if (known == NULL || !known->known || known->hashed)
        return true;
    struct value agreed = compare_agreed_set(arena, set->want, &set->base, set->have);
    return !value_equal(&agreed, known);
}

void compare_set(struct arena *arena, const struct compare_input *input, enum field field,
                 struct item_change *item)
{
    const struct base_item *base = input->base;
    const struct take *take = takes_find(input->takes, input->want->kind, input->want->id, field);
    struct set_case set = {.want = &input->want->value[field],
                           .have = &input->have->value[field],
                           .policy = input->want->policy[field]};
    set.based = base && base_spec(base, field)->known;
    set.base = set.based ? base_of_today(arena, input->names, base_spec(base, field)) : value_set();
    set.put_back = set.policy == POLICY_OWN || (take && take->spec);
    if (set.policy == POLICY_CREATE_ONLY && !(take && take->spec))
        return;
    /* Who was assigned before roadmap came is nobody's mistake. */
    if (field == FIELD_ASSIGNEES && !set.based && !set.put_back)
        return;
    struct change write = {.field = field, .before = *set.have, .after = value_set()};
    struct change keep = {.field = field, .move = MOVE_KEEP, .before = *set.have};
    remove_elements(arena, input, field, &set, &write);
    bool overwrites = add_elements(arena, input, field, &set, &write, &keep);
    value_sort(&write.after);
    keep.after = *set.want;
    if (set.based && !base_spec(base, field)->hashed)
        write.agreed = keep.agreed = *base_spec(base, field);
    if (write.added.len + write.removed.len > 0) {
        write.move = overwrites ? MOVE_OVERWRITE : MOVE_WRITE;
        VEC_PUSH(arena, &item->changes, write);
    } else if (agreement_moves(arena, input, field, &set)) {
        write.move = MOVE_AGREE;
        VEC_PUSH(arena, &item->changes, write);
    }
    if (keep.removed.len > 0)
        VEC_PUSH(arena, &item->changes, keep);
}
