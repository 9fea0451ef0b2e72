#include "app/evidence/implied.h"

#include "base/arena.h"
#include "base/day.h"
#include "schema/check/check_params.h"

static const char of_docs[] = "the issue names it under docs:";
static const char of_deliverables[] = "the issue names it under deliverables:";

static void add(struct arena *arena, struct plan_issue *issue, const struct strlist *patterns,
                const char *why)
{
    for (uint32_t i = 0; i < patterns->len; i++) {
        const struct plan_check check = {.id = patterns->items[i],
                                         .kind = check_kind_name(CHECK_FILE),
                                         .why = why,
                                         .params = check_params_of_path(arena, patterns->items[i]),
                                         .waive.until = DAY_NONE,
                                         .spot = issue->spot};
        if (patterns->items[i][0] != '!')
            VEC_PUSH(arena, &issue->checks, check);
    }
}

void implied_add(struct arena *arena, struct plan *plan)
{
    for (size_t i = 0; i < plan->issues.len; i++) {
        struct plan_issue *issue = &plan->issues.items[i];
        add(arena, issue, &issue->docs, of_docs);
        add(arena, issue, &issue->deliverables, of_deliverables);
    }
}

bool implied_is(const struct plan_check *check)
{
    return check->why == of_docs || check->why == of_deliverables;
}
