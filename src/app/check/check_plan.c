/* What the issues of the plan ask for. */
#include "app/check/check_room.h"
#include "base/day.h"
#include "base/globs.h"
#include "base/str.h"
#include "engine/ladder.h"

static bool needs_source(enum check_kind kind)
{
    return kind <= CHECK_LINEAGE && kind != CHECK_CO_CHANGE && kind != CHECK_IMMUTABLE &&
           !check_kind_needs(kind);
}

/* The folder that the check names, else the one of the issue's migrations, else the only one.
 * SIZE_MAX: nobody knows. */
static size_t source_of(const struct checking *checking, size_t issue,
                        const struct plan_check *check)
{
    const struct evidence *evidence = checking->evidence;
    size_t found = SIZE_MAX, at = 0;
    for (size_t i = 0; check->source && i < evidence->sources.len; i++)
        if (text_eq(evidence->sources.items[i].id, check->source))
            return i;
    if (check->source)
        return SIZE_MAX;
    for (const struct link *link; (link = evidence_next_link(evidence, issue, &at));) {
        const size_t source = evidence->migrations.items[link->migration].source;
        if (found != SIZE_MAX && found != source)
            return SIZE_MAX;
        found = source;
    }
    return found == SIZE_MAX && evidence->sources.len == 1 ? 0 : found;
}

static void name_migrations(const struct checking *checking, struct asking *asking)
{
    const struct evidence *evidence = checking->evidence;
    size_t at = 0;
    asking->planned = evidence->plan->issues.items[asking->issue].migrations.len > 0 &&
                      !evidence_next_link(evidence, asking->issue, &at);
    at = 0;
    for (const struct link *link; (link = evidence_next_link(evidence, asking->issue, &at));) {
        const struct evidence_migration *migration = &evidence->migrations.items[link->migration];
        if (migration->source == asking->source)
            strlist_add(checking->arena, &asking->names, migration->migration->name);
    }
}

/* ---- what the branch touches ---- */

static bool touches_migrations(const struct checking *checking, size_t issue)
{
    const struct evidence *evidence = checking->evidence;
    size_t at = 0;
    for (const struct link *link; (link = evidence_next_link(evidence, issue, &at));)
        if (evidence->migrations.items[link->migration].touched)
            return true;
    return false;
}

/* Files that the check reads beside the migrations. */
static enum code touches_files(const struct checking *checking, const struct asking *asking,
                               bool *touched, struct err *err)
{
    const struct evidence *evidence = checking->evidence;
    const struct strlist paths = check_params_files(checking->arena, &asking->params);
    struct presence_files files = {0};
    *touched = false;
    if (paths.len == 0 || !evidence->fork.found)
        return OK;
    const struct globs globs = globs_of(checking->arena, &paths);
    const struct presence_options options = {.commit = evidence->head.id,
                                             .base = &evidence->base,
                                             .fork = evidence->fork.id,
                                             .work_tree = evidence->work_tree};
    enum code code = presence_read(evidence->repo, checking->arena, &globs, &options, &files, err);
    for (size_t i = 0; i < files.items.len && !code; i++) {
        const struct presence_file *file = &files.items.items[i];
        *touched |= !text_eq(evidence->work_tree ? file->work_id : file->head_id, file->fork_id);
    }
    return code;
}

static enum code touches(const struct checking *checking, const struct asking *asking,
                         bool *touched, struct err *err)
{
    *touched = touches_migrations(checking, asking->issue);
    return *touched ? OK : touches_files(checking, asking, touched, err);
}

/* ---- one check ---- */

static void describe(const struct checking *checking, const struct asking *asking,
                     struct checked *checked)
{
    const struct plan_check *check = asking->check;
    const struct source *file = check->spot.source;
    checked->issue = checking->evidence->plan->issues.items[asking->issue].id;
    checked->id = check->id;
    checked->asked = check;
    checked->why = check->why;
    checked->warning = text_eq(check->severity, "warning");
    checked->waived_until = check->waive.until;
    checked->waived_by = check->waive.by;
    checked->waived_reason = check->waive.reason;
    if (!file)
        return;
    checked->asked_path = file->path;
    checked->asked_line = 1;
    for (uint32_t i = 0; i < check->spot.begin; i++)
        checked->asked_line += file->bytes[i] == '\n';
}

static enum code passed_before(struct checking *checking, const struct asking *asking, bool *passed,
                               struct err *err)
{
    struct check_result before = {0};
    bool reused = false;
    *passed = false;
    if (!checking->evidence->fork.found || checking->options->known)
        return OK;
    enum code code = side_fork(checking, err);
    if (!code)
        code = check_judge(checking, &checking->fork, asking, &before, &reused, err);
    *passed = !code && before.verdict == VERDICT_PASS;
    return code;
}

static enum code settle(struct checking *checking, const struct asking *asking, bool touched,
                        struct checked *checked, struct err *err)
{
    bool passed = false, promised = false;
    checked->verdict = ladder_verdict(checked->verdict, checked->waived_until, checking->today);
    if (checked->verdict == VERDICT_ERROR)
        checked->failing = FAILING_ERROR;
    if (checked->verdict != VERDICT_FAIL)
        return OK;
    enum code code = passed_before(checking, asking, &passed, err);
    if (!code && !passed && !touched)
        code = check_promised(checking, asking->issue, &promised, err);
    checked->failing = passed     ? FAILING_REGRESSED
                       : touched  ? FAILING_NEW
                       : promised ? FAILING_PROMISE
                                  : FAILING_NOT_YET;
    return code;
}

static void without_source(struct checked *checked, const struct plan_check *check, size_t sources)
{
    checked->verdict = sources == 0 ? VERDICT_FAIL : VERDICT_ERROR;
    checked->message = sources == 0 ? "there is no folder of migrations"
                                    : "it is not said which folder of migrations this is about";
    checked->help = sources == 0 ? NULL : "add source: with the id of one under migrations:";
    if (check->source) { /* left out by --source */
        checked->verdict = VERDICT_SKIP;
        checked->message = "its folder was not asked for";
        checked->help = NULL;
    }
}

static enum code check_one(struct checking *checking, struct asking *asking, struct err *err)
{
    const struct evidence *evidence = checking->evidence;
    struct params_problem problem = {0};
    enum check_kind kind;
    bool touched = false;
    /* What cannot be asked was said when the plan was read. */
    if (!check_kind_parse(asking->check->kind, &kind) ||
        !check_params_read(checking->arena, kind, asking->check->params, &asking->params, &problem))
        return OK;
    asking->source = source_of(checking, asking->issue, asking->check);
    enum code code = touches(checking, asking, &touched, err);
    if (code)
        return code;
    /* Any migration of its folder may change what a check of the schema answers. */
    bool wanted = touched || !checking->options->changed ||
                  (asking->source != SIZE_MAX && needs_source(kind) &&
                   checking->now.sources[asking->source].touched);
    if (!wanted)
        code = check_is_new(checking, asking, &wanted, err);
    if (code)
        return code;
    if (!wanted) {
        checking->checks->report.left_out++;
        return OK;
    }
    const bool known = asking->source != SIZE_MAX;
    struct check_result result = {0};
    bool reused = false;
    if (known)
        name_migrations(checking, asking);
    if (known || !needs_source(kind))
        code = check_judge(checking, &checking->now, asking, &result, &reused, err);
    if (code)
        return code;
    struct checked *checked = checking_add(
        checking, known ? &checking->now.sources[asking->source] : NULL, asking->check->kind);
    describe(checking, asking, checked);
    checking_take(checked, &result);
    checked->reused = reused;
    if (!known && needs_source(kind))
        without_source(checked, asking->check, evidence->sources.len);
    return settle(checking, asking, touched, checked, err);
}

enum code check_issues(struct checking *checking, struct err *err)
{
    const struct plan *plan = checking->evidence->plan;
    const struct strlist *wanted = &checking->options->issues;
    enum code code = OK;
    for (size_t i = 0; i < plan->issues.len && !code; i++) {
        const struct plan_issue *issue = &plan->issues.items[i];
        if (wanted->len > 0 && !strlist_has(wanted, issue->id))
            continue;
        checking->checks->report.issues += issue->checks.len > 0;
        for (size_t k = 0; k < issue->checks.len && !code; k++) {
            struct asking asking = {.issue = i, .check = &issue->checks.items[k]};
            code = check_one(checking, &asking, err);
        }
    }
    return code;
}
