/* What stdout and stderr are: terminal or not, how wide, with which signs and colours. */
#ifndef ROADMAP_CLI_TERMINAL_H
#define ROADMAP_CLI_TERMINAL_H

#include <stdbool.h>

#include "config/config.h"
#include "render/style.h"

/* Everything that decides about colour. Texts are NULL where a variable is not set. */
struct color_facts {
    const char *setting; /* "auto", "always", "never" */
    enum origin origin;  /* where the setting comes from */
    const char *no_color, *clicolor_force, *force_color, *clicolor, *term;
    bool is_terminal;
};

/* --color and ROADMAP_COLOR > NO_COLOR > CLICOLOR_FORCE, FORCE_COLOR > the setting in a file >
 * CLICOLOR=0 > TERM=dumb > terminal or not. An empty variable counts as unset. */
bool color_wanted(const struct color_facts *facts);

/* The columns of a stream: COLUMNS, else the terminal's, else 80; from 20 to 1000. */
int terminal_columns(int fd);
/* The style of a stream. */
struct style terminal_style(const struct config *config, int fd);
/* In the foreground of its terminal: progress is drawn only then. */
bool terminal_is_foreground(int fd);
/* Wall clock of the output: SOURCE_DATE_EPOCH, else now. *fixed says which. */
int64_t terminal_now_ms(bool *fixed);
/* The same as the clock of app, for ages and days that it counts. */
int64_t terminal_clock_ms(void *state);

#endif
