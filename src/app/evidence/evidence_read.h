/* From git to migration sets. Private to app/evidence and app/check. */
#ifndef ROADMAP_APP_EVIDENCE_EVIDENCE_READ_H
#define ROADMAP_APP_EVIDENCE_EVIDENCE_READ_H

#include "app/evidence/evidence.h"
#include "base/globs.h"
#include "repo/work.h"

/* Everything below a folder ("" is the top). */
struct globs evidence_globs(struct arena *arena, const char *root);
/* The folder of a source as a set: at a commit (40 hex digits), or with NULL in the work tree.
 * `convention` NULL: what the plan says, else found out. `work` gets what is listed of the work
 * tree; NULL at a commit. With findings of reading alone. *found false: no file there, but for
 * hidden ones that keep the folder. */
nodiscard enum code evidence_read_set(struct evidence *evidence,
                                      const struct evidence_source *source, const char *commit,
                                      const char *convention, struct work_files *work,
                                      struct migration_set *set, bool *found, struct err *err);
/* Folders that hold migrations where the plan names none. */
nodiscard enum code evidence_find_folders(struct evidence *evidence, struct strlist *folders,
                                          struct err *err);
/* First and last commits of a source's files, through the cache. */
nodiscard enum code evidence_read_landings(struct evidence *evidence,
                                           struct evidence_source *source, struct err *err);

#endif
