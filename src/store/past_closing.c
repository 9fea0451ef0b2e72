#include "store/past_closing.h"

#include "store/db.h"

enum code store_load_past_closings(struct store *store, struct arena *arena, struct store_scope at,
                                   struct store_past_closings *closings, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = db_use(store, STMT_PAST_CLOSING_LIST, &use, err);
    if (code)
        return code;
    db_bind_int(&use, at.repository.v);
    db_bind_text(&use, at.scope);
    while ((code = db_next(&use, &row, err)) == OK && row) {
        const struct store_past_closing closing = {.id = db_text(&use, arena, 0),
                                                   .closed_at = db_text(&use, arena, 1),
                                                   .state_reason = db_text(&use, arena, 2),
                                                   .reopened_at = db_text(&use, arena, 3)};
        VEC_PUSH(arena, &closings->items, closing);
    }
    return code;
}
