/* One HTTP request, one answer: through libcurl, or through a function that a test puts in its
 * place. Speaks https to anybody and http only to 127.0.0.0/8 and ::1. Never reads a netrc, never
 * follows a redirect, never leaves the certificate unchecked, and never lets libcurl repeat a
 * write. The usual proxy variables and SSL_CERT_FILE are honoured. */
#ifndef ROADMAP_HTTP_HTTP_H
#define ROADMAP_HTTP_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define HTTP_IN_FLIGHT 10 /* GETs at the same time */

struct http_header {
    const char *name, *value;
};

/* Everything is borrowed for the time of the call. */
struct http_request {
    const char *method; /* "GET", "POST", "PATCH", "PUT", "DELETE" */
    const char *url;
    const struct http_header *headers;
    size_t header_count;
    const char *body; /* NULL = none */
    size_t body_len;
};

/* How a request without an answer failed. */
enum http_failure {
    HTTP_ANSWERED,    /* it did not */
    HTTP_NOT_ALLOWED, /* refused here, before anything was sent: URL, header */
    HTTP_NO_HOST,     /* the name, or the proxy's, cannot be resolved */
    HTTP_NO_CONNECTION,
    HTTP_TLS,       /* certificate or handshake */
    HTTP_TIMEOUT,   /* connect, total, or too slow */
    HTTP_BROKEN,    /* the connection broke, or the answer was cut off or garbled */
    HTTP_TOO_LARGE, /* over a ceiling of base/limits.h */
    HTTP_INTERRUPTED
};

/* What came back. Lives on the heap; http_response_release frees it. */
struct http_response {
    int status;             /* 0 = no answer */
    struct str header_text; /* "name: value\n" each, of the final answer only */
    struct str body;        /* decompressed */
    enum http_failure failure;
    bool answered;      /* the whole answer was read */
    int64_t bytes_sent; /* of the request's head; 0 = it was surely not sent */
    int64_t duration_ms;
};

void http_response_init(struct http_response *response);
void http_response_release(struct http_response *response);
#define cleanup_response __attribute__((cleanup(http_response_release)))
/* For a replaced `send`: adds a header to an answer. */
void http_response_add(struct http_response *response, const char *name, const char *value);
/* The value of a header; several of the same name are joined with ", "; NULL when absent. Names
 * compare without case. */
const char *http_response_header(const struct http_response *response, const char *name,
                                 struct arena *arena);

/* The seam. Fills an initialised `response`. On failure (no whole answer) also sets
 * response->failure and response->bytes_sent, and `err` to:
 * ERR_RETRY network; ERR_FAILED TLS or refused here; ERR_CEILING too large; ERR_INTERRUPTED. */
typedef enum code (*http_send_fn)(void *state, const struct http_request *request,
                                  struct http_response *response, struct err *err);

struct http_options {
    int64_t connect_timeout_ms; /* 0 = 10,000 */
    int64_t total_timeout_ms;   /* 0 = 60,000 */
    const char *user_agent;     /* NULL = "roadmap" */
    const char *ca_file;        /* NULL = SSL_CERT_FILE, else the system's */
    int64_t max_response_bytes; /* 0 = LIMIT_RESPONSE_BYTES */
    http_send_fn send;          /* NULL = libcurl */
    void *send_state;
};

struct http;

/* ERR_FAILED when libcurl cannot be set up. Release: http_close. */
nodiscard enum code http_open(const struct http_options *options, struct http **http,
                              struct err *err);
void http_close(struct http *http); /* NULL is fine */

/* Sends one request and reads its answer; any status is OK. An interrupt (base/clock.h) ends it
 * with ERR_INTERRUPTED: a GET within 100 ms, a write when it is not answered within 1.5 s. CR, LF,
 * NUL and other controls in URL or headers are refused before anything is sent. A write is sent
 * once at most: when a kept-alive connection turns out dead, it fails as HTTP_BROKEN with
 * bytes_sent > 0 and nobody knows its outcome. Codes as http_send_fn. */
nodiscard enum code http_send(struct http *http, const struct http_request *request,
                              struct http_response *response, struct err *err);

/* Many GETs, at most HTTP_IN_FLIGHT at a time. */
struct http_many {
    void *state;
    /* Gives the next GET and a tag of its own; false = none now (asked again after every
     * completion). What `request` points to stays valid until its `done`. */
    bool (*next)(void *state, struct http_request *request, void **tag);
    /* Takes one result: `sent` and `err` as from http_send. It may make more work for `next`. OK
     * goes on (`err` has to be cleared then); anything else, with `err` set, ends the whole. */
    enum code (*done)(void *state, void *tag, enum code sent, struct http_response *response,
                      struct err *err);
    /* A whole answer has come; its `done` follows after what `next` gives by then is on its way, so
     * that taking an answer in costs no waiting. May be NULL. */
    void (*early)(void *state, void *tag, const struct http_response *response);
};

/* Returns when nothing is in flight and `next` gives nothing. With a replaced `send` they go one
 * after the other. */
nodiscard enum code http_get_many(struct http *http, const struct http_many *many, struct err *err);

#endif
