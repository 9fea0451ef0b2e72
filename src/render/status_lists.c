/* The lists of `status`: what is in work, ready and blocked, and what to look at. */
#include "base/utf8.h"
#include "render/plan_parts.h"
#include "render/status_parts.h"
#include "render/status_text.h"

#define LIST_SHOWN 5
#define BLOCKERS_NAMED 3
#define HEADING_COLUMN 2
#define ID_COLUMN 12
#define ID_WIDTH_MOST 24
#define TITLE_LEAST 12

struct row {
    const char *id, *title, *note;
};

struct block {
    const char *heading;
    struct row *rows; /* those that are shown */
    size_t shown, len;
};

size_t status_text_list_max(const struct style *style)
{
    return style->verbose == 0 ? LIST_SHOWN : SIZE_MAX;
}

static const char *age_text(struct arena *arena, int64_t days)
{
    return days <= 0 ? "" : arena_printf(arena, "%lld d", (long long)days);
}

/* "DB-006", "DB-006 and DB-008", "DB-006, DB-008, DB-009 and 4 more" */
static const char *blockers_text(struct arena *arena, const struct strlist *ids)
{
    if (ids->len <= BLOCKERS_NAMED + 1)
        return text_list(arena, ids->items, ids->len);
    const char *items[BLOCKERS_NAMED + 1];
    for (size_t i = 0; i < BLOCKERS_NAMED; i++)
        items[i] = ids->items[i];
    items[BLOCKERS_NAMED] = arena_printf(arena, "%zu more", (size_t)ids->len - BLOCKERS_NAMED);
    return text_list(arena, items, BLOCKERS_NAMED + 1);
}

/* "by DB-006 for 6 d, octocat" · "octocat, 3 d" · "nobody" */
static const char *issue_note(struct arena *arena, const struct status_issue *issue)
{
    const char *age = age_text(arena, issue->age_days);
    if (issue->blocked_by.len > 0)
        return arena_printf(arena, "by %s%s%s%s%s", blockers_text(arena, &issue->blocked_by),
                            *age ? " for " : "", age, issue->owner ? ", " : "",
                            issue->owner ? issue->owner : "");
    return arena_printf(arena, "%s%s%s", issue->owner ? issue->owner : "nobody", *age ? ", " : "",
                        age);
}

static void begin_block(struct pen *pen, struct block *block, const char *heading, size_t known,
                        size_t len)
{
    const size_t most = status_text_list_max(pen->style);
    *block = (struct block){.heading = heading, .len = len};
    block->shown = known > most ? most : known;
    block->rows = arena_calloc(pen->arena, block->shown + 1, sizeof *block->rows);
}

static void take_issues(struct pen *pen, struct block *block, const char *heading,
                        const struct status_list *list)
{
    begin_block(pen, block, heading, list->len, list->len + list->more);
    for (size_t i = 0; i < block->shown; i++)
        block->rows[i] =
            (struct row){list->items[i].id, part_title(list->items[i].id, list->items[i].title),
                         issue_note(pen->arena, &list->items[i])};
}

/* What has an id is known by its title from above. */
static void take_look_at(struct pen *pen, struct block *block, const struct status_report *report)
{
    begin_block(pen, block, "Look at", report->look_at.len, report->look_at.len);
    for (size_t i = 0; i < block->shown; i++) {
        const struct report_line *line = &report->look_at.items[i];
        const char *reason = line->reason ? line->reason : "";
        const bool named = line->id != NULL;
        block->rows[i].id =
            named ? line->id : arena_printf(pen->arena, "#%lld", (long long)line->number.v);
        block->rows[i].note = named || !line->title
                                  ? reason
                                  : arena_printf(pen->arena, "\"%s\" %s", line->title, reason);
    }
}

static void widen(const struct pen *pen, const char *text, int most, int *width)
{
    const int own = text ? utf8_width(pen_clean(pen, text)) : 0;
    if (own > *width)
        *width = own < most ? own : most;
}

/* Where notes begin on a wide screen, so that those of all lists stand below each other: behind the
 * longest title, as far as the longest note leaves room for it. */
static int notes_column(const struct pen *pen, const struct block *blocks, size_t count,
                        int title_column)
{
    const int columns = pen->style->columns;
    int title = 0, note = 0;
    for (size_t b = 0; b < count; b++)
        for (size_t i = 0; i < blocks[b].shown; i++) {
            const struct row *row = &blocks[b].rows[i];
            if (!row->title)
                continue;
            widen(pen, row->title, columns, &title);
            widen(pen, row->note, columns / 2, &note);
        }
    const int room = columns - title_column - 2 - note;
    return title_column + (title < room ? title : room > TITLE_LEAST ? room : TITLE_LEAST) + 2;
}

static void put_issue(struct pen *pen, const struct row *row, int notes)
{
    const int note = utf8_width(pen_clean(pen, row->note));
    if (notes > 0) {
        pen_fit(pen, ROLE_PLAIN, row->title, pen->style->columns - notes + 2);
        pen_to(pen, notes, 2);
        pen->indent = notes;
        pen_wrap(pen, ROLE_DIM, row->note);
        return;
    }
    const bool beside = note > 0 && pen->edge - pen->column - note - 2 >= TITLE_LEAST;
    pen_fit(pen, ROLE_PLAIN, row->title, beside ? pen->style->columns - pen->edge + note + 2 : 0);
    if (note > 0)
        pen_right(pen, ROLE_DIM, row->note);
}

static void put_block(struct pen *pen, const struct block *block, int title_column, int notes)
{
    for (size_t i = 0; i < block->shown; i++) {
        const struct row *row = &block->rows[i];
        pen_to(pen, HEADING_COLUMN, 0);
        if (i == 0)
            pen_put(pen, ROLE_PLAIN, block->heading);
        pen_to(pen, ID_COLUMN, 1);
        pen_put(pen, ROLE_STRONG, row->id);
        pen->indent = title_column;
        pen_to(pen, title_column, 2);
        if (row->title)
            put_issue(pen, row, notes);
        else
            pen_wrap(pen, ROLE_PLAIN, row->note);
        pen_end(pen);
    }
    if (block->shown < block->len) {
        pen_to(pen, ID_COLUMN, 0);
        pen_putf(pen, ROLE_DIM, "and %zu more; -v lists them", block->len - block->shown);
        pen_end(pen);
    }
    pen->indent = 0;
}

void status_put_lists(struct pen *pen, const struct status_report *report)
{
    struct block blocks[4];
    int id_width = 0;
    take_issues(pen, &blocks[0], "In work", &report->in_work);
    take_issues(pen, &blocks[1], "Ready", &report->ready);
    take_issues(pen, &blocks[2], "Blocked", &report->blocked);
    take_look_at(pen, &blocks[3], report);
    for (size_t b = 0; b < 4; b++)
        for (size_t i = 0; i < blocks[b].shown; i++)
            widen(pen, blocks[b].rows[i].id, ID_WIDTH_MOST, &id_width);
    if (id_width == 0)
        return;
    const int title_column = ID_COLUMN + id_width + 2;
    const bool wide = pen->style->columns >= STATUS_WIDE_FROM;
    const int notes = wide ? notes_column(pen, blocks, 4, title_column) : 0;
    pen_blank(pen);
    for (size_t b = 0; b < 4; b++)
        put_block(pen, &blocks[b], title_column, notes);
}
