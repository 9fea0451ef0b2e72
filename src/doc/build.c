#include "doc/build.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"

/* Up to here pairs of keys are compared one by one, beyond it a map is made. */
#define DUPLICATES_BY_PAIRS 16
#define INTERN_MAX_BYTES 32

const char build_merge_key[] = "<<";

void build_init(struct builder *builder, struct arena *arena, struct arena *nodes, struct doc *doc,
                struct doc_problems *problems)
{
    *builder = (struct builder){.arena = arena, .nodes = nodes, .doc = doc, .problems = problems};
}

void build_release(struct builder *builder)
{
    free(builder->stack);
    builder->stack = NULL;
}

void build_error(struct builder *builder, const char *code, size_t begin, size_t end,
                 const char *message, const char *help)
{
    builder->problems->count++;
    if (builder->problems->list.len >= LIMIT_DIAGS)
        return;
    VEC_PUSH(builder->arena, &builder->problems->list,
             (struct doc_problem){.code = code,
                                  .place = doc_place_of(builder->doc, begin, end),
                                  .message = message,
                                  .help = help});
}

struct build_frame *build_top(struct builder *builder)
{
    return builder->depth ? &builder->frames[builder->depth - 1] : NULL;
}

bool build_open(struct builder *builder, enum doc_type type, bool flow, size_t begin)
{
    if (builder->depth == LIMIT_DOC_DEPTH) {
        char *message =
            arena_printf(builder->arena, "nested deeper than %d levels", LIMIT_DOC_DEPTH);
        build_error(builder, "E0117", begin, begin + 1, message,
                    "a plan needs fewer than 10; look for brackets that are not closed");
        return false;
    }
    builder->frames[builder->depth++] = (struct build_frame){.type = (uint8_t)type,
                                                             .flow = flow,
                                                             .begin = (uint32_t)begin,
                                                             .first = builder->len,
                                                             .nodes = 1};
    return true;
}

static void push(struct builder *builder, struct doc_entry entry)
{
    if (builder->len == builder->cap) {
        size_t cap = builder->cap ? builder->cap * 2 : 256;
        struct doc_entry *stack = realloc(builder->stack, cap * sizeof *stack);
        if (!stack)
            BUG("out of memory");
        builder->stack = stack;
        builder->cap = cap;
    }
    builder->stack[builder->len++] = entry;
}

void build_value(struct builder *builder, struct doc_node node, size_t nodes)
{
    struct build_frame *frame = build_top(builder);
    if (!frame) {
        builder->doc->root = node;
        builder->has_root = true;
        return;
    }
    frame->nodes += nodes;
    frame->has_key = false;
    push(builder, (struct doc_entry){.key = frame->key,
                                     .key_begin = frame->key_begin,
                                     .key_end = frame->key_end,
                                     .value = node});
}

void build_key(struct builder *builder, const char *key, size_t begin, size_t end)
{
    struct build_frame *frame = build_top(builder);
    frame->key = key;
    frame->key_begin = (uint32_t)begin;
    frame->key_end = (uint32_t)end;
    frame->has_key = true;
}

char *build_text(struct builder *builder, const char *text, size_t len)
{
    char *copy = arena_text(builder->arena, len);
    memcpy(copy, text, len);
    return copy;
}

const char *build_intern(struct builder *builder, const char *text, size_t len)
{
    if (len > INTERN_MAX_BYTES)
        return build_text(builder, text, len);
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    const char **slot = &builder->keys[hash % BUILD_KEY_SLOTS];
    if (!*slot || strncmp(*slot, text, len) != 0 || (*slot)[len])
        *slot = build_text(builder, text, len);
    return *slot;
}

static void report_duplicate(struct builder *builder, const struct doc_entry *first,
                             const struct doc_entry *again)
{
    struct doc_place place = doc_place_of(builder->doc, first->key_begin, first->key_end);
    char *message = arena_printf(builder->arena, "the key '%s' is here twice", again->key);
    char *help = arena_printf(builder->arena, "the first one stands in line %u; keep one of them",
                              (unsigned)place.line);
    build_error(builder, "E0102", again->key_begin, again->key_end, message, help);
}

static bool same_key(const struct doc_entry *a, const struct doc_entry *b)
{
    return a->key == b->key || (a->key[0] == b->key[0] && strcmp(a->key, b->key) == 0);
}

/* The earlier entry with the same key among entries[0 … i), or NULL. */
static struct doc_entry *earlier(struct doc_entry *entries, size_t i, struct map *seen)
{
    if (seen) {
        struct doc_entry *found = map_get(seen, entries[i].key);
        if (!found)
            map_put(seen, entries[i].key, &entries[i]);
        return found;
    }
    for (size_t j = 0; j < i; j++) {
        if (same_key(&entries[j], &entries[i]))
            return &entries[j];
    }
    return NULL;
}

static void add_merged(struct builder *builder, const struct doc_node *from)
{
    for (uint32_t i = 0; i < from->count; i++) {
        struct doc_entry entry = from->entries[i];
        entry.value.shared = true;
        push(builder, entry);
    }
}

/* `<<` entries become the entries of the maps they name, behind the map's own ones: the first of
 * equal keys wins without being a duplicate. Gives the number of own entries. */
static size_t expand_merges(struct builder *builder, size_t first)
{
    size_t len = builder->len;
    cleanup_arena struct arena *scratch = NULL;
    struct doc_entry *merges = NULL;
    size_t merge_count = 0;
    size_t own = first;
    for (size_t i = first; i < len; i++) {
        if (builder->stack[i].key != build_merge_key) {
            builder->stack[own++] = builder->stack[i];
            continue;
        }
        if (!scratch) {
            scratch = arena_new();
            merges = arena_calloc(scratch, len - i, sizeof *merges);
        }
        BUG_UNLESS(merges);
        merges[merge_count++] = builder->stack[i];
    }
    builder->len = own;
    for (size_t i = 0; i < merge_count; i++) {
        const struct doc_node *value = &merges[i].value;
        if (value->type == DOC_MAP) {
            add_merged(builder, value);
        } else if (value->type == DOC_LIST) {
            for (uint32_t j = 0; j < value->count; j++) {
                if (value->items[j].type == DOC_MAP)
                    add_merged(builder, &value->items[j]);
            }
        } else {
            build_error(builder, "E0120", value->begin, value->end,
                        "'<<' merges maps, and this is none", "write <<: *NAME of a map");
        }
    }
    return own - first;
}

static void close_map(struct builder *builder, size_t first, struct doc_node *node)
{
    size_t own = expand_merges(builder, first);
    size_t count = builder->len - first;
    struct doc_entry *entries = arena_calloc(builder->nodes, count, sizeof *entries);
    cleanup_arena struct arena *scratch = NULL;
    struct map *seen = NULL;
    if (count > DUPLICATES_BY_PAIRS) {
        scratch = arena_new();
        seen = map_new(scratch);
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        entries[kept] = builder->stack[first + i];
        struct doc_entry *before = earlier(entries, kept, seen);
        if (!before)
            kept++;
        else if (i < own)
            report_duplicate(builder, before, &entries[kept]);
    }
    node->entries = entries;
    node->count = (uint32_t)kept;
}

static void close_list(struct builder *builder, size_t first, struct doc_node *node)
{
    size_t count = builder->len - first;
    node->items = arena_calloc(builder->nodes, count, sizeof *node->items);
    for (size_t i = 0; i < count; i++)
        node->items[i] = builder->stack[first + i].value;
    node->count = (uint32_t)count;
}

struct doc_node build_close(struct builder *builder, size_t end)
{
    struct build_frame *frame = build_top(builder);
    BUG_UNLESS(frame);
    struct doc_node node = {.type = frame->type,
                            .flow = frame->flow,
                            .shared = frame->shared,
                            .begin = frame->begin,
                            .end = (uint32_t)end};
    if (!frame->flow && builder->len > frame->first) {
        /* The parser ends a block at the next token, behind comments and blank lines. */
        const struct doc_entry *last = &builder->stack[builder->len - 1];
        bool bare = frame->type == DOC_MAP && last->value.end < last->key_end;
        node.end = bare ? last->key_end : last->value.end;
    }
    if (frame->type == DOC_MAP)
        close_map(builder, frame->first, &node);
    else
        close_list(builder, frame->first, &node);
    builder->len = frame->first;
    builder->last_nodes = frame->nodes;
    builder->depth--;
    return node;
}

void build_number(struct doc_node *node, const char *text)
{
    node->text = text;
    if (!strpbrk(text, ".eE")) {
        errno = 0;
        (void)strtoll(text, NULL, 10);
        if (errno == 0) {
            node->type = DOC_INT;
            return;
        }
    }
    node->type = DOC_REAL;
}
