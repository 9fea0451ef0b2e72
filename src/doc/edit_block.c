/* Edits of YAML's block collections: whole lines come and go, values change in place. */
#include <string.h>

#include "doc/edit_inner.h"

static bool is_block(const struct doc_node *node)
{
    BUG_UNLESS(node);
    return edit_is_container(node) && !node->flow;
}

/* Whole lines, from the one a value begins in to the one it ends in. */
static void remove_lines(struct edit *edit, size_t begin, size_t last_line_end)
{
    const struct doc *doc = edit->doc;
    size_t from = edit_line_start(doc, begin);
    const size_t next = edit_line_next(doc, last_line_end);
    if (next == last_line_end && from > 0) { /* the last line, without an ending */
        from--;
        if (from > 0 && doc->source->bytes[from - 1] == '\r')
            from--;
    }
    edit_add_patch(edit, from, next, "");
}

/* ---- one value ---- */

/* Behind the ':' of an entry; 0 when it cannot be found. */
static size_t behind_colon(const struct doc *doc, const struct doc_entry *entry)
{
    size_t at = entry->key_end;
    while (at < doc->source->len && strchr(" \t", doc->source->bytes[at]))
        at++;
    return at < doc->source->len && doc->source->bytes[at] == ':' ? at + 1 : 0;
}

static bool goes_in_line(const struct edit_style *style, const struct doc_node *value)
{
    cleanup_str struct str out;
    str_init(&out, 0);
    const struct edit_spot spot = {0};
    if (!edit_is_container(value))
        return true;
    edit_emit_yaml(&out, style, value, &spot, true);
    return strncmp(out.p, " [", 2) == 0 || strncmp(out.p, " {", 2) == 0;
}

/* Behind the key, in place of what stands there or of the lines below. */
static void put_in_line(struct edit_node *node, const struct doc_entry *entry, size_t column)
{
    struct edit *edit = node->edit;
    const struct doc *doc = edit->doc;
    const struct doc_node *old = node->old;
    BUG_UNLESS(old);
    const size_t colon = entry ? behind_colon(doc, entry) : 0;
    const bool below = is_block(old) && entry;
    struct edit_spot spot;
    edit_spot_of(edit, old, column, &spot);
    if (below)
        spot.open = edit_blank(doc, colon, edit_line_end(doc, colon));
    else if (is_block(old))
        spot.open = false;
    size_t begin = below ? colon : old->begin;
    const size_t end = below ? colon : old->end;
    cleanup_str struct str out;
    str_init(&out, 0);
    if (below || (old->begin == old->end && begin > 0))
        str_addc(&out, ' ');
    edit_emit_yaml(&out, &edit->style, node->set, &spot, false);
    /* A block begins in the line of its key. */
    const bool lines = out.len && strchr("|>", out.p[0]) && entry && colon &&
                       edit_line_end(doc, colon) < begin && edit_blank(doc, colon, begin);
    edit_add_patch(edit, lines ? colon : begin, end,
                   lines ? arena_printf(edit->arena, " %s", out.p) : out.p);
    if (below)
        remove_lines(edit, old->begin, edit_value_line_end(doc, old, old->end));
}

/* Lines below the key, or at the place where lines stood. */
static void put_lines(struct edit_node *node, const struct doc_entry *entry, size_t column)
{
    struct edit *edit = node->edit;
    const struct doc *doc = edit->doc;
    const struct doc_node *old = node->old;
    BUG_UNLESS(old);
    cleanup_str struct str out;
    str_init(&out, 0);
    struct edit_spot spot = {.open = true, .column = column};
    if (!entry) {
        spot.column = edit_column(doc, old->begin) - 2;
        const size_t line_end = edit_line_end(doc, old->end);
        const bool last = edit_blank(doc, old->end, line_end);
        if (!last) { /* "- # comment", and the lines below */
            str_add(&out, edit->style.nl);
            str_add_repeat(&out, " ", spot.column + 2);
        }
        edit_emit_yaml(&out, &edit->style, node->set, &spot, false);
        edit_add_patch(edit, old->begin, old->end, last ? out.p : "");
        if (!last)
            edit_add_patch(edit, line_end, line_end, out.p);
        return;
    }
    const size_t colon = behind_colon(doc, entry);
    if (!is_block(old) && !edit_blank(doc, colon, old->begin))
        edit_refuse(edit, old, "a comment stands before it");
    edit_emit_yaml(&out, &edit->style, node->set, &spot, true);
    if (is_block(old)) {
        edit_add_patch(edit, edit_line_end(doc, colon), edit_line_end(doc, colon), out.p);
        remove_lines(edit, old->begin, edit_value_line_end(doc, old, old->end));
        return;
    }
    edit_add_patch(edit, colon, old->end > colon ? old->end : colon, "");
    const size_t at = edit_line_end(doc, old->end);
    edit_add_patch(edit, at, at, out.p);
}

static void patch_value(struct edit_node *node, const struct doc_entry *entry, size_t column)
{
    if (entry && !behind_colon(node->edit->doc, entry)) {
        edit_refuse(node->edit, node->old, "its key is written in an unusual way");
        return;
    }
    if (goes_in_line(&node->edit->style, node->set))
        put_in_line(node, entry, column);
    else
        put_lines(node, entry, column);
}

/* ---- the children of a container ---- */

struct block {
    struct edit_node *node;
    bool map;
    size_t column;
    size_t *begins; /* of the key or dash of each child; those that are not there: 0 */
};

/* The dash of the item behind one that ends at `end`. */
static size_t next_dash(struct block *block, size_t end)
{
    const struct doc *doc = block->node->edit->doc;
    for (size_t line = edit_line_next(doc, end); line < doc->source->len;
         line = edit_line_next(doc, line)) {
        const size_t at = line + strspn(doc->source->bytes + line, " ");
        if (edit_blank(doc, at, edit_line_end(doc, at)) || doc->source->bytes[at] == '#')
            continue;
        if (doc->source->bytes[at] == '-' && at - line == block->column)
            return at;
        break;
    }
    edit_refuse(block->node->edit, block->node->old, "the list is written in an unusual way");
    return end;
}

static void find_begins(struct block *block)
{
    const struct edit_node *node = block->node;
    const struct edit_child *before = NULL;
    for (size_t i = 0; i < node->children.len; i++) {
        const struct edit_child *child = &node->children.items[i];
        if (!edit_is_own(child))
            continue;
        BUG_UNLESS((child->entry || !block->map) && (!before || before->node->old));
        if (block->map)
            block->begins[i] = child->entry->key_begin;
        else
            block->begins[i] = before ? next_dash(block, before->node->old->end) : node->old->begin;
        before = child;
        if (block->map && edit_column(node->edit->doc, block->begins[i]) != block->column)
            edit_refuse(node->edit, node->old, "the map is written in an unusual way");
    }
}

static size_t child_line_end(const struct block *block, const struct edit_child *child)
{
    const struct doc *doc = block->node->edit->doc;
    const struct doc_node *old = child->node->old;
    BUG_UNLESS(old);
    const size_t end =
        child->entry && old->end < child->entry->key_end ? child->entry->key_end : old->end;
    return edit_value_line_end(doc, old, end);
}

static void emit_child(struct str *out, const struct block *block, const struct edit_child *child)
{
    const struct edit_style *style = &block->node->edit->style;
    if (child->key)
        edit_emit_entry(out, style, child->key, child->node->set, block->column);
    else
        edit_emit_item(out, style, child->node->set, block->column);
}

/* The first of a container that does not begin its line ("- id: A"): what follows moves up. */
static void drop_first(struct block *block, size_t i)
{
    const struct edit_node *node = block->node;
    struct edit *edit = node->edit;
    const size_t begin = block->begins[i];
    size_t next = 0, last = i;
    for (size_t k = i + 1; k < node->children.len && !next; k++) {
        if (!edit_is_own(&node->children.items[k]))
            continue;
        if (!node->children.items[k].dropped)
            next = block->begins[k];
        else
            last = k;
    }
    const size_t end = child_line_end(block, &node->children.items[last]);
    if (!next || !edit_blank(edit->doc, end, next))
        edit_refuse(edit, node->old, "a comment stands below it");
    else
        edit_add_patch(edit, begin, next, "");
}

static void drop_children(struct block *block)
{
    const struct edit_node *node = block->node;
    const struct doc *doc = node->edit->doc;
    bool moved_up = false; /* drop_first has taken the run */
    for (size_t i = 0; i < node->children.len; i++) {
        const struct edit_child *child = &node->children.items[i];
        if (!edit_is_own(child))
            continue;
        if (!child->dropped) {
            moved_up = false;
        } else if (!edit_blank(doc, edit_line_start(doc, block->begins[i]), block->begins[i])) {
            drop_first(block, i);
            moved_up = true;
        } else if (!moved_up) {
            remove_lines(node->edit, block->begins[i], child_line_end(block, child));
        }
    }
}

static void insert_before(struct block *block, const struct edit_child *child, size_t at)
{
    cleanup_str struct str out;
    str_init(&out, 0);
    emit_child(&out, block, child);
    str_add(&out, block->node->edit->style.nl);
    str_add_repeat(&out, " ", block->column);
    edit_add_patch(block->node->edit, at, at, out.p);
}

static void insert_behind(struct block *block, const struct edit_child *child, size_t at)
{
    cleanup_str struct str out;
    str_init(&out, 0);
    str_add(&out, block->node->edit->style.nl);
    str_add_repeat(&out, " ", block->column);
    emit_child(&out, block, child);
    edit_add_patch(block->node->edit, at, at, out.p);
}

static void insert_children(struct block *block)
{
    const struct edit_node *node = block->node;
    const struct edit_child *before = NULL;
    size_t first = 0;
    for (size_t i = 0; i < node->children.len && !first; i++)
        if (edit_is_own(&node->children.items[i]) && !node->children.items[i].dropped)
            first = block->begins[i];
    for (size_t i = 0; i < node->children.len; i++) {
        const struct edit_child *child = &node->children.items[i];
        if (edit_is_own(child) && !child->dropped)
            before = child;
        if (child->node->old)
            continue;
        if (before)
            insert_behind(block, child, child_line_end(block, before));
        else
            insert_before(block, child, first);
    }
}

/* Nothing of the old is left: the new ones stand where the first stood. */
static void replace_all(struct block *block)
{
    const struct edit_node *node = block->node;
    cleanup_str struct str out;
    str_init(&out, 0);
    for (size_t i = 0; i < node->children.len; i++) {
        const struct edit_child *child = &node->children.items[i];
        if (child->node->old)
            continue;
        if (out.len) {
            str_add(&out, node->edit->style.nl);
            str_add_repeat(&out, " ", block->column);
        }
        emit_child(&out, block, child);
    }
    edit_add_patch(node->edit, node->old->begin, node->old->end, out.p);
}

/* [] or {} in place of what was emptied, or the lines of new items in place of []. */
static bool turn_into_value(struct edit_node *node, const struct doc_entry *entry, size_t column)
{
    struct edit *edit = node->edit;
    BUG_UNLESS(node->old); /* what is new has no place in the file to be changed */
    const bool map = node->old->type == DOC_MAP;
    struct doc_node *value = ARENA_NEW(edit->arena, struct doc_node);
    const size_t room = node->children.len;
    *value = map ? edit_map(edit->arena, room) : edit_list(edit->arena, room);
    for (size_t i = 0; i < room; i++) {
        const struct edit_child *child = &node->children.items[i];
        if (child->node->old && !child->dropped)
            return false;
        if (!child->node->old && map)
            edit_map_add(value, child->key, *child->node->set);
        else if (!child->node->old)
            edit_list_add(value, *child->node->set);
    }
    if (value->count > 0 && (node->old->count > 0 || !node->old->flow))
        return false;
    node->set = value;
    patch_value(node, entry, column);
    return true;
}

static void patch_block(struct edit_node *node)
{
    struct block block = {.node = node, .map = node->old->type == DOC_MAP};
    block.column = edit_column(node->edit->doc, node->old->begin);
    bool structural = false, kept = false;
    for (size_t i = 0; i < node->children.len; i++) {
        const struct edit_child *child = &node->children.items[i];
        structural = structural || child->dropped || !child->node->old;
        kept = kept || (edit_is_own(child) && !child->dropped);
        if (edit_is_own(child) && !child->dropped)
            edit_patch_node(child->node, child->entry, block.column);
    }
    if (!structural)
        return;
    block.begins = arena_calloc(node->edit->arena, node->children.len, sizeof *block.begins);
    if (!kept) {
        replace_all(&block);
        return;
    }
    find_begins(&block);
    drop_children(&block);
    insert_children(&block);
}

void edit_patch_node(struct edit_node *node, const struct doc_entry *entry, size_t column)
{
    if (!edit_node_changed(node))
        return;
    if (node->set)
        patch_value(node, entry, column);
    else if (turn_into_value(node, entry, column))
        return;
    else if (node->old->flow)
        edit_patch_flow(node);
    else
        patch_block(node);
}
