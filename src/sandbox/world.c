#include "sandbox/world.h"

#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "base/utf8.h"

/* All above 32 bits, as GitHub's are, and far from numbers, so that who mixes them up fails. */
#define FIRST_LABEL_ID INT64_C(4341276760)
#define FIRST_MILESTONE_ID INT64_C(5116523772)
#define FIRST_ISSUE_ID INT64_C(4741896986)
#define FIRST_COMMENT_ID INT64_C(6498765432)
#define FIRST_USER_ID INT64_C(583231)
#define ID_STEP 131
#define REPOSITORY_ID INT64_C(638123443)
#define REPOSITORY_AGE_MS (INT64_C(400) * 86400 * 1000)

static const struct sb_type issue_types[] = {
    {INT64_C(4400000111), "Task", "A specific piece of work", "yellow"},
    {INT64_C(4400000222), "Bug", "An unexpected problem or behavior", "red"},
    {INT64_C(4400000333), "Feature", "A request, idea, or new functionality", "blue"},
};

static const char *const nine_labels[][3] = {
    {"bug", "d73a4a", "Something isn't working"},
    {"documentation", "0075ca", "Improvements or additions to documentation"},
    {"duplicate", "cfd3d7", "This issue or pull request already exists"},
    {"enhancement", "a2eeef", "New feature or request"},
    {"good first issue", "7057ff", "Good for newcomers"},
    {"help wanted", "008672", "Extra attention is needed"},
    {"invalid", "e4e669", "This doesn't seem right"},
    {"question", "d876e3", "Further information is requested"},
    {"wontfix", "ffffff", "This will not be worked on"},
};

static void set_repository(struct sb_world *world, const char *full_name)
{
    const char *slash = strchr(full_name, '/');
    BUG_UNLESS(slash && slash[1] && !strchr(slash + 1, '/'));
    world->owner = arena_strndup(world->arena, full_name, (size_t)(slash - full_name));
    world->name = arena_strdup(world->arena, slash + 1);
}

void sb_world_init(struct sb_world *world, const struct sandbox_options *options, int64_t now_ms)
{
    *world = (struct sb_world){.arena = arena_new(),
                               .repository_id = REPOSITORY_ID,
                               .created_ms = now_ms - REPOSITORY_AGE_MS,
                               .changed_ms = now_ms,
                               .organization = options->organization,
                               .archived = options->archived,
                               .issues_disabled = options->issues_disabled,
                               .watchers = options->watchers,
                               .due = options->due,
                               .list_lag_ms = options->list_lag_ms,
                               .next_label_id = FIRST_LABEL_ID,
                               .next_milestone_id = FIRST_MILESTONE_ID,
                               .next_issue_id = FIRST_ISSUE_ID,
                               .next_comment_id = FIRST_COMMENT_ID,
                               .next_number = 1,
                               .next_milestone_number = 1};
    set_repository(world, options->repository ? options->repository : "octocat/hello-world");
    struct sb_user *owner = sb_world_user(world, world->owner);
    owner->type = options->organization ? "Organization" : "User";
    owner->assignable = !options->organization;
    world->actor = sb_world_user(world, options->login ? options->login : "octocat");
    world->actor->assignable = !options->app_token;
    if (options->app_token)
        world->actor->type = "Bot";
    if (options->organization) {
        world->types = issue_types;
        world->type_count = sizeof issue_types / sizeof *issue_types;
    }
    if (!options->default_labels)
        return;
    for (size_t i = 0; i < sizeof nine_labels / sizeof *nine_labels; i++) {
        struct sb_label *label = sb_world_add_label(world, nine_labels[i][0], nine_labels[i][1],
                                                    nine_labels[i][2], world->created_ms);
        label->by_default = true;
        label->visible_ms = 0;
    }
}

void sb_world_release(struct sb_world *world)
{
    for (size_t i = 0; i < world->users.len; i++)
        json_decref(world->users.items[i]->json);
    arena_free(world->arena);
    world->arena = NULL;
}

struct sb_user *sb_world_find_user(const struct sb_world *world, const char *login)
{
    for (size_t i = 0; i < world->users.len; i++)
        if (strcasecmp(world->users.items[i]->login, login) == 0)
            return world->users.items[i];
    return NULL;
}

struct sb_user *sb_world_user(struct sb_world *world, const char *login)
{
    struct sb_user *user = sb_world_find_user(world, login);
    if (user)
        return user;
    user = ARENA_NEW(world->arena, struct sb_user);
    user->id = FIRST_USER_ID + (int64_t)world->users.len * ID_STEP;
    user->login = arena_strdup(world->arena, login);
    user->type = text_ends(login, "[bot]") ? "Bot" : "User";
    VEC_PUSH(world->arena, &world->users, user);
    return user;
}

struct sb_label *sb_world_find_label(const struct sb_world *world, const char *name)
{
    struct arena *scratch cleanup_arena = arena_new();
    const char *fold = utf8_fold(scratch, name);
    for (size_t i = 0; i < world->labels.len; i++) {
        struct sb_label *label = world->labels.items[i];
        if (!label->deleted && strcmp(label->fold, fold) == 0)
            return label;
    }
    return NULL;
}

struct sb_milestone *sb_world_find_milestone(const struct sb_world *world, int64_t number)
{
    for (size_t i = 0; i < world->milestones.len; i++) {
        struct sb_milestone *milestone = world->milestones.items[i];
        if (!milestone->deleted && milestone->number == number)
            return milestone;
    }
    return NULL;
}

struct sb_milestone *sb_world_titled_milestone(const struct sb_world *world, const char *title)
{
    for (size_t i = 0; i < world->milestones.len; i++) {
        struct sb_milestone *milestone = world->milestones.items[i];
        if (!milestone->deleted && strcmp(milestone->title, title) == 0)
            return milestone;
    }
    return NULL;
}

struct sb_issue *sb_world_any_issue(const struct sb_world *world, int64_t number)
{
    if (number < 1 || (uint64_t)number > world->issues.len)
        return NULL;
    return world->issues.items[number - 1];
}

struct sb_issue *sb_world_find_issue(const struct sb_world *world, int64_t number)
{
    struct sb_issue *issue = sb_world_any_issue(world, number);
    return issue && !issue->deleted && !issue->moved_to ? issue : NULL;
}

struct sb_issue *sb_world_issue_by_id(const struct sb_world *world, int64_t id)
{
    for (size_t i = 0; i < world->issues.len; i++) {
        struct sb_issue *issue = world->issues.items[i];
        if (issue->id == id)
            return issue->deleted || issue->moved_to ? NULL : issue;
    }
    return NULL;
}

struct sb_comment *sb_world_find_comment(const struct sb_world *world, int64_t id)
{
    for (size_t i = 0; i < world->comments.len; i++)
        if (world->comments.items[i]->id == id && !world->comments.items[i]->deleted)
            return world->comments.items[i];
    return NULL;
}

const struct sb_type *sb_world_find_type(const struct sb_world *world, const char *name)
{
    for (size_t i = 0; i < world->type_count; i++)
        if (strcasecmp(world->types[i].name, name) == 0)
            return &world->types[i];
    return NULL;
}

static int64_t next_id(int64_t *counter)
{
    *counter += ID_STEP;
    return *counter;
}

struct sb_label *sb_world_add_label(struct sb_world *world, const char *name, const char *color,
                                    const char *description, int64_t now_ms)
{
    struct sb_label *label = ARENA_NEW(world->arena, struct sb_label);
    label->id = next_id(&world->next_label_id);
    sb_label_rename(world, label, name);
    label->color = arena_strdup(world->arena, color);
    label->description = arena_strdup(world->arena, description);
    label->updated_ms = now_ms;
    label->visible_ms = now_ms + world->list_lag_ms;
    VEC_PUSH(world->arena, &world->labels, label);
    return label;
}

struct sb_milestone *sb_world_add_milestone(struct sb_world *world, const char *title,
                                            const char *description, int64_t now_ms)
{
    struct sb_milestone *milestone = ARENA_NEW(world->arena, struct sb_milestone);
    milestone->id = next_id(&world->next_milestone_id);
    milestone->number = world->next_milestone_number++;
    milestone->title = arena_strdup(world->arena, title);
    milestone->description = arena_strdup(world->arena, description);
    milestone->creator = world->actor;
    milestone->due_ms = SB_NO_TIME;
    milestone->closed_ms = SB_NO_TIME;
    milestone->created_ms = milestone->updated_ms = now_ms;
    milestone->visible_ms = now_ms + world->list_lag_ms;
    VEC_PUSH(world->arena, &world->milestones, milestone);
    return milestone;
}

struct sb_issue *sb_world_add_issue(struct sb_world *world, const char *title, const char *body,
                                    struct sb_user *author, bool pull, int64_t now_ms)
{
    struct sb_issue *issue = ARENA_NEW(world->arena, struct sb_issue);
    issue->id = next_id(&world->next_issue_id);
    issue->number = world->next_number++;
    issue->title = arena_strdup(world->arena, title);
    issue->body = body && *body ? arena_strdup(world->arena, body) : NULL;
    issue->author = author;
    issue->pull = pull;
    issue->closed_ms = issue->merged_ms = SB_NO_TIME;
    issue->created_ms = issue->updated_ms = now_ms;
    issue->visible_ms = now_ms + world->list_lag_ms;
    VEC_PUSH(world->arena, &world->issues, issue);
    return issue;
}

struct sb_comment *sb_world_add_comment(struct sb_world *world, struct sb_issue *issue,
                                        const char *body, struct sb_user *author, int64_t now_ms)
{
    struct sb_comment *comment = ARENA_NEW(world->arena, struct sb_comment);
    comment->id = next_id(&world->next_comment_id);
    comment->issue = issue;
    comment->body = arena_strdup(world->arena, body);
    comment->author = author;
    comment->created_ms = comment->updated_ms = now_ms;
    comment->visible_ms = now_ms + world->list_lag_ms;
    VEC_PUSH(world->arena, &world->comments, comment);
    issue->comments++;
    sb_issue_touch(issue, now_ms);
    return comment;
}

void sb_label_rename(struct sb_world *world, struct sb_label *label, const char *name)
{
    label->name = arena_strdup(world->arena, name);
    label->fold = utf8_fold(world->arena, label->name);
}

void sb_world_note(struct sb_world *world, int64_t at_ms, int64_t number, const char *what,
                   const char *detail, const char *actor)
{
    world->changed_ms = at_ms;
    VEC_PUSH(world->arena, &world->events,
             (struct sb_event){at_ms, number, arena_strdup(world->arena, what),
                               arena_strdup(world->arena, detail),
                               arena_strdup(world->arena, actor)});
}
