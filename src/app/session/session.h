/* One run of plan or sync: what is open and what was read. Private to app. */
#ifndef ROADMAP_APP_SESSION_SESSION_H
#define ROADMAP_APP_SESSION_SESSION_H

#include "app/app.h"
#include "engine/reconcile.h"
#include "engine/takes.h"
#include "engine/wants.h"
#include "github/github.h"
#include "model/remote.h"
#include "store/lock.h"
#include "store/repository.h"
#include "store/store.h"

struct session {
    struct app *app;
    struct arena *arena;
    const struct sync_options *options;
    struct sync_report *report;
    struct app_project project;
    struct plan *plan;
    bool writes; /* sync; false for plan */

    const char *repository; /* "owner/name" of this run */
    const char *host;       /* of the API: key of the cache */
    const char *account;    /* key of budget and validators: a fingerprint of the token */

    struct store_lock lock;
    struct store *store;
    bool storing;                /* what is read may be kept: false for a plan beside a sync */
    struct store_repository row; /* key 0: not known yet */
    struct store_scope at;

    struct gh *gh;
    struct remote remote;
    int64_t read_mono_ms; /* when `remote` was complete */

    struct base base;
    struct wants wants;
    struct takes takes;
    struct adopts adopts;
    struct looks looks;
    struct reconciliation result;
    struct publications *published; /* app/sync/publish.c; NULL until asked for */
    const char *promise;            /* digest of the plan file that this run keeps; NULL */
    struct earlier_plans *earlier;  /* see base_text.h; NULL until asked for */
};

#define cleanup_session __attribute__((cleanup(session_closep)))

/* In the arena of app: reports point into it. session_close only closes what is open. */
struct session *session_new(struct app *app, const struct sync_options *options, bool writes,
                            struct sync_report *report);
/* Loads the plan, finds project and target, parses what the options name. Nothing is opened. */
nodiscard enum code session_begin(struct session *session, struct diags *diags, struct err *err);
/* The same without a plan: where an earlier run wrote. `plan` has its scope and path. */
void session_aim(struct session *session, struct plan *plan, const char *repository);
/* The halves of session_open_store: lock and cache; then what the cache knows of repository and
 * plan.
 */
nodiscard enum code session_open_cache(struct session *session, struct err *err);
nodiscard enum code session_load_row(struct session *session, struct err *err);
/* Opens the cache. A writer takes the lock first (ERR_LOCKED); a reader that does not get it reads
 * without storing. */
nodiscard enum code session_open_store(struct session *session, struct err *err);
/* Opens the client; a reader's cannot send anything but GET. ERR_AUTH without a token. */
nodiscard enum code session_open_github(struct session *session, struct err *err);
void session_closep(struct session **session);

/* Sends an event to the caller of app. */
void session_tell(struct session *session, const struct event *event);
/* Something that is said once and costs nothing. */
void session_note(struct session *session, const char *format, ...) printf_like(2, 3);
/* Which account's answers these are: ETags and budgets of one token say nothing about another. */
const char *session_account(const struct app *app);
int64_t session_now(const struct session *session);

#endif
