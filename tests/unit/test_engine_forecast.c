#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/workday.h"
#include "engine/forecast.h"
#include "torture/dice.h"

#define TODAY 20521 /* Mon 2026-03-09 */
#define HISTORY_MOST 26

static const struct forecast_settings standard = {FORECAST_RUNS, FORECAST_SEED, TODAY};

static struct forecast_history history_of(const uint32_t *weeks, uint32_t count)
{
    struct forecast_history history = {.count = count, .first_day = TODAY - 7 * (int32_t)count};
    for (uint32_t i = 0; i < count; i++) {
        history.weeks[i] = weeks[i];
        history.closed += weeks[i];
    }
    return history;
}

static void weeks_end_yesterday(void **state)
{
    (void)state;
    struct forecast_history history;
    const int32_t days[] = {TODAY,      TODAY - 1,  TODAY - 7,  TODAY - 8,
                            TODAY - 21, TODAY - 23, TODAY - 14, DAY_NONE};
    forecast_read(days, 8, DAY_NONE, TODAY, &history);
    assert_int_equal(history.count, 3); /* 23 days hold three whole weeks */
    assert_int_equal(history.first_day, TODAY - 21);
    assert_int_equal(history.weeks[0], 1);
    assert_int_equal(history.weeks[1], 2);
    assert_int_equal(history.weeks[2], 2);
    assert_int_equal(history.closed, 5); /* not today's, not the one before the first week */
    forecast_read(days, 8, TODAY - 70, TODAY, &history);
    assert_int_equal(history.count, 10); /* the weeks before the first one count, with nothing */
    assert_int_equal(history.closed, 6);
    forecast_read(days, 8, TODAY - 1000, TODAY, &history);
    assert_int_equal(history.count, FORECAST_WEEKS_MOST);
    forecast_read(NULL, 0, DAY_NONE, TODAY, &history);
    assert_int_equal(history.count, 0);
    assert_int_equal(history.first_day, DAY_NONE);
    forecast_read(days, 1, TODAY + 30, TODAY, &history);
    assert_int_equal(history.count, 0);
}

static void needs_six_weeks_and_ten_issues(void **state)
{
    (void)state;
    const uint32_t weeks[] = {2, 2, 2, 2, 1, 1};
    struct forecast_history history = history_of(weeks, 6);
    assert_true(forecast_possible(&history));
    history = history_of(weeks, 5);
    history.closed = 20;
    assert_false(forecast_possible(&history));
    history = history_of(weeks, 6);
    history.closed = 9;
    assert_false(forecast_possible(&history));
}

static void steady_work_has_one_answer(void **state)
{
    (void)state;
    const uint32_t weeks[] = {5, 5, 5, 5, 5, 5};
    const struct forecast_history history = history_of(weeks, 6);
    struct forecast_goal goals[] = {{.left = 10}, {.left = 0}, {.left = 5}, {.left = 10}};
    forecast_run(&history, &standard, goals, 4);
    for (int odds = 0; odds < FORECAST_ODDS; odds++) {
        assert_int_equal(goals[0].days[odds], TODAY + 11);
        assert_int_equal(goals[1].days[odds], TODAY);
        assert_int_equal(goals[2].days[odds], TODAY + 4); /* a Friday */
        assert_int_equal(goals[3].days[odds], TODAY + 11);
    }
}

static void more_left_takes_longer(void **state)
{
    (void)state;
    const uint32_t weeks[] = {0, 4, 1, 0, 7, 2, 0, 3, 1};
    const struct forecast_history history = history_of(weeks, 9);
    struct forecast_goal goals[40];
    for (uint32_t i = 0; i < 40; i++)
        goals[i] = (struct forecast_goal){.left = i};
    forecast_run(&history, &standard, goals, 40);
    for (uint32_t i = 1; i < 40; i++) {
        for (int odds = 0; odds < FORECAST_ODDS; odds++) {
            assert_true(goals[i].days[odds] >= goals[i - 1].days[odds]);
            assert_true(workday_is(goals[i].days[odds]));
        }
        assert_true(goals[i].days[FORECAST_P50] <= goals[i].days[FORECAST_P85]);
        assert_true(goals[i].days[FORECAST_P85] <= goals[i].days[FORECAST_P95]);
    }
}

static void the_seed_decides(void **state)
{
    (void)state;
    const uint32_t weeks[] = {0, 4, 1, 0, 7, 2, 0, 3, 1};
    const struct forecast_history history = history_of(weeks, 9);
    struct forecast_goal first = {.left = 300};
    forecast_run(&history, &standard, &first, 1);
    for (int again = 0; again < 5; again++) {
        struct forecast_goal goal = {.left = 300};
        forecast_run(&history, &standard, &goal, 1);
        assert_memory_equal(&goal, &first, sizeof goal);
    }
    /* These very days: the same on every machine and with every compiler. */
    assert_int_equal(first.days[FORECAST_P50] - TODAY, 1089);
    assert_int_equal(first.days[FORECAST_P85] - TODAY, 2013);
    struct forecast_settings other = standard;
    other.seed = 2;
    struct forecast_goal goal = {.left = 300};
    forecast_run(&history, &other, &goal, 1);
    assert_memory_not_equal(&goal, &first, sizeof goal);
}

static void never_is_said(void **state)
{
    (void)state;
    const uint32_t weeks[] = {0, 0, 0, 10, 0, 0, 0, 0};
    const struct forecast_history history = history_of(weeks, 8);
    struct forecast_goal goal = {.left = 100000};
    forecast_run(&history, &standard, &goal, 1);
    for (int odds = 0; odds < FORECAST_ODDS; odds++)
        assert_int_equal(goal.days[odds], DAY_NONE);
}

/* ---- backtest: does what is said in 85 of 100 cases come true in 85 of 100 cases? ---- */

enum work { STEADY, BURSTS, DROUGHTS, BOTH, WORK_COUNT };

struct team {
    struct dice dice;
    enum work work;
    double rate; /* issues a week */
    int mood;    /* 0 as usual, 1 a burst, 2 a drought */
};

static double chance(struct dice *dice)
{
    return (double)(dice_next(dice) >> 11) * 0x1p-53;
}

static void change_mood(struct team *team)
{
    static const double stay_weeks[WORK_COUNT][3] = {
        [STEADY] = {0}, [BURSTS] = {4, 1, 0}, [DROUGHTS] = {5, 0, 2}, [BOTH] = {4, 1, 2}};
    const double stay = stay_weeks[team->work][team->mood];
    if (stay <= 0 || chance(&team->dice) >= 1 / (7 * stay))
        return;
    const bool burst = team->work == BURSTS || (team->work == BOTH && dice_roll(&team->dice, 2));
    team->mood = team->mood ? 0 : burst ? 1 : 2;
}

/* By the hour, Monday to Friday. */
static uint32_t work_a_day(struct team *team, int32_t day)
{
    static const double pace[WORK_COUNT][3] = {[STEADY] = {1, 0, 0},
                                               [BURSTS] = {0.6, 4, 0},
                                               [DROUGHTS] = {1.4, 0, 0},
                                               [BOTH] = {0.9, 3.5, 0}};
    change_mood(team);
    const double an_hour = team->rate * pace[team->work][team->mood] / (5 * 24);
    uint32_t count = 0;
    for (int hour = 0; hour < 24 && an_hour > 0 && workday_is(day); hour++)
        count += chance(&team->dice) < an_hour;
    return count;
}

static uint32_t work_a_week(struct team *team)
{
    uint32_t count = 0;
    for (int day = 0; day < 7; day++)
        count += work_a_day(team, TODAY + day);
    return count;
}

/* Plays on until it is done; true: by the day that was said. */
static void backtest(struct team *team, uint32_t weeks_least, uint32_t weeks_most, int cases,
                     double held[FORECAST_ODDS])
{
    int hits[FORECAST_ODDS] = {0};
    for (int i = 0; i < cases;) {
        uint32_t weeks[HISTORY_MOST];
        team->rate = 1 + 7 * chance(&team->dice);
        team->mood = 0;
        for (int warm = 0; warm < 20; warm++)
            (void)work_a_week(team);
        const uint32_t count =
            weeks_least + (uint32_t)dice_roll(&team->dice, weeks_most - weeks_least + 1);
        for (uint32_t week = 0; week < count; week++)
            weeks[week] = work_a_week(team);
        const struct forecast_history history = history_of(weeks, count);
        if (!forecast_possible(&history))
            continue;
        i++;
        const struct forecast_settings settings = {1000, dice_next(&team->dice), TODAY};
        struct forecast_goal goal = {.left = 10 + (uint32_t)dice_roll(&team->dice, 50)};
        forecast_run(&history, &settings, &goal, 1);
        int32_t day = TODAY;
        for (uint32_t closed = work_a_day(team, day); closed < goal.left;)
            closed += work_a_day(team, ++day);
        for (int odds = 0; odds < FORECAST_ODDS; odds++)
            hits[odds] += day <= goal.days[odds];
    }
    for (int odds = 0; odds < FORECAST_ODDS; odds++)
        held[odds] = 100.0 * hits[odds] / cases;
}

static void odds_hold(void **state)
{
    (void)state;
    static const char *const names[] = {"steady", "bursts", "droughts", "both"};
    static const uint32_t lengths[][2] = {{6, 9}, {10, 16}, {17, 26}};
    double all[FORECAST_ODDS] = {0};
    for (int work = 0; work < WORK_COUNT; work++) {
        double of_work[FORECAST_ODDS] = {0};
        for (size_t i = 0; i < 3; i++) {
            struct team team = {.dice = dice_new(7), .work = (enum work)work};
            double held[FORECAST_ODDS];
            backtest(&team, lengths[i][0], lengths[i][1], 500, held);
            print_message("%-8s %2u to %2u weeks: P50 %4.1f  P85 %4.1f  P95 %4.1f\n", names[work],
                          lengths[i][0], lengths[i][1], held[0], held[1], held[2]);
            for (int odds = 0; odds < FORECAST_ODDS; odds++) {
                of_work[odds] += held[odds] / 3;
                all[odds] += held[odds] / 3 / WORK_COUNT;
            }
        }
        assert_true(of_work[FORECAST_P85] >= 80 && of_work[FORECAST_P85] <= 90);
    }
    print_message("all: P50 %4.1f  P85 %4.1f  P95 %4.1f\n", all[0], all[1], all[2]);
    assert_true(all[FORECAST_P50] >= 45 && all[FORECAST_P50] <= 55);
    assert_true(all[FORECAST_P85] >= 80 && all[FORECAST_P85] <= 90);
    assert_true(all[FORECAST_P95] >= 90);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weeks_end_yesterday),
        cmocka_unit_test(needs_six_weeks_and_ten_issues),
        cmocka_unit_test(steady_work_has_one_answer),
        cmocka_unit_test(more_left_takes_longer),
        cmocka_unit_test(the_seed_decides),
        cmocka_unit_test(never_is_said),
        cmocka_unit_test(odds_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
