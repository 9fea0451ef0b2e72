#include "engine/marks.h"

#include <string.h>

#include "base/hash.h"
#include "base/str.h"

#define SUM_DIGITS 8
#define SUMS_MOST 32

static void add_part(struct str *out, const char *text)
{
    str_addf(out, "%s,", text ? text : "-");
}

const char *marks_sum(struct arena *arena, const struct marker_base *base)
{
    static const uint64_t key[2] = {0, 0}; /* kept between runs, so it is always the same */
    struct str out cleanup_str;
    str_init(&out, 0);
    add_part(&out, base->t);
    add_part(&out, base->b);
    add_part(&out, base->m);
    str_addf(&out, "%c", base->s ? base->s : '-');
    for (size_t i = 0; base->has_l && i < base->l.len; i++)
        str_addf(&out, ",%s", base->l.items[i]);
    return arena_printf(arena, "%08x", (unsigned)(uint32_t)hash_sip(key, out.p, out.len));
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
