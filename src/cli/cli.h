/* What a command has at hand. Only cli writes to stdout and stderr. */
#ifndef ROADMAP_CLI_CLI_H
#define ROADMAP_CLI_CLI_H

#include "app/app.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "config/config.h"
#include "render/style.h"

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV, FORMAT_GITHUB };

struct cli {
    struct arena *arena;
    enum format format;
    struct style out; /* stdout */
    struct style err; /* stderr */
    bool out_is_terminal, err_is_terminal;
    bool may_ask; /* stdin and stderr are terminals, and --no-input is not given */
    struct config config;
    struct app app;
    struct app_project project;
    const char *token_note; /* a variable that is set, but not for this host */
    const char *purpose;    /* what this command needs a token for: "write to"; NULL: nothing */
    const char *repository; /* "owner/name" once it is known, for messages */
    const char *settings_trouble; /* with NEED_WHAT_THERE_IS: why they are not whole; NULL */
    int exit_status;              /* of a command that ended well but found something */
    bool settings_broken;         /* likewise, and not even the command line could be taken whole */
    int stdout_error;             /* errno of the first output that failed; 0: none */
    bool json_written;            /* the one object is out */
};

/* Runs a whole command line; gives the exit status. */
int cli_main(int argc, char **argv);

/* Text for stdout; a failed write is kept and told at the end. Where GitHub Actions reads along, it
 * finds no command of its own in it. */
void cli_out(struct cli *cli, const char *text);
/* Annotations: commands that Actions shall obey. */
void cli_out_commands(struct cli *cli, const char *text);
/* The one object of --json. */
void cli_out_json(struct cli *cli, const char *text);
/* What was written so far is seen now: before a wait. */
void cli_flush(struct cli *cli);
void cli_err(struct cli *cli, const char *text);

#endif
