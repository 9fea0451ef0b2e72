#include "app/sync/planning.h"

#include "app/session/base_text.h"
#include "app/session/desired.h"
#include "app/session/snapshot.h"
#include "app/sync/budget.h"
#include "app/sync/publish.h"
#include "app/sync/recover.h"
#include "engine/pace.h"
#include "engine/schedule.h"
#include "engine/thresholds.h"
#include "repo/merge.h"
#include "store/facts.h"
#include "store/items.h"

/* Numbers may lead to numbers only by a race; this is more than enough. */
#define ROUNDS 4

static enum code load_base(struct session *session, struct err *err)
{
    if (!session->at.repository.v)
        return OK;
    return store_load_base(session->store, session->arena, session->at, &session->base, err);
}

static struct reconcile_input input_of(struct session *session)
{
    const struct sync_options *options = session->options;
    return (struct reconcile_input){.scope = session->plan->scope,
                                    .wants = session->wants.list.items,
                                    .want_count = session->wants.list.len,
                                    .remote = &session->remote,
                                    .base = session->base.items.len ? &session->base : NULL,
                                    .takes = &session->takes,
                                    .adopts = &session->adopts,
                                    .recreate = &options->recreate,
                                    .select = options->select.len ? &options->select : NULL,
                                    .looks = &session->looks,
                                    .text = {.merge = repo_merge_texts,
                                             .base_text = base_text_find,
                                             .base_text_state = session},
                                    .prune_labels = options->prune_labels,
                                    .prune_milestones = options->prune_milestones,
                                    .prune_issues = options->prune_issues,
                                    .rewrite = options->rewrite,
                                    .drop_ticks = options->drop_ticks,
                                    .max_creates = options->max_creates,
                                    .now_ms =
                                        session->gh ? gh_now_ms(session->gh) : session_now(session),
                                    .horizon_ms = recover_horizon_ms(session->app)};
}

static enum code reconcile_rounds(struct session *session, struct err *err)
{
    for (int round = 0; round < ROUNDS; round++) {
        const struct reconcile_input input = input_of(session);
        session->result = (struct reconciliation){0};
        enum code code = reconcile(session->arena, &input, &session->result, err);
        if (code || session->result.look.len == 0 || !session->gh)
            return code;
        code = snapshot_look(session, err);
        if (code)
            return code;
    }
    return err_set(err, ERR_RETRY, "GitHub changes faster than it can be read");
}

static enum code estimate(struct session *session, struct err *err)
{
    const struct app_limits *limits = &session->app->limits;
    const int64_t now = session_now(session);
    struct store_instants created = {0};
    enum code code = budget_load(session, now, &created, err);
    if (code)
        return code;
    const struct pace pace = {.settings = {limits->write_interval_ms, limits->creates_per_minute,
                                           limits->creates_per_hour},
                              .created_ms = created.items.items,
                              .created_count = created.items.len,
                              .last_write_ms = INT64_MIN};
    const struct changeset *changeset = &session->result.changeset;
    session->report->estimate_ms =
        pace_estimate_ms(&pace, now, changeset->writes, changeset->creations);
    return OK;
}

static void count_others(struct session *session)
{
    const struct reconciliation *result = &session->result;
    struct sync_report *report = session->report;
    for (int kind = 0; kind < KIND_COUNT; kind++)
        report->others[kind] = result->changeset.counts[kind].others;
}

enum code planning_run(struct session *session, struct err *err)
{
    publish_label(session);
    enum code code = desired_load(session, err);
    if (!code)
        code = load_base(session, err);
    if (!code)
        code = publish_evidence(session, err);
    if (!code)
        code = reconcile_rounds(session, err);
    if (!code)
        code = estimate(session, err);
    if (code)
        return code;
    struct sync_report *report = session->report;
    report->changeset = &session->result.changeset;
    report->planned_writes = session->result.changeset.writes;
    report->examined = (int64_t)(session->remote.labels.len + session->remote.milestones.len +
                                 session->remote.issues.len);
    count_others(session);
    planning_tell(session);
    return OK;
}

bool planning_refused(struct session *session)
{
    struct threshold_verdict verdict = {0};
    thresholds_judge(session->arena, &session->result, session->options->allow_changes,
                     session->options->allow_closes, &verdict);
    struct sync_report *report = session->report;
    report->threshold_refused = verdict.refused;
    report->refusal_headline = verdict.headline;
    if (verdict.refused)
        report->refusal_command = arena_printf(session->arena, "roadmap sync %s", verdict.options);
    return verdict.refused;
}

static int stop_status(const struct sync_report *report)
{
    switch (report->stop) {
    case STOP_LIMIT:
    case STOP_NETWORK:
    case STOP_HORIZON:
        return code_exit_status(ERR_RETRY);
    case STOP_INTERRUPT:
        return code_exit_status(ERR_INTERRUPTED);
    case STOP_NONE:
    case STOP_ERROR:
        break;
    }
    return 0;
}

int planning_exit_status(const struct session *session)
{
    const struct sync_report *report = session->report;
    const struct changeset *changeset = &session->result.changeset;
    int status = stop_status(report);
    for (size_t i = 0; i < report->errors.len; i++)
        status = exit_status_worst(status, report->errors.items[i].exit_status);
    if (report->in_doubt)
        status = exit_status_worst(status, code_exit_status(ERR_RETRY));
    bool refused = changeset_has_conflicts(changeset) || report->threshold_refused;
    for (size_t i = 0; i < changeset->items.len; i++)
        refused = refused || item_change_refused(&changeset->items.items[i]);
    if (refused)
        status = exit_status_worst(status, code_exit_status(ERR_REFUSED));
    for (size_t i = 0; i < changeset->items.len; i++)
        if (changeset->items.items[i].refusal == REFUSAL_YOUNG)
            status = exit_status_worst(status, code_exit_status(ERR_RETRY));
    return status;
}

enum code planning_keep_agreements(struct session *session, struct err *err)
{
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code = store_begin(session->store, &tx, err);
    for (size_t i = 0; !code && i < session->result.bound.len; i++) {
        const struct bound_item *bound = &session->result.bound.items[i];
        if (bound->changed)
            code = store_put_base(session->store, session->at, bound->base, err);
    }
    for (size_t i = 0; !code && i < session->result.forgotten.len; i++) {
        const struct base_item *item = session->result.forgotten.items[i];
        code = store_forget_item(session->store, session->at, item->kind, item->id, err);
    }
    return code ? code : store_commit(&tx, err);
}

enum code planning_keep_facts(struct session *session, struct err *err)
{
    const struct plan *plan = session->plan;
    const size_t count = plan->milestones.len + plan->issues.len;
    struct store_fact *facts = arena_calloc(session->arena, count + 1, sizeof *facts);
    size_t n = 0;
    for (size_t i = 0; i < plan->milestones.len; i++) {
        const struct plan_milestone *milestone = &plan->milestones.items[i];
        facts[n++] = (struct store_fact){.kind = KIND_MILESTONE,
                                         .id = milestone->id,
                                         .title = milestone->title,
                                         .hours = -1,
                                         .due_day = plan_milestone_planned_due(plan, milestone),
                                         .start_day = schedule_start_in_plan(plan, milestone),
                                         .place = (int64_t)i};
    }
    for (size_t i = 0; i < plan->issues.len; i++) {
        const struct plan_issue *issue = &plan->issues.items[i];
        const bool set = issue->milestone.presence == SET;
        const struct schedule_owner worker = schedule_owner_in_plan(plan, issue);
        facts[n++] = (struct store_fact){.kind = KIND_ISSUE,
                                         .id = issue->id,
                                         .title = issue->title,
                                         .milestone_id = set ? issue->milestone.text : NULL,
                                         .owner = issue->owner,
                                         .worker = worker.name,
                                         .hands = worker.name ? worker.hands : 0,
                                         .hours = issue->effort_hours,
                                         .start_day = DAY_NONE,
                                         .due_day = DAY_NONE,
                                         .place = (int64_t)i};
    }
    return store_save_facts(session->store, session->at, facts, n, err);
}

static bool is_plain(const struct sync_options *options)
{
    return options->select.len + options->takes.len + options->adopts.len + options->recreate.len ==
           0;
}

enum code planning_keep_first(struct session *session, struct err *err)
{
    struct store_scope_state state = {0};
    bool known = false;
    if (!session->storing || !is_plain(session->options))
        return OK;
    enum code code =
        store_load_scope(session->store, session->arena, session->at, &state, &known, err);
    if (code || known)
        return code;
    state.spec_path = session->plan->path;
    state.asks_proof = plan_asks_proof(session->plan);
    code = planning_keep_agreements(session, err);
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    if (!code)
        code = store_begin(session->store, &tx, err);
    if (!code)
        code = planning_keep_facts(session, err);
    if (!code)
        code = store_put_scope(session->store, session->at, &state, err);
    return code ? code : store_commit(&tx, err);
}

enum code planning_prepare(struct session *session, struct err *err)
{
    enum code code = session_open_store(session, err);
    if (!code && session->options->offline) {
        code = snapshot_offline(session, err);
        return code ? code : planning_run(session, err);
    }
    if (!code)
        code = session_open_github(session, err);
    if (!code)
        code = snapshot_read(session, err);
    if (!code)
        code = planning_run(session, err);
    return code ? code : planning_keep_first(session, err);
}
