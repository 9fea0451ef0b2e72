/* Days along the bottom of a picture. Private to render/report. */
#ifndef ROADMAP_RENDER_REPORT_CHART_H
#define ROADMAP_RENDER_REPORT_CHART_H

#include "render/report/sheet.h"

struct chart {
    int left, top, width, height; /* of the plot, in user units */
    int32_t first, last;          /* days */
};

/* Where a day begins; days outside go to the edges. */
int chart_x(const struct chart *chart, int32_t day);
/* Lines and labels of days below the plot, so far apart that no label meets another one. */
void chart_days(struct sheet *sheet, const struct chart *chart);
/* A line with "today" above it, when today is within. */
void chart_today(struct sheet *sheet, const struct chart *chart, int32_t today);
/* <svg> with its title and description, both read by a screen reader. `name` is its id. */
void chart_begin(struct sheet *sheet, const char *name, int width, int height, const char *title,
                 const char *description);
void chart_end(struct sheet *sheet);

#endif
