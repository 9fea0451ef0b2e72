#include "schema/folder/detect.h"

#include <string.h>

#include "base/str.h"
#include "schema/folder/shape.h"
#include "schema/folder/sqitch_layout.h"
#include "schema/version.h"

/* How many files of the folder look like what. */
struct counts {
    size_t sql; /* .sql files at the top of the folder, with something in them */
    size_t dbmate, goose, liquibase;
    size_t pairs, singles, plain, flyway, prisma, diesel;
    size_t rails, django, alembic, ecto, ef;
    size_t goose_go;
    size_t changelog;
    bool prisma_lock, atlas_sum, sqlx_marker;
};

/* Something like `--` blanks WORD at the start of a line; `word` is lower case. */
static bool has_annotation(const struct migration_file *file, const char *word)
{
    struct reading_line line = {0};
    size_t len = strlen(word);
    while (reading_next_line(file, &line)) {
        const char *p = file->bytes + line.begin, *end = file->bytes + line.end;
        if (end - p < 2 || p[0] != '-' || p[1] != '-')
            continue;
        for (p += 2; p < end && (*p == ' ' || *p == '\t');)
            p++;
        if ((size_t)(end - p) >= len && strncasecmp(p, word, len) == 0)
            return true;
    }
    return false;
}

static bool contains(const struct migration_file *file, const char *text)
{
    return file->bytes != NULL && memmem(file->bytes, file->len, text, strlen(text)) != NULL;
}

static void count_annotations(struct counts *counts, const struct reading_file *file)
{
    if (file->file->bytes == NULL || file->file->len == 0)
        return;
    counts->sql++;
    counts->dbmate +=
        has_annotation(file->file, "migrate:up") || has_annotation(file->file, "migrate:down");
    counts->goose += has_annotation(file->file, "+goose");
    counts->liquibase += has_annotation(file->file, "liquibase formatted");
}

static void count_markers(struct counts *counts, const struct reading_file *file)
{
    const char *name = file->name;
    counts->prisma_lock |= strcmp(name, "migration_lock.toml") == 0;
    counts->atlas_sum |= strcmp(name, "atlas.sum") == 0;
}

static void count_programs(struct counts *counts, const struct reading_file *file)
{
    size_t digits = version_digits(file->base);
    bool numbered = digits > 0 && file->base[digits] == '_';
    counts->rails += numbered && text_ends(file->base, ".rb");
    counts->ecto += numbered && text_ends(file->base, ".exs");
    counts->ef += digits == 14 && numbered && text_ends(file->base, ".cs") &&
                  !text_ends(file->base, ".Designer.cs");
    if (text_ends(file->base, ".py")) {
        bool revision = contains(file->file, "down_revision");
        counts->alembic += revision;
        counts->django += !revision && digits == 4 && numbered;
    }
    counts->changelog += contains(file->file, "databaseChangeLog") &&
                         (text_ends(file->base, ".xml") || text_ends(file->base, ".yaml") ||
                          text_ends(file->base, ".yml") || text_ends(file->base, ".json"));
    counts->goose_go +=
        numbered && text_ends(file->base, ".go") && contains(file->file, "goose.Add");
}

static void count_shapes(struct counts *counts, const struct reading_file *file)
{
    struct shape shape;
    bool top = file->name == file->base;
    counts->flyway += shape_flyway(file->base, ".sql", &shape) ||
                      shape_flyway(file->base, ".java", &shape) ||
                      shape_flyway(file->base, ".kt", &shape);
    if (!top && shape_folder(file->name, (size_t)(strchr(file->name, '/') - file->name), &shape)) {
        counts->prisma += strcmp(file->base, "migration.sql") == 0;
        counts->diesel += strcmp(file->base, "up.sql") == 0;
    }
    if (top && shape_pair(file->base, &shape))
        counts->pairs++;
    else if (top && shape_single(file->base, ".sql", &shape))
        counts->singles++;
    else
        counts->plain += shape_numbered_folders(file->name) && shape_plain(file->base, &shape);
}

static struct counts count_all(const struct reading *reading)
{
    struct counts counts = {0};
    for (size_t i = 0; i < reading->count; i++) {
        const struct reading_file *file = &reading->files[i];
        if (text_ends(file->base, ".sql") && strchr(file->name, '/') == NULL)
            count_annotations(&counts, file);
        count_markers(&counts, file);
        count_programs(&counts, file);
        count_shapes(&counts, file);
    }
    for (size_t i = 0; i < reading->source->nearby.len; i++)
        counts.sqlx_marker |= text_ends(reading->source->nearby.items[i], "Cargo.toml") ||
                              text_ends(reading->source->nearby.items[i], ".sqlx");
    return counts;
}

static bool say(struct reading *reading, enum convention convention, const char *because)
{
    reading->set->convention = convention;
    reading->set->because = because;
    return true;
}

static bool by_marker(struct reading *reading, const struct counts *counts)
{
    struct sqitch_layout layout;
    if (sqitch_layout_find(reading, false, &layout))
        return say(reading, CONVENTION_SQITCH, layout.plan);
    if (counts->prisma_lock)
        return say(reading, CONVENTION_PRISMA, "migration_lock.toml");
    return false;
}

static const char *of_files(struct reading *reading, const char *what, size_t some, size_t all)
{
    return arena_printf(reading->arena, "%s in %zu of %zu files", what, some, all);
}

static bool by_annotation(struct reading *reading, const struct counts *counts)
{
    if (counts->liquibase > 0 && 2 * counts->liquibase >= counts->sql)
        return say(
            reading, CONVENTION_LIQUIBASE,
            of_files(reading, "'--liquibase formatted sql'", counts->liquibase, counts->sql));
    if (counts->dbmate > 0 && 2 * counts->dbmate >= counts->sql)
        return say(reading, CONVENTION_DBMATE,
                   of_files(reading, "'-- migrate:up'", counts->dbmate, counts->sql));
    if (counts->goose == 0 && counts->goose_go > 0 && counts->sql == 0)
        return say(reading, CONVENTION_GOOSE, "Go files that call goose");
    if (counts->goose > 0 && 2 * counts->goose >= counts->sql)
        return say(reading, CONVENTION_GOOSE,
                   of_files(reading, "'-- +goose'", counts->goose, counts->sql));
    return false;
}

static const char *how_many(struct reading *reading, size_t count, const char *what)
{
    return arena_printf(reading->arena, "%zu %s %s", count, count == 1 ? "file" : "files", what);
}

static bool ends_with_folder(const char *root, const char *folder)
{
    size_t len = strlen(root), tail = strlen(folder);
    return text_ends(root, folder) && (len == tail || root[len - tail - 1] == '/');
}

/* N_slug.sql is a form of several tools: what lies beside it decides. */
static bool single_files(struct reading *reading, const struct counts *counts)
{
    if (counts->atlas_sum)
        return say(reading, CONVENTION_ATLAS, "atlas.sum");
    if (ends_with_folder(reading->set->root, "supabase/migrations"))
        return say(reading, CONVENTION_SUPABASE, "the folder supabase/migrations");
    if (counts->sqlx_marker)
        return say(reading, CONVENTION_SQLX, "Cargo.toml or .sqlx above the folder");
    return say(reading, CONVENTION_PLAIN,
               how_many(reading, counts->singles + counts->plain, "named by a number"));
}

/* What most files look like. Where two forms overlap the narrower one stands first. */
static void by_shape(struct reading *reading, const struct counts *counts)
{
    const struct {
        enum convention convention;
        size_t count;
        const char *form;
    } forms[] = {
        {CONVENTION_FLYWAY, counts->flyway, "named V1__x.sql"},
        {CONVENTION_PRISMA, counts->prisma, "named N_x/migration.sql"},
        {CONVENTION_DIESEL, counts->diesel, "named N_x/up.sql"},
        {CONVENTION_GOLANG_MIGRATE, counts->pairs, "named N_x.up.sql or N_x.down.sql"},
        {CONVENTION_SQLX, counts->singles, NULL},
        {CONVENTION_PLAIN, counts->plain, NULL},
        {CONVENTION_LIQUIBASE, counts->changelog, "with a databaseChangeLog"},
        {CONVENTION_EF, counts->ef, "named N_x.cs"},
        {CONVENTION_RAILS, counts->rails, "named N_x.rb"},
        {CONVENTION_ECTO, counts->ecto, "named N_x.exs"},
        {CONVENTION_ALEMBIC, counts->alembic, "with down_revision"},
        {CONVENTION_DJANGO, counts->django, "named NNNN_x.py"},
    };
    size_t best = 0;
    for (size_t i = 1; i < sizeof forms / sizeof *forms; i++)
        if (forms[i].count > forms[best].count)
            best = i;
    if (forms[best].count == 0)
        return;
    if (forms[best].form == NULL)
        (void)single_files(reading, counts);
    else
        (void)say(reading, forms[best].convention,
                  how_many(reading, forms[best].count, forms[best].form));
}

void convention_detect(struct reading *reading)
{
    struct counts counts = count_all(reading);
    reading->set->because = "nothing in it looks like a migration";
    if (!by_marker(reading, &counts) && !by_annotation(reading, &counts))
        by_shape(reading, &counts);
}
