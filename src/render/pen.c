#include "render/pen.h"

#include <stdarg.h>
#include <string.h>

#include "base/clean.h"
#include "base/day.h"
#include "base/utf8.h"

#define EDGE 77 /* leaves three columns free on 80, as screens do */

void pen_init(struct pen *pen, struct arena *arena, const struct style *style, struct str *out)
{
    *pen = (struct pen){.arena = arena, .style = style, .out = out};
    pen->edge = style->columns < EDGE ? style->columns : EDGE;
}

const char *pen_clean(const struct pen *pen, const char *text)
{
    if (!text)
        return "";
    const char *clean = clean_line(pen->arena, text);
    return pen->style->ascii ? clean_ascii(pen->arena, clean) : clean;
}

static void add_blanks(struct pen *pen, int count)
{
    if (count <= 0)
        return;
    pen->blanks += count;
    pen->column += count;
}

/* Text that is already clean. Blanks at its ends become pending ones, so that none can end a line.
 */
static void put_clean(struct pen *pen, enum role role, const char *text)
{
    size_t lead = strspn(text, " ");
    text += lead;
    size_t len = strlen(text), end = len;
    while (end > 0 && text[end - 1] == ' ')
        end--;
    add_blanks(pen, (int)lead);
    if (end > 0) {
        str_add_repeat(pen->out, " ", (size_t)pen->blanks);
        pen->blanks = 0;
        str_add(pen->out, style_start(pen->style, role));
        str_addn(pen->out, text, end);
        str_add(pen->out, style_end(pen->style, role));
        pen->column += utf8_width(end == len ? text : arena_strndup(pen->arena, text, end));
    }
    add_blanks(pen, (int)(len - end));
}

printf_like(2, 0) static char *vformat(struct arena *arena, const char *format, va_list args)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    str_vaddf(&text, format, args);
    return str_dup(&text, arena);
}

void pen_put(struct pen *pen, enum role role, const char *text)
{
    put_clean(pen, role, pen_clean(pen, text));
}

void pen_putf(struct pen *pen, enum role role, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = vformat(pen->arena, format, args);
    va_end(args);
    pen_put(pen, role, text);
}

void pen_sign(struct pen *pen, enum sign sign)
{
    int start = pen->column;
    pen_put(pen, style_sign_role(sign), style_sign(pen->style, sign));
    pen_to(pen, start + style_sign_width(pen->style) + 1, 1);
}

void pen_to(struct pen *pen, int column, int gap)
{
    /* Blanks that are already pending count towards the gap. */
    int need = column - pen->column;
    int missing = gap - pen->blanks;
    add_blanks(pen, need > missing ? need : missing);
}

int pen_left(const struct pen *pen)
{
    return pen->style->columns - pen->column;
}

void pen_fit(struct pen *pen, enum role role, const char *text, int reserve)
{
    const char *clean = pen_clean(pen, text);
    int room = pen_left(pen) - reserve;
    put_clean(pen, role, utf8_shorten(pen->arena, clean, room, pen->style->ascii));
}

void pen_cell(struct pen *pen, enum role role, const char *text, int width)
{
    int start = pen->column;
    put_clean(pen, role, utf8_shorten(pen->arena, pen_clean(pen, text), width, pen->style->ascii));
    add_blanks(pen, start + width - pen->column);
}

static void next_line(struct pen *pen)
{
    int indent = pen->indent;
    pen_end(pen);
    add_blanks(pen, indent);
}

/* Whether the line has anything but blanks on it. */
static bool line_begun(const struct pen *pen)
{
    return pen->column > pen->blanks;
}

/* Bytes of the next word, without the blanks in front: up to a blank, or what fits a line. */
static size_t word_length(const struct pen *pen, const char *text)
{
    const size_t len = strcspn(text, " ");
    const int room = pen->style->columns - pen->indent;
    /* No character is narrower than its bytes are many, but for marks that have no width. */
    if ((int)len <= room || memchr(text, '/', len))
        return len;
    int width = 0;
    for (const char *next = text; next < text + len;) {
        const char *at = next;
        width += utf8_width_of(utf8_next(&next));
        if (width > room && at > text)
            return (size_t)(at - text);
    }
    return len;
}

/* Columns of text that may hold escape sequences of colours. */
static int coloured_width(const struct pen *pen, const char *text)
{
    cleanup_str struct str plain;
    str_init(&plain, 0);
    while (*text) {
        const size_t len = strcspn(text, "\x1b");
        str_addn(&plain, text, len);
        text += len;
        if (*text)
            text += strcspn(text, "m") + 1;
    }
    return utf8_width(arena_strdup(pen->arena, plain.p));
}

/* The word that ends this line goes on to the next one together with the comma behind it, unless it
 * is all that the line has. */
static bool take_word_along(struct pen *pen, int comma_width)
{
    const char *line = strrchr(pen->out->p, '\n');
    line = line ? line + 1 : pen->out->p;
    const char *gap = strrchr(line, ' ');
    if (!gap || pen->blanks > 0 || strspn(line, " ") > (size_t)(gap - line))
        return false;
    const char *word = arena_strdup(pen->arena, gap + 1);
    const int width = coloured_width(pen, word);
    if (pen->indent + width + comma_width > pen->style->columns)
        return false;
    while (gap > line && gap[-1] == ' ')
        gap--;
    str_truncate(pen->out, (size_t)(gap - pen->out->p));
    next_line(pen);
    str_add_repeat(pen->out, " ", (size_t)pen->blanks);
    pen->blanks = 0;
    str_add(pen->out, word);
    pen->column += width;
    return true;
}

void pen_wrap(struct pen *pen, enum role role, const char *text)
{
    const char *clean = pen_clean(pen, text);
    /* Words of one role go out together, so that a line has one escape sequence and not twenty. */
    cleanup_str struct str run;
    str_init(&run, 0);
    int width = 0;
    while (*clean) {
        int blanks = (int)strspn(clean, " ");
        size_t len = word_length(pen, clean + blanks);
        const char *word = arena_strndup(pen->arena, clean + blanks, len);
        int word_width = utf8_width(word);
        if (pen->column + width + blanks + word_width > pen->style->columns &&
            (width > 0 || line_begun(pen))) {
            const bool joined = width + blanks == 0 && len > 0 && strchr(",.:;)", *word);
            if (!joined || !take_word_along(pen, word_width)) {
                put_clean(pen, role, run.p);
                next_line(pen);
                str_clear(&run);
                width = blanks = 0;
            }
        } else if (width == 0) {
            add_blanks(pen, blanks);
            blanks = 0;
        }
        if (len == 0) { /* blanks at the very end */
            put_clean(pen, role, run.p);
            add_blanks(pen, (int)strspn(clean, " "));
            return;
        }
        str_add_repeat(&run, " ", (size_t)blanks);
        str_add(&run, word);
        width += blanks + word_width;
        clean += strspn(clean, " ") + len;
    }
    put_clean(pen, role, run.p);
}

void pen_wrapf(struct pen *pen, enum role role, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = vformat(pen->arena, format, args);
    va_end(args);
    pen_wrap(pen, role, text);
}

void pen_whole(struct pen *pen, enum role role, const char *text)
{
    const char *clean = pen_clean(pen, text);
    if (utf8_width(clean) > pen_left(pen) && line_begun(pen))
        next_line(pen);
    put_clean(pen, role, clean);
}

void pen_right(struct pen *pen, enum role role, const char *text)
{
    const char *clean = pen_clean(pen, text);
    int width = utf8_width(clean);
    if (line_begun(pen) && pen->column + 2 + width > pen->style->columns) {
        next_line(pen);
        pen_wrap(pen, role, text);
        return;
    }
    pen_to(pen, pen->edge - width, line_begun(pen) ? 2 : 0);
    put_clean(pen, role, clean);
}

/* A long command goes on behind a backslash, so that it still can be copied whole. */
static void put_broken(struct pen *pen, const char *command)
{
    bool first = true;
    while (*command) {
        size_t len = strcspn(command, " ");
        const char *word = arena_strndup(pen->arena, command, len);
        command += len + strspn(command + len, " ");
        int need = utf8_width(word) + (*command ? 2 : 0);
        if (!first && pen->column + 1 + need > pen->style->columns) {
            put_clean(pen, ROLE_LINK, " \\");
            pen_end(pen);
            add_blanks(pen, 4);
            first = true;
        }
        if (!first)
            add_blanks(pen, 1);
        put_clean(pen, ROLE_LINK, word);
        first = false;
    }
}

void pen_command(struct pen *pen, const char *command)
{
    const char *clean = pen_clean(pen, command);
    int width = utf8_width(clean);
    if (width > pen_left(pen) && line_begun(pen)) {
        pen_end(pen);
        add_blanks(pen, 2);
    }
    if (width > pen_left(pen))
        put_broken(pen, clean);
    else
        put_clean(pen, ROLE_LINK, clean);
}

void pen_end(struct pen *pen)
{
    pen->blanks = 0;
    pen->column = 0;
    str_addc(pen->out, '\n');
}

void pen_blank(struct pen *pen)
{
    if (pen->out->len == 0 || text_ends(pen->out->p, "\n\n"))
        return;
    str_addc(pen->out, '\n');
}

const char *text_count(struct arena *arena, int64_t count, const char *one, const char *many)
{
    char digits[32];
    count_format(count, digits);
    if (count == 1)
        return arena_printf(arena, "%s %s", digits, one);
    if (many)
        return arena_printf(arena, "%s %s", digits, many);
    return arena_printf(arena, "%s %ss", digits, one);
}

const char *text_list(struct arena *arena, const char *const items[], size_t count)
{
    cleanup_str struct str list;
    str_init(&list, 0);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            str_add(&list, i + 1 == count ? " and " : ", ");
        str_add(&list, items[i]);
    }
    return str_dup(&list, arena);
}
