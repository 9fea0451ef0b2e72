#include "cli/command.h"
#include "cli/progress.h"
#include "cli/prompt.h"
#include "cli/setup.h"
#include "cli/signals.h"

#include "base/clock.h"
#include "render/json.h"
#include "render/undo_text.h"

struct asking {
    struct cli *cli;
    struct progress *progress;
    bool yes;
    bool declined; /* the question was asked and not answered with yes */
};

static bool confirm(void *state, const struct undo_report *report)
{
    struct asking *asking = state;
    struct cli *cli = asking->cli;
    progress_clear(asking->progress);
    cleanup_str struct str text;
    str_init(&text, 0);
    undo_text_before(cli->arena, &cli->err, report, &text);
    if (!cli->err.quiet || !asking->yes)
        cli_err(cli, text.p);
    const bool yes = asking->yes || prompt_ask(cli, "\nWrite this to GitHub? [y/N] ") == 'y';
    if (!cli->err.quiet)
        cli_err(cli, "\n");
    signals_announce(yes);
    asking->declined = !yes || interrupt_requested();
    return !asking->declined;
}

static void show(struct cli *cli, const struct undo_report *report, int exit_status)
{
    if (cli->format == FORMAT_JSON) {
        cli_out_json(cli, json_undo(cli->arena, report, NULL, exit_status));
        return;
    }
    cleanup_str struct str text;
    str_init(&text, 0);
    undo_text_result(cli->arena, &cli->out, report, &text);
    cli_out(cli, text.p);
}

static enum code failed(struct cli *cli, const struct undo_report *report, const struct err *err)
{
    const int status =
        interrupt_requested() ? 128 + interrupt_requested() : code_exit_status(err->code);
    if (cli->format == FORMAT_JSON)
        cli_out_json(cli, json_undo(cli->arena, report, err, status));
    else if (report->sync.written_writes > 0)
        show(cli, report, status);
    return err->code;
}

/* A run that nobody knows is the first thing to say. What is wrong with the cache, the undo itself
 * says or mends. */
static enum code check_run(struct cli *cli, const char *name, struct err *err)
{
    struct err trouble cleanup_err = ERR_INIT;
    struct run_log log = {0};
    enum code code = app_log_run(&cli->app, name, &log, &trouble);
    return !code || code == ERR_CORRUPT || code == ERR_LOCKED ? OK : err_move(err, &trouble);
}

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    const bool yes = invocation_has(call, "yes");
    enum code code = check_run(cli, call->args.items[0], err);
    if (!code)
        code = prompt_may_write(
            cli, "undo", yes,
            "roadmap log RUN shows what the run did; roadmap undo RUN --yes takes it back", err);
    if (!code)
        code = setup_token(cli, "write to", err);
    if (code)
        return code;
    struct undo_report report = {0};
    struct progress progress;
    struct asking asking = {cli, &progress, yes, false};
    progress_init(&progress, cli);
    progress.view.command = "undo";
    cli->app.journal_path = invocation_text(call, "journal");
    cli->app.ask_state = &asking;
    signals_install();
    code = app_undo(&cli->app, call->args.items[0], confirm, &report, err);
    progress_end(&progress);
    cli->repository = report.sync.repository;
    if (code == ERR_REFUSED && asking.declined && cli->format != FORMAT_JSON)
        return prompt_declined(cli, err);
    if (code)
        return failed(cli, &report, err);
    cli->exit_status = report.sync.exit_status;
    show(cli, &report,
         interrupt_requested() ? 128 + interrupt_requested() : report.sync.exit_status);
    return OK;
}

static const struct option_row options[] = {
    {"yes", 'y', NULL, "Do not ask; needed where there is no terminal", false},
    {"journal", 0, "FILE", "Write the journal of this run there too; FILE must be new", false},
    {0},
};

const struct command command_undo = {
    .name = "undo",
    .group = "Upkeep",
    .summary = "take a run back",
    .usage = "[options] RUN|FILE",
    .text =
        "Takes back what one run wrote, the newest change first, as a run of its own. A value goes "
        "back only if GitHub still has what that run wrote; what somebody has changed since stays "
        "and is named. An issue that it created is closed as not planned; a label or milestone "
        "that "
        "it created is deleted if nothing uses it. RUN is the beginning of an id of roadmap log, "
        "FILE a journal that sync --journal wrote.\n\n"
        "The plan is not touched: the next roadmap plan shows the same changes as work to do. An "
        "undo can be undone.",
    .needs = NEED_PROJECT,
    .min_args = 1,
    .max_args = 1,
    .options = options,
    .examples = {{"roadmap undo 7f3a91c", "after a look at it and a question"},
                 {"roadmap undo ./journal.jsonl --yes", "from a file that CI kept"}},
    .run = run,
};
