/* The first screen: what a manager asks first, in that order. */
#include "base/str.h"
#include "render/pen.h"
#include "render/report/page.h"
#include "render/report/sheet.h"

static const struct {
    const char *word, *role;
} outlooks[] = {
    [OUTLOOK_NO_DATA] = {"Unknown", "calm"},   [OUTLOOK_NO_DATES] = {"No due dates", "calm"},
    [OUTLOOK_ON_TRACK] = {"On track", "good"}, [OUTLOOK_AT_RISK] = {"At risk", "care"},
    [OUTLOOK_LATE] = {"Late", "bad"},          [OUTLOOK_DONE] = {"Done", "good"},
};

static void add_top(struct sheet *sheet)
{
    const struct page *page = sheet->page;
    char day[11];
    day_format(page->today, day);
    str_add(sheet->out, "<header>\n<div class=\"top\"><span>");
    if (page->html_url)
        html_addf(sheet->out, "<a href=\"%s\">%s</a>", page->html_url, page->repository);
    else
        html_addf(sheet->out, "%s", page->repository ? page->repository : "");
    html_addf(sheet->out, "%s%s</span><span>%s</span></div>\n", page->repository ? " · " : "",
              page->plan->path, day);
}

/* Where the verdict has no room for it: "Expected Thu 26 Nov, 184 working days late. " */
static const char *expected(struct sheet *sheet)
{
    const struct status_report *status = &sheet->page->status;
    const struct status_milestone *focus = status->focus;
    if (status->outlook != OUTLOOK_LATE || !focus || focus->expected_day == DAY_NONE)
        return "";
    return arena_printf(sheet->arena, "It is expected on %s%s. ",
                        sheet_day_long(sheet, focus->expected_day),
                        sheet_slack(sheet, focus, ", "));
}

/* "1 issue blocked, 1 closed without proof, 1 not in the plan." */
static const char *trouble(struct sheet *sheet)
{
    const struct status_report *status = &sheet->page->status;
    const char *parts[3];
    size_t count = 0;
    const int64_t blocked = (int64_t)(status->blocked.len + status->blocked.more);
    if (blocked > 0)
        parts[count++] =
            text_count(sheet->arena, blocked, "issue is blocked", "issues are blocked");
    if (status->closed_without_proof > 0)
        parts[count++] = arena_printf(sheet->arena, "%lld closed without proof",
                                      (long long)status->closed_without_proof);
    if (status->not_in_plan > 0)
        parts[count++] =
            arena_printf(sheet->arena, "%lld not in the plan", (long long)status->not_in_plan);
    return count ? arena_printf(sheet->arena, "%s.", text_list(sheet->arena, parts, count)) : "";
}

static void add_verdict(struct sheet *sheet)
{
    const enum outlook outlook = sheet->page->status.outlook;
    html_addf(sheet->out,
              "<div class=\"verdict %s\"><span class=\"pill %s\">%s</span>\n<h1>%s</h1>\n<p "
              "class=\"lead\">%s%s</p></div>\n",
              outlooks[outlook].role, outlooks[outlook].role, outlooks[outlook].word,
              page_verdict(sheet->arena, sheet->style, sheet->page), expected(sheet),
              trouble(sheet));
}

static void add_tile(struct sheet *sheet, const char *name, const char *value, const char *note)
{
    html_addf(sheet->out, "<div class=\"tile\"><dt>%s</dt><dd class=\"big\">%s</dd>", name, value);
    if (note && *note)
        html_addf(sheet->out, "<dd class=\"soft small\">%s</dd>", note);
}

static void add_done_tile(struct sheet *sheet)
{
    const struct status_milestone *whole = &sheet->page->status.whole;
    const int percent =
        whole->hours_total > 0 ? (int)(whole->hours_done * 100 / whole->hours_total) : 0;
    char done[32], total[32];
    count_format(whole->done, done);
    count_format(whole->total, total);
    add_tile(sheet, "Done", arena_printf(sheet->arena, "%s of %s", done, total),
             arena_printf(sheet->arena, "%s%d %% of the effort",
                          whole->hours_estimated ? "about " : "", percent));
    str_add(sheet->out, "<dd>");
    sheet_bar(sheet, whole->hours_done, whole->hours_total);
    str_add(sheet->out, "</dd></div>\n");
}

static const char *day_or_never(struct sheet *sheet, enum forecast_odds odds)
{
    const int32_t day = sheet->page->forecast.whole.days[odds];
    return day == DAY_NONE ? "no day in ten years" : sheet_day(sheet, day);
}

/* Beside the end of the whole plan: where it was, when it is due, and its odds. */
static const char *end_note(struct sheet *sheet)
{
    const struct schedule_report *report = &sheet->page->schedule;
    const int32_t due = sheet->page->status.whole.due_day;
    const char *parts[3];
    size_t count = 0;
    if (report->baseline && report->baseline->schedule.end_day != DAY_NONE)
        parts[count++] = arena_printf(sheet->arena, "baseline %s",
                                      sheet_day(sheet, report->baseline->schedule.end_day));
    if (due != DAY_NONE)
        parts[count++] = arena_printf(sheet->arena, "due %s%s", sheet_day(sheet, due),
                                      sheet_slack(sheet, &sheet->page->status.whole, ": "));
    if (sheet->page->forecast.possible)
        parts[count++] =
            arena_printf(sheet->arena, "by %s in 85 of 100 cases, by %s in 50",
                         day_or_never(sheet, FORECAST_P85), day_or_never(sheet, FORECAST_P50));
    cleanup_str struct str note;
    str_init(&note, 0);
    for (size_t i = 0; i < count; i++)
        str_addf(&note, "%s%s", i ? "; " : "", parts[i]);
    return count ? str_dup(&note, sheet->arena) : "no due date";
}

static void add_date_tile(struct sheet *sheet)
{
    const struct page *page = sheet->page;
    const int32_t end = page->has_schedule ? page->schedule.schedule.end_day : DAY_NONE;
    if (end != DAY_NONE && page->status.outlook != OUTLOOK_NO_DATA)
        add_tile(sheet, "Whole plan expected", sheet_day_long(sheet, end), end_note(sheet));
    else if (page->status.whole.due_day != DAY_NONE)
        add_tile(sheet, "Whole plan due", sheet_day_long(sheet, page->status.whole.due_day), NULL);
    else
        add_tile(sheet, "Whole plan due", "no date", "no milestone has a due date");
    str_add(sheet->out, "</div>\n");
}

static const struct burnup_point *last_point(const struct burnup_line *line)
{
    return line->points.len ? &line->points.items[line->points.len - 1] : NULL;
}

static void add_scope_tile(struct sheet *sheet)
{
    const struct burnup *burnup = &sheet->page->burnup;
    const struct burnup_point *last = last_point(&burnup->whole);
    const char *now = text_count(sheet->arena, last ? last->scope : sheet->page->status.whole.total,
                                 "issue", NULL);
    if (!last) {
        add_tile(sheet, "Scope", now, "its history is not known");
    } else {
        const long long grown = (long long)(last->scope - burnup->whole.points.items[0].scope);
        const char *since = sheet_day(sheet, burnup->first_day);
        add_tile(sheet, "Scope", now,
                 grown == 0
                     ? arena_printf(sheet->arena, "as many as on %s", since)
                     : arena_printf(sheet->arena, "%lld %s than on %s", grown < 0 ? -grown : grown,
                                    grown < 0 ? "fewer" : "more", since));
    }
    str_add(sheet->out, "</div>\n");
}

/* Where nothing asks for proof there is none to count. */
static void add_proof_tile(struct sheet *sheet)
{
    const struct status_report *status = &sheet->page->status;
    const struct status_milestone *whole = &status->whole;
    char open[32];
    count_format(whole->total - whole->done, open);
    if (whole->asked > 0)
        add_tile(sheet, "Proven",
                 arena_printf(sheet->arena, "%lld of %lld", (long long)whole->proven,
                              (long long)whole->asked),
                 "merged, and every check passes");
    else
        add_tile(sheet, "Blocked",
                 text_count(sheet->arena, (int64_t)(status->blocked.len + status->blocked.more),
                            "issue", NULL),
                 arena_printf(sheet->arena, "of %s that are open; none asks for proof", open));
    str_add(sheet->out, "</div>\n");
}

void sheet_first(struct sheet *sheet)
{
    add_top(sheet);
    add_verdict(sheet);
    sheet_brief(sheet);
    str_add(sheet->out, "<dl class=\"tiles\">\n");
    add_done_tile(sheet);
    add_date_tile(sheet);
    add_scope_tile(sheet);
    add_proof_tile(sheet);
    str_add(sheet->out, "</dl>\n");
    sheet_cards(sheet);
    str_add(sheet->out, "</header>\n");
}
