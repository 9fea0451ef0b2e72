/* Real sockets: servers that die, stall, flood and lie. */
#include "support/raw_server.h"

#include "http/http.h"

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

static bool answer_late(int fd, int nth, const char *request)
{
    usleep(600000);
    return answer_ok(fd, nth, request);
}

/* What a request comes to when an interrupt comes in its midst, and how long it takes. */
static int64_t interrupted(const char *method, const char *body, enum code expected)
{
    struct clock clock = clock_system();
    pthread_t thread;
    int64_t before = clock_mono(&clock);
    pthread_create(&thread, NULL, interrupt_soon, NULL);
    assert_int_equal(do_send(method, body), expected);
    int64_t took = clock_mono(&clock) - before;
    pthread_join(thread, NULL);
    interrupt_clear();
    return took;
}

static void an_interrupt_ends_a_read_at_once(void **state)
{
    (void)state;
    open_client(never_answer, NULL);
    assert_true(interrupted("GET", NULL, ERR_INTERRUPTED) < 1000);
    assert_int_equal(response.failure, HTTP_INTERRUPTED);
    close_client();
}

static void a_write_has_a_moment_for_its_answer(void **state)
{
    (void)state;
    open_client(never_answer, NULL);
    int64_t took = interrupted("POST", "{}", ERR_INTERRUPTED);
    assert_int_equal(response.failure, HTTP_INTERRUPTED);
    assert_true(response.bytes_sent > 0); /* nobody knows */
    assert_true(took >= 1500 && took < 4000);
    close_client();
    open_client(answer_late, NULL);
    assert_true(interrupted("POST", "{}", OK) < 1500);
    assert_int_equal(response.status, 200);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(one_request_one_answer),
        T(a_write_is_sent_once),
        T(a_connection_that_died_meanwhile_is_no_harm),
        T(nobody_listens),
        T(silence_ends_at_the_timeout),
        T(a_trickle_ends_at_the_timeout),
        T(an_interrupt_ends_a_read_at_once),
        T(a_write_has_a_moment_for_its_answer),
        T(an_endless_body_hits_the_ceiling),
        T(a_body_announced_too_large_is_not_read),
        T(compressed_bodies_count_unpacked),
        T(endless_headers_end),
        T(half_an_answer_is_none),
        T(redirects_are_handed_over),
        T(interim_headers_are_dropped),
        T(netrc_and_proxy_stay_out),
        T(no_tls_no_request),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
