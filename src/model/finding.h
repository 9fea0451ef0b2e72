/* What was found wrong in migrations, schemas and other files of the repository: data, not errors.
 * Unlike a diagnostic of the plan (model/diag.h) a finding names its file by path, because the file
 * may stand in a commit and not on the disk. */
#ifndef ROADMAP_MODEL_FINDING_H
#define ROADMAP_MODEL_FINDING_H

#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"
#include "model/diag.h"

struct finding {
    enum severity severity;
    const char *code;    /* "RM102": static storage */
    const char *path;    /* from the top of the repository; NULL = no single file */
    uint32_t line, col;  /* from 1, columns count code points; 0 = no single place */
    const char *message; /* lower case, no full stop */
    const char *help;    /* may be NULL */
    const char *excuse;  /* the reason of a `roadmap:ignore` that covers it; NULL = it counts */
};

struct findings {
    struct finding *items;
    size_t len, cap;
    size_t errors, warnings; /* that count: notes and what is excused do not */
    size_t dropped;          /* past LIMIT_FINDINGS; errors and warnings hold them too */
};

/* Adds; texts are copied into the arena. */
void findings_add(struct arena *arena, struct findings *findings, const struct finding *finding);
/* By path, then by place, then by code. What names no file comes first. */
void findings_sort(struct findings *findings);
/* "error", "warning", "note". */
const char *severity_word(enum severity severity);

#endif
