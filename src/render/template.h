/* Templates: a subset of Mustache. `{{name}}` and `{{{name}}}` (both without HTML escaping),
 * `{{&name}}`, `{{#name}}…{{/name}}` for lists, maps and truth, `{{^name}}…{{/name}}`,
 * `{{>name}}`, `{{! comment }}`, `{{.}}`, dotted names `a.b`. A section, partial or comment that
 * stands alone on its line takes the line with it. Delimiters cannot be changed. Lists have
 * `{{#name}}` over their elements; inside, names are looked for from the inside out.
 *
 * A template is taken apart once and filled as often as there are items. */
#ifndef ROADMAP_RENDER_TEMPLATE_H
#define ROADMAP_RENDER_TEMPLATE_H

#include <stddef.h>

#include "base/err.h"
#include "base/vec.h"

/* What a template is filled with. A text that is "" and a list without items are no truth; numbers
 * are texts. */
enum template_type { TEMPLATE_NOTHING, TEMPLATE_TRUE, TEMPLATE_TEXT, TEMPLATE_LIST, TEMPLATE_MAP };

struct template_member;

struct template_value {
    enum template_type type;
    size_t count; /* of items or members */
    union {
        const char *text;
        const struct template_value *items;
        const struct template_member *members;
    };
};

struct template_member {
    const char *name;
    struct template_value value;
};

/* Gives the text of a partial, or NULL when there is none (an error that names it). */
typedef const char *(*template_partial_fn)(void *state, const char *name);

struct template_part;

struct template
{
    const char *name; /* for messages: "templates/issue.md" */
    const char *text;
    VEC(struct template_part) parts; /* what template_parse made of the text */
    template_partial_fn partial;     /* NULL: there are none */
    void *state;
};

/* Takes the text apart; name and text stay where they are. ERR_FAILED with NAME:LINE for a tag that
 * is not closed and a section that does not match; ERR_CEILING for nesting beyond
 * LIMIT_TEMPLATE_DEPTH and for a text over LIMIT_TEMPLATE_BYTES. */
nodiscard enum code template_parse(struct arena *arena, const char *name, const char *text,
                                   struct template *template, struct err *err);
/* ERR_FAILED with NAME:LINE for an unknown partial, ERR_CEILING for nesting, with the partials',
 * beyond LIMIT_TEMPLATE_DEPTH and when the result is over max_bytes (0 = LIMIT_TEMPLATE_BYTES). */
nodiscard enum code template_render(struct arena *arena, const struct template *template,
                                    const struct template_value *context, size_t max_bytes,
                                    char **out, struct err *err);

#endif
