/* What the repository holds of the plan's migrations, as values: folders read at a commit or in the
 * work tree, where their files stand, who they belong to and when they came. Runs nothing and
 * prints nothing; app/check/check.h runs the checks on top of it.
 *
 * Everything lives in app->arena. What a clone cannot answer is `unknown` with the reason. */
#ifndef ROADMAP_APP_EVIDENCE_EVIDENCE_H
#define ROADMAP_APP_EVIDENCE_EVIDENCE_H

#include "app/app.h"
#include "engine/links.h"
#include "model/landing.h"
#include "repo/presence.h"
#include "repo/repo.h"
#include "schema/migration.h"
#include "store/lock.h"
#include "store/store.h"

struct evidence_options {
    const char *ref;      /* a revision, its plan too; NULL: the work tree, drafts included */
    const char *base_ref; /* GITHUB_BASE_REF; NULL */
    const char *source;   /* only this source of the plan (its id or folder); NULL: all */
    bool merged;  /* look at the default branch, by the plan of the work tree; without `ref`. Where
                   * nobody knows that branch, nothing is found, and evidence->base says why */
    bool history; /* read first and last commits and trailers: a walk where the cache has none */
};

/* One folder of migrations. */
struct evidence_source {
    const char *id;                      /* the plan's; of a folder that was found: the folder */
    const char *root;                    /* from the top of the repository; "" is the top */
    const struct plan_migrations *asked; /* NULL: the plan names no folder, this one was found */
    const char *engine; /* where the plan says nothing: "sqlite", or by the name of the folder */
    bool here;          /* there is a file in it, in what is looked at */
    struct migration_set set;    /* of what is looked at; its findings are all of reading,
                                  * names and the comparison with the target branch */
    struct migration_set target; /* at the tip of the default branch */
    bool has_target;             /* false: no such folder there, or nobody knows */
    struct presence_files files;
    struct landings landings; /* with options.history */
    size_t first, count;      /* its migrations in evidence.migrations, in the order of running */
};

/* One migration with where it stands: the least of its files. */
struct evidence_migration {
    const struct migration *migration;
    size_t source;
    enum evidence_presence presence;           /* at least this */
    const char *unknown;                       /* why it may be more; NULL: exact */
    bool edited;                               /* the default branch has it with another content */
    bool touched;                              /* this change adds or edits a file of it */
    const struct landing_commit *first, *last; /* NULL: not committed, not read, or not
                                                * all commits are in this clone */
};

struct evidence {
    struct app *app;
    struct plan *plan; /* with the checks that docs and deliverables imply: see implied.h */
    struct app_project project;
    struct evidence_options options;
    struct repo *repo;
    struct store_lock lock;
    struct store *store;
    bool storing;          /* what is found may be kept: no other run holds the lock */
    struct ref head, base; /* what is looked at (HEAD for the work tree); the default branch */
    struct ref fork;       /* where they part */
    bool fork_is_head;     /* nobody knows the default branch, so this is HEAD */
    bool work_tree;
    VEC(struct evidence_source) sources;
    VEC(struct evidence_migration) migrations;
    struct links links; /* positions are those of plan->issues and of `migrations` */
};

#define EVIDENCE_INIT                                                                              \
    {                                                                                              \
        .lock = STORE_LOCK_INIT                                                                    \
    }
#define cleanup_evidence __attribute__((cleanup(evidence_close)))

/* Declare `struct evidence evidence cleanup_evidence = EVIDENCE_INIT;`. Loads the plan too (see
 * app_load_plan and, with a ref, plan_at). ERR_FAILED outside of git; ERR_USAGE: no such ref
 * or source. */
nodiscard enum code evidence_open(struct app *app, const struct evidence_options *options,
                                  struct diags *diags, struct evidence *evidence, struct err *err);
/* Closes git and the cache; the values stay. */
void evidence_close(struct evidence *evidence);

/* The links of one issue (position in the plan) in the order of the migrations: `from` on; NULL at
 * the end. Start with *at = 0. */
const struct link *evidence_next_link(const struct evidence *evidence, size_t issue, size_t *at);

#endif
