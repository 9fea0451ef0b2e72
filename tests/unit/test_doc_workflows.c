/* The workflows that init writes and the action that they use, read by our own parser: what their
 * tokens may do, that everything foreign is pinned to a commit, and that a fork can start nothing
 * that matters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/str.h"
#include "doc/doc.h"

#define FOLDER ROADMAP_SOURCE_DIR "/templates/init/github/workflows"

static struct arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* All that a file may do and what starts it, in the order of the file. */
static const struct {
    const char *name, *events, *permissions;
} expected[] = {
    {"roadmap-check.yml", "pull_request", "contents: read, pull-requests: write"},
    {"roadmap-publish.yml", "workflow_run", "actions: read, contents: read, pull-requests: write"},
    {"roadmap-pull.yml", "schedule, workflow_dispatch",
     "contents: write, issues: read, pull-requests: write"},
    {"roadmap-sync.yml", "push, workflow_dispatch", "contents: read, issues: write"},
};
#define FILES (sizeof expected / sizeof *expected)

static const struct doc_node *read_file(const char *path)
{
    struct doc_problems problems = {0};
    cleanup_err struct err err = ERR_INIT;
    char *bytes = NULL;
    size_t len = 0;
    if (file_read(arena, path, 1 << 20, &bytes, &len, &err) != OK)
        fail_msg("%s", err.message);
    const struct doc *doc =
        doc_read(arena, doc_text_new(arena, path, bytes, len), DOC_YAML, &problems, NULL);
    assert_non_null(doc);
    assert_int_equal(problems.count, 0);
    assert_int_equal(doc->root.type, DOC_MAP);
    return &doc->root;
}

static const struct doc_node *workflow(size_t i)
{
    return read_file(path_join(arena, FOLDER, expected[i].name));
}

static const struct doc_node *action(void)
{
    return read_file(ROADMAP_SOURCE_DIR "/action.yml");
}

static const char *text_of(const struct doc_node *map, const char *key)
{
    const struct doc_node *node = map ? doc_get(map, key) : NULL;
    return node && node->text ? node->text : "";
}

/* "a: x, b: y"; with only the keys when `values` is false. */
static const char *joined(const struct doc_node *map, bool values)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    assert_non_null(map);
    assert_int_equal(map->type, DOC_MAP);
    for (uint32_t i = 0; i < map->count; i++) {
        str_addf(&out, "%s%s", i ? ", " : "", map->entries[i].key);
        if (values)
            str_addf(&out, ": %s", map->entries[i].value.text);
    }
    return str_dup(&out, arena);
}

/* ---- every step of a file ---- */

typedef void step_fn(const char *name, const struct doc_node *step);

static void each_step_of(const char *name, const struct doc_node *steps, step_fn *visit)
{
    assert_non_null(steps);
    assert_int_equal(steps->type, DOC_LIST);
    for (uint32_t i = 0; i < steps->count; i++)
        visit(name, &steps->items[i]);
}

static void each_step(step_fn *visit)
{
    for (size_t i = 0; i < FILES; i++) {
        const struct doc_node *jobs = doc_get(workflow(i), "jobs");
        for (uint32_t k = 0; k < jobs->count; k++)
            each_step_of(expected[i].name, doc_get(&jobs->entries[k].value, "steps"), visit);
    }
    each_step_of("action.yml", doc_get(doc_get(action(), "runs"), "steps"), visit);
}

/* ---- the rules ---- */

static void there_are_these_four(void **state)
{
    (void)state;
    struct strlist names = {0};
    cleanup_err struct err err = ERR_INIT;
    assert_int_equal(dir_list(arena, FOLDER, &names, &err), OK);
    assert_int_equal(names.len, FILES);
    for (size_t i = 0; i < FILES; i++)
        assert_true(strlist_has(&names, expected[i].name));
}

static void tokens_may_do_no_more_than_they_need(void **state)
{
    (void)state;
    for (size_t i = 0; i < FILES; i++) {
        const struct doc_node *root = workflow(i), *jobs = doc_get(root, "jobs");
        assert_string_equal(joined(doc_get(root, "permissions"), true), expected[i].permissions);
        for (uint32_t k = 0; k < jobs->count; k++) /* no job takes more for itself */
            assert_null(doc_get(&jobs->entries[k].value, "permissions"));
    }
}

static void what_starts_them_is_safe(void **state)
{
    (void)state;
    for (size_t i = 0; i < FILES; i++) {
        const struct doc_node *root = workflow(i), *on = doc_get(root, "on");
        assert_string_equal(joined(on, false), expected[i].events);
        assert_null(doc_get(on, "pull_request_target"));
        const struct doc_node *after = doc_get(on, "workflow_run");
        if (after)
            assert_string_equal(doc_get(after, "workflows")->items[0].text,
                                text_of(workflow(0), "name"));
    }
}

static void runs_wait_for_each_other_and_end(void **state)
{
    (void)state;
    for (size_t i = 0; i < FILES; i++) {
        const struct doc_node *root = workflow(i), *jobs = doc_get(root, "jobs");
        const struct doc_node *order = doc_get(root, "concurrency");
        assert_non_null(order);
        assert_true(*text_of(order, "group") != '\0');
        /* What writes the plan's things is never cut short. */
        if (strcmp(expected[i].name, "roadmap-check.yml") != 0)
            assert_string_equal(text_of(order, "cancel-in-progress"), "false");
        for (uint32_t k = 0; k < jobs->count; k++)
            assert_int_equal(doc_get(&jobs->entries[k].value, "timeout-minutes")->type, DOC_INT);
    }
}

static void is_pinned(const char *name, const struct doc_node *step)
{
    const char *uses = text_of(step, "uses");
    if (*uses == '\0')
        return;
    if (strcmp(uses, "./.roadmap-program") == 0)
        return;
    const char *at = strchr(uses, '@');
    if (!text_starts(uses, "actions/") || !at || strlen(at + 1) != 40 ||
        strspn(at + 1, "0123456789abcdef") != 40)
        fail_msg("%s: '%s' is not pinned to a commit", name, uses);
}

static void everything_foreign_is_pinned(void **state)
{
    (void)state;
    each_step(is_pinned);
}

/* What an expression stands for would be taken for shell. */
static void has_no_expression(const char *name, const struct doc_node *step)
{
    if (strstr(text_of(step, "run"), "${{"))
        fail_msg("%s: an expression in a script", name);
}

static void no_script_has_an_expression_in_it(void **state)
{
    (void)state;
    each_step(has_no_expression);
}

static void keeps_no_token(const char *name, const struct doc_node *step)
{
    if (text_starts(text_of(step, "uses"), "actions/checkout@") &&
        strcmp(text_of(doc_get(step, "with"), "persist-credentials"), "false") != 0)
        fail_msg("%s: a checkout that leaves the token behind", name);
}

static void no_checkout_leaves_a_token_behind(void **state)
{
    (void)state;
    each_step(keeps_no_token);
}

/* `with:` of the step that runs the command in the sync's job, and its place. */
static const struct doc_node *step_of_sync(const char *command, uint32_t *place)
{
    const struct doc_node *jobs = doc_get(workflow(3), "jobs");
    const struct doc_node *steps = doc_get(&jobs->entries[0].value, "steps");
    for (*place = 0; *place < steps->count; ++*place) {
        const struct doc_node *with = doc_get(&steps->items[*place], "with");
        if (text_eq(text_of(with, "run"), command))
            return with;
    }
    fail_msg("no step runs '%s'", command);
    return NULL;
}

/* sync publishes what a check found: it runs before, on the default branch, and its answers are not
 * replaced by those of an older run. */
static void what_sync_publishes_was_asked_before(void **state)
{
    (void)state;
    uint32_t check, sync;
    assert_string_equal(text_of(step_of_sync("check", &check), "cache"), "read");
    assert_string_equal(text_of(step_of_sync("sync --yes", &sync), "cache"), "keep");
    assert_true(check < sync);
    const struct doc_node *steps = doc_get(doc_get(action(), "runs"), "steps");
    size_t named = 0;
    for (uint32_t i = 0; i < steps->count; i++)
        named += strstr(text_of(doc_get(&steps->items[i], "env"), "ROADMAP_DEFAULT_BRANCH"),
                        "github.event.repository.default_branch") != NULL;
    assert_int_equal(named, 1);
}

static bool mentions_secrets(const struct doc_node *node)
{
    if (node->text && strstr(node->text, "secrets."))
        return true;
    for (uint32_t i = 0; (node->type == DOC_MAP || node->type == DOC_LIST) && i < node->count; i++)
        if (mentions_secrets(node->type == DOC_MAP ? &node->entries[i].value : &node->items[i]))
            return true;
    return false;
}

static void no_secret_is_needed(void **state)
{
    (void)state;
    for (size_t i = 0; i < FILES; i++)
        assert_false(mentions_secrets(workflow(i)));
    assert_false(mentions_secrets(action()));
}

static size_t checkouts, froms;

static void runs_nothing_of_the_fork(const char *name, const struct doc_node *step)
{
    const char *command = text_of(doc_get(step, "with"), "run");
    const bool publishes = strcmp(name, "roadmap-publish.yml") == 0;
    froms += strstr(command, "--from") != NULL;
    assert_true(!strstr(command, "--from") || publishes);
    checkouts += publishes && text_starts(text_of(step, "uses"), "actions/checkout@");
}

/* The trusted run has a token that may write: it has no file of the fork but the one it reads. */
static void the_publisher_has_no_checkout(void **state)
{
    (void)state;
    checkouts = froms = 0;
    each_step(runs_nothing_of_the_fork);
    assert_int_equal(checkouts, 0);
    assert_int_equal(froms, 1);
}

/* sync stands only where no fork can start it; the cache is saved only there too. */
static void only_trusted_runs_sync_and_save(void **state)
{
    (void)state;
    const struct doc_node *steps = doc_get(doc_get(action(), "runs"), "steps");
    size_t saves = 0;
    for (uint32_t i = 0; i < steps->count; i++) {
        const char *uses = text_of(&steps->items[i], "uses");
        const char *when = text_of(&steps->items[i], "if");
        assert_false(text_starts(uses, "actions/cache@")); /* saves whatever started it */
        if (!text_starts(uses, "actions/cache/save@"))
            continue;
        saves++;
        assert_non_null(strstr(when, "github.event.repository.default_branch"));
        assert_non_null(strstr(when, "\"push\", \"schedule\", \"workflow_dispatch\""));
        assert_null(strstr(when, "pull_request"));
    }
    assert_int_equal(saves, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_are_these_four),
        cmocka_unit_test(tokens_may_do_no_more_than_they_need),
        cmocka_unit_test(what_starts_them_is_safe),
        cmocka_unit_test(runs_wait_for_each_other_and_end),
        cmocka_unit_test(everything_foreign_is_pinned),
        cmocka_unit_test(no_script_has_an_expression_in_it),
        cmocka_unit_test(no_checkout_leaves_a_token_behind),
        cmocka_unit_test(what_sync_publishes_was_asked_before),
        cmocka_unit_test(no_secret_is_needed),
        cmocka_unit_test(the_publisher_has_no_checkout),
        cmocka_unit_test(only_trusted_runs_sync_and_save),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
