#include "github/parse.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"

enum code parse_json(const char *bytes, size_t len, json_t **value, struct err *err)
{
    /* NUL is let through, as U+FFFD (get_text): one odd title must not make a repository
     * unreadable. */
    json_t *parsed = json_loadb(bytes, len, JSON_ALLOW_NUL | JSON_DECODE_ANY, NULL);
    if (!parsed)
        return err_set(err, ERR_FAILED, "the answer is not JSON, or cut off");
    *value = parsed;
    return OK;
}

static const char *copy_text(struct arena *arena, const json_t *value)
{
    if (!json_is_string(value))
        return NULL;
    const char *text = json_string_value(value);
    size_t len = json_string_length(value);
    if (!memchr(text, '\0', len))
        return arena_strndup(arena, text, len);
    struct str out cleanup_str;
    str_init(&out, 0);
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\0')
            str_add(&out, "\xEF\xBF\xBD");
        else
            str_addc(&out, text[i]);
    }
    return str_dup(&out, arena);
}

static const char *get_text(struct arena *arena, const json_t *object, const char *key)
{
    return copy_text(arena, json_object_get(object, key));
}

static int64_t get_int(const json_t *object, const char *key)
{
    return (int64_t)json_integer_value(json_object_get(object, key));
}

static bool get_bool(const json_t *object, const char *key)
{
    return json_is_true(json_object_get(object, key));
}

static enum code missing(const char *what, const char *key, struct err *err)
{
    return err_set(err, ERR_FAILED, "the answer has %s without '%s'", what, key);
}

static bool is_state(const char *state)
{
    return text_eq(state, "open") || text_eq(state, "closed");
}

/* Apps' tokens see all-false permissions however much they may do, so that means "not known". */
static void parse_permissions(const json_t *json, struct remote_repository *repository)
{
    const json_t *rights = json_object_get(json, "permissions");
    repository->can_push =
        get_bool(rights, "push") || get_bool(rights, "maintain") || get_bool(rights, "admin");
    repository->permissions_known =
        repository->can_push || get_bool(rights, "triage") || get_bool(rights, "pull");
}

enum code parse_repository(struct arena *arena, const json_t *json,
                           struct remote_repository *repository, struct err *err)
{
    struct remote_repository read = {.id = {get_int(json, "id")},
                                     .full_name = get_text(arena, json, "full_name"),
                                     .html_url = get_text(arena, json, "html_url"),
                                     .archived = get_bool(json, "archived"),
                                     .watchers = -1};
    if (read.id.v <= 0)
        return missing("a repository", "id", err);
    if (text_empty(read.full_name))
        return missing("a repository", "full_name", err);
    read.has_issues = !json_is_false(json_object_get(json, "has_issues"));
    if (json_is_integer(json_object_get(json, "subscribers_count")))
        read.watchers = get_int(json, "subscribers_count");
    parse_permissions(json, &read);
    *repository = read;
    return OK;
}

enum code parse_label(struct arena *arena, const json_t *json, struct remote_label *label,
                      struct err *err)
{
    struct remote_label read = {.db_id = {get_int(json, "id")},
                                .name = get_text(arena, json, "name"),
                                .color = get_text(arena, json, "color"),
                                .description = get_text(arena, json, "description")};
    if (read.db_id.v <= 0)
        return missing("a label", "id", err);
    if (text_empty(read.name))
        return missing("a label", "name", err);
    if (!read.color)
        read.color = "";
    *label = read;
    return OK;
}

enum code parse_milestone(struct arena *arena, const json_t *json,
                          struct remote_milestone *milestone, struct err *err)
{
    struct remote_milestone read = {.number = {get_int(json, "number")},
                                    .db_id = {get_int(json, "id")},
                                    .title = get_text(arena, json, "title"),
                                    .description = get_text(arena, json, "description"),
                                    .state = get_text(arena, json, "state"),
                                    .due_on = get_text(arena, json, "due_on"),
                                    .open_issues = get_int(json, "open_issues"),
                                    .closed_issues = get_int(json, "closed_issues"),
                                    .created_at = get_text(arena, json, "created_at"),
                                    .updated_at = get_text(arena, json, "updated_at"),
                                    .html_url = get_text(arena, json, "html_url"),
                                    .creator =
                                        get_text(arena, json_object_get(json, "creator"), "login")};
    if (read.number.v <= 0)
        return missing("a milestone", "number", err);
    if (read.db_id.v <= 0)
        return missing("a milestone", "id", err);
    if (!read.title)
        return missing("a milestone", "title", err);
    if (!is_state(read.state))
        return missing("a milestone", "state", err);
    *milestone = read;
    return OK;
}

/* Labels come as objects, or as plain strings. */
static void parse_label_names(struct arena *arena, const json_t *list, struct strlist *names)
{
    size_t i;
    json_t *element;
    json_array_foreach(list, i, element)
    {
        const char *name =
            json_is_string(element) ? copy_text(arena, element) : get_text(arena, element, "name");
        if (!text_empty(name))
            strlist_add(arena, names, name);
    }
}

static void parse_logins(struct arena *arena, const json_t *list, struct strlist *logins)
{
    size_t i;
    json_t *element;
    json_array_foreach(list, i, element)
    {
        const char *login = get_text(arena, element, "login");
        if (!text_empty(login))
            strlist_add(arena, logins, login);
    }
}

/* The address of the repository inside that of an issue: up to "/issues/" or "/pulls/" and digits.
 */
static size_t repository_part(const char *issue_url)
{
    size_t len = strlen(issue_url);
    while (len > 0 && issue_url[len - 1] >= '0' && issue_url[len - 1] <= '9')
        len--;
    if (len == strlen(issue_url))
        return 0;
    if (len >= 8 && strncmp(issue_url + len - 8, "/issues/", 8) == 0)
        return len - 8;
    if (len >= 7 && strncmp(issue_url + len - 7, "/pulls/", 7) == 0)
        return len - 7;
    return 0;
}

/* The repository an issue object says it is in; "" when it does not say. */
static const char *repository_of(const json_t *issue, size_t *len)
{
    const char *url = json_string_value(json_object_get(issue, "repository_url"));
    if (url) {
        *len = strlen(url);
        return url;
    }
    url = json_string_value(json_object_get(issue, "url"));
    *len = url ? repository_part(url) : 0;
    return url ? url : "";
}

static bool same_part(const char *a, size_t a_len, const char *b, size_t b_len)
{
    return a_len == b_len && strncasecmp(a, b, a_len) == 0;
}

const char *parse_repository_name(struct arena *arena, const json_t *issue)
{
    size_t len;
    const char *url = repository_of(issue, &len);
    if (len == 0) {
        url = json_string_value(json_object_get(issue, "html_url"));
        len = url ? repository_part(url) : 0;
    }
    int slashes = 0;
    for (size_t i = len; i > 0; i--)
        if (url[i - 1] == '/' && ++slashes == 2)
            return arena_strndup(arena, url + i, len - i);
    return NULL;
}

bool parse_owner_is_person(const json_t *repository)
{
    const json_t *owner = json_object_get(repository, "owner");
    return text_eq(json_string_value(json_object_get(owner, "type")), "User");
}

/* 0 when there is none, or when it is in another repository. */
static int64_t parent_number(const json_t *issue)
{
    const char *url = json_string_value(json_object_get(issue, "parent_issue_url"));
    size_t len = url ? repository_part(url) : 0;
    if (len == 0)
        return 0;
    size_t own_len;
    const char *own = repository_of(issue, &own_len);
    if (own_len > 0 && !same_part(own, own_len, url, len))
        return 0;
    const char *digits = strrchr(url, '/') + 1;
    return strlen(digits) <= 15 ? strtoll(digits, NULL, 10) : 0;
}

static void parse_relations(const json_t *json, struct remote_issue *issue)
{
    struct parse_features features = parse_issue_features(json);
    const json_t *summary = json_object_get(json, "issue_dependencies_summary");
    issue->relations_known = features.sub_issues || features.dependencies;
    issue->parent = (struct number){parent_number(json)};
    issue->total_blocked_by = json_object_get(summary, "total_blocked_by")
                                  ? get_int(summary, "total_blocked_by")
                                  : get_int(summary, "blocked_by");
    issue->blocked_by_known = issue->total_blocked_by == 0;
}

static void parse_people(struct arena *arena, const json_t *json, struct remote_issue *issue)
{
    const json_t *user = json_object_get(json, "user");
    issue->author = get_text(arena, user, "login");
    issue->author_type = get_text(arena, user, "type");
    issue->author_association = get_text(arena, json, "author_association");
    parse_logins(arena, json_object_get(json, "assignees"), &issue->assignees);
}

static void parse_times(struct arena *arena, const json_t *json, struct remote_issue *issue)
{
    issue->created_at = get_text(arena, json, "created_at");
    issue->updated_at = get_text(arena, json, "updated_at");
    issue->closed_at = get_text(arena, json, "closed_at");
}

static const char *parse_type(struct arena *arena, const json_t *json)
{
    const json_t *type = json_object_get(json, "type");
    return json_is_string(type) ? copy_text(arena, type) : get_text(arena, type, "name");
}

enum code parse_issue(struct arena *arena, const json_t *json, struct remote_issue *issue,
                      struct err *err)
{
    struct remote_issue read = {.number = {get_int(json, "number")},
                                .db_id = {get_int(json, "id")},
                                .title = get_text(arena, json, "title"),
                                .body = get_text(arena, json, "body"),
                                .state = get_text(arena, json, "state"),
                                .state_reason = get_text(arena, json, "state_reason"),
                                .type = parse_type(arena, json),
                                .comments = get_int(json, "comments"),
                                .locked = get_bool(json, "locked"),
                                .html_url = get_text(arena, json, "html_url")};
    if (read.number.v <= 0)
        return missing("an issue", "number", err);
    if (read.db_id.v <= 0)
        return missing("an issue", "id", err);
    if (!read.title)
        return missing("an issue", "title", err);
    if (!is_state(read.state))
        return missing("an issue", "state", err);
    const json_t *pull = json_object_get(json, "pull_request");
    read.is_pull = pull && !json_is_null(pull);
    read.milestone = (struct number){get_int(json_object_get(json, "milestone"), "number")};
    parse_label_names(arena, json_object_get(json, "labels"), &read.labels);
    parse_people(arena, json, &read);
    parse_times(arena, json, &read);
    parse_relations(json, &read);
    *issue = read;
    return OK;
}

enum code parse_comment(struct arena *arena, const json_t *json, struct remote_comment *comment,
                        struct err *err)
{
    const json_t *user = json_object_get(json, "user");
    struct remote_comment read = {.db_id = {get_int(json, "id")},
                                  .body = get_text(arena, json, "body"),
                                  .author = get_text(arena, user, "login"),
                                  .author_type = get_text(arena, user, "type"),
                                  .created_at = get_text(arena, json, "created_at"),
                                  .updated_at = get_text(arena, json, "updated_at"),
                                  .html_url = get_text(arena, json, "html_url"),
                                  .minimized = json_is_object(json_object_get(json, "minimized"))};
    if (read.db_id.v <= 0)
        return missing("a comment", "id", err);
    *comment = read;
    return OK;
}

static const char *side_repository(struct arena *arena, const json_t *side)
{
    return get_text(arena, json_object_get(side, "repo"), "full_name");
}

enum code parse_pull(struct arena *arena, const json_t *json, struct remote_pull *pull,
                     struct err *err)
{
    const json_t *head = json_object_get(json, "head"), *base = json_object_get(json, "base");
    const char *state = get_text(arena, json, "state");
    struct remote_pull read = {.number = {get_int(json, "number")},
                               .open = text_eq(state, "open"),
                               .head_sha = get_text(arena, head, "sha"),
                               .head_repository = side_repository(arena, head),
                               .base_repository = side_repository(arena, base)};
    if (read.number.v <= 0)
        return missing("a pull request", "number", err);
    if (!state)
        return missing("a pull request", "state", err);
    if (!read.head_sha)
        return missing("a pull request", "head.sha", err);
    *pull = read;
    return OK;
}

struct parse_features parse_issue_features(const json_t *json)
{
    return (struct parse_features){.sub_issues = json_object_get(json, "sub_issues_summary") ||
                                                 json_object_get(json, "parent_issue_url"),
                                   .dependencies =
                                       json_object_get(json, "issue_dependencies_summary") != NULL,
                                   .types = json_object_get(json, "type") != NULL};
}
