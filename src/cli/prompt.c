#include "cli/prompt.h"

#include <unistd.h>

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
