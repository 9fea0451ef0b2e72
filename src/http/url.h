/* URLs as far as a client needs them: parts, same origin, escaping. */
#ifndef ROADMAP_HTTP_URL_H
#define ROADMAP_HTTP_URL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define HTTP_URL_BYTES 8192 /* longest URL accepted */

struct http_url {
    const char *scheme; /* "https" or "http", lower case */
    const char *host;   /* lower case; IPv6 in brackets */
    int port;           /* always set */
    const char *path;   /* begins with '/' */
    const char *query;  /* without '?'; NULL = none */
};

/* Parses an absolute URL. ERR_FAILED, with the reason, for: another scheme than https, http to
 * another host than 127.0.0.0/8 or ::1, a user or password, a fragment, controls or blanks,
 * more than HTTP_URL_BYTES. */
nodiscard enum code http_url_parse(struct arena *arena, const char *text, struct http_url *url,
                                   struct err *err);
/* Same scheme, host and port. */
bool http_url_same_origin(const struct http_url *a, const struct http_url *b);
/* Scheme, host, and port where it is not the scheme's own. */
const char *http_url_origin(struct arena *arena, const struct http_url *url);

/* Adds `text` with every byte outside A-Za-z0-9-._~ as %XX. */
void http_escape(struct str *to, const char *text);

/* The value of a parameter of a query, still escaped; NULL when absent. */
const char *http_query_get(struct arena *arena, const char *query, const char *name);
/* `url` with the parameter set to `value` (already escaped); added when absent. */
const char *http_query_set(struct arena *arena, const char *url, const char *name,
                           const char *value);

/* A value may stand in a header: no CR, LF or other control but tab. */
bool http_header_value_ok(const char *value);

#endif
