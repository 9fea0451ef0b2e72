#include <jansson.h>

#include "base/day.h"
#include "render/json.h"
#include "render/trace_text.h"

static void add_instant(json_t *object, const char *key, int64_t instant_ms)
{
    char text[21];
    if (instant_ms != 0)
        instant_format(instant_ms, text);
    json_add_text(object, key, instant_ms != 0 ? text : NULL);
}

static json_t *texts(const struct strlist *list)
{
    json_t *array = json_array();
    for (size_t i = 0; i < list->len; i++)
        json_array_append_new(array, json_from_text(list->items[i]));
    return array;
}

static void add_migrations(json_t *object, const struct trace_issue *issue)
{
    json_add_rows(object, "migrations");
    for (size_t i = 0; i < issue->migrations.len; i++) {
        const struct trace_migration *at = &issue->migrations.items[i];
        json_t *row = json_add_row(object, "migrations");
        json_add_text(row, "name", at->name);
        json_add_text(row, "path", at->path);
        json_add_text(row, "source", at->source);
        json_add_text(row, "ways", at->ways);
        json_add_text(row, "link", at->link);
        json_add_text(row, "presence", presence_name(at->presence));
        json_add_text(row, "presence_unknown", at->presence_unknown);
        json_add_bool(row, "edited", at->edited);
        json_add_text(row, "proof", proof_name(at->proof));
        add_instant(row, "since", at->since_ms);
    }
}

static void add_commits(json_t *object, const struct trace_issue *issue)
{
    json_add_rows(object, "commits");
    for (size_t i = 0; i < issue->commits.len; i++) {
        const struct trace_commit *commit = &issue->commits.items[i];
        json_t *row = json_add_row(object, "commits");
        json_add_text(row, "id", commit->id);
        add_instant(row, "at", commit->at_ms);
        json_add_text(row, "subject", commit->subject);
        json_add_text(row, "link", commit->link);
    }
}

static void add_checks(json_t *object, const struct trace_issue *issue)
{
    json_add_rows(object, "checks");
    for (size_t i = 0; i < issue->checks.len; i++) {
        const struct trace_check *check = &issue->checks.items[i];
        json_t *row = json_add_row(object, "checks");
        json_add_text(row, "name", check->name);
        json_add_text(row, "kind", check->kind);
        json_add_text(row, "result", verdict_name(check->verdict));
        json_add_bool(row, "known", check->known);
        json_add_text(row, "message", check->message);
        json_object_set_new(row, "lines", texts(&check->lines));
        json_add_text(row, "path", check->path);
        json_object_set_new(row, "line", check->line ? json_integer(check->line) : json_null());
    }
}

static void add_rungs(json_t *object, const struct trace_issue *issue)
{
    json_t *rungs = json_object();
    for (int i = PROOF_NAMED; i < PROOF_COUNT; i++) {
        json_t *rung = json_object();
        json_add_text(rung, "state", trace_state_name(issue->rungs[i].state));
        json_add_text(rung, "because", issue->rungs[i].because);
        json_object_set_new(rungs, proof_name((enum proof)i), rung);
    }
    json_object_set_new(object, "rungs", rungs);
}

static void fill_issue(json_t *object, const struct trace_issue *issue, bool whole)
{
    json_add_text(object, "id", issue->issue->id);
    json_add_text(object, "title", issue->issue->title);
    json_add_text(object, "milestone", issue->milestone ? issue->milestone->id : NULL);
    json_object_set_new(object, "number",
                        issue->number ? json_integer(issue->number) : json_null());
    json_add_text(object, "state", issue->state);
    json_add_bool(object, "asks", issue->asks);
    json_add_bool(object, "proven", issue->proven);
    json_add_text(object, "presence", issue->has_subjects ? presence_name(issue->presence) : NULL);
    json_add_text(object, "presence_unknown", issue->presence_unknown);
    json_add_text(object, "proof", issue->asks ? proof_name(issue->proof) : NULL);
    json_add_bool(object, "closed_without_proof", trace_closed_without_proof(issue));
    add_rungs(object, issue);
    add_migrations(object, issue);
    add_checks(object, issue);
    if (!whole)
        return;
    add_commits(object, issue);
    json_add_text(object, "commits_unknown", issue->commits_unknown);
    json_add_rows(object, "todo");
    for (size_t i = 0; i < issue->todo.len; i++) {
        json_t *row = json_add_row(object, "todo");
        json_add_text(row, "text", issue->todo.items[i].text);
        json_add_text(row, "command", issue->todo.items[i].command);
    }
}

static json_t *file_value(const struct trace_file *file)
{
    json_t *object = json_object();
    json_add_text(object, "path", file->path);
    json_add_text(object, "name", file->name);
    json_add_text(object, "source", file->source);
    json_add_text(object, "presence", presence_name(file->presence));
    add_instant(object, "since", file->since_ms);
    json_add_rows(object, "issues");
    for (size_t i = 0; i < file->issues.len; i++) {
        json_t *row = json_add_row(object, "issues");
        json_add_text(row, "id", file->issues.items[i]);
        json_add_text(row, "link", file->links.items[i]);
    }
    return object;
}

char *json_trace(struct arena *arena, const struct trace_report *report)
{
    json_t *document = json_document("trace");
    json_add_text(document, "head", report->head);
    json_add_text(document, "base", report->base);
    json_add_text(document, "base_unknown", report->base_unknown);
    json_add_bool(document, "work_tree", report->work_tree);
    if (report->file) {
        json_object_set_new(document, "file", file_value(report->file));
    } else if (report->one) {
        json_t *issue = json_object();
        fill_issue(issue, &report->issues.items[0], true);
        json_object_set_new(document, "issue", issue);
    } else {
        json_add_rows(document, "issues");
        for (size_t i = 0; i < report->issues.len; i++)
            fill_issue(json_add_row(document, "issues"), &report->issues.items[i], false);
        json_t *orphans = json_array();
        for (size_t i = 0; i < report->orphans.len; i++)
            json_array_append_new(orphans, file_value(&report->orphans.items[i]));
        json_object_set_new(document, "orphans", orphans);
    }
    json_add_error(document, NULL, 0);
    return json_text(arena, document);
}
