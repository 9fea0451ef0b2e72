/* How long a query takes: measured, held against limits and against what was measured before, and
 * only told unless the plan makes it a gate. */
#include <stdlib.h>

#include "schema/check/check_inner.h"

#define LATENCY_TIMES 1000
#define MADE_ROWS 3

struct latency {
    struct arena *arena;
    const struct latency_asked *asked;
    struct check_result *result;
};

/* Said in any case, a failure only where the plan wants it. */
static void exceeds(struct latency *latency, char *line)
{
    struct check_result *result = latency->result;
    strlist_add(latency->arena, &result->lines, line);
    if (result->verdict != VERDICT_FAIL)
        result->message = line;
    if (latency->asked->gate)
        result->verdict = VERDICT_FAIL;
}

static void over_limit(struct latency *latency, const char *name, int64_t is_us, int64_t limit_us)
{
    if (limit_us > 0 && is_us > limit_us)
        exceeds(latency, arena_printf(latency->arena, "%s is %.3f ms, the limit is %.3f ms", name,
                                      (double)is_us / 1000, (double)limit_us / 1000));
}

static double number_at(const struct file_facts *facts, size_t entry, const char *key)
{
    const size_t at =
        facts->list.items[entry].type == FACT_MAP ? fact_child(facts, entry, key) : SIZE_MAX;
    const struct file_fact *fact = at == SIZE_MAX ? NULL : &facts->list.items[at];
    return fact && fact->type == FACT_NUMBER ? strtod(fact->value, NULL) : 0;
}

struct latency_before latency_before_of(struct arena *arena, const struct latency_asked *asked,
                                        const char *name, const struct file_facts *facts)
{
    struct latency_before before = {.name = name};
    if (!facts || facts->problem) {
        before.missing =
            facts ? arena_printf(arena, "'%s' cannot be read: %s", asked->baseline, facts->problem)
                  : arena_printf(arena, "'%s' does not exist yet", asked->baseline);
        return before;
    }
    const bool map = facts->list.len > 0 && facts->list.items[0].type == FACT_MAP;
    const size_t entry = map ? fact_child(facts, 0, name) : SIZE_MAX;
    if (entry != SIZE_MAX) {
        before.p50_ms = number_at(facts, entry, "p50_ms");
        before.p95_ms = number_at(facts, entry, "p95_ms");
        before.p99_ms = number_at(facts, entry, "p99_ms");
        before.vm_steps = number_at(facts, entry, "vm_steps");
    }
    if (!(before.p50_ms > 0 || before.p95_ms > 0 || before.p99_ms > 0 || before.vm_steps > 0))
        before.missing =
            arena_printf(arena, "'%s' has no figures of '%s' yet", asked->baseline, name);
    return before;
}

static void over_before(struct latency *latency, const char *name, const char *unit, double is,
                        double was)
{
    const struct latency_asked *asked = latency->asked;
    if (!(was > 0) || is <= was * (1 + asked->max_regression / 100))
        return;
    exceeds(latency,
            arena_printf(latency->arena, "%s of %.*f%s are %.0f %% over the %.*f%s of '%s'", name,
                         *unit ? 3 : 0, is, unit, (is / was - 1) * 100, *unit ? 3 : 0, was, unit,
                         asked->baseline));
}

/* Nothing is written: the words for the file are among the lines. */
static void compare(struct latency *latency, const struct latency_before *before,
                    const struct box_answer *measured)
{
    struct check_result *result = latency->result;
    const double p50 = (double)measured->p50_us / 1000, p95 = (double)measured->p95_us / 1000,
                 p99 = (double)measured->p99_us / 1000, steps = (double)measured->vm_steps;
    if (!before->missing) {
        over_before(latency, "p50", " ms", p50, before->p50_ms);
        over_before(latency, "p95", " ms", p95, before->p95_ms);
        over_before(latency, "p99", " ms", p99, before->p99_ms);
        over_before(latency, "steps", "", steps, before->vm_steps);
        return;
    }
    strlist_add(latency->arena, &result->lines, before->missing);
    strlist_add(latency->arena, &result->lines,
                arena_printf(latency->arena,
                             "for the baseline: \"%s\": {\"p50_ms\": %.3f, \"p95_ms\": %.3f, "
                             "\"p99_ms\": %.3f, \"vm_steps\": %.0f}",
                             before->name, p50, p95, p99, steps));
    if (!latency->asked->gate || result->verdict != VERDICT_PASS)
        return;
    result->verdict = VERDICT_UNKNOWN;
    result->message = before->missing;
}

enum code schema_check_latency(struct arena *arena, const struct schema_state *state,
                               const struct latency_asked *asked,
                               const struct latency_before *before, struct check_result *result,
                               struct box_answer *measured, struct err *err)
{
    struct box_request request = {.question = BOX_LATENCY,
                                  .sql = asked->sql,
                                  .rows = MADE_ROWS,
                                  .times = asked->times ? asked->times : LATENCY_TIMES};
    struct latency latency = {arena, asked, result};
    enum code code = OK;
    for (size_t i = 0; i < asked->sizes.len; i++)
        VEC_PUSH(arena, &request.sizes, asked->sizes.items[i]);
    *measured = (struct box_answer){.row_count = 0};
    if (!check_ask(arena, state, &request, measured, result, &code, err))
        return code;
    if (measured->trouble.reason != SQLITE_REASON_NONE) {
        *result =
            check_trouble(arena, state, &measured->trouble, check_wrong_query(&measured->trouble));
        return OK;
    }
    if (measured->notes.len > 0) {
        *result = (struct check_result){.verdict = VERDICT_UNKNOWN,
                                        .message = measured->notes.items[0],
                                        .lines = measured->notes};
        return OK;
    }
    result->message = arena_printf(arena, "p50 %.3f ms, p95 %.3f ms, p99 %.3f ms",
                                   (double)measured->p50_us / 1000, (double)measured->p95_us / 1000,
                                   (double)measured->p99_us / 1000);
    over_limit(&latency, "p50", measured->p50_us, asked->p50_us);
    over_limit(&latency, "p95", measured->p95_us, asked->p95_us);
    over_limit(&latency, "p99", measured->p99_us, asked->p99_us);
    if (before)
        compare(&latency, before, measured);
    return OK;
}
