/* What names something else: milestones, phases, issues, checks, sources. */
#include <string.h>

#include "spec/read.h"

static void try_all(struct nearest *nearest, const struct map *words)
{
    size_t cursor = 0;
    const char *word;
    void *value;
    while (map_next(words, &cursor, &word, &value))
        nearest_try(nearest, word);
}

/* Among ids, and names that may stand for them (NULL: none). */
static const char *suggest(struct reader *reader, const struct map *ids, const struct map *names,
                           const char *wanted)
{
    if (reader->suggestions_left <= 0)
        return NULL;
    reader->suggestions_left--;
    struct nearest nearest = nearest_init(wanted);
    try_all(&nearest, ids);
    if (names)
        try_all(&nearest, names);
    return nearest_help(reader->arena, &nearest);
}

static void unknown_name(struct reader *reader, const struct map *ids, const struct map *names,
                         struct spot spot, const char *what, const char *wanted)
{
    if (reader->incomplete)
        return;
    spec_report(reader, "E0202", spot, suggest(reader, ids, names, wanted), "there is no %s '%s'",
                what, wanted);
}

static void unknown(struct reader *reader, const struct map *ids, struct spot spot,
                    const char *what, const char *wanted)
{
    unknown_name(reader, ids, NULL, spot, what, wanted);
}

/* The position of an element of a list of an item. */
static struct spot element_pos(const struct origin *origin, const char *key, const char *text)
{
    const struct doc_node *list = doc_get(origin->node, key);
    if (list && list->type == DOC_LIST) {
        for (uint32_t i = 0; i < list->count; i++) {
            if (list->items[i].text && strcmp(list->items[i].text, text) == 0)
                return spec_spot(origin->file, &list->items[i]);
        }
    }
    return spec_origin_spot(origin, key);
}

static void resolve_milestone(struct reader *reader, const struct map *titles,
                              struct plan_issue *issue)
{
    if (issue->milestone.presence != SET)
        return;
    const char *named = issue->milestone.text;
    uintptr_t found = (uintptr_t)map_get(reader->milestone_ids, named);
    if (!found)
        found = (uintptr_t)map_get(titles, named);
    if (found)
        issue->milestone.text = reader->plan->milestones.items[found - 1].id;
    else
        unknown_name(reader, reader->milestone_ids, titles, issue->milestone.spot, "milestone",
                     named);
}

/* Keeps the known ids, each once. */
static void resolve_depends_on(struct reader *reader, size_t index)
{
    struct plan_issue *issue = &reader->plan->issues.items[index];
    struct strlist *list = &issue->depends_on.items;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->len; i++) {
        const char *id = list->items[i];
        if (!map_has(reader->issue_ids, id)) {
            unknown(reader, reader->issue_ids,
                    element_pos(&reader->issues.items[index], "depends_on", id), "issue", id);
            continue;
        }
        struct strlist before = {list->items, kept, kept};
        if (!strlist_has(&before, id))
            list->items[kept++] = id;
    }
    list->len = kept;
}

static void resolve_checks(struct reader *reader, const struct plan_issue *issue)
{
    for (size_t i = 0; i < issue->checks.len; i++) {
        const struct plan_check *check = &issue->checks.items[i];
        if (check->source && !map_has(reader->migration_ids, check->source))
            unknown(reader, reader->migration_ids, check->spot, "migration folder", check->source);
    }
}

static void resolve_issues(struct reader *reader, const struct map *titles)
{
    struct plan *plan = reader->plan;
    for (size_t i = 0; i < plan->issues.len; i++) {
        struct plan_issue *issue = &plan->issues.items[i];
        resolve_milestone(reader, titles, issue);
        resolve_depends_on(reader, i);
        resolve_checks(reader, issue);
        if (issue->parent.presence == SET && !map_has(reader->issue_ids, issue->parent.text)) {
            unknown(reader, reader->issue_ids, issue->parent.spot, "issue", issue->parent.text);
            issue->parent.presence = ABSENT;
        }
    }
}

static void resolve_criterion(struct reader *reader, const struct plan_criterion *criterion)
{
    for (size_t i = 0; i < criterion->issues.len; i++) {
        if (!map_has(reader->issue_ids, criterion->issues.items[i]))
            unknown(reader, reader->issue_ids, criterion->spot, "issue",
                    criterion->issues.items[i]);
    }
    for (size_t i = 0; i < criterion->checks.len; i++) {
        if (!map_has(reader->check_ids, criterion->checks.items[i]))
            unknown(reader, reader->check_ids, criterion->spot, "check with the id",
                    criterion->checks.items[i]);
    }
}

static void resolve_milestones(struct reader *reader, struct map *titles)
{
    struct plan *plan = reader->plan;
    for (size_t i = 0; i < plan->milestones.len; i++) {
        const struct plan_milestone *milestone = &plan->milestones.items[i];
        const struct origin *origin = &reader->milestones.items[i];
        uintptr_t before = (uintptr_t)map_get(titles, milestone->title);
        if (before)
            spec_report(reader, "E0219", spec_origin_spot(origin, "title"),
                        "GitHub takes each title once in a repository",
                        "two milestones have the title '%s'", milestone->title);
        else
            map_put(titles, milestone->title, (void *)(uintptr_t)(i + 1));
        if (milestone->phase && !map_has(reader->phase_ids, milestone->phase))
            unknown(reader, reader->phase_ids, spec_origin_spot(origin, "phase"), "phase",
                    milestone->phase);
        for (size_t k = 0; k < milestone->gate.len; k++)
            resolve_criterion(reader, &milestone->gate.items[k]);
    }
}

void spec_resolve_references(struct reader *reader)
{
    cleanup_arena struct arena *scratch = arena_new();
    struct map *titles = map_new(scratch);
    const struct plan *plan = reader->plan;
    resolve_milestones(reader, titles);
    resolve_issues(reader, titles);
    for (size_t i = 0; i < plan->metrics.len; i++) {
        const char *check = plan->metrics.items[i].check;
        if (check && !map_has(reader->check_ids, check))
            unknown(reader, reader->check_ids, spec_origin_spot(&reader->metrics.items[i], "check"),
                    "check with the id", check);
    }
}
