#include "render/plan_kept.h"

#include "base/utf8.h"
#include "render/block_diff.h"
#include "render/plan_line.h"
#include "render/plan_parts.h"

static void put_drift(struct pen *pen, const struct item_change *item, const struct change *change,
                      int id_width)
{
    plan_line_start(pen, SIGN_KEPT, plan_line_id(item), id_width);
    plan_line_word(pen, field_name_people(item->kind, change->field));
    int saved = pen->indent;
    pen->indent = pen->column;
    if (change->field == FIELD_BLOCK)
        pen_wrap(pen, ROLE_PLAIN,
                 change->note ? change->note
                              : block_diff_summary(pen->arena, plan_line_block(&change->after),
                                                   plan_line_block(&change->before)));
    else if (field_is_set(change->field) && change->added.len + change->removed.len > 0)
        plan_line_set(pen, change);
    else
        plan_line_values(pen, part_value(pen, change->field, &change->after),
                         part_value(pen, change->field, &change->before));
    const char *who = part_who(pen, item);
    if (*who)
        pen_right(pen, ROLE_DIM, who);
    pen->indent = saved;
    pen_end(pen);
}

void plan_kept_drift(struct pen *pen, const struct sync_report *report)
{
    const struct changeset *changeset = report->changeset;
    int id_width = plan_line_id_width(pen, changeset);
    size_t shown = 0, hidden = 0;
    for (size_t i = 0; i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        for (size_t k = 0; k < item->changes.len; k++) {
            if (item->changes.items[k].move != MOVE_KEEP)
                continue;
            if (shown >= PLAN_LINE_ASIDE && pen->style->verbose == 0) {
                hidden++;
                continue;
            }
            if (shown++ == 0) {
                pen_blank(pen);
                pen_to(pen, 2, 0);
                pen->indent = 2;
                pen_wrap(pen, ROLE_PLAIN,
                         "Edited on GitHub and kept; roadmap pull writes them into the plan:");
                pen_end(pen);
            }
            put_drift(pen, item, &item->changes.items[k], id_width);
        }
    }
    pen->indent = 0;
    plan_line_more(pen, hidden);
}

void plan_kept_unplanned(struct pen *pen, const struct sync_report *report)
{
    const struct changeset *changeset = report->changeset;
    size_t len = changeset->unplanned.len;
    if (len == 0)
        return;
    pen_blank(pen);
    pen->indent = 2;
    pen_to(pen, 2, 0);
    pen_wrap(pen, ROLE_PLAIN, "On GitHub and not in the plan; roadmap pull --new adds them:");
    pen_end(pen);
    size_t shown = plan_line_aside(pen, len);
    for (size_t i = 0; i < shown; i++) {
        const struct unplanned *issue = &changeset->unplanned.items[i];
        const char *number = arena_printf(pen->arena, "#%lld", (long long)issue->number.v);
        const char *title = arena_printf(pen->arena, "\"%s\"", issue->title);
        int right = issue->milestone_id ? utf8_width(issue->milestone_id) + 2 : 0;
        pen_to(pen, 2, 0);
        pen_put(pen, ROLE_STRONG, number);
        pen_to(pen, 7, 2);
        pen_fit(pen, ROLE_PLAIN, title, pen->style->columns - pen->edge + right);
        if (right)
            pen_right(pen, ROLE_PLAIN, issue->milestone_id);
        pen_end(pen);
    }
    pen->indent = 0;
    plan_line_more(pen, len - shown);
}

static void put_leftover(struct pen *pen, const struct leftover *leftover)
{
    const bool label = leftover->kind == KIND_LABEL;
    const char *id = leftover->number.v && leftover->kind == KIND_ISSUE
                         ? arena_printf(pen->arena, "#%lld", (long long)leftover->number.v)
                         : kind_name(leftover->kind);
    pen_to(pen, 2, 0);
    pen_put(pen, ROLE_STRONG, id);
    pen_to(pen, 7, 2);
    pen->indent = pen->column;
    pen_wrap(pen, ROLE_PLAIN,
             label ? leftover->title : arena_printf(pen->arena, "\"%s\"", leftover->title));
    if (leftover->why_kept)
        pen_wrapf(pen, ROLE_DIM, "  stays: %s", leftover->why_kept);
    pen_end(pen);
    pen->indent = 2;
}

void plan_kept_leftovers(struct pen *pen, const struct sync_report *report)
{
    const struct changeset *changeset = report->changeset;
    size_t len = changeset->leftovers.len;
    if (len == 0)
        return;
    pen_blank(pen);
    pen->indent = 2;
    pen_to(pen, 2, 0);
    if (changeset->leftovers.items[0].why_kept)
        pen_wrap(pen, ROLE_PLAIN, "Left the plan, and cannot be removed:");
    else
        pen_wrap(pen, ROLE_PLAIN, "Left the plan and stay on GitHub (roadmap plan --prune all):");
    pen_end(pen);
    size_t shown = plan_line_aside(pen, len);
    for (size_t i = 0; i < shown; i++)
        put_leftover(pen, &changeset->leftovers.items[i]);
    pen->indent = 0;
    plan_line_more(pen, len - shown);
}
