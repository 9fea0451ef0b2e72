/* Short lists. */
#include <string.h>

#include "base/day.h"
#include "github/list.h"
#include "github/parse.h"
#include "github/read.h"
#include "github/reading.h"

const char *reading_tried(struct fetch *fetch, const char *what)
{
    return arena_printf(fetch->scratch, "read %s of %s", what, fetch->gh->full_name);
}

static enum code run_list(struct gh *gh, struct arena *arena, struct list *list, const char *path,
                          const char *what, struct err *err)
{
    struct fetch fetch cleanup_fetch;
    fetch_init(&fetch, gh, arena);
    list->tried = reading_tried(&fetch, what);
    list->first_url = gh_url(gh, fetch.scratch, "%s", path);
    list_start(list, &fetch);
    return fetch_run(&fetch, err);
}

struct recent_read {
    struct arena *arena;
    struct gh *gh;
    struct gh_issue_list *list;
    int64_t since_ms;
    struct number above;
};

static enum code on_recent(struct list *list, const json_t *element, struct err *err)
{
    struct recent_read *read = list->state;
    struct remote_issue issue;
    int64_t created_ms;
    if (parse_issue(read->arena, element, &issue, err) != OK)
        return err->code;
    reading_note_features(read->gh, element);
    const bool too_old = instant_parse(issue.created_at ? issue.created_at : "", &created_ms) &&
                         created_ms < read->since_ms;
    if (too_old || issue.number.v <= read->above.v) {
        list->enough = true;
        return OK;
    }
    VEC_PUSH(read->arena, &read->list->items, issue);
    return OK;
}

enum code gh_list_recent_issues(struct gh *gh, struct arena *arena, int64_t since_ms,
                                struct number above, struct gh_issue_list *issues, struct err *err)
{
    *issues = (struct gh_issue_list){0};
    struct recent_read read = {arena, gh, issues, since_ms, above};
    struct list list = {.on_element = on_recent, .state = &read, .serial = true};
    return run_list(gh, arena, &list, "/issues?state=all&sort=created&direction=desc&per_page=100",
                    "the newest issues", err);
}

static enum code on_any(struct list *list, const json_t *element, struct err *err)
{
    bool *any = list->state;
    (void)element;
    (void)err;
    *any = true;
    list->enough = true;
    return OK;
}

enum code gh_label_in_use(struct gh *gh, const char *name, bool *in_use, struct err *err)
{
    struct arena *scratch cleanup_arena = arena_new();
    *in_use = true;
    if (strchr(name, ',')) /* the parameter is a list with commas */
        return OK;
    bool any = false;
    struct list list = {.on_element = on_any, .state = &any, .serial = true};
    if (run_list(gh, scratch, &list,
                 arena_printf(scratch, "/issues?labels=%s&state=all&per_page=1",
                              gh_segment(scratch, name)),
                 arena_printf(scratch, "issues with the label '%s'", name), err) != OK)
        return err->code;
    *in_use = any;
    return OK;
}

struct id_read {
    struct db_id wanted;
    bool *there;
};

static enum code on_id(struct list *list, const json_t *element, struct err *err)
{
    const struct id_read *read = list->state;
    const json_int_t id = json_integer_value(json_object_get(element, "id"));
    if (id <= 0)
        return err_set(err, ERR_FAILED, "the answer has an issue without 'id'");
    if (id == read->wanted.v)
        *read->there = list->enough = true;
    return OK;
}

enum code list_has_id(struct gh *gh, struct arena *arena, const char *path, struct db_id id,
                      bool *there, struct err *err)
{
    bool found = false;
    struct id_read read = {id, &found};
    struct list list = {.on_element = on_id, .state = &read, .serial = true};
    enum code code = run_list(gh, arena, &list, arena_printf(arena, "%s?per_page=100", path),
                              "the links of the issue", err);
    if (!code)
        *there = found;
    return code;
}

struct numbers_read {
    struct arena *arena;
    struct gh *gh;
    struct gh_numbers *numbers;
};

static enum code on_number(struct list *list, const json_t *element, struct err *err)
{
    struct numbers_read *read = list->state;
    struct number number = {(int64_t)json_integer_value(json_object_get(element, "number"))};
    if (number.v <= 0)
        return err_set(err, ERR_FAILED, "the answer has an issue without 'number'");
    if (reading_is_ours(read->gh, element))
        VEC_PUSH(read->arena, &read->numbers->items, number);
    return OK;
}

static enum code list_numbers(struct gh *gh, struct arena *arena, struct number of,
                              const char *route, const char *what, struct gh_numbers *numbers,
                              struct err *err)
{
    struct arena *scratch cleanup_arena = arena_new();
    long long n = (long long)of.v;
    *numbers = (struct gh_numbers){0};
    struct numbers_read read = {arena, gh, numbers};
    struct list list = {.on_element = on_number, .state = &read};
    return run_list(gh, arena, &list,
                    arena_printf(scratch, "/issues/%lld/%s?per_page=100", n, route),
                    arena_printf(scratch, "%s #%lld", what, n), err);
}

enum code gh_list_sub_issues(struct gh *gh, struct arena *arena, struct number parent,
                             struct gh_numbers *numbers, struct err *err)
{
    return list_numbers(gh, arena, parent, "sub_issues", "the sub-issues of", numbers, err);
}

enum code gh_list_blocked_by(struct gh *gh, struct arena *arena, struct number issue,
                             struct gh_numbers *numbers, struct err *err)
{
    return list_numbers(gh, arena, issue, "dependencies/blocked_by", "what blocks", numbers, err);
}

struct comments_read {
    struct arena *arena;
    struct gh_comment_list *comments;
};

static enum code on_comment(struct list *list, const json_t *element, struct err *err)
{
    struct comments_read *read = list->state;
    struct remote_comment comment;
    if (parse_comment(read->arena, element, &comment, err) != OK)
        return err->code;
    VEC_PUSH(read->arena, &read->comments->items, comment);
    return OK;
}

enum code gh_list_comments(struct gh *gh, struct arena *arena, struct number issue,
                           struct gh_comment_list *comments, struct err *err)
{
    struct arena *scratch cleanup_arena = arena_new();
    long long n = (long long)issue.v;
    *comments = (struct gh_comment_list){0};
    struct comments_read read = {arena, comments};
    struct list list = {.on_element = on_comment, .state = &read};
    return run_list(gh, arena, &list,
                    arena_printf(scratch, "/issues/%lld/comments?per_page=100", n),
                    arena_printf(scratch, "the comments of #%lld", n), err);
}

struct pulls_read {
    struct arena *arena;
    struct gh_pull_list *pulls;
};

static enum code on_pull(struct list *list, const json_t *element, struct err *err)
{
    struct pulls_read *read = list->state;
    struct remote_pull pull;
    if (parse_pull(read->arena, element, &pull, err) != OK)
        return err->code;
    VEC_PUSH(read->arena, &read->pulls->items, pull);
    return OK;
}

enum code gh_list_pulls_of(struct gh *gh, struct arena *arena, const char *commit,
                           struct gh_pull_list *pulls, struct err *err)
{
    struct arena *scratch cleanup_arena = arena_new();
    *pulls = (struct gh_pull_list){0};
    struct pulls_read read = {arena, pulls};
    struct list list = {.on_element = on_pull, .state = &read};
    return run_list(
        gh, arena, &list,
        arena_printf(scratch, "/commits/%s/pulls?per_page=100", gh_segment(scratch, commit)),
        arena_printf(scratch, "the pull requests of %.7s", commit), err);
}

enum code gh_list_pulls_from(struct gh *gh, struct arena *arena, const char *head,
                             struct gh_pull_list *pulls, struct err *err)
{
    struct arena *scratch cleanup_arena = arena_new();
    *pulls = (struct gh_pull_list){0};
    struct pulls_read read = {arena, pulls};
    struct list list = {.on_element = on_pull, .state = &read};
    return run_list(
        gh, arena, &list,
        arena_printf(scratch, "/pulls?state=open&head=%s&per_page=100", gh_segment(scratch, head)),
        arena_printf(scratch, "the pull requests from '%s'", head), err);
}
