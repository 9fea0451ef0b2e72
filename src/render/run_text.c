#include "render/run_text.h"

#include <string.h>

#include "base/day.h"
#include "base/utf8.h"
#include "render/block_diff.h"
#include "render/plan_line.h"
#include "render/plan_parts.h"
#include "render/table.h"

const char *run_text_outcome(struct arena *arena, const struct run_head *head)
{
    switch (head->exit_status) {
    case RUN_NO_EXIT:
        return "did not come to its end";
    case 0:
        return "done";
    case 5:
        return "done, but something was left";
    case 6:
        return "stopped, to go on later";
    default:
        return head->exit_status > 128 ? "interrupted"
                                       : arena_printf(arena, "failed (%d)", head->exit_status);
    }
}

const char *run_text_what(struct arena *arena, const struct run_head *head)
{
    return head->undoes ? arena_printf(arena, "%s of %s", head->command, head->undoes)
                        : head->command;
}

void run_text_list(struct arena *arena, const struct style *style, const struct run_logs *runs,
                   struct str *out)
{
    static const struct table_column columns[] = {
        {.heading = "Run"},
        {.heading = "When"},
        {.heading = "By", .drop = 3},
        {.heading = "What"},
        {.heading = "Objects", .align = TABLE_RIGHT, .drop = 1},
        {.heading = "Outcome", .flexible = true},
        {.heading = "Repository", .drop = 2}};
    struct pen pen;
    pen_init(&pen, arena, style, out);
    if (runs->items.len == 0) {
        pen_wrap(&pen, ROLE_STRONG, "No run has written anything yet.");
        pen_end(&pen);
        return;
    }
    pen_wrapf(&pen, ROLE_STRONG, "%s wrote to GitHub, the newest first.",
              text_count(arena, (int64_t)runs->items.len, "run", NULL));
    pen_end(&pen);
    if (style->quiet)
        return;
    pen_blank(&pen);
    struct table table;
    table_init(&table, arena, columns, sizeof columns / sizeof *columns, 2);
    for (size_t i = 0; i < runs->items.len; i++) {
        const struct run_log *run = &runs->items.items[i];
        char when[40], count[32];
        style_instant(style, run->head.started_ms, when);
        count_format(run->objects, count);
        struct table_cell *cells = table_row(&table);
        cells[0] = (struct table_cell){run->head.id, ROLE_STRONG};
        cells[1].text = arena_strdup(arena, when);
        cells[2].text = run->head.who;
        cells[3].text = run_text_what(arena, &run->head);
        cells[4].text = arena_strdup(arena, count);
        cells[5].text = run_text_outcome(arena, &run->head);
        cells[6] = (struct table_cell){run->head.repository, ROLE_DIM};
    }
    table_print(&table, &pen);
    pen_blank(&pen);
    pen_to(&pen, 2, 0);
    pen_put(&pen, ROLE_PLAIN, "one of them:  ");
    pen_command(&pen, part_command(&pen, "roadmap log", runs->items.items[0].head.id));
    pen_end(&pen);
}

static enum sign sign_of(const struct run_change *change)
{
    switch (change->verb) {
    case VERB_CREATE:
        return SIGN_CREATE;
    case VERB_ADOPT:
        return SIGN_ADOPT;
    case VERB_CLOSE:
    case VERB_DELETE:
    case VERB_HEAL:
        return SIGN_CLOSE;
    default:
        return SIGN_CHANGE;
    }
}

static const char *what(struct arena *arena, const struct run_change *change)
{
    const char *verb = change->verb == VERB_CREATE   ? ", created"
                       : change->verb == VERB_DELETE ? ", deleted"
                       : change->verb == VERB_ADOPT  ? ", adopted"
                       : change->verb == VERB_HEAL   ? ", closed as a duplicate"
                                                     : "";
    if (change->kind == KIND_RELATION)
        return arena_printf(arena, "link%s", verb);
    if (change->kind == KIND_LABEL || !change->number.v)
        return arena_printf(arena, "%s%s", kind_name(change->kind), verb);
    return arena_printf(arena, "%s #%lld%s", kind_name(change->kind), (long long)change->number.v,
                        verb);
}

static void split(struct arena *arena, const char *text, struct strlist *set)
{
    while (text && *text) {
        const size_t len = strcspn(text, "\n");
        strlist_add(arena, set, arena_strndup(arena, text, len));
        text += len + (text[len] == '\n');
    }
}

static void put_set(struct pen *pen, const struct run_change *change)
{
    struct strlist before = {0}, after = {0};
    struct change moved = {.field = change->field};
    split(pen->arena, change->before, &before);
    split(pen->arena, change->after, &after);
    for (size_t i = 0; i < after.len; i++)
        if (!strlist_has(&before, after.items[i]))
            strlist_add(pen->arena, &moved.added, after.items[i]);
    for (size_t i = 0; i < before.len; i++)
        if (!strlist_has(&after, before.items[i]))
            strlist_add(pen->arena, &moved.removed, before.items[i]);
    plan_line_set(pen, &moved);
}

/* An issue that was created says so in one line; its fields are in the plan. */
static bool is_detail(const struct pen *pen, const struct run_change *change)
{
    return !change->has_field || change->field == FIELD_EDGE ||
           (change->verb == VERB_CREATE && pen->style->verbose == 0);
}

static void put_field(struct pen *pen, const struct run_change *change, int indent)
{
    if (is_detail(pen, change))
        return;
    pen_to(pen, indent, 0);
    pen->indent = indent;
    plan_line_word(pen, field_name_people(change->kind, change->field));
    if (change->in_doubt)
        pen_put(pen, ROLE_CARE, "in doubt: ");
    if (field_is_set(change->field))
        put_set(pen, change);
    else if (change->field == FIELD_BLOCK)
        pen_wrap(pen, ROLE_PLAIN, block_diff_summary(pen->arena, change->before, change->after));
    else
        plan_line_values(pen, text_empty(change->before) ? "none" : change->before,
                         text_empty(change->after) ? "none" : change->after);
    pen_end(pen);
    if (change->field == FIELD_BLOCK && pen->style->verbose > 0)
        block_diff_print(pen, change->before, change->after, indent, pen->style->verbose > 1);
}

static bool same_item(const struct run_change *a, const struct run_change *b)
{
    return a->kind == b->kind && strcmp(a->item_id, b->item_id) == 0 && a->number.v == b->number.v;
}

static int id_width(const struct pen *pen, const struct run_log *run)
{
    int widest = 4;
    for (size_t i = 0; i < run->changes.items.len; i++) {
        const int width = utf8_width(pen_clean(pen, run->changes.items.items[i].item_id));
        if (width > widest && width <= pen->style->columns / 3)
            widest = width;
    }
    return widest;
}

static void put_changes(struct pen *pen, const struct run_log *run)
{
    const int width = id_width(pen, run);
    const struct run_change *changes = run->changes.items.items;
    for (size_t i = 0; i < run->changes.items.len; i++) {
        if (i == 0 || !same_item(&changes[i - 1], &changes[i])) {
            plan_line_start(pen, sign_of(&changes[i]), changes[i].item_id, width);
            pen_wrap(pen, ROLE_PLAIN, what(pen->arena, &changes[i]));
            pen_end(pen);
        }
        put_field(pen, &changes[i], 6);
        pen->indent = 0;
    }
}

/* Objects, as everywhere here: the changes of one stand behind each other. */
static int64_t doubts(const struct run_log *run)
{
    const struct run_change *last = NULL;
    int64_t count = 0;
    for (size_t i = 0; i < run->changes.items.len; i++) {
        const struct run_change *change = &run->changes.items.items[i];
        if (!change->in_doubt)
            continue;
        count += !last || !same_item(last, change);
        last = change;
    }
    return count;
}

static void put_answer(struct pen *pen, const struct run_log *run)
{
    const struct run_head *head = &run->head;
    char when[40];
    style_instant(pen->style, head->started_ms, when);
    pen_wrapf(pen, ROLE_STRONG, "Run %s: %s, %s, %s%s%s.", head->id,
              run_text_what(pen->arena, head), text_count(pen->arena, run->objects, "object", NULL),
              when, head->who ? ", by " : "", head->who ? head->who : "");
    if (head->exit_status != 0)
        pen_wrapf(pen, ROLE_PLAIN, " It %s%s.", head->exit_status == 5 ? "was " : "",
                  run_text_outcome(pen->arena, head));
    if (doubts(run))
        pen_wrapf(pen, ROLE_PLAIN, " %s in doubt until the next sync: the answer was lost.",
                  text_count(pen->arena, doubts(run), "object is", "objects are"));
    if (run->torn)
        pen_wrap(pen, ROLE_PLAIN, " The last line of its journal is cut off and left out.");
    pen_end(pen);
}

void run_text_one(struct arena *arena, const struct style *style, const struct run_log *run,
                  struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    put_answer(&pen, run);
    if (style->quiet)
        return;
    pen_blank(&pen);
    put_changes(&pen, run);
    pen_blank(&pen);
    pen_to(&pen, 2, 0);
    pen_putf(&pen, ROLE_DIM, "%s, plan %s", run->head.repository,
             run->head.spec ? run->head.spec : run->head.scope);
    pen_end(&pen);
}
