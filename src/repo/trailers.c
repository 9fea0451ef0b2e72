#include "repo/trailers.h"

#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "model/key.h"
#include "repo/state.h"
#include "repo/touch.h"

static void add_ids(struct arena *arena, struct strlist *issues, const char *value)
{
    static const char between[] = ", \t;";
    while (*value) {
        value += strspn(value, between);
        size_t len = strcspn(value, between);
        const char *id = arena_strndup(arena, value, len);
        if (key_id_valid(id) && !strlist_has(issues, id))
            strlist_add(arena, issues, id);
        value += len;
    }
}

/* Most messages have no such word at all, which is found out much faster than its trailers. */
static bool may_have(const char *message)
{
    return strcasestr(message, "roadmap") != NULL;
}

struct strlist trailers_issues(struct arena *arena, const char *message)
{
    struct strlist issues = {0};
    git_message_trailer_array trailers = {0};
    if (!may_have(message) || git_message_trailers(&trailers, message) != 0)
        return issues;
    for (size_t i = 0; i < trailers.count; i++)
        if (strcasecmp(trailers.trailers[i].key, "Roadmap") == 0)
            add_ids(arena, &issues, trailers.trailers[i].value);
    git_message_trailer_array_free(&trailers);
    return issues;
}

struct reading {
    struct arena *arena;
    const struct range_options *options;
    struct range *range;
    struct strlist paths; /* of the commit that is looked at */
};

static enum code keep_path(void *state, const char *path, struct err *err)
{
    (void)err;
    struct reading *reading = state;
    strlist_add(reading->arena, &reading->paths, arena_strdup(reading->arena, path));
    return OK;
}

static enum code read_commit(struct reading *reading, struct touching *touching, struct walk *walk,
                             git_commit *commit, const struct walk_node *node, struct err *err)
{
    cleanup_arena struct arena *scratch = arena_new();
    reading->paths = (struct strlist){0};
    enum code code = OK;
    if (reading->options->globs)
        code = touched_by(touching, scratch, walk, commit, node, err);
    const char *message = git_commit_message(commit);
    bool named = message && trailers_issues(scratch, message).len > 0;
    if (code != OK || (!named && reading->paths.len == 0))
        return code;
    struct range_commit *kept = VEC_ADD(reading->arena, &reading->range->commits);
    kept->commit = touch_commit(reading->arena, commit);
    kept->paths = reading->paths;
    strlist_sort_unique(&kept->paths);
    return OK;
}

static enum code push(struct walk *walk, const char *hex, bool hidden, struct err *err)
{
    git_oid id;
    if (git_oid_fromstr(&id, hex) != 0)
        return git_fail(err, "cannot read the commit '%s'", hex);
    return walk_push(walk, &id, hidden, err);
}

/* Hidden commits may turn up after those they hide: what came out too early is taken back. */
static void drop_hidden(struct range *range, const struct walk *walk)
{
    size_t kept = 0;
    for (size_t i = 0; i < range->commits.len; i++) {
        git_oid id;
        (void)git_oid_fromstr(&id, range->commits.items[i].commit.id);
        const struct walk_node *node = walk_seen(walk, &id);
        if (!node || !node->hidden)
            range->commits.items[kept++] = range->commits.items[i];
    }
    range->commits.len = kept;
}

enum code range_read(struct repo *repo, struct arena *arena, const struct range_options *options,
                     struct range *range, struct err *err)
{
    *range = (struct range){0};
    cleanup_arena struct arena *scratch = arena_new();
    struct walk walk cleanup_walk;
    walk_init(&walk, repo, scratch, "");
    struct reading reading = {.arena = arena, .options = options, .range = range};
    struct touching touching cleanup_touching;
    touching_init(&touching, repo, "", keep_path, &reading);
    touching.globs = options->globs;
    touching.removed = true;
    enum code code = options->base ? push(&walk, options->base, true, err) : OK;
    if (code == OK)
        code = push(&walk, options->tip, false, err);
    for (size_t commits = 0; code == OK; commits++) {
        cleanup_commit git_commit *commit = NULL;
        struct walk_node *node;
        code = walk_next(&walk, &commit, &node, err);
        if (code != OK || !commit)
            break;
        range->truncated =
            commits == LIMIT_HISTORY_COMMITS || range->commits.len == options->max_commits;
        if (range->truncated)
            break;
        code = read_commit(&reading, &touching, &walk, commit, node, err);
    }
    drop_hidden(range, &walk);
    const char *help;
    if (!walk.complete || !touching.complete)
        range->unknown = repo_why_missing(repo, &help);
    return code;
}
