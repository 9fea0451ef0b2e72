/* Every issue as one row, under its milestone. */
#include "base/str.h"
#include "render/plan_parts.h"
#include "render/report/sheet.h"

static const struct {
    const char *sign, *word;
} places[] = {
    [STANDING_READY] = {"·", "open"},      [STANDING_IN_WORK] = {"▸", "in work"},
    [STANDING_BLOCKED] = {"✗", "blocked"}, [STANDING_DONE] = {"✓", "done"},
    [STANDING_DROPPED] = {"–", "dropped"},
};

/* Columns in which something stands. */
struct columns {
    bool who, proof;
};

static struct columns columns_of(const struct page *page)
{
    struct columns shown = {0};
    for (size_t i = 0; i < page->plan->issues.len; i++) {
        shown.who = shown.who || page->issues[i].who;
        shown.proof = shown.proof || page->issues[i].asks;
    }
    return shown;
}

static bool is_open(const struct page *page, size_t place)
{
    return page->issues[place].place != STANDING_DONE &&
           page->issues[place].place != STANDING_DROPPED;
}

static void add_state(struct sheet *sheet, size_t place)
{
    const struct page *page = sheet->page;
    const struct page_issue *issue = &page->issues[place];
    html_addf(sheet->out, "<td>%s %s", places[issue->place].sign, places[issue->place].word);
    bool first = true;
    for (uint32_t i = 0; issue->place == STANDING_BLOCKED && i < issue->blocker_count; i++) {
        if (!is_open(page, issue->blockers[i]))
            continue;
        html_addf(sheet->out, "%s%s", first ? " by " : ", ",
                  page->plan->issues.items[issue->blockers[i]].id);
        first = false;
    }
    if (issue->place == STANDING_DONE && issue->closed_day != DAY_NONE)
        html_addf(sheet->out, " %s", sheet_day(sheet, issue->closed_day));
}

/* End tags that HTML lets out are left out: a page of 10,000 issues is a third smaller. */
static void add_issue(struct sheet *sheet, const struct columns *shown, size_t place)
{
    const struct plan_issue *issue = &sheet->page->plan->issues.items[place];
    const struct page_issue *about = &sheet->page->issues[place];
    str_add(sheet->out, "<tr><td>");
    sheet_issue_link(sheet, place);
    html_addf(sheet->out, "<td class=wide>%s", part_title(issue->id, issue->title));
    add_state(sheet, place);
    if (shown->who)
        html_addf(sheet->out, "<td>%s", about->who ? about->who : "");
    if (shown->proof)
        html_addf(sheet->out, "<td>%s%s", about->proven ? "✓ " : "",
                  !about->asks       ? ""
                  : about->has_proof ? proof_name(about->proof)
                                     : "not shown");
    str_add(sheet->out, "\n");
}

/* The positions of the issues of each milestone, one list behind the other; those without one are
 * last. */
static uint32_t *by_milestone(struct sheet *sheet, size_t *first)
{
    const struct page *page = sheet->page;
    const size_t groups = page->plan->milestones.len + 1, count = page->plan->issues.len;
    uint32_t *order = arena_calloc(sheet->arena, count + 1, sizeof *order);
    for (size_t i = 0; i < count; i++) {
        const int32_t milestone = page->issues[i].milestone;
        first[(milestone < 0 ? groups - 1 : (size_t)milestone) + 1]++;
    }
    for (size_t i = 0; i < groups; i++)
        first[i + 1] += first[i];
    size_t *at = arena_calloc(sheet->arena, groups, sizeof *at);
    for (size_t i = 0; i < count; i++) {
        const int32_t milestone = page->issues[i].milestone;
        const size_t group = milestone < 0 ? groups - 1 : (size_t)milestone;
        order[first[group] + at[group]++] = (uint32_t)i;
    }
    return order;
}

static void add_group(struct sheet *sheet, const struct columns *shown, size_t group,
                      const uint32_t *order, size_t count)
{
    const struct plan *plan = sheet->page->plan;
    const bool open = plan->issues.len <= SHEET_ISSUES_MAX;
    const char *id = group < plan->milestones.len ? plan->milestones.items[group].id : "";
    const char *title = group < plan->milestones.len
                            ? part_title(id, plan->milestones.items[group].title)
                            : "Without a milestone";
    size_t done = 0;
    for (size_t i = 0; i < count; i++)
        done += sheet->page->issues[order[i]].place == STANDING_DONE;
    html_addf(sheet->out,
              "<details class=\"list\"%s><summary><span class=\"id\">%s</span> %s <span "
              "class=\"soft\">%zu of %zu "
              "done</span></summary>\n",
              open ? " open" : "", id, sheet_short(sheet, title, SHEET_TITLE_COLUMNS), done, count);
    sheet_scroll_begin(sheet,
                       arena_printf(sheet->arena, "Issues of %s", *id ? id : "no milestone"));
    html_addf(sheet->out,
              "<table class=even><thead><tr><th scope=col>Issue<th scope=col class=wide>Title<th "
              "scope=col>State");
    str_add(sheet->out, shown->who ? "<th scope=col>Who" : "");
    str_add(sheet->out, shown->proof ? "<th scope=col>Proof" : "");
    str_add(sheet->out, "</thead><tbody>\n");
    for (size_t i = 0; i < count; i++)
        add_issue(sheet, shown, order[i]);
    str_add(sheet->out, "</tbody></table>");
    sheet_scroll_end(sheet);
    str_add(sheet->out, "</details>\n");
}

void sheet_issues(struct sheet *sheet)
{
    const struct plan *plan = sheet->page->plan;
    const size_t groups = plan->milestones.len + 1;
    if (plan->issues.len == 0)
        return;
    size_t *first = arena_calloc(sheet->arena, groups + 1, sizeof *first);
    const uint32_t *order = by_milestone(sheet, first);
    const struct columns shown = columns_of(sheet->page);
    sheet_section(sheet, "issues", "Issues", NULL);
    for (size_t i = 0; i < groups; i++)
        if (first[i + 1] > first[i])
            add_group(sheet, &shown, i, order + first[i], first[i + 1] - first[i]);
    str_add(sheet->out, "</section>\n");
}
