/* What the parts of the page share. Private to render/report. */
#ifndef ROADMAP_RENDER_REPORT_SHEET_H
#define ROADMAP_RENDER_REPORT_SHEET_H

#include "model/page.h"
#include "render/report/html.h"
#include "render/style.h"

/* Above so many issues a picture shows milestones, and an issue is one row of a table. */
#define SHEET_ISSUES_MAX 500
/* A title in a table of milestones. */
#define SHEET_TITLE_COLUMNS 100

struct sheet {
    struct arena *arena;
    const struct style *style;
    const struct page *page;
    struct str *out;
};

/* A heading with its anchor. */
void sheet_section(struct sheet *sheet, const char *anchor, const char *title, const char *lead);
/* A box that scrolls sideways when what is in it is wider than the screen. */
void sheet_scroll_begin(struct sheet *sheet, const char *label);
void sheet_scroll_end(struct sheet *sheet);
/* A bar of `done` of `total`; says nothing to a screen reader: the number stands beside it. */
void sheet_bar(struct sheet *sheet, double done, double total);
/* "13 Mar", with the year when it is another one; in the arena, "" for DAY_NONE. */
const char *sheet_day(struct sheet *sheet, int32_t day);
/* The same with the weekday when it is near. */
const char *sheet_day_long(struct sheet *sheet, int32_t day);
/* `lead` and "12 working days late" or "3 working days of slack"; "" while it is not known, and for
 * one that is complete. */
const char *sheet_slack(struct sheet *sheet, const struct status_milestone *milestone,
                        const char *lead);
/* Shortened at a word, for lists where each entry has one line. */
const char *sheet_short(struct sheet *sheet, const char *text, int columns);
/* The id of an issue of the plan, a link to it where it is on GitHub. */
void sheet_issue_link(struct sheet *sheet, size_t place);

/* The parts of the page, in its order. */
void sheet_first(struct sheet *sheet);
void sheet_brief(struct sheet *sheet); /* within the first one: the cards in short */
void sheet_cards(struct sheet *sheet); /* the same: what changed, what blocks, what to decide */
void sheet_milestones(struct sheet *sheet);
void sheet_burnup(struct sheet *sheet);
void sheet_schedule(struct sheet *sheet);
void sheet_network(struct sheet *sheet);
void sheet_gates(struct sheet *sheet);
void sheet_entities(struct sheet *sheet);
void sheet_gaps(struct sheet *sheet);
void sheet_issues(struct sheet *sheet);

#endif
