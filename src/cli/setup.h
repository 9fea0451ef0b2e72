/* From options and environment to settings, styles and the struct app of a command. */
#ifndef ROADMAP_CLI_SETUP_H
#define ROADMAP_CLI_SETUP_H

#include "cli/cli.h"
#include "cli/options.h"

/* What can be known before any setting is read: format, quiet, verbose, plain styles. */
void setup_output(struct cli *cli, const struct invocation *call);
/* Settings, project, styles, app, as far as the command needs them. */
nodiscard enum code setup_command(struct cli *cli, const struct invocation *call, struct err *err);
/* Options that say which plan and which repository: a command that is suggested repeats them. Of
 * several plans all, or only `spec`. NULL: none were given. */
const char *setup_repeated(struct arena *arena, const struct invocation *call, const char *spec);
/* Looks for a token, which may start other programs: only where GitHub is asked. `purpose` is
 * "read" or "write to". */
nodiscard enum code setup_token(struct cli *cli, const char *purpose, struct err *err);
/* "--json" or "--format json" anywhere: for failures before the options could be read. */
bool setup_wants_json(int argc, char **argv);

#endif
