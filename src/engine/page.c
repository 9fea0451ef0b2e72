#include "engine/page.h"

#include "base/str.h"

#define WAIVER_DAYS 14 /* a waiver that ends within them has to be decided */
#define NAMED_MAX 3    /* issues of one sort that are named one by one */

/* ---- risks ---- */

static int level_of(const char *word)
{
    return text_eq(word, "low") ? 1 : text_eq(word, "high") ? 3 : 2;
}

static int weight_of(const struct plan_risk *risk)
{
    return level_of(risk->probability) * level_of(risk->impact);
}

void page_rank_risks(struct arena *arena, struct page *page)
{
    for (int weight = 9; weight > 0; weight--)
        for (size_t i = 0; i < page->plan->risks.len; i++)
            if (weight_of(&page->plan->risks.items[i]) == weight)
                VEC_PUSH(arena, &page->risks, &page->plan->risks.items[i]);
}

/* ---- decisions ---- */

static void add(struct arena *arena, struct page *page, const struct page_decision *decision)
{
    VEC_PUSH(arena, &page->decisions, *decision);
}

/* The status of a milestone of the plan: both lists have the same order. */
static const struct status_milestone *status_at(const struct page *page, size_t place)
{
    return place < page->status.milestones.len ? &page->status.milestones.items[place] : NULL;
}

static bool is_over(const struct status_milestone *milestone)
{
    return milestone && (milestone->closed || milestone->complete);
}

static void add_dates(struct arena *arena, struct page *page)
{
    const struct status_milestone *focus = page->status.focus;
    if (!focus || (page->status.outlook != OUTLOOK_LATE && page->status.outlook != OUTLOOK_AT_RISK))
        return;
    const struct page_decision decision = {.id = focus->id,
                                           .text = "its date does not hold: move it, or take "
                                                   "something out",
                                           .due_day = focus->due_day};
    add(arena, page, &decision);
}

static void add_sign_offs(struct arena *arena, struct page *page, size_t place)
{
    const struct plan_milestone *milestone = &page->plan->milestones.items[place];
    if (is_over(status_at(page, place)))
        return;
    for (size_t i = 0; i < milestone->gate.len; i++) {
        const struct plan_criterion *criterion = &milestone->gate.items[i];
        if (criterion->signoff.len == 0 || criterion->signed_by)
            continue;
        cleanup_str struct str who;
        str_init(&who, 0);
        str_add_list(&who, &criterion->signoff, ", ");
        const struct page_decision decision = {
            .id = milestone->id,
            .text = arena_printf(arena, "sign off: %s",
                                 criterion->text ? criterion->text : criterion->id),
            .who = str_dup(&who, arena),
            .due_day = plan_milestone_planned_due(page->plan, milestone),
            .at = &criterion->spot};
        add(arena, page, &decision);
    }
}

static void add_waivers(struct arena *arena, struct page *page, const struct plan_issue *issue)
{
    for (size_t i = 0; i < issue->checks.len; i++) {
        const struct plan_check *check = &issue->checks.items[i];
        if (check->waive.until == DAY_NONE || check->waive.until > page->today + WAIVER_DAYS)
            continue;
        const char *ends = check->waive.until < page->today ? "has ended" : "ends";
        const struct page_decision decision = {
            .id = issue->id,
            .text = arena_printf(arena, "the waiver of %s %s: prove it, or waive it again",
                                 check->id ? check->id : check->kind, ends),
            .who = check->waive.by,
            .due_day = check->waive.until,
            .at = &check->spot};
        add(arena, page, &decision);
    }
}

/* What `status` tells to look at, as a question. */
static void add_look_at(struct arena *arena, struct page *page)
{
    size_t not_in_plan = 0;
    for (size_t i = 0; i < page->status.look_at.len; i++) {
        const struct report_line *line = &page->status.look_at.items[i];
        struct page_decision decision = {.id = line->id, .due_day = DAY_NONE};
        if (line->kind == KIND_MILESTONE)
            decision.text = "all its issues are done: close it, or say what is missing";
        else if (line->id)
            continue; /* closed without proof: counted below */
        else if (++not_in_plan <= NAMED_MAX)
            decision.text = arena_printf(arena, "#%lld \"%s\" %s: take it in, or move it",
                                         (long long)line->number.v, line->title, line->reason);
        else
            continue;
        add(arena, page, &decision);
    }
    if (not_in_plan > NAMED_MAX) {
        const struct page_decision decision = {
            .text = arena_printf(arena, "%zu more issues on GitHub are not in the plan",
                                 not_in_plan - NAMED_MAX),
            .due_day = DAY_NONE};
        add(arena, page, &decision);
    }
    if (page->status.closed_without_proof > 0) {
        const long long count = (long long)page->status.closed_without_proof;
        const struct page_decision decision = {
            .text = arena_printf(arena, "%lld %s closed without proof: reopen %s, or prove %s",
                                 count, count == 1 ? "issue is" : "issues are",
                                 count == 1 ? "it" : "them", count == 1 ? "it" : "them"),
            .due_day = DAY_NONE};
        add(arena, page, &decision);
    }
}

static int32_t due_of(const struct page *page, const struct page_issue *issue)
{
    return issue->milestone < 0 ? DAY_NONE
                                : plan_milestone_planned_due(
                                      page->plan, &page->plan->milestones.items[issue->milestone]);
}

/* Ready, wanted by others, and nobody has them. */
static void add_nobody(struct arena *arena, struct page *page)
{
    size_t named = 0, more = 0;
    for (size_t i = 0; i < page->blockers.len; i++) {
        const struct page_blocker *blocker = &page->blockers.items[i];
        const struct page_issue *issue = &page->issues[blocker->place];
        if (issue->place != STANDING_READY || issue->who)
            continue;
        if (named == NAMED_MAX) {
            more++;
            continue;
        }
        named++;
        const struct page_decision decision = {
            .id = page->plan->issues.items[blocker->place].id,
            .text = arena_printf(arena, "nobody has it, and %u %s for it: who takes it?",
                                 blocker->waiting,
                                 blocker->waiting == 1 ? "issue waits" : "issues wait"),
            .due_day = due_of(page, issue)};
        add(arena, page, &decision);
    }
    if (more > 0) {
        const struct page_decision decision = {
            .text = arena_printf(arena, "%zu more that others wait for have nobody", more),
            .due_day = DAY_NONE};
        add(arena, page, &decision);
    }
}

/* Soonest first; those without a day behind them, each in the order in which they were found. */
static void sort_by_due(struct page *page)
{
    struct page_decision *items = page->decisions.items;
    for (size_t i = 1; i < page->decisions.len; i++) {
        const struct page_decision one = items[i];
        size_t at = i;
        for (; at > 0 && one.due_day != DAY_NONE &&
               (items[at - 1].due_day == DAY_NONE || items[at - 1].due_day > one.due_day);
             at--)
            items[at] = items[at - 1];
        items[at] = one;
    }
}

void page_find_decisions(struct arena *arena, struct page *page)
{
    add_dates(arena, page);
    for (size_t i = 0; i < page->plan->milestones.len; i++)
        add_sign_offs(arena, page, i);
    for (size_t i = 0; i < page->plan->issues.len; i++)
        add_waivers(arena, page, &page->plan->issues.items[i]);
    add_nobody(arena, page);
    add_look_at(arena, page);
    sort_by_due(page);
}
