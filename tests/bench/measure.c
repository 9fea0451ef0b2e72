#include "measure.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Standard error of what was run last, in the current folder. */
#define LOG "stderr.log"

void bench_die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fflush(stdout);
    fputs("bench: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static double ms_of(struct timeval time)
{
    return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3;
}

static _Noreturn void become(const char *out, const char *const argv[])
{
    int fd = open(out ? out : "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int in = open("/dev/null", O_RDONLY);
    int log = open(LOG, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || in < 0 || log < 0 || dup2(fd, STDOUT_FILENO) < 0 || dup2(in, STDIN_FILENO) < 0 ||
        dup2(log, STDERR_FILENO) < 0)
        _exit(126);
    execvp(argv[0], (char *const *)(const void *)argv);
    _exit(127);
}

static pid_t start(const char *out, const char *const argv[])
{
    pid_t pid = fork();
    if (pid < 0)
        bench_die("fork: %s", strerror(errno));
    if (pid == 0)
        become(out, argv);
    return pid;
}

struct cost measure_once(const char *out, const char *const argv[])
{
    double begin = now_ms();
    pid_t pid = start(out, argv);
    int status = 0;
    struct rusage use;
    while (wait4(pid, &status, 0, &use) < 0)
        if (errno != EINTR)
            bench_die("wait4: %s", strerror(errno));
    struct cost cost = {
        .wall_ms = now_ms() - begin,
        .cpu_ms = ms_of(use.ru_utime) + ms_of(use.ru_stime),
        .peak_mib = (double)use.ru_maxrss / 1024,
        .status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
    };
    if (cost.status == 126 || cost.status == 127)
        bench_die("cannot run %s", argv[0]);
    return cost;
}

static void show_log(void)
{
    char line[1024];
    FILE *log = fopen(LOG, "r");
    while (log && fgets(line, sizeof line, log))
        fprintf(stderr, "  | %s", line);
    if (log)
        fclose(log);
}

static void expect(const struct cost *cost, int status, const char *const argv[])
{
    if (cost->status == status)
        return;
    fprintf(stderr, "bench: exit %d instead of %d:", cost->status, status);
    for (size_t i = 0; argv[i]; i++)
        fprintf(stderr, " %s", argv[i]);
    fputc('\n', stderr);
    show_log();
    exit(1);
}

struct cost measure_good(const char *out, const char *const argv[])
{
    struct cost cost = measure_once(out, argv);
    expect(&cost, 0, argv);
    return cost;
}

void measure_killed(const char *const argv[], bool (*now)(void *state), void *state)
{
    const struct timespec moment = {0, 500 * 1000};
    pid_t pid = start(NULL, argv), gone = 0;
    int status = 0;
    while (!now(state) && gone == 0) {
        nanosleep(&moment, NULL);
        gone = waitpid(pid, &status, WNOHANG);
    }
    if (gone == 0) {
        kill(pid, SIGKILL);
        gone = waitpid(pid, &status, 0);
    }
    if (gone == pid && WIFSIGNALED(status))
        return;
    show_log();
    bench_die("%s ended before it could be killed", argv[0]);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, by_size);
    return values[count / 2];
}

struct cost measure_median(int runs, int status, const char *const argv[])
{
    double wall[MEASURE_RUNS_MAX], cpu[MEASURE_RUNS_MAX], peak[MEASURE_RUNS_MAX];
    struct cost cost = measure_once(NULL, argv);
    for (int i = 0; i < runs && i < MEASURE_RUNS_MAX; i++) {
        cost = measure_once(NULL, argv);
        expect(&cost, status, argv);
        wall[i] = cost.wall_ms;
        cpu[i] = cost.cpu_ms;
        peak[i] = cost.peak_mib;
    }
    return (struct cost){median(wall, runs), median(cpu, runs), median(peak, runs), status};
}

void measure_aim(const char *what, double measured, const char *unit, double asked, bool least)
{
    bool met = least ? measured >= asked : measured <= asked;
    printf("  %-54s %8.1f %-3s  asked %s %6.0f  %s\n", what, measured, unit,
           least ? ">=" : "<=", asked, met ? "met" : "not met");
}

const char *with_commas(char buffer[32], long long number)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%lld", number), to = 0;
    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0 && digits[i - 1] != '-')
            buffer[to++] = ',';
        buffer[to++] = digits[i];
    }
    buffer[to] = '\0';
    return buffer;
}
