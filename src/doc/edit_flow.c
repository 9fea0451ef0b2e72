/* Edits inside [] and {}: JSON, and YAML's flow collections. */
#include <string.h>

#include "doc/edit_inner.h"

struct flow {
    struct edit_node *node;
    bool map;
    const char *indent;    /* of the line it begins in */
    const char *separator; /* between two children, comma and blanks */
    const char *child_indent;
};

static size_t child_begin(const struct edit_child *child)
{
    BUG_UNLESS(child && (child->entry || child->node->old));
    return child->entry ? child->entry->key_begin : child->node->old->begin;
}

static size_t child_end(const struct edit_child *child)
{
    const struct doc_node *old = child->node->old;
    BUG_UNLESS(old);
    return child->entry && old->end < child->entry->key_end ? child->entry->key_end : old->end;
}

/* A comment there would be lost. */
static void check_gap(const struct flow *flow, size_t begin, size_t end)
{
    struct edit *edit = flow->node->edit;
    if (edit->doc->format == DOC_YAML && memchr(edit->doc->source->bytes + begin, '#', end - begin))
        edit_refuse(edit, flow->node->old, "a comment stands between its values");
}

/* ---- what is new ---- */

static const char *line_indent(struct edit *edit, size_t at)
{
    const size_t start = edit_line_start(edit->doc, at);
    const char *bytes = edit->doc->source->bytes;
    return arena_strndup(edit->arena, bytes + start, strspn(bytes + start, " \t"));
}

static bool is_separator(const char *text, size_t len)
{
    size_t commas = 0;
    for (size_t i = 0; i < len; i++) {
        if (!strchr(" \t\r\n,", text[i]))
            return false;
        commas += text[i] == ',';
    }
    return commas == 1;
}

static const struct edit_child *own_child(const struct edit_node *node, size_t index)
{
    for (size_t i = 0; i < node->children.len; i++)
        if (edit_is_own(&node->children.items[i]) && index-- == 0)
            return &node->children.items[i];
    return NULL;
}

/* As between the first two; where there is one, as before it. */
static const char *separator_of(const struct flow *flow)
{
    struct edit *edit = flow->node->edit;
    const char *bytes = edit->doc->source->bytes;
    const struct edit_child *first = own_child(flow->node, 0), *second = own_child(flow->node, 1);
    if (first && second) {
        const size_t from = child_end(first);
        const size_t len = child_begin(second) - from;
        if (is_separator(bytes + from, len))
            return arena_strndup(edit->arena, bytes + from, len);
    }
    const size_t lead = flow->node->old->begin + 1;
    if (first && edit_blank(edit->doc, lead, child_begin(first)) &&
        memchr(bytes + lead, '\n', child_begin(first) - lead))
        return arena_printf(edit->arena, ",%.*s", (int)(child_begin(first) - lead), bytes + lead);
    return edit->style.comma;
}

static void emit_child(struct str *out, const struct flow *flow, const struct edit_child *child)
{
    const struct edit_style *style = &flow->node->edit->style;
    if (child->key)
        edit_emit_flow_entry(out, style, child->key, child->node->set, flow->child_indent);
    else
        edit_emit_flow(out, style, child->node->set, flow->child_indent);
}

/* All its children are new. */
static void fill_empty(const struct flow *flow)
{
    struct edit *edit = flow->node->edit;
    const size_t count = flow->node->children.len;
    struct doc_node whole =
        flow->map ? edit_map(edit->arena, count) : edit_list(edit->arena, count);
    for (size_t i = 0; i < count; i++) {
        const struct edit_child *child = &flow->node->children.items[i];
        if (flow->map)
            edit_map_add(&whole, child->key, *child->node->set);
        else
            edit_list_add(&whole, *child->node->set);
    }
    cleanup_str struct str out;
    str_init(&out, 0);
    edit_emit_flow(&out, &edit->style, &whole, flow->indent);
    edit_add_patch(edit, flow->node->old->begin, flow->node->old->end, out.p);
}

/* ---- structure ---- */

struct marks {
    const struct edit_child *first, *last; /* own ones, dropped or not */
    size_t own, kept, fresh;
};

static struct marks count_children(const struct edit_node *node)
{
    struct marks marks = {0};
    for (size_t i = 0; i < node->children.len; i++) {
        const struct edit_child *child = &node->children.items[i];
        marks.fresh += !child->node->old;
        if (!edit_is_own(child))
            continue;
        marks.first = marks.first ? marks.first : child;
        marks.last = child;
        marks.own++;
        marks.kept += !child->dropped;
    }
    return marks;
}

static void replace_all(const struct flow *flow, const struct marks *marks)
{
    struct edit *edit = flow->node->edit;
    const struct doc_node *old = flow->node->old;
    cleanup_str struct str out;
    str_init(&out, 0);
    for (size_t i = 0; i < flow->node->children.len; i++) {
        const struct edit_child *child = &flow->node->children.items[i];
        if (child->node->old)
            continue;
        str_add(&out, out.len ? flow->separator : "");
        emit_child(&out, flow, child);
    }
    if (marks->fresh)
        edit_add_patch(edit, child_begin(marks->first), child_end(marks->last), out.p);
    else
        edit_add_patch(edit, old->begin + 1, old->end - 1, "");
    check_gap(flow, old->begin + 1, child_begin(marks->first));
    check_gap(flow, child_end(marks->last), old->end - 1);
}

/* Runs of dropped children: with the comma behind them, at the end with the one before. */
static void drop_runs(const struct flow *flow)
{
    const struct edit_child *kept = NULL, *run = NULL, *last = NULL;
    for (size_t i = 0; i < flow->node->children.len; i++) {
        const struct edit_child *child = &flow->node->children.items[i];
        if (!edit_is_own(child))
            continue;
        if (child->dropped) {
            if (last)
                check_gap(flow, child_end(last), child_begin(child));
            run = run ? run : child;
        } else {
            if (run) {
                check_gap(flow, child_end(last), child_begin(child));
                edit_add_patch(flow->node->edit, child_begin(run), child_begin(child), "");
            }
            run = NULL;
            kept = child;
        }
        last = child;
    }
    if (run && kept)
        edit_add_patch(flow->node->edit, child_end(kept), child_end(last), "");
}

/* Behind the last kept child before it, else before the first one. */
static void insert_new(const struct flow *flow)
{
    struct edit *edit = flow->node->edit;
    const struct edit_child *before = NULL, *first = NULL;
    for (size_t i = 0; i < flow->node->children.len && !first; i++)
        if (edit_is_own(&flow->node->children.items[i]) && !flow->node->children.items[i].dropped)
            first = &flow->node->children.items[i];
    for (size_t i = 0; i < flow->node->children.len; i++) {
        const struct edit_child *child = &flow->node->children.items[i];
        if (edit_is_own(child) && !child->dropped)
            before = child;
        if (child->node->old)
            continue;
        cleanup_str struct str out;
        str_init(&out, 0);
        str_add(&out, before ? flow->separator : "");
        emit_child(&out, flow, child);
        str_add(&out, before ? "" : flow->separator);
        const size_t at = before ? child_end(before) : child_begin(first);
        edit_add_patch(edit, at, at, out.p);
    }
}

static void patch_set(const struct flow *flow, const struct edit_child *child)
{
    struct edit *edit = flow->node->edit;
    const struct doc_node *old = child->node->old, *value = child->node->set;
    cleanup_str struct str out;
    str_init(&out, 0);
    if (old->begin == old->end) {
        if (!old->begin || edit->doc->source->bytes[old->begin - 1] != ':')
            edit_refuse(edit, old, "it has no value yet");
        str_addc(&out, ' ');
    }
    if (edit->doc->format == DOC_JSON || edit_is_container(value)) {
        edit_emit_flow(&out, &edit->style, value, line_indent(edit, old->begin));
    } else {
        struct edit_spot spot;
        edit_spot_of(edit, old, 0, &spot);
        spot.flow = true;
        edit_yaml_scalar(&out, &edit->style, value, &spot);
    }
    edit_add_patch(edit, old->begin, old->end, out.p);
}

static void patch_children(const struct flow *flow)
{
    for (size_t i = 0; i < flow->node->children.len; i++) {
        const struct edit_child *child = &flow->node->children.items[i];
        if (!child->node->old || child->dropped)
            continue;
        if (child->node->set)
            patch_set(flow, child);
        else if (edit_node_changed(child->node))
            edit_patch_flow(child->node);
    }
}

void edit_patch_flow(struct edit_node *node)
{
    struct flow flow = {.node = node, .map = node->old->type == DOC_MAP};
    const struct marks marks = count_children(node);
    flow.indent = line_indent(node->edit, node->old->begin);
    flow.separator = separator_of(&flow);
    const char *line = strrchr(flow.separator, '\n');
    flow.child_indent = line ? line + 1 : flow.indent;
    if (marks.own == 0 && marks.fresh) {
        fill_empty(&flow);
        return;
    }
    if (marks.kept == 0 && marks.own) {
        replace_all(&flow, &marks);
        return;
    }
    patch_children(&flow);
    drop_runs(&flow);
    insert_new(&flow);
}
