/* Checks of what git says: what changed together, and what changed after it was merged. */
#include <string.h>

#include "base/globs.h"
#include "base/str.h"
#include "schema/check/check_seen.h"

struct check_result schema_check_immutable(struct arena *arena, const struct file_history *files,
                                           size_t count)
{
    struct check_result result = check_is(VERDICT_PASS, NULL);
    const struct file_history *unknown = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct file_history *file = &files[i];
        if (file->unknown)
            unknown = file;
        if (file->merged && !file->here && !file->unknown)
            check_fails(arena, &result, file->path, 0, "'%s' is merged, and gone here", file->path);
        else if (file->merged && file->here && strcmp(file->merged, file->here) != 0)
            check_fails(arena, &result, file->path, 0, "'%s' is merged, and edited here",
                        file->path);
        else if (file->merged && file->first && strcmp(file->first, file->merged) != 0)
            check_fails(arena, &result, file->path, 0, "'%s' was edited after it was merged",
                        file->path);
    }
    if (result.verdict != VERDICT_PASS)
        return result;
    if (!files)
        return check_is(VERDICT_ERROR, "it is not said which files should not change");
    if (count == 0)
        return check_is(VERDICT_UNKNOWN, "no file fits what should not change yet");
    if (unknown) {
        result = check_says(arena, VERDICT_UNKNOWN, "whether '%s' changed is not known: %s",
                            unknown->path, unknown->unknown);
        result.path = unknown->path;
    }
    return result;
}

static const char *first_match(const struct globs *globs, const struct strlist *paths)
{
    for (uint32_t i = 0; i < paths->len; i++)
        if (globs_match(globs, paths->items[i]))
            return paths->items[i];
    return NULL;
}

static struct globs one_glob(struct arena *arena, const char *pattern)
{
    struct strlist list = {0};
    strlist_add(arena, &list, pattern);
    return globs_of(arena, &list);
}

struct check_result schema_check_co_change(struct arena *arena, const struct co_change_asked *asked,
                                           const struct change_paths *changes, size_t count,
                                           const char *unknown)
{
    struct check_result result = check_is(VERDICT_PASS, NULL);
    struct globs when = globs_of(arena, &asked->when);
    struct globs *with = arena_calloc(arena, asked->with.len, sizeof *with);
    size_t about = 0;
    if (asked->when.len == 0 || asked->with.len == 0)
        return check_is(VERDICT_ERROR, "it is not said which files change together");
    for (uint32_t k = 0; k < asked->with.len; k++)
        with[k] = one_glob(arena, asked->with.items[k]);
    for (size_t i = 0; i < count; i++) {
        const char *cause = first_match(&when, &changes[i].paths);
        about += cause != NULL;
        for (uint32_t k = 0; cause && k < asked->with.len; k++)
            if (!first_match(&with[k], &changes[i].paths))
                check_fails(arena, &result, cause, 0, "%s changes '%s' and nothing that fits '%s'",
                            changes[i].name, cause, asked->with.items[k]);
    }
    if (result.verdict != VERDICT_PASS)
        return result;
    if (unknown)
        return check_says(arena, VERDICT_UNKNOWN, "what changed is not known: %s", unknown);
    return about > 0 ? result : check_is(VERDICT_SKIP, "nothing that it is about has changed");
}
