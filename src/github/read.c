/* Single objects. */
#include "github/read.h"

#include <string.h>
#include <strings.h>

#include "github/fetch.h"
#include "github/parse.h"
#include "github/reading.h"

/* ---- the repository ---- */

struct repository_read {
    struct remote_repository *repository;
    bool owner_is_person;
};

static enum code on_repository(struct fetch *fetch, struct fetch_job *job,
                               const struct fetch_answer *answer, struct err *err)
{
    struct repository_read *read = job->state;
    struct gh *gh = fetch->gh;
    if (parse_repository(fetch->arena, answer->json, read->repository, err) != OK)
        return err->code;
    read->owner_is_person = parse_owner_is_person(answer->json);
    gh->repo_id = read->repository->id;
    gh->repo_full_name = arena_strdup(gh->arena, read->repository->full_name);
    if (strcasecmp(gh->repo_full_name, gh->full_name) != 0)
        gh->moved_to = gh->repo_full_name;
    return OK;
}

enum code reading_repository(struct gh *gh, struct arena *arena,
                             struct remote_repository *repository, bool *owner_is_person,
                             struct err *err)
{
    struct fetch fetch cleanup_fetch;
    fetch_init(&fetch, gh, arena);
    struct repository_read read = {.repository = repository};
    const char *url = gh_url(gh, fetch.scratch, "%s", "");
    fetch_add(&fetch,
              fetch_job(&fetch, url,
                        arena_printf(fetch.scratch, "read the repository %s", gh->full_name),
                        on_repository, &read));
    if (fetch_run(&fetch, err) != OK)
        return err->code;
    *owner_is_person = read.owner_is_person;
    return OK;
}

enum code gh_get_repository(struct gh *gh, struct arena *arena,
                            struct remote_repository *repository, struct err *err)
{
    bool owner_is_person;
    return reading_repository(gh, arena, repository, &owner_is_person, err);
}

bool reading_is_ours(const struct gh *gh, const json_t *issue)
{
    struct arena *arena cleanup_arena = arena_new();
    const char *name = parse_repository_name(arena, issue);
    return !name || strcasecmp(name, gh->full_name) == 0 ||
           (gh->repo_full_name && strcasecmp(name, gh->repo_full_name) == 0);
}

void reading_note_features(struct gh *gh, const json_t *issue)
{
    struct parse_features features = parse_issue_features(issue);
    gh->issue_seen = true;
    gh->sub_issues_seen |= features.sub_issues;
    gh->dependencies_seen |= features.dependencies;
}

/* ---- one object ---- */

/* One GET whose body is one object, or which is absent. */
struct object_read {
    struct gh_issue_found *issue;
    struct remote_milestone *milestone;
    struct remote_label *label;
    struct remote_pull *pull;
    bool *comment;
    bool found;
};

static enum code on_object(struct fetch *fetch, struct fetch_job *job,
                           const struct fetch_answer *answer, struct err *err)
{
    struct object_read *read = job->state;
    if (answer->class == GH_REDIRECT && read->issue) {
        read->issue->presence = GH_MOVED;
        read->issue->moved_to = answer->location;
        return OK;
    }
    if (answer->class != GH_OK)
        return OK;
    read->found = true;
    if (read->pull)
        return parse_pull(fetch->arena, answer->json, read->pull, err);
    if (read->comment)
        return OK;
    if (read->label)
        return parse_label(fetch->arena, answer->json, read->label, err);
    if (read->milestone)
        return parse_milestone(fetch->arena, answer->json, read->milestone, err);
    if (parse_issue(fetch->arena, answer->json, &read->issue->issue, err) != OK)
        return err->code;
    reading_note_features(fetch->gh, answer->json);
    /* A redirect that was followed may end in another repository all the same. */
    bool ours = reading_is_ours(fetch->gh, answer->json) || fetch->gh->repo_id.v == 0;
    read->issue->presence = ours ? GH_FOUND : GH_MOVED;
    if (!ours)
        read->issue->moved_to = read->issue->issue.html_url;
    return OK;
}

static enum code get_object(struct gh *gh, struct arena *arena, const char *path, const char *what,
                            bool verify, struct object_read *read, struct err *err)
{
    struct fetch fetch cleanup_fetch;
    fetch_init(&fetch, gh, arena);
    struct fetch_job *job = fetch_job(&fetch, gh_url(gh, fetch.scratch, "%s", path),
                                      reading_tried(&fetch, what), on_object, read);
    job->absent_ok = true;
    job->verify = verify;
    fetch_add(&fetch, job);
    return fetch_run(&fetch, err);
}

enum code gh_get_issue(struct gh *gh, struct arena *arena, struct number number,
                       bool with_blocked_by, bool verify, struct gh_issue_found *found,
                       struct err *err)
{
    struct arena *scratch cleanup_arena = arena_new();
    long long n = (long long)number.v;
    *found = (struct gh_issue_found){.presence = GH_ABSENT};
    struct object_read read = {.issue = found};
    if (get_object(gh, arena, arena_printf(scratch, "/issues/%lld", n),
                   arena_printf(scratch, "#%lld", n), verify, &read, err) != OK)
        return err->code;
    if (found->presence != GH_FOUND || !with_blocked_by || found->issue.blocked_by_known)
        return OK;
    struct gh_numbers numbers = {0};
    if (gh_list_blocked_by(gh, arena, number, &numbers, err) != OK)
        return err->code;
    found->issue.blocked_by.items = numbers.items.items;
    found->issue.blocked_by.len = numbers.items.len;
    found->issue.blocked_by.cap = numbers.items.cap;
    found->issue.blocked_by_known = true;
    return OK;
}

enum code gh_get_milestone(struct gh *gh, struct arena *arena, struct number number, bool verify,
                           struct remote_milestone *milestone, bool *found, struct err *err)
{
    struct arena *scratch cleanup_arena = arena_new();
    long long n = (long long)number.v;
    struct object_read read = {.milestone = milestone};
    if (get_object(gh, arena, arena_printf(scratch, "/milestones/%lld", n),
                   arena_printf(scratch, "milestone %lld", n), verify, &read, err) != OK)
        return err->code;
    *found = read.found;
    return OK;
}

enum code gh_get_label(struct gh *gh, struct arena *arena, const char *name, bool verify,
                       struct remote_label *label, bool *found, struct err *err)
{
    struct arena *scratch cleanup_arena = arena_new();
    struct object_read read = {.label = label};
    if (get_object(gh, arena, arena_printf(scratch, "/labels/%s", gh_segment(scratch, name)),
                   arena_printf(scratch, "the label '%s'", name), verify, &read, err) != OK)
        return err->code;
    *found = read.found;
    return OK;
}

enum code gh_get_pull(struct gh *gh, struct arena *arena, struct number number,
                      struct remote_pull *pull, bool *found, struct err *err)
{
    struct arena *scratch cleanup_arena = arena_new();
    long long n = (long long)number.v;
    struct object_read read = {.pull = pull};
    if (get_object(gh, arena, arena_printf(scratch, "/pulls/%lld", n),
                   arena_printf(scratch, "pull request #%lld", n), false, &read, err) != OK)
        return err->code;
    *found = read.found;
    return OK;
}

enum code gh_has_comment(struct gh *gh, struct db_id comment, bool *there, struct err *err)
{
    struct arena *scratch cleanup_arena = arena_new();
    long long id = (long long)comment.v;
    struct object_read read = {.comment = there};
    if (get_object(gh, scratch, arena_printf(scratch, "/issues/comments/%lld", id),
                   arena_printf(scratch, "comment %lld", id), true, &read, err) != OK)
        return err->code;
    *there = read.found;
    return OK;
}

static enum code on_login(struct fetch *fetch, struct fetch_job *job,
                          const struct fetch_answer *answer, struct err *err)
{
    const char **login = job->state;
    (void)err;
    if (answer->class == GH_OK)
        *login =
            arena_strdup(fetch->arena, json_string_value(json_object_get(answer->json, "login")));
    return OK;
}

enum code gh_get_login(struct gh *gh, struct arena *arena, const char **login, struct err *err)
{
    struct fetch fetch cleanup_fetch;
    fetch_init(&fetch, gh, arena);
    *login = NULL;
    struct fetch_job *job = fetch_job(&fetch, arena_printf(fetch.scratch, "%s/user", gh->base_text),
                                      "read the token's account", on_login, login);
    job->absent_ok = true;
    fetch_add(&fetch, job);
    struct err cause cleanup_err = ERR_INIT;
    if (fetch_run(&fetch, &cause) == OK)
        return OK;
    /* Tokens of apps and workflows may not ask who they are: 403, without anything being wrong. */
    if (cause.code == ERR_AUTH && strstr(cause.message, "answered 403"))
        return OK;
    return err_move(err, &cause);
}
