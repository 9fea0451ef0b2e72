/* The pieces of the screens of status: of one plan, and of several. Private to render. */
#ifndef ROADMAP_RENDER_STATUS_PARTS_H
#define ROADMAP_RENDER_STATUS_PARTS_H

#include "model/report.h"
#include "render/table.h"

#define STATUS_NARROW_BELOW 60
#define STATUS_WIDE_FROM 120

/* "On track", "Late" … */
const char *status_word(enum outlook outlook);
enum role status_word_role(enum outlook outlook);
/* What stands behind that word, its full stop included. `name`: which of several plans; NULL. */
void status_put_sentence(struct pen *pen, const struct status_report *report, const char *name);
/* " This is 9 days old." */
void status_put_age(struct pen *pen, int64_t read_at_ms);
/* A line of its own: "1 issue blocked, 1 not in the plan." Nothing where nothing is so. */
void status_put_counts(struct pen *pen, const struct status_report *report);

const char *status_bar(struct arena *arena, const struct status_milestone *milestone);
const char *status_percent(struct arena *arena, const struct status_milestone *milestone);
/* "2/5" */
const char *status_share(struct arena *arena, int64_t part, int64_t whole);
struct table_cell status_due(const struct pen *pen, const struct status_milestone *milestone);
struct table_cell status_slack(struct arena *arena, const struct status_milestone *milestone);

/* The milestones, with -v their issues. */
void status_put_table(struct pen *pen, const struct status_report *report);
/* In work, ready, blocked, look at. */
void status_put_lists(struct pen *pen, const struct status_report *report);
/* "Progress by effort, 62 of 310 h. Read from GitHub today 09:12 (again: --fetch)" */
void status_put_reading(struct pen *pen, const struct status_report *report);

#endif
