#include "cli/command.h"
#include "cli/pager.h"
#include "cli/progress.h"
#include "cli/setup.h"
#include "cli/sync_args.h"
#include "render/csv.h"
#include "render/json.h"
#include "render/plan_text.h"

#define EXIT_CHANGES 2

static void show(struct cli *cli, const struct sync_report *report, const struct diags *diags,
                 int exit_status)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    switch (cli->format) {
    case FORMAT_JSON:
        cli_out_json(cli, json_sync(cli->arena, "plan", report, diags, NULL, exit_status));
        return;
    case FORMAT_CSV:
        csv_plan(&text, report);
        break;
    case FORMAT_TEXT:
    case FORMAT_GITHUB:
        plan_text(cli->arena, &cli->out, report, &text);
        break;
    }
    pager_show(cli, text.p);
}

static int exit_of(const struct sync_report *report, bool detailed)
{
    if (!detailed || !report->changeset)
        return 0;
    bool pending = report->changeset->writes > 0 || changeset_has_conflicts(report->changeset);
    return pending ? EXIT_CHANGES : 0;
}

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    struct sync_options options;
    enum code code = sync_args_read(cli, call, &options, err);
    if (!code && !options.offline)
        code = setup_token(cli, "read", err);
    if (code)
        return code;
    cli->out.again = options.promise_out
                         ? arena_printf(cli->arena, "%s --plan %s",
                                        options.again ? options.again : "", options.promise_out)
                         : options.again;
    struct diags diags = {0};
    struct sync_report report = {0};
    struct progress progress;
    progress_init(&progress, cli);
    code = app_plan(&cli->app, &options, &diags, &report, err);
    progress_end(&progress);
    cli->repository = report.repository;
    sync_args_show_diags(cli, &diags);
    if (code && cli->format == FORMAT_JSON) {
        cli_out_json(cli,
                     json_sync(cli->arena, "plan", &report, &diags, err, code_exit_status(code)));
        return code;
    }
    if (code)
        return code;
    cli->exit_status = exit_of(&report, invocation_has(call, "detailed-exitcode"));
    show(cli, &report, &diags, cli->exit_status);
    return OK;
}

static const struct option_row options[] = {
    {"offline", 0, NULL, "Against what the last run read; no network, no token", false},
    {"full", 0, NULL, "Read everything anew, whatever the cache holds", false},
    {"detailed-exitcode", 0, NULL, "2 when there is something to write or to decide", false},
    {"take", 0, "ID[.FIELD]=SIDE", "As if this conflict were settled: spec or github", true},
    {"adopt", 0, "ID=#N|ID=new", "As if this item were this issue, or none", true},
    {"recreate", 0, "ID", "As if this item, gone from GitHub, were made again", true},
    {"prune", 0, "KINDS", "As if what left the plan were closed or removed", false},
    {"output", 'o', "FILE", "Write what it would do to a file, for sync --plan", false},
    {"max-creates", 0, "N", "As if sync were told to create no more than N", false},
    {"rewrite", 0, NULL, "As if every text were rendered anew", false},
    {"drop-ticks", 0, NULL, "As if ticks without a box might go", false},
    {0},
};

const struct command command_plan = {
    .name = "plan",
    .group = "Plan",
    .summary = "what would sync do?",
    .usage = "[options] [ID...]",
    .text = "Reads the plan and GitHub, and says what sync would write: field by field, only what "
            "moves. It writes nothing; its connection cannot send anything but GET.\n\n"
            "With IDs only these issues, milestones (with their issues) and labels are looked at, "
            "and what they need. Work that people do on GitHub (closing, ticking, assigning, "
            "commenting) is never in here.",
    .needs = NEED_PROJECT,
    .csv = true,
    .max_args = -1,
    .options = options,
    .examples = {{"roadmap plan", "all of it"},
                 {"roadmap plan DB-ML1", "one milestone with its issues"},
                 {"roadmap plan -o plan.json", "for sync --plan plan.json, once it is agreed on"},
                 {"roadmap plan --offline", "without network, against the last read"},
                 {"roadmap plan --detailed-exitcode --json", "for scripts"}},
    .run = run,
};
