/* What earlier runs left undone, as the cache knows it. */
#include "app/doctor/doctor_room.h"

#include "app/session/session.h"
#include "app/session/target.h"
#include "engine/pace.h"
#include "render/pen.h"
#include "store/budget.h"

/* The repository and plan that this folder is about; else what was synced last. */
static enum code find_scope(struct doctor *doctor, struct err *err)
{
    bool found = false;
    enum code code = OK;
    if (doctor->repository && doctor->app->api_url)
        code = store_find_repository_name(doctor->store, doctor->arena,
                                          target_host(doctor->arena, doctor->app->api_url),
                                          doctor->repository, &doctor->row, &found, err);
    if (!code && found && doctor->plan)
        doctor->at = (struct store_scope){doctor->row.key, doctor->plan->scope};
    return code;
}

static void look_at_pending(struct doctor *doctor)
{
    struct err err cleanup_err = ERR_INIT;
    struct store_tally tally = {0};
    if (store_tally_pending(doctor->store, doctor->at, &tally, &err) != OK) {
        (void)doctor_say(doctor, "pending", HEALTH_UNKNOWN, "%s", err.message);
    } else if (tally.count == 0) {
        (void)doctor_say(doctor, "pending", HEALTH_OK, "the outcome of every write is known");
    } else {
        (void)doctor_say(doctor, "pending", HEALTH_WARN, "%s of unknown outcome, the first %s",
                         text_count(doctor->arena, tally.count, "write", NULL),
                         doctor_ago(doctor, tally.at_ms));
        doctor_command(doctor, "roadmap sync");
    }
}

static void look_at_runs(struct doctor *doctor)
{
    struct err err cleanup_err = ERR_INIT;
    struct store_tally tally = {0};
    if (store_tally_open_runs(doctor->store, doctor->at, &tally, &err) != OK) {
        (void)doctor_say(doctor, "runs", HEALTH_UNKNOWN, "%s", err.message);
    } else if (tally.count == 0) {
        (void)doctor_say(doctor, "runs", HEALTH_OK, "every run came to its end");
    } else {
        (void)doctor_say(doctor, "runs", HEALTH_WARN, "%s not come to an end, the last %s",
                         tally.count == 1
                             ? "a run did"
                             : arena_printf(doctor->arena, "%lld runs did", (long long)tally.count),
                         doctor_ago(doctor, tally.at_ms));
        doctor_command(doctor, "roadmap sync");
    }
}

static void look_at_creations(struct doctor *doctor)
{
    struct err err cleanup_err = ERR_INIT;
    struct store_instants created = {0};
    const struct app *app = doctor->app;
    const int64_t most = app->limits.creates_per_hour;
    if (!app->api_url ||
        store_budget_load(doctor->store, doctor->arena, target_host(doctor->arena, app->api_url),
                          session_account(app), clock_now(&app->clock) - PACE_HOUR_MS, &created,
                          &err) != OK) {
        (void)doctor_say(doctor, "creations", HEALTH_UNKNOWN, "%s",
                         err.message ? err.message : "nobody can say for which server");
        return;
    }
    const int64_t count = (int64_t)created.items.len;
    const bool full = most > 0 && count >= most;
    (void)doctor_say(doctor, "creations", full ? HEALTH_WARN : HEALTH_OK,
                     "%lld%s in the last hour%s", (long long)count,
                     most > 0 ? arena_printf(doctor->arena, " of %lld", (long long)most) : "",
                     full ? ": sync waits before the next one" : "");
    if (full)
        doctor_command(doctor, "roadmap sync --max-wait 1h");
}

void doctor_runs(struct doctor *doctor)
{
    static const char *const names[] = {"pending", "runs", "creations"};
    struct err err cleanup_err = ERR_INIT;
    const char *reason = doctor->no_store;
    if (doctor->store && find_scope(doctor, &err) != OK)
        reason = err.message;
    else if (doctor->store && !doctor->at.repository.v)
        reason = "the cache has nothing of this plan yet";
    for (size_t i = 0; reason && i < sizeof names / sizeof *names; i++)
        (void)doctor_say(doctor, names[i], HEALTH_UNKNOWN, "%s", reason);
    if (reason) {
        doctor->no_store = arena_strdup(doctor->arena, reason);
        return;
    }
    look_at_pending(doctor);
    look_at_runs(doctor);
    look_at_creations(doctor);
}
