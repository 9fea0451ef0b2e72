#include "app/session/check_define.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "doc/doc.h"
#include "schema/check/check_params.h"

/* Files are read again only when there is something to point at. */
struct definer {
    struct arena *arena;
    struct diags *diags;
    const struct source *source; /* of `doc` */
    struct doc *doc;             /* NULL: cannot be read again */
};

static struct doc *doc_again(struct definer *definer, const struct source *source)
{
    enum doc_format format = DOC_YAML;
    struct doc_problems problems = {0};
    if (definer->source == source)
        return definer->doc;
    (void)doc_format_of(source->path, &format);
    char *bytes = arena_strndup(definer->arena, source->bytes, source->len);
    const struct doc_text *text = doc_text_new(definer->arena, source->path, bytes, source->len);
    definer->source = source;
    definer->doc = doc_read(definer->arena, text, format, &problems, NULL);
    return definer->doc;
}

/* The node that begins at the byte and is a map. */
static const struct doc_node *map_at(const struct doc_node *node, uint32_t begin)
{
    if (node->type == DOC_MAP && node->begin == begin)
        return node;
    for (uint32_t i = 0; i < node->count; i++) {
        if (node->type != DOC_MAP && node->type != DOC_LIST)
            break;
        const struct doc_node *child =
            node->type == DOC_MAP ? &node->entries[i].value : &node->items[i];
        const struct doc_node *found =
            child->begin <= begin && begin < child->end ? map_at(child, begin) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

static const struct doc_entry *entry_of(const struct doc_node *map, const char *key)
{
    for (uint32_t i = 0; map->type == DOC_MAP && i < map->count; i++)
        if (strcmp(map->entries[i].key, key) == 0)
            return &map->entries[i];
    return NULL;
}

/* One step of a JSON pointer, without its escapes. */
static char *step(struct arena *arena, const char **pointer)
{
    const char *at = *pointer + 1;
    const size_t len = strcspn(at, "/");
    char *text = arena_text(arena, len);
    size_t out = 0;
    for (size_t i = 0; i < len; i++) {
        const bool escaped = at[i] == '~' && i + 1 < len;
        text[out++] = !escaped ? at[i] : at[i + 1] == '1' ? '/' : '~';
        i += escaped;
    }
    *pointer = at + len;
    return text;
}

/* As near to the place as the file has it. */
static struct doc_place find_place(struct definer *definer, const struct doc_node *check,
                                   const char *kind, const struct params_problem *problem)
{
    const struct doc_entry *entry = entry_of(check, kind);
    const char *pointer = problem->where;
    if (!entry)
        return doc_place(definer->doc, check);
    const struct doc_node *node = &entry->value;
    while (*pointer == '/') {
        const char *name = step(definer->arena, &pointer);
        const struct doc_entry *next = entry_of(node, name);
        const size_t index = (size_t)strtoul(name, NULL, 10);
        if (next) {
            entry = next;
            node = &next->value;
        } else if (node->type == DOC_LIST && index < node->count) {
            entry = NULL;
            node = &node->items[index];
        } else {
            break;
        }
    }
    const bool at_key = problem->at_key || node->begin == node->end;
    return entry && at_key ? doc_key_place(definer->doc, entry) : doc_place(definer->doc, node);
}

static void say(struct definer *definer, const struct plan_check *check,
                const struct params_problem *problem)
{
    const struct source *source = check->spot.source;
    struct doc *doc = source ? doc_again(definer, source) : NULL;
    const struct doc_node *node = doc ? map_at(&doc->root, check->spot.begin) : NULL;
    struct pos pos = {0};
    if (node) {
        const struct doc_place place = find_place(definer, node, check->kind, problem);
        pos = (struct pos){source, place.line, place.col, place.width, place.offset};
    }
    diags_add(definer->arena, definer->diags, SEVERITY_ERROR, problem->at_key ? "E0103" : "E0104",
              pos, problem->message, problem->help);
}

void check_define(struct arena *arena, const struct plan *plan, struct diags *diags)
{
    struct definer definer = {.arena = arena, .diags = diags};
    const size_t before = diags->len;
    for (size_t i = 0; i < plan->issues.len; i++) {
        const struct plan_issue *issue = &plan->issues.items[i];
        for (size_t k = 0; k < issue->checks.len; k++) {
            const struct plan_check *check = &issue->checks.items[k];
            struct check_params params;
            struct params_problem problem = {0};
            enum check_kind kind;
            if (check->params && check_kind_parse(check->kind, &kind) &&
                !check_params_read(arena, kind, check->params, &params, &problem))
                say(&definer, check, &problem);
        }
    }
    if (diags->len > before)
        diags_sort(diags);
}
