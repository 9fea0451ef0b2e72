#include "schema_chain.h"

#include "schema/sqlite/snapshot.h"
#include "schema/sqlite/wire.h"

static void fill_snapshot(struct arena *arena, struct schema_snapshot *snapshot)
{
    struct schema_table table = {.name = "t", .normal = "create table t ( a )", .strict = true};
    struct schema_index index = {.name = "i", .table = "t", .unique = true};
    struct schema_foreign_key key = {
        .parent = "p", .on_update = "no action", .on_delete = "cascade"};
    *snapshot = (struct schema_snapshot){.engine = "SQLite"};
    VEC_PUSH(arena, &table.columns,
             ((struct schema_column){.name = "a", .type = "", .not_null = true}));
    VEC_PUSH(arena, &index.columns,
             ((struct schema_index_column){.name = "a", .descending = true}));
    strlist_add(arena, &key.columns, "a");
    VEC_PUSH(arena, &table.indexes, index);
    VEC_PUSH(arena, &table.foreign_keys, key);
    VEC_PUSH(arena, &table.checks, ((struct schema_check){NULL, "a > 1"}));
    VEC_PUSH(arena, &snapshot->tables, table);
    VEC_PUSH(arena, &snapshot->objects,
             ((struct schema_object){"view", "v", "v", "create view v"}));
}

static void what_is_written_is_read(void **state)
{
    cleanup_arena struct arena *arena = arena_new();
    cleanup_str struct str bytes;
    struct schema_snapshot before, after = {.engine = NULL};
    struct strlist lines = {NULL, 0, 0};
    (void)state;
    str_init(&bytes, 0);
    fill_snapshot(arena, &before);
    struct wire writer = wire_writer(&bytes);
    snapshot_wire(&writer, &before);
    struct wire reader = wire_reader(arena, bytes.p, bytes.len);
    snapshot_wire(&reader, &after);
    assert_false(reader.failed);
    assert_int_equal(reader.at, bytes.len);
    /* The texts of both tables, so that the facts themselves are compared. */
    after.tables.items[0].normal = "create table t ( a , b )";
    snapshot_diff(arena, &before, &after, COLUMN_ORDER_STRICT, &lines);
    assert_int_equal(lines.len, 0);
    assert_null(after.tables.items[0].checks.items[0].name);
    assert_string_equal(after.tables.items[0].foreign_keys.items[0].columns.items[0], "a");
}

/* The child may have lost its mind: whatever it sends, reading ends and says that it failed. */
static void broken_bytes_are_refused(void **state)
{
    cleanup_arena struct arena *arena = arena_new();
    cleanup_str struct str bytes;
    struct schema_snapshot snapshot;
    uint32_t seed = 1;
    (void)state;
    str_init(&bytes, 0);
    fill_snapshot(arena, &snapshot);
    struct wire writer = wire_writer(&bytes);
    snapshot_wire(&writer, &snapshot);
    for (size_t len = 0; len < bytes.len; len++) {
        char *cut = arena_alloc(arena, len ? len : 1);
        memcpy(cut, bytes.p, len);
        struct schema_snapshot read = {.engine = NULL};
        struct wire reader = wire_reader(arena, cut, len);
        snapshot_wire(&reader, &read);
        assert_true(reader.failed);
    }
    for (int round = 0; round < 2000; round++) {
        cleanup_arena struct arena *scratch = arena_new();
        char *changed = arena_alloc(scratch, bytes.len);
        memcpy(changed, bytes.p, bytes.len);
        for (int i = 0; i < 3; i++) {
            seed = seed * 1664525u + 1013904223u;
            changed[(seed >> 8) % bytes.len] = (char)(seed >> 24);
        }
        struct schema_snapshot read = {.engine = NULL};
        struct wire reader = wire_reader(scratch, changed, bytes.len);
        snapshot_wire(&reader, &read);
        assert_true(reader.at <= bytes.len);
    }
}

/* A frame over its ceiling is told, not cut. */
static void a_full_buffer_fails(void **state)
{
    cleanup_str struct str bytes;
    const char *text = "0123456789";
    (void)state;
    str_init(&bytes, 8);
    struct wire writer = wire_writer(&bytes);
    wire_text(&writer, &text);
    assert_true(writer.failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(broken_bytes_are_refused),
        cmocka_unit_test(a_full_buffer_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
