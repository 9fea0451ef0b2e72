/* Each plan by itself: what is wrong with one says nothing about the others. */
#include "engine/several.h"
#include "app/app.h"
#include "base/str.h"

static void keep_error(struct arena *arena, struct several_plan *plan, const struct err *err)
{
    plan->code = err->code;
    plan->message = arena_strdup(arena, err->message);
    plan->hint = err->hint ? arena_strdup(arena, err->hint) : NULL;
}

static enum code take_plan(const struct app *app, const struct status_options *options,
                           struct several_plan *plan, struct err *err)
{
    struct err local cleanup_err = ERR_INIT;
    struct app each = *app;
    each.spec_path = plan->spec;
    const enum code code = app_status(&each, options, &plan->diags, &plan->report, &local);
    if (code == ERR_INTERRUPTED)
        return err_move(err, &local);
    if (code)
        keep_error(app->arena, plan, &local);
    return OK;
}

enum code app_status_several(struct app *app, const struct strlist *specs,
                             const struct status_options *options, struct several *several,
                             struct err *err)
{
    for (size_t i = 0; i < specs->len; i++) {
        struct several_plan plan = {.spec = specs->items[i]};
        const enum code code = take_plan(app, options, &plan, err);
        if (code)
            return code;
        VEC_PUSH(app->arena, &several->plans, plan);
    }
    several_sum_up(several);
    return OK;
}
