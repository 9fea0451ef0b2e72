/* Checks of a schema: each takes what a chain of migrations made and what the plan asks for, and
 * says pass, fail, error, unknown or skip. Texts of a result live in the arena. */
#ifndef ROADMAP_SCHEMA_CHECK_CHECK_H
#define ROADMAP_SCHEMA_CHECK_CHECK_H

#include "model/evidence.h"
#include "schema/check/file_facts.h"
#include "schema/sqlite/snapshot.h"
#include "schema/sqlite/sqlite_box.h"

struct check_result {
    enum verdict verdict;
    const char *message;  /* lower case, no full stop; NULL for a pass without words */
    struct strlist lines; /* what was found, one thing a line */
    const char *path;     /* the file it is about; NULL for none */
    uint32_t line, col;   /* from 1; 0: none */
};

/* What there is to look at. */
struct schema_state {
    const struct schema_snapshot *snapshot; /* NULL: error */
    struct sqlite_box *box;                 /* NULL for facts alone */
    /* The chain stopped before its end, and why: what is missing may come later, so it is unknown.
     * NULL: the whole chain is in. */
    const char *stopped;
};

enum asked { ASKED_ANY, ASKED_NO, ASKED_YES };

struct column_asked {
    const char *name;
    const char *type;          /* NULL: any */
    const char *default_value; /* its SQL; NULL: any */
    enum asked null;
};

struct table_asked {
    const char *table;
    VEC(struct column_asked) columns;
    struct strlist primary_key; /* empty: any */
    enum asked strict;
};
struct check_result schema_check_table(struct arena *arena, const struct schema_state *state,
                                       const struct table_asked *asked);

/* `columns` in this order are the primary key. */
struct check_result schema_check_primary_key(struct arena *arena, const struct schema_state *state,
                                             const char *table, const struct strlist *columns);
/* A UNIQUE constraint or index over exactly these columns, in any order, and over all rows. */
struct check_result schema_check_unique(struct arena *arena, const struct schema_state *state,
                                        const char *table, const struct strlist *columns);

struct foreign_key_asked {
    const char *table; /* NULL: no key of the whole schema is dangling, and nothing else is asked */
    struct strlist columns;
    const char *parent;
    struct strlist parent_columns;     /* empty: any */
    const char *on_delete, *on_update; /* NULL: any */
};
/* Also fails for a key that is there and can never be kept. */
struct check_result schema_check_foreign_key(struct arena *arena, const struct schema_state *state,
                                             const struct foreign_key_asked *asked);

/* A CHECK of the table whose SQL or name contains the words, spelling aside. */
struct check_result schema_check_constraint(struct arena *arena, const struct schema_state *state,
                                            const char *table, const char *contains);

struct index_asked {
    const char *name;       /* NULL: any index with these columns */
    const char *table;      /* NULL: any */
    struct strlist columns; /* "a", "a desc", or an expression; empty: any */
    const char *where;      /* "": over all rows; NULL: any */
    enum asked unique;
};
struct check_result schema_check_index(struct arena *arena, const struct schema_state *state,
                                       const struct index_asked *asked);

/* `kind`: "view", "trigger"; what SQLite does not have is skipped. */
struct check_result schema_check_object(struct arena *arena, const struct schema_state *state,
                                        const char *kind, const char *name, const char *table);

/* integrity_check, foreign_key_check over `rows` made rows per table, and no dangling key. */
nodiscard enum code schema_check_integrity(struct arena *arena, const struct schema_state *state,
                                           uint32_t rows, struct check_result *result,
                                           struct err *err);

struct pragma_asked {
    const char *name;
    const char *expect; /* a number or SQLite's word for it */
    const char *setup;  /* SQL that the application runs on each connection; NULL: none */
};
/* The box has to be one on the disk. A setting of the connection that neither the migrations nor
 * `setup` makes is unknown. */
nodiscard enum code schema_check_pragma(struct arena *arena, const struct schema_state *state,
                                        const struct pragma_asked *asked,
                                        struct check_result *result, struct err *err);

#define FORBID_SCAN 0x1u
#define FORBID_AUTOMATIC_INDEX 0x2u
#define FORBID_TEMP_BTREE 0x4u

struct plan_asked {
    const char *sql;
    struct strlist uses;        /* indexes that have to be in the plan */
    uint32_t forbid;            /* FORBID_… */
    struct strlist may_scan;    /* tables */
    VEC(struct box_size) sizes; /* how large the planner is to think tables are */
};
/* By the plan, and by counters of a run over made rows. */
nodiscard enum code schema_check_query_plan(struct arena *arena, const struct schema_state *state,
                                            const struct plan_asked *asked,
                                            struct check_result *result, struct err *err);

enum sql_expect {
    EXPECT_VALUE, /* the first value of the first row */
    EXPECT_ROWS,  /* how many */
    EXPECT_EMPTY,
    EXPECT_NONEMPTY,
    EXPECT_ERROR,  /* SQLite's message contains `text`, case aside */
    EXPECT_MATCHES /* the first value matches the extended regular expression */
};

struct sql_asked {
    const char *sql; /* several statements: the last one that gives rows counts */
    enum sql_expect expect;
    const char *text; /* VALUE, ERROR, MATCHES; NULL for VALUE: NULL is expected */
    int64_t count;    /* ROWS */
};
nodiscard enum code schema_check_sql(struct arena *arena, const struct schema_state *state,
                                     const struct sql_asked *asked, struct check_result *result,
                                     struct err *err);

struct latency_asked {
    const char *sql;
    VEC(struct box_size) sizes;     /* rows that are made */
    uint32_t times;                 /* 0: 1,000 */
    int64_t p50_us, p95_us, p99_us; /* 0: not limited */
    bool gate;                      /* over a limit fails; else it is only said */
    const char *baseline;           /* JSON or YAML with what was measured before; NULL: none */
    double max_regression;          /* percent over the baseline */
};
/* What was measured before: 0 where the file does not say. */
struct latency_before {
    const char *name;    /* of the entry in the file */
    const char *missing; /* why there is nothing to compare with; NULL: there is */
    double p50_ms, p95_ms, p99_ms, vm_steps;
};
/* The entry with this name of the baseline. `facts` NULL: no such file. */
struct latency_before latency_before_of(struct arena *arena, const struct latency_asked *asked,
                                        const char *name, const struct file_facts *facts);
/* `before` NULL: nothing is compared. Steps of SQLite's machine are compared too: they are the same
 * on every machine. */
nodiscard enum code schema_check_latency(struct arena *arena, const struct schema_state *state,
                                         const struct latency_asked *asked,
                                         const struct latency_before *before,
                                         struct check_result *result, struct box_answer *measured,
                                         struct err *err);

/* The SQL runs twice, and the second time changes nothing. */
nodiscard enum code schema_check_seed(struct arena *arena, const struct schema_state *state,
                                      const char *path, const char *sql,
                                      struct check_result *result, struct err *err);

/* Of one migration of a run (sqlite_box_open or sqlite_smoke). */
struct check_result schema_check_apply(struct arena *arena, const struct sqlite_run *run,
                                       size_t index);
struct check_result schema_check_smoke(struct arena *arena, const struct sqlite_run *run,
                                       size_t index);
/* The longest leg of the migration; limits in µs, 0: none. */
struct check_result schema_check_duration(struct arena *arena, const struct sqlite_run *run,
                                          size_t index, int64_t up_us, int64_t down_us);

#endif
