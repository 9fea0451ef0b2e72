#include "app/evidence/new_migration.h"
#include "cli/actions.h"
#include "cli/command.h"
#include "cli/sync_args.h"
#include "cli/terminal.h"
#include "render/made_text.h"

/* SOURCE_DATE_EPOCH fixes the stamp too. */
static int64_t fixed_now(void *state)
{
    (void)state;
    bool fixed;
    return terminal_now_ms(&fixed);
}

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    struct diags diags = {0};
    struct made_report report = {0};
    const struct new_options options = {.issue = call->args.items[0],
                                        .slug = call->args.items[1],
                                        .source = invocation_text(call, "source"),
                                        .base_ref = actions_base_ref(cli->arena)};
    cli->app.clock.now_ms = fixed_now;
    enum code code = app_new(&cli->app, &options, &diags, &report, err);
    sync_args_show_diags(cli, &diags);
    if (code)
        return code;
    if (cli->format == FORMAT_JSON) {
        cli_out_json(cli, json_made(cli->arena, &report));
        return OK;
    }
    cleanup_str struct str text;
    str_init(&text, 0);
    made_text(cli->arena, &cli->out, &report, &text);
    cli_out(cli, text.p);
    return OK;
}

static const struct option_row options[] = {
    {"source", 0, "NAME", "The folder of migrations: its id in the plan, or its path", false},
    {0},
};

const struct command command_new = {
    .name = "new",
    .group = "Prove",
    .summary = "a migration with the right name, tied to its issue",
    .usage = "[--source NAME] ID SLUG",
    .text =
        "Writes the next migration of a folder in the folder's own convention: golang-migrate, "
        "dbmate, goose, Flyway, Prisma, Supabase, sqlx, Diesel, Atlas, sqitch or plain numbered "
        "SQL, with its way back where the convention has one. The number is behind everything in "
        "the work tree and in the default branch, so that it can be merged. A comment on top, "
        "'-- roadmap: ID', ties it to the issue; it survives squash merges.\n\n"
        "Where the plan has several folders, the one is taken that the issue is about; --source "
        "says which otherwise. Nothing is overwritten. No network and no token.",
    .needs = NEED_PROJECT,
    .min_args = 2,
    .max_args = 2,
    .options = options,
    .examples = {{"roadmap new DB-005 tenant_guards", "the next migration, for DB-005"},
                 {"roadmap new DB-006 event_indexes --source db/migrations", "in this folder"},
                 {"roadmap new DB-005 tenant_policies --json", "the paths, for an editor"}},
    .run = run,
};
