/* YAML or JSON bytes → one positioned tree. Both formats give the same tree for the same values;
 * nobody above this floor knows which one was read.
 *
 * Syntax errors, duplicate keys and broken ceilings are data, not errors. Places are
 * worked out when somebody asks, so that a tree of a big plan stays small. */
#ifndef ROADMAP_DOC_DOC_H
#define ROADMAP_DOC_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/vec.h"

enum doc_type { DOC_NULL, DOC_BOOL, DOC_INT, DOC_REAL, DOC_STRING, DOC_MAP, DOC_LIST };

enum doc_format { DOC_JSON, DOC_YAML };

struct doc_entry;

/* Maps have entries, lists have items, scalars have their text as written (strings: decoded).
 * YAML: only `true`, `false` (any of the three cases of the 1.2 core schema), `null`, `~`, nothing,
 * plain decimal integers without leading zeros and plain decimals without exponent are not
 * strings, so 5319e7, 000000, no, on and 2026-02-02 are. */
struct doc_node {
    uint8_t type;   /* enum doc_type; small, for a plan has many nodes */
    bool flow;      /* a map or list in [] or {} */
    bool shared;    /* reached through an alias, an anchor or a `<<`: not to be edited in place */
    uint32_t count; /* of entries or items */
    uint32_t begin, end; /* bytes of the source, end exclusive; no blanks behind the value */
    const char *text; /* scalars: doc_truth and the like say what it means; NULL for the others */
    union {
        struct doc_entry *entries;
        struct doc_node *items;
    };
};

struct doc_entry {
    const char *key;
    uint32_t key_begin, key_end;
    struct doc_node value;
};

#define DOC_BOM "\xEF\xBB\xBF"

/* One file that was read, without a BOM, NUL-terminated. */
struct doc_text {
    const char *path;
    const char *bytes;
    size_t len;
    bool bom; /* there was one */
};

/* Lines and columns start at 1, columns and the width (at least 1) count code points. */
struct doc_place {
    uint32_t line, col, width;
    uint32_t offset; /* bytes */
};

/* Why a text cannot be read, or not as it is. */
struct doc_problem {
    const char *code; /* static: E0101, E0102, E0117 to E0121 of spec/codes.h */
    struct doc_place place;
    const char *message, *help; /* help may be NULL */
};

struct doc_problems {
    VEC(struct doc_problem) list; /* at most LIMIT_DIAGS */
    size_t count;                 /* all of them */
};

struct doc {
    const struct doc_text *source;
    enum doc_format format;
    struct doc_node root;
    size_t events;         /* parser events until the end, or until it was refused */
    const uint32_t *lines; /* offsets at which lines begin */
    uint32_t line_count;
    uint32_t *hint; /* the line that was asked for last: questions come in order */
    bool ascii;
    bool aliased; /* some value stands in more than one place */
};

/* A text for doc_read. `bytes` must be NUL-terminated and live in the arena. */
struct doc_text *doc_text_new(struct arena *arena, const char *path, char *bytes, size_t len);
/* By the name's end: .json is JSON, .yaml and .yml are YAML; false for any other. */
bool doc_format_of(const char *path, enum doc_format *format);
/* NULL when the text cannot be read as the format; the reason then stands in `problems`. Duplicate
 * keys are problems too, and the first one is kept. `events` (may be NULL) gets the number of
 * parser events, also when the text is refused. */
struct doc *doc_read(struct arena *arena, const struct doc_text *source, enum doc_format format,
                     struct doc_problems *problems, size_t *events);
/* The same with the tree in `nodes`, which may go before the texts that it holds: those are in
 * `arena`. */
struct doc *doc_read_apart(struct arena *arena, struct arena *nodes, const struct doc_text *source,
                           enum doc_format format, struct doc_problems *problems, size_t *events);

/* Where it stands. The width of what spans lines ends with its first line. */
struct doc_place doc_place(const struct doc *doc, const struct doc_node *node);
struct doc_place doc_key_place(const struct doc *doc, const struct doc_entry *entry);
struct doc_place doc_place_of(const struct doc *doc, size_t begin, size_t end);

/* What a DOC_BOOL, a DOC_INT, a DOC_INT or DOC_REAL says. */
bool doc_truth(const struct doc_node *node);
int64_t doc_integer(const struct doc_node *node);
double doc_real(const struct doc_node *node);
/* The value of a key, or NULL; linear. */
const struct doc_node *doc_get(const struct doc_node *map, const char *key);
/* "text", "a list", "null", "the number 12" … for messages. */
const char *doc_describe(struct arena *arena, const struct doc_node *node);
/* Compact, keys sorted by bytes, numbers as written; NULL when longer than LIMIT_DOC_SCALAR_BYTES
 * (aliases can make a small file large). */
char *doc_canonical_json(struct arena *arena, const struct doc_node *node);

#endif
