/* What every part of pull needs: what is left, and texts and values on their way into a file. */
#include <string.h>

#include "app/pull/pull_inner.h"
#include "render/mentions.h"

void pull_leave(struct pull *pull, struct pull_line *line, const char *reason)
{
    line->file = NULL;
    line->reason = reason;
    VEC_PUSH(pull->arena, &pull->report->left, *line);
}

const struct doc_node *pull_value(struct pull *pull, struct doc_node value)
{
    struct doc_node *copy = ARENA_NEW(pull->arena, struct doc_node);
    *copy = value;
    return copy;
}

const char *pull_clean(struct arena *arena, const char *text)
{
    text = text ? text : "";
    char *lf = arena_alloc(arena, strlen(text) + 1);
    size_t len = 0;
    for (const char *p = text; *p; p++)
        if (*p != '\r')
            lf[len++] = *p;
        else if (p[1] != '\n')
            lf[len++] = '\n';
    while (len > 0 && strchr(" \t\n", lf[len - 1]))
        len--;
    lf[len] = '\0';
    for (size_t blank; (blank = strspn(lf, " \t")), lf[blank] == '\n';)
        lf += blank + 1;
    return mentions_restore(arena, lf);
}
