/* Who commits here. */
#ifndef ROADMAP_REPO_AUTHOR_H
#define ROADMAP_REPO_AUTHOR_H

#include "repo/repo.h"

/* "Name <mail>" as git would write it: GIT_AUTHOR_NAME and GIT_AUTHOR_EMAIL, else user.name and
 * user.email. NULL when git knows nobody. */
const char *repo_author(struct repo *repo, struct arena *arena);

#endif
