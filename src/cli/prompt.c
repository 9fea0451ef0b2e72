#include "cli/prompt.h"

#include <unistd.h>

#include "cli/actions.h"

char prompt_ask(struct cli *cli, const char *question)
{
    cli_err(cli, question);
    char first = 0, c = 0;
    bool begun = false;
    /* Byte by byte: what stands behind the line belongs to nobody else yet. */
    while (read(STDIN_FILENO, &c, 1) == 1 && c != '\n') {
        if (!begun && c != ' ' && c != '\t')
            first = c;
        begun |= first != 0;
    }
    if (c != '\n')
        cli_err(cli, "\n");
    return first >= 'A' && first <= 'Z' ? (char)(first - 'A' + 'a') : first;
}

enum code prompt_may_write(const struct cli *cli, const char *command, bool yes, const char *hint,
                           struct err *err)
{
    enum code code = actions_refuse_fork_events(err);
    if (code || yes || cli->may_ask)
        return code;
    (void)err_set(err, ERR_USAGE, "%s asks before it writes, and there is no terminal to ask on",
                  command);
    return err_hint(err, "%s", hint);
}

enum code prompt_declined(struct cli *cli, struct err *err)
{
    cli->exit_status = code_exit_status(err->code);
    err_clear(err);
    cli_out(cli, "Nothing was written: the question was not answered with yes.\n");
    return OK;
}
