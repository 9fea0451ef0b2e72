/* The number of --pr or --issue, before anything is posted: GitHub takes comments on whatever has
 * the number, and says no more than 404 where nothing has it. */
#include <inttypes.h>

#include "app/comment/comment_room.h"
#include "github/read.h"

/* Nothing has the number: the repository may be the one that is not there, and says so itself. */
static enum code nothing_there(struct commenting *commenting, const char *what, struct err *err)
{
    struct remote_repository repository = {0};
    enum code code =
        gh_get_repository(commenting->session->gh, commenting->arena, &repository, err);
    if (code)
        return code;
    (void)err_set(err, ERR_NOT_FOUND, "there is no %s #%" PRId64 " in '%s'", what,
                  commenting->report->number.v, commenting->report->repository);
    return err_hint(err, "it is the number at the end of its address on GitHub");
}

static enum code find_issue(struct commenting *commenting, struct gh_issue_found *issue,
                            struct err *err)
{
    return gh_get_issue(commenting->session->gh, commenting->arena, commenting->report->number,
                        false, false, issue, err);
}

static enum code check_pull(struct commenting *commenting, struct err *err)
{
    const int64_t number = commenting->report->number.v;
    struct remote_pull pull = {0};
    struct gh_issue_found issue = {0};
    bool found = false;
    enum code code = gh_get_pull(commenting->session->gh, commenting->arena,
                                 commenting->report->number, &pull, &found, err);
    if (code || found)
        return code;
    code = find_issue(commenting, &issue, err);
    if (code)
        return code;
    if (issue.presence != GH_FOUND)
        return nothing_there(commenting, "pull request", err);
    (void)err_set(err, ERR_USAGE, "#%" PRId64 " is an issue, no pull request", number);
    return err_hint(err, "roadmap comment --issue %" PRId64 " keeps where the plan stands there",
                    number);
}

static enum code check_issue(struct commenting *commenting, struct err *err)
{
    struct gh_issue_found issue = {0};
    enum code code = find_issue(commenting, &issue, err);
    if (code || issue.presence == GH_FOUND)
        return code;
    if (issue.presence == GH_ABSENT)
        return nothing_there(commenting, "issue", err);
    (void)err_set(err, ERR_NOT_FOUND, "#%" PRId64 " was moved to another repository",
                  commenting->report->number.v);
    return issue.moved_to ? err_hint(err, "it is at %s now", issue.moved_to) : err->code;
}

enum code comment_check_thread(struct commenting *commenting, struct err *err)
{
    if (commenting->options->issue.v)
        return check_issue(commenting, err);
    return commenting->options->number.v ? check_pull(commenting, err) : OK;
}
