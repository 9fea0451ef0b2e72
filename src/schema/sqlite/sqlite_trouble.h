/* Why SQL did not run to its end, and where. */
#ifndef ROADMAP_SCHEMA_SQLITE_SQLITE_TROUBLE_H
#define ROADMAP_SCHEMA_SQLITE_SQLITE_TROUBLE_H

#include <stdint.h>

#include "model/evidence.h"
#include "schema/sqlite/wire.h"

enum sqlite_reason {
    SQLITE_REASON_NONE,
    SQLITE_REASON_SQL,    /* SQLite refuses it: wrong SQL, a broken constraint */
    SQLITE_REASON_BRINGS, /* it needs a function, collation or module that the application brings */
    SQLITE_REASON_DENIED, /* it reaches outside the database */
    SQLITE_REASON_LIMIT,  /* too big, too deep, too much memory */
    SQLITE_REASON_TIME,
    SQLITE_REASON_CRASH
};
#define SQLITE_REASON_COUNT (SQLITE_REASON_CRASH + 1)

struct sqlite_trouble {
    enum sqlite_reason reason;
    const char *message; /* lower case, no full stop: SQLite's words or ours */
    const char *path;    /* NULL: SQL of a check */
    uint32_t line, col;  /* from 1; columns count code points */
    uint32_t statement;  /* from 1, in its direction */
    const char *words;   /* the first words of that statement */
};

/* FAIL for what SQLite refuses, UNKNOWN for what the application brings, ERROR for the rest. */
enum verdict sqlite_trouble_verdict(const struct sqlite_trouble *trouble);
/* "statement 2 ('CREATE TABLE x …'): near "x": syntax error" */
const char *sqlite_trouble_text(struct arena *arena, const struct sqlite_trouble *trouble);
void sqlite_trouble_wire(struct wire *wire, struct sqlite_trouble *trouble);
/* Line and column of byte `offset`. */
void sqlite_trouble_place(struct sqlite_trouble *trouble, const char *bytes, size_t len,
                          size_t offset);

#endif
