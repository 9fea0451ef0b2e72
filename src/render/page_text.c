#include "render/page_text.h"

#include <string.h>

#include "render/pen.h"

struct page {
    struct pen pen;
    struct str paragraph; /* lines that flow together */
    bool code;
};

static void flush(struct page *page)
{
    if (page->paragraph.len == 0)
        return;
    pen_wrap(&page->pen, ROLE_PLAIN, page->paragraph.p);
    pen_end(&page->pen);
    str_clear(&page->paragraph);
    page->pen.indent = 0;
}

/* "- " or "1. ": how many bytes the sign takes, 0 when it is none. */
static size_t list_sign(const char *line)
{
    if ((line[0] == '-' || line[0] == '*') && line[1] == ' ')
        return 2;
    size_t digits = strspn(line, "0123456789");
    return digits > 0 && line[digits] == '.' && line[digits + 1] == ' ' ? digits + 2 : 0;
}

static void code_line(struct page *page, const char *line)
{
    pen_to(&page->pen, 4 + (int)strspn(line, " "), 0);
    line += strspn(line, " ");
    /* A command can be broken so that it still copies whole; other text stays as it is. */
    if (strncmp(line, "roadmap ", 8) == 0)
        pen_command(&page->pen, line);
    else
        pen_put(&page->pen, ROLE_LINK, line);
    pen_end(&page->pen);
}

static void text_line(struct page *page, const char *line)
{
    size_t blanks = strspn(line, " ");
    size_t sign = list_sign(line + blanks);
    if (sign > 0 || blanks < (size_t)page->pen.indent)
        flush(page);
    if (page->paragraph.len > 0)
        str_addc(&page->paragraph, ' ');
    else if (sign > 0)
        page->pen.indent = (int)(blanks + sign);
    if (page->paragraph.len == 0)
        pen_to(&page->pen, (int)blanks, 0);
    str_add(&page->paragraph, line + blanks);
}

static void one_line(struct page *page, const char *line)
{
    if (strncmp(line, "```", 3) == 0) {
        flush(page);
        page->code = !page->code;
    } else if (page->code || strncmp(line, "    ", 4) == 0) {
        flush(page);
        code_line(page, page->code ? line : line + 4);
    } else if (line[0] == '#') {
        flush(page);
        pen_wrap(&page->pen, ROLE_STRONG, line + strspn(line, "# "));
        pen_end(&page->pen);
    } else if (line[strspn(line, " \t")] == '\0') {
        flush(page);
        pen_blank(&page->pen);
    } else {
        text_line(page, line);
    }
}

void page_text(struct arena *arena, const struct style *style, const char *markdown,
               struct str *out)
{
    struct page page = {.code = false};
    pen_init(&page.pen, arena, style, out);
    str_init(&page.paragraph, 0);
    while (*markdown) {
        size_t len = strcspn(markdown, "\n");
        one_line(&page, arena_strndup(arena, markdown, len));
        markdown += len + (markdown[len] == '\n');
    }
    flush(&page);
    str_release(&page.paragraph);
}

const char *page_title(struct arena *arena, const char *markdown)
{
    if (markdown[0] != '#')
        return "";
    markdown += strspn(markdown, "# ");
    return arena_strndup(arena, markdown, strcspn(markdown, "\n"));
}
