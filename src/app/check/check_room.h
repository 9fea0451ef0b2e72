/* What the parts of check share. Private to app/check. */
#ifndef ROADMAP_APP_CHECK_CHECK_ROOM_H
#define ROADMAP_APP_CHECK_CHECK_ROOM_H

#include "app/check/check.h"
#include "schema/check/check.h"
#include "schema/check/check_params.h"
#include "store/result.h"

/* Of each migration of a set. */
struct chain_answers {
    struct check_result *apply, *smoke;
    bool reused; /* all of them are what an earlier run found */
};

/* The database that a chain made. */
struct side_box {
    bool opened;
    struct sqlite_run apply;
    struct sqlite_box *box; /* NULL: it could not be opened */
    struct schema_snapshot *snapshot;
};

/* One folder at one state of the repository; what costs time is made when it is asked for. */
struct side_source {
    const struct evidence_source *source;
    const struct migration_set *set; /* NULL: not there at this state */
    const char *cannot;              /* why no chain of it can be run here; NULL: it can */
    bool touched;                    /* this change adds, edits or removes a file of it */
    bool empty;                      /* because there is no file in it yet: that is work to do */
    const char **chains; /* of each migration: the hash of the chain up to it; NULL: not all of its
                          * bytes are here, so nothing is kept */
    struct chain_answers *answers; /* NULL: not asked for yet */
    struct sqlite_run *smoke;      /* NULL: not run */
    struct side_box memory, disk;
};

struct side {
    const char *commit; /* NULL: the work tree */
    struct side_source *sources;
    size_t len;
};

struct checking {
    struct evidence *evidence;
    struct arena *arena;
    const struct check_options *options;
    struct checks *checks;
    struct side now, fork;
    bool fork_ready;
    bool trusting; /* kept results may be taken */
    VEC(struct store_result) fresh;
    bool before_read;
    struct plan *before;      /* the plan where the branch began; NULL: there was none */
    const char *no_before;    /* why it, or a part of it, could not be read; NULL */
    struct map *asked_before; /* its checks; NULL: not asked for yet */
    struct map *completed; /* ids of issues that GitHub has closed as completed; NULL: not read */
    int32_t today;
};

/* ---- check_side.c: states ---- */

void side_now(struct checking *checking);
/* At the merge base. Only when checking->evidence->fork is found. */
nodiscard enum code side_fork(struct checking *checking, struct err *err);
void side_close(struct side *side);
/* Up, down and up again of the whole chain. */
nodiscard enum code side_smoke(struct checking *checking, struct side_source *at, struct err *err);
/* The schema that the chain makes. A box that dies of it leaves state->snapshot NULL. `on_disk`: in
 * a file, which costs a sync for each migration; only settings of the file need it. */
nodiscard enum code side_state(struct checking *checking, struct side_source *at, bool on_disk,
                               struct schema_state *state, struct err *err);

/* ---- check_keep.c: results of earlier runs ---- */

/* Appends the field behind its length. */
void check_hash_field(struct str *text, const char *field);
/* The hash of length-prefixed fields, up to a NULL. */
char *check_hash(struct arena *arena, const char *first, ...);
/* `key` NULL: never kept. */
nodiscard enum code check_recall(struct checking *checking, const char *key,
                                 struct check_result *result, bool *found, struct err *err);
void check_keep(struct checking *checking, const char *key, const struct check_result *result);
/* Of an answer that another day or machine may give differently: with both. An error takes the
 * place of what was measured before, as if it had never been. */
void check_keep_measured(struct checking *checking, const char *key,
                         const struct check_result *result);
nodiscard enum code check_keep_all(struct checking *checking, struct err *err);

/* ---- check_chain.c: apply and smoke of each migration ---- */

nodiscard enum code check_chain(struct checking *checking, struct side_source *at,
                                struct chain_answers *answers, struct err *err);

/* ---- check_report.c ---- */

/* A new line of the report, about the folder (NULL: none). */
struct checked *checking_add(struct checking *checking, const struct side_source *at,
                             const char *kind);
void checking_take(struct checked *checked, const struct check_result *result);
/* Counts, order and the exit status, at the end. */
void checking_finish(struct checking *checking);

/* ---- check_folder.c: what the conventions ask ---- */

nodiscard enum code check_folders(struct checking *checking, struct err *err);

/* The kind that a finding's code belongs to: "ordering" for RM106. */
const char *check_kind_of_code(const char *code);

/* ---- check_plan.c: what the plan asks ---- */

nodiscard enum code check_issues(struct checking *checking, struct err *err);

/* ---- check_judge.c: one check of the plan at one state ---- */

struct asking {
    size_t issue;
    const struct plan_check *check;
    struct check_params params;
    size_t source;        /* position; SIZE_MAX: none is needed */
    struct strlist names; /* of the linked migrations; empty: the whole folder */
    bool planned;         /* the issue names migrations, and none of them is there yet */
};
nodiscard enum code check_judge(struct checking *checking, struct side *side,
                                const struct asking *asking, struct check_result *result,
                                bool *reused, struct err *err);
/* ---- check_files.c, check_sets.c: kinds that run nothing ---- */

struct side_files {
    VEC(struct migration_file) items; /* in byte order of the path */
    const char *missing;              /* why there may be more: "partial clone"; NULL */
};
/* The files that the patterns take. Without bytes: too large, or not in this clone. */
nodiscard enum code side_files(struct checking *checking, const struct side *side,
                               const struct strlist *patterns, struct side_files *files,
                               struct err *err);
nodiscard enum code check_judge_file(struct checking *checking, const struct side *side,
                                     const struct check_params *params, struct check_result *result,
                                     struct err *err);
/* dictionary, erd, classification, contract, mapping, lineage */
nodiscard enum code check_judge_described(struct checking *checking, const struct side *side,
                                          const struct schema_state *state,
                                          const struct check_params *params,
                                          struct check_result *result, struct err *err);
struct check_result check_judge_set(struct checking *checking, const struct side *side,
                                    const struct side_source *at, const struct asking *asking);
/* immutable, co_change: of the branch, so unknown at the merge base. */
nodiscard enum code check_judge_git(struct checking *checking, const struct side *side,
                                    const struct asking *asking, struct check_result *result,
                                    struct err *err);

/* A file at a state. *found false: it is not there, or not in this clone. */
nodiscard enum code side_file(struct checking *checking, const struct side *side, const char *path,
                              char **bytes, size_t *len, bool *found, struct err *err);

/* ---- check_spec.c ---- */

/* The plan did not ask this where the branch began, or not in these words. */
nodiscard enum code check_is_new(struct checking *checking, const struct asking *asking,
                                 bool *is_new, struct err *err);
/* Of which proof the branch asks less. */
nodiscard enum code check_weakened(struct checking *checking, struct err *err);

/* ---- check_bucket.c: what a failure means ---- */

/* This change adds or edits the file. */
bool check_touches(const struct checking *checking, const char *path);
/* GitHub or the plan has the issue closed as completed. */
nodiscard enum code check_promised(struct checking *checking, size_t issue, bool *promised,
                                   struct err *err);

#endif
