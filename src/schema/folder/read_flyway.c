/* Flyway: V, U (undo), B (baseline) and R (repeatable), in the folder and all below it. */
#include <string.h>

#include "base/str.h"
#include "schema/folder/reading.h"
#include "schema/folder/shape.h"
#include "schema/version.h"

static bool is_callback(const char *base)
{
    static const char *const events[] = {"before", "after"};
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        size_t len = strlen(events[i]);
        if (text_starts(base, events[i]) && base[len] >= 'A' && base[len] <= 'Z' &&
            text_ends(base, ".sql"))
            return true;
    }
    return text_starts(base, "createSchema") && text_ends(base, ".sql");
}

static bool shape_any(const char *base, struct shape *shape)
{
    return shape_flyway(base, ".sql", shape) || shape_flyway(base, ".java", shape) ||
           shape_flyway(base, ".kt", shape);
}

/* '_' between numbers is a dot. */
static char *version_of(struct arena *arena, const struct shape *shape)
{
    char *version = arena_strndup(arena, shape->version, shape->version_len);
    for (char *p = version; *p != '\0'; p++)
        if (*p == '_')
            *p = '.';
    return version;
}

static struct migration *undone(struct reading *reading, const char *key)
{
    for (size_t i = 0; i < reading->set->migrations.len; i++) {
        struct migration *migration = &reading->set->migrations.items[i];
        if (!migration->down.present && !migration->repeatable && !migration->squashed &&
            strcmp(migration->key, key) == 0)
            return migration;
    }
    return NULL;
}

/* Repeatable ones run last, in the order of their descriptions. */
static char *key_of(struct arena *arena, const struct shape *shape, const char *version)
{
    if (shape->kind == 'R')
        return arena_printf(arena, "~%.*s", (int)shape->slug_len, shape->slug);
    return version_key_parts(arena, version);
}

static void take(struct reading *reading, struct reading_file *file, const struct shape *shape)
{
    bool repeatable = shape->kind == 'R';
    char *slug = arena_strndup(reading->arena, shape->slug, shape->slug_len);
    char *version = repeatable ? slug : version_of(reading->arena, shape);
    char *key = key_of(reading->arena, shape, version);
    struct migration *migration = shape->down ? undone(reading, key) : NULL;
    if (migration == NULL)
        migration =
            reading_add(reading, version, key, slug,
                        arena_strndup(reading->arena, file->base,
                                      (size_t)(shape->slug + shape->slug_len - file->base)));
    migration->repeatable = repeatable;
    migration->squashed = shape->kind == 'B';
    enum direction direction = shape->down ? DIRECTION_DOWN : DIRECTION_UP;
    if (shape->sql)
        reading_whole(reading, migration, direction, file);
    else
        reading_program(reading, migration, direction, file);
}

void reading_flyway(struct reading *reading)
{
    for (int undo = 0; undo < 2; undo++) /* undos after what they undo */
        for (size_t i = 0; i < reading->count; i++) {
            struct reading_file *file = &reading->files[i];
            struct shape shape;
            if (!file->taken && shape_any(file->base, &shape) && shape.down == (undo == 1))
                take(reading, file, &shape);
        }
    for (size_t i = 0; i < reading->count; i++) {
        struct reading_file *file = &reading->files[i];
        if (file->taken)
            continue;
        if (is_callback(file->base))
            reading_other(reading, file, MIGRATION_HOOK);
        else if (text_ends(file->base, ".sql.conf") || text_ends(file->base, ".conf"))
            reading_other(reading, file, MIGRATION_MARKER);
    }
}
