#include "app/schedule/schedule.h"

#include "app/schedule/schedule_at.h"
#include "app/session/plan_at.h"
#include "base/str.h"
#include "engine/schedule_diff.h"
#include "repo/ref.h"

static bool names_a_start(const struct schedule_input *input)
{
    for (size_t i = 0; i < input->milestones.len; i++)
        if (input->milestones.items[i].start_day != DAY_NONE)
            return true;
    return input->start_day != DAY_NONE;
}

/* A plan that was read is checked for circles; this is for circles that come some other way. */
static enum code refuse_circle(struct arena *arena, const struct plan *plan,
                               const struct schedule *schedule, struct err *err)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    for (size_t i = 0; i < schedule->cycle_count; i++)
        str_addf(&text, "%s → ", plan->issues.items[schedule->cycle[i]].id);
    str_add(&text, plan->issues.items[schedule->cycle[0]].id);
    (void)err_set(err, ERR_SPEC, "a circle of issues that wait for each other: %s",
                  str_dup(&text, arena));
    return err_hint(err, "take one of these links out");
}

enum code schedule_at(struct app *app, const struct plan *plan, const struct known *known,
                      int32_t today, struct schedule_input *input, struct schedule *schedule,
                      struct err *err)
{
    *input = (struct schedule_input){.today = known->read_ms > 0 ? today : DAY_NONE,
                                     .minutes_a_day = app->minutes_a_day};
    schedule_take_plan(app->arena, plan, known->items.items, known->items.len, input);
    if (!names_a_start(input))
        input->start_day = today;
    enum code code = schedule_compute(app->arena, input, schedule, err);
    if (code || schedule->cycle_count == 0)
        return code;
    return refuse_circle(app->arena, plan, schedule, err);
}

static enum code open_git(struct app *app, struct repo **repo, struct err *err)
{
    bool found = false;
    enum code code = repo_open(app->folder, repo, &found, err);
    if (code || found)
        return code;
    return err_set(err, ERR_USAGE, "--baseline: '%s' is in no git repository", app->folder);
}

static enum code find_commit(struct app *app, struct repo *repo, const char *name, struct ref *ref,
                             int32_t *day, struct err *err)
{
    int64_t at_ms = 0;
    enum code code = ref_need(repo, app->arena, "--baseline", name, ref, err);
    if (code)
        return code;
    code = ref_time(repo, ref->id, &at_ms, err);
    *day = instant_day(at_ms);
    return code;
}

static enum code read_baseline(struct app *app, const char *name, struct diags *diags,
                               struct schedule_baseline *baseline, struct err *err)
{
    struct repo *repo cleanup_repo = NULL;
    struct ref ref = {0};
    struct plan *plan = NULL;
    enum code code = open_git(app, &repo, err);
    if (!code)
        code = find_commit(app, repo, name, &ref, &baseline->day, err);
    if (!code)
        code = plan_at(app, repo, ref.id, name, &plan, diags, err);
    if (code)
        return code;
    if (!plan) {
        (void)err_set(err, ERR_SPEC, "--baseline: there is no plan at '%s'", name);
        return err_hint(err, "git log --oneline -- %s names the commits that have it",
                        app->spec_file);
    }
    baseline->name = name;
    baseline->commit = ref.id;
    baseline->plan = plan;
    return OK;
}

static enum code compare(struct app *app, const struct known *known,
                         const struct schedule_options *options, struct schedule_report *report,
                         struct err *err)
{
    struct schedule_baseline *baseline = ARENA_NEW(app->arena, struct schedule_baseline);
    struct diags old = {0}; /* warnings of then are nobody's business now */
    struct schedule_input input;
    struct known then;
    enum code code = read_baseline(app, options->baseline, &old, baseline, err);
    if (code)
        return code;
    known_as_of(app->arena, known, baseline->day, &then);
    code = schedule_at(app, baseline->plan, &then, baseline->day, &input, &baseline->schedule, err);
    if (code)
        return err_prefix(err, "the plan at '%s'", options->baseline);
    const struct schedule_side before = {baseline->plan, &baseline->schedule};
    const struct schedule_side after = {report->plan, &report->schedule};
    schedule_diff(app->arena, &before, &after, &baseline->moves);
    report->baseline = baseline;
    return OK;
}

enum code schedule_of(struct app *app, const struct plan *plan,
                      const struct schedule_options *options, struct schedule_report *report,
                      struct err *err)
{
    struct known known;
    enum code code = known_read(app, plan, &known, err);
    if (code)
        return code;
    report->plan = plan;
    report->repository = known.repository;
    report->read_ms = known.read_ms;
    report->today = instant_day(clock_now(&app->clock));
    code = schedule_at(app, plan, &known, report->today, &report->input, &report->schedule, err);
    if (code || !options->baseline)
        return code;
    return compare(app, &known, options, report, err);
}

enum code app_schedule(struct app *app, const struct schedule_options *options, struct diags *diags,
                       struct schedule_report *report, struct err *err)
{
    struct plan *plan = NULL;
    enum code code = app_load_plan(app, &plan, diags, err);
    return code ? code : schedule_of(app, plan, options, report, err);
}
