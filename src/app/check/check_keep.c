#include <stdarg.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "app/check/check_room.h"
#include "base/day.h"
#include "base/hash.h"
#include "base/str.h"

void check_hash_field(struct str *text, const char *field)
{
    char digits[24];
    size_t len = strlen(field), at = sizeof digits;
    digits[--at] = ':';
    for (size_t rest = len; rest > 0 || at == sizeof digits - 1; rest /= 10)
        digits[--at] = (char)('0' + rest % 10);
    str_addn(text, digits + at, sizeof digits - at);
    str_addn(text, field, len);
}

char *check_hash(struct arena *arena, const char *first, ...)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    va_list args;
    va_start(args, first);
    for (const char *field = first; field; field = va_arg(args, const char *))
        check_hash_field(&text, field);
    va_end(args);
    char hex[65];
    sha256_hex(text.p, text.len, hex);
    return arena_strdup(arena, hex);
}

enum code check_recall(struct checking *checking, const char *key, struct check_result *result,
                       bool *found, struct err *err)
{
    struct store_result kept = {0};
    *found = false;
    if (!key || !checking->trusting)
        return OK;
    enum code code =
        store_load_result(checking->evidence->store, checking->arena, key, &kept, found, err);
    if (!code && *found)
        *result = (struct check_result){.verdict = kept.verdict,
                                        .message = kept.message,
                                        .lines = kept.lines,
                                        .path = kept.path,
                                        .line = kept.line,
                                        .col = kept.col};
    return code;
}

/* A crash or a time-out may have its reason in this machine. */
void check_keep(struct checking *checking, const char *key, const struct check_result *result)
{
    if (!key || result->verdict == VERDICT_ERROR)
        return;
    const struct store_result kept = {.key = key,
                                      .verdict = result->verdict,
                                      .message = result->message,
                                      .lines = result->lines,
                                      .path = result->path,
                                      .line = result->line,
                                      .col = result->col};
    VEC_PUSH(checking->arena, &checking->fresh, kept);
}

/* Not by its name: what is kept may be published. */
static const char *machine_of(struct arena *arena)
{
    struct utsname system;
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    if (uname(&system) != 0 || processors < 1)
        return "this machine";
    return arena_printf(arena, "%s %s, %ld %s", system.sysname, system.machine, processors,
                        processors == 1 ? "processor" : "processors");
}

void check_keep_measured(struct checking *checking, const char *key,
                         const struct check_result *result)
{
    struct arena *arena = checking->arena;
    struct check_result kept = *result;
    char day[11];
    if (kept.verdict == VERDICT_ERROR) {
        kept = (struct check_result){.verdict = VERDICT_UNKNOWN, .message = CHECK_NOT_RUN};
    } else if (kept.verdict != VERDICT_UNKNOWN) { /* then nothing was */
        day_format(instant_day(clock_now(&checking->evidence->app->clock)), day);
        kept.message =
            arena_printf(arena, "%s%smeasured %s on %s", kept.message ? kept.message : "",
                         kept.message ? "; " : "", day, machine_of(arena));
    }
    check_keep(checking, key, &kept);
}

enum code check_keep_all(struct checking *checking, struct err *err)
{
    const struct evidence *evidence = checking->evidence;
    if (!evidence->storing || checking->fresh.len == 0)
        return OK;
    return store_put_results(evidence->store, checking->fresh.items, checking->fresh.len,
                             clock_now(&evidence->app->clock), err);
}
