#include "schema/check/check_seen.h"

#include <stdarg.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/str.h"

bool seen_open(struct arena *arena, const struct migrations_seen *seen, struct seen_paths *paths,
               struct check_result *result)
{
    *paths = (struct seen_paths){NULL};
    *result = check_is(VERDICT_PASS, NULL);
    if (!seen->set) {
        *result = check_is(VERDICT_ERROR, "the folder of the migrations could not be read");
        return false;
    }
    if (!seen->paths)
        return true;
    paths->only = map_new(arena);
    map_reserve(paths->only, seen->paths->len);
    for (uint32_t i = 0; i < seen->paths->len; i++)
        (void)map_put(paths->only, seen->paths->items[i], paths);
    return true;
}

bool seen_path(const struct seen_paths *paths, const char *path)
{
    return !paths->only || !path || map_has(paths->only, path);
}

bool seen_migration(const struct seen_paths *paths, const struct migration *migration)
{
    if (!paths->only)
        return true;
    for (size_t i = 0; i < migration->file_count; i++)
        if (map_has(paths->only, migration->files[i]->path))
            return true;
    return false;
}

static size_t count_seen(const struct migrations_seen *seen, const struct seen_paths *paths)
{
    size_t count = 0;
    for (size_t i = 0; i < seen->set->migrations.len; i++)
        count += seen_migration(paths, &seen->set->migrations.items[i]);
    return count;
}

void seen_or_unknown(struct arena *arena, const struct migrations_seen *seen,
                     const struct seen_paths *paths, struct check_result *result)
{
    if (result->verdict != VERDICT_PASS)
        return;
    if (seen->set->convention == CONVENTION_NONE && seen->set->others.len > 0)
        *result = check_says(arena, VERDICT_UNKNOWN, "the tool of the folder '%s' is not known",
                             seen->set->root);
    else if (count_seen(seen, paths) == 0)
        *result = check_is(VERDICT_UNKNOWN, "there is no migration to look at yet");
}

void check_fails(struct arena *arena, struct check_result *result, const char *path, uint32_t line,
                 const char *format, ...)
{
    cleanup_str struct str words;
    str_init(&words, 0);
    va_list args;
    va_start(args, format);
    str_vaddf(&words, format, args);
    va_end(args);
    if (result->verdict != VERDICT_FAIL) {
        struct strlist lines = result->lines;
        *result = (struct check_result){.verdict = VERDICT_FAIL,
                                        .message = str_dup(&words, arena),
                                        .path = path,
                                        .line = line,
                                        .lines = lines};
    }
    if (result->lines.len < LIMIT_CHECK_LINES)
        strlist_add(arena, &result->lines, str_dup(&words, arena));
    else if (result->lines.len == LIMIT_CHECK_LINES)
        strlist_add(arena, &result->lines, "and more");
}

void seen_add(struct arena *arena, struct check_result *result, const struct finding *finding)
{
    bool first = result->verdict != VERDICT_FAIL;
    if (finding->path && finding->line > 0)
        check_fails(arena, result, finding->path, finding->line, "%s:%u: %s: %s", finding->path,
                    finding->line, finding->code, finding->message);
    else
        check_fails(arena, result, finding->path, 0, "%s%s%s: %s",
                    finding->path ? finding->path : "", finding->path ? ": " : "", finding->code,
                    finding->message);
    if (!first)
        return;
    result->message = arena_printf(arena, "%s (%s)", finding->message, finding->code);
    result->col = finding->col;
}

struct check_result seen_unread(const struct finding *finding)
{
    struct check_result result = check_is(VERDICT_UNKNOWN, finding->message);
    result.path = finding->path;
    return result;
}
