#include "store/status.h"

#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/map.h"
#include "base/str.h"
#include "store/db.h"
#include "store/spelling.h"

#define ROOM_MOST (1 << 20)
#define MEMO_SLOTS 256u

/* Issues name few milestones, each of them often: most are known again by comparing one text. */
struct loading {
    struct store *store;
    struct arena *arena;
    struct store_scope at;
    struct standings *standings;
    struct map *milestones;                      /* id → its entry */
    struct standing_milestone *memo[MEMO_SLOTS]; /* by a cheap hash of the id */
};

static enum code load_milestones(struct loading *load, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = db_use(load->store, STMT_STANDING_MILESTONES, &use, err);
    if (code)
        return code;
    db_bind_int(&use, load->at.repository.v);
    db_bind_text(&use, load->at.scope);
    while ((code = db_next(&use, &row, err)) == OK && row) {
        const struct standing_milestone milestone = {
            .id = db_text(&use, load->arena, 0),
            .title = db_text(&use, load->arena, 1),
            .due_day = db_is_null(&use, 2) ? DAY_NONE : (int32_t)db_int(&use, 2),
            .number = {db_int(&use, 3)},
            .start_day = db_is_null(&use, 5) ? DAY_NONE : (int32_t)db_int(&use, 5),
            .read = !db_is_null(&use, 4),
            .closed = text_eq(db_peek(&use, 4), "closed"),
            .github_open = db_int(&use, 6),
            .github_closed = db_int(&use, 7),
        };
        VEC_PUSH(load->arena, &load->standings->milestones, milestone);
    }
    load->milestones = map_new(load->arena);
    for (size_t i = 0; i < load->standings->milestones.len; i++)
        (void)map_put(load->milestones, load->standings->milestones.items[i].id,
                      &load->standings->milestones.items[i]);
    return code;
}

static int32_t milestone_at(struct loading *load, const char *id)
{
    uint32_t hash = 0;
    if (!id)
        return -1;
    for (const char *c = id; *c; c++)
        hash = hash * 31 + (unsigned char)*c;
    struct standing_milestone **slot = &load->memo[hash % MEMO_SLOTS];
    if (!*slot || !text_eq((*slot)->id, id)) {
        struct standing_milestone *found = map_get(load->milestones, id);
        if (!found)
            return -1;
        *slot = found;
    }
    return (int32_t)(*slot - load->standings->milestones.items);
}

static uint32_t owner_at(struct loading *load, const char *name, int64_t hands)
{
    return name ? standings_owner(load->arena, load->standings, name, (uint32_t)hands) : 0;
}

/* Asked for the number first: nobody's work, which may be all of it, costs one look and not two. */
static uint32_t worker_of(struct loading *load, struct db_use *use)
{
    const int64_t hands = db_int(use, 6);
    return hands > 0 ? owner_at(load, db_peek(use, 5), hands) : 0;
}

/* Who is assigned on GitHub counts where the plan names nobody. */
static uint32_t assignee_at(struct loading *load, const char *assignees)
{
    char name[64]; /* GitHub: logins have 39 characters at most */
    const size_t len = strcspn(assignees, "\n");
    if (len == 0 || len >= sizeof name)
        return 0;
    memcpy(name, assignees, len);
    name[len] = '\0';
    return owner_at(load, name, 1);
}

/* Old storage stays in the arena, so growing step by step would cost twice; what is too much is
 * never touched. */
static enum code make_room(struct loading *load, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = db_use(load->store, STMT_ITEM_ROOM, &use, err);
    if (code || (code = db_next(&use, &row, err)) != OK || !row)
        return code;
    const int64_t room = db_int(&use, 0);
    struct standings *standings = load->standings;
    standings->issues.cap = room < 0 || room > ROOM_MOST ? ROOM_MOST : (size_t)room;
    standings->issues.items =
        arena_calloc(load->arena, standings->issues.cap, sizeof *standings->issues.items);
    return OK;
}

static enum code load_issues(struct loading *load, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = make_room(load, err);
    if (code || (code = db_use(load->store, STMT_STANDING_ISSUES, &use, err)) != OK)
        return code;
    db_bind_int(&use, load->at.repository.v);
    db_bind_text(&use, load->at.scope);
    while ((code = db_next(&use, &row, err)) == OK && row) {
        const struct standing issue = {
            .key = db_int(&use, 0),
            .number = {db_int(&use, 1)},
            .milestone = milestone_at(load, db_peek(&use, 2)),
            .hours = db_is_null(&use, 3) ? -1 : db_real(&use, 3),
            .place = db_int(&use, 4),
            .owner = worker_of(load, &use),
        };
        VEC_PUSH(load->arena, &load->standings->issues, issue);
    }
    return code;
}

/* The position of the first issue with at least this number. */
static size_t lower_bound(const struct standings *standings, int64_t number)
{
    size_t low = 0, high = standings->issues.len;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (standings->issues.items[middle].number.v < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Blockers that no issue of the plan stands for are somebody else's, and left out. */
static void read_blockers(struct loading *load, const char *text, struct standing *issue)
{
    const struct standings *standings = load->standings;
    uint32_t lines = 0;
    for (const char *c = text; c && *c; c++)
        lines += *c == '\n';
    if (lines == 0)
        return;
    uint32_t *blockers = arena_alloc(load->arena, lines * sizeof *blockers);
    char *end;
    for (uint32_t i = 0; i < lines; i++, text = end + 1) {
        const long long number = strtoll(text, &end, 10);
        const size_t at = lower_bound(standings, number);
        if (number > 0 && at < standings->issues.len &&
            standings->issues.items[at].number.v == number)
            blockers[issue->blocker_count++] = (uint32_t)at;
        if (*end != '\n')
            break;
    }
    issue->blockers = blockers;
}

static bool is_filled(const char *text)
{
    return text && *text;
}

static void read_state(struct loading *load, struct db_use *use, struct standing *issue)
{
    const char *reason = db_peek(use, 2);
    issue->read = true;
    issue->closed = text_eq(db_peek(use, 1), "closed");
    issue->dropped = issue->closed && is_filled(reason) && !text_eq(reason, "completed");
    issue->assigned = is_filled(db_peek(use, 3));
    if (issue->assigned && issue->owner == 0)
        issue->owner = assignee_at(load, db_peek(use, 3));
    read_blockers(load, db_peek(use, 4), issue);
}

static enum code add_other(struct loading *load, int64_t number, struct store_others *others,
                           struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = db_use(load->store, STMT_STANDING_OTHER, &use, err);
    if (code)
        return code;
    db_bind_int(&use, load->at.repository.v);
    db_bind_int(&use, number);
    db_bind_text(&use, load->at.scope);
    code = db_next(&use, &row, err);
    if (code || !row)
        return code;
    const struct store_other other = {
        .number = {number}, .title = db_text(&use, load->arena, 0), .milestone = {db_int(&use, 1)}};
    VEC_PUSH(load->arena, &others->items, other);
    return OK;
}

/* Two lists in ascending number are laid beside each other: cheaper than 10,000 look-ups. */
static enum code load_states(struct loading *load, struct store_others *others, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    struct standing *issue = load->standings->issues.items;
    const struct standing *end = issue + load->standings->issues.len;
    bool row;
    enum code code = db_use(load->store, STMT_STANDING_STATES, &use, err);
    if (code)
        return code;
    db_bind_int(&use, load->at.repository.v);
    while ((code = db_next(&use, &row, err)) == OK && row) {
        const int64_t number = db_int(&use, 0);
        while (issue < end && issue->number.v < number)
            issue++;
        const bool ours = issue < end && issue->number.v == number;
        for (; issue < end && issue->number.v == number; issue++)
            read_state(load, &use, issue);
        if (!ours && text_eq(db_peek(&use, 1), "open") &&
            (code = add_other(load, number, others, err)) != OK)
            return code;
    }
    return code;
}

struct placed {
    int64_t place;
    uint32_t at;
};

static int by_place(const void *a, const void *b)
{
    const struct placed *left = a, *right = b;
    return (left->place > right->place) - (left->place < right->place);
}

static void sort_places(struct arena *arena, const struct standings *standings, uint32_t *order)
{
    const size_t len = standings->issues.len;
    struct placed *placed = arena_calloc(arena, len + 1, sizeof *placed);
    for (size_t i = 0; i < len; i++)
        placed[i] = (struct placed){standings->issues.items[i].place, (uint32_t)i};
    qsort(placed, len, sizeof *placed, by_place);
    for (size_t i = 0; i < len; i++)
        order[i] = placed[i].at;
}

/* Places run from 0 without a gap, so that each issue has its slot; whatever is not so is sorted.
 */
static void put_in_order(struct arena *arena, struct standings *standings)
{
    const size_t len = standings->issues.len;
    uint32_t *order = arena_calloc(arena, len + 1, sizeof *order);
    for (size_t i = 0; i < len; i++) {
        const int64_t place = standings->issues.items[i].place;
        if (place < 0 || (uint64_t)place >= len || order[place] != 0) {
            sort_places(arena, standings, order);
            break;
        }
        order[place] = (uint32_t)i + 1; /* 0 is a free slot */
        if (i + 1 == len)
            for (size_t k = 0; k < len; k++)
                order[k]--;
    }
    standings->order = order;
}

enum code store_load_standings(struct store *store, struct arena *arena, struct store_scope at,
                               struct standings *standings, struct store_others *others,
                               struct err *err)
{
    struct loading load = {.store = store, .arena = arena, .at = at, .standings = standings};
    *standings = (struct standings){0};
    *others = (struct store_others){0};
    enum code code = load_milestones(&load, err);
    if (code)
        return code;
    code = load_issues(&load, err);
    if (code)
        return code;
    code = load_states(&load, others, err);
    if (code)
        return code;
    put_in_order(arena, standings);
    return OK;
}

enum code store_load_words(struct store *store, struct arena *arena, const struct standing *issue,
                           struct standing_words *words, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    struct strlist assignees = {0};
    bool row;
    enum code code = db_use(store, STMT_STANDING_WORDS, &use, err);
    if (code)
        return code;
    db_bind_int(&use, issue->key);
    code = db_next(&use, &row, err);
    if (code)
        return code;
    BUG_UNLESS(row);
    words->id = db_text(&use, arena, 0);
    words->title = db_text(&use, arena, 1);
    words->owner = db_text(&use, arena, 2);
    spelling_to_set(arena, db_peek(&use, 3), &assignees);
    words->assignee = assignees.len ? assignees.items[0] : NULL;
    words->since = db_text(&use, arena, 4);
    return OK;
}

enum code store_load_titles(struct store *store, struct arena *arena, struct store_scope at,
                            struct store_titles *titles, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = db_use(store, STMT_STANDING_TITLES, &use, err);
    if (code)
        return code;
    db_bind_int(&use, at.repository.v);
    db_bind_text(&use, at.scope);
    while ((code = db_next(&use, &row, err)) == OK && row) {
        const struct store_title title = {db_text(&use, arena, 0), db_text(&use, arena, 1)};
        VEC_PUSH(arena, &titles->items, title);
    }
    return code;
}

enum code store_load_states(struct store *store, struct arena *arena, struct store_scope at,
                            struct store_states *states, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    bool row;
    enum code code = db_use(store, STMT_STANDING_NAMES, &use, err);
    if (code)
        return code;
    db_bind_int(&use, at.repository.v);
    db_bind_text(&use, at.scope);
    while ((code = db_next(&use, &row, err)) == OK && row) {
        struct strlist assignees = {0};
        spelling_to_set(arena, db_peek(&use, 4), &assignees);
        const struct store_state state = {.id = db_text(&use, arena, 0),
                                          .number = {db_int(&use, 1)},
                                          .state = db_text(&use, arena, 2),
                                          .state_reason = db_text(&use, arena, 3),
                                          .assignee = assignees.len ? assignees.items[0] : NULL,
                                          .since = db_text(&use, arena, 5)};
        VEC_PUSH(arena, &states->items, state);
    }
    return code;
}
