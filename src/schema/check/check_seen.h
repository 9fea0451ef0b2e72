/* The findings and migrations that a check is about. Private to the checks. */
#ifndef ROADMAP_SCHEMA_CHECK_CHECK_SEEN_H
#define ROADMAP_SCHEMA_CHECK_CHECK_SEEN_H

#include "schema/check/check_inner.h"
#include "schema/check/file_check.h"

struct map;
struct seen_paths {
    struct map *only; /* NULL: all */
};

/* false: `result` is the answer, for there is no set; else it is a pass to begin with. */
bool seen_open(struct arena *arena, const struct migrations_seen *seen, struct seen_paths *paths,
               struct check_result *result);
/* What names no file is about all of them. */
bool seen_path(const struct seen_paths *paths, const char *path);
bool seen_migration(const struct seen_paths *paths, const struct migration *migration);

/* A pass needs something that passes: without a migration to look at it is unknown. */
void seen_or_unknown(struct arena *arena, const struct migrations_seen *seen,
                     const struct seen_paths *paths, struct check_result *result);

/* The finding as a failure, or as one more line of it. */
void seen_add(struct arena *arena, struct check_result *result, const struct finding *finding);
/* The answer when a file could not be read, and that is all there is to say. */
struct check_result seen_unread(const struct finding *finding);

/* A line of a failure, at most LIMIT_CHECK_LINES; the first one is its message and its place. */
void check_fails(struct arena *arena, struct check_result *result, const char *path, uint32_t line,
                 const char *format, ...) printf_like(5, 6);

#endif
