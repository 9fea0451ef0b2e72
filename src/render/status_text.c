#include "render/status_text.h"

#include "base/day.h"
#include "base/utf8.h"
#include "render/plan_parts.h"
#include "render/table.h"

#define BAR_CELLS 10
#define NARROW_BELOW 60
#define WIDE_FROM 120
#define LIST_SHOWN 5
#define STALE_AFTER_MS (24 * 3600 * 1000LL)
#define OLD_AFTER_DAYS 7

static void put_verdict_word(struct pen *pen, const struct status_report *report)
{
    static const struct {
        const char *word;
        enum role role;
    } verdicts[] = {
        [OUTLOOK_NO_DATA] = {"Unknown", ROLE_CARE_VERDICT},
        [OUTLOOK_NO_DATES] = {"No due dates in the plan", ROLE_STRONG},
        [OUTLOOK_ON_TRACK] = {"On track", ROLE_GOOD_VERDICT},
        [OUTLOOK_AT_RISK] = {"At risk", ROLE_CARE_VERDICT},
        [OUTLOOK_LATE] = {"Late", ROLE_BAD_VERDICT},
        [OUTLOOK_DONE] = {"Done", ROLE_GOOD_VERDICT},
    };
    pen_put(pen, verdicts[report->outlook].role, verdicts[report->outlook].word);
}

static void put_on_track(struct pen *pen, const struct status_report *report)
{
    const struct status_milestone *focus = report->focus;
    char due[24], expected[24];
    if (focus->slack_known)
        pen_wrapf(pen, ROLE_PLAIN, ", %s of slack",
                  text_count(pen->arena, focus->slack_days, "day", NULL));
    style_day_long(pen->style, focus->due_day, due);
    pen_wrapf(pen, ROLE_PLAIN, ": %s is due %s", focus->id, due);
    if (report->expected_day != DAY_NONE) {
        style_day_long(pen->style, report->expected_day, expected);
        pen_wrapf(pen, ROLE_PLAIN, ", expected %s", expected);
    }
    pen_wrap(pen, ROLE_PLAIN, ".");
}

static void put_at_risk(struct pen *pen, const struct status_report *report)
{
    const struct status_milestone *focus = report->focus;
    pen_wrapf(pen, ROLE_PLAIN, ": %s %s", focus->id, part_title(focus->id, focus->title));
    if (report->expected_day != DAY_NONE && focus->due_day != DAY_NONE)
        pen_wrapf(
            pen, ROLE_PLAIN, ", expected %s after its due date at the present pace",
            text_count(pen->arena, (int64_t)report->expected_day - focus->due_day, "day", NULL));
    pen_wrap(pen, ROLE_PLAIN, ".");
}

static void put_answer(struct pen *pen, const struct status_report *report)
{
    const struct status_milestone *focus = report->focus;
    const struct status_milestone *whole = &report->whole;
    char day[24];
    put_verdict_word(pen, report);
    switch (report->outlook) {
    case OUTLOOK_NO_DATA:
        pen_wrap(pen, ROLE_PLAIN,
                 report->read_at_ms > 0 ? ": nothing of the plan is on GitHub yet."
                                        : ": nothing was read from GitHub yet.");
        if (whole->asked > 0)
            pen_wrapf(pen, ROLE_PLAIN,
                      " The repository proves %lld of %lld issues that ask for it.",
                      (long long)whole->proven, (long long)whole->asked);
        break;
    case OUTLOOK_NO_DATES:
        pen_wrapf(pen, ROLE_PLAIN, ": %lld of %lld done.", (long long)whole->done,
                  (long long)whole->total);
        break;
    case OUTLOOK_ON_TRACK:
        if (focus)
            put_on_track(pen, report);
        else
            pen_wrap(pen, ROLE_PLAIN, ".");
        break;
    case OUTLOOK_AT_RISK:
        if (focus)
            put_at_risk(pen, report);
        else
            pen_wrap(pen, ROLE_PLAIN, ".");
        break;
    case OUTLOOK_LATE:
        if (!focus)
            break;
        style_day_long(pen->style, focus->due_day, day);
        pen_wrapf(pen, ROLE_PLAIN, ": %s was due %s, %lld of %lld done.", focus->id, day,
                  (long long)focus->done, (long long)focus->total);
        break;
    case OUTLOOK_DONE:
        pen_wrapf(pen, ROLE_PLAIN, ": all %s closed",
                  text_count(pen->arena, whole->total, "issue", NULL));
        if (whole->asked > 0)
            pen_wrapf(pen, ROLE_PLAIN, ", %lld of %lld proven", (long long)whole->proven,
                      (long long)whole->asked);
        pen_wrap(pen, ROLE_PLAIN, ".");
        break;
    }
}

static void put_age(struct pen *pen, const struct status_report *report)
{
    int64_t days = (pen->style->now_ms - report->read_at_ms) / 86400000;
    if (report->read_at_ms > 0 && days >= OLD_AFTER_DAYS)
        pen_wrapf(pen, ROLE_CARE, " This is %lld days old.", (long long)days);
}

/* "1 issue blocked, 1 not in the plan." */
static void put_counts(struct pen *pen, const struct status_report *report)
{
    struct arena *arena = pen->arena;
    struct strlist parts = {0};
    const size_t blocked = report->blocked.len + report->blocked.more;
    if (blocked > 0)
        strlist_add(arena, &parts,
                    text_count(arena, (int64_t)blocked, "issue blocked", "issues blocked"));
    if (report->closed_without_proof > 0)
        strlist_add(arena, &parts,
                    arena_printf(arena, "%lld closed without proof",
                                 (long long)report->closed_without_proof));
    if (report->conflicts > 0)
        strlist_add(arena, &parts, text_count(arena, report->conflicts, "conflict", NULL));
    if (report->not_in_plan > 0)
        strlist_add(arena, &parts,
                    arena_printf(arena, "%lld not in the plan", (long long)report->not_in_plan));
    if (parts.len == 0)
        return;
    for (size_t i = 0; i < parts.len; i++)
        pen_wrapf(pen, ROLE_PLAIN, "%s%s", i ? ", " : "", parts.items[i]);
    pen_wrap(pen, ROLE_PLAIN, ".");
    pen_end(pen);
}

enum {
    COLUMN_ID,
    COLUMN_BAR,
    COLUMN_PERCENT,
    COLUMN_DONE,
    COLUMN_PROVEN,
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
    [COLUMN_DUE] = {.heading = "Due", .align = TABLE_RIGHT},
    [COLUMN_EXPECTED] = {.heading = "Expected", .align = TABLE_RIGHT, .drop = 4},
    [COLUMN_P50] = {.heading = "P50", .align = TABLE_RIGHT, .drop = 5},
    [COLUMN_P85] = {.heading = "P85", .align = TABLE_RIGHT, .drop = 5},
    [COLUMN_SLACK] = {.heading = "Slack", .align = TABLE_RIGHT, .drop = 1},
};

static const char *bar_text(struct arena *arena, const struct status_milestone *milestone)
{
    double part = milestone->hours_total > 0 ? milestone->hours_done / milestone->hours_total : 0;
    int full = (int)(part * BAR_CELLS);
    cleanup_str struct str bar;
    str_init(&bar, 0);
    str_add_repeat(&bar, "█", (size_t)(full < 0 ? 0 : full > BAR_CELLS ? BAR_CELLS : full));
    str_add_repeat(&bar, "░", (size_t)(BAR_CELLS - (full < 0 ? 0 : full)));
    return str_dup(&bar, arena);
}

bool status_text_has_odds(const struct style *style)
{
    return style->columns >= WIDE_FROM && !style->quiet;
}

static void add_odds(struct table_cell *cells, const struct pen *pen,
                     const struct status_milestone *milestone)
{
    char day[24];
    if (!milestone->odds_known || !status_text_has_odds(pen->style))
        return;
    style_day_number(pen->style, milestone->p50_day, day);
    cells[COLUMN_P50].text = arena_strdup(pen->arena, day);
    style_day_number(pen->style, milestone->p85_day, day);
    cells[COLUMN_P85].text = arena_strdup(pen->arena, day);
}

static void add_row(struct table *table, const struct pen *pen,
                    const struct status_milestone *milestone, const char *id)
{
    struct arena *arena = pen->arena;
    struct table_cell *cells = table_row(table);
    bool narrow = pen->style->columns < NARROW_BELOW;
    bool whole = milestone->id == NULL;
    cells[COLUMN_ID].text =
        whole || narrow ? id : arena_printf(arena, "%s %s", id, part_title(id, milestone->title));
    if (!narrow)
        cells[COLUMN_BAR] = (struct table_cell){bar_text(arena, milestone), ROLE_GOOD};
    int64_t percent = milestone->hours_total > 0
                          ? (int64_t)(milestone->hours_done * 100.0 / milestone->hours_total)
                          : 0;
    cells[COLUMN_PERCENT].text =
        arena_printf(arena, "%s%lld %%", milestone->hours_estimated ? "~" : "", (long long)percent);
    cells[COLUMN_DONE].text =
        arena_printf(arena, "%lld/%lld", (long long)milestone->done, (long long)milestone->total);
    if (milestone->asked > 0 && !narrow)
        cells[COLUMN_PROVEN].text = arena_printf(arena, "%lld/%lld", (long long)milestone->proven,
                                                 (long long)milestone->asked);
    char day[24];
    style_day_number(pen->style, milestone->due_day, day);
    bool late = milestone->due_day != DAY_NONE && milestone->due_day < pen->style->today &&
                !milestone->closed && milestone->done < milestone->total;
    cells[COLUMN_DUE] = (struct table_cell){arena_strdup(arena, day), late ? ROLE_BAD : ROLE_PLAIN};
    if (pen->style->columns >= WIDE_FROM && milestone->expected_day != DAY_NONE) {
        style_day_number(pen->style, milestone->expected_day, day);
        cells[COLUMN_EXPECTED].text = arena_strdup(arena, day);
    }
    add_odds(cells, pen, milestone);
    if (milestone->slack_known && !narrow)
        cells[COLUMN_SLACK] =
            (struct table_cell){arena_printf(arena, "%d d", milestone->slack_days),
                                milestone->slack_days < 0 ? ROLE_BAD : ROLE_PLAIN};
}

static void add_issues(struct table *table, const struct pen *pen, const struct status_list *list,
                       const char *milestone_id, struct table_cell word)
{
    const bool narrow = pen->style->columns < NARROW_BELOW;
    for (size_t i = 0; i < list->len; i++) {
        const struct status_issue *issue = &list->items[i];
        if (!text_eq(issue->milestone_id, milestone_id))
            continue;
        struct table_cell *cells = table_row(table);
        cells[COLUMN_ID].text = arena_printf(pen->arena, "  %s%s%s", issue->id, narrow ? "" : " ",
                                             narrow ? "" : part_title(issue->id, issue->title));
        cells[narrow ? COLUMN_PERCENT : COLUMN_BAR] = word;
    }
}

/* -v: one line an issue under its milestone. */
static void add_issues_of(struct table *table, const struct pen *pen,
                          const struct status_report *report, const char *milestone_id)
{
    if (pen->style->verbose == 0)
        return;
    add_issues(table, pen, &report->done, milestone_id, (struct table_cell){"done", ROLE_GOOD});
    add_issues(table, pen, &report->in_work, milestone_id,
               (struct table_cell){"in work", ROLE_PLAIN});
    add_issues(table, pen, &report->ready, milestone_id, (struct table_cell){"ready", ROLE_PLAIN});
    add_issues(table, pen, &report->blocked, milestone_id,
               (struct table_cell){"blocked", ROLE_CARE});
}

static void put_table(struct pen *pen, const struct status_report *report)
{
    if (report->milestones.len == 0)
        return;
    struct table table;
    table_init(&table, pen->arena, columns, COLUMN_COUNT, 2);
    for (size_t i = 0; i < report->milestones.len; i++) {
        add_row(&table, pen, &report->milestones.items[i], report->milestones.items[i].id);
        add_issues_of(&table, pen, report, report->milestones.items[i].id);
    }
    struct status_milestone whole = report->whole;
    whole.id = NULL;
    add_row(&table, pen, &whole, "whole plan");
    pen_blank(pen);
    table_print(&table, pen);
}

struct row {
    const char *id, *title, *note;
};

size_t status_text_list_max(const struct style *style)
{
    return style->verbose == 0 ? LIST_SHOWN : SIZE_MAX;
}

static size_t shown_of(const struct pen *pen, size_t len)
{
    const size_t most = status_text_list_max(pen->style);
    return len > most ? most : len;
}

/* Rows under one heading; ids share a column. Of `len` rows only those shown need to be there. */
static void put_list(struct pen *pen, const char *heading, const struct row *rows, size_t len)
{
    size_t shown = shown_of(pen, len);
    int id_width = 0;
    for (size_t i = 0; i < shown; i++) {
        int width = utf8_width(pen_clean(pen, rows[i].id));
        if (width > id_width && width < 24)
            id_width = width;
    }
    pen->indent = 12 + id_width + 2;
    for (size_t i = 0; i < shown; i++) {
        pen_to(pen, 2, 0);
        if (i == 0)
            pen_put(pen, ROLE_PLAIN, heading);
        pen_to(pen, 12, 1);
        pen_put(pen, ROLE_STRONG, rows[i].id);
        pen_to(pen, pen->indent, 2);
        int note = utf8_width(pen_clean(pen, rows[i].note));
        bool beside = note > 0 && pen->edge - pen->column - note - 2 >= 12;
        if (rows[i].title)
            pen_fit(pen, ROLE_PLAIN, rows[i].title,
                    beside ? pen->style->columns - pen->edge + note + 2 : 0);
        if (note > 0 && rows[i].title)
            pen_right(pen, ROLE_DIM, rows[i].note);
        else if (note > 0)
            pen_wrap(pen, ROLE_PLAIN, rows[i].note);
        pen_end(pen);
    }
    if (shown < len) {
        pen_to(pen, 12, 0);
        pen_putf(pen, ROLE_DIM, "and %zu more; -v lists them", len - shown);
        pen_end(pen);
    }
    pen->indent = 0;
}

static const char *age_text(struct arena *arena, int64_t days)
{
    return days <= 0 ? "" : arena_printf(arena, "%lld d", (long long)days);
}

/* "by DB-006 for 6 d, octocat" · "octocat, 3 d" · "nobody" */
static const char *issue_note(struct pen *pen, const struct status_issue *issue)
{
    struct arena *arena = pen->arena;
    const char *age = age_text(arena, issue->age_days);
    if (issue->blocked_by.len > 0) {
        const char *by = text_list(arena, issue->blocked_by.items, issue->blocked_by.len);
        return arena_printf(arena, "by %s%s%s%s%s", by, *age ? " for " : "", age,
                            issue->owner ? ", " : "", issue->owner ? issue->owner : "");
    }
    return arena_printf(arena, "%s%s%s", issue->owner ? issue->owner : "nobody", *age ? ", " : "",
                        age);
}

#define PUT_ISSUES(pen, heading, list)                                                             \
    do {                                                                                           \
        size_t shown_ = shown_of((pen), (list).len);                                               \
        struct row *rows_ = arena_calloc((pen)->arena, shown_ + 1, sizeof *rows_);                 \
        for (size_t i_ = 0; i_ < shown_; i_++)                                                     \
            rows_[i_] = (struct row){(list).items[i_].id,                                          \
                                     part_title((list).items[i_].id, (list).items[i_].title),      \
                                     issue_note((pen), &(list).items[i_])};                        \
        put_list((pen), (heading), rows_, (list).len + (list).more);                               \
    } while (0)

static void put_look_at(struct pen *pen, const struct status_report *report)
{
    size_t len = report->look_at.len;
    struct row *rows = arena_calloc(pen->arena, len + 1, sizeof *rows);
    for (size_t i = 0; i < len; i++) {
        const struct report_line *line = &report->look_at.items[i];
        const char *id =
            line->id ? line->id : arena_printf(pen->arena, "#%lld", (long long)line->number.v);
        const char *note = line->reason ? line->reason : "";
        if (line->title)
            note = arena_printf(pen->arena, "\"%s\" %s", line->title, note);
        rows[i] = (struct row){id, NULL, note};
    }
    put_list(pen, "Look at", rows, len);
}

static void put_lists(struct pen *pen, const struct status_report *report)
{
    if (report->in_work.len + report->ready.len + report->blocked.len + report->look_at.len == 0)
        return;
    pen_blank(pen);
    PUT_ISSUES(pen, "In work", report->in_work);
    PUT_ISSUES(pen, "Ready", report->ready);
    PUT_ISSUES(pen, "Blocked", report->blocked);
    put_look_at(pen, report);
}

static void put_footer(struct pen *pen, const struct status_report *report)
{
    pen_blank(pen);
    if (report->outlook == OUTLOOK_NO_DATA) {
        bool read = report->read_at_ms > 0;
        pen_put(pen, ROLE_PLAIN, read ? "do it:  " : "read it:  ");
        pen_command(pen, part_command(pen, read ? "roadmap sync" : "roadmap status --fetch", NULL));
        pen_end(pen);
        return;
    }
    const struct status_milestone *whole = &report->whole;
    if (report->ref)
        pen_wrapf(pen, ROLE_DIM, "The plan of %s. ", report->ref);
    if (whole->hours_total > 0)
        pen_wrapf(pen, ROLE_DIM, "Progress by effort, %s%g of %g h. ",
                  whole->hours_estimated ? "about " : "", whole->hours_done, whole->hours_total);
    char when[40];
    style_instant(pen->style, report->read_at_ms, when);
    bool today = when[2] == ':';
    bool stale = pen->style->now_ms - report->read_at_ms > STALE_AFTER_MS;
    pen_wrapf(pen, stale ? ROLE_CARE : ROLE_DIM, "Read from GitHub %s%s (again: --fetch)",
              today ? "today " : "", when);
    pen_end(pen);
}

void status_text(struct arena *arena, const struct style *style, const struct status_report *report,
                 struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    put_answer(&pen, report);
    put_age(&pen, report);
    pen_end(&pen);
    if (style->quiet)
        return;
    put_counts(&pen, report);
    if (report->outlook != OUTLOOK_NO_DATA) {
        put_table(&pen, report);
        put_lists(&pen, report);
    }
    put_footer(&pen, report);
}
