/* Several GETs at a time over real sockets. */
#include "support/raw_server.h"

#include "http/http.h"

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
    struct http_many many = {&many_state, next_get, take_get, NULL};
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
    struct http_many many = {&many_state, next_get, take_get, NULL};
    open_client(answer_slowly, NULL);
    assert_int_equal(http_get_many(http, &many, &err), ERR_FAILED);
    assert_int_equal(many_state.done, 3);
    close_client();
}

static void failures_of_single_gets_are_told(void **state)
{
    (void)state;
    struct many_state many_state = {.want = 4};
    struct http_many many = {&many_state, next_get, take_get, NULL};
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
    struct http_many many = {&many_state, next_get, take_get, NULL};
    pthread_t thread;
    open_client(never_answer, NULL);
    pthread_create(&thread, NULL, interrupt_soon, NULL);
    assert_int_equal(http_get_many(http, &many, &err), ERR_INTERRUPTED);
    pthread_join(thread, NULL);
    interrupt_clear();
    close_client();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(at_most_ten_at_a_time),
        T(an_error_ends_the_whole),
        T(failures_of_single_gets_are_told),
        T(an_interrupt_ends_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
