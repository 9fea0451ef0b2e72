/* The first sentence of a comment: the worst thing. */
#include "base/str.h"
#include "render/comment_text.h"
#include "render/diff_text.h"
#include "render/pen.h"

struct headline {
    struct arena *arena;
    const struct style *style;
    const struct comment_facts *facts;
};

static const char *day_of(const struct headline *head, int32_t day)
{
    char text[24];
    style_day_number(head->style, day, text);
    return arena_strdup(head->arena, text);
}

static const char *failing(const struct headline *head)
{
    const struct comment_facts *facts = head->facts;
    const size_t count = facts->by_failing[FAILING_REGRESSED] + facts->by_failing[FAILING_NEW];
    const size_t errors = facts->by_failing[FAILING_ERROR];
    if (count > 0)
        return arena_printf(head->arena, "%s because of this pull request",
                            text_count(head->arena, (int64_t)count, "check fails", "checks fail"));
    if (errors > 0)
        return arena_printf(
            head->arena, "%s be asked",
            text_count(head->arena, (int64_t)errors, "check could not", "checks could not"));
    return NULL;
}

static bool is_late(const struct plan_totals *totals)
{
    return totals->there && totals->due_day != DAY_NONE && totals->expected_day != DAY_NONE &&
           totals->expected_day > totals->due_day;
}

/* Milestones that this makes late, or later. */
static const char *late(const struct headline *head)
{
    const struct plan_diff *diff = head->facts->diff;
    for (size_t i = 0; i < diff->milestones.len; i++) {
        const struct plan_milestone_totals *at = &diff->milestones.items[i];
        if (!is_late(&at->after) ||
            (is_late(&at->before) && at->before.expected_day >= at->after.expected_day))
            continue;
        const char *due = day_of(head, at->after.due_day);
        const char *expected = day_of(head, at->after.expected_day);
        if (at->before.there && at->before.expected_day != DAY_NONE &&
            at->before.expected_day != at->after.expected_day)
            return arena_printf(head->arena, "%s moves from %s to %s; it is due on %s", at->id,
                                day_of(head, at->before.expected_day), expected, due);
        return arena_printf(head->arena, "%s is expected on %s and due on %s", at->id, expected,
                            due);
    }
    return NULL;
}

static const char *weakened(const struct headline *head)
{
    const size_t count = head->facts->weakened.items.len;
    if (count == 0)
        return NULL;
    if (count == 1)
        return arena_printf(head->arena, "this pull request asks for less proof: %.300s",
                            head->facts->weakened.items.items[0].message);
    return arena_printf(head->arena, "this pull request asks for less proof in %s",
                        text_count(head->arena, (int64_t)count, "place", NULL));
}

static const char *moved(const struct headline *head)
{
    const struct plan_diff *diff = head->facts->diff;
    for (size_t i = 0; i < diff->milestones.len; i++) {
        const struct plan_totals *was = &diff->milestones.items[i].before;
        const struct plan_totals *is = &diff->milestones.items[i].after;
        const char *id = diff->milestones.items[i].id;
        if (!was->there || !is->there)
            continue;
        if (was->due_day != is->due_day && was->due_day != DAY_NONE && is->due_day != DAY_NONE)
            return arena_printf(head->arena, "%s is due on %s instead of %s", id,
                                day_of(head, is->due_day), day_of(head, was->due_day));
        if (was->expected_day != is->expected_day && was->expected_day != DAY_NONE &&
            is->expected_day != DAY_NONE)
            return arena_printf(head->arena, "%s moves from %s to %s", id,
                                day_of(head, was->expected_day), day_of(head, is->expected_day));
    }
    return NULL;
}

static const char *counts(const struct headline *head)
{
    const char *text = diff_counts(head->arena, head->facts->diff);
    return *text ? text : NULL;
}

static const char *steps(const struct headline *head)
{
    const struct comment_facts *facts = head->facts;
    if (facts->steps.len == 1)
        return arena_printf(head->arena, "%s is %s", facts->steps.items[0].issue,
                            facts->steps.items[0].after);
    if (facts->steps.len > 1)
        return arena_printf(
            head->arena, "%s forward",
            text_count(head->arena, (int64_t)facts->steps.len, "issue moves", "issues move"));
    return NULL;
}

const char *comment_headline(struct arena *arena, const struct style *style,
                             const struct comment_facts *facts)
{
    typedef const char *part_fn(const struct headline *head);
    static part_fn *const parts[] = {failing, late, weakened, moved, counts, steps};
    const struct headline head = {arena, style, facts};
    const char *text = NULL;
    if (!comment_has_effect(facts))
        return "this pull request no longer changes the plan";
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !text; i++)
        text = parts[i](&head);
    return text ? text : "this pull request changes the plan";
}
