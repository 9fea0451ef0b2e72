#include "app/sync/budget.h"

#include <stdlib.h>

#include "base/day.h"
#include "engine/pace.h"

/* Times of GitHub have no fractions: the creation may have been so much later. */
#define FRACTION_MS 999

static int by_time(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

/* Links and labels carry no time, so this is less than the truth; it is what a runner without a
 * cache can know. */
static void listed(struct session *session, int64_t now_ms, struct store_instants *shown)
{
    const struct bind_result *binding = &session->result.binding;
    const int64_t ahead = session->gh ? gh_now_ms(session->gh) - session_now(session) : 0;
    for (size_t i = 0; i < binding->issues.len; i++) {
        const struct object *object = &binding->issues.items[i];
        int64_t at_ms;
        if (!object->ours || object->copy || !instant_parse(object->created_at, &at_ms))
            continue;
        at_ms += FRACTION_MS - ahead;
        if (at_ms > now_ms - PACE_HOUR_MS && at_ms <= now_ms)
            VEC_PUSH(session->arena, &shown->items, at_ms);
    }
}

/* A clock that was set back leaves times behind that have not come yet. */
static void drop_future(struct store_instants *created, int64_t now_ms)
{
    while (created->items.len > 0 && created->items.items[created->items.len - 1] > now_ms)
        created->items.len--;
}

enum code budget_load(struct session *session, int64_t now_ms, struct store_instants *created,
                      struct err *err)
{
    struct store_instants shown = {0};
    enum code code = store_budget_load(session->store, session->arena, session->host,
                                       session->account, now_ms - PACE_HOUR_MS, created, err);
    if (code)
        return code;
    drop_future(created, now_ms);
    listed(session, now_ms, &shown);
    if (!shown.items.items || shown.items.len <= created->items.len)
        return OK;
    qsort(shown.items.items, shown.items.len, sizeof *shown.items.items, by_time);
    *created = shown;
    return OK;
}
