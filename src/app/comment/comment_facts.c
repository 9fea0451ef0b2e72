/* What this branch does to the plan and to its proof. */
#include <string.h>

#include "app/check/check.h"
#include "app/comment/comment_room.h"
#include "app/session/plan_at.h"
#include "app/trace/proof.h"
#include "base/day.h"
#include "base/str.h"
#include "engine/plan_diff.h"
#include "engine/weakened.h"
#include "schema/check/given.h"

struct gathering {
    struct commenting *commenting;
    struct evidence *evidence;
    struct comment_facts *facts;
    struct plan *before;
    struct plan *now; /* as it is written: that of the evidence has the checks that files imply */
};

/* ---- the plan ---- */

static const char *base_name(const struct evidence *evidence)
{
    const char *name = evidence->fork_is_head ? evidence->fork.name : evidence->base.name;
    return text_starts(name, "origin/") ? name + strlen("origin/") : name;
}

static enum code not_there(const struct ref *fork, struct err *err)
{
    (void)err_set(err, ERR_FAILED, "this branch cannot be compared with where it began: %s",
                  fork->unknown ? fork->unknown : "they have no commit in common");
    return fork->help ? err_hint(err, "%s", fork->help) : ERR_FAILED;
}

/* The plan where the branch began. One that cannot be read is compared with nothing, and that is
 * said. */
static enum code load_before(struct gathering *at, struct err *err)
{
    const struct ref *fork = &at->evidence->fork;
    struct diags diags = {0};
    struct err trouble cleanup_err = ERR_INIT;
    /* Without a branch to compare with, HEAD stands in: fine at a desk, not for a pull request. */
    const bool named = at->commenting->options->base_ref != NULL;
    if (at->evidence->fork_is_head && named)
        return not_there(&at->evidence->base, err);
    if (!fork->found)
        return not_there(fork, err);
    enum code code = plan_at(at->commenting->app, at->evidence->repo, fork->id,
                             base_name(at->evidence), &at->before, &diags, &trouble);
    if (code != ERR_SPEC)
        return code ? err_move(err, &trouble) : OK;
    at->facts->uncompared = arena_strdup(at->commenting->arena, trouble.message);
    return OK;
}

static enum code compare_plans(struct gathering *at, struct err *err)
{
    struct arena *arena = at->commenting->arena;
    struct comment_facts *facts = at->facts;
    enum code code = load_before(at, err);
    if (code)
        return code;
    const struct plan *before = facts->uncompared ? at->now : at->before;
    const struct weakened_input input = {.before = before,
                                         .now = at->now,
                                         .today =
                                             instant_day(clock_now(&at->commenting->app->clock)),
                                         .given = given_read};
    facts->diff = plan_diff_find(arena, before, at->now);
    facts->weakened = weakened_find(arena, &input);
    return OK;
}

/* ---- checks ---- */

static const char *first_line(struct arena *arena, const char *text)
{
    return text ? arena_strndup(arena, text, strcspn(text, "\n")) : NULL;
}

#define LINES_MAX 20 /* of one check */

static void take_lines(struct arena *arena, const struct checked *from, struct comment_check *to)
{
    if (from->failing >= FAILING_NOT_YET)
        return;
    for (uint32_t i = 0; i < from->lines.len && i < LINES_MAX; i++)
        if (!text_eq(from->lines.items[i], from->message))
            strlist_add(arena, &to->lines, from->lines.items[i]);
    if (from->lines.len > LINES_MAX)
        strlist_add(arena, &to->lines,
                    arena_printf(arena, "and %u more", from->lines.len - LINES_MAX));
    if (from->help)
        strlist_add(arena, &to->lines, arena_printf(arena, "help: %s", from->help));
}

static void take_checks(struct gathering *at, const struct check_report *report)
{
    struct comment_facts *facts = at->facts;
    memcpy(facts->by_verdict, report->by_verdict, sizeof facts->by_verdict);
    memcpy(facts->by_failing, report->by_failing, sizeof facts->by_failing);
    for (size_t i = 0; i < report->items.len; i++) {
        const struct checked *from = &report->items.items[i];
        struct comment_check check = {.issue = from->issue,
                                      .name = from->id     ? from->id
                                              : from->code ? from->code
                                                           : from->kind,
                                      .verdict = from->verdict,
                                      .failing = from->failing,
                                      .message = first_line(at->commenting->arena, from->message),
                                      .path = from->path,
                                      .line = from->line};
        take_lines(at->commenting->arena, from, &check);
        VEC_PUSH(at->commenting->arena, &facts->checks, check);
    }
}

static enum code run_checks(struct gathering *at, struct err *err)
{
    struct checks checks = {0};
    const struct check_options options = {.changed = true, .ci = at->commenting->options->ci};
    enum code code = checks_run(at->evidence, &options, &checks, err);
    if (!code)
        take_checks(at, &checks.report);
    return code;
}

/* ---- issues that move on ---- */

/* Some migration of the issue is added or edited here, and whether all of them are new. */
static bool is_touched(const struct evidence *evidence, size_t issue, bool *all_new)
{
    bool touched = false;
    size_t at = 0;
    *all_new = true;
    for (const struct link *link; (link = evidence_next_link(evidence, issue, &at));) {
        const struct evidence_migration *migration = &evidence->migrations.items[link->migration];
        touched = touched || migration->touched;
        if (!migration->touched || migration->edited || migration->presence == PRESENCE_MERGED)
            *all_new = false;
    }
    return touched;
}

static const char *how_far(struct arena *arena, const struct trace_issue *issue)
{
    const char *presence = presence_name(issue->presence);
    return issue->asks && issue->proof != PROOF_NONE
               ? arena_printf(arena, "%s, %s", presence, proof_name(issue->proof))
               : presence;
}

static enum code find_steps(struct gathering *at, struct err *err)
{
    struct evidence *evidence = at->evidence;
    struct arena *arena = at->commenting->arena;
    struct proving *proof = ARENA_NEW(arena, struct proving);
    enum code code = proof_begin(proof, evidence, err);
    for (size_t i = 0; i < evidence->plan->issues.len && !code; i++) {
        struct trace_issue issue = {0};
        bool all_new = false;
        if (!is_touched(evidence, i, &all_new))
            continue;
        proof_of_issue(proof, i, &issue);
        const struct comment_step step = {.issue = evidence->plan->issues.items[i].id,
                                          .title = evidence->plan->issues.items[i].title,
                                          .before =
                                              all_new ? presence_name(PRESENCE_PLANNED) : NULL,
                                          .after = how_far(arena, &issue)};
        VEC_PUSH(arena, &at->facts->steps, step);
    }
    return code;
}

enum code comment_gather(struct commenting *commenting, struct diags *diags, struct plan **plan,
                         struct err *err)
{
    const struct comment_options *options = commenting->options;
    struct comment_facts *facts = &commenting->report->facts;
    struct evidence evidence cleanup_evidence = EVIDENCE_INIT;
    const struct evidence_options where = {.base_ref = options->base_ref};
    struct gathering at = {.commenting = commenting, .evidence = &evidence, .facts = facts};
    struct diags told_twice = {0};
    *plan = NULL;
    enum code code = evidence_open(commenting->app, &where, diags, &evidence, err);
    if (!code)
        code = app_load_plan(commenting->app, &at.now, &told_twice, err);
    if (code)
        return code;
    *plan = evidence.plan;
    facts->scope = evidence.plan->scope;
    facts->head = options->event.head ? options->event.head : evidence.head.id;
    facts->base = evidence.fork.id;
    facts->base_name = base_name(&evidence);
    code = compare_plans(&at, err);
    if (!code)
        code = run_checks(&at, err);
    if (!code)
        code = find_steps(&at, err);
    if (!code && !facts->uncompared)
        code = comment_expect(commenting, at.before, at.now, err);
    return code;
}
