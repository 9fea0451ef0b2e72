/* What holds the work up: open issues that wait for nobody, and how much waits for them. */
#include <stdlib.h>

#include "engine/page.h"

/* Who waits for each issue, one list behind the other. */
struct waiting {
    const struct page *page;
    size_t count;
    size_t *first;  /* of each issue, and one behind the last */
    uint32_t *list; /* positions */
    uint32_t *seen; /* the round in which it was counted last */
    uint32_t *queue;
};

static bool is_open(const struct page *page, size_t place)
{
    return page->issues[place].place != STANDING_DONE &&
           page->issues[place].place != STANDING_DROPPED;
}

static void find_waiting(struct arena *arena, struct waiting *waiting)
{
    const struct page *page = waiting->page;
    const size_t count = waiting->count;
    waiting->first = arena_calloc(arena, count + 2, sizeof *waiting->first);
    waiting->seen = arena_calloc(arena, count + 1, sizeof *waiting->seen);
    waiting->queue = arena_calloc(arena, count + 1, sizeof *waiting->queue);
    for (size_t i = 0; i < count; i++)
        for (uint32_t k = 0; is_open(page, i) && k < page->issues[i].blocker_count; k++)
            waiting->first[page->issues[i].blockers[k] + 1]++;
    for (size_t i = 0; i < count; i++)
        waiting->first[i + 1] += waiting->first[i];
    waiting->list = arena_calloc(arena, waiting->first[count] + 1, sizeof *waiting->list);
    size_t *at = arena_calloc(arena, count + 1, sizeof *at);
    for (size_t i = 0; i < count; i++)
        for (uint32_t k = 0; is_open(page, i) && k < page->issues[i].blocker_count; k++) {
            const uint32_t blocker = page->issues[i].blockers[k];
            waiting->list[waiting->first[blocker] + at[blocker]++] = (uint32_t)i;
        }
}

/* However long the way to them is. */
static uint32_t count_waiting(struct waiting *waiting, uint32_t place, uint32_t round)
{
    uint32_t len = 0;
    waiting->seen[place] = round;
    waiting->queue[len++] = place;
    for (uint32_t at = 0; at < len; at++) {
        const uint32_t one = waiting->queue[at];
        for (size_t i = waiting->first[one]; i < waiting->first[one + 1]; i++) {
            const uint32_t next = waiting->list[i];
            if (waiting->seen[next] == round)
                continue;
            waiting->seen[next] = round;
            waiting->queue[len++] = next;
        }
    }
    return len - 1;
}

static int most_first(const void *a, const void *b)
{
    const struct page_blocker *left = a, *right = b;
    if (left->waiting != right->waiting)
        return left->waiting > right->waiting ? -1 : 1;
    return (left->place > right->place) - (left->place < right->place);
}

void page_find_blockers(struct arena *arena, struct page *page)
{
    struct waiting waiting = {.page = page, .count = page->plan->issues.len};
    find_waiting(arena, &waiting);
    for (uint32_t i = 0; i < waiting.count; i++) {
        if (!is_open(page, i) || page->issues[i].place == STANDING_BLOCKED ||
            waiting.first[i] == waiting.first[i + 1])
            continue;
        const struct page_blocker blocker = {i, count_waiting(&waiting, i, i + 1)};
        VEC_PUSH(arena, &page->blockers, blocker);
    }
    if (page->blockers.len > 0)
        qsort(page->blockers.items, page->blockers.len, sizeof *page->blockers.items, most_first);
}
