/* Checks of what reading a folder of migrations found: names, order, ways back. */
#include <string.h>

#include "base/day.h"
#include "schema/check/check_seen.h"
#include "schema/folder/names.h"

static bool is_one_of(const char *code, const char *const *codes)
{
    for (; *codes; codes++)
        if (strcmp(code, *codes) == 0)
            return true;
    return false;
}

/* Errors and warnings alike: who asks wants to hear of them. Notes are no reason to fail. */
static void take(struct arena *arena, const struct findings *findings,
                 const struct seen_paths *paths, const char *const *codes,
                 struct check_result *result)
{
    for (size_t i = 0; i < findings->len; i++) {
        const struct finding *finding = &findings->items[i];
        if (!finding->excuse && finding->severity != SEVERITY_NOTE &&
            is_one_of(finding->code, codes) && seen_path(paths, finding->path))
            seen_add(arena, result, finding);
    }
}

struct check_result schema_check_naming(struct arena *arena, const struct migrations_seen *seen,
                                        const struct naming_asked *asked)
{
    static const char *const of_names[] = {"RM103", "RM104", "RM109", "RM111", "RM122", NULL};
    static const char *const of_reading[] = {"RM102", NULL};
    struct check_result result;
    struct seen_paths paths;
    if (!seen_open(arena, seen, &paths, &result))
        return result;
    take(arena, &seen->set->findings, &paths, of_reading, &result);
    if (asked->preset) {
        struct naming naming;
        cleanup_err struct err err = ERR_INIT;
        if (naming_parse(arena, asked->preset, &naming, &err) != OK)
            return check_says(arena, VERDICT_ERROR, "%s", err.message);
        struct migration_set copy = *seen->set;
        copy.findings = (struct findings){0};
        migration_names_check(arena, &copy, &naming, DAY_NONE);
        take(arena, &copy.findings, &paths, of_names, &result);
    } else {
        take(arena, &seen->set->findings, &paths, of_names, &result);
    }
    seen_or_unknown(arena, seen, &paths, &result);
    return result;
}

struct check_result schema_check_ordering(struct arena *arena, const struct migrations_seen *seen)
{
    static const char *const codes[] = {"RM105", "RM106", "RM108", "RM116", "RM125", NULL};
    struct check_result result;
    struct seen_paths paths;
    if (!seen_open(arena, seen, &paths, &result))
        return result;
    take(arena, &seen->set->findings, &paths, codes, &result);
    seen_or_unknown(arena, seen, &paths, &result);
    if (result.verdict == VERDICT_PASS && seen->set->order_unknown)
        return check_is(VERDICT_UNKNOWN, seen->set->order_unknown);
    if (result.verdict == VERDICT_PASS && seen->no_target)
        return check_says(arena, VERDICT_UNKNOWN, "the order is right by itself, but %s",
                          seen->no_target);
    return result;
}

static void check_pair(struct arena *arena, const struct migration *migration, const char **unread,
                       struct check_result *result)
{
    const struct migration_file *file = migration_main_file(migration);
    const char *path = file ? file->path : NULL;
    if (migration->repeatable || migration->squashed || migration->one_way)
        return;
    if (!migration->up.present)
        check_fails(arena, result, path, 0, "'%s' leads back, but nothing leads there",
                    migration->name);
    else if (!migration->down.present)
        check_fails(arena, result, path, 0, "'%s' has no way back", migration->name);
    else if (migration->down.unread)
        *unread = migration->name;
    else if (migration->down.empty && !migration->up.empty)
        check_fails(arena, result, path, 0, "the way back of '%s' is empty", migration->name);
}

struct check_result schema_check_pair(struct arena *arena, const struct migrations_seen *seen,
                                      const struct pair_asked *asked)
{
    struct check_result result;
    struct seen_paths paths;
    const char *unread = NULL;
    if (!seen_open(arena, seen, &paths, &result))
        return result;
    enum reversible reversible =
        asked->reversible == REVERSIBLE_DEFAULT ? seen->set->reversible : asked->reversible;
    if (seen->set->presence_only)
        return check_says(arena, VERDICT_UNKNOWN,
                          "migrations of %s are programs: their ways back cannot be seen",
                          seen->set->tool);
    if (reversible != REVERSIBLE_REQUIRED)
        return check_is(VERDICT_SKIP, "no ways back are asked for in this folder");
    for (size_t i = 0; i < seen->set->migrations.len; i++)
        if (seen_migration(&paths, &seen->set->migrations.items[i]))
            check_pair(arena, &seen->set->migrations.items[i], &unread, &result);
    seen_or_unknown(arena, seen, &paths, &result);
    if (result.verdict == VERDICT_PASS && unread)
        return check_says(arena, VERDICT_UNKNOWN, "the way back of '%s' is not in this clone",
                          unread);
    return result;
}
