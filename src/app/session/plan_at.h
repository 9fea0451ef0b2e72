/* The plan as a commit has it, without a checkout. Private to app. */
#ifndef ROADMAP_APP_SESSION_PLAN_AT_H
#define ROADMAP_APP_SESSION_PLAN_AT_H

#include "app/app.h"
#include "repo/repo.h"

/* The plan of `commit` (40 hex digits), with its included files of then; *plan is NULL where there
 * was none. It is looked for where --spec or app->spec_file say, else (and, without --spec, where
 * nothing is there) by the rule of spec_find_default. Places in it name files by their paths from
 * the root of the repository. ERR_SPEC, with `name` ("main", "v1.2") and its first problem, when it
 * has errors; the diagnostics are in `diags`. ERR_USAGE: it has several plans, or --spec names
 * nothing that a commit could have. */
nodiscard enum code plan_at(struct app *app, struct repo *repo, const char *commit,
                            const char *name, struct plan **plan, struct diags *diags,
                            struct err *err);

/* The main file of a plan in a commit. */
struct plan_file_at {
    const char *path; /* from the top */
    const char *id;   /* 40 hex digits of its content */
};

/* The same of a file that is known, in another arena, and only as far as it can be read: its
 * problems are in `diags`, and *plan is what spec_load gives. */
nodiscard enum code plan_at_file(struct arena *arena, struct repo *repo, const char *commit,
                                 const struct plan_file_at *file, struct plan **plan,
                                 struct diags *diags, struct err *err);

#endif
