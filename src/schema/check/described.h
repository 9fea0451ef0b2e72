/* What documents say of tables and columns, held against a schema. Private to the checks of
 * dictionaries and classifications. */
#ifndef ROADMAP_SCHEMA_CHECK_DESCRIBED_H
#define ROADMAP_SCHEMA_CHECK_DESCRIBED_H

#include "schema/check/check_seen.h"

struct map;

struct described {
    const char *table, *column; /* as the document has them; column NULL: the table itself */
    uint32_t line;
    bool said;    /* there are words, not only a name */
    size_t facts; /* of a classification: where its entry stands */
};

struct description {
    struct arena *arena;
    struct map *tables;  /* of the schema, by small letters → struct schema_table * */
    struct map *entries; /* by small letters → struct described * */
};

void description_init(struct arena *arena, const struct schema_snapshot *snapshot,
                      struct description *description);
/* What was said before stays; `said` is enough once. NULL column: the table. */
struct described *describe(struct description *description, const char *table, const char *column,
                           uint32_t line, bool said);
const struct described *description_of(const struct description *description, const char *table,
                                       const char *column);
/* By any spelling of letters; NULL. */
const struct schema_table *description_table(const struct description *description,
                                             const char *name);
/* "", "-", "?" and words for later say nothing. */
bool is_said(const char *text);
/* Each entry whose table or column the schema does not have: FAIL, or UNKNOWN while the chain stops
 * before its end. */
void description_stale(const struct description *description, const struct schema_state *state,
                       const char *path, struct check_result *result);
/* A pass that means something: there are tables, and all of the chain is in. */
void description_finish(const struct description *description, const struct schema_state *state,
                        size_t tables, struct check_result *result);

#endif
