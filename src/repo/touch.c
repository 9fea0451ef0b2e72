#include "repo/touch.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "repo/trailers.h"

/* Of a name or a subject; what is longer helps nobody. */
#define TEXT_BYTES 500

void touching_init(struct touching *touching, struct repo *repo, const char *folder, touch_fn visit,
                   void *state)
{
    *touching = (struct touching){.repo = repo, .visit = visit, .state = state, .complete = true};
    str_init(&touching->path, 0);
    str_add(&touching->path, folder);
}

void touching_release(struct touching *touching)
{
    str_release(&touching->path);
}

static struct place place_of(const git_tree_entry *entry)
{
    if (!entry)
        return (struct place){0};
    return (struct place){true, *git_tree_entry_id(entry), git_tree_entry_filemode(entry)};
}

static bool is_folder(const struct place *place)
{
    return place->found && place->mode == GIT_FILEMODE_TREE;
}

static enum code open_folder(struct touching *touching, const struct place *place, git_tree **tree,
                             struct err *err)
{
    *tree = NULL;
    if (!is_folder(place))
        return OK;
    int failed = git_tree_lookup(tree, touching->repo->git, &place->id);
    if (failed == GIT_ENOTFOUND)
        touching->complete = false;
    else if (failed)
        return git_fail(err, "cannot read the folder '%s'", touching->path.p);
    return OK;
}

/* A commit has seldom more than two parents; an octopus of more is compared with the first ones. */
#define PARENTS_MAX 16

struct folders {
    git_tree *at, *parents[PARENTS_MAX];
    size_t count;
};

static void folders_close(struct folders *folders)
{
    git_tree_free(folders->at);
    for (size_t i = 0; i < folders->count; i++)
        git_tree_free(folders->parents[i]);
}

static enum code look(struct touching *touching, const struct place *at,
                      const struct place *parents, size_t count, int depth, struct err *err);

static struct place place_in(const git_tree *folder, const char *name)
{
    return place_of(folder ? git_tree_entry_byname(folder, name) : NULL);
}

static bool is_in_a_parent(const struct folders *folders, const char *name,
                           const struct place *place)
{
    for (size_t i = 0; i < folders->count; i++) {
        struct place before = place_in(folders->parents[i], name);
        if (place_same(place, &before) && place->mode == before.mode)
            return true;
    }
    return false;
}

static size_t path_add(struct touching *touching, const char *name)
{
    size_t above = touching->path.len;
    if (above)
        str_addc(&touching->path, '/');
    str_add(&touching->path, name);
    return above;
}

static enum code visit_file(struct touching *touching, struct err *err)
{
    if (touching->globs && !globs_match(touching->globs, touching->path.p))
        return OK;
    return touching->visit(touching->state, touching->path.p, err);
}

static bool may_reach(const struct touching *touching)
{
    return !touching->globs || globs_reach(touching->globs, touching->path.p);
}

static enum code look_at_entry(struct touching *touching, const struct folders *folders,
                               const git_tree_entry *entry, int depth, struct err *err)
{
    const char *name = git_tree_entry_name(entry);
    struct place place = place_of(entry);
    if (is_in_a_parent(folders, name, &place))
        return OK;
    size_t above = path_add(touching, name);
    enum code code = OK;
    if (!is_folder(&place)) {
        code = visit_file(touching, err);
    } else if (may_reach(touching)) {
        struct place before[PARENTS_MAX] = {{0}};
        for (size_t i = 0; i < folders->count; i++)
            before[i] = place_in(folders->parents[i], name);
        code = look(touching, &place, before, folders->count, depth + 1, err);
    }
    str_truncate(&touching->path, above);
    return code;
}

/* What all parents have and the commit has not. */
static enum code look_at_removed(struct touching *touching, const struct folders *folders,
                                 const git_tree_entry *entry, int depth, struct err *err)
{
    const char *name = git_tree_entry_name(entry);
    if (folders->at && git_tree_entry_byname(folders->at, name))
        return OK;
    for (size_t i = 1; i < folders->count; i++)
        if (!place_in(folders->parents[i], name).found)
            return OK;
    struct place before = place_of(entry);
    size_t above = path_add(touching, name);
    enum code code = OK;
    if (!is_folder(&before))
        code = visit_file(touching, err);
    else if (may_reach(touching))
        code = look(touching, &(struct place){0}, &before, 1, depth + 1, err);
    str_truncate(&touching->path, above);
    return code;
}

static enum code look(struct touching *touching, const struct place *at,
                      const struct place *parents, size_t count, int depth, struct err *err)
{
    if (depth == LIMIT_TREE_DEPTH)
        return err_set(err, ERR_CEILING, "'%s' is deeper than the limit of %d folders",
                       touching->path.p, LIMIT_TREE_DEPTH);
    __attribute__((cleanup(folders_close))) struct folders folders = {0};
    enum code code = open_folder(touching, at, &folders.at, err);
    for (size_t i = 0; i < count && code == OK; i++)
        code = open_folder(touching, &parents[i], &folders.parents[folders.count++], err);
    size_t entries = folders.at ? git_tree_entrycount(folders.at) : 0;
    for (size_t i = 0; i < entries && code == OK; i++)
        code = look_at_entry(touching, &folders, git_tree_entry_byindex(folders.at, i), depth, err);
    const git_tree *before = touching->removed && count > 0 ? folders.parents[0] : NULL;
    entries = before ? git_tree_entrycount(before) : 0;
    for (size_t i = 0; i < entries && code == OK; i++)
        code = look_at_removed(touching, &folders, git_tree_entry_byindex(before, i), depth, err);
    return code;
}

enum code touched_files(struct touching *touching, const struct place *at,
                        const struct place *parents, size_t parent_count, struct err *err)
{
    if (!is_folder(at))
        return OK;
    if (parent_count > PARENTS_MAX)
        parent_count = PARENTS_MAX;
    for (size_t i = 0; i < parent_count; i++)
        if (place_same(at, &parents[i]))
            return OK;
    return look(touching, at, parents, parent_count, 0, err);
}

enum code touched_by(struct touching *touching, struct arena *scratch, const struct walk *walk,
                     const git_commit *commit, const struct walk_node *node, struct err *err)
{
    if (!is_folder(&node->place))
        return OK;
    size_t count = git_commit_parentcount(commit);
    if (walk->first_parent && count > 1)
        count = 1;
    struct place *parents = arena_calloc(scratch, count + 1, sizeof *parents);
    for (size_t i = 0; i < count; i++) {
        const struct walk_node *parent = walk_seen(walk, git_commit_parent_id(commit, (unsigned)i));
        if (parent)
            parents[i] = parent->place;
    }
    return touched_files(touching, &node->place, parents, count, err);
}

static const char *clean(struct arena *arena, const char *text)
{
    return text ? utf8_repair(arena, text, strnlen(text, TEXT_BYTES)) : "";
}

struct landing_commit touch_commit(struct arena *arena, git_commit *commit)
{
    char hex[GIT_OID_HEXSZ + 1];
    const git_signature *author = git_commit_author(commit);
    const char *message = git_commit_message(commit);
    return (struct landing_commit){
        .id = arena_strdup(arena, git_oid_tostr(hex, sizeof hex, git_commit_id(commit))),
        .at_ms = (int64_t)git_commit_time(commit) * 1000,
        .author = clean(arena, author ? author->name : NULL),
        .subject = clean(arena, git_commit_summary(commit)),
        .issues = trailers_issues(arena, message ? message : "")};
}
