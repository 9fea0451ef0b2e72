/* What a failure means for the branch. */
#include "app/check/check_room.h"
#include "base/map.h"
#include "base/str.h"
#include "store/repository.h"
#include "store/status.h"

/* sqitch.conf may lie above the folder that it speaks of. */
static bool touches_outside(const struct checking *checking, const char *path)
{
    const struct evidence *evidence = checking->evidence;
    cleanup_err struct err ignored = ERR_INIT;
    struct strlist paths = {0};
    struct presence_files files = {0};
    strlist_add(checking->arena, &paths, path);
    const struct globs globs = globs_of(checking->arena, &paths);
    const struct presence_options options = {.commit = evidence->head.id,
                                             .base = &evidence->base,
                                             .fork = evidence->fork.id,
                                             .work_tree = evidence->work_tree};
    if (presence_read(evidence->repo, checking->arena, &globs, &options, &files, &ignored))
        return false;
    const struct presence_file *file = presence_files_find(&files, path);
    return file && !text_eq(evidence->work_tree ? file->work_id : file->head_id, file->fork_id);
}

bool check_touches(const struct checking *checking, const char *path)
{
    const struct evidence *evidence = checking->evidence;
    if (!path || !evidence->fork.found)
        return false;
    for (size_t i = 0; i < evidence->sources.len; i++) {
        const struct presence_file *file =
            presence_files_find(&evidence->sources.items[i].files, path);
        if (file)
            return !text_eq(evidence->work_tree ? file->work_id : file->head_id, file->fork_id);
    }
    return touches_outside(checking, path);
}

/* As last read from GitHub. */
static enum code read_completed(struct checking *checking, struct err *err)
{
    struct store *store = checking->evidence->store;
    struct store_scope at = {0};
    struct store_repository row = {0};
    struct store_scope_state state = {0};
    struct standings standings = {0};
    struct store_others others = {0};
    bool found = false;
    checking->completed = map_new(checking->arena);
    enum code code =
        store_find_scope(store, checking->arena, checking->evidence->plan->scope,
                         checking->evidence->plan->path, &at, &row, &state, &found, err);
    if (code || !found)
        return code;
    code = store_load_standings(store, checking->arena, at, &standings, &others, err);
    for (size_t i = 0; i < standings.issues.len && !code; i++) {
        const struct standing *issue = &standings.issues.items[i];
        struct standing_words words = {0};
        if (!issue->read || !issue->closed || issue->dropped)
            continue;
        code = store_load_words(store, checking->arena, issue, &words, err);
        if (!code && words.id)
            (void)map_put(checking->completed, words.id, checking);
    }
    return code;
}

enum code check_promised(struct checking *checking, size_t issue, bool *promised, struct err *err)
{
    const struct plan_issue *asked = &checking->evidence->plan->issues.items[issue];
    *promised = asked->closed && text_eq(asked->state_reason, "completed");
    enum code code = *promised || checking->completed ? OK : read_completed(checking, err);
    if (!code && !*promised)
        *promised = map_has(checking->completed, asked->id);
    return code;
}
