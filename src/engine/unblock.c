#include "engine/unblock.h"

#include <string.h>

#include "base/str.h"
#include "engine/fence.h"

enum section { SECTION_SUMMARY, SECTION_TASKS, SECTION_DONE };

struct flat_task {
    size_t depth;
    const char *text;
    bool ticked;
};

struct reading {
    struct arena *arena;
    VEC(struct flat_task) tasks;
};

static bool is_box(const char *content)
{
    return content[0] == '[' && content[1] && strchr(" xX", content[1]) && content[2] == ']';
}

/* "  - [x] text": two blanks a level. */
static bool read_task(struct reading *reading, const char *line)
{
    const size_t blanks = strspn(line, " ");
    const char *item = line + blanks;
    if (blanks % 2 || strncmp(item, "- ", 2) != 0 || !is_box(item + 2) || item[5] != ' ')
        return false;
    const struct flat_task task = {blanks / 2, item + 6, item[3] != ' '};
    const size_t len = reading->tasks.len;
    if (task.depth > (len ? reading->tasks.items[len - 1].depth + 1 : 0) ||
        task.text[strspn(task.text, " ")] == '\0')
        return false;
    VEC_PUSH(reading->arena, &reading->tasks, task);
    return true;
}

/* The tasks of one level from *at on. */
static void nest(struct reading *reading, size_t *at, size_t depth, struct plan_task **tasks,
                 size_t *count)
{
    const struct flat_task *flat = reading->tasks.items;
    size_t most = 0;
    for (size_t i = *at; i < reading->tasks.len && flat[i].depth >= depth; i++)
        most += flat[i].depth == depth;
    *tasks = arena_calloc(reading->arena, most, sizeof **tasks);
    *count = 0;
    while (*at < reading->tasks.len && flat[*at].depth == depth) {
        struct plan_task *task = &(*tasks)[(*count)++];
        task->text = flat[*at].text;
        task->ticked = flat[*at].ticked;
        ++*at;
        if (*at < reading->tasks.len && flat[*at].depth > depth)
            nest(reading, at, depth + 1, &task->tasks, &task->task_count);
    }
}

static const char *trimmed(struct arena *arena, const char *text, size_t len)
{
    size_t start = 0;
    while (start < len && text[start] == '\n')
        start++;
    while (len > start && strchr(" \t\n", text[len - 1]))
        len--;
    return len > start ? arena_strndup(arena, text + start, len - start) : NULL;
}

/* True when the line is a heading of a section that has not been yet. */
static bool is_heading(const struct lines *lines, enum section *section)
{
    if (lines->fenced)
        return false;
    if (*section < SECTION_TASKS && lines_is(lines, "**Tasks:**"))
        *section = SECTION_TASKS;
    else if (*section < SECTION_DONE && lines_is(lines, "**Done when:**"))
        *section = SECTION_DONE;
    else
        return false;
    return true;
}

bool unblock(struct arena *arena, const char *text, struct unblocked *keys)
{
    struct reading reading = {.arena = arena};
    struct lines lines = {.text = text};
    enum section section = SECTION_SUMMARY;
    size_t summary_end = 0;
    *keys = (struct unblocked){0};
    while (lines_next(&lines)) {
        if (is_heading(&lines, &section))
            continue;
        if (section == SECTION_SUMMARY) {
            if (lines.item && is_box(text + lines.start + lines.content))
                return false; /* a task under another heading is no part of a summary */
            summary_end = lines.start + lines.len;
            continue;
        }
        if (lines.blank)
            continue;
        const char *line = arena_strndup(arena, text + lines.start, lines.len);
        if (section == SECTION_TASKS && !read_task(&reading, line))
            return false;
        if (section == SECTION_DONE) {
            if (strncmp(line, "- ", 2) != 0 || line[2 + strspn(line + 2, " ")] == '\0')
                return false;
            strlist_add(arena, &keys->done_when, line + 2);
        }
    }
    size_t at = 0;
    keys->summary = trimmed(arena, text, summary_end);
    nest(&reading, &at, 0, &keys->tasks, &keys->task_count);
    return at == reading.tasks.len;
}
