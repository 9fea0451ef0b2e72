/* Inside of bind: what its files share. Nobody else includes it. */
#ifndef ROADMAP_ENGINE_BIND_INNER_H
#define ROADMAP_ENGINE_BIND_INNER_H

#include "base/map.h"
#include "engine/bind.h"

/* What people do with an object that they want to be another item's, or nobody's. */
#define BIND_FREE "take the hidden line '<!-- roadmap …' out of its text"

struct object_list {
    VEC(struct object *) list;
};

struct binder {
    struct arena *arena;
    const struct bind_input *input;
    struct bind_result *result;
    struct map *unwanted[KIND_COUNT]; /* id that is no item → first holder */
    struct map *milestones;           /* "N" → struct object */
    struct map
        *titles[KIND_COUNT]; /* whole title → struct object_list of objects without a good mark */
    struct map *keys[KIND_COUNT];    /* leading key → the same */
    struct map *spoiled[KIND_COUNT]; /* id → struct object_list of those with damaged marks */
    struct map *known; /* "N" of issues of the cache → base_item; made when needed */
};

struct object *bind_object(const struct binder *binder, enum kind kind, struct number number);
const struct base_item *bind_cached_item(const struct binder *binder, enum kind kind,
                                         const char *id);
/* "#12", or "milestone 3". */
const char *bind_number_text(struct arena *arena, enum kind kind, struct number number);
void bind_refuse(struct binding *binding, enum refusal refusal, const char *reason);
void bind_way(struct binder *binder, struct binding *binding, const char *way);
/* Binds, unless another item has the object: then the item is refused. */
void bind_to(struct binder *binder, struct binding *binding, enum bound bound,
             struct object *object);
/* Whether it still has to be read by itself; then it is noted for that. A list may leave out what
 * is there, so nothing is concluded before. */
bool bind_needs_look(struct binder *binder, const struct look *look);
/* The holders of an id are judged: copies marked, twins listed. Gives the winner or NULL. */
struct object *bind_judge(struct binder *binder, enum kind kind, const char *id);
void bind_read_objects(struct binder *binder);
void bind_labels(struct binder *binder);
void bind_by_title(struct binder *binder, struct binding *binding);
void object_list_add(struct binder *binder, struct map *map, const char *key,
                     struct object *object);

#endif
