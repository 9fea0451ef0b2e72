#include "cli/command.h"
#include "cli/pager.h"
#include "render/csv.h"
#include "render/diag_text.h"
#include "render/json.h"

static void show(struct cli *cli, const struct plan *plan, const struct diags *diags,
                 const struct err *err, int status)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    switch (cli->format) {
    case FORMAT_JSON:
        cli_out_json(cli, json_validate(cli->arena, plan, diags, err, status));
        return;
    case FORMAT_CSV:
        csv_diags(&text, diags);
        break;
    case FORMAT_GITHUB:
        diag_annotations(cli->arena, diags, &text);
        cli_out_commands(cli, text.p);
        return;
    case FORMAT_TEXT:
        diag_text_validate(cli->arena, &cli->out, plan, diags, &text);
        break;
    }
    pager_show(cli, text.p);
}

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    if (call->args.len > 0)
        cli->app.spec_path = call->args.items[0];
    struct plan *plan = NULL;
    struct diags diags = {0};
    struct err local cleanup_err = ERR_INIT;
    enum code code = app_load_plan(&cli->app, &plan, &diags, &local);
    /* Diagnostics are the answer, not a failure of the command. */
    if (code && !(code == ERR_SPEC && diags.errors > 0))
        return err_move(err, &local);
    bool strict = invocation_has(call, "strict") && diags.warnings > 0;
    cli->exit_status = code || strict ? code_exit_status(ERR_SPEC) : 0;
    show(cli, plan, &diags, code ? &local : NULL, cli->exit_status);
    return OK;
}

static const struct option_row options[] = {
    {"strict", 0, NULL, "Warnings count as errors", false},
    {0},
};

const struct command command_validate = {
    .name = "validate",
    .group = "Plan",
    .summary = "is the plan file right?",
    .usage = "[options] [FILE]",
    .text = "Reads the plan and everything it includes, and shows every problem with file, line "
            "and column, its code and what to do about it. Needs no network and no token.\n\n"
            "Exit code 65 when there is an error.",
    .needs = NEED_PROJECT,
    .csv = true,
    .github = true,
    .max_args = 1,
    .options = options,
    .examples = {{"roadmap validate", "the plan of this repository"},
                 {"roadmap validate roadmap/database.json", "this file"},
                 {"roadmap validate --format github", "annotations in a pull request"},
                 {"roadmap validate --json", "for scripts"}},
    .run = run,
};
