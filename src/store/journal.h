/* The journal: what was about to be written, and what came of it. (sync: journal) */
#ifndef ROADMAP_STORE_JOURNAL_H
#define ROADMAP_STORE_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"
#include "model/change.h"
#include "store/repository.h"
#include "store/store.h"

enum intent_state {
    INTENT_OPEN,    /* committed before sending */
    INTENT_DONE,    /* answer read whole, base written in the same transaction */
    INTENT_FAILED,  /* 4xx, limits, surely not sent */
    INTENT_UNKNOWN, /* all else */
    INTENT_ABSENT   /* looked for until the horizon: it never came to be */
};

struct intent {
    int64_t id; /* set by store_intent_open */
    enum intent_state state;
    struct store_scope at;
    const char *run; /* id of the run */
    enum kind kind;
    const char *item_id;
    enum verb verb;
    struct number number;      /* of the object it is about; 0 for creations until done */
    struct number after;       /* the highest issue that this journal had an answer about before:
                                  what it creates is above; store_pending_intents only, 0 = none */
    const char *nonce;         /* 16 hex digits, unique; NULL when it creates nothing searchable */
    const char *method, *path; /* path as sent, without host */
    const char *body;          /* as sent, or NULL; dropped once the intent is final */
    int64_t attempts;          /* sendings under this intent */
    int64_t created_ms;        /* own clock */
    int64_t server_ms;         /* server's clock at opening; 0 = not known */
    int64_t sender_pid;
    const char *sender_host;
    int64_t gone_ms;    /* since when the sender is known to be gone; 0 = still with it */
    int64_t looks;      /* looks made since then that found nothing */
    const char *reason; /* why it failed, one sentence; NULL */
};

struct intents {
    VEC(struct intent) items;
};

/* Writes the intent as open and commits it, together with a transaction that is deferred. Inside a
 * transaction (store_begin_joined: what the write will change goes with it) the commit is the
 * caller's, and what is sent next has to be on the disk before. Sets intent->id, attempts = 1. */
nodiscard enum code store_intent_open(struct store *store, struct intent *intent, struct err *err);
/* The same for a creation, which counts in the budget of (host, account) at intent->created_ms: one
 * commit for both. */
nodiscard enum code store_intent_open_counted(struct store *store, struct intent *intent,
                                              const char *host, const char *account,
                                              struct err *err);
/* One more sending under the same intent (idempotent ones only). Commits. */
nodiscard enum code store_intent_again(struct store *store, int64_t id, struct err *err);
/* Only inside a transaction (a bug otherwise): the base is written in the same one. */
nodiscard enum code store_intent_done(struct store *store, int64_t id, struct number number,
                                      struct err *err);
nodiscard enum code store_intent_failed(struct store *store, int64_t id, const char *reason,
                                        struct err *err);
/* The answer was lost in this process at `gone_ms`. */
nodiscard enum code store_intent_unknown(struct store *store, int64_t id, int64_t gone_ms,
                                         struct err *err);
/* One more look found nothing. */
nodiscard enum code store_intent_looked(struct store *store, int64_t id, struct err *err);
/* The last look found nothing. */
nodiscard enum code store_intent_absent(struct store *store, int64_t id, struct err *err);

/* At start-up, with the lock held: what was left open becomes unknown, its sender gone since
 * `now_ms`; then all unknown intents of the scope, oldest first. (A row that was unknown before
 * keeps its gone_ms.) */
nodiscard enum code store_pending_intents(struct store *store, struct arena *arena,
                                          struct store_scope at, int64_t now_ms,
                                          struct intents *intents, struct err *err);
/* Reading only: how many intents are open or unknown (status, doctor). */
nodiscard enum code store_count_pending(struct store *store, struct store_scope at, int64_t *count,
                                        struct err *err);
/* When the last write of any run was about to be sent; INT64_MIN = none. The pace holds over runs.
 */
nodiscard enum code store_last_write(struct store *store, int64_t *at_ms, struct err *err);
/* Did this journal create (kind, item) under that nonce? */
nodiscard enum code store_find_nonce(struct store *store, struct arena *arena, const char *nonce,
                                     struct intent *intent, bool *found, struct err *err);
/* Final intents older than `before_ms` go, and the changes of those that were found absent. */
nodiscard enum code store_prune_intents(struct store *store, int64_t before_ms, struct err *err);

#endif
