#include "cli/command.h"
#include "render/json.h"

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    (void)call;
    (void)err;
    if (cli->format == FORMAT_JSON) {
        struct json_t *document = json_document("version");
        json_add_text(document, "version", ROADMAP_VERSION);
        json_add_error(document, NULL, 0);
        cli_out_json(cli, json_text(cli->arena, document));
        return OK;
    }
    cli_out(cli, "roadmap " ROADMAP_VERSION "\n");
    return OK;
}

const struct command command_version = {
    .name = "version",
    .group = "Upkeep",
    .summary = "the version of this program",
    .usage = "",
    .text = "Prints the version, as --version does.",
    .max_args = 0,
    .examples = {{"roadmap version", "for people"}, {"roadmap version --json", "for scripts"}},
    .run = run,
};
