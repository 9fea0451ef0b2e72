#include <stddef.h>
#include <string.h>

#include "base/str.h"
#include "spec/read.h"

static const char *const closed_only[] = {"closed", NULL};
static const char *const reasons[] = {"completed", "not_planned", "duplicate", NULL};

/* ---- tasks ---- */

static void read_task_list(struct reader *reader, const struct doc_node *node,
                           struct plan_task **tasks, size_t *count);

static void set_text(struct plan_task *task, const char *text)
{
    task->ticked = text_starts(text, "[x] ") || text_starts(text, "[X] ");
    bool box = task->ticked || text_starts(text, "[ ] ");
    task->text = text + (box ? 4 : 0);
}

static void read_subtasks(struct reader *reader, void *object, const struct doc_entry *entry)
{
    struct plan_task *task = object;
    if (entry->value.type != DOC_NULL)
        read_task_list(reader, &entry->value, &task->tasks, &task->task_count);
}

static bool read_task(struct reader *reader, const struct doc_node *node, struct plan_task *task)
{
    static const struct spec_key keys[] = {
        {.name = "text",
         .kind = VALUE_LINE,
         .offset = offsetof(struct plan_task, text),
         .needed = true},
        {.name = "tasks", .kind = VALUE_CUSTOM, .read = read_subtasks},
        {0},
    };
    if (node->type == DOC_MAP)
        (void)spec_read_map(reader, node, keys, task, "a task");
    else
        task->text = spec_line(reader, node, "a text (or a map with text and tasks)");
    if (!task->text)
        return false;
    set_text(task, task->text);
    return true;
}

/* Depth is what doc allows: LIMIT_DOC_DEPTH. */
static void read_task_list(struct reader *reader, const struct doc_node *node,
                           struct plan_task **tasks, size_t *count)
{
    if (!spec_is(reader, node, DOC_LIST, "a list (of tasks)"))
        return;
    *tasks = arena_calloc(reader->arena, node->count, sizeof **tasks);
    for (uint32_t i = 0; i < node->count; i++) {
        if (read_task(reader, &node->items[i], &(*tasks)[*count]))
            ++*count;
    }
}

static void read_tasks(struct reader *reader, void *object, const struct doc_entry *entry)
{
    struct plan_issue *issue = object;
    if (entry->value.type != DOC_NULL)
        read_task_list(reader, &entry->value, &issue->tasks, &issue->task_count);
}

/* ---- the other keys that are not plain ---- */

static void read_state(struct reader *reader, void *object, const struct doc_entry *entry)
{
    struct plan_issue *issue = object;
    if (entry->value.type == DOC_NULL || !spec_is(reader, &entry->value, DOC_STRING, "a text"))
        return;
    issue->closed = strcmp(entry->value.text, "closed") == 0;
    if (!issue->closed)
        spec_wrong_word(reader, &entry->value, closed_only);
}

static void read_body(struct reader *reader, void *object, const struct doc_entry *entry)
{
    struct plan_issue *issue = object;
    issue->body.spot = spec_spot(reader->file, &entry->value);
    if (entry->value.type == DOC_NULL)
        issue->body.text = ""; /* null clears, and a cleared text is an empty one */
    else if (spec_is(reader, &entry->value, DOC_STRING, "a text"))
        issue->body.text = entry->value.text;
    issue->body.presence = issue->body.text ? SET : ABSENT;
}

static void read_checks(struct reader *reader, void *object, const struct doc_entry *entry)
{
    struct plan_issue *issue = object;
    const struct doc_node *node = &entry->value;
    if (node->type == DOC_NULL || !spec_is(reader, node, DOC_LIST, "a list (of checks)"))
        return;
    for (uint32_t i = 0; i < node->count; i++) {
        struct plan_check check;
        if (spec_read_check(reader, &node->items[i], &check))
            VEC_PUSH(reader->arena, &issue->checks, check);
    }
}

#define ISSUE_KEY(member, value_kind)                                                              \
    {                                                                                              \
        .name = #member, .kind = (value_kind), .offset = offsetof(struct plan_issue, member)       \
    }

static const struct spec_key issue_keys[] = {
    ISSUE_KEY(id, VALUE_ID),
    {.name = "title",
     .kind = VALUE_LINE,
     .offset = offsetof(struct plan_issue, title),
     .needed = true},
    ISSUE_KEY(milestone, VALUE_OPT_LINE),
    ISSUE_KEY(labels, VALUE_OPT_LIST),
    ISSUE_KEY(assignees, VALUE_OPT_LIST),
    ISSUE_KEY(owner, VALUE_LINE),
    ISSUE_KEY(effort_hours, VALUE_HOURS),
    ISSUE_KEY(type, VALUE_OPT_LINE),
    ISSUE_KEY(parent, VALUE_OPT_LINE),
    ISSUE_KEY(depends_on, VALUE_OPT_LIST),
    ISSUE_KEY(number, VALUE_NUMBER),
    ISSUE_KEY(summary, VALUE_TEXT),
    ISSUE_KEY(done_when, VALUE_LINES),
    ISSUE_KEY(docs, VALUE_PATHS),
    ISSUE_KEY(deliverables, VALUE_PATHS),
    ISSUE_KEY(migrations, VALUE_PATHS),
    {.name = "state_reason",
     .kind = VALUE_WORD,
     .offset = offsetof(struct plan_issue, state_reason),
     .words = reasons},
    {.name = "state", .kind = VALUE_CUSTOM, .read = read_state},
    {.name = "tasks", .kind = VALUE_CUSTOM, .read = read_tasks},
    {.name = "body", .kind = VALUE_CUSTOM, .read = read_body},
    {.name = "checks", .kind = VALUE_CUSTOM, .read = read_checks},
    {0},
};

static const struct doc_entry *find_entry(const struct doc_node *node, const char *key)
{
    for (uint32_t i = 0; i < node->count; i++) {
        const char *here = node->entries[i].key;
        if (*here == *key && strcmp(here, key) == 0)
            return &node->entries[i];
    }
    return NULL;
}

/* Rules between the keys of one issue. */
static void check_keys(struct reader *reader, const struct doc_node *node, struct plan_issue *issue)
{
    const struct doc_entry *body = find_entry(node, "body");
    bool structured =
        find_entry(node, "summary") || find_entry(node, "tasks") || find_entry(node, "done_when");
    issue->text_given = body || structured;
    if (body && structured)
        spec_report(reader, "E0114", spec_key_spot(reader->file, body),
                    "keep the body, or summary, tasks and done_when",
                    "an issue has a body or summary, tasks and done_when, not both");
    const struct doc_entry *reason = find_entry(node, "state_reason");
    if (reason && !find_entry(node, "state"))
        spec_report(reader, "E0125", spec_key_spot(reader->file, reason), "add state: closed",
                    "a state_reason without a state");
    if (issue->closed && !issue->state_reason)
        issue->state_reason = reasons[0];
    if (!issue->closed)
        issue->state_reason = NULL;
}

static void read_issue(struct reader *reader, const struct doc_node *node)
{
    struct plan_issue issue = {.effort_hours = -1, .spot = spec_spot(reader->file, node)};
    if (!spec_read_map(reader, node, issue_keys, &issue, "an issue"))
        return;
    check_keys(reader, node, &issue);
    issue.id_given = issue.id != NULL || doc_get(node, "id");
    spec_stand_in(node, &issue.id, &issue.title);
    if (!issue.title)
        return; /* reported; nothing can refer to it */
    struct origin origin = {reader->file, node};
    VEC_PUSH(reader->arena, &reader->plan->issues, issue);
    VEC_PUSH(reader->arena, &reader->issues, origin);
}

/* Room for all at once: growing by doubling would leave as much behind in the arena again. */
static void reserve(struct reader *reader, uint32_t count)
{
    struct plan *plan = reader->plan;
    if (plan->issues.len)
        return;
    plan->issues.items = arena_calloc(reader->arena, count, sizeof *plan->issues.items);
    plan->issues.cap = count;
    reader->issues.items = arena_calloc(reader->arena, count, sizeof *reader->issues.items);
    reader->issues.cap = count;
}

void spec_read_issues(struct reader *reader, const struct doc_node *node)
{
    if (!spec_is(reader, node, DOC_LIST, "a list (of issues)"))
        return;
    reserve(reader, node->count);
    for (uint32_t i = 0; i < node->count; i++)
        read_issue(reader, &node->items[i]);
}
