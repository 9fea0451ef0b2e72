/* What changed, what blocks, what has to be decided: a card each, and in short for a small screen.
 */
#include "base/str.h"
#include "render/pen.h"
#include "render/plan_parts.h"
#include "render/report/sheet.h"

#define SHOWN_MAX 5 /* entries of one card */
#define BRIEF_MAX 2 /* changes in short */
#define TITLE_COLUMNS 60
#define TEXT_COLUMNS 140

static void begin_card(struct sheet *sheet, const char *anchor, const char *title)
{
    html_addf(sheet->out, "<section class=\"card\" id=\"%s\"><h2>%s</h2><ul>\n", anchor, title);
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
    begin_card(
        sheet, "changed",
        arena_printf(sheet->arena, "What changed since %s", sheet_day(sheet, page->since_day)));
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

/* Who has it, and for how long, as `status` has it. */
static const struct status_issue *status_of(const struct page *page, const char *id)
{
    const struct status_list *lists[] = {&page->status.ready, &page->status.in_work};
    for (int i = 0; i < 2; i++)
        for (size_t k = 0; k < lists[i]->len; k++)
            if (text_eq(lists[i]->items[k].id, id))
                return &lists[i]->items[k];
    return NULL;
}

static size_t add_blockers(struct sheet *sheet, size_t room)
{
    const struct page *page = sheet->page;
    const size_t shown = page->blockers.len < room ? page->blockers.len : room;
    for (size_t i = 0; i < shown; i++) {
        const struct page_blocker *blocker = &page->blockers.items[i];
        const struct plan_issue *issue = &page->plan->issues.items[blocker->place];
        const struct status_issue *status = status_of(page, issue->id);
        const char *who = page->issues[blocker->place].who;
        html_addf(sheet->out,
                  "<li><span class=\"id\">%s</span> holds up %s<span class=\"meta\">%s · %s",
                  issue->id, text_count(sheet->arena, blocker->waiting, "issue", NULL),
                  sheet_short(sheet, part_title(issue->id, issue->title), TITLE_COLUMNS),
                  who ? who : "nobody has it");
        if (status && status->age_days > 0)
            html_addf(sheet->out, " · %lld&nbsp;d", (long long)status->age_days);
        str_add(sheet->out, "</span></li>\n");
    }
    return shown;
}

static void add_worries(struct sheet *sheet)
{
    const struct page *page = sheet->page;
    begin_card(sheet, "blocks", "Top risks, and what blocks");
    size_t shown = add_risks(sheet, 3);
    shown += add_blockers(sheet, SHOWN_MAX - shown);
    end_card(sheet, shown, page->risks.len + page->blockers.len,
             "No risk is written down, nothing is blocked.");
}

static const char *by(struct sheet *sheet, int32_t day)
{
    return day == DAY_NONE ? "" : day < sheet->page->today ? "was due " : "by ";
}

static void add_decisions(struct sheet *sheet)
{
    const struct page *page = sheet->page;
    const size_t all = page->decisions.len;
    const size_t shown = all < SHOWN_MAX ? all : SHOWN_MAX;
    begin_card(sheet, "decide", "Decisions due");
    for (size_t i = 0; i < shown; i++) {
        const struct page_decision *decision = &page->decisions.items[i];
        str_add(sheet->out, "<li>");
        if (decision->id)
            html_addf(sheet->out, "<span class=\"id\">%s</span> ", decision->id);
        html_addf(sheet->out, "%s", sheet_short(sheet, decision->text, TEXT_COLUMNS));
        if (decision->who || decision->due_day != DAY_NONE)
            html_addf(sheet->out, "<span class=\"meta\">%s%s%s%s</span>",
                      by(sheet, decision->due_day), sheet_day_long(sheet, decision->due_day),
                      decision->who && decision->due_day != DAY_NONE ? " · " : "",
                      decision->who ? decision->who : "");
        str_add(sheet->out, "</li>\n");
    }
    end_card(sheet, shown, all, "None.");
}

void sheet_cards(struct sheet *sheet)
{
    str_add(sheet->out, "<div class=\"cards\">\n");
    add_changes(sheet);
    add_worries(sheet);
    add_decisions(sheet);
    str_add(sheet->out, "</div>\n");
}

/* ---- In short ---- */

static void end_brief(struct sheet *sheet, size_t shown, size_t all, const char *nothing)
{
    if (all == 0)
        str_add(sheet->out, nothing);
    if (all > shown)
        html_addf(sheet->out, ", and %zu more", all - shown);
    str_add(sheet->out, "</li>\n");
}

static void brief_changes(struct sheet *sheet)
{
    const struct page *page = sheet->page;
    const size_t shown = page->changes.len < BRIEF_MAX ? page->changes.len : BRIEF_MAX;
    html_addf(sheet->out, "<li><a href=\"#changed\">Since %s</a> ",
              sheet_day(sheet, page->since_day));
    for (size_t i = 0; i < shown; i++) {
        const struct page_change *change = &page->changes.items[i];
        html_addf(sheet->out, "%s%s%s%s", i ? ", " : "", change->id ? change->id : "",
                  change->id ? " " : "", change->text);
    }
    end_brief(sheet, shown, page->changes.len + page->more_changes, "nothing changed");
}

static void brief_blockers(struct sheet *sheet)
{
    const struct page *page = sheet->page;
    str_add(sheet->out, "<li><a href=\"#blocks\">Blocks</a> ");
    if (page->blockers.len > 0)
        html_addf(sheet->out, "%s holds up %s",
                  page->plan->issues.items[page->blockers.items[0].place].id,
                  text_count(sheet->arena, page->blockers.items[0].waiting, "issue", NULL));
    end_brief(sheet, 1, page->blockers.len, "nothing");
}

static void brief_decisions(struct sheet *sheet)
{
    const struct page *page = sheet->page;
    str_add(sheet->out, "<li><a href=\"#decide\">Decide</a> ");
    if (page->decisions.len > 0) {
        const struct page_decision *decision = &page->decisions.items[0];
        html_addf(sheet->out, "%s%s%s%s%s%s", decision->id ? decision->id : "",
                  decision->id ? ": " : "", sheet_short(sheet, decision->text, TEXT_COLUMNS),
                  decision->due_day != DAY_NONE ? ", " : "", by(sheet, decision->due_day),
                  sheet_day(sheet, decision->due_day));
    }
    end_brief(sheet, 1, page->decisions.len, "nothing");
}

void sheet_brief(struct sheet *sheet)
{
    str_add(sheet->out, "<ul class=\"brief\">\n");
    brief_changes(sheet);
    brief_blockers(sheet);
    brief_decisions(sheet);
    str_add(sheet->out, "</ul>\n");
}
