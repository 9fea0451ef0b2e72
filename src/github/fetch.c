#include "github/fetch.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "github/parse.h"
#include "github/read.h"

#define SMALLEST_PAGE 10

void fetch_init(struct fetch *fetch, struct gh *gh, struct arena *arena)
{
    *fetch = (struct fetch){.gh = gh, .arena = arena, .scratch = arena_new()};
}

void fetch_release(struct fetch *fetch)
{
    arena_free(fetch->scratch);
    *fetch = (struct fetch){0};
}

struct fetch_job *fetch_job(struct fetch *fetch, const char *url, const char *tried,
                            fetch_fn on_answer, void *state)
{
    struct fetch_job *job = ARENA_NEW(fetch->scratch, struct fetch_job);
    job->url = url;
    job->tried = tried;
    job->on_answer = on_answer;
    job->state = state;
    return job;
}

void fetch_add(struct fetch *fetch, struct fetch_job *job)
{
    VEC_PUSH(fetch->scratch, &fetch->waiting, job);
}

static void remove_at(struct fetch *fetch, size_t i)
{
    for (; i + 1 < fetch->waiting.len; i++)
        fetch->waiting.items[i] = fetch->waiting.items[i + 1];
    fetch->waiting.len--;
}

/* Gives the pool the first job that may go now. While a limit holds, none may. */
static bool next_request(void *state, struct http_request *request, void **tag)
{
    struct fetch *fetch = state;
    if (fetch->limit_ms > 0)
        return false;
    int64_t now_ms = clock_mono(&fetch->gh->options.clock);
    for (size_t i = 0; i < fetch->waiting.len; i++) {
        struct fetch_job *job = fetch->waiting.items[i];
        if (job->ready_at_ms > now_ms)
            continue;
        remove_at(fetch, i);
        struct http_header *headers = arena_calloc(fetch->scratch, GH_HEADERS_MAX, sizeof *headers);
        job->version = fetch->gh->version;
        size_t count = gh_headers(fetch->gh, headers, false, job->etag);
        *request = (struct http_request){
            .method = "GET", .url = job->url, .headers = headers, .header_count = count};
        *tag = job;
        return true;
    }
    return false;
}

static void count_request(struct fetch *fetch, const struct fetch_job *job,
                          const struct http_response *response)
{
    struct request_counts *counts = fetch->gh->options.counts;
    if (!counts || response->failure == HTTP_NOT_ALLOWED)
        return;
    if (job->verify)
        counts->verify++;
    else
        counts->get++;
    if (response->status == 304)
        counts->not_modified++;
}

static bool halve_page(struct fetch *fetch, struct fetch_job *job)
{
    const char *query = strchr(job->url, '?');
    const char *text = query ? http_query_get(fetch->scratch, query + 1, "per_page") : NULL;
    int size = text ? (int)strtol(text, NULL, 10) : 0;
    if (!job->may_halve || size / 2 < SMALLEST_PAGE)
        return false;
    job->url = http_query_set(fetch->scratch, job->url, "per_page",
                              arena_printf(fetch->scratch, "%lld", (long long)size / 2));
    job->etag = NULL; /* it was another page's */
    job->halved = true;
    return true;
}

/* Once more after a pause; false when it has been tried often enough. */
static bool again(struct fetch *fetch, struct fetch_job *job, int64_t at_least_ms)
{
    job->tries++;
    if (job->tries >= GH_TRIES || at_least_ms > fetch->gh->options.max_wait_ms)
        return false;
    int64_t wait_ms = gh_backoff_ms(fetch->gh, job->tries);
    if (wait_ms < at_least_ms)
        wait_ms = at_least_ms;
    job->ready_at_ms = clock_mono(&fetch->gh->options.clock) + wait_ms;
    fetch_add(fetch, job);
    return true;
}

/* Says what was tried, and what to do where nobody knew better. */
static enum code fail(const struct fetch_job *job, struct err *err)
{
    if (!err->hint)
        (void)err_hint(err,
                       "nothing is planned from half an answer; run the same command again, or "
                       "check --api-url");
    return err_prefix(err, "cannot %s", job->tried);
}

/* No whole answer came. */
static enum code on_failure(struct fetch *fetch, struct fetch_job *job,
                            const struct http_response *response, struct err *err)
{
    if (response->failure == HTTP_TOO_LARGE && halve_page(fetch, job)) {
        err_clear(err);
        fetch_add(fetch, job);
        return OK;
    }
    if (response->failure == HTTP_TIMEOUT)
        (void)halve_page(fetch, job);
    if (err->code == ERR_RETRY && again(fetch, job, 0)) {
        err_clear(err);
        return OK;
    }
    return fail(job, err);
}

/* A limit holds everybody back; several answers of one round count once. */
static void on_limit(struct fetch *fetch, struct fetch_job *job, const struct gh_answer *answer)
{
    int64_t wait_ms = gh_limit_ms(fetch->gh, GH_READS, answer);
    if (wait_ms > fetch->limit_ms) {
        fetch->limit_ms = wait_ms;
        fetch->limit_primary = answer->class == GH_LIMIT_PRIMARY;
    }
    fetch_add(fetch, job);
}

static enum code on_redirect(struct fetch *fetch, struct fetch_job *job,
                             const struct gh_answer *answer, struct err *err)
{
    const char *target;
    switch (gh_judge_redirect(fetch->gh, fetch->scratch, job->url, answer->detail, &target)) {
    case GH_HOP_FOLLOW:
        if (++job->hops > LIMIT_REDIRECTS) {
            (void)err_set(err, ERR_FAILED, "more than %d redirects", LIMIT_REDIRECTS);
            return fail(job, err);
        }
        job->url = target;
        fetch_add(fetch, job);
        return OK;
    case GH_HOP_ASK_IDENTITY:
        VEC_PUSH(fetch->scratch, &fetch->identity, job);
        return OK;
    case GH_HOP_MOVED:
        if (job->absent_ok) {
            struct fetch_answer moved = {.class = GH_REDIRECT,
                                         .location = arena_strdup(fetch->arena, answer->detail)};
            return job->on_answer(fetch, job, &moved, err);
        }
        (void)err_set(err, ERR_GONE, "cannot %s: it was moved to another repository", job->tried);
        return err_hint(err, "it is now at %s", answer->detail);
    case GH_HOP_REFUSE:
        break;
    }
    return gh_answer_err(answer, job->tried, fetch->gh->full_name, err);
}

static void free_json(json_t **json)
{
    json_decref(*json);
}

static enum code on_success(struct fetch *fetch, struct fetch_job *job,
                            const struct http_response *response, const struct gh_answer *answer,
                            struct err *err)
{
    struct fetch_answer result = {.class = answer->class,
                                  .etag = http_response_header(response, "etag", fetch->scratch),
                                  .link = http_response_header(response, "link", fetch->scratch)};
    json_t *body __attribute__((cleanup(free_json))) = NULL;
    fetch->gh->limit_waits[GH_READS] = 0;
    if (answer->class == GH_OK) {
        if (parse_json(response->body.p, response->body.len, &body, err) != OK) {
            if (again(fetch, job, 0)) {
                err_clear(err);
                return OK;
            }
            return fail(job, err);
        }
        result.json = body;
    }
    enum code code = job->on_answer(fetch, job, &result, err);
    return code == OK ? OK : fail(job, err);
}

static enum code on_classified(struct fetch *fetch, struct fetch_job *job,
                               const struct http_response *response, const struct gh_answer *answer,
                               struct err *err)
{
    struct fetch_answer absent = {.class = answer->class};
    switch (answer->class) {
    case GH_OK:
        return on_success(fetch, job, response, answer, err);
    case GH_NOT_MODIFIED:
        if (job->etag)
            return on_success(fetch, job, response, answer, err);
        break;
    case GH_LIMIT_PRIMARY:
    case GH_LIMIT_SECONDARY:
        on_limit(fetch, job, answer);
        return OK;
    case GH_REDIRECT:
        return on_redirect(fetch, job, answer, err);
    case GH_OLD_VERSION:
        /* Of several that were on their way, the first has made the step already. */
        if (!text_eq(job->version, fetch->gh->version) || gh_older_version(fetch->gh)) {
            fetch_add(fetch, job);
            return OK;
        }
        break;
    case GH_SERVER_TIMEOUT:
        (void)halve_page(fetch, job);
        if (again(fetch, job, answer->wait_ms))
            return OK;
        break;
    case GH_SERVER:
        if (again(fetch, job, answer->wait_ms))
            return OK;
        break;
    case GH_NOT_FOUND:
    case GH_GONE:
        if (job->absent_ok)
            return job->on_answer(fetch, job, &absent, err);
        break;
    default:
        break;
    }
    struct gh_answer unexpected = *answer;
    if (answer->class == GH_NOT_MODIFIED)
        unexpected.class = GH_UNEXPECTED; /* nobody asked whether it was */
    return gh_answer_err(&unexpected, job->tried, fetch->gh->full_name, err);
}

static enum code on_done(void *state, void *tag, enum code sent, struct http_response *response,
                         struct err *err)
{
    struct fetch *fetch = state;
    struct fetch_job *job = tag;
    struct http_request request = {.method = "GET", .url = job->url};
    const char *note = job->tries ? arena_printf(fetch->scratch, "try %d", job->tries + 1) : NULL;
    count_request(fetch, job, response);
    if (sent != OK) {
        gh_note_answer(fetch->gh, &request, response, NULL, note);
        return on_failure(fetch, job, response, err);
    }
    struct gh_answer answer;
    gh_classify(fetch->scratch, response, fetch->gh->token, &answer);
    gh_note_answer(fetch->gh, &request, response, &answer, answer.detail ? answer.detail : note);
    return on_classified(fetch, job, response, &answer, err);
}

static void on_early(void *state, void *tag, const struct http_response *response)
{
    struct fetch *fetch = state;
    struct fetch_job *job = tag;
    const char *link = job->on_early && response->status == 200 && fetch->limit_ms == 0
                           ? http_response_header(response, "link", fetch->scratch)
                           : NULL;
    if (link)
        job->on_early(fetch, job, link);
}

/* Jobs whose redirect can only be judged by who the repository is now. */
static enum code ask_identity(struct fetch *fetch, struct err *err)
{
    struct remote_repository repository;
    if (gh_get_repository(fetch->gh, fetch->arena, &repository, err) != OK)
        return err->code;
    for (size_t i = 0; i < fetch->identity.len; i++)
        fetch_add(fetch, fetch->identity.items[i]);
    fetch->identity.len = 0;
    return OK;
}

/* Nothing is in flight: either all is done, or something has to be waited for. */
static enum code between_rounds(struct fetch *fetch, struct err *err)
{
    if (fetch->limit_ms > 0) {
        int64_t wait_ms = fetch->limit_ms;
        fetch->limit_ms = 0;
        return gh_pause(fetch->gh, GH_READS, wait_ms, fetch->limit_primary, err);
    }
    if (fetch->identity.len > 0)
        return ask_identity(fetch, err);
    if (fetch->waiting.len == 0)
        return OK;
    int64_t first_ms = INT64_MAX;
    for (size_t i = 0; i < fetch->waiting.len; i++)
        if (fetch->waiting.items[i]->ready_at_ms < first_ms)
            first_ms = fetch->waiting.items[i]->ready_at_ms;
    int64_t left_ms = first_ms - clock_mono(&fetch->gh->options.clock);
    if (left_ms <= 0)
        return OK;
    return gh_wait(fetch->gh, left_ms, false, "GitHub did not answer", err);
}

enum code fetch_run(struct fetch *fetch, struct err *err)
{
    struct http_many many = {
        .state = fetch, .next = next_request, .early = on_early, .done = on_done};
    while (fetch->waiting.len > 0 || fetch->identity.len > 0) {
        if (http_get_many(fetch->gh->http, &many, err) != OK || between_rounds(fetch, err) != OK)
            return err->code;
    }
    return OK;
}
