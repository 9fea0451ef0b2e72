/* Labels: created, renamed in place, recoloured. Writing one twice does no harm, so an unknown
 * outcome is settled by writing again and reading. (sync: unknown outcomes) */
#include "app/session/snapshot.h"
#include "app/sync/apply.h"
#include "base/str.h"
#include "store/snapshot.h"

#define RESENDS 5

struct job {
    struct item_change *item;
    struct gh_label_fields fields;
    const char *name; /* as GitHub has it now */
};

static enum gh_state send_label(struct runner *runner, void *args, struct gh_outcome *out)
{
    const struct job *job = args;
    struct gh *gh = runner->session->gh;
    if (job->item->verb == VERB_CREATE)
        return gh_create_label(gh, runner->arena, &job->fields, out);
    return gh_update_label(gh, runner->arena, job->name, &job->fields, out);
}

static enum code keep_object(struct runner *runner, const struct job *job,
                             const struct remote_label *label, struct err *err)
{
    struct session *session = runner->session;
    struct have have = {0};
    have_label(runner->arena, label, &have);
    snapshot_put_label(session, label);
    enum code code = store_put_label(session->store, session->row.key, label, err);
    return code ? code : apply_keep_base(runner, job->item, &have, err);
}

static enum code foresee_update(struct runner *runner, void *args, struct err *err)
{
    const struct job *job = args;
    return apply_log(runner, job->item, NULL, job->item->number, err);
}

static enum code keep_label(struct runner *runner, void *args, const struct gh_outcome *out,
                            struct err *err)
{
    return out->label ? keep_object(runner, args, out->label, err) : OK;
}

/* The label is there already, by our own lost request or by somebody else's: it is taken as the
 * answer, and what differs is told. */
static enum code keep_existing(struct runner *runner, const struct job *job, bool *kept,
                               struct err *err)
{
    struct remote_label label = {0};
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code =
        gh_get_label(runner->session->gh, runner->arena, job->fields.name, true, &label, kept, err);
    if (code || !*kept)
        return code;
    code = store_begin(runner->session->store, &tx, err);
    if (!code)
        code = keep_object(runner, job, &label, err);
    return code ? code : store_commit(&tx, err);
}

static void tell_failed(struct runner *runner, const struct attempt *attempt,
                        const struct gh_outcome *out)
{
    runner_fail(runner, attempt, NULL, out->message, out->hint, code_exit_status(out->code));
}

static enum code create_label(struct runner *runner, struct item_change *item, struct err *err)
{
    struct job job = {.item = item,
                      .fields = {.name = item->want->value[FIELD_TITLE].raw,
                                 .color = apply_wanted(item, FIELD_COLOR),
                                 .description = apply_wanted(item, FIELD_DESCRIPTION)}};
    struct attempt attempt = apply_attempt(item, "POST", "labels");
    attempt.body = job.fields.name;
    attempt.told = true;
    for (int tries = 0; tries < RESENDS; tries++) {
        struct gh_outcome out = {0};
        enum step step;
        enum code code =
            runner_write(runner, &attempt, send_label, keep_label, &job, &out, &step, err);
        if (code || step == STEP_STOPPED)
            return code;
        bool kept = step == STEP_DONE;
        if (step == STEP_FAILED && out.code == ERR_EXISTS)
            code = keep_existing(runner, &job, &kept, err);
        if (code)
            return code;
        if (kept)
            runner_done(runner, item, (struct number){0}, NULL);
        else if (step == STEP_FAILED)
            tell_failed(runner, &attempt, &out);
        if (kept || step == STEP_FAILED)
            return OK;
    }
    runner_stop_unanswered(runner);
    return OK;
}

/* The label as it is now, under its old or (after a lost answer to a rename) its new name. */
static enum code read_label(struct runner *runner, const char *old_name, const char *new_name,
                            struct remote_label *label, bool *found, struct err *err)
{
    struct gh *gh = runner->session->gh;
    enum code code = gh_get_label(gh, runner->arena, old_name, true, label, found, err);
    if (!code && !*found && new_name && !text_eq(old_name, new_name))
        code = gh_get_label(gh, runner->arena, new_name, true, label, found, err);
    return code;
}

/* What is left to do. A description is text that a person may just have changed, so it is read
 * again; a colour alone is not worth a request. */
static enum code verify(struct runner *runner, struct item_change *item, bool forced,
                        struct job *job, struct remote_label *now, bool *found, struct err *err)
{
    struct session *session = runner->session;
    const struct remote_label *known = remote_find_label_id(&session->remote, item->db_id);
    *found = known != NULL;
    if (known)
        *now = *known;
    const bool text = apply_written(item, FIELD_DESCRIPTION) && apply_needs_verify(runner);
    enum code code = OK;
    if (known && (forced || text))
        code = read_label(runner, known->name, item->want->value[FIELD_TITLE].raw, now, found, err);
    if (code)
        return code;
    if (!*found) {
        const struct attempt attempt = apply_attempt(item, "", "");
        runner_fail(runner, &attempt, NULL, "deleted on GitHub while this ran", "roadmap sync",
                    code_exit_status(ERR_RETRY));
        return OK;
    }
    struct have have = {0};
    job->name = now->name;
    job->item = ARENA_NEW(runner->arena, struct item_change);
    return reconcile_again(runner->arena, &session->result, item, now, NULL, NULL, &have, job->item,
                           err);
}

/* An earlier sending of unknown outcome turns out to have been executed. */
static enum code keep_read(struct runner *runner, struct item_change *item,
                           const struct remote_label *now, struct err *err)
{
    const struct job job = {.item = item};
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code = store_begin(runner->session->store, &tx, err);
    if (!code)
        code = keep_object(runner, &job, now, err);
    if (!code)
        code = store_commit(&tx, err);
    if (!code)
        runner_done(runner, item, (struct number){0}, apply_note(runner->arena, item));
    return code;
}

enum code apply_label(struct runner *runner, struct item_change *item, struct err *err)
{
    if (item->verb == VERB_CREATE)
        return create_label(runner, item, err);
    struct attempt attempt = apply_attempt(item, "PATCH", "labels/NAME");
    attempt.told = true;
    attempt.foresee = foresee_update;
    for (int tries = 0; tries < RESENDS; tries++) {
        struct job job = {0};
        struct remote_label now = {0};
        bool found = false;
        enum code code = verify(runner, item, tries > 0, &job, &now, &found, err);
        if (code || !found)
            return code;
        apply_note_fresh(runner, item, job.item, tries);
        if (!item_change_writes(job.item))
            return tries ? keep_read(runner, item, &now, err) : OK;
        job.fields =
            (struct gh_label_fields){.name = apply_sent(job.item, FIELD_TITLE),
                                     .color = apply_sent(job.item, FIELD_COLOR),
                                     .description = apply_sent(job.item, FIELD_DESCRIPTION)};
        attempt.body = job.name;
        struct gh_outcome out = {0};
        enum step step;
        code = runner_write(runner, &attempt, send_label, keep_label, &job, &out, &step, err);
        if (code || step == STEP_STOPPED)
            return code;
        if (step == STEP_FAILED && out.code == ERR_NOT_FOUND && tries == 0)
            continue; /* renamed, perhaps by another run of this plan */
        if (step == STEP_DONE)
            runner_done(runner, job.item, (struct number){0}, apply_note(runner->arena, job.item));
        else if (step == STEP_FAILED)
            tell_failed(runner, &attempt, &out);
        if (step == STEP_FAILED && job.fields.name)
            reconcile_not_renamed(&runner->session->result, item->want, job.name);
        if (step != STEP_UNKNOWN)
            return OK;
    }
    runner_stop_unanswered(runner);
    return OK;
}
