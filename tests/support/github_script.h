/* A `send` that answers from a script, and a clock that only moves when somebody sleeps. */
#ifndef ROADMAP_TESTS_GITHUB_SCRIPT_H
#define ROADMAP_TESTS_GITHUB_SCRIPT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "github/github.h"
#include "support/github_body.h"
#include "support/github_record.h"

#define SCRIPT_DATE "Fri, 26 Jun 2026 08:00:00 GMT"
#define SCRIPT_DATE_S 1782460800
#define SCRIPT_TOKEN "ghp_0123456789abcdefSECRET"
#define SCRIPT_MAX 2048

struct script_answer {
    const char *method, *path; /* path: a part of the URL */
    int status;
    const char *headers; /* "Name: value\n" … or NULL */
    const char *body;
    enum http_failure failure;
    int64_t bytes_sent;
    bool used, forever;
    bool faulty; /* no answer that GitHub would give: what stays without it has to fit its
                    description */
};

struct script_request {
    char *method, *url, *body, *version, *authorization, *etag;
};

struct script {
    struct arena *arena;
    struct script_answer answers[SCRIPT_MAX];
    size_t answer_count;
    struct script_request log[SCRIPT_MAX];
    size_t log_count;
    int64_t mono_ms;
    int64_t sleeps[64];
    size_t sleep_count;
    struct request_counts counts;
    struct gh_wait waits[64];
    size_t told_count; /* of waits, each second of them again */
    bool told_again;
    size_t wait_count;
    struct gh *gh;
    char *base; /* the address of the API */
};

static inline int64_t script_now(void *state)
{
    return (int64_t)SCRIPT_DATE_S * 1000 + ((struct script *)state)->mono_ms;
}

static inline int64_t script_mono(void *state)
{
    return ((struct script *)state)->mono_ms;
}

static inline void script_sleep(void *state, int64_t duration_ms)
{
    struct script *script = state;
    assert_true(script->sleep_count < 64);
    /* A wait is slept in slices: they are one sleep. */
    if (script->told_again)
        script->sleeps[script->sleep_count - 1] += duration_ms;
    else
        script->sleeps[script->sleep_count++] = duration_ms;
    script->mono_ms += duration_ms;
}

static inline void script_wait(void *state, const struct gh_wait *wait)
{
    struct script *script = state;
    script->told_again =
        script->wait_count > 0 && script->waits[script->wait_count - 1].until_ms == wait->until_ms;
    script->told_count++;
    if (!script->told_again)
        script->waits[script->wait_count++] = *wait;
}

static inline char *script_header(struct script *script, const struct http_request *request,
                                  const char *name)
{
    for (size_t i = 0; i < request->header_count; i++)
        if (strcmp(request->headers[i].name, name) == 0)
            return arena_strdup(script->arena, request->headers[i].value);
    return NULL;
}

static inline void script_log(struct script *script, const struct http_request *request)
{
    assert_true(script->log_count < SCRIPT_MAX);
    script->log[script->log_count++] =
        (struct script_request){.method = arena_strdup(script->arena, request->method),
                                .url = arena_strdup(script->arena, request->url),
                                .body = arena_strdup(script->arena, request->body),
                                .version = script_header(script, request, "X-GitHub-Api-Version"),
                                .authorization = script_header(script, request, "Authorization"),
                                .etag = script_header(script, request, "If-None-Match")};
}

static inline struct script_answer *script_find(struct script *script,
                                                const struct http_request *request)
{
    for (size_t i = 0; i < script->answer_count; i++) {
        struct script_answer *answer = &script->answers[i];
        if (!answer->used && strcmp(answer->method, request->method) == 0 &&
            strstr(request->url, answer->path))
            return answer;
    }
    print_error("nothing in the script for %s %s\n", request->method, request->url);
    fail();
    return NULL;
}

static inline enum code script_send(void *state, const struct http_request *request,
                                    struct http_response *response, struct err *err)
{
    struct script *script = state;
    struct script_answer *answer = script_find(script, request);
    script_log(script, request);
    answer->used = !answer->forever;
    if (answer->failure == HTTP_ANSWERED || answer->status > 0) {
        response->status = answer->status;
        str_addf(&response->header_text, "Date: %s\n%s", SCRIPT_DATE,
                 answer->headers ? answer->headers : "");
        str_add(&response->body, answer->body ? answer->body : "");
    }
    response->failure = answer->failure;
    response->bytes_sent = answer->bytes_sent;
    response->answered = answer->failure == HTTP_ANSWERED;
    record_line(script->base, request, response,
                &(struct record_answer){
                    .status = answer->status, .faulty = answer->faulty, .body = answer->body});
    if (answer->failure == HTTP_ANSWERED)
        return OK;
    if (answer->failure == HTTP_TOO_LARGE)
        return err_set(err, ERR_CEILING, "the answer is larger than its ceiling");
    if (answer->failure == HTTP_INTERRUPTED)
        return err_set(err, ERR_INTERRUPTED, "interrupted while waiting");
    if (answer->failure == HTTP_TLS)
        return err_set(err, ERR_FAILED, "no secure connection");
    return err_set(err, ERR_RETRY, "the connection broke");
}

/* Answers are used in their order, each once, for the first request that fits. */
static inline struct script_answer *script_add(struct script *script, const char *method,
                                               const char *path, int status, const char *headers,
                                               const char *body)
{
    assert_true(script->answer_count < SCRIPT_MAX);
    struct script_answer *answer = &script->answers[script->answer_count++];
    *answer = (struct script_answer){.method = method,
                                     .path = path,
                                     .status = status,
                                     .headers = headers,
                                     .body = body,
                                     .bytes_sent = 200};
    return answer;
}

/* An answer that is wrong on purpose: in its body, its headers, or for having no body. */
static inline struct script_answer *script_faulty(struct script *script, const char *method,
                                                  const char *path, int status, const char *headers,
                                                  const char *body)
{
    struct script_answer *answer = script_add(script, method, path, status, headers, body);
    answer->faulty = true;
    return answer;
}

static inline void script_break(struct script *script, const char *method, const char *path,
                                enum http_failure failure, int64_t bytes_sent)
{
    struct script_answer *answer = script_add(script, method, path, 0, NULL, NULL);
    answer->failure = failure;
    answer->bytes_sent = bytes_sent;
    answer->faulty = true;
}

static inline struct gh_options script_options(struct script *script)
{
    struct gh_options options = gh_options_default();
    options.owner = "octocat";
    options.name = "plan";
    options.token = SCRIPT_TOKEN;
    options.version = "1.0.0";
    options.clock = (struct clock){script, script_now, script_mono, script_sleep};
    options.counts = &script->counts;
    options.on_wait = script_wait;
    options.state = script;
    options.send = script_send;
    options.send_state = script;
    return options;
}

static inline void script_open(struct script *script, const struct gh_options *options)
{
    struct err err = ERR_INIT;
    gh_close(script->gh);
    script->gh = NULL;
    enum code code = gh_open(options, &script->gh, &err);
    if (code != OK)
        print_error("%s\n", err.message);
    assert_int_equal(code, OK);
    script->base =
        arena_strdup(script->arena, options->api_url ? options->api_url : "https://api.github.com");
    size_t len = strlen(script->base);
    if (len && script->base[len - 1] == '/')
        script->base[len - 1] = '\0';
}

static inline int script_set_up(void **state)
{
    struct script *script = calloc(1, sizeof *script);
    if (!script)
        return 1;
    script->arena = arena_new();
    struct gh_options options = script_options(script);
    script_open(script, &options);
    *state = script;
    return 0;
}

static inline int script_tear_down(void **state)
{
    struct script *script = *state;
    gh_close(script->gh);
    arena_free(script->arena);
    free(script);
    return 0;
}

static inline size_t script_unused(const struct script *script)
{
    size_t unused = 0;
    for (size_t i = 0; i < script->answer_count; i++)
        unused += !script->answers[i].used && !script->answers[i].forever;
    return unused;
}

#define SCRIPT_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, script_set_up, script_tear_down)

#endif
