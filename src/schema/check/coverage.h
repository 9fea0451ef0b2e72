/* Reports of line coverage, lcov and Cobertura: how many lines of which file ran. */
#ifndef ROADMAP_SCHEMA_CHECK_COVERAGE_H
#define ROADMAP_SCHEMA_CHECK_COVERAGE_H

#include <stdint.h>

#include "base/vec.h"

struct coverage_file {
    const char *path; /* as the report has it */
    uint64_t lines, hit;
};

struct coverage {
    VEC(struct coverage_file) files; /* one for each path, in the order they came */
};

/* What several tests say of one line is put together. NULL: it was read; else why not, and `line`
 * of the report. */
const char *coverage_read(struct arena *arena, const char *bytes, size_t len,
                          struct coverage *coverage, uint32_t *line);

#endif
