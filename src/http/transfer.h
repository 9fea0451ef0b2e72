/* One transfer of libcurl: from a request to the facts of its end. Inside http only. */
#ifndef ROADMAP_HTTP_TRANSFER_H
#define ROADMAP_HTTP_TRANSFER_H

#include <curl/curl.h>

#include "http/http.h"

struct transfer_settings {
    int64_t connect_timeout_ms, total_timeout_ms, max_response_bytes;
    const char *user_agent, *ca_file;
    CURLSH *share;
};

struct transfer {
    CURL *easy;
    struct curl_slist *headers;
    const char *body; /* what the read callback still has to give */
    size_t body_left;
    const char *host; /* for messages */
    const struct transfer_settings *settings;
    struct http_response *response;
    void *tag;
    bool too_large;
};

/* Refuses what may not be sent; the address is checked here, whoever made it. */
nodiscard enum code transfer_check(struct arena *arena, const struct http_request *request,
                                   struct http_response *response, const char **host, bool *plain,
                                   struct err *err);
/* Sets a fresh easy handle up. The transfer must not move while it is running. */
void transfer_prepare(struct transfer *transfer, const struct transfer_settings *settings,
                      const struct http_request *request, struct http_response *response,
                      const char *host, bool plain, bool many);
/* Turns the end into facts and, on failure, an error. */
enum code transfer_finish(struct transfer *transfer, CURLcode result, struct err *err);
/* The facts and the error of a transfer that an interrupt ended. */
enum code transfer_interrupted(struct transfer *transfer, struct err *err);
void transfer_release(struct transfer *transfer);

#endif
