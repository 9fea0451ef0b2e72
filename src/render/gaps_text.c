#include "render/gaps_text.h"

#include <string.h>

#include "render/plan_parts.h"
#include "render/table.h"

static const struct {
    const char *heading;
    enum sign sign;
} headings[GAP_COUNT] = {
    [GAP_CLOSED] = {"Closed without proof", SIGN_FAIL},
    [GAP_CONTRADICTION] = {"Named for different issues", SIGN_CONFLICT},
    [GAP_UNKNOWN_ISSUE] = {"Named for an issue that the plan does not have", SIGN_CONFLICT},
    [GAP_ORPHAN] = {"Migrations that no issue names", SIGN_UNKNOWN},
    [GAP_NO_WAY_BACK] = {"Migrations without a way back", SIGN_FAIL},
    [GAP_NO_MIGRATION] = {"Issues whose migrations are not there", SIGN_NOT_YET},
    [GAP_DEAD_PATTERN] = {"Patterns that take nothing", SIGN_UNKNOWN},
    [GAP_NO_TABLE] = {"Entities without a table", SIGN_NOT_YET},
};

static void put_answer(struct pen *pen, const struct gap_report *report)
{
    struct arena *arena = pen->arena;
    if (report->items.len == 0) {
        pen_put(pen, ROLE_GOOD_VERDICT, "No gaps");
        pen_wrapf(pen, ROLE_PLAIN, ": %s, %s.",
                  text_count(arena, (int64_t)report->migrations, "migration", NULL),
                  text_count(arena, (int64_t)report->asking, "issue that asks for proof",
                             "issues that ask for proof"));
    } else {
        pen_wrapf(pen, ROLE_STRONG, "%s",
                  text_count(arena, (int64_t)report->items.len, "gap", NULL));
        pen_wrapf(pen, ROLE_PLAIN, " between %s and %s.",
                  text_count(arena, (int64_t)report->issues, "issue", NULL),
                  text_count(arena, (int64_t)report->migrations, "migration", NULL));
    }
    pen_end(pen);
}

static void put_gap(struct pen *pen, const struct gap *gap)
{
    pen_to(pen, 2, 0);
    pen_sign(pen, headings[gap->kind].sign);
    pen->indent = 2 + style_sign_width(pen->style) + 1;
    pen_whole(pen, ROLE_PLAIN,
              gap->line ? arena_printf(pen->arena, "%s:%u", gap->subject, gap->line)
                        : gap->subject);
    if (gap->kind != GAP_ORPHAN) {
        pen->indent += 2;
        if (pen_left(pen) < (int)strlen(gap->message) + 2)
            pen_end(pen);
        pen_to(pen, pen->indent, 2);
        pen_wrap(pen, ROLE_DIM, gap->message);
    }
    pen_end(pen);
}

void gaps_text(struct arena *arena, const struct style *style, const struct gap_report *report,
               struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    put_answer(&pen, report);
    if (style->quiet)
        return;
    const char *next = NULL;
    for (size_t i = 0; i < report->items.len; i++) {
        const struct gap *gap = &report->items.items[i];
        if (i == 0 || gap[-1].kind != gap->kind) {
            pen_blank(&pen);
            pen_to(&pen, 2, 0);
            pen_wrap(&pen, ROLE_PLAIN, headings[gap->kind].heading);
            pen_end(&pen);
        }
        put_gap(&pen, gap);
        if (!next)
            next = gap->command;
    }
    if (report->counts[GAP_ORPHAN] > 0) {
        pen_blank(&pen);
        pen.indent = 2;
        pen_to(&pen, 2, 0);
        pen_wrap(&pen, ROLE_PLAIN, "An orphan is tied by a comment on top:  -- roadmap: ID");
        pen_end(&pen);
    }
    if (!next)
        return;
    pen_blank(&pen);
    pen_to(&pen, 2, 0);
    pen_put(&pen, ROLE_PLAIN, "first:  ");
    pen_command(&pen, part_command(&pen, next, NULL));
    pen_end(&pen);
}

static const char *matrix_word(const struct matrix_row *row)
{
    if (!row->searched)
        return "no folder";
    if (!row->migration)
        return "missing";
    return row->gone ? "dropped" : presence_name(row->presence);
}

static enum sign matrix_sign(const struct matrix_row *row)
{
    if (!row->searched)
        return SIGN_UNKNOWN;
    if (!row->migration || row->gone)
        return SIGN_FAIL;
    return row->presence == PRESENCE_MERGED ? SIGN_PASS : SIGN_NOT_YET;
}

static void put_matrix_answer(struct pen *pen, const struct matrix_report *report)
{
    size_t made = 0, missing = 0;
    for (size_t i = 0; i < report->rows.len; i++) {
        const struct matrix_row *row = &report->rows.items[i];
        made += row->migration && !row->gone;
        missing += row->searched && (!row->migration || row->gone);
    }
    if (report->rows.len == 0) {
        pen_wrap(pen, ROLE_PLAIN, "The plan names no entities.");
    } else {
        pen_wrapf(pen, made == report->rows.len ? ROLE_GOOD_VERDICT : ROLE_STRONG, "%zu of %zu",
                  made, report->rows.len);
        pen_wrap(pen, ROLE_PLAIN,
                 report->rows.len == 1 ? " entity has a table in a migration"
                                       : " entities have a table in a migration");
        if (missing)
            pen_wrapf(pen, ROLE_BAD, "; %zu %s missing", missing, missing == 1 ? "is" : "are");
        pen_wrap(pen, ROLE_PLAIN, ".");
    }
    pen_end(pen);
}

static const char *joined(struct arena *arena, const struct strlist *list, const char *between)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    str_add_list(&text, list, between);
    return str_dup(&text, arena);
}

void matrix_text(struct arena *arena, const struct style *style, const struct matrix_report *report,
                 struct str *out)
{
    static const struct table_column columns[] = {
        {0},
        {.heading = "Entity"},
        {.heading = "Store", .drop = 3},
        {.heading = "Migration", .flexible = true, .min_width = 16, .drop = 4},
        {.heading = "Status"},
        {.heading = "Proof", .drop = 2},
        {.heading = "Tenant", .drop = 1},
        {.heading = "Issues", .flexible = true, .min_width = 8, .drop = 5}};
    struct pen pen;
    struct table table;
    pen_init(&pen, arena, style, out);
    put_matrix_answer(&pen, report);
    if (style->quiet)
        return;
    pen_blank(&pen);
    if (report->rows.len == 0) {
        pen.indent = 2;
        pen_to(&pen, 2, 0);
        pen_wrap(&pen, ROLE_PLAIN, "name them:  entities: [{id: task, store: pg, table: tasks}]");
        pen_end(&pen);
        return;
    }
    table_init(&table, arena, columns, sizeof columns / sizeof *columns, 2);
    for (size_t i = 0; i < report->rows.len; i++) {
        const struct matrix_row *row = &report->rows.items[i];
        const enum sign sign = matrix_sign(row);
        struct table_cell *cells = table_row(&table);
        cells[0] = (struct table_cell){style_sign(style, sign), style_sign_role(sign)};
        cells[1] = (struct table_cell){row->entity->id, ROLE_STRONG};
        cells[2].text = row->entity->store;
        cells[3].text = row->name;
        cells[4].text = matrix_word(row);
        cells[5].text = row->migration && !row->gone ? proof_name(row->proof) : "";
        cells[6].text = row->entity->tenant ? "yes" : "";
        cells[7].text = joined(arena, &row->issues, ", ");
    }
    table_print(&table, &pen);
}
