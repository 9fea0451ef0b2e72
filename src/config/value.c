#include "config/value.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "config/url.h"

/* 24 days: whatever is larger is a slip, and sums of it can never overflow. */
#define MS_MAX INT64_C(2147483647)
#define DIGITS_MAX 12

static const struct {
    const char *name;
    int64_t ms;
} units[] = {
    {"", 1}, {"ms", 1}, {"s", 1000}, {"m", 60000}, {"min", 60000}, {"h", 3600000},
};

static bool parse_count(const char *text, size_t len, int64_t *count)
{
    if (len == 0 || len > DIGITS_MAX || strspn(text, "0123456789") < len)
        return false;
    *count = strtoll(text, NULL, 10);
    return true;
}

static bool parse_ms(const char *text, size_t len, int64_t *ms)
{
    size_t digits = strspn(text, "0123456789");
    if (digits > len || !parse_count(text, digits, ms))
        return false;
    const char *unit = text + digits;
    while (unit < text + len && *unit == ' ')
        unit++;
    size_t unit_len = (size_t)(text + len - unit);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strlen(units[i].name) != unit_len || memcmp(units[i].name, unit, unit_len) != 0)
            continue;
        if (*ms > MS_MAX / units[i].ms)
            return false;
        *ms *= units[i].ms;
        return true;
    }
    return false;
}

static bool parse_ms_list(const char *text, struct setting_value *value)
{
    value->list_len = 0;
    for (;;) {
        text += strspn(text, " ");
        size_t len = strcspn(text, ",");
        size_t used = len;
        while (used > 0 && text[used - 1] == ' ')
            used--;
        if (value->list_len == SETTING_LIST_MAX ||
            !parse_ms(text, used, &value->list[value->list_len]))
            return false;
        /* Looks are counted from one moment, so each lies behind the one before. */
        if (value->list_len > 0 && value->list[value->list_len] < value->list[value->list_len - 1])
            return false;
        value->list_len++;
        if (text[len] == '\0')
            return true;
        text += len + 1;
    }
}

static bool parse_bool(const char *text, int64_t *number)
{
    static const char *const yes[] = {"true", "yes", "on", "1"};
    static const char *const no[] = {"false", "no", "off", "0"};
    for (size_t i = 0; i < 4; i++) {
        if (text_eq(text, yes[i]) || text_eq(text, no[i])) {
            *number = text_eq(text, yes[i]);
            return true;
        }
    }
    return false;
}

static bool is_choice(const char *choices, const char *text)
{
    size_t len = strlen(text);
    while (*choices) {
        size_t word = strcspn(choices, " ");
        if (word == len && memcmp(choices, text, len) == 0)
            return true;
        choices += word + strspn(choices + word, " ");
    }
    return false;
}

static bool is_slug(const char *text)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    size_t owner = strspn(text, allowed);
    if (owner == 0 || text[owner] != '/')
        return false;
    const char *name = text + owner + 1;
    size_t len = strspn(name, allowed);
    return len > 0 && name[len] == '\0' && !text_eq(name, ".") && !text_eq(name, "..");
}

/* What starts a program or reaches a database can hold anything but a break of the line. */
static bool one_line(const char *text)
{
    for (; *text; text++)
        if (iscntrl((unsigned char)*text))
            return false;
    return true;
}

static bool parse_by_type(struct arena *arena, const struct setting_row *row, const char *text,
                          struct setting_value *value, const char **reason)
{
    struct api_url url;
    switch (row->type) {
    case SETTING_URL:
        return api_url_parse(arena, text, &url, reason);
    case SETTING_SLUG:
        *reason = "it has to be OWNER/NAME";
        return is_slug(text);
    case SETTING_BOOL:
        *reason = "it has to be true or false";
        return parse_bool(text, &value->number);
    case SETTING_CHOICE:
        *reason = arena_printf(arena, "it has to be one of: %s", row->choices);
        return is_choice(row->choices, text);
    case SETTING_COUNTER:
        *reason = "it has to be a whole number from 0 on";
        return parse_count(text, strlen(text), &value->number);
    case SETTING_MS:
        *reason = "it has to be milliseconds, or a time like 10s, 15min, 1h";
        return parse_ms(text, strlen(text), &value->number);
    case SETTING_MS_LIST:
        *reason = "it has to be up to 8 times in ascending order, with commas between them";
        return parse_ms_list(text, value);
    case SETTING_PATH:
        *reason = "it has to be a path";
        return *text != '\0' && one_line(text);
    case SETTING_TEXT:
        break;
    }
    *reason = "it has to be one line of text";
    return one_line(text);
}

bool value_parse(struct arena *arena, const struct setting_row *row, const char *text,
                 struct setting_value *value, const char **reason)
{
    if (!parse_by_type(arena, row, text, value, reason))
        return false;
    if (row->most > 0 && (value->number < row->least || value->number > row->most)) {
        *reason = row->range;
        return false;
    }
    value->text = arena_strdup(arena, text);
    if (row->type == SETTING_BOOL)
        value->text = value->number ? "true" : "false";
    return true;
}
