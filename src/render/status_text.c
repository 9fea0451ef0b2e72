#include "render/status_text.h"

#include "render/plan_parts.h"
#include "render/status_parts.h"

#define STALE_AFTER_MS (24 * 3600 * 1000LL)

/* Where nothing is known: what to do about it. */
static void put_way(struct pen *pen, bool read)
{
    pen_put(pen, ROLE_PLAIN, read ? "do it:  " : "read it:  ");
    pen_command(pen, part_command(pen, read ? "roadmap sync" : "roadmap status --fetch", NULL));
    pen_end(pen);
}

void status_put_reading(struct pen *pen, const struct status_report *report)
{
    const struct status_milestone *whole = &report->whole;
    if (report->ref)
        pen_wrapf(pen, ROLE_DIM, "The plan of %s. ", report->ref);
    if (whole->hours_total > 0)
        pen_wrapf(pen, ROLE_DIM, "Progress by effort, %s%g of %g h. ",
                  whole->hours_estimated ? "about " : "", whole->hours_done, whole->hours_total);
    char when[40];
    style_instant(pen->style, report->read_at_ms, when);
    bool today = when[2] == ':';
    bool stale = pen->style->now_ms - report->read_at_ms > STALE_AFTER_MS;
    pen_wrapf(pen, stale ? ROLE_CARE : ROLE_DIM, "Read from GitHub %s%s (again: --fetch)",
              today ? "today " : "", when);
    pen_end(pen);
}

void status_text(struct arena *arena, const struct style *style, const struct status_report *report,
                 struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    pen_put(&pen, status_word_role(report->outlook), status_word(report->outlook));
    status_put_sentence(&pen, report, NULL);
    status_put_age(&pen, report->read_at_ms);
    pen_end(&pen);
    if (style->quiet)
        return;
    status_put_counts(&pen, report);
    if (report->outlook != OUTLOOK_NO_DATA) {
        status_put_table(&pen, report);
        status_put_lists(&pen, report);
    }
    pen_blank(&pen);
    if (report->outlook == OUTLOOK_NO_DATA)
        put_way(&pen, report->read_at_ms > 0);
    else
        status_put_reading(&pen, report);
}
