#include "support/store_scratch.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "base/str.h"
#include "store/lock.h"

static const char *lock_path(struct scratch *s)
{
    return arena_printf(s->arena, "%s.lock", s->path);
}

/* A child that takes the lock and keeps it; a byte on the pipe says that it has. */
static pid_t start_holder(struct scratch *s)
{
    int ends[2];
    char byte;
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct clock clock = clock_system();
        struct store_lock lock = STORE_LOCK_INIT;
        if (store_lock_take(s->path, &clock, 0, &lock, &s->err) != OK ||
            write(ends[1], "x", 1) != 1)
            _exit(1);
        for (;;)
            (void)pause();
    }
    (void)close(ends[1]);
    assert_int_equal(read(ends[0], &byte, 1), 1);
    (void)close(ends[0]);
    return pid;
}

static void end_holder(pid_t pid)
{
    int status;
    assert_int_equal(kill(pid, SIGKILL), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
}

static void test_names_the_holder(void **state)
{
    struct scratch *s = *state;
    struct clock clock = clock_system();
    struct store_lock lock = STORE_LOCK_INIT;
    char host[256] = "";
    assert_int_equal(gethostname(host, sizeof host - 1), 0);
    pid_t pid = start_holder(s);
    assert_int_equal(store_lock_take(s->path, &clock, 0, &lock, &s->err), ERR_LOCKED);
    assert_int_equal(code_exit_status(s->err.code), 7);
    assert_non_null(strstr(s->err.message, arena_printf(s->arena, "pid %ld", (long)pid)));
    assert_non_null(strstr(s->err.message, arena_printf(s->arena, "host %s", host)));
    assert_non_null(strstr(s->err.message, "since 20"));
    err_clear(&s->err);
    end_holder(pid);
    /* Killed, and the lock is free. */
    WORKS(s, store_lock_take(s->path, &clock, 0, &lock, &s->err));
    store_lock_release(&lock);
}

static void test_the_text_is_for_people(void **state)
{
    struct scratch *s = *state;
    struct clock clock = clock_system();
    struct store_lock lock = STORE_LOCK_INIT;
    struct stat st;
    char *text;
    size_t len;
    WORKS(s, store_lock_take(s->path, &clock, 0, &lock, &s->err));
    WORKS(s, file_read(s->arena, lock_path(s), 1000, &text, &len, &s->err));
    assert_true(text_starts(text, arena_printf(s->arena, "pid %ld\nhost ", (long)getpid())));
    assert_non_null(strstr(text, "\nsince 20"));
    assert_true(text_ends(text, "Z\n"));
    assert_int_equal(lstat(lock_path(s), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    store_lock_release(&lock);
    /* Twice is fine, and the next one may have it. */
    store_lock_release(&lock);
    WORKS(s, store_lock_take(s->path, &clock, 0, &lock, &s->err));
    store_lock_release(&lock);
}

static int64_t slept_ms;
static pid_t held_by;

static int64_t slow_mono(void *state)
{
    (void)state;
    return slept_ms;
}

static void slow_sleep(void *state, int64_t duration_ms)
{
    (void)state;
    slept_ms += duration_ms;
    if (held_by && slept_ms > 1000) {
        end_holder(held_by);
        held_by = 0;
    }
}

static void test_waits_as_long_as_it_may(void **state)
{
    struct scratch *s = *state;
    struct clock clock = clock_system();
    struct store_lock lock = STORE_LOCK_INIT;
    clock.mono_ms = slow_mono;
    clock.sleep_ms = slow_sleep;
    pid_t pid = start_holder(s);
    slept_ms = 0;
    FAILS(s, store_lock_take(s->path, &clock, 900, &lock, &s->err), ERR_LOCKED, "another run");
    assert_true(slept_ms >= 900 && slept_ms < 1200);
    slept_ms = 0;
    held_by = pid;
    WORKS(s, store_lock_take(s->path, &clock, 5000, &lock, &s->err));
    assert_true(slept_ms > 1000 && slept_ms < 1500);
    store_lock_release(&lock);
}

static void test_refuses_a_link_and_cleans_what_a_stranger_wrote(void **state)
{
    struct scratch *s = *state;
    struct clock clock = clock_system();
    struct store_lock lock = STORE_LOCK_INIT;
    pid_t pid = start_holder(s);
    FILE *file = fopen(lock_path(s), "w");
    assert_non_null(file);
    assert_true(fputs("pid \033[31m1\nhost h\n", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(store_lock_take(s->path, &clock, 0, &lock, &s->err), ERR_LOCKED);
    assert_null(strchr(s->err.message, '\033'));
    assert_null(strchr(s->err.message, '\n'));
    err_clear(&s->err);
    end_holder(pid);
    assert_int_equal(unlink(lock_path(s)), 0);
    assert_int_equal(symlink("/dev/null", lock_path(s)), 0);
    FAILS(s, store_lock_take(s->path, &clock, 0, &lock, &s->err), ERR_REFUSED, "symbolic link");
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_names_the_holder),
        CASE(test_the_text_is_for_people),
        CASE(test_waits_as_long_as_it_may),
        CASE(test_refuses_a_link_and_cleans_what_a_stranger_wrote),
    };
    /* A lock that does not hold leaves a process here waiting for what never comes. */
    (void)alarm(120);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
