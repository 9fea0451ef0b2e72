/* Which issues a migration belongs to, and who says so: the plan's globs, the header of the file,
 * the trailers of commits. Every link keeps its sources. Pure. (design: evidence) */
#ifndef ROADMAP_ENGINE_LINKS_H
#define ROADMAP_ENGINE_LINKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/landing.h"
#include "model/plan.h"

/* In the order of precedence. */
enum link_source { LINK_SPEC, LINK_HEADER, LINK_TRAILER, LINK_SOURCE_COUNT };

/* A header comment `-- roadmap: ID` of a migration's file. */
struct links_header {
    const char *issue; /* as written */
    const char *path;
    uint32_t line;
};

struct links_migration {
    const char *name;         /* for people */
    const char *const *paths; /* of all of its files */
    size_t path_count;
    const struct links_header *headers;
    size_t header_count;
};

struct links_input {
    const struct plan *plan;
    const struct links_migration *migrations;
    size_t migration_count;
    const struct landing_trailer *trailers; /* newest first */
    size_t trailer_count;
};

struct link {
    uint32_t issue, migration; /* positions in the plan's issues and in the input */
    bool by[LINK_SOURCE_COUNT];
    enum link_source source;             /* the one that counts: the first that is true in `by` */
    const char *glob;                    /* LINK_SPEC: the pattern */
    const struct links_header *header;   /* LINK_HEADER */
    const struct landing_commit *commit; /* LINK_TRAILER: the newest that says so */
};

/* Two sources disagree: each names an issue for the migration that the other does not. The one that
 * comes first in precedence counts; both links are kept. */
struct link_conflict {
    uint32_t migration;
    enum link_source a, b;     /* a before b in precedence */
    uint32_t a_issue, b_issue; /* the first one that only that source names */
};

/* A header or trailer names an issue that the plan does not have. */
struct link_unknown {
    uint32_t migration;
    const char *issue; /* as written */
    enum link_source source;
    const struct links_header *header;   /* LINK_HEADER */
    const struct landing_commit *commit; /* LINK_TRAILER */
    const char *help;                    /* "did you mean 'DB-004'?"; NULL */
};

struct links {
    VEC(struct link) items; /* by migration, then by issue, as they stand in the input */
    VEC(struct link_conflict) conflicts;
    VEC(struct link_unknown) unknown;
    VEC(uint32_t) orphans; /* migrations that nobody names, not even with an unknown issue */
    /* Issues whose `migrations:` patterns take no migration. */
    VEC(uint32_t) empty;
    VEC(struct link_glob {
        uint32_t issue;
        const char *glob;
    })
    dead; /* patterns that take nothing, of issues whose other patterns do */
};

struct links links_make(struct arena *arena, const struct links_input *input);
/* "spec", "header", "trailer". */
const char *link_source_name(enum link_source source);

#endif
