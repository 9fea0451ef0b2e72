/* The files of a plan, open for edits of single items. (design: writing back) */
#ifndef ROADMAP_SPEC_EDIT_H
#define ROADMAP_SPEC_EDIT_H

#include "doc/edit.h"
#include "model/plan.h"
#include "spec/spec.h"

struct spec_edit_file {
    const char *path;
    const char *bytes; /* as they are on disk, BOM included */
    size_t len;
    struct edit *edit;
    struct doc_node *fresh; /* the list of issues that it did not have; NULL */
};

struct spec_edit {
    struct arena *arena;
    const struct plan *plan;
    VEC(struct spec_edit_file) files;
};

/* Reads the files of the plan again. ERR_REFUSED: the plan came from standard input, or a file has
 * been changed since. */
nodiscard enum code spec_edit_open(struct arena *arena, const struct plan *plan,
                                   struct spec_edit *edit, struct err *err);
/* The file that an item stands in. */
struct spec_edit_file *spec_edit_file_of(struct spec_edit *edit, struct spot spot);
/* An item of "issues", "milestones" or "labels" by its place; NULL when it is not there. */
struct edit_node *spec_edit_item(struct spec_edit *edit, const char *list, struct spot spot);
/* Adds an issue behind the last one of its milestone, else at the end of the issues of the file
 * that declares the milestone or of the main file. `milestone` NULL = none. */
void spec_edit_add_issue(struct spec_edit *edit, const struct plan_milestone *milestone,
                         const struct doc_node *issue);
/* The new texts of the files that change. */
nodiscard enum code spec_edit_finish(struct spec_edit *edit, struct spec_overlay *overlay,
                                     struct err *err);
/* Puts them in place of the old ones, one after the other. */
nodiscard enum code spec_edit_write(const struct spec_edit *edit,
                                    const struct spec_overlay *overlay, struct err *err);

#endif
