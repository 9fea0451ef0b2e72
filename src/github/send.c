#include "github/send.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "github/parse.h"
#include "github/read.h"

/* What a look at one answer comes to. */
enum next { STOP, AGAIN };

struct attempt {
    struct send *send;
    struct gh_outcome *out;
    json_t **answer;
    const char *url;
    const char *bytes; /* of the body; NULL = none */
    int tries, hops;
};

/* Moves an error into the outcome. */
static enum next end_with_err(struct attempt *attempt, enum gh_state state, struct err *err)
{
    struct gh_outcome *out = attempt->out;
    out->state = state;
    out->code = state == GH_UNKNOWN && err->code != ERR_INTERRUPTED ? ERR_UNKNOWN : err->code;
    out->message = arena_strdup(attempt->send->arena, err->message);
    out->hint = arena_strdup(attempt->send->arena, err->hint);
    err_clear(err);
    return STOP;
}

static enum next end_unknown(struct attempt *attempt, struct err *err)
{
    (void)err_prefix(err, "nobody knows whether GitHub could %s", attempt->send->tried);
    (void)err_hint(err, "run the same command again: it looks on GitHub before it sends anything");
    return end_with_err(attempt, GH_UNKNOWN, err);
}

static enum next on_failure(struct attempt *attempt, const struct http_response *response,
                            struct err *err)
{
    struct gh *gh = attempt->send->gh;
    /* Refused is refused, also when the rest of the answer was lost. */
    bool refused = response->status >= 400 && response->status < 500 && response->status != 408;
    if (response->failure == HTTP_NOT_ALLOWED || refused) {
        (void)err_prefix(err, "cannot %s", attempt->send->tried);
        attempt->out->status = response->status;
        return end_with_err(attempt, GH_FAILED, err);
    }
    if (response->bytes_sent > 0)
        return end_unknown(attempt, err);
    bool may_try = err->code == ERR_RETRY && ++attempt->tries < GH_TRIES;
    struct err stopped cleanup_err = ERR_INIT;
    if (may_try && gh_wait(gh, gh_backoff_ms(gh, attempt->tries), false, "GitHub did not answer",
                           &stopped) == OK) {
        err_clear(err);
        return AGAIN;
    }
    attempt->out->not_sent = true;
    (void)err_prefix(err, "cannot %s", attempt->send->tried);
    if (stopped.code != OK) {
        err_clear(err);
        *err = stopped;
        stopped = (struct err)ERR_INIT;
    }
    return end_with_err(attempt, GH_FAILED, err);
}

static enum next on_success(struct attempt *attempt, const struct http_response *response)
{
    struct gh_outcome *out = attempt->out;
    attempt->send->gh->limit_waits[GH_WRITES] = 0;
    out->state = GH_DONE;
    out->code = OK;
    if (response->body.len == 0 && attempt->send->no_answer_body)
        return STOP;
    struct err err cleanup_err = ERR_INIT;
    if (parse_json(response->body.p, response->body.len, attempt->answer, &err) != OK)
        send_garbled(attempt->send, out, err.message);
    return STOP;
}

void send_garbled(const struct send *send, struct gh_outcome *out, const char *why)
{
    out->state = GH_UNKNOWN;
    out->code = ERR_UNKNOWN;
    out->message =
        arena_printf(send->arena, "nobody knows whether GitHub could %s: %s", send->tried, why);
    out->hint = "run the same command again: it looks on GitHub before it sends anything";
}

static enum next on_limit(struct attempt *attempt, const struct gh_answer *answer, struct err *err)
{
    struct gh *gh = attempt->send->gh;
    struct gh_outcome *out = attempt->out;
    out->limited = true;
    out->primary = answer->class == GH_LIMIT_PRIMARY;
    out->wait_ms = gh_limit_ms(gh, GH_WRITES, answer);
    (void)gh_answer_err(answer, attempt->send->tried, gh->full_name, err);
    return end_with_err(attempt, GH_FAILED, err);
}

static enum next moved_away(struct attempt *attempt, const struct gh_answer *answer,
                            struct err *err)
{
    attempt->out->moved_to = arena_strdup(attempt->send->arena, answer->detail);
    (void)err_set(err, ERR_GONE, "cannot %s: it was moved to another repository",
                  attempt->send->tried);
    (void)err_hint(err, "it is now at %s", answer->detail);
    return end_with_err(attempt, GH_FAILED, err);
}

/* GitHub answers a write to a renamed repository with 307. 301 to 303 would turn it into a GET. */
static enum next on_redirect(struct attempt *attempt, const struct gh_answer *answer,
                             struct err *err)
{
    struct send *send = attempt->send;
    bool keeps_method = answer->status == 307 || answer->status == 308;
    const char *target = NULL;
    enum gh_hop hop =
        gh_judge_redirect(send->gh, send->arena, attempt->url, answer->detail, &target);
    if (hop == GH_HOP_ASK_IDENTITY) {
        struct remote_repository repository;
        if (gh_get_repository(send->gh, send->arena, &repository, err) != OK)
            return end_with_err(attempt, GH_FAILED, err);
        hop = gh_judge_redirect(send->gh, send->arena, attempt->url, answer->detail, &target);
    }
    if (hop == GH_HOP_MOVED)
        return moved_away(attempt, answer, err);
    if (hop == GH_HOP_FOLLOW && keeps_method && ++attempt->hops <= LIMIT_REDIRECTS) {
        attempt->url = target;
        return AGAIN;
    }
    (void)gh_answer_err(answer, send->tried, send->gh->full_name, err);
    return end_with_err(attempt, GH_FAILED, err);
}

static enum next on_answer(struct attempt *attempt, const struct http_response *response,
                           const struct gh_answer *answer, struct err *err)
{
    struct send *send = attempt->send;
    switch (answer->class) {
    case GH_OK:
        return on_success(attempt, response);
    case GH_LIMIT_PRIMARY:
    case GH_LIMIT_SECONDARY:
        return on_limit(attempt, answer, err);
    case GH_REDIRECT:
        return on_redirect(attempt, answer, err);
    case GH_OLD_VERSION:
        if (gh_older_version(send->gh))
            return AGAIN;
        break;
    case GH_SERVER:
    case GH_SERVER_TIMEOUT:
    case GH_NOT_MODIFIED:
    case GH_UNEXPECTED: {
        struct gh_answer strange = *answer;
        if (answer->class == GH_NOT_MODIFIED)
            strange.class = GH_UNEXPECTED;
        (void)gh_answer_err(&strange, send->tried, send->gh->full_name, err);
        (void)err_hint(err,
                       "run the same command again: it looks on GitHub before it sends anything");
        return end_with_err(attempt,
                            answer->status >= 400 && answer->status < 500 && answer->status != 408
                                ? GH_FAILED
                                : GH_UNKNOWN,
                            err);
    }
    default:
        break;
    }
    (void)gh_answer_err(answer, send->tried, send->gh->full_name, err);
    return end_with_err(attempt, GH_FAILED, err);
}

static enum next send_once(struct attempt *attempt)
{
    struct send *send = attempt->send;
    struct gh *gh = send->gh;
    struct http_header headers[GH_HEADERS_MAX];
    struct http_request request = {.method = send->method,
                                   .url = attempt->url,
                                   .headers = headers,
                                   .body = attempt->bytes,
                                   .body_len = attempt->bytes ? strlen(attempt->bytes) : 0};
    request.header_count = gh_headers(gh, headers, attempt->bytes != NULL, NULL);
    struct http_response response cleanup_response;
    struct err err cleanup_err = ERR_INIT;
    http_response_init(&response);
    enum code sent = http_send(gh->http, &request, &response, &err);
    if (gh->options.counts && (sent == OK || response.bytes_sent > 0))
        gh->options.counts->write++;
    struct gh_answer answer;
    gh_classify(send->arena, &response, gh->token, &answer);
    gh_note_answer(gh, &request, &response, sent == OK ? &answer : NULL, NULL);
    attempt->out->request_id = answer.request_id;
    if (sent != OK)
        return on_failure(attempt, &response, &err);
    attempt->out->status = answer.status;
    return on_answer(attempt, &response, &answer, &err);
}

static void free_text(char **text)
{
    free(*text);
}

enum gh_state send_write(struct send *send, struct gh_outcome *out, json_t **answer)
{
    *out = (struct gh_outcome){.state = GH_FAILED, .code = ERR_FAILED, .wait_ms = -1};
    *answer = NULL;
    char *bytes __attribute__((cleanup(free_text))) =
        send->body ? json_dumps(send->body, JSON_COMPACT) : NULL;
    bool unusable = send->body && !bytes;
    json_decref(send->body);
    send->body = NULL;
    if (unusable) {
        out->message = arena_printf(send->arena, "cannot %s: its text is not UTF-8", send->tried);
        return out->state;
    }
    if (send->gh->options.read_only) {
        out->code = ERR_REFUSED;
        out->message = arena_printf(send->arena, "cannot %s: nothing is written here", send->tried);
        return out->state;
    }
    struct attempt attempt = {.send = send,
                              .out = out,
                              .answer = answer,
                              .url = gh_url(send->gh, send->arena, "%s", send->path),
                              .bytes = bytes};
    while (send_once(&attempt) == AGAIN)
        ;
    return out->state;
}

enum code gh_wait_limit(struct gh *gh, const struct gh_outcome *out, struct err *err)
{
    BUG_UNLESS(out->limited);
    return gh_pause(gh, GH_WRITES, out->wait_ms, out->primary, err);
}
