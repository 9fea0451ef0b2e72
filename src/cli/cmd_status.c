#include "cli/actions.h"
#include "cli/command.h"
#include "cli/pager.h"
#include "cli/progress.h"
#include "cli/setup.h"
#include "cli/status_several.h"
#include "cli/sync_args.h"
#include "cli/terminal.h"
#include "render/csv.h"
#include "render/json.h"
#include "render/status_text.h"

static void show(struct cli *cli, const struct status_report *report, const struct diags *diags)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    switch (cli->format) {
    case FORMAT_JSON:
        cli_out_json(cli, json_status(cli->arena, report, diags, NULL, 0));
        return;
    case FORMAT_CSV:
        csv_status(&text, report);
        break;
    case FORMAT_TEXT:
    case FORMAT_GITHUB:
        status_text(cli->arena, &cli->out, report, &text);
        break;
    }
    pager_show(cli, text.p);
}

/* Text shows a few of each list, and reading the others takes longer than all the rest. */
static size_t list_max(const struct cli *cli)
{
    const bool text = cli->format == FORMAT_TEXT || cli->format == FORMAT_GITHUB;
    return text ? status_text_list_max(&cli->out) : SIZE_MAX;
}

static enum code run_one(struct cli *cli, const struct status_options *wanted, struct err *err)
{
    struct diags diags = {0};
    struct status_report report = {0};
    struct progress progress;
    progress_init(&progress, cli);
    const enum code code = app_status(&cli->app, wanted, &diags, &report, err);
    progress_end(&progress);
    sync_args_show_diags(cli, &diags);
    if (code && cli->format == FORMAT_JSON)
        cli_out_json(cli, json_status(cli->arena, &report, &diags, err, code_exit_status(code)));
    if (!code)
        show(cli, &report, &diags);
    return code;
}

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    const bool fetch = invocation_has(call, "fetch");
    struct strlist specs = {0};
    enum code code = fetch ? setup_token(cli, "read", err) : OK;
    if (code)
        return code;
    if (!fetch)
        cli->app.clock.now_ms = terminal_clock_ms;
    const struct status_options wanted = {.fetch = fetch,
                                          .ref = invocation_text(call, "ref"),
                                          .base_ref = actions_base_ref(cli->arena),
                                          .list_max = list_max(cli),
                                          .odds = cli->format == FORMAT_JSON ||
                                                  status_text_has_odds(&cli->out)};
    invocation_specs(cli->arena, call, &specs);
    return specs.len > 1 ? status_several(cli, call, &specs, &wanted, err)
                         : run_one(cli, &wanted, err);
}

static const struct option_row options[] = {
    {"fetch", 0, NULL, "Read GitHub first", false},
    {"ref", 0, "REVISION", "The plan, and what is proven, at a commit, branch or tag", false},
    {0},
};

const struct command command_status = {
    .name = "status",
    .group = "See",
    .summary = "are we on track?",
    .usage = "[options]",
    .text =
        "Says where the plan stands: a verdict, the milestones, what is in work, ready and "
        "blocked, and what somebody should look at. It answers from what the last run read and "
        "says how old that is; no network and no token without --fetch.\n\n"
        "Expected dates and slack are those of roadmap schedule: on track means that every open "
        "milestone is expected on or before its due date, at risk that one is not, late that "
        "one is past it. It speaks of the milestone with the least slack. On 120 columns and more "
        "the dates of roadmap forecast stand beside them, once there is history enough.\n\n"
        "With --spec more than once it shows one line a plan, the worst first, and -v each of them "
        "below. A plan that cannot be read does not hide the others: what is wrong with it is on "
        "standard error, and decides the exit status.",
    .needs = NEED_PROJECT,
    .csv = true,
    .several = true,
    .max_args = 0,
    .options = options,
    .examples = {{"roadmap status", "from what was read last"},
                 {"roadmap status --fetch", "from GitHub, now"},
                 {"roadmap status --spec roadmap/database.json --spec roadmap/roadmap.yaml",
                  "two plans beside each other"},
                 {"roadmap status --format csv", "for a spreadsheet"}},
    .run = run,
};
