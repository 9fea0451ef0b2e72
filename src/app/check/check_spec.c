/* What the branch did to the plan: which checks it wrote or changed, and what it weakened. */
#include "app/check/check_room.h"
#include "app/evidence/implied.h"
#include "app/session/plan_at.h"
#include "base/map.h"
#include "engine/weakened.h"
#include "schema/check/given.h"

static const char *words_of(struct arena *arena, const char *issue, const struct plan_check *check)
{
    return check_hash(arena, issue, check->kind, check->id ? check->id : "",
                      check->source ? check->source : "", check->params ? check->params : "", NULL);
}

/* By what is written down: of files that docs and deliverables name, the list itself is compared.
 */
static void weigh(struct checking *checking)
{
    const struct weakened_input input = {.before = checking->before,
                                         .now = checking->evidence->plan,
                                         .today = checking->today,
                                         .given = given_read};
    checking->checks->report.weakened = weakened_find(checking->arena, &input);
    if (checking->before)
        implied_add(checking->arena, checking->before);
}

/* The plan where the branch began. One that cannot be read is none, and that is said. */
static enum code read_before(struct checking *checking, struct err *err)
{
    struct evidence *evidence = checking->evidence;
    struct diags diags = {0};
    struct err local cleanup_err = ERR_INIT;
    if (checking->before_read)
        return OK;
    checking->before_read = true;
    if (!evidence->fork.found)
        return OK;
    enum code code = plan_at(evidence->app, evidence->repo, evidence->fork.id, evidence->fork.name,
                             &checking->before, &diags, &local);
    if (code == ERR_INTERRUPTED)
        return err_move(err, &local);
    if (code)
        checking->no_before = arena_strdup(checking->arena, local.message);
    else
        weigh(checking);
    return OK;
}

enum code check_is_new(struct checking *checking, const struct asking *asking, bool *is_new,
                       struct err *err)
{
    const struct evidence *evidence = checking->evidence;
    struct arena *arena = checking->arena;
    enum code code = read_before(checking, err);
    if (code)
        return code;
    const struct plan *before = checking->before;
    if (!checking->asked_before) {
        checking->asked_before = map_new(arena);
        for (size_t i = 0; before && i < before->issues.len; i++) {
            const struct plan_issue *issue = &before->issues.items[i];
            for (size_t k = 0; k < issue->checks.len; k++)
                (void)map_put(checking->asked_before,
                              words_of(arena, issue->id, &issue->checks.items[k]), checking);
        }
    }
    *is_new =
        !map_has(checking->asked_before,
                 words_of(arena, evidence->plan->issues.items[asking->issue].id, asking->check));
    return OK;
}

enum code check_weakened(struct checking *checking, struct err *err)
{
    /* What is known is asked without comparing it with another state. */
    enum code code = checking->options->known ? OK : read_before(checking, err);
    checking->checks->report.no_before = checking->no_before;
    return code;
}
