/* torture: strikes a sync of 50 objects at every request and every operation of its cache, lets it
 * run to completion and asks the world of the stand-in what became of it.
 *
 *   torture [--sample N] [--seed S] [--jobs N] [--class NAME]
 *   torture --point NAME        one point alone, with what its runs said
 *
 * The story is played once per worker without a strike. At each moment every point that belongs
 * there goes its own way in a child process. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "dice.h"
#include "json_memory.h"
#include "points.h"

#define JOBS_MAX 16
#define FAILED 17 /* status of a point that told its failure itself */
#define SECONDS_MAX 120
#define FAILURES_MAX 40
#define LEAK_EVERY 64

const struct point_class *const classes[] = {
    &class_fault,  &class_kill,      &class_disk,   &class_io,
    &class_person, &class_cacheless, &class_double, &class_writers,
};
#define CLASSES (sizeof classes / sizeof *classes)

/* Seen by all processes. */
struct shared {
    size_t there[CLASSES], played[CLASSES], failed[CLASSES];
    int64_t spent_us[CLASSES];
    size_t requests, durable;
};

static struct {
    struct shared *shared;
    const char *program, *only, *point;
    uint64_t seed;
    size_t sample, jobs, worker;
    bool counting;
} run;

#if defined(__SANITIZE_ADDRESS__)
#define HAS_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ASAN 1
#endif
#endif
#ifdef HAS_ASAN
int __lsan_do_recoverable_leak_check(void);
const char *__asan_default_options(void);

/* Thousands of short processes: freed memory is kept for a while only, stacks of allocations are
 * short. All other tests have the long ones. */
const char *__asan_default_options(void)
{
    return "malloc_context_size=4:quarantine_size_mb=1:thread_local_quarantine_size_kb=64";
}
#endif

static int leaks(void)
{
#ifdef HAS_ASAN
    return __lsan_do_recoverable_leak_check();
#else
    return 0;
#endif
}

static int64_t now_us(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

_Noreturn void stage_fail(struct stage *stage, const char *format, ...)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    str_addf(&text, "torture: %s: ", stage->point ? stage->point : "the story itself");
    va_list args;
    va_start(args, format);
    str_vaddf(&text, format, args);
    va_end(args);
    str_addf(&text, "\n  replay: %s --point %s\n", run.program, stage->point ? stage->point : "-");
    if (stage->verbose)
        (void)fflush(stdout);
    (void)!write(STDERR_FILENO, text.p, text.len);
    _exit(FAILED);
}

static uint64_t mix(uint64_t seed, size_t class, size_t at, size_t variant)
{
    struct dice dice = dice_new(seed ^ (class << 56) ^ (variant << 40) ^ at);
    return dice_next(&dice);
}

/* Part of the sample, and of this worker. */
static bool chosen(size_t class, size_t at, size_t variant)
{
    if (mix(UINT64_MAX, class, at, variant) % run.jobs != run.worker)
        return false;
    if (!run.sample)
        return true;
    const double wanted = (double)run.sample * classes[class]->share / 100;
    const double there = (double)run.shared->there[class];
    const uint64_t roll = mix(run.seed, class, at, variant) >> 11;
    return there * (double)roll / 9007199254740992.0 < wanted;
}

static const char *name_of(struct arena *arena, size_t class, size_t at, size_t variant)
{
    return arena_printf(arena, "%s:%zu:%s", classes[class]->name, at,
                        classes[class]->label(arena, variant));
}

static void start_point(struct stage *stage, size_t class, size_t at, size_t variant)
{
    stage->point = name_of(stage->arena, class, at, variant);
    stage->strike = NULL;
    /* Most stories end with the phase that was struck. */
    stage->short_story =
        mix(3, class, at, variant) % (classes[class]->moment == MOMENT_DISK ? 16 : 4) != 0;
    stage->loses_cache =
        mix(4, class, at, variant) % (classes[class]->moment == MOMENT_DISK ? 4 : 2) == 0;
    stage->looks_for_leaks = mix(5, class, at, variant) % LEAK_EVERY == 0;
    classes[class]->strike(stage, at, variant);
}

static void finish(size_t class, const char *name, int status, int64_t started_us)
{
    struct shared *shared = run.shared;
    __atomic_add_fetch(&shared->played[class], 1, __ATOMIC_SEQ_CST);
    __atomic_add_fetch(&shared->spent_us[class], now_us() - started_us, __ATOMIC_SEQ_CST);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return;
    __atomic_add_fetch(&shared->failed[class], 1, __ATOMIC_SEQ_CST);
    if (WIFEXITED(status) && WEXITSTATUS(status) == FAILED)
        return;
    fprintf(stderr, "torture: %s: ended with %s %d\n  replay: %s --point %s\n", name,
            WIFSIGNALED(status) ? "signal" : "status",
            WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status), run.program, name);
}

static size_t failures(void)
{
    size_t all = 0;
    for (size_t i = 0; i < CLASSES; i++)
        all += __atomic_load_n(&run.shared->failed[i], __ATOMIC_SEQ_CST);
    return all;
}

static bool in_child;

/* In the child it returns, and the story goes on there. */
static void fork_point(struct stage *stage, size_t class, size_t at, size_t variant)
{
    const int64_t started_us = now_us();
    if (failures() >= FAILURES_MAX)
        return;
    const pid_t child = fork();
    BUG_UNLESS(child >= 0);
    if (child == 0) {
        in_child = true;
        (void)alarm(SECONDS_MAX);
        stage_forked(stage);
        start_point(stage, class, at, variant);
        return;
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    struct arena *arena cleanup_arena = arena_new();
    finish(class, name_of(arena, class, at, variant), status, started_us);
}

static bool wanted_point(size_t class, size_t at, size_t variant)
{
    struct arena *arena cleanup_arena = arena_new();
    return strcmp(name_of(arena, class, at, variant), run.point) == 0;
}

static void on_class(struct stage *stage, size_t c, size_t at)
{
    const struct point_class *class = classes[c];
    for (size_t v = 0; v < class->variants && !in_child; v++) {
        if (run.point ? !wanted_point(c, at, v) : !run.counting && !chosen(c, at, v))
            continue;
        if (!class->fits(stage, v))
            continue;
        if (run.counting) {
            run.shared->there[c]++;
        } else if (run.point) {
            in_child = true;
            start_point(stage, c, at, v);
        } else {
            fork_point(stage, c, at, v);
        }
    }
}

/* Whether class and place of --point are these. */
static bool here(size_t class, size_t at)
{
    const size_t len = strlen(classes[class]->name);
    return strncmp(run.point, classes[class]->name, len) == 0 && run.point[len] == ':' &&
           strtoull(run.point + len + 1, NULL, 10) == at;
}

static void on_moment(struct stage *stage, enum moment moment, size_t at)
{
    for (size_t c = 0; c < CLASSES && !in_child; c++)
        if (classes[c]->moment == moment &&
            (!run.only || strcmp(run.only, classes[c]->name) == 0) && (!run.point || here(c, at)))
            on_class(stage, c, at);
    if (run.counting && moment == MOMENT_REQUEST)
        run.shared->requests = at;
    if (run.counting && moment == MOMENT_DISK)
        run.shared->durable += disk_changes(stage->op);
}

/* Plays the story in a process of its own, with all points of this worker. */
static int play(void)
{
    struct stage *stage = stage_open();
    stage->verbose = run.point != NULL;
    stage->strike = on_moment;
    stage_play(stage);
    if (in_child) {
        const bool leaky = stage->looks_for_leaks && !stage->died && leaks();
        if (run.point)
            dir_remove_tree(stage->folder);
        (void)fflush(stdout);
        _exit(leaky ? 18 : 0);
    }
    dir_remove_tree(stage->folder);
    return 0;
}

static bool play_in_child(void)
{
    fflush(NULL);
    const pid_t child = fork();
    BUG_UNLESS(child >= 0);
    if (child == 0)
        _exit(play());
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return status == 0;
}

static bool play_all(void)
{
    pid_t workers[JOBS_MAX];
    bool good = true;
    for (run.worker = 0; run.worker < run.jobs; run.worker++) {
        fflush(NULL);
        workers[run.worker] = fork();
        BUG_UNLESS(workers[run.worker] >= 0);
        if (workers[run.worker] == 0)
            _exit(play());
    }
    for (size_t i = 0; i < run.jobs; i++) {
        int status = 0;
        while (waitpid(workers[i], &status, 0) < 0 && errno == EINTR)
            ;
        if (status)
            fprintf(stderr, "torture: worker %zu ended with %d\n", i, status);
        good &= status == 0;
    }
    return good;
}

static void print_table(int64_t started_us)
{
    const struct shared *shared = run.shared;
    size_t there = 0, played = 0, failed = 0;
    printf("torture: a story of %zu requests and %zu durable writes\n", shared->requests,
           shared->durable);
    for (size_t i = 0; i < CLASSES; i++) {
        there += shared->there[i];
        played += shared->played[i];
        failed += shared->failed[i];
        printf("  %-10s %6zu of %6zu points, %zu failed, %6.1f s  %s\n", classes[i]->name,
               shared->played[i], shared->there[i], shared->failed[i],
               (double)shared->spent_us[i] / 1e6, classes[i]->about);
    }
    printf("torture: %zu of %zu points, %zu violations, %.1f s", played, there, failed,
           (double)(now_us() - started_us) / 1e6);
    if (run.sample)
        printf(" (seed %llu)", (unsigned long long)run.seed);
    printf("\n");
}

static size_t number_of(const char *text)
{
    char *end = NULL;
    const unsigned long long value = strtoull(text, &end, 10);
    if (*text == '\0' || *end != '\0') {
        fprintf(stderr, "torture: '%s' is no number\n", text);
        exit(64);
    }
    return (size_t)value;
}

static void read_arguments(int argc, char **argv)
{
    run.program = argv[0];
    run.jobs = 2;
    run.seed = 1;
    for (int i = 1; i + 1 < argc; i += 2) {
        const char *value = argv[i + 1];
        if (strcmp(argv[i], "--sample") == 0)
            run.sample = number_of(value);
        else if (strcmp(argv[i], "--seed") == 0)
            run.seed = number_of(value);
        else if (strcmp(argv[i], "--jobs") == 0)
            run.jobs = number_of(value);
        else if (strcmp(argv[i], "--class") == 0)
            run.only = value;
        else if (strcmp(argv[i], "--point") == 0)
            run.point = value;
        else
            argc = 0;
    }
    if (argc % 2 == 0 || run.jobs == 0 || run.jobs > JOBS_MAX) {
        fprintf(stderr, "usage: torture [--sample N] [--seed S] [--jobs N] [--class NAME] "
                        "[--point NAME]\n");
        exit(64);
    }
}

int main(int argc, char **argv)
{
    const int64_t started_us = now_us();
    read_arguments(argc, argv);
    json_memory_use();
    run.shared =
        mmap(NULL, sizeof *run.shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    BUG_UNLESS(run.shared != MAP_FAILED);
    if (run.point)
        return play_in_child() ? 0 : 1;
    run.counting = true;
    bool good = play_in_child();
    run.counting = false;
    /* The plain story is recorded for the validator; what comes now repeats it thousands of times.
     */
    (void)unsetenv("ROADMAP_SANDBOX_RECORD");
    good = good && play_all();
    print_table(started_us);
    return good && failures() == 0 ? 0 : 1;
}
