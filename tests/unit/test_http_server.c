/* Real sockets: servers that die, stall, flood and lie. */
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

static bool send_text(int fd, const char *text)
{
    return send(fd, text, strlen(text), MSG_NOSIGNAL) == (ssize_t)strlen(text);
}

static size_t content_length(const char *head)
{
    const char *found = strcasestr(head, "\r\nContent-Length: ");
    return found ? (size_t)atol(found + 18) : 0;
}

/* Waits in slices so that a test can end it. */
static bool readable(int fd)
{
    struct pollfd entry = {.fd = fd, .events = POLLIN};
    while (!atomic_load(&server.stopping))
        if (poll(&entry, 1, 20) > 0)
            return true;
    return false;
}

/* One whole request; false at the end of the connection. */
static bool read_request(int fd, char *buffer, size_t size)
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

static void *work(void *arg)
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

static void *accept_all(void *arg)
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

static void start(serve_fn serve)
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

static void stop(void)
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

static void open_client(serve_fn serve, const struct http_options *given)
{
    struct http_options options = given ? *given : (struct http_options){0};
    struct err err cleanup_err = ERR_INIT;
    if (options.total_timeout_ms == 0)
        options.total_timeout_ms = 10000;
    start(serve);
    (void)snprintf(url, sizeof url, "http://127.0.0.1:%d/x", server.port);
    assert_int_equal(http_open(&options, &http, &err), OK);
}

static void close_client(void)
{
    http_close(http);
    http = NULL;
    stop();
}

static struct http_response response;
static struct err err;

static int set_up(void **state)
{
    (void)state;
    http_response_init(&response);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    http_response_release(&response);
    err_clear(&err);
    return 0;
}

static enum code do_send(const char *method, const char *body)
{
    struct http_request request = {
        .method = method, .url = url, .body = body, .body_len = body ? strlen(body) : 0};
    http_response_release(&response);
    http_response_init(&response);
    err_clear(&err);
    return http_send(http, &request, &response, &err);
}

static bool answer_ok(int fd, int nth, const char *request)
{
    (void)nth;
    (void)request;
    return send_text(fd, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: 1\r\nx-a: 2\r\n\r\nok");
}

static void one_request_one_answer(void **state)
{
    (void)state;
    open_client(answer_ok, NULL);
    assert_int_equal(do_send("GET", NULL), OK);
    assert_int_equal(response.status, 200);
    assert_string_equal(response.body.p, "ok");
    assert_true(response.answered && response.bytes_sent > 0);
    struct arena *arena cleanup_arena = arena_new();
    assert_string_equal(http_response_header(&response, "X-a", arena), "1, 2");
    static const char *const methods[] = {"POST", "PATCH", "PUT", "DELETE"};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(do_send(methods[i], "{\"a\":1}"), OK);
        assert_int_equal(strncmp(server.last, methods[i], strlen(methods[i])), 0);
        assert_non_null(strstr(server.last, "\r\n\r\n{\"a\":1}"));
        assert_non_null(strstr(server.last, "Content-Length: 7\r\n"));
        assert_null(strcasestr(server.last, "Expect:"));
    }
    assert_int_equal(atomic_load(&server.connections), 1); /* kept alive */
    assert_int_equal(do_send("DELETE", NULL), OK);
    assert_int_equal(strncmp(server.last, "DELETE /x HTTP", 14), 0);
    close_client();
}

/* Answers the first request and dies on every later one after having read it whole: the moment at
 * which libcurl by itself would send it again. */
static bool die_after_first(int fd, int nth, const char *request)
{
    return nth == 1 ? answer_ok(fd, nth, request) : false;
}

static void a_write_is_sent_once(void **state)
{
    (void)state;
    static const struct {
        const char *method, *body;
    } rows[] = {{"POST", "{\"title\":\"x\"}"},
                {"PATCH", "{\"title\":\"x\"}"},
                {"PUT", "{\"labels\":[]}"},
                {"DELETE", "{\"sub_issue_id\":1}"},
                {"DELETE", NULL}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        open_client(die_after_first, NULL);
        assert_int_equal(do_send("GET", NULL), OK);
        assert_int_equal(do_send(rows[i].method, rows[i].body), ERR_RETRY);
        assert_int_equal(response.failure, HTTP_BROKEN);
        assert_true(response.bytes_sent > 0);
        assert_false(response.answered);
        assert_int_equal(atomic_load(&server.commits), 1);
        close_client();
    }
}

static void a_connection_that_died_meanwhile_is_no_harm(void **state)
{
    (void)state;
    open_client(die_after_first, NULL);
    assert_int_equal(do_send("GET", NULL), OK);
    /* A GET may be repeated: here by libcurl, on top by whoever asks. */
    assert_int_equal(do_send("GET", NULL), ERR_RETRY);
    close_client();
}

static void nobody_listens(void **state)
{
    (void)state;
    open_client(answer_ok, NULL);
    stop();
    assert_int_equal(do_send("POST", "{}"), ERR_RETRY);
    assert_int_equal(response.failure, HTTP_NO_CONNECTION);
    assert_true(response.bytes_sent == 0);
    assert_non_null(strstr(err.message, "cannot connect to '127.0.0.1'"));
    http_close(http);
}

static bool never_answer(int fd, int nth, const char *request)
{
    (void)nth;
    (void)request;
    char byte;
    while (readable(fd))
        if (recv(fd, &byte, 1, 0) <= 0)
            break;
    return false;
}

static void silence_ends_at_the_timeout(void **state)
{
    (void)state;
    struct http_options options = {.total_timeout_ms = 200};
    open_client(never_answer, &options);
    assert_int_equal(do_send("POST", "{}"), ERR_RETRY);
    assert_int_equal(response.failure, HTTP_TIMEOUT);
    assert_true(response.bytes_sent > 0);
    close_client();
}

static bool trickle(int fd, int nth, const char *request)
{
    (void)nth;
    (void)request;
    (void)send_text(fd, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    while (!atomic_load(&server.stopping) && send_text(fd, "x"))
        usleep(20000);
    return false;
}

static void a_trickle_ends_at_the_timeout(void **state)
{
    (void)state;
    struct http_options options = {.total_timeout_ms = 300};
    open_client(trickle, &options);
    assert_int_equal(do_send("GET", NULL), ERR_RETRY);
    assert_int_equal(response.failure, HTTP_TIMEOUT);
    close_client();
}

static void *interrupt_soon(void *arg)
{
    (void)arg;
    usleep(100000);
    interrupt_request(SIGINT);
    return NULL;
}

static void an_interrupt_ends_it_at_once(void **state)
{
    (void)state;
    struct clock clock = clock_system();
    pthread_t thread;
    open_client(never_answer, NULL);
    int64_t before = clock_mono(&clock);
    pthread_create(&thread, NULL, interrupt_soon, NULL);
    assert_int_equal(do_send("POST", "{}"), ERR_INTERRUPTED);
    int64_t took = clock_mono(&clock) - before;
    pthread_join(thread, NULL);
    interrupt_clear();
    assert_int_equal(response.failure, HTTP_INTERRUPTED);
    assert_true(response.bytes_sent > 0); /* nobody knows */
    assert_true(took < 1000);
    close_client();
}

static bool endless(int fd, int nth, const char *request)
{
    (void)nth;
    (void)request;
    char block[4096];
    memset(block, 'x', sizeof block);
    (void)send_text(fd, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    while (!atomic_load(&server.stopping) && send(fd, block, sizeof block, MSG_NOSIGNAL) > 0)
        ;
    return false;
}

static void an_endless_body_hits_the_ceiling(void **state)
{
    (void)state;
    struct http_options options = {.max_response_bytes = 100000};
    open_client(endless, &options);
    assert_int_equal(do_send("GET", NULL), ERR_CEILING);
    assert_int_equal(response.failure, HTTP_TOO_LARGE);
    assert_true(response.body.len <= 100000);
    close_client();
}

static bool announce_much(int fd, int nth, const char *request)
{
    (void)nth;
    (void)request;
    return send_text(fd, "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx");
}

static void a_body_announced_too_large_is_not_read(void **state)
{
    (void)state;
    open_client(announce_much, NULL);
    assert_int_equal(do_send("GET", NULL), ERR_CEILING);
    assert_int_equal(response.failure, HTTP_TOO_LARGE);
    close_client();
}

/* gzip of 1,000,000 zero bytes: about 1 kB. */
static bool bomb(int fd, int nth, const char *request)
{
    (void)nth;
    (void)request;
    FILE *pipe = popen("head -c 1000000 /dev/zero | gzip -9", "r");
    char body[8192];
    size_t len = fread(body, 1, sizeof body, pipe);
    pclose(pipe);
    char head[128];
    (void)snprintf(head, sizeof head,
                   "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n", len);
    (void)send_text(fd, head);
    return send(fd, body, len, MSG_NOSIGNAL) > 0;
}

static void compressed_bodies_count_unpacked(void **state)
{
    (void)state;
    struct http_options options = {.max_response_bytes = 500000};
    open_client(bomb, &options);
    assert_int_equal(do_send("GET", NULL), ERR_CEILING);
    assert_int_equal(response.failure, HTTP_TOO_LARGE);
    close_client();
    open_client(bomb, NULL);
    assert_int_equal(do_send("GET", NULL), OK);
    assert_int_equal(response.body.len, 1000000);
    close_client();
}

static bool endless_headers(int fd, int nth, const char *request)
{
    (void)nth;
    (void)request;
    char line[1100];
    memset(line, 'y', sizeof line);
    memcpy(line, "X-Y: ", 5);
    memcpy(line + sizeof line - 3, "\r\n", 3);
    (void)send_text(fd, "HTTP/1.1 200 OK\r\n");
    while (!atomic_load(&server.stopping) && send_text(fd, line))
        ;
    return false;
}

static void endless_headers_end(void **state)
{
    (void)state;
    open_client(endless_headers, NULL);
    assert_int_not_equal(do_send("GET", NULL), OK);
    assert_true(response.failure == HTTP_TOO_LARGE || response.failure == HTTP_BROKEN);
    close_client();
}

static bool cut_off(int fd, int nth, const char *request)
{
    (void)nth;
    (void)request;
    (void)send_text(fd, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[{\"id\":1},");
    return false;
}

static bool cut_off_chunked(int fd, int nth, const char *request)
{
    (void)nth;
    (void)request;
    (void)send_text(fd, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n");
    return false;
}

static bool garbage(int fd, int nth, const char *request)
{
    (void)nth;
    (void)request;
    (void)send_text(fd, "[]\n");
    return false;
}

static void half_an_answer_is_none(void **state)
{
    (void)state;
    static const serve_fn serves[] = {cut_off, cut_off_chunked, garbage};
    for (size_t i = 0; i < sizeof serves / sizeof *serves; i++) {
        open_client(serves[i], NULL);
        assert_int_equal(do_send("GET", NULL), ERR_RETRY);
        assert_int_equal(response.failure, HTTP_BROKEN);
        assert_false(response.answered);
        close_client();
    }
}

static bool redirect(int fd, int nth, const char *request)
{
    (void)nth;
    (void)request;
    return send_text(fd, "HTTP/1.1 301 Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
}

static void redirects_are_handed_over(void **state)
{
    (void)state;
    open_client(redirect, NULL);
    assert_int_equal(do_send("POST", "{}"), OK);
    assert_int_equal(response.status, 301);
    assert_int_equal(atomic_load(&server.requests), 1);
    close_client();
}

static bool interim(int fd, int nth, const char *request)
{
    (void)send_text(fd, "HTTP/1.1 103 Early Hints\r\nLink: <early>\r\n\r\n");
    return answer_ok(fd, nth, request);
}

static void interim_headers_are_dropped(void **state)
{
    (void)state;
    struct arena *arena cleanup_arena = arena_new();
    open_client(interim, NULL);
    assert_int_equal(do_send("GET", NULL), OK);
    assert_null(http_response_header(&response, "link", arena));
    close_client();
}

/* A netrc with our host in it, and a proxy for everything: neither is for loopback. */
static void netrc_and_proxy_stay_out(void **state)
{
    (void)state;
    char folder[] = "/tmp/roadmap-netrc-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/.netrc", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    (void)fputs("machine 127.0.0.1 login octocat password hunter2\n", file);
    fclose(file);
    char *home = getenv("HOME") ? strdup(getenv("HOME")) : NULL;
    setenv("HOME", folder, 1);
    setenv("http_proxy", "http://127.0.0.1:9", 1);
    setenv("all_proxy", "http://127.0.0.1:9", 1);
    open_client(answer_ok, NULL);
    assert_int_equal(do_send("GET", NULL), OK);
    assert_null(strcasestr(server.last, "authorization"));
    close_client();
    unsetenv("http_proxy");
    unsetenv("all_proxy");
    if (home)
        setenv("HOME", home, 1);
    free(home);
    unlink(path);
    rmdir(folder);
}

/* ---- many ---- */

struct many_state {
    int asked, want, done, failed;
    enum code stop_with;
};

static bool next_get(void *state, struct http_request *request, void **tag)
{
    struct many_state *many = state;
    if (many->asked == many->want)
        return false;
    many->asked++;
    *request = (struct http_request){.method = "GET", .url = url};
    *tag = many;
    return true;
}

static enum code take_get(void *state, void *tag, enum code code, struct http_response *got,
                          struct err *cause)
{
    struct many_state *many = state;
    assert_ptr_equal(tag, many);
    many->done++;
    if (code != OK) {
        many->failed++;
        err_clear(cause);
    } else {
        assert_string_equal(got->body.p, "ok");
    }
    if (many->done == 5 && many->want == 20)
        many->want = 30; /* an answer may bring more work */
    if (many->stop_with != OK && many->done == 3)
        return err_set(cause, many->stop_with, "enough");
    return OK;
}

static bool answer_slowly(int fd, int nth, const char *request)
{
    usleep(20000);
    return answer_ok(fd, nth, request);
}

static void at_most_ten_at_a_time(void **state)
{
    (void)state;
    struct many_state many_state = {.want = 20};
    struct http_many many = {&many_state, next_get, take_get};
    open_client(answer_slowly, NULL);
    assert_int_equal(http_get_many(http, &many, &err), OK);
    assert_int_equal(many_state.done, 30);
    assert_int_equal(many_state.failed, 0);
    assert_in_range(atomic_load(&server.most_in_flight), 2, HTTP_IN_FLIGHT);
    close_client();
}

static void an_error_ends_the_whole(void **state)
{
    (void)state;
    struct many_state many_state = {.want = 25, .stop_with = ERR_FAILED};
    struct http_many many = {&many_state, next_get, take_get};
    open_client(answer_slowly, NULL);
    assert_int_equal(http_get_many(http, &many, &err), ERR_FAILED);
    assert_int_equal(many_state.done, 3);
    close_client();
}

static void failures_of_single_gets_are_told(void **state)
{
    (void)state;
    struct many_state many_state = {.want = 4};
    struct http_many many = {&many_state, next_get, take_get};
    open_client(cut_off, NULL);
    assert_int_equal(http_get_many(http, &many, &err), OK);
    assert_int_equal(many_state.done, 4);
    assert_int_equal(many_state.failed, 4);
    close_client();
}

static void an_interrupt_ends_many(void **state)
{
    (void)state;
    struct many_state many_state = {.want = 4};
    struct http_many many = {&many_state, next_get, take_get};
    pthread_t thread;
    open_client(never_answer, NULL);
    pthread_create(&thread, NULL, interrupt_soon, NULL);
    assert_int_equal(http_get_many(http, &many, &err), ERR_INTERRUPTED);
    pthread_join(thread, NULL);
    interrupt_clear();
    close_client();
}

/* The certificate is always checked: a server that speaks no TLS, or with an unknown one, is
 * refused before a byte of the request is sent. */
static bool speak_nonsense(int fd, int nth, const char *request)
{
    (void)nth;
    (void)request;
    return send_text(fd, "nonsense");
}

static void no_tls_no_request(void **state)
{
    (void)state;
    struct http_options options = {.total_timeout_ms = 1000};
    open_client(speak_nonsense, &options);
    (void)snprintf(url, sizeof url, "https://127.0.0.1:%d/x", server.port);
    assert_int_not_equal(do_send("POST", "{}"), OK);
    assert_true(response.bytes_sent == 0);
    assert_int_equal(response.status, 0);
    close_client();
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(one_request_one_answer),
        T(a_write_is_sent_once),
        T(a_connection_that_died_meanwhile_is_no_harm),
        T(nobody_listens),
        T(silence_ends_at_the_timeout),
        T(a_trickle_ends_at_the_timeout),
        T(an_interrupt_ends_it_at_once),
        T(an_endless_body_hits_the_ceiling),
        T(a_body_announced_too_large_is_not_read),
        T(compressed_bodies_count_unpacked),
        T(endless_headers_end),
        T(half_an_answer_is_none),
        T(redirects_are_handed_over),
        T(interim_headers_are_dropped),
        T(netrc_and_proxy_stay_out),
        T(at_most_ten_at_a_time),
        T(an_error_ends_the_whole),
        T(failures_of_single_gets_are_told),
        T(an_interrupt_ends_many),
        T(no_tls_no_request),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
