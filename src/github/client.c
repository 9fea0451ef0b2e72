#include "github/client.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/str.h"
#include "model/limits.h"

#define VERSION_NEW "2026-03-10"
#define VERSION_OLD "2022-11-28"

struct gh_options gh_options_default(void)
{
    return (struct gh_options){.clock = clock_system(),
                               .retry_base_ms = 1000,
                               .secondary_wait_ms = 60000,
                               .max_wait_ms = 900000,
                               .http_timeout_ms = 60000};
}

static bool name_ok(const char *name, size_t max)
{
    if (text_empty(name) || strlen(name) > max || text_eq(name, ".") || text_eq(name, ".."))
        return false;
    for (const char *p = name; *p; p++)
        if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') ||
              *p == '-' || *p == '_' || *p == '.'))
            return false;
    return true;
}

/* Enterprise servers know the older version only; a server on loopback is our own or a test. */
static const char *first_version(const struct http_url *base)
{
    bool newest = text_eq(base->host, "api.github.com") || text_ends(base->host, ".ghe.com") ||
                  text_eq(base->scheme, "http");
    return newest ? VERSION_NEW : VERSION_OLD;
}

static enum code set_base(struct gh *gh, const char *api_url, struct err *err)
{
    const char *text = text_empty(api_url) ? "https://api.github.com" : api_url;
    struct err cause cleanup_err = ERR_INIT;
    if (http_url_parse(gh->arena, text, &gh->base, &cause) != OK) {
        (void)err_set(err, ERR_USAGE, "--api-url: %s", cause.message);
        return err_hint(err, "%s",
                        cause.hint ? cause.hint : "give an address like https://api.github.com");
    }
    if (gh->base.query)
        return err_set(err, ERR_USAGE, "--api-url: '%s' has a query", text);
    char *path = arena_strdup(gh->arena, gh->base.path);
    for (size_t len = strlen(path); len > 0 && path[len - 1] == '/'; len--)
        path[len - 1] = '\0';
    gh->base.path = path;
    gh->base_text = arena_printf(gh->arena, "%s%s", http_url_origin(gh->arena, &gh->base), path);
    gh->version = first_version(&gh->base);
    return OK;
}

static enum code set_repository(struct gh *gh, const char *owner, const char *name, struct err *err)
{
    if (!name_ok(owner, GITHUB_OWNER_POINTS) || !name_ok(name, GITHUB_REPOSITORY_POINTS)) {
        (void)err_set(err, ERR_USAGE, "'%s/%s' is not the name of a repository", owner ? owner : "",
                      name ? name : "");
        return err_hint(err, "give it as OWNER/NAME, for example --repo octocat/hello-world");
    }
    gh->full_name = arena_printf(gh->arena, "%s/%s", owner, name);
    gh->own_path = arena_printf(gh->arena, "/repos/%s", gh->full_name);
    gh->repo_path = gh->own_path;
    return OK;
}

static enum code set_token(struct gh *gh, const char *token, struct err *err)
{
    static const char prefix[] = "Bearer ";
    if (text_empty(token))
        return OK;
    bool ok = strlen(token) <= LIMIT_TOKEN_BYTES;
    for (const char *p = token; *p; p++)
        ok = ok && *p > ' ' && *p < 0x7f;
    if (!ok) {
        (void)err_set(err, ERR_AUTH, "the token has characters that no token has");
        return err_hint(err, "it should be one word; look for quotes, blanks or line breaks in it");
    }
    gh->authorization = malloc(sizeof prefix + strlen(token));
    if (!gh->authorization)
        BUG("out of memory");
    memcpy(gh->authorization, prefix, sizeof prefix);
    memcpy(gh->authorization + sizeof prefix - 1, token, strlen(token) + 1);
    gh->token = gh->authorization + sizeof prefix - 1;
    return OK;
}

static enum code open_http(struct gh *gh, const struct gh_options *options, struct err *err)
{
    struct http_options http = {
        .total_timeout_ms = options->http_timeout_ms,
        .user_agent =
            arena_printf(gh->arena, "roadmap/%s", options->version ? options->version : "0"),
        .send = options->send,
        .send_state = options->send_state};
    return http_open(&http, &gh->http, err);
}

enum code gh_open(const struct gh_options *options, struct gh **gh, struct err *err)
{
    struct gh *made = calloc(1, sizeof *made);
    if (!made)
        BUG("out of memory");
    made->arena = arena_new();
    made->options = *options;
    /* No second copy of the secret, and nothing that the caller may free. */
    made->options.token = made->options.api_url = NULL;
    made->options.owner = made->options.name = made->options.version = NULL;
    made->rate = (struct gh_rate){-1, -1, -1};
    if (set_base(made, options->api_url, err) != OK ||
        set_repository(made, options->owner, options->name, err) != OK ||
        set_token(made, options->token, err) != OK || open_http(made, options, err) != OK) {
        gh_close(made);
        return err->code;
    }
    *gh = made;
    return OK;
}

void gh_close(struct gh *gh)
{
    if (!gh)
        return;
    http_close(gh->http);
    if (gh->authorization)
        explicit_bzero(gh->authorization, strlen(gh->authorization));
    free(gh->authorization);
    arena_free(gh->arena);
    free(gh);
}

const char *gh_moved_to(const struct gh *gh)
{
    return gh->moved_to;
}

int64_t gh_now_ms(const struct gh *gh)
{
    if (gh->date_ms == 0)
        return clock_now(&gh->options.clock);
    return gh->date_ms + clock_mono(&gh->options.clock) - gh->date_mono_ms;
}

int64_t gh_resume_at_ms(const struct gh *gh)
{
    return gh->resume_at_ms;
}

struct gh_rate gh_rate(const struct gh *gh)
{
    return gh->rate;
}

const char *gh_url(const struct gh *gh, struct arena *arena, const char *format, ...)
{
    struct str url cleanup_str;
    str_init(&url, 0);
    str_add(&url, gh->base_text);
    str_add(&url, gh->repo_path);
    va_list args;
    va_start(args, format);
    str_vaddf(&url, format, args);
    va_end(args);
    return str_dup(&url, arena);
}

const char *gh_segment(struct arena *arena, const char *name)
{
    /* A server may take "." and ".." out of a path: DELETE …/labels/.. would be another request. */
    if (text_eq(name, "."))
        return "%2E";
    if (text_eq(name, ".."))
        return "%2E%2E";
    struct str escaped cleanup_str;
    str_init(&escaped, 0);
    http_escape(&escaped, name);
    return str_dup(&escaped, arena);
}

size_t gh_headers(const struct gh *gh, struct http_header headers[GH_HEADERS_MAX], bool has_body,
                  const char *etag)
{
    size_t count = 0;
    headers[count++] = (struct http_header){"Accept", "application/vnd.github+json"};
    headers[count++] = (struct http_header){"X-GitHub-Api-Version", gh->version};
    if (gh->authorization)
        headers[count++] = (struct http_header){"Authorization", gh->authorization};
    if (has_body)
        headers[count++] = (struct http_header){"Content-Type", "application/json; charset=utf-8"};
    if (etag)
        headers[count++] = (struct http_header){"If-None-Match", etag};
    return count;
}

static int64_t header_count(const struct http_response *response, const char *name,
                            struct arena *arena)
{
    const char *text = http_response_header(response, name, arena);
    if (text_empty(text) || strlen(text) > 15 || text[strspn(text, "0123456789")] != '\0')
        return -1;
    return strtoll(text, NULL, 10);
}

static void note_rate(struct gh *gh, const struct http_response *response, struct arena *arena)
{
    int64_t limit = header_count(response, "x-ratelimit-limit", arena);
    int64_t reset = header_count(response, "x-ratelimit-reset", arena);
    if (limit < 0)
        return;
    gh->rate.limit = limit;
    gh->rate.remaining = header_count(response, "x-ratelimit-remaining", arena);
    gh->rate.reset_ms = reset < 0 ? -1 : reset * 1000;
}

void gh_note_answer(struct gh *gh, const struct http_request *request,
                    const struct http_response *response, const struct gh_answer *answer,
                    const char *note)
{
    struct arena *arena cleanup_arena = arena_new();
    if (answer && answer->date_ms > 0) {
        gh->date_ms = answer->date_ms;
        gh->date_mono_ms = clock_mono(&gh->options.clock);
    }
    note_rate(gh, response, arena);
    if (!gh->options.on_trace)
        return;
    size_t origin = strlen(http_url_origin(arena, &gh->base));
    struct gh_trace trace = {.method = request->method,
                             .path = request->url + origin,
                             .status = response->status,
                             .duration_ms = response->duration_ms,
                             .bytes = (int64_t)response->body.len,
                             .request_id = answer ? answer->request_id : NULL,
                             .note = note};
    gh->options.on_trace(gh->options.state, &trace);
}

bool gh_older_version(struct gh *gh)
{
    if (text_eq(gh->version, VERSION_OLD))
        return false;
    gh->version = VERSION_OLD;
    return true;
}
