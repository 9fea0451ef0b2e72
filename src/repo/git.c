#include "repo/git.h"

#include "base/str.h"

/* Trees beyond libgit2's own limit of 4 KiB are parsed anew at every look-up: in big folders
 * that is some hundred times slower. */
#define CACHED_TREE_BYTES ((size_t)16 * 1024 * 1024)

/* A walk through a long history looks at each tree once; kept in memory they would only add up. */
#define CACHE_BYTES ((ptrdiff_t)64 * 1024 * 1024)

/* Extensions that change nothing for who only reads, but that libgit2 1.5 would refuse. */
static const char *const harmless_extensions[] = {"partialclone", "worktreeconfig",
                                                  "preciousobjects"};

enum code git_fail(struct err *err, const char *format, ...)
{
    const git_error *last = git_error_last();
    cleanup_str struct str text;
    str_init(&text, 0);
    va_list args;
    va_start(args, format);
    str_vaddf(&text, format, args);
    va_end(args);
    return err_set(err, ERR_FAILED, "%s: %s", text.p,
                   last && last->message ? last->message : "no reason given");
}

/* Starting takes 4 ms (libgit2 parses all certificates of the system), so it happens once: the
 * first caller's count is never given back. */
static bool started;

enum code git_begin(struct err *err)
{
    int count = git_libgit2_init();
    if (count < 0)
        return git_fail(err, "cannot start libgit2");
    if (started)
        return OK;
    if (git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE, CACHED_TREE_BYTES) < 0 ||
        git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, CACHE_BYTES) < 0 ||
        /* Hashing all that is read doubles the time of a walk; git leaves that to `git fsck`. */
        git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0) < 0 ||
        git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, harmless_extensions,
                         sizeof harmless_extensions / sizeof *harmless_extensions) < 0) {
        enum code code = git_fail(err, "cannot set up libgit2");
        git_end();
        return code;
    }
    started = git_libgit2_init() > 0;
    return OK;
}

void git_end(void)
{
    (void)git_libgit2_shutdown();
}

void git_commitp(git_commit **commit)
{
    git_commit_free(*commit);
}

void git_treep(git_tree **tree)
{
    git_tree_free(*tree);
}

void git_blobp(git_blob **blob)
{
    git_blob_free(*blob);
}

void git_odbp(git_odb **odb)
{
    git_odb_free(*odb);
}
