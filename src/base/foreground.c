#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/child.h"
#include "base/env.h"

/* 0 or an errno. */
static int spawn(struct arena *arena, const char *const argv[], pid_t *pid)
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
    child_signals(&attributes, 0); /* in our group: what ends us ends it, too */
    failed = posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    if (!failed)
        failed = posix_spawnp(pid, argv[0], &actions, &attributes, child_arguments(arena, argv),
                              child_environment(arena));
    (void)posix_spawnattr_destroy(&attributes);
    (void)posix_spawn_file_actions_destroy(&actions);
    return failed;
}

enum code process_foreground(const char *const argv[], int *status, struct err *err)
{
    cleanup_arena struct arena *scratch = arena_new();
    pid_t pid = 0, got;
    int wait_status = 0;
    const int failed = spawn(scratch, argv, &pid);
    if (failed == ENOENT || failed == ENOTDIR || failed == EACCES) {
        *status = 127;
        return OK;
    }
    if (failed)
        return err_set(err, ERR_FAILED, "cannot run '%s': %s", argv[0], strerror(failed));
    do {
        got = waitpid(pid, &wait_status, 0);
    } while (got < 0 && errno == EINTR);
    /* ECHILD: whoever started us ignores SIGCHLD, so the status is lost with the process. */
    *status = got < 0 ? 0 : child_status(wait_status);
    return OK;
}
