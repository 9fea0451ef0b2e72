/* The text of the managed block: ticks carried over, edits of both sides merged by line. */
#include <string.h>

#include "base/str.h"
#include "engine/compare_inner.h"
#include "engine/normal.h"
#include "engine/ticks.h"
#include "engine/value.h"
#include "engine/wants.h"

/* A body without our mark is people's, unless `number:` in the spec says it is the item's. */
static bool is_managed(const struct compare_input *input)
{
    const struct want *want = input->want;
    return input->have->parts.found || input->bound == BOUND_ADOPT ||
           input->bound == BOUND_NUMBER ||
           (want->number_hint.v != 0 && want->number_hint.v == input->have->number.v);
}

static const char *have_raw(const struct compare_input *input)
{
    const char *raw = input->have->value[FIELD_BLOCK].raw;
    return raw ? raw : "";
}

/* The old text goes. (Else it stays below the new block, its ticks with it.) */
static bool is_replaced(const struct compare_input *input)
{
    if (input->have->parts.found)
        return true;
    return input->bound != BOUND_ADOPT && input->base &&
           base_spec(input->base, FIELD_BLOCK)->known &&
           input->want->number_hint.v == input->have->number.v;
}

/* `text`: what will stand there, boxes empty or as the plan ticks them. */
static void fill_written(struct arena *arena, const struct compare_input *input,
                         struct change *change, const char *text)
{
    const char *spec = input->want->value[FIELD_BLOCK].raw;
    struct ticks_result ticks;
    ticks_carry(arena, have_raw(input), text, spec ? spec : text, &ticks);
    const char *normal = normal_block(arena, ticks.text);
    change->after = value_text(*normal ? normal : NULL, ticks.text);
    if (is_replaced(input))
        change->lost_ticks = ticks.lost;
    if (ticks.kept > 0)
        change->note =
            arena_printf(arena, "%zu ticked box%s %s ticked", ticks.kept,
                         ticks.kept == 1 ? "" : "es", ticks.kept == 1 ? "stays" : "stay");
}

static const char *with_newline(struct arena *arena, const char *text)
{
    return text_empty(text) ? "" : arena_printf(arena, "%s\n", text);
}

/* The text that both sides started from; NULL when nobody has it. */
static enum code find_ancestor(struct arena *arena, const struct compare_input *input,
                               const char **ancestor, struct err *err)
{
    const struct value *base = input->base ? base_spec(input->base, FIELD_BLOCK) : NULL;
    *ancestor = NULL;
    if (base == NULL || !base->known)
        return OK;
    if (!base->hashed) {
        *ancestor = value_str(base);
        return OK;
    }
    if (input->text.base_text == NULL)
        return OK;
    const char *text = NULL;
    enum code code = input->text.base_text(input->text.base_text_state, arena, input->want->kind,
                                           input->want->id, base->text, &text, err);
    if (code == OK && text != NULL)
        *ancestor = normal_block(arena, text);
    return code;
}

static enum code merge(struct arena *arena, const struct compare_input *input, bool *clean,
                       const char **merged, struct err *err)
{
    const char *ancestor;
    *clean = false;
    enum code code = find_ancestor(arena, input, &ancestor, err);
    if (code || ancestor == NULL || input->text.merge == NULL)
        return code;
    char *text = NULL;
    code = input->text.merge(input->text.merge_state, arena, with_newline(arena, ancestor),
                             with_newline(arena, input->want->value[FIELD_BLOCK].text),
                             with_newline(arena, input->have->value[FIELD_BLOCK].text), clean,
                             &text, err);
    if (code == OK && *clean)
        *merged = normal_text(arena, text);
    return code;
}

bool compare_source_is_same(struct arena *arena, const struct base_item *base,
                            const struct want *want)
{
    if (!base || !base->block_source)
        return false;
    const char *source = want_block_source(arena, want);
    return source && text_eq(base->block_source, source);
}

static bool source_is_same(struct arena *arena, const struct compare_input *input)
{
    return compare_source_is_same(arena, input->base, input->want);
}

static bool has_source(const struct want *want)
{
    return want->block_source || want->text_of;
}

/* The two bases differ where a person's text was taken (--take ID.block=github): a change of the
 * spec must then be merged too, or that text would be overwritten. */
static bool taken_before(const struct compare_input *input)
{
    const struct base_item *base = input->base;
    return base && !base_spec(base, FIELD_BLOCK)->hashed &&
           !value_equal(base_spec(base, FIELD_BLOCK), base_remote(base, FIELD_BLOCK));
}

static enum code settle(struct arena *arena, const struct compare_input *input,
                        struct item_change *item, enum move move, struct err *err)
{
    bool clean;
    const char *merged = NULL;
    enum code code = merge(arena, input, &clean, &merged, err);
    if (code)
        return code;
    if (!clean) {
        compare_add(arena, input, item, FIELD_BLOCK, MOVE_CONFLICT);
        return OK;
    }
    bool nothing_new =
        strcmp(normal_block(arena, merged), value_str(&input->have->value[FIELD_BLOCK])) == 0;
    struct change *change =
        compare_add(arena, input, item, FIELD_BLOCK, nothing_new ? MOVE_AGREE : move);
    change->merged = true;
    if (!nothing_new)
        fill_written(arena, input, change, merged);
    return OK;
}

static enum move decide(struct arena *arena, const struct compare_input *input,
                        const struct sides *sides)
{
    const struct want *want = input->want;
    enum move taken = compare_taken(input, FIELD_BLOCK, sides);
    if (taken != MOVE_NONE)
        return taken;
    if (input->bound == BOUND_ADOPT)
        return sides->equal                                      ? MOVE_AGREE
               : want->policy[FIELD_BLOCK] == POLICY_CREATE_ONLY ? MOVE_NONE
                                                                 : MOVE_WRITE;
    /* A new template alone does not rewrite an issue. */
    struct sides judged = *sides;
    bool same_source = !sides->equal && !input->rewrite && source_is_same(arena, input);
    if (same_source)
        judged.s = false;
    if (same_source && judged.based && !judged.r && !judged.equal)
        return MOVE_NONE;
    bool empty = value_is_empty(&input->have->value[FIELD_BLOCK]);
    return compare_decide(&judged, want->policy[FIELD_BLOCK], empty ? MOVE_WRITE : MOVE_KEEP);
}

enum code compare_block(struct arena *arena, const struct compare_input *input,
                        struct item_change *item, struct err *err)
{
    const struct value *want = &input->want->value[FIELD_BLOCK];
    struct sides sides = {0};
    /* Damaged, or unmarked and not the item's: only --take writes it. */
    bool comparable = input->have->value[FIELD_BLOCK].known && is_managed(input);
    if (comparable)
        compare_sides(arena, input, FIELD_BLOCK, &sides);
    enum move move =
        comparable ? decide(arena, input, &sides) : compare_taken(input, FIELD_BLOCK, &sides);
    if (!comparable && move == MOVE_AGREE)
        return OK;
    if (move == MOVE_NONE || (move == MOVE_AGREE && compare_base_holds(input, FIELD_BLOCK) &&
                              (!has_source(input->want) || source_is_same(arena, input))))
        return OK;
    bool taken = compare_taken(input, FIELD_BLOCK, &sides) != MOVE_NONE;
    if (!taken &&
        (move == MOVE_CONFLICT || (move == MOVE_WRITE && sides.based && taken_before(input))))
        return settle(arena, input, item, MOVE_WRITE, err);
    struct change *change = compare_add(arena, input, item, FIELD_BLOCK, move);
    if (move == MOVE_WRITE || move == MOVE_OVERWRITE)
        fill_written(arena, input, change, want->raw ? want->raw : "");
    return OK;
}
