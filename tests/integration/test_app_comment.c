/* One living comment: fifty runs at once, what was there before, and what goes wrong on the way. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/comment/comment_room.h"
#include "base/file.h"
#include "base/str.h"
#include "base/utf8.h"
#include "http/http.h"
#include "sandbox/sandbox.h"

#define RACERS 50
#define BOT "github-actions[bot]"

static struct sandbox *sandbox;
static struct arena *arena;

static void begin(const struct sandbox_options *given)
{
    struct sandbox_options options = *given;
    struct err err cleanup_err = ERR_INIT;
    options.repository = "acme/data-pipeline";
    options.app_token = true;
    options.login = BOT;
    options.token = "secret";
    sandbox = sandbox_start(&options, &err);
    assert_non_null(sandbox);
    arena = arena_new();
    sandbox_add_pull(sandbox, "Partition", NULL, "hubot");
}

static int stop(void **state)
{
    (void)state;
    sandbox_stop(sandbox);
    arena_free(arena);
    return 0;
}

/* One run of `roadmap comment` from its facts on, with everything of its own. */
struct runner {
    struct app app;
    struct comment_options options;
    struct comment_report report;
    struct commenting commenting;
    struct style style;
    struct sync_report sync;
    struct sync_options none;
    struct plan plan;
    struct plan_diff diff;
    struct err err;
    enum code code;
    /* Races. */
    pthread_t thread;
    pthread_barrier_t *barrier;
    struct http *http;
    bool posted;
};

/* Nobody posts before all have looked and found nothing. */
static enum code send_at_once(void *state, const struct http_request *request,
                              struct http_response *response, struct err *err)
{
    struct runner *runner = state;
    if (strcmp(request->method, "POST") == 0 && !runner->posted) {
        runner->posted = true;
        (void)pthread_barrier_wait(runner->barrier);
    }
    return http_send(runner->http, request, response, err);
}

static void prepare(struct runner *runner, const char *title)
{
    *runner = (struct runner){.err = ERR_INIT};
    struct arena *own = arena_new();
    runner->app = (struct app){.arena = own,
                               .clock = clock_system(),
                               .limits = app_limits_default(),
                               .folder = ".",
                               .api_url = sandbox_url(sandbox),
                               .token = "secret",
                               .version = "1"};
    runner->app.limits.retry_base_ms = 5;
    runner->app.limits.recovery_looks = 2;
    runner->app.limits.recovery_delays_ms[0] = runner->app.limits.recovery_delays_ms[1] = 10;
    runner->style = style_default();
    runner->options = (struct comment_options){.key = "plan", .style = &runner->style};
    runner->report.number.v = 1;
    runner->report.facts.scope = "db";
    runner->report.facts.diff = &runner->diff;
    if (title) {
        const struct plan_difference item = {
            .kind = KIND_ISSUE, .change = PLAN_ADDED, .id = "DB-001", .title = title, .hours = -1};
        VEC_PUSH(own, &runner->diff.items, item);
        runner->diff.counts[KIND_ISSUE][PLAN_ADDED] = 1;
    }
    runner->commenting = (struct commenting){
        .app = &runner->app, .arena = own, .options = &runner->options, .report = &runner->report};
    runner->commenting.session = session_new(&runner->app, &runner->none, true, &runner->sync);
    session_aim(runner->commenting.session, &runner->plan, "acme/data-pipeline");
}

static void open_client(struct runner *runner)
{
    assert_int_equal(session_open_github(runner->commenting.session, &runner->err), OK);
}

static void finish(struct runner *runner)
{
    session_closep(&runner->commenting.session);
    http_close(runner->http);
    err_clear(&runner->err);
    arena_free(runner->app.arena);
}

static enum comment_outcome say(const char *title)
{
    struct runner runner;
    prepare(&runner, title);
    open_client(&runner);
    runner.code = comment_post(&runner.commenting, &runner.err);
    if (runner.code)
        print_message("comment: %s\n", runner.err.message);
    assert_int_equal(runner.code, OK);
    const enum comment_outcome outcome = runner.report.outcome;
    finish(&runner);
    return outcome;
}

static size_t comments(void)
{
    return sandbox_counts(sandbox).comments;
}

static size_t writes(void)
{
    return sandbox_count_method(sandbox, "WRITE");
}

static bool world_has(const char *text)
{
    char *world = sandbox_world_json(sandbox, false);
    const bool found = strstr(world, text) != NULL;
    free(world);
    return found;
}

static void *race(void *state)
{
    struct runner *runner = state;
    runner->code = comment_post(&runner->commenting, &runner->err);
    return NULL;
}

static void fifty_at_once_leave_one(void **state)
{
    (void)state;
    static struct runner runners[RACERS];
    pthread_barrier_t barrier;
    begin(&(struct sandbox_options){0});
    assert_int_equal(pthread_barrier_init(&barrier, NULL, RACERS), 0);
    for (size_t i = 0; i < RACERS; i++) {
        const struct http_options options = {.user_agent = "roadmap/1"};
        prepare(&runners[i], "Partition");
        assert_int_equal(http_open(&options, &runners[i].http, &runners[i].err), OK);
        runners[i].barrier = &barrier;
        runners[i].app.send = send_at_once;
        runners[i].app.send_state = &runners[i];
        open_client(&runners[i]);
    }
    for (size_t i = 0; i < RACERS; i++)
        assert_int_equal(pthread_create(&runners[i].thread, NULL, race, &runners[i]), 0);
    for (size_t i = 0; i < RACERS; i++) {
        assert_int_equal(pthread_join(runners[i].thread, NULL), 0);
        if (runners[i].code)
            print_message("%s\n", runners[i].err.message);
        assert_int_equal(runners[i].code, OK);
    }
    assert_int_equal(sandbox_count_matching(sandbox, "POST /repos/*/*/issues/1/comments"), RACERS);
    assert_int_equal(comments(), 1);
    for (size_t i = 0; i < RACERS; i++)
        finish(&runners[i]);
    (void)pthread_barrier_destroy(&barrier);
    sandbox_log_clear(sandbox);
    assert_int_equal(say("Partition"), COMMENT_UNCHANGED);
    assert_int_equal(writes(), 0);
}

static void said_once_changed_once_and_taken_back_in_one_line(void **state)
{
    (void)state;
    begin(&(struct sandbox_options){0});
    assert_int_equal(say(NULL), COMMENT_NONE);
    assert_int_equal(comments(), 0);
    assert_int_equal(say("One"), COMMENT_CREATED);
    sandbox_log_clear(sandbox);
    assert_int_equal(say("One"), COMMENT_UNCHANGED);
    assert_int_equal(writes(), 0);
    assert_int_equal(say("Two"), COMMENT_UPDATED);
    assert_int_equal(writes(), 1);
    assert_int_equal(sandbox_count_method(sandbox, "PATCH"), 1);
    assert_int_equal(say(NULL), COMMENT_UPDATED);
    assert_true(world_has("Roadmap: this pull request no longer changes the plan."));
    sandbox_log_clear(sandbox);
    assert_int_equal(say(NULL), COMMENT_UNCHANGED);
    assert_int_equal(writes(), 0);
    assert_int_equal(say("One"), COMMENT_UPDATED);
    assert_int_equal(comments(), 1);
}

static void found_behind_three_pages_of_others(void **state)
{
    (void)state;
    begin(&(struct sandbox_options){0});
    for (int i = 0; i < 310; i++)
        (void)sandbox_add_comment(sandbox, 1, "Looks good.", "hubot");
    assert_int_equal(say("One"), COMMENT_CREATED);
    for (int i = 0; i < 120; i++)
        (void)sandbox_add_comment(sandbox, 1, "Still good.", "hubot");
    sandbox_log_clear(sandbox);
    assert_int_equal(say("One"), COMMENT_UNCHANGED);
    assert_int_equal(writes(), 0);
    assert_int_equal(sandbox_count_matching(sandbox, "GET /repos/*/*/issues/1/comments"), 5);
    assert_int_equal(comments(), 431);
}

#define PLANTED "<!-- roadmap:v1 scope=db kind=comment key=plan -->\nRoadmap: all is well."

static void what_others_planted_and_somebody_minimised_is_left_alone(void **state)
{
    (void)state;
    begin(&(struct sandbox_options){0});
    (void)sandbox_add_comment(sandbox, 1, PLANTED, "hubot");
    assert_int_equal(say("One"), COMMENT_CREATED);
    assert_int_equal(comments(), 2);
    assert_true(world_has("all is well"));
    sandbox_log_clear(sandbox);
    assert_int_equal(say("One"), COMMENT_UNCHANGED);
    const int64_t folded = sandbox_add_comment(sandbox, 1, PLANTED, BOT);
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(
        sandbox_edit(sandbox,
                     arena_printf(arena, "comment %lld minimize outdated", (long long)folded),
                     &err),
        OK);
    assert_int_equal(say("One"), COMMENT_UNCHANGED);
    assert_int_equal(writes(), 0);
}

static void twins_of_an_earlier_run_are_healed(void **state)
{
    (void)state;
    begin(&(struct sandbox_options){0});
    for (int i = 0; i < 3; i++)
        (void)sandbox_add_comment(sandbox, 1, PLANTED, BOT);
    assert_int_equal(say("One"), COMMENT_UPDATED);
    assert_int_equal(comments(), 1);
    assert_false(world_has("all is well"));
}

/* Edited in the browser: CRLF alone is no difference, words are. */
static void an_edit_by_hand_is_put_right(void **state)
{
    (void)state;
    struct err err cleanup_err = ERR_INIT;
    struct runner runner;
    begin(&(struct sandbox_options){0});
    prepare(&runner, "One");
    open_client(&runner);
    assert_int_equal(comment_post(&runner.commenting, &runner.err), OK);
    const char *id = strstr(runner.report.url, "#issuecomment-") + strlen("#issuecomment-");
    struct str body cleanup_str;
    str_init(&body, 0);
    for (const char *at = runner.report.body; *at; at++)
        str_add(&body, *at == '\n' ? "\\n" : (char[]){*at, '\0'});
    assert_int_equal(
        sandbox_edit(sandbox, arena_printf(arena, "comment %s body %s", id, body.p), &err), OK);
    sandbox_log_clear(sandbox);
    assert_int_equal(say("One"), COMMENT_UNCHANGED);
    assert_int_equal(writes(), 0);
    assert_int_equal(
        sandbox_edit(sandbox, arena_printf(arena, "comment %s body %s\\nhacked", id, body.p), &err),
        OK);
    assert_int_equal(say("One"), COMMENT_UPDATED);
    assert_false(world_has("hacked"));
    finish(&runner);
}

static void an_answer_that_was_lost_is_looked_for(void **state)
{
    (void)state;
    struct err err cleanup_err = ERR_INIT;
    begin(&(struct sandbox_options){0});
    assert_int_equal(
        sandbox_fault_add(sandbox, "POST /repos/*/*/issues/1/comments 1 reset-after", &err), OK);
    assert_int_equal(say("One"), COMMENT_CREATED);
    assert_int_equal(comments(), 1);
    assert_int_equal(sandbox_count_method(sandbox, "POST"), 1);
}

/* A deletion and a text as a whole may come twice, so they are sent again. */
static void a_lost_edit_or_deletion_is_sent_again(void **state)
{
    (void)state;
    static const char *const faults[] = {
        "DELETE /repos/*/*/issues/comments/* 1 reset-before",
        "DELETE /repos/*/*/issues/comments/* 1 reset-after",
        "PATCH /repos/*/*/issues/comments/* 1 reset-before",
        "PATCH /repos/*/*/issues/comments/* 1 reset-after",
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct err err cleanup_err = ERR_INIT;
        begin(&(struct sandbox_options){0});
        for (int k = 0; k < 2; k++)
            (void)sandbox_add_comment(sandbox, 1, PLANTED, BOT);
        assert_int_equal(sandbox_fault_add(sandbox, faults[i], &err), OK);
        assert_int_equal(say("One"), COMMENT_UPDATED);
        assert_int_equal(sandbox_fault_hits(sandbox), 1);
        assert_int_equal(comments(), 1);
        assert_false(world_has("all is well"));
        assert_int_equal(say("One"), COMMENT_UNCHANGED);
        if (i + 1 < sizeof faults / sizeof *faults)
            (void)stop(NULL);
    }
}

static void a_limit_is_waited_for(void **state)
{
    (void)state;
    struct err err cleanup_err = ERR_INIT;
    begin(&(struct sandbox_options){0});
    assert_int_equal(
        sandbox_fault_add(sandbox, "POST /repos/*/*/issues/1/comments 1 secondary:1", &err), OK);
    assert_int_equal(say("One"), COMMENT_CREATED);
    assert_int_equal(comments(), 1);
}

static void a_token_that_may_only_read_is_told_so(void **state)
{
    (void)state;
    struct runner runner;
    begin(&(struct sandbox_options){.read_only = true});
    prepare(&runner, "One");
    open_client(&runner);
    assert_int_equal(comment_post(&runner.commenting, &runner.err), ERR_AUTH);
    assert_int_equal(comments(), 0);
    finish(&runner);
}

/* An app of somebody's own: its name is known from what it posted. */
static void another_apps_name_is_learnt_from_the_answer(void **state)
{
    (void)state;
    begin(&(struct sandbox_options){0});
    sandbox_stop(sandbox);
    arena_free(arena);
    struct err err cleanup_err = ERR_INIT;
    const struct sandbox_options options = {.repository = "acme/data-pipeline",
                                            .app_token = true,
                                            .login = "acme-plan[bot]",
                                            .token = "secret"};
    sandbox = sandbox_start(&options, &err);
    assert_non_null(sandbox);
    arena = arena_new();
    sandbox_add_pull(sandbox, "Partition", NULL, "hubot");
    assert_int_equal(say("One"), COMMENT_CREATED);
    assert_int_equal(say("One"), COMMENT_UNCHANGED);
    assert_int_equal(comments(), 1);
}

/* ---- a file that nobody trusts ---- */

static uint32_t dice_state;

static uint32_t dice(uint32_t sides)
{
    dice_state = dice_state * 1664525 + 1013904223;
    return (dice_state >> 8) % sides;
}

/* Bytes changed, taken out and doubled; whole values replaced by others. */
static char *garbled(struct arena *scratch, const char *text)
{
    static const char *const pieces[] = {"null",
                                         "[]",
                                         "{}",
                                         "-1",
                                         "1e999",
                                         "99999999999999999999",
                                         "true",
                                         "\"\"",
                                         "\"\\u0000\"",
                                         "\"<!-- roadmap:v1 scope=db kind=comment key=plan -->\"",
                                         "\"](https://evil.example)\"",
                                         "\"\\n\\n# x\"",
                                         "[[[[[[[[",
                                         "\"\\ud800\"",
                                         "\"2026-99-99\""};
    struct str out cleanup_str;
    str_init(&out, 0);
    const uint32_t chance = 20 + dice(400);
    for (const char *at = text; *at; at++) {
        if (dice(chance) != 0) {
            str_addc(&out, *at);
            continue;
        }
        switch (dice(4)) {
        case 0:
            str_addc(&out, (char)(1 + dice(255)));
            break;
        case 1:
            str_addf(&out, "%c%c", *at, *at);
            break;
        case 2:
            str_add(&out, pieces[dice(sizeof pieces / sizeof *pieces)]);
            at += strcspn(at, ",}]\n");
            at -= *at == '\0';
            break;
        default:
            break;
        }
    }
    return str_dup(&out, scratch);
}

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)); at += strlen(part))
        count++;
    return count;
}

#define OURS "](https://github.com/acme/data-pipeline/blob/"

static void nothing_in_a_file_leads_out_of_its_place(void **state)
{
    (void)state;
    struct runner runner;
    struct err err cleanup_err = ERR_INIT;
    char folder[] = "/tmp/roadmap-comment-XXXXXX";
    size_t read = 0;
    begin(&(struct sandbox_options){0});
    assert_non_null(mkdtemp(folder));
    prepare(&runner, "One");
    const struct weakened weakened = {.message = "a check is gone", .path = "a/b.yaml", .line = 3};
    const struct comment_check check = {"DB-001", "smoke", VERDICT_FAIL, FAILING_NEW, "no",
                                        "x.sql",  1,       {0}};
    VEC_PUSH(arena, &runner.report.facts.weakened.items, weakened);
    VEC_PUSH(arena, &runner.report.facts.checks, check);
    const char *text = comment_file_json(arena, &runner.report.facts);
    const char *path = path_join(arena, folder, "comment.json");
    runner.options.from = path;
    runner.options.dry_run = true;
    runner.options.server_url = "https://github.com";
    runner.options.event.head = "0123456789abcdef0123456789abcdef01234567";
    runner.app.repo = "acme/data-pipeline";
    runner.app.folder = folder;
    for (dice_state = 1; read < 100 && dice_state != 0;) {
        struct arena *scratch cleanup_arena = arena_new();
        struct diags diags = {0};
        struct comment_report report = {0};
        struct app app = runner.app;
        const char *bytes = garbled(scratch, text);
        app.arena = scratch;
        FILE *file = fopen(path, "w"); /* nobody has to wait for the disk */
        assert_non_null(file);
        assert_true(fputs(bytes, file) >= 0);
        assert_int_equal(fclose(file), 0);
        const enum code code = app_comment(&app, &runner.options, &diags, &report, &err);
        assert_true(code == OK || code == ERR_REFUSED);
        err_clear(&err);
        if (code != OK || !report.body)
            continue;
        read++;
        assert_int_equal(count_of(report.body, "<!--"), 1);
        assert_int_equal(count_of(report.body, "]("), count_of(report.body, OURS));
        assert_true(utf8_count(report.body) <= 65536);
        assert_true(utf8_valid(report.body, strlen(report.body)));
    }
    assert_int_equal(read, 100);
    dir_remove_tree(folder);
    finish(&runner);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_teardown(test, stop)
    const struct CMUnitTest tests[] = {
        EACH(fifty_at_once_leave_one),
        EACH(said_once_changed_once_and_taken_back_in_one_line),
        EACH(found_behind_three_pages_of_others),
        EACH(what_others_planted_and_somebody_minimised_is_left_alone),
        EACH(twins_of_an_earlier_run_are_healed),
        EACH(an_edit_by_hand_is_put_right),
        EACH(an_answer_that_was_lost_is_looked_for),
        EACH(a_lost_edit_or_deletion_is_sent_again),
        EACH(a_limit_is_waited_for),
        EACH(a_token_that_may_only_read_is_told_so),
        EACH(another_apps_name_is_learnt_from_the_answer),
        EACH(nothing_in_a_file_leads_out_of_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
