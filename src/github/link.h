/* The Link header (RFC 8288), as far as paging needs it. */
#ifndef ROADMAP_GITHUB_LINK_H
#define ROADMAP_GITHUB_LINK_H

#include "base/arena.h"
#include "base/err.h"

struct link {
    const char *next, *last; /* targets; NULL when the relation is absent */
};

/* Reads all entries of a header (several joined with commas; NULL = none). Only rel="next" and
 * rel="last" count; the first of each wins; `rel` may name several relations. ERR_CEILING over
 * LIMIT_LINK_BYTES; ERR_FAILED when it is not a Link header: half a header must not end a list. */
nodiscard enum code link_parse(struct arena *arena, const char *header, struct link *link,
                               struct err *err);

#endif
