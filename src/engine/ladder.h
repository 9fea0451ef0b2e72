/* How far an issue is proven: three axes that are never mixed. Pure: the answers of checks and the
 * places of files come in as values. (design: evidence) */
#ifndef ROADMAP_ENGINE_LADDER_H
#define ROADMAP_ENGINE_LADDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/evidence.h"

/* A file that the issue rests on: a linked migration's, or one that its checks, docs and
 * deliverables name. */
struct ladder_subject {
    const char *path;
    enum evidence_presence presence; /* at least this */
    const char *unknown;             /* why it may be more; NULL: it is exact */
    bool fixed;  /* must stay as it was merged: a migration, but for a repeatable one */
    bool edited; /* the default branch has another content, and it was not that side that changed */
};

/* What one linked migration answers to the rungs from named to reversible. VERDICT_SKIP: the rung
 * is not for it (a tool without ways back, a way back that is excused). The entry of PROOF_NONE is
 * not used. */
struct ladder_migration {
    const char *name;
    enum verdict rungs[PROOF_REVERSIBLE + 1];
};

struct ladder_check {
    const char *name; /* for people: id or kind */
    const char *kind;
    enum proof rung; /* that it bears on beside verified; PROOF_VERIFIED: none */
    enum verdict verdict;
    int32_t waived_until; /* the last day of its waiver; DAY_NONE */
};

struct ladder_input {
    const struct ladder_subject *subjects;
    size_t subject_count;
    const struct ladder_migration *migrations;
    size_t migration_count;
    bool wants_migrations; /* the plan names some, be they there or not */
    const struct ladder_check *checks;
    size_t check_count;
    int32_t today;
};

enum ladder_state {
    LADDER_NOT_ASKED, /* nothing of this issue is about the rung */
    LADDER_HOLDS,
    LADDER_FAILS,
    LADDER_UNKNOWN
};

struct ladder_rung {
    enum ladder_state state;
    size_t holds, of;    /* of `of` answers; a waived one holds */
    size_t waived;       /* of those that hold */
    const char *because; /* what fails, else what is unknown, first; NULL */
};

struct ladder {
    bool asks;                       /* for proof: it has migrations or checks */
    bool has_subjects;               /* false: presence says nothing */
    enum evidence_presence presence; /* the least of its subjects; at least this */
    const char *presence_unknown;    /* why it may be more; NULL: it is exact */
    const char *presence_of;         /* the subject that is least; NULL */
    const char *edited;              /* a fixed subject edited after its merge; NULL */
    enum proof proof;                /* the highest rung that holds with all asked ones below it */
    struct ladder_rung rungs[PROOF_COUNT];
};

/* What a check counts as on a day: while its waiver lasts, one that fails or is unknown is waived.
 * An error never is: nobody has asked the question. */
enum verdict ladder_verdict(enum verdict verdict, int32_t waived_until, int32_t today);
/* Passed or waived. */
bool ladder_verdict_holds(enum verdict verdict);

/* The rung that the kinds of checks bear on: "naming" and "ordering" named, "migration_pair"
 * paired, "apply" applies, "smoke" reversible, those about the schema asserted, all others none but
 * verified. */
enum proof ladder_rung_of_kind(const char *kind);

struct ladder ladder_climb(const struct ladder_input *input);
/* Merged, and every check passes. */
bool ladder_is_proven(const struct ladder *ladder);

/* Which of the migrations an environment's history table holds. */
enum ladder_reach { REACH_NOT_ASKED, REACH_STALE, REACH_NONE, REACH_PART, REACH_ALL };
/* `asked_ms` 0: never. `merged_ms`: when the last of them was merged (0: not known, so nothing is
 * stale). */
enum ladder_reach ladder_reach_of(int64_t asked_ms, int64_t merged_ms, size_t held, size_t of);

#endif
