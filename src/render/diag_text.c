#include "render/diag_text.h"

#include <string.h>

#include "base/clean.h"
#include "base/utf8.h"
#include "render/pen.h"

#define ANNOTATIONS_EACH 10 /* GitHub shows no more errors and no more warnings of one step */

static const char *severity_word(enum severity severity)
{
    return severity == SEVERITY_ERROR ? "error" : "warning";
}

static enum role severity_role(enum severity severity)
{
    return severity == SEVERITY_ERROR ? ROLE_BAD_VERDICT : ROLE_CARE_VERDICT;
}

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
struct excerpt {
    const char *text;
    int caret_at, caret_width;
};

/* The line as it may be seen: every code point that a terminal must not see becomes one blank, so
 * that columns stay countable; a tab too. The caret's columns are taken on the way, because a wide
 * character may become a narrow one. */
static const char *visible_line(struct pen *pen, struct pos pos, struct excerpt *excerpt)
{
    const char *line = pos_line_text(pen->arena, pos);
    cleanup_str struct str out;
    str_init(&out, strlen(line) * 4 + 1);
    int column = 0;
    int32_t code_point;
    for (uint32_t at = 1; (code_point = utf8_next(&line)) >= 0; at++) {
        char bytes[5] = {0};
        size_t len = utf8_put(code_point, bytes);
        const char *clean = pen_clean(pen, arena_strndup(pen->arena, bytes, len));
        const char *shown = *clean && utf8_width(clean) > 0 ? clean : " ";
        if (at == pos.col)
            excerpt->caret_at = column;
        column += utf8_width(shown);
        if (at >= pos.col && at < pos.col + pos.width)
            excerpt->caret_width = column - excerpt->caret_at;
        if (at < pos.col)
            excerpt->caret_at = column;
        str_add(&out, shown);
    }
    if (excerpt->caret_width < 1)
        excerpt->caret_width = 1;
    return str_dup(&out, pen->arena);
}

/* A line that is longer than the room is cut on both sides so that the caret stays in sight. */
static struct excerpt cut(struct pen *pen, struct pos pos, int room)
{
    struct arena *arena = pen->arena;
    struct excerpt excerpt = {0};
    const char *line = visible_line(pen, pos, &excerpt);
    const char *dots = style_dots(pen->style);
    int skip = 0;
    if (utf8_width(line) > room && excerpt.caret_at + 10 > room)
        skip = excerpt.caret_at - room / 2;
    int skipped = 0;
    while (skipped < skip && *line)
        skipped += utf8_width_of(utf8_next(&line));
    excerpt.caret_at -= skipped;
    if (skipped > 0)
        excerpt.caret_at += utf8_width(dots);
    const char *shown = arena_printf(arena, "%s%s", skipped > 0 ? dots : "", line);
    excerpt.text = utf8_shorten(arena, shown, room, pen->style->ascii);
    if (excerpt.caret_at + excerpt.caret_width > room)
        excerpt.caret_width = room - excerpt.caret_at > 0 ? room - excerpt.caret_at : 1;
    return excerpt;
}

static void put_place(struct pen *pen, const struct diag *diag)
{
    struct pos pos = diag->pos;
    int width = digits_of(pos.line);
    pen_to(pen, width, 0);
    pen_put(pen, ROLE_LINK, "--> ");
    pen_putf(pen, ROLE_PLAIN, "%s:%u:%u", pos.source->path, pos.line, pos.col);
    pen_end(pen);
    struct excerpt excerpt = cut(pen, pos, pen->style->columns - width - 3);
    put_gutter(pen, width, "");
    pen_end(pen);
    put_gutter(pen, width, arena_printf(pen->arena, "%u", pos.line));
    pen_to(pen, width + 3, 1);
    pen_put(pen, ROLE_PLAIN, excerpt.text);
    pen_end(pen);
    put_gutter(pen, width, "");
    pen_to(pen, width + 3 + excerpt.caret_at, 1);
    cleanup_str struct str carets;
    str_init(&carets, 0);
    str_add_repeat(&carets, "^", (size_t)excerpt.caret_width);
    pen_put(pen, diag->severity == SEVERITY_ERROR ? ROLE_BAD : ROLE_CARE, carets.p);
    pen_end(pen);
}

static void put_diag(struct pen *pen, const struct diag *diag)
{
    pen->indent = 2;
    pen_putf(pen, severity_role(diag->severity), "%s[%s]", severity_word(diag->severity),
             diag->code);
    pen_wrapf(pen, ROLE_STRONG, ": %s", diag->message);
    pen_end(pen);
    int width = 1;
    if (diag->pos.source) {
        put_place(pen, diag);
        width = digits_of(diag->pos.line);
    }
    if (diag->help) {
        pen_to(pen, width + 1, 0);
        pen_put(pen, ROLE_LINK, "=");
        pen_put(pen, ROLE_GOOD, " help: ");
        pen->indent = pen->column;
        pen_wrap(pen, ROLE_PLAIN, diag->help);
        pen_end(pen);
    }
    pen->indent = 0;
    pen_blank(pen);
}

void diag_text(struct arena *arena, const struct style *style, const struct diags *diags,
               struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    size_t shown =
        style->verbose == 0 && diags->len > DIAG_TEXT_SHOWN ? DIAG_TEXT_SHOWN : diags->len;
    for (size_t i = 0; i < shown; i++)
        put_diag(&pen, &diags->items[i]);
    size_t all = diags->errors + diags->warnings;
    if (all <= shown)
        return;
    pen_wrapf(&pen, ROLE_PLAIN, "and %zu more%s", all - shown,
              style->verbose == 0 ? "; -v shows them" : "");
    pen_end(&pen);
}

static const char *counted(struct arena *arena, const struct diags *diags)
{
    const char *errors = text_count(arena, (int64_t)diags->errors, "error", NULL);
    const char *warnings = text_count(arena, (int64_t)diags->warnings, "warning", NULL);
    if (diags->errors > 0 && diags->warnings > 0)
        return arena_printf(arena, "%s, %s", errors, warnings);
    return diags->errors > 0 ? errors : warnings;
}

static void put_valid(struct pen *pen, const struct plan *plan, const struct diags *diags)
{
    struct arena *arena = pen->arena;
    pen_put(pen, ROLE_GOOD_VERDICT, "Valid");
    pen_wrapf(pen, ROLE_PLAIN, ": %s, %s and %s in %s",
              text_count(arena, (int64_t)plan->milestones.len, "milestone", NULL),
              text_count(arena, (int64_t)plan->issues.len, "issue", NULL),
              text_count(arena, (int64_t)plan->labels.len, "label", NULL), plan->path);
    if (plan->sources.len > 1)
        pen_wrapf(pen, ROLE_PLAIN, " and %s",
                  text_count(arena, (int64_t)plan->sources.len - 1, "included file", NULL));
    if (diags->warnings > 0)
        pen_wrapf(pen, ROLE_CARE, "; %s", counted(arena, diags));
    pen_wrap(pen, ROLE_PLAIN, ".");
    pen_end(pen);
}

void diag_text_validate(struct arena *arena, const struct style *style, const struct plan *plan,
                        const struct diags *diags, struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    if (plan && diags->errors == 0) {
        put_valid(&pen, plan, diags);
    } else {
        pen_put(&pen, ROLE_BAD_VERDICT, "Invalid");
        pen_wrapf(&pen, ROLE_PLAIN, ": %s.", counted(arena, diags));
        pen_end(&pen);
    }
    if (style->quiet || diags->len == 0)
        return;
    pen_blank(&pen);
    diag_text(arena, style, diags, out);
    const char *code = diags->items[0].code;
    pen_blank(&pen);
    pen_put(&pen, ROLE_PLAIN, "more: ");
    pen_command(&pen, arena_printf(arena, "roadmap explain %s", code));
    pen_end(&pen);
}

/* Data and properties of a workflow command have their own escapes. (GitHub: workflow commands) */
static void escape(struct str *out, const char *text, bool property)
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

static void put_annotation(struct arena *arena, const struct diag *diag, struct str *out)
{
    str_addf(out, "::%s ", severity_word(diag->severity));
    if (diag->pos.source) {
        str_add(out, "file=");
        escape(out, clean_line(arena, diag->pos.source->path), true);
        str_addf(out, ",line=%u,col=%u,", diag->pos.line, diag->pos.col);
    }
    str_addf(out, "title=%s::", diag->code);
    escape(out, clean_line(arena, diag->message), false);
    if (diag->help) {
        str_add(out, "%0Ahelp: ");
        escape(out, clean_line(arena, diag->help), false);
    }
    str_addc(out, '\n');
}

void diag_annotations(struct arena *arena, const struct diags *diags, struct str *out)
{
    size_t shown[2] = {0, 0};
    for (int severity = SEVERITY_ERROR; severity <= SEVERITY_WARNING; severity++)
        for (size_t i = 0; i < diags->len; i++) {
            const struct diag *diag = &diags->items[i];
            if ((int)diag->severity != severity || shown[severity] == ANNOTATIONS_EACH)
                continue;
            shown[severity]++;
            put_annotation(arena, diag, out);
        }
    size_t hidden = diags->errors + diags->warnings - shown[0] - shown[1];
    if (hidden > 0)
        str_addf(out, "%zu more are not shown as annotations: roadmap validate -v\n", hidden);
}
