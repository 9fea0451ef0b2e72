#include "app/check/check.h"
#include "base/env.h"
#include "cli/actions.h"
#include "cli/command.h"
#include "cli/pager.h"
#include "cli/sync_args.h"
#include "cli/terminal.h"
#include "render/check_text.h"

static void show(struct cli *cli, const struct check_report *report, const struct diags *diags)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    switch (cli->format) {
    case FORMAT_JSON:
        cli_out_json(cli, json_check(cli->arena, report, diags, NULL, report->exit_status));
        return;
    case FORMAT_GITHUB:
        check_annotations(cli->arena, report, &text);
        cli_out_commands(cli, text.p);
        return;
    case FORMAT_TEXT:
    case FORMAT_CSV:
        check_text(cli->arena, &cli->out, report, &text);
        break;
    }
    pager_show(cli, text.p);
}

/* The clock of the output: a waiver ends, and a version lies in the future, by it. */
static int64_t fixed_now(void *state)
{
    (void)state;
    bool fixed;
    return terminal_now_ms(&fixed);
}

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    const struct evidence_options where = {.ref = invocation_text(call, "ref"),
                                           .base_ref = actions_base_ref(cli->arena),
                                           .source = invocation_text(call, "source")};
    const struct check_options options = {.issues = call->args,
                                          .changed =
                                              invocation_has(call, "changed") ||
                                              (env_get("GITHUB_BASE_REF") && call->args.len == 0),
                                          .strict = invocation_has(call, "strict"),
                                          .ci = env_get("CI") != NULL};
    struct diags diags = {0};
    struct check_report report = {0};
    cli->app.clock.now_ms = fixed_now;
    enum code code = app_check(&cli->app, &where, &options, &diags, &report, err);
    sync_args_show_diags(cli, &diags);
    if (code && cli->format == FORMAT_JSON)
        cli_out_json(cli, json_check(cli->arena, &report, &diags, err, code_exit_status(code)));
    if (code)
        return code;
    /* With a fixed clock the same input gives the same bytes. */
    bool fixed;
    (void)terminal_now_ms(&fixed);
    if (fixed)
        report.duration_ms = 0;
    cli->exit_status = report.exit_status;
    show(cli, &report, &diags);
    return OK;
}

static const struct option_row options[] = {
    {"ref", 0, "REVISION", "Look at a commit, branch or tag instead of the work tree", false},
    {"source", 0, "ID", "Only this folder of migrations", false},
    {"changed", 0, NULL, "Only what this branch touches; the default where GITHUB_BASE_REF is set",
     false},
    {"strict", 0, NULL, "What is not yet and what is unknown fails too", false},
    {0},
};

const struct command command_check = {
    .name = "check",
    .group = "Prove",
    .summary = "do the migrations hold what the issues ask for?",
    .usage = "[options] [ID...]",
    .text = "Runs the migrations up, down and up again in a sandbox, and asks of the result what "
            "the plan asks for under checks:. Needs no network and no token, and writes nothing "
            "into the repository.\n\n"
            "A failing check is regressed (it passed where the branch began), new (it is about a "
            "file that the branch adds or edits), or the broken promise of an issue that is closed "
            "as completed: these three fail the command, and so does a check that could not be "
            "asked. Everything else is work that is still to do: not yet.\n\n"
            "What the branch takes away from its own proof comes first: checks of the plan that "
            "are removed, loosened or newly waived since the branch began are listed as weakened, "
            "and fail the command with --strict. With --ref the plan is that of the commit, "
            "too.\n\n"
            "Exit code 3 when a check fails.",
    .needs = NEED_PROJECT,
    .github = true,
    .max_args = -1,
    .options = options,
    .examples = {{"roadmap check", "all migrations and all issues"},
                 {"roadmap check DB-005", "one issue"},
                 {"roadmap check --changed", "what this branch touches"},
                 {"roadmap check --ref HEAD", "what is committed, whatever the work tree has"},
                 {"roadmap check --format github", "annotations in a pull request"}},
    .run = run,
};
