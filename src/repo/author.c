#include "repo/author.h"

#include "base/env.h"
#include "repo/git.h"

static void signaturep(git_signature **signature)
{
    git_signature_free(*signature);
}

const char *repo_author(struct repo *repo, struct arena *arena)
{
    git_signature *known __attribute__((cleanup(signaturep))) = NULL;
    const char *name = env_get("GIT_AUTHOR_NAME"), *mail = env_get("GIT_AUTHOR_EMAIL");
    if ((!name || !mail) && git_signature_default(&known, repo->git) == 0) {
        name = name ? name : known->name;
        mail = mail ? mail : known->email;
    }
    return name && mail ? arena_printf(arena, "%s <%s>", name, mail) : NULL;
}
