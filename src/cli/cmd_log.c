#include "cli/command.h"
#include "cli/pager.h"
#include "render/json_run.h"
#include "render/run_text.h"

static enum code show_list(struct cli *cli, struct err *err)
{
    struct run_logs runs = {0};
    enum code code = app_log(&cli->app, &runs, err);
    if (code)
        return code;
    if (cli->format == FORMAT_JSON) {
        cli_out_json(cli, json_log_runs(cli->arena, &runs, NULL, 0));
        return OK;
    }
    cleanup_str struct str text;
    str_init(&text, 0);
    run_text_list(cli->arena, &cli->out, &runs, &text);
    pager_show(cli, text.p);
    return OK;
}

static enum code show_one(struct cli *cli, const char *name, struct err *err)
{
    struct run_log run = {0};
    enum code code = app_log_run(&cli->app, name, &run, err);
    if (code)
        return code;
    if (cli->format == FORMAT_JSON) {
        cli_out_json(cli, json_log_run(cli->arena, &run, NULL, 0));
        return OK;
    }
    cleanup_str struct str text;
    str_init(&text, 0);
    run_text_one(cli->arena, &cli->out, &run, &text);
    pager_show(cli, text.p);
    return OK;
}

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    return call->args.len ? show_one(cli, call->args.items[0], err) : show_list(cli, err);
}

const struct command command_log = {
    .name = "log",
    .group = "Upkeep",
    .summary = "what did runs write, and when?",
    .usage = "[RUN|FILE]",
    .text =
        "Lists the runs that wrote to GitHub, the newest first: when, by whom, how much, and how "
        "it ended. With RUN (the beginning of its id is enough) it shows each value that the run "
        "moved, as it was and as it is since; with FILE it reads a journal that sync --journal "
        "wrote. -v shows texts as differences. No network and no token.",
    .needs = NEED_PROJECT,
    .max_args = 1,
    .examples = {{"roadmap log", "the runs"},
                 {"roadmap log 7f3a91c", "one of them"},
                 {"roadmap log ./journal.jsonl", "from a file that CI kept"}},
    .run = run,
};
