/* The chain in the child: each migration there, and in a smoke cycle back and there again.
 *
 * Two databases: `main` is tried on, `still` follows one step behind, so that whatever a bad way
 * back leaves can be set right by a copy. */
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/str.h"
#include "schema/sql.h"
#include "schema/sql_normal.h"
#include "schema/sqlite_rows.h"
#include "schema/sqlite_run.h"
#include "schema/sqlite_serve.h"
#include "schema/sqlite_snapshot.h"

/* How often a table that takes no rows is tried again when later migrations add tables. */
#define FILL_TRIES 4

struct pending {
    const char *table;
    int tries;
};

struct chain {
    const struct box_job *job;
    struct guard *main, still;
    struct box_mark *mark;
    struct arena *arena;     /* of the run: what the report keeps */
    struct arena *scratch;   /* of one step */
    struct arena *states[2]; /* the schema before the step and after it, in turn */
    struct raw_schema before, after;
    struct map *sums; /* folded name → struct table_sum: the rows before the step, after filling */
    struct arena *sums_arena;
    VEC(struct pending) pending;
    struct strlist owed; /* tables that `still` has fewer rows in: made when it is needed */
    struct sqlite_step *step;
};

static int64_t now_us(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static const char *leg_words(enum box_leg leg)
{
    static const char *const words[BOX_LEG_COUNT] = {"up", "down", "up again", "query"};
    return words[leg];
}

/* The worst thing decides, and of equals the first. */
static void flag(struct chain *chain, uint32_t flag, enum verdict verdict, const char *message)
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
    int64_t start_us = now_us();
    bool good = run_part(guard, chain->mark, part, chain->arena, &trouble);
    *took_us = now_us() - start_us;
    if (good)
        return true;
    chain->step->trouble = trouble;
    chain->step->leg = leg;
    flag(chain, failed_flag, sqlite_trouble_verdict(&trouble),
         arena_printf(chain->arena, "%s fails at %s", leg_words(leg),
                      sqlite_trouble_text(chain->arena, &trouble)));
    return false;
}

/* Whether the schema is what `want` says; lines go to the step when not. */
static bool same_schema(struct chain *chain, struct guard *guard, const struct raw_schema *want)
{
    struct raw_schema is;
    if (!raw_read(guard, chain->scratch, false, &is))
        return false;
    if (is.sum == want->sum)
        return true;
    struct strlist lines = {NULL, 0, 0};
    if (!raw_read(guard, chain->scratch, true, &is) ||
        !raw_diff(&chain->job->limits, chain->arena, want, &is, &lines))
        return false;
    for (uint32_t i = 0; i < lines.len; i++)
        strlist_add(chain->arena, &chain->step->lines, lines.items[i]);
    return lines.len == 0;
}

static struct table_sum *sum_of(struct chain *chain, const char *table)
{
    struct table_sum *sum = ARENA_NEW(chain->scratch, struct table_sum);
    return rows_sum(chain->main, chain->scratch, table, sum) ? sum : NULL;
}

/* `DELETE FROM table` or TRUNCATE-like statements of the file itself: then the loss is meant. */
static bool deletes_from(const struct migration_part *part, struct arena *arena, const char *table)
{
    for (size_t i = 0; i < part->spans.len; i++) {
        const struct migration_span *span = &part->spans.items[i];
        const char *bytes = span->file->bytes;
        struct sql_lexer lexer = sql_lexer_of(bytes, span->begin, span->end, SQL_SQLITE);
        struct sql_token token;
        bool delete_word = false, from = false;
        while (sql_next_code(&lexer, &token)) {
            if (from && (token.kind == SQL_WORD || token.kind == SQL_NAME) &&
                sql_same_name(sql_text(arena, bytes, &token), table))
                return true;
            from = delete_word && sql_is(bytes, &token, "from");
            delete_word = sql_is(bytes, &token, "delete");
        }
    }
    return false;
}

static void lost(struct chain *chain, const char *line)
{
    strlist_add(chain->arena, &chain->step->lines, line);
    flag(chain, SMOKE_ROWS_LOST, VERDICT_FAIL, line);
}

/* `what` with the rows of a table before and after. */
static void lost_rows(struct chain *chain, const char *what, const struct table_sum *was,
                      const struct table_sum *is)
{
    lost(chain, arena_printf(chain->arena, "%s '%s': %llu before, %llu after", what, was->name,
                             (unsigned long long)was->rows, (unsigned long long)is->rows));
}

/* After the way there: tables that stay have their rows, unless the file deletes on purpose. */
static void rows_after_up(struct chain *chain, const struct migration *migration, struct map *after)
{
    size_t cursor = 0;
    const char *name;
    void *value;
    while (map_next(chain->main->touched, &cursor, &name, &value)) {
        const struct table_sum *was = map_get(chain->sums, name);
        struct table_sum *is = sum_of(chain, name);
        if (is)
            (void)map_put(after, arena_strdup(chain->scratch, name), is);
        if (was && is && is->rows < was->rows &&
            !deletes_from(&migration->up, chain->scratch, was->name))
            lost_rows(chain, "up loses rows of", was, is);
    }
}

/* After the way back. A table that the way there dropped cannot have its rows back: that is the
 * author's will, and linting has a word for it. */
static void rows_after_down(struct chain *chain, const struct migration *migration,
                            struct map *dropped, struct map *after)
{
    size_t cursor = 0;
    const char *name, *column;
    void *value;
    while (map_next(chain->main->touched, &cursor, &name, &value)) {
        const struct table_sum *was = map_get(chain->sums, name);
        const struct table_sum *between = map_get(after, name);
        struct table_sum *is = was ? sum_of(chain, name) : NULL;
        bool meant = !between && map_has(dropped, name);
        if (!is || meant)
            continue;
        if (between && between->rows < was->rows &&
            deletes_from(&migration->up, chain->scratch, was->name))
            continue;
        struct table_sum stayed = {.name = is->name, .rows = is->rows};
        for (size_t i = 0; between && i < is->columns.len; i++)
            for (size_t j = 0; j < between->columns.len; j++)
                if (sql_same_name(is->columns.items[i].name, between->columns.items[j].name))
                    VEC_PUSH(chain->scratch, &stayed.columns, is->columns.items[i]);
        if (is->rows != was->rows)
            lost_rows(chain, "down changes the number of rows of", was, is);
        /* The way there may change values for good; the way back must not lose what it left. */
        else if (between && rows_same_values(was, between, &column) &&
                 !rows_same_values(was, &stayed, &column))
            lost(chain, arena_printf(chain->arena, "down changes values of '%s' in column '%s'",
                                     was->name, column));
    }
}

static void rows_after_again(struct chain *chain, struct map *after)
{
    size_t cursor = 0;
    const char *name;
    void *value;
    while (map_next(after, &cursor, &name, &value)) {
        const struct table_sum *was = value;
        const struct table_sum *is = sum_of(chain, name);
        if (is && is->rows != was->rows)
            lost_rows(chain, "up again leaves another number of rows in", was, is);
    }
}

static bool copy_database(struct guard *to, struct guard *from)
{
    sqlite3_backup *backup = sqlite3_backup_init(to->db, "main", from->db, "main");
    if (!backup)
        return false;
    int rc = sqlite3_backup_step(backup, -1);
    (void)sqlite3_backup_finish(backup);
    return rc == SQLITE_DONE;
}

/* Keys that were not written are the parent's: a table read alone cannot know them. */
static void complete_keys(struct chain *chain, struct guard *guard, struct schema_table *table)
{
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        struct schema_foreign_key *key = &table->foreign_keys.items[i];
        struct schema_table parent;
        if (key->parent_columns.len == 0 &&
            sqlite_snapshot_table(guard, chain->scratch, key->parent, &parent))
            snapshot_primary_key(chain->scratch, &parent, &key->parent_columns);
    }
}

/* Rows for what the step touched; `sums` then holds what is there. */
static void fill_table(struct chain *chain, const char *name, bool report)
{
    struct schema_table table;
    const char *why = NULL;
    if (!sqlite_snapshot_table(chain->main, chain->scratch, name, &table)) {
        (void)map_remove(chain->sums, name);
        return;
    }
    complete_keys(chain, chain->main, &table);
    bool full = rows_fill(chain->main, chain->scratch, &table, chain->job->options->rows, &why);
    strlist_add(chain->arena, &chain->owed, arena_strdup(chain->arena, table.name));
    if (!full && report) {
        VEC_PUSH(chain->arena, &chain->pending,
                 ((struct pending){arena_strdup(chain->arena, table.name), 0}));
        char *line =
            arena_printf(chain->arena, "no rows could be made for '%s': %s", table.name, why);
        strlist_add(chain->arena, &chain->step->lines, line);
        flag(chain, SMOKE_NOT_FILLED, VERDICT_UNKNOWN, line);
    }
    struct table_sum *sum = ARENA_NEW(chain->sums_arena, struct table_sum);
    if (rows_sum(chain->main, chain->sums_arena, name, sum))
        (void)map_put(chain->sums, sql_fold_name(chain->sums_arena, name), sum);
}

static void fill_touched(struct chain *chain, bool report)
{
    size_t cursor = 0;
    const char *name;
    void *value;
    struct strlist names = {NULL, 0, 0};
    if (chain->job->options->rows == 0)
        return;
    while (map_next(chain->main->touched, &cursor, &name, &value))
        strlist_add(chain->scratch, &names, arena_strdup(chain->scratch, name));
    /* What was renamed is known by its old name only. */
    for (size_t i = 0; i < chain->after.rows.len && chain->main->altered; i++) {
        const struct raw_row *row = &chain->after.rows.items[i];
        char *folded = sql_fold_name(chain->scratch, row->name);
        if (text_eq(row->type, "table") && !map_has(chain->sums, folded))
            strlist_add(chain->scratch, &names, folded);
    }
    /* A parent that comes behind its child: what took no rows is tried once more. */
    for (size_t i = 0; i < chain->pending.len; i++)
        if (names.len > 0 && chain->pending.items[i].tries++ < FILL_TRIES)
            strlist_add(chain->scratch, &names,
                        sql_fold_name(chain->scratch, chain->pending.items[i].table));
    for (uint32_t i = 0; i < names.len; i++)
        fill_table(chain, names.items[i], false);
    for (uint32_t i = 0; i < names.len; i++)
        if (rows_count(chain->main, names.items[i]) < (int64_t)chain->job->options->rows)
            fill_table(chain, names.items[i], report);
}

static bool can_run(struct chain *chain, const struct migration_part *part)
{
    if (part->program || part->unread)
        flag(chain, SMOKE_NOT_SQL, VERDICT_UNKNOWN,
             part->program ? "is a program: nothing here can run it" : "its bytes are not here");
    return !part->program && !part->unread;
}

/* Whether there is a way back to try; if not, the step says why. */
static bool way_back(struct chain *chain, uint32_t index)
{
    const struct migration *migration = &chain->job->options->migrations[index];
    if (migration->one_way) {
        flag(chain, SMOKE_ONE_WAY, VERDICT_SKIP,
             arena_printf(chain->arena, "goes one way: %s", migration->one_way));
        return false;
    }
    if (!migration->down.present) {
        flag(chain, SMOKE_NO_DOWN, VERDICT_SKIP, "has no way back");
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
        rows_after_up(chain, migration, after);
    while (map_next(chain->main->dropped, &cursor, &name, &value))
        (void)map_put(dropped, arena_strdup(chain->scratch, name), chain);
    if (!way_back(chain, index))
        return;
    if (!run_leg(chain, chain->main, index, LEG_DOWN, SMOKE_DOWN_FAILED, &chain->step->down_us))
        return;
    if (!same_schema(chain, chain->main, &chain->before)) {
        flag(chain, SMOKE_NOT_INVERSE, VERDICT_FAIL,
             chain->step->flags & SMOKE_EMPTY_DOWN
                 ? "down is empty and up changes the schema"
                 : "down does not lead back to the schema before");
        return;
    }
    if (chain->job->options->keep_rows)
        rows_after_down(chain, migration, dropped, after);
    if (!run_leg(chain, chain->main, index, LEG_AGAIN, SMOKE_AGAIN_FAILED, &chain->step->again_us))
        return;
    if (!same_schema(chain, chain->main, &chain->after))
        flag(chain, SMOKE_AGAIN_DIFFERS, VERDICT_FAIL, "up again leads to another schema");
    rows_after_again(chain, after);
}

/* `main` as `still` is, once that has its rows. What was made there now may have other values than
 * what `main` had, so it is summed up anew with what the step touched. */
static bool set_right(struct chain *chain)
{
    for (uint32_t i = 0; i < chain->owed.len; i++) {
        const char *name = chain->owed.items[i], *why;
        struct schema_table table;
        if (!sqlite_snapshot_table(&chain->still, chain->scratch, name, &table))
            continue;
        complete_keys(chain, &chain->still, &table);
        (void)rows_fill(&chain->still, chain->scratch, &table, chain->job->options->rows, &why);
        char *folded = sql_fold_name(chain->main->arena, name);
        (void)map_put(chain->main->touched, folded, folded);
    }
    chain->owed.len = 0;
    return copy_database(chain->main, &chain->still);
}

/* Both databases at the state after the step. */
static bool settle(struct chain *chain, uint32_t index)
{
    const uint32_t bad = SMOKE_DOWN_FAILED | SMOKE_AGAIN_FAILED | SMOKE_NOT_INVERSE |
                         SMOKE_AGAIN_DIFFERS | SMOKE_ROWS_LOST;
    struct sqlite_step unheard = {.verdict = VERDICT_PASS}, *step = chain->step;
    int64_t took_us;
    bool good = true;
    chain->step = &unheard;
    guard_forget(&chain->still);
    if (!(step->flags & SMOKE_ROWS_REFUSED))
        good = run_leg(chain, &chain->still, index, LEG_UP, SMOKE_UP_FAILED, &took_us);
    chain->step = step;
    if (!good || !(step->flags & bad))
        return good || copy_database(&chain->still, chain->main);
    return set_right(chain);
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
    good = good && copy_database(chain->main, &empty) && copy_database(&chain->still, &empty);
    guard_close(&empty);
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
    flag(chain, SMOKE_ROWS_REFUSED, VERDICT_UNKNOWN, message);
    arena_clear(chain->sums_arena);
    chain->sums = map_new(chain->sums_arena);
    guard_forget(chain->main);
    chain->main->altered = true;
}

static bool way_there(struct chain *chain, uint32_t index)
{
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
    guard_forget(chain->main);
    if (!can_run(chain, &migration->up) || !way_there(chain, index))
        return false;
    if (!chain->job->smoke)
        return true;
    arena_clear(chain->states[(index + 1) % 2]);
    if (!raw_read(chain->main, chain->states[(index + 1) % 2], true, &chain->after))
        return false;
    if (cycled)
        cycle(chain, index);
    if (!settle(chain, index))
        return false;
    fill_touched(chain, true);
    chain->before = chain->after;
    return true;
}

/* All the way down and up again, once more with the rows in it. */
static void whole_way(struct chain *chain, struct sqlite_run *run)
{
    struct raw_schema nothing = {.sum = 0};
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
    arena_free(chain->sums_arena);
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
                flag(&chain, SMOKE_UP_FAILED, VERDICT_ERROR, "the SQL box ran out of room");
        } else {
            flag(&chain, SMOKE_NOT_REACHED, VERDICT_UNKNOWN,
                 "not reached: one before it does not apply");
        }
        reversible += going && step.down_us >= 0 && step.again_us >= 0 &&
                      !(step.flags & (SMOKE_AGAIN_FAILED | SMOKE_AGAIN_DIFFERS));
        report->step(report->context, i, &step);
    }
    try_whole_way(&chain, run, reversible);
    chain_release(&chain);
    return OK;
}
