#include "render/report/chart.h"

#define LABEL_WIDTH 76 /* "28 Sep 2026" in 12 px, and a gap */

int chart_x(const struct chart *chart, int32_t day)
{
    const int64_t days = (int64_t)chart->last - chart->first;
    if (day <= chart->first || days <= 0)
        return chart->left;
    if (day >= chart->last)
        return chart->left + chart->width;
    return chart->left + (int)(((int64_t)day - chart->first) * chart->width / days);
}

/* Days between two labels. */
static int64_t step_of(const struct chart *chart)
{
    static const int steps[] = {1, 2, 7, 14, 28, 56, 91, 182, 364, 728, 1820, 3640};
    const int64_t days = (int64_t)chart->last - chart->first;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (days <= 0 || (int64_t)steps[i] * chart->width >= LABEL_WIDTH * days)
            return steps[i];
    return days;
}

void chart_days(struct sheet *sheet, const struct chart *chart)
{
    const int64_t step = step_of(chart);
    const int bottom = chart->top + chart->height;
    for (int64_t day = chart->first; day <= chart->last; day += step) {
        const int x = chart_x(chart, (int32_t)day);
        html_addf(sheet->out, "<path class=\"grid\" d=\"M%d %dV%d\"/>", x, chart->top, bottom);
        /* What stands to the right of the plot keeps its place. */
        if (x + LABEL_WIDTH <= chart->left + chart->width)
            html_addf(sheet->out, "<text class=\"k\" x=\"%d\" y=\"%d\">%s</text>", x, bottom + 16,
                      sheet_day(sheet, (int32_t)day));
        str_add(sheet->out, "\n");
    }
    html_addf(sheet->out, "<path class=\"axis\" d=\"M%d %dH%d\"/>\n", chart->left, bottom,
              chart->left + chart->width);
}

void chart_today(struct sheet *sheet, const struct chart *chart, int32_t today)
{
    if (today < chart->first || today > chart->last)
        return;
    const int x = chart_x(chart, today);
    const bool right = x > chart->left + chart->width / 2;
    html_addf(sheet->out,
              "<path class=\"today\" d=\"M%d %dV%d\"/><text x=\"%d\" y=\"%d\" "
              "text-anchor=\"%s\">today</text>\n",
              x, chart->top, chart->top + chart->height, x, chart->top - 6,
              right ? "end" : "start");
}

void chart_begin(struct sheet *sheet, const char *name, int width, int height, const char *title,
                 const char *description)
{
    html_addf(sheet->out,
              "<svg class=\"picture\" role=\"img\" aria-labelledby=\"%s-t %s-d\" width=\"%d\" "
              "height=\"%d\" viewBox=\"0 0 %d %d\"><title id=\"%s-t\">%s</title><desc "
              "id=\"%s-d\">%s</desc>\n",
              name, name, width, height, width, height, name, title, name, description);
}

void chart_end(struct sheet *sheet)
{
    str_add(sheet->out, "</svg>\n");
}
