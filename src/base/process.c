#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/child.h"
#include "base/clock.h"
#include "base/env.h"
#include "base/str.h"

/* How often the wait looks at interrupts and at a child that has closed its output. */
#define POLL_SLICE_MS 20

struct child {
    pid_t pid;
    bool reaped;
    int wait_status;
    int input_fd;  /* we write; -1 when closed */
    int output_fd; /* we read; -1 at its end */
    const char *input;
    size_t input_left;
    struct str output;
};

static void close_fd(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
}
#define cleanup_fd __attribute__((cleanup(close_fd)))

static int wait_for(struct child *child, int flags)
{
    int got;
    do {
        got = (int)waitpid(child->pid, &child->wait_status, flags);
    } while (got < 0 && errno == EINTR);
    /* ECHILD: whoever started us ignores SIGCHLD, so the status is lost with the process. */
    if (got < 0)
        child->wait_status = 0;
    child->reaped = got != 0;
    return got;
}

/* On every way out: no process and no zombie stays behind. */
static void child_release(struct child *child)
{
    close_fd(&child->input_fd);
    close_fd(&child->output_fd);
    str_release(&child->output);
    if (child->pid > 0 && !child->reaped) {
        /* Its group, for it may have started programs of its own. */
        (void)kill(-child->pid, SIGKILL);
        (void)kill(child->pid, SIGKILL);
        (void)wait_for(child, 0);
    }
}

/* Both ends above 2, so that the redirections in the child cannot tread on one another. */
static bool make_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        return false;
    for (int i = 0; i < 2; i++) {
        int moved = fcntl(ends[i], F_DUPFD_CLOEXEC, 3);
        if (moved < 0) {
            (void)close(ends[0]);
            (void)close(ends[1]);
            ends[0] = ends[1] = -1;
            return false;
        }
        (void)close(ends[i]);
        ends[i] = moved;
    }
    return true;
}

char **child_environment(struct arena *arena)
{
    static const char *const secret[] = {"GH_TOKEN=", "GITHUB_TOKEN=", "GH_ENTERPRISE_TOKEN="};
    size_t count = 0;
    while (environ && environ[count])
        count++;
    char **kept = arena_calloc(arena, count + 1, sizeof *kept);
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_secret = false;
        for (size_t j = 0; j < sizeof secret / sizeof *secret; j++)
            is_secret = is_secret || text_starts(environ[i], secret[j]);
        if (!is_secret)
            kept[len++] = environ[i];
    }
    return kept;
}

char **child_arguments(struct arena *arena, const char *const argv[])
{
    BUG_UNLESS(argv[0]);
    size_t count = 0;
    while (argv[count])
        count++;
    char **arguments = arena_calloc(arena, count + 1, sizeof *arguments);
    for (size_t i = 0; i < count; i++)
        arguments[i] = arena_strdup(arena, argv[i]);
    return arguments;
}

void child_signals(posix_spawnattr_t *attributes, int flags)
{
    static const int signals[] = {SIGPIPE, SIGINT, SIGTERM, SIGHUP};
    sigset_t all_default, none_blocked;
    (void)sigemptyset(&none_blocked);
    (void)sigemptyset(&all_default);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        (void)sigaddset(&all_default, signals[i]);
    (void)posix_spawnattr_setsigdefault(attributes, &all_default);
    (void)posix_spawnattr_setsigmask(attributes, &none_blocked);
    (void)posix_spawnattr_setflags(attributes,
                                   (short)(flags | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK));
}

/* 0 or an errno. */
static int spawn(struct arena *arena, const char *const argv[], int input_fd, int output_fd,
                 pid_t *pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed)
        return failed;
    failed = posix_spawnattr_init(&attributes);
    if (failed) {
        (void)posix_spawn_file_actions_destroy(&actions);
        return failed;
    }
    if (input_fd >= 0)
        failed = posix_spawn_file_actions_adddup2(&actions, input_fd, STDIN_FILENO);
    else
        failed = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (!failed)
        failed = posix_spawn_file_actions_adddup2(&actions, output_fd, STDOUT_FILENO);
    if (!failed)
        failed =
            posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    (void)posix_spawnattr_setpgroup(&attributes, 0);
    child_signals(&attributes, POSIX_SPAWN_SETPGROUP);
    if (!failed)
        failed = posix_spawnp(pid, argv[0], &actions, &attributes, child_arguments(arena, argv),
                              child_environment(arena));
    (void)posix_spawnattr_destroy(&attributes);
    (void)posix_spawn_file_actions_destroy(&actions);
    return failed;
}

/* write(2) without the death by SIGPIPE that a child which does not read would bring. */
static ssize_t write_quietly(int fd, const char *bytes, size_t len)
{
    sigset_t pipe_only, before, pending;
    (void)sigemptyset(&pipe_only);
    (void)sigaddset(&pipe_only, SIGPIPE);
    (void)sigpending(&pending);
    bool was_pending = sigismember(&pending, SIGPIPE) == 1;
    (void)pthread_sigmask(SIG_BLOCK, &pipe_only, &before);
    ssize_t put = write(fd, bytes, len);
    int reason = errno;
    if (put < 0 && reason == EPIPE && !was_pending) {
        const struct timespec no_wait = {0, 0};
        (void)sigtimedwait(&pipe_only, NULL, &no_wait);
    }
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = reason;
    return put;
}

static void feed(struct child *child)
{
    ssize_t put = write_quietly(child->input_fd, child->input, child->input_left);
    if (put >= 0) {
        child->input += put;
        child->input_left -= (size_t)put;
    } else if (errno != EAGAIN && errno != EINTR) {
        child->input_left = 0; /* it does not want to read on: that is its right */
    }
    if (child->input_left == 0)
        close_fd(&child->input_fd);
}

static void drain(struct child *child)
{
    char bytes[16 * 1024];
    ssize_t got = read(child->output_fd, bytes, sizeof bytes);
    if (got > 0)
        str_addn(&child->output, bytes, (size_t)got);
    else if (got == 0 || (errno != EAGAIN && errno != EINTR))
        close_fd(&child->output_fd);
}

/* True while there is something to wait for. */
static bool step(struct child *child)
{
    struct pollfd fds[2] = {{child->output_fd, POLLIN, 0}, {child->input_fd, POLLOUT, 0}};
    int ready = poll(fds, 2, POLL_SLICE_MS);
    if (ready > 0 && fds[0].revents)
        drain(child);
    if (ready > 0 && fds[1].revents)
        feed(child);
    if (!child->reaped)
        (void)wait_for(child, WNOHANG);
    if (!child->reaped)
        return true;
    /* A process that it left behind may hold the pipe open for ever (a credential daemon does):
     * once the child is gone, only what is there is read. */
    return child->output_fd >= 0 && ready != 0;
}

static enum code communicate(struct child *child, const char *name, int64_t timeout_ms,
                             struct err *err)
{
    struct clock clock = clock_system();
    int64_t end_ms = clock_mono(&clock) + timeout_ms;
    while (step(child)) {
        if (str_over(&child->output))
            break;
        if (interrupt_requested())
            return err_set(err, ERR_INTERRUPTED, "interrupted while '%s' ran", name);
        if (clock_mono(&clock) >= end_ms)
            return err_set(err, ERR_FAILED, "'%s' did not finish within %lld ms", name,
                           (long long)timeout_ms);
    }
    if (str_over(&child->output))
        return err_set(err, ERR_CEILING, "'%s' wrote more than the limit of %zu bytes", name,
                       child->output.max);
    return OK;
}

int child_status(int wait_status)
{
    return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

enum code process_run(struct arena *arena, const char *const argv[], const char *input,
                      size_t max_bytes, int64_t timeout_ms, char **output, int *status,
                      struct err *err)
{
    cleanup_arena struct arena *scratch = arena_new();
    __attribute__((cleanup(child_release))) struct child child = {.input_fd = -1, .output_fd = -1};
    str_init(&child.output, max_bytes);
    int in[2] = {-1, -1};
    int out[2] = {-1, -1};
    if (!make_pipe(out) || (input && !make_pipe(in))) {
        int reason = errno;
        close_fd(&out[0]);
        close_fd(&out[1]);
        return err_set(err, ERR_FAILED, "cannot run '%s': %s", argv[0], strerror(reason));
    }
    child.output_fd = out[0];
    child.input_fd = in[1];
    cleanup_fd int child_input = in[0];
    cleanup_fd int child_output = out[1];
    int failed = spawn(scratch, argv, child_input, child_output, &child.pid);
    if (failed == ENOENT || failed == ENOTDIR || failed == EACCES) {
        child.pid = 0;
        *output = arena_strdup(arena, "");
        *status = 127;
        return OK;
    }
    if (failed) {
        child.pid = 0;
        return err_set(err, ERR_FAILED, "cannot run '%s': %s", argv[0], strerror(failed));
    }
    close_fd(&child_input);
    close_fd(&child_output);
    (void)fcntl(child.output_fd, F_SETFL, O_NONBLOCK);
    if (input) {
        (void)fcntl(child.input_fd, F_SETFL, O_NONBLOCK);
        child.input = input;
        child.input_left = strlen(input);
        if (child.input_left == 0)
            close_fd(&child.input_fd);
    }
    enum code code = communicate(&child, argv[0], timeout_ms, err);
    if (code != OK)
        return code;
    *output = str_dup(&child.output, arena);
    *status = child_status(child.wait_status);
    return OK;
}
