#include "app/status/status_ref.h"

#include "app/status/status_plan.h"
#include "app/status/status_proof.h"

static enum code compute(struct proving *proof, const struct status_options *options,
                         const struct standings *cached, int64_t read_ms,
                         struct status_report *report, struct err *err)
{
    struct app *app = proof->evidence->app;
    struct plan *plan = proof->evidence->plan;
    struct status_input input = {
        .list_max = options->list_max, .read_at_ms = read_ms, .now_ms = clock_now(&app->clock)};
    struct status_plan from = {plan, proof->states};
    status_plan_take(app->arena, &from, cached, &input);
    status_proof_mark(proof, &input.standings);
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
