#include "github/errors.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/clean.h"
#include "base/day.h"
#include "base/limits.h"
#include "base/str.h"
#include "github/parse.h"

/* Text of the server on its way into a message: one clean line, no longer than its ceiling, the
 * token blotted out should a server send it back. */
static const char *tame(struct arena *arena, const char *text, const char *secret)
{
    if (!text)
        return NULL;
    size_t len = strnlen(text, LIMIT_ERROR_MESSAGE_BYTES);
    const char *line = clean_line(arena, arena_strndup(arena, text, len));
    if (text_empty(secret))
        return line;
    struct str out cleanup_str;
    str_init(&out, 0);
    for (const char *hit; (hit = strstr(line, secret)) != NULL; line = hit + strlen(secret)) {
        str_addn(&out, line, (size_t)(hit - line));
        str_add(&out, "***");
    }
    str_add(&out, line);
    return str_dup(&out, arena);
}

static bool says(const char *text, const char *part)
{
    return text && strcasestr(text, part);
}

/* What GitHub's codes of errors[] say, in words that follow the field. */
static const char *code_words(const char *code)
{
    static const struct {
        const char *code, *words;
    } table[] = {{"missing", "does not exist"},
                 {"missing_field", "is missing"},
                 {"invalid", "is not valid"},
                 {"already_exists", "exists already"},
                 {"unprocessable", "cannot be processed"},
                 {"custom", "is refused"}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (text_eq(table[i].code, code))
            return table[i].words;
    return code ? code : "is refused";
}

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static void add_error(struct str *out, const json_t *error)
{
    const char *text = json_string_value(error);
    const char *message = text ? text : text_of(error, "message");
    const char *field = text_of(error, "field");
    const char *value = text_of(error, "value");
    if (!text && !json_is_object(error))
        return;
    str_add(out, out->len ? "; " : "");
    if (message && (!field || says(message, field))) {
        str_add(out, message);
        return;
    }
    str_add(out, field ? field : "it");
    if (value)
        str_addf(out, " '%s'", value);
    str_addf(out, " %s", message ? message : code_words(text_of(error, "code")));
}

/* The three shapes of `errors`: objects, strings, one of either without the list. */
static void add_errors(struct str *out, const json_t *errors)
{
    size_t i;
    json_t *error;
    if (!json_is_array(errors)) {
        add_error(out, errors);
        return;
    }
    json_array_foreach(errors, i, error) add_error(out, error);
}

static const char *message_of(struct arena *arena, const json_t *body, const char *secret)
{
    const char *message = text_of(body, "message");
    if (!message)
        message = text_of(body, "error");
    struct str details cleanup_str, whole cleanup_str;
    str_init(&details, LIMIT_ERROR_MESSAGE_BYTES);
    str_init(&whole, 2 * LIMIT_ERROR_MESSAGE_BYTES);
    add_errors(&details, json_object_get(body, "errors"));
    str_add(&whole, message ? message : "");
    if (details.len > 0)
        str_addf(&whole, "%s%s", whole.len ? ": " : "", details.p);
    return whole.len ? tame(arena, whole.p, secret) : NULL;
}

static bool has_error_code(const json_t *body, const char *code)
{
    const json_t *errors = json_object_get(body, "errors");
    size_t i;
    json_t *error;
    json_array_foreach(errors, i, error) if (text_eq(text_of(error, "code"), code)) return true;
    return false;
}

static const char *request_id_of(struct arena *arena, const struct http_response *response)
{
    const char *id = http_response_header(response, "x-github-request-id", arena);
    if (text_empty(id) || strlen(id) > 100)
        return NULL;
    for (const char *p = id; *p; p++)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:.-_", *p))
            return NULL;
    return id;
}

static bool parse_count(const char *text, int64_t *count)
{
    if (text_empty(text) || strlen(text) > 15 || text[strspn(text, "0123456789")] != '\0')
        return false;
    *count = strtoll(text, NULL, 10);
    return true;
}

/* Retry-After: seconds, or a date that is read against the server's own clock. */
static int64_t retry_after_ms(struct arena *arena, const struct http_response *response,
                              int64_t date_ms)
{
    const char *text = http_response_header(response, "retry-after", arena);
    int64_t value;
    if (!text)
        return -1;
    if (parse_count(text, &value))
        return value * 1000;
    if (instant_parse_http(text, &value) && date_ms > 0)
        return value > date_ms ? value - date_ms : 0;
    return -1;
}

static int64_t reset_wait_ms(struct arena *arena, const struct http_response *response,
                             int64_t date_ms)
{
    int64_t reset_s;
    if (date_ms == 0 ||
        !parse_count(http_response_header(response, "x-ratelimit-reset", arena), &reset_s))
        return -1;
    int64_t wait_ms = reset_s * 1000 - date_ms + 1000;
    return wait_ms > 1000 ? wait_ms : 1000;
}

static bool sounds_like_limit(const json_t *body, const char *message)
{
    static const char *const parts[] = {"secondary rate", "abuse detection",
                                        "submitted too quickly", "blocked from content creation"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (says(message, parts[i]))
            return true;
    const char *url = text_of(body, "documentation_url");
    return text_ends(url, "secondary-rate-limits") || text_ends(url, "abuse-rate-limits");
}

struct facts {
    struct arena *arena;
    const struct http_response *response;
    const json_t *body;
    const char *secret;
};

static const char *header_of(const struct facts *facts, const char *name)
{
    return tame(facts->arena, http_response_header(facts->response, name, facts->arena),
                facts->secret);
}

static void classify_sso(const struct facts *facts, const char *sso, struct gh_answer *answer)
{
    answer->class = GH_SSO;
    const char *url = strstr(sso, "url=");
    if (url)
        answer->detail = arena_strndup(facts->arena, url + 4, strcspn(url + 4, "; ,"));
}

/* 403 and 429, in the order of github: classifying 403/429. */
static void classify_refusal(const struct facts *facts, struct gh_answer *answer)
{
    int64_t asked_ms = retry_after_ms(facts->arena, facts->response, answer->date_ms);
    const char *remaining = header_of(facts, "x-ratelimit-remaining");
    const char *sso = header_of(facts, "x-github-sso");
    const char *message = answer->message;
    if (asked_ms >= 0) {
        answer->class = GH_LIMIT_SECONDARY;
        answer->wait_ms = asked_ms;
    } else if (text_eq(remaining, "0")) {
        answer->class = GH_LIMIT_PRIMARY;
        answer->wait_ms = reset_wait_ms(facts->arena, facts->response, answer->date_ms);
    } else if (answer->status == 429 || sounds_like_limit(facts->body, message)) {
        answer->class = GH_LIMIT_SECONDARY;
    } else if (sso) {
        classify_sso(facts, sso, answer);
    } else if (says(message, "archived")) {
        answer->class = GH_ARCHIVED;
    } else if (says(message, "commenting is disabled")) {
        answer->class = GH_COMMENTS_FULL;
    } else if (says(message, "is locked")) {
        answer->class = GH_LOCKED;
    } else {
        answer->class = GH_FORBIDDEN;
        answer->detail = header_of(facts, "x-accepted-github-permissions");
        if (!answer->detail)
            answer->detail = header_of(facts, "x-accepted-oauth-scopes");
    }
    if (answer->class == GH_LIMIT_SECONDARY || answer->class == GH_LIMIT_PRIMARY)
        answer->detail = header_of(facts, "gh-limited-by");
}

static enum gh_class class_of_422(const struct facts *facts, const char *message)
{
    if (sounds_like_limit(facts->body, message))
        return GH_LIMIT_SECONDARY;
    if (says(message, "pagination with the page parameter"))
        return GH_DEEP_PAGE;
    if (has_error_code(facts->body, "already_exists") || says(message, "already exists") ||
        says(message, "already been taken") || says(message, "duplicate sub-issues"))
        return GH_ALREADY_EXISTS;
    return GH_INVALID;
}

/* The wording of the refusal of an API version is not documented. */
static bool about_version(const struct facts *facts, const char *message)
{
    return says(text_of(facts->body, "documentation_url"), "api-versions") ||
           (says(message, "version") && (says(message, "api") || says(message, "support")));
}

static enum gh_class class_of_410(const struct facts *facts, const char *message)
{
    if (says(message, "issues") && says(message, "disabled"))
        return GH_ISSUES_DISABLED;
    if (about_version(facts, message))
        return GH_VERSION_RETIRED;
    return GH_GONE;
}

static enum gh_class class_of_redirect(const struct facts *facts, struct gh_answer *answer)
{
    answer->detail = http_response_header(facts->response, "location", facts->arena);
    return answer->detail ? GH_REDIRECT : GH_UNEXPECTED;
}

static enum gh_class class_of_status(const struct facts *facts, struct gh_answer *answer)
{
    const char *message = answer->message;
    int status = answer->status;
    switch (status) {
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
        return class_of_redirect(facts, answer);
    case 304:
        return GH_NOT_MODIFIED;
    case 400:
        return about_version(facts, message) ? GH_OLD_VERSION : GH_BAD_REQUEST;
    case 401:
        return text_empty(facts->secret) ? GH_NO_TOKEN : GH_BAD_TOKEN;
    case 404:
        return GH_NOT_FOUND;
    case 409:
        return GH_CONFLICT;
    case 410:
        return class_of_410(facts, message);
    case 413:
        return GH_TOO_BIG;
    case 422:
        return class_of_422(facts, message);
    case 451:
        return GH_LEGAL;
    case 408:
    case 502:
    case 504:
        return GH_SERVER_TIMEOUT;
    default:
        if (status >= 200 && status < 300)
            return GH_OK;
        return status >= 500 && status < 600 ? GH_SERVER : GH_UNEXPECTED;
    }
}

static void free_json(json_t **json)
{
    json_decref(*json);
}

void gh_classify(struct arena *arena, const struct http_response *response, const char *secret,
                 struct gh_answer *answer)
{
    *answer = (struct gh_answer){.status = response->status, .wait_ms = -1};
    const char *date = http_response_header(response, "date", arena);
    if (date && !instant_parse_http(date, &answer->date_ms))
        answer->date_ms = 0;
    answer->request_id = request_id_of(arena, response);
    /* An error body is small. Whatever else comes (HTML, nothing, cut off) must not hide the
     * status. */
    json_t *body __attribute__((cleanup(free_json))) = NULL;
    struct err ignored cleanup_err = ERR_INIT;
    if (response->status >= 300 && response->body.len > 0 &&
        parse_json(response->body.p, response->body.len, &body, &ignored) != OK)
        body = NULL;
    struct facts facts = {arena, response, body, secret};
    answer->message = message_of(arena, body, secret);
    if (answer->status == 403 || answer->status == 429)
        classify_refusal(&facts, answer);
    else
        answer->class = class_of_status(&facts, answer);
    if (answer->class == GH_SERVER || answer->class == GH_SERVER_TIMEOUT ||
        (answer->status == 422 && answer->class == GH_LIMIT_SECONDARY))
        answer->wait_ms = retry_after_ms(arena, response, answer->date_ms);
}
