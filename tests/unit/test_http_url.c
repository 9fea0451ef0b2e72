#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "http/http.h"
#include "http/url.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void urls_that_may_be_used(void **state)
{
    (void)state;
    static const struct {
        const char *url, *scheme, *host;
        int port;
        const char *path, *query;
    } rows[] = {
        {"https://api.github.com", "https", "api.github.com", 443, "/", NULL},
        {"HTTPS://API.GitHub.com:443/A?b=c", "https", "api.github.com", 443, "/A", "b=c"},
        {"https://h:8443/api/v3/", "https", "h", 8443, "/api/v3/", NULL},
        {"http://127.0.0.1:80/x", "http", "127.0.0.1", 80, "/x", NULL},
        {"http://127.1.2.3/x", "http", "127.1.2.3", 80, "/x", NULL},
        {"http://[::1]:81/?q=%2F", "http", "[::1]", 81, "/", "q=%2F"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct http_url url;
        struct err err cleanup_err = ERR_INIT;
        assert_int_equal(http_url_parse(arena, rows[i].url, &url, &err), OK);
        assert_string_equal(url.scheme, rows[i].scheme);
        assert_string_equal(url.host, rows[i].host);
        assert_int_equal(url.port, rows[i].port);
        assert_string_equal(url.path, rows[i].path);
        assert_string_equal(url.query ? url.query : "-", rows[i].query ? rows[i].query : "-");
    }
}

static void urls_that_may_not(void **state)
{
    (void)state;
    static const char *const rows[] = {"",
                                       "/x",
                                       "x",
                                       "http://example.com/",
                                       "http://localhost/",
                                       "http://127.example.com/",
                                       "http://127.0.0.1.example.com/",
                                       "http://[::2]/",
                                       "http://0.0.0.0/",
                                       "ftp://127.0.0.1/",
                                       "file:///etc/passwd",
                                       "https://user@h/",
                                       "https://user:secret@h/",
                                       "https://h/#fragment",
                                       "https://h/a b",
                                       "https://h/\r\nX: y",
                                       "https://h/\x01",
                                       "https://h/\xc3\xa4",
                                       "https://h:99999/",
                                       "https:///x"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct http_url url;
        struct err err cleanup_err = ERR_INIT;
        if (http_url_parse(arena, rows[i], &url, &err) == OK)
            print_error("accepted: %s\n", rows[i]);
        assert_int_equal(err.code, ERR_FAILED);
        assert_null(strstr(err.message, "secret"));
    }
    struct str longest cleanup_str;
    str_init(&longest, 0);
    str_add(&longest, "https://h/");
    str_add_repeat(&longest, "x", HTTP_URL_BYTES);
    struct http_url url;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(http_url_parse(arena, longest.p, &url, &err), ERR_FAILED);
}

static bool same(const char *a, const char *b)
{
    struct http_url x, y;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(http_url_parse(arena, a, &x, &err), OK);
    assert_int_equal(http_url_parse(arena, b, &y, &err), OK);
    return http_url_same_origin(&x, &y);
}

static void origins(void **state)
{
    (void)state;
    assert_true(same("https://h/a", "https://H:443/b"));
    assert_false(same("https://h/", "https://h:444/"));
    assert_false(same("https://h/", "https://h.x/"));
    assert_false(same("https://127.0.0.1:80/", "http://127.0.0.1:80/"));
    struct http_url url;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(http_url_parse(arena, "https://h:444/a?b", &url, &err), OK);
    assert_string_equal(http_url_origin(arena, &url), "https://h:444");
}

static void parameters(void **state)
{
    (void)state;
    assert_string_equal(http_query_get(arena, "a=1&page=2&c=", "page"), "2");
    assert_string_equal(http_query_get(arena, "a=1&page=2&c=", "c"), "");
    assert_null(http_query_get(arena, "per_page=2", "page"));
    assert_null(http_query_get(arena, NULL, "page"));
    assert_string_equal(http_query_set(arena, "https://h/x", "a", "1"), "https://h/x?a=1");
    assert_string_equal(http_query_set(arena, "https://h/x?", "a", "1"), "https://h/x?a=1");
    assert_string_equal(http_query_set(arena, "https://h/x?aa=2", "a", "1"),
                        "https://h/x?aa=2&a=1");
    assert_string_equal(http_query_set(arena, "https://h/x?a=2&b=3", "a", "1"),
                        "https://h/x?a=1&b=3");
}

static void escaping(void **state)
{
    (void)state;
    struct str out cleanup_str;
    str_init(&out, 0);
    http_escape(&out, "aZ0-._~ /+%&\xf0\x9f\x98\x80");
    assert_string_equal(out.p, "aZ0-._~%20%2F%2B%25%26%F0%9F%98%80");
}

static void headers_of_an_answer(void **state)
{
    (void)state;
    struct http_response response cleanup_response;
    http_response_init(&response);
    assert_null(http_response_header(&response, "link", arena));
    http_response_add(&response, "Link", "<a>; rel=\"next\"");
    http_response_add(&response, "ETag", "  W/\"x\"  ");
    http_response_add(&response, "link", "<b>; rel=\"last\"");
    assert_string_equal(http_response_header(&response, "LINK", arena),
                        "<a>; rel=\"next\", <b>; rel=\"last\"");
    assert_string_equal(http_response_header(&response, "etag", arena), "W/\"x\"");
    assert_null(http_response_header(&response, "lin", arena));
}

static int sent;

static enum code count_send(void *state, const struct http_request *request,
                            struct http_response *response, struct err *err)
{
    (void)state;
    (void)request;
    (void)err;
    sent++;
    response->status = 200;
    return OK;
}

/* Whatever would become another header or another request is refused before anything is sent. */
static void line_breaks_are_refused(void **state)
{
    (void)state;
    struct http_options options = {.send = count_send};
    struct http *http;
    struct err err cleanup_err = ERR_INIT;
    assert_int_equal(http_open(&options, &http, &err), OK);
    static const struct http_header headers[] = {
        {"X", "a\r\nY: b"}, {"X", "a\nb"},   {"X", "a\rb"}, {"X", "a\x01"},
        {"X", "a\x7f"},     {"X\r\nY", "b"}, {"X:", "b"},   {"", "b"}};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        struct http_request request = {
            .method = "GET", .url = "https://h/", .headers = &headers[i], .header_count = 1};
        struct http_response response cleanup_response;
        http_response_init(&response);
        assert_int_equal(http_send(http, &request, &response, &err), ERR_FAILED);
        assert_int_equal(response.failure, HTTP_NOT_ALLOWED);
        assert_true(response.bytes_sent == 0);
        err_clear(&err);
    }
    struct http_request request = {.method = "POST", .url = "https://h/\r\nX: y"};
    struct http_response response cleanup_response;
    http_response_init(&response);
    assert_int_equal(http_send(http, &request, &response, &err), ERR_FAILED);
    assert_int_equal(sent, 0);
    err_clear(&err);
    struct http_options bad = {.user_agent = "a\r\nb"};
    struct http *none;
    assert_int_equal(http_open(&bad, &none, &err), ERR_FAILED);
    http_close(http);
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(urls_that_may_be_used), T(urls_that_may_not),      T(origins), T(parameters), T(escaping),
        T(headers_of_an_answer),  T(line_breaks_are_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
