/* Random edits of both sides over all fields, against a model. A case is one item in one round:
 * edits of the plan and of people, a run, and what has to stand on GitHub afterwards.
 *
 *   test_two_sided [BATCHES]           from batch 0 on
 *   test_two_sided BATCH all           that batch
 *   test_two_sided BATCH ITEM          one item of one batch alone, with its edits in words
 *
 * SEED in the environment draws another series. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "property/stage.h"

#define BATCHES 18
#define LABEL_ITEMS 20
#define MILESTONE_ITEMS 24
#define ISSUE_ITEMS 100
#define ITEMS (LABEL_ITEMS + MILESTONE_ITEMS + ISSUE_ITEMS)
#define SEED UINT64_C(20261121)

static uint64_t mix(uint64_t a, uint64_t b)
{
    uint64_t z = (a + 1) * UINT64_C(0x9e3779b97f4a7c15) ^ (b + 1) * UINT64_C(0xc2b2ae3d27d4eb4f);
    z = (z ^ z >> 31) * UINT64_C(0xbf58476d1ce4e5b9);
    return z ^ z >> 29;
}

static void add_item(struct stage *stage, uint64_t seed, int item)
{
    const enum m_kind kind = item < LABEL_ITEMS                     ? M_LABEL
                             : item < LABEL_ITEMS + MILESTONE_ITEMS ? M_MILESTONE
                                                                    : M_ISSUE;
    subject_draw(&stage->subjects[stage->count++], kind, item, mix(seed, (uint64_t)item));
}

struct outcome {
    bool failed;
    int item;    /* the first that failed */
    char *wrong; /* heap */
    char *words; /* heap; the script of a single item */
    long cases, edits;
};

/* `only` < 0: all items of the batch. Edits with their bit set in `left_out` are not done. */
static struct outcome play(uint64_t seed, int only, const bool *left_out)
{
    struct stage stage = {0};
    struct outcome outcome = {0};
    struct str wrong cleanup_str, words cleanup_str;
    str_init(&wrong, 0);
    str_init(&words, 0);
    stage.wrong = &wrong;
    stage_open(&stage, mix(seed, 1000));
    stage_tell_rules(&stage, &words);
    for (int item = 0; item < ITEMS; item++)
        if (only < 0 || only == item)
            add_item(&stage, seed, item);
    struct subject *first = &stage.subjects[0];
    for (size_t i = 0; only >= 0 && i < first->script_len; i++)
        first->script[i].left_out = left_out[i];
    for (int round = 0; round <= ROUNDS && stage.broken == 0; round++) {
        stage_round(&stage, round, &words);
        outcome.cases += round ? (long)stage.count : 0;
    }
    outcome.failed = stage.broken > 0;
    outcome.item = stage.subjects[stage.first].index;
    outcome.wrong = strdup(wrong.p);
    outcome.words = strdup(words.p);
    for (const char *at = words.p; (at = strchr(at, '\n')) != NULL; at++)
        outcome.edits++;
    stage_close(&stage);
    return outcome;
}

static void forget(struct outcome *outcome)
{
    free(outcome->wrong);
    free(outcome->words);
}

/* Leaves edits out one at a time as long as it still fails. */
static void explain(uint64_t seed, int batch, int item)
{
    bool left_out[SCRIPT_MAX] = {false};
    struct outcome outcome = play(seed, item, left_out);
    if (!outcome.failed)
        printf("  item %d alone does not fail\n", item);
    for (int i = SCRIPT_MAX - 1; outcome.failed && i >= 0; i--) {
        left_out[i] = true;
        struct outcome fewer = play(seed, item, left_out);
        if (fewer.failed) {
            forget(&outcome);
            outcome = fewer;
            continue;
        }
        left_out[i] = false;
        forget(&fewer);
    }
    printf("seed %llu, batch %d, item %d\n%s%s%s", (unsigned long long)seed, batch, item,
           outcome.words, outcome.failed ? "does not fit the model:\n" : "", outcome.wrong);
    printf("again: build/gcc/tests/test_two_sided %d %d\n", batch, item);
    forget(&outcome);
}

struct sum {
    long cases, edits;
    int batches, failed;
};

static void run_batch(uint64_t series, int batch, struct sum *sum)
{
    const uint64_t seed = mix(series, (uint64_t)batch);
    struct outcome outcome = play(seed, -1, NULL);
    sum->cases += outcome.cases;
    sum->edits += outcome.edits;
    sum->batches++;
    if (outcome.failed) {
        sum->failed++;
        printf("batch %d:\n%s", batch, outcome.wrong);
        explain(seed, batch, outcome.item);
    }
    forget(&outcome);
}

int main(int argc, char **argv)
{
    const char *given = getenv("SEED");
    const uint64_t series = given ? strtoull(given, NULL, 10) : SEED;
    struct sum sum = {0};
    setvbuf(stdout, NULL, _IOLBF, 0);
    /* Whether a disk keeps what it is told is for other tests. */
    if (access("/dev/shm", W_OK) == 0)
        setenv("TMPDIR", "/dev/shm", 0);
    if (argc == 3 && strcmp(argv[2], "all") == 0) {
        run_batch(series, atoi(argv[1]), &sum);
    } else if (argc == 3) {
        explain(mix(series, (uint64_t)atoi(argv[1])), atoi(argv[1]), atoi(argv[2]));
        return 0;
    }
    const int count = argc == 2 ? atoi(argv[1]) : argc == 1 ? BATCHES : 0;
    for (int batch = 0; batch < count; batch++) {
        run_batch(series, batch, &sum);
        /* One batch is recorded for the validator; the others only repeat its kinds of requests. */
        unsetenv("ROADMAP_SANDBOX_RECORD");
    }
    printf("two sides: %ld cases, %ld edits, %d of %d batches failed, series %llu\n", sum.cases,
           sum.edits, sum.failed, sum.batches, (unsigned long long)series);
    return sum.failed > 0;
}
