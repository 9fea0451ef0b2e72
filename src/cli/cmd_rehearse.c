#include "base/clock.h"
#include "base/embed.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/scratch.h"
#include "cli/signals.h"
#include "cli/sync_args.h"
#include "render/rehearse_text.h"
#include "sandbox/sandbox.h"

#define EXAMPLE "roadmap/database.json"
#define WAIT_MS 1000

struct stage {
    struct cli *cli;
    const char *folder; /* for the throw-away cache and the built-in example */
    struct sandbox *sandbox;
    const char *spec_path; /* as given; NULL: the built-in example */
    struct sync_report first, second;
};

static void stage_close(struct stage *stage)
{
    sandbox_stop(stage->sandbox);
    scratch_remove(stage->folder);
}

static enum code write_example(struct stage *stage, struct err *err)
{
    const struct embedded_file *file = embed_find(EXAMPLE);
    BUG_UNLESS(file);
    struct app *app = &stage->cli->app;
    app->folder = stage->folder;
    app->spec_path = EXAMPLE;
    const char *path = path_join(stage->cli->arena, stage->folder, EXAMPLE);
    return file_create(path, file->bytes, file->len, 0644, err);
}

/* app as it runs, but for where it goes: a stand-in on loopback, without pauses, with a cache that
 * nobody else has. */
static void aim_app(struct stage *stage, const char *repository)
{
    struct app *app = &stage->cli->app;
    app->api_url = sandbox_url(stage->sandbox);
    app->repo = repository;
    app->token = "rehearsal";
    app->token_source = "rehearsal";
    app->cache_path = path_join(stage->cli->arena, stage->folder, "cache.db");
    app->limits.write_interval_ms = 0;
    app->limits.creates_per_hour = 0;
    app->limits.creates_per_minute = 0;
}

static enum code open_stage(struct stage *stage, const struct invocation *call, struct diags *diags,
                            struct err *err)
{
    struct cli *cli = stage->cli;
    enum code code = scratch_make(cli->arena, &stage->folder, err);
    if (code)
        return code;
    stage->spec_path = call->args.len > 0 ? call->args.items[0] : cli->app.spec_path;
    if (stage->spec_path)
        cli->app.spec_path = stage->spec_path;
    else
        code = write_example(stage, err);
    struct plan *plan = NULL;
    if (!code)
        code = app_load_plan(&cli->app, &plan, diags, err);
    if (code)
        return code;
    const char *repository = cli->app.repo ? cli->app.repo : plan->repository;
    if (!repository)
        repository = "octocat/hello-world";
    stage->sandbox = sandbox_start(&(struct sandbox_options){.repository = repository}, err);
    if (!stage->sandbox)
        return err->code;
    aim_app(stage, repository);
    return OK;
}

static enum code run_twice(struct stage *stage, struct err *err)
{
    struct sync_options options = sync_options_default();
    struct diags diags = {0};
    enum code code = app_sync(&stage->cli->app, &options, &diags, &stage->first, err);
    if (code)
        return code;
    options.full = true; /* nothing is taken from the cache that the server could tell */
    diags = (struct diags){0};
    return app_sync(&stage->cli->app, &options, &diags, &stage->second, err);
}

static int exit_of(const struct stage *stage)
{
    int again = stage->second.requests.write > 0 ? code_exit_status(ERR_FAILED) : 0;
    int worst = exit_status_worst(stage->first.exit_status, stage->second.exit_status);
    return exit_status_worst(worst, again);
}

static void show(struct stage *stage, bool serve)
{
    struct cli *cli = stage->cli;
    struct sandbox_counts counts = sandbox_counts(stage->sandbox);
    struct rehearsal rehearsal = {.first = &stage->first,
                                  .second = &stage->second,
                                  .milestones = (int64_t)counts.milestones,
                                  .issues = (int64_t)counts.issues,
                                  .labels = (int64_t)counts.labels,
                                  .links = (int64_t)(counts.sub_issues + counts.dependencies),
                                  .spec_path = stage->spec_path};
    if (serve)
        rehearsal.url = arena_printf(cli->arena, "%s/repos/%s/issues", sandbox_url(stage->sandbox),
                                     cli->app.repo);
    cli->exit_status = exit_of(stage);
    if (cli->format == FORMAT_JSON) {
        cli_out_json(cli, rehearse_json(cli->arena, &rehearsal, NULL, cli->exit_status));
        return;
    }
    cleanup_str struct str text;
    str_init(&text, 0);
    rehearse_text(cli->arena, &cli->out, &rehearsal, &text);
    cli_out(cli, text.p);
}

/* Ctrl-C is how this ends, so it is no failure. */
static void serve_until_stopped(struct cli *cli)
{
    cli_flush(cli);
    signals_install();
    while (!interrupt_requested())
        clock_sleep(&cli->app.clock, WAIT_MS);
    interrupt_clear();
}

static enum code rehearse(struct stage *stage, const struct invocation *call, struct err *err)
{
    struct diags diags = {0};
    enum code code = open_stage(stage, call, &diags, err);
    sync_args_show_diags(stage->cli, &diags);
    if (!code)
        code = run_twice(stage, err);
    if (code)
        return code;
    bool serve = invocation_has(call, "serve");
    show(stage, serve);
    if (serve)
        serve_until_stopped(stage->cli);
    return OK;
}

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    struct stage stage = {.cli = cli};
    enum code code = rehearse(&stage, call, err);
    stage_close(&stage);
    return code;
}

static const struct option_row options[] = {
    {"serve", 0, NULL, "Keep the stand-in open until Ctrl-C and print its address", false},
    {0},
};

const struct command command_rehearse = {
    .name = "rehearse",
    .group = "Start",
    .summary = "try a sync against a built-in stand-in, no network",
    .usage = "[--serve] [SPEC]",
    .text =
        "Starts a stand-in for GitHub on this machine, syncs the plan to it twice and says what "
        "would stand on GitHub; the second run has to write nothing. Without SPEC it takes a "
        "built-in example: 6 milestones and 22 issues. -v lists what stands there.",
    .needs = NEED_PROJECT,
    .max_args = 1,
    .options = options,
    .examples = {{"roadmap rehearse", "the built-in example"},
                 {"roadmap rehearse roadmap/roadmap.yaml", "your plan"},
                 {"roadmap rehearse --serve", "and keep it to look at"}},
    .run = run,
};
