#include <stdlib.h>
#include <string.h>

#include "store/db.h"
#include "store/items.h"
#include "store/spelling.h"

#define ROOM_MOST (1 << 17)
#define MEMO_SLOTS 512u
#define MEMO_TEXT_MOST 64

/* Many items have the same milestone, labels and colours: one value stands for all of them. */
struct memo {
    enum field field;
    const char *text; /* as stored */
    const struct value *value;
};

struct loading {
    struct store *store;
    struct arena *arena;
    struct base *base;
    VEC(int64_t) keys; /* beside base->items, ascending */
    struct memo memo[MEMO_SLOTS];
};

static void read_item(struct loading *load, struct db_use *use)
{
    enum kind kind;
    if (!spelling_to_kind(db_peek(use, 1), &kind))
        return;
    struct base *base = load->base;
    *VEC_ADD(load->arena, &load->keys) = db_int(use, 0);
    struct base_item *item = VEC_ADD(load->arena, &base->items);
    item->kind = kind;
    item->id = db_text(use, load->arena, 2);
    item->number.v = db_int(use, 3);
    item->db_id.v = db_int(use, 4);
    item->pristine = db_int(use, 5) != 0;
    item->ticks = db_text(use, load->arena, 6);
    item->block_source = db_text(use, load->arena, 7);
    item->marks = db_text(use, load->arena, 8);
}

/* Never less than there are items, and found without counting them. Old storage stays in the arena,
 * so growing step by step would cost twice; what is too much is never touched. */
static enum code make_room(struct loading *load, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = db_use(load->store, STMT_ITEM_ROOM, &use, err);
    if (code || (code = db_next(&use, &row, err)) != OK || !row)
        return code;
    const int64_t room = db_int(&use, 0);
    struct base *base = load->base;
    base->items.cap = load->keys.cap = room < 0 || room > ROOM_MOST ? ROOM_MOST : (size_t)room;
    base->items.items = arena_calloc(load->arena, base->items.cap, sizeof *base->items.items);
    load->keys.items = arena_calloc(load->arena, load->keys.cap, sizeof *load->keys.items);
    return OK;
}

static enum code load_items(struct loading *load, struct store_scope at, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = db_use(load->store, STMT_ITEM_LIST, &use, err);
    if (code)
        return code;
    db_bind_int(&use, at.repository.v);
    db_bind_text(&use, at.scope);
    while ((code = db_next(&use, &row, err)) == OK && row)
        read_item(load, &use);
    return code;
}

/* The values of a set stand in one text; `field` says how to read it. Nothing of a base is ever
 * sent, so what is to be sent is the same. */
static const struct value *make_value(struct arena *arena, enum field field, const char *text)
{
    struct value *value = ARENA_NEW(arena, struct value);
    value->known = true;
    if (field_is_set(field)) {
        spelling_to_set(arena, text, &value->set);
        value->raw_set = value->set;
    } else {
        value->text = value->raw = arena_strdup(arena, text);
    }
    return value;
}

static bool is_repeated(enum field field)
{
    return field != FIELD_TITLE && field != FIELD_BLOCK;
}

static const struct value *shared_value(struct loading *load, enum field field, const char *text)
{
    uint32_t hash = (uint32_t)field;
    if (!text || !is_repeated(field))
        return make_value(load->arena, field, text);
    size_t len = 0;
    for (; text[len] && len < MEMO_TEXT_MOST; len++)
        hash = hash * 31 + (unsigned char)text[len];
    if (text[len])
        return make_value(load->arena, field, text);
    struct memo *memo = &load->memo[hash % MEMO_SLOTS];
    if (!memo->value || memo->field != field || strcmp(memo->text, text) != 0)
        *memo = (struct memo){field, arena_strdup(load->arena, text),
                              make_value(load->arena, field, text)};
    return memo->value;
}

/* Unlike text_eq: no text is not the empty one. */
static bool is_same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* GitHub mostly answers what it was sent: then both sides share one value. */
static void read_values(struct loading *load, struct db_use *use, struct base_item *item)
{
    enum field field;
    if (!spelling_to_field(db_peek(use, 1), &field))
        return;
    const bool spec_known = db_int(use, 2) != 0, remote_known = db_int(use, 4) != 0;
    const char *spec = db_peek(use, 3), *remote = db_peek(use, 5);
    if (spec_known)
        item->spec[field] = shared_value(load, field, spec);
    if (remote_known)
        item->remote[field] = spec_known && is_same(spec, remote)
                                  ? item->spec[field]
                                  : shared_value(load, field, remote);
}

/* Two lists in ascending key are laid beside each other: cheaper than a join. */
static enum code load_values(struct loading *load, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    const int64_t *keys = load->keys.items;
    const size_t len = load->keys.len;
    size_t i = 0;
    bool row;
    if (len == 0)
        return OK;
    enum code code = db_use(load->store, STMT_BASE_LIST, &use, err);
    if (code)
        return code;
    db_bind_int(&use, keys[0]);
    db_bind_int(&use, keys[len - 1]);
    while ((code = db_next(&use, &row, err)) == OK && row) {
        const int64_t key = db_int(&use, 0);
        while (i < len && keys[i] < key)
            i++;
        if (i < len && keys[i] == key)
            read_values(load, &use, &load->base->items.items[i]);
    }
    return code;
}

static int by_kind_and_id(const void *a, const void *b)
{
    const struct base_item *left = a, *right = b;
    if (left->kind != right->kind)
        return left->kind < right->kind ? -1 : 1;
    return strcmp(left->id, right->id);
}

enum code store_load_base(struct store *store, struct arena *arena, struct store_scope at,
                          struct base *base, struct err *err)
{
    struct loading load = {.store = store, .arena = arena, .base = base};
    *base = (struct base){0};
    enum code code = make_room(&load, err);
    if (code)
        return code;
    code = load_items(&load, at, err);
    if (code)
        return code;
    code = load_values(&load, err);
    if (code)
        return code;
    if (base->items.len > 1)
        qsort(base->items.items, base->items.len, sizeof *base->items.items, by_kind_and_id);
    return OK;
}
