#include "render/table.h"

#include "base/utf8.h"

#define FLEXIBLE_MIN 12

void table_init(struct table *table, struct arena *arena, const struct table_column *columns,
                size_t column_count, int indent)
{
    *table = (struct table){
        .arena = arena, .columns = columns, .column_count = column_count, .indent = indent};
}

struct table_cell *table_row(struct table *table)
{
    struct table_row *row = VEC_ADD(table->arena, &table->rows);
    row->cells = arena_calloc(table->arena, table->column_count, sizeof *row->cells);
    return row->cells;
}

static int gap_of(const struct table *table, size_t column)
{
    return table->columns[column].gap ? table->columns[column].gap : 2;
}

/* Widths of the content; 0 for a column that is empty in every row. */
static void measure(const struct table *table, const struct pen *pen, int *widths)
{
    for (size_t c = 0; c < table->column_count; c++) {
        widths[c] = 0;
        for (size_t r = 0; r < table->rows.len; r++) {
            int width = utf8_width(pen_clean(pen, table->rows.items[r].cells[c].text));
            if (width > widths[c])
                widths[c] = width;
        }
        if (widths[c] > 0 && table->columns[c].heading) {
            int width = utf8_width(table->columns[c].heading);
            if (width > widths[c])
                widths[c] = width;
        }
    }
}

static int total(const struct table *table, const int *widths)
{
    int sum = table->indent;
    bool first = true;
    for (size_t c = 0; c < table->column_count; c++) {
        if (widths[c] == 0)
            continue;
        sum += widths[c] + (first ? 0 : gap_of(table, c));
        first = false;
    }
    return sum;
}

static int narrowest(const struct table *table, size_t column)
{
    int min = table->columns[column].min_width;
    return min ? min : FLEXIBLE_MIN;
}

/* What the table would take with its flexible columns at their narrowest. */
static int least(const struct table *table, const int *widths)
{
    int sum = total(table, widths);
    for (size_t c = 0; c < table->column_count; c++)
        if (table->columns[c].flexible && widths[c] > narrowest(table, c))
            sum -= widths[c] - narrowest(table, c);
    return sum;
}

static void leave_out(const struct table *table, int columns, int *widths)
{
    while (least(table, widths) > columns) {
        size_t worst = table->column_count;
        for (size_t c = 0; c < table->column_count; c++)
            if (widths[c] > 0 && table->columns[c].drop > 0 &&
                (worst == table->column_count ||
                 table->columns[c].drop > table->columns[worst].drop))
                worst = c;
        if (worst == table->column_count)
            return;
        widths[worst] = 0;
    }
}

/* The widest flexible column gives first. */
static void shorten(const struct table *table, int columns, int *widths)
{
    while (total(table, widths) > columns) {
        size_t widest = table->column_count;
        for (size_t c = 0; c < table->column_count; c++)
            if (table->columns[c].flexible && widths[c] > narrowest(table, c) &&
                (widest == table->column_count || widths[c] > widths[widest]))
                widest = c;
        if (widest == table->column_count)
            return;
        widths[widest]--;
    }
}

static void print_row(const struct table *table, struct pen *pen, const int *widths,
                      const struct table_cell *cells)
{
    int start = table->indent;
    bool first = true;
    for (size_t c = 0; c < table->column_count; c++) {
        if (widths[c] == 0)
            continue;
        const char *text = cells ? cells[c].text : table->columns[c].heading;
        enum role role = cells ? cells[c].role : ROLE_DIM;
        start += first ? 0 : gap_of(table, c);
        first = false;
        const char *shown =
            utf8_shorten(table->arena, pen_clean(pen, text), widths[c], pen->style->ascii);
        int width = utf8_width(shown);
        if (width > 0) {
            bool right = table->columns[c].align == TABLE_RIGHT;
            pen_to(pen, right ? start + widths[c] - width : start, 0);
            pen_put(pen, role, shown);
        }
        start += widths[c];
    }
    pen_end(pen);
}

void table_print(const struct table *table, struct pen *pen)
{
    int *widths = arena_calloc(table->arena, table->column_count, sizeof *widths);
    measure(table, pen, widths);
    leave_out(table, pen->style->columns, widths);
    shorten(table, pen->style->columns, widths);
    bool has_heading = false;
    for (size_t c = 0; c < table->column_count; c++)
        has_heading |= !text_empty(table->columns[c].heading);
    if (has_heading)
        print_row(table, pen, widths, NULL);
    for (size_t r = 0; r < table->rows.len; r++)
        print_row(table, pen, widths, table->rows.items[r].cells);
}
