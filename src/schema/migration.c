#include "schema/migration.h"

#include <string.h>

/* In the order of enum convention. */
static const char *const names[] = {
    "none",      "golang-migrate", "sqlx",     "plain",   "dbmate", "goose",
    "flyway",    "prisma",         "supabase", "diesel",  "atlas",  "sqitch",
    "liquibase", "rails",          "django",   "alembic", "ecto",   "ef",
};
#define CONVENTIONS (sizeof names / sizeof *names)

const char *convention_name(enum convention convention)
{
    return names[convention];
}

bool convention_parse(const char *name, enum convention *convention)
{
    for (size_t i = 1; i < CONVENTIONS; i++)
        if (strcmp(names[i], name) == 0) {
            *convention = (enum convention)i;
            return true;
        }
    return false;
}

bool convention_presence_only(enum convention convention)
{
    return convention >= CONVENTION_LIQUIBASE;
}

const struct migration_file *migration_main_file(const struct migration *migration)
{
    if (migration->up.spans.len > 0)
        return migration->up.spans.items[0].file;
    return migration->file_count > 0 ? migration->files[0] : NULL;
}

static const char *without_zeros(const char *version)
{
    while (version[0] == '0' && version[1] >= '0' && version[1] <= '9')
        version++;
    return version;
}

const struct migration *migration_set_find(const struct migration_set *set, const char *version)
{
    const char *wanted = without_zeros(version);
    for (size_t i = 0; i < set->migrations.len; i++)
        if (strcmp(without_zeros(set->migrations.items[i].version), wanted) == 0)
            return &set->migrations.items[i];
    return NULL;
}

const struct migration *migration_set_of_file(const struct migration_set *set, const char *path)
{
    for (size_t i = 0; i < set->migrations.len; i++) {
        const struct migration *migration = &set->migrations.items[i];
        for (size_t k = 0; k < migration->file_count; k++)
            if (strcmp(migration->files[k]->path, path) == 0)
                return migration;
    }
    return NULL;
}
