#include "render/excerpt.h"

#include <string.h>

#include "base/utf8.h"

static int digits_of(uint32_t number)
{
    int digits = 1;
    while (number >= 10) {
        number /= 10;
        digits++;
    }
    return digits;
}

static void put_gutter(struct pen *pen, int width, const char *number)
{
    pen_put(pen, ROLE_LINK, number);
    pen_to(pen, width + 1, 1);
    pen_put(pen, ROLE_LINK, "|");
}

/* The part of a source line that is shown, and where the caret stands in it. */
struct window {
    const char *text;
    int caret_at, caret_width;
};

/* The line as it may be seen: every code point that a terminal must not see becomes one blank, so
 * that columns stay countable; a tab too. The caret's columns are taken on the way, because a wide
 * character may become a narrow one. */
static const char *visible_line(struct pen *pen, const struct excerpt *at, struct window *window)
{
    const char *line = at->text;
    cleanup_str struct str out;
    str_init(&out, strlen(line) * 4 + 1);
    int column = 0;
    int32_t code_point;
    for (uint32_t col = 1; (code_point = utf8_next(&line)) >= 0; col++) {
        char bytes[5] = {0};
        size_t len = utf8_put(code_point, bytes);
        const char *clean = pen_clean(pen, arena_strndup(pen->arena, bytes, len));
        const char *shown = *clean && utf8_width(clean) > 0 ? clean : " ";
        if (col == at->col)
            window->caret_at = column;
        column += utf8_width(shown);
        if (col >= at->col && col < at->col + at->width)
            window->caret_width = column - window->caret_at;
        if (col < at->col)
            window->caret_at = column;
        str_add(&out, shown);
    }
    if (window->caret_width < 1)
        window->caret_width = 1;
    return str_dup(&out, pen->arena);
}

/* A line that is longer than the room is cut on both sides so that the caret stays in sight. */
static struct window cut(struct pen *pen, const struct excerpt *at, int room)
{
    struct arena *arena = pen->arena;
    struct window window = {0};
    const char *line = visible_line(pen, at, &window);
    const char *dots = style_dots(pen->style);
    int skip = 0;
    if (utf8_width(line) > room && window.caret_at + 10 > room)
        skip = window.caret_at - room / 2;
    int skipped = 0;
    while (skipped < skip && *line)
        skipped += utf8_width_of(utf8_next(&line));
    window.caret_at -= skipped;
    if (skipped > 0)
        window.caret_at += utf8_width(dots);
    const char *shown = arena_printf(arena, "%s%s", skipped > 0 ? dots : "", line);
    window.text = utf8_shorten(arena, shown, room, pen->style->ascii);
    if (window.caret_at + window.caret_width > room)
        window.caret_width = room - window.caret_at > 0 ? room - window.caret_at : 1;
    return window;
}

int excerpt_put(struct pen *pen, const struct excerpt *at)
{
    const int width = digits_of(at->line);
    pen_to(pen, width, 0);
    pen_put(pen, ROLE_LINK, "--> ");
    const char *path = style_path(pen->style, pen->arena, at->path), *place = path;
    if (at->line > 0)
        place = at->col > 0 ? arena_printf(pen->arena, "%s:%u:%u", path, at->line, at->col)
                            : arena_printf(pen->arena, "%s:%u", path, at->line);
    const int indent = pen->indent;
    pen->indent = width;
    pen_whole(pen, ROLE_PLAIN, place);
    pen->indent = indent;
    pen_end(pen);
    if (!at->text || at->line == 0)
        return width;
    const struct window window = cut(pen, at, pen->style->columns - width - 3);
    put_gutter(pen, width, "");
    pen_end(pen);
    put_gutter(pen, width, arena_printf(pen->arena, "%u", at->line));
    pen_to(pen, width + 3, 1);
    pen_put(pen, ROLE_PLAIN, window.text);
    pen_end(pen);
    put_gutter(pen, width, "");
    if (at->col > 0) {
        pen_to(pen, width + 3 + window.caret_at, 1);
        cleanup_str struct str carets;
        str_init(&carets, 0);
        str_add_repeat(&carets, "^", (size_t)window.caret_width);
        pen_put(pen, at->role, carets.p);
    }
    pen_end(pen);
    return width;
}

void annotation_escape(struct str *out, const char *text, bool property)
{
    for (; *text; text++) {
        if (*text == '%')
            str_add(out, "%25");
        else if (*text == '\r')
            str_add(out, "%0D");
        else if (*text == '\n')
            str_add(out, "%0A");
        else if (property && *text == ':')
            str_add(out, "%3A");
        else if (property && *text == ',')
            str_add(out, "%2C");
        else
            str_addc(out, *text);
    }
}
