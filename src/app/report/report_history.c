#include "app/report/report_history.h"

#include "app/report/scope_text.h"
#include "app/session/plan_at.h"
#include "base/day.h"
#include "base/limits.h"
#include "engine/scope.h"
#include "repo/history.h"
#include "repo/mainline.h"
#include "store/scope_line.h"

struct step {
    const char *commit, *path, *file_id;
    int64_t at_ms; /* at most that of the step behind it */
};

struct reading {
    const struct plan_history *from;
    struct scope_history *history;
    struct arena *scratch;  /* steps: gone when all are read */
    VEC(struct step) steps; /* newest first */
    const char *kept_tip;   /* what the cache had, or NULL */
};

/* A commit is not younger than those that follow it, whatever its clock said. */
static void make_older(int64_t *at_ms, int64_t later_ms)
{
    if (*at_ms > later_ms)
        *at_ms = later_ms;
}

static bool same_day(const struct step *a, const struct step *b)
{
    return instant_day(a->at_ms) == instant_day(b->at_ms);
}

static enum code take_step(void *state, const struct mainline_step *step, struct err *err)
{
    struct reading *reading = state;
    const struct step one = {.commit = arena_strdup(reading->scratch, step->commit),
                             .path = arena_strdup(reading->scratch, step->path),
                             .file_id = arena_strdup(reading->scratch, step->file_id),
                             .at_ms = step->at_ms};
    (void)err;
    const size_t len = reading->steps.len;
    VEC_PUSH(reading->scratch, &reading->steps, one);
    if (len > 0)
        make_older(&reading->steps.items[len].at_ms, reading->steps.items[len - 1].at_ms);
    return OK;
}

static enum code load_kept(struct reading *reading, struct err *err)
{
    const struct plan_history *from = reading->from;
    struct store_scope_line line = {.common_dir = repo_common_dir(from->repo), .path = from->path};
    bool found = false;
    if (!from->store)
        return OK;
    enum code code = store_load_scope_line(from->store, from->arena, &line, &found, err);
    if (!code && found && scope_read(from->arena, line.revisions, reading->history))
        reading->kept_tip = line.tip;
    return code;
}

static enum code keep(const struct reading *reading, struct err *err)
{
    const struct plan_history *from = reading->from;
    /* A plan that the tip does not have may be a renamed one that is not committed yet. */
    const bool there = reading->steps.len > 0 && reading->steps.items[0].path;
    if (!from->storing || reading->history->incomplete || (!there && !reading->kept_tip))
        return OK;
    struct str text cleanup_str;
    str_init(&text, 0);
    scope_write(&text, reading->history);
    const struct store_scope_line line = {.common_dir = repo_common_dir(from->repo),
                                          .path = from->path,
                                          .tip = from->tip,
                                          .revisions = text.p};
    return str_over(&text) ? OK : store_put_scope_line(from->store, &line, err);
}

static enum code read_plan(struct reading *reading, struct arena *arena, const struct step *step,
                           struct plan **plan, bool *readable, struct err *err)
{
    struct diags diags = {0};
    struct err local cleanup_err = ERR_INIT;
    *plan = NULL;
    *readable = true;
    if (!step->path)
        return OK;
    const struct plan_file_at file = {step->path, step->file_id};
    enum code code =
        plan_at_file(arena, reading->from->repo, step->commit, &file, plan, &diags, &local);
    if (code == ERR_INTERRUPTED)
        return err_move(err, &local);
    *readable = !code && *plan && diags.errors == 0;
    reading->history->unreadable += !*readable;
    return OK;
}

/* The last step of each day, oldest first. */
static size_t pick_days(struct reading *reading, const struct step **picked)
{
    size_t count = 0;
    for (size_t i = reading->steps.len; i > 0; i--)
        if (i == 1 || !same_day(&reading->steps.items[i - 2], &reading->steps.items[i - 1]))
            picked[count++] = &reading->steps.items[i - 1];
    return count;
}

/* Where all days of a large plan would take too long, every nth is enough, and the last one. */
static enum code thin_out(struct reading *reading, const struct step **picked, size_t *count,
                          struct err *err)
{
    const struct plan_history *from = reading->from;
    char *bytes = NULL;
    size_t size = 0, kept = 0;
    bool found = false;
    if (*count < 2)
        return OK;
    enum code code = history_read(from->repo, reading->scratch, from->tip, from->path,
                                  LIMIT_SPEC_BYTES, &bytes, &size, &found, err);
    const size_t stride = *count * size / LIMIT_SCOPE_BYTES + 1;
    if (code || stride == 1)
        return code;
    for (size_t i = 0; i < *count; i++)
        if (i % stride == 0 || i + 1 == *count)
            picked[kept++] = picked[i];
    *count = kept;
    reading->history->thinned = true;
    return OK;
}

/* What cannot be read as a plan says nothing: what stood before on that day goes on. */
static enum code read_day(struct reading *reading, struct scope_reader *reader,
                          const struct step *step, const char **last_id, struct err *err)
{
    struct arena *arena cleanup_arena = arena_new();
    const struct step *oldest = reading->steps.items + reading->steps.len - 1;
    struct plan *plan = NULL;
    bool readable = false;
    enum code code = OK;
    for (const struct step *at = step; !code && !readable; at++) {
        if (*last_id && at->path && text_eq(*last_id, at->file_id))
            return OK;
        arena_clear(arena);
        code = read_plan(reading, arena, at, &plan, &readable, err);
        if (!code && readable) {
            scope_take(reader, plan, at->commit, at->at_ms);
            *last_id = plan && plan->sources.len == 1 ? at->file_id : NULL;
        }
        if (at == oldest || !same_day(at, at + 1))
            break;
    }
    return code;
}

static enum code read_steps(struct reading *reading, struct scope_reader *reader, struct err *err)
{
    const struct step **picked =
        arena_calloc(reading->scratch, reading->steps.len + 1, sizeof(const struct step *));
    size_t count = pick_days(reading, picked);
    const char *last_id = NULL; /* of a plan in one file */
    enum code code = thin_out(reading, picked, &count, err);
    for (size_t i = 0; i < count && !code; i++)
        code = read_day(reading, reader, picked[i], &last_id, err);
    return code;
}

static void say_thinned(struct scope_history *history)
{
    if (history->thinned && !history->incomplete)
        history->incomplete = "it is long, so that some days in between were left out";
}

enum code plan_history_read(const struct plan_history *from, struct scope_history *history,
                            struct err *err)
{
    struct arena *scratch cleanup_arena = arena_new();
    struct reading reading = {.from = from, .history = history, .scratch = scratch};
    struct mainline_end end = {0};
    struct scope_reader reader;
    *history = (struct scope_history){0};
    enum code code = load_kept(&reading, err);
    if (code || (reading.kept_tip && text_eq(reading.kept_tip, from->tip))) {
        say_thinned(history);
        return code;
    }
    const struct mainline_options options = {
        .tip = from->tip, .path = from->path, .until = reading.kept_tip};
    code = mainline_walk(from->repo, &options, take_step, &reading, &end, err);
    if (code)
        return code;
    if (!end.reached) /* rewritten, or never read */
        *history = (struct scope_history){.incomplete = end.unknown};
    for (size_t i = 0; i < history->revisions.len && reading.steps.len > 0; i++)
        make_older(&history->revisions.items[i].at_ms,
                   reading.steps.items[reading.steps.len - 1].at_ms);
    scope_begin(from->arena, history, &reader);
    code = read_steps(&reading, &reader, err);
    if (!code)
        code = keep(&reading, err);
    say_thinned(history);
    return code;
}
