#include "render/block_diff.h"

#include <string.h>

#include "base/vec.h"

#define CELLS_MAX (4u * 1024 * 1024) /* of the table; beyond it only equal ends are matched */
#define CONTEXT 3

enum op { OP_SAME, OP_OLD, OP_NEW };

struct diff_line {
    enum op op;
    const char *text;
};

struct diff {
    VEC(struct diff_line) lines;
};

static bool is_box(const char *line, const char **text)
{
    line += strspn(line, " \t");
    if ((*line != '-' && *line != '*' && *line != '+') || line[1] != ' ')
        return false;
    line += 2;
    if (line[0] != '[' || !line[1] || !strchr(" xX", line[1]) || line[2] != ']')
        return false;
    *text = line + 3;
    return true;
}

/* Ticks are people's: they make no difference. */
static const char *untick(struct arena *arena, const char *line)
{
    const char *text;
    if (!is_box(line, &text) || text[-2] == ' ')
        return line;
    char *copy = arena_strdup(arena, line);
    copy[(text - 2) - line] = ' ';
    return copy;
}

static void split(struct arena *arena, const char *text, struct strlist *lines)
{
    while (text && *text) {
        size_t len = strcspn(text, "\n"), shown = len;
        while (shown > 0 && strchr(" \t\r", text[shown - 1])) /* the web editor sends CRLF */
            shown--;
        strlist_add(arena, lines, untick(arena, arena_strndup(arena, text, shown)));
        text += len + (text[len] == '\n');
    }
}

static void push(struct arena *arena, struct diff *diff, enum op op, const char *text)
{
    VEC_PUSH(arena, &diff->lines, ((struct diff_line){op, text}));
}

/* Longest common subsequence of a[0..n) and b[0..m), by the classic table. */
static void middle(struct arena *arena, struct diff *diff, const char *const *a, size_t n,
                   const char *const *b, size_t m)
{
    size_t width = m + 1;
    uint32_t *table = NULL;
    if (n * m <= CELLS_MAX) {
        table = arena_calloc(arena, (n + 1) * width, sizeof *table);
        for (size_t i = n; i-- > 0;)
            for (size_t j = m; j-- > 0;) {
                uint32_t down = table[(i + 1) * width + j], right = table[i * width + j + 1];
                table[i * width + j] = strcmp(a[i], b[j]) == 0 ? table[(i + 1) * width + j + 1] + 1
                                                               : (down >= right ? down : right);
            }
    }
    size_t i = 0, j = 0;
    while (i < n || j < m) {
        if (table && i < n && j < m && strcmp(a[i], b[j]) == 0) {
            push(arena, diff, OP_SAME, a[i]);
            i++, j++;
        } else if (i < n &&
                   (j == m || !table || table[(i + 1) * width + j] >= table[i * width + j + 1])) {
            push(arena, diff, OP_OLD, a[i++]);
        } else {
            push(arena, diff, OP_NEW, b[j++]);
        }
    }
}

static void make_diff(struct arena *arena, const char *before, const char *after, struct diff *diff)
{
    struct strlist a = {0}, b = {0};
    split(arena, before, &a);
    split(arena, after, &b);
    size_t head = 0, tail = 0;
    while (head < a.len && head < b.len && strcmp(a.items[head], b.items[head]) == 0)
        push(arena, diff, OP_SAME, a.items[head++]);
    while (tail < a.len - head && tail < b.len - head &&
           strcmp(a.items[a.len - 1 - tail], b.items[b.len - 1 - tail]) == 0)
        tail++;
    /* An empty text has no lines at all, not even a place where they would be. */
    middle(arena, diff, a.len ? a.items + head : NULL, a.len - head - tail,
           b.len ? b.items + head : NULL, b.len - head - tail);
    for (size_t i = a.len - tail; i < a.len; i++)
        push(arena, diff, OP_SAME, a.items[i]);
}

struct tally {
    int64_t old_tasks, new_tasks, old_lines, new_lines;
    bool new_below_tasks; /* every new line stands below the last task */
};

static void count(const struct diff *diff, struct tally *tally)
{
    bool any_task = false;
    tally->new_below_tasks = true;
    for (size_t i = 0; i < diff->lines.len; i++) {
        const struct diff_line *line = &diff->lines.items[i];
        const char *text;
        bool task = is_box(line->text, &text);
        if (task && line->op != OP_OLD) {
            any_task = true;
            if (tally->new_lines > 0)
                tally->new_below_tasks = false;
        }
        if (line->op == OP_SAME || line->text[strspn(line->text, " \t")] == '\0')
            continue;
        if (task)
            *(line->op == OP_OLD ? &tally->old_tasks : &tally->new_tasks) += 1;
        else
            *(line->op == OP_OLD ? &tally->old_lines : &tally->new_lines) += 1;
        if (!task && line->op == OP_NEW && !any_task)
            tally->new_below_tasks = false;
    }
}

/* "2 lines added", and after the first of its noun only "1 changed". */
static void add_part(struct arena *arena, struct strlist *parts, int64_t number, const char *noun,
                     const char *what, bool *named)
{
    if (number == 0)
        return;
    const char *subject = *named ? arena_printf(arena, "%lld", (long long)number)
                                 : text_count(arena, number, noun, NULL);
    *named = true;
    strlist_add(arena, parts, arena_printf(arena, "%s %s", subject, what));
}

const char *block_diff_summary(struct arena *arena, const char *before, const char *after)
{
    struct diff diff = {0};
    struct tally tally = {0};
    make_diff(arena, before, after, &diff);
    count(&diff, &tally);
    int64_t tasks = tally.old_tasks < tally.new_tasks ? tally.old_tasks : tally.new_tasks;
    int64_t lines = tally.old_lines < tally.new_lines ? tally.old_lines : tally.new_lines;
    struct strlist parts = {0};
    bool named = false;
    add_part(arena, &parts, tally.new_tasks - tasks, "task", "added", &named);
    add_part(arena, &parts, tally.old_tasks - tasks, "task", "removed", &named);
    add_part(arena, &parts, tasks, "task", "reworded", &named);
    named = false;
    bool below = parts.len == 0 && lines == 0 && tally.old_lines == 0 && tally.new_below_tasks;
    add_part(arena, &parts, tally.new_lines - lines, "line",
             below ? "added below the task list" : "added", &named);
    add_part(arena, &parts, tally.old_lines - lines, "line", "removed", &named);
    add_part(arena, &parts, lines, "line", "changed", &named);
    if (parts.len == 0)
        return "only blank lines";
    cleanup_str struct str text;
    str_init(&text, 0);
    str_add_list(&text, &parts, ", ");
    return str_dup(&text, arena);
}

/* Whether line i is within three lines of a change. */
static bool near_change(const struct diff *diff, size_t i)
{
    size_t from = i < CONTEXT ? 0 : i - CONTEXT;
    for (size_t k = from; k <= i + CONTEXT && k < diff->lines.len; k++)
        if (diff->lines.items[k].op != OP_SAME)
            return true;
    return false;
}

void block_diff_print(struct pen *pen, const char *before, const char *after, int indent,
                      bool whole)
{
    static const char *const marks[] = {" ", "-", "+"};
    static const enum role roles[] = {ROLE_DIM, ROLE_BAD, ROLE_GOOD};
    struct diff diff = {0};
    make_diff(pen->arena, before, after, &diff);
    bool gap = false;
    for (size_t i = 0; i < diff.lines.len; i++) {
        const struct diff_line *line = &diff.lines.items[i];
        if (!whole && !near_change(&diff, i)) {
            gap = true;
            continue;
        }
        if (gap) {
            pen_to(pen, indent, 0);
            pen_put(pen, ROLE_DIM, style_dots(pen->style));
            pen_end(pen);
        }
        gap = false;
        pen_to(pen, indent, 0);
        pen_put(pen, roles[line->op], marks[line->op]);
        pen_to(pen, indent + 2, 0);
        int saved = pen->indent;
        pen->indent = indent + 4;
        /* The line's own indentation carries meaning: lists in lists. */
        pen_to(pen, pen->column + (int)strspn(line->text, " "), 0);
        pen_wrap(pen, roles[line->op], line->text + strspn(line->text, " "));
        pen->indent = saved;
        pen_end(pen);
    }
}
