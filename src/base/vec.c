#include "base/vec.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Most lists of an issue have one item or none. */
#define FIRST_ITEMS 2

void vec_grow(struct arena *arena, void **items, size_t *cap, size_t len, size_t size_bytes)
{
    /* `items` points at a pointer of some other type, so it is read and written by memcpy. */
    char *old;
    memcpy(&old, (const void *)items, sizeof old);
    if (len < *cap) {
        memset(old + len * size_bytes, 0, size_bytes);
        return;
    }
    if (*cap > SIZE_MAX / 2)
        BUG("allocation too large");
    size_t new_cap = *cap ? *cap * 2 : FIRST_ITEMS;
    char *grown = arena_calloc(arena, new_cap, size_bytes);
    if (len)
        memcpy(grown, old, len * size_bytes);
    memcpy((void *)items, &grown, sizeof grown);
    *cap = new_cap;
}

static int text_and_first(const void *text, const void *item)
{
    const char *first;
    memcpy(&first, item, sizeof first);
    return strcmp(text, first);
}

void *vec_find_text(const void *items, size_t len, size_t size_bytes, const char *text)
{
    return len ? bsearch(text, items, len, size_bytes, text_and_first) : NULL;
}

void strlist_add(struct arena *arena, struct strlist *list, const char *text)
{
    if (list->len == list->cap) {
        size_t cap = list->cap;
        vec_grow(arena, (void **)&list->items, &cap, list->len, sizeof *list->items);
        BUG_UNLESS(cap <= UINT32_MAX);
        list->cap = (uint32_t)cap;
    }
    list->items[list->len++] = text;
}

bool strlist_has(const struct strlist *list, const char *text)
{
    for (size_t i = 0; i < list->len; i++)
        if (strcmp(list->items[i], text) == 0)
            return true;
    return false;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void strlist_sort_unique(struct strlist *list)
{
    if (list->len < 2)
        return;
    qsort(list->items, list->len, sizeof *list->items, compare_texts);
    uint32_t kept = 1;
    for (uint32_t i = 1; i < list->len; i++)
        if (strcmp(list->items[i], list->items[kept - 1]) != 0)
            list->items[kept++] = list->items[i];
    list->len = kept;
}
