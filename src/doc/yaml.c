/* YAML through libyaml's events. Scalars follow the 1.2 core schema but for what would surprise
 * the writer of a plan: no exponents, no leading zeros, no hexadecimal. */
#include <string.h>
#include <yaml.h>

#include "base/map.h"
#include "doc/build.h"

/* Every so many characters one offset is kept, to turn libyaml's marks into bytes. */
#define CHECKPOINT_POINTS 64
#define TAG_PREFIX "tag:yaml.org,2002:"

struct anchor {
    struct doc_node node;
    size_t nodes;
    bool complete;
};

struct reader {
    struct builder *builder;
    struct arena *scratch;
    yaml_parser_t parser;
    struct map *anchors;
    size_t alias_nodes;
    uint32_t *checkpoints; /* NULL for ASCII, where marks are bytes */
    size_t points;
};

static void index_points(struct reader *reader)
{
    const struct doc_text *source = reader->builder->doc->source;
    if (reader->builder->doc->ascii)
        return;
    reader->checkpoints = arena_calloc(reader->scratch, source->len / CHECKPOINT_POINTS + 2,
                                       sizeof *reader->checkpoints);
    for (size_t i = 0; i < source->len; i++) {
        if (((unsigned char)source->bytes[i] & 0xC0) == 0x80)
            continue;
        if (reader->points % CHECKPOINT_POINTS == 0)
            reader->checkpoints[reader->points / CHECKPOINT_POINTS] = (uint32_t)i;
        reader->points++;
    }
}

/* libyaml's marks count code points. */
static size_t offset_of(const struct reader *reader, yaml_mark_t mark)
{
    const struct doc_text *source = reader->builder->doc->source;
    if (!reader->checkpoints)
        return mark.index < source->len ? mark.index : source->len;
    if (mark.index >= reader->points)
        return source->len;
    size_t at = reader->checkpoints[mark.index / CHECKPOINT_POINTS];
    for (size_t left = mark.index % CHECKPOINT_POINTS; left; left--) {
        at++;
        while (((unsigned char)source->bytes[at] & 0xC0) == 0x80)
            at++;
    }
    return at;
}

static bool refuse(struct reader *reader, const char *code, const yaml_event_t *event,
                   const char *message, const char *help)
{
    build_error(reader->builder, code, offset_of(reader, event->start_mark),
                offset_of(reader, event->end_mark), message, help);
    return false;
}

static bool syntax_error(struct reader *reader)
{
    struct arena *arena = reader->builder->arena;
    const struct doc_text *source = reader->builder->doc->source;
    const yaml_parser_t *parser = &reader->parser;
    const char *problem = parser->problem ? parser->problem : "this is no YAML";
    size_t at = parser->error == YAML_READER_ERROR ? parser->problem_offset
                                                   : offset_of(reader, parser->problem_mark);
    const char *help = "look at the indentation and at quotes that are not closed, also above";
    if (at < source->len && source->bytes[at] == '\t')
        help = "YAML indents with blanks, never with tabs";
    else if (at < source->len && strchr("@`%", source->bytes[at]) && source->bytes[at])
        help = "put a text that begins with this character in quotes";
    else if (strstr(problem, "mapping values are not allowed"))
        help = "put a text that holds ': ' in quotes";
    char *message = parser->context ? arena_printf(arena, "%s %s", problem, parser->context)
                                    : arena_strdup(arena, problem);
    build_error(reader->builder, "E0101", at, at + 1, message, help);
    return false;
}

static bool is_decimal(const char *text)
{
    const char *p = text + (*text == '-');
    size_t whole = strspn(p, "0123456789");
    if (whole == 0 || (p[0] == '0' && whole > 1))
        return false;
    p += whole;
    if (*p == '.') {
        size_t fraction = strspn(p + 1, "0123456789");
        if (fraction == 0)
            return false;
        p += 1 + fraction;
    }
    return *p == '\0';
}

static bool is_word(const char *text, const char *lower, const char *title, const char *upper)
{
    return strcmp(text, lower) == 0 || strcmp(text, title) == 0 || strcmp(text, upper) == 0;
}

static void resolve_plain(struct doc_node *node, const char *text)
{
    node->type = DOC_STRING;
    node->text = text;
    /* What is no text begins with one of these; nearly all texts do not. */
    if (!strchr("~nNtTfF-0123456789", *text))
        return;
    if (*text == '\0' || strcmp(text, "~") == 0 || is_word(text, "null", "Null", "NULL")) {
        node->type = DOC_NULL;
    } else if (is_word(text, "true", "True", "TRUE") || is_word(text, "false", "False", "FALSE")) {
        node->type = DOC_BOOL;
    } else if (is_decimal(text)) {
        build_number(node, text);
    }
}

/* Whether the tag is one of YAML's own for this shape; *text: it says that it is a string. */
static bool tag_known(const char *tag, const char *const *names, bool *text)
{
    if (!tag || strcmp(tag, "!") == 0) {
        *text = tag != NULL;
        return true;
    }
    if (strncmp(tag, TAG_PREFIX, strlen(TAG_PREFIX)) != 0)
        return false;
    const char *name = tag + strlen(TAG_PREFIX);
    *text = strcmp(name, "str") == 0;
    for (; *names; names++) {
        if (strcmp(name, *names) == 0)
            return true;
    }
    return false;
}

static bool unknown_tag(struct reader *reader, const yaml_event_t *event, const char *tag)
{
    return refuse(reader, "E0120", event,
                  arena_printf(reader->builder->arena, "the tag '%s' means nothing in a plan", tag),
                  "take the tag out");
}

static bool wants_key(struct reader *reader)
{
    const struct build_frame *frame = build_top(reader->builder);
    return frame && frame->type == DOC_MAP && !frame->has_key;
}

/* Block scalars end behind the blank lines that follow; so does nothing else. */
static size_t scalar_end(const struct reader *reader, const yaml_event_t *event, size_t begin)
{
    size_t end = offset_of(reader, event->end_mark);
    yaml_scalar_style_t style = event->data.scalar.style;
    if (style != YAML_LITERAL_SCALAR_STYLE && style != YAML_FOLDED_SCALAR_STYLE)
        return end;
    const char *bytes = reader->builder->doc->source->bytes;
    while (end > begin && strchr(" \t\r\n", bytes[end - 1]))
        end--;
    return end;
}

static void keep_anchor(struct reader *reader, const char *name, struct doc_node node, size_t nodes)
{
    struct anchor *anchor = map_get(reader->anchors, name);
    if (!anchor)
        return;
    anchor->node = node;
    anchor->nodes = nodes;
    anchor->complete = true;
}

/* Announces the anchor, so that an alias inside it is told apart from an unknown one. */
static const char *open_anchor(struct reader *reader, const yaml_char_t *name)
{
    if (!name)
        return NULL;
    char *copy = arena_strdup(reader->scratch, (const char *)name);
    map_put(reader->anchors, copy, ARENA_NEW(reader->scratch, struct anchor));
    return copy;
}

static bool on_scalar(struct reader *reader, const yaml_event_t *event)
{
    static const char *const names[] = {"str", "null", "bool", "int", "float", "timestamp", NULL};
    struct builder *builder = reader->builder;
    const char *value = (const char *)event->data.scalar.value;
    const char *tag = (const char *)event->data.scalar.tag;
    size_t length = event->data.scalar.length;
    size_t begin = offset_of(reader, event->start_mark);
    size_t end = scalar_end(reader, event, begin);
    bool as_text = false;
    if (!tag_known(tag, names, &as_text))
        return unknown_tag(reader, event, tag);
    if (length > LIMIT_DOC_SCALAR_BYTES)
        return refuse(reader, "E0118", event,
                      arena_printf(builder->arena,
                                   "a text larger than %u KiB (LIMIT_DOC_SCALAR_BYTES)",
                                   LIMIT_DOC_SCALAR_BYTES >> 10),
                      "GitHub takes 65,536 characters in a body");
    if (memchr(value, '\0', length))
        return refuse(reader, "E0101", event, "a text cannot hold the character U+0000",
                      "take it out");
    const char *anchor = open_anchor(reader, event->data.scalar.anchor);
    bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && !as_text;
    if (wants_key(reader)) {
        bool merge = plain && strcmp(value, build_merge_key) == 0;
        build_key(builder, merge ? build_merge_key : build_intern(builder, value, length), begin,
                  end);
        return true;
    }
    struct doc_node node = {.type = DOC_STRING,
                            .begin = (uint32_t)begin,
                            .end = (uint32_t)end,
                            .shared = anchor != NULL};
    const char *text = build_text(builder, value, length);
    if (plain)
        resolve_plain(&node, text);
    else
        node.text = text;
    if (anchor)
        keep_anchor(reader, anchor, node, 1);
    build_value(builder, node, 1);
    return true;
}

static bool on_alias(struct reader *reader, const yaml_event_t *event)
{
    struct arena *arena = reader->builder->arena;
    const char *name = (const char *)event->data.alias.anchor;
    const struct anchor *anchor = map_get(reader->anchors, name);
    if (!anchor)
        return refuse(reader, "E0121", event,
                      arena_printf(arena, "there is no anchor '&%s' above", name), NULL);
    if (!anchor->complete)
        return refuse(reader, "E0121", event,
                      arena_printf(arena, "the alias '*%s' stands inside its own anchor", name),
                      NULL);
    if (wants_key(reader))
        return refuse(reader, "E0120", event, "a key must be a text", "write the key itself");
    reader->alias_nodes += anchor->nodes;
    reader->builder->doc->aliased = true;
    if (reader->alias_nodes > LIMIT_DOC_ALIASES)
        return refuse(reader, "E0121", event,
                      arena_printf(arena, "aliases stand for more than %d values (%s)",
                                   LIMIT_DOC_ALIASES, "LIMIT_DOC_ALIASES"),
                      "write the values out");
    struct doc_node node = anchor->node;
    node.shared = true;
    node.begin = (uint32_t)offset_of(reader, event->start_mark);
    node.end = (uint32_t)offset_of(reader, event->end_mark);
    build_value(reader->builder, node, anchor->nodes);
    return true;
}

static bool on_open(struct reader *reader, const yaml_event_t *event, bool map)
{
    static const char *const map_names[] = {"map", NULL};
    static const char *const list_names[] = {"seq", NULL};
    const char *tag =
        (const char *)(map ? event->data.mapping_start.tag : event->data.sequence_start.tag);
    const yaml_char_t *anchor =
        map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;
    bool flow = map ? event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                    : event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    bool as_text = false;
    if (!tag_known(tag, map ? map_names : list_names, &as_text))
        return unknown_tag(reader, event, tag);
    if (wants_key(reader))
        return refuse(reader, "E0120", event, "a key must be a text", "put the key in quotes");
    if (!build_open(reader->builder, map ? DOC_MAP : DOC_LIST, flow,
                    offset_of(reader, event->start_mark)))
        return false;
    struct build_frame *frame = build_top(reader->builder);
    frame->anchor = open_anchor(reader, anchor);
    frame->shared = anchor != NULL;
    return true;
}

static bool on_close(struct reader *reader, const yaml_event_t *event)
{
    const char *anchor = build_top(reader->builder)->anchor;
    struct doc_node node = build_close(reader->builder, offset_of(reader, event->end_mark));
    size_t nodes = reader->builder->last_nodes;
    if (anchor)
        keep_anchor(reader, anchor, node, nodes);
    build_value(reader->builder, node, nodes);
    return true;
}

static bool on_event(struct reader *reader, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return on_scalar(reader, event);
    case YAML_ALIAS_EVENT:
        return on_alias(reader, event);
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
        return on_open(reader, event, event->type == YAML_MAPPING_START_EVENT);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        return on_close(reader, event);
    case YAML_DOCUMENT_START_EVENT:
        if (reader->builder->has_root)
            return refuse(reader, "E0120", event, "a second document begins here",
                          "one file holds one plan; use include for more files");
        return true;
    default:
        return true;
    }
}

static bool read_events(struct reader *reader)
{
    for (;;) {
        yaml_event_t event;
        reader->builder->doc->events++;
        if (!yaml_parser_parse(&reader->parser, &event))
            return syntax_error(reader);
        bool last = event.type == YAML_STREAM_END_EVENT;
        bool ok = on_event(reader, &event);
        yaml_event_delete(&event);
        if (!ok || last)
            return ok;
    }
}

bool doc_read_yaml(struct builder *builder)
{
    const struct doc_text *source = builder->doc->source;
    cleanup_arena struct arena *scratch = arena_new();
    struct reader reader = {.builder = builder, .scratch = scratch, .anchors = map_new(scratch)};
    index_points(&reader);
    if (!yaml_parser_initialize(&reader.parser))
        BUG("out of memory");
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)source->bytes, source->len);
    bool ok = read_events(&reader);
    yaml_parser_delete(&reader.parser);
    return ok;
}
