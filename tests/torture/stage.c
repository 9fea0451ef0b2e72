#include "stage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "check.h"
#include "people.h"

#define START_MS 1770000000000LL
#define MINUTE_MS (60LL * 1000)
#define RUNS_MAX 9

static int64_t now(void *state)
{
    return ((struct stage *)state)->now_ms;
}

/* Time passes; writes that are late take place when their time has come. */
static void pass(struct stage *stage, int64_t duration_ms)
{
    const int64_t end_ms = stage->now_ms + duration_ms;
    const struct sandbox *sandbox = stage->sandbox;
    for (size_t i = 0; i < sandbox->late.len; i++) {
        const struct sb_late *late = sandbox->late.items[i];
        if (late->done || late->due_ms > end_ms)
            continue;
        stage->now_ms = late->due_ms > stage->now_ms ? late->due_ms : stage->now_ms;
        sb_late_run(stage->sandbox);
    }
    stage->now_ms = end_ms;
}

static void sleep_on(void *state, int64_t duration_ms)
{
    pass(state, duration_ms);
}

static int on_disk(void *state, enum disk_op op)
{
    struct stage *stage = state;
    if (stage->quiet || !stage->strike)
        return 0;
    stage->op = op;
    stage->refuse_rc = 0;
    stage->strike(stage, MOMENT_DISK, ++stage->count[MOMENT_DISK]);
    return stage->refuse_rc;
}

/* Each revision in a folder of its own: processes that go other ways share them. */
static void write_plan(struct stage *stage, int revision)
{
    struct err err cleanup_err = ERR_INIT;
    const char *yaml = story_yaml(stage->arena, revision);
    const char *name = arena_printf(stage->arena, "%d", revision);
    const char *project = path_join(stage->arena, stage->folder, name);
    const char *folder = path_join(stage->arena, project, "roadmap");
    const char *path = path_join(stage->arena, folder, "roadmap.yaml");
    BUG_UNLESS(dir_make(folder, 0755, &err) == OK);
    BUG_UNLESS(file_create(path, yaml, strlen(yaml), 0644, &err) == OK);
    stage->projects[revision - 1] = project;
}

struct stage *stage_open(void)
{
    struct err err cleanup_err = ERR_INIT;
    struct stage *stage = calloc(1, sizeof *stage);
    BUG_UNLESS(stage);
    stage->arena = arena_new();
    stage->now_ms = START_MS;
    stage->app.clock = (struct clock){stage, now, now, sleep_on};
    const struct sandbox_options options = {
        .clock = &stage->app.clock, .repository = "acme/data-pipeline", .watchers = 14};
    stage->sandbox = sandbox_start(&options, &err);
    BUG_UNLESS(stage->sandbox);
    /* Nobody connects, and no thread would outlive a fork. */
    sb_server_stop(stage->sandbox);
    BUG_UNLESS(dir_make_temp(stage->arena, "roadmap-torture", &stage->folder, &err) == OK);
    stage->app.limits = app_limits_default();
    stage->app.repo = options.repository;
    stage->app.api_url = sandbox_url(stage->sandbox);
    stage->app.token = "canary-5f1d0c7e-token";
    stage->app.token_source = "test";
    stage->app.cache_path = path_join(stage->arena, stage->folder, "cache.db");
    stage->app.version = "torture";
    stage->app.send = wire_send;
    stage->app.send_state = stage;
    stage->lock_path = arena_printf(stage->arena, "%s.lock", stage->app.cache_path);
    write_plan(stage, 1);
    write_plan(stage, 2);
    disk_install(on_disk, stage);
    people_were_here(stage);
    return stage;
}

void stage_plan(struct stage *stage, int revision)
{
    stage->app.folder = stage->projects[revision - 1];
    stage->revision = revision;
}

/* As when a process ends: its locks go. Memory stays, which only this process has lost. */
static void bury(struct stage *stage)
{
    char link[64], target[4096];
    for (int fd = 3; fd < 64; fd++) {
        (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t len = readlink(link, target, sizeof target - 1);
        if (len < 5 || memcmp(target + len - 5, ".lock", 5) != 0)
            continue;
        (void)close(fd);
    }
    disk_abandon();
    arena_free(stage->app.arena);
    stage->app.arena = NULL;
}

_Noreturn void stage_die(struct stage *stage, bool power_cut, uint64_t seed)
{
    if (power_cut)
        disk_power_cut(seed);
    longjmp(stage->grave, 1);
}

/* The child has the parent's lock too, and closing it here would not give it back. */
void stage_forked(struct stage *stage)
{
    (void)unlink(stage->lock_path);
}

struct sync_options stage_options(void)
{
    struct sync_options options = sync_options_default();
    options.allow_changes = 999;
    options.allow_closes = 99;
    return options;
}

static void tell(const struct stage *stage, int status)
{
    struct sandbox_request request;
    if (!stage->verbose)
        return;
    for (size_t i = 0; sandbox_request_at(stage->sandbox, i, &request); i++)
        printf("    %s %s -> %d %s %.300s\n", request.method, request.path, request.status,
               request.fault, request.body);
    printf("run %zu: status %d %s\n", stage->runs, status, stage->error);
    for (size_t i = 0; i < stage->report.errors.len; i++) {
        const struct report_line *line = &stage->report.errors.items[i];
        printf("    %d %s: %s\n", line->exit_status, line->id, line->reason);
    }
    const struct changeset *changeset = stage->report.changeset;
    for (size_t i = 0; changeset && i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        for (size_t k = 0; k < item->changes.len; k++)
            if (item->changes.items[k].move == MOVE_CONFLICT || item->verb == VERB_REFUSE)
                printf("    refused %s %s\n", item->id, field_name(item->changes.items[k].field));
        if (item->verb == VERB_REFUSE)
            printf("    refused %s: %d\n", item->id, (int)item->refusal);
    }
}

static int sync_once(struct stage *stage)
{
    struct err err cleanup_err = ERR_INIT;
    struct diags diags = {0};
    const struct sync_options options = stage_options();
    stage->report = (struct sync_report){0};
    enum code code = app_sync(&stage->app, &options, &diags, &stage->report, &err);
    stage->error[0] = '\0';
    const struct report_line *line =
        stage->report.errors.len ? &stage->report.errors.items[0] : NULL;
    if (code)
        (void)snprintf(stage->error, sizeof stage->error, "%s", err.message);
    else if (line)
        (void)snprintf(stage->error, sizeof stage->error, "%s: %s", line->id, line->reason);
    else if (stage->report.stop_text)
        (void)snprintf(stage->error, sizeof stage->error, "%s", stage->report.stop_text);
    if (diags.len)
        stage_fail(stage, "the plan of the story has a diagnostic: %s", diags.items[0].message);
    return stage->report.exit_status;
}

int stage_sync(struct stage *stage)
{
    arena_free(stage->app.arena);
    stage->app.arena = arena_new();
    stage->runs++;
    stage->die_after = false;
    if (stage->cacheless)
        stage_lose_cache(stage);
    if (stage->cacheless == CACHE_LOST_ONCE)
        stage->cacheless = CACHE_KEPT;
    if (setjmp(stage->grave)) {
        bury(stage);
        (void)snprintf(stage->error, sizeof stage->error, "killed");
        stage->report = (struct sync_report){0};
        stage->died = true;
        tell(stage, STATUS_KILLED);
        return STATUS_KILLED;
    }
    const int status = sync_once(stage);
    tell(stage, status);
    return status;
}

/* On the machine of the cache at this path. */
static int sync_with(struct stage *stage, const char *cache_path)
{
    const char *own = stage->app.cache_path;
    stage->app.cache_path = cache_path;
    int status = stage_sync(stage);
    stage->app.cache_path = own;
    return status;
}

void stage_lose_cache(struct stage *stage)
{
    stage->forgot = true;
    stage_lose_file(stage->app.cache_path);
}

void stage_lose_file(const char *path)
{
    disk_forget(path);
    (void)unlink(path);
}

/* Nothing was sent that the journal does not know. */
static void check_journalled(struct stage *stage, size_t intents_before)
{
    if (!stage->journalled)
        return;
    const size_t writes = sandbox_count_method(stage->sandbox, "WRITE");
    const size_t intents = check_intents(stage) - intents_before;
    if (writes > intents)
        stage_fail(stage, "%zu writes were sent under %zu intents", writes, intents);
}

/* Runs until nothing is left to do. */
static void complete(struct stage *stage)
{
    static const int minutes[] = {1, 20, 20, 60, 60, 240, 1500, 1500, 1500};
    int status = 0, refused = 0;
    for (int run = 0; run < RUNS_MAX; run++) {
        sandbox_log_clear(stage->sandbox);
        const size_t intents = check_intents(stage);
        status = stage_sync(stage);
        check_journalled(stage, intents);
        if (status == 0) {
            check_plan(stage);
            return;
        }
        const unsigned allowed =
            STATUS(STATUS_KILLED) | STATUS(0) | STATUS(6) | stage->allowed | stage->final;
        if (!(allowed & STATUS(status)))
            stage_fail(stage, "status %d: %s", status, stage->error);
        refused = stage->final & STATUS(status) ? refused + 1 : 0;
        if (refused == 3) {
            check_plan(stage);
            return;
        }
        pass(stage, minutes[run] * MINUTE_MS);
        if (stage->report.resume_at_ms > stage->now_ms)
            pass(stage, stage->report.resume_at_ms - stage->now_ms);
    }
    stage_fail(stage, "still status %d after %d runs: %s", status, RUNS_MAX, stage->error);
}

/* A run that is late enough to be sure of what it sees. */
static void heal(struct stage *stage)
{
    if (!stage->heals)
        return;
    pass(stage, 45 * MINUTE_MS);
    (void)stage_sync(stage);
    if (stage->rival_cache)
        (void)sync_with(stage, stage->rival_cache);
}

/* Nothing strikes any more: what must hold in a quiet system. */
static void settle(struct stage *stage)
{
    stage->quiet = true;
    sandbox_fault_clear(stage->sandbox);
    heal(stage);
    stage->heals = false;
    const bool knows_more = stage->late.act == LATE_DELETE;
    for (int run = 0; run < (stage->loses_cache || !stage->point ? 2 : 1); run++) {
        pass(stage, 45 * MINUTE_MS);
        /* Only the cache knows that there was something which a person deleted. */
        if (run == 1 && !knows_more)
            stage_lose_cache(stage);
        else
            check_cache(stage);
        if (run == 0)
            check_old_values(stage);
        sandbox_log_clear(stage->sandbox);
        const int status = stage_sync(stage);
        if (status && !(stage->final & STATUS(status)))
            stage_fail(stage, "quiet run %d has status %d: %s", run + 1, status, stage->error);
        check_plan(stage);
        check_no_writes(stage, run + 1);
    }
    if (!stage->rival_cache)
        return;
    sandbox_log_clear(stage->sandbox);
    const int status = sync_with(stage, stage->rival_cache);
    if (status)
        stage_fail(stage, "a quiet run of the other machine has status %d: %s", status,
                   stage->error);
    check_no_writes(stage, 3);
}

static void phase(struct stage *stage, int revision)
{
    stage_plan(stage, revision);
    if (stage->strike)
        stage->strike(stage, MOMENT_PHASE, ++stage->count[MOMENT_PHASE]);
    complete(stage);
}

void stage_play(struct stage *stage)
{
    phase(stage, 1);
    if (stage->point && stage->short_story) {
        settle(stage);
        return;
    }
    pass(stage, 30 * MINUTE_MS);
    /* A twin that a person touches is left to people. */
    heal(stage);
    people_act(stage);
    pass(stage, 30 * MINUTE_MS);
    phase(stage, 2);
    settle(stage);
}
