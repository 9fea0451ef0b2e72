#include <stdarg.h>
#include <string.h>

#include "app/check/check_room.h"
#include "base/hash.h"
#include "base/str.h"

char *check_hash(struct arena *arena, const char *first, ...)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    va_list args;
    va_start(args, first);
    for (const char *field = first; field; field = va_arg(args, const char *))
        str_addf(&text, "%zu:%s", strlen(field), field);
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

enum code check_keep_all(struct checking *checking, struct err *err)
{
    const struct evidence *evidence = checking->evidence;
    if (!evidence->storing || checking->fresh.len == 0)
        return OK;
    return store_put_results(evidence->store, checking->fresh.items, checking->fresh.len,
                             clock_now(&evidence->app->clock), err);
}
