/* Changes of the world that keep counters, times and both ends of relations right. */
#include <stdio.h>

#include "base/day.h"
#include "sandbox/world.h"

#define DAY_MS INT64_C(86400000)
#define HOUR_MS INT64_C(3600000)

void sb_issue_touch(struct sb_issue *issue, int64_t now_ms)
{
    issue->updated_ms = now_ms;
}

static void count_in_milestone(struct sb_issue *issue, int64_t by, int64_t now_ms)
{
    struct sb_milestone *milestone = issue->milestone;
    if (!milestone)
        return;
    *(issue->closed ? &milestone->closed_issues : &milestone->open_issues) += by;
    milestone->updated_ms = now_ms;
}

void sb_issue_set_milestone(struct sb_world *world, struct sb_issue *issue,
                            struct sb_milestone *milestone, int64_t now_ms)
{
    if (issue->milestone == milestone)
        return;
    if (issue->milestone)
        sb_world_note(world, now_ms, issue->number, "demilestoned", issue->milestone->title, NULL);
    count_in_milestone(issue, -1, now_ms);
    issue->milestone = milestone;
    count_in_milestone(issue, 1, now_ms);
    if (milestone)
        sb_world_note(world, now_ms, issue->number, "milestoned", milestone->title, NULL);
    sb_issue_touch(issue, now_ms);
}

void sb_issue_close(struct sb_world *world, struct sb_issue *issue, const char *reason,
                    struct sb_user *who, int64_t now_ms)
{
    if (issue->closed)
        return;
    count_in_milestone(issue, -1, now_ms);
    issue->closed = true;
    count_in_milestone(issue, 1, now_ms);
    issue->state_reason = issue->pull ? NULL : arena_strdup(world->arena, reason);
    issue->closed_by = who;
    issue->closed_ms = now_ms;
    sb_world_note(world, now_ms, issue->number, "closed", reason, who->login);
    sb_issue_touch(issue, now_ms);
}

void sb_issue_reopen(struct sb_world *world, struct sb_issue *issue, int64_t now_ms)
{
    if (!issue->closed)
        return;
    count_in_milestone(issue, -1, now_ms);
    issue->closed = false;
    count_in_milestone(issue, 1, now_ms);
    issue->state_reason = issue->pull ? NULL : "reopened";
    issue->closed_by = NULL;
    issue->closed_ms = SB_NO_TIME;
    sb_world_note(world, now_ms, issue->number, "reopened", NULL, NULL);
    sb_issue_touch(issue, now_ms);
}

bool sb_issue_add_label(struct sb_world *world, struct sb_issue *issue, struct sb_label *label)
{
    for (size_t i = 0; i < issue->labels.len; i++)
        if (issue->labels.items[i] == label)
            return false;
    VEC_PUSH(world->arena, &issue->labels, label);
    return true;
}

bool sb_issue_remove_label(struct sb_world *world, struct sb_issue *issue, struct sb_label *label)
{
    (void)world;
    for (size_t i = 0; i < issue->labels.len; i++) {
        if (issue->labels.items[i] != label)
            continue;
        SB_REMOVE_AT(&issue->labels, i);
        return true;
    }
    return false;
}

bool sb_issue_assign(struct sb_world *world, struct sb_issue *issue, struct sb_user *user)
{
    for (size_t i = 0; i < issue->assignees.len; i++)
        if (issue->assignees.items[i] == user)
            return false;
    VEC_PUSH(world->arena, &issue->assignees, user);
    return true;
}

bool sb_issue_unassign(struct sb_world *world, struct sb_issue *issue, struct sb_user *user)
{
    (void)world;
    for (size_t i = 0; i < issue->assignees.len; i++) {
        if (issue->assignees.items[i] != user)
            continue;
        SB_REMOVE_AT(&issue->assignees, i);
        return true;
    }
    return false;
}

static bool drop_ref(struct sb_issue_refs *refs, const struct sb_issue *issue)
{
    for (size_t i = 0; i < refs->len; i++) {
        if (refs->items[i] != issue)
            continue;
        SB_REMOVE_AT(refs, i);
        return true;
    }
    return false;
}

void sb_issue_set_parent(struct sb_world *world, struct sb_issue *child, struct sb_issue *parent,
                         int64_t now_ms)
{
    if (child->parent) {
        (void)drop_ref(&child->parent->children, child);
        sb_issue_touch(child->parent, now_ms);
        sb_world_note(world, now_ms, child->parent->number, "sub_issue_removed", NULL, NULL);
    }
    child->parent = parent;
    sb_issue_touch(child, now_ms);
    if (!parent)
        return;
    VEC_PUSH(world->arena, &parent->children, child);
    sb_issue_touch(parent, now_ms);
    sb_world_note(world, now_ms, parent->number, "sub_issue_added", NULL, NULL);
}

void sb_issue_block(struct sb_world *world, struct sb_issue *blocked, struct sb_issue *blocker,
                    int64_t now_ms)
{
    VEC_PUSH(world->arena, &blocked->blocked_by, blocker);
    VEC_PUSH(world->arena, &blocker->blocking, blocked);
    sb_issue_touch(blocked, now_ms);
    sb_issue_touch(blocker, now_ms);
    sb_world_note(world, now_ms, blocked->number, "blocked_by_added", NULL, NULL);
}

bool sb_issue_unblock(struct sb_world *world, struct sb_issue *blocked, struct sb_issue *blocker,
                      int64_t now_ms)
{
    if (!drop_ref(&blocked->blocked_by, blocker))
        return false;
    (void)drop_ref(&blocker->blocking, blocked);
    sb_issue_touch(blocked, now_ms);
    sb_issue_touch(blocker, now_ms);
    sb_world_note(world, now_ms, blocked->number, "blocked_by_removed", NULL, NULL);
    return true;
}

void sb_issue_delete(struct sb_world *world, struct sb_issue *issue, int64_t now_ms)
{
    sb_issue_set_milestone(world, issue, NULL, now_ms);
    if (issue->parent)
        sb_issue_set_parent(world, issue, NULL, now_ms);
    while (issue->children.len)
        sb_issue_set_parent(world, issue->children.items[0], NULL, now_ms);
    while (issue->blocked_by.len)
        (void)sb_issue_unblock(world, issue, issue->blocked_by.items[0], now_ms);
    while (issue->blocking.len)
        (void)sb_issue_unblock(world, issue->blocking.items[0], issue, now_ms);
    for (size_t i = 0; i < world->comments.len; i++)
        if (world->comments.items[i]->issue == issue)
            world->comments.items[i]->deleted = true;
    issue->comments = 0;
    issue->deleted = true;
    sb_world_note(world, now_ms, issue->number, "deleted", NULL, NULL);
}

void sb_label_delete(struct sb_world *world, struct sb_label *label, int64_t now_ms)
{
    label->deleted = true;
    for (size_t i = 0; i < world->issues.len; i++)
        if (sb_issue_remove_label(world, world->issues.items[i], label))
            sb_issue_touch(world->issues.items[i], now_ms);
    sb_world_note(world, now_ms, 0, "label_deleted", label->name, NULL);
}

void sb_milestone_delete(struct sb_world *world, struct sb_milestone *milestone, int64_t now_ms)
{
    milestone->deleted = true;
    for (size_t i = 0; i < world->issues.len; i++)
        if (world->issues.items[i]->milestone == milestone)
            sb_issue_set_milestone(world, world->issues.items[i], NULL, now_ms);
    sb_world_note(world, now_ms, 0, "milestone_deleted", milestone->title, NULL);
}

void sb_comment_delete(struct sb_world *world, struct sb_comment *comment)
{
    (void)world;
    comment->deleted = true;
    comment->issue->comments--;
}

static int32_t day_of(int year, int month, int day)
{
    char text[48];
    int32_t found = 0;
    (void)snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    BUG_UNLESS(day_parse(text, &found));
    return found;
}

/* The nth Sunday of a month. */
static int32_t sunday(int year, int month, int nth)
{
    int32_t first = day_of(year, month, 1);
    return first + (6 - day_weekday(first)) + 7 * (nth - 1);
}

/* Hours that Pacific midnight of this civil day lies behind UTC's. Summer time begins at 02:00 on
 * the second Sunday of March and ends at 02:00 on the first of November, so on the day of the
 * change midnight still has the old offset. */
static int64_t pacific_offset_hours(int32_t day)
{
    int year = 0, month = 0, day_of_month = 0;
    day_civil(day, &year, &month, &day_of_month);
    return day > sunday(year, 3, 2) && day <= sunday(year, 11, 1) ? 7 : 8;
}

int64_t sb_due_store(const struct sb_world *world, int64_t sent_ms)
{
    int32_t day = instant_day(sent_ms);
    if (world->due == SANDBOX_DUE_DATE)
        return day * DAY_MS;
    /* The Pacific day in which the instant lies is this UTC day or the one before it. */
    if (sent_ms < day * DAY_MS + pacific_offset_hours(day) * HOUR_MS)
        day--;
    return day * DAY_MS + pacific_offset_hours(day) * HOUR_MS;
}
