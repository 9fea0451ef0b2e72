/* What the parts of the editor share. Internal to doc. */
#ifndef ROADMAP_DOC_EDIT_INNER_H
#define ROADMAP_DOC_EDIT_INNER_H

#include "base/str.h"
#include "doc/edit.h"

/* How a file is written. */
struct edit_style {
    enum doc_format format;
    const char *nl;
    const char *unit;  /* JSON: one level of indentation; NULL = all in one line */
    const char *colon; /* JSON: behind a key, ":" or ": " */
    const char *comma; /* between values of one line: "," or ", " */
    bool escape;       /* JSON: everything but ASCII is escaped */
    bool inline_lists; /* JSON: lists of scalars stand in one line */
    size_t map_step;   /* YAML: columns that a map moves in below its key */
    size_t list_step;  /* YAML: the same for the dashes of a list */
};

/* How a scalar is quoted. */
enum edit_quote { QUOTE_ANY, QUOTE_PLAIN, QUOTE_SINGLE, QUOTE_DOUBLE, QUOTE_LITERAL, QUOTE_FOLDED };

/* Where a scalar goes. */
struct edit_spot {
    enum edit_quote quote; /* of the one that stood there */
    bool flow;             /* inside [] or {} */
    bool open;             /* nothing follows in its line: a block scalar may stand here */
    bool date;             /* a plain date stood there: another may */
    size_t column;         /* of the key or dash it belongs to */
    size_t inner;          /* columns of the lines of a block scalar */
    const char *comment;   /* behind the header of a block scalar, with its blanks; NULL */
};

/* A value that was or is a child of a container, in the order of the new text. */
struct edit_child {
    const char *key; /* maps */
    const struct doc_entry *entry;
    struct edit_node *node;
    bool dropped;
    bool merged; /* out of a `<<`: it stands somewhere else */
};

struct edit_node {
    struct edit *edit;
    const struct doc_node *old; /* NULL: it is new, and `set` is its value */
    const struct doc_node *set;
    bool shared; /* it, or what it stands in */
    bool opened;
    VEC(struct edit_child) children; /* when opened; dropped ones are still there */
};

struct edit_patch {
    size_t begin, end;
    const char *text;
    size_t order;
};

struct edit {
    struct arena *arena;
    const struct doc *doc;
    struct edit_style style;
    struct edit_node *root;
    VEC(struct edit_patch) patches;
    const struct doc_node *refused; /* the first value that cannot be edited */
    const char *reason;
};

/* ---- edit_value.c ---- */

bool edit_is_container(const struct doc_node *value);

/* ---- edit.c ---- */

bool edit_node_changed(const struct edit_node *node);
/* It was read, and stands in this container. */
bool edit_is_own(const struct edit_child *child);
/* Remembers the first. */
void edit_refuse(struct edit *edit, const struct doc_node *where, const char *reason);

/* ---- edit_style.c ---- */

struct edit_style edit_style_of(struct arena *arena, const struct doc *doc);
struct edit_style edit_style_new(enum doc_format format);

/* ---- edit_text.c: bytes and lines ---- */

/* Before the line's ending. */
size_t edit_line_end(const struct doc *doc, size_t at);
/* Behind the line's ending. */
size_t edit_line_next(const struct doc *doc, size_t at);
size_t edit_line_start(const struct doc *doc, size_t at);
/* In code points, from 0. */
size_t edit_column(const struct doc *doc, size_t at);
/* Only blanks (and line ends) between two offsets. */
bool edit_blank(const struct doc *doc, size_t begin, size_t end);
/* The end of the line in which a value ends; where blank lines are part of it, of the last one. */
size_t edit_value_line_end(const struct doc *doc, const struct doc_node *node, size_t end);
void edit_add_patch(struct edit *edit, size_t begin, size_t end, const char *text);

/* ---- edit_scalar.c ---- */

void edit_yaml_scalar(struct str *out, const struct edit_style *style, const struct doc_node *value,
                      const struct edit_spot *spot);
/* How the value of `node` is quoted, and where it stands: column and comment of a block scalar. */
void edit_spot_of(struct edit *edit, const struct doc_node *node, size_t column,
                  struct edit_spot *spot);

/* ---- edit_emit.c ---- */

/* A value behind "key:" (`behind_key`, with the blank or line end in front) or behind "- ".
 * `spot->column` is that of the key or dash. */
void edit_emit_yaml(struct str *out, const struct edit_style *style, const struct doc_node *value,
                    const struct edit_spot *spot, bool behind_key);
/* key: value … of a block map whose keys stand in `column`, without the first indentation. */
void edit_emit_entry(struct str *out, const struct edit_style *style, const char *key,
                     const struct doc_node *value, size_t column);
/* "- value" of a block list, without indentation. */
void edit_emit_item(struct str *out, const struct edit_style *style, const struct doc_node *value,
                    size_t column);
/* A value inside [] or {}, YAML or JSON; `indent`: the blanks that its line begins with. */
void edit_emit_flow(struct str *out, const struct edit_style *style, const struct doc_node *value,
                    const char *indent);
void edit_emit_flow_entry(struct str *out, const struct edit_style *style, const char *key,
                          const struct doc_node *value, const char *indent);

/* ---- edit_block.c, edit_flow.c ---- */

/* The patches of a value in a block collection; `entry` NULL: an item, or the root. `column`: of
 * the key or dash. */
void edit_patch_node(struct edit_node *node, const struct doc_entry *entry, size_t column);
/* The same of an opened [] or {}. */
void edit_patch_flow(struct edit_node *node);

/* ---- edit_check.c ---- */

nodiscard enum code edit_apply(struct edit *edit, char **bytes, size_t *len, struct err *err);
/* The bytes read as the old tree with the edits. */
bool edit_check(const struct edit *edit, const char *bytes, size_t len);

#endif
