/* How a text is written in YAML: plain where every reader takes it for that text, else quoted, and
 * as a block where it has lines. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "doc/edit_inner.h"

#define FOLD_COLUMNS 80 /* lines of a folded block break before it */

/* ---- what a plain scalar may be ---- */

static bool is_date(const char *text)
{
    static const char shape[] = "dddd-dd-dd";
    size_t i = 0;
    for (; shape[i]; i++)
        if (shape[i] == 'd' ? !isdigit((unsigned char)text[i]) : text[i] != shape[i])
            return false;
    return text[i] == '\0';
}

/* Some reader of YAML, of this version or the one before, takes it for something else. */
static bool reads_as_other(const char *text)
{
    static const char *const words[] = {"y",    "n",     "yes", "no",    "on", "off",
                                        "true", "null",  "~",   "false", "=",  ".nan",
                                        ".inf", "-.inf", "<<",  "+.inf"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(text, words[i]) == 0)
            return true;
    return (isdigit((unsigned char)*text) || strchr("+-.", *text)) &&
           text[strspn(text, "0123456789abcdefABCDEFxXoO_.:+-TtZz ")] == '\0';
}

/* Characters that YAML does not take raw, or that nobody would see. */
static bool is_hidden(int32_t c)
{
    return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) || c == 0xAD ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF ||
           (c >= 0xD800 && c <= 0xDFFF);
}

/* U+200D stands inside emoji, U+200C inside words: both may stand in a block. */
static bool has_hidden(const char *text, bool joiners_too)
{
    const char *cursor = text;
    for (int32_t c; (c = utf8_next(&cursor)) >= 0;)
        if (is_hidden(c) && (joiners_too || (c != 0x200C && c != 0x200D)))
            return true;
    return false;
}

static bool fits_plain(const char *text, const struct edit_spot *spot)
{
    const size_t len = strlen(text);
    if (len == 0 || strchr(" -?:,[]{}#&*!|>'\"%@`", text[0]) || strchr(" :", text[len - 1]) ||
        strpbrk(text, "\n\t") || strstr(text, ": ") || strstr(text, " #") ||
        strncmp(text, "...", 3) == 0 || (spot->flow && strpbrk(text, ",[]{}:")) ||
        has_hidden(text, false))
        return false;
    return (spot->date && is_date(text)) || !reads_as_other(text);
}

static bool fits_single(const char *text)
{
    return !strpbrk(text, "\n\t") && !has_hidden(text, false);
}

/* As a block: it has at most one line end behind its last line. */
static bool fits_literal(const char *text, const struct edit_spot *spot)
{
    const size_t len = strlen(text);
    if (spot->flow || !spot->open || text[strspn(text, " \t\n")] == '\0' || has_hidden(text, false))
        return false;
    return !(len > 1 && text[len - 1] == '\n' && strchr(" \t\n", text[len - 2])) &&
           !strchr(" \t", text[len - 1]);
}

static bool fits_folded(const char *text, const struct edit_spot *spot)
{
    if (!fits_literal(text, spot) || strchr(" \t\n", *text))
        return false;
    for (const char *p = text; *p; p++)
        if (*p == '\n' && (p[1] == ' ' || p[1] == '\t'))
            return false;
    return true;
}

static enum edit_quote quoted(const char *text)
{
    return fits_single(text) && strpbrk(text, "\"\\") && !strchr(text, '\'') ? QUOTE_SINGLE
                                                                             : QUOTE_DOUBLE;
}

static enum edit_quote choose(const char *text, const struct edit_spot *spot)
{
    const bool lines = strchr(text, '\n') != NULL;
    switch (spot->quote) {
    case QUOTE_DOUBLE:
        return QUOTE_DOUBLE;
    case QUOTE_SINGLE:
        if (fits_single(text))
            return QUOTE_SINGLE;
        break;
    case QUOTE_FOLDED:
        if (fits_folded(text, spot))
            return QUOTE_FOLDED;
        return fits_literal(text, spot) ? QUOTE_LITERAL : quoted(text);
    case QUOTE_LITERAL:
        return fits_literal(text, spot) ? QUOTE_LITERAL : quoted(text);
    case QUOTE_PLAIN:
    case QUOTE_ANY:
        if (fits_plain(text, spot))
            return QUOTE_PLAIN;
        break;
    }
    return lines && fits_literal(text, spot) ? QUOTE_LITERAL : quoted(text);
}

/* ---- writing ---- */

static void put_double(struct str *out, const char *text)
{
    static const char from[] = "\n\t\r\"\\";
    static const char to[] = "ntr\"\\";
    str_addc(out, '"');
    for (const char *cursor = text; *cursor;) {
        const char *at = cursor;
        const int32_t c = utf8_next(&cursor);
        const char *found = strchr(from, *at);
        if (found)
            str_addf(out, "\\%c", to[found - from]);
        else if (is_hidden(c) && c != 0x200D)
            str_addf(out, c < 0x100 ? "\\x%02X" : "\\u%04X", (unsigned)c);
        else
            str_addn(out, at, (size_t)(cursor - at));
    }
    str_addc(out, '"');
}

static void put_single(struct str *out, const char *text)
{
    str_addc(out, '\'');
    for (; *text; text++) {
        if (*text == '\'')
            str_addc(out, '\'');
        str_addc(out, *text);
    }
    str_addc(out, '\'');
}

static void put_header(struct str *out, char kind, const char *text, const struct edit_spot *spot)
{
    str_addc(out, kind);
    if (strchr(" \t\n", *text))
        str_addf(out, "%zu", spot->inner - spot->column);
    if (!text_ends(text, "\n"))
        str_addc(out, '-');
    if (spot->comment)
        str_add(out, spot->comment);
}

/* Ends without a line end: that of the value it replaces is still there. */
static void put_literal(struct str *out, const struct edit_style *style, const char *text,
                        const struct edit_spot *spot)
{
    put_header(out, '|', text, spot);
    for (;;) {
        const size_t len = strcspn(text, "\n");
        str_add(out, style->nl);
        if (len) {
            str_add_repeat(out, " ", spot->inner);
            str_addn(out, text, len);
        }
        if (text[len] == '\0' || text[len + 1] == '\0')
            return;
        text += len + 1;
    }
}

/* One line of the text in lines of the file; it breaks only between two words. */
static void put_wrapped(struct str *out, const struct edit_style *style, const char *line,
                        size_t len, size_t indent)
{
    size_t column = indent;
    str_add_repeat(out, " ", indent);
    for (size_t i = 0; i < len;) {
        size_t word = i;
        while (word < len && line[word] == ' ')
            word++;
        const size_t blanks = word - i;
        while (word < len && line[word] != ' ')
            word++;
        const size_t width = word - i;
        const bool breaks = i > 0 && blanks == 1 && word > i + 1 && line[i + 1] != '\t' &&
                            line[i - 1] != '\t' && column + width > FOLD_COLUMNS;
        if (breaks) {
            str_add(out, style->nl);
            str_add_repeat(out, " ", indent);
            column = indent;
        }
        str_addn(out, line + i + (breaks ? 1 : 0), width - (breaks ? 1 : 0));
        column += width;
        i = word;
    }
}

static void put_folded(struct str *out, const struct edit_style *style, const char *text,
                       const struct edit_spot *spot)
{
    put_header(out, '>', text, spot);
    for (bool first = true;; first = false) {
        const size_t len = strcspn(text, "\n");
        str_add(out, style->nl);
        if (len) {
            if (!first)
                str_add(out, style->nl);
            put_wrapped(out, style, text, len, spot->inner);
        }
        if (text[len] == '\0' || text[len + 1] == '\0')
            return;
        text += len + 1;
    }
}

void edit_yaml_scalar(struct str *out, const struct edit_style *style, const struct doc_node *value,
                      const struct edit_spot *spot)
{
    if (value->type != DOC_STRING) {
        str_add(out, value->text);
        return;
    }
    switch (choose(value->text, spot)) {
    case QUOTE_ANY:
    case QUOTE_PLAIN:
        str_add(out, value->text);
        break;
    case QUOTE_SINGLE:
        put_single(out, value->text);
        break;
    case QUOTE_DOUBLE:
        put_double(out, value->text);
        break;
    case QUOTE_LITERAL:
        put_literal(out, style, value->text, spot);
        break;
    case QUOTE_FOLDED:
        put_folded(out, style, value->text, spot);
        break;
    }
}

/* ---- what stood there ---- */

/* The column of the first line with text, and the comment behind the header. */
static void read_block(struct edit *edit, const struct doc_node *node, struct edit_spot *spot)
{
    const struct doc *doc = edit->doc;
    const char *bytes = doc->source->bytes;
    const size_t line_end = edit_line_end(doc, node->begin);
    size_t at = node->begin + 1;
    bool given = false;
    for (; at < line_end && bytes[at] != ' ' && bytes[at] != '\t'; at++)
        given = given || isdigit((unsigned char)bytes[at]);
    const size_t mark = at + strspn(bytes + at, " \t");
    if (mark < line_end && bytes[mark] == '#')
        spot->comment = arena_strndup(edit->arena, bytes + at, line_end - at);
    for (size_t line = edit_line_next(doc, line_end); !given && line < node->end;
         line = edit_line_next(doc, line)) {
        const size_t blanks = strspn(bytes + line, " ");
        if (edit_blank(doc, line, edit_line_end(doc, line)))
            continue;
        if (blanks > spot->column)
            spot->inner = blanks;
        return;
    }
}

void edit_spot_of(struct edit *edit, const struct doc_node *node, size_t column,
                  struct edit_spot *spot)
{
    const struct doc *doc = edit->doc;
    const char first = node->begin < node->end ? doc->source->bytes[node->begin] : ' ';
    *spot = (struct edit_spot){.column = column, .inner = column + edit->style.map_step};
    spot->open = edit_blank(doc, node->end, edit_line_end(doc, node->end));
    switch (first) {
    case '|':
        spot->quote = QUOTE_LITERAL;
        read_block(edit, node, spot);
        break;
    case '>':
        spot->quote = QUOTE_FOLDED;
        read_block(edit, node, spot);
        break;
    case '"':
        spot->quote = QUOTE_DOUBLE;
        break;
    case '\'':
        spot->quote = QUOTE_SINGLE;
        break;
    default:
        spot->quote = node->type == DOC_STRING ? QUOTE_PLAIN : QUOTE_ANY;
        spot->date = node->type == DOC_STRING && is_date(node->text);
    }
}
