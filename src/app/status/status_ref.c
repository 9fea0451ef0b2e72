#include "app/status/status_ref.h"

#include "app/status/status_proof.h"
#include "base/str.h"
#include "engine/status.h"
#include "store/status.h"

static const struct store_state *state_of(const struct proving *proof, int64_t place)
{
    return map_get(proof->states, proof->evidence->plan->issues.items[place].id);
}

static enum code words_of(void *state, const struct standing *issue, struct standing_words *words,
                          struct err *err)
{
    const struct proving *proof = state;
    const struct plan_issue *from = &proof->evidence->plan->issues.items[issue->key];
    const struct store_state *now = state_of(proof, issue->key);
    (void)err;
    *words = (struct standing_words){.id = from->id,
                                     .title = from->title,
                                     .owner = from->owner,
                                     .assignee = now ? now->assignee : NULL};
    return OK;
}

static void take_state(const struct proving *proof, struct standing *issue)
{
    const struct store_state *now = state_of(proof, issue->key);
    if (!now)
        return;
    issue->number = now->number;
    issue->read = now->state != NULL;
    issue->closed = text_eq(now->state, "closed");
    issue->dropped =
        issue->closed && !text_empty(now->state_reason) && !text_eq(now->state_reason, "completed");
    issue->assigned = now->assignee != NULL;
}

static void take_milestone(const struct standings *cached, struct standing_milestone *milestone)
{
    for (size_t i = 0; i < cached->milestones.len; i++) {
        const struct standing_milestone *from = &cached->milestones.items[i];
        if (!text_eq(from->id, milestone->id))
            continue;
        milestone->number = from->number;
        milestone->read = from->read;
        milestone->closed = from->closed;
    }
}

static enum code compute(struct proving *proof, const struct status_options *options,
                         const struct standings *cached, int64_t read_ms,
                         struct status_report *report, struct err *err)
{
    struct app *app = proof->evidence->app;
    struct plan *plan = proof->evidence->plan;
    struct status_input input = {
        .list_max = options->list_max, .read_at_ms = read_ms, .now_ms = clock_now(&app->clock)};
    status_take_plan(app->arena, plan, &input);
    for (size_t i = 0; i < input.standings.issues.len; i++)
        take_state(proof, &input.standings.issues.items[i]);
    for (size_t i = 0; i < input.standings.milestones.len; i++)
        take_milestone(cached, &input.standings.milestones.items[i]);
    input.words = words_of;
    input.words_state = proof;
    report->plan = plan;
    if (!report->repository)
        report->repository = plan->repository;
    enum code code = status_compute(app->arena, &input, report, err);
    report->ref = proof->evidence->head.name;
    if (!code && plan_asks_proof(plan))
        status_proof_add(proof, report);
    return code;
}

enum code status_of_ref(struct app *app, const struct status_options *options,
                        const struct standings *cached, int64_t read_ms, struct diags *diags,
                        struct status_report *report, struct err *err)
{
    struct evidence evidence cleanup_evidence = EVIDENCE_INIT;
    struct proving proof = {0};
    const struct evidence_options wanted = {
        .ref = options->ref, .base_ref = options->base_ref, .history = true};
    enum code code = evidence_open(app, &wanted, diags, &evidence, err);
    if (!code)
        code = proof_begin(&proof, &evidence, err);
    return code ? code : compute(&proof, options, cached, read_ms, report, err);
}
