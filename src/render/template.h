/* Templates: a subset of Mustache. `{{name}}` and `{{{name}}}` (both without HTML escaping),
 * `{{&name}}`, `{{#name}}…{{/name}}` for lists, objects and truth, `{{^name}}…{{/name}}`,
 * `{{>name}}`, `{{! comment }}`, `{{.}}`, dotted names `a.b`. A section, partial or comment that
 * stands alone on its line takes the line with it. Delimiters cannot be changed. Lists have
 * `{{#name}}` over their elements; inside, names are looked for from the inside out. */
#ifndef ROADMAP_RENDER_TEMPLATE_H
#define ROADMAP_RENDER_TEMPLATE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

struct json_t; /* jansson's value */

/* Gives the text of a partial, or NULL when there is none (an error that names it). */
typedef const char *(*template_partial_fn)(void *state, const char *name);

struct template
{
    const char *name; /* for messages: "templates/issue.md" */
    const char *text;
    template_partial_fn partial; /* NULL: there are none */
    void *state;
};

/* ERR_FAILED with NAME:LINE for a tag that is not closed, a section that does not match, an unknown
 * partial, nesting beyond LIMIT_TEMPLATE_DEPTH; ERR_CEILING when the result is over max_bytes
 * (0 = LIMIT_TEMPLATE_BYTES). */
nodiscard enum code template_render(struct arena *arena, const struct template *template,
                                    const struct json_t *context, size_t max_bytes, char **out,
                                    struct err *err);

#endif
