#include "render/plan_line.h"

#include "base/str.h"
#include "base/utf8.h"

#define ID_WIDTH_MIN 6
#define ID_WIDTH_MAX 24
#define WORD_WIDTH 8 /* "GitHub" and two blanks */

bool plan_line_writes(const struct change *change)
{
    return change->move == MOVE_WRITE || change->move == MOVE_OVERWRITE;
}

const char *plan_line_id(const struct item_change *item)
{
    if (item->kind != KIND_LABEL)
        return item->id;
    for (size_t i = 0; i < item->changes.len; i++) {
        const struct change *change = &item->changes.items[i];
        if (change->field == FIELD_TITLE && plan_line_writes(change) && change->before.raw)
            return change->before.raw;
    }
    return item->title ? item->title : item->id;
}

int plan_line_id_width(const struct pen *pen, const struct changeset *changeset)
{
    int widest = ID_WIDTH_MIN;
    int most = pen->style->columns / 4 < ID_WIDTH_MAX ? pen->style->columns / 4 : ID_WIDTH_MAX;
    for (size_t i = 0; i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        int width =
            item->kind == KIND_RELATION ? 0 : utf8_width(pen_clean(pen, plan_line_id(item)));
        if (width > widest && width <= most)
            widest = width;
    }
    return widest;
}

/* Where an item's text begins: behind sign and id. */
static int text_column(const struct pen *pen, int id_width)
{
    return 2 + style_sign_width(pen->style) + 1 + id_width + 2;
}

void plan_line_start(struct pen *pen, enum sign sign, const char *id, int id_width)
{
    pen->indent = text_column(pen, id_width);
    pen_to(pen, 2, 0);
    pen_sign(pen, sign);
    pen_put(pen, ROLE_STRONG, id);
    if (pen->column + 2 > pen->indent && utf8_width(id) > id_width)
        pen_end(pen);
    pen_to(pen, pen->indent, 0);
}

void plan_line_word(struct pen *pen, const char *word)
{
    int start = pen->column;
    pen_put(pen, ROLE_PLAIN, word);
    pen_to(pen, start + WORD_WIDTH, pen->column - start < WORD_WIDTH ? 1 : 2);
}

void plan_line_values(struct pen *pen, const char *before, const char *after)
{
    int saved = pen->indent;
    pen->indent = pen->column;
    const char *arrow = style_arrow(pen->style);
    int need = utf8_width(pen_clean(pen, before)) + 2 + utf8_width(arrow) +
               utf8_width(pen_clean(pen, after));
    pen_wrap(pen, ROLE_DIM, before);
    if (need > pen->style->columns - pen->indent) {
        pen_end(pen);
        pen_to(pen, pen->indent, 0);
    } else {
        pen_to(pen, pen->column + 1, 1);
    }
    pen_put(pen, ROLE_PLAIN, arrow);
    pen_to(pen, pen->column + 1, 1);
    pen_wrap(pen, ROLE_PLAIN, after);
    pen->indent = saved;
}

void plan_line_set(struct pen *pen, const struct change *change)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    for (size_t i = 0; i < change->added.len; i++)
        str_addf(&text, "%s+ %s", i ? ", " : "", change->added.items[i]);
    for (size_t i = 0; i < change->removed.len; i++)
        str_addf(&text, "%s- %s", text.len ? ", " : "", change->removed.items[i]);
    pen_wrap(pen, ROLE_PLAIN, text.p);
}

const char *plan_line_block(const struct value *value)
{
    return value->raw ? value->raw : value->text;
}

size_t plan_line_aside(const struct pen *pen, size_t len)
{
    return len > PLAN_LINE_ASIDE && pen->style->verbose == 0 ? PLAN_LINE_ASIDE : len;
}

void plan_line_more(struct pen *pen, size_t hidden)
{
    if (hidden == 0)
        return;
    pen_to(pen, 2, 0);
    pen_putf(pen, ROLE_DIM, "and %zu more; -v lists them", hidden);
    pen_end(pen);
}
