/* The fields of one item on both sides. */
#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "base/str.h"
#include "engine/plan_diff_inner.h"

static enum plan_change change_of(const void *before, const void *now)
{
    return !before ? PLAN_ADDED : !now ? PLAN_REMOVED : PLAN_CHANGED;
}

static const char *set_text(const struct opt_text *text)
{
    return text->presence == SET ? text->text : NULL;
}

static int32_t set_day(const struct opt_day *day)
{
    return day->presence == SET ? day->day : DAY_NONE;
}

/* ---- labels ---- */

void differ_label(struct differ *differ, const struct plan_label *before,
                  const struct plan_label *now)
{
    struct plan_difference item = {.kind = KIND_LABEL,
                                   .change = change_of(before, now),
                                   .id = now ? now->name : before->name,
                                   .title = now ? now->name : before->name,
                                   .hours = -1};
    if (before && now) {
        differ_text(differ, &item, "name", before->name, now->name, true);
        if (before->color_given || now->color_given)
            differ_text(differ, &item, "color", before->color, now->color, true);
        differ_text(differ, &item, "description", set_text(&before->description),
                    set_text(&now->description), true);
        differ_day(differ, &item, "retire_after", before->retire_after, now->retire_after, false);
    }
    differ_take(differ, &item);
}

/* ---- milestones ---- */

static bool in_scope(const struct plan_issue *issue)
{
    return !issue->closed || !issue->state_reason || text_eq(issue->state_reason, "completed");
}

struct plan_totals differ_totals(const struct plan *plan, const struct plan_milestone *milestone)
{
    struct plan_totals totals = {.due_day = DAY_NONE, .expected_day = DAY_NONE};
    if (!milestone)
        return totals;
    totals.there = true;
    totals.due_day = plan_milestone_planned_due(plan, milestone);
    for (size_t i = 0; i < plan->issues.len; i++) {
        const struct plan_issue *issue = &plan->issues.items[i];
        if (!text_eq(set_text(&issue->milestone), milestone->id) || !in_scope(issue))
            continue;
        totals.issues++;
        totals.hours += issue->effort_hours >= 0 ? issue->effort_hours : 0;
        totals.estimated = totals.estimated || issue->effort_hours < 0;
    }
    return totals;
}

static const char *weeks_text(struct arena *arena, struct weeks weeks)
{
    if (weeks.last == 0)
        return NULL;
    return weeks.first == weeks.last ? arena_printf(arena, "%d", weeks.first)
                                     : arena_printf(arena, "%d-%d", weeks.first, weeks.last);
}

/* Everything that a gate asks, as one text to compare. */
static const char *gate_text(struct arena *arena, const struct plan_milestone *milestone)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    for (size_t i = 0; i < milestone->gate.len; i++) {
        const struct plan_criterion *one = &milestone->gate.items[i];
        str_addf(&text, "%s\n%s\n%d\n", one->id ? one->id : "", one->text ? one->text : "",
                 one->all_issues);
        str_add_list(&text, &one->issues, ",");
        str_addc(&text, '\n');
        str_add_list(&text, &one->checks, ",");
        str_addc(&text, '\n');
        str_add_list(&text, &one->signoff, ",");
        str_addf(&text, "\n%s\n%d\n", one->signed_by ? one->signed_by : "", one->signed_on);
    }
    return str_dup(&text, arena);
}

void differ_milestone(struct differ *differ, const struct plan_milestone *before,
                      const struct plan_milestone *now)
{
    struct arena *arena = differ->arena;
    struct plan_difference item = {.kind = KIND_MILESTONE,
                                   .change = change_of(before, now),
                                   .id = now ? now->id : before->id,
                                   .title = now ? now->title : before->title,
                                   .hours = -1};
    if (before && now) {
        differ_text(differ, &item, "title", before->title, now->title, true);
        const int32_t due[] = {set_day(&before->due_on), set_day(&now->due_on)};
        /* A day that is only counted from weeks is never sent. */
        const bool sent = due[0] != due[1];
        differ_day(differ, &item, "due", plan_milestone_planned_due(differ->before, before),
                   plan_milestone_planned_due(differ->now, now), sent);
        differ_day(differ, &item, "start_on", before->start_on, now->start_on, false);
        differ_text(differ, &item, "weeks", weeks_text(arena, before->weeks),
                    weeks_text(arena, now->weeks), false);
        differ_text(differ, &item, "phase", before->phase, now->phase, false);
        differ_text(differ, &item, "state", before->closed ? "closed" : "open",
                    now->closed ? "closed" : "open", true);
        differ_words(differ, &item, "description", set_text(&before->description),
                     set_text(&now->description), true);
        differ_words(differ, &item, "gate", gate_text(arena, before), gate_text(arena, now), false);
        differ->diff->effect.closes += now->closed && !before->closed;
    }
    differ_take(differ, &item);
}

/* ---- issues ---- */

static const char *effort_text(struct arena *arena, double hours)
{
    return hours < 0 ? NULL : arena_printf(arena, "%g h", hours);
}

static const char *state_text(struct arena *arena, const struct plan_issue *issue)
{
    if (!issue->closed)
        return "open";
    return issue->state_reason ? arena_printf(arena, "closed as %s", issue->state_reason)
                               : "closed";
}

static void add_tasks(struct str *text, const struct plan_task *tasks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        str_addf(text, "- %s%s\n(\n", tasks[i].ticked ? "[x] " : "", tasks[i].text);
        add_tasks(text, tasks[i].tasks, tasks[i].task_count);
        str_add(text, ")\n");
    }
}

/* The words of an issue as one text to compare. */
static const char *words_of(struct arena *arena, const struct plan_issue *issue)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    str_addf(&text, "%s\n%s\n", issue->summary ? issue->summary : "",
             issue->body.presence == SET ? issue->body.text : "");
    add_tasks(&text, issue->tasks, issue->task_count);
    str_add_list(&text, &issue->done_when, "\n");
    return str_dup(&text, arena);
}

static const char *check_name(const struct plan_check *check)
{
    return check->id ? check->id : check->kind;
}

/* All that a check says. */
static const char *check_words(struct arena *arena, const struct plan_check *check)
{
    return arena_printf(arena, "%s\n%s\n%s\n%s\n%s\n%d", check->id ? check->id : "", check->kind,
                        check->source ? check->source : "", check->severity ? check->severity : "",
                        check->params ? check->params : "", check->waive.until);
}

static bool has_check(struct arena *arena, const struct plan_issue *issue, const char *words)
{
    for (size_t i = 0; i < issue->checks.len; i++)
        if (text_eq(check_words(arena, &issue->checks.items[i]), words))
            return true;
    return false;
}

/* The names of the checks of one side that the other has not, or not in these words. */
static struct strlist checks_beyond(struct arena *arena, const struct plan_issue *issue,
                                    const struct plan_issue *other)
{
    struct strlist names = {0};
    for (size_t i = 0; i < issue->checks.len; i++)
        if (!has_check(arena, other, check_words(arena, &issue->checks.items[i])))
            strlist_add(arena, &names, check_name(&issue->checks.items[i]));
    return names;
}

static void diff_checks(struct differ *differ, struct plan_difference *item,
                        const struct plan_issue *before, const struct plan_issue *now)
{
    struct arena *arena = differ->arena;
    const struct strlist gone = checks_beyond(arena, before, now);
    const struct strlist fresh = checks_beyond(arena, now, before);
    if (gone.len == 0 && fresh.len == 0)
        return;
    const char *was = differ_join(arena, &gone), *is = differ_join(arena, &fresh);
    if (text_eq(was, is)) /* the same names ask something else */
        differ_words(differ, item, "checks", "", "changed", false);
    else
        differ_text(differ, item, "checks", was, is, false);
}

static void diff_list(struct differ *differ, struct plan_difference *item, const char *name,
                      const struct strlist *before, const struct strlist *now, bool written)
{
    differ_text(differ, item, name, differ_join(differ->arena, before),
                differ_join(differ->arena, now), written);
}

/* Links that come and go, and who is newly assigned. */
static void note_effect(struct differ *differ, const struct plan_issue *before,
                        const struct plan_issue *now)
{
    static const struct strlist none = {0};
    struct plan_effect *effect = &differ->diff->effect;
    const struct strlist *was = before ? &before->depends_on.items : &none;
    const struct strlist *is = &now->depends_on.items;
    const char *parent_was = before ? set_text(&before->parent) : NULL;
    const char *parent_is = set_text(&now->parent);
    for (uint32_t i = 0; i < is->len; i++)
        effect->creates[KIND_RELATION] += !strlist_has(was, is->items[i]);
    for (uint32_t i = 0; i < was->len; i++)
        effect->removed_links += !strlist_has(is, was->items[i]);
    effect->creates[KIND_RELATION] += parent_is && !text_eq(parent_was, parent_is);
    effect->removed_links += parent_was && !parent_is;
    effect->closes += now->closed && before && !before->closed;
    for (uint32_t i = 0; i < now->assignees.items.len; i++) {
        const char *login = now->assignees.items.items[i];
        if (!(before && strlist_has(&before->assignees.items, login)) &&
            !strlist_has(&effect->people, login))
            strlist_add(differ->arena, &effect->people, login);
    }
}

/* The milestone of an issue as it was, by the id that it has now. */
static const char *milestone_was(const struct differ *differ, const struct plan_issue *issue)
{
    const char *id = set_text(&issue->milestone);
    const struct plan_milestone *now = id ? map_get(differ->renamed, id) : NULL;
    return now ? now->id : id;
}

static void diff_both(struct differ *differ, struct plan_difference *item,
                      const struct plan_issue *before, const struct plan_issue *now)
{
    struct arena *arena = differ->arena;
    differ_text(differ, item, "title", before->title, now->title, true);
    differ_text(differ, item, "milestone", milestone_was(differ, before), set_text(&now->milestone),
                true);
    differ_text(differ, item, "state", state_text(arena, before), state_text(arena, now), true);
    differ_text(differ, item, "effort", effort_text(arena, before->effort_hours),
                effort_text(arena, now->effort_hours), false);
    differ_text(differ, item, "owner", before->owner, now->owner, false);
    diff_list(differ, item, "assignees", &before->assignees.items, &now->assignees.items, true);
    diff_list(differ, item, "labels", &before->labels.items, &now->labels.items, true);
    differ_text(differ, item, "type", set_text(&before->type), set_text(&now->type), true);
    differ_text(differ, item, "parent", set_text(&before->parent), set_text(&now->parent), false);
    diff_list(differ, item, "depends_on", &before->depends_on.items, &now->depends_on.items, false);
    differ_words(differ, item, "text", words_of(arena, before), words_of(arena, now), true);
    diff_list(differ, item, "docs", &before->docs, &now->docs, false);
    diff_list(differ, item, "deliverables", &before->deliverables, &now->deliverables, false);
    diff_list(differ, item, "migrations", &before->migrations, &now->migrations, false);
    diff_checks(differ, item, before, now);
}

void differ_issue(struct differ *differ, const struct plan_issue *before,
                  const struct plan_issue *now)
{
    const struct plan_issue *shown = now ? now : before;
    struct plan_difference item = {.kind = KIND_ISSUE,
                                   .change = change_of(before, now),
                                   .id = shown->id,
                                   .title = shown->title,
                                   .milestone = set_text(&shown->milestone),
                                   .hours = shown->effort_hours,
                                   .needs = differ_join(differ->arena, &shown->depends_on.items)};
    if (before && now)
        diff_both(differ, &item, before, now);
    if (now)
        note_effect(differ, before, now);
    differ_take(differ, &item);
}

/* ---- the plan itself ---- */

#define IDS_OF(arena, plan, list, ids)                                                             \
    for (size_t at_ = 0; (plan) && at_ < (plan)->list.len; at_++)                                  \
    strlist_add((arena), (ids), (plan)->list.items[at_].id ? (plan)->list.items[at_].id : "")

#define DIFF_IDS(differ, item, list)                                                               \
    do {                                                                                           \
        struct strlist before_ = {0}, now_ = {0};                                                  \
        IDS_OF((differ)->arena, (differ)->before, list, &before_);                                 \
        IDS_OF((differ)->arena, (differ)->now, list, &now_);                                       \
        diff_list((differ), (item), #list, &before_, &now_, false);                                \
    } while (0)

void differ_plan(struct differ *differ)
{
    const struct plan *before = differ->before, *now = differ->now;
    struct plan_difference item = {
        .kind = KIND_COUNT, .change = PLAN_CHANGED, .id = "", .title = "", .hours = -1};
    differ_text(differ, &item, "scope", before ? before->scope : NULL, now ? now->scope : NULL,
                true);
    differ_text(differ, &item, "repository", before ? before->repository : NULL,
                now ? now->repository : NULL, false);
    differ_day(differ, &item, "start_on", before ? before->start_on : DAY_NONE,
               now ? now->start_on : DAY_NONE, false);
    DIFF_IDS(differ, &item, phases);
    DIFF_IDS(differ, &item, entities);
    DIFF_IDS(differ, &item, metrics);
    DIFF_IDS(differ, &item, risks);
    DIFF_IDS(differ, &item, migrations);
    differ_take(differ, &item);
}
