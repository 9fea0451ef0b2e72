/* What to do about a revision that is not here: a name that is near, or where it may be. */
#include <string.h>

#include "base/nearest.h"
#include "base/str.h"
#include "repo/git.h"
#include "repo/ref.h"

#define REMOTES "refs/remotes/"

static void reference_iteratorp(git_reference_iterator **iterator)
{
    git_reference_iterator_free(*iterator);
}

struct names {
    struct arena *arena;
    struct nearest nearest;
    const char *elsewhere; /* "origin/topic" for "topic"; NULL */
    bool remote;           /* there are branches of a remote */
};

static void take_name(struct names *names, const char *full)
{
    static const char *const folders[] = {"refs/heads/", "refs/tags/", REMOTES};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        if (!text_starts(full, folders[i]))
            continue;
        const char *name = arena_strdup(names->arena, full + strlen(folders[i]));
        const char *slash = text_starts(full, REMOTES) ? strchr(name, '/') : NULL;
        names->remote |= slash != NULL;
        if (slash && text_eq(slash + 1, "HEAD"))
            return;
        if (slash && text_eq(slash + 1, names->nearest.wanted))
            names->elsewhere = name;
        nearest_try(&names->nearest, name);
    }
}

/* Only for help: what cannot be read is not near. */
static void read_names(struct repo *repo, struct names *names)
{
    __attribute__((cleanup(reference_iteratorp))) git_reference_iterator *iterator = NULL;
    const char *full = NULL;
    if (git_reference_iterator_new(&iterator, repo->git) != 0)
        return;
    while (git_reference_next_name(&full, iterator) == 0)
        take_name(names, full);
}

static const char *help(struct repo *repo, struct arena *arena, const char *text,
                        const struct ref *ref)
{
    struct names names = {.arena = arena, .nearest = nearest_init(text)};
    const bool is_name = strpbrk(text, "~^:@{ ") == NULL;
    read_names(repo, &names);
    if (names.elsewhere)
        return arena_printf(arena, "did you mean '%s'?", names.elsewhere);
    if (is_name && names.nearest.best)
        return nearest_help(arena, &names.nearest);
    if (ref->help)
        return ref->help;
    if (!is_name)
        return "git log --oneline --all lists the commits that are here";
    return names.remote ? "git branch --all and git tag list what is here; git fetch brings what "
                          "the remote has since"
                        : "git branch --all and git tag list what is here";
}

enum code ref_need(struct repo *repo, struct arena *arena, const char *option, const char *text,
                   struct ref *ref, struct err *err)
{
    const char *sign = option ? ": " : "", *where = option ? option : "";
    struct err trouble cleanup_err = ERR_INIT;
    enum code code = ref_resolve(repo, arena, text, ref, &trouble);
    if (code == ERR_USAGE) {
        (void)err_set(err, code, "%s%s%s", where, sign, trouble.message);
        return err_hint(err, "%s", help(repo, arena, text, ref));
    }
    if (code || ref->found)
        return code ? err_move(err, &trouble) : OK;
    (void)err_set(err, ERR_USAGE, "%s%sthere is no '%s' in this clone%s%s%s", where, sign, text,
                  ref->unknown ? " (" : "", ref->unknown ? ref->unknown : "",
                  ref->unknown ? ")" : "");
    return err_hint(err, "%s", help(repo, arena, text, ref));
}
