#include "render/style.h"

#include <stdio.h>
#include <string.h>

#include "base/day.h"
#include "base/err.h"
#include "base/file.h"

struct style style_default(void)
{
    return (struct style){.columns = 80};
}

static const char *const role_start[] = {
    [ROLE_PLAIN] = "",
    [ROLE_STRONG] = "\x1b[1m",
    [ROLE_GOOD] = "\x1b[32m",
    [ROLE_CARE] = "\x1b[33m",
    [ROLE_BAD] = "\x1b[31m",
    [ROLE_LINK] = "\x1b[36m",
    [ROLE_DIM] = "\x1b[2m",
    [ROLE_GOOD_VERDICT] = "\x1b[1;32m",
    [ROLE_CARE_VERDICT] = "\x1b[1;33m",
    [ROLE_BAD_VERDICT] = "\x1b[1;31m",
};

const char *style_start(const struct style *style, enum role role)
{
    return style->color ? role_start[role] : "";
}

const char *style_end(const struct style *style, enum role role)
{
    return style->color && role != ROLE_PLAIN ? "\x1b[0m" : "";
}

static const struct {
    const char *utf8, *ascii;
    enum role role;
} signs[] = {
    [SIGN_NONE] = {" ", " ", ROLE_PLAIN},   [SIGN_CREATE] = {"+", "+", ROLE_GOOD},
    [SIGN_CHANGE] = {"~", "~", ROLE_CARE},  [SIGN_CLOSE] = {"-", "-", ROLE_BAD},
    [SIGN_ADOPT] = {"=", "=", ROLE_GOOD},   [SIGN_KEPT] = {"<", "<", ROLE_CARE},
    [SIGN_CONFLICT] = {"!", "!", ROLE_BAD}, [SIGN_PASS] = {"✓", "ok", ROLE_GOOD},
    [SIGN_FAIL] = {"✗", "x", ROLE_BAD},     [SIGN_UNKNOWN] = {"?", "?", ROLE_CARE},
    [SIGN_NOT_YET] = {"·", ".", ROLE_DIM},
};

const char *style_sign(const struct style *style, enum sign sign)
{
    return style->ascii ? signs[sign].ascii : signs[sign].utf8;
}

enum role style_sign_role(enum sign sign)
{
    return signs[sign].role;
}

int style_sign_width(const struct style *style)
{
    return style->ascii ? 2 : 1;
}

const char *style_arrow(const struct style *style)
{
    return style->ascii ? "->" : "→";
}

const char *style_dots(const struct style *style)
{
    return style->ascii ? "..." : "…";
}

const char *style_dot(const struct style *style)
{
    return style->ascii ? "." : "·";
}

const char *style_path(const struct style *style, struct arena *arena, const char *path)
{
    if (!style || !style->root || !style->here || *path == '/' || strcmp(path, "-") == 0 ||
        strcmp(style->root, style->here) == 0)
        return path;
    return path_from(arena, style->here, path_join(arena, style->root, path));
}

void style_day_long(const struct style *style, int32_t day, char out[24])
{
    day_format_people(day, style->today, out);
}

void style_day_number(const struct style *style, int32_t day, char out[24])
{
    char with_weekday[24];
    day_format_people(day, style->today, with_weekday);
    const char *text = with_weekday;
    if (text[0] >= 'A' && text[0] <= 'Z')
        text += 4;
    memmove(out, text, strlen(text) + 1);
}

void style_day(const struct style *style, const char *text, char out[24])
{
    int32_t day;
    out[0] = '\0';
    if (text && day_parse_prefix(text, &day))
        style_day_number(style, day, out);
}

static int64_t local_ms(const struct style *style, int64_t instant_ms)
{
    return instant_ms + (int64_t)style->utc_offset_min * 60000;
}

/* "HH:MM:SS" of an instant that is already in the zone. */
static void time_of_day(int64_t zoned_ms, char out[16])
{
    char text[21];
    instant_format(zoned_ms, text);
    (void)snprintf(out, 16, "%.8s", text + 11);
}

void style_instant(const struct style *style, int64_t instant_ms, char out[40])
{
    char time[16], day[24];
    int64_t zoned = local_ms(style, instant_ms);
    time_of_day(zoned, time);
    if (instant_day(zoned) == style->today) {
        (void)snprintf(out, 40, "%.5s", time);
        return;
    }
    style_day_number(style, instant_day(zoned), day);
    (void)snprintf(out, 40, "%s %.5s", day, time);
}

void style_clock(const struct style *style, int64_t instant_ms, char out[16])
{
    time_of_day(local_ms(style, instant_ms), out);
}
