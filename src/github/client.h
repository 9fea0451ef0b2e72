/* The client's insides, shared by the files of this folder only. */
#ifndef ROADMAP_GITHUB_CLIENT_H
#define ROADMAP_GITHUB_CLIENT_H

#include <jansson.h>

#include "github/errors.h"
#include "github/github.h"
#include "http/url.h"

#define GH_TRIES 5        /* of one request after server or network trouble */
#define GH_LIMIT_WAITS 10 /* one after the other without an answer in between */
#define GH_HEADERS_MAX 6

/* What is paused for: reads and writes have their own doubling. */
enum gh_side { GH_READS, GH_WRITES };

struct gh {
    struct arena *arena; /* for as long as the client lives */
    struct gh_options options;
    struct http *http;
    struct http_url base; /* path without trailing slash */
    const char *base_text;
    char *authorization;   /* "Bearer …", heap; NULL without a token */
    const char *token;     /* inside `authorization` */
    const char *version;   /* of the API */
    const char *own_path;  /* "/repos/O/R", as configured */
    const char *repo_path; /* the same, or where GitHub sends us: "/repositories/ID" */
    const char *full_name; /* "O/R" */
    const char *moved_to;
    struct repo_id repo_id;        /* 0 = not known yet */
    const char *repo_full_name;    /* as GitHub gives it; NULL = not known yet */
    int64_t date_ms, date_mono_ms; /* last Date header, and when it came */
    int64_t resume_at_ms;
    int limit_waits[2]; /* by enum gh_side */
    struct gh_rate rate;
    bool issue_seen, sub_issues_seen, dependencies_seen;
};

/* An address below the repository: gh_url(gh, arena, "/issues/%lld", …). */
const char *gh_url(const struct gh *gh, struct arena *arena, const char *format, ...)
    printf_like(3, 4);
/* A name as one segment of a path. */
const char *gh_segment(struct arena *arena, const char *name);
/* Headers of a request; gives their number. */
size_t gh_headers(const struct gh *gh, struct http_header headers[GH_HEADERS_MAX], bool has_body,
                  const char *etag);
/* Takes from an answer what the client remembers, and tells the trace. */
void gh_note_answer(struct gh *gh, const struct http_request *request,
                    const struct http_response *response, const struct gh_answer *answer,
                    const char *note);
/* The next pause after server or network trouble: base, doubled with each try, up to a quarter
 * more by chance. */
int64_t gh_backoff_ms(const struct gh *gh, int tries);
/* Tells on_wait each second and sleeps. ERR_RETRY when longer than max_wait_ms; ERR_INTERRUPTED. */
nodiscard enum code gh_wait(struct gh *gh, int64_t wait_ms, bool limit, const char *reason,
                            struct err *err);
/* How long a limit lasts; what GitHub does not say is 60 s, doubled with each wait in a row. */
int64_t gh_limit_ms(const struct gh *gh, enum gh_side side, const struct gh_answer *answer);
/* Waits for a limit to pass. `answer` tells the reason. */
nodiscard enum code gh_pause(struct gh *gh, enum gh_side side, int64_t wait_ms, bool primary,
                             struct err *err);
/* Falls back to the older API version; false when that was it already. */
bool gh_older_version(struct gh *gh);

/* What to do about a redirect. */
enum gh_hop {
    GH_HOP_FOLLOW,      /* to *target */
    GH_HOP_REFUSE,      /* another origin, or nonsense */
    GH_HOP_MOVED,       /* the issue went to another repository */
    GH_HOP_ASK_IDENTITY /* only the repository's id can tell (gh_get_repository), then ask again */
};
/* Judges the Location of an answer to `url`; remembers a repository that has moved. */
enum gh_hop gh_judge_redirect(struct gh *gh, struct arena *arena, const char *url,
                              const char *location, const char **target);
/* The address is on the API's own origin and below its path. */
bool gh_is_own_url(const struct gh *gh, const char *url);

#endif
