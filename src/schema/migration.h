/* Migrations as values: the files of one folder as they came in, and what they mean in the
 * convention of the tool they were written for. Everything lives in the arena of the reading; byte
 * ranges point into the bytes of the files, which have to stay. */
#ifndef ROADMAP_SCHEMA_MIGRATION_H
#define ROADMAP_SCHEMA_MIGRATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"
#include "model/finding.h"

enum convention {
    CONVENTION_NONE,           /* nothing that could be a migration */
    CONVENTION_GOLANG_MIGRATE, /* N_slug.up.sql, N_slug.down.sql; also sqlx's reversible pairs */
    CONVENTION_SQLX,           /* N_slug.sql beside pairs of the same tool */
    CONVENTION_PLAIN,          /* N_slug.sql and nothing that says more */
    CONVENTION_DBMATE,         /* one file, `-- migrate:up`, `-- migrate:down` */
    CONVENTION_GOOSE,          /* one file, `-- +goose Up`, `-- +goose Down` */
    CONVENTION_FLYWAY,         /* V1_2__slug.sql, U, B, R__slug.sql */
    CONVENTION_PRISMA,         /* N_slug/migration.sql, migration_lock.toml */
    CONVENTION_SUPABASE,       /* supabase/migrations/N_slug.sql */
    CONVENTION_DIESEL,         /* N_slug/up.sql, N_slug/down.sql */
    CONVENTION_ATLAS,          /* N_slug.sql, atlas.sum */
    CONVENTION_SQITCH,         /* sqitch.plan, deploy/, revert/, verify/ */
    CONVENTION_LIQUIBASE,      /* presence only, as are all from here on */
    CONVENTION_RAILS,
    CONVENTION_DJANGO,
    CONVENTION_ALEMBIC,
    CONVENTION_ECTO,
    CONVENTION_EF
};

/* One file as `app` read it, from the work tree or from a commit. */
struct migration_file {
    const char *path; /* from the top of the repository, '/' between */
    const char
        *bytes; /* NULL: known to be there but not readable (partial clone) or not asked for */
    size_t len;
    const char *oid;        /* blob id as hex digits, or NULL */
    const char *why_no_oid; /* why nobody knows it, although the bytes are here; NULL */
};

/* Bytes of one file, end exclusive. */
struct migration_span {
    const struct migration_file *file;
    size_t begin, end;
    uint32_t line;       /* of `begin`, from 1 */
    bool no_transaction; /* the tool or `-- roadmap:no-transaction` asks to run it outside of one */
};

/* One direction of a migration: spans to run one after the other. */
struct migration_part {
    bool present; /* the tool finds this direction; false: there is no way */
    bool empty;   /* present, but nothing to run in it (no statement, or comments alone) */
    bool unread;  /* present, but its bytes are not here: neither empty nor full */
    bool pointer; /* unread, as what git has of it is a pointer of Git LFS */
    bool program; /* present, but not SQL: nothing here can run it */
    const char *placeholder; /* the first thing that the tool fills in before it runs the text, such
                                as "${schema}" or "{{ .Name }}"; NULL = the text is what runs */
    VEC(struct migration_span) spans;
};

/* An issue named in the header of a file, `-- roadmap: ID, ID`. */
struct migration_link {
    const char *issue;
    const struct migration_file *file;
    uint32_t line;
};

struct migration {
    const char *version; /* as written; of a repeatable one and of sqitch its name */
    const char *key; /* strcmp of two keys of one set gives the order in which the tool runs them */
    const char *slug; /* may be "" */
    const char *name; /* of its file or folder, without the direction: for people */
    uint32_t digits;  /* of the version; 0 = it is no plain number */
    struct migration_part up, down, verify;
    const struct migration_file **files; /* all of its files, in the order they came in */
    size_t file_count;
    VEC(struct migration_link) links;
    bool repeatable;         /* Flyway R__: runs again when it changes */
    bool squashed;           /* Flyway B: stands for everything up to its version */
    bool baselined;          /* up to the spec's `baseline:`: runs, but its findings do not count */
    bool presence_only;      /* cannot be run here: not SQL, or a language over SQL */
    bool substitutes;        /* goose's ENVSUB ON: parts of the text come from the environment */
    const char *tags;        /* sqitch: "@v1 @v2", else NULL */
    const char *revision;    /* in a graph: the name by which others follow it; NULL: not known */
    struct strlist parents;  /* in a graph: the revisions that it follows */
    struct strlist replaces; /* Django: the revisions that it stands for */
    bool labelled;           /* Alembic: begins a branch that is meant */
    const char *one_way;     /* the reason of `-- roadmap:irreversible reason`, else NULL */
};

enum reversible {
    REVERSIBLE_DEFAULT, /* what the tool itself expects */
    REVERSIBLE_REQUIRED,
    REVERSIBLE_OPTIONAL,
    REVERSIBLE_NEVER
};

/* What a file of the folder is when it is no migration. */
enum migration_role {
    MIGRATION_MARKER,    /* atlas.sum, migration_lock.toml, sqitch.plan */
    MIGRATION_SNAPSHOT,  /* schema.sql, LATEST.sql: a whole schema, not a step */
    MIGRATION_DOCUMENT,  /* README.md, LICENSE, .gitkeep */
    MIGRATION_SEED,      /* seed.sql */
    MIGRATION_HOOK,      /* what the tool runs beside the migrations: beforeMigrate.sql */
    MIGRATION_ELSEWHERE, /* of another target in sqitch.conf, as an RM117 says once */
    MIGRATION_STRAY      /* RM102: the tool would pass over it in silence */
};

struct sqitch_layout;

struct migration_other {
    const struct migration_file *file;
    enum migration_role role;
};

struct migration_set {
    const char *root; /* the folder; "" = the top of the repository */
    enum convention convention;
    const char *tool;    /* for people: "golang-migrate" */
    const char *because; /* what it was recognised by: "atlas.sum", "-- +goose in 12 of 12 files" */
    bool presence_only;  /* the tool's files are programs: nothing here can be run */
    bool by_name;        /* the tool runs them in the order of their names, not of their numbers */
    const char *order_unknown; /* why nobody knows in which order they run; NULL: known */
    bool by_graph; /* each names those before it, and that is the order: Alembic, Django */
    struct sqitch_layout *sqitch; /* where sqitch keeps what; NULL: another tool, or no plan */
    enum reversible reversible; /* what is asked for, by the spec or else the tool; never DEFAULT */
    VEC(struct migration) migrations; /* in the order of running; repeatable ones last */
    VEC(struct migration_other) others;
    const char *missing; /* why files of it may be missing: a partial clone, a submodule; NULL */
    const char *edits_unknown; /* whether a merged file was edited is not known, and why; NULL */
    struct findings findings;  /* of reading: see schema/folder/folder.h */
};

/* The name for `convention:` and for people ("golang-migrate"); "none" for CONVENTION_NONE. */
const char *convention_name(enum convention convention);
/* false: not one of the names (`auto` is none either). */
bool convention_parse(const char *name, enum convention *convention);
/* Nothing of it can be run here. */
bool convention_presence_only(enum convention convention);

/* The file that people know it by: that of its way up, else its first; NULL when it has none. */
const struct migration_file *migration_main_file(const struct migration *migration);

/* By version as written, without leading zeros; NULL. */
const struct migration *migration_set_find(const struct migration_set *set, const char *version);
/* The migration that `path` is a file of; NULL. */
const struct migration *migration_set_of_file(const struct migration_set *set, const char *path);

#endif
