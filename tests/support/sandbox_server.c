/* The sandbox as a program, for tests of the binary and for scripts: prints "URL PID" on one line
 * and serves until SIGTERM or SIGINT. With the control routes under /_sandbox/:
 *
 *   GET /_sandbox/world[?times=0]   GET /_sandbox/requests   DELETE /_sandbox/requests
 *   POST /_sandbox/faults           POST /_sandbox/edit      DELETE /_sandbox/faults
 *
 * whose bodies are the texts of sandbox_fault_add and sandbox_edit. */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/vec.h"
#include "sandbox/sandbox.h"

enum option_id {
    OPT_TOKEN = 256,
    OPT_SCOPES,
    OPT_EXPIRES,
    OPT_CLOCK,
    OPT_LOGIN,
    OPT_REPOSITORY,
    OPT_PREFIX,
    OPT_PORT,
    OPT_WATCHERS,
    OPT_ROLE,
    OPT_PACIFIC,
    OPT_APP_TOKEN,
    OPT_READ_ONLY,
    OPT_ORGANIZATION,
    OPT_ARCHIVED,
    OPT_ISSUES_DISABLED,
    OPT_HIDDEN,
    OPT_NO_SUB_ISSUES,
    OPT_NO_DEPENDENCIES,
    OPT_ONLY_OLD_VERSION,
    OPT_NUMERIC_PAGES,
    OPT_DEFAULT_LABELS,
    OPT_DROP_FIELDS,
    OPT_LIST_LAG,
    OPT_PRIMARY,
    OPT_PER_MINUTE,
    OPT_PER_HOUR,
    OPT_PACE,
    OPT_RECORD,
    OPT_FAULT,
    OPT_EDIT,
    OPT_ISSUES
};

static const struct option long_options[] = {
    {"token", required_argument, NULL, OPT_TOKEN},
    {"token-scopes", required_argument, NULL, OPT_SCOPES},
    {"token-expires", required_argument, NULL, OPT_EXPIRES},
    {"clock-offset-ms", required_argument, NULL, OPT_CLOCK},
    {"login", required_argument, NULL, OPT_LOGIN},
    {"repository", required_argument, NULL, OPT_REPOSITORY},
    {"prefix", required_argument, NULL, OPT_PREFIX},
    {"port", required_argument, NULL, OPT_PORT},
    {"watchers", required_argument, NULL, OPT_WATCHERS},
    {"role", required_argument, NULL, OPT_ROLE},
    {"pacific", no_argument, NULL, OPT_PACIFIC},
    {"app-token", no_argument, NULL, OPT_APP_TOKEN},
    {"read-only", no_argument, NULL, OPT_READ_ONLY},
    {"organization", no_argument, NULL, OPT_ORGANIZATION},
    {"archived", no_argument, NULL, OPT_ARCHIVED},
    {"issues-disabled", no_argument, NULL, OPT_ISSUES_DISABLED},
    {"hidden", no_argument, NULL, OPT_HIDDEN},
    {"no-sub-issues", no_argument, NULL, OPT_NO_SUB_ISSUES},
    {"no-dependencies", no_argument, NULL, OPT_NO_DEPENDENCIES},
    {"only-old-version", no_argument, NULL, OPT_ONLY_OLD_VERSION},
    {"numeric-pages", no_argument, NULL, OPT_NUMERIC_PAGES},
    {"default-labels", no_argument, NULL, OPT_DEFAULT_LABELS},
    {"drop-fields", no_argument, NULL, OPT_DROP_FIELDS},
    {"list-lag-ms", required_argument, NULL, OPT_LIST_LAG},
    {"primary-per-hour", required_argument, NULL, OPT_PRIMARY},
    {"creates-per-minute", required_argument, NULL, OPT_PER_MINUTE},
    {"creates-per-hour", required_argument, NULL, OPT_PER_HOUR},
    {"pace-ms", required_argument, NULL, OPT_PACE},
    {"record-dir", required_argument, NULL, OPT_RECORD},
    {"fault", required_argument, NULL, OPT_FAULT},
    {"edit", required_argument, NULL, OPT_EDIT},
    {"issues", required_argument, NULL, OPT_ISSUES},
    {NULL, 0, NULL, 0},
};

/* A server whose clock is not ours. */
static int64_t clock_offset_ms;
static struct clock shifted;

static int64_t shifted_now(void *state)
{
    (void)state;
    const struct clock system = clock_system();
    return clock_now(&system) + clock_offset_ms;
}

struct plan {
    struct arena *arena;
    struct sandbox_options options;
    struct strlist faults, edits;
    size_t issues;
};

static bool set_role(struct sandbox_options *options, const char *name)
{
    static const char *const names[] = {"write", "triage", "read"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], name) != 0)
            continue;
        options->role = (enum sandbox_role)i;
        return true;
    }
    return false;
}

static bool set_switch(struct sandbox_options *options, int id)
{
    switch (id) {
    case OPT_PACIFIC:
        options->due = SANDBOX_DUE_PACIFIC;
        return true;
    case OPT_APP_TOKEN:
        return options->app_token = true;
    case OPT_READ_ONLY:
        return options->read_only = true;
    case OPT_ORGANIZATION:
        return options->organization = true;
    case OPT_ARCHIVED:
        return options->archived = true;
    case OPT_ISSUES_DISABLED:
        return options->issues_disabled = true;
    case OPT_HIDDEN:
        return options->hidden = true;
    case OPT_NO_SUB_ISSUES:
        return options->no_sub_issues = true;
    case OPT_NO_DEPENDENCIES:
        return options->no_dependencies = true;
    case OPT_ONLY_OLD_VERSION:
        return options->only_old_version = true;
    case OPT_NUMERIC_PAGES:
        return options->numeric_pages = true;
    case OPT_DEFAULT_LABELS:
        return options->default_labels = true;
    case OPT_DROP_FIELDS:
        return options->drop_fields = true;
    default:
        return false;
    }
}

static bool set_value(struct plan *plan, int id, const char *value)
{
    struct sandbox_options *options = &plan->options;
    switch (id) {
    case OPT_TOKEN:
        options->token = value;
        return true;
    case OPT_SCOPES:
        options->token_scopes = value;
        return true;
    case OPT_EXPIRES:
        options->token_expires = value;
        return true;
    case OPT_LOGIN:
        options->login = value;
        return true;
    case OPT_REPOSITORY:
        options->repository = value;
        return true;
    case OPT_PREFIX:
        options->path_prefix = value;
        return true;
    case OPT_RECORD:
        options->record_dir = value;
        return true;
    case OPT_ROLE:
        return set_role(options, value);
    case OPT_FAULT:
        strlist_add(plan->arena, &plan->faults, value);
        return true;
    case OPT_EDIT:
        strlist_add(plan->arena, &plan->edits, value);
        return true;
    default:
        return false;
    }
}

static bool set_number(struct plan *plan, int id, long number)
{
    struct sandbox_options *options = &plan->options;
    switch (id) {
    case OPT_PORT:
        options->port = (uint16_t)number;
        return true;
    case OPT_CLOCK:
        clock_offset_ms = number;
        options->clock = &shifted;
        return true;
    case OPT_WATCHERS:
        options->watchers = (int)number;
        return true;
    case OPT_LIST_LAG:
        options->list_lag_ms = number;
        return true;
    case OPT_PRIMARY:
        options->primary_per_hour = (int)number;
        return true;
    case OPT_PER_MINUTE:
        options->creates_per_minute = (int)number;
        return true;
    case OPT_PER_HOUR:
        options->creates_per_hour = (int)number;
        return true;
    case OPT_PACE:
        options->pace_ms = number;
        return true;
    case OPT_ISSUES:
        plan->issues = (size_t)number;
        return true;
    default:
        return false;
    }
}

static bool read_arguments(int argc, char **argv, struct plan *plan)
{
    int id = 0;
    while ((id = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        if (!set_switch(&plan->options, id) && !set_value(plan, id, optarg) &&
            (!optarg || !set_number(plan, id, strtol(optarg, NULL, 10))))
            return false;
    }
    return optind == argc;
}

static bool prepare(struct sandbox *sandbox, const struct plan *plan, struct err *err)
{
    sandbox_add_issues(sandbox, "Issue", plan->issues);
    for (size_t i = 0; i < plan->edits.len; i++)
        if (sandbox_edit(sandbox, plan->edits.items[i], err) != OK)
            return false;
    for (size_t i = 0; i < plan->faults.len; i++)
        if (sandbox_fault_add(sandbox, plan->faults.items[i], err) != OK)
            return false;
    return true;
}

int main(int argc, char **argv)
{
    struct arena *arena cleanup_arena = arena_new();
    shifted = clock_system();
    shifted.now_ms = shifted_now;
    struct plan plan = {.arena = arena, .options = {.control_routes = true}};
    if (!read_arguments(argc, argv, &plan)) {
        (void)fprintf(stderr, "sandbox_server: bad arguments\n");
        return 64;
    }
    /* Blocked before any thread starts, so that only the wait below takes them. */
    sigset_t signals;
    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGTERM);
    (void)sigaddset(&signals, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, &signals, NULL);
    struct err err cleanup_err = ERR_INIT;
    struct sandbox *sandbox = sandbox_start(&plan.options, &err);
    if (!sandbox || !prepare(sandbox, &plan, &err)) {
        (void)fprintf(stderr, "sandbox_server: %s\n", err.message);
        sandbox_stop(sandbox);
        return 1;
    }
    (void)printf("%s %ld\n", sandbox_url(sandbox), (long)getpid());
    (void)fflush(stdout);
    int received = 0;
    (void)sigwait(&signals, &received);
    sandbox_stop(sandbox);
    return 0;
}
