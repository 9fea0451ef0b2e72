/* The end of an edit: from the changed tree to the new bytes. */
#include <string.h>

#include "doc/edit_inner.h"

/* An edit of a shared value would change what stands elsewhere too. */
static void refuse_shared(struct edit *edit, const struct edit_node *node)
{
    bool here = node->set && node->old;
    for (size_t i = 0; i < node->children.len; i++) {
        const struct edit_child *child = &node->children.items[i];
        here = here || child->dropped || !child->node->old;
        if (child->dropped && child->node->shared)
            edit_refuse(edit, child->node->old,
                        "it is reached through an alias, an anchor or '<<'");
        refuse_shared(edit, child->node);
    }
    if (here && node->shared)
        edit_refuse(edit, node->old, "it is reached through an alias, an anchor or '<<'");
}

enum code edit_finish(struct edit *edit, char **bytes, size_t *len, struct err *err)
{
    refuse_shared(edit, edit->root);
    edit->patches.len = 0;
    edit_patch_node(edit->root, NULL, 0);
    if (edit->reason) {
        const struct doc_place place = doc_place(edit->doc, edit->refused);
        (void)err_set(err, ERR_REFUSED, "%s:%u:%u: this value cannot be edited: %s",
                      edit->doc->source->path, (unsigned)place.line, (unsigned)place.col,
                      edit->reason);
        return err_hint(err, "edit the file there by hand");
    }
    enum code code = edit_apply(edit, bytes, len, err);
    if (code || edit_check(edit, *bytes, *len))
        return code;
    if (*len > 0 && (*bytes)[*len - 1] != '\n') {
        /* A block scalar that ends in a line end, at the end of a file that has none. */
        *bytes = arena_printf(edit->arena, "%s%s", *bytes, edit->style.nl);
        *len = strlen(*bytes);
        if (edit_check(edit, *bytes, *len))
            return OK;
    }
    (void)err_set(err, ERR_FAILED,
                  "'%s' would not read as it should after the edit; it was left as it is",
                  edit->doc->source->path);
    return err_hint(err, "edit it by hand");
}
