#include "github/link.h"

#include <string.h>
#include <strings.h>

#include "base/limits.h"

static const char *skip_blanks(const char *p)
{
    return p + strspn(p, " \t");
}

static size_t token_len(const char *p)
{
    return strcspn(p, " \t=;,\"<>");
}

/* "rel" may name several relations, apart from each other by blanks. */
static bool names_relation(const char *rel, const char *relation)
{
    size_t len = strlen(relation);
    for (const char *p = skip_blanks(rel); *p; p = skip_blanks(p)) {
        size_t word = strcspn(p, " \t");
        if (word == len && strncasecmp(p, relation, len) == 0)
            return true;
        p += word;
    }
    return false;
}

/* A quoted string or a token behind '='; NULL when it does not end. */
static const char *parse_value(struct arena *arena, const char *p, const char **value)
{
    if (*p != '"') {
        size_t len = token_len(p);
        *value = arena_strndup(arena, p, len);
        return p + len;
    }
    char *out = arena_text(arena, strlen(p));
    size_t len = 0;
    for (p++; *p && *p != '"'; p++) {
        if (*p == '\\' && p[1])
            p++;
        out[len++] = *p;
    }
    *value = out;
    return *p == '"' ? p + 1 : NULL;
}

/* The parameters of one entry; gives the first `rel`. NULL when they are garbled. */
static const char *parse_parameters(struct arena *arena, const char *p, const char **rel)
{
    for (p = skip_blanks(p); *p == ';'; p = skip_blanks(p)) {
        p = skip_blanks(p + 1);
        size_t len = token_len(p);
        if (len == 0) /* ";;" and a trailing ";" are harmless */
            continue;
        const char *name = p;
        const char *value = "";
        p = skip_blanks(p + len);
        if (*p == '=') {
            p = parse_value(arena, skip_blanks(p + 1), &value);
            if (!p)
                return NULL;
        }
        if (len == 3 && strncasecmp(name, "rel", 3) == 0 && !*rel)
            *rel = value;
    }
    return *p == ',' || *p == '\0' ? p : NULL;
}

static enum code garbled(struct err *err)
{
    return err_set(err, ERR_FAILED, "the server's Link header cannot be read");
}

enum code link_parse(struct arena *arena, const char *header, struct link *link, struct err *err)
{
    struct link found = {0};
    if (header && strlen(header) > LIMIT_LINK_BYTES)
        return err_set(err, ERR_CEILING, "a Link header is longer than %u bytes", LIMIT_LINK_BYTES);
    const char *p = header ? header : "";
    for (;;) {
        p += strspn(p, " \t,");
        if (*p == '\0')
            break;
        if (*p != '<')
            return garbled(err);
        size_t len = strcspn(p + 1, ">");
        if (p[1 + len] != '>')
            return garbled(err);
        const char *target = arena_strndup(arena, p + 1, len);
        const char *rel = NULL;
        p = parse_parameters(arena, p + len + 2, &rel);
        if (!p)
            return garbled(err);
        if (rel && !found.next && names_relation(rel, "next"))
            found.next = target;
        if (rel && !found.last && names_relation(rel, "last"))
            found.last = target;
    }
    *link = found;
    return OK;
}
