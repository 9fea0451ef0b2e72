#include "render/issue_block.h"

#include <jansson.h>
#include <string.h>

#include "base/embed.h"
#include "base/str.h"
#include "base/utf8.h"
#include "render/mentions.h"
#include "render/template.h"

#define TEMPLATE_NAME "templates/issue.md"

static json_t *text_value(struct arena *arena, const char *text)
{
    const size_t len = strlen(text);
    if (!utf8_valid(text, len))
        text = utf8_repair(arena, text, len);
    return json_string_nocheck(text);
}

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

static void add_tasks(struct arena *arena, json_t *lines, const struct plan_task *tasks,
                      size_t count, size_t depth)
{
    cleanup_str struct str indent;
    str_init(&indent, 0);
    str_add_repeat(&indent, "  ", depth);
    for (size_t i = 0; i < count; i++) {
        json_t *line = json_object();
        json_object_set_new(line, "indent", json_string(indent.p));
        json_object_set_new(line, "mark", json_string(tasks[i].ticked ? "x" : " "));
        json_object_set_new(line, "text",
                            text_value(arena, hang(arena, tasks[i].text, 2 * depth + 2)));
        json_array_append_new(lines, line);
        add_tasks(arena, lines, tasks[i].tasks, tasks[i].task_count, depth + 1);
    }
}

static void set_text(struct arena *arena, json_t *object, const char *key, const char *text)
{
    if (!text_empty(text))
        json_object_set_new(object, key, text_value(arena, text));
}

static json_t *issue_context(struct arena *arena, const struct plan_issue *issue)
{
    json_t *context = json_object();
    set_text(arena, context, "id", issue->id);
    set_text(arena, context, "title", issue->title);
    set_text(arena, context, "owner", issue->owner);
    if (issue->summary)
        set_text(arena, context, "summary", hang(arena, issue->summary, 0));
    json_t *tasks = json_array();
    add_tasks(arena, tasks, issue->tasks, issue->task_count, 0);
    json_object_set_new(context, "has_tasks", json_boolean(json_array_size(tasks) > 0));
    json_object_set_new(context, "tasks", tasks);
    json_t *done_when = json_array();
    for (size_t i = 0; i < issue->done_when.len; i++)
        json_array_append_new(done_when,
                              text_value(arena, hang(arena, issue->done_when.items[i], 2)));
    json_object_set_new(context, "has_done_when", json_boolean(issue->done_when.len > 0));
    json_object_set_new(context, "done_when", done_when);
    return context;
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
    const char *quiet = plan->keep_mentions ? text : mentions_neutralise(arena, text, false);
    return trim_lines(arena, quiet);
}

enum code render_issue_block(struct arena *arena, const struct plan *plan,
                             const struct plan_issue *issue, const char *template_text,
                             char **block, struct err *err)
{
    if (issue->body.presence == SET) {
        *block = finish(arena, plan, issue->body.text);
        return OK;
    }
    if (!template_text) {
        const struct embedded_file *file = embed_find(TEMPLATE_NAME);
        BUG_UNLESS(file);
        template_text = file->bytes;
    }
    struct template template = {.name = TEMPLATE_NAME, .text = template_text};
    json_t *context = issue_context(arena, issue);
    char *text;
    enum code code = template_render(arena, &template, context, 0, &text, err);
    json_decref(context);
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
