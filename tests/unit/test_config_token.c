#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/str.h"
#include "config/token.h"

#define GITHUB "https://api.github.com"
#define TENANT "https://api.acme.ghe.com"
#define SERVER "https://ghe.example/api/v3"
#define LOOPBACK "http://127.0.0.1:8080"

static const char *const variables[] = {
    "GH_TOKEN",       "GITHUB_TOKEN",    "GH_ENTERPRISE_TOKEN", "GITHUB_ACTIONS",
    "GITHUB_API_URL", "ROADMAP_API_URL", "ROADMAP_TOKEN_FILE"};

struct place {
    struct arena *arena;
    char folder[64];
    char *path; /* PATH as it was */
    struct config config;
    struct token token;
    struct err err;
};

static void forget_environment(void)
{
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        (void)unsetenv(variables[i]);
}

static int set_up(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    const char *path = getenv("PATH");
    if (!p)
        return -1;
    (void)snprintf(p->folder, sizeof p->folder, "/tmp/roadmap-token-XXXXXX");
    if (!mkdtemp(p->folder))
        return -1;
    p->arena = arena_new();
    p->path = arena_strdup(p->arena, path ? path : "/usr/bin:/bin");
    forget_environment();
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    struct place *p = *state;
    (void)setenv("PATH", p->path, 1);
    int failed = system(arena_printf(p->arena, "rm -rf '%s'", p->folder));
    forget_environment();
    err_clear(&p->err);
    arena_free(p->arena);
    free(p);
    return failed ? -1 : 0;
}

static char *put(struct place *p, const char *name, const char *text, mode_t mode)
{
    char *path = path_join(p->arena, p->folder, name);
    (void)unlink(path);
    assert_int_equal(file_create(path, text, strlen(text), 0600, &p->err), OK);
    assert_int_equal(chmod(path, mode), 0);
    return path;
}

/* Programs of the given names come from our folder. */
static void put_program(struct place *p, const char *name, const char *script)
{
    (void)put(p, arena_printf(p->arena, "bin/%s", name),
              arena_printf(p->arena, "#!/bin/sh\n%s\n", script), 0755);
    assert_int_equal(setenv("PATH", arena_printf(p->arena, "%s/bin:%s", p->folder, p->path), 1), 0);
}

static enum code find(struct place *p, const char *api_url, const char *file, bool tools)
{
    struct config_sources sources = {.user_folder = p->folder};
    sources.flags[SETTING_API_URL] = api_url;
    sources.flags[SETTING_TOKEN_FILE] = file;
    if (config_load(p->arena, &sources, &p->config, &p->err) != OK)
        fail_msg("%s", p->err.message);
    const struct token_request request = {&p->config, tools};
    return token_find(p->arena, &request, &p->token, &p->err);
}

static void finds(struct place *p, const char *api_url, const char *text, const char *source)
{
    if (find(p, api_url, NULL, false) != OK)
        fail_msg("%s", p->err.message);
    if (!text_eq(p->token.text, text) || !text_eq(p->token.source, source))
        fail_msg("for %s: '%s' from '%s'", api_url, p->token.text ? p->token.text : "nothing",
                 p->token.source ? p->token.source : "nowhere");
}

static void set(const char *name, const char *value)
{
    assert_int_equal(setenv(name, value, 1), 0);
}

static void test_order_of_the_sources(void **state)
{
    struct place *p = *state;
    char *file = put(p, "token", "from-file\n", 0600);
    finds(p, GITHUB, NULL, NULL);
    set("GITHUB_TOKEN", "from-github");
    finds(p, GITHUB, "from-github", "GITHUB_TOKEN");
    set("GH_TOKEN", "from-gh");
    finds(p, GITHUB, "from-gh", "GH_TOKEN");
    set("ROADMAP_TOKEN_FILE", file);
    finds(p, GITHUB, "from-file", "ROADMAP_TOKEN_FILE");
    set("ROADMAP_TOKEN_FILE", "/nowhere");
    assert_int_equal(find(p, GITHUB, file, false), OK);
    assert_string_equal(p->token.text, "from-file");
    assert_string_equal(p->token.source, "--token-file");
}

static void test_a_token_stays_with_its_host(void **state)
{
    struct place *p = *state;
    set("GH_TOKEN", "mine");
    finds(p, GITHUB, "mine", "GH_TOKEN");
    finds(p, TENANT, "mine", "GH_TOKEN");
    finds(p, SERVER, NULL, NULL);
    assert_string_equal(p->token.note, "GH_TOKEN is set, but not for ghe.example");
    finds(p, "https://api.github.com.evil.example", NULL, NULL);
    finds(p, "https://evilghe.com", NULL, NULL);
    finds(p, LOOPBACK, NULL, NULL);
    set("GH_ENTERPRISE_TOKEN", "theirs");
    finds(p, GITHUB, "mine", "GH_TOKEN");
    finds(p, SERVER, "theirs", "GH_ENTERPRISE_TOKEN");
    finds(p, LOOPBACK, "theirs", "GH_ENTERPRISE_TOKEN");
    assert_int_equal(unsetenv("GH_TOKEN"), 0);
    finds(p, GITHUB, NULL, NULL);
    assert_string_equal(p->token.note, "GH_ENTERPRISE_TOKEN is set, but not for api.github.com");
}

static void test_inside_actions_the_jobs_own_server_counts(void **state)
{
    struct place *p = *state;
    set("GITHUB_TOKEN", "job");
    set("GITHUB_API_URL", SERVER);
    finds(p, SERVER, NULL, NULL);
    set("GITHUB_ACTIONS", "true");
    finds(p, SERVER, "job", "GITHUB_TOKEN");
    finds(p, "https://other.example/api/v3", NULL, NULL);
    finds(p, "https://ghe.example:8443/api/v3", NULL, NULL);
    set("GITHUB_API_URL", LOOPBACK);
    finds(p, LOOPBACK, NULL, NULL);
}

static void test_hosts_of_the_user_file(void **state)
{
    struct place *p = *state;
    (void)put(p, "roadmap/ghe", "of-the-server\r\n", 0600);
    (void)put(p, CONFIG_USER_FILE,
              "hosts:\n  ghe.example: {token_file: ghe}\n  github.com: {token_file: ghe}\n", 0600);
    finds(p, SERVER, "of-the-server", "the user file's hosts");
    finds(p, GITHUB, "of-the-server", "the user file's hosts");
    finds(p, "https://other.example", NULL, NULL);
}

static void test_a_file_that_is_no_token(void **state)
{
    struct place *p = *state;
    static const char *const bad[] = {"", "\n", "two words", "a\nb", "tab\there", "caf\xc3\xa9"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char *file = put(p, "token", bad[i], 0600);
        assert_int_equal(find(p, GITHUB, file, false), ERR_AUTH);
        assert_non_null(strstr(p->err.message, file));
        /* What stands in the file is never shown. */
        if (strlen(bad[i]) > 1)
            assert_null(strstr(p->err.message, bad[i]));
        err_clear(&p->err);
    }
    char *large = arena_alloc(p->arena, 5001);
    (void)memset(large, 'x', 5000);
    assert_int_equal(find(p, GITHUB, put(p, "token", large, 0600), false), ERR_CEILING);
    err_clear(&p->err);
    assert_int_equal(find(p, GITHUB, "/nowhere/at/all", false), ERR_FAILED);
    err_clear(&p->err);
    set("GH_TOKEN", "two words");
    assert_int_equal(find(p, GITHUB, NULL, false), ERR_AUTH);
    assert_null(strstr(p->err.message, "two words"));
}

static void test_gh_is_asked_for_the_host(void **state)
{
    struct place *p = *state;
    put_program(p, "gh", "[ -z \"$GH_TOKEN$GH_ENTERPRISE_TOKEN\" ] && echo \"$1-$2-$3-$4\"");
    put_program(p, "git", "exit 1");
    set("GH_ENTERPRISE_TOKEN", "not-for-github");
    assert_int_equal(find(p, GITHUB, NULL, true), OK);
    assert_string_equal(p->token.text, "auth-token---hostname-github.com");
    assert_string_equal(p->token.source, "gh");
    assert_null(p->token.note);
    assert_int_equal(find(p, GITHUB, NULL, false), OK);
    assert_null(p->token.text);
    assert_int_equal(unsetenv("GH_ENTERPRISE_TOKEN"), 0);
    assert_int_equal(find(p, LOOPBACK, NULL, true), OK);
    assert_null(p->token.text);
    put_program(p, "gh", "echo no token; exit 1");
    assert_int_equal(find(p, GITHUB, NULL, true), OK);
    assert_null(p->token.text);
}

static void test_git_is_asked_last_and_never_asks_back(void **state)
{
    struct place *p = *state;
    put_program(p, "gh", "exit 1");
    put_program(p, "git",
                "[ \"$1 $2\" = 'credential fill' ] || exit 1\n"
                "[ \"$GIT_TERMINAL_PROMPT\" = 0 ] && [ -z \"$GIT_ASKPASS\" ] || exit 1\n"
                "read protocol; read host; read empty\n"
                "echo protocol=https; echo unknown[]=x; echo username=octocat\n"
                "echo \"password=$protocol,$host,$empty.\"");
    assert_int_equal(find(p, SERVER, NULL, true), OK);
    assert_string_equal(p->token.text, "protocol=https,host=ghe.example,.");
    assert_string_equal(p->token.source, "git credential");
}

static void test_the_protocol_of_the_helpers(void **state)
{
    struct place *p = *state;
    assert_string_equal(token_helper_request(p->arena, "github.com"),
                        "protocol=https\nhost=github.com\n\n");
    assert_null(token_helper_request(p->arena, ""));
    assert_null(token_helper_request(p->arena, "a\nhost=evil"));
    assert_null(token_helper_request(p->arena, "a\rb"));
    assert_null(token_helper_request(p->arena, "a b"));
    assert_null(token_helper_request(p->arena, "a\x01"));
    char *host = arena_alloc(p->arena, 257);
    (void)memset(host, 'a', 256);
    assert_null(token_helper_request(p->arena, host));
    assert_string_equal(token_helper_answer(p->arena, "username=x\npassword=y z\nquit=1\n"), "y z");
    assert_string_equal(token_helper_answer(p->arena, "password=y\r\n"), "y");
    assert_null(token_helper_answer(p->arena, "password=\n"));
    assert_null(token_helper_answer(p->arena, "username=x\n"));
    assert_null(token_helper_answer(p->arena, ""));
    assert_null(token_helper_answer(p->arena, NULL));
    char *line = arena_alloc(p->arena, 70020);
    (void)memset(line, 'a', 70000);
    (void)memcpy(line + 70000, "\npassword=y\n", 13);
    assert_null(token_helper_answer(p->arena, line));
    assert_string_equal(token_helper_answer(p->arena, line + 10000), "y");
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_order_of_the_sources),
        CASE(test_a_token_stays_with_its_host),
        CASE(test_inside_actions_the_jobs_own_server_counts),
        CASE(test_hosts_of_the_user_file),
        CASE(test_a_file_that_is_no_token),
        CASE(test_gh_is_asked_for_the_host),
        CASE(test_git_is_asked_last_and_never_asks_back),
        CASE(test_the_protocol_of_the_helpers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
