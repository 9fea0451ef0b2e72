#include "base/os.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* Where the kernel is older than close_range(2): more descriptors than these were never opened. */
#define DESCRIPTORS_MAX 4096

void os_confine_child(void)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    const struct rlimit none = {0, 0};
    (void)setrlimit(RLIMIT_CORE, &none);
}

void os_close_from(int lowest)
{
    if (close_range((unsigned)lowest, ~0u, 0) == 0)
        return;
    for (int fd = lowest; fd < DESCRIPTORS_MAX; fd++)
        (void)close(fd);
}

int64_t os_address_space_bytes(void)
{
    char text[64] = "";
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    ssize_t got = read(fd, text, sizeof text - 1);
    (void)close(fd);
    return got > 0 ? (int64_t)strtoll(text, NULL, 10) * sysconf(_SC_PAGESIZE) : 0;
}
