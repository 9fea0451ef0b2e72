/* What an answer means: the one place that knows GitHub's statuses, limits and error bodies.
 * (github: errors) */
#ifndef ROADMAP_GITHUB_ERRORS_H
#define ROADMAP_GITHUB_ERRORS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "http/http.h"

enum gh_class {
    GH_OK,           /* 2xx */
    GH_NOT_MODIFIED, /* 304 */
    GH_REDIRECT,     /* 301, 302, 303, 307, 308 with a Location */
    GH_OLD_VERSION,  /* 400: the API version is not known there */
    GH_LIMIT_PRIMARY,
    GH_LIMIT_SECONDARY,
    GH_BAD_TOKEN,       /* 401 with a token */
    GH_NO_TOKEN,        /* 401 without one, "Requires authentication" */
    GH_SSO,             /* 403: the organisation wants the token authorised */
    GH_ARCHIVED,        /* 403: read-only repository */
    GH_COMMENTS_FULL,   /* 403: 2,500 comments */
    GH_LOCKED,          /* 403: conversation locked */
    GH_FORBIDDEN,       /* 403: permission */
    GH_NOT_FOUND,       /* 404 */
    GH_CONFLICT,        /* 409 */
    GH_ISSUES_DISABLED, /* 410 */
    GH_VERSION_RETIRED, /* 410 */
    GH_GONE,            /* 410 */
    GH_TOO_BIG,         /* 413 */
    GH_ALREADY_EXISTS,  /* 422 */
    GH_DEEP_PAGE,       /* 422: page numbers refused on a long list */
    GH_INVALID,         /* 422 */
    GH_LEGAL,           /* 451 */
    GH_BAD_REQUEST,     /* 400 */
    GH_SERVER,          /* 500, 503 and other 5xx */
    GH_SERVER_TIMEOUT,  /* 502, 504 */
    GH_UNEXPECTED       /* anything else */
};

struct gh_answer {
    enum gh_class class;
    int status;
    const char *message;    /* GitHub's, one line, shortened, with the errors[] rendered; NULL */
    const char *request_id; /* or NULL */
    const char *detail;     /* SSO: the address to authorise at; permission: what is needed; limit:
                               the limiter's name; redirect: Location; NULL */
    int64_t wait_ms;        /* limits: how long from now; -1 = not said */
    int64_t date_ms;        /* the Date header; 0 = none */
};

/* `secret` (may be NULL) is blotted out of everything that is kept. */
void gh_classify(struct arena *arena, const struct http_response *response, const char *secret,
                 struct gh_answer *answer);

/* Puts an answer that is no success into words: "cannot <tried>: GitHub answered 403 '<message>'
 * (request <id>)" and its next step. `tried`: "read the labels of octo/plan". */
enum code gh_answer_err(const struct gh_answer *answer, const char *tried, const char *repository,
                        struct err *err);

#endif
