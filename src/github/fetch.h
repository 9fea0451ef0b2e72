/* The engine of all reads: GETs, up to HTTP_IN_FLIGHT at a time, each repeated after trouble,
 * redirected by hand, paused for limits, until it has an answer that means something. */
#ifndef ROADMAP_GITHUB_FETCH_H
#define ROADMAP_GITHUB_FETCH_H

#include <jansson.h>

#include "base/vec.h"
#include "github/client.h"

struct fetch;
struct fetch_job;

/* What a job ends with. */
struct fetch_answer {
    enum gh_class class;     /* GH_OK, GH_NOT_MODIFIED; with `absent_ok` GH_NOT_FOUND, GH_GONE, and
                                GH_REDIRECT for an issue that went to another repository */
    const json_t *json;      /* GH_OK: the body; borrowed */
    const char *etag, *link; /* headers; NULL = none */
    const char *location;    /* GH_REDIRECT */
};

/* May add jobs. OK, or an error that ends the run. */
typedef enum code (*fetch_fn)(struct fetch *fetch, struct fetch_job *job,
                              const struct fetch_answer *answer, struct err *err);

/* A whole 200 has come, and its body will be read in a moment: what the Link header leads to may go
 * first. */
typedef void (*fetch_early_fn)(struct fetch *fetch, struct fetch_job *job, const char *link);

struct fetch_job {
    const char *url;   /* absolute; changes with redirects and smaller pages */
    const char *etag;  /* sent as If-None-Match; NULL = none */
    const char *tried; /* for messages: "read the labels of octo/plan" */
    bool verify;       /* counted as a read before a write */
    bool absent_ok;
    bool may_halve; /* fewer per page when the server is too slow or the page too large */
    fetch_fn on_answer;
    fetch_early_fn on_early; /* or NULL */
    void *state;
    /* The engine's own. */
    int tries, hops;
    bool halved;
    const char *version; /* of the API, as last sent */
    int64_t ready_at_ms; /* monotonic */
};

struct fetch {
    struct gh *gh;
    struct arena *arena;   /* results */
    struct arena *scratch; /* jobs */
    VEC(struct fetch_job *) waiting;
    VEC(struct fetch_job *) identity; /* wait until the repository's id is known */
    int64_t limit_ms;                 /* > 0: a limit was met in this round; how long it lasts */
    bool limit_primary;
};

void fetch_init(struct fetch *fetch, struct gh *gh, struct arena *arena);
void fetch_release(struct fetch *fetch);
#define cleanup_fetch __attribute__((cleanup(fetch_release)))
/* A job in the fetch's scratch arena, for the caller to fill in and hand to fetch_add. */
struct fetch_job *fetch_job(struct fetch *fetch, const char *url, const char *tried,
                            fetch_fn on_answer, void *state);
void fetch_add(struct fetch *fetch, struct fetch_job *job);
/* Until no job is left. */
nodiscard enum code fetch_run(struct fetch *fetch, struct err *err);

#endif
