/* Files: which ones are read, which are refused, which is the default; many problems at once; size.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/str.h"
#include "spec/spec.h"

struct world {
    struct arena *arena;
    char folder[64];
};

static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    world->arena = arena_new();
    (void)snprintf(world->folder, sizeof world->folder, "/tmp/roadmap-spec-XXXXXX");
    *state = world;
    return mkdtemp(world->folder) ? 0 : -1;
}

static void remove_tree(struct arena *arena, const char *path)
{
    struct strlist names = {0};
    cleanup_err struct err err = ERR_INIT;
    if (file_is_symlink(path) || !file_is_dir(path)) {
        (void)unlink(path);
        return;
    }
    if (dir_list(arena, path, &names, &err) == OK) {
        for (size_t i = 0; i < names.len; i++)
            remove_tree(arena, path_join(arena, path, names.items[i]));
    }
    (void)rmdir(path);
}

static int tear_down(void **state)
{
    struct world *world = *state;
    remove_tree(world->arena, world->folder);
    arena_free(world->arena);
    free(world);
    return 0;
}

static char *at(struct world *world, const char *name)
{
    return path_join(world->arena, world->folder, name);
}

static void put(struct world *world, const char *name, const char *text)
{
    cleanup_err struct err err = ERR_INIT;
    if (file_create(at(world, name), text, strlen(text), 0600, &err))
        fail_msg("%s", err.message);
}

static struct plan *load(struct world *world, const char *name, struct diags *diags)
{
    cleanup_err struct err err = ERR_INIT;
    struct plan *plan;
    if (spec_load(world->arena, at(world, name), &plan, diags, &err))
        fail_msg("%s", err.message);
    return plan;
}

static void expect_only(const struct diags *diags, const char *code, const char *part)
{
    if (diags->len != 1)
        fail_msg("%zu diagnostics", diags->len);
    assert_string_equal(diags->items[0].code, code);
    if (!strstr(diags->items[0].message, part))
        fail_msg("'%s' lacks '%s'", diags->items[0].message, part);
}

static void unreadable_files_are_invalid_specs(void **state)
{
    struct world *world = *state;
    const char *const names[] = {"nothing.yaml", "folder", "fifo"};
    assert_int_equal(mkdir(at(world, "folder"), 0700), 0);
    assert_int_equal(mkfifo(at(world, "fifo"), 0600), 0);
    for (size_t i = 0; i < 3; i++) {
        cleanup_err struct err err = ERR_INIT;
        struct diags diags = {0};
        struct plan *plan;
        assert_int_equal(spec_load(world->arena, at(world, names[i]), &plan, &diags, &err),
                         ERR_SPEC);
        assert_non_null(strstr(err.message, names[i]));
        assert_null(plan);
    }
}

static void too_large_names_the_limit(void **state)
{
    struct world *world = *state;
    struct diags diags = {0};
    struct diags together = {0};
    FILE *file = fopen(at(world, "large.yaml"), "w");
    assert_non_null(file);
    assert_int_equal(ftruncate(fileno(file), LIMIT_SPEC_BYTES + 1), 0);
    (void)fclose(file);
    assert_null(load(world, "large.yaml", &diags));
    expect_only(&diags, "E0118", "LIMIT_SPEC_BYTES");
    put(world, "main.yaml", "include: [large.yaml]\nmilestones: []\nissues: []\n");
    (void)load(world, "main.yaml", &together);
    expect_only(&together, "E0118", "large.yaml");
}

static void links_out_of_the_folder_are_refused(void **state)
{
    struct world *world = *state;
    struct diags diags = {0};
    struct diags folders = {0};
    put(world, "outside.yaml", "issues: [{id: X-1, title: Outside}]\n");
    put(world, "plan/main.yaml", "include: ['part*.yaml']\nmilestones: []\nissues: []\n");
    put(world, "plan/part1.yaml", "issues: [{id: A-1, title: Inside}]\n");
    assert_int_equal(symlink("part1.yaml", at(world, "plan/part2.yaml")), 0);
    assert_int_equal(symlink("../outside.yaml", at(world, "plan/part3.yaml")), 0);
    const struct plan *plan = load(world, "plan/main.yaml", &diags);
    assert_int_equal(diags.errors, 2); /* the link out, and A-1 twice through the link inside */
    assert_string_equal(diags.items[0].code, "E0216");
    assert_non_null(strstr(diags.items[0].message, "part3.yaml"));
    assert_null(plan_find_issue(plan, "X-1"));
    assert_int_equal(mkdir(at(world, "other"), 0700), 0);
    put(world, "other/x.yaml", "issues: []\n");
    assert_int_equal(symlink("../other", at(world, "plan/linked")), 0);
    put(world, "plan/second.yaml", "include: [linked/x.yaml]\nmilestones: []\nissues: []\n");
    (void)load(world, "plan/second.yaml", &folders);
    expect_only(&folders, "E0216", "linked/x.yaml");
}

static void a_broken_part_hides_no_references(void **state)
{
    struct world *world = *state;
    struct diags diags = {0};
    put(world, "main.yaml",
        "include: [a.yaml, b.yaml]\nmilestones: []\n"
        "issues: [{id: A-1, title: One, depends_on: [B-1]}]\n");
    put(world, "a.yaml", "issues: [\n");
    put(world, "b.yaml", "issues: [{id: C-1, title: Two, lables: []}]\n");
    (void)load(world, "main.yaml", &diags);
    assert_int_equal(diags.errors, 2);
    assert_string_equal(diags.items[0].code, "E0101");
    assert_string_equal(path_base(diags.items[0].pos.source->path), "a.yaml");
    assert_string_equal(diags.items[1].code, "E0103");
    assert_string_equal(path_base(diags.items[1].pos.source->path), "b.yaml");
}

static void all_problems_in_one_run_in_order(void **state)
{
    struct world *world = *state;
    struct diags diags = {0};
    put(world, "main.yaml",
        "scope: DB\n"
        "include: [part.yaml]\n"
        "milestones:\n"
        "  - {id: M1, title: First, due: 2026-01-01}\n"
        "issues:\n"
        "  - {id: A-1, title: One, milestone: M2, owner: Dev Team}\n"
        "  - {id: A-1, title: Two, effort_hours: -1}\n"
        "  - title: No key here\n");
    put(world, "part.yaml", "issues:\n  - {id: P-1, title: T, depends_on: [P-2], labels: x}\n");
    (void)load(world, "main.yaml", &diags);
    static const char *const codes[] = {"E0111", "E0103", "E0202", "E0205", "E0201",
                                        "E0113", "W0301", "E0202", "E0104"};
    assert_int_equal(diags.len, sizeof codes / sizeof *codes);
    for (size_t i = 0; i < diags.len; i++)
        assert_string_equal(diags.items[i].code, codes[i]);
    assert_int_equal(diags.errors, 8);
    assert_int_equal(diags.warnings, 1);
}

static void errors_are_not_crowded_out_by_warnings(void **state)
{
    struct world *world = *state;
    struct diags diags = {0};
    cleanup_str struct str text;
    str_init(&text, 0);
    str_add(&text, "milestones: []\nissues:\n");
    for (int i = 0; i < LIMIT_DIAGS + 500; i++)
        str_addf(&text, "  - title: number %d\n", i);
    str_add(&text, "  - {id: A-1, title: A, depends_on: [A-2]}\n");
    put(world, "main.yaml", text.p);
    (void)load(world, "main.yaml", &diags);
    assert_int_equal(diags.len, LIMIT_DIAGS);
    assert_int_equal(diags.warnings, LIMIT_DIAGS + 500);
    assert_int_equal(diags.errors, 1);
    assert_string_equal(diags.items[LIMIT_DIAGS - 1].code, "E0202");
}

static void expect_default(struct world *world, const char *name)
{
    cleanup_err struct err err = ERR_INIT;
    char *path;
    if (spec_find_default(world->arena, world->folder, &path, &err))
        fail_msg("%s", err.message);
    assert_string_equal(path, at(world, name));
}

static void expect_no_default(struct world *world, const char *part)
{
    cleanup_err struct err err = ERR_INIT;
    char *path;
    assert_int_equal(spec_find_default(world->arena, world->folder, &path, &err), ERR_USAGE);
    if (!strstr(err.message, part))
        fail_msg("'%s' lacks '%s'", err.message, part);
    assert_non_null(err.hint);
}

static void the_default_spec(void **state)
{
    struct world *world = *state;
    expect_no_default(world, "no plan here");
    put(world, "roadmap/database.json",
        "{\"include\": [\"part.yaml\"], \"milestones\": [], \"issues\": []}");
    put(world, "roadmap/part.yaml", "issues: []\n");
    put(world, "roadmap/README.md", "no plan\n");
    expect_default(world, "roadmap/database.json");
    put(world, "roadmap/other.yml", "milestones: []\nissues: []\n");
    expect_no_default(world, "roadmap/database.json, roadmap/other.yml");
    put(world, "roadmap/roadmap.yml", "milestones: []\nissues: []\n");
    expect_default(world, "roadmap/roadmap.yml");
    put(world, "roadmap/roadmap.json", "{}");
    expect_no_default(world, "roadmap/roadmap.yml, roadmap/roadmap.json");
}

static int64_t now_us(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static char *large_plan(struct world *world, int issues)
{
    struct str text;
    str_init(&text, 0);
    str_add(&text, "{\"milestones\": [{\"id\": \"M1\", \"title\": \"One\"}], \"issues\": [\n");
    for (int i = 0; i < issues; i++) {
        str_addf(&text,
                 "{\"id\": \"T-%05d\", \"title\": \"T-%05d: Issue of a large plan\", "
                 "\"milestone\": \"M1\", \"labels\": [\"area:db\", \"type:docs\"], "
                 "\"effort_hours\": 8, \"summary\": \"One sentence about it.\", "
                 "\"tasks\": [\"first\", \"second\", {\"text\": \"third\", \"tasks\": [\"a\"]}], "
                 "\"done_when\": [\"it is there\"], \"depends_on\": [\"T-%05d\"]},\n",
                 i + 1, i + 1, i);
    }
    str_add(&text, "{\"id\": \"T-00000\", \"title\": \"The first\"}]}\n");
    char *copy = str_dup(&text, world->arena);
    str_release(&text);
    return copy;
}

/* A probe, printed and never judged: the bench measures the program as it is shipped. */
static void ten_thousand_issues(void **state)
{
    struct world *world = *state;
    put(world, "large.json", large_plan(world, 10000));
    struct diags diags = {0};
    int64_t before = now_us();
    size_t used = arena_used(world->arena);
    const struct plan *plan = load(world, "large.json", &diags);
    int64_t took = now_us() - before;
    assert_int_equal(diags.len, 0);
    assert_int_equal(plan->issues.len, 10001);
    print_message("10,001 issues: %lld.%01lld ms, %zu KiB\n", (long long)took / 1000,
                  (long long)took / 100 % 10, (arena_used(world->arena) - used) / 1024);
}

/* A thousand times the same slip must not look through ten thousand ids a thousand times. */
static void many_unknown_references_are_bounded(void **state)
{
    struct world *world = *state;
    cleanup_str struct str text;
    str_init(&text, 0);
    str_add(&text, "milestones: []\nissues:\n");
    for (int i = 0; i < 5000; i++)
        str_addf(&text, "  - {id: A-%d, title: T, depends_on: [B-%d]}\n", i, i);
    put(world, "main.yaml", text.p);
    struct diags diags = {0};
    (void)load(world, "main.yaml", &diags);
    assert_int_equal(diags.errors, 5000);
    assert_int_equal(diags.len, LIMIT_DIAGS);
}

static void long_cycles_are_printed_whole(void **state)
{
    struct world *world = *state;
    cleanup_str struct str text;
    str_init(&text, 0);
    str_add(&text, "milestones: []\nissues:\n");
    for (int i = 0; i < 3000; i++)
        str_addf(&text, "  - {id: A-%d, title: T, depends_on: [A-%d]}\n", i, (i + 1) % 3000);
    put(world, "main.yaml", text.p);
    struct diags diags = {0};
    (void)load(world, "main.yaml", &diags);
    expect_only(&diags, "E0203", "A-1499 → A-1500 → A-1501");
    assert_non_null(strstr(diags.items[0].message, "A-2999 → A-0"));
}

/* A list that is short in the file and long on GitHub: deep, with many small tasks. */
static void long_texts_of_short_sources(void **state)
{
    struct world *world = *state;
    cleanup_str struct str text;
    str_init(&text, 0);
    str_add(&text, "milestones: []\nissues:\n  - id: A-1\n    title: One\n    tasks: ");
    for (int i = 0; i < 20; i++)
        str_add(&text, "[{text: a, tasks: ");
    str_add(&text, "[a");
    for (int i = 0; i < 1400; i++)
        str_add(&text, ",a");
    str_add(&text, "]");
    for (int i = 0; i < 20; i++)
        str_add(&text, "}]");
    str_add(&text, "\n");
    put(world, "main.yaml", text.p);
    struct diags diags = {0};
    (void)load(world, "main.yaml", &diags);
    expect_only(&diags, "E0206", "summary, tasks and done_when");
}

static void markers_written_with_escapes(void **state)
{
    struct world *world = *state;
    struct diags diags = {0};
    put(world, "main.json",
        "{\"milestones\": [], \"issues\": [{\"id\": \"A-1\", \"title\": \"One\", "
        "\"body\": \"\\u003c!-- roadmap:v1 -->\"}]}");
    (void)load(world, "main.json", &diags);
    expect_only(&diags, "E0215", "marks its own text");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(unreadable_files_are_invalid_specs),
        TEST(too_large_names_the_limit),
        TEST(links_out_of_the_folder_are_refused),
        TEST(a_broken_part_hides_no_references),
        TEST(all_problems_in_one_run_in_order),
        TEST(errors_are_not_crowded_out_by_warnings),
        TEST(the_default_spec),
        TEST(ten_thousand_issues),
        TEST(many_unknown_references_are_bounded),
        TEST(long_cycles_are_printed_whole),
        TEST(long_texts_of_short_sources),
        TEST(markers_written_with_escapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
