/* What the readers of the conventions share: the files of one folder on their way to a set. Only
 * inside of this layer. */
#ifndef ROADMAP_SCHEMA_FOLDER_READING_H
#define ROADMAP_SCHEMA_FOLDER_READING_H

#include "schema/folder/folder.h"

struct reading_file {
    const struct migration_file *file;
    const char *name; /* below the root: "0001_x.up.sql", "0001_x/up.sql" */
    const char *base; /* the last component of it */
    bool pointer;     /* of Git LFS, so there are no bytes */
    bool taken;       /* belongs to a migration or to the others */
};

struct reading {
    struct arena *arena;
    const struct migration_source *source;
    enum sql_dialect dialect;
    struct reading_file *files; /* in byte order of their names */
    size_t count;
    struct migration_set *set;
    const char *extension; /* of this folder's migrations, where it is another than ".sql"; NULL */
    struct sql_counter counter; /* where the last finding was */
};

enum direction { DIRECTION_UP, DIRECTION_DOWN, DIRECTION_VERIFY };

/* A new migration, valid until the next one is added. */
struct migration *reading_add(struct reading *reading, const char *version, const char *key,
                              const char *slug, const char *name);
/* The file is one of the migration's, whatever it says. */
void reading_own(struct reading *reading, struct migration *migration, struct reading_file *file);
/* The whole file is one direction of the migration (a BOM left out). */
void reading_whole(struct reading *reading, struct migration *migration, enum direction direction,
                   struct reading_file *file);
/* The file is a program: the direction is there, but cannot be run. */
void reading_program(struct reading *reading, struct migration *migration, enum direction direction,
                     struct reading_file *file);
struct migration_part *reading_part(struct migration *migration, enum direction direction);
void reading_other(struct reading *reading, struct reading_file *file, enum migration_role role);

/* A finding at a byte of a file; offset SIZE_MAX = no place in it. `help` may be NULL. */
void reading_finding(struct reading *reading, enum severity severity, const char *code,
                     const struct migration_file *file, size_t offset, const char *message,
                     const char *help);

/* Bytes of a file in which lines are looked at one by one. */
struct reading_line {
    size_t begin, end; /* without the newline and a CR before it */
    size_t next;       /* where the next line begins */
    uint32_t number;   /* from 1 */
};
/* Starts with {0}; false at the end. */
bool reading_next_line(const struct migration_file *file, struct reading_line *line);

/* One reader a family; each takes the files it knows and leaves the others. */
void reading_pairs(struct reading *reading);    /* golang-migrate, sqlx, plain */
void reading_sections(struct reading *reading); /* dbmate, goose */
void reading_singles(struct reading *reading);  /* Supabase, Atlas */
void reading_flyway(struct reading *reading);
void reading_folders(struct reading *reading); /* Prisma, Diesel */
void reading_sqitch(struct reading *reading);
void reading_presence(struct reading *reading); /* Liquibase and the ORMs */

/* Between the readers: the spans of one annotated file. */
void reading_dbmate_file(struct reading *reading, struct migration *migration,
                         struct reading_file *file);
void reading_goose_file(struct reading *reading, struct migration *migration,
                        struct reading_file *file);

/* What no reader took. RM102, and RM101 when nothing was taken at all. */
void reading_sort_others(struct reading *reading);
void reading_say_nothing_found(struct reading *reading);

/* After the readers: order, pairs, links, other files, bytes. */
void reading_finish(struct reading *reading);

#endif
