/* What a doctor asks: GETs that are sent once and never repeated, whose failure is an answer too.
 */
#ifndef ROADMAP_GITHUB_PROBE_H
#define ROADMAP_GITHUB_PROBE_H

#include "github/github.h"

/* GET /rate_limit, which costs nothing of the limit it tells. */
struct gh_probe {
    enum http_failure failure; /* HTTP_ANSWERED when an answer came, whatever it said */
    int status;                /* of the answer */
    const char *trouble;       /* what went wrong, in words; NULL = nothing */
    int64_t date_ms;           /* GitHub's clock; 0 = not told */
    int64_t seen_ms;           /* the own clock, halfway between question and answer */
    const char *scopes;        /* of a classic token, as sent ("" = none); NULL = not told */
    int64_t expires_ms;        /* of the token; 0 = not told */
    struct gh_rate rate;       /* -1 = this server names no limit */
};
/* Fails only when it was interrupted. */
nodiscard enum code gh_probe(struct gh *gh, struct arena *arena, struct gh_probe *probe,
                             struct err *err);
/* "2023-06-08 06:12:06 UTC" or "… +0200" → instant. */
bool gh_parse_expiry(const char *text, int64_t *instant_ms);

/* Which of the newer parts this server has, as its youngest issue shows. */
struct gh_features {
    bool seen; /* there is an issue; else nothing below is known */
    bool sub_issues, dependencies, types;
};
nodiscard enum code gh_get_features(struct gh *gh, struct arena *arena,
                                    struct gh_features *features, struct err *err);

#endif
