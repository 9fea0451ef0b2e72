/* Spec files → plan, with all problems of all files in one run. */
#ifndef ROADMAP_SPEC_SPEC_H
#define ROADMAP_SPEC_SPEC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/diag.h"
#include "model/plan.h"

/* Reads the main file and what it includes. OK means that the files could be read: whether the
 * plan may be used is `diags->errors == 0`, and the caller turns the rest into ERR_SPEC. The plan
 * is then still given, as far as it could be read (NULL when the main file is no map). The
 * diagnostics are sorted. ERR_SPEC with one sentence when the main file cannot be read at all. */
nodiscard enum code spec_load(struct arena *arena, const char *path, struct plan **plan,
                              struct diags *diags, struct err *err);

/* Texts that stand in for files, by the paths that plan->sources has. */
struct spec_overlay_file {
    const char *path, *bytes;
    size_t len;
    const char *id; /* for `read`, where bytes is NULL; both NULL: a link, which is not followed */
};
/* The bytes of a file without them; ERR_CEILING beyond `max_bytes`. */
typedef enum code (*spec_read_fn)(void *state, struct arena *arena,
                                  const struct spec_overlay_file *file, size_t max_bytes,
                                  char **bytes, size_t *len, struct err *err);
struct spec_overlay {
    VEC(struct spec_overlay_file) files;
    bool alone; /* there are no other files: the disk is not asked. For plans of a commit */
    spec_read_fn read;
    void *read_state;
};

/* The same, as if these files were written already. `overlay` may be NULL. Places call the main
 * file `name`, and what it includes accordingly; NULL: `path`. */
nodiscard enum code spec_load_over(struct arena *arena, const char *path, const char *name,
                                   const struct spec_overlay *overlay, struct plan **plan,
                                   struct diags *diags, struct err *err);

/* The default spec below `root_dir`: roadmap/roadmap.{yaml,yml,json}, else the only spec file in
 * roadmap/ that no other one there includes. ERR_USAGE with the candidates when there are two or
 * none. *path begins with root_dir unless that is "." */
nodiscard enum code spec_find_default(struct arena *arena, const char *root_dir, char **path,
                                      struct err *err);
/* The same over an overlay, which may stand alone. *path NULL: there is none. */
nodiscard enum code spec_find_default_over(struct arena *arena, const char *root_dir,
                                           const struct spec_overlay *overlay, char **path,
                                           struct err *err);

/* The colour of a label that declares none, by the part before its first ':'. */
const char *spec_palette_color(const char *label);

/* The closed list of check kinds, in the order of the pages; NULL-terminated. */
extern const char *const spec_check_kinds[];

/* Holds what a mark of ours on GitHub begins with, which no text of a plan may (E0215). */
bool spec_has_marker(const char *text);

#endif
