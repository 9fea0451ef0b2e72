#include "http/http.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/env.h"
#include "base/limits.h"
#include "http/wire.h"

#define CONNECT_TIMEOUT_MS 10000
#define TOTAL_TIMEOUT_MS 60000

static char *copy(const char *text)
{
    if (!text)
        return NULL;
    char *made = strdup(text);
    if (!made)
        BUG("out of memory");
    return made;
}

/* libcurl wants this once per process. */
static bool library_ready(void)
{
    static bool ready;
    if (!ready)
        ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    return ready;
}

enum code http_open(const struct http_options *options, struct http **http, struct err *err)
{
    if (!library_ready())
        return err_set(err, ERR_FAILED, "libcurl cannot be set up");
    if (options->user_agent)
        for (const char *p = options->user_agent; *p; p++)
            if (*p < ' ' || *p == 0x7f)
                return err_set(err, ERR_FAILED, "the name of the program has a control in it");
    struct http *made = calloc(1, sizeof *made);
    if (!made)
        BUG("out of memory");
    made->multi = curl_multi_init();
    made->share = curl_share_init();
    if (!made->multi || !made->share)
        BUG("out of memory");
    (void)curl_share_setopt(made->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    (void)curl_multi_setopt(made->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)HTTP_IN_FLIGHT);
    made->user_agent = copy(options->user_agent ? options->user_agent : "roadmap");
    made->ca_file = copy(options->ca_file ? options->ca_file : env_get("SSL_CERT_FILE"));
    made->send = options->send;
    made->send_state = options->send_state;
    made->settings = (struct transfer_settings){
        .connect_timeout_ms =
            options->connect_timeout_ms ? options->connect_timeout_ms : CONNECT_TIMEOUT_MS,
        .total_timeout_ms =
            options->total_timeout_ms ? options->total_timeout_ms : TOTAL_TIMEOUT_MS,
        .max_response_bytes =
            options->max_response_bytes ? options->max_response_bytes : LIMIT_RESPONSE_BYTES,
        .user_agent = made->user_agent,
        .ca_file = made->ca_file,
        .share = made->share};
    *http = made;
    return OK;
}

void http_close(struct http *http)
{
    if (!http)
        return;
    (void)curl_multi_cleanup(http->multi);
    (void)curl_share_cleanup(http->share);
    free(http->user_agent);
    free(http->ca_file);
    free(http);
}

bool wire_step(CURLM *multi)
{
    int running = 0;
    if (curl_multi_perform(multi, &running) != CURLM_OK)
        BUG("libcurl lost its transfers");
    if (interrupt_requested())
        return false;
    return true;
}

void wire_wait(CURLM *multi)
{
    if (curl_multi_poll(multi, NULL, 0, POLL_MS, NULL) != CURLM_OK)
        BUG("libcurl cannot wait");
}

struct transfer *wire_finished(CURLM *multi, CURLcode *result)
{
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left)) != NULL) {
        if (message->msg != CURLMSG_DONE)
            continue;
        CURL *easy = message->easy_handle;
        *result = message->data.result;
        char *private = NULL;
        (void)curl_easy_getinfo(easy, CURLINFO_PRIVATE, &private);
        (void)curl_multi_remove_handle(multi, easy);
        return (struct transfer *)(void *)private;
    }
    return NULL;
}

static enum code send_by_curl(struct http *http, const struct http_request *request,
                              struct http_response *response, struct err *err)
{
    struct arena *arena cleanup_arena = arena_new();
    const char *host;
    bool plain;
    if (transfer_check(arena, request, response, &host, &plain, err) != OK)
        return err->code;
    struct transfer transfer;
    transfer_prepare(&transfer, &http->settings, request, response, host, plain, false);
    if (curl_multi_add_handle(http->multi, transfer.easy) != CURLM_OK)
        BUG("libcurl takes no more transfers");
    const struct clock clock = clock_system();
    const int64_t grace_ms = text_eq(request->method, "GET") ? 0 : WRITE_GRACE_MS;
    int64_t interrupted_ms = INT64_MAX; /* since when */
    enum code code;
    for (;;) {
        bool go_on = wire_step(http->multi);
        if (!go_on && interrupted_ms == INT64_MAX)
            interrupted_ms = clock_mono(&clock);
        CURLcode result;
        if (wire_finished(http->multi, &result)) {
            code = transfer_finish(&transfer, result, err);
            break;
        }
        if (!go_on && clock_mono(&clock) - interrupted_ms >= grace_ms) {
            code = transfer_interrupted(&transfer, err);
            (void)curl_multi_remove_handle(http->multi, transfer.easy);
            break;
        }
        wire_wait(http->multi);
    }
    transfer_release(&transfer);
    return code;
}

enum code wire_send_by_other(struct http *http, const struct http_request *request,
                             struct http_response *response, struct err *err)
{
    struct arena *arena cleanup_arena = arena_new();
    const char *host;
    bool plain;
    if (transfer_check(arena, request, response, &host, &plain, err) != OK)
        return err->code;
    return http->send(http->send_state, request, response, err);
}

enum code http_send(struct http *http, const struct http_request *request,
                    struct http_response *response, struct err *err)
{
    if (interrupt_requested()) {
        response->failure = HTTP_INTERRUPTED;
        return err_set(err, ERR_INTERRUPTED, "interrupted before a request was sent");
    }
    if (http->send)
        return wire_send_by_other(http, request, response, err);
    return send_by_curl(http, request, response, err);
}
