#include "render/plan_first.h"

#include <string.h>

#include "base/map.h"
#include "base/str.h"
#include "base/utf8.h"
#include "render/plan_parts.h"
#include "render/plan_text.h"

#define NO_AFTER_BELOW 60
#define NO_PRIORITY_BELOW 50

/* One line: sign, id, title from the left; two cells that end at fixed columns from the right. */
struct line {
    bool issue;
    const char *id, *title, *middle, *right;
};

/* The issues of one milestone that are created. */
struct group {
    VEC(const struct plan_issue *) issues;
};

struct list {
    struct pen *pen;
    struct arena *scratch;
    const struct sync_report *report;
    struct map *created[KIND_COUNT]; /* id → item_change */
    struct map *groups;              /* milestone id → group */
    struct group loose;              /* without a milestone */
    VEC(struct line) lines;
    int id_width;
};

static bool is_created(const struct list *list, enum kind kind, const char *id)
{
    return map_has(list->created[kind], id);
}

static void index_created(struct list *list)
{
    const struct changeset *changeset = list->report->changeset;
    for (int kind = 0; kind < KIND_COUNT; kind++)
        list->created[kind] = map_new(list->scratch);
    for (size_t i = 0; i < changeset->items.len; i++) {
        struct item_change *item = &changeset->items.items[i];
        if (item->verb == VERB_CREATE)
            (void)map_put(list->created[item->kind], item->id, item);
    }
}

static void group_issues(struct list *list)
{
    const struct plan *plan = list->report->plan;
    struct arena *arena = list->scratch;
    list->groups = map_new(arena);
    for (size_t i = 0; i < plan->milestones.len; i++)
        (void)map_put(list->groups, plan->milestones.items[i].id, ARENA_NEW(arena, struct group));
    for (size_t i = 0; i < plan->issues.len; i++) {
        const struct plan_issue *issue = &plan->issues.items[i];
        if (!is_created(list, KIND_ISSUE, issue->id))
            continue;
        struct group *group = issue->milestone.presence == SET
                                  ? map_get(list->groups, issue->milestone.text)
                                  : &list->loose;
        if (group)
            VEC_PUSH(arena, &group->issues, issue);
    }
}

/* "9 area:  5 type:  3 priority:  2 others" */
static const char *label_summary(const struct list *list)
{
    struct arena *arena = list->pen->arena;
    const struct changeset *changeset = list->report->changeset;
    struct map *prefixes = map_new(arena);
    int64_t others = 0;
    for (size_t i = 0; i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        if (item->kind != KIND_LABEL || item->verb != VERB_CREATE)
            continue;
        const char *name = item->title ? item->title : item->id;
        const char *colon = strchr(name, ':');
        if (!colon) {
            others++;
            continue;
        }
        char *prefix = arena_strndup(arena, name, (size_t)(colon - name) + 1);
        int64_t *count = map_get(prefixes, prefix);
        if (!count) {
            count = ARENA_NEW(arena, int64_t);
            (void)map_put(prefixes, prefix, count);
        }
        ++*count;
    }
    cleanup_str struct str text;
    str_init(&text, 0);
    size_t cursor = 0;
    const char *prefix;
    void *count;
    while (map_next(prefixes, &cursor, &prefix, &count))
        str_addf(&text, "%s%lld %s", text.len ? "  " : "", (long long)*(int64_t *)count, prefix);
    if (others > 0 && text.len == 0)
        str_add(&text, text_count(arena, others, "label", NULL));
    else if (others > 0)
        str_addf(&text, "  %s", text_count(arena, others, "other", NULL));
    return str_dup(&text, arena);
}

static const char *due_of(const struct list *list, const struct plan_milestone *milestone)
{
    if (milestone->due_on.presence != SET)
        return "";
    char day[24];
    style_day_number(list->pen->style, milestone->due_on.day, day);
    return arena_printf(list->pen->arena, "due %s", day);
}

static void add_issue(struct list *list, const struct plan_issue *issue)
{
    int columns = list->pen->style->columns;
    VEC_PUSH(list->pen->arena, &list->lines,
             ((struct line){.issue = true,
                            .id = issue->id,
                            .title = part_title(issue->id, issue->title),
                            .middle =
                                columns < NO_AFTER_BELOW ? "" : part_after(list->pen->arena, issue),
                            .right = columns < NO_PRIORITY_BELOW ? "" : part_priority(issue)}));
}

/* Gives their number. */
static int64_t add_issues(struct list *list, const struct group *group, bool show)
{
    for (size_t i = 0; show && i < group->issues.len; i++)
        add_issue(list, group->issues.items[i]);
    return (int64_t)group->issues.len;
}

/* Lines that add_milestones makes with the issues shown. */
static size_t lines_with_issues(const struct list *list)
{
    const struct plan *plan = list->report->plan;
    size_t count = list->loose.issues.len;
    for (size_t i = 0; i < plan->milestones.len; i++) {
        const char *id = plan->milestones.items[i].id;
        const struct group *group = map_get(list->groups, id);
        count += group->issues.len + is_created(list, KIND_MILESTONE, id);
    }
    return count;
}

static void add_milestones(struct list *list, bool show_issues)
{
    const struct plan *plan = list->report->plan;
    struct arena *arena = list->pen->arena;
    bool narrow = list->pen->style->columns < NO_PRIORITY_BELOW;
    for (size_t i = 0; i < plan->milestones.len; i++) {
        const struct plan_milestone *milestone = &plan->milestones.items[i];
        size_t at = list->lines.len;
        bool created = is_created(list, KIND_MILESTONE, milestone->id);
        if (created)
            VEC_PUSH(arena, &list->lines,
                     ((struct line){.id = milestone->id,
                                    .title = part_title(milestone->id, milestone->title),
                                    .right = due_of(list, milestone)}));
        int64_t issues = add_issues(list, map_get(list->groups, milestone->id), show_issues);
        if (created && !narrow)
            list->lines.items[at].middle = text_count(arena, issues, "issue", NULL);
    }
    if (show_issues) {
        (void)add_issues(list, &list->loose, true);
        return;
    }
    int64_t loose = add_issues(list, &list->loose, false);
    if (loose > 0)
        VEC_PUSH(arena, &list->lines,
                 ((struct line){
                     .id = "issues",
                     .title = arena_printf(arena, "%lld without a milestone", (long long)loose)}));
}

static int left_of(const struct list *list, const struct line *line)
{
    int sign = style_sign_width(list->pen->style) + 1;
    return (line->issue ? 4 : 2) + sign;
}

/* The widest cell on the right of one sort of line. */
static int right_width(const struct list *list, bool issue)
{
    int widest = 0;
    for (size_t i = 0; i < list->lines.len; i++) {
        const struct line *line = &list->lines.items[i];
        int width = line->issue == issue ? utf8_width(line->right ? line->right : "") : 0;
        if (width > widest)
            widest = width;
    }
    return widest;
}

/* Blanks between the middle and the right cell. */
static int right_gap(const struct line *line)
{
    return line->issue ? 3 : 2;
}

/* Titles are whole where the columns allow it. */
static void set_edge(struct list *list, int right_issue, int right_milestone)
{
    struct pen *pen = list->pen;
    for (size_t i = 0; i < list->lines.len; i++) {
        const struct line *line = &list->lines.items[i];
        int middle = utf8_width(line->middle ? line->middle : "");
        int right = line->issue ? right_issue : right_milestone;
        int need = left_of(list, line) + list->id_width + 2 +
                   utf8_width(pen_clean(pen, line->title)) + (middle ? middle + 2 : 0) +
                   (right ? right + right_gap(line) : 0);
        if (need > pen->edge)
            pen->edge = need;
    }
    if (pen->edge > pen->style->columns)
        pen->edge = pen->style->columns;
}

static void print_line(const struct list *list, const struct line *line, int right)
{
    struct pen *pen = list->pen;
    const char *middle = line->middle ? line->middle : "";
    int middle_end = pen->edge - (right ? right + right_gap(line) : 0);
    int title_end = middle_end - (*middle ? utf8_width(middle) + 2 : 0);
    /* A line without a middle may use its place. */
    if (!*middle && text_empty(line->right))
        title_end = pen->edge;
    pen_to(pen, line->issue ? 4 : 2, 0);
    pen_sign(pen, SIGN_CREATE);
    pen_put(pen, ROLE_STRONG, line->id);
    pen_to(pen, left_of(list, line) + list->id_width + 2, 2);
    pen_fit(pen, ROLE_PLAIN, line->title, pen->style->columns - title_end);
    if (*middle) {
        pen_to(pen, middle_end - utf8_width(middle), 2);
        pen_put(pen, line->issue ? ROLE_DIM : ROLE_PLAIN, middle);
    }
    if (!text_empty(line->right)) {
        pen_to(pen, pen->edge - utf8_width(line->right), 2);
        pen_put(pen, ROLE_PLAIN, line->right);
    }
    pen_end(pen);
}

static void print_labels(struct list *list)
{
    struct pen *pen = list->pen;
    const char *labels = label_summary(list);
    if (!*labels)
        return;
    pen_to(pen, 2, 0);
    pen_sign(pen, SIGN_CREATE);
    pen_put(pen, ROLE_STRONG, "labels");
    pen_to(pen, 2 + style_sign_width(pen->style) + 1 + list->id_width + 2, 2);
    pen->indent = pen->column;
    pen_wrap(pen, ROLE_PLAIN, labels);
    pen_end(pen);
}

static void measure_ids(struct list *list)
{
    list->id_width = 6; /* "labels" */
    for (size_t i = 0; i < list->lines.len; i++) {
        int width = utf8_width(pen_clean(list->pen, list->lines.items[i].id));
        if (width > list->id_width)
            list->id_width = width;
    }
    int most = list->pen->style->columns / 3;
    if (list->id_width > most)
        list->id_width = most;
}

void plan_first_list(struct pen *pen, const struct sync_report *report)
{
    struct arena *scratch cleanup_arena = arena_new();
    struct list list = {.pen = pen, .scratch = scratch, .report = report};
    bool all = pen->style->verbose > 0;
    index_created(&list);
    group_issues(&list);
    add_milestones(&list, all || lines_with_issues(&list) + 1 <= PLAN_TEXT_LINES);
    measure_ids(&list);
    int saved_edge = pen->edge;
    int right_issue = right_width(&list, true), right_milestone = right_width(&list, false);
    set_edge(&list, right_issue, right_milestone);
    print_labels(&list);
    size_t shown = all || list.lines.len <= PLAN_TEXT_LINES ? list.lines.len : PLAN_TEXT_LINES;
    for (size_t i = 0; i < shown; i++)
        print_line(&list, &list.lines.items[i],
                   list.lines.items[i].issue ? right_issue : right_milestone);
    if (shown < list.lines.len) {
        pen_to(pen, 2, 0);
        pen_putf(pen, ROLE_DIM, "and %zu more; -v lists them", list.lines.len - shown);
        pen_end(pen);
    }
    pen->edge = saved_edge;
}
