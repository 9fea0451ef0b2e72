/* Patches into bytes, and the bytes read again. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "doc/edit_inner.h"

static int by_place(const void *left, const void *right)
{
    const struct edit_patch *a = left, *b = right;
    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    const bool inserts = a->end == a->begin; /* in front of what is taken away there */
    if (inserts != (b->end == b->begin))
        return inserts ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* A line that goes behind one that goes away, up to the end of a line: it begins where that one
 * began. */
static bool takes_line_of(const struct edit *edit, const struct edit_patch *patch, size_t at,
                          const struct str *out)
{
    return patch->end == patch->begin && text_starts(patch->text, edit->style.nl) &&
           edit_line_start(edit->doc, at) == at && out->len > 0 && out->p[out->len - 1] == '\n';
}

enum code edit_apply(struct edit *edit, char **bytes, size_t *len, struct err *err)
{
    const struct doc_text *source = edit->doc->source;
    cleanup_str struct str out;
    str_init(&out, LIMIT_SPEC_BYTES + 4);
    if (source->bom)
        str_add(&out, DOC_BOM);
    if (edit->patches.len)
        qsort(edit->patches.items, edit->patches.len, sizeof *edit->patches.items, by_place);
    size_t at = 0;
    for (size_t i = 0; i < edit->patches.len; i++) {
        const struct edit_patch *patch = &edit->patches.items[i];
        const bool removes = patch->text[0] == '\0'; /* two removals may share a line end */
        if (patch->begin < at && takes_line_of(edit, patch, at, &out)) {
            str_add(&out, patch->text + strlen(edit->style.nl));
            str_add(&out, edit->style.nl);
            continue;
        }
        if (patch->begin < at && !removes)
            return err_set(err, ERR_FAILED, "two edits of '%s' meet at byte %zu", source->path,
                           patch->begin);
        if (patch->begin > at)
            str_addn(&out, source->bytes + at, patch->begin - at);
        str_add(&out, patch->text);
        at = patch->end > at ? patch->end : at;
    }
    str_addn(&out, source->bytes + at, source->len - at);
    if (str_over(&out))
        return err_set(err, ERR_CEILING, "'%s' would be larger than %u MiB (LIMIT_SPEC_BYTES)",
                       source->path, LIMIT_SPEC_BYTES >> 20);
    *bytes = str_dup(&out, edit->arena);
    *len = out.len;
    return OK;
}

/* ---- the same values ---- */

static const struct doc_node *find(const struct doc_node *map, const char *key, uint32_t hint)
{
    if (hint < map->count && strcmp(map->entries[hint].key, key) == 0)
        return &map->entries[hint].value;
    return doc_get(map, key);
}

static bool same(const struct doc_node *a, const struct doc_node *b)
{
    if (a->type != b->type)
        return false;
    if (a->type == DOC_NULL)
        return true;
    if (!edit_is_container(a))
        return strcmp(a->text, b->text) == 0;
    if (a->count != b->count)
        return false;
    for (uint32_t i = 0; i < a->count; i++) {
        const struct doc_node *left = a->type == DOC_MAP ? &a->entries[i].value : &a->items[i];
        const struct doc_node *right =
            a->type == DOC_MAP ? find(b, a->entries[i].key, i) : &b->items[i];
        if (!right || !same(left, right))
            return false;
    }
    return true;
}

/* What was read is what was wanted. */
static bool as_wanted(const struct edit_node *wanted, const struct doc_node *now)
{
    if (wanted->set)
        return same(wanted->set, now);
    if (!wanted->opened)
        return same(wanted->old, now);
    if (now->type != wanted->old->type)
        return false;
    uint32_t count = 0;
    for (size_t i = 0; i < wanted->children.len; i++) {
        const struct edit_child *child = &wanted->children.items[i];
        if (child->dropped)
            continue;
        const struct doc_node *there = NULL;
        if (child->key)
            there = find(now, child->key, count);
        else if (count < now->count)
            there = &now->items[count];
        count++;
        if (!there || !as_wanted(child->node, there))
            return false;
    }
    return count == now->count;
}

bool edit_check(const struct edit *edit, const char *bytes, size_t len)
{
    cleanup_arena struct arena *scratch = arena_new();
    char *copy = arena_strndup(scratch, bytes, len);
    const struct doc_text *source = doc_text_new(scratch, edit->doc->source->path, copy, len);
    struct doc_problems problems = {0};
    const struct doc *again = doc_read(scratch, source, edit->doc->format, &problems, NULL);
    return again && problems.count == 0 && as_wanted(edit->root, &again->root);
}
