#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Chunks double from the first size up to the last, so that a scratch arena for one page costs
 * little and one for a plan of 10,000 items makes few chunks. */
#define CHUNK_FIRST_BYTES (4u * 1024)
#define CHUNK_LAST_BYTES (1024u * 1024)
#define PRINTF_LOCAL_BYTES 256

/* Objects stand at the front, aligned; texts at the back, side by side. */
struct chunk {
    struct chunk *next;
    size_t used; /* bytes of objects, from the front */
    size_t back; /* where texts begin; they go on to the end */
    size_t size;
    alignas(max_align_t) unsigned char bytes[];
};

struct arena {
    struct chunk *head; /* the one that is being filled */
    size_t chunk_bytes; /* size of the next one */
    size_t handed_out;
};

static struct chunk *chunk_new(size_t size)
{
    if (size > SIZE_MAX - sizeof(struct chunk))
        BUG("allocation too large");
    /* calloc gives large chunks zeroed by the system for nothing. */
    struct chunk *chunk = calloc(1, sizeof *chunk + size);
    if (!chunk)
        BUG("out of memory");
    chunk->size = chunk->back = size;
    return chunk;
}

struct arena *arena_new(void)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (!arena)
        BUG("out of memory");
    arena->chunk_bytes = CHUNK_FIRST_BYTES;
    return arena;
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    struct chunk *chunk = arena->head;
    while (chunk) {
        struct chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
    free(arena);
}

void arena_freep(struct arena **arena)
{
    arena_free(*arena);
    *arena = NULL;
}

void arena_clear(struct arena *arena)
{
    struct chunk *head = arena->head;
    if (!head)
        return;
    /* The head is the largest one but for objects that stand alone, and those stand behind it. */
    while (head->next) {
        struct chunk *next = head->next;
        head->next = next->next;
        free(next);
    }
    memset(head->bytes, 0, head->used);
    memset(head->bytes + head->back, 0, head->size - head->back);
    head->used = 0;
    head->back = head->size;
    arena->handed_out = 0;
}

/* A large object gets a chunk of its own behind the head, so that the rest of the head is used. */
static void *alloc_alone(struct arena *arena, size_t size_bytes)
{
    struct chunk *chunk = chunk_new(size_bytes);
    chunk->used = chunk->back;
    if (arena->head) {
        chunk->next = arena->head->next;
        arena->head->next = chunk;
    } else {
        arena->head = chunk;
    }
    return chunk->bytes;
}

static struct chunk *next_head(struct arena *arena, size_t need)
{
    while (arena->chunk_bytes < need)
        arena->chunk_bytes *= 2;
    struct chunk *head = chunk_new(arena->chunk_bytes);
    head->next = arena->head;
    arena->head = head;
    if (arena->chunk_bytes < CHUNK_LAST_BYTES)
        arena->chunk_bytes *= 2;
    return head;
}

/* The chunk that is being filled, with room for `need` more bytes. */
static inline struct chunk *head_with(struct arena *arena, size_t need)
{
    struct chunk *head = arena->head;
    return head && head->back - head->used >= need ? head : next_head(arena, need);
}

void *arena_alloc(struct arena *arena, size_t size_bytes)
{
    const size_t align = alignof(max_align_t);
    if (size_bytes > SIZE_MAX - align)
        BUG("allocation too large");
    size_t need = size_bytes ? (size_bytes + align - 1) / align * align : align;
    arena->handed_out += size_bytes;
    if (need > CHUNK_LAST_BYTES / 4)
        return alloc_alone(arena, need);
    struct chunk *head = head_with(arena, need);
    void *p = head->bytes + head->used;
    head->used += need;
    return p;
}

char *arena_text(struct arena *arena, size_t len)
{
    if (len >= CHUNK_LAST_BYTES / 4)
        return arena_alloc(arena, len + 1);
    arena->handed_out += len + 1;
    struct chunk *head = head_with(arena, len + 1);
    head->back -= len + 1;
    return (char *)head->bytes + head->back;
}

void *arena_calloc(struct arena *arena, size_t count, size_t size_bytes)
{
    if (size_bytes && count > SIZE_MAX / size_bytes)
        BUG("allocation too large");
    return arena_alloc(arena, count * size_bytes);
}

char *arena_strndup(struct arena *arena, const char *text, size_t len)
{
    if (!text)
        return NULL;
    size_t have = strnlen(text, len);
    char *copy = arena_text(arena, have);
    memcpy(copy, text, have);
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return text ? arena_strndup(arena, text, strlen(text)) : NULL;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    char local[PRINTF_LOCAL_BYTES];
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    /* Most texts are short: formatted once and copied. */
    int len = vsnprintf(local, sizeof local, format, again);
    va_end(again);
    BUG_UNLESS(len >= 0);
    char *text = arena_text(arena, (size_t)len);
    if ((size_t)len < sizeof local)
        memcpy(text, local, (size_t)len);
    else
        (void)vsnprintf(text, (size_t)len + 1, format, args);
    va_end(args);
    return text;
}

size_t arena_used(const struct arena *arena)
{
    return arena->handed_out;
}
