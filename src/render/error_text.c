#include "render/error_text.h"

#include <string.h>

#include "render/pen.h"

void error_text(struct arena *arena, const struct style *style, const struct err *err,
                struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    pen.indent = 2;
    pen_put(&pen, ROLE_BAD_VERDICT, "error:");
    pen_wrapf(&pen, ROLE_STRONG, " %s", err->message ? err->message : "failed");
    pen_end(&pen);
    if (!err->hint)
        return;
    pen.indent = 6;
    for (const char *line = err->hint; *line;) {
        size_t len = strcspn(line, "\n");
        if (line == err->hint)
            pen_put(&pen, ROLE_GOOD, "hint: ");
        else
            pen_to(&pen, 6, 0);
        pen_wrap(&pen, ROLE_PLAIN, arena_strndup(arena, line, len));
        pen_end(&pen);
        line += len + (line[len] == '\n');
    }
}

static void put_way(struct pen *pen, const char *lead, const char *way, const char *what)
{
    pen_to(pen, 2, 0);
    pen_put(pen, ROLE_PLAIN, lead);
    pen_command(pen, way);
    pen_to(pen, 33, 2);
    pen->indent = 33;
    if (pen_left(pen) < 24) {
        pen_end(pen);
        pen->indent = 6;
        pen_to(pen, 6, 0);
    }
    pen_wrap(pen, ROLE_DIM, what);
    pen_end(pen);
}

void error_text_no_token(struct arena *arena, const struct style *style, const char *purpose,
                         const char *repository, struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    pen_put(&pen, ROLE_BAD_VERDICT, "No token");
    pen_wrapf(&pen, ROLE_STRONG, ": roadmap needs one to %s%s%s.", purpose,
              repository ? " " : " GitHub", repository ? repository : "");
    pen_end(&pen);
    if (style->quiet)
        return;
    pen_blank(&pen);
    put_way(&pen, "", "gh auth login", "then roadmap uses gh's token");
    put_way(&pen, "or  ", "--token-file FILE", "a fine-grained token, Issues: read and write");
    pen.indent = 0;
    pen_wrap(&pen, ROLE_PLAIN, "Reading the plan needs none: validate, status, rehearse.");
    pen_end(&pen);
}
