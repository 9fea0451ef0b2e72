#include "base/os.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

void os_wish_large_pages(void *bytes, size_t size_bytes)
{
    const long page = sysconf(_SC_PAGESIZE);
    if (page <= 0)
        return;
    const uintptr_t size = (uintptr_t)page, start = (uintptr_t)bytes;
    const uintptr_t before = (size - start % size) % size;
    if (before < size_bytes)
        (void)madvise((unsigned char *)bytes + before, (size_bytes - before) / size * size,
                      MADV_HUGEPAGE);
}
