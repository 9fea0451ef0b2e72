/* What a folder stands on. */
#ifndef ROADMAP_BASE_DISK_H
#define ROADMAP_BASE_DISK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct disk_facts {
    const char *type; /* "ext", "nfs", "overlay" …; "another" when it has no name here */
    bool network;     /* locks and syncs of it depend on another machine */
    bool in_memory;   /* it is memory: gone with the machine */
    bool read_only;
    int64_t free_bytes; /* for this user */
};

/* ERR_FAILED when the folder cannot be asked. */
nodiscard enum code disk_facts(const char *folder, struct disk_facts *facts, struct err *err);

#endif
