#include "app/schedule/forecast.h"
#include "cli/command.h"
#include "cli/pager.h"
#include "cli/sync_args.h"
#include "cli/terminal.h"
#include "render/forecast_text.h"

static void show(struct cli *cli, const struct forecast_report *report, const struct diags *diags)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    switch (cli->format) {
    case FORMAT_JSON:
        cli_out_json(cli, json_forecast(cli->arena, report, diags, NULL, 0));
        return;
    case FORMAT_CSV:
        csv_forecast(&text, report);
        break;
    case FORMAT_TEXT:
    case FORMAT_GITHUB:
        forecast_text(cli->arena, &cli->out, report, &text);
        break;
    }
    pager_show(cli, text.p);
}

static enum code read_options(const struct invocation *call, struct forecast_options *options,
                              struct err *err)
{
    int64_t runs = FORECAST_RUNS, seed = FORECAST_SEED;
    enum code code = invocation_number(call, "runs", &runs, err);
    if (!code)
        code = invocation_number(call, "seed", &seed, err);
    if (code)
        return code;
    if (runs < FORECAST_RUNS || runs > FORECAST_RUNS_MOST)
        return err_set(err, ERR_USAGE, "--runs: %lld is not from %d to %d", (long long)runs,
                       FORECAST_RUNS, FORECAST_RUNS_MOST);
    options->runs = (uint32_t)runs;
    options->seed = (uint64_t)seed;
    return OK;
}

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    struct diags diags = {0};
    struct forecast_report report = {0};
    struct forecast_options options = {0};
    enum code code = read_options(call, &options, err);
    if (code)
        return code;
    cli->app.clock.now_ms = terminal_clock_ms;
    code = app_forecast(&cli->app, &options, &diags, &report, err);
    sync_args_show_diags(cli, &diags);
    if (code && cli->format == FORMAT_JSON)
        cli_out_json(cli, json_forecast(cli->arena, &report, &diags, err, code_exit_status(code)));
    if (!code)
        show(cli, &report, &diags);
    return code;
}

static const struct option_row options[] = {
    {"runs", 0, "N", "How many futures are drawn, instead of 10000", false},
    {"seed", 0, "N", "Begins the drawing, instead of 1: the same seed, the same dates", false},
    {0},
};

const struct command command_forecast = {
    .name = "forecast",
    .group = "See",
    .summary = "by when is it done, and how sure is that?",
    .usage = "[--runs N] [--seed N]",
    .text =
        "Says by which days the milestones and the plan will be done in 50, 85 and 95 of 100 "
        "cases, from how many issues of the plan were closed in each of the past weeks (26 at "
        "most). It draws thousands of futures out of these weeks, keeps quiet weeks and busy "
        "ones, and lists what it counted. Effort and dependencies play no part in it: that is "
        "what schedule is for.\n\n"
        "It needs 6 whole weeks and 10 closed issues. Before that it gives the schedule's dates "
        "and says what is missing. A milestone waits for all that is due before it. The scope "
        "is taken as it is today. No network and no token.",
    .needs = NEED_PROJECT,
    .csv = true,
    .max_args = 0,
    .options = options,
    .examples = {{"roadmap forecast", "dates with odds"},
                 {"roadmap forecast -v", "with every issue that was counted"},
                 {"roadmap forecast --runs 100000 --seed 7", "other futures, more of them"},
                 {"roadmap forecast --json", "for scripts"}},
    .run = run,
};
