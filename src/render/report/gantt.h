/* Bars on days: when what is worked on. Private to render/report. */
#ifndef ROADMAP_RENDER_REPORT_GANTT_H
#define ROADMAP_RENDER_REPORT_GANTT_H

#include "render/report/sheet.h"

struct gantt_row {
    const char *id, *title;
    bool heading; /* a milestone */
    bool done, critical;
    int32_t start_day, end_day;   /* DAY_NONE: no bar */
    int32_t latest_day;           /* DAY_NONE */
    int32_t due_day;              /* DAY_NONE */
    int32_t base_start, base_end; /* of the baseline; DAY_NONE */
};

struct gantt {
    const char *name, *title;
    VEC(struct gantt_row) rows;
};

/* The picture alone; nothing when no row has a day. */
void gantt_draw(struct sheet *sheet, const struct gantt *gantt);
/* What its signs mean. */
void gantt_legend(struct sheet *sheet);

#endif
