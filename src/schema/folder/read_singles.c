/* Supabase and Atlas: one numbered file that leads up, run in the order of the names. */
#include <string.h>

#include "base/str.h"
#include "schema/folder/reading.h"
#include "schema/folder/shape.h"
#include "schema/version.h"

/* Atlas: directives are lines of the leading comment, `-- atlas:txmode none`. */
static bool atlas_says(const struct reading_file *file, const char *what)
{
    struct reading_line line = {0};
    size_t len = strlen(what);
    while (reading_next_line(file->file, &line)) {
        const char *text = file->file->bytes + line.begin;
        size_t line_len = line.end - line.begin;
        if (line_len > 0 && text[0] != '-')
            return false;
        if (line_len >= len + 3 && memcmp(text, "-- ", 3) == 0 && memcmp(text + 3, what, len) == 0)
            return true;
    }
    return false;
}

/* Supabase's command passes over an init of before its change of format. */
static bool supabase_skips(const struct shape *shape)
{
    return shape->version_len == 14 && shape->slug_len == 4 &&
           memcmp(shape->slug, "init", 4) == 0 && strncmp(shape->version, "20211209000000", 14) < 0;
}

void reading_singles(struct reading *reading)
{
    bool atlas = reading->set->convention == CONVENTION_ATLAS;
    reading->set->by_name = true;
    for (size_t i = 0; i < reading->count; i++) {
        struct reading_file *file = &reading->files[i];
        struct shape shape;
        if (file->name != file->base || !shape_single(file->base, ".sql", &shape) ||
            (!atlas && file->base[shape.version_len] != '_'))
            continue;
        if (!atlas && reading->set->migrations.len == 0 && supabase_skips(&shape)) {
            reading_other(reading, file, MIGRATION_SNAPSHOT);
            continue;
        }
        size_t len = strlen(file->base) - strlen(".sql");
        struct migration *migration =
            reading_add(reading, arena_strndup(reading->arena, shape.version, shape.version_len),
                        file->base, arena_strndup(reading->arena, shape.slug, shape.slug_len),
                        arena_strndup(reading->arena, file->base, len));
        reading_whole(reading, migration, DIRECTION_UP, file);
        migration->squashed = atlas && atlas_says(file, "atlas:checkpoint");
        if (atlas && migration->up.spans.len > 0)
            migration->up.spans.items[0].no_transaction = atlas_says(file, "atlas:txmode none");
    }
}
