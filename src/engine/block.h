/* The managed block of a body: found and put together again, every byte of people kept.
 *
 *   people's text
 *   <!-- roadmap:v1 … -->
 *
 *   the block
 *
 *   <!-- /roadmap -->
 *
 *   <sub>Planned in … as ID. …</sub>          the footer: people may delete it
 *
 *   <!-- roadmap:status --> … <!-- /roadmap:status -->
 *   people's text
 *
 * (sync §4) */
#ifndef ROADMAP_ENGINE_BLOCK_H
#define ROADMAP_ENGINE_BLOCK_H

#include <stdbool.h>

#include "base/arena.h"
#include "engine/marker.h"

enum block_damage {
    BLOCK_WHOLE,  /* nothing wrong (also when there is no marker) */
    BLOCK_NO_END, /* marker without end line */
    BLOCK_TWO_MARKERS,
    BLOCK_END_FIRST, /* an end line above the marker */
    BLOCK_BROKEN_MARKER,
    BLOCK_NEWER /* roadmap:v2 */
};

struct block_parts {
    enum block_damage damage;
    bool found;           /* a marker of type MARKER_ITEM or MARKER_DUP stands there */
    struct marker marker; /* also filled as far as it can be read when damaged */
    const char *prefix;   /* bytes before the marker line */
    const char *block;    /* raw text between, without the blank lines next to the two comments;
                             the whole body when !found */
    const char *middle;   /* bytes behind the end line up to the status section, from its line
                             ending on; holds the footer */
    const char *status; /* the section with both its lines and its last line ending; NULL = none */
    const char *suffix; /* bytes behind the status section (all of it in `middle` when none) */
};

/* `body` NULL counts as "". */
void block_split(struct arena *arena, const char *body, struct block_parts *parts);
/* block_compose(block_split(body)) gives the same bytes outside the block, and the same block. */
char *block_compose(struct arena *arena, const struct block_parts *parts);

/* The body of a new object. `footer` NULL = none. */
char *block_create(struct arena *arena, const struct marker *marker, const char *block,
                   const char *footer);
/* The body of an adopted one: when `old` (or `old` without our stray lines) equals the block in
 * normal form, boxes aside, it is wrapped; anything else stays below the new block, byte for byte.
 * `block` is the raw text with ticks carried over. */
char *block_adopt(struct arena *arena, const char *old, const struct marker *marker,
                  const char *block, const char *footer);
/* A body without our own stray lines and footer: what an unmarked object has as its text. The same
 * pointer when there are none. */
const char *block_whole(struct arena *arena, const char *body);
/* What stands between the lines of the status section; NULL = there is none. */
const char *block_status(struct arena *arena, const struct block_parts *parts);
/* Replaces, adds or (NULL) removes the status section; `text` is what stands between its lines. */
void block_set_status(struct arena *arena, struct block_parts *parts, const char *text);

bool block_is_footer(const char *line, size_t len);
/* Some line of the text is a footer. */
bool block_has_footer(const char *text);
/* No human text besides blanks and the footer before and behind the block. */
bool block_alone(const struct block_parts *parts);
/* The text can stand in a block: none of our own lines outside code fences, no fence left open. */
bool block_text_fits(struct arena *arena, const char *text);
/* "its end line is missing" … for people. */
const char *block_damage_text(enum block_damage damage);

#endif
