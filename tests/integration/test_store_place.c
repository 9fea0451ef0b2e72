#include "support/store_scratch.h"

#include <sys/stat.h>

#include "base/str.h"
#include "store/place.h"

static char *place_of(struct scratch *s, struct store_place place)
{
    char *path = NULL;
    WORKS(s, store_place(s->arena, &place, &path, &s->err));
    return path;
}

static char *below(struct scratch *s, const char *name)
{
    return path_join(s->arena, s->folder, name);
}

static void test_order_of_the_places(void **state)
{
    struct scratch *s = *state;
    bool made;
    struct store_place place = {
        .work_root = s->folder, .git_dir = below(s, ".git"), .xdg_cache = below(s, "xdg")};
    assert_string_equal(place_of(s, place), below(s, ".git/roadmap/cache.db"));
    /* A folder of that name which is not ours is left alone. */
    assert_int_equal(mkdir(below(s, "cache"), 0700), 0);
    assert_string_equal(place_of(s, place), below(s, ".git/roadmap/cache.db"));
    WORKS(s, store_place_tag(s->arena, s->folder, &made, &s->err));
    assert_true(made);
    assert_string_equal(place_of(s, place), below(s, "cache/roadmap.db"));
    place.given = "elsewhere.db";
    assert_string_equal(place_of(s, place), "elsewhere.db");
}

static void test_outside_git_each_folder_has_its_own(void **state)
{
    struct scratch *s = *state;
    assert_int_equal(mkdir(below(s, "a"), 0700), 0);
    assert_int_equal(mkdir(below(s, "b"), 0700), 0);
    char *a = place_of(s, (struct store_place){.work_root = below(s, "a"), .xdg_cache = "/x"});
    char *b = place_of(s, (struct store_place){.work_root = below(s, "b"), .xdg_cache = "/x"});
    char *again =
        place_of(s, (struct store_place){.work_root = below(s, "b/../a"), .xdg_cache = "/x"});
    assert_true(text_starts(a, "/x/roadmap/"));
    assert_string_not_equal(a, b);
    assert_string_equal(a, again);
}

static void test_no_place_at_all(void **state)
{
    struct scratch *s = *state;
    struct store_place place = {.work_root = s->folder};
    char *path;
    FAILS(s, store_place(s->arena, &place, &path, &s->err), ERR_FAILED, "no place for the cache");
}

static void test_the_tag_is_the_one_of_this_project(void **state)
{
    struct scratch *s = *state;
    static const char *const names[] = {STORE_TAG_FILE, ".gitignore"};
    bool made;
    WORKS(s, store_place_tag(s->arena, s->folder, &made, &s->err));
    for (size_t i = 0; i < 2; i++) {
        char *ours, *written;
        size_t len;
        char *repository = arena_printf(s->arena, "%s/cache/%s", ROADMAP_SOURCE_DIR, names[i]);
        char *scratch = arena_printf(s->arena, "%s/cache/%s", s->folder, names[i]);
        WORKS(s, file_read(s->arena, repository, 4096, &ours, &len, &s->err));
        WORKS(s, file_read(s->arena, scratch, 4096, &written, &len, &s->err));
        assert_string_equal(ours, written);
    }
    WORKS(s, store_place_tag(s->arena, s->folder, &made, &s->err));
    assert_false(made);
}

static void test_a_folder_of_somebody_else_is_refused(void **state)
{
    struct scratch *s = *state;
    bool made;
    WORKS(s, file_create(below(s, "cache/notes.txt"), "mine", 4, 0644, &s->err));
    FAILS(s, store_place_tag(s->arena, s->folder, &made, &s->err), ERR_REFUSED,
          "already there and is not roadmap's");
    assert_false(made);
    assert_false(file_exists(below(s, "cache/.gitignore")));
}

static void test_a_linked_folder_is_not_ours(void **state)
{
    struct scratch *s = *state;
    bool made;
    assert_int_equal(mkdir(below(s, "other"), 0700), 0);
    WORKS(s, store_place_tag(s->arena, below(s, "other"), &made, &s->err));
    assert_int_equal(symlink("other/cache", below(s, "cache")), 0);
    assert_true(store_place_tagged(s->arena, below(s, "other")));
    assert_false(store_place_tagged(s->arena, s->folder));
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_order_of_the_places),
        CASE(test_outside_git_each_folder_has_its_own),
        CASE(test_no_place_at_all),
        CASE(test_the_tag_is_the_one_of_this_project),
        CASE(test_a_folder_of_somebody_else_is_refused),
        CASE(test_a_linked_folder_is_not_ours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
