/* The screens of sync against golden files. */
#include "unit/render_story.h"

#include "render/rehearse_text.h"
#include "render/sync_text.h"

#define NOW "2026-02-02T14:01:12Z"

static void draw_before(struct arena *arena, const struct style *style, struct str *out)
{
    struct plan *plan = story_plan(arena);
    sync_text_before(arena, style, story_report(arena, plan, story_first(arena, plan)), out);
    sync_text_before_line(arena, style, story_report(arena, plan, story_first(arena, plan)), out);
}

static void before_the_question(void **state)
{
    (void)state;
    assert_screens("sync-before", NOW, draw_before);
}

static struct sync_progress progress_at(int64_t done)
{
    struct sync_progress progress = {.elapsed_ms = done * 1000, .max_wait_ms = 600000};
    struct event *event = &progress.event;
    event->type = EVENT_WRITTEN;
    event->done = done;
    event->total = 67;
    event->left_ms = (67 - done) * 1010;
    static const int64_t totals[] = {17, 6, 22, 22};
    int64_t left = done;
    for (int kind = KIND_LABEL; kind <= KIND_RELATION; kind++) {
        event->kind_total[kind] = totals[kind];
        event->kind_done[kind] = left < totals[kind] ? left : totals[kind];
        left -= event->kind_done[kind];
    }
    event->kind = KIND_ISSUE;
    event->id = "DB-012";
    event->title = "Retention and recovery of the lake";
    event->number.v = 43;
    return progress;
}

static void draw_progress(struct arena *arena, const struct style *style, struct str *out)
{
    struct sync_progress progress = progress_at(35);
    int lines;
    sync_text_progress(arena, style, &progress, out, &lines);
    sync_text_progress_line(arena, style, &progress, out);
    int all = 0;
    for (const char *c = out->p; *c; c++)
        all += *c == '\n';
    assert_int_equal(lines + 1, all);
}

static void in_progress(void **state)
{
    (void)state;
    assert_screens("sync-progress", NOW, draw_progress);
}

static void draw_waiting(struct arena *arena, const struct style *style, struct str *out)
{
    struct sync_progress progress = progress_at(35);
    int lines;
    progress.waiting_until_ms = style->now_ms + 58000;
    progress.waiting_for = "GitHub asked for a pause on new issues.";
    sync_text_progress(arena, style, &progress, out, &lines);
    progress.unknown_id = "DB-013";
    progress.unknown_until_ms = style->now_ms + 23000;
    progress.waiting_until_ms = 0;
    sync_text_progress(arena, style, &progress, out, &lines);
}

static void waiting_says_until_when(void **state)
{
    (void)state;
    assert_screens("sync-waiting", NOW, draw_waiting);
}

static void draw_first(struct arena *arena, const struct style *style, struct str *out)
{
    struct plan *plan = story_plan(arena);
    struct sync_report *report = story_report(arena, plan, story_first(arena, plan));
    memcpy(report->written, report->changeset->counts, sizeof report->written);
    report->written_writes = 67;
    report->wrote_nothing = false;
    report->requests.write = 67;
    report->duration_ms = 69000;
    report->others[KIND_LABEL] = 9;
    report->others[KIND_ISSUE] = 18;
    report->first_number = 32;
    report->last_number = 53;
    report->run = "7f3a91c";
    sync_text_result(arena, style, report, out);
}

static void result_of_a_first_run(void **state)
{
    (void)state;
    assert_screens("sync-first", NOW, draw_first);
}

static void draw_nothing(struct arena *arena, const struct style *style, struct str *out)
{
    sync_text_result(arena, style, story_report(arena, story_plan(arena), story_nothing(arena)),
                     out);
}

static void result_of_a_second_run(void **state)
{
    (void)state;
    assert_screens("sync-nothing", NOW, draw_nothing);
}

static void add_done(struct arena *arena, struct sync_report *report, enum kind kind,
                     enum verb verb, const char *id, int64_t number, const char *note)
{
    struct report_done done = {
        .kind = kind, .verb = verb, .id = id, .title = id, .number = {number}, .note = note};
    VEC_PUSH(arena, &report->done, done);
}

static void draw_week(struct arena *arena, const struct style *style, struct str *out)
{
    struct plan *plan = story_plan(arena);
    struct sync_report *report = story_report(arena, plan, story_week(arena, plan));
    report->wrote_nothing = false;
    report->duration_ms = 6000;
    report->written_writes = 5;
    report->requests = (struct request_counts){.get = 3, .verify = 1, .write = 5};
    report->run = "91bc02e";
    report->exit_status = 5;
    report->written[KIND_ISSUE] = (struct kind_counts){.create = 1, .update = 1};
    report->written[KIND_LABEL].update = report->written[KIND_MILESTONE].update = 1;
    report->written[KIND_RELATION].create = 1;
    add_done(arena, report, KIND_LABEL, VERB_UPDATE, "area:recovery", 0,
             "renamed, still on 3 issues");
    add_done(arena, report, KIND_MILESTONE, VERB_UPDATE, "DB-ML2", 3, "due 17 Apr");
    add_done(arena, report, KIND_ISSUE, VERB_UPDATE, "DB-010", 41,
             "title, text (2 ticked boxes stayed ticked)");
    add_done(arena, report, KIND_ISSUE, VERB_CREATE, "DB-023", 59, NULL);
    add_done(arena, report, KIND_RELATION, VERB_CREATE, "DB-023 blocked-by DB-007", 0, NULL);
    struct report_line line = {.kind = KIND_ISSUE,
                               .id = "DB-023",
                               .reason = "assignee 'hubot' cannot be assigned in this repository; "
                                         "everything else of the issue is written",
                               .exit_status = 0};
    VEC_PUSH(arena, &report->errors, line);
    sync_text_result(arena, style, report, out);
}

static void result_of_a_week(void **state)
{
    (void)state;
    assert_screens("sync-week", "2026-03-06T09:00:00Z", draw_week);
}

static void draw_stopped(struct arena *arena, const struct style *style, struct str *out)
{
    struct plan *plan = story_plan(arena);
    struct sync_report *report = story_report(arena, plan, story_first(arena, plan));
    report->planned_writes = 700;
    report->written_writes = 412;
    report->estimate_ms = 700 * 1010;
    report->stop = STOP_LIMIT;
    report->stop_text = "GitHub takes no more than 500 new objects an hour";
    report->resume_at_ms = style->now_ms + 68 * 60000 + 48000;
    report->exit_status = 6;
    sync_text_result(arena, style, report, out);
    str_add(out, "\n");
    report->stop = STOP_INTERRUPT;
    report->planned_writes = 67;
    report->written_writes = 35;
    report->resume_at_ms = 0;
    sync_text_result(arena, style, report, out);
}

static void result_of_a_stopped_run(void **state)
{
    (void)state;
    assert_screens("sync-stopped", NOW, draw_stopped);
}

static void draw_rehearsal(struct arena *arena, const struct style *style, struct str *out)
{
    struct plan *plan = story_plan(arena);
    struct sync_report *first = story_report(arena, plan, story_first(arena, plan));
    struct sync_report *second = story_report(arena, plan, story_nothing(arena));
    memcpy(first->written, first->changeset->counts, sizeof first->written);
    struct rehearsal rehearsal = {.first = first,
                                  .second = second,
                                  .milestones = 6,
                                  .issues = 22,
                                  .labels = 17,
                                  .links = 22,
                                  .spec_path = "roadmap/database.json"};
    rehearse_text(arena, style, &rehearsal, out);
    str_add(out, "\n");
    rehearsal.spec_path = NULL;
    rehearsal.url = "http://127.0.0.1:40713/repos/acme/data-pipeline/issues";
    second->requests.write = 1;
    rehearse_text(arena, style, &rehearsal, out);
}

static void a_rehearsal(void **state)
{
    (void)state;
    assert_screens("rehearse", NOW, draw_rehearsal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(before_the_question),     cmocka_unit_test(in_progress),
        cmocka_unit_test(waiting_says_until_when), cmocka_unit_test(result_of_a_first_run),
        cmocka_unit_test(result_of_a_second_run),  cmocka_unit_test(result_of_a_week),
        cmocka_unit_test(result_of_a_stopped_run), cmocka_unit_test(a_rehearsal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
