#include "cli/browser.h"

#include <string.h>

#include "base/env.h"
#include "base/file.h"
#include "base/vec.h"

#define NOT_INSTALLED 127

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           strchr("/-._~", c);
}

const char *browser_address(struct arena *arena, const char *path)
{
    cleanup_str struct str out;
    str_init(&out, 0);
    str_add(&out, "file://");
    for (; *path; path++)
        if (is_plain(*path))
            str_addc(&out, *path);
        else
            str_addf(&out, "%%%02X", (unsigned)(unsigned char)*path);
    return str_dup(&out, arena);
}

/* One word, its %s, %% and %c (a colon) resolved; `holds` when the address stands in it. */
static const char *word_of(struct arena *arena, const char *word, size_t len, const char *address,
                           bool *holds)
{
    cleanup_str struct str out;
    str_init(&out, 0);
    for (size_t i = 0; i < len; i++) {
        const char next = word[i] == '%' && i + 1 < len ? word[i + 1] : '\0';
        if (next == 's') {
            str_add(&out, address);
            *holds = true;
        } else if (next == '%' || next == 'c') {
            str_addc(&out, next == 'c' ? ':' : '%');
        } else {
            str_addc(&out, word[i]);
            continue;
        }
        i++;
    }
    return str_dup(&out, arena);
}

static void add_command(struct arena *arena, const char *text, size_t len, const char *address,
                        struct browser_commands *commands)
{
    VEC(const char *) words = {0};
    bool holds = false;
    for (size_t at = 0; at < len;) {
        const size_t blanks = strspn(text + at, " \t\n");
        at = at + blanks < len ? at + blanks : len;
        size_t end = at + strcspn(text + at, " \t\n");
        end = end < len ? end : len;
        if (end > at)
            VEC_PUSH(arena, &words, word_of(arena, text + at, end - at, address, &holds));
        at = end;
    }
    if (words.len == 0)
        return;
    if (!holds)
        VEC_PUSH(arena, &words, address);
    VEC_PUSH(arena, &words, NULL);
    VEC_PUSH(arena, &commands->items, words.items);
}

void browser_commands(struct arena *arena, const char *setting, const char *address,
                      struct browser_commands *commands)
{
    while (*setting) {
        const size_t len = strcspn(setting, ":");
        add_command(arena, setting, len, address, commands);
        setting += len + (setting[len] == ':');
    }
}

static enum code try_all(const struct browser_commands *commands, struct err *err)
{
    const char *last = "";
    int status = NOT_INSTALLED;
    for (size_t i = 0; i < commands->items.len; i++) {
        last = commands->items.items[i][0];
        enum code code = process_foreground(commands->items.items[i], &status, err);
        if (code || status == 0)
            return code;
    }
    if (commands->items.len == 0)
        return err_set(err, ERR_FAILED, "BROWSER names no program");
    if (status == NOT_INSTALLED)
        return err_set(err, ERR_FAILED, "'%s' is not installed", last);
    return err_set(err, ERR_FAILED, "'%s' ended with status %d", last, status);
}

enum code browser_open(struct cli *cli, const char *path, struct err *err)
{
    struct browser_commands commands = {0};
    const char *setting = env_get("BROWSER");
    char *real;
    if (env_get("CI"))
        return err_set(err, ERR_FAILED, "the variable CI is set, and nobody looks there");
    if (!cli->may_ask)
        return err_set(err, ERR_FAILED, "there is no terminal, or --no-input is given");
    if (!setting && !env_get("DISPLAY") && !env_get("WAYLAND_DISPLAY"))
        return err_set(err, ERR_FAILED, "there is no display, and BROWSER names no program");
    enum code code = path_real(cli->arena, path, &real, err);
    if (code)
        return code;
    browser_commands(cli->arena, setting ? setting : "xdg-open", browser_address(cli->arena, real),
                     &commands);
    cli_flush(cli);
    return try_all(&commands, err);
}
