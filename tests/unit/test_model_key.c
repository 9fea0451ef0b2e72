#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"
#include "model/key.h"

static void leading_keys(void **state)
{
    (void)state;
    static const struct {
        const char *title, *key;
    } cases[] = {
        {"DB-001: Build", "DB-001"},
        {"DB-ML0 – Inventory", "DB-ML0"},
        {"T001: x", "T001"},
        {"T001 - task", "T001"},
        {"T005b: x", "T005b"},
        {"T-0.1 - x", "T-0.1"},
        {"A-1.2b — x", "A-1.2b"},
        {"A1 — x", "A1"},
        {"W1-T2: x", "W1-T2"},
        {"DB: x", NULL},
        {"db-001: x", NULL},
        {"DB-001", NULL},
        {"DB-001 Build", NULL},
        {"DB-001:Build", NULL},
        {"DB-: 1", NULL},
        {"NOTE: 1 digit behind", NULL},
        {"1.1: x", NULL},
        {"T001ab: x", NULL},
        {"DB-1-", NULL},
        {"", NULL},
        {NULL, NULL},
    };
    cleanup_arena struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *key = key_leading(arena, cases[i].title);
        if (!cases[i].key != !key || (key && strcmp(key, cases[i].key) != 0))
            fail_msg("'%s' gives '%s'", cases[i].title, key ? key : "nothing");
    }
}

static void a_key_is_no_longer_than_an_id(void **state)
{
    (void)state;
    cleanup_arena struct arena *arena = arena_new();
    char title[KEY_ID_MAX_BYTES + 8];
    memset(title, '1', sizeof title);
    title[0] = 'A';
    memcpy(title + KEY_ID_MAX_BYTES, ": x", 4);
    assert_int_equal(strlen(key_leading(arena, title)), KEY_ID_MAX_BYTES);
    memcpy(title + KEY_ID_MAX_BYTES, "1: x", 5);
    assert_null(key_leading(arena, title));
}

static void valid_ids(void **state)
{
    (void)state;
    assert_true(key_id_valid("DB-001"));
    assert_true(key_id_valid("a/b:c.d_e"));
    assert_true(key_id_valid("9"));
    assert_false(key_id_valid(NULL));
    assert_false(key_id_valid(""));
    assert_false(key_id_valid("-a"));
    assert_false(key_id_valid("a--b"));
    assert_false(key_id_valid("a b"));
    assert_false(key_id_valid("ä"));
    char id[KEY_ID_MAX_BYTES + 2];
    memset(id, 'a', sizeof id);
    id[KEY_ID_MAX_BYTES] = '\0';
    assert_true(key_id_valid(id));
    id[KEY_ID_MAX_BYTES] = 'a';
    id[KEY_ID_MAX_BYTES + 1] = '\0';
    assert_false(key_id_valid(id));
}

static void valid_scopes(void **state)
{
    (void)state;
    assert_true(key_scope_valid("db"));
    assert_true(key_scope_valid("0.a_b-c"));
    assert_false(key_scope_valid(NULL));
    assert_false(key_scope_valid(""));
    assert_false(key_scope_valid("DB"));
    assert_false(key_scope_valid(".db"));
    assert_false(key_scope_valid("a--b"));
    assert_true(key_scope_valid("a2345678901234567890123456789012"));
    assert_false(key_scope_valid("a23456789012345678901234567890123"));
}

static void separators(void **state)
{
    (void)state;
    assert_int_equal(key_separator(": x"), 2);
    assert_int_equal(key_separator(" - x"), 3);
    assert_int_equal(key_separator(" – x"), 5);
    assert_int_equal(key_separator(" — x"), 5);
    assert_int_equal(key_separator(":x"), 0);
    assert_int_equal(key_separator(""), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leading_keys), cmocka_unit_test(a_key_is_no_longer_than_an_id),
        cmocka_unit_test(valid_ids),    cmocka_unit_test(valid_scopes),
        cmocka_unit_test(separators),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
