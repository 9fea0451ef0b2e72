#include "app/comment/comment.h"

#include <string.h>
#include <strings.h>

#include "app/comment/comment_room.h"
#include "app/session/target.h"
#include "base/file.h"
#include "base/str.h"
#include "engine/living.h"
#include "github/read.h"
#include "model/key.h"
#include "render/comment_text.h"

/* Which repository, and a client that may write to it. */
static enum code aim(struct commenting *commenting, struct plan *plan, struct err *err)
{
    struct app *app = commenting->app;
    static const struct sync_options none;
    struct sync_report *sync = ARENA_NEW(app->arena, struct sync_report);
    struct plan *target = plan ? plan : ARENA_NEW(app->arena, struct plan);
    const char *origin = NULL, *repository = NULL;
    const bool fork = commenting->options->event.fork && !commenting->options->from;
    const bool writes = !commenting->options->dry_run && !fork;
    enum code code = app->repo ? OK : app_find_origin(app, &origin, err);
    if (!code)
        code = target_choose(app, plan, origin, writes, &repository, err);
    if (code)
        return code;
    commenting->session = session_new(app, &none, true, sync);
    session_aim(commenting->session, target, repository);
    commenting->report->repository = repository;
    if (commenting->options->server_url)
        commenting->place.repository_url =
            arena_printf(app->arena, "%s/%s", commenting->options->server_url, repository);
    return OK;
}

/* For the job summary, and for who only looks. */
static void render_both(struct commenting *commenting)
{
    const struct comment_limits whole = comment_limits_summary(), usual = comment_limits_default();
    struct comment_report *report = commenting->report;
    report->outcome = COMMENT_SHOWN;
    if (!commenting->status && !comment_has_effect(&report->facts))
        return;
    report->summary = comment_render(commenting, NULL, &whole);
    report->body = comment_render(
        commenting,
        living_marker(commenting->arena, report->facts.scope, commenting->options->key, NULL),
        &usual);
}

static enum code write_file(const struct commenting *commenting, struct err *err)
{
    const char *path = commenting->options->out;
    if (!path)
        return OK;
    const char *text = comment_file_json(commenting->arena, &commenting->report->facts);
    return file_write_atomic(path, text, strlen(text), 0644, err);
}

static bool in_pull_request(const struct comment_event *event)
{
    return text_starts(event->name, "pull_request");
}

/* The token of a fork may not write, and neither may that of some bots: then the job summary has to
 * do, and the workflow is none the worse. */
static enum code post(struct commenting *commenting, struct err *err)
{
    struct comment_report *report = commenting->report;
    const struct comment_event *event = &commenting->options->event;
    struct err trouble cleanup_err = ERR_INIT;
    if (event->fork && !commenting->options->from) {
        report->outcome = COMMENT_NOT_ALLOWED;
        report->why = "the branch is in a fork, so the token of this run may not write";
        return OK;
    }
    enum code code = session_open_github(commenting->session, err);
    if (!code)
        code = comment_check_thread(commenting, &trouble);
    if (!code)
        code = comment_post(commenting, &trouble);
    report->requests = commenting->session->report->requests;
    if (!code)
        return OK;
    if (trouble.code != ERR_AUTH || !in_pull_request(event))
        return trouble.code ? err_move(err, &trouble) : code;
    report->outcome = COMMENT_NOT_ALLOWED;
    report->why = arena_strdup(commenting->arena, trouble.message);
    return OK;
}

static enum code from_here(struct commenting *commenting, struct diags *diags, struct err *err)
{
    const struct comment_options *options = commenting->options;
    struct comment_report *report = commenting->report;
    struct plan *plan = NULL;
    report->number = options->number.v ? options->number : options->event.number;
    enum code code = comment_gather(commenting, diags, &plan, err);
    if (!code)
        code = write_file(commenting, err);
    if (!code)
        code = aim(commenting, plan, err);
    if (code)
        return code;
    render_both(commenting);
    if (options->dry_run)
        return OK;
    if (report->number.v == 0) {
        (void)err_set(err, ERR_USAGE, "no pull request is known here");
        return err_hint(err, "say which one: --pr N, or --dry-run to only look");
    }
    return post(commenting, err);
}

/* ---- a tracking issue ---- */

static enum code from_status(struct commenting *commenting, struct diags *diags, struct err *err)
{
    static const struct status_options fetching = {.fetch = true, .list_max = 20};
    static const struct status_options cached = {.list_max = 20};
    const struct comment_options *options = commenting->options;
    struct comment_report *report = commenting->report;
    struct status_report *status = ARENA_NEW(commenting->arena, struct status_report);
    struct plan *plan = NULL;
    report->number = options->issue;
    report->facts.diff = ARENA_NEW(commenting->arena, struct plan_diff);
    enum code code = app_load_plan(commenting->app, &plan, diags, err);
    if (!code)
        code =
            app_status(commenting->app, options->dry_run ? &cached : &fetching, diags, status, err);
    if (code)
        return code;
    report->facts.scope = plan->scope;
    status->plan = plan;
    commenting->status = status;
    code = aim(commenting, plan, err);
    if (code)
        return code;
    render_both(commenting);
    return options->dry_run ? OK : post(commenting, err);
}

/* ---- the trusted run: what the file says is data, where it goes is GitHub's word ---- */

static bool is_meant(const struct commenting *commenting, const struct remote_pull *pull)
{
    return pull->open && text_eq(pull->head_sha, commenting->options->event.head) &&
           pull->base_repository &&
           strcasecmp(pull->base_repository, commenting->report->repository) == 0;
}

static bool pick(const struct commenting *commenting, const struct gh_pull_list *list)
{
    for (size_t i = 0; i < list->items.len; i++) {
        if (!is_meant(commenting, &list->items.items[i]))
            continue;
        commenting->report->number = list->items.items[i].number;
        return true;
    }
    return false;
}

static enum code find_pull(struct commenting *commenting, bool *found, struct err *err)
{
    const struct comment_event *event = &commenting->options->event;
    struct gh *gh = commenting->session->gh;
    struct gh_pull_list list = {0};
    struct err trouble cleanup_err = ERR_INIT;
    enum code code = gh_list_pulls_of(gh, commenting->arena, event->head, &list, &trouble);
    *found = !code && pick(commenting, &list);
    /* A commit of a fork is not always known as one of the repository: 404, 422, or not listed. */
    const bool unknown = code == ERR_NOT_FOUND || code == ERR_FAILED;
    if (!event->head_from || *found || (code && !unknown))
        return code ? err_move(err, &trouble) : OK;
    code = gh_list_pulls_from(gh, commenting->arena, event->head_from, &list, err);
    *found = !code && pick(commenting, &list);
    return code;
}

static enum code from_file(struct commenting *commenting, struct err *err)
{
    struct comment_report *report = commenting->report;
    const struct comment_event *event = &commenting->options->event;
    bool found = false;
    if (!event->head) {
        (void)err_set(err, ERR_USAGE, "--from needs the commit that the other run looked at");
        return err_hint(err, "run it on workflow_run, which tells it");
    }
    enum code code = comment_read_file(commenting, err);
    if (!code)
        code = aim(commenting, NULL, err);
    if (code)
        return code;
    report->facts.head = event->head;
    report->facts.untrusted = true;
    render_both(commenting);
    if (commenting->options->dry_run)
        return OK;
    code = session_open_github(commenting->session, err);
    if (!code)
        code = find_pull(commenting, &found, err);
    if (!code && !found) {
        report->outcome = COMMENT_STALE;
        report->why =
            arena_printf(commenting->arena, "no open pull request ends with %.7s", event->head);
    } else if (!code) {
        code = comment_post(commenting, err);
    }
    report->requests = commenting->session->report->requests;
    return code;
}

enum code app_comment(struct app *app, const struct comment_options *options, struct diags *diags,
                      struct comment_report *report, struct err *err)
{
    struct commenting commenting = {
        .app = app, .arena = app->arena, .options = options, .report = report};
    *report = (struct comment_report){.key = options->key};
    commenting.place.run_url = options->run_url;
    if (!key_id_valid(options->key))
        return err_set(err, ERR_USAGE, "'%s' cannot be a key of a comment", options->key);
    enum code code = options->from      ? from_file(&commenting, err)
                     : options->issue.v ? from_status(&commenting, diags, err)
                                        : from_here(&commenting, diags, err);
    session_closep(&commenting.session);
    return code;
}
