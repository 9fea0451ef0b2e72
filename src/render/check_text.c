#include "render/check_text.h"

#include <string.h>

#include "base/clean.h"
#include "base/day.h"
#include "render/check_parts.h"
#include "render/excerpt.h"

#define ANNOTATIONS_EACH 10 /* GitHub shows no more errors and no more warnings of one step */
#define LINES_SHOWN 8       /* of what was found; -v shows all */

static size_t problems(const struct check_report *report)
{
    size_t count = 0;
    for (int i = 0; i < FAILING_NOT_YET; i++)
        count += report->by_failing[i];
    return count;
}

static const char *code_of(const struct checked *checked)
{
    return checked->code ? checked->code : checked->kind;
}

/* ---- the first line ---- */

/* "3 pairs, 2 issues, against origin/main" */
static void put_scope(struct pen *pen, const struct check_report *report)
{
    struct arena *arena = pen->arena;
    const size_t single = report->migrations - report->pairs;
    const char *items[4];
    size_t count = 0;
    if (report->pairs > 0)
        items[count++] = text_count(arena, (int64_t)report->pairs, "pair", NULL);
    if (single > 0)
        items[count++] = text_count(arena, (int64_t)single, "migration", NULL);
    items[count++] = text_count(arena, (int64_t)report->issues, "issue", NULL);
    if (report->against)
        items[count++] = arena_printf(arena, "against %s", report->against);
    struct str scope cleanup_str;
    str_init(&scope, 0);
    for (size_t i = 0; i < count; i++)
        str_addf(&scope, "%s%s", i > 0 ? ", " : " (", items[i]);
    str_add(&scope, ").");
    pen_wrap(pen, ROLE_PLAIN, scope.p);
}

/* What most of the problems are, in a few words. */
static const char *verdict_words(struct arena *arena, const struct check_report *report)
{
    const size_t new = report->by_failing[FAILING_NEW], all = problems(report);
    if (report->blind)
        return "nobody knows what this branch adds, so all that fails counts";
    if (all == 0 && report->weakened.items.len > 0 && report->by_failing[FAILING_NOT_YET] == 0 &&
        report->by_verdict[VERDICT_UNKNOWN] == 0)
        return "this branch weakens its own proof";
    if (all == 0)
        return report->strict ? "not everything is proven yet" : "a check failed";
    const char *count = text_count(arena, (int64_t)all, "problem", NULL);
    if (new == all)
        return arena_printf(arena, "this branch adds %s", count);
    if (report->by_failing[FAILING_PROMISE] == all)
        return arena_printf(arena, "%s of closed issues", count);
    return count;
}

static void put_failed(struct pen *pen, const struct check_report *report)
{
    pen_put(pen, ROLE_BAD_VERDICT, "Failed");
    pen_wrapf(pen, ROLE_PLAIN, ": %s", verdict_words(pen->arena, report));
    put_scope(pen, report);
    pen_end(pen);
}

static const char *how_long(struct arena *arena, const struct check_report *report)
{
    char took[32];
    duration_format(report->duration_ms, took);
    return arena_strdup(arena, took);
}

/* One line when all is well. */
static void put_passed(struct pen *pen, const struct check_report *report)
{
    struct arena *arena = pen->arena;
    const size_t not_yet = report->by_failing[FAILING_NOT_YET];
    pen_put(pen, ROLE_GOOD_VERDICT, "Passed");
    pen_wrapf(pen, ROLE_PLAIN, ": %s",
              text_count(arena, (int64_t)report->by_verdict[VERDICT_PASS], "check", NULL));
    if (report->weakened.items.len > 0)
        pen_wrapf(pen, ROLE_CARE, ", %zu weakened", report->weakened.items.len);
    if (not_yet > 0)
        pen_wrapf(pen, ROLE_PLAIN, ", %zu not yet", not_yet);
    if (report->by_verdict[VERDICT_UNKNOWN] > 0)
        pen_wrapf(pen, ROLE_CARE, ", %zu unknown", report->by_verdict[VERDICT_UNKNOWN]);
    if (report->by_verdict[VERDICT_WAIVED] > 0)
        pen_wrapf(pen, ROLE_CARE, ", %zu waived", report->by_verdict[VERDICT_WAIVED]);
    if (report->duration_ms > 0)
        pen_wrapf(pen, ROLE_PLAIN, ", %s", how_long(arena, report));
    if (report->reused > 0)
        pen_wrapf(pen, ROLE_DIM, report->ran == 0 ? " (%zu reused, nothing run)" : " (%zu reused)",
                  report->reused);
    pen_wrap(pen, ROLE_PLAIN, ".");
    pen_end(pen);
}

/* ---- one problem ---- */

void check_put_note(struct pen *pen, int width, const char *word, enum role role, const char *text)
{
    pen_to(pen, width + 1, 0);
    pen_put(pen, ROLE_LINK, "=");
    pen_putf(pen, role, " %s: ", word);
    pen->indent = pen->column;
    pen_wrap(pen, ROLE_PLAIN, text);
    pen_end(pen);
}

/* "DB-004, index 'by-title'": the id only where the plan gives one. */
static const char *which(struct arena *arena, const struct checked *checked)
{
    const char *issue = checked->issue ? checked->issue : "", *sign = checked->issue ? ", " : "";
    return checked->id ? arena_printf(arena, "%s%s%s '%s'", issue, sign, checked->kind, checked->id)
                       : arena_printf(arena, "%s%s%s", issue, sign, checked->kind);
}

/* "DB-006, ordering, by convention golang-migrate" */
static const char *who_asked(struct arena *arena, const struct style *style,
                             const struct checked *checked)
{
    if (checked->asked_path)
        return arena_printf(arena, "%s, %s:%u", which(arena, checked),
                            style_path(style, arena, checked->asked_path), checked->asked_line);
    return arena_printf(arena, "%s, by convention %s", which(arena, checked),
                        checked->convention ? checked->convention : "of the folder");
}

static const char *meaning(const struct check_report *report, const struct checked *checked,
                           struct arena *arena)
{
    switch (checked->failing) {
    case FAILING_REGRESSED:
        return arena_printf(arena, "it passed where this branch began (%s)",
                            report->against ? report->against : "HEAD");
    case FAILING_PROMISE:
        return arena_printf(arena, "%s is closed as completed",
                            checked->issue ? checked->issue : "its issue");
    case FAILING_ERROR:
        return "nobody could ask, so nothing is known";
    case FAILING_NEW:
    case FAILING_NOT_YET:
    case FAILING_NOT:
        break;
    }
    return NULL;
}

/* What fails in spite of a waiver fails because the waiver is over. */
static const char *waiver_over(struct arena *arena, const struct checked *checked)
{
    if (checked->verdict != VERDICT_FAIL || checked->waived_until == DAY_NONE)
        return NULL;
    char day[11];
    day_format(checked->waived_until, day);
    return arena_printf(arena, "until %s, by %s: that day is over", day,
                        checked->waived_by ? checked->waived_by : "nobody");
}

/* A first line that is the message itself is said already. */
static size_t first_line(const struct checked *checked)
{
    return checked->lines.len > 0 && text_eq(checked->lines.items[0], checked->message);
}

static void put_lines(struct pen *pen, int width, const struct checked *checked)
{
    const size_t all = checked->lines.len;
    const size_t shown = pen->style->verbose == 0 && all > LINES_SHOWN ? LINES_SHOWN : all;
    for (size_t i = first_line(checked); i < shown; i++)
        check_put_note(pen, width, "found", ROLE_PLAIN, checked->lines.items[i]);
    if (shown < all)
        check_put_note(pen, width, "found", ROLE_PLAIN,
                       arena_printf(pen->arena, "and %zu more; -v shows them", all - shown));
}

static void put_problem(struct pen *pen, const struct check_report *report,
                        const struct checked *checked)
{
    const bool bad = checked->failing < FAILING_NOT_YET && !checked->warning;
    const enum role role = bad ? ROLE_BAD_VERDICT : ROLE_CARE_VERDICT;
    int width = 1;
    pen_blank(pen);
    pen->indent = 2;
    pen_putf(pen, role, "%s[%s]",
             checked->failing == FAILING_NOT_YET ? "not yet"
             : bad                               ? "error"
                                                 : "warning",
             code_of(checked));
    pen_wrapf(pen, ROLE_STRONG, ": %s", checked->message ? checked->message : "it does not hold");
    pen_end(pen);
    if (checked->path) {
        const struct excerpt excerpt = {checked->path,    checked->line,
                                        checked->col,     1,
                                        checked->excerpt, bad ? ROLE_BAD : ROLE_CARE};
        width = excerpt_put(pen, &excerpt);
    }
    put_lines(pen, width, checked);
    const char *means = meaning(report, checked, pen->arena);
    if (means)
        check_put_note(pen, width, failing_name(checked->failing), ROLE_CARE, means);
    check_put_note(pen, width, "asked", ROLE_PLAIN, who_asked(pen->arena, pen->style, checked));
    const char *over = waiver_over(pen->arena, checked);
    if (over)
        check_put_note(pen, width, "waived", ROLE_CARE, over);
    if (checked->why)
        check_put_note(pen, width, "why", ROLE_PLAIN, checked->why);
    if (checked->help)
        check_put_note(pen, width, "help", ROLE_GOOD, checked->help);
    pen->indent = 0;
}

/* ---- the end ---- */

static void put_count(struct pen *pen, enum sign sign, size_t count, const char *word)
{
    if (count == 0)
        return;
    if (pen->column > 2)
        pen_put(pen, ROLE_PLAIN, "   ");
    const char *text = arena_printf(pen->arena, "%zu %s", count, word);
    if (pen_left(pen) < (int)strlen(text) + 4) {
        pen_end(pen);
        pen_to(pen, 2, 0);
    }
    pen_sign(pen, sign);
    pen->indent = pen->column;
    pen_wrap(pen, ROLE_PLAIN, text);
    pen->indent = 0;
}

static const struct checked *first_unknown(const struct check_report *report)
{
    for (size_t i = 0; i < report->items.len; i++)
        if (report->items.items[i].verdict == VERDICT_UNKNOWN)
            return &report->items.items[i];
    return NULL;
}

static void put_counts(struct pen *pen, const struct check_report *report)
{
    pen_blank(pen);
    pen_to(pen, 2, 0);
    put_count(pen, SIGN_CONFLICT, report->weakened.items.len, "weakened");
    put_count(pen, SIGN_FAIL, report->by_failing[FAILING_REGRESSED], "regressed");
    put_count(pen, SIGN_FAIL, report->by_failing[FAILING_NEW], "new");
    put_count(pen, SIGN_FAIL, report->by_failing[FAILING_PROMISE], "of closed issues");
    put_count(pen, SIGN_FAIL, report->by_failing[FAILING_ERROR], "not to be asked");
    put_count(pen, SIGN_PASS, report->by_verdict[VERDICT_PASS], "pass");
    put_count(pen, SIGN_CHANGE, report->by_verdict[VERDICT_WAIVED], "waived");
    put_count(pen, SIGN_UNKNOWN, report->by_verdict[VERDICT_UNKNOWN], "unknown");
    put_count(pen, SIGN_NOT_YET, report->by_failing[FAILING_NOT_YET],
              report->strict || report->blind ? "not yet" : "not yet (open issues, do not count)");
}

/* The first one tells why: most often all of them wait for the same. */
static void put_unknown(struct pen *pen, const struct check_report *report)
{
    const struct checked *unknown = first_unknown(report);
    if (!unknown)
        return;
    if (pen->column > 0)
        pen_end(pen);
    pen_to(pen, 2, 0);
    pen->indent = 4;
    pen_wrapf(pen, ROLE_CARE, "unknown: %s: %s", which(pen->arena, unknown),
              unknown->message ? unknown->message : "nobody knows");
}

/* On the last of the lines above, where it has room. */
static void put_took(struct pen *pen, const struct check_report *report)
{
    const char *took = how_long(pen->arena, report);
    if (report->reused > 0)
        took = arena_printf(pen->arena, "%s, %s reused", took,
                            text_count(pen->arena, (int64_t)report->reused, "result", NULL));
    pen->indent = 2;
    pen_right(pen, ROLE_DIM, took);
    pen_end(pen);
    pen->indent = 0;
}

static void put_no_base(struct pen *pen, const struct check_report *report)
{
    if (!report->no_base)
        return;
    pen->indent = 2;
    pen_wrap(pen, ROLE_CARE,
             report->blind     ? "not compared with what this goes into: "
             : report->against ? "only what is not committed counts as new or regressed: "
                               : "not compared with another branch, so nothing counts as new or "
                                 "regressed: ");
    pen_wrap(pen, ROLE_CARE, report->no_base);
    pen_end(pen);
    if (report->blind && report->base_help) {
        pen_wrapf(pen, ROLE_DIM, "  %s", report->base_help);
        pen_end(pen);
    }
    pen->indent = 0;
}

static void put_more(struct pen *pen, const struct check_report *report)
{
    const char *word =
        report->weakened.items.len > 0 ? "weakened" : code_of(&report->items.items[0]);
    pen_blank(pen);
    pen_put(pen, ROLE_PLAIN, "more: ");
    pen_command(pen, arena_printf(pen->arena, "roadmap explain %s", word));
    pen_end(pen);
}

static bool is_shown(const struct style *style, const struct check_report *report,
                     const struct checked *checked)
{
    if (checked->failing == FAILING_NOT_YET)
        return style->verbose > 0 || report->strict || report->blind;
    return checked->failing != FAILING_NOT;
}

static size_t put_problems(struct pen *pen, const struct check_report *report)
{
    size_t shown = 0, all = 0;
    for (size_t i = 0; i < report->items.len; i++) {
        if (!is_shown(pen->style, report, &report->items.items[i]))
            continue;
        all++;
        if (pen->style->verbose == 0 && shown == CHECK_TEXT_SHOWN)
            continue;
        put_problem(pen, report, &report->items.items[i]);
        shown++;
    }
    if (shown < all) {
        pen_blank(pen);
        pen_wrapf(pen, ROLE_PLAIN, "and %zu more; -v shows them", all - shown);
        pen_end(pen);
    }
    return all;
}

void check_text(struct arena *arena, const struct style *style, const struct check_report *report,
                struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    if (report->exit_status == 0)
        put_passed(&pen, report);
    else
        put_failed(&pen, report);
    put_no_base(&pen, report);
    if (style->quiet)
        return;
    check_put_weakened(&pen, report);
    const size_t shown = put_problems(&pen, report) + report->weakened.items.len;
    if (shown == 0 && report->exit_status == 0) {
        put_unknown(&pen, report);
        if (pen.column > 0)
            pen_end(&pen);
        return;
    }
    put_counts(&pen, report);
    put_unknown(&pen, report);
    put_took(&pen, report);
    if (shown > 0)
        put_more(&pen, report);
}

/* ---- annotations ---- */

static void put_annotation(struct arena *arena, const struct checked *checked, bool error,
                           struct str *out)
{
    str_addf(out, "::%s ", error ? "error" : "warning");
    if (checked->path) {
        str_add(out, "file=");
        annotation_escape(out, clean_line(arena, checked->path), true);
        str_addf(out, ",line=%u,", checked->line > 0 ? checked->line : 1);
        if (checked->col > 0)
            str_addf(out, "col=%u,", checked->col);
    } else if (checked->asked_path) {
        str_add(out, "file=");
        annotation_escape(out, clean_line(arena, checked->asked_path), true);
        str_addf(out, ",line=%u,", checked->asked_line);
    }
    str_add(out, "title=");
    annotation_escape(out, clean_line(arena, code_of(checked)), true);
    str_add(out, "::");
    annotation_escape(
        out, clean_line(arena, checked->message ? checked->message : "it does not hold"), false);
    for (size_t i = first_line(checked); i < checked->lines.len && i < LINES_SHOWN; i++) {
        str_add(out, "%0A");
        annotation_escape(out, clean_line(arena, checked->lines.items[i]), false);
    }
    str_add(out, "%0Aasked: ");
    annotation_escape(out, clean_line(arena, who_asked(arena, NULL, checked)), false);
    if (checked->help) {
        str_add(out, "%0Ahelp: ");
        annotation_escape(out, clean_line(arena, checked->help), false);
    }
    str_addc(out, '\n');
}

void check_annotations(struct arena *arena, const struct check_report *report, struct str *out)
{
    /* What is weakened comes first, and takes up the room that GitHub gives. */
    const size_t weakened = report->weakened.items.len;
    size_t shown[2] = {0, 0}, all = weakened;
    shown[!report->strict] = weakened;
    check_annotate_weakened(arena, report, ANNOTATIONS_EACH, out);
    for (size_t i = 0; i < report->items.len; i++) {
        const struct checked *checked = &report->items.items[i];
        if (checked->failing >= FAILING_NOT_YET &&
            !((report->strict || report->blind) && checked->failing == FAILING_NOT_YET))
            continue;
        all++;
        if (shown[checked->warning]++ < ANNOTATIONS_EACH)
            put_annotation(arena, checked, !checked->warning, out);
    }
    size_t told = 0;
    for (int i = 0; i < 2; i++)
        told += shown[i] < ANNOTATIONS_EACH ? shown[i] : ANNOTATIONS_EACH;
    if (told < all)
        str_addf(out, "%zu more are not shown as annotations: roadmap check -v\n", all - told);
}
