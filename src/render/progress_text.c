#include "render/sync_text.h"

#include "base/day.h"
#include "base/utf8.h"
#include "render/pen.h"
#include "render/plan_parts.h"

#define BAR_CELLS 38
#define BAR_CELLS_MIN 5
#define NO_RATE_BELOW 60

static void put_kind(struct pen *pen, const struct event *event, enum kind kind)
{
    int64_t done = event->kind_done[kind], total = event->kind_total[kind];
    if (total == 0)
        return;
    bool complete = done >= total;
    char number[32], of[32];
    count_format(done, number);
    count_format(total, of);
    pen_to(pen, 2, 0);
    pen_sign(pen, complete ? SIGN_PASS : SIGN_NONE);
    pen_put(pen, ROLE_PLAIN, kind_plural_people(kind));
    int end = 2 + style_sign_width(pen->style) + 1 + 14;
    pen_to(pen, end - utf8_width(number), 1);
    pen_put(pen, ROLE_PLAIN, number);
    if (!complete)
        pen_putf(pen, ROLE_PLAIN, " of %s", of);
    if (!complete && event->kind == kind && event->id && pen_left(pen) > 20) {
        const char *ref = event->number.v > 0 && kind == KIND_ISSUE
                              ? arena_printf(pen->arena, "#%lld", (long long)event->number.v)
                              : "";
        pen_put(pen, ROLE_PLAIN, "    ");
        if (utf8_width(pen_clean(pen, event->id)) + 2 < pen_left(pen))
            pen_put(pen, ROLE_STRONG, event->id);
        int reserve = pen->style->columns - pen->edge + utf8_width(ref) + 2;
        if (event->title && (kind == KIND_MILESTONE || kind == KIND_ISSUE) &&
            pen_left(pen) - reserve > 12) {
            pen_put(pen, ROLE_PLAIN, "  ");
            pen_fit(pen, ROLE_PLAIN, part_title(event->id, event->title), reserve);
        }
        if (*ref && utf8_width(ref) + 2 <= pen_left(pen))
            pen_right(pen, ROLE_DIM, ref);
    }
    pen_end(pen);
}

static const char *right_of_bar(struct pen *pen, const struct sync_progress *progress)
{
    const struct event *event = &progress->event;
    struct arena *arena = pen->arena;
    char done[32], total[32];
    count_format(event->done, done);
    count_format(event->total, total);
    if (progress->waiting_until_ms > 0) {
        char until[16], wait[32];
        style_clock(pen->style, progress->waiting_until_ms, until);
        int64_t left = progress->waiting_until_ms - pen->style->now_ms;
        duration_format((left + 999) / 1000 * 1000, wait);
        return arena_printf(arena, "%s/%s    waiting %s, until %s", done, total, wait, until);
    }
    char left[32];
    duration_format(event->left_ms / 1000 * 1000, left);
    if (pen->style->columns < NO_RATE_BELOW || progress->elapsed_ms < 1000)
        return arena_printf(arena, "%s/%s    %s left", done, total, left);
    double rate = (double)event->done * 1000.0 / (double)progress->elapsed_ms;
    return arena_printf(arena, "%s/%s    %.1f/s    %s left", done, total, rate, left);
}

static void put_bar(struct pen *pen, const struct sync_progress *progress)
{
    const struct event *event = &progress->event;
    const char *right = right_of_bar(pen, progress);
    int cells = pen->style->columns - 4 - utf8_width(right);
    if (cells > BAR_CELLS)
        cells = BAR_CELLS;
    pen_to(pen, 2, 0);
    if (cells >= BAR_CELLS_MIN) {
        int full = event->total > 0 ? (int)(event->done * cells / event->total) : 0;
        if (full > cells)
            full = cells;
        cleanup_str struct str bar;
        str_init(&bar, 0);
        str_add_repeat(&bar, "█", (size_t)full);
        pen_put(pen, ROLE_GOOD, bar.p);
        str_clear(&bar);
        str_add_repeat(&bar, "░", (size_t)(cells - full));
        pen_put(pen, ROLE_DIM, bar.p);
        pen_put(pen, ROLE_PLAIN, "  ");
    }
    pen->indent = 2;
    pen_wrap(pen, progress->waiting_until_ms > 0 ? ROLE_CARE : ROLE_PLAIN, right);
    pen_end(pen);
}

static void put_unknown(struct pen *pen, const struct sync_progress *progress)
{
    char until[16];
    style_clock(pen->style, progress->unknown_until_ms, until);
    pen_to(pen, 2, 0);
    pen_sign(pen, SIGN_UNKNOWN);
    pen_put(pen, ROLE_STRONG, progress->unknown_id);
    pen_put(pen, ROLE_PLAIN, "  ");
    pen->indent = pen->column;
    pen_wrapf(pen, ROLE_PLAIN,
              "no answer from GitHub. Looking whether it exists before sending it again: next look "
              "%s. The others go on.",
              until);
    pen_end(pen);
}

static void put_last(struct pen *pen, const struct sync_progress *progress)
{
    pen->indent = 2;
    pen_to(pen, 2, 0);
    if (progress->waiting_until_ms == 0) {
        pen_wrap(pen, ROLE_DIM,
                 "Ctrl-C is safe: what is written stays, the next run goes on from there.");
        pen_end(pen);
        return;
    }
    char longest[32];
    duration_format(progress->max_wait_ms, longest);
    const char *reason = progress->waiting_for ? progress->waiting_for : "GitHub asked for a pause";
    pen_wrapf(pen, ROLE_CARE, "%s%s Longest wait: %s (--max-wait).", reason,
              text_ends(reason, ".") ? "" : ".", longest);
    pen_end(pen);
}

void sync_text_progress(struct arena *arena, const struct style *style,
                        const struct sync_progress *progress, struct str *out, int *lines)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    size_t start = out->len;
    for (int kind = 0; kind < KIND_COUNT; kind++)
        put_kind(&pen, &progress->event, (enum kind)kind);
    pen_end(&pen);
    put_bar(&pen, progress);
    if (progress->unknown_id)
        put_unknown(&pen, progress);
    put_last(&pen, progress);
    *lines = 0;
    for (size_t i = start; i < out->len; i++)
        *lines += out->p[i] == '\n';
}

void sync_text_progress_line(struct arena *arena, const struct style *style,
                             const struct sync_progress *progress, struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    pen.indent = 6;
    char done[32], total[32], left[32];
    count_format(progress->event.done, done);
    count_format(progress->event.total, total);
    pen_wrapf(&pen, ROLE_PLAIN, "%s: %s/%s", progress->command ? progress->command : "sync", done,
              total);
    if (progress->waiting_until_ms > 0) {
        char until[16];
        style_clock(style, progress->waiting_until_ms, until);
        pen_wrapf(&pen, ROLE_PLAIN, ", waiting until %s", until);
        if (progress->waiting_for)
            pen_wrapf(&pen, ROLE_PLAIN, ": %s", progress->waiting_for);
    } else if (progress->event.done >= progress->event.total) {
        pen_put(&pen, ROLE_PLAIN, ", done");
    } else if (progress->ended) {
        pen_put(&pen, ROLE_PLAIN, ", stopped");
    } else {
        duration_format(progress->event.left_ms / 1000 * 1000, left);
        pen_wrapf(&pen, ROLE_PLAIN, ", %s left", left);
    }
    pen_end(&pen);
}

void sync_text_waiting(struct arena *arena, const struct style *style, const struct event *event,
                       int64_t max_wait_ms, struct str *out, int *lines)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    size_t start = out->len;
    char until[16], wait[32], longest[32];
    style_clock(style, event->until_ms, until);
    duration_format((event->wait_ms + 999) / 1000 * 1000, wait);
    duration_format(max_wait_ms, longest);
    const char *reason = event->text ? event->text : "GitHub asked for a pause";
    pen.indent = 2;
    pen_wrapf(&pen, ROLE_CARE, "Waiting %s, until %s: %s%s", wait, until, reason,
              text_ends(reason, ".") ? "" : ".");
    if (event->wait_ms >= 10000)
        pen_wrapf(&pen, ROLE_CARE, " Longest wait: %s (--max-wait).", longest);
    pen_end(&pen);
    *lines = 0;
    for (size_t i = start; i < out->len; i++)
        *lines += out->p[i] == '\n';
}
