#include "app/sync/recover.h"

#include <stdio.h>

#include "base/str.h"

/* Lists are read down to this long before the intent. */
#define LOOK_BACK_MS (5LL * 60 * 1000)
/* Numbers that no list showed are read one by one, at most so many a look. */
#define HOLES_MAX 100
/* Above the highest number: one may have been deleted, two hardly. */
#define ABSENT_IN_A_ROW 2
/* Creations of one item whose answers are lost, one after the other, before a run gives up. */
#define ROUNDS_MAX 2

int64_t recover_horizon_ms(const struct app *app)
{
    const int looks = app->limits.recovery_looks;
    return looks > 0 ? app->limits.recovery_delays_ms[looks - 1] : 0;
}

static struct item_change *find_item(struct runner *runner, enum kind kind, const char *id)
{
    struct changeset *changeset = &runner->session->result.changeset;
    for (size_t i = 0; i < changeset->items.len; i++)
        if (changeset->items.items[i].kind == kind && text_eq(changeset->items.items[i].id, id))
            return &changeset->items.items[i];
    return NULL;
}

/* The issue with this nonce in the snapshot, or NULL. */
static const struct remote_issue *find_nonce(const struct remote *remote, const char *nonce)
{
    char wanted[sizeof " n=" + 16];
    snprintf(wanted, sizeof wanted, " n=%s", nonce);
    for (size_t i = 0; i < remote->issues.len; i++) {
        const struct remote_issue *issue = &remote->issues.items[i];
        if (issue->body && text_contains(issue->body, wanted))
            return issue;
    }
    return NULL;
}

/* A creation that is found, and writes that a comparison settles. */
static enum code close_settled(struct runner *runner, const struct intent *intent,
                               const struct remote_issue *issue, struct err *err)
{
    struct store *store = runner->session->store;
    bool came = issue != NULL;
    enum code code = OK;
    if (!issue)
        code = recover_compare(runner, intent, &came, err);
    if (code)
        return code;
    if (!came)
        return store_intent_absent(store, intent->id, err);
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    code = store_begin(store, &tx, err);
    if (!code)
        code = store_intent_done(store, intent->id, issue ? issue->number : intent->number, err);
    return code ? code : store_commit(&tx, err);
}

enum code recover_pending(struct runner *runner, struct err *err)
{
    struct session *session = runner->session;
    struct intents intents = {0};
    enum code code = store_pending_intents(session->store, runner->arena, session->at,
                                           session_now(session), &intents, err);
    for (size_t i = 0; !code && i < intents.items.len; i++) {
        const struct intent *intent = &intents.items.items[i];
        const struct remote_issue *issue =
            intent->nonce ? find_nonce(&session->remote, intent->nonce) : NULL;
        if (!intent->nonce || issue) {
            code = close_settled(runner, intent, issue, err);
            continue;
        }
        struct item_change *item = find_item(runner, intent->kind, intent->item_id);
        struct lost *lost = VEC_ADD(runner->arena, &runner->lost);
        *lost = (struct lost){.intent = *intent,
                              .above = intent->after.v,
                              .item = item && item->verb == VERB_CREATE ? item : NULL,
                              .want = item ? item->want : NULL};
    }
    return code;
}

bool recover_holds(const struct runner *runner, const struct item_change *item)
{
    for (size_t i = 0; i < runner->lost.len; i++)
        if (!runner->lost.items[i].settled && runner->lost.items[i].item == item)
            return true;
    return false;
}

static bool has_nonce(const struct remote_issue *issue, const char *nonce)
{
    char wanted[sizeof " n=" + 16];
    snprintf(wanted, sizeof wanted, " n=%s", nonce);
    return issue->body && text_contains(issue->body, wanted);
}

static bool listed(const struct gh_issue_list *list, int64_t number)
{
    for (size_t i = 0; i < list->items.len; i++)
        if (list->items.items[i].number.v == number)
            return true;
    return false;
}

/* What was made last may be in no list yet: the numbers above the highest one seen, up to where
 * nothing is any more. */
static enum code read_above(struct runner *runner, struct gh_issue_list *list, int64_t highest,
                            struct err *err)
{
    int absent = 0, left = HOLES_MAX;
    for (int64_t number = highest + 1; absent < ABSENT_IN_A_ROW && left > 0; number++, left--) {
        struct gh_issue_found found = {0};
        enum code code = gh_get_issue(runner->session->gh, runner->arena, (struct number){number},
                                      false, false, &found, err);
        if (code)
            return code;
        absent = found.presence == GH_FOUND ? 0 : absent + 1;
        if (found.presence == GH_FOUND)
            VEC_PUSH(runner->arena, &list->items, found.issue);
    }
    return OK;
}

/* Lists lag, reads of one issue do not, and numbers are given in sequence: each number below the
 * highest one seen that no list showed is read by itself. */
static enum code read_holes(struct runner *runner, struct gh_issue_list *list, int64_t above,
                            struct err *err)
{
    int64_t highest = runner->session->remote.highest_number.v, lowest = INT64_MAX;
    for (size_t i = 0; i < list->items.len; i++) {
        const int64_t number = list->items.items[i].number.v;
        highest = number > highest ? number : highest;
        lowest = number < lowest ? number : lowest;
    }
    if (above <= 0)
        above = lowest == INT64_MAX ? highest : lowest;
    int left = HOLES_MAX;
    for (int64_t number = highest; number > above && left > 0; number--) {
        if (listed(list, number) ||
            remote_find_issue(&runner->session->remote, (struct number){number}))
            continue;
        struct gh_issue_found found = {0};
        enum code code = gh_get_issue(runner->session->gh, runner->arena, (struct number){number},
                                      false, false, &found, err);
        if (code)
            return code;
        if (found.presence == GH_FOUND)
            VEC_PUSH(runner->arena, &list->items, found.issue);
        left--;
    }
    return read_above(runner, list, highest, err);
}

static enum code settle_found(struct runner *runner, struct lost *lost,
                              const struct gh_issue_list *list, struct err *err)
{
    for (size_t i = 0; i < list->items.len; i++) {
        if (!has_nonce(&list->items.items[i], lost->intent.nonce))
            continue;
        lost->settled = true;
        return issue_keep_found(runner, lost, &list->items.items[i], err);
    }
    return OK;
}

/* When the next look at a lost creation is due, by our clock; looks made so far count. */
static int64_t due_ms(const struct runner *runner, const struct lost *lost)
{
    const struct app_limits *limits = &runner->session->app->limits;
    const int64_t look = lost->intent.looks;
    if (limits->recovery_looks == 0 || look >= limits->recovery_looks)
        return lost->intent.gone_ms;
    return lost->intent.gone_ms + limits->recovery_delays_ms[look];
}

static struct lost *next_lost(struct runner *runner, int64_t *due)
{
    struct lost *next = NULL;
    for (size_t i = 0; i < runner->lost.len; i++) {
        struct lost *lost = &runner->lost.items[i];
        if (!lost->settled && (!next || due_ms(runner, lost) < *due)) {
            next = lost;
            *due = due_ms(runner, lost);
        }
    }
    return next;
}

/* The highest number up to which every issue above `above` is known: by then our own creations,
 * mostly. What is lost has a number that is not known. */
static struct number known_up_to(const struct runner *runner, int64_t above)
{
    struct number number = {above};
    while (above > 0 &&
           remote_find_issue(&runner->session->remote, (struct number){number.v + 1}) != NULL)
        number.v++;
    return number;
}

static enum code note_looks(struct runner *runner, struct lost *lost, int64_t now_ms,
                            struct err *err)
{
    const int looks = runner->session->app->limits.recovery_looks;
    enum code code = OK;
    do { /* looks that are overdue would all see the same */
        lost->intent.looks++;
        code = store_intent_looked(runner->session->store, lost->intent.id, err);
    } while (!code && lost->intent.looks < looks && due_ms(runner, lost) <= now_ms);
    return code;
}

/* One read serves all that are due. */
static enum code look_once(struct runner *runner, int64_t now_ms, struct err *err)
{
    int64_t oldest = INT64_MAX, above = INT64_MAX;
    for (size_t i = 0; i < runner->lost.len; i++) {
        const struct lost *lost = &runner->lost.items[i];
        if (lost->settled)
            continue;
        const int64_t at =
            lost->intent.server_ms ? lost->intent.server_ms : lost->intent.created_ms;
        oldest = at < oldest ? at : oldest;
        above = lost->above < above ? lost->above : above;
    }
    struct gh_issue_list list = {0};
    const struct number known = known_up_to(runner, above);
    enum code code = gh_list_recent_issues(runner->session->gh, runner->arena,
                                           oldest - LOOK_BACK_MS, known, &list, err);
    if (!code)
        code = read_holes(runner, &list, known.v, err);
    for (size_t i = 0; !code && i < runner->lost.len; i++) {
        struct lost *lost = &runner->lost.items[i];
        if (lost->settled || due_ms(runner, lost) > now_ms)
            continue;
        code = settle_found(runner, lost, &list, err);
        if (!code && !lost->settled)
            code = note_looks(runner, lost, now_ms, err);
    }
    return code;
}

/* The last look found nothing: it never came to be, and the item may be created. Once more in this
 * run; when that answer is lost too, the next run goes on. */
static enum code give_up(struct runner *runner, struct lost *lost, struct err *err)
{
    struct item_change *item = lost->item;
    const int round = lost->round;
    lost->settled = true;
    enum code code = store_intent_absent(runner->session->store, lost->intent.id, err);
    if (code || !item)
        return code;
    if (round >= ROUNDS_MAX) {
        runner_stop_unanswered(runner);
        return OK;
    }
    const size_t before = runner->lost.len;
    code = issue_create(runner, item, err);
    for (size_t i = before; i < runner->lost.len; i++)
        runner->lost.items[i].round = round + 1;
    return code;
}

static bool wait_for_look(struct runner *runner, const struct lost *lost, int64_t due)
{
    struct session *session = runner->session;
    const int64_t wait = due - session_now(session);
    if (wait > session->app->limits.max_wait_ms) {
        runner_stop(runner, STOP_HORIZON, due,
                    "a creation is still in doubt, and may show up on GitHub later");
        return false;
    }
    const struct event event = {.type = EVENT_UNKNOWN_OUTCOME,
                                .kind = KIND_ISSUE,
                                .id = lost->intent.item_id,
                                .title = lost->item ? lost->item->title : NULL,
                                .wait_ms = wait,
                                .until_ms = due,
                                .done = runner->progress.done,
                                .total = runner->progress.total};
    return runner_sleep_until(runner, due, &event);
}

static void count_doubt(struct runner *runner)
{
    runner->session->report->in_doubt = 0;
    for (size_t i = 0; i < runner->lost.len; i++)
        if (!runner->lost.items[i].settled)
            runner->session->report->in_doubt++;
}

enum code recover_rest(struct runner *runner, struct err *err)
{
    enum code code = OK;
    int64_t due = 0;
    struct lost *lost;
    while (!code && !runner->stopped && (lost = next_lost(runner, &due)) != NULL) {
        const int looks = runner->session->app->limits.recovery_looks;
        if (lost->intent.looks >= looks && looks > 0) {
            code = give_up(runner, lost, err);
            continue;
        }
        if (due > session_now(runner->session) && !wait_for_look(runner, lost, due))
            break;
        code = look_once(runner, session_now(runner->session), err);
        if (!code && looks == 0 && !lost->settled)
            code = give_up(runner, lost, err);
    }
    count_doubt(runner);
    return code;
}
