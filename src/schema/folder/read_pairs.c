/* golang-migrate, sqlx and folders of plain numbered SQL: one or two files a version. The two
 * belong together by their version; their slugs may differ and do in practice. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "schema/folder/reading.h"
#include "schema/folder/shape.h"
#include "schema/version.h"

struct half {
    struct reading_file *file;
    struct shape shape;
    const char *version, *key, *slug;
    bool paired;
};

struct halves {
    struct half *items;
    size_t len, cap;
};

static bool shape_of(const struct reading *reading, const struct reading_file *file,
                     struct shape *shape)
{
    if (reading->set->convention == CONVENTION_PLAIN)
        return shape_numbered_folders(file->name) && shape_plain(file->base, shape);
    if (file->name != file->base)
        return false;
    return shape_pair(file->base, shape) ||
           (reading->set->convention == CONVENTION_SQLX && shape_single(file->base, ".sql", shape));
}

static void collect(struct reading *reading, struct halves *halves)
{
    for (size_t i = 0; i < reading->count; i++) {
        struct reading_file *file = &reading->files[i];
        struct half half = {.file = file};
        if (!shape_of(reading, file, &half.shape))
            continue;
        size_t folders = (size_t)(file->base - file->name);
        half.version = arena_printf(reading->arena, "%.*s%.*s", (int)folders, file->name,
                                    (int)half.shape.version_len, half.shape.version);
        half.key = folders > 0
                       ? version_key_parts(reading->arena, half.version)
                       : version_key(reading->arena, half.shape.version, half.shape.version_len);
        half.slug = arena_strndup(reading->arena, half.shape.slug, half.shape.slug_len);
        VEC_PUSH(reading->arena, halves, half);
    }
}

static int compare_halves(const void *left, const void *right)
{
    const struct half *a = left, *b = right;
    int order = strcmp(a->key, b->key);
    if (order == 0)
        order = (int)a->shape.down - (int)b->shape.down;
    return order != 0 ? order : strcmp(a->file->name, b->file->name);
}

static void put(struct reading *reading, struct migration *migration, struct half *half)
{
    enum direction direction = half->shape.down ? DIRECTION_DOWN : DIRECTION_UP;
    if (half->shape.sql)
        reading_whole(reading, migration, direction, half->file);
    else
        reading_program(reading, migration, direction, half->file);
    half->paired = true;
}

/* The down of an up: with the same slug, or the only one that is left when nobody else wants it. */
static struct half *find_down(struct half *group, size_t count, size_t ups, const char *slug)
{
    struct half *left = NULL;
    size_t lefts = 0;
    for (size_t i = ups; i < count; i++) {
        if (group[i].paired)
            continue;
        if (strcmp(group[i].slug, slug) == 0)
            return &group[i];
        left = &group[i];
        lefts++;
    }
    return ups == 1 && lefts == 1 ? left : NULL;
}

static const char *name_of(struct reading *reading, const struct half *half)
{
    const char *name = half->file->name;
    size_t len = (size_t)(half->shape.slug + half->shape.slug_len - half->file->base) +
                 (size_t)(half->file->base - name);
    return arena_strndup(reading->arena, name, len);
}

static struct migration *add(struct reading *reading, const struct half *half)
{
    return reading_add(reading, half->version, half->key, half->slug, name_of(reading, half));
}

/* All files of one version, ups first. */
static void pair_group(struct reading *reading, struct half *group, size_t count)
{
    size_t ups = 0;
    while (ups < count && !group[ups].shape.down)
        ups++;
    for (size_t i = 0; i < ups; i++) {
        struct migration *migration = add(reading, &group[i]);
        put(reading, migration, &group[i]);
        struct half *down = find_down(group, count, ups, group[i].slug);
        if (down != NULL)
            put(reading, migration, down);
    }
    for (size_t i = ups; i < count; i++)
        if (!group[i].paired)
            put(reading, add(reading, &group[i]), &group[i]);
}

void reading_pairs(struct reading *reading)
{
    struct halves halves = {0};
    collect(reading, &halves);
    if (halves.len > 1)
        qsort(halves.items, halves.len, sizeof *halves.items, compare_halves);
    for (size_t i = 0, end; i < halves.len; i = end) {
        for (end = i + 1;
             end < halves.len && strcmp(halves.items[end].key, halves.items[i].key) == 0;)
            end++;
        pair_group(reading, halves.items + i, end - i);
    }
}
