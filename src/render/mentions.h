/* Text that must not notify anybody: U+200B after `@` before a letter, and between `#` and a digit,
 * outside code spans and fences; and the way back. (sync: normalisation) */
#ifndef ROADMAP_RENDER_MENTIONS_H
#define ROADMAP_RENDER_MENTIONS_H

#include <stdbool.h>

#include "base/arena.h"

/* `numbers`: also `#12`; only for text that came from elsewhere. Doing it twice changes nothing.
 * Text without anything to neutralise comes back as the same pointer. */
const char *mentions_neutralise(struct arena *arena, const char *text, bool numbers);
/* Takes out exactly what mentions_neutralise puts in, everywhere. */
const char *mentions_restore(struct arena *arena, const char *text);

#endif
