/* What became of the items, for the report and the progress. */
#include "app/sync/runner_inner.h"

void runner_fail(struct runner *runner, const struct attempt *attempt, const char *field,
                 const char *reason, const char *next, int exit_status)
{
    const struct report_line line = {.kind = attempt->kind,
                                     .id = attempt->item_id,
                                     .title = attempt->title,
                                     .number = attempt->number,
                                     .field = field,
                                     .reason = reason,
                                     .next = next,
                                     .exit_status = exit_status};
    VEC_PUSH(runner->arena, &runner->session->report->errors, line);
}

void runner_progress(struct runner *runner, enum event_type type, const struct item_change *item,
                     struct number number)
{
    struct event *event = &runner->progress;
    event->type = type;
    event->kind = item->kind;
    event->id = item->id;
    event->title = item->title;
    event->number = number;
    const struct pace pace = runner_pace(runner);
    const struct session *session = runner->session;
    const int64_t busy =
        clock_mono(&session->app->clock) - runner->begun_mono_ms - runner->waited_ms;
    event->left_ms = pace_left_ms(&pace, session_now(session), busy, event->done, event->total,
                                  runner->creates_left);
    session_tell(runner->session, event);
}

static void count_verb(struct kind_counts *counts, enum verb verb)
{
    switch (verb) {
    case VERB_CREATE:
        counts->create++;
        break;
    case VERB_CLOSE:
    case VERB_HEAL:
        counts->close++;
        break;
    case VERB_ADOPT:
        counts->adopt++;
        break;
    case VERB_DELETE:
        counts->delete ++;
        break;
    case VERB_UPDATE:
        counts->update++;
        break;
    case VERB_NONE:
    case VERB_REFUSE:
        break;
    }
}

void runner_done(struct runner *runner, const struct item_change *item, struct number number,
                 const char *note)
{
    struct sync_report *report = runner->session->report;
    const struct report_done done = {.kind = item->kind,
                                     .verb = item->verb,
                                     .id = item->id,
                                     .title = item->title,
                                     .note = note,
                                     .number = number};
    VEC_PUSH(runner->arena, &report->done, done);
    count_verb(&report->written[item->kind], item->verb);
    if (item->kind == KIND_ISSUE && item->verb == VERB_CREATE) {
        if (!report->first_number || number.v < report->first_number)
            report->first_number = number.v;
        if (number.v > report->last_number)
            report->last_number = number.v;
    }
    runner->progress.kind_done[item->kind]++;
    runner->progress.done++;
    report->written_writes++;
    runner_progress(runner, EVENT_WRITTEN, item, number);
}
