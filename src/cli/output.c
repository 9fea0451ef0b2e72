/* Everything that people and programs read goes out here, but for what a pager takes. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/actions.h"
#include "cli/cli.h"

/* EOF when it failed. */
static int put(const char *text, FILE *file)
{
    if (!actions_read_along(fileno(file)))
        return fputs(text, file);
    cleanup_str struct str harmless;
    str_init(&harmless, 0);
    actions_add_harmless(&harmless, text);
    return fputs(harmless.p, file);
}

static void keep_failure(struct cli *cli, int put)
{
    if (put == EOF && !cli->stdout_error)
        cli->stdout_error = errno;
}

void cli_out(struct cli *cli, const char *text)
{
    keep_failure(cli, put(text, stdout));
}

void cli_out_commands(struct cli *cli, const char *text)
{
    keep_failure(cli, fputs(text, stdout));
}

void cli_out_json(struct cli *cli, const char *text)
{
    BUG_UNLESS(!cli->json_written);
    cli->json_written = true;
    cli_out(cli, text);
}

void cli_flush(struct cli *cli)
{
    keep_failure(cli, fflush(stdout));
}

void cli_err(struct cli *cli, const char *text)
{
    (void)cli;
    (void)put(text, stderr);
    (void)fflush(stderr);
}
