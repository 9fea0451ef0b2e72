#include <string.h>

#include "cli/command.h"
#include "cli/progress.h"
#include "cli/prompt.h"
#include "cli/setup.h"
#include "cli/sync_args.h"
#include "render/json.h"
#include "render/pull_text.h"

struct asking {
    struct cli *cli;
    struct progress *progress;
    bool listed, declined;
};

/* On a terminal only; elsewhere git shows what changed, and takes it back. */
static bool confirm(void *state, const struct pull_report *report)
{
    struct asking *asking = state;
    struct cli *cli = asking->cli;
    progress_clear(asking->progress);
    cleanup_str struct str text;
    str_init(&text, 0);
    pull_text_before(cli->arena, &cli->err, report, &text);
    cli_err(cli, text.p);
    asking->listed = cli->out_is_terminal;
    asking->declined = prompt_ask(cli, "\nWrite this into the plan? [y/N] ") != 'y';
    cli_err(cli, "\n");
    return !asking->declined;
}

/* "57" or "#57". */
static bool read_number(struct cli *cli, const char *text, struct strlist *numbers)
{
    const char *digits = text + (*text == '#');
    if (*digits == '\0' || strspn(digits, "0123456789") != strlen(digits) || strlen(digits) > 15)
        return false;
    strlist_add(cli->arena, numbers, digits);
    return true;
}

static enum code read_options(struct cli *cli, const struct invocation *call,
                              struct pull_options *options, struct err *err)
{
    *options = (struct pull_options){.ticks = invocation_has(call, "ticks"),
                                     .add_new = invocation_has(call, "new"),
                                     .full = invocation_has(call, "full"),
                                     .dry_run = invocation_has(call, "dry-run")};
    invocation_list(cli->arena, call, "take", &options->takes);
    for (size_t i = 0; i < call->args.len; i++) {
        const char *word = call->args.items[i];
        if (options->add_new && read_number(cli, word, &options->numbers))
            continue;
        if (*word == '#') {
            (void)err_set(err, ERR_USAGE, "'%s' is a number of GitHub, and no id of the plan",
                          word);
            return err_hint(err, "roadmap pull --new %s writes it into the plan", word + 1);
        }
        strlist_add(cli->arena, &options->select, word);
    }
    return OK;
}

static void show(struct cli *cli, const struct pull_report *report, const struct diags *diags,
                 const struct asking *asking)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    if (cli->format == FORMAT_JSON) {
        cli_out_json(cli, json_pull(cli->arena, report, diags, NULL, cli->exit_status));
        return;
    }
    pull_text_result(cli->arena, &cli->out, report, asking->listed, &text);
    cli_out(cli, text.p);
}

static enum code failed(struct cli *cli, const struct pull_report *report,
                        const struct diags *diags, const struct asking *asking, struct err *err)
{
    const enum code code = err->code;
    if (cli->format == FORMAT_JSON) {
        cli_out_json(cli, json_pull(cli->arena, report, diags, err, code_exit_status(code)));
        return code;
    }
    if (!asking->declined)
        return code;
    cli->exit_status = code_exit_status(code); /* a no is an answer and no error */
    err_clear(err);
    cli_out(cli, "Nothing was written: the question was not answered with yes.\n");
    return OK;
}

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    struct pull_options options;
    enum code code = read_options(cli, call, &options, err);
    if (!code)
        code = setup_token(cli, "read", err);
    if (code)
        return code;
    struct diags diags = {0};
    struct pull_report report = {0};
    struct progress progress;
    struct asking asking = {.cli = cli, .progress = &progress};
    progress_init(&progress, cli);
    if (cli->may_ask && !invocation_has(call, "yes")) {
        options.confirm = confirm;
        options.confirm_state = &asking;
    }
    code = app_pull(&cli->app, &options, &diags, &report, err);
    progress_end(&progress);
    cli->repository = report.sync.repository;
    sync_args_show_diags(cli, &diags);
    if (code)
        return failed(cli, &report, &diags, &asking, err);
    cli->exit_status = report.sync.exit_status;
    show(cli, &report, &diags, &asking);
    return OK;
}

static const struct option_row options[] = {
    {"new", 0, NULL, "Also issues that the plan does not have: all that belong to it, or #N",
     false},
    {"ticks", 0, NULL, "Also which boxes are ticked", false},
    {"take", 0, "ID[.FIELD]=SIDE", "Settle what both sides changed: github or spec", true},
    {"dry-run", 'n', NULL, "Only show what would be written", false},
    {"yes", 'y', NULL, "Do not ask, also on a terminal", false},
    {"full", 0, NULL, "Read everything anew, whatever the cache holds", false},
    {0},
};

const struct command command_pull = {
    .name = "pull",
    .group = "Plan",
    .summary = "what people changed on GitHub, into the plan file",
    .usage = "[options] [ID...]",
    .text =
        "Writes into the plan what people changed on GitHub since both agreed: titles, texts, "
        "milestones, due dates, labels taken off, links taken away. Only these values change in "
        "the file; every other byte stays, comments too. Its connection to GitHub cannot send "
        "anything but GET.\n\n"
        "Work that people do (closing, ticking, assigning, commenting) is no change of the plan. "
        "What both sides changed is left and named, with the command that decides. On a terminal "
        "it asks first; elsewhere it writes, and git diff shows what.",
    .needs = NEED_PROJECT,
    .max_args = -1,
    .options = options,
    .examples = {{"roadmap pull", "after a week of edits on GitHub"},
                 {"roadmap pull --new", "and the issues that nobody planned"},
                 {"roadmap pull --take DB-012.title=github", "one conflict settled"},
                 {"roadmap pull --dry-run --json", "for scripts"}},
    .run = run,
};
