/* Checks of what a run of the chain showed. */
#include "schema/check/check_inner.h"

static struct check_result of_step(const struct sqlite_step *step, enum verdict verdict,
                                   const char *message)
{
    struct check_result result = check_is(verdict, message);
    result.lines = step->lines;
    result.path = step->trouble.path;
    result.line = step->trouble.line;
    result.col = step->trouble.col;
    return result;
}

struct check_result schema_check_apply(struct arena *arena, const struct sqlite_run *run,
                                       size_t index)
{
    const struct sqlite_step *step = &run->steps[index];
    (void)arena;
    if (step->flags & SMOKE_UP_FAILED)
        return of_step(step, step->verdict, step->message);
    if (step->flags & SMOKE_NOT_REACHED)
        return of_step(step, VERDICT_UNKNOWN, "not reached: one before it does not apply");
    if (step->up_us < 0)
        return of_step(step, VERDICT_UNKNOWN, step->message);
    return check_is(VERDICT_PASS, NULL);
}

struct check_result schema_check_smoke(struct arena *arena, const struct sqlite_run *run,
                                       size_t index)
{
    const struct sqlite_step *step = &run->steps[index];
    (void)arena;
    return of_step(step, step->verdict, step->message);
}

struct check_result schema_check_duration(struct arena *arena, const struct sqlite_run *run,
                                          size_t index, int64_t up_us, int64_t down_us)
{
    const struct sqlite_step *step = &run->steps[index];
    struct check_result result = check_is(VERDICT_PASS, NULL);
    int64_t up = step->again_us > step->up_us ? step->again_us : step->up_us;
    if (step->trouble.reason == SQLITE_REASON_TIME)
        return of_step(step, VERDICT_FAIL, step->message);
    if (step->verdict == VERDICT_ERROR)
        return of_step(step, VERDICT_ERROR, step->message);
    if (step->flags & (SMOKE_UP_FAILED | SMOKE_NOT_REACHED))
        return check_is(VERDICT_UNKNOWN, "it does not apply");
    if ((up_us > 0 && up < 0) || (down_us > 0 && step->down_us < 0))
        return check_is(VERDICT_UNKNOWN, "that direction did not run");
    if (up_us > 0 && up > up_us)
        result = check_says(arena, VERDICT_FAIL, "up took %lld ms, the limit is %lld ms",
                            (long long)(up / 1000), (long long)(up_us / 1000));
    else if (down_us > 0 && step->down_us > down_us)
        result = check_says(arena, VERDICT_FAIL, "down took %lld ms, the limit is %lld ms",
                            (long long)(step->down_us / 1000), (long long)(down_us / 1000));
    return result;
}
