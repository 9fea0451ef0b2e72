#include "schema/folder/folder.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/nearest.h"
#include "base/str.h"
#include "schema/folder/detect.h"
#include "schema/folder/reading.h"

enum reversible reversible_parse(const char *word)
{
    if (word == NULL)
        return REVERSIBLE_DEFAULT;
    if (strcmp(word, "required") == 0)
        return REVERSIBLE_REQUIRED;
    return strcmp(word, "never") == 0 ? REVERSIBLE_NEVER : REVERSIBLE_OPTIONAL;
}

enum sql_dialect engine_dialect(const char *engine)
{
    return text_starts(engine, "postgres") ? SQL_POSTGRES : SQL_SQLITE;
}

static int compare_names(const void *left, const void *right)
{
    const struct reading_file *a = left, *b = right;
    return strcmp(a->name, b->name);
}

/* The name below the root; NULL when the file is elsewhere. */
static const char *name_below(const char *root, const char *path)
{
    size_t len = strlen(root);
    if (len == 0)
        return path;
    return strncmp(path, root, len) == 0 && path[len] == '/' ? path + len + 1 : NULL;
}

/* What git has of a file that Git LFS keeps elsewhere. */
static bool is_pointer(const struct migration_file *file)
{
    static const char begin[] = "version https://git-lfs.github.com/spec/";
    return file->bytes != NULL && file->len <= LIMIT_LFS_POINTER_BYTES &&
           text_starts(file->bytes, begin);
}

static const struct migration_file *unread(struct reading *reading,
                                           const struct migration_file *file)
{
    struct migration_file *copy = ARENA_NEW(reading->arena, struct migration_file);
    *copy = *file;
    copy->bytes = NULL;
    copy->len = 0;
    return copy;
}

/* Too large to look at: known to be there, as if its bytes had not come. */
static const struct migration_file *within_ceiling(struct reading *reading,
                                                   const struct migration_file *file)
{
    if (file->bytes == NULL || file->len <= LIMIT_MIGRATION_BYTES)
        return file;
    const struct migration_file *copy = unread(reading, file);
    reading_finding(reading, SEVERITY_ERROR, "RM119", copy, SIZE_MAX,
                    arena_printf(reading->arena, "larger than %u MiB, so not looked at",
                                 LIMIT_MIGRATION_BYTES / 1024 / 1024),
                    NULL);
    return copy;
}

static const struct migration_file *
without_pointer(struct reading *reading, const struct migration_file *file, bool *pointer)
{
    *pointer = is_pointer(file);
    if (!*pointer)
        return file;
    const struct migration_file *copy = unread(reading, file);
    reading_finding(reading, SEVERITY_NOTE, "RM119", copy, SIZE_MAX,
                    "is a pointer of Git LFS: its contents are not in git",
                    "git lfs pull, and look at the work tree; or keep migrations out of LFS");
    return copy;
}

static void take_files(struct reading *reading, const struct migration_file *files, size_t count)
{
    reading->files = arena_calloc(reading->arena, count, sizeof *reading->files);
    for (size_t i = 0; i < count; i++) {
        const char *name = name_below(reading->set->root, files[i].path);
        if (name == NULL)
            continue;
        const char *slash = strrchr(name, '/');
        struct reading_file *file = &reading->files[reading->count++];
        file->name = name;
        file->base = slash == NULL ? name : slash + 1;
        file->file = within_ceiling(reading, &files[i]);
        file->file = without_pointer(reading, file->file, &file->pointer);
    }
    if (reading->count > 1)
        qsort(reading->files, reading->count, sizeof *reading->files, compare_names);
}

static char *clean_root(struct arena *arena, const char *root)
{
    if (root == NULL || strcmp(root, ".") == 0)
        root = "";
    while (text_starts(root, "./"))
        root += 2;
    size_t len = strlen(root);
    while (len > 0 && root[len - 1] == '/')
        len--;
    return arena_strndup(arena, root, len);
}

static nodiscard enum code choose_convention(struct reading *reading, struct err *err)
{
    const char *word = reading->source->convention;
    struct migration_set *set = reading->set;
    if (word == NULL || strcmp(word, "auto") == 0) {
        convention_detect(reading);
        return OK;
    }
    if (convention_parse(word, &set->convention)) {
        set->because = "the spec says so";
        return OK;
    }
    struct nearest nearest = nearest_init(word);
    for (int i = CONVENTION_GOLANG_MIGRATE; i <= CONVENTION_EF; i++)
        nearest_try(&nearest, convention_name((enum convention)i));
    (void)err_set(err, ERR_SPEC, "convention '%s' is not known", word);
    const char *help = nearest_help(reading->arena, &nearest);
    return err_hint(err, "%s", help != NULL ? help : "auto finds it out");
}

static void read_convention(struct reading *reading)
{
    switch (reading->set->convention) {
    case CONVENTION_NONE:
        break;
    case CONVENTION_GOLANG_MIGRATE:
    case CONVENTION_SQLX:
    case CONVENTION_PLAIN:
        reading_pairs(reading);
        break;
    case CONVENTION_DBMATE:
    case CONVENTION_GOOSE:
        reading_sections(reading);
        break;
    case CONVENTION_SUPABASE:
    case CONVENTION_ATLAS:
        reading_singles(reading);
        break;
    case CONVENTION_FLYWAY:
        reading_flyway(reading);
        break;
    case CONVENTION_PRISMA:
    case CONVENTION_DIESEL:
        reading_folders(reading);
        break;
    case CONVENTION_SQITCH:
        reading_sqitch(reading);
        break;
    case CONVENTION_LIQUIBASE:
    case CONVENTION_RAILS:
    case CONVENTION_DJANGO:
    case CONVENTION_ALEMBIC:
    case CONVENTION_ECTO:
    case CONVENTION_EF:
        reading_presence(reading);
        break;
    }
}

enum code migration_set_read(struct arena *arena, const struct migration_source *source,
                             const struct migration_file *files, size_t count,
                             struct migration_set *set, struct err *err)
{
    *set = (struct migration_set){.root = clean_root(arena, source->root)};
    if (count > LIMIT_MIGRATION_FILES) {
        (void)err_set(err, ERR_CEILING, "more than %d files in '%s'", LIMIT_MIGRATION_FILES,
                      set->root);
        return err_hint(err, "name the folder that holds the migrations and nothing else");
    }
    struct reading reading = {
        .arena = arena,
        .source = source,
        .dialect = engine_dialect(source->engine),
        .set = set,
    };
    take_files(&reading, files, count);
    enum code code = choose_convention(&reading, err);
    if (code != OK)
        return code;
    set->tool = convention_name(set->convention);
    set->presence_only = convention_presence_only(set->convention);
    read_convention(&reading);
    reading_finish(&reading);
    return OK;
}
