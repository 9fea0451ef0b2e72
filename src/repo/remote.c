#include <string.h>

#include "base/str.h"
#include "repo/git.h"

static void git_configp(git_config **config)
{
    git_config_free(*config);
}

static void git_config_iteratorp(git_config_iterator **iterator)
{
    git_config_iterator_free(*iterator);
}
#define cleanup_config __attribute__((cleanup(git_configp)))
#define cleanup_config_iterator __attribute__((cleanup(git_config_iteratorp)))

struct scheme {
    const char *prefix; /* what our own form of the URL begins with too */
    const char *usual_port;
    bool is_web;
};

static const struct scheme schemes[] = {
    {"https://", "443", true}, {"http://", "80", true},     {"ssh://", "22", false},
    {"git://", "9418", false}, {"git+ssh://", "22", false}, {"ssh+git://", "22", false},
};

static bool is_name(const char *text)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789-_.";
    return *text && text[strspn(text, allowed)] == '\0' && !text_eq(text, ".") &&
           !text_eq(text, "..");
}

/* Both ssh.github.com (ssh over port 443) and www.github.com are github.com. */
static const char *plain_host(struct arena *arena, const char *host, size_t len)
{
    char *lower = arena_strndup(arena, host, len);
    for (char *p = lower; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    if (text_eq(lower, "ssh.github.com") || text_eq(lower, "www.github.com"))
        return "github.com";
    return lower;
}

static bool is_host(const char *host, bool port_allowed)
{
    const char *colon = strchr(host, ':');
    if (!colon)
        return is_name(host);
    size_t len = strspn(colon + 1, "0123456789");
    return port_allowed && colon != host && len >= 1 && len <= 5 && !colon[1 + len];
}

/* "owner/name", with ".git" and slashes round it or not. */
static bool split_path(struct arena *arena, const char *path, struct repo_remote *remote)
{
    while (*path == '/')
        path++;
    size_t len = strcspn(path, "?#");
    while (len > 0 && path[len - 1] == '/')
        len--;
    if (len > 5 && path[len - 5] != '/' && strncmp(path + len - 4, ".git", 4) == 0)
        len -= 4;
    const char *whole = arena_strndup(arena, path, len);
    const char *slash = strchr(whole, '/');
    if (!slash)
        return false;
    remote->owner = arena_strndup(arena, whole, (size_t)(slash - whole));
    remote->name = slash + 1;
    remote->repository = whole;
    return is_name(remote->owner) && is_name(remote->name);
}

/* Behind "user:password@", as long as that stands before the first slash. */
static const char *behind_user(const char *text)
{
    const char *behind = text;
    for (const char *p = text; *p && *p != '/'; p++)
        if (*p == '@')
            behind = p + 1;
    return behind;
}

static bool parse_url(struct arena *arena, const char *url, const struct scheme *scheme,
                      struct repo_remote *remote)
{
    const char *authority = behind_user(url + strlen(scheme->prefix));
    size_t len = strcspn(authority, "/");
    const char *path = authority + len;
    size_t host_len = strcspn(authority, ":/");
    /* An empty port ("host:") is the usual one (RFC 3986, 3.2.3). */
    bool has_port = host_len + 1 < len;
    const char *port = has_port ? arena_strndup(arena, authority + host_len + 1, len - host_len - 1)
                                : scheme->usual_port;
    if (port[strspn(port, "0123456789")] || strlen(port) > 5)
        return false;
    remote->host = plain_host(arena, authority, host_len);
    const char *with_port = remote->host;
    if (!text_eq(port, scheme->usual_port))
        with_port = arena_printf(arena, "%s:%s", remote->host, port);
    /* The port of ssh says nothing about where the API is. */
    if (scheme->is_web)
        remote->host = with_port;
    if (!is_host(remote->host, scheme->is_web) || !split_path(arena, path, remote))
        return false;
    remote->url = arena_printf(arena, "%s%s%s", scheme->prefix, with_port, path);
    return true;
}

/* [user@]host:path, which git takes for ssh when no slash stands before the colon. */
static bool parse_scp(struct arena *arena, const char *url, struct repo_remote *remote)
{
    const char *host = behind_user(url);
    size_t len = strcspn(host, ":/");
    if (len == 0 || host[len] != ':')
        return false;
    remote->host = plain_host(arena, host, len);
    if (!is_host(remote->host, false) || !split_path(arena, host + len + 1, remote))
        return false;
    remote->url = arena_printf(arena, "%s:%s", remote->host, host + len + 1);
    return true;
}

bool repo_parse_remote(struct arena *arena, const char *url, struct repo_remote *remote)
{
    struct repo_remote parsed = {NULL, NULL, NULL, NULL, NULL};
    bool good = false;
    const struct scheme *scheme = NULL;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes && !scheme; i++)
        if (text_starts(url, schemes[i].prefix))
            scheme = &schemes[i];
    if (scheme)
        good = parse_url(arena, url, scheme, &parsed);
    else if (!strstr(url, "://"))
        good = parse_scp(arena, url, &parsed);
    if (good)
        *remote = parsed;
    return good;
}

/* The first of its URLs, which is the one git fetches from; NULL when there is none. */
static enum code origin_url(git_config *config, struct arena *arena, const char **url,
                            struct err *err)
{
    *url = NULL;
    cleanup_config_iterator git_config_iterator *values = NULL;
    int failed = git_config_multivar_iterator_new(&values, config, "remote.origin.url", NULL);
    git_config_entry *entry;
    if (!failed)
        failed = git_config_next(&entry, values);
    if (failed == GIT_ITEROVER || failed == GIT_ENOTFOUND)
        return OK;
    if (failed)
        return git_fail(err, "cannot read the remote 'origin'");
    *url = arena_strdup(arena, entry->value);
    return OK;
}

/* git-config, url.<base>.insteadOf: the longest value that the URL begins with becomes <base>. */
static enum code rewrite_url(git_config *config, struct arena *arena, const char **url,
                             struct err *err)
{
    static const char prefix[] = "url.";
    static const char suffix[] = ".insteadof";
    const char *base = NULL;
    size_t longest = 0;
    cleanup_config_iterator git_config_iterator *all = NULL;
    int failed = git_config_iterator_new(&all, config);
    git_config_entry *entry;
    while (!failed && (failed = git_config_next(&entry, all)) == 0) {
        if (!text_starts(entry->name, prefix) || !text_ends(entry->name, suffix))
            continue;
        size_t len = strlen(entry->name);
        size_t value_len = entry->value ? strlen(entry->value) : 0;
        if (value_len <= longest || !text_starts(*url, entry->value) ||
            len < strlen(prefix) + strlen(suffix))
            continue;
        longest = value_len;
        base = arena_strndup(arena, entry->name + strlen(prefix),
                             len - strlen(prefix) - strlen(suffix));
    }
    if (failed != GIT_ITEROVER)
        return git_fail(err, "cannot read git's settings");
    if (base)
        *url = arena_printf(arena, "%s%s", base, *url + longest);
    return OK;
}

/* From the settings and not by git_remote_lookup: that one leaks in libgit2 1.5 at every look at
 * a setting, and parses refspecs nobody here asks for. */
enum code repo_origin(struct repo *repo, struct arena *arena, struct repo_remote *remote,
                      bool *found, struct err *err)
{
    *found = false;
    cleanup_config git_config *config = NULL;
    if (git_repository_config_snapshot(&config, repo->git) != 0)
        return git_fail(err, "cannot read git's settings");
    const char *url;
    enum code code = origin_url(config, arena, &url, err);
    if (code == OK && url)
        code = rewrite_url(config, arena, &url, err);
    *found = code == OK && url && repo_parse_remote(arena, url, remote);
    return code;
}
