/* How enums and sets stand in the file: spellings of the store's own, so that renaming a word on a
 * screen never changes a cache. Private to store. */
#ifndef ROADMAP_STORE_SPELLING_H
#define ROADMAP_STORE_SPELLING_H

#include "base/vec.h"
#include "model/change.h"
#include "model/kind.h"
#include "store/journal.h"

const char *spelling_of_kind(enum kind kind);
const char *spelling_of_field(enum field field);
const char *spelling_of_verb(enum verb verb);
/* false for a word that this program does not know. */
bool spelling_to_kind(const char *text, enum kind *kind);
bool spelling_to_field(const char *text, enum field *field);
bool spelling_to_verb(const char *text, enum verb *verb);
bool spelling_to_intent(const char *text, enum intent_state *state);

/* One element a line, each line ended; newline and backslash inside as "\n" and "\\". "" is the
 * empty set. The text lives in `arena`. */
const char *spelling_of_set(struct arena *arena, const struct strlist *set);
void spelling_to_set(struct arena *arena, const char *text, struct strlist *set);

#endif
