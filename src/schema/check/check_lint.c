/* The check of findings: which of them count. */
#include <stdlib.h>
#include <string.h>

#include "schema/check/check_seen.h"

int lint_min_version(const char *text)
{
    char *end;
    if (!text || *text < '0' || *text > '9')
        return 0;
    long major = strtol(text, &end, 10), minor = 0;
    if (*end == '.' && end[1] >= '0' && end[1] <= '9')
        minor = strtol(end + 1, &end, 10);
    if (*end == '.' && end[1] >= '0' && end[1] <= '9') /* the last number changes no syntax */
        (void)strtol(end + 1, &end, 10);
    return *end == '\0' && major < 100 && minor < 100 ? (int)(major * 100 + minor) : 0;
}

static bool counts(const struct lint_asked *asked, const struct finding *finding)
{
    return !finding->excuse && finding->severity <= asked->severity &&
           (asked->rules.len == 0 || strlist_has(&asked->rules, finding->code)) &&
           !strlist_has(&asked->ignore, finding->code);
}

/* What reading found and no other check is about: bytes, annotations, comments for this program. */
static bool is_of_text(const struct finding *finding)
{
    static const char *const codes[] = {"RM110", "RM117", "RM118", "RM120", "RM121", "RM123"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(finding->code, codes[i]) == 0)
            return true;
    return false;
}

/* A text that nobody has seen keeps no rule. */
static struct check_result seen_texts(struct arena *arena, const struct migrations_seen *seen,
                                      const struct seen_paths *paths)
{
    const struct migration_set *set = seen->set;
    if (set->presence_only)
        return check_says(arena, VERDICT_UNKNOWN,
                          "migrations of %s are programs: their SQL cannot be seen", set->tool);
    for (size_t i = 0; i < set->findings.len; i++) {
        const struct finding *finding = &set->findings.items[i];
        if (strcmp(finding->code, "RM119") == 0 && seen_path(paths, finding->path))
            return seen_unread(finding);
    }
    for (size_t i = 0; i < set->migrations.len; i++) {
        const struct migration *migration = &set->migrations.items[i];
        if ((migration->up.unread || migration->down.unread) && seen_migration(paths, migration))
            return check_says(arena, VERDICT_UNKNOWN, "the text of '%s' is not in this clone",
                              migration->name);
    }
    return check_is(VERDICT_PASS, NULL);
}

struct check_result schema_check_lint(struct arena *arena, const struct migrations_seen *seen,
                                      const struct lint_asked *asked,
                                      const struct findings *findings)
{
    struct check_result result;
    struct seen_paths paths;
    if (!seen_open(arena, seen, &paths, &result))
        return result;
    for (size_t i = 0; i < findings->len; i++) {
        const struct finding *finding = &findings->items[i];
        if (seen_path(&paths, finding->path) && counts(asked, finding))
            seen_add(arena, &result, finding);
    }
    for (size_t i = 0; i < seen->set->findings.len; i++) {
        const struct finding *finding = &seen->set->findings.items[i];
        if (is_of_text(finding) && seen_path(&paths, finding->path) && counts(asked, finding))
            seen_add(arena, &result, finding);
    }
    if (result.verdict == VERDICT_PASS)
        result = seen_texts(arena, seen, &paths);
    if (result.verdict == VERDICT_PASS && findings->dropped > 0)
        return check_is(VERDICT_UNKNOWN, "there are more findings than are kept (LIMIT_FINDINGS)");
    seen_or_unknown(arena, seen, &paths, &result);
    return result;
}
