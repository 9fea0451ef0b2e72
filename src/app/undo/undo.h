/* Taking a run back: a run of its own, newest change first. Private to app. (sync §9)
 *
 * Every object is read again right before it is written to; what a person has moved since stays and
 * is told. What goes back becomes the agreed value of both sides, so that the plan, which still
 * says otherwise, shows it as work to do again. */
#ifndef ROADMAP_APP_UNDO_UNDO_H
#define ROADMAP_APP_UNDO_UNDO_H

#include "app/sync/runner.h"
#include "engine/restore.h"
#include "model/run.h"

#define UNDO_RESENDS 5

/* The changes that the run made to one object in a row. */
struct undo_step {
    struct item_change item; /* for progress and report: kind, id, title, number, what happens */
    const struct run_change *changes; /* in the order of writing */
    size_t len;
    bool created, deleted, healed;
};

struct undo {
    struct session *session;
    struct runner *runner;
    struct arena *arena;
    struct undo_report *report;
    struct run_log log;
    VEC(struct undo_step) steps; /* newest first */
};

/* What goes back of one object. */
struct undo_tally {
    struct strlist moved;   /* names of fields, for people */
    bool back[FIELD_COUNT]; /* the same */
    size_t left;            /* fields that have changed since */
};

/* Whether some step may move this field of the issue: what uses a label now may leave it before. */
bool undo_may_move(const struct undo *undo, struct number issue, enum field field);

/* Left as it is. `field` may be NULL; `status`: what it makes the run's exit status. */
void undo_leave(struct undo *undo, const struct undo_step *step, const char *field,
                const char *reason, int status);
/* Counts the verdict on a field. true: it goes back. `telling`: one that has changed since
 * is told in the report. */
bool undo_tally(struct undo *undo, const struct undo_step *step, struct undo_tally *tally,
                enum restored verdict, enum field field, bool telling);
/* As it was before already. */
void undo_already(struct undo *undo);
/* Written: into the report. */
void undo_done(struct undo *undo, struct undo_step *step, enum verb verb, const char *note);
/* "title, text" */
const char *undo_note(struct undo *undo, const struct strlist *fields);

struct attempt undo_attempt(const struct undo_step *step, const char *method, const char *path);
/* The journal's line: `change` the other way round. */
nodiscard enum code undo_log(struct undo *undo, const struct undo_step *step, enum verb verb,
                             enum field field, const char *before, const char *after,
                             struct err *err);

/* The base that stands in cache or nowhere: a copy to be changed; *known false: the object is no
 * item of this plan. */
struct base_item undo_base(struct undo *undo, const struct undo_step *step, bool *known);
/* Both sides agree on what GitHub has. Not for sets. */
void undo_agree(struct arena *arena, struct base_item *base, enum field field,
                const struct have *have);
nodiscard enum code undo_keep_base(struct undo *undo, const struct base_item *base,
                                   struct err *err);
/* The milestone that a text of a journal ("M1 (#3)", "#3", NULL) means today; 0 = none. false: it
 * is gone. */
bool undo_find_milestone(struct undo *undo, const char *text, struct number *number);

#endif
