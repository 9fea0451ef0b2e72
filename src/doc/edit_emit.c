/* Values that are new in a file. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "doc/edit_inner.h"

/* A list of scalars stands in one line up to these. */
#define INLINE_ITEM_BYTES 40
#define INLINE_LIST_BYTES 72

/* ---- inside [] and {} ---- */

static void add_json_string(struct str *out, const struct edit_style *style, const char *text)
{
    json_t *string = json_string(text);
    char *quoted = json_dumps(string, JSON_ENCODE_ANY | (style->escape ? JSON_ENSURE_ASCII : 0u));
    json_decref(string);
    if (!quoted)
        BUG("text that is not UTF-8 in a value");
    str_add(out, quoted);
    free(quoted);
}

static void add_scalar(struct str *out, const struct edit_style *style,
                       const struct doc_node *value)
{
    const struct edit_spot spot = {.flow = true};
    if (style->format == DOC_YAML)
        edit_yaml_scalar(out, style, value, &spot);
    else if (value->type == DOC_STRING)
        add_json_string(out, style, value->text);
    else
        str_add(out, value->text);
}

static bool in_one_line(const struct edit_style *style, const struct doc_node *value)
{
    if (!style->unit || value->count == 0)
        return true;
    if (value->type == DOC_MAP || !style->inline_lists)
        return false;
    for (uint32_t i = 0; i < value->count; i++)
        if (edit_is_container(&value->items[i]))
            return false;
    return true;
}

void edit_emit_flow_entry(struct str *out, const struct edit_style *style, const char *key,
                          const struct doc_node *value, const char *indent)
{
    const struct doc_node name = edit_text(key);
    add_scalar(out, style, &name);
    str_add(out, style->colon);
    edit_emit_flow(out, style, value, indent);
}

void edit_emit_flow(struct str *out, const struct edit_style *style, const struct doc_node *value,
                    const char *indent)
{
    if (!edit_is_container(value)) {
        add_scalar(out, style, value);
        return;
    }
    const bool map = value->type == DOC_MAP, one_line = in_one_line(style, value);
    cleanup_str struct str inner;
    str_init(&inner, 0);
    str_addf(&inner, "%s%s", indent, one_line ? "" : style->unit);
    str_addc(out, map ? '{' : '[');
    for (uint32_t i = 0; i < value->count; i++) {
        if (one_line)
            str_add(out, i ? style->comma : "");
        else
            str_addf(out, "%s%s%s", i ? "," : "", style->nl, inner.p);
        if (map)
            edit_emit_flow_entry(out, style, value->entries[i].key, &value->entries[i].value,
                                 inner.p);
        else
            edit_emit_flow(out, style, &value->items[i], inner.p);
    }
    if (!one_line)
        str_addf(out, "%s%s", style->nl, indent);
    str_addc(out, map ? '}' : ']');
}

/* ---- YAML by lines ---- */

static bool is_short_list(const struct doc_node *value)
{
    size_t bytes = 0;
    if (value->type != DOC_LIST)
        return false;
    for (uint32_t i = 0; i < value->count; i++) {
        const struct doc_node *item = &value->items[i];
        if (edit_is_container(item) || strlen(item->text) > INLINE_ITEM_BYTES ||
            strchr(item->text, '\n'))
            return false;
        bytes += strlen(item->text) + 2;
    }
    return bytes <= INLINE_LIST_BYTES;
}

static void add_line(struct str *out, const struct edit_style *style, size_t column)
{
    str_add(out, style->nl);
    str_add_repeat(out, " ", column);
}

static struct edit_spot new_spot(const struct edit_style *style, size_t column)
{
    return (struct edit_spot){.open = true, .column = column, .inner = column + style->map_step};
}

void edit_emit_entry(struct str *out, const struct edit_style *style, const char *key,
                     const struct doc_node *value, size_t column)
{
    const struct doc_node name = edit_text(key);
    const struct edit_spot key_spot = {.flow = true}, spot = new_spot(style, column);
    edit_yaml_scalar(out, style, &name, &key_spot);
    str_addc(out, ':');
    edit_emit_yaml(out, style, value, &spot, true);
}

static void add_entries(struct str *out, const struct edit_style *style, const struct doc_node *map,
                        size_t column)
{
    for (uint32_t i = 0; i < map->count; i++) {
        if (i)
            add_line(out, style, column);
        edit_emit_entry(out, style, map->entries[i].key, &map->entries[i].value, column);
    }
}

void edit_emit_item(struct str *out, const struct edit_style *style, const struct doc_node *value,
                    size_t column)
{
    const struct edit_spot spot = new_spot(style, column);
    str_add(out, "- ");
    edit_emit_yaml(out, style, value, &spot, false);
}

void edit_emit_yaml(struct str *out, const struct edit_style *style, const struct doc_node *value,
                    const struct edit_spot *spot, bool behind_key)
{
    const bool list = value->type == DOC_LIST;
    if (behind_key && (!edit_is_container(value) || value->count == 0 || is_short_list(value)))
        str_addc(out, ' ');
    if (!edit_is_container(value)) {
        edit_yaml_scalar(out, style, value, spot);
    } else if (value->count == 0 || is_short_list(value) || (list && !behind_key)) {
        edit_emit_flow(out, style, value, "");
    } else if (!behind_key) {
        add_entries(out, style, value, spot->column + 2);
    } else if (!list) {
        add_line(out, style, spot->column + style->map_step);
        add_entries(out, style, value, spot->column + style->map_step);
    } else {
        for (uint32_t i = 0; i < value->count; i++) {
            add_line(out, style, spot->column + style->list_step);
            edit_emit_item(out, style, &value->items[i], spot->column + style->list_step);
        }
    }
}

char *edit_compose(struct arena *arena, enum doc_format format, const struct doc_node *value)
{
    cleanup_str struct str out;
    str_init(&out, 0);
    const struct edit_style style = edit_style_new(format);
    if (format == DOC_JSON || value->type != DOC_MAP || value->count == 0)
        edit_emit_flow(&out, &style, value, "");
    else
        add_entries(&out, &style, value, 0);
    str_addc(&out, '\n');
    return str_dup(&out, arena);
}
