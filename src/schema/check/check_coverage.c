/* The check of a coverage report. */
#include <string.h>

#include "base/globs.h"
#include "schema/check/check_text.h"
#include "schema/check/coverage.h"

/* Reports name files from the top of the disk as well as of the repository. */
static bool counts(const struct globs *globs, const char *path)
{
    if (globs->items.len == 0)
        return true;
    for (; path; path = strchr(path, '/') ? strchr(path, '/') + 1 : NULL)
        if (globs_match(globs, path))
            return true;
    return false;
}

static double percent(uint64_t hit, uint64_t lines)
{
    return lines == 0 ? 100.0 : 100.0 * (double)hit / (double)lines;
}

/* 89.96 is no 90.0 for people either. */
static double shown(double value)
{
    return (double)(uint64_t)(value * 10) / 10;
}

struct check_result schema_check_coverage(struct arena *arena, const struct coverage_asked *asked,
                                          const struct migration_file *file)
{
    struct check_result result;
    struct coverage coverage = {0};
    struct globs globs = globs_of(arena, &asked->files);
    uint64_t lines = 0, hit = 0;
    uint32_t line;
    if (!check_readable(arena, file, asked->path, &result)) {
        if (!file) /* the tests have not run here */
            result.verdict = VERDICT_UNKNOWN;
        return result;
    }
    const char *wrong = coverage_read(arena, file->bytes, file->len, &coverage, &line);
    if (wrong) {
        result = check_says(arena, VERDICT_ERROR, "'%s' cannot be read: %s", asked->path, wrong);
        result.path = asked->path;
        result.line = line;
        return result;
    }
    for (size_t i = 0; i < coverage.files.len; i++) {
        const struct coverage_file *one = &coverage.files.items[i];
        if (!counts(&globs, one->path))
            continue;
        lines += one->lines;
        hit += one->hit;
        if (asked->per_file > 0 && percent(one->hit, one->lines) < asked->per_file)
            check_fails(arena, &result, asked->path, 0, "%.1f %% of '%s' ran, not %g %%",
                        shown(percent(one->hit, one->lines)), one->path, asked->per_file);
    }
    if (lines == 0)
        return check_says(arena, VERDICT_UNKNOWN, "'%s' counts no line%s", asked->path,
                          asked->files.len > 0 ? " of these files" : "");
    if (asked->min > 0 && percent(hit, lines) < asked->min)
        check_fails(arena, &result, asked->path, 0, "%.1f %% of %llu lines ran, not %g %%",
                    shown(percent(hit, lines)), (unsigned long long)lines, asked->min);
    if (result.verdict == VERDICT_PASS)
        result.message = arena_printf(arena, "%.1f %% of %llu lines ran",
                                      shown(percent(hit, lines)), (unsigned long long)lines);
    return result;
}
