#include "spec/edit.h"

#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/str.h"

static enum code changed_meanwhile(const char *path, struct err *err)
{
    (void)err_set(err, ERR_REFUSED, "'%s' was changed in the meantime", path);
    return err_hint(err, "run it again");
}

static enum code open_file(struct spec_edit *edit, const char *path, struct err *err)
{
    struct arena *arena = edit->arena;
    char *bytes = NULL;
    size_t len = 0;
    enum code code = file_read(arena, path, LIMIT_SPEC_BYTES, &bytes, &len, err);
    if (code)
        return code;
    const struct doc_text *text = doc_text_new(arena, path, bytes, len);
    enum doc_format format;
    if (!doc_format_of(path, &format))
        format =
            text->len && (text->bytes[0] == '{' || text->bytes[0] == '[') ? DOC_JSON : DOC_YAML;
    struct doc_problems problems = {0};
    const struct doc *doc = doc_read(arena, text, format, &problems, NULL);
    if (!doc || problems.count)
        return changed_meanwhile(path, err);
    const struct spec_edit_file file = {
        .path = path, .bytes = bytes, .len = len, .edit = edit_new(arena, doc)};
    VEC_PUSH(arena, &edit->files, file);
    return OK;
}

enum code spec_edit_open(struct arena *arena, const struct plan *plan, struct spec_edit *edit,
                         struct err *err)
{
    *edit = (struct spec_edit){.arena = arena, .plan = plan};
    enum code code = OK;
    for (size_t i = 0; !code && i < plan->sources.len; i++) {
        if (strcmp(plan->sources.items[i], "-") == 0)
            return err_set(err, ERR_REFUSED,
                           "a plan from standard input cannot be written back to");
        code = open_file(edit, plan->sources.items[i], err);
    }
    return code;
}

struct spec_edit_file *spec_edit_file_of(struct spec_edit *edit, struct spot spot)
{
    return spot.source && spot.source->order < edit->files.len
               ? &edit->files.items[spot.source->order]
               : NULL;
}

struct edit_node *spec_edit_item(struct spec_edit *edit, const char *list, struct spot spot)
{
    struct spec_edit_file *file = spec_edit_file_of(edit, spot);
    return file ? edit_item_from(edit_get(edit_root(file->edit), list), spot.begin) : NULL;
}

/* The issue that new ones of the milestone follow; NULL = none. */
static const struct plan_issue *last_issue(const struct plan *plan,
                                           const struct plan_milestone *milestone)
{
    const struct plan_issue *last = NULL;
    for (size_t i = 0; milestone && i < plan->issues.len; i++)
        if (plan->issues.items[i].milestone.presence == SET &&
            strcmp(plan->issues.items[i].milestone.text, milestone->id) == 0)
            last = &plan->issues.items[i];
    return last;
}

/* The first item behind one, and behind the new ones that stand there already. */
static size_t place_behind(struct edit_node *list, const struct edit_node *item)
{
    size_t place = edit_index(list, item) + 1;
    for (struct edit_node *next; (next = edit_at(list, place)) && !edit_old(next);)
        place++;
    return place;
}

void spec_edit_add_issue(struct spec_edit *edit, const struct plan_milestone *milestone,
                         const struct doc_node *issue)
{
    const struct plan_issue *before = last_issue(edit->plan, milestone);
    struct edit_node *item = before ? spec_edit_item(edit, "issues", before->spot) : NULL;
    struct spec_edit_file *file = NULL;
    if (item) {
        file = spec_edit_file_of(edit, before->spot);
    } else if (milestone) {
        file = spec_edit_file_of(edit, milestone->spot);
        if (file && !edit_get(edit_root(file->edit), "issues"))
            file = NULL;
    }
    file = file ? file : edit->files.items;
    BUG_UNLESS(file); /* a plan has at least its main file */
    struct edit_node *root = edit_root(file->edit), *list = edit_get(root, "issues");
    if (list && edit_old(list) && edit_old(list)->type == DOC_LIST) {
        edit_insert(list, item ? place_behind(list, item) : edit_count(list), issue);
        return;
    }
    /* There is no list yet: further issues go into the same new one. */
    if (!file->fresh) {
        file->fresh = ARENA_NEW(edit->arena, struct doc_node);
        *file->fresh = edit_list(edit->arena, 0);
        edit_put(root, "issues", NULL, file->fresh);
    }
    const uint32_t count = file->fresh->count;
    struct doc_node grown = edit_list(edit->arena, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++)
        edit_list_add(&grown, file->fresh->items[i]);
    edit_list_add(&grown, *issue);
    *file->fresh = grown;
}

enum code spec_edit_finish(struct spec_edit *edit, struct spec_overlay *overlay, struct err *err)
{
    enum code code = OK;
    for (size_t i = 0; !code && i < edit->files.len; i++) {
        struct spec_edit_file *file = &edit->files.items[i];
        if (!edit_changed(file->edit))
            continue;
        char *bytes = NULL;
        size_t len = 0;
        code = edit_finish(file->edit, &bytes, &len, err);
        const struct spec_overlay_file text = {.path = file->path, .bytes = bytes, .len = len};
        VEC_PUSH(edit->arena, &overlay->files, text);
    }
    return code;
}

enum code spec_edit_write(const struct spec_edit *edit, const struct spec_overlay *overlay,
                          struct err *err)
{
    enum code code = OK;
    for (size_t i = 0; !code && i < overlay->files.len; i++) {
        const struct spec_overlay_file *text = &overlay->files.items[i];
        for (size_t k = 0; !code && k < edit->files.len; k++)
            if (edit->files.items[k].path == text->path)
                code = file_replace(text->path, edit->files.items[k].bytes,
                                    edit->files.items[k].len, text->bytes, text->len, err);
    }
    return code;
}
