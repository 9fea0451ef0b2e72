/* What both sides agree on afterwards, and how a marker carries it. */
#include <string.h>

#include "base/str.h"
#include "engine/compare_inner.h"
#include "engine/marks.h"
#include "engine/normal.h"
#include "engine/ticks.h"
#include "engine/value.h"
#include "engine/wants.h"

/* Nothing of a base is ever sent: what would be sent is the normal form. */
static const struct value *keep_value(struct arena *arena, const struct value *from, bool hashed)
{
    struct value *value = ARENA_NEW(arena, struct value);
    *value = *from;
    value->hashed = hashed;
    value->raw = value->text;
    value->raw_set = value->set;
    return value;
}

static const struct value *hashed_text(struct arena *arena, const char *text)
{
    const struct value value = value_text(text, text);
    return keep_value(arena, &value, true);
}

/* What the base of a marker says, as a base_item (hashed). `id` as in the marker. */
static void marker_base(struct arena *arena, enum kind kind, const struct marker *marker,
                        struct number number, struct db_id db_id, struct base_item *base)
{
    const struct marker_base *from = &marker->base;
    *base = (struct base_item){
        .kind = kind, .id = marker->id, .number = number, .db_id = db_id, .hashed = true};
    if (from->t)
        base->spec[FIELD_TITLE] = hashed_text(arena, from->t);
    if (from->b)
        base->spec[FIELD_BLOCK] = hashed_text(arena, from->b);
    if (from->m)
        base->spec[FIELD_MILESTONE] = hashed_text(arena, from->m);
    if (from->s)
        base->spec[FIELD_STATE] = hashed_text(arena, from->s == 'c' ? "closed" : "open");
    if (from->has_l) {
        struct value labels = value_set();
        for (size_t i = 0; i < from->l.len; i++)
            value_add(arena, &labels, from->l.items[i], from->l.items[i]);
        value_sort(&labels);
        base->spec[FIELD_LABELS] = keep_value(arena, &labels, true);
    }
    if (from->k)
        base->ticks = from->k;
    memcpy(base->remote, base->spec, sizeof base->remote);
}

static bool adds(const struct want *want, const struct base_item *cached, enum field field,
                 bool marked)
{
    return marked && want->value[field].known && !base_spec(cached, field)->known;
}

/* The marker knows a field that the plan manages and the cache does not know. */
static bool marker_adds(const struct want *want, const struct base_item *cached,
                        const struct marker_base *marker)
{
    return adds(want, cached, FIELD_TITLE, marker->t != NULL) ||
           adds(want, cached, FIELD_BLOCK, marker->b != NULL) ||
           adds(want, cached, FIELD_MILESTONE, marker->m != NULL) ||
           adds(want, cached, FIELD_STATE, marker->s != 0) ||
           adds(want, cached, FIELD_LABELS, marker->has_l);
}

/* GitHub still has what the mark says, and the cache has something else. */
static bool is_overtaken(struct arena *arena, const struct base_item *cached,
                         const struct base_item *marked, const struct have *have, enum field field)
{
    const struct value *mark = base_spec(marked, field), *known = base_remote(cached, field);
    return mark->known && known->known && have->value[field].known &&
           !compare_moved(arena, field, mark, &have->value[field]) &&
           (known->hashed || compare_moved(arena, field, mark, known));
}

/* A mark that the cache has not seen: what it vouches for was agreed by another machine meanwhile,
 * and nobody has edited it since. A text whose source is what the cache knows is left out: it may
 * differ by nothing but the other machine's template. */
static void overtake(struct arena *arena, const struct base_item *marked, const struct have *have,
                     const struct want *want, struct base_item *both)
{
    static const enum field fields[] = {FIELD_TITLE, FIELD_MILESTONE, FIELD_BLOCK};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const enum field field = fields[i];
        if (!is_overtaken(arena, both, marked, have, field) ||
            (field == FIELD_BLOCK && compare_source_is_same(arena, both, want)))
            continue;
        both->spec[field] = both->remote[field] = base_spec(marked, field);
        both->overtaken = true;
    }
    if (base_spec(marked, FIELD_LABELS)->known && base_spec(both, FIELD_LABELS)->known) {
        both->spec[FIELD_LABELS] = both->remote[FIELD_LABELS] = base_spec(marked, FIELD_LABELS);
        both->overtaken = true;
    }
}

static bool is_marked(const struct block_parts *parts)
{
    return parts->found && parts->damage == BLOCK_WHOLE && parts->marker.type == MARKER_ITEM;
}

const struct base_item *compare_base(struct arena *arena, const struct base_item *cached,
                                     const struct have *have, const struct want *want)
{
    if (!have || !is_marked(&have->parts))
        return cached;
    const struct marker_base *mark = &have->parts.marker.base;
    const bool unseen =
        cached && cached->marks && !marks_have(cached->marks, marks_sum(arena, mark));
    if (cached != NULL && !unseen && !marker_adds(want, cached, mark))
        return cached;
    struct base_item *base = ARENA_NEW(arena, struct base_item);
    marker_base(arena, have->kind, &have->parts.marker, have->number, have->db_id, base);
    base->id = want->id;
    if (cached == NULL)
        return base;
    struct base_item *both = ARENA_NEW(arena, struct base_item);
    *both = *cached;
    if (unseen)
        overtake(arena, base, have, want, both);
    bool hashed = both->overtaken;
    for (enum field field = 0; field < FIELD_COUNT; field++) {
        if (base_spec(both, field)->known || !base_spec(base, field)->known)
            continue;
        both->spec[field] = base->spec[field];
        both->remote[field] = base->remote[field];
        hashed = true;
    }
    return hashed ? both : cached;
}

static const char *to_hash(struct arena *arena, const char *kind, const struct value *value)
{
    return value->hashed ? value->text : hash_kind(arena, kind, value->text);
}

void compare_to_marker(struct arena *arena, const struct base_item *base, const char *block,
                       struct marker_base *marker)
{
    const struct value *state = base_spec(base, FIELD_STATE),
                       *labels = base_spec(base, FIELD_LABELS);
    if (base_spec(base, FIELD_TITLE)->known)
        marker->t = to_hash(arena, "t", base_spec(base, FIELD_TITLE));
    if (base_spec(base, FIELD_BLOCK)->known)
        marker->b = to_hash(arena, "b", base_spec(base, FIELD_BLOCK));
    if (base_spec(base, FIELD_MILESTONE)->known)
        marker->m = to_hash(arena, "m", base_spec(base, FIELD_MILESTONE));
    marker->k = ticks_bits(arena, block ? block : "");
    /* An unmanaged state counts as agreed open: a `state: closed` that comes later is then new. */
    if (state->known || marker->s == 0)
        marker->s = value_is_closed(state) ? 'c' : 'o';
    if (!labels->known)
        return;
    marker->has_l = true;
    marker->l = (struct strlist){0};
    for (size_t i = 0; i < labels->set.len; i++) {
        const char *element = labels->set.items[i];
        strlist_add(arena, &marker->l, labels->hashed ? element : hash_kind(arena, "l", element));
    }
    strlist_sort_unique(&marker->l);
}

/* The values of a field as agreed from now on. */
static void agree(struct arena *arena, struct base_item *base, enum field field,
                  const struct value *spec, const struct value *remote)
{
    base->spec[field] = keep_value(arena, spec, false);
    base->remote[field] = remote == spec ? base->spec[field] : keep_value(arena, remote, false);
}

static const char *shown(const struct value *value)
{
    return value->raw ? value->raw : value_str(value);
}

static void agree_set(struct arena *arena, const struct item_change *item,
                      const struct change *change, const struct value *there,
                      struct base_item *next)
{
    const struct value none = value_set();
    const struct value *want = &item->want->value[change->field];
    const struct value *old = item->base && base_spec(item->base, change->field)->known
                                  ? base_spec(item->base, change->field)
                                  : &none;
    struct value agreed = compare_agreed_set(arena, want, old, there);
    agree(arena, next, change->field, &agreed, &agreed);
}

static void note_refused_elements(struct arena *arena, const struct change *change,
                                  const struct value *there, struct next_base *next)
{
    struct refused_field refused = {.field = change->field, .dropped = true};
    for (size_t i = 0; i < change->after.set.len; i++) {
        const char *element = change->after.set.items[i];
        if (!value_has(there, element) && !value_has(&change->before, element))
            strlist_add(arena, &refused.elements, change->after.raw_set.items[i]);
    }
    for (size_t i = 0; i < change->before.set.len; i++) {
        const char *element = change->before.set.items[i];
        if (value_has(there, element) && !value_has(&change->after, element))
            strlist_add(arena, &refused.elements, change->before.raw_set.items[i]);
    }
    if (refused.elements.len > 0)
        VEC_PUSH(arena, &next->refused, refused);
}

/* Creation has no `after` set of its own: what was wanted is what should be there. */
static void written_set(struct arena *arena, const struct item_change *item,
                        const struct change *change, const struct have *echo,
                        struct next_base *next)
{
    const struct value *there = echo ? &echo->value[change->field] : &change->after;
    if (echo)
        note_refused_elements(arena, change, there, next);
    agree_set(arena, item, change, there, &next->item);
}

static void written_scalar(struct arena *arena, const struct item_change *item,
                           const struct change *change, const struct have *echo,
                           struct next_base *next)
{
    const struct value *want = &item->want->value[change->field];
    const struct value *got = echo ? &echo->value[change->field] : &change->after;
    if (echo && (!got->known || !compare_scalar_equal(change->field, got, &change->after))) {
        bool unchanged = strcmp(value_str(got), value_str(&change->before)) == 0;
        struct refused_field refused = {.field = change->field,
                                        .dropped = unchanged,
                                        .sent = shown(&change->after),
                                        .got = shown(got)};
        VEC_PUSH(arena, &next->refused, refused);
        /* Where no base is known the mark, which says what was sent, would stand in for it, and
         * GitHub's value would look like an edit of a person. */
        const struct value *base = base_spec(&next->item, change->field);
        if (got->known && (!base->known || base->hashed))
            agree(arena, &next->item, change->field, got, got);
        return;
    }
    /* People's part of a merged text is still theirs: it is no base, but stays an edit. */
    agree(arena, &next->item, change->field, want, change->merged ? want : got);
}

/* A base that is known by its hash alone, and the spec has not moved from it: then it is the
 * spec's text. */
static void resolve_kept(struct arena *arena, const struct item_change *item,
                         const struct change *change, struct base_item *next)
{
    const struct value *base = base_spec(next, change->field);
    const struct value *want = &item->want->value[change->field];
    if (field_is_set(change->field) || !base->known || !base->hashed)
        return;
    if (!compare_moved(arena, change->field, base, want))
        agree(arena, next, change->field, want, want);
}

static void start_base(const struct item_change *item, const struct have *echo,
                       struct base_item *next)
{
    *next = item->base ? *item->base : (struct base_item){0};
    next->kind = item->kind;
    next->id = item->id;
    next->number = echo ? echo->number : item->number;
    next->db_id = echo ? echo->db_id : item->db_id;
    if (item->verb == VERB_CREATE)
        next->pristine = true;
}

/* A mark has been seen once the cache holds what it says. */
static void note_mark(struct arena *arena, const struct item_change *item, const struct have *echo,
                      struct base_item *next)
{
    struct block_parts parts;
    if (echo == NULL && item->body == NULL)
        return;
    if (echo == NULL)
        block_split(arena, item->body, &parts);
    const struct block_parts *there = echo ? &echo->parts : &parts;
    if (is_marked(there))
        next->marks = marks_add(arena, next->marks, marks_sum(arena, &there->marker.base));
}

static void finish_base(struct arena *arena, const struct item_change *item,
                        const struct have *echo, struct base_item *next)
{
    const struct change *block = item_change_field(item, FIELD_BLOCK);
    bool stays_in_mark = false;
    next->hashed = false;
    for (enum field field = 0; field < FIELD_COUNT; field++) {
        /* What only a marker knows stays in the marker. */
        stays_in_mark = stays_in_mark || base_spec(next, field)->hashed;
        if (base_spec(next, field)->hashed)
            next->spec[field] = NULL;
        if (base_remote(next, field)->hashed)
            next->remote[field] = NULL;
    }
    if (!next->overtaken || !stays_in_mark)
        note_mark(arena, item, echo, next);
    next->overtaken = false;
    if (block == NULL || item->want == NULL ||
        !value_equal(base_spec(next, FIELD_BLOCK), &item->want->value[FIELD_BLOCK]))
        return;
    const char *source = want_block_source(arena, item->want);
    if (source)
        next->block_source = source;
}

static void apply_agreement(struct arena *arena, const struct item_change *item,
                            const struct change *change, struct base_item *next)
{
    if (change->move == MOVE_KEEP)
        resolve_kept(arena, item, change, next);
    if (change->move != MOVE_AGREE)
        return;
    const struct value *want = &item->want->value[change->field];
    if (field_is_set(change->field))
        agree_set(arena, item, change, &change->before, next);
    else
        agree(arena, next, change->field, want, change->merged ? want : &change->before);
}

/* What the plan wants empty is not sent with a creation, and both sides agree on it all the same.
 */
static void agree_on_nothing(struct arena *arena, const struct item_change *item,
                             const struct have *echo, struct base_item *next)
{
    const struct want *want = item->want;
    for (enum field field = 0; want && field < FIELD_COUNT; field++) {
        const struct value *value = &want->value[field];
        if (field != FIELD_EVIDENCE && value->known && value_is_empty(value) &&
            want->policy[field] != POLICY_IGNORE &&
            (echo == NULL || value_is_empty(&echo->value[field])))
            agree(arena, next, field, value, value);
    }
}

void compare_next_base(struct arena *arena, const struct item_change *item, const struct have *echo,
                       struct next_base *next)
{
    *next = (struct next_base){0};
    start_base(item, echo, &next->item);
    for (size_t i = 0; i < item->changes.len; i++) {
        const struct change *change = &item->changes.items[i];
        bool written = change->move == MOVE_WRITE || change->move == MOVE_OVERWRITE;
        if (change->field == FIELD_EVIDENCE)
            continue; /* what is only ours needs no agreement */
        if (!written)
            apply_agreement(arena, item, change, &next->item);
        else if (field_is_set(change->field))
            written_set(arena, item, change, echo, next);
        else
            written_scalar(arena, item, change, echo, next);
        if (written && change->field == FIELD_BLOCK) {
            next->item.ticks = ticks_bits(arena, shown(&change->after));
        }
    }
    if (item->verb == VERB_CREATE)
        agree_on_nothing(arena, item, echo, &next->item);
    finish_base(arena, item, echo, &next->item);
}

bool compare_agreed_base(struct arena *arena, const struct item_change *item,
                         struct base_item *next)
{
    start_base(item, NULL, next);
    if (item->verb == VERB_CREATE)
        next->pristine = false;
    for (size_t i = 0; i < item->changes.len; i++)
        apply_agreement(arena, item, &item->changes.items[i], next);
    finish_base(arena, item, NULL, next);
    return item->base == NULL || !compare_base_equal(item->base, next);
}

bool compare_base_equal(const struct base_item *a, const struct base_item *b)
{
    if (a->kind != b->kind || !text_eq(a->id, b->id) || a->number.v != b->number.v ||
        a->db_id.v != b->db_id.v || !text_eq(a->block_source, b->block_source) ||
        !text_eq(a->marks, b->marks))
        return false;
    for (enum field field = 0; field < FIELD_COUNT; field++)
        if (!value_equal(base_spec(a, field), base_spec(b, field)) ||
            !value_equal(base_remote(a, field), base_remote(b, field)))
            return false;
    return true;
}

static struct strlist copy_list(struct arena *arena, const struct strlist *list)
{
    struct strlist copy = {0};
    if (list->len == 0)
        return copy;
    copy.items = arena_calloc(arena, list->len, sizeof *copy.items);
    copy.len = copy.cap = list->len;
    for (size_t i = 0; i < list->len; i++)
        copy.items[i] = arena_strdup(arena, list->items[i]);
    return copy;
}

static const struct value *copy_value(struct arena *arena, const struct value *value)
{
    if (value == NULL)
        return NULL;
    struct value copy = *value;
    copy.text = arena_strdup(arena, value->text);
    copy.set = copy_list(arena, &value->set);
    return keep_value(arena, &copy, value->hashed);
}

struct base_item *compare_copy_base(struct arena *arena, const struct base_item *base)
{
    struct base_item *copy = ARENA_NEW(arena, struct base_item);
    *copy = *base;
    copy->id = arena_strdup(arena, base->id);
    for (enum field field = 0; field < FIELD_COUNT; field++) {
        copy->spec[field] = copy_value(arena, base->spec[field]);
        copy->remote[field] = base->remote[field] == base->spec[field]
                                  ? copy->spec[field]
                                  : copy_value(arena, base->remote[field]);
    }
    copy->ticks = arena_strdup(arena, base->ticks);
    copy->block_source = arena_strdup(arena, base->block_source);
    copy->marks = arena_strdup(arena, base->marks);
    return copy;
}
