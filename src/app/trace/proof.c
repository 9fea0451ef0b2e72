#include "app/trace/proof.h"

#include <stdlib.h>
#include <string.h>

#include "app/evidence/implied.h"
#include "base/day.h"
#include "base/str.h"
#include "schema/check/check_params.h"
#include "store/status.h"

static nodiscard enum code read_states(struct proving *proof, struct err *err)
{
    struct evidence *evidence = proof->evidence;
    struct arena *arena = evidence->app->arena;
    struct store_scope at = {0};
    struct store_repository row = {0};
    struct store_scope_state state = {0};
    struct store_states *states = ARENA_NEW(arena, struct store_states);
    bool found = false;
    proof->states = map_new(arena);
    enum code code = store_find_scope(evidence->store, arena, evidence->plan->scope,
                                      evidence->plan->path, &at, &row, &state, &found, err);
    if (code || !found)
        return code;
    code = store_load_states(evidence->store, arena, at, states, err);
    map_reserve(proof->states, states->items.len);
    for (size_t i = 0; i < states->items.len; i++)
        (void)map_put(proof->states, states->items.items[i].id, &states->items.items[i]);
    return code;
}

/* The files that a check of the plan rests on. */
static struct strlist files_of(struct arena *arena, const struct plan_check *check)
{
    struct check_params params;
    struct params_problem problem = {0};
    enum check_kind kind;
    if (implied_is(check) || !check_kind_parse(check->kind, &kind) ||
        !check_params_read(arena, kind, check->params, &params, &problem))
        return (struct strlist){0};
    return check_params_subjects(arena, &params);
}

bool proof_asks_of_file(const struct proving *proof, const struct plan_issue *issue,
                        const char *path)
{
    struct arena *arena = proof->evidence->app->arena;
    for (size_t i = 0; i < issue->checks.len; i++) {
        const struct strlist files = files_of(arena, &issue->checks.items[i]);
        const struct globs globs = globs_of(arena, &files);
        if (files.len > 0 && globs_match(&globs, path))
            return true;
    }
    return false;
}

static void add_patterns(struct arena *arena, const struct strlist *from, struct strlist *to)
{
    for (size_t i = 0; i < from->len; i++)
        if (from->items[i][0] != '!')
            strlist_add(arena, to, from->items[i]);
}

/* One reading for all issues. */
static nodiscard enum code read_files(struct proving *proof, struct err *err)
{
    struct evidence *evidence = proof->evidence;
    struct arena *arena = evidence->app->arena;
    struct strlist patterns = {0};
    for (size_t i = 0; i < evidence->plan->issues.len; i++) {
        add_patterns(arena, &evidence->plan->issues.items[i].docs, &patterns);
        add_patterns(arena, &evidence->plan->issues.items[i].deliverables, &patterns);
        for (size_t k = 0; k < evidence->plan->issues.items[i].checks.len; k++) {
            const struct strlist files =
                files_of(arena, &evidence->plan->issues.items[i].checks.items[k]);
            add_patterns(arena, &files, &patterns);
        }
    }
    strlist_sort_unique(&patterns);
    if (patterns.len == 0)
        return OK;
    const struct globs globs = globs_of(arena, &patterns);
    const struct presence_options options = {.commit = evidence->head.id,
                                             .base = &evidence->base,
                                             .fork = evidence->fork.id,
                                             .work_tree = evidence->work_tree};
    return presence_read(evidence->repo, arena, &globs, &options, &proof->files, err);
}

/* Links come by migration. */
static void sort_links(struct proving *proof)
{
    const struct evidence *evidence = proof->evidence;
    struct arena *arena = evidence->app->arena;
    const size_t issues = evidence->plan->issues.len, links = evidence->links.items.len;
    proof->first = arena_calloc(arena, issues + 2, sizeof *proof->first);
    proof->links = arena_calloc(arena, links + 1, sizeof *proof->links);
    for (size_t i = 0; i < links; i++)
        proof->first[evidence->links.items.items[i].issue + 2]++;
    for (size_t i = 2; i < issues + 2; i++)
        proof->first[i] += proof->first[i - 1];
    for (size_t i = 0; i < links; i++) {
        const struct link *link = &evidence->links.items.items[i];
        proof->links[proof->first[link->issue + 1]++] = link;
    }
}

static int by_check(const void *left, const void *right)
{
    const struct checked *a = *(const struct checked *const *)left;
    const struct checked *b = *(const struct checked *const *)right;
    return a->asked < b->asked ? -1 : a->asked > b->asked;
}

static nodiscard enum code read_answers(struct proving *proof, struct err *err)
{
    struct app *app = proof->evidence->app;
    const struct check_options options = {.known = true, .ci = app->who != NULL};
    enum code code = checks_run(proof->evidence, &options, &proof->checks, err);
    if (code)
        return code;
    const struct check_report *report = &proof->checks.report;
    proof->answers = arena_calloc(app->arena, report->items.len + 1, sizeof *proof->answers);
    for (size_t i = 0; i < report->items.len; i++)
        if (report->items.items[i].asked)
            proof->answers[proof->answer_count++] = &report->items.items[i];
    qsort(proof->answers, proof->answer_count, sizeof *proof->answers, by_check);
    return OK;
}

enum code proof_begin(struct proving *proof, struct evidence *evidence, struct err *err)
{
    struct arena *arena = evidence->app->arena;
    *proof = (struct proving){.evidence = evidence,
                              .today = instant_day(clock_now(&evidence->app->clock))};
    proof->milestones = map_new(arena);
    for (size_t i = 0; i < evidence->plan->milestones.len; i++)
        (void)map_put(proof->milestones, evidence->plan->milestones.items[i].id,
                      &evidence->plan->milestones.items[i]);
    sort_links(proof);
    enum code code = read_answers(proof, err);
    if (!code)
        code = read_states(proof, err);
    return code ? code : read_files(proof, err);
}

/* What is wrong with a name or its order; ways back and edits have rungs of their own. */
static bool is_about_names(const struct finding *finding)
{
    static const char *const others[] = {"RM112", "RM113", "RM115", "RM116", "RM119", "RM124"};
    if (finding->severity != SEVERITY_ERROR || finding->excuse || !finding->path)
        return false;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(finding->code, others[i]) == 0)
            return false;
    return text_starts(finding->code, "RM1");
}

const struct finding *proof_misnamed(const struct evidence *evidence,
                                     const struct evidence_migration *migration)
{
    const struct findings *findings = &evidence->sources.items[migration->source].set.findings;
    for (size_t i = 0; findings->errors > 0 && i < findings->len; i++)
        if (is_about_names(&findings->items[i]))
            for (size_t k = 0; k < migration->migration->file_count; k++)
                if (text_eq(migration->migration->files[k]->path, findings->items[i].path))
                    return &findings->items[i];
    return NULL;
}

struct ladder_migration proof_of_migration(const struct proving *proof,
                                           const struct evidence_migration *migration)
{
    const size_t at = (size_t)(migration - proof->evidence->migrations.items);
    struct ladder_migration ladder = {.name = migration->migration->name};
    memcpy(ladder.rungs, proof->checks.rungs[at].verdicts, sizeof ladder.rungs);
    return ladder;
}

struct climb {
    const struct proving *proof;
    struct trace_issue *out;
    VEC(struct ladder_subject) subjects;
    VEC(struct ladder_migration) migrations;
    VEC(struct ladder_check) checks;
};

static const char *ways_of(const struct migration *migration)
{
    if (!migration->up.present)
        return "no way there";
    if (migration->one_way)
        return "up, one way";
    if (!migration->down.present)
        return migration->repeatable ? "repeatable" : "up";
    return migration->down.empty ? "up + empty down" : "up + down";
}

/* Of the migration alone. */
static enum proof rung_of(const struct ladder_migration *migration)
{
    enum proof proof = PROOF_NONE;
    for (int rung = PROOF_NAMED; rung <= PROOF_REVERSIBLE; rung++) {
        if (migration->rungs[rung] == VERDICT_SKIP)
            continue;
        if (!ladder_verdict_holds(migration->rungs[rung]))
            break;
        proof = (enum proof)rung;
    }
    return proof;
}

enum proof proof_alone(const struct proving *proof, const struct evidence_migration *migration)
{
    const struct ladder_migration rungs = proof_of_migration(proof, migration);
    return rung_of(&rungs);
}

static void add_migration(struct climb *climb, const struct link *link)
{
    const struct evidence *evidence = climb->proof->evidence;
    struct arena *arena = evidence->app->arena;
    const struct evidence_migration *at = &evidence->migrations.items[link->migration];
    const struct evidence_source *source = &evidence->sources.items[at->source];
    const struct ladder_migration rungs = proof_of_migration(climb->proof, at);
    const struct migration_file *file = migration_main_file(at->migration);
    const struct trace_migration shown = {.name = at->migration->name,
                                          .path = file ? file->path : source->root,
                                          .source = source->id,
                                          .folder = source->root,
                                          .ways = ways_of(at->migration),
                                          .link = link_source_name(link->source),
                                          .presence = at->presence,
                                          .presence_unknown = at->unknown,
                                          .edited = at->edited,
                                          .proof = rung_of(&rungs),
                                          .since_ms = at->first ? at->first->at_ms : 0};
    const struct ladder_subject subject = {.path = shown.path,
                                           .presence = at->presence,
                                           .unknown = at->unknown,
                                           .fixed = !at->migration->repeatable,
                                           .edited = at->edited};
    VEC_PUSH(arena, &climb->out->migrations, shown);
    VEC_PUSH(arena, &climb->migrations, rungs);
    VEC_PUSH(arena, &climb->subjects, subject);
}

/* A pattern that nothing fits is a file that is planned. */
static void add_files(struct climb *climb, const struct strlist *patterns)
{
    struct arena *arena = climb->proof->evidence->app->arena;
    const struct presence_files *files = &climb->proof->files;
    const struct globs globs = globs_of(arena, patterns);
    size_t found = 0;
    for (size_t i = 0; globs.items.len > 0 && i < files->items.len; i++) {
        const struct presence_file *file = &files->items.items[i];
        if (!globs_match(&globs, file->path))
            continue;
        found++;
        const struct ladder_subject subject = {
            .path = file->path, .presence = file->presence, .unknown = file->unknown};
        VEC_PUSH(arena, &climb->subjects, subject);
    }
    if (found > 0 || patterns->len == 0)
        return;
    const struct ladder_subject planned = {
        .path = patterns->items[0], .presence = PRESENCE_PLANNED, .unknown = files->unknown};
    VEC_PUSH(arena, &climb->subjects, planned);
}

static const struct checked *answer_to(const struct proving *proof, const struct plan_check *check)
{
    size_t low = 0, high = proof->answer_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (proof->answers[middle]->asked < check)
            low = middle + 1;
        else
            high = middle;
    }
    const bool found = low < proof->answer_count && proof->answers[low]->asked == check;
    return found ? proof->answers[low] : NULL;
}

/* Figures that the plan wants to know and hold nobody to. */
static bool is_told(struct arena *arena, const struct plan_check *check)
{
    struct check_params params;
    struct params_problem problem = {0};
    return text_eq(check->kind, check_kind_name(CHECK_LATENCY)) &&
           check_params_read(arena, CHECK_LATENCY, check->params, &params, &problem) &&
           !params.latency.gate;
}

static void add_check(struct climb *climb, const struct plan_check *check)
{
    struct arena *arena = climb->proof->evidence->app->arena;
    const struct checked *known = answer_to(climb->proof, check);
    struct trace_check shown = {.name = check->id ? check->id : check->kind,
                                .kind = check->kind,
                                .verdict = VERDICT_UNKNOWN,
                                .message = CHECK_NOT_RUN,
                                .told = is_told(arena, check)};
    if (known) {
        shown.verdict = known->verdict;
        shown.message = known->message;
        shown.lines = known->lines;
        shown.path = known->path;
        shown.line = known->line;
        shown.known = !text_eq(known->message, CHECK_NOT_RUN);
    }
    if (shown.verdict == VERDICT_WAIVED) {
        char day[11];
        day_format(check->waive.until, day);
        shown.message =
            arena_printf(arena, "%s%swaived until %s", shown.message ? shown.message : "",
                         shown.message ? "; " : "", day);
    }
    if (shown.told && !shown.known)
        shown.message = CHECK_NOT_RUN "; it is told only, and no part of the proof";
    const struct ladder_check answer = {.name = shown.name,
                                        .kind = check->kind,
                                        .rung = ladder_rung_of_kind(check->kind),
                                        .verdict = shown.told ? VERDICT_SKIP : shown.verdict,
                                        .waived_until = check->waive.until};
    VEC_PUSH(arena, &climb->out->checks, shown);
    VEC_PUSH(arena, &climb->checks, answer);
}

static enum trace_state state_of(enum ladder_state state)
{
    static const enum trace_state states[] = {[LADDER_NOT_ASKED] = TRACE_NOT_ASKED,
                                              [LADDER_HOLDS] = TRACE_HOLDS,
                                              [LADDER_FAILS] = TRACE_FAILS,
                                              [LADDER_UNKNOWN] = TRACE_UNKNOWN};
    return states[state];
}

/* Behind a rung that does not hold, none is reached. */
static void take_ladder(const struct ladder *ladder, struct trace_issue *out)
{
    bool reached = true;
    out->asks = ladder->asks;
    out->has_subjects = ladder->has_subjects;
    out->proven = ladder_is_proven(ladder);
    out->presence = ladder->presence;
    out->presence_unknown = ladder->presence_unknown;
    out->presence_of = ladder->presence_of;
    out->proof = ladder->proof;
    for (int rung = PROOF_NAMED; rung < PROOF_COUNT; rung++) {
        enum trace_state state = state_of(ladder->rungs[rung].state);
        if (state == TRACE_NOT_ASKED && rung == PROOF_VERIFIED)
            state = TRACE_NOT_YET;
        out->rungs[rung] =
            (struct trace_rung){reached || state == TRACE_NOT_ASKED ? state : TRACE_NOT_YET,
                                ladder->rungs[rung].because};
        reached = reached && (state == TRACE_HOLDS || state == TRACE_NOT_ASKED);
    }
}

static void take_state(const struct proving *proof, const struct plan_issue *issue,
                       struct trace_issue *out)
{
    const struct store_state *state = map_get(proof->states, issue->id);
    if (state) {
        out->number = state->number.v;
        out->state = state->state;
        out->state_reason = state->state_reason;
        out->assignee = state->assignee;
    }
    if (!out->number)
        out->number = issue->number;
    for (size_t i = 0; i < issue->depends_on.items.len; i++) {
        const char *id = issue->depends_on.items.items[i];
        const struct store_state *blocker = map_get(proof->states, id);
        if (!blocker || !text_eq(blocker->state, "closed"))
            strlist_add(proof->evidence->app->arena, &out->after_open, id);
    }
}

/* A page that is to be written makes no issue one that asks for proof; of one that does it is part.
 */
static void add_checks(struct climb *climb, const struct plan_issue *issue)
{
    bool asks = issue->migrations.len > 0 || climb->migrations.len > 0;
    for (size_t i = 0; i < issue->checks.len; i++)
        asks |= !implied_is(&issue->checks.items[i]);
    for (size_t i = 0; asks && i < issue->checks.len; i++) {
        const struct plan_check *check = &issue->checks.items[i];
        const struct strlist files = files_of(climb->proof->evidence->app->arena, check);
        add_files(climb, &files);
        add_check(climb, check);
    }
}

void proof_of_issue(const struct proving *proof, size_t place, struct trace_issue *out)
{
    const struct plan_issue *issue = &proof->evidence->plan->issues.items[place];
    struct climb climb = {.proof = proof, .out = out};
    *out = (struct trace_issue){.issue = issue};
    if (issue->milestone.text)
        out->milestone = map_get(proof->milestones, issue->milestone.text);
    take_state(proof, issue, out);
    const size_t end = proof->first[place + 1];
    for (size_t i = proof->first[place]; i < end; i++)
        add_migration(&climb, proof->links[i]);
    add_files(&climb, &issue->docs);
    add_files(&climb, &issue->deliverables);
    add_checks(&climb, issue);
    const struct ladder_input input = {.subjects = climb.subjects.items,
                                       .subject_count = climb.subjects.len,
                                       .migrations = climb.migrations.items,
                                       .migration_count = climb.migrations.len,
                                       .wants_migrations = issue->migrations.len > 0,
                                       .checks = climb.checks.items,
                                       .check_count = climb.checks.len,
                                       .today = proof->today};
    const struct ladder ladder = ladder_climb(&input);
    take_ladder(&ladder, out);
}
