#include "schema/check/file_facts.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"

size_t file_facts_open(struct arena *arena, struct file_facts *facts, enum fact_type type,
                       const char *key, const char *value, uint32_t line)
{
    VEC_PUSH(arena, &facts->list,
             ((struct file_fact){.type = type, .line = line, .key = key, .value = value}));
    return facts->list.len - 1;
}

void file_facts_close(struct file_facts *facts, size_t index)
{
    struct file_fact *fact = &facts->list.items[index];
    fact->end = (uint32_t)facts->list.len;
    for (size_t i = index + 1; i < facts->list.len; i = facts->list.items[i].end)
        fact->count++;
}

size_t fact_first(const struct file_facts *facts, size_t parent)
{
    return facts->list.items[parent].count > 0 ? parent + 1 : SIZE_MAX;
}

size_t fact_next(const struct file_facts *facts, size_t parent, size_t index)
{
    size_t next = facts->list.items[index].end;
    return next < facts->list.items[parent].end ? next : SIZE_MAX;
}

/* Length of the step that `words` begin with when it leads to the child, else 0; the longest one
 * wins, for keys may have dots. */
static size_t fits(const struct file_fact *child, uint32_t number, const char *words)
{
    char digits[16];
    const char *key = child->key;
    if (!key) {
        (void)snprintf(digits, sizeof digits, "%u", number);
        key = digits;
    }
    size_t len = strlen(key);
    if (len == 0 || strncmp(words, key, len) != 0 || (words[len] && words[len] != '.'))
        return 0;
    return len;
}

static size_t best_child(const struct file_facts *facts, size_t parent, const char *words,
                         size_t *step)
{
    size_t best = SIZE_MAX;
    uint32_t number = 0;
    *step = 0;
    if (facts->list.items[parent].count == 0)
        return best;
    for (size_t i = fact_first(facts, parent); i != SIZE_MAX; i = fact_next(facts, parent, i)) {
        size_t len = fits(&facts->list.items[i], number++, words);
        if (len > *step) {
            *step = len;
            best = i;
        }
    }
    return best;
}

size_t fact_child(const struct file_facts *facts, size_t parent, const char *key)
{
    for (size_t i = fact_first(facts, parent); i != SIZE_MAX; i = fact_next(facts, parent, i))
        if (facts->list.items[i].key && strcmp(facts->list.items[i].key, key) == 0)
            return i;
    return SIZE_MAX;
}

/* All three spellings as "a.b.0". */
static char *dotted(struct arena *arena, const char *path)
{
    bool pointer = *path == '/';
    cleanup_str struct str words;
    str_init(&words, 0);
    if (pointer || *path == '$')
        path++;
    for (; *path; path++) {
        bool between = *path == '.' || (pointer ? *path == '/' : *path == '[');
        if (pointer && path[0] == '~' && (path[1] == '0' || path[1] == '1'))
            str_addc(&words, *++path == '0' ? '~' : '/');
        else if (between && words.len > 0)
            str_addc(&words, '.');
        else if (!between && (pointer || *path != ']'))
            str_addc(&words, *path);
    }
    return str_dup(&words, arena);
}

size_t fact_at(struct arena *arena, const struct file_facts *facts, size_t from, const char *path)
{
    const char *words = dotted(arena, path);
    size_t at = from, step;
    while (*words && at != SIZE_MAX) {
        at = best_child(facts, at, words, &step);
        words += step;
        if (*words == '.')
            words++;
    }
    return at;
}
