#include "app/schedule/schedule.h"
#include "cli/command.h"
#include "cli/pager.h"
#include "cli/sync_args.h"
#include "cli/terminal.h"
#include "render/schedule_text.h"

static void show(struct cli *cli, const struct schedule_report *report, const struct diags *diags)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    switch (cli->format) {
    case FORMAT_JSON:
        cli_out_json(cli, json_schedule(cli->arena, report, diags, NULL, 0));
        return;
    case FORMAT_CSV:
        csv_schedule(&text, report);
        break;
    case FORMAT_TEXT:
    case FORMAT_GITHUB:
        schedule_text(cli->arena, &cli->out, report, &text);
        break;
    }
    pager_show(cli, text.p);
}

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    struct diags diags = {0};
    struct schedule_report report = {0};
    const struct schedule_options options = {.baseline = invocation_text(call, "baseline")};
    cli->app.clock.now_ms = terminal_clock_ms;
    enum code code = app_schedule(&cli->app, &options, &diags, &report, err);
    sync_args_show_diags(cli, &diags);
    if (code && cli->format == FORMAT_JSON)
        cli_out_json(cli, json_schedule(cli->arena, &report, &diags, err, code_exit_status(code)));
    if (!code)
        show(cli, &report, &diags);
    return code;
}

static const struct option_row options[] = {
    {"baseline", 0, "REF", "Show what moved since the plan of this commit, branch or tag", false},
    {0},
};

const struct command command_schedule = {
    .name = "schedule",
    .group = "See",
    .summary = "when is what done? critical path and slack",
    .usage = "[--baseline REF]",
    .text = "Works out who does what when, from effort, dependencies, owners and the weeks of "
            "phases and milestones: for every issue the earliest and the latest days and the slack "
            "between them, for every milestone the expected end against its due date, and the "
            "critical path, the chain of issues that ends last.\n\n"
            "Work begins when what it depends on has ended, its milestone has started and its "
            "owner is free; an owner does one thing at a time, and work without an owner waits for "
            "nobody. What is closed on GitHub is done, all else begins today at the earliest. Days "
            "are Monday to Friday, of 8 h (setting: workday). Slack is what is left until a due "
            "date moves, or the end of the plan where there is none.\n\n"
            "With --baseline it compares with the plan of another commit, as it was expected to go "
            "on the day of that commit. No network and no token.",
    .needs = NEED_PROJECT,
    .csv = true,
    .max_args = 0,
    .options = options,
    .examples = {{"roadmap schedule", "dates, slack, critical path"},
                 {"roadmap schedule -v", "with all issues"},
                 {"roadmap schedule --baseline v1.0", "what moved since then"},
                 {"roadmap schedule --format csv", "for a spreadsheet"}},
    .run = run,
};
