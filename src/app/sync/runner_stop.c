/* Why the run stops before its end. */
#include "app/sync/runner.h"

void runner_stop(struct runner *runner, enum stop_cause cause, int64_t resume_at_ms,
                 const char *text)
{
    struct sync_report *report = runner->session->report;
    runner->stopped = true;
    if (report->stop != STOP_NONE)
        return;
    report->stop = cause;
    report->resume_at_ms = resume_at_ms;
    report->stop_text = arena_strdup(runner->arena, text);
}

void runner_stop_unanswered(struct runner *runner)
{
    runner_stop(runner, STOP_NETWORK, 0, "GitHub's answers do not come through");
}

bool runner_interrupted(struct runner *runner)
{
    if (!interrupt_requested())
        return false;
    runner_stop(runner, STOP_INTERRUPT, 0, "interrupted");
    return true;
}
