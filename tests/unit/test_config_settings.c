#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/str.h"
#include "config/config.h"
#include "config/url.h"

struct place {
    struct arena *arena;
    char folder[64];
    const char *project_file, *user_file;
    struct config_sources sources;
    struct config config;
    struct err err;
};

static void forget_environment(void)
{
    for (int i = 0; i < SETTING_COUNT; i++) {
        const struct setting_row *row = setting_row((enum setting)i);
        (void)unsetenv(row->variable);
        for (size_t j = 0; j < 3 && row->also[j]; j++)
            (void)unsetenv(row->also[j]);
    }
}

static int set_up(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    if (!p)
        return -1;
    (void)snprintf(p->folder, sizeof p->folder, "/tmp/roadmap-config-XXXXXX");
    if (!mkdtemp(p->folder))
        return -1;
    p->arena = arena_new();
    p->sources.work_root = arena_printf(p->arena, "%s/tree", p->folder);
    p->sources.user_folder = arena_printf(p->arena, "%s/user", p->folder);
    p->project_file = path_join(p->arena, p->sources.work_root, CONFIG_PROJECT_FILE);
    p->user_file = path_join(p->arena, p->sources.user_folder, CONFIG_USER_FILE);
    forget_environment();
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    struct place *p = *state;
    int failed = system(arena_printf(p->arena, "rm -rf '%s'", p->folder));
    forget_environment();
    err_clear(&p->err);
    arena_free(p->arena);
    free(p);
    return failed ? -1 : 0;
}

static void put(struct place *p, const char *path, const char *text)
{
    (void)unlink(path);
    assert_int_equal(file_create(path, text, strlen(text), 0644, &p->err), OK);
}

static void load(struct place *p)
{
    if (config_load(p->arena, &p->sources, &p->config, &p->err) != OK)
        fail_msg("%s", p->err.message);
}

/* Loading fails with exit 64 and a message with `part` in it. */
static void refuses(struct place *p, const char *part)
{
    assert_int_equal(config_load(p->arena, &p->sources, &p->config, &p->err), ERR_USAGE);
    if (!strstr(p->err.message, part))
        fail_msg("'%s' does not say '%s'", p->err.message, part);
    err_clear(&p->err);
}

/* Two different good texts for a value of each type. */
static void samples(const struct setting_row *row, const char *out[2])
{
    static const char *const by_type[][2] = {
        [SETTING_TEXT] = {"one", "two"},
        [SETTING_PATH] = {"in/one", "in/two"},
        [SETTING_URL] = {"https://one.example", "https://two.example/api/v3"},
        [SETTING_SLUG] = {"octocat/one", "octocat/two"},
        [SETTING_BOOL] = {"true", "false"},
        [SETTING_CHOICE] = {"always", "never"},
        [SETTING_COUNTER] = {"3", "4"},
        [SETTING_MS] = {"70000", "80000"},
        [SETTING_MS_LIST] = {"7", "8,9"},
    };
    out[0] = by_type[row->type][0];
    out[1] = by_type[row->type][1];
}

static void put_key(struct place *p, const char *path, const char *key, const char *value)
{
    put(p, path, arena_printf(p->arena, "# settings\n%s: %s\n", key, value));
}

static void test_every_setting_has_its_five_levels(void **state)
{
    struct place *p = *state;
    for (int i = 0; i < SETTING_COUNT; i++) {
        const struct setting_row *row = setting_row((enum setting)i);
        const struct setting_value *value = &p->config.value[i];
        const char *texts[2];
        samples(row, texts);
        forget_environment();
        (void)memset(p->sources.flags, 0, sizeof p->sources.flags);
        put(p, p->user_file, "");
        put(p, p->project_file, "");
        load(p);
        assert_int_equal(value->origin, ORIGIN_DEFAULT);
        assert_true(text_eq(value->text, row->standard));
        if (row->levels & ORIGIN_BIT(ORIGIN_USER)) {
            put_key(p, p->user_file, row->key, texts[0]);
            load(p);
            assert_int_equal(value->origin, ORIGIN_USER);
            assert_true(text_ends(value->text, texts[0]));
            assert_string_equal(value->where, arena_printf(p->arena, "%s:2", p->user_file));
        }
        if (row->levels & ORIGIN_BIT(ORIGIN_PROJECT)) {
            put_key(p, p->project_file, row->key, texts[1]);
            load(p);
            assert_int_equal(value->origin, ORIGIN_PROJECT);
            assert_true(text_ends(value->text, texts[1]));
            assert_string_equal(value->where, "roadmap/settings.yaml:2");
        }
        if (row->levels & ORIGIN_BIT(ORIGIN_ENVIRONMENT)) {
            assert_int_equal(setenv(row->variable, texts[0], 1), 0);
            load(p);
            assert_int_equal(value->origin, ORIGIN_ENVIRONMENT);
            assert_string_equal(value->text, texts[0]);
            assert_string_equal(value->where, row->variable);
        }
        if (row->levels & ORIGIN_BIT(ORIGIN_FLAG)) {
            p->sources.flags[i] = texts[1];
            load(p);
            assert_int_equal(value->origin, ORIGIN_FLAG);
            assert_string_equal(value->text, texts[1]);
            assert_string_equal(value->where, row->flag);
        }
    }
}

static void test_a_file_may_not_set_what_is_not_for_it(void **state)
{
    struct place *p = *state;
    for (int i = 0; i < SETTING_COUNT; i++) {
        const struct setting_row *row = setting_row((enum setting)i);
        const char *texts[2];
        samples(row, texts);
        put(p, p->project_file, "");
        put(p, p->user_file, "");
        if (!(row->levels & ORIGIN_BIT(ORIGIN_PROJECT))) {
            put_key(p, p->project_file, row->key, texts[0]);
            refuses(p, arena_printf(p->arena,
                                    "roadmap/settings.yaml:2: a project file may not set '%s'",
                                    row->key));
            put(p, p->project_file, "");
        }
        if (!(row->levels & ORIGIN_BIT(ORIGIN_USER))) {
            put_key(p, p->user_file, row->key, texts[0]);
            refuses(p, arena_printf(p->arena, ":2: a user file may not set '%s'", row->key));
        }
    }
    put(p, p->user_file, "");
    put(p, p->project_file, "color: never\nhosts: {ghe.example: {token_file: x}}\n");
    refuses(p, "settings.yaml:2: a project file may not set 'hosts'");
}

static void test_what_design_forbids_a_project_is_forbidden(void **state)
{
    static const enum setting forbidden[] = {
        SETTING_API_URL, SETTING_TOKEN_FILE, SETTING_CACHE,      SETTING_PG,
        SETTING_PAGER,   SETTING_EDITOR,     SETTING_TRUST_REPO, SETTING_REPO,
    };
    (void)state;
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
        assert_false(setting_row(forbidden[i])->levels & ORIGIN_BIT(ORIGIN_PROJECT));
}

static void test_templates_of_a_project_stay_inside(void **state)
{
    static const char *const outside[] = {"/etc", "..", "a/../../b", "../tree/x", "link/not-there"};
    struct place *p = *state;
    put(p, p->project_file, "");
    assert_int_equal(symlink("/etc", path_join(p->arena, p->sources.work_root, "link")), 0);
    assert_int_equal(symlink("/etc", path_join(p->arena, p->sources.work_root, "direct")), 0);
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        put_key(p, p->project_file, "templates", outside[i]);
        refuses(p, "has to be inside the repository");
    }
    put_key(p, p->project_file, "templates", "direct");
    refuses(p, "has to be inside the repository");
    put_key(p, p->project_file, "templates", "a/../b");
    load(p);
    assert_string_equal(config_text(&p->config, SETTING_TEMPLATES),
                        path_join(p->arena, p->sources.work_root, "a/../b"));
    put(p, p->project_file, "");
    put_key(p, p->user_file, "templates", "/somewhere/else");
    load(p);
    assert_string_equal(config_text(&p->config, SETTING_TEMPLATES), "/somewhere/else");
}

static void test_values_of_the_wrong_form(void **state)
{
    static const struct {
        enum setting setting;
        const char *text;
    } bad[] = {
        {SETTING_API_URL, "http://api.github.com"},
        {SETTING_COLOR, "blue"},
        {SETTING_COLOR, ""},
        {SETTING_ASCII, "maybe"},
        {SETTING_REPO, "octocat"},
        {SETTING_REPO, "octocat/hello/again"},
        {SETTING_REPO, "octocat/.."},
        {SETTING_MAX_WAIT_MS, "-1"},
        {SETTING_MAX_WAIT_MS, "10 parsecs"},
        {SETTING_MAX_WAIT_MS, "99999999999999999999"},
        {SETTING_MAX_WAIT_MS, "9999999h"},
        {SETTING_TOKEN_FILE, ""},
        {SETTING_PG, "a\nb"},
    };
    struct place *p = *state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        (void)memset(p->sources.flags, 0, sizeof p->sources.flags);
        p->sources.flags[bad[i].setting] = bad[i].text;
        refuses(p, arena_printf(p->arena, "%s: '%s' cannot be used",
                                setting_row(bad[i].setting)->flag, bad[i].text));
    }
    (void)memset(p->sources.flags, 0, sizeof p->sources.flags);
    static const char *const lists[] = {"", "1,", "1,x", "3,2", "1,2,3,4,5,6,7,8,9", ",1"};
    for (size_t i = 1; i < sizeof lists / sizeof *lists; i++) {
        assert_int_equal(setenv("ROADMAP_RECOVERY_DELAYS_MS", lists[i], 1), 0);
        refuses(p, "ROADMAP_RECOVERY_DELAYS_MS: ");
    }
}

static void test_times_and_lists(void **state)
{
    static const struct {
        const char *text;
        int64_t ms;
    } times[] = {{"0", 0},          {"250", 250},     {"250ms", 250}, {"10s", 10000},
                 {"15min", 900000}, {"15 m", 900000}, {"2h", 7200000}};
    struct place *p = *state;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        p->sources.flags[SETTING_MAX_WAIT_MS] = times[i].text;
        load(p);
        assert_int_equal(config_number(&p->config, SETTING_MAX_WAIT_MS), times[i].ms);
    }
    put(p, p->user_file, "recovery_delays_ms: [5, 30s, 2min]\nascii: yes\n");
    load(p);
    const struct setting_value *delays = &p->config.value[SETTING_RECOVERY_DELAYS_MS];
    assert_int_equal(delays->list_len, 3);
    assert_int_equal(delays->list[0], 5);
    assert_int_equal(delays->list[2], 120000);
    assert_true(config_on(&p->config, SETTING_ASCII));
    assert_string_equal(config_text(&p->config, SETTING_ASCII), "true");
}

static void test_defaults_are_those_of_the_design(void **state)
{
    static const struct {
        enum setting setting;
        int64_t number;
    } wanted[] = {
        {SETTING_WRITE_INTERVAL_MS, 1010}, {SETTING_CREATES_PER_HOUR, 500},
        {SETTING_CREATES_PER_MINUTE, 80},  {SETTING_HTTP_TIMEOUT_MS, 60000},
        {SETTING_RETRY_BASE_MS, 1000},     {SETTING_SECONDARY_WAIT_MS, 60000},
        {SETTING_MAX_WAIT_MS, 15 * 60000},
    };
    static const int64_t delays[] = {5000, 30000, 120000, 600000};
    struct place *p = *state;
    load(p);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_int_equal(config_number(&p->config, wanted[i].setting), wanted[i].number);
    assert_int_equal(p->config.value[SETTING_RECOVERY_DELAYS_MS].list_len, 4);
    assert_memory_equal(p->config.value[SETTING_RECOVERY_DELAYS_MS].list, delays, sizeof delays);
    assert_string_equal(config_text(&p->config, SETTING_API_URL), "https://api.github.com");
    assert_true(config_on(&p->config, SETTING_INPUT));
    assert_null(config_text(&p->config, SETTING_CACHE));
}

static void test_problems_of_a_file(void **state)
{
    static const struct {
        const char *text, *message;
    } bad[] = {
        {"colour: never\n", "roadmap/settings.yaml:1: unknown setting 'colour'"},
        {"ascii: true\ncolor: [auto]\n", "settings.yaml:2: the value of 'color' cannot be used"},
        {"ascii: {a: b}\n", "settings.yaml:1: the value of 'ascii' cannot be used"},
        {"ascii:\n", "settings.yaml:1: the value of 'ascii' cannot be used"},
        {"- a\n", "settings have to be a map"},
        {"a: [\n", "roadmap/settings.yaml:"},
        {"ascii: true\nascii: false\n", "roadmap/settings.yaml:2:"},
    };
    struct place *p = *state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        put(p, p->project_file, bad[i].text);
        refuses(p, bad[i].message);
    }
    put(p, p->project_file, "colour: never\n");
    assert_int_equal(config_load(p->arena, &p->sources, &p->config, &p->err), ERR_USAGE);
    assert_string_equal(p->err.hint, "did you mean 'color'?");
    err_clear(&p->err);
    put(p, p->project_file, "x-team: anything\ncolor: never\n");
    load(p);
    assert_string_equal(config_text(&p->config, SETTING_COLOR), "never");
}

static void test_variables_of_others_come_second(void **state)
{
    struct place *p = *state;
    assert_int_equal(setenv("GITHUB_API_URL", "https://ghe.example/api/v3", 1), 0);
    assert_int_equal(setenv("VISUAL", "vi", 1), 0);
    assert_int_equal(setenv("EDITOR", "ed", 1), 0);
    load(p);
    assert_string_equal(p->config.value[SETTING_API_URL].where, "GITHUB_API_URL");
    assert_string_equal(config_text(&p->config, SETTING_EDITOR), "vi");
    assert_int_equal(setenv("ROADMAP_API_URL", "https://api.github.com", 1), 0);
    load(p);
    assert_string_equal(p->config.value[SETTING_API_URL].where, "ROADMAP_API_URL");
}

static void test_hosts_of_the_user(void **state)
{
    struct place *p = *state;
    put(p, p->user_file,
        "hosts:\n  ghe.example: {token_file: ghe}\n  b.example:\n    token_file: /t\n");
    load(p);
    assert_int_equal(p->config.hosts.len, 2);
    assert_string_equal(p->config.hosts.items[0].host, "ghe.example");
    assert_string_equal(p->config.hosts.items[0].token_file,
                        path_join(p->arena, path_dir(p->arena, p->user_file), "ghe"));
    assert_string_equal(p->config.hosts.items[1].token_file, "/t");
    put(p, p->user_file, "hosts: {ghe.example: {token: abc}}\n");
    refuses(p, "unknown setting 'token'");
}

static void test_xdg_folders(void **state)
{
    struct place *p = *state;
    const char *home = getenv("HOME");
    char *kept = home ? arena_strdup(p->arena, home) : NULL;
    assert_int_equal(setenv("HOME", "/somebody", 1), 0);
    assert_int_equal(setenv("XDG_CACHE_HOME", "/c", 1), 0);
    assert_string_equal(xdg_folder(p->arena, "XDG_CACHE_HOME", ".cache"), "/c");
    assert_int_equal(setenv("XDG_CACHE_HOME", "relative", 1), 0);
    assert_string_equal(xdg_folder(p->arena, "XDG_CACHE_HOME", ".cache"), "/somebody/.cache");
    assert_int_equal(unsetenv("HOME"), 0);
    assert_null(xdg_folder(p->arena, "XDG_CACHE_HOME", ".cache"));
    (void)unsetenv("XDG_CACHE_HOME");
    if (kept)
        assert_int_equal(setenv("HOME", kept, 1), 0);
}

static void test_addresses(void **state)
{
    static const struct {
        const char *text, *host, *authority, *sign_in;
        bool loopback;
    } good[] = {
        {"https://api.github.com", "api.github.com", "api.github.com", "github.com", false},
        {"https://API.GitHub.com:443/", "api.github.com", "api.github.com", "github.com", false},
        {"https://api.acme.ghe.com", "api.acme.ghe.com", "api.acme.ghe.com", "acme.ghe.com", false},
        {"https://ghe.example:8443/api/v3", "ghe.example", "ghe.example:8443", "ghe.example:8443",
         false},
        {"http://127.0.0.1:8080", "127.0.0.1", "127.0.0.1:8080", "127.0.0.1:8080", true},
        {"http://127.9.9.9", "127.9.9.9", "127.9.9.9", "127.9.9.9", true},
        {"http://[::1]:9/x", "::1", "[::1]:9", "[::1]:9", true},
    };
    static const char *const bad[] = {
        "",
        "api.github.com",
        "ftp://api.github.com",
        "http://api.github.com",
        "http://localhost:8080",
        "http://127.0.0.1.example",
        "http://[::2]/",
        "https://",
        "https://:443",
        "https://host:",
        "https://host:0",
        "https://host:65536",
        "https://host:1x",
        "https://user:secret@host/",
        "https://host/?q=1",
        "https://host/#f",
        "https://host /",
        "https://ho\nst/",
        "https://[::1",
        "https://[::1]x/",
        "https://-host/",
        "https://h\xc3\xb6st/",
        "https://host\\@evil/",
    };
    struct place *p = *state;
    struct api_url url;
    const char *reason = NULL;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(api_url_parse(p->arena, good[i].text, &url, &reason));
        assert_string_equal(url.host, good[i].host);
        assert_string_equal(url.authority, good[i].authority);
        assert_string_equal(api_url_sign_in_host(p->arena, &url), good[i].sign_in);
        assert_int_equal(url.loopback, good[i].loopback);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        reason = NULL;
        if (api_url_parse(p->arena, bad[i], &url, &reason))
            fail_msg("'%s' was taken", bad[i]);
        assert_non_null(reason);
    }
}

static void test_list_shows_where_each_value_is_from(void **state)
{
    struct place *p = *state;
    struct config_lines lines;
    put(p, p->project_file, "color: never\n");
    load(p);
    config_list(p->arena, &p->config, &lines);
    assert_int_equal(lines.items.len, SETTING_COUNT);
    const struct config_line *line = &lines.items.items[SETTING_COLOR];
    assert_string_equal(line->key, "color");
    assert_string_equal(line->value, "never");
    assert_string_equal(line->level, "project");
    assert_string_equal(line->where, "roadmap/settings.yaml:1");
    assert_string_equal(lines.items.items[SETTING_CACHE].value, "");
    assert_null(lines.items.items[SETTING_ASCII].where);
}

static void test_a_working_day_has_bounds(void **state)
{
    struct place *p = *state;
    static const char *const wrong[] = {"0", "59s", "25h", "8 hours"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        put_key(p, p->project_file, "workday", wrong[i]);
        refuses(p, "workday");
    }
    put_key(p, p->project_file, "workday", "6h");
    load(p);
    assert_int_equal(config_number(&p->config, SETTING_WORKDAY), 6 * 3600000);
}

static void test_names_follow_one_rule(void **state)
{
    struct place *p = *state;
    for (int i = 0; i < SETTING_COUNT; i++) {
        const struct setting_row *row = setting_row((enum setting)i);
        enum setting back;
        struct str variable cleanup_str = {0};
        str_init(&variable, 0);
        str_add(&variable, "ROADMAP_");
        for (const char *c = row->key; *c; c++)
            str_addc(&variable, (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c));
        assert_string_equal(row->variable, variable.p);
        assert_true(setting_parse_key(row->key, &back));
        assert_int_equal((int)back, i);
        assert_true(row->flag ? text_starts(row->flag, "--") && (!row->argument != !row->flag_value)
                              : !(row->levels & ORIGIN_BIT(ORIGIN_FLAG)));
        assert_false(text_ends(row->help, "."));
    }
    (void)p;
}

/* ROADMAP_WRITE_DOCS=1 writes the page instead of comparing it. */
static void test_the_reference_page_is_up_to_date(void **state)
{
    struct place *p = *state;
    const char *path = ROADMAP_SOURCE_DIR "/docs/reference/settings.md";
    char *wanted = config_reference(p->arena), *page = NULL;
    size_t len = 0;
    if (getenv("ROADMAP_WRITE_DOCS"))
        assert_int_equal(file_write_atomic(path, wanted, strlen(wanted), 0644, &p->err), OK);
    assert_int_equal(file_read(p->arena, path, 1 << 20, &page, &len, &p->err), OK);
    assert_string_equal(page, wanted);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_every_setting_has_its_five_levels),
        CASE(test_a_file_may_not_set_what_is_not_for_it),
        CASE(test_what_design_forbids_a_project_is_forbidden),
        CASE(test_templates_of_a_project_stay_inside),
        CASE(test_values_of_the_wrong_form),
        CASE(test_times_and_lists),
        CASE(test_defaults_are_those_of_the_design),
        CASE(test_problems_of_a_file),
        CASE(test_variables_of_others_come_second),
        CASE(test_hosts_of_the_user),
        CASE(test_xdg_folders),
        CASE(test_addresses),
        CASE(test_list_shows_where_each_value_is_from),
        CASE(test_a_working_day_has_bounds),
        CASE(test_names_follow_one_rule),
        CASE(test_the_reference_page_is_up_to_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
