/* The parameters of a check as a tree of values, for comparing plans (model/weakened.h). */
#ifndef ROADMAP_SCHEMA_CHECK_GIVEN_H
#define ROADMAP_SCHEMA_CHECK_GIVEN_H

#include "model/weakened.h"

/* A given_fn. Keys that begin with "x-" and those that are null are left out; numbers that are
 * equal have equal texts. */
bool given_read(struct arena *arena, const char *kind, const char *params, struct given *given);

#endif
