/* Whether git tracks the cache: store asks, and knows no git. Private to app. */
#ifndef ROADMAP_APP_SESSION_TRACKED_H
#define ROADMAP_APP_SESSION_TRACKED_H

#include "app/app.h"

struct tracked {
    const char *folder; /* app->folder */
    const struct app_project *project;
};

/* A store_tracked_fn; `state` is a struct tracked. */
nodiscard enum code tracked_ask(void *state, const char *path, bool *tracked, struct err *err);

/* Where a pull request could have put it: in the work tree, by whatever name or link. Also what
 * cannot be told. */
bool cache_in_work_tree(struct arena *arena, const struct app_project *project);

#endif
