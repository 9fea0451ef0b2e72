#include "engine/thresholds.h"

#include "base/day.h"

struct tally {
    int64_t done, existing; /* changes or closes, of how many */
    int64_t percent_limit, count_limit;
    const char *verb; /* "change", "close" */
};

static bool is_over(const struct tally *tally)
{
    if (tally->done > tally->count_limit)
        return true;
    return tally->existing >= THRESHOLD_SMALL &&
           tally->done * 100 > tally->existing * tally->percent_limit;
}

static bool closes_state(const struct item_change *item)
{
    const struct change *state = item_change_field(item, FIELD_STATE);
    return state && (state->move == MOVE_WRITE || state->move == MOVE_OVERWRITE);
}

/* Evidence is no change of the plan. */
static bool only_publishes(const struct item_change *item)
{
    for (size_t i = 0; i < item->changes.len; i++) {
        const struct change *change = &item->changes.items[i];
        if ((change->move == MOVE_WRITE || change->move == MOVE_OVERWRITE) &&
            change->field != FIELD_EVIDENCE)
            return false;
    }
    return item->changes.len > 0;
}

/* Creations do not count, nor does an adoption, unless it closes. Healing closes only what this
 * plan made twice. */
static void count(const struct reconciliation *result, int64_t *changes, int64_t *closes)
{
    const struct changeset *changeset = &result->changeset;
    for (size_t i = 0; i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        bool deleted = item->verb == VERB_DELETE;
        bool link = item->kind == KIND_RELATION;
        /* A label of this name that was there before us is not of this plan yet. */
        bool ours = item->bound != BOUND_NAME || item->base != NULL;
        changes[item->kind] +=
            (item->verb == VERB_UPDATE && ours && !only_publishes(item)) || (deleted && link);
        closes[item->kind] += item->verb == VERB_CLOSE || (deleted && !link) ||
                              (item->verb == VERB_ADOPT && closes_state(item));
    }
}

static const char *headline(struct arena *arena, const struct tally *tally, enum kind kind)
{
    char done[32], existing[32], limit[32];
    count_format(tally->done, done);
    count_format(tally->existing, existing);
    count_format(tally->count_limit, limit);
    const char *kinds = kind_plural_people(kind);
    bool by_percent = tally->existing >= THRESHOLD_SMALL &&
                      tally->done * 100 > tally->existing * tally->percent_limit;
    if (!by_percent)
        return arena_printf(arena, "this would %s %s of %s %s. Above %s, say the number.",
                            tally->verb, done, existing, kinds, limit);
    int64_t percent = (tally->done * 200 / tally->existing + 1) / 2;
    return arena_printf(
        arena, "this would %s %s of %s %s (%lld %%). Above %lld %%, say the number.", tally->verb,
        done, existing, kinds, (long long)percent, (long long)tally->percent_limit);
}

/* Sums what passes its threshold; the first kind gives the headline. */
static int64_t judge_kinds(struct arena *arena, const struct reconciliation *result,
                           const int64_t *done, const struct tally *limits, const char **line)
{
    int64_t sum = 0;
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        struct tally tally = *limits;
        tally.done = done[kind];
        tally.existing = result->existing[kind];
        if (!is_over(&tally))
            continue;
        sum += tally.done;
        if (kind == KIND_LABEL && limits->percent_limit == THRESHOLD_CLOSES_PERCENT)
            tally.verb = "delete";
        if (*line == NULL)
            *line = headline(arena, &tally, kind);
    }
    return sum;
}

static const char *options(struct arena *arena, int64_t changes, int64_t closes)
{
    const char *change =
        changes ? arena_printf(arena, "--allow-changes %lld", (long long)changes) : "";
    const char *close = closes ? arena_printf(arena, "--allow-closes %lld", (long long)closes) : "";
    return arena_printf(arena, "%s%s%s", change, changes && closes ? " " : "", close);
}

void thresholds_judge(struct arena *arena, const struct reconciliation *result,
                      int64_t allow_changes, int64_t allow_closes,
                      struct threshold_verdict *verdict)
{
    const struct tally change_limits = {.percent_limit = THRESHOLD_CHANGES_PERCENT,
                                        .count_limit = THRESHOLD_CHANGES_MAX,
                                        .verb = "change"};
    const struct tally close_limits = {.percent_limit = THRESHOLD_CLOSES_PERCENT,
                                       .count_limit = THRESHOLD_CLOSES_MAX,
                                       .verb = "close"};
    int64_t changes[KIND_COUNT] = {0}, closes[KIND_COUNT] = {0};
    const char *change_line = NULL, *close_line = NULL;
    *verdict = (struct threshold_verdict){0};
    count(result, changes, closes);
    int64_t left = result->existing[KIND_MILESTONE] + result->existing[KIND_ISSUE];
    if (result->plan_empty && left > 0) {
        verdict->closes = left;
        close_line = arena_printf(
            arena, "the plan holds no milestone and no issue, but %lld of its items are on GitHub.",
            (long long)left);
    } else {
        verdict->changes = judge_kinds(arena, result, changes, &change_limits, &change_line);
        verdict->closes = judge_kinds(arena, result, closes, &close_limits, &close_line);
    }
    bool change_refused = verdict->changes > 0 && allow_changes < verdict->changes;
    bool close_refused = verdict->closes > 0 && allow_closes < verdict->closes;
    verdict->refused = change_refused || close_refused;
    if (!verdict->refused)
        return;
    verdict->headline = change_refused ? change_line : close_line;
    verdict->options = options(arena, verdict->changes, verdict->closes);
}
