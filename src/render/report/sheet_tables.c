/* The sections that are tables and nothing else. */
#include "base/str.h"
#include "render/pen.h"
#include "render/plan_parts.h"
#include "render/report/sheet.h"

/* ---- milestones ---- */

static void add_progress(struct sheet *sheet, const struct status_milestone *milestone)
{
    const int percent = milestone->hours_total > 0
                            ? (int)(milestone->hours_done * 100 / milestone->hours_total)
                            : 0;
    str_add(sheet->out, "<td class=\"nowrap\">");
    sheet_bar(sheet, milestone->hours_done, milestone->hours_total);
    html_addf(sheet->out, "%s%d&nbsp;%%</td><td class=\"n\">%lld/%lld</td>",
              milestone->hours_estimated ? "~" : "", percent, (long long)milestone->done,
              (long long)milestone->total);
    if (milestone->asked > 0)
        html_addf(sheet->out, "<td class=\"n\">%lld/%lld</td>", (long long)milestone->proven,
                  (long long)milestone->asked);
    else if (sheet->page->status.whole.asked > 0)
        str_add(sheet->out, "<td class=\"n\">–</td>");
}

static void add_slack(struct sheet *sheet, const struct status_milestone *milestone)
{
    if (!milestone->slack_known)
        str_add(sheet->out, "<td class=\"n\"></td>");
    else if (milestone->slack_days < 0)
        html_addf(sheet->out, "<td class=\"n bad\">%d d late</td>", -milestone->slack_days);
    else
        html_addf(sheet->out, "<td class=\"n\">%d d</td>", milestone->slack_days);
}

static void add_dates(struct sheet *sheet, const struct status_milestone *milestone)
{
    html_addf(sheet->out, "<td class=\"day\">%s</td><td class=\"day\">%s</td>",
              sheet_day(sheet, milestone->due_day),
              milestone->complete ? "" : sheet_day(sheet, milestone->expected_day));
    add_slack(sheet, milestone);
}

static const char *state_word(const struct status_milestone *milestone)
{
    if (milestone->closed)
        return "closed";
    if (milestone->complete)
        return "still open";
    if (milestone->slack_known && milestone->slack_days < 0)
        return "late";
    return milestone->done > 0 ? "begun" : "";
}

static void add_milestone(struct sheet *sheet, size_t place)
{
    const struct status_milestone *milestone = &sheet->page->status.milestones.items[place];
    html_addf(sheet->out,
              "<tr><th scope=\"row\" class=\"wide\"><span class=\"id\">%s</span> %s</th>",
              milestone->id,
              sheet_short(sheet, part_title(milestone->id, milestone->title), SHEET_TITLE_COLUMNS));
    add_progress(sheet, milestone);
    add_dates(sheet, milestone);
    html_addf(sheet->out, "<td>%s</td></tr>\n", state_word(milestone));
}

void sheet_milestones(struct sheet *sheet)
{
    const struct status_report *status = &sheet->page->status;
    if (status->milestones.len == 0)
        return;
    sheet_section(sheet, "milestones", "Milestones", NULL);
    sheet_scroll_begin(sheet, "Milestones");
    str_add(sheet->out,
            "<table><thead><tr><th scope=\"col\">Milestone</th><th scope=\"col\">Effort "
            "done</th><th scope=\"col\" class=\"n\">Issues</th>");
    if (status->whole.asked > 0)
        str_add(sheet->out, "<th scope=\"col\" class=\"n\">Proven</th>");
    str_add(sheet->out, "<th scope=\"col\">Due</th><th scope=\"col\">Expected</th><th "
                        "scope=\"col\" class=\"n\">Slack</th><th "
                        "scope=\"col\">State</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < status->milestones.len; i++)
        add_milestone(sheet, i);
    str_add(sheet->out, "<tr class=\"sum\"><th scope=\"row\">Whole plan</th>");
    add_progress(sheet, &status->whole);
    struct status_milestone whole = status->whole;
    whole.expected_day =
        sheet->page->has_schedule ? sheet->page->schedule.schedule.end_day : DAY_NONE;
    add_dates(sheet, &whole);
    str_add(sheet->out, "<td></td></tr>\n</tbody></table>");
    sheet_scroll_end(sheet);
    str_add(sheet->out, "</section>\n");
}

/* ---- gates ---- */

static const char *criterion_asks(struct sheet *sheet, const struct plan_criterion *criterion)
{
    struct arena *arena = sheet->arena;
    if (criterion->all_issues)
        return "all issues of the milestone";
    if (criterion->issues.len)
        return arena_printf(arena, "issues %s",
                            text_list(arena, criterion->issues.items, criterion->issues.len));
    if (criterion->checks.len)
        return arena_printf(arena, "checks %s",
                            text_list(arena, criterion->checks.items, criterion->checks.len));
    if (criterion->signoff.len)
        return arena_printf(arena, "signed off by %s",
                            text_list(arena, criterion->signoff.items, criterion->signoff.len));
    return "";
}

static size_t place_of(const struct page *page, const char *id)
{
    for (size_t i = 0; i < page->plan->issues.len; i++)
        if (text_eq(page->plan->issues.items[i].id, id))
            return i;
    return page->plan->issues.len;
}

static const char *issues_known(struct sheet *sheet, const struct plan_criterion *criterion,
                                size_t milestone)
{
    const struct page *page = sheet->page;
    int64_t done = 0, all = 0;
    if (criterion->all_issues) {
        done = page->status.milestones.items[milestone].done;
        all = page->status.milestones.items[milestone].total;
    }
    for (size_t i = 0; i < criterion->issues.len; i++) {
        const size_t place = place_of(page, criterion->issues.items[i]);
        all++;
        done += place < page->plan->issues.len && page->issues[place].place == STANDING_DONE;
    }
    return arena_printf(sheet->arena, "%s: %lld of %lld closed",
                        all > 0 && done == all ? "✓ holds" : "· not yet", (long long)done,
                        (long long)all);
}

/* What is known without asking anything again. */
static const char *criterion_known(struct sheet *sheet, const struct plan_criterion *criterion,
                                   size_t milestone)
{
    if (criterion->all_issues || criterion->issues.len)
        return issues_known(sheet, criterion, milestone);
    if (criterion->signed_by)
        return arena_printf(sheet->arena, "✓ signed by %s%s%s", criterion->signed_by,
                            criterion->signed_on == DAY_NONE ? "" : ", ",
                            sheet_day(sheet, criterion->signed_on));
    if (criterion->signoff.len)
        return "· waits for its signature";
    return "? not asked here";
}

static void add_gate(struct sheet *sheet, size_t place)
{
    const struct plan_milestone *milestone = &sheet->page->plan->milestones.items[place];
    html_addf(sheet->out,
              "<tbody><tr class=\"group\"><th scope=\"rowgroup\" colspan=\"3\"><span class=\"id\">"
              "%s</span> %s</th></tr>\n",
              milestone->id, part_title(milestone->id, milestone->title));
    for (size_t i = 0; i < milestone->gate.len; i++) {
        const struct plan_criterion *criterion = &milestone->gate.items[i];
        html_addf(sheet->out, "<tr><td class=\"wide\">%s</td><td>%s</td><td>%s</td></tr>\n",
                  criterion->text ? criterion->text : criterion->id,
                  criterion_asks(sheet, criterion), criterion_known(sheet, criterion, place));
    }
    str_add(sheet->out, "</tbody>\n");
}

void sheet_gates(struct sheet *sheet)
{
    const struct plan *plan = sheet->page->plan;
    size_t gates = 0;
    for (size_t i = 0; i < plan->milestones.len; i++)
        gates += plan->milestones.items[i].gate.len > 0;
    if (gates == 0)
        return;
    sheet_section(sheet, "gates", "Go or no-go",
                  "What each gate of the plan asks for, and what is known of it. Unknown counts as "
                  "no.");
    sheet_scroll_begin(sheet, "Gates");
    str_add(sheet->out, "<table><thead><tr><th scope=\"col\">Criterion</th><th "
                        "scope=\"col\">Asks for</th><th scope=\"col\">Known</th></tr></thead>\n");
    for (size_t i = 0; i < plan->milestones.len; i++)
        if (plan->milestones.items[i].gate.len > 0)
            add_gate(sheet, i);
    str_add(sheet->out, "</table>");
    sheet_scroll_end(sheet);
    str_add(sheet->out, "</section>\n");
}

/* ---- entities ---- */

static void add_entity(struct sheet *sheet, const struct matrix_row *row)
{
    const char *status = matrix_status(row);
    html_addf(sheet->out,
              "<tr><th scope=\"row\"><span class=\"id\">%s</span></th><td>%s</td><td>%s</td>"
              "<td class=\"wide\">%s</td>",
              row->entity->id, row->entity->store ? row->entity->store : "",
              row->entity->tenant ? "tenants" : "",
              row->migration  ? row->migration
              : row->searched ? "none makes it"
                              : "not looked for");
    const bool good = text_eq(status, "merged");
    const bool bad = text_eq(status, "missing") || text_eq(status, "dropped");
    html_addf(sheet->out, "<td class=\"nowrap %s\">%s %s</td><td>%s</td><td>%s</td></tr>\n",
              good  ? "good"
              : bad ? "bad"
                    : "",
              good  ? "✓"
              : bad ? "✗"
                    : "·",
              text_eq(status, "not_searched") ? "not searched" : status,
              row->migration ? proof_name(row->proof) : "",
              text_list(sheet->arena, row->issues.items, row->issues.len));
}

void sheet_entities(struct sheet *sheet)
{
    const struct matrix_report *matrix = &sheet->page->matrix;
    if (matrix->rows.len == 0)
        return;
    sheet_section(sheet, "entities", "Entities",
                  "Which migration makes the table of each entity, where it stands, and how far it "
                  "is proven.");
    sheet_scroll_begin(sheet, "Entities");
    str_add(sheet->out,
            "<table><thead><tr><th scope=\"col\">Entity</th><th scope=\"col\">Store</th><th "
            "scope=\"col\">Belongs to</th><th scope=\"col\">Migration</th><th "
            "scope=\"col\">Stands</th><th scope=\"col\">Proof</th><th scope=\"col\">Issues</th>"
            "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < matrix->rows.len; i++)
        add_entity(sheet, &matrix->rows.items[i]);
    str_add(sheet->out, "</tbody></table>");
    sheet_scroll_end(sheet);
    str_add(sheet->out, "</section>\n");
}

/* ---- gaps ---- */

#define GAPS_MAX 200

static const char *const gap_headings[GAP_COUNT] = {
    [GAP_CLOSED] = "closed without proof",
    [GAP_CONTRADICTION] = "named for different issues",
    [GAP_UNKNOWN_ISSUE] = "names an issue that the plan does not have",
    [GAP_ORPHAN] = "no issue names it",
    [GAP_NO_WAY_BACK] = "no way back",
    [GAP_NO_MIGRATION] = "migrations are not there",
    [GAP_DEAD_PATTERN] = "a pattern takes nothing",
    [GAP_NO_TABLE] = "no table",
};

void sheet_gaps(struct sheet *sheet)
{
    const struct gap_report *gaps = &sheet->page->gaps;
    if (!sheet->page->has_evidence || (gaps->items.len == 0 && gaps->migrations == 0))
        return;
    sheet_section(sheet, "gaps", "Gaps",
                  gaps->items.len
                      ? "What does not fit together between the plan and its migrations."
                      : "None: the plan and its migrations fit together.");
    if (gaps->items.len > 0) {
        sheet_scroll_begin(sheet, "Gaps");
        str_add(sheet->out, "<table><thead><tr><th scope=\"col\">Where</th><th "
                            "scope=\"col\">What</th><th scope=\"col\">In detail</th></tr></thead>"
                            "\n<tbody>\n");
        for (size_t i = 0; i < gaps->items.len && i < GAPS_MAX; i++) {
            const struct gap *gap = &gaps->items.items[i];
            html_addf(sheet->out, "<tr><th scope=\"row\">%s", gap->subject);
            if (gap->line)
                html_addf(sheet->out, ":%u", gap->line);
            html_addf(sheet->out, "</th><td>%s</td><td class=\"wide\">%s</td></tr>\n",
                      gap_headings[gap->kind], gap->kind == GAP_ORPHAN ? "" : gap->message);
        }
        str_add(sheet->out, "</tbody></table>");
        sheet_scroll_end(sheet);
    }
    if (gaps->items.len > GAPS_MAX)
        html_addf(sheet->out, "<p class=\"soft\">and %zu more: <code>roadmap gaps</code></p>",
                  gaps->items.len - GAPS_MAX);
    str_add(sheet->out, "</section>\n");
}
