/* What differs by system. */
#ifndef ROADMAP_BASE_OS_H
#define ROADMAP_BASE_OS_H

#include <stddef.h>

/* Asks that fresh memory comes in large pages. Only a wish: nothing depends on the answer. */
void os_wish_large_pages(void *bytes, size_t size_bytes);

#endif
