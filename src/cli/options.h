/* Option tables as data, parsed with getopt_long. Global options may stand anywhere; abbreviations
 * are rejected; a wrong word is answered with the nearest right one and never carried out. */
#ifndef ROADMAP_CLI_OPTIONS_H
#define ROADMAP_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"
#include "config/config.h"

struct option_row {
    const char *name;     /* long, without dashes; NULL = only short */
    char letter;          /* short; 0 = only long */
    const char *argument; /* "FILE"; NULL = takes none */
    const char *help;     /* no full stop */
    bool repeatable;
};

#define OPTIONS_MAX 48

/* What stood on the command line. */
struct given_option {
    const struct option_row *row;
    const char *value; /* NULL for one without argument */
};

struct command;

struct invocation {
    const struct command *command; /* NULL: none was named */
    struct strlist args;           /* behind the command */
    VEC(struct given_option) given;
    const char *flags[SETTING_COUNT]; /* for config_load */
};

/* The global options: those that are settings come from the table of settings. Ends with a row
 * that has neither name nor letter. */
const struct option_row *options_global(void);
/* The setting that a global option sets; false for the others. */
bool option_setting(const struct option_row *row, enum setting *setting);

/* ERR_USAGE with the nearest word as hint. `argv` may be permuted. */
nodiscard enum code options_parse(struct arena *arena, int argc, char **argv,
                                  struct invocation *invocation, struct err *err);

/* By long name, or by letter for one without: "C". */
bool invocation_has(const struct invocation *invocation, const char *name);
int invocation_count(const struct invocation *invocation, const char *name);
const char *invocation_text(const struct invocation *invocation, const char *name); /* the last */
void invocation_list(struct arena *arena, const struct invocation *invocation, const char *name,
                     struct strlist *list);
/* What --spec names, each once. */
void invocation_specs(struct arena *arena, const struct invocation *invocation,
                      struct strlist *list);
/* A whole number from 0; *number stays when the option is not given. */
nodiscard enum code invocation_number(const struct invocation *invocation, const char *name,
                                      int64_t *number, struct err *err);

#endif
