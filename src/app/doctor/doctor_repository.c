/* The repository as GitHub answers it: is it there, may it be written to, what can it do. */
#include "app/doctor/doctor_room.h"

#include <strings.h>

#include "base/shell.h"
#include "base/str.h"
#include "model/plan.h"

/* Why the repository was not asked for; NULL = it can be. */
static const char *not_asked(const struct doctor *doctor)
{
    if (!doctor->repository)
        return "no repository is named";
    if (!doctor->app->token)
        return "there is no token";
    if (!doctor->answered)
        return "GitHub did not answer, or refused the token";
    return NULL;
}

static void say_state(struct doctor *doctor)
{
    const struct remote_repository *remote = &doctor->remote;
    const char *name = shell_quote(doctor->arena, remote->full_name);
    if (remote->archived) {
        (void)doctor_say(doctor, "repository", HEALTH_FAIL,
                         "%s is archived: nothing can be written", remote->full_name);
        doctor_command(doctor, "gh repo unarchive %s", name);
    } else if (!remote->has_issues) {
        (void)doctor_say(doctor, "repository", HEALTH_FAIL, "issues are turned off in %s",
                         remote->full_name);
        doctor_command(doctor, "gh repo edit %s --enable-issues", name);
    } else if (strcasecmp(remote->full_name, doctor->repository) != 0) {
        (void)doctor_say(doctor, "repository", HEALTH_WARN, "%s is called %s now",
                         doctor->repository, remote->full_name);
        doctor_command(
            doctor, "git remote set-url origin %s",
            shell_quote(doctor->arena, arena_printf(doctor->arena, "%s.git", remote->html_url)));
    } else {
        (void)doctor_say(doctor, "repository", HEALTH_OK, "%s is there and has issues",
                         remote->full_name);
    }
}

static void look_at_state(struct doctor *doctor)
{
    struct err err cleanup_err = ERR_INIT;
    const char *reason = not_asked(doctor);
    if (reason) {
        (void)doctor_say(doctor, "repository", HEALTH_UNKNOWN, "%s", reason);
        return;
    }
    enum code code = gh_get_repository(doctor->gh, doctor->arena, &doctor->remote, &err);
    if (!code) {
        doctor->seen = true;
        say_state(doctor);
        return;
    }
    const bool limit = code == ERR_RETRY;
    (void)doctor_say(doctor, "repository", limit ? HEALTH_UNKNOWN : HEALTH_FAIL, "%s", err.message);
    if (!limit)
        doctor_command(doctor, "gh auth login --hostname %s",
                       shell_quote(doctor->arena, doctor->options->sign_in_host));
}

/* Tokens of apps and workflows are told nothing, however much they may do. */
static void look_at_rights(struct doctor *doctor)
{
    const struct remote_repository *remote = &doctor->remote;
    if (!doctor->seen) {
        (void)doctor_say(doctor, "rights", HEALTH_UNKNOWN, "the repository was not read");
    } else if (!remote->permissions_known) {
        (void)doctor_say(doctor, "rights", HEALTH_UNKNOWN,
                         "GitHub does not tell them for this token; it needs issues: write");
    } else if (remote->can_push) {
        (void)doctor_say(doctor, "rights", HEALTH_OK, "this account may write");
    } else {
        (void)doctor_say(doctor, "rights", HEALTH_FAIL,
                         "this account may read %s and not write labels and milestones",
                         remote->full_name);
        doctor_command(doctor, "gh auth login --hostname %s",
                       shell_quote(doctor->arena, doctor->options->sign_in_host));
    }
}

struct needs {
    bool parents, dependencies, types;
};

static struct needs needs_of(const struct plan *plan)
{
    struct needs needs = {0};
    for (size_t i = 0; plan && i < plan->issues.len; i++) {
        const struct plan_issue *issue = &plan->issues.items[i];
        needs.parents |= issue->parent.presence == SET;
        needs.dependencies |= issue->depends_on.presence == SET && issue->depends_on.items.len > 0;
        needs.types |= issue->type.presence == SET;
    }
    return needs;
}

static void say_missing(struct doctor *doctor, const struct gh_features *features)
{
    const struct needs needs = needs_of(doctor->plan);
    struct strlist missing = {0};
    if (needs.parents && !features->sub_issues)
        strlist_add(doctor->arena, &missing, "sub-issues");
    if (needs.dependencies && !features->dependencies)
        strlist_add(doctor->arena, &missing, "dependencies");
    if (needs.types && !features->types)
        strlist_add(doctor->arena, &missing, "issue types");
    if (missing.len == 0) {
        (void)doctor_say(doctor, "features", HEALTH_OK, "the server has all that the plan uses");
        return;
    }
    cleanup_str struct str text;
    str_init(&text, 0);
    str_add_list(&text, &missing, ", ");
    (void)doctor_say(doctor, "features", HEALTH_WARN,
                     "the plan uses what this server lacks, and sync leaves it out: %s", text.p);
    doctor_command(doctor, "roadmap plan -v");
}

static void look_at_features(struct doctor *doctor)
{
    struct err err cleanup_err = ERR_INIT;
    struct gh_features features = {0};
    if (!doctor->seen || !doctor->remote.has_issues) {
        (void)doctor_say(doctor, "features", HEALTH_UNKNOWN, "%s",
                         doctor->seen ? "issues are turned off" : "the repository was not read");
        return;
    }
    if (gh_get_features(doctor->gh, doctor->arena, &features, &err) != OK)
        (void)doctor_say(doctor, "features", HEALTH_UNKNOWN, "%s", err.message);
    else if (!features.seen)
        (void)doctor_say(doctor, "features", HEALTH_UNKNOWN, "they show with the first issue");
    else
        say_missing(doctor, &features);
}

void doctor_repository(struct doctor *doctor)
{
    look_at_state(doctor);
    look_at_rights(doctor);
    look_at_features(doctor);
}
