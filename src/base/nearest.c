#include "base/nearest.h"

#include <stdbool.h>
#include <string.h>

/* Words longer than this are compared by their first part. */
#define NEAREST_MAX_BYTES 48

struct nearest nearest_init(const char *wanted)
{
    size_t len = strlen(wanted);
    /* One slip in three letters, at most three; a word of one or two letters is near nothing. */
    size_t allowed = len < 3 ? 0 : len / 3;
    return (struct nearest){.wanted = wanted, .distance = (allowed > 3 ? 3 : allowed) + 1};
}

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static size_t min3(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* Optimal string alignment: insertions, deletions, replacements, swaps of neighbours. */
static size_t distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
    size_t rows[3][NEAREST_MAX_BYTES + 1];
    size_t *before = rows[0];
    size_t *last = rows[1];
    size_t *now = rows[2];
    memset(before, 0, sizeof rows[0]);
    for (size_t j = 0; j <= b_len; j++)
        last[j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        now[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            bool same = lower(a[i - 1]) == lower(b[j - 1]);
            now[j] = min3(last[j] + 1, now[j - 1] + 1, last[j - 1] + !same);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                lower(a[i - 2]) == lower(b[j - 1]) && before[j - 2] + 1 < now[j])
                now[j] = before[j - 2] + 1;
        }
        size_t *rotate = before;
        before = last;
        last = now;
        now = rotate;
    }
    return last[b_len];
}

void nearest_try(struct nearest *nearest, const char *candidate)
{
    size_t a_len = strnlen(nearest->wanted, NEAREST_MAX_BYTES);
    size_t b_len = strnlen(candidate, NEAREST_MAX_BYTES);
    size_t apart = a_len > b_len ? a_len - b_len : b_len - a_len;
    if (apart >= nearest->distance)
        return;
    size_t found = distance(nearest->wanted, a_len, candidate, b_len);
    if (found < nearest->distance) {
        nearest->distance = found;
        nearest->best = candidate;
    }
}

const char *nearest_help(struct arena *arena, const struct nearest *nearest)
{
    return nearest->best ? arena_printf(arena, "did you mean '%s'?", nearest->best) : NULL;
}
