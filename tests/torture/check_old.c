/* Nothing is overwritten that no journal has. */
#include <string.h>

#include "base/day.h"
#include "base/str.h"
#include "check.h"

/* Each value as "\x1e" item "\x1f" field "\x1f" before. */
#define SQL_BEFORES                                                                                \
    "SELECT group_concat(char(30) || item || char(31) || field || char(31) || before, '') "        \
    "FROM change WHERE field IS NOT NULL AND before IS NOT NULL"

static bool noted(const char *befores, const char *item, const char *field, const char *text)
{
    for (const char *at = befores; at && *at;) {
        const char *item_at = at + 1;
        const size_t len = 1 + strcspn(item_at, "\x1e");
        const char *field_at = item_at + strcspn(item_at, "\x1f") + 1;
        const char *before = field_at + strcspn(field_at, "\x1f") + 1;
        const char *found = strstr(before, text);
        if (strncmp(item_at, item, strlen(item)) == 0 && item_at[strlen(item)] == '\x1f' &&
            strncmp(field_at, field, strlen(field)) == 0 && found && found < at + len)
            return true;
        at += len;
    }
    return false;
}

static void must_be_noted(struct stage *stage, const char *befores, const char *item,
                          const char *field, const char *text)
{
    if (!noted(befores, item, field, text))
        stage_fail(stage, "%s: '%s' was overwritten, and no journal has it as the old %s", item,
                   text, field);
}

/* Where GitHub has what the second revision says, and the first said something else. */
static void check_issue(struct stage *stage, const char *befores, int n)
{
    const struct sb_issue *issue = check_holder(stage, n);
    const struct story_issue old = story_issue(stage->arena, 1, n);
    const struct story_issue new = story_issue(stage->arena, 2, n);
    if (!issue)
        return;
    if (!text_eq(old.title, new.title) && text_eq(issue->title, new.title))
        must_be_noted(stage, befores, old.id, "title", old.title);
    if (!text_eq(old.text, new.text) && strstr(issue->body, new.text))
        must_be_noted(stage, befores, old.id, "block", old.text);
    const struct story_milestone milestone = story_milestone(2, new.milestone);
    if (old.milestone != new.milestone &&
        issue->milestone &&text_eq(issue->milestone->title, milestone.title))
        must_be_noted(stage, befores, old.id, "milestone",
                      arena_printf(stage->arena, "M%d", old.milestone));
    if (old.labels[0] != new.labels[0])
        must_be_noted(stage, befores, old.id, "labels", story_label(2, old.labels[0]).name);
}

static void check_labels_and_milestones(struct stage *stage, const char *befores)
{
    for (int n = 1; n <= STORY_LABELS; n++) {
        const struct story_label old = story_label(1, n), new = story_label(2, n);
        if (!text_eq(old.color, new.color))
            must_be_noted(stage, befores, new.name, "color", old.color);
        if (!text_eq(old.description, new.description))
            must_be_noted(stage, befores, new.name, "description", old.description);
        if (!text_eq(old.name, new.name))
            must_be_noted(stage, befores, new.name, "title", old.name);
    }
    for (int n = 1; n <= STORY_MILESTONES; n++) {
        const struct story_milestone old = story_milestone(1, n), new = story_milestone(2, n);
        if (!text_eq(old.title, new.title))
            must_be_noted(stage, befores, new.id, "title", old.title);
        if (!text_eq(old.description, new.description))
            must_be_noted(stage, befores, new.id, "block", old.description);
        if (!text_eq(old.due, new.due))
            must_be_noted(stage, befores, new.id, "due_on", old.due);
    }
}

void check_old_values(struct stage *stage)
{
    const char *why;
    /* A journal that was lost with its cache, or is another machine's, cannot be asked; an issue
     * that people copied or deleted is not the one that was written first. */
    if (stage->revision != 2 || stage->forgot || stage->cacheless || stage->rival_cache ||
        stage->late.act == LATE_COPY || stage->late.act == LATE_DELETE)
        return;
    const char *befores = check_select(stage, SQL_BEFORES, &why);
    check_labels_and_milestones(stage, befores);
    for (int n = 1; n <= story_issues(1); n++)
        check_issue(stage, befores, n);
}
