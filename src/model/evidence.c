#include "model/evidence.h"

#include <string.h>

static const char *const verdict_names[VERDICT_COUNT] = {"pass",    "fail", "error",
                                                         "unknown", "skip", "waived"};

const char *verdict_name(enum verdict verdict)
{
    return verdict_names[verdict];
}

bool verdict_parse(const char *name, enum verdict *verdict)
{
    for (int i = 0; i < VERDICT_COUNT; i++)
        if (strcmp(name, verdict_names[i]) == 0) {
            *verdict = (enum verdict)i;
            return true;
        }
    return false;
}

const char *presence_name(enum evidence_presence presence)
{
    static const char *const names[PRESENCE_COUNT] = {"planned", "draft", "committed", "merged"};
    return names[presence];
}

const char *proof_name(enum proof proof)
{
    static const char *const names[PROOF_COUNT] = {"none",       "named",    "paired",  "applies",
                                                   "reversible", "asserted", "verified"};
    return names[proof];
}
