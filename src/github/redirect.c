/* Redirects, by hand: libcurl would turn a POST into a GET and take the token along. A repository
 * that was renamed is followed; an issue that went to another repository is not. (github: §9) */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "github/client.h"

static bool below_base(const struct gh *gh, const struct http_url *url)
{
    size_t len = strlen(gh->base.path);
    return http_url_same_origin(&gh->base, url) && strncmp(url->path, gh->base.path, len) == 0 &&
           url->path[len] == '/' && !strstr(url->path, "/../") && !text_ends(url->path, "/..");
}

bool gh_is_own_url(const struct gh *gh, const char *url)
{
    struct arena *arena cleanup_arena = arena_new();
    struct err ignored cleanup_err = ERR_INIT;
    struct http_url parsed;
    return http_url_parse(arena, url, &parsed, &ignored) == OK && below_base(gh, &parsed);
}

/* "/repos/o/r" or "/repositories/1" at the start of a path below the base; 0 = neither. */
static size_t repository_part(const char *path)
{
    int segments = text_starts(path, "/repos/") ? 3 : text_starts(path, "/repositories/") ? 2 : 0;
    const char *p = path;
    for (int i = 0; i < segments; i++) {
        if (*p != '/' || p[1] == '/' || p[1] == '\0')
            return 0;
        p += 1 + strcspn(p + 1, "/?");
    }
    return (size_t)(p - path);
}

static bool names_one_issue(const char *rest)
{
    return text_starts(rest, "/issues/") && rest[8] >= '0' && rest[8] <= '9';
}

/* The repository part is the one that gh_get_repository found. */
static bool is_known_repository(const struct gh *gh, const char *part, size_t len)
{
    if (text_starts(part, "/repositories/"))
        return strtoll(part + strlen("/repositories/"), NULL, 10) == gh->repo_id.v;
    size_t skip = strlen("/repos/");
    return gh->repo_full_name && strlen(gh->repo_full_name) == len - skip &&
           strncasecmp(part + skip, gh->repo_full_name, len - skip) == 0;
}

static const char *absolute(const struct gh *gh, struct arena *arena, const char *location)
{
    if (location[0] == '/' && location[1] != '/')
        return arena_printf(arena, "%s%s", http_url_origin(arena, &gh->base), location);
    return location;
}

enum gh_hop gh_judge_redirect(struct gh *gh, struct arena *arena, const char *url,
                              const char *location, const char **target)
{
    struct err ignored cleanup_err = ERR_INIT;
    struct http_url parsed;
    const char *to = absolute(gh, arena, location);
    if (http_url_parse(arena, to, &parsed, &ignored) != OK || !below_base(gh, &parsed))
        return GH_HOP_REFUSE;
    *target = to;
    const char *old_path = url + strlen(gh->base_text);
    const char *new_path = parsed.path + strlen(gh->base.path);
    size_t old_len = repository_part(old_path);
    size_t new_len = repository_part(new_path);
    if (old_len == 0 || new_len == 0 ||
        (old_len == new_len && strncasecmp(old_path, new_path, old_len) == 0))
        return GH_HOP_FOLLOW;
    /* The same answer stands for "the repository has a new name" and "this issue has gone to
     * another repository"; only the repository itself can tell. */
    if (names_one_issue(old_path + old_len)) {
        if (gh->repo_id.v == 0)
            return GH_HOP_ASK_IDENTITY;
        if (!is_known_repository(gh, new_path, new_len))
            return GH_HOP_MOVED;
    }
    gh->repo_path = arena_strndup(gh->arena, new_path, new_len);
    return GH_HOP_FOLLOW;
}
