/* What people changed on GitHub, into the files of the plan: read and reconcile as plan does, turn
 * what only GitHub changed into edits, look that the edited plan agrees with GitHub, write. */
#include <string.h>

#include "app/pull/pull_inner.h"
#include "app/session/load.h"
#include "app/sync/planning.h"
#include "base/str.h"
#include "engine/value.h"

/* ---- which fields ---- */

enum verdict_of { TAKE_IT, LEAVE_IT, ASK_FOR_IT, NOT_A_CHANGE };

/* Only GitHub has moved since both agreed. */
static bool plan_is_unmoved(const struct item_change *item, const struct change *change)
{
    const struct value *base = item->base ? base_spec(item->base, change->field) : NULL;
    return base && base->known && !base->hashed &&
           value_equal(base, &item->want->value[change->field]);
}

/* A due date or a colour is the plan's by default; a pull is somebody's word that GitHub's counts.
 * Where the plan itself says own, only --take is. */
static enum verdict_of judge(struct pull *pull, const struct item_change *item,
                             const struct change *change)
{
    const enum policy policy = item->want ? item->want->policy[change->field] : POLICY_IGNORE;
    if (policy == POLICY_IGNORE || policy == POLICY_CREATE_ONLY || item->verb == VERB_REFUSE)
        return NOT_A_CHANGE;
    if (change->move != MOVE_KEEP && change->move != MOVE_CONFLICT &&
        change->move != MOVE_OVERWRITE)
        return NOT_A_CHANGE;
    const struct take *take = takes_find(&pull->takes, item->kind, item->id, change->field);
    if (take)
        return take->spec ? NOT_A_CHANGE : TAKE_IT;
    if (change->move == MOVE_KEEP)
        return TAKE_IT;
    if (change->move == MOVE_CONFLICT)
        return ASK_FOR_IT;
    if (!plan_is_unmoved(item, change))
        return NOT_A_CHANGE;
    return pull->session->plan->has_policy[change->field] ? LEAVE_IT : TAKE_IT;
}

static void add_ways(struct pull *pull, struct pull_line *line, const struct change *change,
                     bool pulls)
{
    const char *field = field_name_people(line->kind, change->field);
    if (pulls)
        strlist_add(pull->arena, &line->ways,
                    arena_printf(pull->arena, "roadmap pull --take %s.%s=github", line->id, field));
    strlist_add(pull->arena, &line->ways,
                arena_printf(pull->arena, "roadmap sync --take %s.%s=spec", line->id, field));
}

static enum code pull_change(struct pull *pull, const struct item_change *item,
                             const struct change *change, struct err *err)
{
    struct pull_line line = {.kind = item->kind,
                             .id = item->id,
                             .title = item->title,
                             .number = item->number,
                             .item = item,
                             .change = change};
    const char *reason = NULL;
    switch (judge(pull, item, change)) {
    case NOT_A_CHANGE:
        return OK;
    case ASK_FOR_IT:
        pull->report->conflicts++;
        add_ways(pull, &line, change, true);
        pull_leave(pull, &line, "both sides changed it");
        return OK;
    case LEAVE_IT:
        add_ways(pull, &line, change, true);
        pull_leave(pull, &line, "the plan decides about it (fields: own)");
        return OK;
    case TAKE_IT:
        break;
    }
    enum code code = OK;
    if (change->before.raw && spec_has_marker(change->before.raw))
        reason = "it holds a text that looks like a mark of roadmap (E0215)";
    else
        code = pull_field(pull, item, change, &line, &reason, err);
    if (!code && reason) {
        add_ways(pull, &line, change, false);
        pull_leave(pull, &line, reason);
    } else if (!code) {
        VEC_PUSH(pull->arena, &pull->report->pulled, line);
    }
    return code;
}

static enum code collect(struct pull *pull, struct err *err)
{
    const struct changeset *changeset = &pull->session->result.changeset;
    enum code code = OK;
    for (size_t i = 0; !code && i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        for (size_t k = 0; !code && k < item->changes.len; k++)
            code = pull_change(pull, item, &item->changes.items[k], err);
    }
    if (!code && pull->options->ticks)
        code = pull_ticks(pull, err);
    if (!code && pull->options->add_new)
        code = pull_new_issues(pull, err);
    return code;
}

/* ---- the edited plan ---- */

static enum code not_valid(const struct diags *diags, struct err *err)
{
    for (size_t i = 0; i < diags->len; i++) {
        const struct diag *diag = &diags->items[i];
        if (diag->severity != SEVERITY_ERROR)
            continue;
        err_clear(err);
        (void)err_set(err, ERR_REFUSED, "GitHub's values would not make a valid plan: %s",
                      diag->message);
        return err_hint(err, "nothing was written; roadmap explain %s", diag->code);
    }
    return err->code;
}

static const struct change *change_again(const struct changeset *changeset, enum kind kind,
                                         const char *id, enum field field)
{
    for (size_t i = 0; i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        if (item->kind == kind && text_eq(item->id, id))
            for (size_t k = 0; k < item->changes.len; k++)
                if (item->changes.items[k].field == field &&
                    item->changes.items[k].move != MOVE_AGREE)
                    return &item->changes.items[k];
    }
    return NULL;
}

/* What was pulled is nobody's change any more. */
static enum code look_again(struct pull *pull, struct err *err)
{
    const struct changeset *changeset = &pull->session->result.changeset;
    for (size_t i = 0; i < pull->report->pulled.len; i++) {
        const struct pull_line *line = &pull->report->pulled.items[i];
        if (!line->change || field_is_set(line->change->field) ||
            !change_again(changeset, line->kind, line->id, line->change->field))
            continue;
        (void)err_set(err, ERR_FAILED, "%s: the %s would not agree with GitHub after the edit",
                      line->id, field_name_people(line->kind, line->change->field));
        return err_hint(err, "nothing was written; edit it by hand");
    }
    return OK;
}

static enum code plan_again(struct pull *pull, const struct spec_overlay *overlay, struct err *err)
{
    struct session *session = pull->session;
    struct diags diags = {0};
    struct plan *plan = NULL;
    enum code code = load_over(session->app, overlay, &plan, &diags, err);
    if (code)
        return code == ERR_SPEC ? not_valid(&diags, err) : code;
    session->plan = plan;
    code = planning_run(session, err);
    return code ? code : look_again(pull, err);
}

static enum code write_it(struct pull *pull, const struct spec_overlay *overlay, struct err *err)
{
    const struct pull_options *options = pull->options;
    struct pull_report *report = pull->report;
    for (size_t i = 0; i < overlay->files.len; i++)
        strlist_add(pull->arena, &report->files, overlay->files.items[i].path);
    if (options->dry_run)
        return OK;
    if (options->confirm && !options->confirm(options->confirm_state, report))
        return err_set(err, ERR_REFUSED, "not confirmed, nothing was written");
    enum code code = spec_edit_write(&pull->edit, overlay, err);
    if (code)
        return code;
    report->wrote = true;
    return pull->session->storing ? planning_keep_agreements(pull->session, err) : OK;
}

static enum code pull_it(struct pull *pull, struct err *err)
{
    struct session *session = pull->session;
    struct spec_overlay overlay = {0};
    enum code code = spec_edit_open(pull->arena, session->plan, &pull->edit, err);
    if (!code)
        code = collect(pull, err);
    if (!code)
        code = spec_edit_finish(&pull->edit, &overlay, err);
    if (!code && overlay.files.len)
        code = plan_again(pull, &overlay, err);
    if (!code && overlay.files.len)
        code = write_it(pull, &overlay, err);
    return code;
}

enum code app_pull(struct app *app, const struct pull_options *options, struct diags *diags,
                   struct pull_report *report, struct err *err)
{
    const int64_t start = clock_mono(&app->clock);
    struct sync_options read = sync_options_default();
    read.select = options->select;
    read.takes = options->takes;
    read.full = options->full;
    struct session *session cleanup_session = session_new(app, &read, false, &report->sync);
    struct pull pull = {
        .arena = app->arena, .session = session, .options = options, .report = report};
    report->dry_run = options->dry_run;
    enum code code = session_begin(session, diags, err);
    /* They say where a value of the file comes from; the sides are compared without them. */
    pull.takes = session->takes;
    session->takes = (struct takes){0};
    if (!code)
        code = planning_prepare(session, err);
    if (!code)
        code = pull_it(&pull, err);
    report->sync.duration_ms = clock_mono(&app->clock) - start;
    report->sync.exit_status = code                ? code_exit_status(code)
                               : report->conflicts ? code_exit_status(ERR_REFUSED)
                                                   : 0;
    return code;
}
