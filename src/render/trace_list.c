#include "render/trace_parts.h"

#include "base/day.h"
#include "render/plan_parts.h"
#include "render/table.h"

static void put_all_line(struct pen *pen, const struct trace_report *report)
{
    size_t asked = 0, proven = 0, broken = 0;
    for (size_t i = 0; i < report->issues.len; i++) {
        asked += report->issues.items[i].asks;
        proven += report->issues.items[i].asks && report->issues.items[i].proven;
        broken += trace_closed_without_proof(&report->issues.items[i]);
    }
    if (asked == 0) {
        pen_wrapf(pen, ROLE_PLAIN, "No issue of %zu asks for proof.", report->issues.len);
    } else {
        pen_wrapf(pen, proven == asked ? ROLE_GOOD_VERDICT : ROLE_STRONG, "%zu of %zu", proven,
                  asked);
        pen_wrapf(pen, ROLE_PLAIN, " proven, of %s",
                  text_count(pen->arena, (int64_t)report->issues.len, "issue", NULL));
        if (broken)
            pen_wrapf(pen, ROLE_BAD, "; %zu closed without proof", broken);
        pen_wrap(pen, ROLE_PLAIN, ".");
    }
    pen_end(pen);
}

static enum sign sign_of_issue(const struct trace_issue *issue)
{
    if (!issue->asks)
        return SIGN_NONE;
    if (issue->proven)
        return SIGN_PASS;
    for (int i = PROOF_NAMED; i < PROOF_COUNT; i++)
        if (issue->rungs[i].state == TRACE_FAILS)
            return SIGN_FAIL;
        else if (issue->rungs[i].state == TRACE_UNKNOWN)
            return SIGN_UNKNOWN;
    return SIGN_NOT_YET;
}

static void put_orphans(struct pen *pen, const struct trace_report *report)
{
    if (report->orphans.len == 0)
        return;
    pen_blank(pen);
    pen->indent = 4;
    pen_to(pen, 2, 0);
    pen_put(pen, ROLE_PLAIN, "Migrations that no issue names");
    pen_end(pen);
    for (size_t i = 0; i < report->orphans.len; i++) {
        pen_to(pen, 4, 0);
        pen_whole(pen, ROLE_PLAIN, report->orphans.items[i].path);
        pen_end(pen);
    }
}

void trace_put_all(struct pen *pen, const struct trace_report *report)
{
    static const struct table_column columns[] = {
        {0},
        {.heading = "Issue"},
        {.heading = "", .flexible = true, .min_width = 14, .drop = 3},
        {.heading = "Presence"},
        {.heading = "Proof"},
        {.heading = "GitHub", .drop = 1}};
    put_all_line(pen, report);
    if (pen->style->quiet)
        return;
    struct table table;
    table_init(&table, pen->arena, columns, sizeof columns / sizeof *columns, 2);
    for (size_t i = 0; i < report->issues.len; i++) {
        const struct trace_issue *issue = &report->issues.items[i];
        const enum sign sign = sign_of_issue(issue);
        struct table_cell *cells = table_row(&table);
        cells[0] = (struct table_cell){sign == SIGN_NONE ? NULL : style_sign(pen->style, sign),
                                       style_sign_role(sign)};
        cells[1] = (struct table_cell){issue->issue->id, ROLE_STRONG};
        cells[2].text = part_title(issue->issue->id, issue->issue->title);
        cells[3].text = issue->has_subjects ? presence_name(issue->presence) : "";
        cells[4].text = issue->asks ? proof_name(issue->proof) : "–";
        cells[5] = (struct table_cell){issue->state, ROLE_DIM};
    }
    pen_blank(pen);
    table_print(&table, pen);
    put_orphans(pen, report);
    pen_blank(pen);
    pen->indent = 2;
    pen_to(pen, 2, 0);
    pen_put(pen, ROLE_PLAIN, "one of them:  ");
    pen_command(pen, part_command(pen, "roadmap trace", "ID"));
    pen_end(pen);
}

void trace_put_file(struct pen *pen, const struct trace_file *file)
{
    pen->indent = 2;
    pen_whole(pen, ROLE_PLAIN, file->path);
    if (file->issues.len == 0)
        pen_wrap(pen, ROLE_CARE, " is for no issue of the plan.");
    else
        pen_wrap(pen, ROLE_PLAIN, " is for");
    for (size_t i = 0; i < file->issues.len; i++) {
        pen_wrapf(pen, ROLE_STRONG, "%s%s", i ? ", " : " ", file->issues.items[i]);
        pen_wrapf(pen, ROLE_PLAIN, " (%s)", file->links.items[i]);
    }
    if (file->issues.len > 0)
        pen_wrap(pen, ROLE_PLAIN, ".");
    pen_end(pen);
    if (pen->style->quiet)
        return;
    pen_blank(pen);
    char since[24];
    style_day_number(pen->style, instant_day(file->since_ms), since);
    pen_to(pen, 2, 0);
    pen_wrap(pen, ROLE_PLAIN, presence_name(file->presence));
    if (file->since_ms)
        pen_wrapf(pen, ROLE_PLAIN, " since %s", since);
    pen_end(pen);
    pen_to(pen, 2, 0);
    if (file->issues.len > 0) {
        pen_put(pen, ROLE_PLAIN, "the whole issue:  ");
        pen_command(pen, part_command(pen, "roadmap trace", file->issues.items[0]));
    } else {
        pen_wrap(pen, ROLE_PLAIN, "tie it to one by a comment on top:  -- roadmap: ID");
    }
    pen_end(pen);
}
