#include "json_memory.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/err.h"

#define UNIT 16
#define CLASSES 64 /* of up to 1 KiB; what is larger goes to malloc */
#define SLAB ((size_t)1 << 20)

/* Before each piece. */
union head {
    size_t class; /* CLASSES: malloc's */
    max_align_t align;
};

static struct {
    union head *free[CLASSES]; /* the next one stands behind the head */
    char *at, *end;
} pool;

static union head *cut(size_t class)
{
    const size_t size = sizeof(union head) + (class + 1) * UNIT;
    if ((size_t)(pool.end - pool.at) < size) {
        pool.at = malloc(SLAB);
        BUG_UNLESS(pool.at);
        pool.end = pool.at + SLAB;
    }
    union head *head = (void *)pool.at;
    pool.at += size;
    return head;
}

static void *take(size_t size)
{
    const size_t class = size > CLASSES * UNIT ? CLASSES : (size + (size == 0) - 1) / UNIT;
    union head *head = NULL;
    if (class == CLASSES) {
        head = malloc(sizeof *head + size);
        if (!head)
            return NULL;
    } else if (pool.free[class]) {
        head = pool.free[class];
        pool.free[class] = *(union head **)(void *)(head + 1);
    } else {
        head = cut(class);
    }
    head->class = class;
    return head + 1;
}

static void give(void *piece)
{
    if (!piece)
        return;
    union head *head = (union head *)piece - 1;
    if (head->class == CLASSES) {
        free(head);
        return;
    }
    *(union head **)piece = pool.free[head->class];
    pool.free[head->class] = head;
}

char *__real_json_dumps(const json_t *value, size_t flags);
char *__wrap_json_dumps(const json_t *value, size_t flags);

/* Those who ask for a text free() it. (tests/torture/CMakeLists.txt) */
char *__wrap_json_dumps(const json_t *value, size_t flags)
{
    char *text = __real_json_dumps(value, flags);
    char *copy = text ? strdup(text) : NULL;
    give(text);
    return copy;
}

void json_memory_use(void)
{
    json_set_alloc_funcs(take, give);
}
