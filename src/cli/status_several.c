#include "cli/status_several.h"

#include "cli/pager.h"
#include "cli/progress.h"
#include "cli/setup.h"
#include "cli/sync_args.h"
#include "render/csv.h"
#include "render/error_text.h"
#include "render/json.h"
#include "render/several_text.h"

static bool is_text(const struct cli *cli)
{
    return cli->format == FORMAT_TEXT || cli->format == FORMAT_GITHUB;
}

static void show_failure(struct cli *cli, const struct several_plan *plan)
{
    struct err failure cleanup_err = ERR_INIT;
    cleanup_str struct str text;
    str_init(&text, 0);
    sync_args_show_diags(cli, &plan->diags);
    (void)err_set(&failure, plan->code, "%s", plan->message);
    if (plan->hint)
        (void)err_hint(&failure, "%s", plan->hint);
    error_text(cli->arena, &cli->err, &failure, &text);
    cli_err(cli, text.p);
    cli->exit_status = exit_status_worst(cli->exit_status, code_exit_status(plan->code));
}

static void show(struct cli *cli, const struct several *several)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    if (cli->format == FORMAT_JSON) {
        cli_out_json(cli, json_several(cli->arena, several, cli->exit_status));
        return;
    }
    if (cli->format == FORMAT_CSV)
        csv_several(&text, several);
    else
        several_text(cli->arena, &cli->out, several, &text);
    pager_show(cli, text.p);
}

enum code status_several(struct cli *cli, const struct invocation *call,
                         const struct strlist *specs, const struct status_options *options,
                         struct err *err)
{
    struct several several = {0};
    struct status_options wanted = *options;
    struct progress progress;
    if (is_text(cli)) {
        wanted.list_max = several_text_list_max(&cli->out);
        wanted.odds = wanted.odds && cli->out.verbose > 0;
    }
    progress_init(&progress, cli);
    const enum code code = app_status_several(&cli->app, specs, &wanted, &several, err);
    progress_end(&progress);
    if (code)
        return code;
    for (size_t i = 0; i < several.plans.len; i++) {
        struct several_plan *plan = &several.plans.items[i];
        plan->options = setup_repeated(cli->arena, call, plan->spec);
        if (plan->code)
            show_failure(cli, plan);
    }
    show(cli, &several);
    return OK;
}
