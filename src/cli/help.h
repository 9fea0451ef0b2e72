/* Help from the table of commands: one source for the terminal and for docs/reference/commands.md.
 */
#ifndef ROADMAP_CLI_HELP_H
#define ROADMAP_CLI_HELP_H

#include "cli/cli.h"
#include "cli/command.h"

/* What `roadmap` alone prints. */
void help_overview(struct cli *cli);
/* One command; NULL: the overview. */
void help_page(struct cli *cli, const struct command *command);
/* Every command and every global option. */
void help_all(struct cli *cli);
/* docs/reference/commands.md, whole. */
char *help_reference(struct arena *arena);

/* The same as text, for tests. */
void help_overview_text(struct arena *arena, const struct style *style, struct str *out);
void help_page_text(struct arena *arena, const struct style *style, const struct command *command,
                    struct str *out);
void help_all_text(struct arena *arena, const struct style *style, struct str *out);

#endif
