/* The repositories this cache knows, and what each plan (scope) last did there. */
#ifndef ROADMAP_STORE_REPOSITORY_H
#define ROADMAP_STORE_REPOSITORY_H

#include <stdbool.h>
#include <stdint.h>

#include "model/kind.h"
#include "model/remote.h"
#include "store/store.h"

/* The cache's own key of a repository row. */
struct store_repo {
    int64_t v;
};

/* One plan at one repository: what items, bases and intents belong to. */
struct store_scope {
    struct store_repo repository;
    const char *scope;
};

struct store_repository {
    struct store_repo key;
    const char *host; /* of the API, with port: "api.github.com" */
    struct repo_id id;
    const char *full_name; /* as last answered */
    const char *html_url;  /* or NULL */
    bool archived, has_issues, can_push, permissions_known;
    int64_t watchers; /* -1 = not known */
    bool has_sub_issues, has_dependencies, has_types;
    struct number highest_number; /* pull requests included */
    const char *since;   /* highest `updated_at` seen in list answers, or NULL (sync: reads) */
    int64_t read_ms;     /* last read, complete or not; 0 = never */
    int64_t complete_ms; /* last complete read; 0 = never */
};

/* By host and numeric id. */
nodiscard enum code store_find_repository(struct store *store, struct arena *arena,
                                          const char *host, struct repo_id id,
                                          struct store_repository *repository, bool *found,
                                          struct err *err);
/* By the cache's own key. */
nodiscard enum code store_find_repository_key(struct store *store, struct arena *arena,
                                              struct store_repo key,
                                              struct store_repository *repository, bool *found,
                                              struct err *err);
/* By host and name, without regard to case; the one read last when a name was used twice. Lets a
 * warm run do without `GET /repos/O/R`. */
nodiscard enum code store_find_repository_name(struct store *store, struct arena *arena,
                                               const char *host, const char *full_name,
                                               struct store_repository *repository, bool *found,
                                               struct err *err);
/* Inserts or updates by (host, id) all that `repository` has; sets its key. */
nodiscard enum code store_put_repository(struct store *store, struct store_repository *repository,
                                         struct err *err);
/* Only the marks of a read: since (NULL leaves it), read_ms, and complete_ms when `complete`. */
nodiscard enum code store_mark_read(struct store *store, struct store_repo repository,
                                    const char *since, int64_t now_ms, bool complete,
                                    struct err *err);

/* What a plan last did there. */
struct store_scope_state {
    const char *spec_path, *spec_hash; /* of the last sync; NULL */
    int64_t sync_ms;                   /* last sync that ran to its end; 0 = never */
    const char *sync_by, *sync_run;    /* who and which run; NULL */
    bool asks_proof;                   /* the plan as it was then names migrations or checks */
};

nodiscard enum code store_load_scope(struct store *store, struct arena *arena,
                                     struct store_scope at, struct store_scope_state *state,
                                     bool *found, struct err *err);
nodiscard enum code store_put_scope(struct store *store, struct store_scope at,
                                    const struct store_scope_state *state, struct err *err);

/* The scope state of the plan that was synced last, whatever scope and repository: lets `status`
 * start from the cache alone. scope and repository are filled in. */
nodiscard enum code store_last_scope(struct store *store, struct arena *arena,
                                     struct store_scope *at, struct store_repository *repository,
                                     struct store_scope_state *state, bool *found, struct err *err);

/* The same of one plan: by its scope, of this file before others; where scope is NULL by the file
 * that it was last synced from. */
nodiscard enum code store_find_scope(struct store *store, struct arena *arena, const char *scope,
                                     const char *spec_path, struct store_scope *at,
                                     struct store_repository *repository,
                                     struct store_scope_state *state, bool *found, struct err *err);

enum store_target { STORE_TARGET_NEW, STORE_TARGET_SAME, STORE_TARGET_RENAMED };

/* Is this the repository that the plan was synced with before? RENAMED (same id, another name)
 * gives the old name. ERR_REFUSED, naming both: another id stands under the known name now, or the
 * scope was last synced with another repository of this host. (sync: target) */
nodiscard enum code store_check_target(struct store *store, struct arena *arena, const char *host,
                                       struct repo_id id, const char *full_name, const char *scope,
                                       enum store_target *target, const char **old_name,
                                       struct err *err);

#endif
