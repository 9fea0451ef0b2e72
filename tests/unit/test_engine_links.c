#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "engine/links.h"

static struct arena *arena;

static struct strlist words(const char *text)
{
    struct strlist list = {0};
    while (*text) {
        size_t len = strcspn(text, " ");
        strlist_add(arena, &list, arena_strndup(arena, text, len));
        text += len + (text[len] == ' ');
    }
    return list;
}

/* Issues DB-001 to DB-005; each row: patterns of one of them. */
static struct plan *plan_of(const char *const globs[5])
{
    struct plan *plan = ARENA_NEW(arena, struct plan);
    for (int i = 0; i < 5; i++) {
        struct plan_issue *issue = VEC_ADD(arena, &plan->issues);
        issue->id = arena_printf(arena, "DB-00%d", i + 1);
        if (globs[i])
            issue->migrations = words(globs[i]);
    }
    return plan;
}

#define MIGRATIONS 3

/* Migrations 1, 2, 3, each with an up and a down; their headers and the ids of trailers that touch
 * their up files, blanks between. A trailer's ids are of one commit each. */
static struct links make(const char *const globs[5], const char *const headers[MIGRATIONS],
                         const char *const trailers[MIGRATIONS])
{
    struct links_migration *migrations = arena_calloc(arena, MIGRATIONS, sizeof *migrations);
    VEC(struct landing_trailer) commits = {0};
    for (int i = 0; i < MIGRATIONS; i++) {
        const char **paths = arena_calloc(arena, 2, sizeof *paths);
        paths[0] = arena_printf(arena, "m/%d_a.up.sql", i + 1);
        paths[1] = arena_printf(arena, "m/%d_a.down.sql", i + 1);
        struct strlist ids = words(headers && headers[i] ? headers[i] : "");
        struct links_header *lines = arena_calloc(arena, ids.len + 1, sizeof *lines);
        for (uint32_t k = 0; k < ids.len; k++)
            lines[k] = (struct links_header){ids.items[k], paths[0], k + 1};
        migrations[i] = (struct links_migration){.name = arena_printf(arena, "%d", i + 1),
                                                 .paths = paths,
                                                 .path_count = 2,
                                                 .headers = lines,
                                                 .header_count = ids.len};
        struct strlist named = words(trailers && trailers[i] ? trailers[i] : "");
        for (uint32_t k = 0; k < named.len; k++) {
            struct landing_commit *commit = ARENA_NEW(arena, struct landing_commit);
            commit->id = arena_printf(arena, "commit%u", k);
            strlist_add(arena, &commit->issues, named.items[k]);
            VEC_PUSH(arena, &commits, (struct landing_trailer){paths[0], commit});
        }
    }
    struct links_input input = {.plan = plan_of(globs),
                                .migrations = migrations,
                                .migration_count = MIGRATIONS,
                                .trailers = commits.items,
                                .trailer_count = commits.len};
    return links_make(arena, &input);
}

/* All that was found as one text: links "1=DB-001:sht", conflicts "1!s4h5", unknown ids
 * "1?DB-009:h", orphans "2-", issues without migration "DB-003-", idle patterns "DB-001/x". */
static const char *text_of(const struct links *links)
{
    static const char letters[] = "sht";
    struct str text;
    str_init(&text, 0);
    for (size_t i = 0; i < links->items.len; i++) {
        const struct link *link = &links->items.items[i];
        str_addf(&text, "%u=%u:", link->migration + 1, link->issue + 1);
        for (int s = 0; s < LINK_SOURCE_COUNT; s++)
            if (link->by[s])
                str_addc(&text, letters[s]);
        str_addc(&text, ' ');
        assert_true(link->by[link->source]);
        for (int s = 0; s < (int)link->source; s++)
            assert_false(link->by[s]);
        assert_int_equal(link->by[LINK_SPEC], link->glob != NULL);
        assert_int_equal(link->by[LINK_HEADER], link->header != NULL);
        assert_int_equal(link->by[LINK_TRAILER], link->commit != NULL);
    }
    for (size_t i = 0; i < links->conflicts.len; i++) {
        const struct link_conflict *conflict = &links->conflicts.items[i];
        str_addf(&text, "%u!%c%u%c%u ", conflict->migration + 1, letters[conflict->a],
                 conflict->a_issue + 1, letters[conflict->b], conflict->b_issue + 1);
    }
    for (size_t i = 0; i < links->unknown.len; i++) {
        const struct link_unknown *unknown = &links->unknown.items[i];
        str_addf(&text, "%u?%s:%c ", unknown->migration + 1, unknown->issue,
                 letters[unknown->source]);
    }
    for (size_t i = 0; i < links->orphans.len; i++)
        str_addf(&text, "%u- ", links->orphans.items[i] + 1);
    for (size_t i = 0; i < links->empty.len; i++)
        str_addf(&text, "DB-00%u- ", links->empty.items[i] + 1);
    for (size_t i = 0; i < links->dead.len; i++)
        str_addf(&text, "DB-00%u/%s ", links->dead.items[i].issue + 1, links->dead.items[i].glob);
    const char *copy = str_dup(&text, arena);
    str_release(&text);
    return copy;
}

static void sources_are_kept_and_compared(void **state)
{
    (void)state;
    static const struct {
        const char *globs[5], *headers[MIGRATIONS], *trailers[MIGRATIONS], *wanted;
    } cases[] = {
        {{NULL}, {NULL}, {NULL}, "1- 2- 3- "},
        {{"m/1_*", "m/2_* m/3_*"}, {NULL}, {NULL}, "1=1:s 2=2:s 3=2:s "},
        {{"m"}, {NULL}, {NULL}, "1=1:s 2=1:s 3=1:s "},
        {{"m !m/2_*"}, {NULL}, {NULL}, "1=1:s 3=1:s 2- "},
        {{"m/*.down.sql"}, {NULL}, {NULL}, "1=1:s 2=1:s 3=1:s "}, /* one file is enough */
        {{NULL}, {"DB-001", "DB-002 DB-003"}, {NULL}, "1=1:h 2=2:h 2=3:h 3- "},
        {{NULL}, {NULL}, {NULL, "DB-004", "DB-004 DB-005"}, "2=4:t 3=4:t 3=5:t 1- "},
        {{"m/1_*"}, {"DB-001"}, {"DB-001"}, "1=1:sht 2- 3- "},
        /* a wider set than the other's is no contradiction */
        {{"m/1_*"}, {"DB-001 DB-002"}, {NULL}, "1=1:sh 1=2:h 2- 3- "},
        {{"m/1_*", "m"}, {"DB-001"}, {NULL}, "1=1:sh 1=2:s 2=2:s 3=2:s "},
        /* each names one that the other does not */
        {{"m/1_*"}, {"DB-002"}, {NULL}, "1=1:s 1=2:h 1!s1h2 2- 3- "},
        {{"m/1_*"}, {"DB-001 DB-003"}, {"DB-002"}, "1=1:sh 1=2:t 1=3:h 1!s1t2 1!h1t2 2- 3- "},
        {{NULL}, {"DB-005"}, {"DB-004"}, "1=4:t 1=5:h 1!h5t4 2- 3- "},
        /* an issue that the plan does not have: told once, and the file is no orphan */
        {{NULL}, {"DB-010 DB-010"}, {"DB-010 DB-010"}, "1?DB-010:h 1?DB-010:t 2- 3- "},
        {{"m/1_*"}, {"XX-1"}, {NULL}, "1=1:s 1?XX-1:h 2- 3- "},
        /* patterns that take nothing */
        {{"n/*", "m/1_* n/2_*", "m/1_* !n/x"},
         {"DB-001"},
         {NULL},
         "1=1:h 1=2:s 1=3:s 1!s2h1 2- 3- DB-001- DB-002/n/2_* "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct links links = make(cases[i].globs, cases[i].headers, cases[i].trailers);
        assert_string_equal(text_of(&links), cases[i].wanted);
    }
}

static void an_unknown_id_has_the_nearest_one(void **state)
{
    (void)state;
    static const char *const globs[5] = {NULL};
    static const char *const headers[MIGRATIONS] = {"DB-0044", "db-003", "elsewhere"};
    struct links links = make(globs, headers, NULL);
    assert_int_equal(links.unknown.len, 3);
    assert_string_equal(links.unknown.items[0].help, "did you mean 'DB-004'?");
    assert_string_equal(links.unknown.items[1].help, "did you mean 'DB-003'?");
    assert_null(links.unknown.items[2].help);
    assert_int_equal(links.unknown.items[1].header->line, 1);
}

static void the_newest_commit_stands_for_the_trailer(void **state)
{
    (void)state;
    static const char *const globs[5] = {NULL};
    static const char *const trailers[MIGRATIONS] = {"DB-001 DB-001"};
    struct links links = make(globs, NULL, trailers);
    assert_int_equal(links.items.len, 1);
    assert_string_equal(links.items.items[0].commit->id, "commit0");
    assert_string_equal(link_source_name(links.items.items[0].source), "trailer");
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sources_are_kept_and_compared),
        cmocka_unit_test(an_unknown_id_has_the_nearest_one),
        cmocka_unit_test(the_newest_commit_stands_for_the_trailer),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
