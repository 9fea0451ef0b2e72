#include "app/doctor/doctor.h"

#include "app/doctor/doctor_room.h"
#include "base/day.h"
#include "base/str.h"
#include "render/pen.h"

static const char *format_text(struct arena *arena, const char *format, va_list args)
    printf_like(2, 0);

static const char *format_text(struct arena *arena, const char *format, va_list args)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    str_vaddf(&text, format, args);
    return str_dup(&text, arena);
}

struct doctor_check *doctor_say(struct doctor *doctor, const char *name, enum health health,
                                const char *format, ...)
{
    struct doctor_check *check = VEC_ADD(doctor->arena, &doctor->report->checks);
    va_list args;
    va_start(args, format);
    *check = (struct doctor_check){.room = doctor->room,
                                   .name = name,
                                   .health = health,
                                   .text = format_text(doctor->arena, format, args)};
    va_end(args);
    return check;
}

static struct doctor_check *last_check(struct doctor *doctor)
{
    BUG_UNLESS(doctor->report->checks.len > 0);
    return &doctor->report->checks.items[doctor->report->checks.len - 1];
}

void doctor_command(struct doctor *doctor, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    last_check(doctor)->command = format_text(doctor->arena, format, args);
    va_end(args);
}

bool doctor_may_fix(struct doctor *doctor)
{
    last_check(doctor)->safe = true;
    return doctor->options->fix;
}

void doctor_mended(struct doctor *doctor, enum code code, const struct err *err, const char *what)
{
    struct doctor_check *check = last_check(doctor);
    if (code) {
        check->safe = false;
        check->text = arena_printf(doctor->arena, "%s; it could not be mended: %s", check->text,
                                   err->message);
        return;
    }
    check->health = HEALTH_OK;
    check->mended = what;
    check->command = NULL;
}

const char *doctor_ago(const struct doctor *doctor, int64_t instant_ms)
{
    const int64_t age_min = (clock_now(&doctor->app->clock) - instant_ms) / 60000;
    const struct {
        int64_t minutes;
        const char *unit;
    } units[] = {{1440, "day"}, {60, "hour"}, {1, "minute"}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (age_min >= units[i].minutes)
            return arena_printf(
                doctor->arena, "%s ago",
                text_count(doctor->arena, age_min / units[i].minutes, units[i].unit, NULL));
    return "just now";
}

enum code app_doctor(struct app *app, const struct doctor_options *options,
                     struct doctor_report *report, struct err *err)
{
    static const struct {
        const char *room;
        void (*look)(struct doctor *doctor);
    } rooms[] = {
        {"Project", doctor_here},
        {"Git", doctor_git},
        {"Network", doctor_network},
        {"Token", doctor_token},
        {"Repository", doctor_repository},
        {"Cache", doctor_cache},
        {"Runs", doctor_runs},
        {"Marks", doctor_marks},
        {"Workflows", doctor_workflows},
    };
    struct doctor doctor = {.app = app, .arena = app->arena, .options = options, .report = report};
    report->fix = options->fix;
    report->api_url = app->api_url;
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms && !interrupt_requested(); i++) {
        doctor.room = rooms[i].room;
        rooms[i].look(&doctor);
    }
    report->repository = doctor.repository;
    gh_close(doctor.gh);
    store_close(doctor.store);
    return interrupt_requested() ? err_set(err, ERR_INTERRUPTED, "interrupted") : OK;
}
