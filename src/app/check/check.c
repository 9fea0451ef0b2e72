#include "app/check/check.h"

#include <string.h>

#include "app/check/check_room.h"
#include "app/session/tracked.h"
#include "base/day.h"
#include "base/nearest.h"
#include "base/str.h"

static enum code find_issues(const struct checking *checking, struct err *err)
{
    const struct plan *plan = checking->evidence->plan;
    const struct strlist *wanted = &checking->options->issues;
    for (uint32_t i = 0; i < wanted->len; i++) {
        if (plan_find_issue(plan, wanted->items[i]))
            continue;
        struct nearest nearest = nearest_init(wanted->items[i]);
        for (size_t k = 0; k < plan->issues.len; k++)
            nearest_try(&nearest, plan->issues.items[k].id);
        (void)err_set(err, ERR_USAGE, "the plan has no issue '%s'", wanted->items[i]);
        const char *help = nearest_help(checking->arena, &nearest);
        return err_hint(err, "%s",
                        help ? help
                        : checking->options->changed
                            ? "roadmap trace lists the issues of the plan; --changed takes no "
                              "name, it looks at what this branch touches"
                            : "roadmap trace lists the issues of the plan");
    }
    return OK;
}

/* CI says what this goes into, and it is not here to compare with. */
static bool is_blind(const struct evidence *evidence)
{
    return evidence->options.base_ref && (!evidence->fork.found || evidence->fork_is_head);
}

static void say_what(const struct checking *checking, struct check_report *report)
{
    const struct evidence *evidence = checking->evidence;
    report->changed = checking->options->changed;
    report->strict = checking->options->strict;
    report->looked_at = evidence->work_tree ? "the work tree" : evidence->head.name;
    report->blind = is_blind(evidence);
    report->against = report->blind            ? NULL
                      : evidence->fork_is_head ? evidence->fork.name
                      : evidence->fork.found   ? evidence->base.name
                                               : NULL;
    if (!evidence->fork.found || evidence->fork_is_head) {
        report->no_base = evidence->base.unknown   ? evidence->base.unknown
                          : evidence->fork.unknown ? evidence->fork.unknown
                          : evidence->base.found   ? "they have no commit in common"
                                                   : "there is no default branch yet";
        report->base_help = evidence->base.unknown ? evidence->base.help : evidence->fork.help;
    }
    for (size_t i = 0; i < evidence->migrations.len; i++) {
        const struct evidence_migration *migration = &evidence->migrations.items[i];
        if (report->changed && !migration->touched)
            continue;
        report->migrations++;
        report->pairs += migration->migration->down.present;
    }
}

enum code checks_run(struct evidence *evidence, const struct check_options *options,
                     struct checks *checks, struct err *err)
{
    struct app *app = evidence->app;
    struct check_options own = *options;
    struct checking checking = {.evidence = evidence,
                                .arena = app->arena,
                                .options = &own,
                                .checks = checks,
                                .today = instant_day(clock_now(&app->clock))};
    *checks = (struct checks){0};
    /* What cannot be told apart is looked at as a whole: nothing left out passes. */
    own.changed &= evidence->fork.found && !is_blind(evidence);
    checks->rungs = arena_calloc(app->arena, evidence->migrations.len + 1, sizeof *checks->rungs);
    /* What a pull request brings along may lie there: an answer in it proves nothing. */
    checking.trusting = !(options->ci && cache_in_work_tree(app->arena, &evidence->project));
    say_what(&checking, &checks->report);
    enum code code = find_issues(&checking, err);
    if (!code) {
        side_now(&checking);
        code = check_folders(&checking, err);
    }
    if (!code)
        code = check_issues(&checking, err);
    if (!code)
        code = check_weakened(&checking, err);
    if (!code)
        code = check_keep_all(&checking, err);
    side_close(&checking.now);
    side_close(&checking.fork);
    if (code)
        return code;
    checking_finish(&checking);
    return OK;
}

enum code app_check(struct app *app, const struct evidence_options *where,
                    const struct check_options *options, struct diags *diags,
                    struct check_report *report, struct err *err)
{
    struct evidence evidence cleanup_evidence = EVIDENCE_INIT;
    struct checks checks = {0};
    const int64_t start_ms = clock_mono(&app->clock);
    struct evidence_options wanted = *where;
    wanted.history = true; /* trailers are links, and a check is about the linked migrations */
    enum code code = evidence_open(app, &wanted, diags, &evidence, err);
    if (!code)
        code = checks_run(&evidence, options, &checks, err);
    *report = checks.report;
    report->duration_ms = clock_mono(&app->clock) - start_ms;
    return code;
}
