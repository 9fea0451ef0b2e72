/* Chains of SQLite migrations: there, back and there again, with the schema and the rows compared
 * after each leg, beside the bare statements of the same legs.
 *   bench_schema run COUNT ROWS tables|mixed
 *   bench_schema files COUNT tables|mixed FOLDER     the same chain as files for dbmate
 * SQLite reads the whole schema anew at every ALTER TABLE, so the mix decides more than we do. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/arena.h"
#include "base/str.h"
#include "measure.h"
#include "schema/sqlite/sqlite_box.h"

struct pair {
    char *up, *down;
};

/* `mixed`, of five: three new tables with an index, one new column, one view; else tables alone. */
static struct pair *generate(struct arena *arena, size_t count, bool mixed)
{
    struct pair *pairs = arena_calloc(arena, count, sizeof *pairs);
    for (size_t i = 0; i < count; i++) {
        size_t table = i - i % 5;
        if (!mixed || i % 5 < 3) {
            pairs[i].up =
                arena_printf(arena,
                             "CREATE TABLE t%zu (id INTEGER PRIMARY KEY, name TEXT NOT NULL,"
                             " state TEXT NOT NULL CHECK (state IN ('open', 'closed')),"
                             " parent INT REFERENCES t%zu(id) ON DELETE SET NULL);\n"
                             "CREATE INDEX t%zu_state ON t%zu (state, name);\n",
                             i, table, i, i);
            pairs[i].down = arena_printf(arena, "DROP INDEX t%zu_state;\nDROP TABLE t%zu;\n", i, i);
        } else if (i % 5 == 3) {
            pairs[i].up = arena_printf(arena, "ALTER TABLE t%zu ADD COLUMN note TEXT;\n", table);
            pairs[i].down = arena_printf(arena, "ALTER TABLE t%zu DROP COLUMN note;\n", table);
        } else {
            pairs[i].up =
                arena_printf(arena, "CREATE VIEW v%zu AS SELECT id, name FROM t%zu;\n", i, table);
            pairs[i].down = arena_printf(arena, "DROP VIEW v%zu;\n", i);
        }
    }
    return pairs;
}

static struct migration_part part_of(struct arena *arena, char *text)
{
    struct migration_part part = {.present = true};
    struct migration_file *file = ARENA_NEW(arena, struct migration_file);
    *file = (struct migration_file){"generated.sql", text, strlen(text), NULL, NULL};
    VEC_PUSH(arena, &part.spans, ((struct migration_span){file, 0, file->len, 1, false}));
    return part;
}

static struct migration *migrations_of(struct arena *arena, const struct pair *pairs, size_t count)
{
    struct migration *migrations = arena_calloc(arena, count, sizeof *migrations);
    for (size_t i = 0; i < count; i++) {
        migrations[i].name = migrations[i].version = arena_printf(arena, "%zu", i);
        migrations[i].up = part_of(arena, pairs[i].up);
        migrations[i].down = part_of(arena, pairs[i].down);
    }
    return migrations;
}

static double processor_ms(int who)
{
    struct rusage used;
    (void)getrusage(who, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e3 +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e3;
}

static void leg(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        bench_die("bench_schema: %s: %s", sql, sqlite3_errmsg(db));
}

/* The same statements with nothing around them: what no checking can be faster than. */
static double bare(const struct pair *pairs, size_t count, bool whole)
{
    sqlite3 *db;
    if (sqlite3_open(":memory:", &db) != SQLITE_OK)
        bench_die("bench_schema: no memory");
    double before = processor_ms(RUSAGE_SELF);
    for (size_t i = 0; i < count; i++) {
        leg(db, pairs[i].up);
        leg(db, pairs[i].down);
        leg(db, pairs[i].up);
    }
    for (size_t i = count; i-- > 0 && whole;)
        leg(db, pairs[i].down);
    for (size_t i = 0; i < count && whole; i++)
        leg(db, pairs[i].up);
    double took = processor_ms(RUSAGE_SELF) - before;
    (void)sqlite3_close(db);
    return took;
}

static double smoke(struct arena *arena, const struct sqlite_options *options)
{
    struct sqlite_run run;
    struct err err = ERR_INIT;
    size_t passed = 0;
    double before = processor_ms(RUSAGE_CHILDREN) + processor_ms(RUSAGE_SELF);
    if (sqlite_smoke(arena, options, &run, &err) != OK)
        bench_die("bench_schema: %s", err.message);
    double took = processor_ms(RUSAGE_CHILDREN) + processor_ms(RUSAGE_SELF) - before;
    for (size_t i = 0; i < run.len; i++)
        passed += run.steps[i].verdict == VERDICT_PASS && run.steps[i].again_us >= 0;
    if (passed != run.len || (options->whole && run.whole != VERDICT_PASS))
        bench_die("bench_schema: %zu of %zu pass: %s", passed, run.len,
                  run.whole_message ? run.whole_message : run.steps[run.len - 1].message);
    return took;
}

static void run(struct arena *arena, const char *const args[3])
{
    size_t count = strtoul(args[0], NULL, 10);
    const struct pair *pairs = generate(arena, count, text_eq(args[2], "mixed"));
    struct sqlite_options options = {.migrations = migrations_of(arena, pairs, count),
                                     .len = count,
                                     .rows = (uint32_t)strtoul(args[1], NULL, 10),
                                     .keep_rows = true};
    for (int whole = 0; whole < 2; whole++) {
        options.whole = whole;
        double ours = smoke(arena, &options), theirs = bare(pairs, count, whole);
        char *what = arena_printf(arena, "%zu, %s: %s", count, args[2],
                                  whole ? "the same, then all down and up" : "up, down, up");
        measure_aim(what, ours, "ms", 1000, false);
        printf("  %-54s %8.1f ms   %.2f times that\n", "  the bare statements of it in SQLite",
               theirs, ours / theirs);
    }
    struct rusage used;
    (void)getrusage(RUSAGE_CHILDREN, &used);
    measure_aim("  peak memory", (double)used.ru_maxrss / 1024, "MiB", 256, false);
}

static void files(struct arena *arena, const char *const args[3])
{
    size_t count = strtoul(args[0], NULL, 10);
    const struct pair *pairs = generate(arena, count, text_eq(args[1], "mixed"));
    for (size_t i = 0; i < count; i++) {
        char *path = arena_printf(arena, "%s/202601011%zu%zu%zu%zu%zu_step.sql", args[2],
                                  i / 3600 % 10, i / 600 % 6, i / 60 % 10, i / 10 % 6, i % 10);
        FILE *file = fopen(path, "w");
        if (!file ||
            fprintf(file, "-- migrate:up\n%s\n-- migrate:down\n%s", pairs[i].up, pairs[i].down) <
                0 ||
            fclose(file) != 0)
            bench_die("cannot write %s", path);
    }
}

int main(int argc, char **argv)
{
    cleanup_arena struct arena *arena = arena_new();
    if (argc == 5 && text_eq(argv[1], "run"))
        run(arena, (const char *const *)argv + 2);
    else if (argc == 5 && text_eq(argv[1], "files"))
        files(arena, (const char *const *)argv + 2);
    else
        bench_die("bench_schema run COUNT ROWS KIND | files COUNT KIND FOLDER");
    return 0;
}
