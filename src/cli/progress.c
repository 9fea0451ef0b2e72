#include "cli/progress.h"

#include <unistd.h>

#include "base/clock.h"
#include "cli/terminal.h"

#define REDRAW_MS 100
#define LINE_MS 30000
#define LOG_WAIT_MS 10000 /* a wait that is worth a line in a log */

static int64_t now_mono(const struct progress *progress)
{
    return clock_mono(&progress->cli->app.clock);
}

void progress_clear(struct progress *progress)
{
    int lines = progress->lines;
    progress->lines = 0;
    /* Behind a Ctrl-C other lines stand below the block: it can no longer be found. */
    if (lines == 0 || interrupt_requested())
        return;
    cli_err(progress->cli, arena_printf(progress->cli->arena, "\x1b[%dA\r\x1b[J", lines));
}

/* A scratch arena per drawing: a run of hours must not keep every frame. */
static void draw(struct progress *progress)
{
    struct cli *cli = progress->cli;
    struct arena *scratch cleanup_arena = arena_new();
    struct style style = cli->err;
    bool fixed;
    style.now_ms = terminal_now_ms(&fixed);
    style.columns = terminal_columns(STDERR_FILENO);
    cleanup_str struct str text;
    str_init(&text, 0);
    if (progress->lines > 0)
        str_addf(&text, "\x1b[%dA\r\x1b[J", progress->lines);
    sync_text_progress(scratch, &style, &progress->view, &text, &progress->lines);
    cli_err(cli, text.p);
    progress->shown_ms = now_mono(progress);
}

static void write_line(struct progress *progress)
{
    struct arena *scratch cleanup_arena = arena_new();
    cleanup_str struct str text;
    str_init(&text, 0);
    sync_text_progress_line(scratch, &progress->cli->err, &progress->view, &text);
    cli_err(progress->cli, text.p);
    progress->shown_ms = now_mono(progress);
}

static void show(struct progress *progress, bool at_once)
{
    if (!progress->writing || progress->cli->err.quiet || interrupt_requested())
        return;
    int64_t since = now_mono(progress) - progress->shown_ms;
    if (progress->draws) {
        if (at_once || since >= REDRAW_MS)
            draw(progress);
    } else if (since >= LINE_MS) {
        write_line(progress);
    }
}

static void begin(struct progress *progress)
{
    if (progress->writing)
        return;
    progress->writing = true;
    progress->begun_ms = now_mono(progress);
    progress->shown_ms = progress->draws ? 0 : progress->begun_ms;
}

static void stop_waiting(struct progress *progress)
{
    progress->view.waiting_until_ms = 0;
    progress->view.waiting_for = NULL;
}

static void reading(struct progress *progress)
{
    if (!progress->draws || progress->cli->err.quiet || progress->writing)
        return;
    progress_clear(progress);
    cli_err(progress->cli,
            progress->cli->err.ascii ? "Reading GitHub ...\n" : "Reading GitHub …\n");
    progress->lines = 1;
}

/* A wait is told again and again while it lasts. A log gets one line, when it is a long one. */
static bool is_news(struct progress *progress, const struct event *event)
{
    const int64_t off = event->until_ms - progress->told_ms;
    if (progress->cli->err.quiet || interrupt_requested() || event->wait_ms < LOG_WAIT_MS ||
        (off > -LOG_WAIT_MS && off < LOG_WAIT_MS))
        return false;
    progress->told_ms = event->until_ms;
    return true;
}

/* Before anything is written a wait has the place of "Reading GitHub". */
static void waiting_to_read(struct progress *progress, const struct event *event)
{
    struct cli *cli = progress->cli;
    if (progress->draws ? cli->err.quiet || interrupt_requested() : !is_news(progress, event))
        return;
    struct arena *scratch cleanup_arena = arena_new();
    struct style style = cli->err;
    bool fixed;
    style.now_ms = terminal_now_ms(&fixed);
    if (progress->draws)
        style.columns = terminal_columns(STDERR_FILENO);
    cleanup_str struct str text;
    str_init(&text, 0);
    int lines = 0;
    progress_clear(progress);
    sync_text_waiting(scratch, &style, event, progress->view.max_wait_ms, &text, &lines);
    cli_err(cli, text.p);
    progress->lines = progress->draws ? lines : 0;
}

static void waiting_to_write(struct progress *progress, const struct event *event)
{
    progress->view.waiting_until_ms = event->until_ms;
    progress->view.waiting_for = event->text;
    if (progress->draws)
        show(progress, true);
    else if (is_news(progress, event))
        write_line(progress);
}

static void on_event(void *state, const struct event *event)
{
    struct progress *progress = state;
    struct sync_progress *view = &progress->view;
    switch (event->type) {
    case EVENT_READING:
        reading(progress);
        break;
    case EVENT_PLAN_READY:
        if (!progress->writing)
            progress_clear(progress);
        break;
    case EVENT_WRITING:
    case EVENT_WRITTEN:
        begin(progress);
        stop_waiting(progress);
        view->event = *event;
        view->elapsed_ms = now_mono(progress) - progress->begun_ms;
        show(progress, event->done == event->total);
        break;
    case EVENT_WAITING:
        if (progress->writing)
            waiting_to_write(progress, event);
        else
            waiting_to_read(progress, event);
        break;
    case EVENT_UNKNOWN_OUTCOME:
        view->unknown_id = event->id;
        view->unknown_title = event->title;
        view->unknown_until_ms = event->until_ms;
        show(progress, true);
        break;
    case EVENT_NOTE:
        break;
    }
}

void progress_init(struct progress *progress, struct cli *cli)
{
    *progress = (struct progress){.cli = cli};
    progress->draws = cli->err_is_terminal && terminal_is_foreground(STDERR_FILENO);
    cli->app.on_event = on_event;
    cli->app.event_state = progress;
    progress->view.max_wait_ms = cli->app.limits.max_wait_ms;
}

void progress_end(struct progress *progress)
{
    stop_waiting(progress);
    progress->view.ended = true;
    if (progress->writing && !progress->draws && !progress->cli->err.quiet)
        write_line(progress);
    progress_clear(progress);
    progress->writing = false;
}
