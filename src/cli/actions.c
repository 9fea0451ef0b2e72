#include "cli/actions.h"

#include <stddef.h>

#include "base/env.h"
#include "base/str.h"

enum code actions_refuse_fork_events(struct err *err)
{
    static const char *const events[] = {"pull_request", "pull_request_target",
                                         "pull_request_review", "pull_request_review_comment",
                                         "workflow_run"};
    const char *event = env_get("GITHUB_EVENT_NAME");
    if (!text_eq(env_get("GITHUB_ACTIONS"), "true") || !event)
        return OK;
    for (size_t i = 0; i < sizeof events / sizeof *events; i++)
        if (text_eq(event, events[i])) {
            (void)err_set(err, ERR_REFUSED,
                          "nothing is written in the event '%s', which a fork can start", event);
            return err_hint(err, "run it in a workflow on push to the default branch; roadmap "
                                 "init writes one");
        }
    return OK;
}
