/* The work in the order of time: at each moment at which something ends or may begin, what is ready
 * is begun, as far as its owner has a hand free. A hand is therefore never idle while there is work
 * for it. */
#include <string.h>

#include "base/workday.h"
#include "engine/schedule_inner.h"

struct entry {
    int64_t key;
    uint32_t place; /* of the issue; decides between equal keys */
    uint32_t hand;  /* EVENT_READY: it may begin; else it ends, and this hand becomes free */
};

#define EVENT_READY UINT32_MAX
#define NO_HAND (UINT32_MAX - 1)

struct heap {
    struct entry *items;
    size_t len, cap;
};

static bool is_before(const struct entry *a, const struct entry *b)
{
    return a->key != b->key ? a->key < b->key : a->place < b->place;
}

static void heap_push(struct arena *arena, struct heap *heap, struct entry entry)
{
    VEC_PUSH(arena, heap, entry);
    size_t at = heap->len - 1;
    while (at > 0 && is_before(&entry, &heap->items[(at - 1) / 2])) {
        heap->items[at] = heap->items[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap->items[at] = entry;
}

static struct entry heap_pop(struct heap *heap)
{
    const struct entry top = heap->items[0], last = heap->items[--heap->len];
    size_t at = 0;
    for (size_t child = 1; child < heap->len; child = 2 * at + 1) {
        if (child + 1 < heap->len && is_before(&heap->items[child + 1], &heap->items[child]))
            child++;
        if (!is_before(&heap->items[child], &last))
            break;
        heap->items[at] = heap->items[child];
        at = child;
    }
    heap->items[at] = last;
    return top;
}

struct hand {
    int64_t free_at;
    int32_t last; /* what it did */
    bool busy;
};

struct owner {
    struct hand *hands;
    uint32_t count, busy;
    struct heap ready; /* by urgency */
    bool touched;
};

struct placing {
    struct schedule_run *run;
    struct heap events; /* by moment */
    struct owner *owners;
    uint32_t *touched;
    size_t touched_len;
    uint32_t *left; /* needs that have not ended */
    int32_t *last;  /* the need that ended last */
    uint32_t begun;
};

static void prepare_owners(struct placing *placing)
{
    const struct schedule_run *run = placing->run;
    const size_t count = run->input->owners.len;
    placing->owners = arena_calloc(run->scratch, count + 1, sizeof *placing->owners);
    placing->touched = arena_calloc(run->scratch, count + 1, sizeof *placing->touched);
    for (size_t i = 0; i < count; i++) {
        struct owner *owner = &placing->owners[i];
        owner->count = run->input->owners.items[i].hands;
        if (owner->count == 0)
            owner->count = 1;
        if (owner->count > run->count)
            owner->count = run->count;
        owner->hands = arena_calloc(run->scratch, owner->count, sizeof *owner->hands);
        for (uint32_t hand = 0; hand < owner->count; hand++)
            owner->hands[hand] = (struct hand){INT64_MIN, SCHEDULE_NONE, false};
    }
}

static void touch(struct placing *placing, uint32_t owner)
{
    if (placing->owners[owner].touched)
        return;
    placing->owners[owner].touched = true;
    placing->touched[placing->touched_len++] = owner;
}

static void begin(struct placing *placing, uint32_t place, int64_t now, uint32_t hand)
{
    struct schedule_run *run = placing->run;
    struct schedule_slot *slot = &run->schedule->slots[place];
    slot->begin = now;
    slot->end = now + slot->minutes;
    run->sequence[placing->begun++] = place;
    heap_push(run->scratch, &placing->events, (struct entry){slot->end, place, hand});
}

static bool is_need(const struct schedule_task *task, int32_t other)
{
    for (uint32_t i = 0; i < task->need_count; i++)
        if ((int32_t)task->needs[i] == other)
            return true;
    return false;
}

/* Of the hands that are free one that did what this waits for anyway, else the one that has been
 * free for longest: so that what hands did before has most room. */
static uint32_t free_hand(const struct owner *owner, const struct schedule_task *task)
{
    uint32_t best = 0;
    bool found = false;
    for (uint32_t i = 0; i < owner->count; i++) {
        const struct hand *hand = &owner->hands[i];
        if (hand->busy)
            continue;
        if (is_need(task, hand->last))
            return i;
        if (found && hand->free_at >= owner->hands[best].free_at)
            continue;
        best = i;
        found = true;
    }
    return best;
}

static void begin_owned(struct placing *placing, uint32_t position, int64_t now)
{
    struct owner *owner = &placing->owners[position];
    owner->touched = false;
    while (owner->busy < owner->count && owner->ready.len > 0) {
        const uint32_t place = heap_pop(&owner->ready).place;
        const uint32_t index = free_hand(owner, &placing->run->input->tasks.items[place]);
        struct hand *hand = &owner->hands[index];
        struct schedule_slot *slot = &placing->run->schedule->slots[place];
        placing->run->before[place] = hand->last;
        if (slot->begin < now) { /* it was ready before */
            slot->cause = SCHEDULE_BY_OWNER;
            slot->after = hand->last;
        }
        hand->busy = true;
        hand->last = (int32_t)place;
        owner->busy++;
        begin(placing, place, now, index);
    }
}

static enum schedule_cause cause_of_bound(const struct schedule_run *run, uint32_t place)
{
    const struct schedule_input *input = run->input;
    const int32_t milestone = input->tasks.items[place].milestone;
    const int32_t minutes = run->schedule->minutes_a_day;
    const int64_t bound = run->bound[place];
    if (input->today != DAY_NONE && workday_begin(input->today, minutes) == bound)
        return SCHEDULE_BY_TODAY;
    if (milestone == SCHEDULE_NONE || input->milestones.items[milestone].start_day == DAY_NONE)
        return SCHEDULE_BY_START;
    const int64_t start = workday_begin(input->milestones.items[milestone].start_day, minutes);
    const bool later = run->schedule->start_day == DAY_NONE ||
                       start > workday_begin(run->schedule->start_day, minutes);
    return start == bound && later ? SCHEDULE_BY_MILESTONE : SCHEDULE_BY_START;
}

static void say_why(const struct schedule_run *run, uint32_t place, int32_t last, int64_t now)
{
    if (run->input->only_ends)
        return;
    struct schedule_slot *slot = &run->schedule->slots[place];
    const bool need = last != SCHEDULE_NONE && run->schedule->slots[last].end == now;
    slot->cause = need ? SCHEDULE_BY_NEED : cause_of_bound(run, place);
    slot->after = need ? last : SCHEDULE_NONE;
}

/* slot->begin holds since when it is ready until it is begun. */
static void become_ready(struct placing *placing, uint32_t place, int64_t now)
{
    struct schedule_run *run = placing->run;
    struct schedule_slot *slot = &run->schedule->slots[place];
    const int32_t owner = run->input->tasks.items[place].owner;
    slot->begin = now;
    say_why(run, place, placing->last[place], now);
    if (owner == SCHEDULE_NONE) {
        begin(placing, place, now, NO_HAND);
        return;
    }
    heap_push(run->scratch, &placing->owners[owner].ready,
              (struct entry){run->urgency[place], place, 0});
    touch(placing, (uint32_t)owner);
}

static void end(struct placing *placing, const struct entry *event)
{
    struct schedule_run *run = placing->run;
    const int32_t owner = run->input->tasks.items[event->place].owner;
    if (owner != SCHEDULE_NONE) {
        struct hand *hand = &placing->owners[owner].hands[event->hand];
        hand->busy = false;
        hand->free_at = event->key;
        placing->owners[owner].busy--;
        touch(placing, (uint32_t)owner);
    }
    for (uint32_t i = run->first[event->place]; i < run->first[event->place + 1]; i++) {
        const uint32_t next = run->waiting[i];
        placing->last[next] = (int32_t)event->place;
        if (--placing->left[next] > 0)
            continue;
        const int64_t at = run->bound[next] > event->key ? run->bound[next] : event->key;
        heap_push(run->scratch, &placing->events, (struct entry){at, next, EVENT_READY});
    }
}

static void start_events(struct placing *placing)
{
    struct schedule_run *run = placing->run;
    for (uint32_t i = 0; i < run->count; i++)
        placing->last[i] = SCHEDULE_NONE;
    for (uint32_t i = 0; i < run->count; i++)
        for (uint32_t at = run->first[i]; at < run->first[i + 1]; at++)
            placing->left[run->waiting[at]]++;
    for (uint32_t i = 0; i < run->count; i++)
        if (schedule_is_open(run, i) && placing->left[i] == 0)
            heap_push(run->scratch, &placing->events,
                      (struct entry){run->bound[i], i, EVENT_READY});
}

/* Nobody waits for a hand, so that needs alone decide: no moments, one pass. */
static void place_freely(struct schedule_run *run)
{
    int32_t *last = arena_alloc(run->scratch, (run->count + 1) * sizeof *last);
    memset(last, 0xff, run->count * sizeof *last); /* SCHEDULE_NONE */
    run->sequence = run->topological;
    for (uint32_t at = 0; at < run->schedule->open; at++) {
        const uint32_t i = run->topological[at];
        struct schedule_slot *slot = &run->schedule->slots[i];
        slot->begin = run->bound[i];
        if (last[i] != SCHEDULE_NONE && run->schedule->slots[last[i]].end > slot->begin)
            slot->begin = run->schedule->slots[last[i]].end;
        slot->end = slot->begin + slot->minutes;
        say_why(run, i, last[i], slot->begin);
        for (uint32_t n = run->first[i]; n < run->first[i + 1]; n++) {
            int32_t *other = &last[run->waiting[n]];
            const int64_t end =
                *other == SCHEDULE_NONE ? INT64_MIN : run->schedule->slots[*other].end;
            if (slot->end > end || (slot->end == end && (int32_t)i > *other))
                *other = (int32_t)i;
        }
    }
}

void schedule_place(struct schedule_run *run)
{
    struct placing placing = {.run = run};
    memset(run->before, 0xff, run->count * sizeof *run->before); /* SCHEDULE_NONE */
    if (run->schedule->open_unowned == run->schedule->open) {
        place_freely(run);
        return;
    }
    placing.left = arena_calloc(run->scratch, run->count + 1, sizeof *placing.left);
    placing.last = arena_calloc(run->scratch, run->count + 1, sizeof *placing.last);
    prepare_owners(&placing);
    start_events(&placing);
    while (placing.events.len > 0) {
        const int64_t now = placing.events.items[0].key;
        while (placing.events.len > 0 && placing.events.items[0].key == now) {
            const struct entry event = heap_pop(&placing.events);
            if (event.hand == EVENT_READY)
                become_ready(&placing, event.place, now);
            else
                end(&placing, &event);
        }
        /* What takes no time ends now: its moment comes once more. */
        for (size_t i = 0; i < placing.touched_len; i++)
            begin_owned(&placing, placing.touched[i], now);
        placing.touched_len = 0;
    }
}
