#include "engine/compare.h"

#include <string.h>

#include "engine/compare_inner.h"
#include "engine/normal.h"
#include "engine/value.h"

/* GitHub still has a name that the spec calls an earlier one: it is renamed. */
static bool is_earlier_title(struct arena *arena, const struct compare_input *input)
{
    const struct want *want = input->want;
    const char *title = value_str(&input->have->value[FIELD_TITLE]);
    for (size_t i = 0; i < want->previously.len; i++) {
        const char *earlier = want->previously.items[i];
        if (strcmp(title, want->kind == KIND_LABEL ? normal_name(arena, earlier)
                                                   : normal_line(arena, earlier)) == 0)
            return true;
    }
    return false;
}

/* What happens to an unequal field that nobody has a base for (sync: no cache). */
static enum move without_base(struct arena *arena, const struct compare_input *input,
                              enum field field)
{
    if (field == FIELD_TITLE && is_earlier_title(arena, input))
        return MOVE_WRITE;
    if (field == FIELD_STATE)
        return input->have->reopened ? MOVE_KEEP : MOVE_WRITE;
    /* What is empty on GitHub holds nothing of anybody. */
    return value_is_empty(&input->have->value[field]) ? MOVE_WRITE : MOVE_KEEP;
}

static void compare_scalar(struct arena *arena, const struct compare_input *input, enum field field,
                           struct item_change *item)
{
    struct sides sides;
    compare_sides(arena, input, field, &sides);
    enum policy policy = input->want->policy[field];
    enum move move = compare_taken(input, field, &sides);
    if (move == MOVE_NONE)
        move = compare_decide(&sides, policy, without_base(arena, input, field));
    /* GitHub ignores a new reason for what is closed already, so the other reason can only stay. */
    bool two_reasons = field == FIELD_STATE && !sides.equal &&
                       value_is_closed(&input->want->value[field]) &&
                       value_is_closed(&input->have->value[field]);
    if (two_reasons && (move == MOVE_WRITE || move == MOVE_OVERWRITE || move == MOVE_CONFLICT))
        move = MOVE_KEEP;
    if (move == MOVE_NONE || (move == MOVE_AGREE && compare_base_holds(input, field)))
        return;
    compare_add(arena, input, item, field, move);
}

/* Exactly as many as there can be: there may be ten thousand items. */
static void make_room(struct arena *arena, const struct want *want, struct item_change *item)
{
    size_t fields = 0;
    for (enum field field = 0; field < FIELD_COUNT; field++)
        fields += want->value[field].known && !value_is_empty(&want->value[field]);
    item->changes.items = arena_calloc(arena, fields, sizeof *item->changes.items);
    item->changes.cap = fields;
}

static void compare_created(struct arena *arena, const struct compare_input *input,
                            struct item_change *item)
{
    const struct want *want = input->want;
    make_room(arena, want, item);
    for (enum field field = 0; field < FIELD_COUNT; field++) {
        if (!want->value[field].known || want->policy[field] == POLICY_IGNORE ||
            value_is_empty(&want->value[field]))
            continue;
        struct change *change = compare_add(arena, input, item, field, MOVE_WRITE);
        if (!field_is_set(field))
            continue;
        change->after = value_set();
        for (size_t i = 0; i < want->value[field].set.len; i++) {
            const char *element = want->value[field].set.items[i];
            const char *raw = want->value[field].raw_set.items[i];
            if (field == FIELD_LABELS && names_label_held(input->names, element))
                continue;
            if (field == FIELD_LABELS)
                raw = names_label_wire(input->names, element, raw);
            strlist_add(arena, &change->added, raw);
            value_add(arena, &change->after, element, raw);
        }
    }
    item->verb = VERB_CREATE;
}

static void refuse(struct arena *arena, struct item_change *item, enum refusal refusal,
                   const char *reason, const char *way)
{
    item->verb = VERB_REFUSE;
    item->refusal = refusal;
    item->reason = reason;
    if (way)
        strlist_add(arena, &item->ways, way);
}

static bool takes_block(const struct compare_input *input)
{
    const struct take *take =
        takes_find(input->takes, input->want->kind, input->want->id, FIELD_BLOCK);
    return take && take->spec && input->want->value[FIELD_BLOCK].known;
}

/* A broken block is not written. true: the item is refused. */
static bool is_damaged(struct arena *arena, const struct compare_input *input,
                       struct item_change *item)
{
    enum block_damage damage = input->have->parts.damage;
    if (damage == BLOCK_WHOLE)
        return false;
    if (damage == BLOCK_NEWER) {
        refuse(arena, item, REFUSAL_NEWER, block_damage_text(damage), NULL);
        return true;
    }
    if (takes_block(input))
        return false;
    refuse(arena, item, REFUSAL_DAMAGED, block_damage_text(damage),
           input->want->value[FIELD_BLOCK].known
               ? arena_printf(arena, "roadmap sync --take %s.block=spec", item->id)
               : NULL);
    return true;
}

static void refuse_text(struct arena *arena, const struct compare_input *input,
                        struct item_change *item)
{
    const struct change *block = item_change_field(item, FIELD_BLOCK);
    if (block == NULL || (block->move != MOVE_WRITE && block->move != MOVE_OVERWRITE))
        return;
    if (!block_text_fits(arena, block->after.raw)) {
        refuse(arena, item, REFUSAL_DAMAGED,
               "its text leaves a code fence open or holds a line that marks a managed block",
               NULL);
    } else if (block->lost_ticks.len > 0 && !input->drop_ticks) {
        refuse(arena, item, REFUSAL_LOST_TICKS,
               arena_printf(arena, "%u ticked box%s would find no place in the new text",
                            block->lost_ticks.len, block->lost_ticks.len == 1 ? "" : "es"),
               arena_printf(arena, "roadmap sync --drop-ticks %s", item->id));
    }
}

static bool closes(const struct change *change)
{
    return change->field == FIELD_STATE && value_is_closed(&change->after);
}

static enum verb verb_of(const struct compare_input *input, const struct item_change *item)
{
    enum verb verb = VERB_NONE;
    for (size_t i = 0; i < item->changes.len; i++) {
        const struct change *change = &item->changes.items[i];
        if (change->move != MOVE_WRITE && change->move != MOVE_OVERWRITE)
            continue;
        if (verb == VERB_NONE || closes(change))
            verb = closes(change) ? VERB_CLOSE : VERB_UPDATE;
    }
    if (input->bound == BOUND_ADOPT)
        return VERB_ADOPT;
    return input->bound == BOUND_NUMBER && input->base == NULL && verb != VERB_NONE ? VERB_ADOPT
                                                                                    : verb;
}

/* It stands behind a block of ours, so there has to be one, or to come with this very write. */
static bool can_publish(const struct compare_input *input, const struct item_change *item)
{
    const struct block_parts *parts = &input->have->parts;
    const struct change *block = item_change_field(item, FIELD_BLOCK);
    const bool whole = parts->found && parts->damage == BLOCK_WHOLE;
    return whole || input->bound == BOUND_ADOPT ||
           (block && (block->move == MOVE_WRITE || block->move == MOVE_OVERWRITE));
}

/* Nobody else writes it, so there is nothing to weigh: it is as it should be or it is written. */
static void compare_evidence(struct arena *arena, const struct compare_input *input,
                             struct item_change *item)
{
    const struct value *want = &input->want->value[FIELD_EVIDENCE];
    const struct value *have = &input->have->value[FIELD_EVIDENCE];
    if (strcmp(value_str(want), value_str(have)) != 0 && can_publish(input, item))
        compare_add(arena, input, item, FIELD_EVIDENCE, MOVE_WRITE);
}

static enum code compare_fields(struct arena *arena, const struct compare_input *input,
                                struct item_change *item, struct err *err)
{
    const struct want *want = input->want;
    for (enum field field = 0; field < FIELD_COUNT; field++) {
        if (!want->value[field].known || want->policy[field] == POLICY_IGNORE)
            continue;
        if (field == FIELD_BLOCK) {
            enum code code = compare_block(arena, input, item, err);
            if (code)
                return code;
        } else if (field == FIELD_EVIDENCE) {
            compare_evidence(arena, input, item);
        } else if (field_is_set(field)) {
            compare_set(arena, input, field, item);
        } else if (input->have->value[field].known) {
            compare_scalar(arena, input, field, item);
        }
    }
    return OK;
}

enum code compare_item(struct arena *arena, const struct compare_input *input,
                       struct item_change *item, struct err *err)
{
    const struct want *want = input->want;
    *item = (struct item_change){.kind = want->kind,
                                 .id = want->id,
                                 .title = want->title,
                                 .bound = input->bound,
                                 .base = input->base,
                                 .want = want,
                                 .edge = want->edge};
    if (input->have == NULL) {
        compare_created(arena, input, item);
        refuse_text(arena, input, item);
        return OK;
    }
    item->body = input->have->body;
    item->number = input->have->number;
    item->db_id = input->have->db_id;
    if (is_damaged(arena, input, item))
        return OK;
    enum code code = compare_fields(arena, input, item, err);
    if (code)
        return code;
    item->verb = verb_of(input, item);
    refuse_text(arena, input, item);
    return OK;
}
