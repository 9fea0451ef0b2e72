/* The answers of faults that commit nothing, in GitHub's words where those are known. */
#include <stdio.h>
#include <string.h>

#include "sandbox/fault.h"

#define HTML                                                                                       \
    "<html>\r\n<head><title>%s</title></head>\r\n<body><center><h1>%s</h1></center></body>\r\n"    \
    "</html>\r\n"
#define SECONDARY                                                                                  \
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."

static void add_number(struct sb_reply *reply, const char *name, int64_t value)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%lld", (long long)value);
    sb_reply_header(reply, name, text);
}

static void refuse_limit(struct sb_reply *reply, int status, const char *message,
                         const char *documentation)
{
    sb_fail(reply, status, message);
    json_object_set_new(reply->json, "documentation_url", json_string(documentation));
}

static void secondary(const struct sb_fault *fault, struct sb_reply *reply)
{
    int status = fault->kind == SB_FAULT_SECONDARY_429 ? 429 : 403;
    refuse_limit(reply, status, SECONDARY,
                 "https://docs.github.com/rest/overview/"
                 "rate-limits-for-the-rest-api#about-secondary-rate-limits");
    if (fault->kind != SB_FAULT_SECONDARY_NO_HEADER)
        add_number(reply, "Retry-After", fault->number);
}

static void primary(struct sandbox *sandbox, const struct sb_request *request,
                    const struct sb_fault *fault, struct sb_reply *reply)
{
    refuse_limit(reply, 403,
                 arena_printf(request->arena,
                              "API rate limit exceeded for user ID %lld. If you reach out to "
                              "GitHub Support for help, please include the request ID.",
                              (long long)sandbox->world.actor->id),
                 "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api");
    add_number(reply, "X-RateLimit-Limit", 5000);
    add_number(reply, "X-RateLimit-Remaining", 0);
    add_number(reply, "X-RateLimit-Used", 5000);
    add_number(reply, "X-RateLimit-Reset", request->now_ms / 1000 + fault->number);
    sb_reply_header(reply, "X-RateLimit-Resource", "core");
}

static void plain_status(const struct sb_fault *fault, struct sb_reply *reply)
{
    char title[48];
    (void)snprintf(title, sizeof title, "%d Unicorn", (int)fault->number);
    if (strstr(fault->param, ":json"))
        sb_fail(reply, (int)fault->number, "Server Error");
    else
        sb_reply_text(reply, (int)fault->number, "text/html; charset=utf-8",
                      arena_printf(reply->arena, HTML, title, title));
}

static void redirect(struct sandbox *sandbox, const struct sb_request *request,
                     const struct sb_fault *fault, struct sb_reply *reply)
{
    const char *colon = strchr(fault->param, ':');
    const char *target = colon ? colon + 1 : "";
    const struct sb_world *world = &sandbox->world;
    const char *tail =
        strncmp(request->canonical, "/repos/", 7) == 0 ? strchr(request->canonical + 7, '/') : NULL;
    tail = tail ? strchr(tail + 1, '/') : NULL;
    tail = tail ? tail : "";
    const char *mark = *request->query ? "?" : "";
    const char *url = target;
    if (strcmp(target, "foreign") == 0)
        url = arena_printf(request->arena, "http://127.0.0.1:9%s", request->target);
    else if (strcmp(target, "scheme") == 0)
        url = "file:///etc/hostname";
    else if (strcmp(target, "loop") == 0)
        url = arena_printf(request->arena, "%s%s", sandbox->url, request->target);
    else if (!*target && request->path == request->canonical)
        url = arena_printf(request->arena, "%s/repositories/%lld%s%s%s", sandbox->url,
                           (long long)world->repository_id, tail, mark, request->query);
    else if (!*target)
        url = arena_printf(request->arena, "%s%s%s%s", sandbox->url, request->canonical, mark,
                           request->query);
    sb_reply_json(reply, (int)fault->number,
                  json_pack("{s:s, s:s, s:s}", "message", "Moved Permanently", "url", url,
                            "documentation_url", "https://docs.github.com/v3/#http-redirects"));
    sb_reply_header(reply, "Location", url);
}

static void sso(struct sb_reply *reply)
{
    sb_reply_header(reply, "X-GitHub-SSO",
                    "required; url=https://github.com/orgs/octo-org/sso?authorization_request=A1");
    sb_fail(reply, 403,
            "Resource protected by organization SAML enforcement. You must grant your Personal "
            "Access token access to this organization.");
}

static void permission(const struct sandbox *sandbox, struct sb_reply *reply)
{
    sb_reply_header(reply, "X-Accepted-GitHub-Permissions", "issues=write");
    sb_fail(reply, 403,
            sandbox->options.app_token ? "Resource not accessible by integration"
                                       : "Resource not accessible by personal access token");
}

static void validation(struct sb_request *request, const struct sb_fault *fault,
                       struct sb_reply *reply)
{
    (void)request;
    if (fault->kind == SB_FAULT_ERRORS_OBJECTS)
        sb_invalid(reply, "Issue", "title", "custom",
                   "title is too long (maximum is 256 characters)");
    else if (fault->kind == SB_FAULT_ERRORS_STRINGS)
        sb_invalid_simple(reply, "Could not resolve to a node with the given id.");
    else
        sb_fail(reply, 422, "Validation Failed");
}

void sb_fault_refusal(struct sandbox *sandbox, struct sb_request *request,
                      const struct sb_fault *fault, struct sb_reply *reply)
{
    switch (fault->kind) {
    case SB_FAULT_STATUS:
        plain_status(fault, reply);
        break;
    case SB_FAULT_SECONDARY:
    case SB_FAULT_SECONDARY_429:
    case SB_FAULT_SECONDARY_NO_HEADER:
        secondary(fault, reply);
        break;
    case SB_FAULT_PRIMARY:
        primary(sandbox, request, fault, reply);
        break;
    case SB_FAULT_TOO_FAST:
        sb_invalid(reply, "Issue", "base", "custom", "was submitted too quickly");
        break;
    case SB_FAULT_SSO:
        sso(reply);
        break;
    case SB_FAULT_PERMISSION:
        permission(sandbox, reply);
        break;
    case SB_FAULT_BAD_CREDENTIALS:
        sb_fail(reply, 401, "Bad credentials");
        break;
    case SB_FAULT_ARCHIVED:
        sb_fail(reply, 403, "Repository was archived so is read-only.");
        break;
    case SB_FAULT_ISSUES_DISABLED:
        sb_fail(reply, 410, "Issues are disabled for this repo");
        break;
    case SB_FAULT_VERSION:
        sb_fail(reply, 400, "The API version that was asked for is not supported.");
        break;
    case SB_FAULT_REDIRECT:
        redirect(sandbox, request, fault, reply);
        break;
    case SB_FAULT_304:
        sb_reply_empty(reply, 304);
        break;
    case SB_FAULT_ERRORS_OBJECTS:
    case SB_FAULT_ERRORS_STRINGS:
    case SB_FAULT_ERRORS_NONE:
        validation(request, fault, reply);
        break;
    default:
        sb_not_found(reply);
        break;
    }
}
