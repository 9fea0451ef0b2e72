/* What stands in the world, for tests and for the screen of a rehearsal. */
#include <stdio.h>
#include <string.h>

#include "base/day.h"
#include "base/str.h"
#include "sandbox/inner.h"

/* Late writes that are due belong to the world. */
static void enter(struct sandbox *sandbox)
{
    (void)pthread_mutex_lock(&sandbox->lock);
    sb_late_run(sandbox);
}

static void leave(struct sandbox *sandbox)
{
    (void)pthread_mutex_unlock(&sandbox->lock);
}

static bool is_there(const struct sb_issue *issue)
{
    return !issue->deleted && !issue->moved_to;
}

struct sandbox_counts sandbox_counts(struct sandbox *sandbox)
{
    struct sandbox_counts counts = {0};
    enter(sandbox);
    const struct sb_world *world = &sandbox->world;
    for (size_t i = 0; i < world->labels.len; i++)
        counts.labels += !world->labels.items[i]->deleted;
    for (size_t i = 0; i < world->milestones.len; i++)
        counts.milestones += !world->milestones.items[i]->deleted;
    for (size_t i = 0; i < world->comments.len; i++)
        counts.comments += !world->comments.items[i]->deleted;
    for (size_t i = 0; i < world->issues.len; i++) {
        const struct sb_issue *issue = world->issues.items[i];
        if (!is_there(issue))
            continue;
        counts.pulls += issue->pull;
        counts.issues += !issue->pull;
        counts.open_issues += !issue->pull && !issue->closed;
        counts.sub_issues += issue->children.len;
        counts.dependencies += issue->blocked_by.len;
    }
    leave(sandbox);
    return counts;
}

bool sandbox_label(struct sandbox *sandbox, const char *name, struct sandbox_label *label)
{
    enter(sandbox);
    const struct sb_label *found = sb_world_find_label(&sandbox->world, name);
    if (found)
        *label = (struct sandbox_label){found->id, found->name, found->color, found->description};
    leave(sandbox);
    return found != NULL;
}

bool sandbox_milestone(struct sandbox *sandbox, const char *title, struct sandbox_milestone *found)
{
    enter(sandbox);
    const struct sb_milestone *milestone = sb_world_titled_milestone(&sandbox->world, title);
    if (milestone) {
        char due[21] = "";
        if (milestone->due_ms != SB_NO_TIME)
            instant_format(milestone->due_ms, due);
        *found = (struct sandbox_milestone){
            .id = milestone->id,
            .number = milestone->number,
            .title = milestone->title,
            .state = milestone->closed ? "closed" : "open",
            .description = milestone->description,
            .due_on = *due ? arena_strdup(sandbox->world.arena, due) : NULL,
            .open_issues = milestone->open_issues,
            .closed_issues = milestone->closed_issues,
        };
    }
    leave(sandbox);
    return milestone != NULL;
}

static void join(struct str *out, const char *text)
{
    str_addf(out, "%s%s", out->len ? "," : "", text);
}

static void fill(struct sb_world *world, const struct sb_issue *from, struct sandbox_issue *issue)
{
    struct str labels cleanup_str;
    struct str assignees cleanup_str;
    struct str blockers cleanup_str;
    str_init(&labels, 0);
    str_init(&assignees, 0);
    str_init(&blockers, 0);
    for (size_t i = 0; i < from->labels.len; i++)
        join(&labels, from->labels.items[i]->name);
    for (size_t i = 0; i < from->assignees.len; i++)
        join(&assignees, from->assignees.items[i]->login);
    for (size_t i = 0; i < from->blocked_by.len; i++) {
        char number[24];
        (void)snprintf(number, sizeof number, "%lld", (long long)from->blocked_by.items[i]->number);
        join(&blockers, number);
    }
    *issue = (struct sandbox_issue){
        .id = from->id,
        .number = from->number,
        .title = from->title,
        .body = from->body,
        .state = from->closed ? "closed" : "open",
        .state_reason = from->state_reason,
        .author = from->author->login,
        .type = from->type ? from->type->name : NULL,
        .labels = str_dup(&labels, world->arena),
        .assignees = str_dup(&assignees, world->arena),
        .milestone = from->milestone ? from->milestone->number : 0,
        .parent = from->parent ? from->parent->number : 0,
        .blocked_by = str_dup(&blockers, world->arena),
        .pull_request = from->pull,
        .created_ms = from->created_ms,
        .updated_ms = from->updated_ms,
    };
}

bool sandbox_issue(struct sandbox *sandbox, int64_t number, struct sandbox_issue *issue)
{
    enter(sandbox);
    const struct sb_issue *found = sb_world_find_issue(&sandbox->world, number);
    if (found)
        fill(&sandbox->world, found, issue);
    leave(sandbox);
    return found != NULL;
}

int64_t sandbox_issue_titled(struct sandbox *sandbox, const char *title)
{
    int64_t number = 0;
    enter(sandbox);
    for (size_t i = 0; !number && i < sandbox->world.issues.len; i++) {
        const struct sb_issue *issue = sandbox->world.issues.items[i];
        if (is_there(issue) && strcmp(issue->title, title) == 0)
            number = issue->number;
    }
    leave(sandbox);
    return number;
}

static bool contains(const struct sb_issue *issue, const char *text)
{
    return is_there(issue) && issue->body && strstr(issue->body, text);
}

int64_t sandbox_issue_containing(struct sandbox *sandbox, const char *text)
{
    int64_t number = 0;
    enter(sandbox);
    for (size_t i = 0; !number && i < sandbox->world.issues.len; i++)
        if (contains(sandbox->world.issues.items[i], text))
            number = sandbox->world.issues.items[i]->number;
    leave(sandbox);
    return number;
}

size_t sandbox_issues_containing(struct sandbox *sandbox, const char *text)
{
    size_t count = 0;
    enter(sandbox);
    for (size_t i = 0; i < sandbox->world.issues.len; i++)
        count += contains(sandbox->world.issues.items[i], text);
    leave(sandbox);
    return count;
}
