#include "config/url.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

#define HOST_BYTES_MAX 255

static bool printable(const char *text)
{
    for (; *text; text++)
        if (*text <= ' ' || *text > '~' || *text == '\\')
            return false;
    return true;
}

static char *lower(struct arena *arena, const char *text, size_t len)
{
    char *copy = arena_strndup(arena, text, len);
    for (char *c = copy; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return copy;
}

/* An address, never a name: what "localhost" means is decided by a file of the machine. */
static bool is_loopback(const char *host)
{
    struct in_addr v4;
    struct in6_addr v6;
    if (inet_pton(AF_INET, host, &v4) == 1)
        return (ntohl(v4.s_addr) >> 24) == 127;
    return inet_pton(AF_INET6, host, &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

static bool valid_name(const char *host)
{
    size_t len = strlen(host);
    return len > 0 && len <= HOST_BYTES_MAX && host[0] != '.' && host[0] != '-' &&
           strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789.-_") == len;
}

static bool parse_port(const char *text, long *port)
{
    char *end;
    if (!isdigit((unsigned char)*text) || strlen(text) > 5)
        return false;
    *port = strtol(text, &end, 10);
    return *end == '\0' && *port > 0 && *port < 65536;
}

/* HOST, HOST:PORT, [V6], [V6]:PORT. */
static bool parse_authority(struct arena *arena, const char *text, size_t len, struct api_url *url)
{
    char *authority = lower(arena, text, len);
    struct in6_addr v6;
    bool bracketed = authority[0] == '[';
    char *end = bracketed ? strchr(authority, ']') : strchr(authority, ':');
    const char *port_text = NULL;
    long port = url->https ? 443 : 80;
    if (bracketed && !end)
        return false;
    if (end && bracketed) {
        *end++ = '\0';
        port_text = *end == ':' ? end + 1 : NULL;
        if (*end != '\0' && *end != ':')
            return false;
    } else if (end) {
        *end = '\0';
        port_text = end + 1;
    }
    url->host = bracketed ? authority + 1 : authority;
    if (bracketed ? inet_pton(AF_INET6, url->host, &v6) != 1 : !valid_name(url->host))
        return false;
    if (port_text && !parse_port(port_text, &port))
        return false;
    const char *shown = bracketed ? arena_printf(arena, "[%s]", url->host) : url->host;
    url->authority =
        port == (url->https ? 443 : 80) ? shown : arena_printf(arena, "%s:%ld", shown, port);
    return true;
}

bool api_url_parse(struct arena *arena, const char *text, struct api_url *url, const char **reason)
{
    *url = (struct api_url){0};
    if (text_starts(text, "https://")) {
        url->https = true;
        text += strlen("https://");
    } else if (text_starts(text, "http://")) {
        text += strlen("http://");
    } else {
        *reason = "it has to begin with https://";
        return false;
    }
    size_t len = strcspn(text, "/?#");
    if (!printable(text) || strpbrk(text, "?#")) {
        *reason = "it may hold nothing but scheme, host, port and path";
        return false;
    }
    if (memchr(text, '@', len)) {
        *reason = "a name or password does not belong into an address";
        return false;
    }
    if (!parse_authority(arena, text, len, url)) {
        *reason = "the host or port is not valid";
        return false;
    }
    url->loopback = is_loopback(url->host);
    if (!url->https && !url->loopback) {
        *reason = "http is only for 127.0.0.0/8 and [::1]";
        return false;
    }
    return true;
}

const char *api_url_sign_in_host(struct arena *arena, const struct api_url *url)
{
    if (text_eq(url->host, "api.github.com"))
        return "github.com";
    if (text_starts(url->host, "api.") && text_ends(url->host, ".ghe.com"))
        return arena_strdup(arena, url->authority + strlen("api."));
    return url->authority;
}
