/* What waits for what: a picture while it can be read, and the same as a table. */
#include "base/map.h"
#include "base/str.h"
#include "render/pen.h"
#include "render/plan_parts.h"
#include "render/report/network.h"

#define NODES_MAX 100  /* that one picture shows */
#define WIDEST_MAX 14  /* side by side */
#define TABLE_MAX 2000 /* rows of the table; with more, only milestones */

static bool is_critical(const struct page *page, size_t issue)
{
    return page->has_schedule && issue < page->schedule.schedule.slot_count &&
           page->schedule.schedule.slots[issue].critical;
}

static struct network_node node_of(const struct page *page, size_t issue)
{
    const enum standing_place place = page->issues[issue].place;
    const bool critical = is_critical(page, issue);
    return (struct network_node){.id = page->plan->issues.items[issue].id,
                                 .title = page->plan->issues.items[issue].title,
                                 .sign = place == STANDING_DONE      ? "✓"
                                         : place == STANDING_BLOCKED ? "✗"
                                                                     : "·",
                                 .look = place == STANDING_DONE      ? "done"
                                         : critical                  ? "critical"
                                         : place == STANDING_BLOCKED ? "blocked"
                                                                     : ""};
}

/* Issues that something ties to another one; what was dropped blocks nobody. */
static void take_issues(struct sheet *sheet, struct network *network)
{
    const struct page *page = sheet->page;
    const size_t count = page->plan->issues.len;
    uint32_t *number = arena_calloc(sheet->arena, count + 1, sizeof *number); /* from 1 on */
    bool *tied = arena_calloc(sheet->arena, count + 1, sizeof *tied);
    for (size_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < page->issues[i].blocker_count; k++)
            tied[i] = tied[page->issues[i].blockers[k]] = true;
    for (size_t i = 0; i < count; i++) {
        if (!tied[i])
            continue;
        const struct network_node node = node_of(page, i);
        VEC_PUSH(sheet->arena, &network->nodes, node);
        number[i] = (uint32_t)network->nodes.len;
    }
    for (size_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < page->issues[i].blocker_count; k++) {
            const uint32_t from = page->issues[i].blockers[k];
            const struct network_edge edge = {.from = number[from] - 1,
                                              .to = number[i] - 1,
                                              .critical =
                                                  is_critical(page, i) && is_critical(page, from)};
            VEC_PUSH(sheet->arena, &network->edges, edge);
        }
}

/* One arrow for all links between two milestones. */
static void take_milestones(struct sheet *sheet, struct network *network)
{
    const struct page *page = sheet->page;
    const size_t count = page->plan->milestones.len;
    struct map *seen = map_new(sheet->arena);
    for (size_t i = 0; i < count; i++) {
        const struct status_milestone *status = &page->status.milestones.items[i];
        const struct network_node node = {.id = status->id,
                                          .title = status->title,
                                          .sign = status->complete ? "✓" : "·",
                                          .look = status->complete ? "done" : ""};
        VEC_PUSH(sheet->arena, &network->nodes, node);
    }
    for (size_t i = 0; i < page->plan->issues.len; i++)
        for (uint32_t k = 0; k < page->issues[i].blocker_count; k++) {
            const int32_t from = page->issues[page->issues[i].blockers[k]].milestone;
            const int32_t to = page->issues[i].milestone;
            const char *key = arena_printf(sheet->arena, "%d %d", (int)from, (int)to);
            if (from < 0 || to < 0 || from == to || map_put(seen, key, seen))
                continue;
            const struct network_edge edge = {.from = (uint32_t)from, .to = (uint32_t)to};
            VEC_PUSH(sheet->arena, &network->edges, edge);
        }
}

static bool draw(struct sheet *sheet, struct network *network)
{
    int widest = 0;
    if (network->nodes.len == 0 || network->nodes.len > NODES_MAX || network->edges.len == 0)
        return false;
    const int levels = network_levels(network, &widest);
    if (widest > WIDEST_MAX)
        return false;
    str_add(sheet->out, "<figure>");
    sheet_scroll_begin(sheet, network->title);
    network_draw(sheet, network, levels, widest);
    sheet_scroll_end(sheet);
    html_addf(sheet->out, "<figcaption>%s</figcaption></figure>\n",
              "✓ done, ✗ and a broken line: blocked, a red border: on the critical path.");
    return true;
}

static void add_milestones_table(struct sheet *sheet, const struct network *network)
{
    str_add(sheet->out, "<details><summary>The same as a table</summary>\n");
    sheet_scroll_begin(sheet, "Which milestone waits for which, as a table");
    str_add(sheet->out, "<table><thead><tr><th scope=col>Milestone<th scope=col>Is waited for by"
                        "</thead><tbody>\n");
    for (size_t i = 0; i < network->edges.len; i++)
        html_addf(sheet->out, "<tr><td>%s<td>%s\n",
                  network->nodes.items[network->edges.items[i].from].id,
                  network->nodes.items[network->edges.items[i].to].id);
    str_add(sheet->out, "</tbody></table>");
    sheet_scroll_end(sheet);
    str_add(sheet->out, "</details>\n");
}

static void add_pictures(struct sheet *sheet)
{
    struct network issues = {.name = "network-picture", .title = "What waits for what"};
    struct network milestones = {.name = "network-picture",
                                 .title = "Which milestone waits for which"};
    if (sheet->page->plan->issues.len <= SHEET_ISSUES_MAX) {
        take_issues(sheet, &issues);
        if (draw(sheet, &issues))
            return;
    }
    take_milestones(sheet, &milestones);
    if (draw(sheet, &milestones))
        add_milestones_table(sheet, &milestones);
    else
        str_add(sheet->out, "<p class=\"lead\">There are too many to draw.</p>\n");
}

static void add_table(struct sheet *sheet, size_t links)
{
    const struct page *page = sheet->page;
    if (links > TABLE_MAX) {
        html_addf(sheet->out,
                  "<p class=\"lead\">%s; the lists of issues below name what blocks "
                  "each.</p>\n",
                  text_count(sheet->arena, (int64_t)links, "link", NULL));
        return;
    }
    str_add(sheet->out, "<details><summary>What waits for what, issue by issue</summary>\n");
    sheet_scroll_begin(sheet, "What waits for what, issue by issue");
    str_add(sheet->out, "<table><thead><tr><th scope=col>Issue<th scope=col class=wide>Title<th "
                        "scope=col>Waits for</thead><tbody>\n");
    for (size_t i = 0; i < page->plan->issues.len; i++) {
        const struct page_issue *issue = &page->issues[i];
        if (issue->blocker_count == 0)
            continue;
        str_add(sheet->out, "<tr><td>");
        sheet_issue_link(sheet, i);
        html_addf(sheet->out, "<td>%s<td>",
                  part_title(page->plan->issues.items[i].id, page->plan->issues.items[i].title));
        for (uint32_t k = 0; k < issue->blocker_count; k++)
            html_addf(sheet->out, "%s%s%s", k ? ", " : "",
                      page->issues[issue->blockers[k]].place == STANDING_DONE ? "✓ " : "",
                      page->plan->issues.items[issue->blockers[k]].id);
        str_add(sheet->out, "\n");
    }
    str_add(sheet->out, "</tbody></table>");
    sheet_scroll_end(sheet);
    str_add(sheet->out, "</details>\n");
}

void sheet_network(struct sheet *sheet)
{
    const struct page *page = sheet->page;
    size_t links = 0;
    for (size_t i = 0; i < page->plan->issues.len; i++)
        links += page->issues[i].blocker_count;
    if (links == 0)
        return;
    sheet_section(sheet, "dependencies", "Dependencies", NULL);
    add_pictures(sheet);
    add_table(sheet, links);
    str_add(sheet->out, "</section>\n");
}
