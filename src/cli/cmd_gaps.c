#include "app/trace/gaps.h"
#include "cli/actions.h"
#include "cli/command.h"
#include "cli/pager.h"
#include "cli/sync_args.h"
#include "render/gaps_text.h"

static enum code run_gaps(struct cli *cli, const struct invocation *call, struct err *err)
{
    struct diags diags = {0};
    struct gap_report report = {0};
    enum code code = app_gaps(&cli->app, invocation_text(call, "ref"), actions_base_ref(cli->arena),
                              &diags, &report, err);
    sync_args_show_diags(cli, &diags);
    if (code)
        return code;
    cleanup_str struct str text;
    str_init(&text, 0);
    if (cli->format == FORMAT_JSON)
        cli_out_json(cli, json_gaps(cli->arena, &report));
    else if (cli->format == FORMAT_CSV)
        csv_gaps(&text, &report);
    else
        gaps_text(cli->arena, &cli->out, &report, &text);
    pager_show(cli, text.p);
    return OK;
}

static enum code run_matrix(struct cli *cli, const struct invocation *call, struct err *err)
{
    struct diags diags = {0};
    struct matrix_report report = {0};
    enum code code = app_matrix(&cli->app, invocation_text(call, "ref"),
                                actions_base_ref(cli->arena), &diags, &report, err);
    sync_args_show_diags(cli, &diags);
    if (code)
        return code;
    cleanup_str struct str text;
    str_init(&text, 0);
    if (cli->format == FORMAT_JSON)
        cli_out_json(cli, json_matrix(cli->arena, &report));
    else if (cli->format == FORMAT_CSV)
        csv_matrix(&text, &report);
    else
        matrix_text(cli->arena, &cli->out, &report, &text);
    pager_show(cli, text.p);
    return OK;
}

static const struct option_row options[] = {
    {"ref", 0, "REF", "What stands at this commit, branch or tag, instead of in the work tree",
     false},
    {0},
};

const struct command command_gaps = {
    .name = "gaps",
    .group = "More",
    .summary = "what is missing or contradicts itself",
    .usage = "[--ref REF]",
    .text = "Lists what does not fit together between the plan and its migrations: issues that are "
            "closed without proof, migrations that are named for different issues, for one that "
            "the plan does not have or for none, ways back that are missing or empty where they "
            "are asked for, issues whose migrations are not there, and entities whose table no "
            "migration makes. It runs nothing; what was never checked counts as not proven.\n\n"
            "Exit code 0 with and without gaps: `check` decides, this shows.",
    .needs = NEED_PROJECT,
    .csv = true,
    .max_args = 0,
    .options = options,
    .examples = {{"roadmap gaps", "of the work tree"},
                 {"roadmap gaps --ref main", "of what is merged"},
                 {"roadmap gaps --format csv", "for a spreadsheet"}},
    .run = run_gaps,
};

const struct command command_matrix = {
    .name = "matrix",
    .group = "More",
    .summary = "entity, store, migration, status",
    .usage = "[--ref REF]",
    .text = "Shows for each entity of the plan which migration makes its table, where that stands "
            "(planned, draft, committed, merged) and how far it is proven, whether it belongs to "
            "tenants, and the issues that the migration is for. The store of an entity is the id "
            "of a folder of migrations or the beginning of its engine; other stores are listed and "
            "not searched. Tables are found in the text of the migrations: nothing is run.",
    .needs = NEED_PROJECT,
    .csv = true,
    .max_args = 0,
    .options = options,
    .examples = {{"roadmap matrix", "of the work tree"},
                 {"roadmap matrix --ref main", "of what is merged"},
                 {"roadmap matrix --format csv", "for a spreadsheet"}},
    .run = run_matrix,
};
