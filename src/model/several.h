/* Where several plans stand, one line each. */
#ifndef ROADMAP_MODEL_SEVERAL_H
#define ROADMAP_MODEL_SEVERAL_H

#include "base/err.h"
#include "model/diag.h"
#include "model/report.h"

struct several_plan {
    const char *spec;            /* the file, as it was named */
    const char *name;            /* the same without the folders that all of them share */
    const char *options;         /* of a call for this plan alone: " --spec x.json" */
    struct status_report report; /* of one that could be shown */
    struct diags diags;
    enum code code; /* OK, or why it could not */
    const char *message, *hint;
};

struct several {
    VEC(struct several_plan) plans;    /* worst first */
    size_t failed;                     /* of them */
    size_t outlooks[OUTLOOK_DONE + 1]; /* the others, by how they stand */
    const struct several_plan *worst;  /* of those that could be shown; NULL */
    struct status_report total; /* sums, the worst outlook, the oldest reading; no milestones */
};

#endif
