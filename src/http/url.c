#include "http/url.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

static void free_curlu(CURLU **url)
{
    curl_url_cleanup(*url);
}

static bool is_loopback(const char *host)
{
    if (text_eq(host, "[::1]"))
        return true;
    /* curl has already brought other spellings of an IPv4 address to four decimal numbers; a name
     * such as 127.example.org must not pass. */
    return text_starts(host, "127.") && host[strspn(host, "0123456789.")] == '\0';
}

static bool has_forbidden_byte(const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p; p++)
        if (*p <= ' ' || *p >= 0x7f)
            return true;
    return false;
}

static const char *take_part(struct arena *arena, CURLU *parsed, CURLUPart part, unsigned flags)
{
    char *value = NULL;
    if (curl_url_get(parsed, part, &value, flags) != CURLUE_OK)
        return NULL;
    const char *copy = arena_strdup(arena, value);
    curl_free(value);
    return copy;
}

static const char *lower(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);
    for (char *p = copy; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    return copy;
}

/* A URL with an '@' may have a password in it: it is not shown. */
static const char *shown(const char *text)
{
    return strchr(text, '@') ? "…" : text;
}

enum code http_url_parse(struct arena *arena, const char *text, struct http_url *url,
                         struct err *err)
{
    if (strlen(text) > HTTP_URL_BYTES)
        return err_set(err, ERR_FAILED, "a URL is longer than %d bytes", HTTP_URL_BYTES);
    if (has_forbidden_byte(text))
        return err_set(err, ERR_FAILED, "a URL has a blank, a control or a non-ASCII character");
    /* libcurl forgives a wrong number of slashes; two readers of one address must not differ. */
    const char *slashes = strstr(text, "://");
    if (!slashes || slashes[3] == '/')
        return err_set(err, ERR_FAILED, "not an https URL: '%s'", shown(text));
    CURLU *parsed __attribute__((cleanup(free_curlu))) = curl_url();
    if (!parsed)
        BUG("out of memory");
    if (curl_url_set(parsed, CURLUPART_URL, text, 0) != CURLUE_OK)
        return err_set(err, ERR_FAILED, "not a URL that can be used: '%s'", shown(text));
    const char *scheme = take_part(arena, parsed, CURLUPART_SCHEME, 0);
    const char *host = take_part(arena, parsed, CURLUPART_HOST, 0);
    const char *port = take_part(arena, parsed, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    if (!scheme || !host || !port)
        return err_set(err, ERR_FAILED, "not an https URL: '%s'", shown(text));
    /* The whole URL is left out of these messages: a password may stand in it. */
    if (take_part(arena, parsed, CURLUPART_USER, 0) ||
        take_part(arena, parsed, CURLUPART_PASSWORD, 0))
        return err_set(err, ERR_FAILED, "a URL of '%s' has a user name or password in it", host);
    if (take_part(arena, parsed, CURLUPART_FRAGMENT, 0))
        return err_set(err, ERR_FAILED, "a URL of '%s' has a fragment ('#')", host);
    struct http_url result = {.scheme = lower(arena, scheme),
                              .host = lower(arena, host),
                              .port = (int)strtol(port, NULL, 10),
                              .path = take_part(arena, parsed, CURLUPART_PATH, 0),
                              .query = take_part(arena, parsed, CURLUPART_QUERY, 0)};
    if (!result.path)
        result.path = "/";
    bool plain = text_eq(result.scheme, "http");
    if (!plain && !text_eq(result.scheme, "https"))
        return err_set(err, ERR_FAILED, "'%s' is not https", shown(text));
    if (plain && !is_loopback(result.host)) {
        (void)err_set(err, ERR_FAILED, "'%s' is not https", shown(text));
        return err_hint(err, "plain http is only for 127.0.0.1 and [::1]; use https");
    }
    *url = result;
    return OK;
}

bool http_url_same_origin(const struct http_url *a, const struct http_url *b)
{
    return text_eq(a->scheme, b->scheme) && text_eq(a->host, b->host) && a->port == b->port;
}

const char *http_url_origin(struct arena *arena, const struct http_url *url)
{
    int usual = text_eq(url->scheme, "https") ? 443 : 80;
    if (url->port == usual)
        return arena_printf(arena, "%s://%s", url->scheme, url->host);
    return arena_printf(arena, "%s://%s:%d", url->scheme, url->host, url->port);
}

static bool is_unreserved(unsigned char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

void http_escape(struct str *to, const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        if (is_unreserved(*p))
            str_addc(to, (char)*p);
        else
            str_addf(to, "%%%02X", *p);
    }
}

/* The parameter's place in a query: from its name up to the next '&'. */
static const char *find_parameter(const char *query, const char *name, size_t *len)
{
    size_t name_len = strlen(name);
    for (const char *p = query; p && *p;) {
        *len = strcspn(p, "&");
        if (*len > name_len && strncmp(p, name, name_len) == 0 && p[name_len] == '=')
            return p;
        p += *len;
        if (*p == '&')
            p++;
    }
    return NULL;
}

const char *http_query_get(struct arena *arena, const char *query, const char *name)
{
    size_t len = 0;
    const char *found = find_parameter(query, name, &len);
    if (!found)
        return NULL;
    size_t skip = strlen(name) + 1;
    return arena_strndup(arena, found + skip, len - skip);
}

const char *http_query_set(struct arena *arena, const char *url, const char *name,
                           const char *value)
{
    const char *query = strchr(url, '?');
    if (!query)
        return arena_printf(arena, "%s?%s=%s", url, name, value);
    size_t len = 0;
    const char *found = find_parameter(query + 1, name, &len);
    if (!found)
        return arena_printf(arena, "%s%s%s=%s", url, query[1] ? "&" : "", name, value);
    return arena_printf(arena, "%.*s%s=%s%s", (int)(found - url), url, name, value, found + len);
}

bool http_header_value_ok(const char *value)
{
    for (const unsigned char *p = (const unsigned char *)value; *p; p++)
        if ((*p < ' ' && *p != '\t') || *p == 0x7f)
            return false;
    return true;
}
