#include "app/session/session.h"

#include <stdio.h>

#include "app/session/named.h"
#include "app/session/target.h"
#include "app/session/tracked.h"
#include "base/day.h"
#include "base/hash.h"
#include "base/str.h"

int64_t session_now(const struct session *session)
{
    return clock_now(&session->app->clock);
}

void session_tell(struct session *session, const struct event *event)
{
    if (session->app->on_event)
        session->app->on_event(session->app->event_state, event);
}

void session_note(struct session *session, const char *format, ...)
{
    struct str text;
    str_init(&text, 0);
    va_list args;
    va_start(args, format);
    str_vaddf(&text, format, args);
    va_end(args);
    struct report_line line = {.kind = KIND_COUNT, .reason = str_dup(&text, session->arena)};
    str_release(&text);
    VEC_PUSH(session->arena, &session->report->notes, line);
    session_tell(session, &(struct event){.type = EVENT_NOTE, .text = line.reason});
}

static enum code parse_decisions(struct session *session, struct err *err)
{
    const struct sync_options *options = session->options;
    enum code code = OK;
    for (size_t i = 0; !code && i < options->takes.len; i++)
        code = take_parse(session->arena, options->takes.items[i], &session->takes, err);
    for (size_t i = 0; !code && i < options->adopts.len; i++)
        code = adopt_parse(session->arena, options->adopts.items[i], &session->adopts, err);
    return code;
}

const char *session_account(const struct app *app)
{
    char hex[17];
    if (!app->token)
        return "anonymous";
    sha256_short(arena_printf(app->arena, "roadmap account %s", app->token), 16, hex);
    return arena_strdup(app->arena, hex);
}

struct session *session_new(struct app *app, const struct sync_options *options, bool writes,
                            struct sync_report *report)
{
    struct session *session = ARENA_NEW(app->arena, struct session);
    session->lock = (struct store_lock)STORE_LOCK_INIT;
    session->app = app;
    session->arena = app->arena;
    session->options = options;
    session->report = report;
    session->writes = writes;
    report->watchers = -1;
    report->wrote_nothing = true;
    report->token_source = app->token_source;
    report->offline = options->offline;
    return session;
}

/* Origin is asked only where it can matter: a writer compares, a reader takes the first name. */
static enum code choose_target(struct session *session, struct err *err)
{
    struct app *app = session->app;
    const bool named =
        app->repo || (!session->writes && (session->plan->repository || app->repo_env));
    const char *origin = NULL;
    enum code code = OK;
    if (!named && session->project.git_dir)
        code = app_find_origin(app, &origin, err);
    return code ? code
                : target_choose(app, session->plan, origin, session->writes, &session->repository,
                                err);
}

void session_aim(struct session *session, struct plan *plan, const char *repository)
{
    session->plan = plan;
    session->report->plan = plan;
    session->repository = repository;
    session->report->repository = repository;
    session->host = target_host(session->arena, session->app->api_url);
    session->account = session_account(session->app);
}

enum code session_begin(struct session *session, struct diags *diags, struct err *err)
{
    struct app *app = session->app;
    enum code code = app_load_plan(app, &session->plan, diags, err);
    if (!code)
        code = app_find_project(app, &session->project, err);
    if (!code)
        code = choose_target(session, err);
    if (!code)
        code = parse_decisions(session, err);
    if (!code)
        code = named_check(session, err);
    if (!code)
        session_aim(session, session->plan, session->repository);
    return code;
}

/* A reader does without the lock when it is taken: plan must work while sync runs. */
static enum code take_lock(struct session *session, struct err *err)
{
    const char *path = session->project.cache_path;
    if (session->writes) {
        enum code code = store_lock_take(path, &session->app->clock, 0, &session->lock, err);
        session->storing = !code;
        return code;
    }
    struct err local cleanup_err = ERR_INIT;
    session->storing = store_lock_take(path, &session->app->clock, 0, &session->lock, &local) == OK;
    return OK;
}

static void load_last_sync(struct session *session, const struct store_scope_state *state)
{
    if (!state->sync_ms)
        return;
    char text[21];
    instant_format(state->sync_ms, text);
    session->report->last_sync = arena_strdup(session->arena, text);
    session->report->last_sync_by = state->sync_by;
}

/* What the cache knows of this repository and this plan. */
enum code session_load_row(struct session *session, struct err *err)
{
    bool found = false;
    enum code code = store_find_repository_name(session->store, session->arena, session->host,
                                                session->repository, &session->row, &found, err);
    if (code || !found)
        return code;
    session->at = (struct store_scope){session->row.key, session->plan->scope};
    session->report->watchers = session->row.watchers;
    session->report->html_url = session->row.html_url;
    struct store_scope_state state = {0};
    code = store_load_scope(session->store, session->arena, session->at, &state, &found, err);
    if (!code && found)
        load_last_sync(session, &state);
    return code;
}

enum code session_open_cache(struct session *session, struct err *err)
{
    enum code code = take_lock(session, err);
    if (code)
        return code;
    struct tracked tracked = {session->app->folder, &session->project};
    const struct store_options options = {.path = session->project.cache_path,
                                          .mode = session->storing ? STORE_WRITE : STORE_READ,
                                          .is_tracked = tracked_ask,
                                          .tracked_state = &tracked,
                                          .now_ms = session_now(session)};
    struct store_told told = {0};
    code = store_open(session->arena, &options, &session->store, &told, err);
    if (code)
        return code;
    if (told.moved_aside)
        session_note(session, "the cache was damaged and is now %s; a new one is made from GitHub",
                     told.moved_to);
    return OK;
}

enum code session_open_store(struct session *session, struct err *err)
{
    enum code code = session_open_cache(session, err);
    return code ? code : session_load_row(session, err);
}

static void on_wait(void *state, const struct gh_wait *wait)
{
    session_tell(state, &(struct event){.type = EVENT_WAITING,
                                        .text = wait->reason,
                                        .wait_ms = wait->wait_ms,
                                        .until_ms = wait->until_ms});
}

enum code session_open_github(struct session *session, struct err *err)
{
    struct app *app = session->app;
    const char *owner, *name;
    if (!target_split(app->arena, session->repository, &owner, &name))
        BUG("target_choose let a name through that is not owner/name");
    if (!app->token) {
        err_set(err, ERR_AUTH, "no token: roadmap needs one to %s %s",
                session->writes ? "write to" : "read", session->repository);
        return err_hint(err, "gh auth login, or --token-file FILE");
    }
    struct gh_options options = gh_options_default();
    options.api_url = app->api_url;
    options.owner = owner;
    options.name = name;
    options.token = app->token;
    options.version = app->version;
    options.clock = app->clock;
    options.retry_base_ms = app->limits.retry_base_ms;
    options.secondary_wait_ms = app->limits.secondary_wait_ms;
    options.max_wait_ms = app->limits.max_wait_ms;
    options.http_timeout_ms = app->limits.http_timeout_ms;
    options.read_only = !session->writes;
    options.counts = &session->report->requests;
    options.on_wait = on_wait;
    options.state = session;
    options.send = app->send;
    options.send_state = app->send_state;
    return gh_open(&options, &session->gh, err);
}

void session_closep(struct session **session)
{
    if (!*session)
        return;
    gh_close((*session)->gh);
    store_close((*session)->store);
    store_lock_release(&(*session)->lock);
    *session = NULL;
}
