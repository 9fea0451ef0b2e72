#include "app/trace/trace.h"
#include "cli/actions.h"
#include "cli/command.h"
#include "cli/pager.h"
#include "cli/sync_args.h"
#include "render/trace_text.h"

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    struct diags diags = {0};
    struct trace_report report = {0};
    const struct trace_options options = {.what = call->args.len ? call->args.items[0] : NULL,
                                          .ref = invocation_text(call, "ref"),
                                          .base_ref = actions_base_ref(cli->arena)};
    enum code code = app_trace(&cli->app, &options, &diags, &report, err);
    sync_args_show_diags(cli, &diags);
    if (code)
        return code;
    if (cli->format == FORMAT_JSON) {
        cli_out_json(cli, json_trace(cli->arena, &report));
        return OK;
    }
    cleanup_str struct str text;
    str_init(&text, 0);
    trace_text(cli->arena, &cli->out, &report, &text);
    pager_show(cli, text.p);
    return OK;
}

static const struct option_row options[] = {
    {"ref", 0, "REF", "What stands at this commit, branch or tag, instead of in the work tree",
     false},
    {0},
};

const struct command command_trace = {
    .name = "trace",
    .group = "Prove",
    .summary = "one issue: its migrations, commits and checks",
    .usage = "[--ref REF] [ID|FILE]",
    .text = "Shows how far the repository proves an issue: where its files stand (planned, draft, "
            "committed, merged), how far they are proven (named, paired, applies, reversible, "
            "asserted, verified), its migrations and who says that they are its own, the commits "
            "that the default branch does not have yet, and what is missing to be verified.\n\n"
            "Without ID it shows one line an issue, and the migrations that no issue names. With "
            "FILE it answers the reverse: which issue is this for. It runs nothing: checks show "
            "what is known of them, and ? where nothing is. No network and no token.",
    .needs = NEED_PROJECT,
    .max_args = 1,
    .options = options,
    .examples = {{"roadmap trace DB-005", "one issue"},
                 {"roadmap trace", "all of them, and orphans"},
                 {"roadmap trace --ref main DB-005", "as it stands on main"},
                 {"roadmap trace --json", "for scripts"}},
    .run = run,
};
