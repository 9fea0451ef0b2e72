#include "render/doctor_text.h"

#include "base/utf8.h"
#include "render/pen.h"
#include "render/plan_parts.h"

/* Below this there is no room for a sentence beside the name. */
#define NARROW_COLUMNS 60
#define NAME_COLUMNS 15
#define LONG_COMMAND_COLUMN 4

static enum sign sign_of(enum health health)
{
    static const enum sign signs[HEALTH_COUNT] = {SIGN_PASS, SIGN_UNKNOWN, SIGN_CONFLICT,
                                                  SIGN_FAIL};
    return signs[health];
}

static enum role role_of(enum health health)
{
    static const enum role roles[HEALTH_COUNT] = {ROLE_PLAIN, ROLE_DIM, ROLE_PLAIN, ROLE_PLAIN};
    return roles[health];
}

static void put_answer(struct pen *pen, const struct doctor_report *report)
{
    const size_t all = report->checks.len, failed = doctor_count(report, HEALTH_FAIL);
    const size_t warned = doctor_count(report, HEALTH_WARN);
    const size_t unknown = doctor_count(report, HEALTH_UNKNOWN);
    if (failed > 0) {
        pen_wrapf(pen, ROLE_BAD_VERDICT, "%zu of %zu checks %s", failed, all,
                  failed == 1 ? "fails" : "fail");
    } else if (warned + unknown > 0) {
        pen_put(pen, warned ? ROLE_CARE_VERDICT : ROLE_GOOD_VERDICT, "Nothing fails");
        pen_wrapf(pen, ROLE_PLAIN, ": %zu of %zu checks are well", doctor_count(report, HEALTH_OK),
                  all);
    } else {
        pen_put(pen, ROLE_GOOD_VERDICT, "All well");
        pen_wrapf(pen, ROLE_PLAIN, ": %zu checks", all);
    }
    if (warned > 0)
        pen_wrapf(pen, ROLE_PLAIN, ", %zu %s", warned, warned == 1 ? "warns" : "warn");
    if (unknown > 0)
        pen_wrapf(pen, ROLE_PLAIN, ", %zu could not be made", unknown);
    if (doctor_count_mended(report) > 0)
        pen_wrapf(pen, ROLE_PLAIN, "; %zu mended now", doctor_count_mended(report));
    pen_put(pen, ROLE_PLAIN, ".");
    pen_end(pen);
}

static void put_check(struct pen *pen, const struct doctor_check *check)
{
    const bool narrow = pen->style->columns < NARROW_COLUMNS;
    const int left = 2 + style_sign_width(pen->style) + 1;
    pen->indent = narrow ? left : left + NAME_COLUMNS;
    pen_to(pen, 2, 0);
    pen_sign(pen, sign_of(check->health));
    pen_put(pen, ROLE_PLAIN, check->name);
    if (narrow)
        pen_end(pen);
    pen_to(pen, pen->indent, narrow ? 0 : 1);
    pen_wrap(pen, role_of(check->health), check->text);
    pen_end(pen);
    if (check->mended) {
        pen_to(pen, pen->indent, 0);
        pen_wrapf(pen, ROLE_GOOD, "mended: %s", check->mended);
        pen_end(pen);
    }
    if (check->command) {
        const char *command = text_starts(check->command, "roadmap ")
                                  ? part_command(pen, check->command, NULL)
                                  : check->command;
        /* What has no room beside the names begins below them. */
        const bool fits = pen->indent + utf8_width(command) <= pen->style->columns;
        pen_to(pen, fits ? pen->indent : LONG_COMMAND_COLUMN, 0);
        pen_command(pen, command);
        pen_end(pen);
    }
}

static void put_next(struct pen *pen, const struct doctor_report *report)
{
    const size_t safe = doctor_count_safe(report);
    const size_t trouble = doctor_count(report, HEALTH_FAIL) + doctor_count(report, HEALTH_WARN);
    if (trouble == 0)
        return;
    pen->indent = 2;
    pen_blank(pen);
    if (safe > 0 && !report->fix) {
        pen_to(pen, 2, 0);
        pen_putf(pen, ROLE_PLAIN, "mend %s:  ", safe == 1 ? "one of them" : "what is safe");
        pen_command(pen, part_command(pen, "roadmap doctor", "--fix"));
        pen_end(pen);
    }
    pen_to(pen, 2, 0);
    pen_put(pen, ROLE_PLAIN, "then look again:  ");
    pen_command(pen, part_command(pen, "roadmap doctor", NULL));
    pen_end(pen);
}

void doctor_text(struct arena *arena, const struct style *style, const struct doctor_report *report,
                 struct str *out)
{
    struct pen pen;
    const char *room = NULL;
    pen_init(&pen, arena, style, out);
    put_answer(&pen, report);
    if (style->quiet)
        return;
    for (size_t i = 0; i < report->checks.len; i++) {
        const struct doctor_check *check = &report->checks.items[i];
        if (!text_eq(room, check->room)) {
            room = check->room;
            pen_blank(&pen);
            pen_to(&pen, 2, 0);
            pen_put(&pen, ROLE_STRONG, room);
            pen_end(&pen);
        }
        put_check(&pen, check);
    }
    put_next(&pen, report);
}
