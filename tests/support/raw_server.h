/* A server of raw sockets that does to its clients what a test tells it, and a client of it. */
#ifndef ROADMAP_TESTS_RAW_SERVER_H
#define ROADMAP_TESTS_RAW_SERVER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/str.h"
#include "http/http.h"

/* What the server does with the nth request (from 1) of its life; false closes the connection. */
typedef bool (*serve_fn)(int fd, int nth, const char *request);

static struct {
    int listener, port;
    pthread_t acceptor;
    pthread_t workers[64];
    int worker_count;
    serve_fn serve;
    atomic_int requests, commits, connections, in_flight, most_in_flight;
    atomic_bool stopping;
    char last[16384]; /* the last request, head and body */
} server;

static inline bool send_text(int fd, const char *text)
{
    return send(fd, text, strlen(text), MSG_NOSIGNAL) == (ssize_t)strlen(text);
}

static inline size_t content_length(const char *head)
{
    const char *found = strcasestr(head, "\r\nContent-Length: ");
    return found ? (size_t)atol(found + 18) : 0;
}

/* Waits in slices so that a test can end it. */
static inline bool readable(int fd)
{
    struct pollfd entry = {.fd = fd, .events = POLLIN};
    while (!atomic_load(&server.stopping))
        if (poll(&entry, 1, 20) > 0)
            return true;
    return false;
}

/* One whole request; false at the end of the connection. */
static inline bool read_request(int fd, char *buffer, size_t size)
{
    size_t len = 0;
    buffer[0] = '\0';
    while (readable(fd) && len + 1 < size) {
        ssize_t got = recv(fd, buffer + len, size - 1 - len, 0);
        if (got <= 0)
            return false;
        len += (size_t)got;
        buffer[len] = '\0';
        const char *end = strstr(buffer, "\r\n\r\n");
        if (end && len >= (size_t)(end + 4 - buffer) + content_length(buffer))
            return true;
    }
    return false;
}

static inline void *work(void *arg)
{
    int fd = (int)(intptr_t)arg;
    char *buffer = malloc(65536);
    while (read_request(fd, buffer, 65536)) {
        int nth = atomic_fetch_add(&server.requests, 1) + 1;
        int flying = atomic_fetch_add(&server.in_flight, 1) + 1;
        int most = atomic_load(&server.most_in_flight);
        while (flying > most &&
               !atomic_compare_exchange_weak(&server.most_in_flight, &most, flying))
            ;
        if (strncmp(buffer, "GET ", 4) != 0)
            atomic_fetch_add(&server.commits, 1);
        (void)snprintf(server.last, sizeof server.last, "%s", buffer);
        bool go_on = server.serve(fd, nth, buffer);
        atomic_fetch_sub(&server.in_flight, 1);
        if (!go_on)
            break;
    }
    free(buffer);
    close(fd);
    return NULL;
}

static inline void *accept_all(void *arg)
{
    (void)arg;
    while (readable(server.listener)) {
        int fd = accept(server.listener, NULL, NULL);
        if (fd < 0 || server.worker_count == 64)
            break;
        atomic_fetch_add(&server.connections, 1);
        pthread_create(&server.workers[server.worker_count++], NULL, work, (void *)(intptr_t)fd);
    }
    return NULL;
}

static inline void start(serve_fn serve)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t len = sizeof address;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    memset(&server, 0, sizeof server);
    server.serve = serve;
    server.listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(server.listener, (struct sockaddr *)&address, len), 0);
    assert_int_equal(listen(server.listener, 64), 0);
    assert_int_equal(getsockname(server.listener, (struct sockaddr *)&address, &len), 0);
    server.port = ntohs(address.sin_port);
    assert_int_equal(pthread_create(&server.acceptor, NULL, accept_all, NULL), 0);
}

static inline void stop(void)
{
    atomic_store(&server.stopping, true);
    pthread_join(server.acceptor, NULL);
    for (int i = 0; i < server.worker_count; i++)
        pthread_join(server.workers[i], NULL);
    close(server.listener);
}

/* ---- the client's side ---- */

static struct http *http;
static char url[64];

static inline void open_client(serve_fn serve, const struct http_options *given)
{
    struct http_options options = given ? *given : (struct http_options){0};
    struct err err cleanup_err = ERR_INIT;
    if (options.total_timeout_ms == 0)
        options.total_timeout_ms = 10000;
    start(serve);
    (void)snprintf(url, sizeof url, "http://127.0.0.1:%d/x", server.port);
    assert_int_equal(http_open(&options, &http, &err), OK);
}

static inline void close_client(void)
{
    http_close(http);
    http = NULL;
    stop();
}

static struct http_response response;
static struct err err;

static inline int set_up(void **state)
{
    (void)state;
    http_response_init(&response);
    return 0;
}

static inline int tear_down(void **state)
{
    (void)state;
    http_response_release(&response);
    err_clear(&err);
    return 0;
}

static inline enum code do_send(const char *method, const char *body)
{
    struct http_request request = {
        .method = method, .url = url, .body = body, .body_len = body ? strlen(body) : 0};
    http_response_release(&response);
    http_response_init(&response);
    err_clear(&err);
    return http_send(http, &request, &response, &err);
}

static inline bool answer_ok(int fd, int nth, const char *request)
{
    (void)nth;
    (void)request;
    return send_text(fd, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: 1\r\nx-a: 2\r\n\r\nok");
}

static inline bool never_answer(int fd, int nth, const char *request)
{
    (void)nth;
    (void)request;
    char byte;
    while (readable(fd))
        if (recv(fd, &byte, 1, 0) <= 0)
            break;
    return false;
}

static inline void *interrupt_soon(void *arg)
{
    (void)arg;
    usleep(100000);
    interrupt_request(SIGINT);
    return NULL;
}

static inline bool cut_off(int fd, int nth, const char *request)
{
    (void)nth;
    (void)request;
    (void)send_text(fd, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[{\"id\":1},");
    return false;
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
