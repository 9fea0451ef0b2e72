#include "app/session/base_text.h"

#include "app/session/session.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/str.h"
#include "engine/normal.h"
#include "render/issue_block.h"
#include "repo/history.h"
#include "repo/repo.h"
#include "spec/spec.h"

/* How many earlier plans are read again; older bases are a conflict, which a person settles. */
#define EARLIER_MAX 200

struct walk {
    struct session *session;
    struct repo *repo;
    const char *main_path;   /* in the work tree */
    const char *folder;      /* a scratch folder that earlier files are put into */
    struct strlist included; /* in the work tree */
};

static enum code put_file(struct walk *walk, const char *path, const char *bytes, size_t len,
                          struct err *err)
{
    struct arena *arena cleanup_arena = arena_new();
    const char *target = path_join(arena, walk->folder, path);
    enum code code = dir_make(path_dir(arena, target), 0700, err);
    return code ? code : file_write_atomic(target, bytes, len, 0600, err);
}

/* The files of one commit, side by side as they were. */
static enum code check_out(struct walk *walk, const char *commit, bool *found, struct err *err)
{
    struct arena *arena cleanup_arena = arena_new();
    char *bytes = NULL;
    size_t len = 0;
    enum code code = history_read(walk->repo, arena, commit, walk->main_path, LIMIT_SPEC_BYTES,
                                  &bytes, &len, found, err);
    if (!code && *found)
        code = put_file(walk, walk->main_path, bytes, len, err);
    for (size_t i = 0; !code && *found && i < walk->included.len; i++) {
        bool there = false;
        code = history_read(walk->repo, arena, commit, walk->included.items[i], LIMIT_SPEC_BYTES,
                            &bytes, &len, &there, err);
        if (!code && there)
            code = put_file(walk, walk->included.items[i], bytes, len, err);
    }
    return code;
}

/* A revision that cannot be read as a plan is no base; it is passed over. */
static enum code visit(void *state, const struct history_revision *revision, bool *stop,
                       struct err *err)
{
    struct walk *walk = state;
    struct session *session = walk->session;
    bool found = false;
    enum code code = check_out(walk, revision->commit, &found, err);
    if (code || !found)
        return code;
    struct diags diags = {0};
    struct plan *plan = NULL;
    struct err ignored cleanup_err = ERR_INIT;
    const char *path = path_join(session->arena, walk->folder, walk->main_path);
    if (spec_load(session->arena, path, &plan, &diags, &ignored) == OK && plan)
        VEC_PUSH(session->arena, &session->earlier->items, plan);
    *stop = session->earlier->items.len >= EARLIER_MAX;
    return OK;
}

/* Paths of the plan's files inside the work tree. */
static enum code name_files(struct walk *walk, struct err *err)
{
    struct session *session = walk->session;
    const struct strlist *sources = &session->plan->sources;
    enum code code =
        repo_relative(walk->repo, session->arena, session->app->spec_file, &walk->main_path, err);
    for (size_t i = 1; !code && i < sources->len; i++) {
        const char *relative = NULL;
        code = repo_relative(walk->repo, session->arena, sources->items[i], &relative, err);
        if (!code && relative)
            strlist_add(session->arena, &walk->included, relative);
    }
    return code;
}

static enum code walk_history(struct walk *walk, struct err *err)
{
    char *folder = NULL;
    enum code code = name_files(walk, err);
    if (code || !walk->main_path)
        return code;
    code = dir_make_temp(walk->session->arena, "roadmap", &folder, err);
    if (code)
        return code;
    walk->folder = folder;
    const char *path =
        walk->included.len ? path_dir(walk->session->arena, walk->main_path) : walk->main_path;
    bool complete = false;
    code = history_walk(walk->repo, text_eq(path, ".") ? "" : path, visit, walk, &complete, err);
    dir_remove_tree(folder);
    return code;
}

static enum code load_earlier(struct session *session, struct err *err)
{
    session->earlier = ARENA_NEW(session->arena, struct earlier_plans);
    struct repo *repo cleanup_repo = NULL;
    bool found = false;
    enum code code = render_issue_template(session->arena, NULL, &session->earlier->template, err);
    if (!code)
        code = repo_open(session->app->folder, &repo, &found, err);
    if (code || !found)
        return code;
    struct walk walk = {.session = session, .repo = repo};
    return walk_history(&walk, err);
}

static enum code block_of(struct arena *arena, const struct earlier_plans *earlier,
                          const struct plan *plan, enum kind kind, const char *id, char **block,
                          struct err *err)
{
    const struct plan_issue *issue = kind == KIND_ISSUE ? plan_find_issue(plan, id) : NULL;
    const struct plan_milestone *milestone =
        kind == KIND_MILESTONE ? plan_find_milestone(plan, id) : NULL;
    *block = NULL;
    if (issue && issue->text_given)
        return render_issue_block(arena, plan, issue, &earlier->template, block, err);
    if (milestone)
        return render_milestone_block(arena, plan, milestone, block, err);
    return OK;
}

enum code base_text_find(void *state, struct arena *arena, enum kind kind, const char *id,
                         const char *hash, const char **text, struct err *err)
{
    struct session *session = state;
    *text = NULL;
    enum code code = session->earlier ? OK : load_earlier(session, err);
    for (size_t i = 0; !code && !*text && i < session->earlier->items.len; i++) {
        char *block = NULL;
        code = block_of(arena, session->earlier, session->earlier->items.items[i], kind, id, &block,
                        err);
        if (code || !block)
            continue;
        if (text_eq(hash_kind(arena, "b", normal_block(arena, block)), hash))
            *text = block;
    }
    return code;
}
