/* A chain of SQLite migrations up, down and up again, with the schema and the rows compared after
 * each leg.
 *   bench_schema COUNT ROWS tables|mixed
 * SQLite reads the whole schema anew at every ALTER TABLE, so the mix decides more than we do. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "measure.h"
#include "schema/sqlite/sqlite_box.h"

static struct migration_part part_of(struct arena *arena, char *text)
{
    struct migration_part part = {.present = true};
    struct migration_file *file = ARENA_NEW(arena, struct migration_file);
    *file = (struct migration_file){"generated.sql", text, strlen(text), NULL};
    VEC_PUSH(arena, &part.spans, ((struct migration_span){file, 0, file->len, 1, false}));
    return part;
}

/* `mixed`, of five: three new tables with an index, one new column, one view; else tables alone. */
static void generate(struct arena *arena, struct migration *migrations, size_t count, bool mixed)
{
    for (size_t i = 0; i < count; i++) {
        size_t table = i - i % 5;
        char *up, *down;
        if (!mixed || i % 5 < 3) {
            up = arena_printf(arena,
                              "CREATE TABLE t%zu (id INTEGER PRIMARY KEY, name TEXT NOT NULL,"
                              " state TEXT NOT NULL CHECK (state IN ('open', 'closed')),"
                              " parent INT REFERENCES t%zu(id) ON DELETE SET NULL);\n"
                              "CREATE INDEX t%zu_state ON t%zu (state, name);\n",
                              i, table, i, i);
            down = arena_printf(arena, "DROP INDEX t%zu_state;\nDROP TABLE t%zu;\n", i, i);
        } else if (i % 5 == 3) {
            up = arena_printf(arena, "ALTER TABLE t%zu ADD COLUMN note TEXT;\n", table);
            down = arena_printf(arena, "ALTER TABLE t%zu DROP COLUMN note;\n", table);
        } else {
            up = arena_printf(arena, "CREATE VIEW v%zu AS SELECT id, name FROM t%zu;\n", i, table);
            down = arena_printf(arena, "DROP VIEW v%zu;\n", i);
        }
        migrations[i].name = migrations[i].version = arena_printf(arena, "%zu", i);
        migrations[i].up = part_of(arena, up);
        migrations[i].down = part_of(arena, down);
    }
}

static long long processor_ms(const struct rusage *used)
{
    return (used->ru_utime.tv_sec + used->ru_stime.tv_sec) * 1000LL +
           (used->ru_utime.tv_usec + used->ru_stime.tv_usec) / 1000;
}

int main(int argc, char **argv)
{
    cleanup_arena struct arena *arena = arena_new();
    if (argc != 4)
        bench_die("bench_schema COUNT ROWS tables|mixed");
    size_t count = strtoul(argv[1], NULL, 10);
    struct migration *migrations = arena_calloc(arena, count, sizeof *migrations);
    struct sqlite_options options = {.migrations = migrations,
                                     .len = count,
                                     .rows = (uint32_t)strtoul(argv[2], NULL, 10),
                                     .keep_rows = true,
                                     .whole = true};
    struct sqlite_run run;
    struct err err = ERR_INIT;
    struct clock clock = clock_system();
    generate(arena, migrations, count, text_eq(argv[3], "mixed"));
    int64_t start_ms = clock_mono(&clock);
    if (sqlite_smoke(arena, &options, &run, &err) != OK)
        bench_die("bench_schema: %s", err.message);
    int64_t took_ms = clock_mono(&clock) - start_ms;
    struct rusage used;
    (void)getrusage(RUSAGE_CHILDREN, &used);
    size_t passed = 0;
    int64_t sql_us = run.whole_down_us + run.whole_up_us;
    for (size_t i = 0; i < count; i++) {
        passed += run.steps[i].verdict == VERDICT_PASS;
        sql_us += run.steps[i].up_us + run.steps[i].down_us + run.steps[i].again_us;
    }
    if (passed != count || run.whole != VERDICT_PASS)
        bench_die("bench_schema: %zu of %zu pass: %s", passed, count,
                  run.whole_message ? run.whole_message : run.steps[count - 1].message);
    printf(
        "  %zu migrations (%s), %u rows a table: up, down, up each, then all down and up\n"
        "    %lld ms, of it %lld ms in the %zu legs' own SQL; %lld ms of processor time, %ld MiB\n",
        count, argv[3], options.rows, (long long)took_ms, (long long)(sql_us / 1000), count * 5,
        processor_ms(&used), used.ru_maxrss / 1024);
    return 0;
}
