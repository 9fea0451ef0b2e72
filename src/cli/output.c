/* Everything that people and programs read goes out here, but for what a pager takes. */
#include <stdio.h>

#include "cli/cli.h"

void cli_out(struct cli *cli, const char *text)
{
    (void)cli;
    (void)fputs(text, stdout);
}

void cli_out_json(struct cli *cli, const char *text)
{
    BUG_UNLESS(!cli->json_written);
    cli->json_written = true;
    cli_out(cli, text);
}

void cli_flush(struct cli *cli)
{
    (void)cli;
    (void)fflush(stdout);
}

void cli_err(struct cli *cli, const char *text)
{
    (void)cli;
    (void)fputs(text, stderr);
    (void)fflush(stderr);
}
