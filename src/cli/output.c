/* Everything that people and programs read goes out here, but for what a pager takes. */
#include <errno.h>
#include <stdio.h>

#include "cli/cli.h"

void cli_out(struct cli *cli, const char *text)
{
    if (fputs(text, stdout) == EOF && !cli->stdout_error)
        cli->stdout_error = errno;
}

void cli_out_json(struct cli *cli, const char *text)
{
    BUG_UNLESS(!cli->json_written);
    cli->json_written = true;
    cli_out(cli, text);
}

void cli_flush(struct cli *cli)
{
    if (fflush(stdout) != 0 && !cli->stdout_error)
        cli->stdout_error = errno;
}

void cli_err(struct cli *cli, const char *text)
{
    (void)cli;
    (void)fputs(text, stderr);
    (void)fflush(stderr);
}
