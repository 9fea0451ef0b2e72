#include "render/schedule_text.h"

#include "render/plan_parts.h"
#include "render/schedule_words.h"

/* ---- the answer ---- */

static const char *sentence_day(const struct pen *pen, int32_t day)
{
    char text[24];
    style_day_long(pen->style, day, text);
    return arena_strdup(pen->arena, text);
}

/* The milestone with the least slack, in the words of `status`. */
static void put_focus(struct pen *pen, const struct schedule_report *report)
{
    const struct schedule_span *span = &report->schedule.spans[report->schedule.focus];
    const char *id = report->plan->milestones.items[report->schedule.focus].id;
    const char *due = sentence_day(pen, span->due_day);
    const char *expected = sentence_day(pen, span->end_day);
    const bool late = report->read_ms > 0 && span->due_day < report->today;
    if (late) {
        pen_put(pen, ROLE_BAD_VERDICT, "Late");
        pen_wrapf(pen, ROLE_PLAIN, ": %s was due %s, expected %s.", id, due, expected);
    } else if (span->slack_days < 0) {
        pen_put(pen, ROLE_CARE_VERDICT, "At risk");
        pen_wrapf(pen, ROLE_PLAIN, ": %s is due %s, expected %s, %s later.", id, due, expected,
                  text_count(pen->arena, -(int64_t)span->slack_days, "working day", NULL));
    } else {
        pen_put(pen, ROLE_GOOD_VERDICT, report->read_ms > 0 ? "On track" : "As planned");
        pen_wrapf(pen, ROLE_PLAIN, ", %s of slack: %s is due %s, expected %s.",
                  text_count(pen->arena, span->slack_days, "day", NULL), id, due, expected);
    }
}

static void put_answer(struct pen *pen, const struct schedule_report *report)
{
    const struct schedule *schedule = &report->schedule;
    if (schedule->open == 0 && schedule->done == 0) {
        pen_wrap(pen, ROLE_STRONG, "Nothing to schedule: the plan has no open issue.");
    } else if (schedule->open == 0) {
        pen_put(pen, ROLE_GOOD_VERDICT, "Done");
        pen_wrapf(pen, ROLE_PLAIN, ": all %s closed",
                  text_count(pen->arena, schedule->done, "issue", NULL));
        if (schedule->end_day != DAY_NONE)
            pen_wrapf(pen, ROLE_PLAIN, ", the last on %s", sentence_day(pen, schedule->end_day));
        pen_wrap(pen, ROLE_PLAIN, ".");
    } else if (schedule->focus != SCHEDULE_NONE) {
        put_focus(pen, report);
    } else {
        pen_put(pen, ROLE_STRONG, "No due dates in the plan");
        pen_wrapf(pen, ROLE_PLAIN, ": expected to end %s.", sentence_day(pen, schedule->end_day));
    }
    pen_end(pen);
}

static const char *hours_text(struct arena *arena, int64_t minutes)
{
    return arena_printf(arena, "%.4g h", (double)minutes / 60);
}

/* "It ends Thu 30 Apr: 17 issues open, 248 h of work at 8 h a day; 17 have no owner." */
static void put_amount(struct pen *pen, const struct schedule_report *report)
{
    const struct schedule *schedule = &report->schedule;
    struct arena *arena = pen->arena;
    if (schedule->open == 0)
        return;
    pen_wrapf(pen, ROLE_PLAIN, "The plan ends %s: %s open, %s%s of work at %s a day",
              sentence_day(pen, schedule->end_day),
              text_count(arena, schedule->open, "issue", NULL),
              schedule->open_estimated ? "about " : "", hours_text(arena, schedule->open_minutes),
              hours_text(arena, schedule->minutes_a_day));
    if (schedule->open_unowned > 0 && schedule->open_unowned == schedule->open)
        pen_wrap(pen, ROLE_PLAIN, "; none has an owner, so all wait for nobody");
    else if (schedule->open_unowned > 0)
        pen_wrapf(pen, ROLE_PLAIN, "; %u without an owner, which wait%s for nobody",
                  schedule->open_unowned, schedule->open_unowned == 1 ? "s" : "");
    pen_wrap(pen, ROLE_PLAIN, ".");
    pen_end(pen);
}

static void put_footer(struct pen *pen, const struct schedule_report *report)
{
    char when[40];
    pen_blank(pen);
    if (report->read_ms == 0) {
        pen_wrap(pen, ROLE_DIM,
                 "GitHub was never read for this plan, so this is how it was meant "
                 "to go, whatever is done by now.");
        pen_end(pen);
        pen_put(pen, ROLE_PLAIN, "read it:  ");
        pen_command(pen, part_command(pen, "roadmap status --fetch", NULL));
        pen_end(pen);
        return;
    }
    style_instant(pen->style, report->read_ms, when);
    pen_wrapf(pen, ROLE_DIM, "Read from GitHub %s%s (again: roadmap status --fetch)",
              when[2] == ':' ? "today " : "", when);
    pen_end(pen);
}

void schedule_text(struct arena *arena, const struct style *style,
                   const struct schedule_report *report, struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    put_answer(&pen, report);
    if (style->quiet)
        return;
    put_amount(&pen, report);
    schedule_put_baseline(&pen, report);
    if (report->schedule.slot_count > 0)
        schedule_put_spans(&pen, report);
    schedule_put_critical_path(&pen, report);
    schedule_put_moves(&pen, report);
    schedule_put_slots(&pen, report);
    put_footer(&pen, report);
}
