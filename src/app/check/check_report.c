#include <stdlib.h>
#include <string.h>

#include "app/check/check_room.h"
#include "base/day.h"
#include "base/str.h"

struct checked *checking_add(struct checking *checking, const struct side_source *at,
                             const char *kind)
{
    struct checked *checked = VEC_ADD(checking->arena, &checking->checks->report.items);
    *checked = (struct checked){.kind = kind, .failing = FAILING_NOT, .waived_until = DAY_NONE};
    if (at) {
        checked->source = at->source->id;
        checked->convention = at->set ? at->set->tool : NULL;
    }
    return checked;
}

void checking_take(struct checked *checked, const struct check_result *result)
{
    checked->verdict = result->verdict;
    checked->message = result->message;
    checked->lines = result->lines;
    checked->path = result->path;
    checked->line = result->line;
    checked->col = result->col;
}

static int by_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

static int by_failing(const void *left, const void *right)
{
    const struct checked *a = left, *b = right;
    if (a->failing != b->failing)
        return a->failing < b->failing ? -1 : 1;
    if (by_text(a->path, b->path) != 0)
        return by_text(a->path, b->path);
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    if (by_text(a->issue, b->issue) != 0)
        return by_text(a->issue, b->issue);
    return by_text(a->kind, b->kind);
}

/* What the plan calls a warning is told and does not fail. */
static bool fails(const struct checking *checking, const struct checked *checked)
{
    if (checked->warning)
        return false;
    if (checking->options->strict && checked->verdict == VERDICT_UNKNOWN)
        return true;
    if (checked->failing == FAILING_NOT_YET)
        return checking->options->strict || checking->checks->report.blind;
    return checked->failing != FAILING_NOT;
}

/* The bytes of a file of a folder. */
static const struct migration_file *file_of(const struct checking *checking, const char *path)
{
    for (size_t i = 0; i < checking->evidence->sources.len; i++) {
        const struct migration *migration =
            migration_set_of_file(&checking->evidence->sources.items[i].set, path);
        for (size_t k = 0; migration && k < migration->file_count; k++)
            if (text_eq(migration->files[k]->path, path))
                return migration->files[k];
    }
    return NULL;
}

static void find_excerpt(struct checking *checking, struct checked *checked)
{
    if (!checked->path || checked->line == 0 || checked->failing == FAILING_NOT)
        return;
    const struct migration_file *file = file_of(checking, checked->path);
    const char *at = file ? file->bytes : NULL;
    for (uint32_t line = 1; at && line < checked->line; line++) {
        at = memchr(at, '\n', file->len - (size_t)(at - file->bytes));
        at = at ? at + 1 : NULL;
    }
    if (at)
        checked->excerpt = arena_strndup(checking->arena, at, strcspn(at, "\r\n"));
}

void checking_finish(struct checking *checking)
{
    struct check_report *report = &checking->checks->report;
    bool bad = checking->options->strict && report->weakened.items.len > 0;
    if (report->items.len > 1)
        qsort(report->items.items, report->items.len, sizeof *report->items.items, by_failing);
    for (size_t i = 0; i < report->items.len; i++) {
        struct checked *checked = &report->items.items[i];
        report->by_verdict[checked->verdict]++;
        report->by_failing[checked->failing]++;
        report->reused += checked->reused;
        bad |= fails(checking, checked);
        find_excerpt(checking, checked);
    }
    report->exit_status = bad ? code_exit_status(ERR_CHECKS) : 0;
}
