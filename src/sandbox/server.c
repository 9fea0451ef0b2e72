/* The HTTP side: one thread a connection, so that a stalled answer holds up nobody else. */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "base/str.h"
#include "sandbox/inner.h"

#define CONNECTIONS_MAX 256u
#define CONNECTION_MEMORY (512u * 1024)
#define BLOCK_BYTES (64u * 1024)

struct exchange {
    struct arena *arena;
    struct sb_request request;
    struct str body;
    struct sb_strikes strikes;
    bool started, foreign; /* outside the prefix, or a broken path */
};

void sb_stall(struct sandbox *sandbox, int64_t duration_ms)
{
    struct timespec end;
    (void)clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += (time_t)(duration_ms / 1000);
    end.tv_nsec += (long)(duration_ms % 1000) * 1000000;
    if (end.tv_nsec >= 1000000000) {
        end.tv_sec++;
        end.tv_nsec -= 1000000000;
    }
    (void)pthread_mutex_lock(&sandbox->lock);
    while (!sandbox->stopping && pthread_cond_timedwait(&sandbox->wake, &sandbox->lock, &end) == 0)
        ;
    (void)pthread_mutex_unlock(&sandbox->lock);
}

/* The library calls it with the target as sent, before it decodes anything. */
static void *begin(void *state, const char *uri, struct MHD_Connection *connection)
{
    (void)connection;
    struct sandbox *sandbox = state;
    struct exchange *exchange = calloc(1, sizeof *exchange);
    if (!exchange)
        BUG("out of memory");
    exchange->arena = arena_new();
    str_init(&exchange->body, SB_REQUEST_BODY_MAX);
    size_t prefix_len = strlen(sandbox->prefix);
    exchange->foreign = strncmp(uri, sandbox->prefix, prefix_len) != 0;
    exchange->request.arena = exchange->arena;
    exchange->request.target =
        arena_strdup(exchange->arena, exchange->foreign ? uri : uri + prefix_len);
    return exchange;
}

static void end(void *state, struct MHD_Connection *connection, void **slot,
                enum MHD_RequestTerminationCode how)
{
    (void)state;
    (void)connection;
    (void)how;
    struct exchange *exchange = *slot;
    if (!exchange)
        return;
    json_decref(exchange->request.json);
    str_release(&exchange->body);
    arena_free(exchange->arena);
    free(exchange);
    *slot = NULL;
}

static const char *header(struct MHD_Connection *connection, struct arena *arena, const char *name)
{
    return arena_strdup(arena, MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

static void read_head(struct sandbox *sandbox, struct MHD_Connection *connection,
                      struct exchange *exchange, const char *method)
{
    struct sb_request *request = &exchange->request;
    struct arena *arena = exchange->arena;
    request->method = arena_strdup(arena, method);
    request->user_agent = header(connection, arena, "User-Agent");
    request->authorization = header(connection, arena, "Authorization");
    request->accept = header(connection, arena, "Accept");
    request->api_version = header(connection, arena, "X-GitHub-Api-Version");
    request->content_type = header(connection, arena, "Content-Type");
    request->if_none_match = header(connection, arena, "If-None-Match");
    request->if_modified_since = header(connection, arena, "If-Modified-Since");
    request->wrong = header(connection, arena, "Sandbox-Wrong") != NULL;
    exchange->foreign |= !sb_request_parse(request);
    (void)pthread_mutex_lock(&sandbox->lock);
    request->now_ms = sb_now(sandbox);
    sb_route_canonical(sandbox, request);
    if (!exchange->foreign)
        sb_fault_match(sandbox, request, &exchange->strikes);
    (void)pthread_mutex_unlock(&sandbox->lock);
}

static void reset(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    /* Dissolving the association makes the kernel send RST at once. */
    struct sockaddr nobody = {.sa_family = AF_UNSPEC};
    if (info)
        (void)connect(info->connect_fd, &nobody, sizeof nobody);
}

struct half {
    char *bytes;
    size_t len;
};

static ssize_t read_half(void *state, uint64_t position, char *out, size_t max)
{
    const struct half *half = state;
    if (position >= half->len)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    size_t left = half->len - (size_t)position;
    size_t count = left < max ? left : max;
    memcpy(out, half->bytes + position, count);
    return (ssize_t)count;
}

static void free_half(void *state)
{
    struct half *half = state;
    free(half->bytes);
    free(half);
}

static ssize_t read_endless(void *state, uint64_t position, char *out, size_t max)
{
    const struct sandbox *sandbox = state;
    static const char start[] = "[\"";
    if (sandbox->stopping)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    memset(out, 'a', max);
    if (position == 0 && max > sizeof start)
        memcpy(out, start, sizeof start - 1);
    return (ssize_t)max;
}

static struct MHD_Response *make_response(struct sandbox *sandbox, struct sb_reply *reply)
{
    if (reply->cut == SB_CUT_ENDLESS)
        return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK_BYTES, read_endless,
                                                 sandbox, NULL);
    char *body = reply->body ? reply->body : strdup("");
    size_t len = reply->body ? reply->body_len : 0;
    reply->body = NULL;
    if (reply->cut != SB_CUT_HALF)
        return MHD_create_response_from_buffer(len, body, MHD_RESPMEM_MUST_FREE);
    struct half *half = malloc(sizeof *half);
    if (!half)
        BUG("out of memory");
    *half = (struct half){body, len / 2};
    return MHD_create_response_from_callback(len, BLOCK_BYTES, read_half, half, free_half);
}

static int64_t real_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static enum MHD_Result send_reply(struct sandbox *sandbox, struct MHD_Connection *connection,
                                  struct sb_reply *reply, int64_t came_ms)
{
    const int64_t left_ms = reply->stall_ms - (real_ms() - came_ms);
    if (left_ms > 0)
        sb_stall(sandbox, left_ms);
    if (reply->cut == SB_CUT_RESET)
        reset(connection);
    if (reply->cut == SB_CUT_RESET || reply->cut == SB_CUT_CLOSE)
        return MHD_NO;
    struct MHD_Response *response = make_response(sandbox, reply);
    if (!response)
        return MHD_NO;
    for (size_t i = 0; i < reply->headers.len; i++)
        (void)MHD_add_response_header(response, reply->headers.items[i].name,
                                      reply->headers.items[i].value);
    enum MHD_Result result = MHD_queue_response(connection, (unsigned)reply->status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result answer(struct sandbox *sandbox, struct MHD_Connection *connection,
                              struct exchange *exchange)
{
    const int64_t came_ms = real_ms();
    struct sb_request *request = &exchange->request;
    struct sb_reply reply;
    sb_reply_init(&reply, exchange->arena);
    request->body = exchange->body.p;
    request->body_len = exchange->body.len;
    if (exchange->foreign) {
        sb_reply_text(&reply, 404, "application/json", "{\"message\":\"Not Found\"}");
        reply.body = strdup(reply.text);
        reply.body_len = strlen(reply.text);
    } else if (str_over(&exchange->body)) {
        sb_reply_text(&reply, 413, "application/json", "{\"message\":\"Payload too large\"}");
        reply.body = strdup(reply.text);
        reply.body_len = strlen(reply.text);
    } else if (!sb_control(sandbox, request, &reply)) {
        (void)pthread_mutex_lock(&sandbox->lock);
        sb_handle(sandbox, request, &exchange->strikes, &reply);
        (void)pthread_mutex_unlock(&sandbox->lock);
    }
    enum MHD_Result result = send_reply(sandbox, connection, &reply, came_ms);
    sb_reply_release(&reply);
    return result;
}

static enum MHD_Result handle(void *state, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_len, void **slot)
{
    (void)url;
    (void)version;
    struct sandbox *sandbox = state;
    struct exchange *exchange = *slot;
    if (!exchange->started) {
        exchange->started = true;
        read_head(sandbox, connection, exchange, method);
        if (!sb_fault_refuses(&exchange->strikes))
            return MHD_YES;
        struct sb_reply reply;
        sb_reply_init(&reply, exchange->arena);
        reply.cut = SB_CUT_CLOSE;
        reply.fault = "refuse";
        (void)pthread_mutex_lock(&sandbox->lock);
        /* Its body was never read, so there is nothing whole to record. */
        sb_log_add(sandbox, &exchange->request, &reply);
        (void)pthread_mutex_unlock(&sandbox->lock);
        return MHD_NO;
    }
    if (*upload_len) {
        str_addn(&exchange->body, upload, *upload_len);
        *upload_len = 0;
        return MHD_YES;
    }
    return answer(sandbox, connection, exchange);
}

enum code sb_server_start(struct sandbox *sandbox, struct err *err)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(sandbox->options.port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    sandbox->daemon = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL |
            MHD_USE_SUPPRESS_DATE_NO_CLOCK,
        0, NULL, NULL, handle, sandbox, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
        MHD_OPTION_URI_LOG_CALLBACK, begin, sandbox, MHD_OPTION_NOTIFY_COMPLETED, end, NULL,
        MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_MAX, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_MEMORY, MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u, MHD_OPTION_END);
    if (!sandbox->daemon)
        return err_set(err, ERR_FAILED, "cannot listen on 127.0.0.1 port %u",
                       (unsigned)sandbox->options.port);
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(sandbox->daemon, MHD_DAEMON_INFO_BIND_PORT);
    BUG_UNLESS(info);
    sandbox->url = arena_printf(sandbox->arena, "http://127.0.0.1:%u%s", (unsigned)info->port,
                                sandbox->prefix);
    return OK;
}

void sb_server_stop(struct sandbox *sandbox)
{
    (void)pthread_mutex_lock(&sandbox->lock);
    sandbox->stopping = true;
    (void)pthread_cond_broadcast(&sandbox->wake);
    (void)pthread_mutex_unlock(&sandbox->lock);
    if (sandbox->daemon)
        MHD_stop_daemon(sandbox->daemon);
    sandbox->daemon = NULL;
}
