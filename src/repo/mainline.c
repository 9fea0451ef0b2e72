#include "repo/mainline.h"

#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/str.h"
#include "repo/state.h"
#include "repo/walk.h"

/* The file and its folder in one commit. */
struct stand {
    struct place file, folder;
};

struct mainline {
    struct repo *repo;
    struct arena *arena; /* paths and ways: renames are few */
    const char *path;
    bool renamed; /* `until` was read under another name: it says nothing of this file */
    struct way file, folder;
    struct mainline_end *end;
};

static const char *why_missing(const struct repo *repo)
{
    const char *help;
    return repo_why_missing(repo, &help);
}

static void follow(struct mainline *line, const char *path)
{
    const char *folder = path_dir(line->arena, path);
    line->path = path;
    way_init(&line->file, line->repo, line->arena, path);
    way_init(&line->folder, line->repo, line->arena, strcmp(folder, ".") == 0 ? "" : folder);
}

static enum code look(struct mainline *line, const git_commit *commit, struct stand *stand,
                      struct err *err)
{
    const git_oid *root = git_commit_tree_id(commit);
    bool here = true, folder_here = true;
    enum code code = way_find(&line->file, root, &stand->file, &here, err);
    if (!code)
        code = way_find(&line->folder, root, &stand->folder, &folder_here, err);
    if (!place_is_file(&stand->file))
        stand->file = (struct place){0};
    if (!here || !folder_here)
        line->end->unknown = why_missing(line->repo);
    return code;
}

static bool is_same(const struct stand *a, const struct stand *b)
{
    /* Without the file, what else is in its folder says nothing. */
    return place_same(&a->file, &b->file) && (!a->file.found || place_same(&a->folder, &b->folder));
}

static enum code tell(const struct mainline *line, const git_commit *commit,
                      const struct stand *stand, mainline_fn visit, void *state, struct err *err)
{
    char id[GIT_OID_HEXSZ + 1], file[GIT_OID_HEXSZ + 1], folder[GIT_OID_HEXSZ + 1];
    const struct mainline_step step = {
        .commit = git_oid_tostr(id, sizeof id, git_commit_id(commit)),
        .at_ms = (int64_t)git_commit_time(commit) * 1000,
        .path = stand->file.found ? line->path : NULL,
        .file_id = git_oid_tostr(file, sizeof file, &stand->file.id),
        .folder_id = git_oid_tostr(folder, sizeof folder, &stand->folder.id)};
    return visit(state, &step, err);
}

static void diffp(git_diff **diff)
{
    git_diff_free(*diff);
}

/* The name in the parent of a file that the commit has under line->path; NULL: it is new. */
static enum code former_path(const struct mainline *line, git_commit *commit, git_commit *parent,
                             const char **path, struct err *err)
{
    cleanup_tree git_tree *now = NULL, *before = NULL;
    git_diff *diff __attribute__((cleanup(diffp))) = NULL;
    git_diff_find_options find;
    *path = NULL;
    if (git_diff_find_options_init(&find, GIT_DIFF_FIND_OPTIONS_VERSION) != 0)
        return git_fail(err, "cannot look for the former name of '%s'", line->path);
    find.flags = GIT_DIFF_FIND_RENAMES;
    if (git_commit_tree(&now, commit) != 0 || git_commit_tree(&before, parent) != 0)
        return OK; /* a partial clone: said already */
    if (git_diff_tree_to_tree(&diff, line->repo->git, before, now, NULL) != 0 ||
        git_diff_find_similar(diff, &find) != 0)
        return git_fail(err, "cannot look for the former name of '%s'", line->path);
    for (size_t i = 0; i < git_diff_num_deltas(diff); i++) {
        const git_diff_delta *delta = git_diff_get_delta(diff, i);
        if (delta->status == GIT_DELTA_RENAMED && strcmp(delta->new_file.path, line->path) == 0)
            *path = arena_strdup(line->arena, delta->old_file.path);
    }
    return OK;
}

/* The first parent; NULL at the beginning, or where the clone ends. */
static enum code parent_of(struct mainline *line, git_commit *commit, git_commit **parent,
                           struct err *err)
{
    *parent = NULL;
    if (git_commit_parentcount(commit) == 0)
        return OK;
    const int failed = git_commit_parent(parent, commit, 0);
    if (failed == GIT_ENOTFOUND) {
        line->end->unknown = why_missing(line->repo);
        return OK;
    }
    return failed ? git_fail(err, "cannot read a commit") : OK;
}

static enum code step_back(struct mainline *line, git_commit *commit, const struct stand *stand,
                           git_commit *parent, struct stand *before, mainline_fn visit, void *state,
                           struct err *err)
{
    enum code code = look(line, parent, before, err);
    if (code || is_same(stand, before))
        return code;
    code = tell(line, commit, stand, visit, state, err);
    if (code || !stand->file.found || before->file.found)
        return code;
    const char *former = NULL;
    code = former_path(line, commit, parent, &former, err);
    if (code || !former)
        return code;
    follow(line, former);
    line->renamed = true;
    return look(line, parent, before, err);
}

static enum code walk_back(struct mainline *line, git_commit *tip, const git_oid *until,
                           mainline_fn visit, void *state, struct err *err)
{
    cleanup_commit git_commit *commit = tip;
    struct stand stand;
    enum code code = look(line, commit, &stand, err);
    for (size_t commits = 0; !code; commits++) {
        cleanup_commit git_commit *parent = NULL;
        struct stand before = {0};
        if (interrupt_requested())
            return err_set(err, ERR_INTERRUPTED, "interrupted while reading the git history");
        if (until && !line->renamed && git_oid_equal(git_commit_id(commit), until)) {
            line->end->reached = true;
            return OK;
        }
        code = parent_of(line, commit, &parent, err);
        if (!code && commits == LIMIT_HISTORY_COMMITS) {
            line->end->unknown = "only the newest commits are read";
            return tell(line, commit, &stand, visit, state, err);
        }
        if (!code && !parent)
            return tell(line, commit, &stand, visit, state, err);
        if (!code)
            code = step_back(line, commit, &stand, parent, &before, visit, state, err);
        git_commit *left = commit;
        commit = parent;
        parent = left;
        stand = before;
    }
    return code;
}

enum code mainline_walk(struct repo *repo, const struct mainline_options *options,
                        mainline_fn visit, void *state, struct mainline_end *end, struct err *err)
{
    struct arena *arena cleanup_arena = arena_new();
    struct mainline line = {.repo = repo, .arena = arena, .end = end};
    git_oid tip, until;
    git_commit *commit = NULL;
    *end = (struct mainline_end){0};
    follow(&line, options->path);
    if (git_oid_fromstr(&tip, options->tip) != 0 ||
        git_commit_lookup(&commit, repo->git, &tip) != 0)
        return git_fail(err, "cannot read the commit '%s'", options->tip);
    const bool known = options->until && git_oid_fromstr(&until, options->until) == 0;
    return walk_back(&line, commit, known ? &until : NULL, visit, state, err);
}
