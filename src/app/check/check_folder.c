/* What the convention of a folder asks of each migration, whether or not the plan says so. */
#include <string.h>

#include "app/check/check_room.h"
#include "base/str.h"

const char *check_kind_of_code(const char *code)
{
    static const struct {
        const char *codes, *kind;
    } kinds[] = {
        {"RM105 RM106 RM108 RM125", "ordering"},
        {"RM115 RM116", "immutable"},
        {"RM112 RM113 RM114", "migration_pair"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strstr(kinds[i].codes, code))
            return kinds[i].kind;
    return "naming";
}

static bool counts(const struct finding *finding)
{
    return finding->severity == SEVERITY_ERROR && !finding->excuse;
}

/* Position in evidence->migrations of the one that the file belongs to; SIZE_MAX. */
static size_t migration_at(const struct evidence *evidence, const struct evidence_source *source,
                           const char *path)
{
    const struct migration *migration = path ? migration_set_of_file(&source->set, path) : NULL;
    if (!migration)
        return SIZE_MAX;
    (void)evidence;
    return source->first + (size_t)(migration - source->set.migrations.items);
}

/* The first issue that the migration is linked to; SIZE_MAX. */
static size_t issue_of(const struct checking *checking, size_t migration)
{
    const struct links *links = &checking->evidence->links;
    for (size_t i = 0; i < links->items.len; i++)
        if (links->items.items[i].migration == migration)
            return links->items.items[i].issue;
    return SIZE_MAX;
}

static bool is_wanted(const struct checking *checking, size_t migration)
{
    const struct strlist *wanted = &checking->options->issues;
    const struct links *links = &checking->evidence->links;
    if (wanted->len == 0)
        return true;
    for (size_t i = 0; i < links->items.len; i++) {
        const struct link *link = &links->items.items[i];
        if (link->migration == migration &&
            strlist_has(wanted, checking->evidence->plan->issues.items[link->issue].id))
            return true;
    }
    return false;
}

struct folder_line {
    size_t migration; /* position; SIZE_MAX: of the folder */
    bool passed;      /* at the merge base */
};

/* Error, then regressed, new, promised. */
static enum code settle(struct checking *checking, const struct folder_line *line,
                        struct checked *checked, struct err *err)
{
    const struct evidence *evidence = checking->evidence;
    const bool known = line->migration != SIZE_MAX;
    const size_t issue = known ? issue_of(checking, line->migration) : SIZE_MAX;
    const bool touched = (known && evidence->migrations.items[line->migration].touched) ||
                         check_touches(checking, checked->path);
    bool promised = false;
    enum code code = OK;
    if (issue != SIZE_MAX) {
        checked->issue = evidence->plan->issues.items[issue].id;
        code = check_promised(checking, issue, &promised, err);
    }
    checked->failing = checked->verdict == VERDICT_ERROR ? FAILING_ERROR
                       : line->passed                    ? FAILING_REGRESSED
                       : touched                         ? FAILING_NEW
                       : promised                        ? FAILING_PROMISE
                                                         : FAILING_NOT_YET;
    return code;
}

/* ---- findings of names, order, pairs ---- */

/* The same rule was kept by the same file where the branch began. */
static bool kept_before(const struct side_source *before, const struct finding *finding)
{
    if (!before->set || !finding->path || !migration_set_of_file(before->set, finding->path))
        return false;
    for (size_t i = 0; i < before->set->findings.len; i++) {
        const struct finding *other = &before->set->findings.items[i];
        if (text_eq(other->code, finding->code) && text_eq(other->path, finding->path))
            return false;
    }
    return true;
}

static enum code add_finding(struct checking *checking, const struct side_source *at,
                             const struct finding *finding, struct err *err)
{
    const struct evidence *evidence = checking->evidence;
    struct folder_line line = {migration_at(evidence, at->source, finding->path), false};
    if (!is_wanted(checking, line.migration))
        return OK;
    struct checked *checked = checking_add(checking, at, check_kind_of_code(finding->code));
    checked->verdict = VERDICT_FAIL;
    checked->code = finding->code;
    checked->message = finding->message;
    checked->path = finding->path;
    checked->line = finding->line;
    checked->col = finding->col;
    checked->help = finding->help;
    /* An edit after the merge is no matter of names: it keeps the issue from being verified. */
    if (line.migration != SIZE_MAX && !text_eq(checked->kind, "immutable")) {
        struct check_rungs *rungs = &checking->checks->rungs[line.migration];
        const bool pair = text_eq(checked->kind, "migration_pair");
        rungs->verdicts[pair ? PROOF_PAIRED : PROOF_NAMED] = VERDICT_FAIL;
        rungs->messages[pair ? PROOF_PAIRED : PROOF_NAMED] = finding->message;
    }
    enum code code = OK;
    if (evidence->fork.found && !checking->options->known &&
        !check_touches(checking, finding->path)) {
        code = side_fork(checking, err);
        if (!code)
            line.passed = kept_before(&checking->fork.sources[at - checking->now.sources], finding);
    }
    return code ? code : settle(checking, &line, checked, err);
}

/* NULL: all of it could be looked at. */
static const char *why_unknown(const struct checking *checking, const struct side_source *at,
                               const char *kind)
{
    const struct migration_set *set = at->set;
    if (set->missing)
        return at->cannot;
    const struct ref *base = &checking->evidence->base;
    const bool pair = text_eq(kind, "migration_pair");
    if (text_eq(kind, "naming"))
        return NULL;
    if (!pair && !base->found)
        return arena_printf(checking->arena, "not compared with the default branch: %s",
                            base->unknown ? base->unknown : "it has no commit yet");
    if (!pair && at->source->target.missing)
        return arena_printf(checking->arena, "not compared with the default branch: %s",
                            at->source->target.missing);
    for (size_t i = 0; i < set->migrations.len && pair; i++)
        if (set->migrations.items[i].down.unread)
            return arena_printf(checking->arena, "the way back of '%s' is not in this clone",
                                set->migrations.items[i].name);
    return text_eq(kind, "immutable") ? set->edits_unknown : NULL;
}

/* One line for each kind that nothing speaks against. */
static void add_kept(struct checking *checking, const struct side_source *at)
{
    static const char *const kinds[] = {"naming", "ordering", "migration_pair", "immutable"};
    const struct findings *findings = &at->set->findings;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        bool failed = false;
        for (size_t k = 0; k < findings->len; k++)
            failed |= counts(&findings->items[k]) &&
                      text_eq(check_kind_of_code(findings->items[k].code), kinds[i]);
        if (failed)
            continue;
        struct checked *checked = checking_add(checking, at, kinds[i]);
        checked->message = why_unknown(checking, at, kinds[i]);
        if (checked->message)
            checked->verdict = VERDICT_UNKNOWN;
    }
}

static enum code check_findings(struct checking *checking, const struct side_source *at,
                                struct err *err)
{
    const struct findings *findings = &at->set->findings;
    enum code code = OK;
    for (size_t i = 0; i < findings->len && !code; i++)
        if (counts(&findings->items[i]))
            code = add_finding(checking, at, &findings->items[i], err);
    if (!code)
        add_kept(checking, at);
    return code;
}

/* ---- runs ---- */

/* The migration of that name where the branch began gave a pass. */
static enum code passed_before(struct checking *checking, const struct side_source *at,
                               const char *name, bool smoke, bool *passed, struct err *err)
{
    *passed = false;
    if (!checking->evidence->fork.found || checking->options->known)
        return OK;
    enum code code = side_fork(checking, err);
    if (code)
        return code;
    struct side_source *before = &checking->fork.sources[at - checking->now.sources];
    struct chain_answers answers = {0};
    if (before->cannot)
        return OK;
    code = check_chain(checking, before, &answers, err);
    for (size_t i = 0; i < before->set->migrations.len && !code; i++)
        if (text_eq(before->set->migrations.items[i].name, name))
            *passed = (smoke ? answers.smoke : answers.apply)[i].verdict == VERDICT_PASS;
    return code;
}

static enum code add_run(struct checking *checking, const struct side_source *at, size_t index,
                         const struct check_result *result, bool smoke, struct err *err)
{
    struct folder_line line = {at->source->first + index, false};
    if (!is_wanted(checking, line.migration))
        return OK;
    struct checked *checked = checking_add(checking, at, smoke ? "smoke" : "apply");
    checking_take(checked, result);
    checked->reused = at->answers->reused;
    enum code code = passed_before(checking, at, at->set->migrations.items[index].name, smoke,
                                   &line.passed, err);
    return code ? code : settle(checking, &line, checked, err);
}

static bool fails(enum verdict verdict)
{
    return verdict == VERDICT_FAIL || verdict == VERDICT_ERROR;
}

/* A line for each that fails; else one for the folder, with the first thing that is not known. */
static enum code check_runs(struct checking *checking, const struct side_source *at,
                            const struct chain_answers *answers, bool smoke, struct err *err)
{
    const struct check_result *results = smoke ? answers->smoke : answers->apply;
    const struct check_result *unknown = NULL;
    size_t failed = 0, passed = 0;
    enum code code = OK;
    for (size_t i = 0; i < at->set->migrations.len && !code; i++) {
        const bool after = smoke && answers->apply[i].verdict != VERDICT_PASS;
        if (smoke && at->set->migrations.items[i].baselined)
            continue;
        if (fails(results[i].verdict) && !after) {
            failed++;
            code = add_run(checking, at, i, &results[i], smoke, err);
        } else if (results[i].verdict == VERDICT_UNKNOWN && !unknown) {
            unknown = &results[i];
        }
        passed += results[i].verdict == VERDICT_PASS;
    }
    if (code || failed > 0 || (!unknown && passed == 0 && at->set->migrations.len > 0 && !smoke))
        return code;
    struct checked *checked = checking_add(checking, at, smoke ? "smoke" : "apply");
    checked->reused = answers->reused;
    if (unknown)
        checking_take(checked, unknown);
    else if (passed == 0)
        checked->verdict = at->set->missing ? VERDICT_UNKNOWN : VERDICT_SKIP;
    if (passed == 0 && at->set->missing)
        checked->message = at->cannot;
    return OK;
}

/* ---- rungs ---- */

static void set_rung(struct check_rungs *rungs, enum proof rung, const struct check_result *result)
{
    rungs->verdicts[rung] = result->verdict;
    rungs->messages[rung] = result->message;
}

static enum verdict pair_of(const struct migration_set *set, const struct migration *migration)
{
    if (migration->down.unread || migration->up.unread)
        return VERDICT_UNKNOWN;
    if (migration->down.present && !migration->down.empty)
        return VERDICT_PASS;
    const bool needed = set->reversible == REVERSIBLE_REQUIRED && !migration->one_way &&
                        !migration->repeatable && !migration->squashed;
    return needed ? VERDICT_FAIL : VERDICT_SKIP;
}

static void fill_rungs(struct checking *checking, const struct side_source *at,
                       const struct chain_answers *answers)
{
    for (size_t i = 0; i < at->set->migrations.len; i++) {
        const struct migration *migration = &at->set->migrations.items[i];
        struct check_rungs *rungs = &checking->checks->rungs[at->source->first + i];
        rungs->verdicts[PROOF_NAMED] = VERDICT_PASS;
        rungs->verdicts[PROOF_PAIRED] = pair_of(at->set, migration);
        set_rung(rungs, PROOF_APPLIES, &answers->apply[i]);
        set_rung(rungs, PROOF_REVERSIBLE, &answers->smoke[i]);
        if (at->set->reversible == REVERSIBLE_NEVER)
            rungs->verdicts[PROOF_REVERSIBLE] = VERDICT_SKIP;
    }
}

static enum code check_folder(struct checking *checking, struct side_source *at, struct err *err)
{
    struct chain_answers answers = {0};
    enum code code = check_chain(checking, at, &answers, err);
    if (code)
        return code;
    fill_rungs(checking, at, &answers);
    if (checking->options->changed && !at->touched) {
        checking->checks->report.left_out++;
        return OK;
    }
    code = check_findings(checking, at, err);
    if (!code)
        code = check_runs(checking, at, &answers, false, err);
    if (!code && at->set->reversible != REVERSIBLE_NEVER)
        code = check_runs(checking, at, &answers, true, err);
    return code;
}

enum code check_folders(struct checking *checking, struct err *err)
{
    enum code code = OK;
    for (size_t i = 0; i < checking->now.len && !code; i++)
        code = check_folder(checking, &checking->now.sources[i], err);
    return code;
}
