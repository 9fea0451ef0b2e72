/* The child's half of the SQL box: what requests and replies look like, and who answers them.
 * Private to schema/sqlite_box. */
#ifndef ROADMAP_SCHEMA_SQLITE_SQLITE_SERVE_H
#define ROADMAP_SCHEMA_SQLITE_SQLITE_SERVE_H

#include "schema/sqlite/sqlite_box.h"
#include "schema/sqlite/sqlite_guard.h"
#include "schema/sqlite/wire.h"

enum box_verb { VERB_CHAIN, VERB_SNAPSHOT, VERB_ASK };
#define BOX_VERB_COUNT (VERB_ASK + 1)

enum box_reply {
    REPLY_STEP,  /* index, struct sqlite_step */
    REPLY_DONE,  /* what was asked for */
    REPLY_DIED,  /* the process of a question: wait status */
    REPLY_FAILED /* a text: the box itself could not */
};
#define BOX_REPLY_COUNT (REPLY_FAILED + 1)

/* What the child knows from the fork on. */
struct box_job {
    const struct sqlite_options *options;
    struct box_limits limits;
    bool smoke;
    const bool *passed_over; /* of these only the way there: the child before died of them */
};

box_serve_fn box_serve;

void wire_sqlite_step(struct wire *wire, struct sqlite_step *step);
void wire_run(struct wire *wire, struct sqlite_run *run); /* without the steps */
void wire_request(struct wire *wire, struct box_request *request);
void wire_answer(struct wire *wire, struct box_answer *answer);

/* Runs the chain, calls `report` after each step. */
struct chain_report {
    void *context;
    void (*step)(void *context, uint32_t index, struct sqlite_step *step);
};
nodiscard enum code chain_run(struct guard *guard, const struct box_job *job, struct box_mark *mark,
                              struct arena *arena, const struct chain_report *report,
                              struct sqlite_run *run, struct err *err);
void box_answer_question(struct guard *guard, struct box_mark *mark, struct arena *arena,
                         const struct box_request *request, struct box_answer *answer);

#endif
