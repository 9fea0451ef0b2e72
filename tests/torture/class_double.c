/* Two strikes in one story, and a runner without a cache after one. */
#include <stdlib.h>
#include <string.h>

#include "dice.h"
#include "points.h"

/* Those after which nobody knows whether the write took place, and some others that hurt. */
static const char *const lost[] = {"reset-after", "reset-before",      "status-after:502",
                                   "cutoff",      "late-commit:20000", "stall:120000",
                                   "secondary",   "list-lag:10000",    "list-lag:480000"};
#define LOST (sizeof lost / sizeof *lost)

static const struct strike *named(const char *name)
{
    for (size_t i = 0; i < point_strike_count; i++)
        if (strcmp(point_strikes[i].name, name) == 0)
            return &point_strikes[i];
    abort();
}

/* ---- Two --------------------------------------------------------------------------------------
 */

/* What waits to strike second. */
struct second {
    size_t at;     /* request */
    int how;       /* below LOST a fault, then: death before, after, at a durable write */
    bool no_cache; /* the cache is lost with the death */
    size_t disk_left;
};

static void act(struct stage *stage, int how)
{
    if (how < (int)LOST) {
        const struct strike *strike = named(lost[how]);
        if (point_strike_fits(stage, strike))
            point_strike(stage, strike);
    } else if (how == (int)LOST) {
        stage_die(stage, false, 0);
    } else {
        stage->die_after = true;
    }
}

static void on_second(struct stage *stage, enum moment moment, size_t at)
{
    struct second *second = stage->strike_state;
    if (moment == MOMENT_REQUEST && at == second->at) {
        if (second->how <= (int)LOST + 1) {
            const int how = second->how;
            stage->strike = NULL;
            act(stage, how);
        }
    } else if (moment == MOMENT_DISK && second->how > (int)LOST + 1 &&
               stage->count[MOMENT_REQUEST] >= second->at && disk_changes(stage->op) &&
               second->disk_left-- == 0) {
        stage->strike = NULL;
        stage_die(stage, second->how == (int)LOST + 3, 1);
    }
}

static bool always(const struct stage *stage, size_t variant)
{
    (void)stage;
    (void)variant;
    return true;
}

static const char *double_label(struct arena *arena, size_t variant)
{
    return arena_printf(arena, "%zu", variant);
}

static void double_strike(struct stage *stage, size_t at, size_t variant)
{
    struct dice dice = dice_new(at * 1000003 + variant);
    struct second *second = ARENA_NEW(stage->arena, struct second);
    const int first = (int)dice_roll(&dice, LOST + 2);
    second->at = at + 1 + dice_roll(&dice, dice_roll(&dice, 2) ? 4 : 60);
    second->how = (int)dice_roll(&dice, LOST + 4);
    second->disk_left = dice_roll(&dice, 40);
    stage->allowed |= STATUS(5);
    stage->heals = true;
    stage->strike = on_second;
    stage->strike_state = second;
    act(stage, first);
}

const struct point_class class_double = {
    .name = "double",
    .about = "two strikes by a seed: fault or death, then fault, death or power cut",
    .moment = MOMENT_REQUEST,
    .variants = 12,
    .share = 10,
    .fits = always,
    .label = double_label,
    .strike = double_strike,
    .dies = true,
};

/* ---- And the cache is gone ------------------------------------------------------------------- */

static const struct {
    const char *name;
    const char *fault; /* strikes first; NULL = none */
    bool before;       /* death before the request, else after it */
    bool always;       /* every later run starts without a cache, else the next one */
} losses[] = {
    {"before", NULL, true, false},
    {"after", NULL, false, false},
    {"after-always", NULL, false, true},
    {"lag-10s", "list-lag:10000", false, false},
    {"lag-8min", "list-lag:480000", false, false},
    {"lag-8min-always", "list-lag:480000", false, true},
    {"late-20s", "late-commit:20000", false, false},
    {"late-200s", "late-commit:200000", false, true},
    {"late-800s", "late-commit:800000", false, true},
};

static bool cacheless_fits(const struct stage *stage, size_t variant)
{
    return !losses[variant].fault || point_strike_fits(stage, named(losses[variant].fault));
}

static const char *cacheless_label(struct arena *arena, size_t variant)
{
    (void)arena;
    return losses[variant].name;
}

static void cacheless_strike(struct stage *stage, size_t at, size_t variant)
{
    (void)at;
    /* A parent of the first revision looks like one that a person chose. */
    stage->final |= STATUS(5);
    stage->heals = true;
    stage->cacheless = losses[variant].always ? CACHE_NEVER : CACHE_LOST_ONCE;
    if (losses[variant].fault)
        point_strike(stage, named(losses[variant].fault));
    if (losses[variant].before)
        stage_die(stage, false, 0);
    stage->die_after = true;
}

const struct point_class class_cacheless = {
    .name = "cacheless",
    .about = "death at a request, and the next runners have no cache",
    .moment = MOMENT_REQUEST,
    .variants = sizeof losses / sizeof *losses,
    .share = 8,
    .fits = cacheless_fits,
    .label = cacheless_label,
    .strike = cacheless_strike,
    .dies = true,
};
