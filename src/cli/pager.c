#include "cli/pager.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define COMMAND_NOT_FOUND 127

/* NULL for none. An empty setting means none, an absent one the usual program. */
static const char *pager_command(const struct cli *cli)
{
    const struct setting_value *pager = &cli->config.value[SETTING_PAGER];
    if (!pager->text)
        return "less";
    return *pager->text && strcmp(pager->text, "cat") != 0 ? pager->text : NULL;
}

static bool fits(const char *text)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0)
        return true;
    int lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines < size.ws_row;
}

static _Noreturn void become_pager(const char *command, int input)
{
    (void)dup2(input, STDIN_FILENO);
    (void)close(input);
    /* Quit at once when it fits, keep colours, leave the text on the screen. */
    (void)setenv("LESS", "FRX", 0);
    (void)execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(COMMAND_NOT_FOUND);
}

static void write_all(int fd, const char *text)
{
    size_t left = strlen(text);
    while (left > 0) {
        ssize_t written = write(fd, text, left);
        if (written <= 0)
            return; /* the pager was quit: that is its right */
        text += written;
        left -= (size_t)written;
    }
}

/* false when the pager could not be started. */
static bool run_pager(const char *command, const char *text)
{
    int ends[2];
    if (pipe(ends) != 0)
        return false;
    pid_t child = fork();
    if (child == 0) {
        (void)close(ends[1]);
        become_pager(command, ends[0]);
    }
    (void)close(ends[0]);
    if (child > 0)
        write_all(ends[1], text);
    (void)close(ends[1]);
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child)
        return false;
    return !(WIFEXITED(status) && WEXITSTATUS(status) == COMMAND_NOT_FOUND);
}

void pager_show(struct cli *cli, const char *text)
{
    const char *command = cli->out_is_terminal && !fits(text) ? pager_command(cli) : NULL;
    if (!command) {
        cli_out(cli, text);
        return;
    }
    cli_flush(cli);
    if (!run_pager(command, text))
        cli_out(cli, text);
}
