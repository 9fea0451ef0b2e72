/* The first screen: what a manager asks first, in that order. */
#include "base/str.h"
#include "render/pen.h"
#include "render/plan_parts.h"
#include "render/report/page.h"
#include "render/report/sheet.h"

#define SHOWN_MAX 5 /* entries of one card */
#define TITLE_COLUMNS 60
#define TEXT_COLUMNS 140

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
              "class=\"lead\">%s</p></div>\n",
              outlooks[outlook].role, outlooks[outlook].role, outlooks[outlook].word,
              page_verdict(sheet->arena, sheet->style, sheet->page), trouble(sheet));
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
        parts[count++] = arena_printf(sheet->arena, "due %s", sheet_day(sheet, due));
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

static void add_proof_tile(struct sheet *sheet)
{
    const struct status_milestone *whole = &sheet->page->status.whole;
    if (whole->asked > 0)
        add_tile(sheet, "Proven",
                 arena_printf(sheet->arena, "%lld of %lld", (long long)whole->proven,
                              (long long)whole->asked),
                 "merged, and every check passes");
    else
        add_tile(sheet, "Proven", "–", "no issue asks for proof");
    str_add(sheet->out, "</div>\n");
}

static void begin_card(struct sheet *sheet, const char *title)
{
    html_addf(sheet->out, "<section class=\"card\"><h2>%s</h2><ul>\n", title);
}

static void end_card(struct sheet *sheet, size_t shown, size_t all, const char *nothing)
{
    if (all == 0)
        html_addf(sheet->out, "<li class=\"soft\">%s</li>", nothing);
    if (all > shown)
        html_addf(sheet->out, "<li class=\"soft\">and %zu more</li>", all - shown);
    str_add(sheet->out, "</ul></section>\n");
}

static void add_changes(struct sheet *sheet)
{
    const struct page *page = sheet->page;
    const size_t all = page->changes.len;
    const size_t shown = all < SHOWN_MAX ? all : SHOWN_MAX;
    begin_card(sheet, arena_printf(sheet->arena, "What changed since %s",
                                   sheet_day(sheet, page->since_day)));
    for (size_t i = 0; i < shown; i++) {
        const struct page_change *change = &page->changes.items[i];
        str_add(sheet->out, "<li>");
        if (change->id)
            html_addf(sheet->out, "<span class=\"id\">%s</span> ", change->id);
        html_addf(sheet->out, "%s<span class=\"meta\">%s%s%s</span></li>\n", change->text,
                  sheet_day(sheet, change->day), change->title ? " · " : "",
                  change->title
                      ? sheet_short(sheet, part_title(change->id, change->title), TITLE_COLUMNS)
                      : "");
    }
    end_card(sheet, shown, all + page->more_changes, "Nothing.");
}

static size_t add_risks(struct sheet *sheet, size_t room)
{
    const struct page *page = sheet->page;
    size_t shown = page->risks.len < room ? page->risks.len : room;
    for (size_t i = 0; i < shown; i++) {
        const struct plan_risk *risk = page->risks.items[i];
        html_addf(sheet->out, "<li>%s<span class=\"meta\">%s probability, %s impact · %s</span>",
                  sheet_short(sheet, risk->title ? risk->title : risk->id, TEXT_COLUMNS),
                  risk->probability ? risk->probability : "unknown",
                  risk->impact ? risk->impact : "unknown", risk->owner ? risk->owner : "nobody");
        if (risk->mitigation)
            html_addf(sheet->out, "<span class=\"meta\">%s</span>",
                      sheet_short(sheet, risk->mitigation, TEXT_COLUMNS));
        str_add(sheet->out, "</li>\n");
    }
    return shown;
}

static size_t add_blocked(struct sheet *sheet, size_t room)
{
    const struct status_list *blocked = &sheet->page->status.blocked;
    size_t shown = blocked->len < room ? blocked->len : room;
    for (size_t i = 0; i < shown; i++) {
        const struct status_issue *issue = &blocked->items[i];
        html_addf(sheet->out,
                  "<li><span class=\"id\">%s</span> is blocked by %s<span class=\"meta\">%s · %s",
                  issue->id,
                  text_list(sheet->arena, issue->blocked_by.items, issue->blocked_by.len),
                  sheet_short(sheet, part_title(issue->id, issue->title), TITLE_COLUMNS),
                  issue->owner ? issue->owner : "nobody");
        if (issue->age_days > 0)
            html_addf(sheet->out, " · %lld&nbsp;d", (long long)issue->age_days);
        str_add(sheet->out, "</span></li>\n");
    }
    return shown;
}

static void add_worries(struct sheet *sheet)
{
    const struct page *page = sheet->page;
    const size_t blocked = page->status.blocked.len + page->status.blocked.more;
    begin_card(sheet, "Top risks, and what is blocked");
    size_t shown = add_risks(sheet, 3);
    shown += add_blocked(sheet, SHOWN_MAX - shown);
    end_card(sheet, shown, page->risks.len + blocked,
             "No risk is written down, nothing is blocked.");
}

static void add_decisions(struct sheet *sheet)
{
    const struct page *page = sheet->page;
    const size_t all = page->decisions.len;
    const size_t shown = all < SHOWN_MAX ? all : SHOWN_MAX;
    begin_card(sheet, "Decisions due");
    for (size_t i = 0; i < shown; i++) {
        const struct page_decision *decision = &page->decisions.items[i];
        str_add(sheet->out, "<li>");
        if (decision->id)
            html_addf(sheet->out, "<span class=\"id\">%s</span> ", decision->id);
        html_addf(sheet->out, "%s", sheet_short(sheet, decision->text, TEXT_COLUMNS));
        if (decision->who || decision->due_day != DAY_NONE)
            html_addf(sheet->out, "<span class=\"meta\">%s%s%s%s</span>",
                      decision->due_day != DAY_NONE ? "by " : "",
                      sheet_day_long(sheet, decision->due_day),
                      decision->who && decision->due_day != DAY_NONE ? " · " : "",
                      decision->who ? decision->who : "");
        str_add(sheet->out, "</li>\n");
    }
    end_card(sheet, shown, all, "None.");
}

void sheet_first(struct sheet *sheet)
{
    add_top(sheet);
    add_verdict(sheet);
    str_add(sheet->out, "<dl class=\"tiles\">\n");
    add_done_tile(sheet);
    add_date_tile(sheet);
    add_scope_tile(sheet);
    add_proof_tile(sheet);
    str_add(sheet->out, "</dl>\n<div class=\"cards\">\n");
    add_changes(sheet);
    add_worries(sheet);
    add_decisions(sheet);
    str_add(sheet->out, "</div>\n</header>\n");
}
