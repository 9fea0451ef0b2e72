/* What `doctor` found: one line a check, in the order in which they were made. */
#ifndef ROADMAP_MODEL_DOCTOR_H
#define ROADMAP_MODEL_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/vec.h"

/* Best first. What could not be looked at is never ok. */
enum health { HEALTH_OK, HEALTH_UNKNOWN, HEALTH_WARN, HEALTH_FAIL, HEALTH_COUNT };

const char *health_name(enum health health); /* "ok", "unknown", "warn", "fail" */

struct doctor_check {
    const char *room; /* heading: "Plan", "Token" … */
    const char *name; /* "clock": the same in every format */
    enum health health;
    const char *text;    /* one sentence without full stop */
    const char *command; /* what mends it, complete; NULL = nothing to do. The options of the call
                            are added to one that begins with "roadmap" */
    bool safe;           /* --fix can do it */
    const char *mended;  /* what --fix did, in a few words; NULL */
};

struct doctor_report {
    VEC(struct doctor_check) checks;
    const char *repository; /* "owner/name"; NULL = none is named */
    const char *api_url;
    bool fix;
};

size_t doctor_count(const struct doctor_report *report, enum health health);
size_t doctor_count_mended(const struct doctor_report *report);
/* Those that --fix would mend. */
size_t doctor_count_safe(const struct doctor_report *report);

#endif
