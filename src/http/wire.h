/* What single and many requests share. Inside http only. */
#ifndef ROADMAP_HTTP_WIRE_H
#define ROADMAP_HTTP_WIRE_H

#include "http/http.h"
#include "http/transfer.h"

#define POLL_MS 50 /* how long an interrupt may go unseen */
/* A write that is under way when an interrupt comes may still be answered for so long: then its
 * outcome is known, and the program is out within 2 s all the same. */
#define WRITE_GRACE_MS 1500

struct http {
    CURLM *multi;  /* one pool of connections for single and many requests */
    CURLSH *share; /* TLS sessions: a further connection costs a short handshake */
    struct transfer_settings settings;
    char *user_agent, *ca_file;
    http_send_fn send;
    void *send_state;
};

/* Turns the wheel once; false = an interrupt came. */
bool wire_step(CURLM *multi);
/* Until something happens on the network, POLL_MS at most. */
void wire_wait(CURLM *multi);
/* The next finished transfer, taken out of the multi handle; NULL = none. */
struct transfer *wire_finished(CURLM *multi, CURLcode *result);
/* What a test's `send` is given has to stand the same checks as what libcurl is given. */
nodiscard enum code wire_send_by_other(struct http *http, const struct http_request *request,
                                       struct http_response *response, struct err *err);

#endif
