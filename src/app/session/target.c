#include "app/session/target.h"

#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "model/limits.h"

static bool name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

static bool name_valid(const char *name, size_t most)
{
    size_t len = strlen(name);
    if (len == 0 || len > most || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return false;
    for (size_t i = 0; i < len; i++)
        if (!name_char(name[i]))
            return false;
    return true;
}

bool target_split(struct arena *arena, const char *repository, const char **owner,
                  const char **name)
{
    const char *slash = repository ? strchr(repository, '/') : NULL;
    if (!slash)
        return false;
    const char *left = arena_strndup(arena, repository, (size_t)(slash - repository));
    const char *right = arena_strdup(arena, slash + 1);
    if (!name_valid(left, GITHUB_OWNER_POINTS) || !name_valid(right, GITHUB_REPOSITORY_POINTS))
        return false;
    *owner = left;
    *name = right;
    return true;
}

const char *target_host(struct arena *arena, const char *api_url)
{
    const char *start = strstr(api_url, "://");
    start = start ? start + 3 : api_url;
    size_t len = strcspn(start, "/");
    const char *host = arena_strndup(arena, start, len);
    return strcasecmp(host, "api.github.com") == 0 ? "github.com" : host;
}

struct candidate {
    const char *from, *name;
};

static enum code refuse_disagreement(const struct candidate *list, size_t count,
                                     struct arena *arena, struct err *err)
{
    struct str text;
    str_init(&text, 0);
    for (size_t i = 0; i < count; i++)
        if (list[i].name)
            str_addf(&text, "%s'%s' (%s)", text.len ? ", " : "", list[i].name, list[i].from);
    const char *all = str_dup(&text, arena);
    str_release(&text);
    err_set(err, ERR_REFUSED, "several repositories are named: %s", all);
    return err_hint(err, "say which one is meant: --repo OWNER/NAME");
}

enum code target_choose(struct app *app, const struct plan *plan, const char *origin, bool writes,
                        const char **repository, struct err *err)
{
    const struct candidate list[] = {{"the plan", plan ? plan->repository : NULL},
                                     {"GITHUB_REPOSITORY", app->repo_env},
                                     {"remote origin", origin}};
    const size_t count = sizeof list / sizeof list[0];
    const char *chosen = app->repo, *from = "--repo";
    for (size_t i = 0; i < count; i++) {
        if (!list[i].name || app->repo)
            continue;
        if (!chosen) {
            chosen = list[i].name;
            from = list[i].from;
        } else if (writes && strcasecmp(chosen, list[i].name) != 0) {
            return refuse_disagreement(list, count, app->arena, err);
        }
    }
    const char *owner, *name;
    if (!chosen) {
        if (app->origin_host)
            err_set(err, ERR_USAGE, "no repository is named: origin is at '%s', not at github.com",
                    app->origin_host);
        else
            err_set(err, ERR_USAGE, "no repository is named");
        return err_hint(err, "give --repo OWNER/NAME, or write repository: in the plan");
    }
    if (!target_split(app->arena, chosen, &owner, &name)) {
        err_set(err, ERR_USAGE, "%s: '%s' is not OWNER/NAME", from, chosen);
        return err_hint(err, "write it as in the address: acme/data-pipeline");
    }
    *repository = chosen;
    return OK;
}
