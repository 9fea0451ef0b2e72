/* The whole body or description to send: GitHub's text with the block, marker and base renewed. */
#ifndef ROADMAP_ENGINE_BODY_H
#define ROADMAP_ENGINE_BODY_H

#include "engine/compare.h"

struct body_request {
    const char *scope;
    const char
        *nonce; /* creation: the attempt's nonce. Else used only when the old marker has none */
    const char *footer; /* NULL = none; only added where the block is new */
};

/* `item` as compare_item made it against `have` (NULL: creation). When the block is not to change
 * its text is GitHub's. The marker gets num = have->number and the base as it will stand after the
 * writes of `item`. NULL when the body is not ours to write: damaged, or a marker that a person
 * deleted and nothing takes it back. */
char *body_for_write(struct arena *arena, const struct body_request *request,
                     const struct item_change *item, const struct have *have);
/* The same for an object read after some of the writes are done (labels): only the marker's base
 * is renewed, from `base`. NULL when there is no marker. */
char *body_renew_base(struct arena *arena, const struct have *have, const struct base_item *base);
/* The body of a duplicate that healing closes: its marker retired. NULL when there is none. */
char *body_retire(struct arena *arena, const struct have *have);
/* The item writes something that needs the body in the same PATCH (title, block, milestone, state,
 * adoption), or whose base has to follow at the end of the item (labels). */
bool body_goes_along(const struct item_change *item);

#endif
