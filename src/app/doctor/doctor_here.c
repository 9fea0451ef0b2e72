/* Settings, plan, and who is meant. */
#include "app/doctor/doctor_room.h"

#include "app/session/target.h"
#include "base/shell.h"
#include "render/pen.h"

static void look_at_settings(struct doctor *doctor)
{
    if (doctor->options->settings_trouble) {
        (void)doctor_say(doctor, "settings", HEALTH_FAIL, "%s", doctor->options->settings_trouble);
        doctor_command(doctor, "roadmap config --show-origin");
        return;
    }
    (void)doctor_say(doctor, "settings", HEALTH_OK, "all of them can be used");
}

/* Pauses and limits that are there for tests and for servers without limits. */
static void look_at_pace(struct doctor *doctor)
{
    const struct doctor_options *options = doctor->options;
    if (options->weak.len == 0) {
        (void)doctor_say(doctor, "pace", HEALTH_OK, "writes are as slow as GitHub asks");
        return;
    }
    const struct doctor_setting *first = &options->weak.items[0];
    const char *more = options->weak.len == 1
                           ? ""
                           : arena_printf(doctor->arena, ", and %zu more", options->weak.len - 1);
    (void)doctor_say(doctor, "pace", options->loopback ? HEALTH_OK : HEALTH_WARN,
                     "%s is %s, where %s is usual%s: %s", first->where, first->value, first->usual,
                     more,
                     options->loopback ? "fine for a server of this machine"
                                       : "GitHub stops accounts that write too fast");
    if (!options->loopback)
        doctor_command(doctor, "%s", first->command);
}

static void look_at_plan(struct doctor *doctor)
{
    struct app *app = doctor->app;
    struct diags diags = {0};
    struct err err cleanup_err = ERR_INIT;
    enum code code = app_load_plan(app, &doctor->plan, &diags, &err);
    if (code) {
        (void)doctor_say(doctor, "plan", HEALTH_FAIL, "%s", err.message);
        const bool absent = code != ERR_SPEC && !app->spec_path && !app->spec_file;
        doctor_command(doctor, absent ? "roadmap init" : "roadmap validate");
        return;
    }
    const struct plan *plan = doctor->plan;
    const char *what =
        arena_printf(doctor->arena, "%s: %s, %s", plan->path,
                     text_count(doctor->arena, (int64_t)plan->milestones.len, "milestone", NULL),
                     text_count(doctor->arena, (int64_t)plan->issues.len, "issue", NULL));
    if (diags.len == diags.errors || diags.len == 0) {
        (void)doctor_say(doctor, "plan", HEALTH_OK, "%s", what);
        return;
    }
    (void)doctor_say(doctor, "plan", HEALTH_WARN, "%s; %s", what,
                     text_count(doctor->arena, (int64_t)diags.len, "warning", NULL));
    doctor_command(doctor, "roadmap validate");
}

/* A command that writes is refused where two of them differ; the rest goes on with the first. */
static void look_at_target(struct doctor *doctor)
{
    struct app *app = doctor->app;
    struct err err cleanup_err = ERR_INIT, ignored cleanup_err = ERR_INIT;
    const char *origin = NULL;
    if (app_find_origin(app, &origin, &ignored) != OK)
        err_clear(&ignored);
    enum code code = target_choose(app, doctor->plan, origin, true, &doctor->repository, &err);
    if (!code) {
        (void)doctor_say(doctor, "target", HEALTH_OK, "%s", doctor->repository);
        return;
    }
    if (target_choose(app, doctor->plan, origin, false, &doctor->repository, &ignored) != OK)
        doctor->repository = NULL;
    (void)doctor_say(doctor, "target", HEALTH_FAIL, "%s", err.message);
    doctor_command(doctor, "roadmap plan --repo %s",
                   doctor->repository ? shell_quote(doctor->arena, doctor->repository)
                                      : "OWNER/NAME");
}

void doctor_here(struct doctor *doctor)
{
    look_at_settings(doctor);
    look_at_plan(doctor);
    look_at_target(doctor);
    look_at_pace(doctor);
}
