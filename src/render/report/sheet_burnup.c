/* How much was in the plan, and how much of it was done, day by day. */
#include "base/str.h"
#include "render/pen.h"
#include "render/report/chart.h"

#define POINTS_MAX 400 /* more of them are thinned out, in the picture and in its table */
#define LABEL_HEIGHT 15

static const struct chart plot = {.left = 56, .top = 26, .width = 780, .height = 210};

struct graph {
    struct chart chart;
    const struct burnup_point *points;
    size_t count;
    int64_t top; /* the number at the upper edge */
};

/* Every nth, and the last one. */
static void take_points(struct sheet *sheet, struct graph *graph)
{
    const struct burnup_line *whole = &sheet->page->burnup.whole;
    const size_t stride = whole->points.len / POINTS_MAX + 1;
    struct burnup_point *points = arena_calloc(sheet->arena, whole->points.len + 1, sizeof *points);
    for (size_t i = 0; i < whole->points.len; i++)
        if (i % stride == 0 || i + 1 == whole->points.len)
            points[graph->count++] = whole->points.items[i];
    graph->points = points;
    for (size_t i = 0; i < graph->count; i++)
        if (points[i].scope > graph->top)
            graph->top = points[i].scope;
}

static int64_t step_of(int64_t top)
{
    for (int64_t ten = 1;; ten *= 10)
        for (int64_t factor = 1; factor <= 5; factor += factor == 1 ? 1 : 3)
            if (top <= 5 * factor * ten)
                return factor * ten;
}

static int y_of(const struct graph *graph, int64_t count)
{
    return plot.top + plot.height - (int)(count * plot.height / graph->top);
}

static void add_counts(struct sheet *sheet, const struct graph *graph)
{
    const int64_t step = step_of(graph->top);
    for (int64_t count = 0; count <= graph->top; count += step)
        html_addf(sheet->out,
                  "<path class=\"grid\" d=\"M%d %dH%d\"/><text class=\"k\" x=\"%d\" y=\"%d\" "
                  "text-anchor=\"end\">%lld</text>\n",
                  plot.left, y_of(graph, count), plot.left + plot.width, plot.left - 8,
                  y_of(graph, count) + 4, (long long)count);
}

static void add_steps(struct sheet *sheet, const struct graph *graph, bool scope)
{
    for (size_t i = 0; i < graph->count; i++) {
        const struct burnup_point *point = &graph->points[i];
        html_addf(sheet->out, i ? "H%dV%d" : "M%d %d", chart_x(&graph->chart, point->day),
                  y_of(graph, scope ? point->scope : point->done));
    }
    html_addf(sheet->out, "H%d", chart_x(&graph->chart, sheet->page->burnup.today));
}

/* What the lines end with, one above the other however near they are. */
static void add_ends(struct sheet *sheet, const struct graph *graph)
{
    const struct burnup_point *last = &graph->points[graph->count - 1];
    const int x = plot.left + plot.width + 8;
    int scope = y_of(graph, last->scope) + 4, done = y_of(graph, last->done) + 4;
    if (done - scope < LABEL_HEIGHT)
        done = scope + LABEL_HEIGHT;
    html_addf(sheet->out, "<text x=\"%d\" y=\"%d\">%lld in scope</text>", x, scope,
              (long long)last->scope);
    html_addf(sheet->out, "<text x=\"%d\" y=\"%d\">%lld done</text>\n", x, done,
              (long long)last->done);
}

static void add_picture(struct sheet *sheet, const struct graph *graph)
{
    const struct burnup_point *first = &graph->points[0], *last = &graph->points[graph->count - 1];
    const char *description = arena_printf(
        sheet->arena, "From %s to %s the scope went from %lld to %lld issues; %lld are done.",
        sheet_day(sheet, first->day), sheet_day(sheet, sheet->page->burnup.today),
        (long long)first->scope, (long long)last->scope, (long long)last->done);
    chart_begin(sheet, "burnup-picture", plot.left + plot.width + 110, plot.top + plot.height + 26,
                "Scope and work done", description);
    add_counts(sheet, graph);
    chart_days(sheet, &graph->chart);
    str_add(sheet->out, "<path class=\"area\" d=\"");
    add_steps(sheet, graph, false);
    html_addf(sheet->out, "V%dH%dZ\"/><path class=\"done\" d=\"", plot.top + plot.height,
              chart_x(&graph->chart, first->day));
    add_steps(sheet, graph, false);
    str_add(sheet->out, "\"/><path class=\"scope\" d=\"");
    add_steps(sheet, graph, true);
    str_add(sheet->out, "\"/>\n");
    chart_today(sheet, &graph->chart, sheet->page->burnup.today);
    add_ends(sheet, graph);
    chart_end(sheet);
}

static void add_days_table(struct sheet *sheet, const struct graph *graph)
{
    str_add(sheet->out, "<details><summary>The same as a table</summary>\n");
    sheet_scroll_begin(sheet, "Scope and work done by day");
    str_add(sheet->out, "<table><thead><tr><th scope=\"col\">From</th><th scope=\"col\" "
                        "class=\"n\">In scope</th><th scope=\"col\" class=\"n\">Done</th></tr>"
                        "</thead>\n<tbody>\n");
    for (size_t i = 0; i < graph->count; i++) {
        char day[11];
        day_format(graph->points[i].day, day);
        html_addf(sheet->out, "<tr><td>%s<td class=n>%lld<td class=n>%lld\n", day,
                  (long long)graph->points[i].scope, (long long)graph->points[i].done);
    }
    str_add(sheet->out, "</tbody></table>");
    sheet_scroll_end(sheet);
    str_add(sheet->out, "</details>\n");
}

static void add_milestones_table(struct sheet *sheet)
{
    const struct burnup *burnup = &sheet->page->burnup;
    if (burnup->milestones.len == 0)
        return;
    str_add(sheet->out, "<details><summary>Scope by milestone</summary>\n");
    sheet_scroll_begin(sheet, "Scope by milestone");
    str_add(sheet->out, "<table><thead><tr><th scope=\"col\">Milestone</th><th "
                        "scope=\"col\">Begins</th><th scope=\"col\" class=\"n\">Issues then</th>"
                        "<th scope=\"col\" class=\"n\">Issues now</th><th scope=\"col\" "
                        "class=\"n\">Done</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < burnup->milestones.len; i++) {
        const struct burnup_line *line = &burnup->milestones.items[i];
        if (line->points.len == 0)
            continue;
        const struct burnup_point *first = &line->points.items[0];
        const struct burnup_point *last = &line->points.items[line->points.len - 1];
        html_addf(sheet->out,
                  "<tr><td><span class=\"id\">%s</span><td>%s<td class=n>%lld<td class=n>%lld<td "
                  "class=n>%lld\n",
                  line->milestone, sheet_day(sheet, first->day), (long long)first->scope,
                  (long long)last->scope, (long long)last->done);
    }
    str_add(sheet->out, "</tbody></table>");
    sheet_scroll_end(sheet);
    str_add(sheet->out, "</details>\n");
}

static void add_notes(struct sheet *sheet)
{
    const struct burnup *burnup = &sheet->page->burnup;
    str_add(sheet->out,
            "<p class=\"lead\">The scope is what the plan's git history says at the "
            "end of each day; what is done is what GitHub closed as completed by then.");
    if (burnup->incomplete)
        html_addf(sheet->out, " The history is incomplete: %s.", burnup->incomplete);
    if (burnup->unreadable > 0)
        html_addf(sheet->out, " %s could not be read as a plan.",
                  text_count(sheet->arena, (int64_t)burnup->unreadable, "revision", NULL));
    if (burnup->uncommitted)
        str_add(sheet->out, " Today's scope is that of the work tree, and not committed.");
    str_add(sheet->out, "</p>\n");
}

/* What a line of one day would say. */
static void add_one_day(struct sheet *sheet, const struct graph *graph)
{
    const struct burnup_point *only = &graph->points[graph->count - 1];
    html_addf(sheet->out,
              "<p>The history begins today, %s, with %s in scope, of which %lld %s done: a "
              "picture needs a second day.</p>\n",
              sheet_day(sheet, sheet->page->burnup.today),
              text_count(sheet->arena, only->scope, "issue", NULL), (long long)only->done,
              only->done == 1 ? "is" : "are");
}

static void add_days(struct sheet *sheet, const struct graph *graph)
{
    str_add(sheet->out, "<figure>");
    sheet_scroll_begin(sheet, "Picture of scope and work done");
    add_picture(sheet, graph);
    sheet_scroll_end(sheet);
    str_add(sheet->out, "</figure>\n");
    add_days_table(sheet, graph);
}

void sheet_burnup(struct sheet *sheet)
{
    const struct burnup *burnup = &sheet->page->burnup;
    struct graph graph = {.chart = plot};
    if (burnup->whole.points.len == 0)
        return;
    take_points(sheet, &graph);
    if (graph.top == 0)
        return;
    const int32_t due = sheet->page->status.whole.due_day;
    graph.chart.first = burnup->first_day;
    graph.chart.last = due > burnup->today ? due : burnup->today;
    if (graph.chart.last < graph.chart.first + 7)
        graph.chart.last = graph.chart.first + 7;
    sheet_section(sheet, "burnup", "Scope and work done", NULL);
    add_notes(sheet);
    if (burnup->first_day >= burnup->today)
        add_one_day(sheet, &graph);
    else
        add_days(sheet, &graph);
    add_milestones_table(sheet);
    str_add(sheet->out, "</section>\n");
}
