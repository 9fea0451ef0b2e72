/* The living comment on a tracking issue: where the plan stands. */
#include <string.h>

#include "base/str.h"
#include "render/comment_text.h"
#include "render/markdown_text.h"
#include "render/pen.h"
#include "render/plan_parts.h"
#include "render/status_text.h"

#define TITLE_POINTS 80
#define REASON_POINTS 200
#define WIDE 4000        /* columns of a line that is never wrapped */
#define ROOM_NEEDED 4000 /* the longest row, with everything in it escaped, and the end */

struct writer {
    struct arena *arena;
    const struct comment_page *page;
    const struct status_report *status;
    struct str *out;
};

static void put(struct writer *writer, const char *text, size_t max_points)
{
    md_text(writer->out, writer->arena, text, max_points);
}

static bool has_room(const struct writer *writer)
{
    return writer->out->len + ROOM_NEEDED <= writer->page->limits.max_points;
}

/* What `status` says first. */
static const char *first_line(struct writer *writer)
{
    struct str text cleanup_str;
    struct style style = *writer->page->style;
    style.quiet = true;
    style.columns = WIDE;
    str_init(&text, 0);
    status_text(writer->arena, &style, writer->status, &text);
    return arena_strndup(writer->arena, text.p, strcspn(text.p, "\n"));
}

static void put_milestone(struct writer *writer, const struct status_milestone *at)
{
    char due[24];
    const int64_t percent = at->hours_total > 0
                                ? (int64_t)(at->hours_done * 100.0 / at->hours_total)
                            : at->total > 0 ? at->done * 100 / at->total
                                            : 0;
    style_day_number(writer->page->style, at->due_day, due);
    str_add(writer->out, "| **");
    put(writer, at->id ? at->id : "whole plan", TITLE_POINTS);
    str_add(writer->out, "** ");
    if (at->id)
        put(writer, part_title(at->id, at->title), TITLE_POINTS);
    str_addf(writer->out, " | %s%lld %% | %lld/%lld | ", at->hours_estimated ? "~" : "",
             (long long)percent, (long long)at->done, (long long)at->total);
    if (at->asked > 0)
        str_addf(writer->out, "%lld/%lld", (long long)at->proven, (long long)at->asked);
    str_addf(writer->out, " | %s | ", due);
    if (at->slack_known)
        str_addf(writer->out, "%d d", at->slack_days);
    str_add(writer->out, " |\n");
}

static void put_table(struct writer *writer)
{
    const struct status_report *status = writer->status;
    size_t shown = 0;
    str_add(writer->out, "| Milestone | Progress | Done | Proven | Due | Slack |\n"
                         "|:--|--:|--:|--:|:--|--:|\n");
    while (shown < status->milestones.len && shown < writer->page->limits.checks &&
           has_room(writer))
        put_milestone(writer, &status->milestones.items[shown++]);
    if (shown < status->milestones.len)
        str_addf(writer->out, "| and %zu more | | | | | |\n", status->milestones.len - shown);
    put_milestone(writer, &status->whole);
    str_addc(writer->out, '\n');
}

static void put_blocked(struct writer *writer)
{
    const struct status_list *blocked = &writer->status->blocked;
    size_t shown = 0;
    for (; shown < blocked->len && shown < writer->page->limits.looks && has_room(writer);
         shown++) {
        const struct status_issue *issue = &blocked->items[shown];
        str_add(writer->out, shown == 0 ? "Blocked:\n- " : "- ");
        put(writer, issue->id, TITLE_POINTS);
        str_addc(writer->out, ' ');
        put(writer, part_title(issue->id, issue->title), TITLE_POINTS);
        for (uint32_t i = 0; i < issue->blocked_by.len && i < 3; i++) {
            str_add(writer->out, i == 0 ? ", by " : ", ");
            put(writer, issue->blocked_by.items[i], TITLE_POINTS);
        }
        str_addc(writer->out, '\n');
    }
    const size_t left = blocked->len - shown + blocked->more;
    if (left > 0)
        str_addf(writer->out, "- and %zu more\n", left);
    if (shown > 0)
        str_addc(writer->out, '\n');
}

/* `DB-001 is closed, but ...`, `#8 "Too slow" is in M1, not in the plan` */
static void put_look(struct writer *writer, const struct report_line *line)
{
    put(writer,
        line->id ? line->id : arena_printf(writer->arena, "#%lld", (long long)line->number.v),
        TITLE_POINTS);
    str_add(writer->out, line->kind == KIND_MILESTONE ? ": " : " ");
    if (line->title) {
        str_addc(writer->out, '"');
        put(writer, line->title, TITLE_POINTS);
        str_add(writer->out, "\" ");
    }
    put(writer, line->reason, REASON_POINTS);
    str_addc(writer->out, '\n');
}

static void put_look_at(struct writer *writer)
{
    const struct status_report *status = writer->status;
    size_t shown = 0;
    for (; shown < status->look_at.len && shown < writer->page->limits.looks && has_room(writer);
         shown++) {
        const struct report_line *line = &status->look_at.items[shown];
        str_add(writer->out, shown == 0 ? "Needs a look:\n- " : "- ");
        put_look(writer, line);
    }
    if (shown < status->look_at.len)
        str_addf(writer->out, "- and %zu more\n", status->look_at.len - shown);
    if (shown > 0)
        str_addc(writer->out, '\n');
}

char *comment_status_markdown(struct arena *arena, const struct comment_page *page,
                              const struct status_report *status)
{
    struct str out cleanup_str;
    struct writer writer = {arena, page, status, &out};
    str_init(&out, 0);
    if (page->marker)
        str_addf(&out, "%s\n", page->marker);
    str_add(&out, "**");
    put(&writer, first_line(&writer), 0);
    str_add(&out, "**\n\n");
    put_table(&writer);
    put_look_at(&writer);
    put_blocked(&writer);
    if (page->marker) {
        str_add(&out, "<sub>");
        put(&writer, status->plan && status->plan->path ? status->plan->path : "", REASON_POINTS);
        str_add(&out, ". This comment is edited in place and only when its content changes.");
        if (page->place->run_url)
            str_addf(&out, " <a href=\"%s\">Run</a>", page->place->run_url);
        str_add(&out, "</sub>");
    }
    while (out.len > 0 && out.p[out.len - 1] == '\n')
        str_truncate(&out, out.len - 1);
    return str_dup(&out, arena);
}
