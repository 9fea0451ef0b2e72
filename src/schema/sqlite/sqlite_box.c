#include "schema/sqlite/sqlite_box.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "schema/sql/sql_normal.h"
#include "schema/sqlite/sqlite_serve.h"

#define LEG_MS 10000
#define REQUEST_MS 120000
/* How many children may die in one smoke run before the rest is left untried. */
#define DEATHS_MAX 8
#define WORDS_COLUMNS 60

struct sqlite_box {
    struct sqlite_options options;
    struct box_job job;
    struct box_process process;
    char *folder; /* of a database on the disk; heap by the arena below */
    bool spent;   /* on the disk a question has changed what the next one would find */
    struct arena *arena;
};

static struct box_limits limits_of(const struct sqlite_options *options)
{
    return (struct box_limits){.leg_ms = options->leg_ms ? options->leg_ms : LEG_MS,
                               .request_ms = options->request_ms ? options->request_ms : REQUEST_MS,
                               .heap_bytes = LIMIT_BOX_HEAP_BYTES,
                               .db_pages = LIMIT_BOX_DB_PAGES,
                               .files = options->on_disk};
}

static enum code box_start(const struct sqlite_options *options, bool smoke,
                           const bool *passed_over, struct sqlite_box **out, struct err *err)
{
    struct arena *arena = arena_new();
    struct sqlite_box *box = ARENA_NEW(arena, struct sqlite_box);
    box->arena = arena;
    box->options = *options;
    box->process.fd = -1;
    box->job = (struct box_job){&box->options, limits_of(options), smoke, passed_over};
    enum code code = OK;
    if (options->on_disk)
        code = dir_make_temp(arena, "roadmap-box", &box->folder, err);
    if (code == OK)
        code = box_process_start(&box->process, &box->job.limits, box->folder ? box->folder : "/",
                                 box_serve, &box->job, err);
    if (code != OK)
        sqlite_box_close(box);
    else
        *out = box;
    return code;
}

void sqlite_box_close(struct sqlite_box *box)
{
    if (!box)
        return;
    struct arena *arena = box->arena;
    box_process_stop(&box->process);
    if (box->folder)
        dir_remove_tree(box->folder);
    arena_free(arena);
}

void sqlite_box_closep(struct sqlite_box **box)
{
    sqlite_box_close(*box);
    *box = NULL;
}

static void send_verb(struct sqlite_box *box, enum box_verb verb, struct box_request *request)
{
    cleanup_str struct str frame;
    str_init(&frame, LIMIT_BOX_FRAME_BYTES);
    struct wire wire = wire_writer(&frame);
    WIRE_ENUM(&wire, verb, BOX_VERB_COUNT);
    if (request)
        wire_request(&wire, request);
    /* Too large a question is cut off, which the child sees. */
    box_process_send(&box->process, &frame);
}

/* What the mark says of the statement that the child was at. */
static void trouble_at_mark(struct arena *arena, const struct sqlite_box *box, int wait_status,
                            bool timed_out, const char *sql, struct sqlite_trouble *trouble)
{
    const struct box_mark mark = *box->process.mark;
    cleanup_str struct str words;
    str_init(&words, 0);
    box_end_words(wait_status, timed_out, box->job.limits.leg_ms, &words);
    *trouble = (struct sqlite_trouble){.reason = box_end_was_time(wait_status, timed_out)
                                                     ? SQLITE_REASON_TIME
                                                     : SQLITE_REASON_CRASH,
                                       .message = str_dup(&words, arena),
                                       .statement = mark.statement};
    const char *bytes = sql;
    size_t len = sql ? strlen(sql) : 0, end = len;
    if (mark.leg != LEG_QUERY && mark.leg < BOX_LEG_COUNT && mark.step < box->options.len) {
        const struct migration *migration = &box->options.migrations[mark.step];
        const struct migration_part *part =
            mark.leg == LEG_DOWN ? &migration->down : &migration->up;
        if (mark.span < part->spans.len) {
            const struct migration_span *span = &part->spans.items[mark.span];
            trouble->path = span->file->path;
            bytes = span->file->bytes;
            len = span->file->len;
            end = span->end;
        }
    }
    if (!mark.statement || !bytes || mark.begin >= end) {
        trouble->statement = 0;
        return;
    }
    size_t offset = mark.begin + sql_first_code(bytes + mark.begin, end - mark.begin);
    trouble->words = sql_first_words(arena, bytes + offset, end - offset, WORDS_COLUMNS);
    sqlite_trouble_place(trouble, bytes, len, offset);
}

/* One frame and its kind. `frame` is the arena's, for the texts that are read from it are copies.
 */
static enum code receive(struct sqlite_box *box, int64_t until_ms, struct str *frame,
                         struct arena *arena, enum box_reply *reply, struct wire *wire,
                         struct err *err)
{
    enum code code = box_process_receive(&box->process, until_ms, frame, err);
    if (code != OK || box->process.gone)
        return code;
    *wire = wire_reader(arena, frame->p, frame->len);
    WIRE_ENUM(wire, *reply, BOX_REPLY_COUNT);
    if (*reply != REPLY_FAILED)
        return OK;
    const char *words = NULL;
    wire_text(wire, &words);
    return err_set(err, ERR_FAILED, "the SQL box: %s", words ? words : "no answer");
}

static int64_t until(const struct sqlite_box *box)
{
    struct clock clock = clock_system();
    return clock_mono(&clock) + box->job.limits.request_ms;
}

/* Steps as they come; false in *whole when the child died before the end. */
static enum code run_chain(struct arena *arena, struct sqlite_box *box, struct sqlite_run *run,
                           bool *ended, struct err *err)
{
    cleanup_str struct str frame;
    str_init(&frame, LIMIT_BOX_FRAME_BYTES);
    int64_t until_ms = until(box);
    *ended = false;
    send_verb(box, VERB_CHAIN, NULL);
    for (;;) {
        enum box_reply reply = REPLY_FAILED;
        struct wire wire;
        enum code code = receive(box, until_ms, &frame, arena, &reply, &wire, err);
        if (code != OK || box->process.gone)
            return code;
        if (reply == REPLY_DONE) {
            wire_run(&wire, run);
            *ended = !wire.failed;
            return OK;
        }
        uint32_t index = 0;
        struct sqlite_step step = {.verdict = VERDICT_ERROR};
        wire_u32(&wire, &index);
        wire_sqlite_step(&wire, &step);
        if (!wire.failed && index < run->len)
            run->steps[index] = step;
    }
}

static void begin_run(struct arena *arena, const struct sqlite_options *options,
                      struct sqlite_run *run)
{
    *run = (struct sqlite_run){.len = options->len, .whole = VERDICT_SKIP};
    run->steps = arena_calloc(arena, options->len, sizeof *run->steps);
    for (size_t i = 0; i < run->len; i++)
        run->steps[i] = (struct sqlite_step){.verdict = VERDICT_UNKNOWN,
                                             .flags = SMOKE_NOT_REACHED,
                                             .message = "not reached: one before it does not apply",
                                             .up_us = -1,
                                             .down_us = -1,
                                             .again_us = -1};
}

/* Puts the child's death down to the step it was at. */
static struct sqlite_step *died_at(struct arena *arena, const struct sqlite_box *box,
                                   struct sqlite_run *run)
{
    static const uint32_t flags[BOX_LEG_COUNT] = {SMOKE_UP_FAILED, SMOKE_DOWN_FAILED,
                                                  SMOKE_AGAIN_FAILED, SMOKE_UP_FAILED};
    BUG_UNLESS(box->process.mark);
    const struct box_mark mark = *box->process.mark;
    if (mark.step >= run->len)
        return NULL;
    struct sqlite_step *step = &run->steps[mark.step];
    *step =
        (struct sqlite_step){.verdict = VERDICT_ERROR, .up_us = -1, .down_us = -1, .again_us = -1};
    step->leg = mark.leg < BOX_LEG_COUNT ? mark.leg : LEG_UP;
    step->flags = flags[step->leg];
    trouble_at_mark(arena, box, box->process.wait_status, box->process.timed_out, NULL,
                    &step->trouble);
    step->message = sqlite_trouble_text(arena, &step->trouble);
    return step;
}

static bool stopped_at(const struct sqlite_step *step)
{
    return step->flags & (SMOKE_UP_FAILED | SMOKE_NOT_REACHED) ||
           (step->flags & SMOKE_NOT_SQL && step->up_us < 0);
}

static size_t applied_until(const struct sqlite_run *run)
{
    size_t count = 0;
    while (count < run->len && !stopped_at(&run->steps[count]))
        count++;
    return count;
}

enum code sqlite_box_open(struct arena *arena, const struct sqlite_options *options,
                          struct sqlite_box **box, struct sqlite_run *run, struct err *err)
{
    bool ended = false;
    *box = NULL;
    begin_run(arena, options, run);
    enum code code = box_start(options, false, NULL, box, err);
    if (code == OK)
        code = run_chain(arena, *box, run, &ended, err);
    if (code != OK) {
        sqlite_box_closep(box);
        return code;
    }
    if (!ended) {
        (void)died_at(arena, *box, run);
        run->applied = applied_until(run);
    }
    return OK;
}

enum code sqlite_smoke(struct arena *arena, const struct sqlite_options *options,
                       struct sqlite_run *run, struct err *err)
{
    bool *passed_over = arena_calloc(arena, options->len, sizeof *passed_over);
    struct sqlite_step *deaths[DEATHS_MAX];
    size_t died[DEATHS_MAX], count = 0;
    bool ended = false;
    begin_run(arena, options, run);
    while (!ended) {
        cleanup_sqlite_box struct sqlite_box *box = NULL;
        enum code code = box_start(options, true, passed_over, &box, err);
        if (code == OK)
            code = run_chain(arena, box, run, &ended, err);
        if (code != OK)
            return code;
        if (ended)
            break;
        struct sqlite_step *step = died_at(arena, box, run);
        if (!step || step->leg == LEG_UP || box->process.timed_out || count == DEATHS_MAX)
            break;
        died[count] = (size_t)(step - run->steps);
        if (passed_over[died[count]]) /* it dies on the way there too */
            break;
        passed_over[died[count]] = true;
        deaths[count] = ARENA_NEW(arena, struct sqlite_step);
        *deaths[count++] = *step;
    }
    for (size_t i = 0; i < count; i++)
        run->steps[died[i]] = *deaths[i];
    if (!ended)
        run->applied = applied_until(run);
    return OK;
}

/* A database on the disk has no copy, so it is made anew behind a question that changed it. */
static enum code renew(struct sqlite_box *box, struct err *err)
{
    cleanup_arena struct arena *scratch = arena_new();
    struct sqlite_run run;
    bool ended = false;
    box_process_stop(&box->process);
    dir_remove_tree(box->folder);
    begin_run(scratch, &box->options, &run);
    enum code code = dir_make_temp(box->arena, "roadmap-box", &box->folder, err);
    if (code == OK)
        code = box_process_start(&box->process, &box->job.limits, box->folder, box_serve, &box->job,
                                 err);
    if (code == OK)
        code = run_chain(scratch, box, &run, &ended, err);
    box->spent = false;
    return code;
}

static enum code fail_gone(const struct sqlite_box *box, struct err *err)
{
    cleanup_str struct str words;
    str_init(&words, 0);
    box_end_words(box->process.wait_status, box->process.timed_out, box->job.limits.request_ms,
                  &words);
    return err_set(err, ERR_FAILED, "the SQL box is gone: something %s", words.p);
}

enum code sqlite_box_snapshot(struct arena *arena, struct sqlite_box *box,
                              struct schema_snapshot *snapshot, struct err *err)
{
    cleanup_str struct str frame;
    enum box_reply reply = REPLY_FAILED;
    struct wire wire;
    str_init(&frame, LIMIT_BOX_FRAME_BYTES);
    *snapshot = (struct schema_snapshot){.engine = NULL};
    send_verb(box, VERB_SNAPSHOT, NULL);
    enum code code = receive(box, until(box), &frame, arena, &reply, &wire, err);
    if (code != OK)
        return code;
    if (box->process.gone)
        return fail_gone(box, err);
    snapshot_wire(&wire, snapshot);
    return wire.failed ? err_set(err, ERR_FAILED, "the SQL box: the answer cannot be read") : OK;
}

enum code sqlite_box_ask(struct arena *arena, struct sqlite_box *box, struct box_request *request,
                         struct box_answer *answer, struct err *err)
{
    cleanup_str struct str frame;
    enum box_reply reply = REPLY_FAILED;
    struct wire wire;
    str_init(&frame, LIMIT_BOX_FRAME_BYTES);
    *answer = (struct box_answer){.row_count = 0};
    enum code code = box->spent ? renew(box, err) : OK;
    if (code != OK)
        return code;
    if (box->process.gone)
        return fail_gone(box, err);
    box->spent = box->options.on_disk && !request->reads;
    send_verb(box, VERB_ASK, request);
    code = receive(box, until(box), &frame, arena, &reply, &wire, err);
    if (code != OK)
        return code;
    if (box->process.gone) {
        trouble_at_mark(arena, box, box->process.wait_status, box->process.timed_out, request->sql,
                        &answer->trouble);
    } else if (reply == REPLY_DIED) {
        uint32_t status = 0;
        wire_u32(&wire, &status);
        trouble_at_mark(arena, box, (int)status, false, request->sql, &answer->trouble);
    } else {
        wire_answer(&wire, answer);
        if (wire.failed)
            return err_set(err, ERR_FAILED, "the SQL box: the answer cannot be read");
    }
    return OK;
}

bool sqlite_box_sets_pragma(const struct sqlite_box *box, const char *name)
{
    for (size_t i = 0; i < box->options.len; i++) {
        const struct migration_part *part = &box->options.migrations[i].up;
        for (size_t j = 0; j < part->spans.len; j++) {
            const struct migration_span *span = &part->spans.items[j];
            if (span->file->bytes &&
                sql_sets_pragma(span->file->bytes + span->begin, span->end - span->begin, name))
                return true;
        }
    }
    return false;
}
