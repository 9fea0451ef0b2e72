/* What differs by system. One file per system: os_linux.c. */
#ifndef ROADMAP_BASE_OS_H
#define ROADMAP_BASE_OS_H

/* For a child that is about to run what others wrote: dies with its parent, gains no privileges,
 * and leaves no core file. */
void os_confine_child(void);
/* Closes every descriptor from `lowest` on. */
void os_close_from(int lowest);

#endif
