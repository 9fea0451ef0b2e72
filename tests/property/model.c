#include "property/model.h"

#include <string.h>

static bool same(int field, const struct m_side *a, const struct m_side *b, bool marked)
{
    if (field == BLOCK)
        return memcmp(a->v + BLOCK, b->v + BLOCK, CELLS * sizeof *a->v) == 0;
    const int x = a->v[field], y = b->v[field];
    return x == y || (field == STATE && x && y && marked); /* a mark knows no reason */
}

static void copy(int field, struct m_side *to, const struct m_side *from)
{
    memcpy(to->v + field, from->v + field, (field == BLOCK ? CELLS : 1) * sizeof *to->v);
}

/* The cache's, else the mark's. */
static const struct m_base *base_of(const struct m_item *item, int field)
{
    if (item->cache.known & BIT(field))
        return &item->cache;
    return item->mark.known & BIT(field) && item->body == WHOLE ? &item->mark : NULL;
}

static enum m_move decide(const struct m_item *item, const struct m_run *run, int field)
{
    const struct m_base *base = base_of(item, field);
    const struct m_side *spec = &item->spec, *there = &item->there, none = {0};
    const enum m_policy policy = run->policy[field];
    const enum m_move write = field == STATE && there->v[STATE] ? KEEP : WRITE; /* no new reason */
    if (same(field, spec, there, false) || run->github & BIT(field))
        return AGREE;
    if (run->spec & BIT(field))
        return write;
    if (field == PARENT) { /* one link of the plan can meet another one there */
        const int agreed = base ? base->spec.v[field] : 0, x = spec->v[field], y = there->v[field];
        return y == agreed || (x && !y && x != agreed) ? WRITE
               : !x                                    ? AGREE
               : x == agreed || !agreed                ? KEEP
                                                       : CONFLICT;
    }
    if (policy == CREATE_ONLY)
        return NONE;
    if (!base && (policy == OWN || field == STATE))
        return policy != OWN && item->reopened ? KEEP : write;
    if (!base) /* what is empty is nobody's */
        return same(field, &none, there, false) || (item->renamed && field == TITLE) ? WRITE : KEEP;
    const bool s = !same(field, spec, &base->spec, base == &item->mark);
    const bool r = !same(field, there, &base->there, base == &item->mark);
    if (!r)
        return s ? write : AGREE;
    return policy == OWN || (s && write == KEEP) ? write : s ? CONFLICT : KEEP;
}

/* By lines: changes of both sides that touch each other have to be equal. */
static bool merge(const int *base, const int *spec, const int *there, int *merged)
{
    bool s = false, r = false, equal = true;
    for (int i = 0, at = 0, end = -1; i < CELLS; at += base[i++] != 0) {
        const bool mine = spec[i] != base[i], theirs = there[i] != base[i];
        merged[i] = mine ? spec[i] : there[i];
        if (!mine && !theirs)
            continue;
        if (at > end) /* a line that stayed stands between */
            s = r = false, equal = true;
        s = s || mine, r = r || theirs, equal = equal && spec[i] == there[i];
        end = at + (base[i] != 0);
        if (s && r && !equal)
            return false;
    }
    return true;
}

/* Ticks go to the same text; of boxes left over between two such, when they are as many, to those
 * that share most words (numbers but for two bits). The plan ticks new ones. false: one is lost. */
static bool carry(const struct m_item *item, struct m_side *next)
{
    const int *old = item->there.v + BLOCK, *new = next->v + BLOCK, *spec = item->spec.v + BLOCK;
    bool all = true;
    next->ticks = 0;
    for (int i = FIRST_BOX; i <= LAST_BOX + 1; i++) {
        int from[CELLS] = {0}, to[CELLS] = {0}, olds = 0, news = 0;
        for (; i <= LAST_BOX && (old[i] != new[i] || !new[i]); i++) {
            from[olds] = to[news] = i;
            olds += old[i] != 0, news += new[i] != 0;
        }
        for (int k = 0; k < news || k < olds; k++) {
            const bool pair = olds == news && old[from[k]] / 4 == new[to[k]] / 4;
            const bool ticked = k < olds && item->there.ticks & BIT(from[k]);
            const bool fresh = item->spec.ticks & BIT(to[k]) && new[to[k]] == spec[to[k]];
            all = all && (pair || !ticked);
            next->ticks |= k < news && (pair ? ticked : fresh) ? BIT(to[k]) : 0;
        }
        next->ticks |= i <= LAST_BOX ? item->there.ticks & BIT(i) : 0;
    }
    return all;
}

/* `next`: what will stand there; `base`: what both sides have agreed on then. */
static enum m_move run_block(const struct m_item *item, const struct m_run *run, bool adopted,
                             struct m_side *next, const struct m_side **base)
{
    const struct m_base *old = base_of(item, BLOCK);
    enum m_move move = decide(item, run, BLOCK);
    move = adopted && move == KEEP ? WRITE : move; /* GitHub's text stays below the block */
    const bool asked = run->spec & BIT(BLOCK) || run->policy[BLOCK] == OWN;
    /* People's text that somebody took is merged like any other. */
    bool merged = move == CONFLICT ||
                  (move == WRITE && old && !asked && !same(BLOCK, &old->spec, &old->there, false));
    if (merged &&
        (!(old == &item->cache || run->history) ||
         !merge(old->spec.v + BLOCK, item->spec.v + BLOCK, item->there.v + BLOCK, next->v + BLOCK)))
        return CONFLICT;
    if (merged || move == WRITE)
        *base = &item->spec; /* people's part of a merged text is no base: it stays an edit */
    return merged && same(BLOCK, next, &item->there, false) ? AGREE : merged ? WRITE : move;
}

static enum m_move run_set(const struct m_item *item, const struct m_run *run, int field,
                           struct m_side *next, bool *drift)
{
    const struct m_base *base = base_of(item, field);
    const bool own = run->policy[field] == OWN || run->spec & BIT(field);
    const int spec = item->spec.v[field], there = item->there.v[field];
    const int agreed = base ? base->spec.v[field] : 0;
    if (run->policy[field] == CREATE_ONLY || (field == ASSIGNEES && !base && !own))
        return NONE;
    const int add = spec & ~there & (own ? ~0 : ~agreed), off = agreed & ~spec & there;
    *drift = (spec & ~there & ~add) != 0;
    next->v[field] = (there | add) & ~off;
    return add | off ? WRITE : AGREE;
}

static void run_field(struct m_item *item, const struct m_run *run, int field, bool adopted,
                      struct m_verdict *verdict)
{
    const struct m_base *old = base_of(item, field);
    struct m_side next = item->spec;
    next.ticks = item->there.ticks;
    const struct m_side *agreed = &item->there;
    bool drift = false, set = field >= LABELS && field != BLOCK;
    enum m_move move = verdict->created ? WRITE
                       : field == BLOCK ? run_block(item, run, adopted, &next, &agreed)
                       : set            ? run_set(item, run, field, &next, &drift)
                                        : decide(item, run, field);
    if (field == BLOCK && move == WRITE && !carry(item, &next) && !adopted && !run->drop_ticks) {
        verdict->refused = true;
        return;
    }
    if (move == WRITE)
        copy(field, &item->there, &next);
    item->there.ticks = next.ticks;
    verdict->moved[move] |= BIT(field);
    verdict->moved[KEEP] |= drift ? BIT(field) : 0;
    if (move == KEEP && old == &item->mark && same(field, &item->spec, &old->spec, true))
        agreed = &item->spec; /* the mark has the hash of this */
    else if (move != AGREE && move != WRITE)
        return;
    item->cache.known |= BIT(field);
    copy(field, &item->cache.spec, &item->spec);
    copy(field, &item->cache.there, agreed);
}

struct m_verdict model_run(struct m_item *item, const struct m_run *run)
{
    const bool named = same(TITLE, &item->spec, &item->there, false);
    const bool label = item->kind == M_LABEL, adopted = item->body == BARE && !item->cached;
    const unsigned marked = BIT(TITLE) | BIT(MILESTONE) | BIT(STATE) | BIT(LABELS) | BIT(BLOCK);
    struct m_verdict verdict = {.refused = item->body >= DAMAGED};
    const bool lost = item->body == FOREIGN || (item->body == UNREADABLE && !item->cached) ||
                      (adopted && (item->copied || !named));
    if (item->gone ? item->cached || item->copied : lost)
        return (struct m_verdict){.refused = true};
    verdict.created = item->gone || (label && !item->cached && !named && !item->renamed);
    if (verdict.created)
        *item = (struct m_item){.kind = item->kind, .managed = item->managed, .spec = item->spec};
    item->mark.known &= adopted ? 0 : ~0U;
    verdict.moved[WRITE] = adopted ? BIT(BLOCK) : 0;
    for (int field = BLOCK; field >= 0; field--) {
        const bool link = field == PARENT || field == BLOCKERS;
        const bool closed_off = field == BLOCK && item->body == BARE && !adopted;
        if (item->managed & BIT(field) && run->policy[field] != IGNORE &&
            (link || !(verdict.refused || closed_off)))
            run_field(item, run, field, adopted, &verdict);
    }
    item->cached = true;
    item->reopened = item->reopened && item->there.v[STATE] == IS_OPEN;
    if (label || verdict.refused || (item->body == BARE && !adopted) ||
        !(verdict.created || adopted || verdict.moved[WRITE] & marked))
        return verdict;
    item->body = WHOLE; /* such a write carries the mark, and with it what is agreed by then */
    for (int field = 0; field < M_FIELDS; field++)
        if (marked & item->cache.known & BIT(field))
            copy(field, &item->mark.spec, &item->cache.spec);
    item->mark.known |= (marked & item->cache.known) | BIT(STATE);
    item->mark.there = item->mark.spec;
    return verdict;
}
