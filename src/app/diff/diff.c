#include "app/diff/diff.h"

#include "app/session/plan_at.h"
#include "base/day.h"
#include "engine/plan_diff.h"
#include "engine/weakened.h"
#include "repo/ref.h"
#include "schema/check/given.h"

static enum code open_git(struct app *app, struct repo **repo, struct err *err)
{
    struct app_project project = {0};
    bool found = false;
    enum code code = app_find_project(app, &project, err);
    if (!code)
        code = repo_open(app->folder, repo, &found, err);
    if (code || found)
        return code;
    (void)err_set(err, ERR_FAILED, "'%s' is in no git repository, so there is nothing to compare",
                  project.root);
    return err_hint(err, "git init");
}

static enum code find_commit(struct app *app, struct repo *repo, const char *text,
                             struct diff_side *side, struct err *err)
{
    struct ref ref = {0};
    enum code code = ref_need(repo, app->arena, NULL, text, &ref, err);
    side->name = text;
    side->commit = ref.id;
    return code;
}

/* The plan of the work tree; *plan NULL where there is none. */
static enum code load_here(struct app *app, struct plan **plan, struct diags *diags,
                           struct err *err)
{
    struct err trouble cleanup_err = ERR_INIT;
    enum code code = app_load_plan(app, plan, diags, &trouble);
    if (code && !(code == ERR_USAGE && !app->spec_path))
        return err_move(err, &trouble);
    return OK;
}

enum code app_diff(struct app *app, const char *from, const char *to, struct diags *diags,
                   struct diff_report *report, struct err *err)
{
    struct repo *repo cleanup_repo = NULL;
    struct plan *before = NULL, *now = NULL;
    *report = (struct diff_report){.to = {.name = "the work tree"}};
    enum code code = open_git(app, &repo, err);
    if (!code)
        code = find_commit(app, repo, from, &report->from, err);
    if (!code && to)
        code = find_commit(app, repo, to, &report->to, err);
    /* Of the work tree also when it is not compared: it says where the plan is. */
    if (!code && !to)
        code = load_here(app, &now, diags, err);
    if (!code)
        code = plan_at(app, repo, report->from.commit, from, &before, diags, err);
    if (!code && to)
        code = plan_at(app, repo, report->to.commit, to, &now, diags, err);
    if (code)
        return code;
    report->from.there = before != NULL;
    report->to.there = now != NULL;
    if (!before && !now) {
        (void)err_set(err, ERR_USAGE, "there is no plan at '%s' and none at '%s'",
                      report->from.name, report->to.name);
        return err_hint(err, "say where it is: --spec FILE");
    }
    const struct weakened_input input = {.before = before,
                                         .now = now,
                                         .today = instant_day(clock_now(&app->clock)),
                                         .given = given_read};
    report->diff = plan_diff_find(app->arena, before, now);
    report->weakened = weakened_find(app->arena, &input);
    return OK;
}
