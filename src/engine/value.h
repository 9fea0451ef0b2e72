/* Values of fields: made and compared. */
#ifndef ROADMAP_ENGINE_VALUE_H
#define ROADMAP_ENGINE_VALUE_H

#include <stdbool.h>

#include "model/item.h"

/* A known scalar; `text` in normal form. */
struct value value_text(const char *text, const char *raw);
/* A known set without elements. */
struct value value_set(void);
void value_add(struct arena *arena, struct value *value, const char *element, const char *raw);
/* Sorts by element and drops doubles, `raw_set` along with `set`. */
void value_sort(struct value *value);
/* Binary search in a sorted set. */
bool value_has(const struct value *value, const char *element);
/* Both unknown, or the same text (null = "") and the same set. `raw` does not count. */
bool value_equal(const struct value *a, const struct value *b);
/* The text, "" for null. */
const char *value_str(const struct value *value);
bool value_is_empty(const struct value *value);
/* A state that says closed, whatever the reason. */
bool value_is_closed(const struct value *value);

#endif
