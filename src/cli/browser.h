/* A file shown in the user's browser. */
#ifndef ROADMAP_CLI_BROWSER_H
#define ROADMAP_CLI_BROWSER_H

#include "cli/cli.h"

/* `path` as an address that no program takes for an option, or for two words. */
const char *browser_address(struct arena *arena, const char *path);

/* Programs to try, one after the other. */
struct browser_commands {
    VEC(const char **) items; /* each an argv that ends with NULL */
};

/* What BROWSER means: commands between colons, words between blanks, %s the address, which stands
 * last in a command that has none. No shell ever reads it. */
void browser_commands(struct arena *arena, const char *setting, const char *address,
                      struct browser_commands *commands);

/* Shows `path` with the first program that takes it: those of BROWSER, else xdg-open. Never in CI,
 * never without a terminal or against --no-input, and without BROWSER only where there is a
 * display. ERR_FAILED says which of these it was. */
nodiscard enum code browser_open(struct cli *cli, const char *path, struct err *err);

#endif
