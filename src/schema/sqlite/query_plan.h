/* SQLite's EXPLAIN QUERY PLAN as nodes. SQLite: "the format may change"; so what is not understood
 * is said to be so, never passed over. */
#ifndef ROADMAP_SCHEMA_SQLITE_QUERY_PLAN_H
#define ROADMAP_SCHEMA_SQLITE_QUERY_PLAN_H

#include "schema/sqlite/sqlite_box.h"

enum plan_kind {
    PLAN_SCAN,    /* every row of a table or of an index */
    PLAN_SEARCH,  /* by a key */
    PLAN_SORT,    /* a temporary b-tree */
    PLAN_DERIVED, /* a subquery, CTE or view whose rows are made first */
    PLAN_ROWS,    /* of VALUES, or a constant */
    PLAN_PART,    /* how other nodes are put together */
    PLAN_UNREADABLE
};

struct plan_node {
    enum plan_kind kind;
    const char *name;  /* of the table or of its alias, as the query names it; NULL for none */
    const char *index; /* named index; NULL for none */
    bool automatic, covering;
    bool row_key; /* the rowid or a primary key */
    bool is_virtual;
    bool derived; /* scans or searches what a PLAN_DERIVED made */
    const char *detail;
};

struct query_plan {
    VEC(struct plan_node) nodes;
};

void plan_parse(struct arena *arena, const struct box_answer *answer, struct query_plan *plan);

#endif
