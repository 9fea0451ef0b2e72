/* What a write is about to overwrite is in both journals before it is sent: at every write of a run
 * that changes everything, whatever becomes of the answer and of the sender. (sync: invariant I3)
 */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/runs/run_journal.h"
#include "app/runs/run_read.h"
#include "support/app_changed.h"

/* ---- What the run overwrites ---------------------------------------------------------------- */

struct old {
    const char *item, *text; /* a part of the value as it was */
    enum field field;
    bool (*stands)(struct app_world *world);
};

static bool label_named(struct app_world *world)
{
    struct sandbox_label label;
    return sandbox_label(world->sandbox, "area:db", &label);
}

static bool label_described(struct app_world *world)
{
    struct sandbox_label label;
    return (sandbox_label(world->sandbox, "area:db", &label) ||
            sandbox_label(world->sandbox, "area:data", &label)) &&
           has(label.description, "Database");
}

static bool milestone_titled(struct app_world *world)
{
    struct sandbox_milestone one;
    return sandbox_milestone(world->sandbox, "M1: Foundation", &one);
}

static bool milestone_part(struct app_world *world, const char *description, const char *due)
{
    struct sandbox_milestone one;
    if (!sandbox_milestone(world->sandbox, "M1: Foundation", &one) &&
        !sandbox_milestone(world->sandbox, "M1: Basis", &one))
        fail_msg("no first milestone");
    return has(one.description, description) && has(one.due_on, due);
}

static bool milestone_described(struct app_world *world)
{
    return milestone_part(world, "First steps", "");
}

static bool milestone_due(struct app_world *world)
{
    return milestone_part(world, "", "2026-12-14");
}

static bool title_stands(struct app_world *world)
{
    return has(issue_at(world, 1).title, "Inventory of a person");
}

static bool text_stands(struct app_world *world)
{
    return has(issue_at(world, 1).body, "Know what is there.");
}

static bool milestone_stands(struct app_world *world)
{
    return issue_at(world, 1).milestone == 1;
}

static bool label_stands(struct app_world *world)
{
    return has(issue_at(world, 2).labels, "p1");
}

static bool blocker_stands(struct app_world *world)
{
    return has(issue_at(world, 2).blocked_by, "1");
}

static bool parent_stands(struct app_world *world)
{
    return issue_at(world, 3).parent == 2;
}

static bool state_stands(struct app_world *world)
{
    return has(issue_at(world, 3).state, "open");
}

static const struct old olds[] = {
    {"area:d", "area:db", FIELD_TITLE, label_named},
    {"area:d", "Database", FIELD_DESCRIPTION, label_described},
    {"M1", "M1: Foundation", FIELD_TITLE, milestone_titled},
    {"M1", "First steps", FIELD_BLOCK, milestone_described},
    {"M1", "2026-12-14", FIELD_DUE_ON, milestone_due},
    {"DB-001", "Inventory of a person", FIELD_TITLE, title_stands},
    {"DB-001", "Know what is there.", FIELD_BLOCK, text_stands},
    {"DB-001", "M1 (#1)", FIELD_MILESTONE, milestone_stands},
    {"DB-002", "p1", FIELD_LABELS, label_stands},
    {"DB-002 blocked-by DB-001", "#1", FIELD_EDGE, blocker_stands},
    {"DB-003 parent DB-00", "#2", FIELD_EDGE, parent_stands},
    {"DB-003", "open", FIELD_STATE, state_stands},
};
#define OLDS (sizeof olds / sizeof *olds)

static bool noted(const struct run_changes *changes, const struct old *old)
{
    for (size_t i = 0; i < changes->items.len; i++) {
        const struct run_change *change = &changes->items.items[i];
        if (change->has_field && change->field == old->field &&
            text_starts(change->item_id, old->item) && has(change->before, old->text))
            return true;
    }
    return false;
}

/* All runs together, out of the cache and out of the files beside it. */
static void load_all(struct app_world *world, struct run_changes *cache, struct run_changes *files)
{
    struct run_logs logs = {0};
    struct strlist names = {0};
    struct run_log one;
    const char *folder = run_journal_folder(world->arena, world->app.cache_path);
    assert_int_equal(app_log(&world->app, &logs, &world->err), OK);
    for (size_t i = 0; i < logs.items.len; i++) {
        assert_int_equal(app_log_run(&world->app, logs.items.items[i].head.id, &one, &world->err),
                         OK);
        assert_int_equal(one.changes.items.len, logs.items.items[i].count);
        for (size_t k = 0; k < one.changes.items.len; k++)
            VEC_PUSH(world->arena, &cache->items, one.changes.items.items[k]);
    }
    assert_int_equal(dir_list(world->arena, folder, &names, &world->err), OK);
    for (size_t i = 0; i < names.len; i++) {
        const char *path = path_join(world->arena, folder, names.items[i]);
        assert_int_equal(run_read_file(world->arena, path, &one, &world->err), OK);
        for (size_t k = 0; k < one.changes.items.len; k++)
            VEC_PUSH(world->arena, &files->items, one.changes.items.items[k]);
    }
}

static size_t doubts(const struct run_changes *changes)
{
    size_t count = 0;
    for (size_t i = 0; i < changes->items.len; i++)
        count += changes->items.items[i].in_doubt;
    return count;
}

/* Every value that is no longer there is in both journals; gives how many are in doubt. */
static size_t assert_noted(struct app_world *world, const char *what)
{
    struct run_changes cache = {0}, files = {0};
    load_all(world, &cache, &files);
    for (size_t i = 0; i < OLDS; i++) {
        if (olds[i].stands(world))
            continue;
        if (!noted(&cache, &olds[i]))
            fail_msg("%s: '%s' of %s is not in the cache", what, olds[i].text, olds[i].item);
        if (!noted(&files, &olds[i]))
            fail_msg("%s: '%s' of %s is in no file", what, olds[i].text, olds[i].item);
    }
    return doubts(&cache);
}

/* ---- The runs ------------------------------------------------------------------------------- */

/* What an undo puts back is agreed from then on, also where it was a person's: the marks differ. */
static char *shape_without_marks(struct app_world *world)
{
    char *text = shape(world), *to = text;
    for (const char *at = text; *at;) {
        if (text_starts(at, " base="))
            at += strcspn(at, ">");
        *to++ = *at++;
    }
    *to = '\0';
    return text;
}

static char *begin(struct app_world *world)
{
    story_open(world, changed_plan);
    world->now_ms += 60000;
    assert_int_equal(app_world_sync(world, NULL), 0);
    person(world, "issue 1 title DB-001: Inventory of a person");
    world->now_ms += 60000;
    char *before = shape_without_marks(world);
    change_everything(world);
    sandbox_log_clear(world->sandbox);
    return before;
}

static struct sync_options options_of(struct app_world *world)
{
    struct sync_options options = sync_options_default();
    strlist_add(world->arena, &options.takes, "DB-001=spec");
    return options;
}

static int change(struct app_world *world)
{
    const struct sync_options options = options_of(world);
    return app_world_sync(world, &options);
}

/* All runs but the first one, the newest first. */
static void undo_all(struct app_world *world, const char *before, const char *what)
{
    struct run_logs logs = {0};
    struct undo_report report;
    assert_int_equal(app_log(&world->app, &logs, &world->err), OK);
    assert_true(logs.items.len >= 2);
    for (size_t i = 0; i + 1 < logs.items.len; i++)
        if (undo(world, logs.items.items[i].head.id, &report) != 0)
            fail_msg("%s: the undo has status %d", what, report.sync.exit_status);
    char *got = shape_without_marks(world);
    assert_same(got, before, what);
    free(got);
}

/* In a process of its own, until write `nth` has come to the server; killed there. */
static void change_and_die(struct app_world *world, size_t nth, const char *how)
{
    fault(world, arena_printf(world->arena, "WRITE /** %d %s", (int)nth, how));
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct sync_options options = options_of(world);
        _exit((int)app_sync(&world->app, &options, &world->diags, &world->report, &world->err));
    }
    for (int i = 0; i < 4000 && sandbox_fault_hits(world->sandbox) == 0; i++)
        usleep(2500);
    assert_int_equal(sandbox_fault_hits(world->sandbox), 1);
    assert_int_equal(kill(child, SIGKILL), 0);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    sandbox_fault_clear(world->sandbox);
}

static size_t writes_of_the_change(void)
{
    struct app_world world;
    char *before = begin(&world);
    assert_int_equal(change(&world), 0);
    const size_t count = writes(&world);
    for (size_t i = 0; i < OLDS; i++)
        if (olds[i].stands(&world))
            fail_msg("'%s' of %s was not overwritten", olds[i].text, olds[i].item);
    assert_int_equal(assert_noted(&world, "all of it"), 0);
    undo_all(&world, before, "all of it");
    free(before);
    app_world_close(&world);
    return count;
}

static void lose(const char *method, size_t nth, const char *how)
{
    struct app_world world;
    char *before = begin(&world);
    const char *what = arena_printf(world.arena, "write %d, %s", (int)nth, how);
    if (text_starts(how, "stall"))
        world.app.limits.http_timeout_ms = 150;
    fault(&world, arena_printf(world.arena, "%s /** %d %s", method, (int)nth, how));
    int status = change(&world);
    sandbox_fault_clear(world.sandbox);
    world.app.limits.http_timeout_ms = app_limits_default().http_timeout_ms;
    (void)assert_noted(&world, what);
    for (int run = 0; run < 3 && status; run++) {
        world.now_ms += 20LL * 60 * 1000;
        status = change(&world);
        (void)assert_noted(&world, what);
    }
    if (status)
        fail_msg("%s: still status %d", what, status);
    world.now_ms += 20LL * 60 * 1000;
    assert_run(&world, 0, 0);
    if (assert_noted(&world, what) != 0)
        fail_msg("%s: a change is still in doubt", what);
    undo_all(&world, before, what);
    free(before);
    app_world_close(&world);
}

static void lose_each(const char *method, const char *how)
{
    const size_t count = writes_of_the_change();
    assert_true(count >= 10);
    for (size_t nth = 1; nth <= count; nth++)
        lose(method, nth, how);
}

static void the_answer_is_lost(void **state)
{
    (void)state;
    lose_each("WRITE", "reset-after");
}

static void the_answer_does_not_come_in_time(void **state)
{
    (void)state;
    lose_each("WRITE", "stall:500");
}

static void the_write_is_refused(void **state)
{
    (void)state;
    lose_each("PATCH", "status:422");
}

/* `goes_on`: the next run finishes the work before all of it is taken back. */
static void die(size_t nth, const char *how, bool goes_on)
{
    struct app_world world;
    char *before = begin(&world);
    const char *what = arena_printf(world.arena, "write %d, %s%s", (int)nth, how,
                                    goes_on ? ", and another run" : "");
    change_and_die(&world, nth, how);
    /* A creation overwrites nothing: only the next run can tell whether it came about. */
    const bool creates = assert_noted(&world, what) == 0;
    world.now_ms += 20LL * 60 * 1000;
    if (goes_on) {
        assert_int_equal(change(&world), 0);
        if (assert_noted(&world, what) != 0)
            fail_msg("%s: a change is still in doubt", what);
    }
    if (!creates)
        undo_all(&world, before, what);
    free(before);
    app_world_close(&world);
}

static void the_sender_dies_after_its_write(void **state)
{
    (void)state;
    const size_t count = writes_of_the_change();
    for (size_t nth = 1; nth <= count; nth++) {
        die(nth, "stall:600000", false);
        die(nth, "stall:600000", true);
    }
}

/* What never came about is in doubt until the next run has looked, and then it is nothing. */
static void the_sender_dies_before_its_write(void **state)
{
    (void)state;
    struct app_world world;
    struct run_log log;
    struct run_logs logs = {0};
    story_open(&world, changed_plan);
    world.now_ms += 60000;
    respec(&world, "DB-001: Inventory", "DB-001: Stock");
    change_and_die(&world, 1, "stall-before:600000");
    struct run_changes cache = {0}, files = {0};
    load_all(&world, &cache, &files);
    assert_int_equal(doubts(&cache), 1);
    assert_int_equal(doubts(&files), 1);
    world.now_ms += 60000;
    respec(&world, "DB-001: Stock", "DB-001: Inventory");
    respec(&world, "DB-003: Part of it", "DB-003: Part");
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_int_equal(app_log(&world.app, &logs, &world.err), OK);
    assert_int_equal(logs.items.items[1].count, 0);
    assert_int_equal(app_log_run(&world.app, logs.items.items[1].head.id, &log, &world.err), OK);
    assert_int_equal(log.changes.items.len, 0);
    app_world_close(&world);
}

/* A refused write leaves nothing in either journal. */
static void a_refused_write_is_no_change(void **state)
{
    (void)state;
    struct app_world world;
    struct run_changes cache = {0}, files = {0};
    story_open(&world, changed_plan);
    respec(&world, "DB-001: Inventory", "DB-001: Stock");
    load_all(&world, &cache, &files);
    const size_t there = cache.items.len;
    assert_int_equal(files.items.len, there);
    fault(&world, "PATCH /** 1 status:422");
    assert_int_equal(app_world_sync(&world, NULL), 1);
    cache = files = (struct run_changes){0};
    load_all(&world, &cache, &files);
    assert_int_equal(cache.items.len, there);
    assert_int_equal(files.items.len, there);
    app_world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_answer_is_lost),
        cmocka_unit_test(the_answer_does_not_come_in_time),
        cmocka_unit_test(the_write_is_refused),
        cmocka_unit_test(the_sender_dies_after_its_write),
        cmocka_unit_test(the_sender_dies_before_its_write),
        cmocka_unit_test(a_refused_write_is_no_change),
    };
    return cmocka_run_group_tests_name("app foreseen", tests, NULL, NULL);
}
