/* What is otherwise than some days ago. */
#include <stdlib.h>

#include "base/map.h"
#include "base/str.h"
#include "engine/burnup.h"
#include "engine/scope.h"

/* Before and after, and the day on which it was touched last. */
struct moved {
    const struct scope_fact *before, *after;
    const struct scope_due *due_before, *due_after;
    int32_t day;
};

struct comparing {
    struct arena *arena;
    const struct burnup_input *input;
    struct page *page;
    struct map *issues, *milestones; /* id → struct moved */
    struct map *titles;              /* id → struct plan_issue */
};

static struct moved *moved_of(struct arena *arena, struct map *map, const char *id)
{
    struct moved *moved = map_get(map, id);
    if (!moved) {
        moved = ARENA_NEW(arena, struct moved);
        moved->day = DAY_NONE;
        (void)map_put(map, id, moved);
    }
    return moved;
}

static void take_revision(struct comparing *comparing, const struct scope_revision *revision,
                          int32_t day)
{
    const bool old = day < comparing->page->since_day;
    for (size_t i = 0; i < revision->issues.len; i++) {
        struct moved *moved =
            moved_of(comparing->arena, comparing->issues, revision->issues.items[i].id);
        *(old ? &moved->before : &moved->after) = &revision->issues.items[i];
        moved->day = day;
    }
    for (size_t i = 0; i < revision->milestones.len; i++) {
        struct moved *moved =
            moved_of(comparing->arena, comparing->milestones, revision->milestones.items[i].id);
        *(old ? &moved->due_before : &moved->due_after) = &revision->milestones.items[i];
        moved->day = day;
    }
}

static void add(struct comparing *comparing, int32_t day, const char *id, const char *title,
                const char *text)
{
    const struct page_change change = {.day = day, .id = id, .title = title, .text = text};
    VEC_PUSH(comparing->arena, &comparing->page->changes, change);
}

static bool is_in(const struct scope_fact *fact)
{
    return fact && fact->state != SCOPE_ABSENT && fact->state != SCOPE_DROPPED;
}

static const char *words_of(struct comparing *comparing, const struct moved *moved)
{
    struct arena *arena = comparing->arena;
    const struct scope_fact *before = moved->before, *after = moved->after;
    if (!is_in(before) && is_in(after))
        return after->hours >= 0
                   ? arena_printf(arena, "new%s%s, %g h", after->milestone ? " in " : "",
                                  after->milestone ? after->milestone : "", after->hours)
                   : arena_printf(arena, "new%s%s", after->milestone ? " in " : "",
                                  after->milestone ? after->milestone : "");
    if (is_in(before) && !is_in(after))
        return after->state == SCOPE_DROPPED ? "is not planned any more" : "has left the plan";
    if (!is_in(before) || !is_in(after))
        return NULL;
    if (!text_eq(before->milestone, after->milestone))
        return arena_printf(arena, "moved from %s to %s",
                            before->milestone ? before->milestone : "no milestone",
                            after->milestone ? after->milestone : "no milestone");
    if (before->state != after->state)
        return after->state == SCOPE_DONE ? "is closed in the plan" : "is open again in the plan";
    if (before->hours >= 0 && after->hours >= 0 &&
        (before->hours < after->hours || after->hours < before->hours))
        return arena_printf(arena, "effort %g h → %g h", before->hours, after->hours);
    return NULL;
}

static const char *title_of(const struct comparing *comparing, const char *id)
{
    const struct plan_issue *issue = map_get(comparing->titles, id);
    return issue ? issue->title : NULL;
}

static const char *day_words(struct arena *arena, int32_t day, int32_t today)
{
    char text[24];
    if (day == DAY_NONE)
        return "none";
    day_format_people(day, today, text);
    return arena_strdup(arena, text);
}

static const char *due_words(struct comparing *comparing, const struct moved *moved)
{
    struct arena *arena = comparing->arena;
    const struct scope_due *before = moved->due_before, *after = moved->due_after;
    const int32_t today = comparing->input->today;
    if (!after)
        return NULL;
    if (!before || !before->present)
        return after->present ? "is a new milestone" : NULL;
    if (!after->present)
        return "is no milestone any more";
    if (before->due_day != after->due_day)
        return arena_printf(arena, "due %s → %s", day_words(arena, before->due_day, today),
                            day_words(arena, after->due_day, today));
    if (before->closed != after->closed)
        return after->closed ? "is closed in the plan" : "is open again in the plan";
    return NULL;
}

static void compare_history(struct comparing *comparing)
{
    const char *id;
    void *value;
    for (size_t at = 0; map_next(comparing->milestones, &at, &id, &value);) {
        const struct moved *moved = value;
        const char *text = due_words(comparing, moved);
        if (text)
            add(comparing, moved->day, id, NULL, text);
    }
    for (size_t at = 0; map_next(comparing->issues, &at, &id, &value);) {
        const struct moved *moved = value;
        const char *text = moved->after ? words_of(comparing, moved) : NULL;
        if (text)
            add(comparing, moved->day, id, title_of(comparing, id), text);
    }
}

static void add_reopenings(struct comparing *comparing, const struct scope_closing *closing)
{
    const char *title = title_of(comparing, closing->id);
    for (size_t i = 0; i < closing->past.len; i++) {
        const struct scope_reopening *past = &closing->past.items[i];
        if (past->closed_day >= comparing->page->since_day)
            add(comparing, past->closed_day, closing->id, title,
                past->dropped ? "closed as not planned" : "done");
        if (past->reopened_day >= comparing->page->since_day)
            add(comparing, past->reopened_day, closing->id, title, "reopened on GitHub");
    }
}

static void add_closings(struct comparing *comparing)
{
    for (size_t i = 0; i < comparing->input->closing_count; i++) {
        const struct scope_closing *closing = &comparing->input->closings[i];
        add_reopenings(comparing, closing);
        if (closing->closed && closing->day != DAY_NONE &&
            closing->day >= comparing->page->since_day)
            add(comparing, closing->day, closing->id, title_of(comparing, closing->id),
                closing->dropped ? "closed as not planned" : "done");
    }
}

static int newest_first(const void *a, const void *b)
{
    const struct page_change *left = a, *right = b;
    if (left->day != right->day)
        return left->day > right->day ? -1 : 1;
    return 0;
}

/* Stable: within a day milestones come before issues, and both in their order. */
static void sort_changes(struct comparing *comparing)
{
    struct page_change *items = comparing->page->changes.items;
    const size_t len = comparing->page->changes.len;
    struct page_change *sorted = arena_calloc(comparing->arena, len + 1, sizeof *sorted);
    for (size_t width = 1; width < len; width *= 2) {
        for (size_t from = 0; from < len; from += 2 * width) {
            const size_t middle = from + width < len ? from + width : len;
            const size_t end = middle + width < len ? middle + width : len;
            size_t a = from, b = middle;
            for (size_t to = from; to < end; to++)
                sorted[to] = b == end || (a < middle && newest_first(&items[a], &items[b]) <= 0)
                                 ? items[a++]
                                 : items[b++];
        }
        struct page_change *kept = items;
        items = sorted;
        sorted = kept;
    }
    comparing->page->changes.items = items;
}

void burnup_changes(struct arena *arena, const struct burnup_input *input, struct page *page,
                    size_t most)
{
    struct comparing comparing = {.arena = arena,
                                  .input = input,
                                  .page = page,
                                  .issues = map_new(arena),
                                  .milestones = map_new(arena),
                                  .titles = map_new(arena)};
    const struct scope_history *history = input->history;
    const int32_t *days = scope_days(arena, history, input->today);
    for (size_t i = 0; i < page->plan->issues.len; i++)
        (void)map_put(comparing.titles, page->plan->issues.items[i].id,
                      &page->plan->issues.items[i]);
    for (size_t i = 0; i < history->revisions.len; i++)
        take_revision(&comparing, &history->revisions.items[i], days[i]);
    const bool begins = history->revisions.len == 0 || days[0] >= page->since_day;
    if (begins && history->revisions.len > 0)
        add(&comparing, days[0], NULL, NULL,
            arena_printf(arena,
                         history->incomplete ? "the known history begins, with %zu issues"
                                             : "the plan begins, with %zu issues",
                         history->revisions.items[0].issues.len));
    if (!begins)
        compare_history(&comparing);
    add_closings(&comparing);
    sort_changes(&comparing);
    if (page->changes.len > most) {
        page->more_changes = page->changes.len - most;
        page->changes.len = most;
    }
}
