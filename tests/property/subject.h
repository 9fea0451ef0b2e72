/* One item of the two-sided property test: its model, and what people and the plan do to it. A
 * script is drawn from a number alone, whatever else is in the batch, so that an item can be
 * played again by itself and its edits be left out one at a time. */
#ifndef ROADMAP_TESTS_PROPERTY_SUBJECT_H
#define ROADMAP_TESTS_PROPERTY_SUBJECT_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"
#include "property/model.h"

#define ROUNDS 8
#define MILESTONES 3 /* MA, MB, MC of the plan; one more number is one that is not in it */
#define OWN_LABELS 5 /* l0 … l4 of the plan */
#define ALL_LABELS 8 /* l5 … l7 are people's */
#define ALL_ASSIGNEES 3
#define GROUP 25 /* items that share hubs: GitHub allows 50 blockers and 100 children */
#define HUBS 6   /* three that block, three that are parents */
#define SCRIPT_MAX 128
#define NAMES_MAX 12

enum edit_kind {
    /* of the plan */
    PLAN_TITLE,
    PLAN_LINE,
    PLAN_CUT,
    PLAN_INSERT,
    PLAN_TICK,
    PLAN_VALUE,
    PLAN_LABEL,
    PLAN_MILESTONE,
    PLAN_STATE,
    PLAN_ASSIGNEE,
    PLAN_BLOCKER,
    PLAN_PARENT,
    PLAN_DROP,
    /* of people */
    HUMAN_TITLE,
    HUMAN_LINE,
    HUMAN_CUT,
    HUMAN_INSERT,
    HUMAN_TICK,
    HUMAN_VALUE,
    HUMAN_LABEL,
    HUMAN_MILESTONE,
    HUMAN_STATE,
    HUMAN_ASSIGNEE,
    HUMAN_BLOCKER,
    HUMAN_PARENT,
    HUMAN_SAVE,
    HUMAN_OUTSIDE,
    HUMAN_HARM,
    HUMAN_MEND,
    HUMAN_COPY,
    HUMAN_DELETE,
    HUMAN_COMMENT,
    /* the same on both sides */
    BOTH_TITLE,
    BOTH_LINE,
    EDIT_KINDS
};

struct edit {
    int round, kind;
    unsigned a, b;
    bool left_out;
};

/* What a person does to the text of a body, beside its lines. */
struct touch {
    bool dirty; /* it is saved again */
    bool crlf, nfd, blanks, respaced;
    int above, below; /* words put around the block; 0 none */
    int harm;         /* enum harm; 0 none */
    bool mend;
};

enum harm {
    HARM_NONE,
    HARM_MARK_DELETED,
    HARM_BOTH_DELETED,
    HARM_EMPTIED,
    HARM_END_DELETED,
    HARM_MARK_TWICE,
    HARM_MARK_MOVED,
    HARM_MARK_CUT,
    HARM_MARK_NEWER,
    HARM_PASTED_BELOW,
    HARM_PASTED_ABOVE,
    HARM_COUNT
};

struct subject {
    struct m_item model;
    int index;
    uint64_t seed;
    bool structured;      /* summary, tasks, done_when; else body */
    int64_t number;       /* issue or milestone on GitHub; 0 = not yet */
    int names[NAMES_MAX]; /* a label: what the plan called it before */
    size_t name_count;
    struct touch touch;
    struct strlist deeds; /* acts for the sandbox, in order */
    const char *intact;   /* body before somebody damaged it */
    struct m_side intact_side;
    struct edit script[SCRIPT_MAX];
    size_t script_len;
};

/* Draws the item and its script. */
void subject_draw(struct subject *subject, enum m_kind kind, int index, uint64_t seed);
const char *subject_id(struct arena *arena, const struct subject *subject);
/* Does the edits of a round to the model; `deeds` and `touch` are what the sandbox still has to be
 * told. `words`: one line an edit; NULL when nobody reads it. */
void subject_edit(struct arena *arena, struct subject *subject, int round, struct str *words);

/* Texts for numbers. */
const char *text_title(struct arena *arena, const struct subject *subject, int token);
const char *text_line(struct arena *arena, int cell, int token, bool ticked);
const char *text_block(struct arena *arena, const struct m_side *side);
const char *text_words(struct arena *arena, int token);
const char *text_color(struct arena *arena, int token);
const char *text_day(struct arena *arena, int token);
const char *text_hub(struct arena *arena, const struct subject *subject, int hub);
const char *text_state(int state);
const char *text_milestone(int milestone); /* its title on GitHub, or none */
const char *text_login(int assignee);

#endif
