#include "render/undo_text.h"

#include "base/day.h"
#include "base/utf8.h"
#include "render/plan_line.h"
#include "render/plan_parts.h"
#include "render/run_text.h"

/* "run 7f3a91c (sync, 3 Mar 16:20, by octocat)" */
static const char *run_words(const struct pen *pen, const struct run_head *head)
{
    char when[40];
    style_instant(pen->style, head->started_ms, when);
    return arena_printf(pen->arena, "run %s (%s, %s%s%s)", head->id,
                        run_text_what(pen->arena, head), when, head->who ? ", by " : "",
                        head->who ? head->who : "");
}

static void add(struct pen *pen, struct strlist *parts, int64_t count, enum kind kind,
                const char *before, const char *behind)
{
    static const char *const ones[] = {"label", "milestone", "issue", "link", "comment"};
    if (count == 0)
        return;
    strlist_add(pen->arena, parts,
                arena_printf(pen->arena, "%s%s%s", before,
                             text_count(pen->arena, count, ones[kind], kind_plural_people(kind)),
                             behind));
}

void undo_text_before(struct arena *arena, const struct style *style,
                      const struct undo_report *report, struct str *out)
{
    struct pen pen;
    struct strlist parts = {0};
    pen_init(&pen, arena, style, out);
    pen_wrapf(&pen, ROLE_STRONG, "This takes back %s on %s:", run_words(&pen, &report->of),
              report->sync.repository);
    pen_end(&pen);
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        const struct kind_counts *counts = &report->planned[kind];
        add(&pen, &parts, counts->close, (enum kind)kind, "", " closed as not planned");
        add(&pen, &parts, counts->update, (enum kind)kind, "", " as before");
        add(&pen, &parts, counts->create, (enum kind)kind, "", " made again");
        add(&pen, &parts, counts->delete, (enum kind)kind, "",
            kind == KIND_RELATION ? " removed" : " deleted, if still unused");
    }
    for (size_t i = 0; i < parts.len; i++) {
        pen_to(&pen, 2, 0);
        pen_put(&pen, ROLE_PLAIN, parts.items[i]);
        pen_end(&pen);
    }
}

static enum sign sign_of(enum verb verb)
{
    return verb == VERB_CREATE ? SIGN_CREATE : verb == VERB_UPDATE ? SIGN_CHANGE : SIGN_CLOSE;
}

static const char *done_words(const struct report_done *done)
{
    if (done->note)
        return done->note;
    if (done->verb == VERB_CREATE)
        return done->kind == KIND_RELATION ? "link, there again" : "there again";
    return done->kind == KIND_RELATION ? "link, removed" : "deleted";
}

static void put_done(struct pen *pen, const struct undo_report *report, int id_width)
{
    for (size_t i = 0; i < report->sync.done.len; i++) {
        const struct report_done *done = &report->sync.done.items[i];
        plan_line_start(pen, sign_of(done->verb), done->id, id_width);
        if (done->kind == KIND_ISSUE && done->number.v)
            pen_putf(pen, ROLE_PLAIN, "#%lld, ", (long long)done->number.v);
        pen_wrap(pen, ROLE_PLAIN, done_words(done));
        pen_end(pen);
    }
    pen->indent = 0;
}

static void put_line(struct pen *pen, enum sign sign, const struct report_line *line, int id_width)
{
    if (line->id)
        plan_line_start(pen, sign, line->id, id_width);
    else
        pen_to(pen, 2, 0);
    if (line->field)
        pen_wrapf(pen, ROLE_PLAIN, "%s ", line->field);
    pen_wrap(pen, ROLE_PLAIN, line->reason);
    pen_end(pen);
    if (line->next) {
        pen_to(pen, pen->indent, 0);
        pen_wrap(pen, ROLE_DIM, line->next);
        pen_end(pen);
    }
    pen->indent = 0;
}

static void put_left(struct pen *pen, const struct undo_report *report, int id_width)
{
    for (size_t i = 0; i < report->left.len; i++)
        put_line(pen, report->left.items[i].exit_status ? SIGN_CONFLICT : SIGN_NOT_YET,
                 &report->left.items[i], id_width);
    for (size_t i = 0; i < report->sync.errors.len; i++)
        put_line(pen, SIGN_FAIL, &report->sync.errors.items[i], id_width);
    for (size_t i = 0; i < report->sync.notes.len; i++)
        put_line(pen, SIGN_NOT_YET, &report->sync.notes.items[i], id_width);
}

static int id_width(const struct pen *pen, const struct undo_report *report)
{
    int widest = 4;
    for (size_t i = 0; i < report->sync.done.len + report->left.len; i++) {
        const char *id = i < report->sync.done.len
                             ? report->sync.done.items[i].id
                             : report->left.items[i - report->sync.done.len].id;
        const int width = utf8_width(pen_clean(pen, id));
        if (width > widest && width <= pen->style->columns / 4)
            widest = width;
    }
    return widest;
}

static void put_answer(struct pen *pen, const struct undo_report *report)
{
    const struct sync_report *sync = &report->sync;
    const char *run = run_words(pen, &report->of);
    if (sync->stop != STOP_NONE) {
        pen_put(pen, ROLE_CARE_VERDICT, "Stopped");
        pen_wrapf(pen, ROLE_STRONG, ": %lld of %lld taken back of %s.",
                  (long long)sync->written_writes, (long long)sync->planned_writes, run);
    } else if (sync->written_writes == 0 && sync->errors.len == 0) {
        pen_wrapf(pen, ROLE_STRONG, "Nothing to take back of %s.", run);
    } else {
        const bool clean = sync->exit_status == 0;
        pen_put(pen, clean ? ROLE_GOOD_VERDICT : ROLE_CARE_VERDICT, "Taken back");
        pen_wrapf(pen, ROLE_STRONG, ": %s, on %s.", run, sync->repository);
    }
    if (report->left.len)
        pen_wrapf(pen, ROLE_STRONG, " %s.",
                  text_count(pen->arena, (int64_t)report->left.len, "thing stays as it is",
                             "things stay as they are"));
    pen_end(pen);
}

static void put_requests(struct pen *pen, const struct sync_report *report)
{
    const int64_t reads = report->requests.get + report->requests.verify;
    pen_to(pen, 2, 0);
    pen_wrapf(pen, ROLE_PLAIN, "%s, %s.", text_count(pen->arena, reads, "read", NULL),
              text_count(pen->arena, report->requests.write, "write", NULL));
    if (report->run)
        pen_right(pen, ROLE_DIM, arena_printf(pen->arena, "Run %s", report->run));
    pen_end(pen);
}

static void put_next(struct pen *pen, const struct undo_report *report)
{
    pen_to(pen, 2, 0);
    if (report->sync.stop != STOP_NONE) {
        pen_put(pen, ROLE_PLAIN, "go on:  ");
        pen_command(pen, part_command(pen, "roadmap undo", report->of.id));
    } else {
        pen_put(pen, ROLE_PLAIN, "the plan still says otherwise:  ");
        pen_command(pen, part_command(pen, "roadmap plan", NULL));
    }
    pen_end(pen);
}

void undo_text_result(struct arena *arena, const struct style *style,
                      const struct undo_report *report, struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    put_answer(&pen, report);
    if (style->quiet)
        return;
    const int width = id_width(&pen, report);
    pen_blank(&pen);
    put_done(&pen, report, width);
    pen_blank(&pen);
    put_left(&pen, report, width);
    pen_blank(&pen);
    put_requests(&pen, &report->sync);
    if (report->sync.written_writes || report->sync.stop != STOP_NONE) {
        pen_blank(&pen);
        put_next(&pen, report);
    }
}
