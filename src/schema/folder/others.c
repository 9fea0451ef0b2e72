/* Files of the folder that are no migration: what is fine beside one, and what a tool passes over
 * although somebody meant it to run. */
#include <string.h>

#include "base/str.h"
#include "schema/folder/reading.h"
#include "schema/folder/sqitch_layout.h"
#include "schema/version.h"

static bool is_program(const char *base)
{
    static const char *const extensions[] = {".go", ".py", ".rb", ".js", ".ts", ".java", ".kt"};
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        if (text_ends(base, extensions[i]))
            return true;
    return false;
}

static bool is_numbered(const struct reading_file *file)
{
    return file->name == file->base && version_digits(file->base) > 0 &&
           strchr(file->base, '_') != NULL;
}

/* A file that some tool would have taken if its name were right. */
static bool looks_like_a_migration(const struct reading *reading, const struct reading_file *file)
{
    if (reading->extension != NULL && text_ends(file->base, reading->extension))
        return true;
    if (text_ends(file->base, ".md"))
        return false;
    return strstr(file->base, ".sql") != NULL || (is_numbered(file) && !is_program(file->base));
}

static bool is_snapshot(const char *base)
{
    static const char *const names[] = {"schema.sql", "structure.sql", "LATEST.sql", "latest.sql"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(base, names[i]) == 0)
            return true;
    return text_ends(base, "latest-schema.sql");
}

static bool is_marker(const char *name, const char *base)
{
    static const char *const names[] = {"atlas.sum", "migration_lock.toml", "sqitch.plan",
                                        "sqitch.conf", "metadata.toml"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(base, names[i]) == 0)
            return true;
    return text_starts(name, "meta/") && text_ends(base, ".json");
}

static enum migration_role role_of(const struct reading *reading, const struct reading_file *file)
{
    if (is_marker(file->name, file->base))
        return MIGRATION_MARKER;
    if (is_snapshot(file->base))
        return MIGRATION_SNAPSHOT;
    if (strcmp(file->base, "seed.sql") == 0 || strcmp(file->base, "seeds.sql") == 0)
        return MIGRATION_SEED;
    return looks_like_a_migration(reading, file) ? MIGRATION_STRAY : MIGRATION_DOCUMENT;
}

static const char *expected_form(const struct reading *reading)
{
    switch (reading->set->convention) {
    case CONVENTION_GOLANG_MIGRATE:
        return "N_slug.up.sql and N_slug.down.sql";
    case CONVENTION_SQLX:
        return "N_slug.sql, or N_slug.up.sql and N_slug.down.sql";
    case CONVENTION_GOOSE:
        return "N_slug.sql with N above 0";
    case CONVENTION_FLYWAY:
        return "V1__slug.sql with two underscores";
    case CONVENTION_PRISMA:
        return "N_slug/migration.sql";
    case CONVENTION_DIESEL:
        return "N_slug/up.sql and N_slug/down.sql";
    case CONVENTION_SQITCH:
        return arena_printf(reading->arena, "a line of %s",
                            reading->set->sqitch ? reading->set->sqitch->plan : "sqitch.plan");
    default:
        return "N_slug.sql";
    }
}

static void say_stray(struct reading *reading, const struct reading_file *file)
{
    const struct migration_set *set = reading->set;
    const char *message =
        set->convention == CONVENTION_PLAIN
            ? arena_printf(reading->arena, "no number says when '%s' runs", file->name)
            : arena_printf(reading->arena, "%s passes over '%s' in silence", set->tool, file->name);
    reading_finding(reading, SEVERITY_ERROR, "RM102", file->file, SIZE_MAX, message,
                    arena_printf(reading->arena, "expected is %s; rename the file or move it away",
                                 expected_form(reading)));
}

void reading_sort_others(struct reading *reading)
{
    struct migration_set *set = reading->set;
    for (size_t i = 0; i < reading->count; i++) {
        struct reading_file *file = &reading->files[i];
        if (file->taken)
            continue;
        enum migration_role role = role_of(reading, file);
        if (set->presence_only && role == MIGRATION_STRAY)
            role = MIGRATION_DOCUMENT;
        reading_other(reading, file, role);
        if (role == MIGRATION_STRAY && set->convention != CONVENTION_NONE)
            say_stray(reading, file);
        else if (!set->presence_only && is_numbered(file) && is_program(file->base))
            reading_finding(reading, SEVERITY_NOTE, "RM102", file->file, SIZE_MAX,
                            arena_printf(reading->arena, "%s does not run the program '%s'",
                                         set->tool, file->name),
                            NULL);
    }
}

/* Folders below the root that hold SQL: what `path` should perhaps have named. */
void reading_say_nothing_found(struct reading *reading)
{
    struct strlist folders = {0};
    for (size_t i = 0; i < reading->count; i++) {
        const struct reading_file *file = &reading->files[i];
        if (file->base > file->name && text_ends(file->base, ".sql"))
            strlist_add(
                reading->arena, &folders,
                arena_strndup(reading->arena, file->name, (size_t)(file->base - file->name)));
    }
    strlist_sort_unique(&folders);
    struct str help cleanup_str;
    str_init(&help, 0);
    str_add(&help, folders.len == 0 ? "" : "there is SQL in ");
    str_add_list(&help, &folders, ", ");
    reading_finding(
        reading, SEVERITY_ERROR, "RM101", NULL, 0,
        arena_printf(reading->arena, "no migrations were recognised in '%s'", reading->set->root),
        help.len > 0 ? help.p : "`convention:` says which tool they are for");
}
