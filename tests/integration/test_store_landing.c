#include "support/store_scratch.h"

#include "base/str.h"
#include "store/landing.h"

static struct landing_commit *commit(struct scratch *s, int n, const char *issues)
{
    struct landing_commit *made = ARENA_NEW(s->arena, struct landing_commit);
    made->id = arena_printf(s->arena, "%040d", n);
    made->at_ms = 1000 * n;
    made->author = "octocat";
    made->subject = arena_printf(s->arena, "Change %d", n);
    for (; *issues; issues++)
        strlist_add(s->arena, &made->issues, arena_printf(s->arena, "DB-%c", *issues));
    return made;
}

static struct landings example(struct scratch *s)
{
    const struct landing_commit *one = commit(s, 1, "12");
    const struct landing_commit *two = commit(s, 2, "");
    const struct landing_commit *three = commit(s, 3, "3");
    struct landings landings = {.folder = "m", .tip = three->id};
    VEC_PUSH(s->arena, &landings.files, (struct landing){"m/1", true, one, one});
    VEC_PUSH(s->arena, &landings.files, (struct landing){"m/2", false, one, two});
    VEC_PUSH(s->arena, &landings.files, (struct landing){"m/\351", false, two, two});
    VEC_PUSH(s->arena, &landings.trailers, (struct landing_trailer){"m/2", three});
    VEC_PUSH(s->arena, &landings.trailers, (struct landing_trailer){"m/1", one});
    return landings;
}

static const char *text_of(struct scratch *s, const struct landings *landings)
{
    struct str text;
    str_init(&text, 0);
    for (size_t i = 0; i < landings->files.len; i++) {
        const struct landing *file = &landings->files.items[i];
        str_addf(&text, "%s%s:%s-%s@%d ", file->gone ? "!" : "", file->path, file->first->subject,
                 file->last->subject, (int)file->last->at_ms);
    }
    for (size_t i = 0; i < landings->trailers.len; i++) {
        str_addf(&text, "%s=", landings->trailers.items[i].path);
        str_add_list(&text, &landings->trailers.items[i].commit->issues, ",");
        str_add(&text, " ");
    }
    const char *copy = str_dup(&text, s->arena);
    str_release(&text);
    return copy;
}

static const struct store_landing_key key_main = {"/x/.git", "m", "main", false};

static void test_what_is_saved_comes_back(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct landings landings = example(s), got;
    bool found;
    WORKS(s, store_load_landings(store, s->arena, &key_main, &got, &found, &s->err));
    assert_false(found);
    WORKS(s, store_put_landings(store, &key_main, &landings, 5, &s->err));
    WORKS(s, store_load_landings(store, s->arena, &key_main, &got, &found, &s->err));
    assert_true(found);
    assert_string_equal(text_of(s, &got), text_of(s, &landings));
    assert_string_equal(got.tip, landings.tip);
    assert_null(got.unknown);
    /* one object for one commit */
    assert_ptr_equal(got.files.items[0].first, got.files.items[1].first);
    landings.files.len = 1;
    landings.tip = "f";
    WORKS(s, store_put_landings(store, &key_main, &landings, 6, &s->err));
    WORKS(s, store_load_landings(store, s->arena, &key_main, &got, &found, &s->err));
    assert_string_equal(got.tip, "f");
    assert_string_equal(text_of(s, &got), text_of(s, &landings));
    store_close(store);
}

static void test_each_key_is_its_own(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct landings landings = example(s), got;
    bool found;
    WORKS(s, store_put_landings(store, &key_main, &landings, 5, &s->err));
    const struct store_landing_key others[] = {{"/y/.git", "m", "main", false},
                                               {"/x/.git", "n", "main", false},
                                               {"/x/.git", "m", "side", false},
                                               {"/x/.git", "m", "main", true}};
    for (size_t i = 0; i < 4; i++) {
        WORKS(s, store_load_landings(store, s->arena, &others[i], &got, &found, &s->err));
        assert_false(found);
    }
    store_close(store);
}

static void test_old_branches_go(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_memory(s);
    struct landings landings = example(s), got;
    bool found;
    for (int i = 0; i <= STORE_LANDING_BRANCHES; i++) {
        struct store_landing_key key = key_main;
        key.branch = arena_printf(s->arena, "b%d", i);
        WORKS(s, store_put_landings(store, &key, &landings, 5, &s->err));
        WORKS(s, store_load_landings(store, s->arena, &key, &got, &found, &s->err));
        assert_true(found);
    }
    struct store_landing_key first = key_main;
    first.branch = "b0";
    WORKS(s, store_load_landings(store, s->arena, &first, &got, &found, &s->err));
    assert_false(found);
    first.branch = "b1";
    WORKS(s, store_load_landings(store, s->arena, &first, &got, &found, &s->err));
    assert_true(found);
    assert_int_equal(got.files.len, 3);
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_is_saved_comes_back, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(test_each_key_is_its_own, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_old_branches_go, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
