/* The screen of `comment`, and its JSON. */
#include "render/comment_text.h"

#include <jansson.h>

#include "base/limits.h"
#include "base/str.h"
#include "render/diff_text.h"
#include "render/json.h"
#include "render/json_item.h"
#include "render/pen.h"

/* ---- the screen ---- */

static const char *where(struct arena *arena, const struct comment_report *report)
{
    return report->number.v > 0 ? arena_printf(arena, "#%lld", (long long)report->number.v)
                                : "the pull request";
}

static void put_answer(struct pen *pen, const struct comment_report *report)
{
    struct arena *arena = pen->arena;
    const char *thread = where(arena, report);
    switch (report->outcome) {
    case COMMENT_NONE:
        pen_put(pen, ROLE_GOOD_VERDICT, "Nothing to say");
        pen_wrapf(pen, ROLE_PLAIN, ": %s does not change the plan.", thread);
        break;
    case COMMENT_UNCHANGED:
        pen_put(pen, ROLE_GOOD_VERDICT, "Nothing to do");
        pen_wrapf(pen, ROLE_PLAIN, ": the comment on %s says it already.", thread);
        break;
    case COMMENT_CREATED:
        pen_put(pen, ROLE_GOOD_VERDICT, "Said");
        pen_wrapf(pen, ROLE_PLAIN, " on %s: one comment made.", thread);
        break;
    case COMMENT_UPDATED:
        pen_put(pen, ROLE_GOOD_VERDICT, "Said");
        pen_wrapf(pen, ROLE_PLAIN, " on %s: the comment there is changed in place.", thread);
        break;
    case COMMENT_NOT_ALLOWED:
        pen_put(pen, ROLE_CARE_VERDICT, "Not said");
        pen_wrapf(pen, ROLE_PLAIN, " on %s: %s.", thread, report->why);
        break;
    case COMMENT_STALE:
        pen_put(pen, ROLE_CARE_VERDICT, "Nothing to do");
        pen_wrapf(pen, ROLE_PLAIN, ": %s.", report->why);
        break;
    case COMMENT_SHOWN:
        pen_put(pen, ROLE_STRONG, "Not sent");
        pen_wrap(pen, ROLE_PLAIN,
                 report->body ? ": this is what it would say." : ": there is nothing to say.");
        break;
    }
    pen_end(pen);
}

void comment_text(struct arena *arena, const struct style *style,
                  const struct comment_report *report, struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    put_answer(&pen, report);
    if (style->quiet)
        return;
    if (report->outcome != COMMENT_STALE && comment_has_effect(&report->facts)) {
        pen.indent = 2;
        pen_to(&pen, 2, 0);
        pen_wrapf(&pen, ROLE_PLAIN, "%s.", comment_headline(arena, style, &report->facts));
        pen_end(&pen);
    }
    if (report->deleted > 0) {
        pen_to(&pen, 2, 0);
        pen_wrapf(&pen, ROLE_DIM, "%s of our own deleted: another run had posted at the same time.",
                  text_count(arena, report->deleted, "comment", NULL));
        pen_end(&pen);
    }
    if (report->url) {
        pen_to(&pen, 2, 0);
        pen_whole(&pen, ROLE_LINK, report->url);
        pen_end(&pen);
    }
}

/* ---- data ---- */

static void add_counts(json_t *document, const struct plan_diff *diff)
{
    json_t *counts = json_object();
    for (int kind = KIND_LABEL; kind <= KIND_ISSUE; kind++) {
        json_t *of = json_object();
        for (int change = PLAN_ADDED; change < PLAN_CHANGE_COUNT; change++)
            json_add_number(of, plan_change_name((enum plan_change)change),
                            (int64_t)diff->counts[kind][change]);
        json_object_set_new(counts, kind_name((enum kind)kind), of);
    }
    json_object_set_new(document, "counts", counts);
}

static void add_checks(json_t *document, const struct comment_facts *facts)
{
    json_t *results = json_object(), *failing = json_object();
    json_add_rows(document, "checks");
    size_t shown = 0;
    for (; shown < facts->checks.len && shown < LIMIT_COMMENT_ROWS; shown++) {
        const struct comment_check *check = &facts->checks.items[shown];
        json_t *row = json_add_row(document, "checks");
        json_add_text(row, "issue", check->issue);
        json_add_text(row, "name", check->name);
        json_add_text(row, "result", verdict_name(check->verdict));
        json_add_text(row, "failing", failing_name(check->failing));
        json_add_text(row, "message", check->message);
        json_add_text(row, "path", check->path);
        json_object_set_new(row, "line", check->line ? json_integer(check->line) : json_null());
        json_t *lines = json_array();
        for (uint32_t i = 0; i < check->lines.len; i++)
            json_array_append_new(lines, json_from_text(check->lines.items[i]));
        json_object_set_new(row, "lines", lines);
    }
    for (int i = 0; i < VERDICT_COUNT; i++)
        json_add_number(results, verdict_name((enum verdict)i), (int64_t)facts->by_verdict[i]);
    for (int i = 0; i < FAILING_NOT; i++)
        json_add_number(failing, failing_name((enum failing)i), (int64_t)facts->by_failing[i]);
    json_object_set_new(document, "results", results);
    json_object_set_new(document, "failing", failing);
    json_add_number(document, "left_out", (int64_t)(facts->checks.len - shown + facts->left_out));
}

static void add_facts(json_t *document, const struct comment_facts *facts)
{
    struct plan_diff diff = *facts->diff;
    struct weakened_list weakened = facts->weakened;
    json_add_text(document, "scope", facts->scope);
    json_add_text(document, "head", facts->head);
    json_add_text(document, "base", facts->base);
    json_add_text(document, "base_name", facts->base_name);
    json_add_text(document, "uncompared", facts->uncompared);
    /* What is counted is counted whole; what is listed has an end. */
    diff.items.len = diff.items.len < LIMIT_COMMENT_ROWS ? diff.items.len : LIMIT_COMMENT_ROWS;
    diff.milestones.len =
        diff.milestones.len < LIMIT_COMMENT_ROWS ? diff.milestones.len : LIMIT_COMMENT_ROWS;
    weakened.items.len =
        weakened.items.len < LIMIT_COMMENT_ROWS ? weakened.items.len : LIMIT_COMMENT_ROWS;
    json_add_diff(document, &diff, &weakened);
    add_counts(document, &diff);
    add_checks(document, facts);
    json_add_rows(document, "steps");
    for (size_t i = 0; i < facts->steps.len && i < LIMIT_COMMENT_ROWS; i++) {
        const struct comment_step *step = &facts->steps.items[i];
        json_t *row = json_add_row(document, "steps");
        json_add_text(row, "issue", step->issue);
        json_add_text(row, "title", step->title);
        json_add_text(row, "before", step->before);
        json_add_text(row, "after", step->after);
    }
}

char *comment_file_json(struct arena *arena, const struct comment_facts *facts)
{
    json_t *document = json_document("comment");
    add_facts(document, facts);
    return json_text(arena, document);
}

char *json_comment(struct arena *arena, const struct comment_report *report)
{
    json_t *document = json_document("comment");
    json_add_text(document, "repository", report->repository);
    json_object_set_new(document, "number",
                        report->number.v ? json_integer(report->number.v) : json_null());
    json_add_text(document, "key", report->key);
    json_add_text(document, "outcome", comment_outcome_name(report->outcome));
    json_add_text(document, "why", report->why);
    json_add_text(document, "url", report->url);
    json_add_text(document, "body", report->body);
    json_add_number(document, "deleted", report->deleted);
    json_add_requests(document, &report->requests);
    json_add_bool(document, "has_effect", comment_has_effect(&report->facts));
    add_facts(document, &report->facts);
    json_add_error(document, NULL, 0);
    return json_text(arena, document);
}
