#include "engine/marks.h"

#include <stdint.h>
#include <string.h>

#include "base/str.h"

#define SUM_DIGITS 8
#define SUMS_MOST 32

/* FNV-1a: asked for every item of every run, and no secret. The end of a text counts too. */
static uint32_t mix(uint32_t sum, const char *text)
{
    for (const char *p = text ? text : "-";; p++) {
        sum = (sum ^ (unsigned char)*p) * 16777619U;
        if (*p == '\0')
            return sum;
    }
}

const char *marks_sum(struct arena *arena, const struct marker_base *base)
{
    const char state[2] = {base->s, '\0'};
    uint32_t sum = mix(mix(mix(mix(2166136261U, base->t), base->b), base->m), state);
    for (size_t i = 0; base->has_l && i < base->l.len; i++)
        sum = mix(sum, base->l.items[i]);
    char *digits = arena_alloc(arena, SUM_DIGITS + 1);
    for (int i = SUM_DIGITS; i-- > 0; sum >>= 4)
        digits[i] = "0123456789abcdef"[sum & 15];
    digits[SUM_DIGITS] = '\0';
    return digits;
}

bool marks_have(const char *seen, const char *sum)
{
    return seen != NULL && strstr(seen, sum) != NULL;
}

const char *marks_add(struct arena *arena, const char *seen, const char *sum)
{
    if (text_empty(seen))
        return sum;
    if (marks_have(seen, sum))
        return seen;
    const bool full = strlen(seen) + 1 >= SUMS_MOST * (SUM_DIGITS + 1);
    return arena_printf(arena, "%s.%s", full ? seen + SUM_DIGITS + 1 : seen, sum);
}
