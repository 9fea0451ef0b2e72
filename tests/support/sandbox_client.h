/* A plain client for tests of the sandbox: libcurl, nothing of ours. */
#ifndef ROADMAP_TESTS_SANDBOX_CLIENT_H
#define ROADMAP_TESTS_SANDBOX_CLIENT_H

#include <curl/curl.h>
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants those above it. */
#include <cmocka.h>

#include "sandbox/sandbox.h"

#define REPO "/repos/octocat/hello-world"

struct answer {
    CURLcode curl;
    long status;
    char *body, *headers;
    size_t body_len, headers_len;
    json_t *json; /* NULL when the body is none */
};

static inline size_t client_append(char *bytes, size_t size, size_t count, char **text, size_t *len)
{
    size_t more = size * count;
    *text = realloc(*text, *len + more + 1);
    assert_non_null(*text);
    memcpy(*text + *len, bytes, more);
    *len += more;
    (*text)[*len] = '\0';
    return more;
}

static inline size_t client_on_body(char *bytes, size_t size, size_t count, void *state)
{
    struct answer *answer = state;
    return client_append(bytes, size, count, &answer->body, &answer->body_len);
}

static inline size_t client_on_header(char *bytes, size_t size, size_t count, void *state)
{
    struct answer *answer = state;
    return client_append(bytes, size, count, &answer->headers, &answer->headers_len);
}

/* What a call sends besides method, path and body. A header replaces the default of its name;
 * "Name:" alone takes it away. */
struct call {
    const char *headers[8];
    long timeout_ms; /* 0: 10 s */
    long max_bytes;
};

static inline struct curl_slist *client_headers(bool has_body, const struct call *call)
{
    static const char *const defaults[] = {
        "Content-Type: application/json", "Expect:", "Authorization: Bearer secret",
        "User-Agent: sandbox-test", "Accept: application/vnd.github+json"};
    struct curl_slist *headers = NULL;
    for (size_t i = has_body ? 0 : 1; i < sizeof defaults / sizeof *defaults; i++) {
        size_t name_len = strcspn(defaults[i], ":") + 1;
        bool replaced = false;
        for (size_t j = 0; call && j < 8 && call->headers[j]; j++)
            replaced |= strncmp(call->headers[j], defaults[i], name_len) == 0;
        if (!replaced)
            headers = curl_slist_append(headers, defaults[i]);
    }
    for (size_t i = 0; call && i < 8 && call->headers[i]; i++)
        headers = curl_slist_append(headers, call->headers[i]);
    return headers;
}

static inline struct answer *client_call(const char *url, const char *method, const char *body,
                                         const struct call *call)
{
    struct answer *answer = calloc(1, sizeof *answer);
    assert_non_null(answer);
    struct curl_slist *headers = client_headers(body != NULL, call);
    CURL *curl = curl_easy_init();
    assert_non_null(curl);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS,
                     call && call->timeout_ms ? call->timeout_ms : 10000L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, client_on_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, client_on_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, answer);
    if (body)
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    answer->curl = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer->status);
    curl_easy_cleanup(curl);
    curl_slist_free_all(headers);
    if (answer->body)
        answer->json = json_loadb(answer->body, answer->body_len, JSON_DECODE_ANY, NULL);
    return answer;
}

static inline void client_free(struct answer *answer)
{
    json_decref(answer->json);
    free(answer->body);
    free(answer->headers);
    free(answer);
}

/* `path` behind the URL of the API. */
static inline struct answer *ask_with(struct sandbox *sandbox, const char *method, const char *path,
                                      const char *body, const struct call *call)
{
    char *url = NULL;
    assert_true(asprintf(&url, "%s%s", sandbox_url(sandbox), path) > 0);
    struct answer *answer = client_call(url, method, body, call);
    free(url);
    return answer;
}

static inline struct answer *ask(struct sandbox *sandbox, const char *method, const char *path,
                                 const char *body)
{
    return ask_with(sandbox, method, path, body, NULL);
}

/* A request that is wrong on purpose; the validator passes over it. */
static inline struct answer *ask_wrong(struct sandbox *sandbox, const char *method,
                                       const char *path, const char *body)
{
    static const struct call wrong = {.headers = {"Sandbox-Wrong: yes"}};
    return ask_with(sandbox, method, path, body, &wrong);
}

/* The status alone. */
static inline long status_of(struct answer *answer)
{
    long status = answer->curl == CURLE_OK ? answer->status : -(long)answer->curl;
    client_free(answer);
    return status;
}

/* A value by a path of keys and indices: "errors.0.code". NULL when it is not there. */
static inline const json_t *value_at(const struct answer *answer, const char *path)
{
    const json_t *at = answer->json;
    char *copy = strdup(path), *rest = copy;
    assert_non_null(copy);
    for (char *key = strsep(&rest, "."); at && key; key = strsep(&rest, "."))
        at = json_is_array(at) ? json_array_get(at, (size_t)strtoul(key, NULL, 10))
                               : json_object_get(at, key);
    free(copy);
    return at;
}

static inline const char *text_at(const struct answer *answer, const char *path)
{
    const char *text = json_string_value(value_at(answer, path));
    return text ? text : "(none)";
}

static inline json_int_t number_at(const struct answer *answer, const char *path)
{
    return json_integer_value(value_at(answer, path));
}

/* The value of a header, on the heap; NULL when absent. Names in any case. */
static inline char *header_of(const struct answer *answer, const char *name)
{
    size_t len = strlen(name);
    for (const char *line = answer->headers; line && *line;) {
        size_t line_len = strcspn(line, "\r\n");
        if (line_len > len && line[len] == ':' && strncasecmp(line, name, len) == 0) {
            const char *value = line + len + 1;
            value += strspn(value, " ");
            return strndup(value, (size_t)(line + line_len - value));
        }
        line += line_len;
        line += strspn(line, "\r\n");
    }
    return NULL;
}

/* The URL of a relation in the Link header, on the heap; NULL when absent. */
static inline char *link_of(const struct answer *answer, const char *rel)
{
    char *link = header_of(answer, "Link"), *found = NULL, *mark = NULL;
    assert_true(asprintf(&mark, ">; rel=\"%s\"", rel) > 0);
    char *end = link ? strstr(link, mark) : NULL;
    if (end) {
        char *start = end;
        while (start > link && *start != '<')
            start--;
        found = strndup(start + 1, (size_t)(end - start - 1));
    }
    free(mark);
    free(link);
    return found;
}

static inline struct sandbox *sandbox_for(const struct sandbox_options *options)
{
    struct err err = ERR_INIT;
    struct sandbox *sandbox = sandbox_start(options, &err);
    if (!sandbox)
        fail_msg("%s", err.message);
    return sandbox;
}

static inline void edit(struct sandbox *sandbox, const char *text)
{
    struct err err = ERR_INIT;
    if (sandbox_edit(sandbox, text, &err) != OK)
        fail_msg("%s", err.message);
}

static inline void fault(struct sandbox *sandbox, const char *spec)
{
    struct err err = ERR_INIT;
    if (sandbox_fault_add(sandbox, spec, &err) != OK)
        fail_msg("%s", err.message);
}

#endif
