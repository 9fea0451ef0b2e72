/* The next migration of a folder, tied to its issue. */
#ifndef ROADMAP_APP_EVIDENCE_NEW_MIGRATION_H
#define ROADMAP_APP_EVIDENCE_NEW_MIGRATION_H

#include "app/app.h"
#include "model/made.h"

struct new_options {
    const char *issue, *slug;
    const char *source;   /* a folder of the plan, by id or path; NULL: the one that is clear */
    const char *base_ref; /* GITHUB_BASE_REF; NULL */
};

/* Writes the files: all of them, or none. ERR_USAGE: an unknown issue (with the nearest id), an
 * unknown folder, or several and nothing that says which; ERR_REFUSED: there is no folder, a file
 * of that name is there, or it would stand outside of the repository. */
nodiscard enum code app_new(struct app *app, const struct new_options *options, struct diags *diags,
                            struct made_report *report, struct err *err);

#endif
