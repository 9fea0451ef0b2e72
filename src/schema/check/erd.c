#include "schema/check/erd.h"

#include <string.h>
#include <strings.h>

#include "base/map.h"
#include "base/str.h"
#include "schema/check/markdown.h"
#include "schema/sql/sql_normal.h"

struct reading {
    struct arena *arena;
    enum erd_format format;
    struct erd *erd;
    struct erd_entity *open; /* whose columns stand here; NULL: none */
    uint32_t line;
};

/* What is left of a line. */
struct rest {
    const char *at;
    size_t len;
};

static void skip(struct rest *rest, size_t len)
{
    rest->at += len;
    rest->len -= len;
    text_trim(&rest->at, &rest->len);
}

static bool begins(const struct rest *rest, const char *text)
{
    const size_t len = strlen(text);
    return rest->len >= len && strncasecmp(rest->at, text, len) == 0;
}

static bool is_name_byte(char c)
{
    return c == '_' || c == '.' || c == '$' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (c & 0x80);
}

/* A word, or anything in quotes; NULL: neither is here. */
static const char *take_name(struct reading *reading, struct rest *rest)
{
    size_t len = 0;
    if (rest->len > 1 && (*rest->at == '"' || *rest->at == '`')) {
        const char *end = memchr(rest->at + 1, *rest->at, rest->len - 1);
        if (!end)
            return NULL;
        const char *name =
            arena_strndup(reading->arena, rest->at + 1, (size_t)(end - rest->at) - 1);
        skip(rest, (size_t)(end - rest->at) + 1);
        return name;
    }
    while (len < rest->len && is_name_byte(rest->at[len]))
        len++;
    if (len == 0)
        return NULL;
    const char *name = arena_strndup(reading->arena, rest->at, len);
    skip(rest, len);
    return name;
}

static bool take_word(struct rest *rest, const char *word)
{
    const size_t len = strlen(word);
    if (!begins(rest, word) || (rest->len > len && is_name_byte(rest->at[len])))
        return false;
    skip(rest, len);
    return true;
}

const struct erd_entity *erd_entity(const struct erd *erd, const char *name)
{
    return map_get(erd->names, sql_fold_name(erd->arena, name));
}

/* The first one that has a name keeps it. */
static struct erd_entity *add_entity(struct reading *reading, const char *name, const char *label)
{
    struct erd *erd = reading->erd;
    const char *key = sql_fold_name(reading->arena, name);
    struct erd_entity *entity = map_get(erd->names, key);
    if (entity)
        return entity;
    entity = ARENA_NEW(reading->arena, struct erd_entity);
    *entity = (struct erd_entity){.name = name, .label = label, .line = reading->line};
    VEC_PUSH(reading->arena, &erd->entities, entity);
    (void)map_put(erd->names, key, entity);
    if (label && !map_has(erd->names, sql_fold_name(reading->arena, label)))
        (void)map_put(erd->names, sql_fold_name(reading->arena, label), entity);
    return entity;
}

/* Between two names: signs without a blank with a line among them, maybe with a word ("-down->").
 */
static bool take_arrow(struct rest *rest)
{
    size_t len = 0, strokes = 0;
    while (len < rest->len && rest->at[len] != ' ' && rest->at[len] != '\t' &&
           rest->at[len] != '"') {
        const char c = rest->at[len];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter && c != 'o' && c != 'x' && strokes == 0)
            return false;
        if (!letter && !strchr("-.|{}<>*+#^[],()", c))
            return false;
        strokes += c == '-' || c == '.';
        len++;
    }
    if (strokes == 0)
        return false;
    skip(rest, len);
    return true;
}

/* Entities that only lines name are drawn too. */
static bool read_edge(struct reading *reading, struct rest rest)
{
    const char *from = take_name(reading, &rest);
    if (!from)
        return false;
    if (reading->format == ERD_PLANTUML && rest.len > 0 && *rest.at == '"')
        (void)take_name(reading, &rest); /* how many */
    if (!take_arrow(&rest))
        return false;
    if (reading->format == ERD_PLANTUML && rest.len > 0 && *rest.at == '"' &&
        memchr(rest.at + 1, '"', rest.len - 1)) {
        struct rest after = rest;
        (void)take_name(reading, &after);
        if (after.len > 0 && *after.at != ':')
            rest = after;
    }
    const char *to = take_name(reading, &rest);
    if (!to)
        return false;
    const struct erd_edge edge = {from, to, reading->line};
    VEC_PUSH(reading->arena, &reading->erd->edges, edge);
    return true;
}

/* ---------------------------------------------------------------------------------- PlantUML */

static void plantuml_column(struct reading *reading, struct rest rest)
{
    static const char *const macros[] = {"primary_key", "foreign_key", "column", NULL};
    while (rest.len > 0 && strchr("*+-#~", *rest.at))
        skip(&rest, 1);
    if (begins(&rest, "{field}"))
        skip(&rest, strlen("{field}"));
    const char *name = take_name(reading, &rest);
    for (size_t i = 0; name && macros[i]; i++)
        if (strcasecmp(name, macros[i]) == 0 && rest.len > 0 && *rest.at == '(') {
            skip(&rest, 1);
            name = take_name(reading, &rest);
        }
    if (name && !(rest.len > 0 && *rest.at == '(')) /* a method is no column */
        strlist_add(reading->arena, &reading->open->columns, name);
}

static bool plantuml_entity(struct reading *reading, struct rest rest)
{
    static const char *const words[] = {"entity", "table", "class", NULL};
    size_t i = 0;
    while (words[i] && !take_word(&rest, words[i]))
        i++;
    if (!words[i])
        return false;
    if (rest.len > 0 && *rest.at == '(')
        skip(&rest, 1);
    const char *name = take_name(reading, &rest), *label = NULL;
    if (!name)
        return false;
    if (take_word(&rest, "as"))
        label = take_name(reading, &rest);
    struct erd_entity *entity = add_entity(reading, name, label);
    if (memchr(rest.at, '{', rest.len) && !memchr(rest.at, '}', rest.len))
        reading->open = entity;
    return true;
}

static void plantuml_line(struct reading *reading, struct rest rest)
{
    if (begins(&rest, "@start"))
        reading->erd->found = true;
    if (rest.len == 0 || *rest.at == '\'' || *rest.at == '@')
        return;
    if (reading->open && *rest.at == '}')
        reading->open = NULL;
    else if (reading->open)
        plantuml_column(reading, rest);
    else if (!plantuml_entity(reading, rest))
        (void)read_edge(reading, rest);
}

/* ----------------------------------------------------------------------------------- Mermaid */

/* `text title PK "words"` */
static void mermaid_column(struct reading *reading, struct rest rest)
{
    size_t type = 0;
    while (type < rest.len && rest.at[type] != ' ' && rest.at[type] != '\t')
        type++;
    skip(&rest, type);
    const char *name = take_name(reading, &rest);
    if (name)
        strlist_add(reading->arena, &reading->open->columns, name);
}

/* `NAME {`, `NAME["Label"] {`, or the name alone. */
static void mermaid_entity(struct reading *reading, struct rest rest)
{
    const char *name = take_name(reading, &rest), *label = NULL;
    if (!name)
        return;
    if (rest.len > 0 && *rest.at == '[') {
        skip(&rest, 1);
        label = take_name(reading, &rest);
        if (rest.len > 0 && *rest.at == ']')
            skip(&rest, 1);
    }
    if (rest.len > 0 && *rest.at != '{')
        return;
    struct erd_entity *entity = add_entity(reading, name, label);
    if (rest.len > 0 && !memchr(rest.at, '}', rest.len))
        reading->open = entity;
}

static void mermaid_line(struct reading *reading, struct rest rest)
{
    if (take_word(&rest, "erDiagram"))
        reading->erd->found = true;
    if (!reading->erd->found || rest.len == 0 || begins(&rest, "%%") || begins(&rest, "title ") ||
        begins(&rest, "direction "))
        return;
    if (reading->open && *rest.at == '}')
        reading->open = NULL;
    else if (reading->open)
        mermaid_column(reading, rest);
    else if (!read_edge(reading, rest))
        mermaid_entity(reading, rest);
}

/* --------------------------------------------------------------------------------------- DOT */

static void dot_line(struct reading *reading, struct rest rest)
{
    static const char *const words[] = {"node", "edge", "subgraph", "label", "rankdir", NULL};
    if (take_word(&rest, "digraph") || take_word(&rest, "graph")) {
        reading->erd->found = true;
        return;
    }
    if (!reading->erd->found || begins(&rest, "//") || begins(&rest, "#"))
        return;
    for (size_t i = 0; words[i]; i++)
        if (take_word(&rest, words[i]))
            return;
    struct rest after = rest;
    const char *name = take_name(reading, &after);
    /* a port is a column: "event":account */
    const bool port = name && after.len > 0 && *after.at == ':';
    if (port)
        skip(&after, strcspn(after.at, " \t"));
    if (name && take_arrow(&after)) {
        const char *to = take_name(reading, &after);
        const struct erd_edge edge = {name, to, reading->line};
        if (to)
            VEC_PUSH(reading->arena, &reading->erd->edges, edge);
    } else if (name && (after.len == 0 || *after.at == '[' || *after.at == ';')) {
        (void)add_entity(reading, name, NULL);
    }
}

/* --------------------------------------------------------------------------------- the whole */

enum erd_format erd_format_of(const char *path)
{
    static const struct {
        const char *end;
        enum erd_format format;
    } ends[] = {
        {".puml", ERD_PLANTUML},   {".plantuml", ERD_PLANTUML},
        {".iuml", ERD_PLANTUML},   {".mmd", ERD_MERMAID},
        {".mermaid", ERD_MERMAID}, {".md", ERD_MERMAID},
        {".dot", ERD_DOT},         {".gv", ERD_DOT},
    };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (text_ends(path, ends[i].end))
            return ends[i].format;
    return ERD_BY_NAME;
}

static void read_line(struct reading *reading, const char *at, size_t len, uint32_t no)
{
    struct rest rest = {at, len};
    text_trim(&rest.at, &rest.len);
    reading->line = no;
    if (reading->format == ERD_PLANTUML)
        plantuml_line(reading, rest);
    else if (reading->format == ERD_MERMAID)
        mermaid_line(reading, rest);
    else
        dot_line(reading, rest);
}

/* What an edge names and nothing describes is drawn all the same. */
static void add_ends(struct reading *reading)
{
    for (size_t i = 0; i < reading->erd->edges.len; i++) {
        const struct erd_edge *edge = &reading->erd->edges.items[i];
        reading->line = edge->line;
        if (!erd_entity(reading->erd, edge->from))
            (void)add_entity(reading, edge->from, NULL);
        if (!erd_entity(reading->erd, edge->to))
            (void)add_entity(reading, edge->to, NULL);
    }
}

void erd_read(struct arena *arena, enum erd_format format, const struct migration_file *file,
              struct erd *erd)
{
    struct reading reading = {.arena = arena, .format = format, .erd = erd};
    *erd = (struct erd){.arena = arena, .names = map_new(arena)};
    if (text_ends(file->path, ".md")) {
        struct markdown markdown = markdown_of(file->bytes, file->len);
        struct markdown_line line;
        bool any = false;
        while (markdown_next(&markdown, &line)) {
            any |= erd->found;
            if (line.fenced && line.len > 0) {
                read_line(&reading, line.text, line.len, line.no);
            } else { /* each fence is a diagram or something else */
                erd->found = false;
                reading.open = NULL;
            }
        }
        erd->found |= any;
    } else {
        struct text_line line = text_lines(file->bytes, file->len);
        while (text_line_next(&line))
            read_line(&reading, line.at, line.len, line.no);
    }
    add_ends(&reading);
}
