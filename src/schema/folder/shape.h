/* The shapes of file names that tools look for, taken apart. */
#ifndef ROADMAP_SCHEMA_FOLDER_SHAPE_H
#define ROADMAP_SCHEMA_FOLDER_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

struct shape {
    char kind;           /* Flyway: 'V', 'U', 'B', 'R'; else 0 */
    const char *version; /* digits, with dots and underscores for Flyway; inside the name */
    size_t version_len;
    const char *slug; /* may be empty */
    size_t slug_len;
    bool directed; /* says .up. or .down. */
    bool down;
    bool sql; /* ends with .sql */
};

/* golang-migrate: ^([0-9]+)_(.*)\.(down|up)\.(.*)$ */
bool shape_pair(const char *base, struct shape *shape);
/* sqlx, Supabase, Atlas: ^([0-9]+)(_.*)?\.sql$, goose also .go. Not directed. */
bool shape_single(const char *base, const char *extension, struct shape *shape);
/* Whatever begins with a number, or v and a number, and ends with .sql: 001-x.sql, V0001.X.up.sql
 */
bool shape_plain(const char *base, struct shape *shape);
/* "0.27/03__x.sql": every folder above the file is a number, as releases are; true without folders.
 */
bool shape_numbered_folders(const char *name);
/* V1_2__slug.sql, U1_2__slug.sql, B1__slug.sql, R__slug.sql; `extension` ".sql" or another. */
bool shape_flyway(const char *base, const char *extension, struct shape *shape);
/* Folders: 20240101000000_slug, 2024-01-01-000000_slug, 01_slug. The version is what stands before
 * the first '_'. */
bool shape_folder(const char *name, size_t len, struct shape *shape);

#endif
