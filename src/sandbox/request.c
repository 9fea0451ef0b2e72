#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "sandbox/wire.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* NULL for a broken escape, a NUL, or bytes that are not UTF-8. */
static const char *decode(struct arena *arena, const char *text, size_t len, bool plus_is_space)
{
    char *out = arena_alloc(arena, len + 1);
    size_t at = 0;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (c == '%') {
            int high = i + 2 < len ? hex_digit(text[i + 1]) : -1;
            int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
            if (low < 0 || (high == 0 && low == 0))
                return NULL;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        out[at++] = c;
    }
    out[at] = '\0';
    return utf8_valid(out, at) ? out : NULL;
}

static bool parse_query(struct sb_request *request)
{
    const char *at = request->query;
    while (*at) {
        size_t len = strcspn(at, "&");
        const char *equals = memchr(at, '=', len);
        size_t name_len = equals ? (size_t)(equals - at) : len;
        const char *name = decode(request->arena, at, name_len, true);
        const char *value =
            equals ? decode(request->arena, equals + 1, len - name_len - 1, true) : "";
        if (!name || !value)
            return false;
        if (len)
            VEC_PUSH(request->arena, &request->params, (struct sb_param){name, value});
        at += len;
        if (*at == '&')
            at++;
    }
    return true;
}

bool sb_request_parse(struct sb_request *request)
{
    const char *question = strchr(request->target, '?');
    size_t path_len = question ? (size_t)(question - request->target) : strlen(request->target);
    request->path = arena_strndup(request->arena, request->target, path_len);
    request->query = question ? question + 1 : "";
    request->canonical = request->path;
    if (request->path[0] != '/')
        return false;
    const char *at = request->path + 1;
    for (;;) {
        size_t len = strcspn(at, "/");
        const char *segment = decode(request->arena, at, len, false);
        if (!segment)
            return false;
        strlist_add(request->arena, &request->segments, segment);
        if (!at[len])
            break;
        at += len + 1;
    }
    return parse_query(request);
}

const char *sb_request_param(const struct sb_request *request, const char *name)
{
    const char *found = NULL;
    for (size_t i = 0; i < request->params.len; i++)
        if (strcmp(request->params.items[i].name, name) == 0)
            found = request->params.items[i].value;
    return found;
}

bool sb_request_is_write(const char *method)
{
    return strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0;
}

const char *sb_encode(struct arena *arena, const char *text)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    struct str out cleanup_str;
    str_init(&out, 0);
    for (const char *at = text; *at; at++) {
        if (strchr(plain, *at))
            str_addc(&out, *at);
        else
            str_addf(&out, "%%%02X", (unsigned)(unsigned char)*at);
    }
    return str_dup(&out, arena);
}

int64_t sb_parse_number(const char *text)
{
    if (!text || !*text || strlen(text) > 18 || strspn(text, "0123456789") != strlen(text))
        return -1;
    return strtoll(text, NULL, 10);
}
