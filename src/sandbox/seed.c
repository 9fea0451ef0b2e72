/* Worlds that have a past. */
#include "base/day.h"
#include "base/str.h"
#include "sandbox/inner.h"

static struct sb_user *author_of(struct sandbox *sandbox, const char *author)
{
    return author ? sb_world_user(&sandbox->world, author) : sandbox->world.actor;
}

int64_t sandbox_add_label(struct sandbox *sandbox, const char *name, const char *color,
                          const char *description)
{
    (void)pthread_mutex_lock(&sandbox->lock);
    BUG_UNLESS(!sb_world_find_label(&sandbox->world, name));
    struct sb_label *label =
        sb_world_add_label(&sandbox->world, name, color, description, sb_now(sandbox));
    label->visible_ms = 0;
    int64_t id = label->id;
    (void)pthread_mutex_unlock(&sandbox->lock);
    return id;
}

int64_t sandbox_add_milestone(struct sandbox *sandbox, const char *title, const char *description,
                              const char *due_day)
{
    int32_t day = 0;
    (void)pthread_mutex_lock(&sandbox->lock);
    BUG_UNLESS(!sb_world_titled_milestone(&sandbox->world, title));
    struct sb_milestone *milestone =
        sb_world_add_milestone(&sandbox->world, title, description, sb_now(sandbox));
    if (due_day) {
        BUG_UNLESS(day_parse(due_day, &day));
        milestone->due_ms =
            sb_due_store(&sandbox->world, (int64_t)day * 86400000 + INT64_C(12) * 3600000);
    }
    milestone->visible_ms = 0;
    int64_t number = milestone->number;
    (void)pthread_mutex_unlock(&sandbox->lock);
    return number;
}

static int64_t add(struct sandbox *sandbox, const char *title, const char *body, const char *author,
                   bool pull)
{
    (void)pthread_mutex_lock(&sandbox->lock);
    struct sb_issue *issue = sb_world_add_issue(&sandbox->world, title, body,
                                                author_of(sandbox, author), pull, sb_now(sandbox));
    issue->visible_ms = 0;
    int64_t number = issue->number;
    (void)pthread_mutex_unlock(&sandbox->lock);
    return number;
}

int64_t sandbox_add_issue(struct sandbox *sandbox, const char *title, const char *body,
                          const char *author)
{
    return add(sandbox, title, body, author, false);
}

int64_t sandbox_add_pull(struct sandbox *sandbox, const char *title, const char *body,
                         const char *author)
{
    return add(sandbox, title, body, author, true);
}

void sandbox_add_issues(struct sandbox *sandbox, const char *prefix, size_t count)
{
    struct arena *scratch cleanup_arena = arena_new();
    for (size_t i = 1; i <= count; i++)
        (void)add(sandbox, arena_printf(scratch, "%s %zu", prefix, i), "Plain text.", NULL, false);
}

int64_t sandbox_add_comment(struct sandbox *sandbox, int64_t number, const char *body,
                            const char *author)
{
    (void)pthread_mutex_lock(&sandbox->lock);
    struct sb_issue *issue = sb_world_find_issue(&sandbox->world, number);
    BUG_UNLESS(issue);
    struct sb_comment *comment = sb_world_add_comment(&sandbox->world, issue, body,
                                                      author_of(sandbox, author), sb_now(sandbox));
    comment->visible_ms = 0;
    int64_t id = comment->id;
    (void)pthread_mutex_unlock(&sandbox->lock);
    return id;
}

void sandbox_add_collaborator(struct sandbox *sandbox, const char *login)
{
    (void)pthread_mutex_lock(&sandbox->lock);
    sb_world_user(&sandbox->world, login)->assignable = true;
    (void)pthread_mutex_unlock(&sandbox->lock);
}

void sandbox_set_body(struct sandbox *sandbox, int64_t number, const char *body)
{
    (void)pthread_mutex_lock(&sandbox->lock);
    struct sb_issue *issue = sb_world_find_issue(&sandbox->world, number);
    BUG_UNLESS(issue);
    issue->body = text_empty(body) ? NULL : arena_strdup(sandbox->world.arena, body);
    sb_issue_touch(issue, sb_now(sandbox));
    (void)pthread_mutex_unlock(&sandbox->lock);
}
