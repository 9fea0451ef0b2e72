/* The client of GitHub's REST API: who it talks to, with which token, how long it waits. What it
 * can read stands in read.h, what it can write in write.h.
 *
 * The token lives here and in the headers of a request, nowhere else. */
#ifndef ROADMAP_GITHUB_GITHUB_H
#define ROADMAP_GITHUB_GITHUB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "http/http.h"
#include "model/kind.h"
#include "model/report.h"

struct gh;

/* A wait that begins now. */
struct gh_wait {
    const char *reason; /* "GitHub asked for a pause", "GitHub's hourly limit is used up",
                           "GitHub did not answer" */
    bool limit;         /* a limit; false: server or network trouble */
    int64_t wait_ms;
    int64_t until_ms; /* wall clock */
};

/* One request and its answer; no secrets. */
struct gh_trace {
    const char *method, *path; /* path with query */
    int status;                /* 0 = no answer */
    int64_t duration_ms, bytes;
    const char *request_id; /* or NULL */
    const char *note;       /* "retry 2", "redirect", the limiter's name; or NULL */
};

/* Everything is copied. */
struct gh_options {
    const char *api_url; /* NULL = "https://api.github.com"; no trailing slash needed */
    const char *owner, *name;
    const char *token;   /* NULL = without */
    const char *version; /* of the program, for the User-Agent */
    struct clock clock;
    int64_t retry_base_ms;         /* 1,000: first pause after server trouble, then doubled */
    int64_t secondary_wait_ms;     /* 60,000: pause after a limit that names none, then doubled */
    int64_t max_wait_ms;           /* 900,000: longest single wait; a longer one is ERR_RETRY */
    int64_t http_timeout_ms;       /* 60,000 for one request */
    bool read_only;                /* anything but GET is refused before it is sent */
    struct request_counts *counts; /* counted up here; may be NULL */
    /* At the beginning of a wait, and again each second with the same values, for a countdown. */
    void (*on_wait)(void *state, const struct gh_wait *wait);
    void (*on_trace)(void *state, const struct gh_trace *trace);
    void *state;
    http_send_fn send; /* tests; NULL = libcurl */
    void *send_state;
};

/* The figures above, everything else empty, the system's clock. */
struct gh_options gh_options_default(void);

/* ERR_USAGE: api_url, owner or name cannot be; ERR_AUTH: the token has characters that no header
 * takes. Sends nothing. Release: gh_close. */
nodiscard enum code gh_open(const struct gh_options *options, struct gh **gh, struct err *err);
/* Overwrites the token and frees everything; NULL is fine. */
void gh_close(struct gh *gh);

/* The repository answered under another name: its full name now. NULL = it did not, or the new name
 * is not known yet (gh_get_repository tells it; gh_read_snapshot asks by itself). */
const char *gh_moved_to(const struct gh *gh);
/* GitHub's clock, from the last Date header and what has passed since; the own one before. */
int64_t gh_now_ms(const struct gh *gh);
/* Wall clock of the moment when a limit that ended the last call is over; 0 = none. */
int64_t gh_resume_at_ms(const struct gh *gh);

/* The primary limit as of the last answer; -1 = not known. */
struct gh_rate {
    int64_t limit, remaining, reset_ms;
};
struct gh_rate gh_rate(const struct gh *gh);

#endif
