/* Where the files of a plan come from: the disk, or an overlay that is all there is. Private to
 * spec. */
#ifndef ROADMAP_SPEC_PLACE_H
#define ROADMAP_SPEC_PLACE_H

#include "spec/spec.h"

/* `overlay` may be NULL. */
bool place_exists(const struct spec_overlay *overlay, const char *path);
bool place_is_dir(const struct spec_overlay *overlay, const char *path);
bool place_is_link(const struct spec_overlay *overlay, const char *path);
/* Names in a folder, in byte order. */
nodiscard enum code place_list(struct arena *arena, const struct spec_overlay *overlay,
                               const char *folder, struct strlist *names, struct err *err);
/* ERR_CEILING beyond `max_bytes`. */
nodiscard enum code place_read(struct arena *arena, const struct spec_overlay *overlay,
                               const char *path, size_t max_bytes, char **bytes, size_t *len,
                               struct err *err);

#endif
