/* Which repository a run is about. (design: a project file never says where it goes) */
#ifndef ROADMAP_APP_SESSION_TARGET_H
#define ROADMAP_APP_SESSION_TARGET_H

#include "app/app.h"

/* --repo, else the plan's `repository`, else GITHUB_REPOSITORY, else origin. When two of the last
 * three name different repositories and --repo is not given, a run that `writes` is refused with
 * all of them; a reader takes the first. `origin` may be NULL. ERR_USAGE when nothing names one. */
nodiscard enum code target_choose(struct app *app, const struct plan *plan, const char *origin,
                                  bool writes, const char **repository, struct err *err);

/* "owner/name" → its halves; false when it is not of that form. */
bool target_split(struct arena *arena, const char *repository, const char **owner,
                  const char **name);

/* The host that the cache is keyed by and that links go to: "github.com" for api.github.com, else
 * the authority of the URL. */
const char *target_host(struct arena *arena, const char *api_url);

#endif
