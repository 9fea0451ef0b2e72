/* Prisma and Diesel: a folder is a migration. */
#include <string.h>

#include "base/str.h"
#include "schema/folder/reading.h"
#include "schema/folder/shape.h"
#include "schema/version.h"

/* Diesel leaves the hyphens out of a version and compares what is left as text. */
static char *diesel_version(struct arena *arena, const struct shape *shape)
{
    char *version = arena_text(arena, shape->version_len);
    size_t len = 0;
    for (size_t i = 0; i < shape->version_len; i++)
        if (shape->version[i] != '-')
            version[len++] = shape->version[i];
    version[len] = '\0';
    return version;
}

/* Prisma takes any name of a folder. */
static struct migration *add(struct reading *reading, const char *folder)
{
    struct shape shape;
    bool diesel = reading->set->convention == CONVENTION_DIESEL;
    bool shaped = shape_folder(folder, strlen(folder), &shape);
    if (!shaped)
        return diesel ? NULL : reading_add(reading, folder, folder, "", folder);
    char *slug = arena_strndup(reading->arena, shape.slug, shape.slug_len);
    char *version = diesel ? diesel_version(reading->arena, &shape)
                           : arena_strndup(reading->arena, shape.version, shape.version_len);
    return reading_add(reading, version, diesel ? version : folder, slug, folder);
}

static void put(struct reading *reading, struct migration *migration, struct reading_file *file)
{
    bool diesel = reading->set->convention == CONVENTION_DIESEL;
    if (strcmp(file->base, diesel ? "up.sql" : "migration.sql") == 0)
        reading_whole(reading, migration, DIRECTION_UP, file);
    else if (strcmp(file->base, "down.sql") == 0)
        reading_whole(reading, migration, DIRECTION_DOWN, file);
    else if (diesel && strcmp(file->base, "metadata.toml") == 0)
        reading_own(reading, migration, file);
}

/* metadata.toml: run_in_transaction = false */
static void read_metadata(struct migration *migration)
{
    for (size_t i = 0; i < migration->file_count; i++) {
        const struct migration_file *file = migration->files[i];
        struct reading_line line = {0};
        if (!text_ends(file->path, "/metadata.toml"))
            continue;
        while (reading_next_line(file, &line)) {
            const char *text = file->bytes + line.begin;
            size_t len = line.end - line.begin;
            static const char key[] = "run_in_transaction";
            if (len < sizeof key - 1 || memcmp(text, key, sizeof key - 1) != 0)
                continue;
            bool off = memmem(text, len, "false", 5) != NULL;
            for (size_t k = 0; k < migration->up.spans.len; k++)
                migration->up.spans.items[k].no_transaction = off;
            for (size_t k = 0; k < migration->down.spans.len; k++)
                migration->down.spans.items[k].no_transaction = off;
        }
    }
}

static bool is_migration_file(const struct reading_file *file)
{
    static const char *const names[] = {"up.sql", "down.sql", "migration.sql", "metadata.toml"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(file->base, names[i]) == 0)
            return true;
    return false;
}

void reading_folders(struct reading *reading)
{
    reading->set->by_name = true;
    const char *last = NULL;
    for (size_t i = 0; i < reading->count; i++) {
        struct reading_file *file = &reading->files[i];
        size_t len = (size_t)(file->base - file->name);
        if (len == 0 || !is_migration_file(file) ||
            memchr(file->name, '/', len - 1) != NULL) /* one level down, no deeper */
            continue;
        char *folder = arena_strndup(reading->arena, file->name, len - 1);
        struct migration_set *set = reading->set;
        struct migration *migration = last != NULL && strcmp(last, folder) == 0
                                          ? &set->migrations.items[set->migrations.len - 1]
                                          : add(reading, folder);
        if (migration == NULL)
            continue;
        last = migration->name;
        put(reading, migration, file);
    }
    for (size_t i = 0; i < reading->set->migrations.len; i++)
        read_metadata(&reading->set->migrations.items[i]);
}
