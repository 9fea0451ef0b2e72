#include "render/report/gantt.h"

#include "base/clean.h"
#include "base/utf8.h"
#include "render/pen.h"
#include "render/plan_parts.h"
#include "render/report/chart.h"

#define LABELS_WIDTH 270
#define LABEL_COLUMNS 34 /* of at most 7.5 user units each, at 12 px */
#define PLOT_WIDTH 650   /* with the labels as wide as paper can show */
#define MARGIN 12
#define ROW_HEIGHT 22

static void widen(struct chart *chart, int32_t day)
{
    if (day == DAY_NONE)
        return;
    if (chart->first == DAY_NONE || day < chart->first)
        chart->first = day;
    if (chart->last == DAY_NONE || day > chart->last)
        chart->last = day;
}

static struct chart plot_of(const struct gantt *gantt)
{
    struct chart chart = {.left = LABELS_WIDTH,
                          .top = 26,
                          .width = PLOT_WIDTH,
                          .height = (int)gantt->rows.len * ROW_HEIGHT + 6,
                          .first = DAY_NONE,
                          .last = DAY_NONE};
    for (size_t i = 0; i < gantt->rows.len; i++) {
        const struct gantt_row *row = &gantt->rows.items[i];
        widen(&chart, row->start_day);
        widen(&chart, row->end_day);
        widen(&chart, row->due_day);
        widen(&chart, row->base_start);
        widen(&chart, row->base_end);
    }
    if (chart.first != DAY_NONE) {
        chart.first -= 1;
        chart.last += 2;
    }
    return chart;
}

/* The end belongs to a bar, so that it goes to where the next day begins. */
static void add_bar(struct sheet *sheet, const struct chart *chart, const struct gantt_row *row,
                    int y)
{
    const int from = chart_x(chart, row->start_day), to = chart_x(chart, row->end_day + 1);
    const int height = row->heading ? 8 : row->critical ? 12 : 10;
    html_addf(sheet->out,
              "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\"/>",
              row->done       ? "bd"
              : row->critical ? "bc"
                              : "b",
              from, y - height / 2, to - from < 3 ? 3 : to - from, height, row->heading ? 0 : 3);
    if (row->latest_day != DAY_NONE && row->latest_day > row->end_day)
        html_addf(sheet->out, "<path class=\"slack\" d=\"M%d %dH%d\"/>", to, y,
                  chart_x(chart, row->latest_day + 1));
}

static void add_row(struct sheet *sheet, const struct chart *chart, const struct gantt_row *row,
                    int y)
{
    const char *label = arena_printf(sheet->arena, "%s%s %s", row->heading ? "" : "   ", row->id,
                                     part_title(row->id, row->title));
    html_addf(sheet->out, "<text x=\"%d\" y=\"%d\" class=\"%s\">%s</text>", row->heading ? 0 : 14,
              y + 4, row->heading ? "h" : "k",
              utf8_shorten(sheet->arena, clean_line(sheet->arena, label), LABEL_COLUMNS, false));
    if (row->base_start != DAY_NONE && row->base_end != DAY_NONE)
        html_addf(sheet->out, "<path class=\"base\" d=\"M%d %dH%d\"/>",
                  chart_x(chart, row->base_start), y + 8, chart_x(chart, row->base_end + 1));
    if (row->start_day != DAY_NONE && row->end_day != DAY_NONE)
        add_bar(sheet, chart, row, y);
    if (row->due_day != DAY_NONE) {
        const int x = chart_x(chart, row->due_day + 1);
        html_addf(sheet->out, "<path class=\"due\" d=\"M%d %dv16\"/>", x, y - 8);
    }
    str_add(sheet->out, "\n");
}

void gantt_draw(struct sheet *sheet, const struct gantt *gantt)
{
    const struct chart chart = plot_of(gantt);
    if (chart.first == DAY_NONE)
        return;
    chart_begin(sheet, gantt->name, LABELS_WIDTH + PLOT_WIDTH + MARGIN,
                chart.top + chart.height + 26, gantt->title,
                arena_printf(sheet->arena, "%s from %s to %s.",
                             text_count(sheet->arena, (int64_t)gantt->rows.len, "row", NULL),
                             sheet_day(sheet, chart.first + 1), sheet_day(sheet, chart.last - 2)));
    chart_days(sheet, &chart);
    for (size_t i = 0; i < gantt->rows.len; i++)
        add_row(sheet, &chart, &gantt->rows.items[i],
                chart.top + 3 + (int)i * ROW_HEIGHT + ROW_HEIGHT / 2);
    chart_today(sheet, &chart, sheet->page->today);
    chart_end(sheet);
}

void gantt_legend(struct sheet *sheet)
{
    static const struct {
        const char *sign, *word;
    } signs[] = {
        {"<rect class=\"bd\" y=\"1\" width=\"22\" height=\"8\"/>", "done"},
        {"<rect class=\"b\" y=\"1\" width=\"22\" height=\"8\"/>", "open"},
        {"<rect class=\"bc\" width=\"22\" height=\"11\"/>", "open, on the critical path"},
        {"<path class=\"slack\" d=\"M0 5H22\"/>", "slack"},
        {"<path class=\"due\" d=\"M11 0V11\"/>", "due"},
        {"<path class=\"base\" d=\"M0 6H22\"/>", "baseline"},
    };
    str_add(sheet->out, "<ul class=\"legend\" aria-hidden=\"true\">");
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        str_add(sheet->out, "<li><svg viewBox=\"0 0 22 11\">");
        str_add(sheet->out, signs[i].sign);
        html_addf(sheet->out, "</svg>%s</li>", signs[i].word);
    }
    str_add(sheet->out, "</ul>\n");
}
