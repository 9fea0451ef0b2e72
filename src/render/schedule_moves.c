/* What moved since the baseline of a schedule. */
#include "base/utf8.h"
#include "render/plan_parts.h"
#include "render/schedule_words.h"

#define MOVES_SHOWN 10

static void put_end_moved(struct pen *pen, const struct schedule_report *report)
{
    const struct schedule_baseline *baseline = report->baseline;
    const int32_t days = baseline->moves.end_days;
    pen_wrapf(pen, ROLE_PLAIN, "Since %s (%s) the end ", baseline->name,
              schedule_day(pen, baseline->day));
    if (days == 0)
        pen_wrap(pen, ROLE_PLAIN, "did not move");
    else
        pen_wrapf(pen, ROLE_PLAIN, "moved from %s to %s, %s %s",
                  schedule_day(pen, baseline->schedule.end_day),
                  schedule_day(pen, report->schedule.end_day),
                  text_count(pen->arena, days < 0 ? -(int64_t)days : days, "working day", NULL),
                  days > 0 ? "later" : "earlier");
}

void schedule_put_baseline(struct pen *pen, const struct schedule_report *report)
{
    if (!report->baseline)
        return;
    const struct schedule_moves *moves = &report->baseline->moves;
    struct arena *arena = pen->arena;
    struct strlist parts = {0};
    if (moves->added > 0)
        strlist_add(arena, &parts, text_count(arena, (int64_t)moves->added, "new issue", NULL));
    if (moves->removed > 0)
        strlist_add(arena, &parts, arena_printf(arena, "%zu removed", moves->removed));
    if (moves->later > 0)
        strlist_add(arena, &parts, arena_printf(arena, "%zu later", moves->later));
    if (moves->earlier > 0)
        strlist_add(arena, &parts, arena_printf(arena, "%zu earlier", moves->earlier));
    put_end_moved(pen, report);
    if (parts.len > 0)
        pen_wrapf(pen, ROLE_PLAIN, "; %s", text_list(arena, parts.items, parts.len));
    pen_wrap(pen, ROLE_PLAIN, ".");
    pen_end(pen);
}

static void put_move_line(struct pen *pen, const struct schedule_move *move, enum sign sign,
                          const char *note)
{
    pen_to(pen, 2, 0);
    pen->indent = 4;
    pen_sign(pen, sign);
    pen_put(pen, ROLE_STRONG, move->id);
    pen_put(pen, ROLE_PLAIN, "  ");
    const int width = utf8_width(pen_clean(pen, note));
    if (pen->edge - pen->column - width - 2 >= 12)
        pen_fit(pen, ROLE_PLAIN, part_title(move->id, move->title),
                pen->style->columns - pen->edge + width + 2);
    pen_right(pen, ROLE_DIM, note);
    pen->indent = 0;
    pen_end(pen);
}

static const char *from_to(const struct pen *pen, int32_t before, int32_t after)
{
    return arena_printf(
        pen->arena, "%s %s %s", before == DAY_NONE ? "none" : schedule_day(pen, before),
        style_arrow(pen->style), after == DAY_NONE ? "none" : schedule_day(pen, after));
}

static void put_move(struct pen *pen, const struct schedule_move *move)
{
    switch (move->change) {
    case SCHEDULE_ADDED:
        put_move_line(pen, move, SIGN_CREATE, schedule_day(pen, move->after_day));
        break;
    case SCHEDULE_REMOVED:
        put_move_line(pen, move, SIGN_CLOSE,
                      arena_printf(pen->arena, "was %s", schedule_day(pen, move->before_day)));
        break;
    case SCHEDULE_MOVED:
        put_move_line(pen, move, SIGN_CHANGE,
                      arena_printf(pen->arena, "%s  %s",
                                   from_to(pen, move->before_day, move->after_day),
                                   schedule_days_later(pen->arena, move->days)));
        break;
    }
}

/* When they are expected stands in the table. */
static void put_due_moves(struct pen *pen, const struct schedule_report *report)
{
    const struct schedule_moves *moves = &report->baseline->moves;
    bool first = true;
    for (size_t i = 0; i < moves->milestones.len; i++) {
        const struct schedule_move *move = &moves->milestones.items[i];
        if (move->change != SCHEDULE_MOVED || move->due_before == move->due_after)
            continue;
        if (first)
            pen_blank(pen);
        first = false;
        put_move_line(
            pen, move, SIGN_CHANGE,
            arena_printf(pen->arena, "due %s", from_to(pen, move->due_before, move->due_after)));
    }
}

/* Of closed issues only counts matter: they will not move again. */
void schedule_put_moves(struct pen *pen, const struct schedule_report *report)
{
    size_t shown = 0, more = 0;
    if (!report->baseline)
        return;
    put_due_moves(pen, report);
    for (size_t i = 0; i < report->baseline->moves.issues.len; i++) {
        const struct schedule_move *move = &report->baseline->moves.issues.items[i];
        if (!move->open)
            continue;
        if (shown == MOVES_SHOWN && pen->style->verbose == 0) {
            more++;
            continue;
        }
        if (shown++ == 0)
            pen_blank(pen);
        put_move(pen, move);
    }
    if (more == 0)
        return;
    pen_to(pen, 2, 0);
    pen_wrapf(pen, ROLE_DIM, "and %zu more; -v lists them", more);
    pen_end(pen);
}
