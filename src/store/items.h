/* Items: which object on GitHub is (scope, id), and the base: what both sides last agreed on.
 * A label may be an item of several scopes, so items are kept apart from the snapshot. */
#ifndef ROADMAP_STORE_ITEMS_H
#define ROADMAP_STORE_ITEMS_H

#include "model/item.h"
#include "store/repository.h"
#include "store/store.h"

/* All items of the scope with their bases, in the order of kinds and then of ids. Values are in
 * normal form; `raw` and `raw_set` are the same as `text` and `set` (nothing of a base is ever
 * sent). `hashed` is always false. */
nodiscard enum code store_load_base(struct store *store, struct arena *arena, struct store_scope at,
                                    struct base *base, struct err *err);

/* Binds (kind, id) to number and db_id, making the item when it is new; bases stay. `pristine` can
 * only be taken away by a later call, never given back. */
nodiscard enum code store_bind_item(struct store *store, struct store_scope at,
                                    const struct base_item *item, struct err *err);

/* store_bind_item, and every field of `item` with spec.known or remote.known replaces the stored
 * one of that side; sides that are not known stay as they were. `ticks` and `block_source`
 * likewise. */
nodiscard enum code store_put_base(struct store *store, struct store_scope at,
                                   const struct base_item *item, struct err *err);

/* A label renamed in place keeps its base under the new id. An item of the new id is replaced. */
nodiscard enum code store_rename_item(struct store *store, struct store_scope at, enum kind kind,
                                      const char *old_id, const char *new_id, struct err *err);

/* The item and its base go; absent ones are fine. The snapshot stays. */
nodiscard enum code store_forget_item(struct store *store, struct store_scope at, enum kind kind,
                                      const char *id, struct err *err);

#endif
