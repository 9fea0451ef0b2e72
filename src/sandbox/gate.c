/* What GitHub looks at before any route: headers, token, API version, conditions. */
#include <string.h>
#include <strings.h>

#include "base/day.h"
#include "base/hash.h"
#include "base/str.h"
#include "sandbox/inner.h"

static bool check_version(const struct sandbox *sandbox, struct sb_request *request,
                          struct sb_reply *reply)
{
    request->version = request->api_version ? request->api_version : SB_OLD_VERSION;
    bool known =
        strcmp(request->version, SB_OLD_VERSION) == 0 ||
        (!sandbox->options.only_old_version && strcmp(request->version, SB_NEW_VERSION) == 0);
    if (known) {
        sb_reply_header(reply, "X-GitHub-Api-Version-Selected", request->version);
        return true;
    }
    sb_fail(reply, 400,
            arena_printf(request->arena, "The API version '%s' is not supported. Supported: %s%s.",
                         request->version, SB_OLD_VERSION,
                         sandbox->options.only_old_version ? "" : ", " SB_NEW_VERSION));
    request->version = SB_OLD_VERSION;
    return false;
}

static const char *token_of(const char *authorization)
{
    static const char *const schemes[] = {"Bearer ", "token "};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strncasecmp(authorization, schemes[i], strlen(schemes[i])) == 0)
            return authorization + strlen(schemes[i]);
    return "";
}

static bool check_token(const struct sandbox *sandbox, const struct sb_request *request,
                        struct sb_reply *reply)
{
    if (!request->authorization) {
        sb_fail(reply, 401, "Requires authentication");
        return false;
    }
    const char *token = token_of(request->authorization);
    const char *accepted = sandbox->options.token;
    if (*token && (!accepted || strcmp(accepted, token) == 0))
        return true;
    sb_fail(reply, 401, "Bad credentials");
    return false;
}

bool sb_gate(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    if (text_empty(request->user_agent)) {
        sb_fail(reply, 403,
                "Request forbidden by administrative rules. Please make sure your request has a "
                "User-Agent header.");
        return false;
    }
    return check_version(sandbox, request, reply) && check_token(sandbox, request, reply);
}

/* GitHub compares weakly and takes a list or `*`. */
static bool etag_listed(const char *header, const char *opaque)
{
    return strcmp(header, "*") == 0 || strstr(header, opaque) != NULL;
}

bool sb_condition(const struct sb_request *request, struct sb_reply *reply, const char *body,
                  size_t len)
{
    if (reply->no_etag || reply->status >= 300 || !len)
        return false;
    /* The value depends on Accept and Authorization, so one token's ETag is worth nothing to
     * another. (GitHub: conditional requests) */
    struct str seed cleanup_str;
    str_init(&seed, 0);
    str_addf(&seed, "%s:%s:", request->accept ? request->accept : "",
             request->authorization ? request->authorization : "");
    str_addn(&seed, body, len);
    char hex[65];
    sha256_hex(seed.p, seed.len, hex);
    const char *opaque = arena_printf(reply->arena, "\"%s\"", hex);
    sb_reply_header(reply, "ETag", arena_printf(reply->arena, "W/%s", opaque));
    if (sb_request_is_write(request->method))
        return false;
    int64_t since_ms = 0;
    bool fresh = false;
    if (request->if_none_match)
        fresh = etag_listed(request->if_none_match, opaque);
    else if (request->if_modified_since && reply->last_modified_ms != SB_NO_TIME &&
             instant_parse_http(request->if_modified_since, &since_ms))
        fresh = reply->last_modified_ms / 1000 * 1000 <= since_ms;
    if (fresh)
        sb_reply_empty(reply, 304);
    return fresh;
}
