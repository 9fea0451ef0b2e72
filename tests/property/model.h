/* The reference of the two-sided property test: what one run has to do to one item. Written from
 * the rules, not from the product. It knows no texts, only numbers for them; 0 is nothing. */
#ifndef ROADMAP_TESTS_PROPERTY_MODEL_H
#define ROADMAP_TESTS_PROPERTY_MODEL_H

#include <stdbool.h>

#define CELLS 18 /* lines of a block, and places for lines; some of them are boxes */
#define FIRST_BOX 6
#define LAST_BOX 11
#define BIT(n) (1u << (n))

enum { TITLE, COLOR, DESCRIPTION, DUE, MILESTONE, STATE, PARENT, LABELS, ASSIGNEES, BLOCKERS };
enum { BLOCK = BLOCKERS + 1, M_FIELDS, M_VALUES = BLOCK + CELLS };
enum m_policy { MERGE, OWN, CREATE_ONLY, IGNORE };
enum m_kind { M_LABEL, M_MILESTONE, M_ISSUE };
enum { IS_OPEN, COMPLETED, NOT_PLANNED, DUPLICATE };
/* Its mark is gone; two or no end; the mark cannot be read; another's stands first. */
enum m_body { WHOLE, BARE, DAMAGED, UNREADABLE, FOREIGN };

enum m_move { NONE, AGREE, WRITE, KEEP, CONFLICT };

struct m_side {
    int v[M_VALUES]; /* sets: bits; the block: its lines */
    unsigned ticks;  /* bits of lines */
};
struct m_base {
    unsigned known; /* bits of fields */
    struct m_side spec, there;
};
struct m_item {
    enum m_kind kind;
    enum m_body body;
    unsigned managed;                    /* fields that the plan states */
    bool gone, cached, reopened, copied; /* copied: another issue carries its mark */
    bool renamed;                        /* a label that GitHub has under an earlier name */
    struct m_side spec, there;           /* there: on GitHub */
    struct m_base cache, mark;
};
struct m_run {
    enum m_policy policy[M_FIELDS];
    bool history, drop_ticks; /* earlier plans stand in git; --drop-ticks */
    unsigned spec, github;    /* --take …=spec, …=github: bits of fields */
};
struct m_verdict {
    unsigned moved[5]; /* bits of fields, by move */
    bool refused, created;
};

struct m_verdict model_run(struct m_item *item, const struct m_run *run);

#endif
