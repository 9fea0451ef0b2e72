/* Growing arrays in an arena: VEC(type) is a plain struct {items, len, cap}. Old storage stays in
 * the arena until it is freed, so pointers taken before a push stay readable (but stale). */
#ifndef ROADMAP_BASE_VEC_H
#define ROADMAP_BASE_VEC_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define VEC(type)                                                                                  \
    struct {                                                                                       \
        type *items;                                                                               \
        size_t len, cap;                                                                           \
    }

/* Appends `value` (a struct literal needs parentheses round it). */
#define VEC_PUSH(arena, vec, ...)                                                                  \
    do {                                                                                           \
        if ((vec)->len == (vec)->cap)                                                              \
            vec_grow((arena), (void **)&(vec)->items, &(vec)->cap, (vec)->len,                     \
                     sizeof *(vec)->items);                                                        \
        (vec)->items[(vec)->len++] = __VA_ARGS__;                                                  \
    } while (0)

/* Appends a zeroed element and gives its address (valid until the next push). */
#define VEC_ADD(arena, vec)                                                                        \
    (vec_grow((arena), (void **)&(vec)->items, &(vec)->cap, (vec)->len, sizeof *(vec)->items),     \
     &(vec)->items[(vec)->len++])

/* Makes room for one element behind `len`, zeroed. */
void vec_grow(struct arena *arena, void **items, size_t *cap, size_t len, size_t size_bytes);

/* The element whose first member, a text, equals `text`, of an array that is in byte order of it;
 * NULL. */
void *vec_find_text(const void *items, size_t len, size_t size_bytes, const char *text);

/* A list of strings owned by an arena; used all over the model, so it is small. */
struct strlist {
    const char **items;
    uint32_t len, cap;
};

void strlist_add(struct arena *arena, struct strlist *list, const char *text);
bool strlist_has(const struct strlist *list, const char *text);
/* Byte order, duplicates dropped. */
void strlist_sort_unique(struct strlist *list);

#endif
