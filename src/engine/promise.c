#include "engine/promise.h"

#include "base/map.h"
#include "base/str.h"
#include "engine/normal.h"

/* Between the parts of a key; no text of a plan holds it. */
#define PART "\x1f"

static bool is_written(const struct change *change)
{
    return change->move == MOVE_WRITE || change->move == MOVE_OVERWRITE;
}

static const char *text_of(struct arena *arena, enum field field, const struct value *value)
{
    const char *text = value->raw ? value->raw : value->text;
    return text && (field == FIELD_BLOCK || field == FIELD_EVIDENCE) ? hash_kind(arena, "b", text)
                                                                     : text;
}

static void add_row(struct arena *arena, struct promise *promise, const struct item_change *item,
                    enum field field, const char *before, const char *after)
{
    const struct promise_row row = {.kind = item->kind,
                                    .id = item->id,
                                    .number = item->number.v,
                                    .verb = item->verb,
                                    .has_field = true,
                                    .field = field,
                                    .before = before,
                                    .after = after};
    VEC_PUSH(arena, &promise->rows, row);
}

static void add_field(struct arena *arena, struct promise *promise, const struct item_change *item,
                      const struct change *change)
{
    if (!field_is_set(change->field)) {
        add_row(arena, promise, item, change->field, text_of(arena, change->field, &change->before),
                text_of(arena, change->field, &change->after));
        return;
    }
    for (size_t i = 0; i < change->removed.len; i++)
        add_row(arena, promise, item, change->field, change->removed.items[i], NULL);
    for (size_t i = 0; i < change->added.len; i++)
        add_row(arena, promise, item, change->field, NULL, change->added.items[i]);
}

static void add_key(struct str *key, const struct promise_row *row)
{
    str_addf(key, "%d" PART "%s" PART "%lld" PART "%d" PART "%d" PART "%s" PART "%s" PART,
             (int)row->kind, row->id, (long long)row->number, row->has_field ? -1 : (int)row->verb,
             row->has_field ? (int)row->field : -1, row->before ? row->before : "",
             row->after ? row->after : "");
}

/* Everything that a creation will say, in one hash: a plan of 10,000 new issues stays small. What a
 * second request does (closing it at once) is a row of its own, as it may be all that is left. */
static void add_created(struct arena *arena, struct promise *promise,
                        const struct item_change *item)
{
    struct promise parts = {0};
    struct str key cleanup_str;
    str_init(&key, 0);
    for (size_t i = 0; i < item->changes.len; i++)
        if (is_written(&item->changes.items[i]) && item->changes.items[i].field != FIELD_STATE)
            add_field(arena, &parts, item, &item->changes.items[i]);
    for (size_t i = 0; i < parts.rows.len; i++)
        add_key(&key, &parts.rows.items[i]);
    const struct promise_row row = {.kind = item->kind,
                                    .id = item->id,
                                    .verb = VERB_CREATE,
                                    .after = hash_kind(arena, "create", key.p)};
    VEC_PUSH(arena, &promise->rows, row);
    const struct change *state = item_change_field(item, FIELD_STATE);
    if (state && is_written(state))
        add_row(arena, promise, item, FIELD_STATE, NULL,
                text_of(arena, FIELD_STATE, &state->after));
}

void promise_of(struct arena *arena, const struct changeset *changeset, struct promise *promise)
{
    *promise = (struct promise){0};
    for (size_t i = 0; i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        if (!item_change_writes(item))
            continue;
        if (item->verb == VERB_CREATE) {
            add_created(arena, promise, item);
            continue;
        }
        /* A close says so by its state. */
        if (item->verb != VERB_UPDATE && item->verb != VERB_CLOSE) {
            const struct promise_row row = {
                .kind = item->kind, .id = item->id, .number = item->number.v, .verb = item->verb};
            VEC_PUSH(arena, &promise->rows, row);
        }
        for (size_t k = 0; k < item->changes.len; k++)
            if (is_written(&item->changes.items[k]))
                add_field(arena, promise, item, &item->changes.items[k]);
    }
}

const char *promise_digest(struct arena *arena, const struct promise *promise)
{
    struct str key cleanup_str;
    str_init(&key, 0);
    for (size_t i = 0; i < promise->rows.len; i++)
        add_key(&key, &promise->rows.items[i]);
    return hash_kind(arena, "promise", key.p);
}

/* As it would look in a run after the item was created: it has a number and a value by then. */
static const char *row_key(struct arena *arena, const struct promise_row *row, bool created)
{
    struct promise_row plain = *row;
    struct str key cleanup_str;
    str_init(&key, 0);
    if (created) {
        plain.number = 0;
        plain.before = NULL;
    }
    add_key(&key, &plain);
    return str_dup(&key, arena);
}

static const char *item_key(struct arena *arena, enum kind kind, const char *id, int field)
{
    return arena_printf(arena, "%d" PART "%s" PART "%d", (int)kind, id, field);
}

static const char *kept_key(struct arena *arena, const struct promise_row *row)
{
    return item_key(arena, row->kind, row->id, row->has_field ? (int)row->field : -1);
}

/* A link has nothing but itself. */
static bool is_kept(const struct map *kept, struct arena *arena, const struct promise_row *row)
{
    return map_has(kept, kept_key(arena, row)) ||
           (row->kind == KIND_RELATION && map_has(kept, item_key(arena, row->kind, row->id, -1)));
}

struct sides {
    struct arena *arena;
    struct map *promised, *now; /* row keys */
    struct map *created;        /* items that the promise creates */
    struct map *kept;
};

static const char *key_of(const struct sides *sides, const struct promise_row *row)
{
    const bool created =
        row->has_field && map_has(sides->created, item_key(sides->arena, row->kind, row->id, -1));
    return row_key(sides->arena, row, created);
}

static void index_sides(struct sides *sides, const struct promise *promised,
                        const struct promise *now, const struct promise_keeps *kept)
{
    for (size_t i = 0; i < promised->rows.len; i++) {
        const struct promise_row *row = &promised->rows.items[i];
        if (!row->has_field && row->verb == VERB_CREATE)
            map_put(sides->created, item_key(sides->arena, row->kind, row->id, -1), sides);
    }
    for (size_t i = 0; i < kept->list.len; i++) {
        const struct promise_kept *done = &kept->list.items[i];
        if (done->has_field)
            map_put(sides->kept, item_key(sides->arena, done->kind, done->id, (int)done->field),
                    sides);
        map_put(sides->kept, item_key(sides->arena, done->kind, done->id, -1), sides);
    }
    for (size_t i = 0; i < promised->rows.len; i++)
        map_put(sides->promised, key_of(sides, &promised->rows.items[i]), sides);
    for (size_t i = 0; i < now->rows.len; i++)
        map_put(sides->now, key_of(sides, &now->rows.items[i]), sides);
}

void promise_compare(struct arena *arena, const struct promise *promised, const struct promise *now,
                     const struct promise_keeps *kept, struct promise_differences *differences)
{
    struct sides sides = {.arena = arena,
                          .promised = map_new(arena),
                          .now = map_new(arena),
                          .created = map_new(arena),
                          .kept = map_new(arena)};
    *differences = (struct promise_differences){0};
    index_sides(&sides, promised, now, kept);
    for (size_t i = 0; i < now->rows.len; i++) {
        const struct promise_difference difference = {&now->rows.items[i], true};
        if (!map_has(sides.promised, key_of(&sides, difference.row)))
            VEC_PUSH(arena, &differences->list, difference);
    }
    for (size_t i = 0; i < promised->rows.len; i++) {
        const struct promise_difference difference = {&promised->rows.items[i], false};
        if (!map_has(sides.now, key_of(&sides, difference.row)) &&
            !is_kept(sides.kept, arena, difference.row))
            VEC_PUSH(arena, &differences->list, difference);
    }
}
