#include "model/check.h"

const char *failing_name(enum failing failing)
{
    static const char *const names[FAILING_COUNT] = {
        [FAILING_REGRESSED] = "regressed",    [FAILING_NEW] = "new",
        [FAILING_PROMISE] = "broken_promise", [FAILING_ERROR] = "error",
        [FAILING_NOT_YET] = "not_yet",
    };
    return names[failing];
}
