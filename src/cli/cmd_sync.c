#include "cli/command.h"
#include "cli/progress.h"
#include "cli/prompt.h"
#include "cli/setup.h"
#include "cli/signals.h"
#include "cli/sync_args.h"

#include "base/clock.h"
#include "render/csv.h"
#include "render/json.h"
#include "render/pen.h"
#include "render/plan_decide.h"
#include "render/sync_text.h"

struct asking {
    struct cli *cli;
    struct progress *progress;
    bool yes;
    bool declined; /* the question was asked and not answered with yes */
};

/* What is about to happen, on a terminal as a block, elsewhere as one line; then the question. */
static bool confirm(void *state, const struct sync_report *report)
{
    struct asking *asking = state;
    struct cli *cli = asking->cli;
    progress_clear(asking->progress);
    cleanup_str struct str text;
    str_init(&text, 0);
    if (!asking->progress->draws)
        sync_text_before_line(cli->arena, &cli->err, report, &text);
    else
        sync_text_before(cli->arena, &cli->err, report, &text);
    if (!cli->err.quiet || !asking->yes)
        cli_err(cli, text.p);
    bool yes = asking->yes || prompt_ask(cli, "\nWrite this to GitHub? [y/N] ") == 'y';
    if (asking->progress->draws && !cli->err.quiet)
        cli_err(cli, "\n");
    signals_announce(yes);
    asking->declined = !yes || interrupt_requested();
    return !asking->declined;
}

static char settle(void *state, const struct item_change *item, const struct change *change)
{
    struct asking *asking = state;
    struct cli *cli = asking->cli;
    progress_clear(asking->progress);
    cleanup_str struct str text;
    str_init(&text, 0);
    struct pen pen;
    pen_init(&pen, cli->arena, &cli->err, &text);
    const struct sync_report unknown = {0};
    plan_decide_conflict(&pen, &unknown, item, change, 8, true);
    cli_err(cli, text.p);
    char answer;
    do
        answer = prompt_ask(
            cli, "  Which one counts: the plan's (s), GitHub's (g), or neither yet? [s/g/N] ");
    while (answer != 's' && answer != 'g' && answer != 'n' && answer != 0 &&
           !interrupt_requested());
    cli_err(cli, "\n");
    return answer == 's' || answer == 'g' ? answer : 0;
}

static void show(struct cli *cli, const struct sync_report *report, const struct diags *diags,
                 int exit_status)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    switch (cli->format) {
    case FORMAT_JSON:
        cli_out_json(cli, json_sync(cli->arena, "sync", report, diags, NULL, exit_status));
        return;
    case FORMAT_CSV:
        csv_sync(&text, report);
        break;
    case FORMAT_TEXT:
    case FORMAT_GITHUB:
        sync_text_result(cli->arena, &cli->out, report, &text);
        break;
    }
    cli_out(cli, text.p);
}

/* The run failed as a whole; what it had written by then is still told. */
static enum code failed(struct cli *cli, const struct sync_report *report,
                        const struct diags *diags, const struct err *err)
{
    int status = interrupt_requested() ? 128 + interrupt_requested() : code_exit_status(err->code);
    if (cli->format == FORMAT_JSON)
        cli_out_json(cli, json_sync(cli->arena, "sync", report, diags, err, status));
    else if (report->written_writes > 0 && report->changeset)
        show(cli, report, diags, status);
    return err->code;
}

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    struct sync_options options;
    bool yes = invocation_has(call, "yes");
    enum code code = sync_args_read(cli, call, &options, err);
    if (!code)
        code = prompt_may_write(
            cli, "sync", yes,
            "roadmap plan shows what it would write; roadmap sync --yes writes it", err);
    if (!code)
        code = setup_token(cli, "write to", err);
    if (code)
        return code;
    cli->out.again = sync_args_again(cli, call, false);
    struct diags diags = {0};
    struct sync_report report = {0};
    struct progress progress;
    struct asking asking = {cli, &progress, yes, false};
    progress_init(&progress, cli);
    cli->app.journal_path = invocation_text(call, "journal");
    cli->app.confirm = confirm;
    cli->app.settle = cli->may_ask && !yes ? settle : NULL;
    cli->app.ask_state = &asking;
    signals_install();
    code = app_sync(&cli->app, &options, &diags, &report, err);
    progress_end(&progress);
    cli->repository = report.repository;
    sync_args_show_diags(cli, &diags);
    if (code == ERR_REFUSED && asking.declined && cli->format != FORMAT_JSON)
        return prompt_declined(cli, err);
    if (code)
        return failed(cli, &report, &diags, err);
    cli->exit_status = report.exit_status;
    int status = interrupt_requested() ? 128 + interrupt_requested() : report.exit_status;
    show(cli, &report, &diags, status);
    return OK;
}

static const struct option_row options[] = {
    {"yes", 'y', NULL, "Do not ask; needed where there is no terminal", false},
    {"take", 0, "ID[.FIELD]=SIDE", "Settle a conflict: spec or github", true},
    {"adopt", 0, "ID=#N|ID=new", "This item is this issue, or none that is there", true},
    {"recreate", 0, "ID", "Make this item again, which is gone from GitHub", true},
    {"allow-changes", 0, "N", "Change as many existing items, above the threshold", false},
    {"allow-closes", 0, "N", "Close as many items, above the threshold", false},
    {"prune", 0, "KINDS", "Close or remove what left the plan: issues,labels,milestones or all",
     false},
    {"plan", 0, "FILE", "Only if it is what plan -o wrote there", false},
    {"max-creates", 0, "N", "Create no more than N now, the rest another day", false},
    {"journal", 0, "FILE", "Write the journal of this run there too; FILE must be new", false},
    {"full", 0, NULL, "Read everything anew, whatever the cache holds", false},
    {"rewrite", 0, NULL, "Render every text anew, also where the plan did not change", false},
    {"drop-ticks", 0, NULL, "Ticks whose box is gone may go", false},
    {0},
};

const struct command command_sync = {
    .name = "sync",
    .group = "Plan",
    .summary = "do it",
    .usage = "[options] [ID...]",
    .text =
        "Brings GitHub in step with the plan: labels, milestones, issues and the links between "
        "them. It says what it is about to write and asks; running it again changes nothing.\n\n"
        "What people changed on GitHub is kept and listed. What both sides changed is left as "
        "it is, with the command that decides. Ctrl-C is safe: what is written stays, the next "
        "run goes on from there.",
    .needs = NEED_PROJECT,
    .csv = true,
    .max_args = -1,
    .options = options,
    .examples = {{"roadmap sync", "after a look at it and a question"},
                 {"roadmap sync --yes", "in a script"},
                 {"roadmap sync DB-ML1 --max-creates 50", "a part of it, today"},
                 {"roadmap sync --plan plan.json", "what plan -o wrote there, or nothing"},
                 {"roadmap sync --take DB-012.title=spec", "one conflict settled"}},
    .run = run,
};
