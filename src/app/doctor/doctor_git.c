/* The git repository: whose it is, and how much of its history is here. */
#include "app/doctor/doctor_room.h"

#include "base/shell.h"
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
}
