/* Liquibase and the ORMs: programs, or a language over SQL. That a migration is there is all that
 * can be said of it here. */
#include <string.h>

#include "base/str.h"
#include "schema/folder/graph.h"
#include "schema/folder/reading.h"
#include "schema/version.h"

struct form {
    enum convention convention;
    const char *extension;
    size_t min_digits;      /* at the start of the name */
    const char *not_behind; /* files of the tool that end like this are none; NULL */
};

static const struct form forms[] = {
    {CONVENTION_LIQUIBASE, ".sql", 0, NULL},  {CONVENTION_LIQUIBASE, ".xml", 0, NULL},
    {CONVENTION_LIQUIBASE, ".yaml", 0, NULL}, {CONVENTION_LIQUIBASE, ".yml", 0, NULL},
    {CONVENTION_LIQUIBASE, ".json", 0, NULL}, {CONVENTION_RAILS, ".rb", 1, NULL},
    {CONVENTION_DJANGO, ".py", 4, NULL},      {CONVENTION_ALEMBIC, ".py", 0, "__init__.py"},
    {CONVENTION_ECTO, ".exs", 1, NULL},       {CONVENTION_EF, ".cs", 14, ".Designer.cs"},
};

static const struct form *form_of(const struct reading *reading, const struct reading_file *file)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const struct form *form = &forms[i];
        if (form->convention == reading->set->convention &&
            text_ends(file->base, form->extension) &&
            version_digits(file->base) >= form->min_digits &&
            (form->not_behind == NULL || !text_ends(file->base, form->not_behind)))
            return form;
    }
    return NULL;
}

/* Alembic: env.py lies beside the folder of the revisions. */
static bool is_revision(const struct reading *reading, const struct reading_file *file)
{
    if (reading->set->convention != CONVENTION_ALEMBIC)
        return true;
    if (file->file->bytes == NULL)
        return strcmp(file->base, "env.py") != 0;
    return memmem(file->file->bytes, file->file->len, "down_revision", 13) != NULL;
}

void reading_presence(struct reading *reading)
{
    reading->set->by_name = true;
    for (size_t i = 0; i < reading->count; i++) {
        struct reading_file *file = &reading->files[i];
        const struct form *form = form_of(reading, file);
        if (form == NULL || !is_revision(reading, file))
            continue;
        size_t digits = version_digits(file->base);
        digits = file->base[digits] == '_' ? digits : 0;
        size_t len = strlen(file->base) - strlen(form->extension);
        char *name = arena_strndup(reading->arena, file->base, len);
        size_t skip = digits + (digits > 0);
        struct migration *migration = reading_add(
            reading, digits > 0 ? arena_strndup(reading->arena, file->base, digits) : name,
            file->name, arena_strdup(reading->arena, skip < len ? name + skip : ""), name);
        reading_program(reading, migration, DIRECTION_UP, file);
        migration->down.present = migration->down.program = true;
    }
    if (reading->set->convention == CONVENTION_ALEMBIC ||
        reading->set->convention == CONVENTION_DJANGO) {
        reading->set->by_graph = true;
        reading_graph(reading);
    }
    reading_finding(
        reading, SEVERITY_NOTE, "RM101", NULL, 0,
        arena_printf(
            reading->arena,
            "%zu %s of '%s' in '%s': only that they are there can be proven, they are not run",
            reading->set->migrations.len,
            reading->set->migrations.len == 1 ? "migration" : "migrations",
            convention_name(reading->set->convention), reading->set->root),
        NULL);
}
