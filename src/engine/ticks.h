/* Ticks are people's: boxes are emptied to compare, and the ticks carried over to the result. A box
 * is a list item with `[ ]`, `[x]` or `[X]` outside code fences. (sync §4) */
#ifndef ROADMAP_ENGINE_TICKS_H
#define ROADMAP_ENGINE_TICKS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/vec.h"

#define TICKS_TOP ((size_t)-1)
#define TICKS_SHARED_PERCENT 60 /* words that two boxes share to count as reworded (rule 2) */

/* One list item. */
struct tick_item {
    bool box;
    bool ticked;
    size_t offset;    /* of the character between the brackets, when it is a box */
    const char *text; /* inline markup and blanks folded */
    size_t parent;    /* index of the item it stands below; TICKS_TOP = none */
};

struct tick_items {
    VEC(struct tick_item) list;
};

/* All list items of the text, in order. */
void ticks_find(struct arena *arena, const char *text, struct tick_items *items);
/* Every box empty; the same pointer when none is ticked. */
const char *ticks_empty(struct arena *arena, const char *text);
/* '0' and '1' per box in order. */
const char *ticks_bits(struct arena *arena, const char *text);
/* The texts of ticked boxes, folded. */
void ticks_ticked(struct arena *arena, const char *text, struct strlist *texts);

struct ticks_result {
    const char *text;    /* `to` with its boxes ticked */
    size_t kept;         /* ticks of `from` that found their box */
    size_t fresh;        /* boxes ticked because the spec ticks them and they are new */
    struct strlist lost; /* texts of ticks that found no box */
};

/* `from`: what GitHub has, with people's ticks. `to`: the text that will stand there; its own
 * ticks are not used. `spec`: the plan's text with the boxes it ticks itself; they tick only where
 * `from` has no such box. Pass `to` as `spec` when both are the same text. */
void ticks_carry(struct arena *arena, const char *from, const char *to, const char *spec,
                 struct ticks_result *result);

#endif
