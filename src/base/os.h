/* What differs by system. One file per system: os_linux.c. */
#ifndef ROADMAP_BASE_OS_H
#define ROADMAP_BASE_OS_H

#include <stdint.h>

/* For a child that is about to run what others wrote: dies with its parent, gains no privileges,
 * and leaves no core file. */
void os_confine_child(void);
/* Closes every descriptor from `lowest` on. */
void os_close_from(int lowest);
/* What is mapped right now, the files of a parent with it; 0 when the system does not say. */
int64_t os_address_space_bytes(void);

#endif
