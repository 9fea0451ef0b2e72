/* Edits of a document by byte range: what is not edited keeps every byte. (design: writing back)
 *
 *   struct edit *edit = edit_new(arena, doc);
 *   edit_set(edit_get(edit_at(edit_get(edit_root(edit), "issues"), 3), "title"), value);
 *   code = edit_finish(edit, &bytes, &len, err);
 *
 * The new text is read again before it is given out: its tree has to be the old one but for the
 * edits. Values inside what an anchor, an alias or a `<<` reaches are refused. */
#ifndef ROADMAP_DOC_EDIT_H
#define ROADMAP_DOC_EDIT_H

#include "base/err.h"
#include "doc/doc.h"

struct edit;
struct edit_node;

/* `doc` must outlive it, and has been read without problems. */
struct edit *edit_new(struct arena *arena, const struct doc *doc);
struct edit_node *edit_root(struct edit *edit);
/* NULL when there is no such key, or the node is no map. A node that was set or put in is not
 * entered. */
struct edit_node *edit_get(struct edit_node *map, const char *key);
/* Among the items that stand there now; NULL beyond the end, or when the node is no list. */
struct edit_node *edit_at(struct edit_node *list, size_t index);
/* The item that began at this byte, wherever it is in the list; NULL when there is none. */
struct edit_node *edit_item_from(struct edit_node *list, size_t begin);
size_t edit_count(const struct edit_node *node);
/* The value as it was read; NULL for what was put in. */
const struct doc_node *edit_old(const struct edit_node *node);

/* It, or what it stands in, is reached through an alias, an anchor or a `<<`: an edit of it is
 * refused at the end. */
bool edit_is_shared(const struct edit_node *node);

/* The values must live as long as the edit. A scalar keeps its way of quoting where that can hold
 * the new text. */
void edit_set(struct edit_node *node, const struct doc_node *value);
/* Sets the value of a key, which is added behind the key `after` when it is not there (NULL, or no
 * such key: at the end). */
void edit_put(struct edit_node *map, const char *key, const char *after,
              const struct doc_node *value);
/* No effect when there is no such key. */
void edit_drop(struct edit_node *map, const char *key);
/* Before the item that stands at `index`; at the end when that is the count. */
void edit_insert(struct edit_node *list, size_t index, const struct doc_node *value);
void edit_remove(struct edit_node *list, size_t index);
/* Where an item stands now; the count when it is not there. */
size_t edit_index(const struct edit_node *list, const struct edit_node *item);

bool edit_changed(const struct edit *edit);
/* The new text, with the BOM that the file had. ERR_REFUSED: it cannot be edited there, and
 * nothing is given out. ERR_FAILED: the new text would not read as the old one with the edits. */
nodiscard enum code edit_finish(struct edit *edit, char **bytes, size_t *len, struct err *err);

/* A text of its own from a value: a new file. Ends with a newline. */
char *edit_compose(struct arena *arena, enum doc_format format, const struct doc_node *value);

/* ---- values ---- */

struct doc_node edit_text(const char *text); /* NULL: null */
struct doc_node edit_null(void);
struct doc_node edit_number(struct arena *arena, int64_t number);
struct doc_node edit_texts(struct arena *arena, const struct strlist *texts);
/* Empty ones with room for `room` entries or items. */
struct doc_node edit_map(struct arena *arena, size_t room);
struct doc_node edit_list(struct arena *arena, size_t room);
void edit_map_add(struct doc_node *map, const char *key, struct doc_node value);
void edit_list_add(struct doc_node *list, struct doc_node value);

#endif
