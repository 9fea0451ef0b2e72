#include "app/undo/undo_kinds.h"

#include <inttypes.h>

#include "app/runs/run_read.h"
#include "app/session/snapshot.h"
#include "app/session/target.h"
#include "base/map.h"
#include "base/str.h"
#include "engine/normal.h"
#include "store/items.h"

/* The run itself says where it wrote: no plan is needed, and none is asked. */
static enum code aim(struct undo *undo, struct err *err)
{
    struct session *session = undo->session;
    struct app *app = session->app;
    const struct run_head *head = &undo->log.head;
    struct plan *plan = ARENA_NEW(undo->arena, struct plan);
    const char *repository = app->repo ? app->repo : head->repository, *owner, *name;
    plan->scope = head->scope;
    plan->path = head->spec;
    if (!target_split(undo->arena, repository, &owner, &name))
        return err_set(err, ERR_USAGE, "'%s' is not OWNER/NAME", repository);
    session_aim(session, plan, repository);
    undo->report->sync.plan = NULL;
    if (text_eq(session->host, head->host))
        return OK;
    err_set(err, ERR_REFUSED, "run %s wrote to %s at '%s', and this is '%s'", head->id,
            head->repository, head->host, session->host);
    return err_hint(err, "--api-url says which server is meant");
}

/* Names change hands; numbers do not. */
static enum code check_repository(struct undo *undo, struct err *err)
{
    struct session *session = undo->session;
    const struct run_head *head = &undo->log.head;
    struct remote_repository repository = {0};
    enum code code = gh_get_repository(session->gh, undo->arena, &repository, err);
    if (code || repository.id.v == head->repository_id.v)
        return code;
    err_set(err, ERR_REFUSED,
            "run %s wrote to another repository: %s had the id %" PRId64 ", %s has %" PRId64,
            head->id, head->repository, head->repository_id.v, repository.full_name,
            repository.id.v);
    return err_hint(err, "--repo OWNER/NAME says where that one is now");
}

/* Without a cache the marks say which milestone is which. */
static void name_by_marks(struct undo *undo)
{
    const struct session *session = undo->session;
    struct map *ids = session->result.names.milestone_ids;
    for (size_t i = 0; i < session->remote.milestones.len; i++) {
        const struct remote_milestone *milestone = &session->remote.milestones.items[i];
        const char *number = arena_printf(undo->arena, "%" PRId64, milestone->number.v);
        struct block_parts parts;
        block_split(undo->arena, milestone->description, &parts);
        if (parts.found && parts.damage == BLOCK_WHOLE && !map_has(ids, number) &&
            text_eq(parts.marker.scope, session->plan->scope) && parts.marker.id)
            map_put(ids, number, arena_strdup(undo->arena, parts.marker.id));
    }
}

/* What GitHub's names mean in the plan. */
static void make_names(struct undo *undo)
{
    struct session *session = undo->session;
    struct names *names = &session->result.names;
    names->label_ids = map_new(undo->arena);
    names->milestone_ids = map_new(undo->arena);
    for (size_t i = 0; i < session->base.items.len; i++) {
        const struct base_item *item = &session->base.items.items[i];
        char *id = arena_strdup(undo->arena, item->id);
        const struct remote_label *label =
            item->kind == KIND_LABEL ? remote_find_label_id(&session->remote, item->db_id) : NULL;
        if (label)
            map_put(names->label_ids, normal_name(undo->arena, label->name), id);
        if (item->kind == KIND_MILESTONE && item->number.v)
            map_put(names->milestone_ids, arena_printf(undo->arena, "%" PRId64, item->number.v),
                    id);
    }
    name_by_marks(undo);
}

static enum code read_github(struct undo *undo, struct err *err)
{
    struct session *session = undo->session;
    enum code code = session_open_github(session, err);
    if (!code)
        code = check_repository(undo, err);
    if (!code)
        code = snapshot_read(session, err);
    if (!code)
        code = store_load_base(session->store, undo->arena, session->at, &session->base, err);
    if (!code)
        make_names(undo);
    return code;
}

/* What an earlier run may have written, and nobody knows: sync looks for it. */
static enum code note_pending(struct undo *undo, struct err *err)
{
    int64_t pending = 0;
    enum code code = store_count_pending(undo->session->store, undo->session->at, &pending, err);
    if (!code && pending)
        session_note(undo->session,
                     "%" PRId64
                     " %s of an earlier run in doubt; undo takes back what it finds, and "
                     "roadmap sync looks for what was to be created",
                     pending, pending == 1 ? "write is" : "writes are");
    return code;
}

static enum code carry_out_one(struct undo *undo, struct undo_step *step, struct err *err)
{
    if (step->healed) {
        undo_leave(undo, step, NULL,
                   "was closed as a duplicate, and stays: open it on GitHub if that was wrong", 0);
        return OK;
    }
    switch (step->item.kind) {
    case KIND_LABEL:
        return undo_label(undo, step, err);
    case KIND_MILESTONE:
        return undo_milestone(undo, step, err);
    case KIND_ISSUE:
        return undo_issue(undo, step, err);
    case KIND_RELATION:
        return undo_relation(undo, step, err);
    case KIND_COMMENT:
    case KIND_COUNT:
        break;
    }
    undo_leave(undo, step, NULL, "cannot be taken back", 0);
    return OK;
}

/* A step that cannot be read is left; what ends a run ends it. */
static enum code contain(struct undo *undo, const struct undo_step *step, enum code code,
                         struct err *err)
{
    if (code == ERR_CORRUPT || code == ERR_LOCKED)
        return code;
    const char *message = arena_strdup(undo->arena, err->message);
    err_clear(err);
    if (runner_interrupted(undo->runner))
        return OK;
    if (code == ERR_RETRY || code == ERR_UNKNOWN) {
        const int64_t resume = gh_resume_at_ms(undo->session->gh);
        runner_stop(undo->runner, resume ? STOP_LIMIT : STOP_NETWORK, resume, message);
        return OK;
    }
    const struct attempt attempt = undo_attempt(step, "", "");
    runner_fail(undo->runner, &attempt, NULL, message, NULL, code_exit_status(code));
    if (code == ERR_AUTH || code == ERR_FAILED)
        runner_stop(undo->runner, STOP_ERROR, 0, message);
    return OK;
}

static enum code carry_out(struct undo *undo, struct err *err)
{
    for (size_t i = 0; i < undo->steps.len && !undo->runner->stopped; i++) {
        struct undo_step *step = &undo->steps.items[i];
        if (runner_interrupted(undo->runner))
            break;
        runner_progress(undo->runner, EVENT_WRITING, &step->item, step->item.number);
        enum code code = carry_out_one(undo, step, err);
        if (code)
            code = contain(undo, step, code, err);
        if (code)
            return code;
    }
    return OK;
}

static int exit_status_of(const struct undo_report *report)
{
    int status = 0;
    for (size_t i = 0; i < report->left.len; i++)
        status = exit_status_worst(status, report->left.items[i].exit_status);
    for (size_t i = 0; i < report->sync.errors.len; i++)
        status = exit_status_worst(status, report->sync.errors.items[i].exit_status);
    switch (report->sync.stop) {
    case STOP_LIMIT:
    case STOP_NETWORK:
    case STOP_HORIZON:
        return exit_status_worst(status, code_exit_status(ERR_RETRY));
    case STOP_INTERRUPT:
        return exit_status_worst(status, code_exit_status(ERR_INTERRUPTED));
    case STOP_ERROR:
    case STOP_NONE:
        break;
    }
    return status;
}

static void count_planned(struct undo *undo)
{
    struct event *progress = &undo->runner->progress;
    progress->total = undo->report->sync.planned_writes;
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        const struct kind_counts *counts = &undo->report->planned[kind];
        progress->kind_total[kind] =
            counts->create + counts->update + counts->close + counts->delete;
    }
}

static enum code undo_it(struct undo *undo, undo_confirm_fn confirm, struct err *err)
{
    struct session *session = undo->session;
    struct undo_report *report = undo->report;
    enum code code = note_pending(undo, err);
    if (!code)
        code = runner_begin(undo->runner, session, err);
    if (code)
        return code;
    undo_make_steps(undo);
    undo_judge_all(undo);
    count_planned(undo);
    session_tell(session,
                 &(struct event){.type = EVENT_PLAN_READY, .total = report->sync.planned_writes});
    if (report->sync.planned_writes && confirm && !confirm(session->app->ask_state, report))
        return err_set(err, ERR_REFUSED, "not confirmed, nothing was written");
    code = carry_out(undo, err);
    report->sync.exit_status = code ? code_exit_status(code) : exit_status_of(report);
    struct err ignored cleanup_err = ERR_INIT;
    enum code ended = runner_end(undo->runner, code ? &ignored : err);
    return code ? code : ended;
}

static enum code open_and_undo(struct undo *undo, const char *name, undo_confirm_fn confirm,
                               struct err *err)
{
    struct session *session = undo->session;
    enum code code = app_find_project(session->app, &session->project, err);
    if (!code)
        code = session_open_cache(session, err);
    if (!code)
        code = run_read(session->store, undo->arena, session->project.cache_path, name, &undo->log,
                        err);
    if (code)
        return code;
    undo->report->of = undo->log.head;
    undo->report->count = undo->log.count;
    undo->runner->undoes = undo->log.head.id;
    code = aim(undo, err);
    if (!code)
        code = session_load_row(session, err);
    if (!code)
        code = read_github(undo, err);
    return code ? code : undo_it(undo, confirm, err);
}

enum code app_undo(struct app *app, const char *name, undo_confirm_fn confirm,
                   struct undo_report *report, struct err *err)
{
    static const struct sync_options none = {.max_creates = -1};
    const int64_t start = clock_mono(&app->clock);
    struct session *session cleanup_session = session_new(app, &none, true, &report->sync);
    struct runner *runner = ARENA_NEW(app->arena, struct runner);
    struct undo undo = {
        .session = session, .runner = runner, .arena = app->arena, .report = report};
    runner->command = "undo";
    enum code code = run_journal_check(app, err);
    if (!code)
        code = open_and_undo(&undo, name, confirm, err);
    report->sync.duration_ms = clock_mono(&app->clock) - start;
    if (code && report->sync.exit_status == 0)
        report->sync.exit_status = code_exit_status(code);
    return code;
}
