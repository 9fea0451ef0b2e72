/* The tree under construction, shared by the JSON and the YAML reader: nesting, duplicate keys,
 * merge keys, and memory that is exactly as large as the tree. Internal to doc. */
#ifndef ROADMAP_DOC_BUILD_H
#define ROADMAP_DOC_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "doc/doc.h"

#define BUILD_KEY_SLOTS 256

struct build_frame {
    uint8_t type; /* DOC_MAP or DOC_LIST */
    bool flow, shared, has_key;
    uint32_t begin;
    size_t first; /* its first child on the stack */
    size_t nodes; /* in it so far, what aliases stand for included */
    const char *key;
    uint32_t key_begin, key_end;
    const char *anchor;
};

struct builder {
    struct arena *arena;
    struct arena *nodes; /* entries and items; the same, or one that goes earlier */
    struct doc_problems *problems;
    struct doc *doc;
    struct doc_entry *stack; /* heap; children whose container is still open */
    size_t len, cap;
    struct build_frame frames[LIMIT_DOC_DEPTH];
    size_t depth;
    bool has_root;
    size_t last_nodes; /* of the container closed last */
    const char *keys[BUILD_KEY_SLOTS];
};

/* The key of an entry whose value is to be merged in; compared by address. */
extern const char build_merge_key[];

void build_init(struct builder *builder, struct arena *arena, struct arena *nodes, struct doc *doc,
                struct doc_problems *problems);
void build_release(struct builder *builder);

/* Adds an error at a byte range. */
void build_error(struct builder *builder, const char *code, size_t begin, size_t end,
                 const char *message, const char *help);
/* False (and a diagnostic) when it is nested too deeply. */
bool build_open(struct builder *builder, enum doc_type type, bool flow, size_t begin);
/* Gives the finished node. */
struct doc_node build_close(struct builder *builder, size_t end);
/* A copy; the length is known, so nothing looks for the end. */
char *build_text(struct builder *builder, const char *text, size_t len);
/* One copy of each short key. */
const char *build_intern(struct builder *builder, const char *text, size_t len);
void build_key(struct builder *builder, const char *key, size_t begin, size_t end);
/* A finished value that counts as `nodes` nodes, into the open container or as the root. */
void build_value(struct builder *builder, struct doc_node node, size_t nodes);
/* The frame of the open container; NULL at the top. */
struct build_frame *build_top(struct builder *builder);
/* Sets int, real or string from a number as written. */
void build_number(struct doc_node *node, const char *text);

bool doc_read_json(struct builder *builder);
bool doc_read_yaml(struct builder *builder);

#endif
