#include "repo/ref.h"

#include <string.h>

#include "base/str.h"
#include "repo/state.h"
#include "repo/walk.h"

#define SHORT_ID 7

static void git_objectp(git_object **object)
{
    git_object_free(*object);
}
#define cleanup_object __attribute__((cleanup(git_objectp)))

static void git_referencep(git_reference **reference)
{
    git_reference_free(*reference);
}

static void set_found(struct arena *arena, struct ref *ref, const git_oid *id)
{
    char hex[GIT_OID_HEXSZ + 1];
    ref->found = true;
    ref->id = arena_strdup(arena, git_oid_tostr(hex, sizeof hex, id));
}

static void set_name(struct arena *arena, struct ref *ref, const char *text)
{
    bool is_id =
        strlen(text) == GIT_OID_HEXSZ && strspn(text, "0123456789abcdefABCDEF") == GIT_OID_HEXSZ;
    ref->name = arena_strndup(arena, text, is_id ? SHORT_ID : strlen(text));
}

enum code ref_resolve(struct repo *repo, struct arena *arena, const char *text, struct ref *ref,
                      struct err *err)
{
    *ref = (struct ref){0};
    set_name(arena, ref, text);
    cleanup_object git_object *object = NULL;
    cleanup_object git_object *commit = NULL;
    int failed = git_revparse_single(&object, repo->git, text);
    if (!failed)
        failed = git_object_peel(&commit, object, GIT_OBJECT_COMMIT);
    if (failed == GIT_EAMBIGUOUS)
        return err_set(err, ERR_FAILED, "more than one object of the repository begins with '%s'",
                       text);
    if (failed == GIT_EINVALIDSPEC || failed == GIT_EPEEL)
        return err_set(err, object ? ERR_FAILED : ERR_USAGE, "'%s' is no commit", text);
    if (failed && failed != GIT_ENOTFOUND)
        return git_fail(err, "cannot read '%s'", text);
    if (!failed)
        set_found(arena, ref, git_object_id(commit));
    else if (object || repo_is_shallow(repo))
        ref->unknown = repo_why_missing(repo, &ref->help);
    return OK;
}

enum code ref_head(struct repo *repo, struct arena *arena, struct ref *ref, struct err *err)
{
    *ref = (struct ref){.name = "HEAD"};
    __attribute__((cleanup(git_referencep))) git_reference *head = NULL;
    int failed = git_repository_head(&head, repo->git);
    if (failed == GIT_EUNBORNBRANCH || failed == GIT_ENOTFOUND)
        return OK;
    if (failed)
        return git_fail(err, "cannot read 'HEAD'");
    set_found(arena, ref, git_reference_target(head));
    if (git_reference_is_branch(head))
        ref->name = arena_strdup(arena, git_reference_shorthand(head));
    else
        set_name(arena, ref, ref->id);
    return OK;
}

/* The commit a reference stands for, also through a symbolic one or a tag. */
static enum code try_reference(struct repo *repo, struct arena *arena, const char *full,
                               const char *name, struct ref *ref, struct err *err)
{
    __attribute__((cleanup(git_referencep))) git_reference *reference = NULL;
    int failed = git_reference_lookup(&reference, repo->git, full);
    if (failed == GIT_ENOTFOUND || failed == GIT_EINVALIDSPEC)
        return OK;
    cleanup_object git_object *commit = NULL;
    if (!failed)
        failed = git_reference_peel(&commit, reference, GIT_OBJECT_COMMIT);
    if (failed)
        return git_fail(err, "cannot read '%s'", full);
    ref->name = name;
    set_found(arena, ref, git_object_id(commit));
    return OK;
}

enum code ref_branch(struct repo *repo, struct arena *arena, const char *branch, struct ref *ref,
                     struct err *err)
{
    *ref = (struct ref){.name = arena_strdup(arena, branch)};
    enum code code =
        try_reference(repo, arena, arena_printf(arena, "refs/remotes/origin/%s", branch),
                      arena_printf(arena, "origin/%s", branch), ref, err);
    if (code == OK && !ref->found)
        code = try_reference(repo, arena, arena_printf(arena, "refs/heads/%s", branch), ref->name,
                             ref, err);
    if (code != OK || ref->found)
        return code;
    ref->unknown = arena_printf(arena, "'%s' is not in this clone", branch);
    ref->help = arena_printf(arena,
                             "git fetch origin %s:refs/remotes/origin/%s; in GitHub Actions "
                             "'fetch-depth: 0' of actions/checkout",
                             branch, branch);
    return OK;
}

enum code ref_default(struct repo *repo, struct arena *arena, const char *base_ref,
                      const char *setting, struct ref *ref, struct err *err)
{
    const char *branch;
    enum code code = repo_default_branch(repo, arena, base_ref, setting, &branch, err);
    if (code != OK)
        return code;
    if (branch)
        return ref_branch(repo, arena, branch, ref, err);
    *ref = (struct ref){.name = "the default branch",
                        .unknown = "no default branch is known",
                        .help = "git remote set-head origin --auto, or name it in "
                                "ROADMAP_DEFAULT_BRANCH"};
    return OK;
}

enum code ref_time(struct repo *repo, const char *commit, int64_t *at_ms, struct err *err)
{
    git_oid id;
    cleanup_commit git_commit *found = NULL;
    if (git_oid_fromstr(&id, commit) != 0 || git_commit_lookup(&found, repo->git, &id) != 0)
        return git_fail(err, "cannot read the commit '%.7s'", commit);
    *at_ms = (int64_t)git_commit_time(found) * 1000;
    return OK;
}

enum code ref_merge_base(struct repo *repo, struct arena *arena, const char *a, const char *b,
                         struct ref *ref, struct err *err)
{
    *ref = (struct ref){0};
    ref->name = "the merge base";
    git_oid one, two;
    if (git_oid_fromstr(&one, a) != 0 || git_oid_fromstr(&two, b) != 0)
        return git_fail(err, "cannot read '%s' and '%s'", a, b);
    /* Not git_merge_base: at the edge of a shallow clone it fails although it is further than the
     * answer, and leaks. */
    cleanup_arena struct arena *scratch = arena_new();
    struct walk walk cleanup_walk;
    walk_init(&walk, repo, scratch, "");
    enum code code = walk_push(&walk, &two, true, err);
    if (code == OK)
        code = walk_push(&walk, &one, false, err);
    cleanup_commit git_commit *commit = NULL;
    for (bool more = true; code == OK && more; more = commit != NULL) {
        struct walk_node *node;
        git_commit_free(commit);
        code = walk_next(&walk, &commit, &node, err);
    }
    if (code != OK)
        return code;
    if (walk.joint) {
        set_found(arena, ref, &walk.joint->id);
        set_name(arena, ref, ref->id);
    } else if (!walk.complete) {
        ref->unknown = repo_why_missing(repo, &ref->help);
    }
    return OK;
}
