/* What `status` says first: the verdict, and what has to be known beside it. */
#include "base/day.h"
#include "base/str.h"
#include "render/plan_parts.h"
#include "render/status_parts.h"

#define DAY_MS 86400000
#define OLD_AFTER_DAYS 7

static const struct {
    const char *word;
    enum role role;
} verdicts[] = {
    [OUTLOOK_NO_DATA] = {"Unknown", ROLE_CARE_VERDICT},
    [OUTLOOK_NO_DATES] = {"No due dates in the plan", ROLE_STRONG},
    [OUTLOOK_ON_TRACK] = {"On track", ROLE_GOOD_VERDICT},
    [OUTLOOK_AT_RISK] = {"At risk", ROLE_CARE_VERDICT},
    [OUTLOOK_LATE] = {"Late", ROLE_BAD_VERDICT},
    [OUTLOOK_DONE] = {"Done", ROLE_GOOD_VERDICT},
};

const char *status_word(enum outlook outlook)
{
    return verdicts[outlook].word;
}

enum role status_word_role(enum outlook outlook)
{
    return verdicts[outlook].role;
}

/* ": ", and of several plans ": front.yaml, " */
static void put_colon(struct pen *pen, const char *name)
{
    pen_wrap(pen, ROLE_PLAIN, ": ");
    if (name)
        pen_wrapf(pen, ROLE_PLAIN, "%s, ", name);
}

static void put_no_data(struct pen *pen, const struct status_report *report, const char *name)
{
    const struct status_milestone *whole = &report->whole;
    put_colon(pen, name);
    pen_wrap(pen, ROLE_PLAIN,
             report->read_at_ms > 0 ? "nothing of the plan is on GitHub yet."
                                    : "nothing was read from GitHub yet.");
    if (whole->asked > 0)
        pen_wrapf(pen, ROLE_PLAIN, " The repository proves %lld of %lld issues that ask for it.",
                  (long long)whole->proven, (long long)whole->asked);
}

static void put_on_track(struct pen *pen, const struct status_report *report, const char *name)
{
    const struct status_milestone *focus = report->focus;
    char due[24], expected[24];
    if (focus->slack_known)
        pen_wrapf(pen, ROLE_PLAIN, ", %s of slack",
                  text_count(pen->arena, focus->slack_days, "day", NULL));
    style_day_long(pen->style, focus->due_day, due);
    put_colon(pen, name);
    pen_wrapf(pen, ROLE_PLAIN, "%s is due %s", focus->id, due);
    if (report->expected_day != DAY_NONE) {
        style_day_long(pen->style, report->expected_day, expected);
        pen_wrapf(pen, ROLE_PLAIN, ", expected %s", expected);
    }
    pen_wrap(pen, ROLE_PLAIN, ".");
}

static void put_at_risk(struct pen *pen, const struct status_report *report, const char *name)
{
    const struct status_milestone *focus = report->focus;
    put_colon(pen, name);
    pen_wrapf(pen, ROLE_PLAIN, "%s %s", focus->id, part_title(focus->id, focus->title));
    if (report->expected_day != DAY_NONE && focus->due_day != DAY_NONE)
        pen_wrapf(
            pen, ROLE_PLAIN, ", expected %s after its due date at the present pace",
            text_count(pen->arena, (int64_t)report->expected_day - focus->due_day, "day", NULL));
    pen_wrap(pen, ROLE_PLAIN, ".");
}

static void put_late(struct pen *pen, const struct status_report *report, const char *name)
{
    const struct status_milestone *focus = report->focus;
    char day[24];
    style_day_long(pen->style, focus->due_day, day);
    put_colon(pen, name);
    pen_wrapf(pen, ROLE_PLAIN, "%s was due %s, %lld of %lld done.", focus->id, day,
              (long long)focus->done, (long long)focus->total);
}

static void put_done(struct pen *pen, const struct status_report *report, const char *name)
{
    const struct status_milestone *whole = &report->whole;
    put_colon(pen, name);
    pen_wrapf(pen, ROLE_PLAIN, "all %s closed",
              text_count(pen->arena, whole->total, "issue", NULL));
    if (whole->asked > 0)
        pen_wrapf(pen, ROLE_PLAIN, ", %lld of %lld proven", (long long)whole->proven,
                  (long long)whole->asked);
    pen_wrap(pen, ROLE_PLAIN, ".");
}

void status_put_sentence(struct pen *pen, const struct status_report *report, const char *name)
{
    const bool speaks = report->outlook == OUTLOOK_ON_TRACK || report->outlook == OUTLOOK_AT_RISK ||
                        report->outlook == OUTLOOK_LATE;
    if (speaks && !report->focus) {
        pen_wrap(pen, ROLE_PLAIN, ".");
        return;
    }
    switch (report->outlook) {
    case OUTLOOK_NO_DATA:
        put_no_data(pen, report, name);
        break;
    case OUTLOOK_NO_DATES:
        put_colon(pen, name);
        pen_wrapf(pen, ROLE_PLAIN, "%lld of %lld done.", (long long)report->whole.done,
                  (long long)report->whole.total);
        break;
    case OUTLOOK_ON_TRACK:
        put_on_track(pen, report, name);
        break;
    case OUTLOOK_AT_RISK:
        put_at_risk(pen, report, name);
        break;
    case OUTLOOK_LATE:
        put_late(pen, report, name);
        break;
    case OUTLOOK_DONE:
        put_done(pen, report, name);
        break;
    }
}

void status_put_age(struct pen *pen, int64_t read_at_ms)
{
    const int64_t days = (pen->style->now_ms - read_at_ms) / DAY_MS;
    if (read_at_ms > 0 && days >= OLD_AFTER_DAYS)
        pen_wrapf(pen, ROLE_CARE, " This is %lld days old.", (long long)days);
}

void status_put_counts(struct pen *pen, const struct status_report *report)
{
    struct arena *arena = pen->arena;
    struct strlist parts = {0};
    const size_t blocked = report->blocked.len + report->blocked.more;
    if (blocked > 0)
        strlist_add(arena, &parts,
                    text_count(arena, (int64_t)blocked, "issue blocked", "issues blocked"));
    if (report->closed_without_proof > 0)
        strlist_add(arena, &parts,
                    arena_printf(arena, "%lld closed without proof",
                                 (long long)report->closed_without_proof));
    if (report->conflicts > 0)
        strlist_add(arena, &parts, text_count(arena, report->conflicts, "conflict", NULL));
    if (report->not_in_plan > 0)
        strlist_add(arena, &parts,
                    arena_printf(arena, "%lld not in the plan", (long long)report->not_in_plan));
    if (parts.len == 0)
        return;
    for (size_t i = 0; i < parts.len; i++)
        pen_wrapf(pen, ROLE_PLAIN, "%s%s", i ? ", " : "", parts.items[i]);
    pen_wrap(pen, ROLE_PLAIN, ".");
    pen_end(pen);
}
