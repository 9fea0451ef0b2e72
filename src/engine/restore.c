#include "engine/restore.h"

#include <string.h>

#include "base/str.h"
#include "engine/block.h"
#include "engine/normal.h"
#include "engine/ticks.h"

static const char *normal(struct arena *arena, enum kind kind, enum field field, const char *text)
{
    switch (field) {
    case FIELD_TITLE:
        return kind == KIND_LABEL ? normal_name(arena, text) : normal_line(arena, text);
    case FIELD_COLOR:
        return normal_color(arena, text);
    case FIELD_DUE_ON:
        return normal_date(arena, text);
    default:
        return normal_line(arena, text);
    }
}

/* A label that only changed the case of its name has moved, too: that is why names are compared by
 * line where the folded ones are equal on both sides. */
static bool equal(struct arena *arena, enum kind kind, enum field field, const char *a,
                  const char *b)
{
    if (field == FIELD_STATE && (text_eq(a, "closed") || text_eq(b, "closed")))
        return text_starts(a, "closed") && text_starts(b, "closed");
    return text_eq(normal(arena, kind, field, a), normal(arena, kind, field, b));
}

enum restored restore_scalar(struct arena *arena, enum kind kind, enum field field, const char *now,
                             const char *before, const char *after)
{
    if (field == FIELD_TITLE && equal(arena, kind, field, before, after))
        kind = KIND_COUNT;
    if (equal(arena, kind, field, now, before))
        return RESTORE_ALREADY;
    return equal(arena, kind, field, now, after) ? RESTORE_BACK : RESTORE_CHANGED;
}

static bool same_text(struct arena *arena, const char *a, const char *b)
{
    return text_eq(normal_text(arena, a), normal_text(arena, b));
}

/* The same but for the line of the mark, which later runs renew. */
static bool same_parts(struct arena *arena, const struct block_parts *a,
                       const struct block_parts *b)
{
    return a->found && b->found && a->damage == BLOCK_WHOLE && b->damage == BLOCK_WHOLE &&
           same_text(arena, a->prefix, b->prefix) && same_text(arena, a->block, b->block) &&
           same_text(arena, a->middle, b->middle) && same_text(arena, a->status, b->status) &&
           same_text(arena, a->suffix, b->suffix);
}

static enum restored unwrap(struct arena *arena, const char *now, const char *before,
                            const struct block_parts *there, const struct block_parts *wrote,
                            const char **text)
{
    if (same_text(arena, now, before))
        return RESTORE_ALREADY;
    if (!same_parts(arena, there, wrote))
        return RESTORE_CHANGED;
    *text = before ? before : "";
    return RESTORE_BACK;
}

enum restored restore_body(struct arena *arena, const char *now, const char *before,
                           const char *after, const char **text)
{
    struct block_parts there, old, wrote;
    block_split(arena, now, &there);
    block_split(arena, before, &old);
    block_split(arena, after, &wrote);
    if (!old.found && !wrote.found) {
        if (same_text(arena, now, before))
            return RESTORE_ALREADY;
        *text = before ? before : "";
        return same_text(arena, now, after) ? RESTORE_BACK : RESTORE_CHANGED;
    }
    if (!old.found)
        return unwrap(arena, now, before, &there, &wrote, text);
    if (!there.found || there.damage != BLOCK_WHOLE || !wrote.found)
        return RESTORE_CHANGED;
    const char *now_text = normal_block(arena, there.block);
    if (text_eq(now_text, normal_block(arena, old.block)))
        return RESTORE_ALREADY;
    if (!text_eq(now_text, normal_block(arena, wrote.block)))
        return RESTORE_CHANGED;
    struct ticks_result ticks;
    ticks_carry(arena, there.block, old.block, old.block, &ticks);
    there.block = ticks.text;
    *text = block_compose(arena, &there);
    return RESTORE_BACK;
}

void restore_elements(struct arena *arena, const char *text, struct strlist *set)
{
    *set = (struct strlist){0};
    while (text && *text) {
        const size_t len = strcspn(text, "\n");
        if (len)
            strlist_add(arena, set, arena_strndup(arena, text, len));
        text += len + (text[len] == '\n');
    }
}

static bool has(struct arena *arena, const struct strlist *set, const char *name)
{
    const char *wanted = normal_name(arena, name);
    for (size_t i = 0; i < set->len; i++)
        if (text_eq(normal_name(arena, set->items[i]), wanted))
            return true;
    return false;
}

void restore_set(struct arena *arena, const struct strlist *now, const char *before,
                 const char *after, struct strlist *add, struct strlist *remove)
{
    struct strlist old, wrote;
    restore_elements(arena, before, &old);
    restore_elements(arena, after, &wrote);
    for (size_t i = 0; i < wrote.len; i++)
        if (!has(arena, &old, wrote.items[i]) && has(arena, now, wrote.items[i]))
            strlist_add(arena, remove, wrote.items[i]);
    for (size_t i = 0; i < old.len; i++)
        if (!has(arena, &wrote, old.items[i]) && !has(arena, now, old.items[i]))
            strlist_add(arena, add, old.items[i]);
}
