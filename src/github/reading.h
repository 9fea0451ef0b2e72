/* What the readers of this folder share. */
#ifndef ROADMAP_GITHUB_READING_H
#define ROADMAP_GITHUB_READING_H

#include <jansson.h>

#include "github/client.h"
#include "github/fetch.h"
#include "github/read.h"

/* "read #12 of octo/plan" */
const char *reading_tried(struct fetch *fetch, const char *what);
/* gh_get_repository, which also says whether a person owns it. */
nodiscard enum code reading_repository(struct gh *gh, struct arena *arena,
                                       struct remote_repository *repository, bool *owner_is_person,
                                       struct err *err);
/* The issue object is one of our repository, as far as it says. */
bool reading_is_ours(const struct gh *gh, const json_t *issue);
/* Remembers which of the newer keys this server's issues have. */
void reading_note_features(struct gh *gh, const json_t *issue);

#endif
