/* The chain in the child: each migration there, and in a smoke cycle back and there again.
 *
 * Two databases: `main` is tried on, `still` follows it, so that whatever a bad way back leaves can
 * be set right by a copy. */

#include "base/str.h"
#include "schema/sqlite/sqlite_chain.h"
#include "schema/sqlite/sqlite_run.h"

static const char *leg_words(enum box_leg leg)
{
    static const char *const words[BOX_LEG_COUNT] = {"up", "down", "up again", "query"};
    return words[leg];
}

void chain_flag(struct chain *chain, uint32_t flag, enum verdict verdict, const char *message)
{
    static const int weight[VERDICT_COUNT] = {
        [VERDICT_SKIP] = 1, [VERDICT_UNKNOWN] = 2, [VERDICT_FAIL] = 3, [VERDICT_ERROR] = 4};
    struct sqlite_step *step = chain->step;
    step->flags |= flag;
    if (weight[verdict] <= weight[step->verdict])
        return;
    step->verdict = verdict;
    step->message = message;
}

static bool run_leg(struct chain *chain, struct guard *guard, uint32_t index, enum box_leg leg,
                    uint32_t failed_flag, int64_t *took_us)
{
    const struct migration *migration = &chain->job->options->migrations[index];
    const struct migration_part *part = leg == LEG_DOWN ? &migration->down : &migration->up;
    struct sqlite_trouble trouble = {.reason = SQLITE_REASON_NONE};
    chain->mark->step = index;
    chain->mark->leg = leg;
    int64_t start_us = guard_now_us();
    bool good = run_part(guard, chain->mark, part, chain->arena, &trouble);
    *took_us = guard_now_us() - start_us;
    if (good)
        return true;
    chain->step->trouble = trouble;
    chain->step->leg = leg;
    chain_flag(chain, failed_flag, sqlite_trouble_verdict(&trouble),
               arena_printf(chain->arena, "%s fails at %s", leg_words(leg),
                            sqlite_trouble_text(chain->arena, &trouble)));
    return false;
}

/* Whether the schema is what `want` says; lines go to the step when not. */
static bool same_schema(struct chain *chain, struct guard *guard, const struct raw_schema *want)
{
    struct raw_schema is;
    bool same;
    if (!raw_same(guard, want, &same))
        return false;
    if (same)
        return true;
    struct strlist lines = {NULL, 0, 0};
    if (!raw_read(guard, chain->scratch, chain->scratch, want, &is) ||
        !raw_diff(&chain->job->limits, chain->arena, want, &is, &lines))
        return false;
    for (uint32_t i = 0; i < lines.len; i++)
        strlist_add(chain->arena, &chain->step->lines, lines.items[i]);
    return lines.len == 0;
}

bool chain_copy(struct guard *to, struct guard *from)
{
    sqlite3_backup *backup = sqlite3_backup_init(to->db, "main", from->db, "main");
    if (!backup)
        return false;
    int rc = sqlite3_backup_step(backup, -1);
    (void)sqlite3_backup_finish(backup);
    return rc == SQLITE_DONE;
}

/* Its bytes are here, and they are what would run. */
static bool is_sql(const struct migration_part *part)
{
    return !part->program && !part->unread && !part->placeholder;
}

static bool can_run(struct chain *chain, const struct migration_part *part)
{
    if (is_sql(part))
        return true;
    chain_flag(chain, SMOKE_NOT_SQL, VERDICT_UNKNOWN,
               part->program   ? "is a program: nothing here can run it"
               : part->pointer ? "is a pointer of Git LFS: its contents are not here"
               : part->unread
                   ? "its bytes are not here"
                   : arena_printf(chain->arena, "the tool fills in '%s': what runs is not known",
                                  part->placeholder));
    return false;
}

/* Whether there is a way back to try; if not, the step says why. */
static bool way_back(struct chain *chain, uint32_t index)
{
    const struct migration *migration = &chain->job->options->migrations[index];
    if (migration->one_way) {
        chain_flag(chain, SMOKE_ONE_WAY, VERDICT_SKIP,
                   arena_printf(chain->arena, "goes one way: %s", migration->one_way));
        return false;
    }
    if (!migration->down.present) {
        chain_flag(chain, SMOKE_NO_DOWN, VERDICT_SKIP, "has no way back");
        return false;
    }
    if (migration->down.empty)
        chain->step->flags |= SMOKE_EMPTY_DOWN;
    return can_run(chain, &migration->down);
}

/* Back and there again, on `main`. */
static void cycle(struct chain *chain, uint32_t index)
{
    const struct migration *migration = &chain->job->options->migrations[index];
    struct map *after = map_new(chain->scratch);
    struct map *dropped = map_new(chain->scratch);
    size_t cursor = 0;
    const char *name;
    void *value;
    if (chain->job->options->keep_rows)
        keep_after_up(chain, migration, after);
    while (map_next(chain->main->dropped, &cursor, &name, &value))
        (void)map_put(dropped, arena_strdup(chain->scratch, name), chain);
    if (!way_back(chain, index))
        return;
    if (!run_leg(chain, chain->main, index, LEG_DOWN, SMOKE_DOWN_FAILED, &chain->step->down_us))
        return;
    if (!same_schema(chain, chain->main, &chain->before)) {
        chain_flag(chain, SMOKE_NOT_INVERSE, VERDICT_FAIL,
                   chain->step->flags & SMOKE_EMPTY_DOWN
                       ? "down is empty and up changes the schema"
                       : "down does not lead back to the schema before");
        return;
    }
    if (chain->job->options->keep_rows)
        keep_after_down(chain, migration, dropped, after);
    if (!run_leg(chain, chain->main, index, LEG_AGAIN, SMOKE_AGAIN_FAILED, &chain->step->again_us))
        return;
    if (!same_schema(chain, chain->main, &chain->after))
        chain_flag(chain, SMOKE_AGAIN_DIFFERS, VERDICT_FAIL, "up again leads to another schema");
    keep_after_again(chain, after);
}

/* `still` up to and with the step. Where it cannot, for want of rows, it becomes what `main` is. */
static bool catch_up(struct chain *chain, uint32_t index)
{
    struct sqlite_step unheard = {.verdict = VERDICT_PASS}, *step = chain->step;
    int64_t took_us;
    bool good = true;
    chain->step = &unheard;
    for (; chain->still_at <= index && good; chain->still_at++) {
        guard_forget(&chain->still);
        good = run_leg(chain, &chain->still, chain->still_at, LEG_UP, SMOKE_UP_FAILED, &took_us);
    }
    chain->step = step;
    chain->still_at = index + 1;
    return good;
}

/* Both databases at the state after the step. `still` takes the steps when it is needed, for most
 * chains never. Only a way there that `writes` may ask for rows, which `still` has not: it is taken
 * at once, while `main` is there to be copied. */
static bool settle(struct chain *chain, uint32_t index, bool writes)
{
    const uint32_t bad = SMOKE_DOWN_FAILED | SMOKE_AGAIN_FAILED | SMOKE_NOT_INVERSE |
                         SMOKE_AGAIN_DIFFERS | SMOKE_ROWS_LOST;
    bool wrong = chain->step->flags & bad;
    if (!wrong && !writes)
        return true;
    if (!catch_up(chain, index))
        return chain_copy(&chain->still, chain->main);
    return !wrong || keep_set_right(chain);
}

/* An up that fails over made rows, on a database without any: what "applies" means. Both databases
 * are then that one. */
static bool applies_without_rows(struct chain *chain, uint32_t index)
{
    struct err err = ERR_INIT;
    struct guard empty;
    struct sqlite_step unheard = {.verdict = VERDICT_PASS}, *step = chain->step;
    int64_t took_us;
    if (chain->job->options->rows == 0 || map_len(chain->sums) == 0)
        return false;
    if (guard_open(&empty, NULL, &chain->job->limits, &err) != OK) {
        err_clear(&err);
        return false;
    }
    bool good = true;
    chain->step = &unheard;
    for (uint32_t i = 0; i <= index && good; i++) {
        guard_forget(&empty);
        good = run_leg(chain, &empty, i, LEG_UP, SMOKE_UP_FAILED, &took_us);
    }
    chain->step = step;
    if (good)
        step->up_us = took_us;
    good = good && chain_copy(chain->main, &empty) && chain_copy(&chain->still, &empty);
    guard_close(&empty);
    if (good)
        chain->still_at = index + 1;
    return good;
}

/* Goes on from there; every table is filled anew. */
static void without_rows(struct chain *chain)
{
    struct sqlite_step *step = chain->step;
    const char *message = arena_printf(
        chain->arena, "applies to an empty database; over made rows %s", step->message);
    step->flags = 0;
    step->verdict = VERDICT_PASS;
    chain_flag(chain, SMOKE_ROWS_REFUSED, VERDICT_UNKNOWN, message);
    arena_clear(chain->sums_arena);
    chain->sums = map_new(chain->sums_arena);
    guard_forget(chain->main);
    chain->main->altered = true;
}

static bool way_there(struct chain *chain, uint32_t index)
{
    if (!chain->job->options->migrations[index].up.present) {
        chain_flag(chain, SMOKE_UP_FAILED, VERDICT_FAIL,
                   chain->job->options->migrations[index].down.present
                       ? "has no way there, only one back"
                       : "has no script");
        return false;
    }
    if (run_leg(chain, chain->main, index, LEG_UP, SMOKE_UP_FAILED, &chain->step->up_us))
        return true;
    if (!chain->job->smoke || !applies_without_rows(chain, index))
        return false;
    without_rows(chain);
    return true;
}

static bool one_step(struct chain *chain, uint32_t index)
{
    const struct migration *migration = &chain->job->options->migrations[index];
    bool cycled = chain->job->smoke && !chain->job->passed_over[index];
    bool writes;
    guard_forget(chain->main);
    if (!can_run(chain, &migration->up) || !way_there(chain, index))
        return false;
    if (!chain->job->smoke)
        return true;
    writes = chain->main->wrote;
    arena_clear(chain->states[(index + 1) % 2]);
    if (!raw_read(chain->main, chain->states[(index + 1) % 2], chain->texts, &chain->before,
                  &chain->after))
        return false;
    if (cycled)
        cycle(chain, index);
    if (!settle(chain, index, writes))
        return false;
    keep_fill(chain, true);
    chain->before = chain->after;
    return true;
}

/* All the way down and up again, once more with the rows in it. */
static void whole_way(struct chain *chain, struct sqlite_run *run)
{
    struct raw_schema nothing = {.rows = {NULL, 0, 0}};
    struct sqlite_step step = {.verdict = VERDICT_PASS};
    int64_t took_us;
    bool good = true;
    run->whole = VERDICT_PASS;
    chain->step = &step;
    for (uint32_t i = (uint32_t)run->len; i-- > 0 && good; run->whole_down_us += took_us)
        good = run_leg(chain, chain->main, i, LEG_DOWN, SMOKE_DOWN_FAILED, &took_us);
    if (good && !same_schema(chain, chain->main, &nothing)) {
        good = false;
        step.message = "all the way down leaves something behind";
    }
    for (uint32_t i = 0; i < run->len && good; i++, run->whole_up_us += took_us)
        good = run_leg(chain, chain->main, i, LEG_AGAIN, SMOKE_AGAIN_FAILED, &took_us);
    if (good && !same_schema(chain, chain->main, &chain->before)) {
        good = false;
        step.message = "all the way down and up leads to another schema";
    }
    if (!good) {
        run->whole = step.verdict == VERDICT_PASS ? VERDICT_FAIL : step.verdict;
        run->whole_message = step.message;
        run->whole_lines = step.lines;
    }
    chain->step = NULL;
}

static void try_whole_way(struct chain *chain, struct sqlite_run *run, size_t reversible)
{
    run->whole = VERDICT_SKIP;
    if (!chain->job->smoke || !chain->job->options->whole)
        return;
    if (reversible < run->len)
        run->whole_message =
            arena_printf(chain->arena, "%zu of %zu migrations cannot be taken back",
                         run->len - reversible, run->len);
    else
        whole_way(chain, run);
}

static void chain_release(struct chain *chain)
{
    guard_close(&chain->still);
    for (size_t i = 0; i < 2; i++)
        arena_free(chain->states[i]);
    arena_free(chain->scratch);
    arena_free(chain->texts);
    arena_free(chain->sums_arena);
}

/* One before it does not apply: what can be said of its text is said all the same. */
static void not_reached(struct chain *chain, uint32_t index)
{
    const struct migration *migration = &chain->job->options->migrations[index];
    const struct migration_part *parts[2] = {&migration->up, &migration->down};
    chain_flag(chain, SMOKE_NOT_REACHED, VERDICT_UNKNOWN,
               "not reached: one before it does not apply");
    for (int i = 0; i < 2; i++) {
        struct sqlite_trouble trouble = {.reason = SQLITE_REASON_NONE};
        enum box_leg leg = i == 0 ? LEG_UP : LEG_DOWN;
        if (!parts[i]->present || !is_sql(parts[i]))
            continue;
        chain->mark->step = index;
        chain->mark->leg = leg;
        if (run_syntax(chain->main, chain->mark, parts[i], chain->arena, &trouble))
            continue;
        chain->step->trouble = trouble;
        chain->step->leg = leg;
        chain_flag(chain, i == 0 ? SMOKE_UP_FAILED : SMOKE_DOWN_FAILED, VERDICT_FAIL,
                   arena_printf(chain->arena, "not reached, and %s fails at %s", leg_words(leg),
                                sqlite_trouble_text(chain->arena, &trouble)));
        return;
    }
}

enum code chain_run(struct guard *guard, const struct box_job *job, struct box_mark *mark,
                    struct arena *arena, const struct chain_report *report, struct sqlite_run *run,
                    struct err *err)
{
    struct chain chain = {.job = job, .main = guard, .mark = mark, .arena = arena};
    size_t reversible = 0;
    if (job->smoke && guard_open(&chain.still, NULL, &job->limits, err) != OK)
        return err->code;
    chain.scratch = arena_new();
    chain.texts = arena_new();
    chain.sums_arena = arena_new();
    chain.states[0] = arena_new();
    chain.states[1] = arena_new();
    chain.sums = map_new(chain.sums_arena);
    run->len = job->options->len;
    bool going = true;
    for (uint32_t i = 0; i < run->len; i++) {
        struct sqlite_step step = {
            .verdict = VERDICT_PASS, .up_us = -1, .down_us = -1, .again_us = -1};
        chain.step = &step;
        arena_clear(chain.scratch);
        if (going) {
            going = one_step(&chain, i);
            run->applied += going;
            if (!going && step.verdict == VERDICT_PASS)
                chain_flag(&chain, SMOKE_UP_FAILED, VERDICT_ERROR, "the SQL box ran out of room");
        } else {
            not_reached(&chain, i);
        }
        reversible += going && step.down_us >= 0 && step.again_us >= 0 &&
                      !(step.flags & (SMOKE_AGAIN_FAILED | SMOKE_AGAIN_DIFFERS));
        report->step(report->context, i, &step);
    }
    try_whole_way(&chain, run, reversible);
    chain_release(&chain);
    return OK;
}
