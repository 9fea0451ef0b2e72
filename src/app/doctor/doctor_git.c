/* The git repository: whose it is, and how much of its history is here. */
#include "app/doctor/doctor_room.h"

#include "base/shell.h"
#include "repo/ref.h"
#include "repo/state.h"

static void look_at_history(struct doctor *doctor, const struct repo *repo)
{
    if (!repo_is_shallow(repo)) {
        (void)doctor_say(doctor, "history", HEALTH_OK, "the whole history is here");
        return;
    }
    (void)doctor_say(doctor, "history", HEALTH_WARN,
                     "the clone is shallow: earlier versions of the plan cannot be read");
    doctor_command(doctor, "git -C %s fetch --unshallow",
                   shell_quote(doctor->arena, doctor->app->folder));
}

/* The setting is for clones where it is not said, such as those of actions/checkout. */
static void look_at_branch(struct doctor *doctor, struct repo *repo)
{
    struct err err cleanup_err = ERR_INIT;
    struct repo_remote remote = {0};
    struct ref ref = {0};
    const char *branch = NULL, *folder = shell_quote(doctor->arena, doctor->app->folder);
    bool has_origin = false;
    enum code code =
        repo_default_branch(repo, doctor->arena, NULL, doctor->app->default_branch, &branch, &err);
    if (!code && branch)
        code = ref_branch(repo, doctor->arena, branch, &ref, &err);
    else if (!code)
        code = repo_origin(repo, doctor->arena, &remote, &has_origin, &err);
    if (code) {
        (void)doctor_say(doctor, "default-branch", HEALTH_UNKNOWN, "%s", err.message);
    } else if (ref.found) {
        (void)doctor_say(doctor, "default-branch", HEALTH_OK, "%s", ref.name);
    } else if (branch) {
        (void)doctor_say(doctor, "default-branch", HEALTH_WARN,
                         "'%s' is not in this clone, so nobody knows what is merged", branch);
        doctor_command(
            doctor, "git -C %s fetch origin %s", folder,
            shell_quote(doctor->arena,
                        arena_printf(doctor->arena, "%s:refs/remotes/origin/%s", branch, branch)));
    } else if (has_origin) {
        (void)doctor_say(doctor, "default-branch", HEALTH_WARN,
                         "it is not known, so nobody knows what is merged; the setting "
                         "default_branch can name it, too");
        doctor_command(doctor, "git -C %s remote set-head origin --auto", folder);
    } else {
        (void)doctor_say(doctor, "default-branch", HEALTH_UNKNOWN,
                         "there is no origin on GitHub; the setting default_branch can name it");
    }
}

void doctor_git(struct doctor *doctor)
{
    struct repo *repo cleanup_repo = NULL;
    struct err err cleanup_err = ERR_INIT;
    bool found = false;
    const char *folder = shell_quote(doctor->arena, doctor->app->folder);
    repo_trust_owners(doctor->app->trust_repo);
    if (repo_open(doctor->app->folder, &repo, &found, &err) != OK) {
        (void)doctor_say(doctor, "git", HEALTH_FAIL, "%s", err.message);
        /* The way out of git itself is in the hint; opening up is never done for anybody. */
        if (err.hint)
            doctor_command(doctor, "%s", err.hint);
        else
            doctor_command(doctor, "git -C %s fsck", folder);
        (void)doctor_say(doctor, "history", HEALTH_UNKNOWN, "the repository cannot be opened");
        return;
    }
    if (!found) {
        (void)doctor_say(doctor, "git", HEALTH_WARN,
                         "this is not a git repository: the plan has no history");
        doctor_command(doctor, "git init %s", folder);
        (void)doctor_say(doctor, "history", HEALTH_UNKNOWN, "there is no git repository");
        return;
    }
    if (!repo_workdir(repo)) {
        (void)doctor_say(doctor, "git", HEALTH_WARN,
                         "the repository is bare: it has no work tree to keep a plan in");
        doctor_command(doctor, "git clone %s work", folder);
    } else {
        (void)doctor_say(doctor, "git", HEALTH_OK, "%s", repo_workdir(repo));
    }
    look_at_history(doctor, repo);
    look_at_branch(doctor, repo);
}
