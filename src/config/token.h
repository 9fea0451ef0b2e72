/* Which token goes to which host. A token is bound to its host: one for github.com is never sent
 * anywhere else. Tokens are never printed; messages name the source. */
#ifndef ROADMAP_CONFIG_TOKEN_H
#define ROADMAP_CONFIG_TOKEN_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "config/config.h"

struct token {
    const char *text;   /* NULL: none found */
    const char *source; /* "--token-file", "GH_TOKEN", "gh", "git credential" … */
    const char *note;   /* a variable that is set but not for this host; NULL */
};

struct token_request {
    const struct config *config; /* api_url, token_file, hosts */
    bool ask_tools;              /* may run `gh auth token` and `git credential fill` */
};

/* In this order: --token-file (or ROADMAP_TOKEN_FILE; "-" is standard input) · GH_TOKEN ·
 * GITHUB_TOKEN, both only for github.com, *.ghe.com and, inside Actions, the host of GITHUB_API_URL
 * · GH_ENTERPRISE_TOKEN for other hosts · `hosts:` of the user file · gh · git's credential helper.
 * For a loopback address only --token-file, GH_ENTERPRISE_TOKEN and `hosts:`. None found is OK with
 * text NULL. ERR_AUTH, ERR_FAILED, ERR_CEILING for a named file that cannot be used. */
nodiscard enum code token_find(struct arena *arena, const struct token_request *request,
                               struct token *token, struct err *err);

/* For git's credential protocol: the request of one host; NULL when the host has a byte that the
 * protocol cannot carry (newline, NUL, other control characters, more than 255 bytes). */
const char *token_helper_request(struct arena *arena, const char *host);
/* The password in an answer; NULL when there is none. Lines over 65,535 bytes end the reading,
 * unknown attributes are skipped. */
const char *token_helper_answer(struct arena *arena, const char *answer);

#endif
