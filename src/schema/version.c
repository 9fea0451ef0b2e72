#include "schema/version.h"

#include <regex.h>
#include <stdio.h>
#include <string.h>

#include "base/day.h"
#include "base/nearest.h"
#include "base/str.h"

static const struct {
    const char *name, *words;
    uint32_t digits;
} presets[] = {
    [NAMING_TS14] = {"ts14", "14 digits, YYYYMMDDHHMMSS", 14},
    [NAMING_TS12] = {"ts12", "12 digits, YYYYMMDDHHMM", 12},
    [NAMING_DATE_SEQ3] = {"date_seq3", "11 digits, YYYYMMDD and a number of three", 11},
    [NAMING_SEQ] = {"seq", "a running number", 0},
};

static nodiscard enum code parse_regex(const char *text, struct naming *naming, struct err *err)
{
    regex_t regex;
    int bad = regcomp(&regex, text, REG_EXTENDED | REG_NOSUB);
    if (bad != 0) {
        char why[128];
        regerror(bad, &regex, why, sizeof why);
        (void)err_set(err, ERR_SPEC, "naming 'regex:%s' is no regular expression: %s", text, why);
        return err_hint(err, "POSIX extended syntax, such as ^[0-9]{4}_[a-z0-9_]+\\.sql$");
    }
    regfree(&regex);
    *naming = (struct naming){NAMING_REGEX, text};
    return OK;
}

enum code naming_parse(struct arena *arena, const char *text, struct naming *naming,
                       struct err *err)
{
    *naming = (struct naming){NAMING_NONE, NULL};
    if (text == NULL)
        return OK;
    if (text_starts(text, "regex:"))
        return parse_regex(arena_strdup(arena, text + strlen("regex:")), naming, err);
    struct nearest nearest = nearest_init(text);
    for (int kind = NAMING_TS14; kind <= NAMING_SEQ; kind++) {
        nearest_try(&nearest, presets[kind].name);
        if (strcmp(presets[kind].name, text) == 0) {
            naming->kind = (enum naming_kind)kind;
            return OK;
        }
    }
    (void)err_set(err, ERR_SPEC, "naming '%s' is not known", text);
    const char *help = nearest_help(arena, &nearest);
    return err_hint(err, "%s",
                    help != NULL ? help : "one of ts14, ts12, date_seq3, seq, regex:ERE");
}

uint32_t naming_digits(enum naming_kind kind)
{
    return kind <= NAMING_SEQ ? presets[kind].digits : 0;
}

const char *naming_words(enum naming_kind kind)
{
    return presets[kind].words;
}

static size_t zeros(const char *digits, size_t len)
{
    size_t skip = 0;
    while (skip + 1 < len && digits[skip] == '0')
        skip++;
    return skip;
}

/* The count of digits first: a longer number is the greater one. */
char *version_key(struct arena *arena, const char *digits, size_t len)
{
    size_t skip = zeros(digits, len);
    return arena_printf(arena, "%05zu:%.*s", len - skip, (int)(len - skip), digits + skip);
}

char *version_key_parts(struct arena *arena, const char *version)
{
    struct str key cleanup_str;
    str_init(&key, 0);
    size_t keep = 0;
    for (const char *p = version; *p != '\0';) {
        size_t len = version_digits(p);
        if (len == 0) {
            p++;
            continue;
        }
        if (key.len > 0)
            str_addc(&key, '!');
        size_t skip = zeros(p, len);
        str_addf(&key, "%05zu:", len - skip);
        str_addn(&key, p + skip, len - skip);
        if (!(len - skip == 1 && p[skip] == '0') || keep == 0)
            keep = key.len;
        p += len;
    }
    str_truncate(&key, keep);
    return str_dup(&key, arena);
}

size_t version_digits(const char *text)
{
    return strspn(text, "0123456789");
}

bool version_day(const char *digits, int32_t *day)
{
    size_t len = version_digits(digits);
    if (digits[len] != '\0' || (len != 14 && len != 12 && len != 11 && len != 8))
        return false;
    char date[11];
    (void)snprintf(date, sizeof date, "%.4s-%.2s-%.2s", digits, digits + 4, digits + 6);
    if (!day_parse(date, day) || strncmp(digits, "1970", 4) < 0)
        return false;
    if (len != 14 && len != 12)
        return true;
    return strncmp(digits + 8, "24", 2) < 0 && digits[10] < '6' && (len == 12 || digits[12] < '6');
}
