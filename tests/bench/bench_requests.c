/* bench_requests ROADMAP FOLDER: requests that a sandbox counted beside what the formulas of the
 * page on reads say (docs/internals/reads.md). */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "generate.h"
#include "stage.h"

#define CHANGED 7

struct scene {
    struct plan_size size;
    int others, pulls; /* issues and pull requests of other people in the same repository */
};

/* ---- Rows --------------------------------------------------------------------------------------
 */

static int pages(int count)
{
    return count <= 100 ? 1 : (count + 99) / 100;
}

static void row(const char *what, const struct stage *stage, int from, int to, int expected)
{
    int gets = (int)stage_gets(stage), writes = (int)stage_writes(stage);
    char formula[32];
    snprintf(formula, sizeof formula, from == to ? "%d" : "%d to %d", from, to);
    bool agree = gets >= from && gets <= to && writes == expected;
    printf("    %-36s %5d  %-11s %5zu  %6d  %6d   %s\n", what, gets, formula,
           sandbox_count_status(stage->sandbox, 304), writes, expected, agree ? "=" : "DIFFERS");
}

/* `from` to `to` GETs and `expected` writes are what the formulas say. */
static void measure_row(const struct stage *stage, const char *what, const char *command, int from,
                        int to, int expected)
{
    stage_clear(stage);
    stage_run(stage, command, command[0] == 's' ? "--yes" : NULL, NULL);
    row(what, stage, from, to, expected);
}

static void heading(const struct scene *scene)
{
    printf("\n  %d issues, %d milestones, %d labels, %d links", scene->size.issues,
           scene->size.milestones, scene->size.labels, generate_links(&scene->size));
    if (scene->others || scene->pulls)
        printf(", beside %d issues and %d pull requests of others", scene->others, scene->pulls);
    printf("\n    %-36s %5s  %-11s %5s  %6s  %6s\n", "", "GET", "formula", "304", "writes",
           "objects");
}

static void seed(const struct stage *stage, const struct scene *scene)
{
    if (scene->others)
        sandbox_add_issues(stage->sandbox, "Another one", (size_t)scene->others);
    for (int i = 0; i < scene->pulls; i++)
        sandbox_add_pull(stage->sandbox, "A pull request", "", "hubot");
    stage_later();
}

static void play(const char *program, const char *spec, const char *cache, struct scene scene)
{
    struct plan_size *size = &scene.size;
    struct stage stage = {.program = program, .spec = spec};
    stage.sandbox = stage_sandbox(&(struct sandbox_options){0});
    seed(&stage, &scene);
    unlink(cache);
    generate_file(spec, size);
    heading(&scene);

    int links = generate_links(size), foreign = scene.others + scene.pulls;
    int all = size->issues + foreign,
        objects = size->labels + size->milestones + size->issues + links;
    int small = pages(size->labels) + pages(size->milestones);
    int meet = pages(all) > 1, first = 3 + pages(foreign);
    int cold = small + pages(all) + 1 + links;

    measure_row(&stage, "sync, the first time", "sync", first, first + (pages(foreign) > 1),
                objects);
    int own = small + pages(size->issues);
    measure_row(&stage, "plan, reads what the run wrote", "plan", own, own + links, 0);
    measure_row(&stage, "plan, again within 15 minutes", "plan", own, own, 0);
    if (all > 0)
        stage_an_hour_passes(&stage);
    measure_row(&stage, "plan, an hour and a comment later", "plan", small + 1, own + 1, 0);
    measure_row(&stage, "plan, nothing changed", "plan", small + 1, small + 1, 0);
    measure_row(&stage, "sync, nothing changed", "sync", small + 1, small + 1, 0);
    unlink(cache);
    measure_row(&stage, "plan, cold (the cache was deleted)", "plan", cold, cold + meet, 0);
    measure_row(&stage, "plan, nothing changed", "plan", small + 1, small + 1, 0);
    if (size->issues >= CHANGED) {
        size->changed = CHANGED;
        generate_file(spec, size);
        measure_row(&stage, "sync, 7 objects edited in the plan", "sync", small + 1,
                    small + 1 + generate_texts_changed(size), CHANGED);
    }
    sandbox_stop(stage.sandbox);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        bench_die("usage: bench_requests ROADMAP FOLDER");
    char spec[4096], cache[4096];
    snprintf(spec, sizeof spec, "%s/requests.json", argv[2]);
    snprintf(cache, sizeof cache, "%s/requests.db", argv[2]);
    setenv("ROADMAP_CACHE", cache, 1);
    static const struct scene scenes[] = {
        {{.issues = 0, .milestones = 1, .labels = 1}, 0, 0},
        {{.issues = 22, .milestones = 6, .labels = 17, .depends_every = 2}, 0, 0},
        {{.issues = 22, .milestones = 6, .labels = 17, .depends_every = 2}, 250, 30},
        {{.issues = 30, .milestones = 120, .labels = 130, .depends_every = 3}, 0, 0},
        {{.issues = 150, .milestones = 10, .labels = 20, .depends_every = 10}, 0, 0},
        {{.issues = 1000, .milestones = 20, .labels = 30, .depends_every = 10}, 0, 0},
    };
    for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++)
        play(argv[1], spec, cache, scenes[i]);
    return 0;
}
