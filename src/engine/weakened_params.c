/* Whether the parameters of a check ask at least what they asked before. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "engine/weakened.h"

/* How the value of a key moves when more is asked. All others: scalars stay as they are, lists and
 * maps may grow, and a further key asks for more. */
enum direction {
    GROWS,
    CEILING, /* a number that may fall; absent: no limit */
    FLOOR,   /* a number that may rise */
    EXCUSES, /* a list that may shrink; absent: empty */
    NARROWS, /* a list that says what it is about: it may grow; absent: everything */
    REPLACES /* stays as it is, order and absence too */
};

static const struct {
    const char *kind; /* NULL: any */
    const char *key;
    enum direction direction;
    const char *absent; /* what its absence means; NULL: nothing is asked */
} directions[] = {
    {NULL, "up_ms", CEILING, NULL},
    {NULL, "down_ms", CEILING, NULL},
    {NULL, "p50_ms", CEILING, NULL},
    {NULL, "p95_ms", CEILING, NULL},
    {NULL, "p99_ms", CEILING, NULL},
    {NULL, "max", CEILING, NULL},
    {NULL, "min", FLOOR, "0"},
    {NULL, "per_file", FLOOR, "0"},
    {"smoke", "rows", FLOOR, "3"},
    {"integrity", "rows", FLOOR, "3"},
    {"latency", "iterations", FLOOR, "1000"},
    {"latency", "gate", GROWS, "false"},
    {"smoke", "preserve_rows", GROWS, "true"},
    {"smoke", "compare", REPLACES, NULL},
    {NULL, "ignore", EXCUSES, NULL},
    {NULL, "may_scan", EXCUSES, NULL},
    {"lint", "rules", NARROWS, NULL},
    {"lint", "severity", REPLACES, "error"},
    {"dictionary", "tables", NARROWS, NULL},
    {"classification", "tables", NARROWS, NULL},
    {"coverage", "files", REPLACES, NULL},
    {"classification", "require", REPLACES, NULL},
    {"immutable", "files", REPLACES, NULL},
    {"co_change", "when", REPLACES, NULL},
    {"query_plan", "forbid", REPLACES, NULL},
    {"query_plan", "rows", REPLACES, NULL},
    {"latency", "rows", REPLACES, NULL},
    {"migration_pair", "reversible", REPLACES, NULL},
    {"naming", "preset", REPLACES, NULL},
    {"pragma", "setup", REPLACES, NULL},
    {"make_target", "path", REPLACES, "Makefile"},
    {"index", "columns", REPLACES, NULL},
    {"primary_key", "columns", REPLACES, NULL},
    {"unique", "columns", REPLACES, NULL},
    {"foreign_key", "columns", REPLACES, NULL},
    {"table", "primary_key", REPLACES, NULL},
};

struct covering {
    struct arena *arena;
    const char *kind;
    struct strlist *where; /* NULL: nobody wants to know */
};

static enum direction direction_of(const char *kind, const char *key, const char **absent)
{
    *absent = NULL;
    for (size_t i = 0; i < sizeof directions / sizeof *directions; i++) {
        if ((directions[i].kind && !text_eq(directions[i].kind, kind)) ||
            !text_eq(directions[i].key, key))
            continue;
        *absent = directions[i].absent;
        return directions[i].direction;
    }
    return GROWS;
}

static const struct given *member(const struct given *map, const char *key)
{
    for (size_t i = 0; map && map->type == GIVEN_MAP && i < map->len; i++)
        if (text_eq(map->items[i].key, key))
            return &map->items[i];
    return NULL;
}

static bool equal(const struct given *a, const struct given *b)
{
    if (a->type != b->type || a->len != b->len)
        return false;
    if (a->type == GIVEN_SCALAR)
        return text_eq(a->text, b->text);
    for (size_t i = 0; i < a->len; i++) {
        const struct given *other =
            a->type == GIVEN_MAP ? member(b, a->items[i].key) : &b->items[i];
        if (!other || !equal(&a->items[i], other))
            return false;
    }
    return true;
}

/* ---- for people ---- */

static void put(struct str *out, const struct given *given)
{
    if (!given) {
        str_add(out, "nothing");
        return;
    }
    if (given->type == GIVEN_SCALAR)
        str_add(out, given->text);
    for (size_t i = 0; given->type != GIVEN_SCALAR && i < given->len; i++) {
        str_add(out, i > 0 ? ", " : given->type == GIVEN_LIST ? "[" : "{");
        if (given->type == GIVEN_MAP)
            str_addf(out, "%s: ", given->items[i].key);
        put(out, &given->items[i]);
    }
    if (given->type != GIVEN_SCALAR)
        str_add(out, given->len == 0 ? "[]" : given->type == GIVEN_LIST ? "]" : "}");
}

static bool differs(const struct covering *at, const char *key, const struct given *before,
                    const struct given *now)
{
    if (!at->where)
        return false;
    struct str line cleanup_str;
    str_init(&line, 0);
    str_addf(&line, "%s: ", key);
    put(&line, before);
    str_add(&line, " → ");
    put(&line, now);
    strlist_add(at->arena, at->where, str_dup(&line, at->arena));
    return false;
}

/* ---- one value ---- */

static bool covers(const struct covering *at, const char *key, const struct given *before,
                   const struct given *now);

static bool is_number(const struct given *given, double *number)
{
    char *end = NULL;
    if (!given || given->type != GIVEN_SCALAR || text_empty(given->text))
        return false;
    *number = strtod(given->text, &end);
    return *end == '\0' || strcmp(end, "%") == 0;
}

static bool number_covers(enum direction direction, const struct given *before,
                          const struct given *now)
{
    double old, new;
    if (!before)
        return true;
    if (!is_number(before, &old) || !is_number(now, &new))
        return now && equal(before, now);
    return direction == CEILING ? new <= old : new >= old;
}

/* Every item of `part` is in `whole`; one that stands alone is a list of one. */
static bool is_within(const struct covering *at, const struct given *part,
                      const struct given *whole)
{
    const struct covering silent = {at->arena, at->kind, NULL};
    const size_t parts = part->type == GIVEN_LIST ? part->len : 1;
    const size_t wholes = whole->type == GIVEN_LIST ? whole->len : 1;
    for (size_t i = 0; i < parts; i++) {
        const struct given *one = part->type == GIVEN_LIST ? &part->items[i] : part;
        bool found = false;
        for (size_t k = 0; k < wholes && !found; k++)
            found = covers(&silent, "", one, whole->type == GIVEN_LIST ? &whole->items[k] : whole);
        if (!found)
            return false;
    }
    return true;
}

static bool list_may_shrink(const struct covering *at, const struct given *before,
                            const struct given *now)
{
    return !now || (before && is_within(at, now, before));
}

static bool map_covers(const struct covering *at, const struct given *before,
                       const struct given *now)
{
    bool all = true;
    for (size_t i = 0; i < before->len; i++)
        all &=
            covers(at, before->items[i].key, &before->items[i], member(now, before->items[i].key));
    for (size_t i = 0; i < now->len; i++)
        if (!member(before, now->items[i].key))
            all &= covers(at, now->items[i].key, NULL, &now->items[i]);
    return all;
}

/* More or the same, of a value whose key has no direction of its own. */
static bool grown_covers(const struct covering *at, const struct given *before,
                         const struct given *now)
{
    if (!before)
        return true;
    if (!now)
        return false;
    if (before->type == GIVEN_LIST || now->type == GIVEN_LIST)
        return is_within(at, before, now);
    if (before->type == GIVEN_MAP && now->type == GIVEN_MAP)
        return map_covers(at, before, now);
    /* A name alone, and a map that says more of what has that name. */
    if (before->type == GIVEN_SCALAR && now->type == GIVEN_MAP)
        return member(now, "name") && equal(member(now, "name"), before) ? true : false;
    if (now->type == GIVEN_SCALAR && before->type == GIVEN_MAP)
        return before->len == 1 && text_eq(before->items[0].text, now->text);
    return equal(before, now);
}

static bool covers(const struct covering *at, const char *key, const struct given *before,
                   const struct given *now)
{
    const char *absent;
    const enum direction direction = direction_of(at->kind, key, &absent);
    const struct given fallback = {.type = GIVEN_SCALAR, .key = key, .text = absent};
    const struct given *old = before || !absent ? before : &fallback;
    const struct given *new = now || !absent ? now : &fallback;
    bool fine = false;
    switch (direction) {
    case CEILING:
    case FLOOR:
        fine = number_covers(direction, old, new);
        break;
    case EXCUSES:
        fine = list_may_shrink(at, old, new);
        break;
    case NARROWS:
        fine = !new || (old && is_within(at, old, new));
        break;
    case REPLACES:
        fine = old && new ? equal(old, new) : !old && !new;
        break;
    case GROWS:
        /* What is below says itself what differs. */
        if (old && new && old->type == GIVEN_MAP &&new->type == GIVEN_MAP)
            return map_covers(at, old, new);
        fine = grown_covers(at, old, new);
        break;
    }
    return fine || (*key != '\0' && differs(at, key, old, new));
}

bool weakened_covers(struct arena *arena, const char *kind, const struct given *before,
                     const struct given *now, struct strlist *where)
{
    const struct covering at = {arena, kind, where};
    if (before->type == GIVEN_MAP && now->type == GIVEN_MAP)
        return map_covers(&at, before, now);
    return covers(&at, kind, before, now);
}
