/* The result of `sync`. */
#include "render/sync_text.h"

#include <string.h>

#include "base/day.h"
#include "base/utf8.h"
#include "render/plan_decide.h"
#include "render/plan_line.h"
#include "render/plan_parts.h"
#include "render/plan_text.h"
#include "render/sync_done.h"

static int64_t total(const struct sync_report *report, part_pick_fn pick)
{
    return part_sum(report->written, pick);
}

static void add_count(struct arena *arena, struct strlist *parts, int64_t count, const char *what)
{
    if (count > 0)
        strlist_add(arena, parts, arena_printf(arena, "%lld %s", (long long)count, what));
}

/* "2 created, 3 changed" */
static const char *done_counts(struct arena *arena, const struct sync_report *report)
{
    struct strlist parts = {0};
    add_count(arena, &parts, total(report, part_create), "created");
    add_count(arena, &parts, total(report, part_adopt), "adopted");
    add_count(arena, &parts, total(report, part_update), "changed");
    add_count(arena, &parts, total(report, part_close), "closed");
    add_count(arena, &parts, total(report, part_delete), "removed");
    cleanup_str struct str text;
    str_init(&text, 0);
    str_add_list(&text, &parts, ", ");
    return parts.len ? str_dup(&text, arena) : "nothing written";
}

/* What a person has to look at: "1 conflict left, 2 items left alone, 1 failed". */
static const char *left_counts(struct arena *arena, const struct sync_report *report)
{
    const struct kind_counts *counts = report->changeset->counts;
    int64_t conflicts = part_sum(counts, part_conflict), refused = part_sum(counts, part_refused);
    struct strlist parts = {0};
    if (conflicts > 0)
        strlist_add(arena, &parts, text_count(arena, conflicts, "conflict left", "conflicts left"));
    if (refused > 0)
        strlist_add(arena, &parts,
                    text_count(arena, refused, "item left alone", "items left alone"));
    if (report->errors.len > 0)
        strlist_add(arena, &parts, text_count(arena, (int64_t)report->errors.len, "problem", NULL));
    cleanup_str struct str text;
    str_init(&text, 0);
    str_add_list(&text, &parts, ", ");
    return str_dup(&text, arena);
}

/* A limit that has a name stands in the headline, and is no sentence of its own. */
static bool is_named_limit(const struct sync_report *report)
{
    return report->stop == STOP_LIMIT && report->stop_text &&
           text_starts(report->stop_text, "GitHub's ") && !strchr(report->stop_text, ':');
}

static const char *stop_headline(struct arena *arena, const struct sync_report *report)
{
    const char *cause = "";
    switch (report->stop) {
    case STOP_LIMIT:
        cause = is_named_limit(report) ? arena_printf(arena, " by %s", report->stop_text)
                                       : " by GitHub's limit";
        break;
    case STOP_NETWORK:
        cause = ", GitHub does not answer";
        break;
    case STOP_HORIZON:
        cause = ", the outcome of a write is not known yet";
        break;
    case STOP_NONE:
    case STOP_INTERRUPT:
    case STOP_ERROR:
        break;
    }
    char written[32], planned[32];
    count_format(report->written_writes, written);
    count_format(report->planned_writes, planned);
    return arena_printf(
        arena, "%s: %s of %s written%s.", cause, written, planned,
        report->in_doubt == 0 && report->stop == STOP_INTERRUPT ? ", none of them in doubt" : "");
}

static void put_answer(struct pen *pen, const struct sync_report *report)
{
    struct arena *arena = pen->arena;
    char time[32];
    duration_format(report->duration_ms, time);
    const char *left = left_counts(arena, report);
    if (report->stop != STOP_NONE) {
        pen_put(pen, ROLE_CARE_VERDICT, "Stopped");
        pen_wrap(pen, ROLE_STRONG, stop_headline(arena, report));
    } else if (report->errors.len > 0 && report->written_writes == 0) {
        pen_put(pen, ROLE_BAD_VERDICT, "Failed");
        pen_wrapf(pen, ROLE_STRONG, " in %s: %s.", time, done_counts(arena, report));
    } else if (*left || report->exit_status != 0) {
        pen_put(pen, ROLE_CARE_VERDICT, "Done");
        pen_wrapf(pen, ROLE_STRONG, " in %s: %s.", time, done_counts(arena, report));
    } else if (report->deferred > 0) {
        char rest[32];
        count_format(report->deferred, rest);
        pen_put(pen, ROLE_GOOD_VERDICT, "Done");
        pen_wrapf(pen, ROLE_STRONG, " in %s: %s. %s left for another run by --max-creates.", time,
                  done_counts(arena, report), rest);
    } else if (sync_done_is_first(report)) {
        pen_put(pen, ROLE_GOOD_VERDICT, "Done");
        pen_wrapf(pen, ROLE_STRONG, " in %s: %s holds the whole plan.", time, report->repository);
    } else {
        pen_put(pen, ROLE_GOOD_VERDICT, "Done");
        pen_wrapf(pen, ROLE_STRONG, " in %s: %s.", time, done_counts(arena, report));
    }
    if (*left)
        pen_wrapf(pen, ROLE_STRONG, " %s.", left);
    pen_end(pen);
}

static void put_line(struct pen *pen, enum sign sign, const struct report_line *line, int id_width)
{
    const char *id = line->id;
    if (!id && line->number.v > 0)
        id = arena_printf(pen->arena, "#%lld", (long long)line->number.v);
    pen_to(pen, 2, 0);
    pen_sign(pen, sign);
    pen->indent = 2 + style_sign_width(pen->style) + 1 + (id ? id_width + 2 : 0);
    if (id)
        pen_put(pen, ROLE_STRONG, id);
    pen_to(pen, pen->indent, id ? 2 : 0);
    if (line->field)
        pen_wrapf(pen, ROLE_PLAIN, "%s: ", line->field);
    pen_wrap(pen, ROLE_PLAIN, line->reason ? line->reason : "");
    pen_end(pen);
    if (line->next) {
        pen_to(pen, pen->indent, 0);
        if (text_starts(line->next, "roadmap "))
            pen_command(pen, line->next);
        else
            pen_wrap(pen, ROLE_DIM, line->next);
        pen_end(pen);
    }
}

static void put_left(struct pen *pen, const struct sync_report *report, int id_width)
{
    if (report->skipped.len + report->notes.len > 0 || *left_counts(pen->arena, report))
        pen_blank(pen);
    plan_decide_all(pen, report, id_width, false);
    for (size_t i = 0; i < report->errors.len; i++)
        put_line(pen, SIGN_FAIL, &report->errors.items[i], id_width);
    size_t shown = plan_line_aside(pen, report->skipped.len);
    for (size_t i = 0; i < shown; i++)
        put_line(pen, SIGN_NOT_YET, &report->skipped.items[i], id_width);
    plan_line_more(pen, report->skipped.len - shown);
    for (size_t i = 0; i < report->notes.len; i++)
        put_line(pen, SIGN_NOT_YET, &report->notes.items[i], id_width);
    pen->indent = 0;
}

static void put_requests(struct pen *pen, const struct sync_report *report)
{
    struct arena *arena = pen->arena;
    pen_blank(pen);
    pen->indent = 2;
    pen_to(pen, 2, 0);
    int64_t reads = report->requests.get + report->requests.verify;
    const char *twice = report->sent_twice > 0
                            ? arena_printf(arena, "%lld sent twice", (long long)report->sent_twice)
                            : "none sent twice";
    pen_wrapf(pen, ROLE_PLAIN, "%s, %s, %s.", text_count(arena, reads, "read", NULL),
              text_count(arena, report->requests.write, "write", NULL), twice);
    if (report->run) {
        const char *run = arena_printf(arena, "Run %s", report->run);
        pen_right(pen, ROLE_DIM, run);
    }
    pen_end(pen);
    pen->indent = 0;
}

/* What stopped the run stands in the list already when it belongs to an item. */
static bool is_told(const struct sync_report *report)
{
    for (size_t i = 0; i < report->errors.len; i++)
        if (text_eq(report->errors.items[i].reason, report->stop_text))
            return true;
    return is_named_limit(report);
}

static void put_stopped(struct pen *pen, const struct sync_report *report)
{
    struct arena *arena = pen->arena;
    int64_t left = report->planned_writes - report->written_writes;
    pen->indent = 0;
    if (report->errors.len + report->skipped.len + report->notes.len > 0)
        pen_blank(pen);
    if (report->stop_text && report->stop != STOP_INTERRUPT && !is_told(report)) {
        pen_wrapf(pen, ROLE_PLAIN, "%s%s", report->stop_text,
                  text_ends(report->stop_text, ".") ? "" : ".");
        pen_end(pen);
    }
    if (report->stop != STOP_INTERRUPT || report->in_doubt > 0)
        pen_wrap(pen, ROLE_PLAIN,
                 report->in_doubt == 0
                     ? "Nothing is lost and nothing is in doubt."
                     : arena_printf(arena,
                                    "Nothing is lost; %s in doubt, the next run looks for %s.",
                                    text_count(arena, report->in_doubt, "write is", "writes are"),
                                    report->in_doubt == 1 ? "it" : "them"));
    if (left > 0) {
        const char *gap = pen->column > 0 ? " " : "";
        char digits[32];
        count_format(left, digits);
        int64_t per_write =
            report->planned_writes > 0 ? report->estimate_ms / report->planned_writes : 0;
        pen_wrapf(pen, ROLE_PLAIN, "%s%s %s left, %s of work.", gap, digits,
                  left == 1 ? "is" : "are", part_estimate(arena, per_write * left));
    }
    pen_end(pen);
    pen_blank(pen);
    pen->indent = 2;
    pen_to(pen, 2, 0);
    char when[40] = "";
    if (report->resume_at_ms > 0) {
        style_instant(pen->style, report->resume_at_ms, when);
        pen_putf(pen, ROLE_PLAIN, "go on at %s:  ", when);
    } else {
        pen_put(pen, ROLE_PLAIN, "go on:  ");
    }
    pen_command(pen, part_again(pen, "roadmap sync", NULL));
    pen_end(pen);
    int64_t wait_min = (report->resume_at_ms - pen->style->now_ms + 59999) / 60000;
    if (report->stop == STOP_LIMIT && wait_min > 0) {
        pen_to(pen, 2, 0);
        pen_put(pen, ROLE_PLAIN, "or wait for it:  ");
        pen_command(pen,
                    part_again(pen, "roadmap sync",
                               arena_printf(arena, "--max-wait %lldmin", (long long)wait_min)));
        pen_end(pen);
    }
    pen->indent = 0;
}

static void put_next(struct pen *pen, const struct sync_report *report)
{
    if (report->exit_status == 0 && report->deferred > 0) {
        pen_blank(pen);
        pen_to(pen, 2, 0);
        pen_put(pen, ROLE_PLAIN, "go on:  ");
        pen_command(pen, part_again(pen, "roadmap sync", NULL));
        pen_end(pen);
        return;
    }
    if (report->exit_status != 0 || !sync_done_is_first(report))
        return;
    pen_blank(pen);
    pen->indent = 2;
    if (report->html_url) {
        pen_to(pen, 2, 0);
        pen_put(pen, ROLE_PLAIN, "see it:      ");
        pen_command(pen, arena_printf(pen->arena, "%s/milestones", report->html_url));
        pen_end(pen);
    }
    pen_to(pen, 2, 0);
    pen_put(pen, ROLE_PLAIN, "next:        ");
    pen_command(pen, part_command(pen, "roadmap status", NULL));
    if (pen_left(pen) > 45)
        pen_put(pen, ROLE_DIM, "                where the plan stands");
    pen_end(pen);
    pen->indent = 0;
}

/* Items that were only asked about and items that were written share a column. */
static int widest_id(const struct pen *pen, const struct sync_report *report)
{
    int widest = plan_line_id_width(pen, report->changeset);
    for (size_t i = 0; i < report->done.len; i++) {
        const struct report_done *done = &report->done.items[i];
        int width = done->kind == KIND_RELATION ? 0 : utf8_width(pen_clean(pen, done->id));
        if (width > widest && width <= pen->style->columns / 4)
            widest = width;
    }
    return widest;
}

void sync_text_result(struct arena *arena, const struct style *style,
                      const struct sync_report *report, struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    if (report->threshold_refused) {
        plan_text_refused(&pen, report);
        return;
    }
    bool left = *left_counts(arena, report) != '\0';
    if (report->written_writes == 0 && report->stop == STOP_NONE && !left &&
        report->deferred == 0 && !plan_text_has_work(report)) {
        plan_text_nothing(&pen, report);
        if (!style->quiet)
            put_left(&pen, report, plan_line_id_width(&pen, report->changeset));
        return;
    }
    put_answer(&pen, report);
    if (style->quiet)
        return;
    int id_width = widest_id(&pen, report);
    if (report->stop == STOP_NONE || style->verbose > 0)
        sync_done_list(&pen, report, id_width);
    put_left(&pen, report, id_width);
    if (report->stop != STOP_NONE)
        put_stopped(&pen, report);
    if (report->stop == STOP_NONE)
        put_requests(&pen, report);
    if (report->stop == STOP_NONE)
        put_next(&pen, report);
}
