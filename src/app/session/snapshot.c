#include "app/session/snapshot.h"

#include <inttypes.h>
#include <string.h>

#include "base/day.h"
#include "base/map.h"
#include "github/read.h"
#include "store/snapshot.h"
#include "store/validators.h"

/* A complete read at least this often: deletions and transfers show only there. (sync: reads) */
#define COMPLETE_EVERY_MS (24LL * 60 * 60 * 1000)
/* `since` goes this far back behind the newest change seen in a list. */
#define SINCE_OVERLAP_MS (15LL * 60 * 1000)
/* Stands for "nothing was ever changed there": what comes next is read from the beginning. */
#define SINCE_EMPTY "1970-01-01T00:15:00Z"

struct reading {
    bool warm; /* the cache holds a complete read that is young enough */
    struct remote known;
    struct gh_validators validators;
    struct gh_snapshot fresh;
};

/* What is not there is told by a complete read only. */
static bool reads_all(const struct sync_options *options)
{
    return options->full || options->prune_labels || options->prune_milestones ||
           options->prune_issues;
}

static bool warm_enough(const struct session *session)
{
    const struct store_repository *row = &session->row;
    return row->key.v && row->complete_ms && row->since && !reads_all(session->options) &&
           session_now(session) - row->complete_ms < COMPLETE_EVERY_MS &&
           session_now(session) >= row->complete_ms;
}

static const char *since_of(struct session *session)
{
    int64_t newest;
    if (!instant_parse(session->row.since, &newest))
        return NULL;
    char text[21];
    instant_format(newest - SINCE_OVERLAP_MS, text);
    return arena_strdup(session->arena, text);
}

static enum code load_known(struct session *session, struct reading *reading, struct err *err)
{
    enum code code =
        store_load_remote(session->store, session->arena, session->row.key, &reading->known, err);
    struct store_validators stored = {0};
    if (!code)
        code = store_load_validators(session->store, session->arena, session->row.key,
                                     session->account, &stored, err);
    for (size_t i = 0; !code && i < stored.items.len; i++) {
        const struct store_validator *one = &stored.items.items[i];
        const struct gh_validator copy = {one->url, one->etag, one->next};
        VEC_PUSH(session->arena, &reading->validators.items, copy);
    }
    return code;
}

static enum code read_lists(struct session *session, struct reading *reading, struct err *err)
{
    const struct gh_read read = {
        .since = reading->warm ? since_of(session) : NULL,
        .with_repository = !session->row.key.v || !reading->warm,
        .validators = reading->warm ? &reading->validators : NULL,
        .known = reading->warm ? &reading->known : NULL,
    };
    session_tell(session, &(struct event){.type = EVENT_READING});
    enum code code = gh_read_snapshot(session->gh, session->arena, &read, &reading->fresh, err);
    if (!code && !reading->fresh.remote.complete)
        BUG("an incomplete read came back as a success");
    return code;
}

/* Lays the changed issues over the known ones; both ascend by number. */
static void lay_over(struct arena *arena, struct remote *whole, const struct remote *changed)
{
    struct remote merged = *whole;
    merged.issues.items = NULL;
    merged.issues.len = merged.issues.cap = 0;
    size_t i = 0, k = 0;
    while (i < whole->issues.len || k < changed->issues.len) {
        const struct remote_issue *old = i < whole->issues.len ? &whole->issues.items[i] : NULL;
        const struct remote_issue *new = k < changed->issues.len ? &changed->issues.items[k] : NULL;
        const bool take_new = new && (!old || new->number.v <= old->number.v);
        if (take_new && old && new->number.v == old->number.v)
            i++;
        BUG_UNLESS(take_new || old);
        VEC_PUSH(arena, &merged.issues, take_new ? *new : *old);
        if (take_new)
            k++;
        else
            i++;
    }
    whole->issues.items = merged.issues.items;
    whole->issues.len = merged.issues.len;
    whole->issues.cap = merged.issues.cap;
    if (changed->highest_number.v > whole->highest_number.v)
        whole->highest_number = changed->highest_number;
}

/* The new whole: lists that came take the place of the known ones. */
static void put_together(struct session *session, struct reading *reading)
{
    const struct gh_snapshot *fresh = &reading->fresh;
    struct remote *remote = &session->remote;
    if (!reading->warm) {
        *remote = fresh->remote;
        return;
    }
    *remote = reading->known;
    if (fresh->remote.repository.id.v)
        remote->repository = fresh->remote.repository;
    if (!fresh->labels_unchanged)
        remote->labels.items = fresh->remote.labels.items,
        remote->labels.len = fresh->remote.labels.len,
        remote->labels.cap = fresh->remote.labels.cap;
    if (!fresh->milestones_unchanged)
        remote->milestones.items = fresh->remote.milestones.items,
        remote->milestones.len = fresh->remote.milestones.len,
        remote->milestones.cap = fresh->remote.milestones.cap;
    if (!fresh->issues_unchanged)
        lay_over(session->arena, remote, &fresh->remote);
    if (fresh->issues_seen) {
        remote->has_sub_issues = fresh->remote.has_sub_issues;
        remote->has_dependencies = fresh->remote.has_dependencies;
    }
    /* Whether there are types shows in the repository's owner only. */
    if (fresh->remote.repository.id.v)
        remote->has_types = fresh->remote.has_types;
    remote->complete = true;
}

static struct map *issues_by_milestone(struct arena *arena, const struct remote *remote)
{
    struct map *counts = map_new(arena);
    for (size_t i = 0; i < remote->issues.len; i++) {
        const struct number number = remote->issues.items[i].milestone;
        const char *key = arena_printf(arena, "%" PRId64, number.v);
        int64_t *count = map_get(counts, key);
        if (!count)
            map_put(counts, key, count = ARENA_NEW(arena, int64_t));
        ++*count;
    }
    return counts;
}

static int64_t pulls_of(struct arena *arena, const struct map *counts,
                        const struct remote_milestone *milestone)
{
    const int64_t *count = map_get(counts, arena_printf(arena, "%" PRId64, milestone->number.v));
    return milestone->open_issues + milestone->closed_issues - (count ? *count : 0);
}

/* A milestone that counts fewer objects than the cache has issues for it (pull requests, which are
 * counted too, taken off): something was deleted or moved away, and only a complete read shows
 * what. (sync: reads) */
static bool counts_fit(struct session *session, const struct reading *reading)
{
    if (!reading->warm || reading->fresh.milestones_unchanged)
        return true;
    struct arena *arena = session->arena;
    const struct map *before = issues_by_milestone(arena, &reading->known);
    const struct map *after = issues_by_milestone(arena, &session->remote);
    for (size_t i = 0; i < session->remote.milestones.len; i++) {
        const struct remote_milestone *now = &session->remote.milestones.items[i];
        const struct remote_milestone *then = remote_find_milestone(&reading->known, now->number);
        if (!then)
            continue;
        /* A milestone that was just made is known with the count of that moment, which is less than
         * what was put into it since. */
        const int64_t pulls = pulls_of(arena, before, then);
        if (pulls_of(arena, after, now) < (pulls > 0 ? pulls : 0))
            return false;
    }
    return true;
}

static void fill_row(struct session *session, const struct reading *reading)
{
    struct store_repository *row = &session->row;
    const struct remote *remote = &session->remote;
    const struct remote_repository *repository = &reading->fresh.remote.repository;
    row->host = session->host;
    if (repository->id.v) {
        row->id = repository->id;
        row->full_name = repository->full_name;
        row->html_url = repository->html_url;
        row->archived = repository->archived;
        row->has_issues = repository->has_issues;
        row->can_push = repository->can_push;
        row->permissions_known = repository->permissions_known;
        row->watchers = repository->watchers;
    }
    row->has_sub_issues = remote->has_sub_issues;
    row->has_dependencies = remote->has_dependencies;
    row->has_types = remote->has_types;
    row->highest_number = remote->highest_number;
}

/* The repository of last time, or a refusal; a new name is followed and said. */
static enum code check_target(struct session *session, const struct reading *reading,
                              struct err *err)
{
    const struct remote_repository *repository = &reading->fresh.remote.repository;
    if (!repository->id.v)
        return OK;
    enum store_target target;
    const char *old_name = NULL;
    enum code code =
        store_check_target(session->store, session->arena, session->host, repository->id,
                           repository->full_name, session->plan->scope, &target, &old_name, err);
    if (code)
        return code;
    const char *moved = gh_moved_to(session->gh);
    if (target == STORE_TARGET_RENAMED || moved) {
        session->report->moved_from = moved ? session->repository : old_name;
        session_note(session, "the repository is called %s now; put the new name into the plan",
                     repository->full_name);
    }
    session->repository = session->report->repository = repository->full_name;
    return OK;
}

static enum code keep_validators(struct session *session, const struct reading *reading,
                                 struct err *err)
{
    enum code code = OK;
    for (size_t i = 0; !code && i < reading->fresh.validators.items.len; i++) {
        const struct gh_validator *one = &reading->fresh.validators.items.items[i];
        const struct store_validator copy = {one->url, one->etag, one->next};
        code = store_put_validator(session->store, session->row.key, session->account, &copy, err);
    }
    return code;
}

/* Objects, marks and validators in one transaction: an ETag whose page is not in the cache would
 * hide that page for ever. */
static enum code keep(struct session *session, const struct reading *reading, struct err *err)
{
    fill_row(session, reading);
    if (!session->storing)
        return OK;
    const bool whole = !reading->warm;
    const bool quiet = reading->warm && reading->fresh.labels_unchanged &&
                       reading->fresh.milestones_unchanged && reading->fresh.issues_unchanged;
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code = store_begin(session->store, &tx, err);
    if (!code)
        code = store_put_repository(session->store, &session->row, err);
    if (!code && whole)
        code = store_forget_validators(session->store, session->row.key, err);
    if (!code && !quiet)
        code = store_save_remote(session->store, session->row.key, &session->remote,
                                 STORE_SAVE_WHOLE, err);
    if (!code)
        code = keep_validators(session, reading, err);
    const char *newest = reading->fresh.newest_updated_at;
    if (whole && !newest)
        newest = SINCE_EMPTY;
    /* Pages that did not change were not read: what they showed before still counts. */
    if (!whole && newest && session->row.since && strcmp(newest, session->row.since) < 0)
        newest = NULL;
    if (!code)
        code = store_mark_read(session->store, session->row.key, newest, session_now(session),
                               whole, err);
    return code ? code : store_commit(&tx, err);
}

static enum code read_once(struct session *session, bool warm, bool *fits, struct err *err)
{
    struct reading reading = {.warm = warm};
    enum code code = OK;
    if (warm)
        code = load_known(session, &reading, err);
    if (!code && warm && !reading.known.complete)
        reading.warm = false;
    if (!code)
        code = read_lists(session, &reading, err);
    if (code)
        return code;
    put_together(session, &reading);
    *fits = counts_fit(session, &reading);
    if (!*fits)
        return OK;
    code = check_target(session, &reading, err);
    return code ? code : keep(session, &reading, err);
}

enum code snapshot_read(struct session *session, struct err *err)
{
    bool fits = true;
    enum code code = read_once(session, warm_enough(session), &fits, err);
    if (!code && !fits)
        code = read_once(session, false, &fits, err);
    if (code)
        return code;
    session->at = (struct store_scope){session->row.key, session->plan->scope};
    session->report->watchers = session->row.watchers;
    session->report->html_url = session->row.html_url;
    session->read_mono_ms = clock_mono(&session->app->clock);
    if (session->writes && session->row.archived)
        return err_set(err, ERR_REFUSED, "%s is archived, so nothing can be written to it",
                       session->repository);
    if (!session->row.has_issues)
        return err_set(err, ERR_REFUSED, "issues are disabled in %s", session->repository);
    return OK;
}

enum code snapshot_offline(struct session *session, struct err *err)
{
    if (session->row.key.v) {
        enum code code = store_load_remote(session->store, session->arena, session->row.key,
                                           &session->remote, err);
        if (code)
            return code;
    }
    if (session->remote.complete)
        return OK;
    /* Still worth showing: a pull request is looked at where there is no token and no cache. */
    session_note(session, "nothing was read from %s yet: this is the plan for an empty repository",
                 session->repository);
    session->remote = (struct remote){
        .complete = true, .has_sub_issues = true, .has_dependencies = true, .has_types = true};
    return OK;
}

static enum code look_at_issue(struct session *session, struct number number, struct err *err)
{
    struct gh_issue_found found = {0};
    enum code code = gh_get_issue(session->gh, session->arena, number, true, false, &found, err);
    if (code)
        return code;
    if (found.presence == GH_FOUND && !found.issue.is_pull) {
        snapshot_put_issue(session, &found.issue);
        return OK;
    }
    const struct look look = {.kind = KIND_ISSUE,
                              .number = number,
                              .result = found.presence == GH_FOUND ? LOOKED_PULL : LOOKED_GONE};
    VEC_PUSH(session->arena, &session->looks.list, look);
    return OK;
}

static enum code look_at_milestone(struct session *session, struct number number, struct err *err)
{
    struct remote_milestone milestone = {0};
    bool found = false;
    enum code code =
        gh_get_milestone(session->gh, session->arena, number, false, &milestone, &found, err);
    if (code)
        return code;
    const struct look gone = {.kind = KIND_MILESTONE, .number = number, .result = LOOKED_GONE};
    if (found)
        snapshot_put_milestone(session, &milestone);
    else
        VEC_PUSH(session->arena, &session->looks.list, gone);
    return OK;
}

static enum code look_at_label(struct session *session, const char *name, struct err *err)
{
    struct remote_label label = {0};
    bool found = false;
    enum code code = gh_get_label(session->gh, session->arena, name, false, &label, &found, err);
    if (code)
        return code;
    const struct look gone = {.kind = KIND_LABEL, .result = LOOKED_GONE, .name = name};
    if (found)
        snapshot_put_label(session, &label);
    else
        VEC_PUSH(session->arena, &session->looks.list, gone);
    return OK;
}

static enum code look_at(struct session *session, const struct look *look, struct err *err)
{
    switch (look->kind) {
    case KIND_LABEL:
        return look_at_label(session, look->name, err);
    case KIND_MILESTONE:
        return look_at_milestone(session, look->number, err);
    default:
        return look_at_issue(session, look->number, err);
    }
}

enum code snapshot_look(struct session *session, struct err *err)
{
    enum code code = OK;
    for (size_t i = 0; !code && i < session->result.look.len; i++)
        code = look_at(session, &session->result.look.items[i], err);
    return code;
}
