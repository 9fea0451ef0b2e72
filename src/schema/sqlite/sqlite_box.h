/* SQLite for SQL that nobody has vouched for: a forked child with limits applies a chain of
 * migrations to an empty database, tries their ways back, and answers questions about the result.
 * A statement that kills the child, or takes too long, is an error of its file, not of ours. */
#ifndef ROADMAP_SCHEMA_SQLITE_SQLITE_BOX_H
#define ROADMAP_SCHEMA_SQLITE_SQLITE_BOX_H

#include "base/err.h"
#include "schema/migration.h"
#include "schema/sqlite/box_process.h"
#include "schema/sqlite/snapshot.h"
#include "schema/sqlite/sqlite_trouble.h"

enum box_leg { LEG_UP, LEG_DOWN, LEG_AGAIN, LEG_QUERY };
#define BOX_LEG_COUNT (LEG_QUERY + 1)

/* What a step of a smoke cycle shows, as bits of sqlite_step.flags. */
#define SMOKE_UP_FAILED 0x1u
#define SMOKE_DOWN_FAILED 0x2u
#define SMOKE_AGAIN_FAILED 0x4u   /* not-reapplicable */
#define SMOKE_NOT_INVERSE 0x8u    /* the schema after the way back is not the one before */
#define SMOKE_AGAIN_DIFFERS 0x10u /* the second way there leads elsewhere */
#define SMOKE_ROWS_LOST 0x20u     /* rows or values of a table that stays are not what they were */
#define SMOKE_EMPTY_DOWN 0x40u    /* the way back has no statement */
#define SMOKE_NO_DOWN 0x80u       /* there is no way back */
#define SMOKE_ONE_WAY 0x100u      /* and the file says why */
#define SMOKE_NOT_FILLED                                                                           \
    0x200u                       /* a table that it makes took no rows: what it keeps is not known \
                                  */
#define SMOKE_NOT_REACHED 0x400u /* one before it does not apply */
#define SMOKE_NOT_SQL 0x800u     /* a program, or its text is not here, or not whole */
#define SMOKE_ROWS_REFUSED                                                                         \
    0x1000u /* applies, but not over rows: made ones may be no likely ones                         \
             */

struct sqlite_step {
    enum verdict verdict;
    uint32_t flags;
    const char *message;  /* NULL for a pass that needs no words */
    struct strlist lines; /* what differs, one thing a line */
    struct sqlite_trouble trouble;
    enum box_leg leg;                 /* of the trouble */
    int64_t up_us, down_us, again_us; /* -1: did not run */
};

struct sqlite_run {
    struct sqlite_step *steps; /* one for each migration */
    size_t len, applied;       /* how many of them from the start are in the database */
    /* Down to nothing and up again, in one go; NULL when it was not tried: `whole_message`. */
    enum verdict whole;
    const char *whole_message;
    struct strlist whole_lines;
    int64_t whole_down_us, whole_up_us;
};

struct sqlite_options {
    const struct migration *migrations; /* in the order of running */
    size_t len;
    uint32_t rows;      /* made in each table before the next migration runs; smoke only */
    bool keep_rows;     /* a loss of rows fails */
    bool whole;         /* at the end down to nothing and up again */
    bool on_disk;       /* a file in a folder of its own: journal modes are real */
    int64_t leg_ms;     /* 0: 10 s */
    int64_t request_ms; /* 0: 120 s */
};

/* "3.40.1": what a kept answer depends on. */
const char *sqlite_box_version(void);

struct sqlite_box;

/* Starts the child and applies the chain; `run` gets a step per migration. A migration that does
 * not apply is no error of this call: the box stays where it stopped. */
nodiscard enum code sqlite_box_open(struct arena *arena, const struct sqlite_options *options,
                                    struct sqlite_box **box, struct sqlite_run *run,
                                    struct err *err);
void sqlite_box_close(struct sqlite_box *box);
void sqlite_box_closep(struct sqlite_box **box);
#define cleanup_sqlite_box __attribute__((cleanup(sqlite_box_closep)))

/* Up, down and up again for each migration in turn, with the schema and the rows compared after
 * each leg; what does not come back is set right before the next one. Starts and ends its own
 * children. */
nodiscard enum code sqlite_smoke(struct arena *arena, const struct sqlite_options *options,
                                 struct sqlite_run *run, struct err *err);

/* The schema that the chain made. ERR_FAILED when the box died. */
nodiscard enum code sqlite_box_snapshot(struct arena *arena, struct sqlite_box *box,
                                        struct schema_snapshot *snapshot, struct err *err);

/* Some migration of the chain sets PRAGMA `name`. */
bool sqlite_box_sets_pragma(const struct sqlite_box *box, const char *name);

enum box_question {
    BOX_SCRIPT,    /* run `sql`, give the rows of its last statement */
    BOX_PLAN,      /* EXPLAIN QUERY PLAN, then run it once on made rows and count */
    BOX_LATENCY,   /* run it `times` over */
    BOX_INTEGRITY, /* integrity_check and foreign_key_check over made rows too */
    BOX_SEED       /* run `sql` twice: the second time changes nothing */
};
#define BOX_QUESTION_COUNT (BOX_SEED + 1)

struct box_size {
    const char *table;
    int64_t rows;
};

struct box_request {
    enum box_question question;
    const char *sql;
    VEC(struct box_size) sizes; /* how many rows a table is thought to have */
    uint32_t rows;              /* really made in every table; 0: none */
    uint32_t times;
    bool
        reads; /* changes nothing, for certain: not sent, it spares a box on the disk a new start */
};

struct box_plan_line {
    uint32_t id, parent;
    const char *detail;
};

struct box_row {
    struct strlist values; /* NULL for NULL; text as SQLite casts it */
};

struct box_answer {
    struct sqlite_trouble trouble; /* NONE: it ran to its end */
    VEC(struct box_row) rows;      /* at most LIMIT_BOX_ROWS */
    int64_t row_count;             /* all of them */
    VEC(struct box_plan_line) plan;
    int64_t fullscan_steps, sorts, autoindexes, vm_steps; /* of one run */
    int64_t min_us, p50_us, p95_us, p99_us, max_us;
    struct strlist notes; /* tables that took no rows, and why; what SEED found changed */
};

/* Asked of a copy of the database: nothing that a question does stays. A question that kills its
 * process is told in answer->trouble. */
nodiscard enum code sqlite_box_ask(struct arena *arena, struct sqlite_box *box,
                                   struct box_request *request, struct box_answer *answer,
                                   struct err *err);

#endif
