/* A folder of migrations: which tool it was written for, which file is which migration, and what is
 * wrong with it by itself. Reads no files: it gets names and bytes. */
#ifndef ROADMAP_SCHEMA_FOLDER_FOLDER_H
#define ROADMAP_SCHEMA_FOLDER_FOLDER_H

#include "schema/migration.h"
#include "schema/sql/sql.h"

struct migration_source {
    const char *root;       /* the folder, from the top of the repository; "" or "." = the top */
    const char *convention; /* the spec's word; NULL and "auto": found out */
    const char *engine;     /* "sqlite", "postgres", "postgres-static"; NULL = sqlite */
    const char *baseline;   /* the spec's version, or NULL */
    enum reversible reversible;
    struct strlist nearby; /* names of files above the folder that may say which tool it is of:
                              Cargo.toml, diesel.toml, alembic.ini, mix.exs; may be empty */
    const struct migration_file *sqitch_conf; /* the nearest above the folder; NULL: none is */
};

/* "required", "optional", "never"; NULL is the default. The spec's reader has checked the word. */
enum reversible reversible_parse(const char *word);
/* Which dialect an engine's SQL is split by. */
enum sql_dialect engine_dialect(const char *engine);

/* `files` are all files below the root, in any order (others are passed over); they and their bytes
 * have to stay. A file without bytes counts by its name alone. ERR_SPEC: a word of the source is
 * not known; ERR_CEILING: too many files. What is wrong with the folder is in set->findings, in no
 * special order (RM101, 102, 105, 110, 112 to 114, 117 to 121, 125). */
nodiscard enum code migration_set_read(struct arena *arena, const struct migration_source *source,
                                       const struct migration_file *files, size_t count,
                                       struct migration_set *set, struct err *err);

#endif
