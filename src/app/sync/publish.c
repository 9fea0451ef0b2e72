#include "app/sync/publish.h"

#include "app/evidence/evidence.h"
#include "app/trace/proof.h"
#include "base/str.h"
#include "engine/normal.h"
#include "engine/value.h"
#include "render/issue_evidence.h"
#include "spec/spec.h"

/* Of one issue; all in the order of the plan. */
struct publication {
    bool known;
    bool asks, proven;
    const char *section;
};

struct publications {
    struct publication *items;
    size_t unknown;  /* of those that ask */
    const char *why; /* nothing at all is known; NULL */
};

static bool lets_out(const struct session *session)
{
    const struct plan_evidence *evidence = &session->plan->evidence;
    return evidence->section || evidence->labels || evidence->close;
}

void publish_label(struct session *session)
{
    struct plan *plan = session->plan;
    if (!plan->evidence.labels || plan_find_label(plan, PUBLISH_LABEL))
        return;
    const struct plan_label label = {.name = PUBLISH_LABEL,
                                     .color = spec_palette_color(PUBLISH_LABEL),
                                     .retire_after = DAY_NONE};
    VEC_PUSH(session->arena, &plan->labels, label);
}

/* ---- what is known ---- */

static bool is_measured(const struct trace_check *check)
{
    return text_eq(check->kind, "latency") || text_eq(check->kind, "duration");
}

static bool migrations_known(const struct proving *proof, size_t place)
{
    for (size_t i = proof->first[place]; i < proof->first[place + 1]; i++) {
        const struct check_rungs *rungs = &proof->checks.rungs[proof->links[i]->migration];
        for (int rung = PROOF_NAMED; rung <= PROOF_REVERSIBLE; rung++)
            if (text_eq(rungs->messages[rung], CHECK_NOT_RUN))
                return false;
    }
    return true;
}

static bool is_known(const struct proving *proof, size_t place, const struct trace_issue *issue)
{
    if (!issue->asks)
        return true;
    if (issue->presence_unknown || !migrations_known(proof, place))
        return false;
    for (size_t i = 0; i < issue->checks.len; i++) {
        const struct trace_check *check = &issue->checks.items[i];
        /* A waiver does not count here: it covers what nobody has asked, too. */
        if (!check->known && !check->told)
            return false;
    }
    return true;
}

/* What the next run would say in other figures is no reason to write. */
static void leave_figures_out(struct trace_issue *issue)
{
    size_t kept = 0;
    for (size_t i = 0; i < issue->checks.len; i++) {
        struct trace_check *check = &issue->checks.items[i];
        if (check->told)
            continue;
        if (is_measured(check) && check->verdict == VERDICT_FAIL)
            check->message = "it did not hold when it was measured";
        if (is_measured(check) && check->verdict == VERDICT_WAIVED)
            check->message = "it did not pass";
        issue->checks.items[kept++] = *check;
    }
    issue->checks.len = kept;
}

static void take_issue(struct session *session, const struct proving *proof, size_t place)
{
    struct publication *publication = &session->published->items[place];
    struct trace_issue issue = {0};
    proof_of_issue(proof, place, &issue);
    *publication = (struct publication){.asks = issue.asks, .proven = issue.proven};
    publication->known = is_known(proof, place, &issue);
    leave_figures_out(&issue);
    if (issue.asks && publication->known)
        publication->section = evidence_section(session->arena, &issue);
    session->published->unknown += !publication->known;
}

static enum code prove(struct session *session, struct evidence *evidence, struct err *err)
{
    struct app *app = session->app;
    struct proving proof = {0};
    struct diags diags = {0};
    const struct evidence_options wanted = {.merged = true, .history = true};
    enum code code = evidence_open(app, &wanted, &diags, evidence, err);
    if (!code && !evidence->base.found) {
        session->published->why =
            evidence->base.unknown ? evidence->base.unknown : "there is no default branch yet";
        return OK;
    }
    if (!code)
        code = proof_begin(&proof, evidence, err);
    if (code)
        return code;
    const size_t count = evidence->plan->issues.len;
    BUG_UNLESS(count == session->plan->issues.len);
    for (size_t i = 0; i < count; i++)
        take_issue(session, &proof, i);
    return OK;
}

static void say(struct session *session)
{
    const struct publications *published = session->published;
    if (published->why)
        session_note(session, "no evidence is published, and what is published stays as it is: %s",
                     published->why);
    else if (published->unknown > 0)
        session_note(session,
                     "the evidence of %zu %s is not known here, and stays as it is published: "
                     "roadmap check",
                     published->unknown, published->unknown == 1 ? "issue" : "issues");
}

static enum code read_all(struct session *session, struct err *err)
{
    struct evidence evidence cleanup_evidence = EVIDENCE_INIT;
    struct err local cleanup_err = ERR_INIT;
    session->published = ARENA_NEW(session->arena, struct publications);
    session->published->items = arena_calloc(session->arena, session->plan->issues.len + 1,
                                             sizeof *session->published->items);
    enum code code = prove(session, &evidence, &local);
    if (code == ERR_INTERRUPTED)
        return err_move(err, &local);
    if (code)
        session->published->why = arena_strdup(session->arena, local.message);
    say(session);
    return OK;
}

/* ---- what is wanted ---- */

static void want_section(struct session *session, const struct publication *publication,
                         struct want *want)
{
    const char *text = publication->section;
    if (publication->known)
        want->value[FIELD_EVIDENCE] =
            value_text(text ? normal_text(session->arena, text) : NULL, text);
}

/* As GitHub has it by the last agreement; NULL: nobody knows. */
static const struct remote_issue *issue_of(const struct session *session, const struct want *want)
{
    const struct base_item *base = base_find(&session->base, KIND_ISSUE, want->id);
    const struct number number = base ? base->number : want->number_hint;
    return number.v ? remote_find_issue(&session->remote, number) : NULL;
}

/* Where nothing is known, what stands there stays. */
static bool has_label(const struct session *session, const struct want *want)
{
    const struct remote_issue *issue = issue_of(session, want);
    for (uint32_t i = 0; issue && i < issue->labels.len; i++)
        if (text_eq(normal_name(session->arena, issue->labels.items[i]), PUBLISH_LABEL))
            return true;
    return false;
}

static void want_label(struct session *session, const struct publication *publication,
                       struct want *want)
{
    struct value *labels = &want->value[FIELD_LABELS];
    if (publication->known ? !publication->proven : !has_label(session, want)) {
        /* Known without it: what this plan put on before is taken off again. */
        if (!labels->known && publication->known && publication->asks)
            *labels = value_set();
        return;
    }
    if (!labels->known)
        *labels = value_set();
    value_add(session->arena, labels, PUBLISH_LABEL, PUBLISH_LABEL);
    value_sort(labels);
}

/* People close and reopen as they like: only an issue that nobody has touched is closed. */
static void want_closed(struct session *session, const struct publication *publication,
                        struct want *want)
{
    const struct remote_issue *issue = issue_of(session, want);
    if (!publication->known || !publication->proven || want->value[FIELD_STATE].known)
        return;
    if (issue && (text_eq(issue->state, "closed") || text_eq(issue->state_reason, "reopened")))
        return;
    want->value[FIELD_STATE] = value_text("closed:completed", "closed:completed");
}

enum code publish_evidence(struct session *session, struct err *err)
{
    const struct plan_evidence *evidence = &session->plan->evidence;
    if (!lets_out(session))
        return OK;
    enum code code = session->published ? OK : read_all(session, err);
    size_t place = 0;
    for (size_t i = 0; !code && i < session->wants.list.len; i++) {
        struct want *want = &session->wants.list.items[i];
        if (want->kind != KIND_ISSUE)
            continue;
        const struct publication *publication = &session->published->items[place++];
        if (evidence->section)
            want_section(session, publication, want);
        if (evidence->labels)
            want_label(session, publication, want);
        if (evidence->close)
            want_closed(session, publication, want);
    }
    return code;
}
