/* What the codes of findings in migrations mean. */
#ifndef ROADMAP_APP_CHECK_RULES_H
#define ROADMAP_APP_CHECK_RULES_H

#include "base/arena.h"

/* A page in Markdown about "RM112" (upper or lower case), and the code as it is written; NULL when
 * there is no such code. */
const char *app_rule_page(struct arena *arena, const char *code, const char **written);
/* The code number `i` from 0; NULL behind the last. */
const char *app_rule_code(size_t i);

#endif
