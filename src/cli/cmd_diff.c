#include "app/diff/diff.h"
#include "cli/command.h"
#include "cli/pager.h"
#include "cli/sync_args.h"
#include "render/diff_text.h"

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    struct diags diags = {0};
    struct diff_report report = {0};
    const char *to = call->args.len > 1 ? call->args.items[1] : NULL;
    enum code code = app_diff(&cli->app, call->args.items[0], to, &diags, &report, err);
    sync_args_show_diags(cli, &diags);
    if (code)
        return code;
    if (cli->format == FORMAT_JSON) {
        cli_out_json(cli, json_diff(cli->arena, &report));
        return OK;
    }
    cleanup_str struct str text;
    str_init(&text, 0);
    diff_text(cli->arena, &cli->out, &report, &text);
    pager_show(cli, text.p);
    return OK;
}

const struct command command_diff = {
    .name = "diff",
    .group = "More",
    .summary = "what changed in the plan between two commits",
    .usage = "REF1 [REF2]",
    .text = "Compares the plan of two commits, branches or tags; with one of them, that and the "
            "work tree. It shows what asks for less proof than before, then milestones, issues and "
            "labels that came, went or changed, field by field, and what that does to the scope of "
            "each milestone. Words are only said to differ: git shows them.\n\n"
            "The plan is read from git, with the files it included then; nothing is checked out, "
            "and GitHub is not asked.",
    .needs = NEED_PROJECT,
    .min_args = 1,
    .max_args = 2,
    .examples = {{"roadmap diff main", "what the work tree changes"},
                 {"roadmap diff main HEAD", "between two commits"},
                 {"roadmap diff main --json", "for scripts"}},
    .run = run,
};
