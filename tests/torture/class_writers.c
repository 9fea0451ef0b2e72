/* Two runs at the same time, with a cache each (two machines) or with one. Only one of them moves
 * at a time; before each request a seed says which. */
#include <pthread.h>
#include <stdio.h>

#include "base/file.h"
#include "dice.h"
#include "points.h"

#define SEEDS 40

struct turns {
    struct stage *stage;
    struct app rival; /* runs in a thread of its own */
    struct dice dice;
    pthread_mutex_t lock;
    pthread_cond_t passed;
    int turn; /* 0: the stage's run, 1: the rival's */
    bool ended[2];
    int status[2];
    char error[200];
};

static _Thread_local int own_turn;

/* Waits until this run may go on. Under the lock. */
static void wait_for_turn(struct turns *turns)
{
    while (turns->turn != own_turn)
        (void)pthread_cond_wait(&turns->passed, &turns->lock);
}

static void hand_over(struct turns *turns)
{
    turns->turn = !own_turn;
    (void)pthread_cond_broadcast(&turns->passed);
}

static void on_turn(struct stage *stage, enum moment moment, size_t at)
{
    struct turns *turns = stage->strike_state;
    (void)at;
    if (moment != MOMENT_REQUEST)
        return;
    (void)pthread_mutex_lock(&turns->lock);
    /* Runs of one are as likely as changes at every request. */
    if (!turns->ended[!own_turn] && dice_roll(&turns->dice, 3) == 0)
        hand_over(turns);
    wait_for_turn(turns);
    (void)pthread_mutex_unlock(&turns->lock);
}

static void end_turn(struct turns *turns, int status)
{
    (void)pthread_mutex_lock(&turns->lock);
    turns->status[own_turn] = status;
    turns->ended[own_turn] = true;
    hand_over(turns);
    (void)pthread_mutex_unlock(&turns->lock);
}

static void *run_rival(void *state)
{
    struct turns *turns = state;
    struct err err cleanup_err = ERR_INIT;
    struct diags diags = {0};
    struct sync_report report = {0};
    const struct sync_options options = stage_options();
    own_turn = 1;
    (void)pthread_mutex_lock(&turns->lock);
    wait_for_turn(turns);
    (void)pthread_mutex_unlock(&turns->lock);
    turns->rival.arena = arena_new();
    const enum code code = app_sync(&turns->rival, &options, &diags, &report, &err);
    const char *first = report.errors.len ? report.errors.items[0].reason : "";
    (void)snprintf(turns->error, sizeof turns->error, "%s", code ? err.message : first);
    arena_free(turns->rival.arena);
    end_turn(turns, report.exit_status);
    return NULL;
}

static void run_both(struct stage *stage, struct turns *turns)
{
    pthread_t rival;
    stage->strike = on_turn;
    stage->strike_state = turns;
    BUG_UNLESS(pthread_create(&rival, NULL, run_rival, turns) == 0);
    const int status = stage_sync(stage);
    end_turn(turns, status);
    BUG_UNLESS(pthread_join(rival, NULL) == 0);
    stage->strike = NULL;
    stage->strike_state = NULL;
}

static bool always(const struct stage *stage, size_t variant)
{
    (void)stage;
    (void)variant;
    return true;
}

static bool is_shared(size_t variant)
{
    return variant % 4 == 3;
}

static const char *writers_label(struct arena *arena, size_t variant)
{
    return arena_printf(arena, "%s-%zu", is_shared(variant) ? "one-cache" : "two-caches", variant);
}

static void writers_strike(struct stage *stage, size_t at, size_t variant)
{
    struct turns turns = {.stage = stage,
                          .rival = stage->app,
                          .dice = dice_new(at * 1009 + variant),
                          .lock = PTHREAD_MUTEX_INITIALIZER,
                          .passed = PTHREAD_COND_INITIALIZER};
    const unsigned fine = STATUS(0) | STATUS(6) | STATUS(is_shared(variant) ? 7 : 5);
    if (!is_shared(variant)) {
        stage->rival_cache = path_join(stage->arena, stage->folder, "rival.db");
        stage_lose_file(stage->rival_cache);
        turns.rival.cache_path = stage->rival_cache;
        stage->heals = true;
        stage->allowed |= STATUS(5);
    }
    run_both(stage, &turns);
    if (!(fine & STATUS(turns.status[0])))
        stage_fail(stage, "status %d: %s", turns.status[0], stage->error);
    if (!(fine & STATUS(turns.status[1])))
        stage_fail(stage, "status %d of the other run: %s", turns.status[1], turns.error);
}

const struct point_class class_writers = {
    .name = "writers",
    .about = "two runs at once, interleaved at requests by a seed",
    .moment = MOMENT_PHASE,
    .variants = SEEDS,
    .share = 8,
    .fits = always,
    .label = writers_label,
    .strike = writers_strike,
};
