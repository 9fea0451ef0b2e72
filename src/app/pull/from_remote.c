#include "app/pull/from_remote.h"

#include <inttypes.h>
#include <string.h>

#include "app/pull/pull_inner.h"
#include "base/str.h"
#include "base/utf8.h"
#include "engine/block.h"
#include "engine/normal.h"
#include "model/key.h"
#include "model/limits.h"
#include "spec/spec.h"

const char *from_remote_id(struct arena *arena, struct map *taken, const char *title,
                           const char *prefix, struct number number, bool *made)
{
    const char *id = key_leading(arena, title);
    *made = !id || map_has(taken, id);
    if (*made)
        id = arena_printf(arena, "%s-%" PRId64, prefix, number.v);
    while (map_has(taken, id))
        id = arena_printf(arena, "%s-x", id);
    map_put(taken, id, taken);
    return id;
}

const char *from_remote_line(struct arena *arena, const char *text)
{
    return strpbrk(text, "\r\n\t") ? normal_line(arena, text) : text;
}

const char *from_remote_text(struct arena *arena, const char *body, bool *unfit)
{
    const char *text = pull_clean(arena, block_whole(arena, body ? body : ""));
    *unfit = !text_empty(text) && (!block_text_fits(arena, text) || spec_has_marker(text) ||
                                   utf8_count(text) > GITHUB_BODY_POINTS);
    if (*unfit || text_empty(text))
        return NULL;
    return strchr(text, '\n') ? arena_printf(arena, "%s\n", text) : text;
}

struct doc_node from_remote_issue(struct arena *arena, const struct from_issue *from)
{
    const struct remote_issue *issue = from->issue;
    struct doc_node map = edit_map(arena, 8);
    if (from->id)
        edit_map_add(&map, "id", edit_text(from->id));
    edit_map_add(&map, "title", edit_text(from_remote_line(arena, issue->title)));
    edit_map_add(&map, "number", edit_number(arena, issue->number.v));
    if (from->milestone_id)
        edit_map_add(&map, "milestone", edit_text(from->milestone_id));
    if (issue->labels.len)
        edit_map_add(&map, "labels", edit_texts(arena, &issue->labels));
    if (from->parent)
        edit_map_add(&map, "parent", edit_text(from->parent));
    if (from->depends_on.len)
        edit_map_add(&map, "depends_on", edit_texts(arena, &from->depends_on));
    if (from->text)
        edit_map_add(&map, "body", edit_text(from->text));
    return map;
}
