/* What the repository proves of an issue: answers of checks, and the two ladders of evidence. Plain
 * values; engine/ladder.h has the rules. (design: evidence) */
#ifndef ROADMAP_MODEL_EVIDENCE_H
#define ROADMAP_MODEL_EVIDENCE_H

#include <stdbool.h>

/* The answer of one check. Unknown never counts as pass. */
enum verdict {
    VERDICT_PASS,
    VERDICT_FAIL,
    VERDICT_ERROR,   /* it could not be asked: a wrong definition, a crash, a time-out */
    VERDICT_UNKNOWN, /* it could not be answered here: no server, shallow clone, a blob not here */
    VERDICT_SKIP,    /* there is nothing to answer: it does not apply to this engine or tool */
    VERDICT_WAIVED   /* it fails, and the plan says until when that is accepted */
};
#define VERDICT_COUNT (VERDICT_WAIVED + 1)

/* Where a file stands, from least to most. */
enum evidence_presence {
    PRESENCE_PLANNED,   /* nowhere yet */
    PRESENCE_DRAFT,     /* in the work tree only */
    PRESENCE_COMMITTED, /* in the commit that is looked at */
    PRESENCE_MERGED     /* in the default branch: judged by content, never by ancestry */
};
#define PRESENCE_COUNT (PRESENCE_MERGED + 1)

/* How far an issue is proven, from least to most. */
enum proof {
    PROOF_NONE,
    PROOF_NAMED,      /* file name and order are right */
    PROOF_PAIRED,     /* has its way back, or says why not */
    PROOF_APPLIES,    /* runs on an empty database */
    PROOF_REVERSIBLE, /* back and again with the same result */
    PROOF_ASSERTED,   /* the schema has what the issue asks for */
    PROOF_VERIFIED    /* every check of the issue passes */
};
#define PROOF_COUNT (PROOF_VERIFIED + 1)

/* "pass", "committed", "reversible" …: screens and JSON alike. */
const char *verdict_name(enum verdict verdict);
bool verdict_parse(const char *name, enum verdict *verdict);
const char *presence_name(enum evidence_presence presence);
const char *proof_name(enum proof proof);

#endif
