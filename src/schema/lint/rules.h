/* Every code of this layer's findings, with what it means: the list behind `explain`. */
#ifndef ROADMAP_SCHEMA_LINT_RULES_H
#define ROADMAP_SCHEMA_LINT_RULES_H

#include <stddef.h>

#include "model/finding.h"

struct rule {
    const char *code, *name;
    enum severity severity; /* at most: some findings of a code are milder */
    const char *trigger;    /* when it is found */
    const char *effect;     /* why it matters */
    const char *fix;
};

/* By code, rising. */
extern const struct rule schema_rules[];
extern const size_t schema_rule_count;

/* NULL when there is no such code. */
const struct rule *schema_rule(const char *code);

#endif
