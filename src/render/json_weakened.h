/* What a change asks less proof for, as `check`, `diff` and `comment` give it. */
#ifndef ROADMAP_RENDER_JSON_WEAKENED_H
#define ROADMAP_RENDER_JSON_WEAKENED_H

#include "model/weakened.h"

struct json_t;

/* An array of objects; the caller's. (docs/schema/output.schema.json: weakened) */
struct json_t *json_weakened(const struct weakened_list *list);

#endif
