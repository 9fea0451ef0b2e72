/* Words as a shell reads them: commands to copy must survive blanks and quotes. */
#ifndef ROADMAP_BASE_SHELL_H
#define ROADMAP_BASE_SHELL_H

#include "base/arena.h"
#include "base/str.h"

/* Adds the word, quoted where that is needed. */
void shell_word(struct str *out, const char *word);
/* The same as a text of its own. */
const char *shell_quote(struct arena *arena, const char *word);

#endif
