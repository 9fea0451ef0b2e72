/* The commands as data: one row each, one file each. */
#ifndef ROADMAP_CLI_COMMAND_H
#define ROADMAP_CLI_COMMAND_H

#include "cli/cli.h"
#include "cli/options.h"

/* What has to be there before a command runs. */
enum need {
    NEED_NOTHING,
    NEED_PROJECT,      /* work tree and settings; without it settings are read as far as possible */
    NEED_WHAT_THERE_IS /* the same, but what goes wrong is kept in cli->settings_trouble */
};

struct command_example {
    const char *command, *what;
};

#define COMMAND_EXAMPLES 6

struct command {
    const char *name;
    const char *group;   /* heading of the overview: "Start"; NULL = only in help --all */
    const char *summary; /* "what would sync do?" */
    const char *usage;   /* "[options] [ID...]" */
    const char *text;    /* paragraphs of the help page, separated by blank lines */
    enum need needs;
    int min_args, max_args;           /* max_args -1 = any number */
    bool csv, github;                 /* formats beside text and json */
    bool several;                     /* plans: --spec may be given more than once */
    const struct option_row *options; /* ends with an empty row; NULL = none */
    struct command_example examples[COMMAND_EXAMPLES];
    nodiscard enum code (*run)(struct cli *cli, const struct invocation *call, struct err *err);
};

extern const struct command *const commands[];
extern const size_t command_count;

const struct command *command_find(const char *name);
/* The nearest name, or NULL. */
const char *command_nearest(const char *name);

extern const struct command command_init, command_rehearse, command_validate, command_plan,
    command_sync, command_pull, command_status, command_report, command_trace, command_new,
    command_gaps, command_matrix, command_log, command_undo, command_explain, command_doctor,
    command_config, command_help, command_version, command_comment, command_diff, command_check,
    command_schedule, command_forecast;

#endif
