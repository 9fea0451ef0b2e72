/* Which checks of the plan the branch wrote or changed. */
#include "app/check/check_room.h"
#include "app/evidence/implied.h"
#include "base/limits.h"
#include "base/map.h"
#include "repo/history.h"
#include "spec/spec.h"

static const char *words_of(struct arena *arena, const char *issue, const struct plan_check *check)
{
    return check_hash(arena, issue, check->kind, check->id ? check->id : "",
                      check->source ? check->source : "", check->params ? check->params : "", NULL);
}

/* The plan's files as they were where the branch began. *found false: the plan was not there. */
static enum code read_overlay(struct checking *checking, struct spec_overlay *overlay, bool *found,
                              struct err *err)
{
    struct evidence *evidence = checking->evidence;
    struct arena *arena = checking->arena;
    const struct strlist *sources = &evidence->plan->sources;
    enum code code = OK;
    for (uint32_t i = 0; i < sources->len && !code; i++) {
        struct spec_overlay_file file = {.path = sources->items[i], .bytes = ""};
        const char *relative = NULL;
        char *bytes = NULL;
        bool there = false;
        code = repo_relative(evidence->repo, arena, file.path, &relative, err);
        if (!code && relative)
            code = history_read(evidence->repo, arena, evidence->fork.id, relative,
                                LIMIT_SPEC_BYTES, &bytes, &file.len, &there, err);
        if (there)
            file.bytes = bytes;
        if (i == 0)
            *found = there;
        VEC_PUSH(arena, &overlay->files, file);
    }
    return code;
}

static enum code read_before(struct checking *checking, struct err *err)
{
    struct evidence *evidence = checking->evidence;
    struct arena *arena = checking->arena;
    struct spec_overlay overlay = {0};
    struct diags diags = {0};
    struct plan *plan = NULL;
    bool found = false;
    checking->asked_before = map_new(arena);
    enum code code = read_overlay(checking, &overlay, &found, err);
    if (code || !found)
        return code;
    code = spec_load_over(arena, evidence->app->spec_file, &overlay, &plan, &diags, err);
    if (!code && plan)
        implied_add(arena, plan);
    for (size_t i = 0; !code && plan && i < plan->issues.len; i++) {
        const struct plan_issue *issue = &plan->issues.items[i];
        for (size_t k = 0; k < issue->checks.len; k++)
            (void)map_put(checking->asked_before,
                          words_of(arena, issue->id, &issue->checks.items[k]), checking);
    }
    return code;
}

enum code check_is_new(struct checking *checking, const struct asking *asking, bool *is_new,
                       struct err *err)
{
    const struct evidence *evidence = checking->evidence;
    *is_new = true;
    if (!evidence->fork.found)
        return OK;
    enum code code = checking->asked_before ? OK : read_before(checking, err);
    if (!code)
        *is_new = !map_has(checking->asked_before,
                           words_of(checking->arena, evidence->plan->issues.items[asking->issue].id,
                                    asking->check));
    return code;
}
