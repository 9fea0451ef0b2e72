/* A plan of subjects, a sandbox and the product between them. What does not fit the model is told
 * as text. */
#ifndef ROADMAP_TESTS_PROPERTY_STAGE_H
#define ROADMAP_TESTS_PROPERTY_STAGE_H

#include "property/subject.h"
#include "support/app_world.h"

#define SUBJECTS_MAX 256

struct before { /* what people could lose */
    const char *title, *body;
    struct sandbox_label label;
    const char *due;
};

struct stage {
    struct app_world world;
    struct m_run rules;
    struct subject *subjects; /* on the heap */
    size_t count;
    struct before *before;
    int64_t copies[SUBJECTS_MAX];
    const char *copied[SUBJECTS_MAX]; /* their bodies, which nobody may touch */
    size_t copy_count;
    struct str *wrong;   /* what does not fit */
    size_t broken;       /* subjects of which something does not fit */
    size_t first;        /* the first of them */
    unsigned lose_cache; /* bits of rounds */
    int round;
    const char *step;
};

void stage_open(struct stage *stage, uint64_t seed);
void stage_close(struct stage *stage);
/* One round: edits, the run, a quiet run, and the runs that settle. `words` may be NULL. */
void stage_round(struct stage *stage, int round, struct str *words);

/* stage_plan.c */
void stage_write_plan(struct stage *stage);
void stage_tell_rules(const struct stage *stage, struct str *words);
/* stage_people.c */
void stage_act(struct stage *stage, struct subject *subject);
/* stage_check.c */
void stage_remember(struct stage *stage);
void stage_compare(struct stage *stage, const struct m_verdict *verdicts);
void stage_wrong(struct stage *stage, const struct subject *subject, const char *format, ...)
    printf_like(3, 4);
/* The body or description as it is on GitHub; "" when there is none. */
const char *stage_body(struct stage *stage, const struct subject *subject);
/* The parts of a body, byte for byte: before the mark, the mark's line, between, the end line,
 * behind. false: not all of them are there. */
struct parts {
    const char *above, *mark, *block, *end, *below;
};
bool stage_split(struct arena *arena, const char *body, struct parts *parts);

#endif
