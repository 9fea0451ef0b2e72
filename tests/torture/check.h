/* What must hold, asked of the world of the stand-in alone. A violation ends the process. */
#ifndef ROADMAP_TORTURE_CHECK_H
#define ROADMAP_TORTURE_CHECK_H

#include "stage.h"

/* GitHub is as the plan and the people want it: every object of the plan once and with its values,
 * nothing else of ours, nothing of people's gone. */
void check_plan(struct stage *stage);
/* The last run wrote nothing. */
void check_no_writes(struct stage *stage, int run);
/* Intents in the journal of the cache. */
size_t check_intents(struct stage *stage);
/* What stood on GitHub after the first revision and was overwritten is in the cache as the old
 * value of a change. */
void check_old_values(struct stage *stage);
/* The first column of the first row of the cache, in the arena; NULL with a message in `why`. */
const char *check_select(struct stage *stage, const char *sql, const char **why);
/* PRAGMA integrity_check of the cache. */
void check_cache(struct stage *stage);
/* The issue that holds the mark of issue n of the story: the lowest open one, else the lowest;
 * NULL.
 */
struct sb_issue *check_holder(const struct stage *stage, int n);

#endif
