/* Each folder of tests/fixtures/migrations is read, and what it is taken for stands beside it in
 * NAME.txt. A test that fails prints the whole text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/day.h"
#include "base/str.h"
#include "schema/folder/names.h"
#include "support/migration_folder.h"

struct reading_case {
    const char *fixture;
    const char *expected; /* NULL = the name of the fixture */
    const char *convention, *engine, *naming, *baseline, *root, *nearby;
    enum reversible reversible;
};

static const struct reading_case cases[] = {
    {.fixture = "golang_migrate"},
    {.fixture = "sqlx_pairs", .convention = "sqlx"},
    {.fixture = "sqlx_simple", .nearby = "Cargo.toml"},
    {.fixture = "dbmate"},
    {.fixture = "dbmate_wrong"},
    {.fixture = "goose"},
    {.fixture = "goose_envsub"},
    {.fixture = "goose_wrong"},
    {.fixture = "flyway"},
    {.fixture = "prisma"},
    {.fixture = "prisma_short"},
    {.fixture = "supabase", .root = "supabase/migrations"},
    {.fixture = "diesel"},
    {.fixture = "atlas"},
    {.fixture = "atlas_of_goose"},
    {.fixture = "sqitch"},
    {.fixture = "sqitch_wrong"},
    {.fixture = "sqitch_conf"},
    {.fixture = "sqitch_conf_wrong"},
    {.fixture = "plain", .expected = "sqitch_no_plan", .convention = "sqitch"},
    {.fixture = "plain"},
    {.fixture = "plain_pairs"},
    {.fixture = "plain_releases"},
    {.fixture = "liquibase"},
    {.fixture = "rails"},
    {.fixture = "django"},
    {.fixture = "django_heads", .root = "shop/migrations"},
    {.fixture = "django_merged"},
    {.fixture = "alembic"},
    {.fixture = "alembic_heads"},
    {.fixture = "alembic_wrong"},
    {.fixture = "alembic_branches"},
    {.fixture = "alembic_unnamed"},
    {.fixture = "ecto"},
    {.fixture = "ef"},
    {.fixture = "dialects"},
    {.fixture = "trap_order"},
    {.fixture = "trap_seed_names", .expected = "trap_seed_names_ts12", .naming = "ts12"},
    {.fixture = "trap_seed_names", .naming = "date_seq3"},
    {.fixture = "trap_seed_names",
     .expected = "trap_seed_names_regex",
     .naming = "regex:^[0-9]{12}_[a-z0-9_]+\\.(up|down)\\.sql$"},
    {.fixture = "trap_long_versions"},
    {.fixture = "trap_duplicate"},
    {.fixture = "trap_pairs"},
    {.fixture = "trap_one_sided"},
    {.fixture = "trap_one_sided",
     .expected = "trap_one_sided_required",
     .reversible = REVERSIBLE_REQUIRED,
     .baseline = "5"},
    {.fixture = "trap_one_sided",
     .expected = "trap_one_sided_never",
     .reversible = REVERSIBLE_NEVER},
    {.fixture = "trap_empty"},
    {.fixture = "trap_bytes"},
    {.fixture = "trap_beside"},
    {.fixture = "trap_psql", .engine = "postgres"},
    {.fixture = "trap_dates"},
    {.fixture = "trap_templates"},
    {.fixture = "trap_placeholders"},
};

static void describe_part(struct str *out, const char *word, const struct migration_part *part)
{
    if (!part->present)
        return;
    str_addf(out, " %s%s%s%s", word, part->empty ? " empty" : "", part->program ? " program" : "",
             part->unread ? " unread" : "");
    for (size_t i = 0; i < part->spans.len; i++) {
        const struct migration_span *span = &part->spans.items[i];
        str_addf(out, " [%zu-%zu line %u%s]", span->begin, span->end, span->line,
                 span->no_transaction ? " no-transaction" : "");
    }
    if (part->placeholder != NULL)
        str_addf(out, " placeholder '%s'", part->placeholder);
}

static void describe_migration(struct str *out, const struct migration *migration)
{
    str_addf(out, "%s '%s' (%s)%s%s%s%s:", migration->version, migration->slug, migration->name,
             migration->repeatable ? " repeatable" : "", migration->squashed ? " squashed" : "",
             migration->baselined ? " baselined" : "",
             migration->presence_only ? " presence-only" : "");
    describe_part(out, "up", &migration->up);
    describe_part(out, "down", &migration->down);
    describe_part(out, "verify", &migration->verify);
    if (migration->one_way != NULL)
        str_addf(out, " one-way '%s'", migration->one_way);
    if (migration->tags != NULL)
        str_addf(out, " tags %s", migration->tags);
    for (size_t i = 0; i < migration->links.len; i++)
        str_addf(out, " %s@%u", migration->links.items[i].issue, migration->links.items[i].line);
    str_addc(out, '\n');
}

static void describe_finding(struct str *out, const struct finding *finding)
{
    str_addf(out, "%s %s", severity_word(finding->severity), finding->code);
    if (finding->path != NULL)
        str_addf(out, " %s", finding->path);
    if (finding->line > 0)
        str_addf(out, ":%u:%u", finding->line, finding->col);
    str_addf(out, ": %s", finding->message);
    if (finding->excuse != NULL)
        str_addf(out, " (%s)", finding->excuse);
    str_addc(out, '\n');
}

static const char *role_word(enum migration_role role)
{
    static const char *const words[] = {"marker", "snapshot",  "document", "seed",
                                        "hook",   "elsewhere", "stray"};
    return words[role];
}

static char *describe(struct arena *arena, struct migration_set *set)
{
    static const char *const ways[] = {"default", "required", "optional", "never"};
    struct str out cleanup_str;
    str_init(&out, 0);
    str_addf(&out, "%s, because %s; way back %s%s%s\n", set->tool, set->because,
             ways[set->reversible], set->by_name ? ", by name" : "",
             set->presence_only ? ", presence only" : "");
    for (size_t i = 0; i < set->migrations.len; i++)
        describe_migration(&out, &set->migrations.items[i]);
    for (size_t i = 0; i < set->others.len; i++)
        str_addf(&out, "%s %s\n", role_word(set->others.items[i].role),
                 set->others.items[i].file->path);
    findings_sort(&set->findings);
    for (size_t i = 0; i < set->findings.len; i++)
        describe_finding(&out, &set->findings.items[i]);
    str_addf(&out, "%zu errors, %zu warnings\n", set->findings.errors, set->findings.warnings);
    return str_dup(&out, arena);
}

static char *read_case(struct arena *arena, const struct reading_case *one)
{
    cleanup_err struct err err = ERR_INIT;
    struct migration_source source = {
        .root = one->root != NULL ? one->root : "m",
        .convention = one->convention,
        .engine = one->engine,
        .baseline = one->baseline,
        .reversible = one->reversible,
    };
    if (one->nearby != NULL)
        strlist_add(arena, &source.nearby, one->nearby);
    struct migration_files files = migration_files_of(arena, one->fixture, source.root);
    struct migration_set set;
    struct naming naming;
    int32_t today;
    assert_true(day_parse("2026-03-01", &today));
    assert_int_equal(migration_set_read(arena, &source, files.items, files.len, &set, &err), OK);
    assert_int_equal(naming_parse(arena, one->naming, &naming, &err), OK);
    migration_names_check(arena, &set, &naming, today);
    return describe(arena, &set);
}

static void every_folder_is_taken_for_what_it_is(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena cleanup_arena = arena_new();
        cleanup_err struct err err = ERR_INIT;
        const char *name = cases[i].expected != NULL ? cases[i].expected : cases[i].fixture;
        char *path = arena_printf(arena, "%s/%s.txt", MIGRATION_FIXTURES, name);
        char *expected = "";
        size_t len;
        char *actual = read_case(arena, &cases[i]);
        if (file_exists(path))
            assert_int_equal(file_read(arena, path, LIMIT_SPEC_BYTES, &expected, &len, &err), OK);
        if (strcmp(expected, actual) != 0) {
            printf("--- %s is now\n%s", name, actual); /* print_message cuts at 1 KB */
            (void)fflush(stdout);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void words_that_are_not_known_name_the_nearest(void **state)
{
    (void)state;
    struct arena *arena cleanup_arena = arena_new();
    cleanup_err struct err err = ERR_INIT;
    struct migration_source source = {.root = "m", .convention = "golang-migrat"};
    struct migration_set set;
    struct naming naming;
    assert_int_equal(migration_set_read(arena, &source, NULL, 0, &set, &err), ERR_SPEC);
    assert_non_null(strstr(err.hint, "'golang-migrate'"));
    err_clear(&err);
    assert_int_equal(naming_parse(arena, "ts13", &naming, &err), ERR_SPEC);
    assert_non_null(err.hint);
    err_clear(&err);
    assert_int_equal(naming_parse(arena, "regex:(", &naming, &err), ERR_SPEC);
}

static void names_alone_give_the_versions(void **state)
{
    (void)state;
    struct arena *arena cleanup_arena = arena_new();
    cleanup_err struct err err = ERR_INIT;
    const struct migration_file files[] = {{.path = "m/2_b.sql"}, {.path = "m/1_a.sql"}};
    struct migration_source source = {.root = "./m/", .convention = "goose"};
    struct migration_set set;
    assert_int_equal(migration_set_read(arena, &source, files, 2, &set, &err), OK);
    assert_int_equal(set.migrations.len, 2);
    assert_string_equal(set.migrations.items[0].version, "1");
    assert_true(set.migrations.items[0].down.unread);
    assert_false(set.migrations.items[0].down.empty);
    assert_int_equal(set.findings.errors, 0);
}

/* sqitch is run where sqitch.conf lies, so what it names counts from there. */
static void sqitch_conf_may_lie_above_the_folder(void **state)
{
    (void)state;
    struct arena *arena cleanup_arena = arena_new();
    cleanup_err struct err err = ERR_INIT;
    static const char plan[] = "users 2024-01-02T03:04:05Z Octo Cat <octocat@example.com>\n";
    static const char conf[] = "[core]\nengine=sqlite\n[engine.sqlite]\n  top_dir=app/db\n"
                               "verify_dir = app/checks\n";
    const struct migration_file above = {.path = "sqitch.conf", .bytes = conf, .len = strlen(conf)};
    const struct migration_file files[] = {
        {.path = "app/db/sqitch.plan", .bytes = plan, .len = strlen(plan)},
        {.path = "app/db/deploy/users.sql", .bytes = "SELECT 1;", .len = 9},
        {.path = "app/db/revert/users.sql", .bytes = "SELECT 1;", .len = 9}};
    struct migration_source source = {.root = "app/db", .sqitch_conf = &above};
    struct migration_set set;
    assert_int_equal(migration_set_read(arena, &source, files, 3, &set, &err), OK);
    assert_int_equal(set.convention, CONVENTION_SQITCH);
    assert_true(set.migrations.items[0].up.present && set.migrations.items[0].down.present);
    assert_int_equal(set.findings.len, 1);
    assert_string_equal(set.findings.items[0].code, "RM101");
    assert_non_null(strstr(set.findings.items[0].message, "'app/checks'"));
}

/* No fixture: some file systems cannot hold both. */
static void names_that_differ_in_case_alone_are_found(void **state)
{
    (void)state;
    struct arena *arena cleanup_arena = arena_new();
    cleanup_err struct err err = ERR_INIT;
    const struct migration_file files[] = {{.path = "m/1_a.sql"}, {.path = "m/1_A.sql"}};
    struct migration_source source = {.root = "m"};
    struct migration_set set;
    struct naming naming = {NAMING_NONE, NULL};
    assert_int_equal(migration_set_read(arena, &source, files, 2, &set, &err), OK);
    migration_names_check(arena, &set, &naming, DAY_NONE);
    findings_sort(&set.findings);
    assert_int_equal(set.findings.len, 2);
    assert_string_equal(set.findings.items[0].code, "RM105");
    assert_string_equal(set.findings.items[1].code, "RM109");
}

static void a_file_that_is_too_large_is_not_looked_at(void **state)
{
    (void)state;
    struct arena *arena cleanup_arena = arena_new();
    cleanup_err struct err err = ERR_INIT;
    const struct migration_file file = {
        .path = "m/1_a.sql", .bytes = "-- +goose Up", .len = LIMIT_MIGRATION_BYTES + 1};
    struct migration_source source = {.root = "m", .convention = "goose"};
    struct migration_set set;
    assert_int_equal(migration_set_read(arena, &source, &file, 1, &set, &err), OK);
    assert_true(set.migrations.items[0].up.unread);
    assert_int_equal(set.findings.len, 1);
    assert_string_equal(set.findings.items[0].code, "RM119");
}

static void too_many_files_are_refused_by_name(void **state)
{
    (void)state;
    struct arena *arena cleanup_arena = arena_new();
    cleanup_err struct err err = ERR_INIT;
    struct migration_source source = {.root = "m"};
    struct migration_set set;
    assert_int_equal(
        migration_set_read(arena, &source, NULL, LIMIT_MIGRATION_FILES + 1, &set, &err),
        ERR_CEILING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_folder_is_taken_for_what_it_is),
        cmocka_unit_test(words_that_are_not_known_name_the_nearest),
        cmocka_unit_test(names_alone_give_the_versions),
        cmocka_unit_test(sqitch_conf_may_lie_above_the_folder),
        cmocka_unit_test(names_that_differ_in_case_alone_are_found),
        cmocka_unit_test(a_file_that_is_too_large_is_not_looked_at),
        cmocka_unit_test(too_many_files_are_refused_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
