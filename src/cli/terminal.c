#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/day.h"
#include "base/env.h"
#include "base/str.h"

#define COLUMNS_MIN 20
#define COLUMNS_MAX 1000
#define COLUMNS_DEFAULT 80

/* Forced unless it says "0". */
static bool forces(const char *value)
{
    return !text_empty(value) && strcmp(value, "0") != 0;
}

bool color_wanted(const struct color_facts *facts)
{
    bool decided = text_eq(facts->setting, "always") || text_eq(facts->setting, "never");
    bool always = text_eq(facts->setting, "always");
    if (decided && facts->origin >= ORIGIN_ENVIRONMENT)
        return always;
    if (!text_empty(facts->no_color))
        return false;
    if (forces(facts->clicolor_force) || forces(facts->force_color))
        return true;
    if (decided)
        return always;
    if (text_eq(facts->clicolor, "0") || text_eq(facts->term, "dumb"))
        return false;
    return facts->is_terminal;
}

int terminal_columns(int fd)
{
    const char *text = env_get("COLUMNS");
    int columns = 0;
    if (text && strspn(text, "0123456789") == strlen(text) && strlen(text) < 7)
        columns = (int)strtol(text, NULL, 10);
    struct winsize size;
    if (columns <= 0 && isatty(fd) && ioctl(fd, TIOCGWINSZ, &size) == 0)
        columns = size.ws_col;
    if (columns <= 0)
        columns = COLUMNS_DEFAULT;
    if (columns < COLUMNS_MIN)
        return COLUMNS_MIN;
    return columns > COLUMNS_MAX ? COLUMNS_MAX : columns;
}

int64_t terminal_now_ms(bool *fixed)
{
    const char *epoch = env_get("SOURCE_DATE_EPOCH");
    *fixed = epoch && strspn(epoch, "0123456789") == strlen(epoch) && strlen(epoch) < 12;
    if (*fixed)
        return strtoll(epoch, NULL, 10) * 1000;
    struct clock clock = clock_system();
    return clock_now(&clock);
}

int64_t terminal_clock_ms(void *state)
{
    (void)state;
    bool fixed;
    return terminal_now_ms(&fixed);
}

static int offset_minutes(int64_t now_ms)
{
    time_t seconds = (time_t)(now_ms / 1000);
    struct tm local;
    if (!localtime_r(&seconds, &local))
        return 0;
    return (int)(local.tm_gmtoff / 60);
}

struct style terminal_style(const struct config *config, int fd)
{
    struct style style = style_default();
    const struct setting_value *color = &config->value[SETTING_COLOR];
    struct color_facts facts = {.setting = color->text,
                                .origin = color->origin,
                                .no_color = env_get("NO_COLOR"),
                                .clicolor_force = env_get("CLICOLOR_FORCE"),
                                .force_color = env_get("FORCE_COLOR"),
                                .clicolor = env_get("CLICOLOR"),
                                .term = env_get("TERM"),
                                .is_terminal = isatty(fd)};
    style.columns = terminal_columns(fd);
    style.color = color_wanted(&facts);
    style.ascii = config_on(config, SETTING_ASCII) || !env_is_utf8();
    bool fixed;
    style.now_ms = terminal_now_ms(&fixed);
    style.utc_offset_min = fixed ? 0 : offset_minutes(style.now_ms);
    style.today = instant_day(style.now_ms + (int64_t)style.utc_offset_min * 60000);
    return style;
}

bool terminal_is_foreground(int fd)
{
    return isatty(fd) && tcgetpgrp(fd) == getpgrp();
}
