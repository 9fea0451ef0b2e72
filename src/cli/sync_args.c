#include "cli/sync_args.h"

#include "render/diag_text.h"
#include "render/pen.h"

enum code sync_args_read(struct cli *cli, const struct invocation *call,
                         struct sync_options *options, struct err *err)
{
    *options = sync_options_default();
    for (size_t i = 0; i < call->args.len; i++)
        strlist_add(cli->arena, &options->select, call->args.items[i]);
    invocation_list(cli->arena, call, "take", &options->takes);
    invocation_list(cli->arena, call, "adopt", &options->adopts);
    invocation_list(cli->arena, call, "recreate", &options->recreate);
    options->full = invocation_has(call, "full");
    options->drop_ticks = invocation_has(call, "drop-ticks");
    options->rewrite = invocation_has(call, "rewrite");
    options->offline = invocation_has(call, "offline");
    enum code code = invocation_number(call, "allow-changes", &options->allow_changes, err);
    if (!code)
        code = invocation_number(call, "allow-closes", &options->allow_closes, err);
    return code ? code : invocation_number(call, "max-creates", &options->max_creates, err);
}

void sync_args_show_diags(struct cli *cli, const struct diags *diags)
{
    if (diags->len == 0 || cli->format == FORMAT_JSON)
        return;
    cleanup_str struct str text;
    str_init(&text, 0);
    if (diags->errors > 0)
        diag_text(cli->arena, &cli->err, diags, &text);
    else if (!cli->err.quiet)
        str_addf(&text, "%s in the plan: roadmap validate\n",
                 text_count(cli->arena, (int64_t)diags->warnings, "warning", NULL));
    cli_err(cli, text.p);
}
