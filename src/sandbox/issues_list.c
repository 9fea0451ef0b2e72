/* The list of issues: filters, orders, cursors. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/day.h"
#include "base/str.h"
#include "sandbox/handlers.h"

/* GitHub refuses deep page numbers; the exact threshold is not published. */
#define DEEP_PAGE_ITEMS 1000
#define CURSOR_PREFIX "Y3Vyc29y"

enum order { ORDER_CREATED, ORDER_UPDATED, ORDER_COMMENTS };

struct query {
    bool all, closed, descending, has_since;
    enum order order;
    int64_t since_ms;
    const char *milestone, *assignee, *creator, *type;
    struct sb_label_refs labels;
    bool no_such_label;
};

static bool one_of(struct sb_reply *reply, const char *field, const char *value,
                   const char *const allowed[])
{
    if (!value)
        return true;
    for (size_t i = 0; allowed[i]; i++)
        if (strcmp(allowed[i], value) == 0)
            return true;
    sb_invalid_value(reply, "Issue", field, "invalid", json_string(value));
    return false;
}

static void read_labels(struct sandbox *sandbox, struct sb_request *request, struct query *query)
{
    const char *at = sb_request_param(request, "labels");
    while (at && *at) {
        size_t len = strcspn(at, ",");
        struct sb_label *label =
            sb_world_find_label(&sandbox->world, arena_strndup(request->arena, at, len));
        if (label)
            VEC_PUSH(request->arena, &query->labels, label);
        else if (len)
            query->no_such_label = true;
        at += len;
        if (*at == ',')
            at++;
    }
}

static bool read_query(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply,
                       struct query *query)
{
    static const char *const states[] = {"open", "closed", "all", NULL};
    static const char *const sorts[] = {"created", "updated", "comments", NULL};
    static const char *const directions[] = {"asc", "desc", NULL};
    const char *state = sb_request_param(request, "state");
    const char *sort = sb_request_param(request, "sort");
    const char *direction = sb_request_param(request, "direction");
    const char *since = sb_request_param(request, "since");
    if (!one_of(reply, "state", state, states) || !one_of(reply, "sort", sort, sorts) ||
        !one_of(reply, "direction", direction, directions))
        return false;
    query->all = text_eq(state, "all");
    query->closed = text_eq(state, "closed");
    query->descending = !text_eq(direction, "asc");
    query->order = text_eq(sort, "updated")    ? ORDER_UPDATED
                   : text_eq(sort, "comments") ? ORDER_COMMENTS
                                               : ORDER_CREATED;
    query->has_since = !text_empty(since);
    if (query->has_since && !instant_parse(since, &query->since_ms)) {
        sb_invalid_value(reply, "Issue", "since", "invalid", json_string(since));
        return false;
    }
    query->milestone = sb_request_param(request, "milestone");
    query->assignee = sb_request_param(request, "assignee");
    query->creator = sb_request_param(request, "creator");
    query->type = sb_request_param(request, "type");
    read_labels(sandbox, request, query);
    return true;
}

/* A name, `*` for any, `none` for none. */
static bool fits_choice(const char *wanted, const char *value)
{
    if (!wanted || (strcmp(wanted, "*") == 0 && value))
        return true;
    if (strcmp(wanted, "none") == 0)
        return !value;
    return value && strcasecmp(wanted, value) == 0;
}

static bool fits_assignee(const struct query *query, const struct sb_issue *issue)
{
    if (!query->assignee || issue->assignees.len == 0)
        return fits_choice(query->assignee, NULL);
    for (size_t i = 0; i < issue->assignees.len; i++)
        if (fits_choice(query->assignee, issue->assignees.items[i]->login))
            return true;
    return false;
}

static bool fits_labels(const struct query *query, const struct sb_issue *issue)
{
    if (query->no_such_label)
        return false;
    for (size_t i = 0; i < query->labels.len; i++) {
        bool found = false;
        for (size_t j = 0; j < issue->labels.len; j++)
            found |= issue->labels.items[j] == query->labels.items[i];
        if (!found)
            return false;
    }
    return true;
}

static bool fits(const struct query *query, const struct sb_issue *issue, int64_t now_ms)
{
    if (issue->deleted || issue->moved_to || issue->visible_ms > now_ms)
        return false;
    if (!query->all && issue->closed != query->closed)
        return false;
    /* Times have whole seconds on the wire. */
    if (query->has_since && issue->updated_ms / 1000 * 1000 < query->since_ms)
        return false;
    char number[24];
    if (issue->milestone)
        (void)snprintf(number, sizeof number, "%lld", (long long)issue->milestone->number);
    return fits_choice(query->milestone, issue->milestone ? number : NULL) &&
           fits_choice(query->creator, issue->author->login) &&
           fits_choice(query->type, issue->type ? issue->type->name : NULL) &&
           fits_assignee(query, issue) && fits_labels(query, issue);
}

static int64_t key_of(enum order order, const struct sb_issue *issue)
{
    switch (order) {
    case ORDER_UPDATED:
        return issue->updated_ms;
    case ORDER_COMMENTS:
        return (int64_t)issue->comments;
    default:
        return issue->created_ms;
    }
}

static int compare(enum order order, const struct sb_issue *a, const struct sb_issue *b)
{
    int64_t key_a = key_of(order, a), key_b = key_of(order, b);
    if (key_a != key_b)
        return key_a < key_b ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

static int compare_updated(const void *left, const void *right)
{
    return compare(ORDER_UPDATED, *(const struct sb_issue *const *)left,
                   *(const struct sb_issue *const *)right);
}

static int compare_comments(const void *left, const void *right)
{
    return compare(ORDER_COMMENTS, *(const struct sb_issue *const *)left,
                   *(const struct sb_issue *const *)right);
}

static int compare_created(const void *left, const void *right)
{
    return compare(ORDER_CREATED, *(const struct sb_issue *const *)left,
                   *(const struct sb_issue *const *)right);
}

static struct sb_issue_refs collect(struct sandbox *sandbox, struct sb_request *request,
                                    const struct query *query)
{
    struct sb_issue_refs found = {0};
    for (size_t i = 0; i < sandbox->world.issues.len; i++)
        if (fits(query, sandbox->world.issues.items[i], request->now_ms))
            VEC_PUSH(request->arena, &found, sandbox->world.issues.items[i]);
    if (found.len)
        qsort(found.items, found.len, sizeof(struct sb_issue *),
              query->order == ORDER_UPDATED    ? compare_updated
              : query->order == ORDER_COMMENTS ? compare_comments
                                               : compare_created);
    for (size_t i = 0; query->descending && i < found.len / 2; i++) {
        struct sb_issue *swap = found.items[i];
        found.items[i] = found.items[found.len - 1 - i];
        found.items[found.len - 1 - i] = swap;
    }
    return found;
}

/* prefix_KEY_NUMBER== */
static bool read_cursor(const char *cursor, int64_t *key, int64_t *number)
{
    if (strncmp(cursor, CURSOR_PREFIX "_", sizeof CURSOR_PREFIX) != 0)
        return false;
    char *end = NULL;
    *key = strtoll(cursor + sizeof CURSOR_PREFIX, &end, 10);
    if (*end != '_')
        return false;
    *number = strtoll(end + 1, &end, 10);
    return strcmp(end, "==") == 0;
}

/* Where the cursor points: behind the last issue that was shown, wherever that stands by now. */
static bool after_cursor(struct sb_reply *reply, const struct query *query,
                         const struct sb_issue_refs *found, const char *cursor, size_t *first)
{
    int64_t key = 0, number = 0;
    if (!read_cursor(cursor, &key, &number)) {
        sb_fail(reply, 422, "Invalid cursor");
        return false;
    }
    for (*first = 0; *first < found->len; (*first)++) {
        const struct sb_issue *issue = found->items[*first];
        int64_t own = key_of(query->order, issue);
        int order = own != key               ? (own < key ? -1 : 1)
                    : issue->number < number ? -1
                                             : issue->number > number;
        if (query->descending ? order < 0 : order > 0)
            break;
    }
    return true;
}

static void link_next(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply,
                      const struct query *query, const struct sb_issue *last, int64_t page)
{
    const char *cursor = arena_printf(
        request->arena, CURSOR_PREFIX "_%lld_%lld==", (long long)key_of(query->order, last),
        (long long)last->number);
    const struct sb_param replace[] = {
        {"after", cursor}, {"page", arena_printf(request->arena, "%lld", (long long)page + 1)}};
    sb_reply_header(reply, "Link",
                    arena_printf(request->arena, "<%s>; rel=\"next\"",
                                 sb_page_url(sandbox, request, replace, 2)));
}

/* The slice to show; false when an answer is written. */
static bool cut(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply,
                const struct query *query, const struct sb_issue_refs *found, size_t *first,
                size_t *count)
{
    if (sandbox->options.numeric_pages) {
        sb_page(sandbox, request, reply, found->len, first, count);
        return true;
    }
    size_t per_page = sb_per_page(request);
    const char *cursor = sb_request_param(request, "after");
    int64_t page = sb_parse_number(sb_request_param(request, "page"));
    if (page < 1)
        page = 1;
    if (cursor) {
        if (!after_cursor(reply, query, found, cursor, first))
            return false;
    } else {
        if (page > 1 && (page > DEEP_PAGE_ITEMS || (size_t)page * per_page > DEEP_PAGE_ITEMS)) {
            sb_fail(reply, 422,
                    "Pagination with the page parameter is not supported for large datasets, "
                    "please use cursor based pagination (after/before)");
            return false;
        }
        *first = (size_t)(page - 1) * per_page;
        if (*first > found->len)
            *first = found->len;
    }
    *count = found->len - *first < per_page ? found->len - *first : per_page;
    if (*count && *first + *count < found->len)
        link_next(sandbox, request, reply, query, found->items[*first + *count - 1], page);
    return true;
}

void sb_issues_list(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    struct query query = {0};
    if (!read_query(sandbox, request, reply, &query))
        return;
    struct sb_issue_refs found = collect(sandbox, request, &query);
    size_t first = 0, count = 0;
    if (!cut(sandbox, request, reply, &query, &found, &first, &count))
        return;
    struct sb_view view = sb_view_of(sandbox, request);
    json_t *list = json_array();
    for (size_t i = first; i < first + count && i < found.len; i++)
        json_array_append_new(list, sb_view_issue(&view, found.items[i]));
    sb_reply_json(reply, 200, list);
}
