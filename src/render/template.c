#include "render/template.h"

#include <stdbool.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "render/template_parts.h"

/* The contexts from the inside out. */
struct frame {
    const struct template_value *value;
    const struct frame *outer;
};

struct run {
    struct arena *arena;
    const struct template *template;
    struct str *out;
    struct err *err;
    int depth; /* of sections and partials around what is being filled */
};

static const struct template_value *member(const struct template_value *value, const char *name,
                                           size_t len)
{
    if (value->type != TEMPLATE_MAP)
        return NULL;
    for (size_t i = 0; i < value->count; i++) {
        const char *here = value->members[i].name;
        if (*here == *name && strncmp(here, name, len) == 0 && here[len] == '\0')
            return &value->members[i].value;
    }
    return NULL;
}

/* NULL when nothing has the name. */
static const struct template_value *look_up(const struct frame *frame,
                                            const struct template_part *part)
{
    const char *name = part->text;
    if (strcmp(name, ".") == 0)
        return frame->value;
    size_t len = part->len;
    const struct template_value *value = NULL;
    for (; frame && !value; frame = frame->outer)
        value = member(frame->value, name, len);
    name += len;
    while (value && *name == '.') {
        len = strcspn(name + 1, ".");
        value = member(value, name + 1, len);
        name += len + 1;
    }
    return value;
}

static void put_value(struct str *out, const struct template_value *value)
{
    if (value && value->type == TEMPLATE_TEXT)
        str_add(out, value->text);
    else if (value && value->type == TEMPLATE_TRUE)
        str_add(out, "true");
}

static bool is_truth(const struct template_value *value)
{
    if (!value || value->type == TEMPLATE_NOTHING)
        return false;
    if (value->type == TEMPLATE_TEXT)
        return *value->text != '\0';
    return value->type != TEMPLATE_LIST || value->count > 0;
}

static enum code fill(const struct run *run, size_t first, size_t end, const struct frame *frame);

static enum code deeper(const struct run *run, const char *at, struct run *inner)
{
    *inner = *run;
    return ++inner->depth <= LIMIT_TEMPLATE_DEPTH ? OK
                                                  : template_too_deep(run->template, at, run->err);
}

static enum code fill_section(const struct run *run, size_t index, const struct frame *frame)
{
    const struct template_part *part = &run->template->parts.items[index];
    struct run inner;
    enum code code = deeper(run, part->at, &inner);
    if (code)
        return code;
    const struct template_value *value = look_up(frame, part);
    bool inverted = part->kind == PART_INVERTED;
    if (is_truth(value) == inverted)
        return OK;
    if (inverted)
        return fill(&inner, index + 1, part->end, frame);
    BUG_UNLESS(value);
    if (value->type != TEMPLATE_LIST)
        return fill(&inner, index + 1, part->end, &(struct frame){value, frame});
    for (size_t i = 0; !code && i < value->count && !str_over(run->out); i++)
        code = fill(&inner, index + 1, part->end, &(struct frame){&value->items[i], frame});
    return code;
}

static enum code fill_partial(const struct run *run, const struct template_part *part,
                              const struct frame *frame)
{
    const struct template *template = run->template;
    struct run inner;
    enum code code = deeper(run, part->at, &inner);
    if (code)
        return code;
    const char *text = template->partial ? template->partial(template->state, part->text) : NULL;
    if (!text)
        return template_fail(template, part->at, "there is no partial", part->text, run->err);
    struct template partial;
    code = template_parse(run->arena, part->text, text, &partial, run->err);
    if (code)
        return code;
    partial.partial = template->partial;
    partial.state = template->state;
    inner.template = &partial;
    return fill(&inner, 0, partial.parts.len, frame);
}

static enum code fill(const struct run *run, size_t first, size_t end, const struct frame *frame)
{
    enum code code = OK;
    for (size_t i = first; !code && i < end && !str_over(run->out);) {
        const struct template_part *part = &run->template->parts.items[i++];
        switch (part->kind) {
        case PART_TEXT:
            str_addn(run->out, part->text, part->len);
            break;
        case PART_VALUE:
            put_value(run->out, look_up(frame, part));
            break;
        case PART_SECTION:
        case PART_INVERTED:
            code = fill_section(run, i - 1, frame);
            i = part->end;
            break;
        case PART_PARTIAL:
            code = fill_partial(run, part, frame);
            break;
        }
    }
    return code;
}

enum code template_render(struct arena *arena, const struct template *template,
                          const struct template_value *context, size_t max_bytes, char **out,
                          struct err *err)
{
    size_t ceiling = max_bytes ? max_bytes : LIMIT_TEMPLATE_BYTES;
    cleanup_str struct str text;
    str_init(&text, ceiling);
    struct run run = {.arena = arena, .template = template, .out = &text, .err = err};
    enum code code = fill(&run, 0, template->parts.len, &(struct frame){context, NULL});
    if (code)
        return code;
    if (str_over(&text))
        return err_set(err, ERR_CEILING, "the text of template '%s' is larger than %zu bytes",
                       template->name, ceiling);
    *out = str_dup(&text, arena);
    return OK;
}
