#include "engine/body.h"

#include <string.h>

static bool is_written(const struct change *change)
{
    return change && (change->move == MOVE_WRITE || change->move == MOVE_OVERWRITE);
}

static struct marker make_marker(struct arena *arena, const struct body_request *request,
                                 const struct item_change *item, const struct have *have,
                                 const char *block)
{
    struct marker marker = {0};
    if (have && have->parts.found && have->parts.damage == BLOCK_WHOLE)
        marker = have->parts.marker;
    struct next_base next;
    compare_next_base(arena, item, NULL, &next);
    marker.type = MARKER_ITEM;
    marker.scope = request->scope;
    marker.id = item->id;
    if (marker.nonce == NULL)
        marker.nonce = request->nonce;
    marker.num = have ? have->number : (struct number){0};
    compare_to_marker(arena, &next.item, block, &marker.base);
    return marker;
}

/* The body has no whole block of ours: it gets one when the item is adopted or its text written. */
static char *unmarked_body(struct arena *arena, const struct body_request *request,
                           const struct item_change *item, const struct have *have)
{
    const struct change *block = item_change_field(item, FIELD_BLOCK);
    const struct want *want = item->want;
    if (item->bound != BOUND_ADOPT && !is_written(block))
        return NULL;
    const char *text = is_written(block) ? block->after.raw
                       : block           ? have->value[FIELD_BLOCK].raw
                                         : "";
    struct marker marker = make_marker(arena, request, item, have, text);
    /* Known by `number:` and agreed before: the whole body is the text that the write replaces. */
    bool whole = item->bound != BOUND_ADOPT && have->value[FIELD_BLOCK].known &&
                 want->number_hint.v == have->number.v && item->base &&
                 base_spec(item->base, FIELD_BLOCK)->known;
    return whole ? block_create(arena, &marker, text, request->footer)
                 : block_adopt(arena, have->body, &marker, text, request->footer);
}

/* With the section of evidence as it shall be. */
static char *with_evidence(struct arena *arena, const struct item_change *item, char *body)
{
    const struct change *evidence = item_change_field(item, FIELD_EVIDENCE);
    struct block_parts parts;
    if (!body || !is_written(evidence))
        return body;
    block_split(arena, body, &parts);
    if (!parts.found || parts.damage != BLOCK_WHOLE)
        return body;
    block_set_status(arena, &parts, evidence->after.raw);
    return block_compose(arena, &parts);
}

static char *body_with_block(struct arena *arena, const struct body_request *request,
                             const struct item_change *item, const struct have *have)
{
    const struct change *block = item_change_field(item, FIELD_BLOCK);
    if (have == NULL) {
        const char *text = is_written(block) && block->after.raw ? block->after.raw : "";
        struct marker marker = make_marker(arena, request, item, NULL, text);
        return block_create(arena, &marker, text, request->footer);
    }
    if (!have->parts.found || have->parts.damage != BLOCK_WHOLE)
        return unmarked_body(arena, request, item, have);
    struct block_parts parts = have->parts;
    if (is_written(block))
        parts.block = block->after.raw;
    parts.marker = make_marker(arena, request, item, have, parts.block);
    return block_compose(arena, &parts);
}

char *body_for_write(struct arena *arena, const struct body_request *request,
                     const struct item_change *item, const struct have *have)
{
    return with_evidence(arena, item, body_with_block(arena, request, item, have));
}

char *body_renew_base(struct arena *arena, const struct have *have, const struct base_item *base)
{
    if (!have->parts.found || have->parts.damage != BLOCK_WHOLE)
        return NULL;
    struct block_parts parts = have->parts;
    compare_to_marker(arena, base, parts.block, &parts.marker.base);
    parts.marker.num = have->number;
    char *body = block_compose(arena, &parts);
    return strcmp(body, have->body) == 0 ? NULL : body;
}

char *body_retire(struct arena *arena, const struct have *have)
{
    if (!have->parts.found || have->parts.damage != BLOCK_WHOLE)
        return NULL;
    struct block_parts parts = have->parts;
    parts.marker = (struct marker){
        .type = MARKER_DUP, .id = have->parts.marker.id, .nonce = have->parts.marker.nonce};
    return block_compose(arena, &parts);
}

bool body_goes_along(const struct item_change *item)
{
    if (item->kind != KIND_MILESTONE && item->kind != KIND_ISSUE)
        return false;
    if (item->verb == VERB_CREATE || item->bound == BOUND_ADOPT)
        return true;
    for (size_t i = 0; i < item->changes.len; i++) {
        const struct change *change = &item->changes.items[i];
        if (!is_written(change))
            continue;
        switch (change->field) {
        case FIELD_TITLE:
        case FIELD_BLOCK:
        case FIELD_MILESTONE:
        case FIELD_STATE:
        case FIELD_LABELS:
        case FIELD_EVIDENCE:
            return true;
        default:
            break;
        }
    }
    return false;
}
