#include "render/issue_block.h"

#include <string.h>

#include "base/embed.h"
#include "base/str.h"
#include "base/utf8.h"
#include "render/mentions.h"

#define TEMPLATE_NAME "templates/issue.md"

/* Lines after the first move in by `columns`, so that they stay inside their list item. */
static const char *hang(struct arena *arena, const char *text, size_t columns)
{
    size_t len = strlen(text);
    while (len > 0 && strchr(" \t\r\n", text[len - 1]))
        len--;
    if (!memchr(text, '\n', len))
        return text[len] == '\0' ? text : arena_strndup(arena, text, len);
    cleanup_str struct str out;
    str_init(&out, 0);
    for (size_t i = 0; i < len; i++) {
        str_addc(&out, text[i]);
        if (text[i] == '\n' && text[i + 1] != '\n')
            str_add_repeat(&out, " ", columns);
    }
    return str_dup(&out, arena);
}

static struct template_value text_value(const char *text)
{
    return (struct template_value){.type = TEMPLATE_TEXT, .text = text};
}

static struct template_value truth(bool is)
{
    return (struct template_value){.type = is ? TEMPLATE_TRUE : TEMPLATE_NOTHING};
}

static struct template_value map_value(const struct template_member *members, size_t count)
{
    return (struct template_value){.type = TEMPLATE_MAP, .count = count, .members = members};
}

static size_t count_tasks(const struct plan_task *tasks, size_t count)
{
    size_t all = count;
    for (size_t i = 0; i < count; i++)
        all += count_tasks(tasks[i].tasks, tasks[i].task_count);
    return all;
}

static struct template_value task_value(struct arena *arena, const struct plan_task *task,
                                        const char *indent)
{
    enum { INDENT, MARK, TEXT, MEMBERS };
    struct template_member *members = arena_calloc(arena, MEMBERS, sizeof *members);
    members[INDENT] = (struct template_member){"indent", text_value(indent)};
    members[MARK] = (struct template_member){"mark", text_value(task->ticked ? "x" : " ")};
    members[TEXT] =
        (struct template_member){"text", text_value(hang(arena, task->text, strlen(indent) + 2))};
    return map_value(members, MEMBERS);
}

/* Nested tasks become one list with indents; gives the place behind the last line. */
static struct template_value *add_tasks(struct arena *arena, struct template_value *line,
                                        const struct plan_task *tasks, size_t count,
                                        const char *indent)
{
    for (size_t i = 0; i < count; i++) {
        *line++ = task_value(arena, &tasks[i], indent);
        if (tasks[i].task_count > 0)
            line = add_tasks(arena, line, tasks[i].tasks, tasks[i].task_count,
                             arena_printf(arena, "%s  ", indent));
    }
    return line;
}

static struct template_value tasks_value(struct arena *arena, const struct plan_issue *issue)
{
    size_t count = count_tasks(issue->tasks, issue->task_count);
    struct template_value *lines = arena_calloc(arena, count, sizeof *lines);
    (void)add_tasks(arena, lines, issue->tasks, issue->task_count, "");
    return (struct template_value){.type = TEMPLATE_LIST, .count = count, .items = lines};
}

static struct template_value done_when_value(struct arena *arena, const struct plan_issue *issue)
{
    const struct strlist *list = &issue->done_when;
    struct template_value *lines = arena_calloc(arena, list->len, sizeof *lines);
    for (size_t i = 0; i < list->len; i++)
        lines[i] = text_value(hang(arena, list->items[i], 2));
    return (struct template_value){.type = TEMPLATE_LIST, .count = list->len, .items = lines};
}

static struct template_value issue_value(struct arena *arena, const struct plan_issue *issue)
{
    const struct template_member all[] = {
        {"id", text_value(issue->id ? issue->id : "")},
        {"title", text_value(issue->title ? issue->title : "")},
        {"owner", text_value(issue->owner ? issue->owner : "")},
        {"summary", text_value(issue->summary ? hang(arena, issue->summary, 0) : "")},
        {"has_tasks", truth(issue->task_count > 0)},
        {"tasks", tasks_value(arena, issue)},
        {"has_done_when", truth(issue->done_when.len > 0)},
        {"done_when", done_when_value(arena, issue)},
    };
    struct template_member *members = arena_alloc(arena, sizeof all);
    memcpy(members, all, sizeof all);
    return map_value(members, sizeof all / sizeof *all);
}

/* Without blank lines at both ends. */
static char *trim_lines(struct arena *arena, const char *text)
{
    for (;;) {
        size_t blank = strspn(text, " \t\r");
        if (text[blank] != '\n')
            break;
        text += blank + 1;
    }
    size_t len = strlen(text);
    while (len > 0 && strchr(" \t\r\n", text[len - 1]))
        len--;
    return arena_strndup(arena, text, len);
}

static char *finish(struct arena *arena, const struct plan *plan, const char *text)
{
    const size_t len = strlen(text);
    if (!utf8_valid(text, len))
        text = utf8_repair(arena, text, len);
    const char *quiet = plan->keep_mentions ? text : mentions_neutralise(arena, text, false);
    return trim_lines(arena, quiet);
}

enum code render_issue_template(struct arena *arena, const char *text, struct template *template,
                                struct err *err)
{
    if (!text) {
        const struct embedded_file *file = embed_find(TEMPLATE_NAME);
        BUG_UNLESS(file);
        text = file->bytes;
    }
    return template_parse(arena, TEMPLATE_NAME, text, template, err);
}

enum code render_issue_block(struct arena *arena, const struct plan *plan,
                             const struct plan_issue *issue, const struct template *template,
                             char **block, struct err *err)
{
    if (issue->body.presence == SET) {
        *block = finish(arena, plan, issue->body.text);
        return OK;
    }
    struct template_value context = issue_value(arena, issue);
    char *text;
    enum code code = template_render(arena, template, &context, 0, &text, err);
    if (code)
        return err_prefix(err, "%s", issue->id);
    *block = finish(arena, plan, text);
    return OK;
}

enum code render_milestone_block(struct arena *arena, const struct plan *plan,
                                 const struct plan_milestone *milestone, char **block,
                                 struct err *err)
{
    (void)err;
    const char *text = milestone->description.presence == SET ? milestone->description.text : "";
    *block = finish(arena, plan, text);
    return OK;
}

char *render_issue_footer(struct arena *arena, const struct plan *plan,
                          const struct plan_issue *issue)
{
    /* It is one line with one code span, whatever the file is called. */
    char *path = arena_strdup(arena, plan->path);
    for (char *at = path; (at = strpbrk(at, "`\r\n")); at++)
        *at = '\'';
    return arena_printf(arena, "<sub>Planned in `%s` as `%s`; edit it here or there.</sub>", path,
                        issue->id);
}
