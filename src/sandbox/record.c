/* Writes every request and answer as JSON lines, for the validator of the test suite. Headers with
 * secrets are not written. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/env.h"
#include "sandbox/inner.h"

static atomic_uint started;

void sb_record_open(struct sandbox *sandbox)
{
    const char *folder = sandbox->options.record_dir ? sandbox->options.record_dir
                                                     : env_get("ROADMAP_SANDBOX_RECORD");
    if (!folder)
        return;
    const char *path = arena_printf(sandbox->arena, "%s/sandbox-%ld-%u-%08x.jsonl", folder,
                                    (long)getpid(), atomic_fetch_add(&started, 1), random_u32());
    sandbox->record = fopen(path, "ae");
}

static void set_header(json_t *headers, const char *name, const char *value)
{
    if (value)
        json_object_set_new(headers, name, json_string(value));
}

static json_t *request_headers(const struct sb_request *request)
{
    json_t *headers = json_object();
    set_header(headers, "user-agent", request->user_agent);
    set_header(headers, "accept", request->accept);
    set_header(headers, "content-type", request->content_type);
    set_header(headers, "x-github-api-version", request->api_version);
    set_header(headers, "if-none-match", request->if_none_match);
    return headers;
}

static json_t *reply_headers(const struct sb_reply *reply)
{
    static const char *const shown[] = {"Content-Type", "Link", "Location", "Retry-After", "ETag"};
    json_t *headers = json_object();
    for (size_t i = 0; i < reply->headers.len; i++)
        for (size_t j = 0; j < sizeof shown / sizeof *shown; j++)
            if (strcmp(shown[j], reply->headers.items[i].name) == 0)
                set_header(headers, shown[j], reply->headers.items[i].value);
    return headers;
}

static json_t *request_body(const struct sb_request *request)
{
    if (request->json && request->body_len)
        return json_incref(request->json);
    if (!request->body_len)
        return json_null();
    json_t *parsed =
        json_loadb(request->body, request->body_len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    return parsed ? parsed : json_string("not JSON");
}

void sb_record(struct sandbox *sandbox, const struct sb_request *request,
               const struct sb_reply *reply)
{
    if (!sandbox->record)
        return;
    /* A request that was refused at the door by a fault is still a request; its answer is not. */
    bool faulty = reply->faulty || reply->cut != SB_CUT_NONE;
    json_t *line =
        json_pack("{s:s, s:s, s:s, s:o, s:o, s:b, s:i, s:s?, s:s, s:b, s:o}", "method",
                  request->method, "target", request->target, "path", request->canonical, "headers",
                  request_headers(request), "body", request_body(request), "has_body",
                  request->body_len > 0, "status", reply->status, "version", request->version,
                  "fault", reply->fault, "faulty", faulty, "answer_headers", reply_headers(reply));
    json_object_set_new(line, "answer",
                        faulty || !reply->json ? json_null() : json_incref(reply->json));
    json_object_set_new(line, "wrong", json_boolean(request->wrong));
    json_object_set_new(line, "has_answer", json_boolean(!faulty && reply->json));
    char *text = json_dumps(line, JSON_COMPACT | JSON_PRESERVE_ORDER);
    json_decref(line);
    if (text)
        (void)fprintf(sandbox->record, "%s\n", text);
    (void)fflush(sandbox->record);
    free(text);
}
