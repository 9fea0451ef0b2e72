#include "repo/merge.h"

#include <git2.h>
#include <string.h>

#include "repo/git.h"

static void merge_resultp(git_merge_file_result *result)
{
    git_merge_file_result_free(result);
}

static git_merge_file_input input_of(const char *text)
{
    return (git_merge_file_input){
        .version = GIT_MERGE_FILE_INPUT_VERSION, .ptr = text, .size = strlen(text)};
}

static enum code merge(struct arena *arena, const char *base, const char *ours, const char *theirs,
                       bool *clean, char **merged, struct err *err)
{
    git_merge_file_input ancestor = input_of(base);
    git_merge_file_input our_side = input_of(ours);
    git_merge_file_input their_side = input_of(theirs);
    __attribute__((cleanup(merge_resultp))) git_merge_file_result result = {0};
    if (git_merge_file(&result, &ancestor, &our_side, &their_side, NULL) != 0)
        return git_fail(err, "cannot merge two texts");
    *clean = result.automergeable != 0;
    *merged = *clean ? arena_strndup(arena, result.ptr ? result.ptr : "", result.len) : NULL;
    return OK;
}

enum code repo_merge_texts(void *state, struct arena *arena, const char *base, const char *ours,
                           const char *theirs, bool *clean, char **merged, struct err *err)
{
    (void)state;
    /* It may be called without a repository open. */
    enum code code = git_begin(err);
    if (code != OK)
        return code;
    code = merge(arena, base, ours, theirs, clean, merged, err);
    git_end();
    return code;
}
