#include "schema/folder/next_version.h"

#include <stdio.h>
#include <string.h>

#include "base/day.h"
#include "schema/folder/names.h"

static bool counts(const struct migration *migration)
{
    return !migration->repeatable && version_digits(migration->version) > 0;
}

static const struct migration *greater(struct arena *arena, const struct migration *best,
                                       const struct migration_set *set)
{
    for (size_t i = 0; set != NULL && i < set->migrations.len; i++) {
        const struct migration *migration = &set->migrations.items[i];
        if (counts(migration) &&
            (best == NULL || strcmp(version_key_parts(arena, best->version),
                                    version_key_parts(arena, migration->version)) < 0))
            best = migration;
    }
    return best;
}

const struct migration *next_last(struct arena *arena, const struct migration_set *set,
                                  const struct migration_set *target)
{
    return greater(arena, greater(arena, NULL, set), target);
}

/* One more, in decimal digits of any length. */
static char *one_more(struct arena *arena, const char *digits)
{
    size_t len = strlen(digits);
    char *next = arena_printf(arena, "0%s", digits);
    for (size_t i = len; i > 0; i--) {
        if (next[i] != '9') {
            next[i]++;
            return next + 1;
        }
        next[i] = '0';
    }
    next[0] = '1';
    return next;
}

static bool is_behind(struct arena *arena, const char *version, const char *last)
{
    return last == NULL ||
           strcmp(version_key_parts(arena, version), version_key_parts(arena, last)) > 0;
}

/* "YYYYMMDDHHMMSS" of an instant, cut to what the kind has. */
static char *stamp(struct arena *arena, int64_t instant_ms, enum naming_kind kind)
{
    char iso[21];
    instant_format(instant_ms, iso);
    char *text = arena_printf(arena, "%.4s%.2s%.2s%.2s%.2s%.2s", iso, iso + 5, iso + 8, iso + 11,
                              iso + 14, iso + 17);
    if (kind == NAMING_TS12)
        text[12] = '\0';
    return kind == NAMING_DATE_SEQ3 ? arena_printf(arena, "%.8s001", text) : text;
}

/* The instant of a version of this kind; false when it is none. */
static bool instant_of(const char *version, enum naming_kind kind, int64_t *instant_ms)
{
    char iso[32];
    int32_t day;
    if (strlen(version) != naming_digits(kind) || !version_day(version, &day))
        return false;
    bool clock = kind != NAMING_DATE_SEQ3;
    (void)snprintf(iso, sizeof iso, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", version, version + 4,
                   version + 6, clock ? version + 8 : "00", clock ? version + 10 : "00",
                   kind == NAMING_TS14 ? version + 12 : "00");
    return instant_parse(iso, instant_ms);
}

/* Now, or when somebody was ahead of the clock, one step behind him. */
static char *next_stamp(struct arena *arena, const char *last, enum naming_kind kind,
                        int64_t now_ms)
{
    static const int64_t steps_ms[] = {
        [NAMING_TS14] = 1000, [NAMING_TS12] = 60000, [NAMING_DATE_SEQ3] = 86400000};
    char *version = stamp(arena, now_ms, kind);
    int64_t last_ms;
    if (is_behind(arena, version, last))
        return version;
    if (kind == NAMING_DATE_SEQ3 && strcmp(last + 8, "999") < 0)
        return one_more(arena, last);
    if (instant_of(last, kind, &last_ms))
        return stamp(arena, last_ms + steps_ms[kind], kind);
    return one_more(arena, last);
}

/* Seconds since 1970 are a running number too, but people expect the clock. */
static char *next_number(struct arena *arena, const char *last, int64_t now_ms, size_t width)
{
    char *version = one_more(arena, last);
    if (strlen(last) == 10 && strcmp(last, "1000000000") > 0) {
        char *seconds = arena_printf(arena, "%lld", (long long)(now_ms / 1000));
        return is_behind(arena, seconds, last) ? seconds : version;
    }
    size_t len = strlen(version);
    return len >= width ? version
                        : arena_printf(arena, "%.*s%s", (int)(width - len),
                                       "00000000000000000000000000000000", version);
}

/* 1.10 → 1.11, 0.27/03 → 0.27/04: only the last number grows. */
static char *next_part(struct arena *arena, const char *last)
{
    size_t end = strlen(last), begin = end;
    while (begin > 0 && last[begin - 1] >= '0' && last[begin - 1] <= '9')
        begin--;
    char *grown = one_more(arena, last + begin);
    return arena_printf(arena, "%.*s%s", (int)begin, last, grown);
}

enum code next_version(struct arena *arena, const struct migration_set *set,
                       const struct migration *last, const struct naming *naming, int64_t now_ms,
                       char **version, struct err *err)
{
    enum naming_kind kind = naming->kind;
    bool given = kind != NAMING_NONE && kind != NAMING_REGEX;
    const char *text = last == NULL ? NULL : last->version;
    if (!given)
        kind = naming_width_of_set(set) > 0 ? naming_of_set(set) : NAMING_TS14;
    if (last != NULL && last->digits == 0) {
        *version = next_part(arena, text);
        return OK;
    }
    if (kind == NAMING_SEQ) {
        size_t width = naming_is_natural(set) ? 1 : naming_width_of_set(set);
        *version =
            text == NULL ? arena_strdup(arena, "0001") : next_number(arena, text, now_ms, width);
        return OK;
    }
    /* In a folder of mixed widths a number has to be as long as the longest to come last. */
    if (!given && last != NULL && last->digits > naming_digits(kind)) {
        kind = last->digits == 14 ? NAMING_TS14 : last->digits == 12 ? NAMING_TS12 : NAMING_SEQ;
        if (kind == NAMING_SEQ) {
            *version = one_more(arena, text);
            return OK;
        }
    }
    if (last != NULL && last->digits > naming_digits(kind)) {
        (void)err_set(err, ERR_REFUSED, "no version of %s sorts behind '%s'", naming_words(kind),
                      last->name);
        return err_hint(err, "give '%s' a version of the same width, or change `naming:`",
                        last->name);
    }
    *version = text != NULL && last->digits == naming_digits(kind)
                   ? next_stamp(arena, text, kind, now_ms)
                   : stamp(arena, now_ms, kind);
    return OK;
}
