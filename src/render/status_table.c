/* The milestones of `status`. Columns for which nothing is known are not there. */
#include "base/day.h"
#include "base/str.h"
#include "render/plan_parts.h"
#include "render/status_parts.h"
#include "render/status_text.h"

#define BAR_CELLS 10

enum {
    COLUMN_ID,
    COLUMN_BAR,
    COLUMN_PERCENT,
    COLUMN_DONE,
    COLUMN_PROVEN,
    COLUMN_OWNER,
    COLUMN_GITHUB,
    COLUMN_DUE,
    COLUMN_EXPECTED,
    COLUMN_P50,
    COLUMN_P85,
    COLUMN_SLACK,
    COLUMN_COUNT
};

static const struct table_column columns[COLUMN_COUNT] = {
    [COLUMN_ID] = {.heading = "Milestone", .flexible = true, .min_width = 20},
    [COLUMN_BAR] = {.heading = "Progress", .drop = 3},
    [COLUMN_PERCENT] = {.heading = "", .align = TABLE_RIGHT, .gap = 1},
    [COLUMN_DONE] = {.heading = "Done", .align = TABLE_RIGHT},
    [COLUMN_PROVEN] = {.heading = "Proven", .align = TABLE_RIGHT, .drop = 2},
    [COLUMN_OWNER] = {.heading = "Owner", .drop = 6},
    [COLUMN_GITHUB] = {.heading = "On GitHub", .drop = 7},
    [COLUMN_DUE] = {.heading = "Due", .align = TABLE_RIGHT},
    [COLUMN_EXPECTED] = {.heading = "Expected", .align = TABLE_RIGHT, .drop = 4},
    [COLUMN_P50] = {.heading = "P50", .align = TABLE_RIGHT, .drop = 5},
    [COLUMN_P85] = {.heading = "P85", .align = TABLE_RIGHT, .drop = 5},
    [COLUMN_SLACK] = {.heading = "Slack", .align = TABLE_RIGHT, .drop = 1},
};

const char *status_bar(struct arena *arena, const struct status_milestone *milestone)
{
    double part = milestone->hours_total > 0 ? milestone->hours_done / milestone->hours_total : 0;
    int full = (int)(part * BAR_CELLS);
    cleanup_str struct str bar;
    str_init(&bar, 0);
    str_add_repeat(&bar, "█", (size_t)(full < 0 ? 0 : full > BAR_CELLS ? BAR_CELLS : full));
    str_add_repeat(&bar, "░", (size_t)(BAR_CELLS - (full < 0 ? 0 : full)));
    return str_dup(&bar, arena);
}

const char *status_percent(struct arena *arena, const struct status_milestone *milestone)
{
    const int64_t percent = milestone->hours_total > 0
                                ? (int64_t)(milestone->hours_done * 100.0 / milestone->hours_total)
                                : 0;
    return arena_printf(arena, "%s%lld %%", milestone->hours_estimated ? "~" : "",
                        (long long)percent);
}

const char *status_share(struct arena *arena, int64_t part, int64_t whole)
{
    return arena_printf(arena, "%lld/%lld", (long long)part, (long long)whole);
}

struct table_cell status_due(const struct pen *pen, const struct status_milestone *milestone)
{
    char day[24];
    style_day_number(pen->style, milestone->due_day, day);
    const bool late = milestone->due_day != DAY_NONE && milestone->due_day < pen->style->today &&
                      !milestone->closed && milestone->done < milestone->total;
    return (struct table_cell){arena_strdup(pen->arena, day), late ? ROLE_BAD : ROLE_PLAIN};
}

struct table_cell status_slack(struct arena *arena, const struct status_milestone *milestone)
{
    if (!milestone->slack_known)
        return (struct table_cell){0};
    return (struct table_cell){arena_printf(arena, "%d d", milestone->slack_days),
                               milestone->slack_days < 0 ? ROLE_BAD : ROLE_PLAIN};
}

static bool is_narrow(const struct pen *pen)
{
    return pen->style->columns < STATUS_NARROW_BELOW;
}

static bool is_wide(const struct pen *pen)
{
    return pen->style->columns >= STATUS_WIDE_FROM;
}

bool status_text_has_odds(const struct style *style)
{
    return style->columns >= STATUS_WIDE_FROM && !style->quiet;
}

static const char *day_text(const struct pen *pen, int32_t number)
{
    char day[24];
    style_day_number(pen->style, number, day);
    return arena_strdup(pen->arena, day);
}

/* What there is only room for on a wide screen. */
static void add_wide(struct table_cell *cells, const struct pen *pen,
                     const struct status_milestone *milestone)
{
    if (milestone->expected_day != DAY_NONE)
        cells[COLUMN_EXPECTED].text = day_text(pen, milestone->expected_day);
    if (milestone->counts_known)
        cells[COLUMN_GITHUB].text =
            arena_printf(pen->arena, "%lld open, %lld closed", (long long)milestone->github_open,
                         (long long)milestone->github_closed);
    if (!milestone->odds_known)
        return;
    cells[COLUMN_P50].text = day_text(pen, milestone->p50_day);
    cells[COLUMN_P85].text = day_text(pen, milestone->p85_day);
}

static void add_row(struct table *table, const struct pen *pen,
                    const struct status_milestone *milestone)
{
    struct arena *arena = pen->arena;
    struct table_cell *cells = table_row(table);
    const char *id = milestone->id;
    cells[COLUMN_ID].text =
        !id              ? "whole plan"
        : is_narrow(pen) ? id
                         : arena_printf(arena, "%s %s", id, part_title(id, milestone->title));
    cells[COLUMN_PERCENT].text = status_percent(arena, milestone);
    cells[COLUMN_DONE].text = status_share(arena, milestone->done, milestone->total);
    cells[COLUMN_DUE] = status_due(pen, milestone);
    if (is_wide(pen))
        add_wide(cells, pen, milestone);
    if (is_narrow(pen))
        return;
    cells[COLUMN_BAR] = (struct table_cell){status_bar(arena, milestone), ROLE_GOOD};
    if (milestone->asked > 0)
        cells[COLUMN_PROVEN].text = status_share(arena, milestone->proven, milestone->asked);
    cells[COLUMN_SLACK] = status_slack(arena, milestone);
}

static void add_issues(struct table *table, const struct pen *pen, const struct status_list *list,
                       const char *milestone_id, struct table_cell word)
{
    for (size_t i = 0; i < list->len; i++) {
        const struct status_issue *issue = &list->items[i];
        if (!text_eq(issue->milestone_id, milestone_id))
            continue;
        struct table_cell *cells = table_row(table);
        cells[COLUMN_ID].text = is_narrow(pen) ? arena_printf(pen->arena, "  %s", issue->id)
                                               : arena_printf(pen->arena, "  %s %s", issue->id,
                                                              part_title(issue->id, issue->title));
        cells[is_narrow(pen) ? COLUMN_PERCENT : COLUMN_BAR] = word;
        if (is_wide(pen))
            cells[COLUMN_OWNER].text = issue->owner;
        if (is_wide(pen) && issue->number > 0)
            cells[COLUMN_GITHUB].text = arena_printf(pen->arena, "#%lld", (long long)issue->number);
    }
}

static void add_issues_of(struct table *table, const struct pen *pen,
                          const struct status_report *report, const char *milestone_id)
{
    add_issues(table, pen, &report->done, milestone_id, (struct table_cell){"done", ROLE_GOOD});
    add_issues(table, pen, &report->in_work, milestone_id,
               (struct table_cell){"in work", ROLE_PLAIN});
    add_issues(table, pen, &report->ready, milestone_id, (struct table_cell){"ready", ROLE_PLAIN});
    add_issues(table, pen, &report->blocked, milestone_id,
               (struct table_cell){"blocked", ROLE_CARE});
}

/* Those without a milestone stand under a line that is there only for them. */
static void add_homeless(struct table *table, const struct pen *pen,
                         const struct status_report *report)
{
    const size_t before = table->rows.len;
    struct table_cell *cells = table_row(table);
    add_issues_of(table, pen, report, NULL);
    if (table->rows.len == before + 1)
        table->rows.len = before;
    else
        cells[COLUMN_ID].text = "no milestone";
}

void status_put_table(struct pen *pen, const struct status_report *report)
{
    if (report->milestones.len == 0)
        return;
    const bool issues = pen->style->verbose > 0;
    struct status_milestone whole = report->whole;
    struct table table;
    whole.id = NULL;
    table_init(&table, pen->arena, columns, COLUMN_COUNT, 2);
    for (size_t i = 0; i < report->milestones.len; i++) {
        add_row(&table, pen, &report->milestones.items[i]);
        if (issues)
            add_issues_of(&table, pen, report, report->milestones.items[i].id);
    }
    if (issues)
        add_homeless(&table, pen, report);
    add_row(&table, pen, &whole);
    pen_blank(pen);
    table_print(&table, pen);
}
