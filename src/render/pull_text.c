#include "render/pull_text.h"

#include <string.h>

#include "base/day.h"
#include "base/str.h"
#include "base/utf8.h"
#include "render/block_diff.h"
#include "render/pen.h"
#include "render/plan_line.h"
#include "render/plan_parts.h"

#define ID_WIDTH_MOST 16

static int id_width(const struct pen *pen, const struct pull_report *report)
{
    int width = 6;
    for (size_t i = 0; i < report->pulled.len + report->left.len + report->added.len; i++) {
        const size_t pulled = report->pulled.len, left = pulled + report->left.len;
        const struct pull_line *line = i < pulled ? &report->pulled.items[i]
                                       : i < left ? &report->left.items[i - pulled]
                                                  : &report->added.items[i - left];
        const int columns = utf8_width(pen_clean(pen, line->id));
        width = columns > width ? columns : width;
    }
    return width > ID_WIDTH_MOST ? ID_WIDTH_MOST : width;
}

static void put_values(struct pen *pen, const struct pull_line *line)
{
    const struct change *change = line->change;
    if (!change) {
        plan_line_word(pen, "ticks");
        return;
    }
    plan_line_word(pen, field_name_people(line->kind, change->field));
    const int saved = pen->indent;
    pen->indent = pen->column;
    if (change->field == FIELD_BLOCK)
        pen_wrap(pen, ROLE_PLAIN,
                 block_diff_summary(pen->arena, plan_line_block(&change->after),
                                    plan_line_block(&change->before)));
    else if (field_is_set(change->field))
        plan_line_set(pen, change);
    else if (line->kind == KIND_RELATION)
        pen_wrap(pen, ROLE_PLAIN, "taken away on GitHub");
    else
        plan_line_values(pen, part_value(pen, change->field, &change->after),
                         part_value(pen, change->field, &change->before));
    pen->indent = saved;
}

static void put_pulled(struct pen *pen, const struct pull_line *line, int width)
{
    plan_line_start(pen, SIGN_CHANGE, line->item ? plan_line_id(line->item) : line->id, width);
    put_values(pen, line);
    if (line->note)
        pen_wrap(pen, ROLE_PLAIN, line->note);
    pen_end(pen);
}

static void put_added(struct pen *pen, const struct pull_line *line, int width)
{
    plan_line_start(pen, SIGN_CREATE, line->id, width);
    pen_fit(pen, ROLE_PLAIN, arena_printf(pen->arena, "\"%s\"", line->title), 0);
    pen_end(pen);
    if (!line->note)
        return;
    pen_to(pen, pen->indent, 0);
    pen_wrap(pen, ROLE_DIM, line->note);
    pen_end(pen);
}

static void put_left(struct pen *pen, const struct pull_line *line, int width)
{
    const bool open = line->change && line->change->move == MOVE_CONFLICT;
    plan_line_start(pen, open ? SIGN_CONFLICT : SIGN_KEPT, line->id, width);
    if (line->change)
        plan_line_word(pen, field_name_people(line->kind, line->change->field));
    const int saved = pen->indent;
    pen->indent = pen->column;
    pen_wrap(pen, ROLE_PLAIN, line->reason);
    pen_end(pen);
    for (size_t i = 0; i < line->ways.len; i++) {
        pen_to(pen, pen->indent, 0);
        pen_put(pen, ROLE_DIM, i ? "or:     " : "decide: ");
        pen_command(pen, line->ways.items[i]);
        pen_end(pen);
    }
    pen->indent = saved;
}

static const char *files(const struct pen *pen, const struct pull_report *report)
{
    if (report->files.len > 3)
        return text_count(pen->arena, (int64_t)report->files.len, "file", NULL);
    return text_list(pen->arena, report->files.items, report->files.len);
}

/* "3 changes and 1 new issue" */
static const char *counts(const struct pen *pen, const struct pull_report *report)
{
    const char *parts[2];
    size_t count = 0;
    if (report->pulled.len)
        parts[count++] = text_count(pen->arena, (int64_t)report->pulled.len, "change", NULL);
    if (report->added.len)
        parts[count++] = text_count(pen->arena, (int64_t)report->added.len, "new issue", NULL);
    return text_list(pen->arena, parts, count);
}

static void put_list(struct pen *pen, const struct pull_report *report)
{
    const int width = id_width(pen, report);
    const size_t len = report->pulled.len + report->added.len;
    const size_t shown = plan_line_aside(pen, len);
    for (size_t i = 0; i < shown; i++) {
        if (i == 0)
            pen_blank(pen);
        if (i < report->pulled.len)
            put_pulled(pen, &report->pulled.items[i], width);
        else
            put_added(pen, &report->added.items[i - report->pulled.len], width);
    }
    pen->indent = 0;
    plan_line_more(pen, len - shown);
}

static void put_all_left(struct pen *pen, const struct pull_report *report)
{
    const int width = id_width(pen, report);
    const size_t shown = plan_line_aside(pen, report->left.len);
    for (size_t i = 0; i < shown; i++) {
        if (i == 0)
            pen_blank(pen);
        put_left(pen, &report->left.items[i], width);
    }
    pen->indent = 0;
    plan_line_more(pen, report->left.len - shown);
}

void pull_text_before(struct arena *arena, const struct style *style,
                      const struct pull_report *report, struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    pen_wrapf(&pen, ROLE_PLAIN, "%s %s %s", report->sync.plan->path, style->ascii ? "<-" : "←",
              report->sync.repository);
    pen_end(&pen);
    put_list(&pen, report);
}

static const char *effort(const struct pen *pen, const struct pull_report *report)
{
    const struct request_counts *requests = &report->sync.requests;
    char time[32];
    duration_format(report->sync.duration_ms, time);
    return arena_printf(pen->arena, "%s, %s",
                        text_count(pen->arena, requests->get, "request", NULL), time);
}

static void put_first(struct pen *pen, const struct pull_report *report)
{
    const bool some = report->pulled.len + report->added.len > 0;
    if (!some && report->left.len)
        pen_wrapf(pen, ROLE_STRONG, "Nothing was written: %s left to decide.",
                  text_count(pen->arena, (int64_t)report->left.len, "change is", "changes are"));
    else if (!some)
        pen_wrapf(pen, ROLE_GOOD_VERDICT, "Nothing to do: GitHub has no change that %s lacks (%s).",
                  report->sync.plan->path, effort(pen, report));
    else if (report->dry_run)
        pen_wrapf(pen, ROLE_STRONG, "%s would go into %s. Nothing was written.",
                  counts(pen, report), files(pen, report));
    else
        pen_wrapf(pen, ROLE_GOOD_VERDICT, "Done: %s from GitHub, now in %s.", counts(pen, report),
                  files(pen, report));
    pen_end(pen);
}

static void put_next(struct pen *pen, const struct pull_report *report)
{
    if (report->pulled.len + report->added.len == 0)
        return;
    pen_blank(pen);
    pen_to(pen, 2, 0);
    pen_put(pen, ROLE_PLAIN, report->dry_run ? "do it:    " : "look:     ");
    if (report->dry_run) {
        pen_command(pen, report->added.len ? "roadmap pull --new" : "roadmap pull");
    } else {
        pen_command(pen, "git diff");
    }
    pen_end(pen);
}

void pull_text_result(struct arena *arena, const struct style *style,
                      const struct pull_report *report, bool listed, struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    put_first(&pen, report);
    if (style->quiet)
        return;
    if (!listed)
        put_list(&pen, report);
    put_all_left(&pen, report);
    put_next(&pen, report);
}
