#include "app/trace/gaps.h"
#include "cli/actions.h"
#include "cli/command.h"
#include "cli/pager.h"
#include "cli/sync_args.h"
#include "render/gaps_text.h"

/* What one of the two commands asked, and its answer. */
struct asked {
    bool matrix;
    struct gap_report gaps;
    struct matrix_report entities;
};

static char *json_of(struct arena *arena, const struct asked *asked)
{
    return asked->matrix ? json_matrix(arena, &asked->entities) : json_gaps(arena, &asked->gaps);
}

static void add_csv(struct str *out, const struct asked *asked)
{
    if (asked->matrix)
        csv_matrix(out, &asked->entities);
    else
        csv_gaps(out, &asked->gaps);
}

static void add_text(struct cli *cli, struct str *out, const struct asked *asked)
{
    if (asked->matrix)
        matrix_text(cli->arena, &cli->out, &asked->entities, out);
    else
        gaps_text(cli->arena, &cli->out, &asked->gaps, out);
}

static void show(struct cli *cli, const struct asked *asked)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    if (cli->format == FORMAT_JSON) {
        cli_out_json(cli, json_of(cli->arena, asked));
        return;
    }
    if (cli->format == FORMAT_CSV)
        add_csv(&text, asked);
    else
        add_text(cli, &text, asked);
    pager_show(cli, text.p);
}

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    const char *ref = invocation_text(call, "ref"), *base = actions_base_ref(cli->arena);
    struct asked asked = {.matrix = call->command == &command_matrix};
    struct diags diags = {0};
    enum code code = asked.matrix ? app_matrix(&cli->app, ref, base, &diags, &asked.entities, err)
                                  : app_gaps(&cli->app, ref, base, &diags, &asked.gaps, err);
    sync_args_show_diags(cli, &diags);
    if (!code)
        show(cli, &asked);
    return code;
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
    .run = run,
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
    .run = run,
};
