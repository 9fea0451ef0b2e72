/* Writes what a scripted sending was asked and what it answered to the folder in
 * ROADMAP_SANDBOX_RECORD, in the format of src/sandbox/record.c, for the validator. Without the
 * variable nothing is written. */
#ifndef ROADMAP_TESTS_GITHUB_RECORD_H
#define ROADMAP_TESTS_GITHUB_RECORD_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/env.h"
#include "http/http.h"

struct record_answer {
    int status;
    bool faulty;      /* wrong on purpose, or none at all: its body is not validated */
    const char *body; /* NULL or "" = none */
};

/* One file for each program; NULL = nothing is recorded. */
static inline FILE *record_file(void)
{
    static FILE *file;
    const char *folder = env_get("ROADMAP_SANDBOX_RECORD");
    if (!file && folder) {
        struct arena *arena = arena_new();
        file = fopen(
            arena_printf(arena, "%s/script-%ld-%08x.jsonl", folder, (long)getpid(), random_u32()),
            "ae");
        arena_free(arena);
    }
    return file;
}

static inline json_t *record_json(const char *body)
{
    if (!body || !*body)
        return json_null();
    json_t *parsed = json_loads(body, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    return parsed ? parsed : json_string("not JSON");
}

/* The names as the validator has them; the one with the secret stays out. */
static inline json_t *record_request_headers(const struct http_request *request)
{
    static const char *const names[][2] = {{"Accept", "accept"},
                                           {"Content-Type", "content-type"},
                                           {"X-GitHub-Api-Version", "x-github-api-version"},
                                           {"If-None-Match", "if-none-match"}};
    json_t *headers = json_object();
    for (size_t i = 0; i < request->header_count; i++)
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            if (strcmp(request->headers[i].name, names[k][0]) == 0)
                json_object_set_new(headers, names[k][1], json_string(request->headers[i].value));
    return headers;
}

static inline json_t *record_answer_headers(const struct http_response *response)
{
    static const char *const names[] = {"Link", "Location", "Retry-After", "ETag"};
    struct arena *arena = arena_new();
    json_t *headers = json_object();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = http_response_header(response, names[i], arena);
        if (value)
            json_object_set_new(headers, names[i], json_string(value));
    }
    arena_free(arena);
    return headers;
}

/* `base` is the address of the API, without a slash at its end. */
static inline void record_line(const char *base, const struct http_request *request,
                               const struct http_response *response,
                               const struct record_answer *answer)
{
    FILE *file = record_file();
    if (!file)
        return;
    size_t len = strlen(base);
    const char *target = strncmp(request->url, base, len) == 0 ? request->url + len : request->url;
    bool has_answer = !answer->faulty && answer->body && *answer->body;
    json_t *headers = record_request_headers(request);
    const char *version = json_string_value(json_object_get(headers, "x-github-api-version"));
    json_t *line = json_pack(
        "{s:s, s:s, s:s, s:s, s:o, s:o, s:b, s:o, s:i, s:s, s:s, s:b, s:b, s:o, s:b, s:o}",
        "source", "script", "origin", base, "method", request->method, "target", target, "path",
        json_stringn(target, strcspn(target, "?")), "body", record_json(request->body), "has_body",
        request->body_len > 0, "headers", headers, "status", answer->status, "version",
        version ? version : "", "fault", answer->faulty ? "script" : "", "faulty", answer->faulty,
        "wrong", false, "answer_headers", record_answer_headers(response), "has_answer", has_answer,
        "answer", has_answer ? record_json(answer->body) : json_null());
    char *text = json_dumps(line, JSON_COMPACT);
    json_decref(line);
    (void)fprintf(file, "%s\n", text ? text : "a line that cannot be written");
    (void)fflush(file);
    free(text);
}

#endif
