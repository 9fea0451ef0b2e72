/* Holders of a mark: read, told from copies, and of several the one that counts. */
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/str.h"
#include "engine/bind_inner.h"
#include "engine/normal.h"
#include "engine/ticks.h"
#include "engine/value.h"

#define GENUINE_WINDOW_MS (INT64_C(15) * 60 * 1000)

void object_list_add(struct binder *binder, struct map *map, const char *key, struct object *object)
{
    struct object_list *list = map_get(map, key);
    if (list == NULL) {
        list = ARENA_NEW(binder->arena, struct object_list);
        map_put(map, key, list);
    }
    VEC_PUSH(binder->arena, &list->list, object);
}

/* The first holder of an id; NULL = none. */
static struct object *first_holder(const struct binder *binder, enum kind kind, const char *id)
{
    const struct binding *binding = map_get(binder->result->wanted[kind], id);
    return binding ? binding->holders : map_get(binder->unwanted[kind], id);
}

static void add_holder(struct binder *binder, struct object *object)
{
    const char *id = object->marker.id;
    struct object *first = first_holder(binder, object->kind, id);
    if (first != NULL) {
        first->last->next = object;
        first->last = object;
        return;
    }
    object->last = object;
    struct binding *binding = map_get(binder->result->wanted[object->kind], id);
    if (binding != NULL)
        binding->holders = object;
    else
        map_put(binder->unwanted[object->kind], id, object);
}

static const char *number_key(struct arena *arena, struct number number)
{
    return arena_printf(arena, "%lld", (long long)number.v);
}

/* What the cache says about the issue of this number. */
static const struct base_item *known_issue(struct binder *binder, struct number number)
{
    const struct base *base = binder->input->base;
    if (binder->known == NULL) {
        binder->known = map_new(binder->arena);
        for (size_t i = 0; base && i < base->items.len; i++)
            if (base->items.items[i].kind == KIND_ISSUE && base->items.items[i].number.v > 0)
                map_put(binder->known, number_key(binder->arena, base->items.items[i].number),
                        &base->items.items[i]);
    }
    return map_get(binder->known, number_key(binder->arena, number));
}

static void note_stray(struct binder *binder, const struct object *object, bool planted)
{
    struct stray stray = {.kind = object->kind,
                          .number = object->number,
                          .title = object->title,
                          .id = object->marker.id,
                          .planted = planted};
    VEC_PUSH(binder->arena, &binder->result->strays, stray);
}

/* A mark that a stranger wrote. Who may set a milestone is none. */
static bool is_planted(struct binder *binder, const struct remote_issue *issue)
{
    const char *association = issue->author_association;
    return text_eq(issue->author_type, "User") &&
           (text_eq(association, "NONE") || text_starts(association, "FIRST_")) &&
           issue->milestone.v == 0 && known_issue(binder, issue->number) == NULL;
}

/* `issue` is NULL for a milestone: only who may write makes one. */
static void read_object(struct binder *binder, struct object *object,
                        const struct remote_issue *issue)
{
    size_t offset;
    object->reading = marker_find(binder->arena, object->text, &object->marker, &offset);
    if (object->reading == MARKER_NONE || object->marker.type != MARKER_ITEM ||
        object->marker.id == NULL || object->marker.scope == NULL)
        return;
    bool same_scope = strcmp(object->marker.scope, binder->input->scope) == 0;
    object->planted = issue != NULL && is_planted(binder, issue);
    object->ours = same_scope && !object->planted;
    if (object->ours)
        add_holder(binder, object);
    else if (same_scope)
        note_stray(binder, object, true);
}

static void read_issues(struct binder *binder)
{
    const struct remote *remote = binder->input->remote;
    struct bind_result *result = binder->result;
    result->issues.items =
        arena_calloc(binder->arena, remote->issues.len + 1, sizeof *result->issues.items);
    result->issues.len = result->issues.cap = remote->issues.len;
    for (size_t i = 0; i < remote->issues.len; i++) {
        const struct remote_issue *issue = &remote->issues.items[i];
        struct object *object = &result->issues.items[i];
        *object = (struct object){.kind = KIND_ISSUE,
                                  .index = i,
                                  .number = issue->number,
                                  .db_id = issue->db_id,
                                  .title = issue->title,
                                  .text = issue->body,
                                  .open = text_eq(issue->state, "open"),
                                  .created_at = issue->created_at};
        read_object(binder, object, issue);
    }
}

static int by_number(const void *a, const void *b)
{
    const struct object *left = *(struct object *const *)a, *right = *(struct object *const *)b;
    return left->number.v < right->number.v ? -1 : left->number.v > right->number.v;
}

static void read_milestones(struct binder *binder)
{
    const struct remote *remote = binder->input->remote;
    struct bind_result *result = binder->result;
    result->milestones.items =
        arena_calloc(binder->arena, remote->milestones.len + 1, sizeof *result->milestones.items);
    result->milestones.len = result->milestones.cap = remote->milestones.len;
    for (size_t i = 0; i < remote->milestones.len; i++) {
        const struct remote_milestone *milestone = &remote->milestones.items[i];
        struct object *object = &result->milestones.items[i];
        *object = (struct object){.kind = KIND_MILESTONE,
                                  .index = i,
                                  .number = milestone->number,
                                  .db_id = milestone->db_id,
                                  .title = milestone->title,
                                  .text = milestone->description,
                                  .open = text_eq(milestone->state, "open"),
                                  .created_at = milestone->created_at};
        map_put(binder->milestones, number_key(binder->arena, milestone->number), object);
        read_object(binder, object, NULL);
    }
}

void bind_read_objects(struct binder *binder)
{
    read_milestones(binder);
    read_issues(binder);
}

/* Without its own number a mark counts only near the time it was made for: nobody copies a body
 * before it exists, so a difference of clocks to the other side does not matter. */
static bool made_in_time(const struct object *object)
{
    int64_t created;
    if (object->marker.nonce == NULL || !instant_parse(object->created_at, &created))
        return true;
    return created <= nonce_time_s(object->marker.nonce) * 1000 + GENUINE_WINDOW_MS;
}

/* Somebody wrote the id of another item into its mark: the cache knows the issue as that of an item
 * which the plan still has. To take it for the new one would write one issue's text over another's,
 * and close the other one as its twin. */
static bool is_relabelled(struct binder *binder, const struct object *object)
{
    const struct base_item *own = bind_cached_item(binder, object->kind, object->marker.id);
    if (object->kind != KIND_ISSUE || (own != NULL && own->number.v == object->number.v))
        return false;
    const struct base_item *known = known_issue(binder, object->number);
    return known != NULL && known->db_id.v == object->db_id.v &&
           strcmp(known->id, object->marker.id) != 0 &&
           map_has(binder->result->wanted[KIND_ISSUE], known->id);
}

static void mark_copies(struct binder *binder, const struct object_list *holders)
{
    struct map *nonces = holders->list.len > 1 ? map_new(binder->arena) : NULL;
    for (size_t i = 0; i < holders->list.len; i++) {
        struct object *object = holders->list.items[i];
        const char *nonce = object->marker.nonce ? object->marker.nonce : "";
        if (object->marker.num.v != 0)
            object->copy = object->marker.num.v != object->number.v;
        else
            object->copy = (nonces && map_has(nonces, nonce)) || !made_in_time(object);
        object->copy = object->copy || is_relabelled(binder, object);
        if (nonces)
            map_put(nonces, nonce, object);
        if (object->copy)
            note_stray(binder, object, false);
    }
}

static bool created_by_us(struct binder *binder, const struct object *object)
{
    const struct base_item *base = known_issue(binder, object->number);
    return base && base->pristine;
}

static void note_twins(struct binder *binder, const char *id, const struct object_list *holders,
                       struct object *winner)
{
    const struct bind_input *input = binder->input;
    const struct binding *binding = map_get(binder->result->wanted[winner->kind], id);
    for (size_t i = 0; i < holders->list.len; i++) {
        struct object *loser = holders->list.items[i];
        if (loser == winner || loser->copy || !loser->open || !winner->open)
            continue;
        struct twin twin = {.want = binding ? binding->want : NULL,
                            .id = id,
                            .winner = winner,
                            .loser = loser,
                            .reason = "GitHub has two milestones with its mark"};
        if (winner->kind == KIND_ISSUE)
            twin.reason =
                bind_heal_refusal(binder->arena, &input->remote->issues.items[winner->index],
                                  &input->remote->issues.items[loser->index], input->scope,
                                  input->now_ms, input->horizon_ms, created_by_us(binder, loser));
        twin.heal = twin.reason == NULL;
        VEC_PUSH(binder->arena, &binder->result->twins, twin);
    }
}

struct object *bind_judge(struct binder *binder, enum kind kind, const char *id)
{
    struct object *first = first_holder(binder, kind, id);
    if (first == NULL || first->judged)
        return first ? first->winner : NULL;
    first->judged = true;
    struct object *only[] = {first};
    struct object_list holders = {0};
    if (first->next == NULL) {
        holders.list.items = only;
        holders.list.len = 1;
    }
    for (struct object *at = first; first->next != NULL && at != NULL; at = at->next)
        VEC_PUSH(binder->arena, &holders.list, at);
    qsort(holders.list.items, holders.list.len, sizeof(struct object *), by_number);
    mark_copies(binder, &holders);
    struct object *winner = NULL;
    for (size_t i = 0; i < holders.list.len; i++) {
        struct object *object = holders.list.items[i];
        /* An open one is preferred over a closed one with a lower number. */
        if (!object->copy && (winner == NULL || (!winner->open && object->open)))
            winner = object;
    }
    first->winner = winner;
    if (winner != NULL && holders.list.len > 1)
        note_twins(binder, id, &holders, winner);
    return winner;
}

/* Everything equals what the mark says was agreed: nobody worked on it. The milestone of a mark is
 * an id of the plan, which two twins share with each other; so they are compared with each other.
 */
static bool equals_its_base(struct arena *arena, const struct remote_issue *winner,
                            const struct remote_issue *loser, const struct block_parts *parts)
{
    const struct marker_base *base = &parts->marker.base;
    const char *title = normal_line(arena, loser->title);
    const char *block = normal_block(arena, parts->block);
    if (base->t && strcmp(hash_kind(arena, "t", title), base->t) != 0)
        return false;
    if (base->b && strcmp(hash_kind(arena, "b", block), base->b) != 0)
        return false;
    if (base->k && strcmp(ticks_bits(arena, parts->block), base->k) != 0)
        return false;
    struct value labels = value_set();
    for (size_t i = 0; i < loser->labels.len; i++) {
        const char *hash = hash_kind(arena, "l", normal_name(arena, loser->labels.items[i]));
        value_add(arena, &labels, hash, hash);
    }
    value_sort(&labels);
    struct value agreed = value_set();
    agreed.set = base->l;
    return value_equal(&labels, &agreed) && loser->milestone.v == winner->milestone.v &&
           base->s != 'c';
}

const char bind_too_young[] = "it is too young to be sure; a later run looks again";

const char *bind_heal_refusal(struct arena *arena, const struct remote_issue *winner,
                              const struct remote_issue *loser, const char *scope, int64_t now_ms,
                              int64_t horizon_ms, bool own)
{
    struct block_parts parts, kept;
    block_split(arena, loser->body, &parts);
    block_split(arena, winner->body, &kept);
    bool marked = parts.found && parts.damage == BLOCK_WHOLE && kept.found &&
                  parts.marker.type == MARKER_ITEM && kept.marker.type == MARKER_ITEM &&
                  text_eq(parts.marker.scope, scope) && text_eq(kept.marker.scope, scope) &&
                  text_eq(parts.marker.id, kept.marker.id);
    if (!marked)
        return "its mark is not the same any more";
    if (!text_eq(winner->state, "open") || !text_eq(loser->state, "open"))
        return "one of the two is closed";
    if (loser->comments > 0)
        return "it has comments";
    if (loser->assignees.len > 0)
        return "it is assigned";
    if (winner->author == NULL || !text_eq(winner->author, loser->author))
        return "another account made it";
    if (!block_alone(&parts))
        return "somebody wrote into it";
    if (!equals_its_base(arena, winner, loser, &parts))
        return "somebody changed it";
    int64_t created;
    bool old = instant_parse(loser->created_at, &created) && now_ms - created >= horizon_ms;
    return old || own ? NULL : bind_too_young;
}
