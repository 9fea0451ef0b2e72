/* One arena per command, released once: every model object lives in it. Loops over pages
 * or files use a scratch arena of their own. Out of memory aborts. */
#ifndef ROADMAP_BASE_ARENA_H
#define ROADMAP_BASE_ARENA_H

#include <stddef.h>

#include "base/err.h"

struct arena;

struct arena *arena_new(void);
/* Frees everything at once; NULL is fine. */
void arena_free(struct arena *arena);
/* For __attribute__((cleanup)). */
void arena_freep(struct arena **arena);
#define cleanup_arena __attribute__((cleanup(arena_freep)))

/* Takes everything back and keeps a chunk for what comes next: cheaper than an arena per turn of a
 * long loop. */
void arena_clear(struct arena *arena);

/* Zeroed memory, aligned for any type; size 0 gives a valid pointer. */
void *arena_alloc(struct arena *arena, size_t size_bytes);
/* `count` zeroed objects; an overflow of the product is a bug. */
void *arena_calloc(struct arena *arena, size_t count, size_t size_bytes);
#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))

/* Room for a text of `len` bytes and its NUL, zeroed, at any address: what is no text is not put
 * there. */
char *arena_text(struct arena *arena, size_t len);
/* Copies; NULL stays NULL. */
char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t len);
char *arena_printf(struct arena *arena, const char *format, ...) printf_like(2, 3);

/* Bytes handed out so far, for figures. */
size_t arena_used(const struct arena *arena);

#endif
