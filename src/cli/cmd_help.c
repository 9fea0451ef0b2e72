#include "cli/command.h"
#include "cli/help.h"

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    if (invocation_has(call, "all")) {
        help_all(cli);
        return OK;
    }
    if (call->args.len == 0) {
        help_page(cli, NULL);
        return OK;
    }
    const char *name = call->args.items[0];
    const struct command *command = command_find(name);
    if (!command) {
        (void)err_set(err, ERR_USAGE, "unknown command '%s'", name);
        const char *nearest = command_nearest(name);
        if (nearest)
            return err_hint(err, "did you mean 'roadmap help %s'?", nearest);
        return err_hint(err, "roadmap explain %s, if it is a word or a code", name);
    }
    help_page(cli, command);
    return OK;
}

static const struct option_row options[] = {
    {"all", 'a', NULL, "Every command and every global option", false},
    {0},
};

const struct command command_help = {
    .name = "help",
    .group = "Upkeep",
    .summary = "help for a command",
    .usage = "[--all] [COMMAND]",
    .text = "The same as COMMAND --help. Alone it prints the overview.",
    .max_args = 1,
    .options = options,
    .examples = {{"roadmap help sync", "one command"},
                 {"roadmap help --all", "all commands and the global options"}},
    .run = run,
};
