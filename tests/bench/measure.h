/* Runs a program and says what it cost: itself and every child that it waited for. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <stdbool.h>
#include <stddef.h>

struct cost {
    double wall_ms, cpu_ms, peak_mib; /* peak of the largest single process */
    int status;                       /* exit status; 128 + signal */
};

#define MEASURE_RUNS_MAX 101

/* `out` gets standard output, /dev/null when NULL; standard error goes to stderr.log in the current
 * folder. Ends the bench when the program cannot be started. */
struct cost measure_once(const char *out, const char *const argv[]);
/* The median of each figure on its own, after one run that does not count. Ends the bench with the
 * command and what it said when one of the runs does not end with `status`. */
struct cost measure_median(int runs, int status, const char *const argv[]);
/* measure_once that ends the bench when the status is not 0. */
struct cost measure_good(const char *out, const char *const argv[]);

/* Kills the program as soon as `now` says so. Ends the bench when it was done before. */
void measure_killed(const char *const argv[], bool (*now)(void *state), void *state);

/* One line of a table: what, how much, how much is asked for at most, and whether that is met. With
 * `least`, at least. Processor time, because wall time says as much about the neighbours. */
void measure_aim(const char *what, double measured, const char *unit, double asked, bool least);

/* Prints and exits with 1. */
_Noreturn void bench_die(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* "1,234" in a buffer of the caller. */
const char *with_commas(char buffer[32], long long number);

#endif
