#include "schema/sqlite/box_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/os.h"

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_SANITIZER 1
#endif
#endif
#ifndef UNDER_SANITIZER
#define UNDER_SANITIZER 0
#endif

#define POLL_SLICE_MS 50
/* The socket of the child; everything above is closed. */
#define CHILD_FD 3
/* A database, its journal, WAL and shared memory, and a few for libc. */
#define CHILD_DESCRIPTORS 24
/* A run-away that hides from every clock; generous, for the address space is the other fence. */
#define CHILD_CPU_S 600

static void limit(__rlimit_resource_t resource, rlim_t most)
{
    const struct rlimit both = {most, most};
    (void)setrlimit(resource, &both);
}

static void child_limits(const struct box_limits *limits)
{
    /* Address space is what a sanitizer needs most of. */
    if (!UNDER_SANITIZER)
        limit(RLIMIT_AS, (rlim_t)(os_address_space_bytes() + LIMIT_BOX_SPACE_BYTES));
    limit(RLIMIT_CPU, CHILD_CPU_S);
    limit(RLIMIT_FSIZE, limits->files ? (rlim_t)limits->db_pages * 4096 : 0);
    limit(RLIMIT_NOFILE, CHILD_DESCRIPTORS);
}

static void child_signals(void)
{
    /* All of them: a handler of the parent must not go on with the parent's work in here. */
    for (int number = 1; number < NSIG; number++)
        (void)signal(number, SIG_DFL);
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGXFSZ, SIG_IGN); /* SQLite says "disk full" of the failed write */
    sigset_t none;
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Nothing of the parent's files stays open, but what a sanitizer writes its report to. */
static void child_files(int fd)
{
    if (fd != CHILD_FD)
        (void)dup2(fd, CHILD_FD);
    int null_fd = open("/dev/null", O_RDWR);
    (void)dup2(null_fd, STDIN_FILENO);
    (void)dup2(null_fd, STDOUT_FILENO);
    if (!UNDER_SANITIZER)
        (void)dup2(null_fd, STDERR_FILENO);
    os_close_from(CHILD_FD + 1);
}

_Noreturn static void child_main(const struct box_limits *limits, const char *folder, int fd,
                                 box_serve_fn *serve, const void *context, struct box_mark *mark)
{
    (void)setpgid(0, 0);
    os_confine_child();
    child_signals();
    child_files(fd);
    if (chdir(folder) != 0)
        _exit(1);
    child_limits(limits);
    serve(context, CHILD_FD, mark);
    _exit(0);
}

enum code box_process_start(struct box_process *process, const struct box_limits *limits,
                            const char *folder, box_serve_fn *serve, const void *context,
                            struct err *err)
{
    int ends[2];
    *process = (struct box_process){.fd = -1};
    void *shared = mmap(NULL, sizeof *process->mark, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return err_set(err, ERR_FAILED, "cannot start the SQL box: %s", strerror(errno));
    process->mark = shared;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        int reason = errno;
        box_process_stop(process);
        return err_set(err, ERR_FAILED, "cannot start the SQL box: %s", strerror(reason));
    }
    process->fd = ends[0];
    pid_t pid = fork();
    if (pid == 0)
        child_main(limits, folder, ends[1], serve, context, process->mark);
    int reason = errno;
    (void)close(ends[1]);
    if (pid < 0) {
        box_process_stop(process);
        return err_set(err, ERR_FAILED, "cannot start the SQL box: %s", strerror(reason));
    }
    (void)setpgid(pid, pid); /* whoever of the two comes first */
    process->pid = pid;
    return OK;
}

static void reap(struct box_process *process)
{
    process->gone = true;
    if (process->pid <= 0)
        return;
    (void)kill(-process->pid, SIGKILL);
    (void)kill(process->pid, SIGKILL);
    while (waitpid(process->pid, &process->wait_status, 0) < 0 && errno == EINTR)
        ;
    process->pid = 0;
}

void box_process_stop(struct box_process *process)
{
    reap(process);
    if (process->fd >= 0)
        (void)close(process->fd);
    process->fd = -1;
    if (process->mark)
        (void)munmap(process->mark, sizeof *process->mark);
    process->mark = NULL;
}

/* The child closed its end: it is ending by itself, and how it ends is what we want to know. */
static void child_ended(struct box_process *process)
{
    struct clock clock = clock_system();
    int64_t until_ms = clock_mono(&clock) + 1000;
    process->gone = true;
    while (clock_mono(&clock) < until_ms) {
        pid_t got = waitpid(process->pid, &process->wait_status, WNOHANG);
        if (got == process->pid || (got < 0 && errno != EINTR)) {
            /* What it started may still be there. */
            (void)kill(-process->pid, SIGKILL);
            process->pid = 0;
            return;
        }
        clock_sleep(&clock, 1);
    }
    reap(process);
}

static bool write_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t put = send(fd, bytes, len, MSG_NOSIGNAL);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        bytes += put;
        len -= (size_t)put;
    }
    return true;
}

bool box_frame_write(int fd, const struct str *frame)
{
    uint32_t len = (uint32_t)frame->len;
    return write_all(fd, (const char *)&len, sizeof len) && write_all(fd, frame->p, frame->len);
}

void box_process_send(struct box_process *process, const struct str *frame)
{
    if (!process->gone && !box_frame_write(process->fd, frame))
        child_ended(process);
}

/* 1: all of it, 0: the end, -1: not yet. */
static int read_some(int fd, struct str *into, size_t want)
{
    char bytes[16 * 1024];
    while (into->len < want) {
        size_t left = want - into->len;
        ssize_t got = recv(fd, bytes, left < sizeof bytes ? left : sizeof bytes, MSG_DONTWAIT);
        if (got > 0)
            str_addn(into, bytes, (size_t)got);
        else if (got < 0 && errno == EINTR)
            continue;
        else
            return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? -1 : 0;
    }
    return 1;
}

/* Waits in slices, so that Ctrl-C and the clock are seen. */
static enum code receive_bytes(struct box_process *process, int64_t until_ms, struct str *into,
                               size_t want, struct err *err)
{
    struct clock clock = clock_system();
    for (;;) {
        int state = read_some(process->fd, into, want);
        if (state > 0)
            return OK;
        if (state == 0) {
            child_ended(process);
            return OK;
        }
        if (interrupt_requested()) {
            reap(process);
            return err_set(err, ERR_INTERRUPTED, "interrupted while SQL ran");
        }
        if (clock_mono(&clock) >= until_ms) {
            process->timed_out = true;
            reap(process);
            return OK;
        }
        struct pollfd wait = {process->fd, POLLIN, 0};
        (void)poll(&wait, 1, POLL_SLICE_MS);
    }
}

enum code box_process_receive(struct box_process *process, int64_t until_ms, struct str *frame,
                              struct err *err)
{
    cleanup_str struct str head;
    str_init(&head, 0);
    str_clear(frame);
    if (process->gone)
        return OK;
    enum code code = receive_bytes(process, until_ms, &head, sizeof(uint32_t), err);
    if (code != OK || process->gone)
        return code;
    uint32_t len;
    memcpy(&len, head.p, sizeof len);
    if (len > LIMIT_BOX_FRAME_BYTES) { /* only a child that has lost its mind */
        reap(process);
        return OK;
    }
    return receive_bytes(process, until_ms, frame, len, err);
}

static bool read_blocking(int fd, struct str *into, size_t want)
{
    for (;;) {
        int state = read_some(fd, into, want);
        if (state >= 0)
            return state > 0;
        struct pollfd wait = {fd, POLLIN, 0};
        (void)poll(&wait, 1, -1);
    }
}

bool box_frame_read(int fd, struct str *frame)
{
    uint32_t len;
    str_clear(frame);
    if (!read_blocking(fd, frame, sizeof len))
        return false;
    memcpy(&len, frame->p, sizeof len);
    str_clear(frame);
    return len <= LIMIT_BOX_FRAME_BYTES && read_blocking(fd, frame, len);
}

void box_alarm(int64_t ms)
{
    const struct itimerval timer = {.it_value = {ms / 1000, (ms % 1000) * 1000}};
    (void)setitimer(ITIMER_REAL, &timer, NULL);
}

bool box_end_was_time(int wait_status, bool timed_out)
{
    return timed_out || (WIFSIGNALED(wait_status) &&
                         (WTERMSIG(wait_status) == SIGALRM || WTERMSIG(wait_status) == SIGXCPU));
}

void box_end_words(int wait_status, bool timed_out, int64_t leg_ms, struct str *words)
{
    if (box_end_was_time(wait_status, timed_out))
        str_addf(words, "took longer than %lld ms", (long long)leg_ms);
    else if (WIFSIGNALED(wait_status))
        str_addf(words, "brought the SQL box down (signal %d)", WTERMSIG(wait_status));
    else
        str_addf(words, "brought the SQL box down (status %d)", WEXITSTATUS(wait_status));
}
