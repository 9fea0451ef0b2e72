/* Parts of JSON documents about items, shared by plan, sync and pull. */
#ifndef ROADMAP_RENDER_JSON_ITEM_H
#define ROADMAP_RENDER_JSON_ITEM_H

#include "model/report.h"

struct json_t;

/* What every entry about an item begins with; a note about the run has no kind. */
struct json_t *json_item_head(enum kind kind, const char *id, struct number number);
/* A text, a list of names, or null. */
struct json_t *json_field_value(enum field field, const struct value *value);
void json_add_requests(struct json_t *document, const struct request_counts *requests);

#endif
