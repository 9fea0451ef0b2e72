#include <stdbool.h>
#include <string.h>

#include "base/limits.h"
#include "render/template_parts.h"

enum tag_kind { TAG_VALUE, TAG_SECTION, TAG_INVERTED, TAG_END, TAG_PARTIAL, TAG_COMMENT };

struct tag {
    enum tag_kind kind;
    const char *name;
    const char *start, *end; /* what it takes of the text, its line when it stands alone */
};

struct parser {
    struct arena *arena;
    struct template *template;
    struct err *err;
    size_t open[LIMIT_TEMPLATE_DEPTH]; /* sections, as indices of their parts */
    size_t depth;
};

static int line_of(const struct template *template, const char *at)
{
    int line = 1;
    for (const char *c = template->text; c < at; c++)
        line += *c == '\n';
    return line;
}

enum code template_fail(const struct template *template, const char *at, const char *problem,
                        const char *subject, struct err *err)
{
    return err_set(err, ERR_FAILED, "%s:%d: %s '%s'", template->name, line_of(template, at),
                   problem, subject);
}

enum code template_too_deep(const struct template *template, const char *at, struct err *err)
{
    return err_set(err, ERR_CEILING, "%s:%d: sections and partials are nested more than %d deep",
                   template->name, line_of(template, at), LIMIT_TEMPLATE_DEPTH);
}

/* A tag other than a value that stands alone on its line takes the line with it. */
static void widen(const char *text, struct tag *tag)
{
    const char *start = tag->start;
    while (start > text && (start[-1] == ' ' || start[-1] == '\t'))
        start--;
    if (start > text && start[-1] != '\n')
        return;
    const char *end = tag->end + strspn(tag->end, " \t");
    if (*end == '\r')
        end++;
    if (*end != '\n' && *end != '\0')
        return;
    tag->start = start;
    tag->end = *end ? end + 1 : end;
}

static enum tag_kind kind_of(char c)
{
    switch (c) {
    case '#':
        return TAG_SECTION;
    case '^':
        return TAG_INVERTED;
    case '/':
        return TAG_END;
    case '>':
        return TAG_PARTIAL;
    case '!':
        return TAG_COMMENT;
    default:
        return TAG_VALUE;
    }
}

/* The next tag from `at` on; *found false when there is none. */
static enum code next_tag(const struct parser *parser, const char *at, bool *found, struct tag *tag)
{
    const char *open = strstr(at, "{{");
    *found = open != NULL;
    if (!open)
        return OK;
    bool triple = open[2] == '{';
    const char *inside = open + (triple ? 3 : 2);
    const char *close = strstr(inside, triple ? "}}}" : "}}");
    if (!close)
        return template_fail(parser->template, open, "a tag is not closed:", "{{", parser->err);
    tag->kind = triple ? TAG_VALUE : kind_of(*inside);
    tag->start = open;
    tag->end = close + (triple ? 3 : 2);
    if (tag->kind != TAG_VALUE || *inside == '&')
        inside++;
    inside += strspn(inside, " \t\n\r");
    while (close > inside && strchr(" \t\n\r", close[-1]))
        close--;
    tag->name = arena_strndup(parser->arena, inside, close > inside ? (size_t)(close - inside) : 0);
    if (tag->kind != TAG_VALUE)
        widen(parser->template->text, tag);
    if (tag->kind != TAG_COMMENT && !*tag->name)
        return template_fail(parser->template, open, "a tag has no name:", "{{}}", parser->err);
    return OK;
}

static void add_part(struct parser *parser, enum template_part_kind kind, const char *text,
                     size_t len, const char *at)
{
    if (kind != PART_TEXT || len > 0)
        VEC_PUSH(parser->arena, &parser->template->parts,
                 (struct template_part){.kind = kind, .text = text, .len = len, .at = at});
}

static enum code open_section(struct parser *parser, const struct tag *tag)
{
    if (parser->depth == LIMIT_TEMPLATE_DEPTH)
        return template_too_deep(parser->template, tag->start, parser->err);
    parser->open[parser->depth++] = parser->template->parts.len;
    add_part(parser, tag->kind == TAG_SECTION ? PART_SECTION : PART_INVERTED, tag->name,
             strcspn(tag->name, "."), tag->start);
    return OK;
}

static enum code close_section(struct parser *parser, const struct tag *tag)
{
    struct template *template = parser->template;
    if (parser->depth == 0)
        return template_fail(template, tag->start, "no section is open here for", tag->name,
                             parser->err);
    struct template_part *open = &template->parts.items[parser->open[--parser->depth]];
    if (strcmp(open->text, tag->name) != 0)
        return template_fail(template, tag->start, "another section is open here, not", tag->name,
                             parser->err);
    open->end = template->parts.len;
    return OK;
}

static enum code add_tag(struct parser *parser, const struct tag *tag)
{
    switch (tag->kind) {
    case TAG_SECTION:
    case TAG_INVERTED:
        return open_section(parser, tag);
    case TAG_END:
        return close_section(parser, tag);
    case TAG_VALUE:
    case TAG_PARTIAL:
        BUG_UNLESS(tag->name);
        add_part(parser, tag->kind == TAG_VALUE ? PART_VALUE : PART_PARTIAL, tag->name,
                 strcspn(tag->name, "."), tag->start);
        return OK;
    case TAG_COMMENT:
        break;
    }
    return OK;
}

enum code template_parse(struct arena *arena, const char *name, const char *text,
                         struct template *template, struct err *err)
{
    *template = (struct template){.name = name, .text = text};
    if (strlen(text) > LIMIT_TEMPLATE_BYTES)
        return err_set(err, ERR_CEILING, "template '%s' is larger than %u bytes", name,
                       LIMIT_TEMPLATE_BYTES);
    struct parser parser = {.arena = arena, .template = template, .err = err};
    const char *from = text;
    for (;;) {
        bool found;
        struct tag tag = {0};
        enum code code = next_tag(&parser, from, &found, &tag);
        if (code)
            return code;
        if (!found)
            break;
        add_part(&parser, PART_TEXT, from, (size_t)(tag.start - from), from);
        code = add_tag(&parser, &tag);
        if (code)
            return code;
        from = tag.end;
    }
    if (parser.depth > 0) {
        const struct template_part *open = &template->parts.items[parser.open[parser.depth - 1]];
        return template_fail(template, open->at, "a section is not closed:", open->text, err);
    }
    BUG_UNLESS(from);
    add_part(&parser, PART_TEXT, from, strlen(from), from);
    return OK;
}
