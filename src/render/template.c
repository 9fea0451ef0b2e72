#include "render/template.h"

#include <jansson.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"

/* The contexts from the inside out. */
struct frame {
    const json_t *value;
    const struct frame *outer;
};

struct run {
    struct arena *arena;
    struct str *out;
    struct err *err;
};

/* One template or partial on its way. */
struct reader {
    const struct run *run;
    const struct template *template;
    const char *name; /* for messages */
    const char *text; /* whole, for line numbers and standalone lines */
    int depth;
};

enum tag_kind { TAG_VALUE, TAG_SECTION, TAG_INVERTED, TAG_END, TAG_PARTIAL, TAG_COMMENT };

struct tag {
    enum tag_kind kind;
    const char *name;
    const char *start, *end; /* what it takes of the text, its line when it stands alone */
};

static int line_of(const struct reader *reader, const char *at)
{
    int line = 1;
    for (const char *c = reader->text; c < at; c++)
        line += *c == '\n';
    return line;
}

static enum code fail(const struct reader *reader, const char *at, const char *problem,
                      const char *subject)
{
    return err_set(reader->run->err, ERR_FAILED, "%s:%d: %s '%s'", reader->name,
                   line_of(reader, at), problem, subject);
}

/* A tag other than a value that stands alone on its line takes the line with it. */
static void widen(const struct reader *reader, struct tag *tag)
{
    const char *start = tag->start;
    while (start > reader->text && (start[-1] == ' ' || start[-1] == '\t'))
        start--;
    if (start > reader->text && start[-1] != '\n')
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
static enum code next_tag(const struct reader *reader, const char *at, bool *found, struct tag *tag)
{
    const char *open = strstr(at, "{{");
    *found = open != NULL;
    if (!open)
        return OK;
    bool triple = open[2] == '{';
    const char *inside = open + (triple ? 3 : 2);
    const char *close = strstr(inside, triple ? "}}}" : "}}");
    if (!close)
        return fail(reader, open, "a tag is not closed:", "{{");
    tag->kind = triple ? TAG_VALUE : kind_of(*inside);
    tag->start = open;
    tag->end = close + (triple ? 3 : 2);
    if (tag->kind != TAG_VALUE || *inside == '&')
        inside++;
    inside += strspn(inside, " \t\n\r");
    while (close > inside && strchr(" \t\n\r", close[-1]))
        close--;
    tag->name =
        arena_strndup(reader->run->arena, inside, close > inside ? (size_t)(close - inside) : 0);
    if (tag->kind != TAG_VALUE)
        widen(reader, tag);
    if (tag->kind != TAG_COMMENT && !*tag->name)
        return fail(reader, open, "a tag has no name:", "{{}}");
    return OK;
}

static const json_t *look_up(const struct reader *reader, const struct frame *frame,
                             const char *name)
{
    if (strcmp(name, ".") == 0)
        return frame->value;
    size_t len = strcspn(name, ".");
    const char *head = arena_strndup(reader->run->arena, name, len);
    const json_t *value = NULL;
    for (; frame && !value; frame = frame->outer)
        value = json_object_get(frame->value, head);
    name += len;
    while (value && *name == '.') {
        len = strcspn(name + 1, ".");
        value = json_object_get(value, arena_strndup(reader->run->arena, name + 1, len));
        name += len + 1;
    }
    return value;
}

static void put_value(const struct run *run, const json_t *value)
{
    if (json_is_string(value))
        str_add(run->out, json_string_value(value));
    else if (json_is_integer(value))
        str_addf(run->out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else if (json_is_real(value))
        str_addf(run->out, "%g", json_real_value(value));
    else if (json_is_true(value))
        str_add(run->out, "true");
}

static bool is_truth(const json_t *value)
{
    if (!value || json_is_null(value) || json_is_false(value))
        return false;
    if (json_is_string(value))
        return json_string_length(value) > 0;
    return !json_is_array(value) || json_array_size(value) > 0;
}

/* The end tag of the section that `open` began. */
static enum code find_end(const struct reader *reader, const struct tag *open, struct tag *end)
{
    int level = 0;
    const char *at = open->end;
    for (;;) {
        bool found;
        enum code code = next_tag(reader, at, &found, end);
        if (code)
            return code;
        if (!found)
            return fail(reader, open->start, "a section is not closed:", open->name);
        at = end->end;
        if (end->kind == TAG_SECTION || end->kind == TAG_INVERTED)
            level++;
        if (end->kind != TAG_END || level-- > 0)
            continue;
        if (strcmp(end->name, open->name) != 0)
            return fail(reader, end->start, "another section is open here, not", end->name);
        return OK;
    }
}

static enum code render_part(const struct reader *reader, const char *from, const char *to,
                             const struct frame *frame);

static enum code deeper(const struct reader *reader, const char *at, struct reader *inner)
{
    *inner = *reader;
    if (++inner->depth <= LIMIT_TEMPLATE_DEPTH)
        return OK;
    return err_set(reader->run->err, ERR_CEILING,
                   "%s:%d: sections and partials are nested more than %d deep", reader->name,
                   line_of(reader, at), LIMIT_TEMPLATE_DEPTH);
}

static enum code render_section(const struct reader *reader, const struct tag *open,
                                const struct tag *end, const struct frame *frame)
{
    struct reader inner;
    enum code code = deeper(reader, open->start, &inner);
    if (code)
        return code;
    const json_t *value = look_up(reader, frame, open->name);
    bool inverted = open->kind == TAG_INVERTED;
    if (is_truth(value) == inverted)
        return OK;
    if (inverted || !json_is_array(value)) {
        struct frame own = {value, frame};
        return render_part(&inner, open->end, end->start, inverted ? frame : &own);
    }
    for (size_t i = 0; i < json_array_size(value) && !str_over(reader->run->out); i++) {
        struct frame element = {json_array_get(value, i), frame};
        code = render_part(&inner, open->end, end->start, &element);
        if (code)
            return code;
    }
    return OK;
}

static enum code render_partial(const struct reader *reader, const struct tag *tag,
                                const struct frame *frame)
{
    const struct template *template = reader->template;
    struct reader inner;
    enum code code = deeper(reader, tag->start, &inner);
    if (code)
        return code;
    inner.text = template->partial ? template->partial(template->state, tag->name) : NULL;
    inner.name = tag->name;
    if (!inner.text)
        return fail(reader, tag->start, "there is no partial", tag->name);
    return render_part(&inner, inner.text, inner.text + strlen(inner.text), frame);
}

static enum code render_part(const struct reader *reader, const char *from, const char *to,
                             const struct frame *frame)
{
    struct str *out = reader->run->out;
    while (!str_over(out)) {
        bool found;
        struct tag tag = {0}, end = {0};
        enum code code = next_tag(reader, from, &found, &tag);
        if (code)
            return code;
        if (!found || tag.start >= to)
            break;
        str_addn(out, from, (size_t)(tag.start - from));
        from = tag.end;
        switch (tag.kind) {
        case TAG_VALUE:
            put_value(reader->run, look_up(reader, frame, tag.name));
            break;
        case TAG_SECTION:
        case TAG_INVERTED:
            code = find_end(reader, &tag, &end);
            if (!code)
                code = render_section(reader, &tag, &end, frame);
            from = end.end;
            break;
        case TAG_PARTIAL:
            code = render_partial(reader, &tag, frame);
            break;
        case TAG_END:
            code = fail(reader, tag.start, "no section is open here for", tag.name);
            break;
        case TAG_COMMENT:
            break;
        }
        if (code)
            return code;
    }
    if (from < to)
        str_addn(out, from, (size_t)(to - from));
    return OK;
}

enum code template_render(struct arena *arena, const struct template *template,
                          const struct json_t *context, size_t max_bytes, char **out,
                          struct err *err)
{
    size_t len = strlen(template->text);
    if (len > LIMIT_TEMPLATE_BYTES)
        return err_set(err, ERR_CEILING, "template '%s' is larger than %u bytes", template->name,
                       LIMIT_TEMPLATE_BYTES);
    size_t ceiling = max_bytes ? max_bytes : LIMIT_TEMPLATE_BYTES;
    cleanup_str struct str text;
    str_init(&text, ceiling);
    struct run run = {arena, &text, err};
    struct reader reader = {&run, template, template->name, template->text, 0};
    struct frame frame = {context, NULL};
    enum code code = render_part(&reader, template->text, template->text + len, &frame);
    if (code)
        return code;
    if (str_over(&text))
        return err_set(err, ERR_CEILING, "the text of template '%s' is larger than %zu bytes",
                       template->name, ceiling);
    *out = str_dup(&text, arena);
    return OK;
}
