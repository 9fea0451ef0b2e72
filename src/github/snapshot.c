/* Labels, milestones and issues, whole, side by side. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "github/list.h"
#include "github/parse.h"
#include "github/read.h"
#include "github/reading.h"

struct reader {
    struct gh *gh;
    struct arena *arena;
    const struct gh_read *read;
    struct gh_snapshot *snapshot;
    struct list labels, milestones, issues;
    bool sub_issues, dependencies, types; /* some issue had the keys */
    bool owner_is_person;
};

static enum code on_label(struct list *list, const json_t *element, struct err *err)
{
    struct reader *reader = list->state;
    struct remote_label label;
    if (parse_label(reader->arena, element, &label, err) != OK)
        return err->code;
    VEC_PUSH(reader->arena, &reader->snapshot->remote.labels, label);
    return OK;
}

static enum code on_milestone(struct list *list, const json_t *element, struct err *err)
{
    struct reader *reader = list->state;
    struct remote_milestone milestone;
    if (parse_milestone(reader->arena, element, &milestone, err) != OK)
        return err->code;
    VEC_PUSH(reader->arena, &reader->snapshot->remote.milestones, milestone);
    return OK;
}

static enum code on_issue(struct list *list, const json_t *element, struct err *err)
{
    struct reader *reader = list->state;
    struct gh_snapshot *snapshot = reader->snapshot;
    struct remote_issue issue;
    if (parse_issue(reader->arena, element, &issue, err) != OK)
        return err->code;
    struct parse_features features = parse_issue_features(element);
    reader->sub_issues |= features.sub_issues;
    reader->dependencies |= features.dependencies;
    reader->types |= features.types;
    reading_note_features(reader->gh, element);
    snapshot->issues_seen = true;
    if (issue.number.v > snapshot->remote.highest_number.v)
        snapshot->remote.highest_number = issue.number;
    if (issue.updated_at &&
        (!snapshot->newest_updated_at || strcmp(issue.updated_at, snapshot->newest_updated_at) > 0))
        snapshot->newest_updated_at = issue.updated_at;
    if (!issue.is_pull)
        VEC_PUSH(reader->arena, &snapshot->remote.issues, issue);
    return OK;
}

static void start_list(struct reader *reader, struct fetch *fetch, struct list *list,
                       const char *path, const char *what, list_fn on_element)
{
    list->on_element = on_element;
    list->state = reader;
    list->tried = arena_printf(fetch->scratch, "read the %s of %s", what, reader->gh->full_name);
    list->first_url = gh_url(reader->gh, fetch->scratch, "%s", path);
    list_start(list, fetch);
}

static void start_issues(struct reader *reader, struct fetch *fetch)
{
    const char *path = "/issues?state=all&sort=created&direction=asc&per_page=100";
    const char *since = reader->read->since;
    if (since) {
        path = arena_printf(fetch->scratch, "%s&since=%s", path, gh_segment(fetch->scratch, since));
        reader->issues.validators = reader->read->validators;
        reader->issues.kept = &reader->snapshot->validators;
    } else {
        /* A complete read wants the content of every page: the two chains meet by it. */
        reader->issues.two_chains = true;
    }
    start_list(reader, fetch, &reader->issues, path, "issues", on_issue);
}

static enum code read_lists(struct reader *reader, struct err *err)
{
    struct fetch fetch cleanup_fetch;
    fetch_init(&fetch, reader->gh, reader->arena);
    reader->labels.validators = reader->milestones.validators = reader->read->validators;
    reader->labels.kept = reader->milestones.kept = &reader->snapshot->validators;
    start_list(reader, &fetch, &reader->labels, "/labels?per_page=100", "labels", on_label);
    start_list(reader, &fetch, &reader->milestones, "/milestones?state=all&per_page=100",
               "milestones", on_milestone);
    start_issues(reader, &fetch);
    if (fetch_run(&fetch, err) != OK)
        return err->code;
    /* Labels and milestones are given whole, so a list that changed needs all its pages. Of issues
     * only what changed is given: the caller has what stands on an unchanged page. */
    bool more = list_reread(&reader->labels, &fetch);
    more = list_reread(&reader->milestones, &fetch) || more;
    if (more && fetch_run(&fetch, err) != OK)
        return err->code;
    reader->snapshot->labels_unchanged = list_unchanged(&reader->labels);
    reader->snapshot->milestones_unchanged = list_unchanged(&reader->milestones);
    reader->snapshot->issues_unchanged = list_unchanged(&reader->issues);
    return OK;
}

/* ---- order, each thing once ---- */

static int by_label(const void *a, const void *b)
{
    int64_t x = ((const struct remote_label *)a)->db_id.v;
    int64_t y = ((const struct remote_label *)b)->db_id.v;
    return (x > y) - (x < y);
}

static int by_milestone(const void *a, const void *b)
{
    int64_t x = ((const struct remote_milestone *)a)->number.v;
    int64_t y = ((const struct remote_milestone *)b)->number.v;
    return (x > y) - (x < y);
}

/* Of two readings of one issue the later one comes first. */
static int by_issue(const void *a, const void *b)
{
    const struct remote_issue *x = a, *y = b;
    if (x->number.v != y->number.v)
        return (x->number.v > y->number.v) - (x->number.v < y->number.v);
    return strcmp(y->updated_at ? y->updated_at : "", x->updated_at ? x->updated_at : "");
}

static size_t sort_unique(void *items, size_t len, size_t size,
                          int (*compare)(const void *, const void *),
                          bool (*same)(const void *, const void *))
{
    if (len == 0)
        return 0;
    char *bytes = items;
    size_t kept = 1;
    qsort(items, len, size, compare);
    for (size_t i = 1; i < len; i++) {
        if (same(bytes + (kept - 1) * size, bytes + i * size))
            continue;
        if (kept != i)
            memcpy(bytes + kept * size, bytes + i * size, size);
        kept++;
    }
    return kept;
}

static bool same_label(const void *a, const void *b)
{
    return by_label(a, b) == 0;
}

static bool same_milestone(const void *a, const void *b)
{
    return by_milestone(a, b) == 0;
}

static bool same_issue(const void *a, const void *b)
{
    return ((const struct remote_issue *)a)->number.v == ((const struct remote_issue *)b)->number.v;
}

static void put_in_order(struct remote *remote)
{
    remote->labels.len = sort_unique(remote->labels.items, remote->labels.len,
                                     sizeof *remote->labels.items, by_label, same_label);
    remote->milestones.len =
        sort_unique(remote->milestones.items, remote->milestones.len,
                    sizeof *remote->milestones.items, by_milestone, same_milestone);
    remote->issues.len = sort_unique(remote->issues.items, remote->issues.len,
                                     sizeof *remote->issues.items, by_issue, same_issue);
}

/* ---- blocked-by lists ---- */

struct blocked_read {
    struct reader *reader;
    struct remote_issue *issue;
    struct list list;
};

static enum code on_blocker(struct list *list, const json_t *element, struct err *err)
{
    struct blocked_read *read = list->state;
    struct number number = {(int64_t)json_integer_value(json_object_get(element, "number"))};
    if (number.v <= 0)
        return err_set(err, ERR_FAILED, "the answer has an issue without 'number'");
    if (reading_is_ours(read->reader->gh, element))
        VEC_PUSH(read->reader->arena, &read->issue->blocked_by, number);
    return OK;
}

/* The list as it was known, when nothing speaks against it. */
static bool take_known(struct arena *arena, const struct gh_read *read, struct remote_issue *issue)
{
    const struct remote_issue *known =
        read->known ? remote_find_issue(read->known, issue->number) : NULL;
    if (!known || !known->blocked_by_known || known->total_blocked_by != issue->total_blocked_by ||
        !text_eq(known->updated_at, issue->updated_at))
        return false;
    for (size_t i = 0; i < known->blocked_by.len; i++)
        VEC_PUSH(arena, &issue->blocked_by, known->blocked_by.items[i]);
    issue->blocked_by_known = true;
    return true;
}

static void start_blocked(struct reader *reader, struct fetch *fetch, struct blocked_read *read,
                          struct remote_issue *issue)
{
    long long n = (long long)issue->number.v;
    *read = (struct blocked_read){.reader = reader, .issue = issue};
    read->list =
        (struct list){.on_element = on_blocker,
                      .state = read,
                      .absent_ok = true, /* deleted since it was listed: the list stays unknown */
                      .tried = arena_printf(fetch->scratch, "read what blocks #%lld of %s", n,
                                            reader->gh->full_name),
                      .first_url = gh_url(reader->gh, fetch->scratch,
                                          "/issues/%lld/dependencies/blocked_by?per_page=100", n)};
    list_start(&read->list, fetch);
}

static enum code read_blocked(struct reader *reader, struct err *err)
{
    struct fetch fetch cleanup_fetch;
    fetch_init(&fetch, reader->gh, reader->arena);
    struct remote *remote = &reader->snapshot->remote;
    struct blocked_read *reads = arena_calloc(fetch.scratch, remote->issues.len + 1, sizeof *reads);
    size_t count = 0;
    for (size_t i = 0; i < remote->issues.len; i++) {
        struct remote_issue *issue = &remote->issues.items[i];
        if (!issue->blocked_by_known && !take_known(reader->arena, reader->read, issue))
            start_blocked(reader, &fetch, &reads[count++], issue);
    }
    if (fetch_run(&fetch, err) != OK)
        return err->code;
    for (size_t i = 0; i < count; i++)
        reads[i].issue->blocked_by_known = !reads[i].list.absent;
    return OK;
}

/* ---- the whole ---- */

static void set_features(struct reader *reader)
{
    struct remote *remote = &reader->snapshot->remote;
    bool nothing_seen = !reader->snapshot->issues_seen;
    remote->has_sub_issues = nothing_seen || reader->sub_issues;
    remote->has_dependencies = nothing_seen || reader->dependencies;
    remote->has_types = (nothing_seen || reader->types) && !reader->owner_is_person;
}

enum code gh_read_snapshot(struct gh *gh, struct arena *arena, const struct gh_read *read,
                           struct gh_snapshot *snapshot, struct err *err)
{
    *snapshot = (struct gh_snapshot){.only_changed = read->since != NULL};
    snapshot->remote.repository.watchers = -1;
    struct reader reader = {.gh = gh, .arena = arena, .read = read, .snapshot = snapshot};
    struct remote_repository *repository = &snapshot->remote.repository;
    if (read->with_repository &&
        reading_repository(gh, arena, repository, &reader.owner_is_person, err) != OK)
        return err->code;
    if (read_lists(&reader, err) != OK)
        return err->code;
    /* Redirected: who is it that answered? Nothing may be planned for another repository. */
    if (repository->id.v == 0 && gh->repo_path != gh->own_path &&
        reading_repository(gh, arena, repository, &reader.owner_is_person, err) != OK)
        return err->code;
    put_in_order(&snapshot->remote);
    if (read_blocked(&reader, err) != OK)
        return err->code;
    set_features(&reader);
    snapshot->remote.complete = true;
    return OK;
}
