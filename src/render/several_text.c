#include "render/several_text.h"

#include "render/plan_parts.h"
#include "render/status_parts.h"

enum {
    COLUMN_PLAN,
    COLUMN_VERDICT,
    COLUMN_BAR,
    COLUMN_PERCENT,
    COLUMN_DONE,
    COLUMN_PROVEN,
    COLUMN_BLOCKED,
    COLUMN_MILESTONE,
    COLUMN_DUE,
    COLUMN_EXPECTED,
    COLUMN_SLACK,
    COLUMN_COUNT
};

static const struct table_column columns[COLUMN_COUNT] = {
    [COLUMN_PLAN] = {.heading = "Plan", .flexible = true, .min_width = 12},
    [COLUMN_VERDICT] = {.heading = "Verdict"},
    [COLUMN_BAR] = {.heading = "Progress", .drop = 5},
    [COLUMN_PERCENT] = {.heading = "", .align = TABLE_RIGHT, .gap = 1},
    [COLUMN_DONE] = {.heading = "Done", .align = TABLE_RIGHT, .drop = 1},
    [COLUMN_PROVEN] = {.heading = "Proven", .align = TABLE_RIGHT, .drop = 4},
    [COLUMN_BLOCKED] = {.heading = "Blocked", .align = TABLE_RIGHT},
    [COLUMN_MILESTONE] = {.heading = "Milestone", .flexible = true, .min_width = 8, .drop = 3},
    [COLUMN_DUE] = {.heading = "Due", .align = TABLE_RIGHT, .drop = 2},
    [COLUMN_EXPECTED] = {.heading = "Expected", .align = TABLE_RIGHT},
    [COLUMN_SLACK] = {.heading = "Slack", .align = TABLE_RIGHT},
};

size_t several_text_list_max(const struct style *style)
{
    return style->verbose == 0 ? 0 : SIZE_MAX;
}

static void put_share(struct pen *pen, const struct several *several)
{
    const size_t like = several->outlooks[several->total.outlook], len = several->plans.len;
    const enum outlook outlook = several->total.outlook;
    if (outlook == OUTLOOK_LATE || outlook == OUTLOOK_AT_RISK || outlook == OUTLOOK_NO_DATA)
        pen_wrapf(pen, ROLE_PLAIN, ", %zu of %zu plans", like, len);
}

static void put_answer(struct pen *pen, const struct several *several)
{
    const struct status_report *total = &several->total;
    const struct several_plan *worst = several->worst;
    if (!worst) {
        pen_put(pen, ROLE_CARE_VERDICT, "Unknown");
        pen_wrapf(pen, ROLE_PLAIN, ": none of %zu plans can be shown.", several->plans.len);
        pen_end(pen);
        return;
    }
    pen_put(pen, status_word_role(total->outlook), status_word(total->outlook));
    put_share(pen, several);
    if (total->outlook == OUTLOOK_NO_DATES || total->outlook == OUTLOOK_DONE)
        status_put_sentence(pen, total, NULL);
    else
        status_put_sentence(pen, &worst->report, worst->name);
    if (several->failed > 0)
        pen_wrapf(pen, ROLE_BAD, " %zu of %zu cannot be shown.", several->failed,
                  several->plans.len);
    status_put_age(pen, total->read_at_ms);
    pen_end(pen);
}

static struct table_cell verdict_of(const struct several_plan *plan)
{
    if (plan->code)
        return (struct table_cell){plan->code == ERR_SPEC ? "Invalid" : "Failed", ROLE_BAD};
    const enum outlook outlook = plan->report.outlook;
    return (struct table_cell){outlook == OUTLOOK_NO_DATES ? "No due dates" : status_word(outlook),
                               status_word_role(outlook)};
}

/* Due, expected and slack are those of the milestone that the verdict speaks of. */
static void add_focus(struct table_cell *cells, const struct pen *pen,
                      const struct status_milestone *focus)
{
    char day[24];
    if (pen->style->columns >= STATUS_NARROW_BELOW) {
        cells[COLUMN_MILESTONE].text = focus->id;
        cells[COLUMN_SLACK] = status_slack(pen->arena, focus);
    }
    cells[COLUMN_DUE] = status_due(pen, focus);
    if (pen->style->columns < STATUS_WIDE_FROM)
        return;
    style_day_number(pen->style, focus->expected_day, day);
    cells[COLUMN_EXPECTED].text = arena_strdup(pen->arena, day);
    cells[COLUMN_MILESTONE].text =
        arena_printf(pen->arena, "%s %s", focus->id, part_title(focus->id, focus->title));
}

static void add_numbers(struct table_cell *cells, const struct pen *pen,
                        const struct status_report *report)
{
    const struct status_milestone *whole = &report->whole;
    const size_t blocked = report->blocked.len + report->blocked.more;
    cells[COLUMN_PERCENT].text = status_percent(pen->arena, whole);
    cells[COLUMN_DONE].text = status_share(pen->arena, whole->done, whole->total);
    if (pen->style->columns < STATUS_NARROW_BELOW)
        return;
    cells[COLUMN_BAR] = (struct table_cell){status_bar(pen->arena, whole), ROLE_GOOD};
    if (whole->asked > 0)
        cells[COLUMN_PROVEN].text = status_share(pen->arena, whole->proven, whole->asked);
    if (pen->style->columns >= STATUS_WIDE_FROM && blocked > 0)
        cells[COLUMN_BLOCKED].text = arena_printf(pen->arena, "%zu", blocked);
}

static void put_table(struct pen *pen, const struct several *several)
{
    struct table table;
    table_init(&table, pen->arena, columns, COLUMN_COUNT, 2);
    for (size_t i = 0; i < several->plans.len; i++) {
        const struct several_plan *plan = &several->plans.items[i];
        struct table_cell *cells = table_row(&table);
        cells[COLUMN_PLAN].text = plan->name;
        cells[COLUMN_VERDICT] = verdict_of(plan);
        if (plan->code)
            continue;
        add_numbers(cells, pen, &plan->report);
        if (plan->report.focus)
            add_focus(cells, pen, plan->report.focus);
    }
    if (several->worst) {
        struct table_cell *cells = table_row(&table);
        cells[COLUMN_PLAN].text = "all plans";
        add_numbers(cells, pen, &several->total);
    }
    pen_blank(pen);
    table_print(&table, pen);
}

/* -v: each plan as it looks alone. */
static void put_plans(struct pen *pen, const struct several *several)
{
    for (size_t i = 0; i < several->plans.len; i++) {
        const struct several_plan *plan = &several->plans.items[i];
        const struct status_report *report = &plan->report;
        if (plan->code)
            continue;
        pen_blank(pen);
        pen_put(pen, ROLE_STRONG, plan->name);
        pen_end(pen);
        pen_put(pen, status_word_role(report->outlook), status_word(report->outlook));
        status_put_sentence(pen, report, NULL);
        pen_end(pen);
        status_put_counts(pen, report);
        if (report->outlook == OUTLOOK_NO_DATA)
            continue;
        status_put_table(pen, report);
        status_put_lists(pen, report);
    }
}

static void put_way(struct pen *pen, const char *word, const char *command, const char *options)
{
    pen_put(pen, ROLE_PLAIN, word);
    pen_command(pen, arena_printf(pen->arena, "%s%s", command, options ? options : ""));
    pen_end(pen);
}

static const struct several_plan *first_invalid(const struct several *several)
{
    for (size_t i = 0; i < several->plans.len; i++)
        if (several->plans.items[i].code == ERR_SPEC)
            return &several->plans.items[i];
    return NULL;
}

static void put_ways(struct pen *pen, const struct several *several)
{
    const struct several_plan *invalid = first_invalid(several), *worst = several->worst;
    if (invalid)
        put_way(pen, "mend it:  ", "roadmap validate", invalid->options);
    if (several->total.read_at_ms == 0 && worst)
        put_way(pen, "read it:  ", part_command(pen, "roadmap status --fetch", NULL), NULL);
    else if (worst && worst->report.outlook != OUTLOOK_DONE)
        put_way(pen, "see one:  ", "roadmap status", worst->options);
}

void several_text(struct arena *arena, const struct style *style, const struct several *several,
                  struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    put_answer(&pen, several);
    if (style->quiet)
        return;
    status_put_counts(&pen, &several->total);
    put_table(&pen, several);
    if (style->verbose > 0)
        put_plans(&pen, several);
    if (several->total.read_at_ms > 0) {
        pen_blank(&pen);
        status_put_reading(&pen, &several->total);
    }
    pen_blank(&pen);
    put_ways(&pen, several);
}
