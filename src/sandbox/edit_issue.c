/* Edits of issues and pull requests. */
#include <string.h>

#include "sandbox/edit.h"

typedef nodiscard enum code issue_edit_fn(struct sb_edit *edit, struct sb_issue *issue,
                                          struct err *err);

static void store_body(struct sb_edit *edit, struct sb_issue *issue, const char *text)
{
    issue->body = *text ? arena_strdup(edit->world->arena, text) : NULL;
}

static enum code set_title(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    (void)err;
    issue->title = arena_strdup(edit->world->arena, sb_edit_rest(edit));
    return OK;
}

static enum code set_body(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    (void)err;
    store_body(edit, issue, sb_edit_crlf(edit, sb_edit_rest(edit)));
    return OK;
}

static enum code set_body_raw(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    (void)err;
    store_body(edit, issue, sb_edit_rest(edit));
    return OK;
}

static enum code append(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    (void)err;
    const char *text =
        arena_printf(edit->arena, "%s%s", issue->body ? issue->body : "", sb_edit_rest(edit));
    store_body(edit, issue, sb_edit_crlf(edit, text));
    return OK;
}

static enum code replace(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    char *rest = arena_strdup(edit->arena, sb_edit_rest(edit));
    char mark = rest[0];
    char *second = mark ? strchr(rest + 1, mark) : NULL;
    char *third = second ? strchr(second + 1, mark) : NULL;
    if (!third)
        return err_set(err, ERR_USAGE, "replace wants /OLD/NEW/");
    *second = *third = '\0';
    /* The body may have CRLF by now; OLD and NEW are written with LF. */
    const char *body = issue->body ? issue->body : "";
    const char *found = strstr(body, rest + 1);
    size_t old_len = strlen(rest + 1);
    if (!found) {
        const char *crlf = sb_edit_crlf(edit, rest + 1);
        found = strstr(body, crlf);
        old_len = strlen(crlf);
    }
    if (!found)
        return err_set(err, ERR_NOT_FOUND, "'%s' is not in the body", rest + 1);
    const char *text = arena_printf(edit->arena, "%.*s%s%s", (int)(found - body), body, second + 1,
                                    found + old_len);
    store_body(edit, issue, sb_edit_crlf(edit, text));
    return OK;
}

static enum code close_issue(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    (void)err;
    const char *reason = sb_edit_word(edit);
    sb_issue_close(edit->world, issue, *reason ? reason : "completed", edit->person, edit->now_ms);
    return OK;
}

static enum code reopen(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    (void)err;
    sb_issue_reopen(edit->world, issue, edit->now_ms);
    return OK;
}

static enum code add_label(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    (void)err;
    const char *name = sb_edit_rest(edit);
    struct sb_label *label = sb_world_find_label(edit->world, name);
    if (!label)
        label = sb_world_add_label(edit->world, name, "ededed", NULL, edit->now_ms);
    (void)sb_issue_add_label(edit->world, issue, label);
    return OK;
}

static enum code remove_label(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    const char *name = sb_edit_rest(edit);
    struct sb_label *label = sb_world_find_label(edit->world, name);
    if (!label || !sb_issue_remove_label(edit->world, issue, label))
        return err_set(err, ERR_NOT_FOUND, "it has no label '%s'", name);
    return OK;
}

static enum code set_milestone(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    const char *title = sb_edit_rest(edit);
    struct sb_milestone *milestone = NULL;
    if (strcmp(title, "none") != 0) {
        milestone = sb_world_titled_milestone(edit->world, title);
        if (!milestone)
            return err_set(err, ERR_NOT_FOUND, "no milestone '%s'", title);
    }
    sb_issue_set_milestone(edit->world, issue, milestone, edit->now_ms);
    return OK;
}

static enum code assign(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    (void)err;
    struct sb_user *user = sb_world_user(edit->world, sb_edit_word(edit));
    user->assignable = true;
    (void)sb_issue_assign(edit->world, issue, user);
    return OK;
}

static enum code unassign(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    (void)err;
    (void)sb_issue_unassign(edit->world, issue, sb_world_user(edit->world, sb_edit_word(edit)));
    return OK;
}

static enum code lock(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    (void)edit;
    (void)err;
    issue->locked = true;
    return OK;
}

static enum code unlock(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    (void)edit;
    (void)err;
    issue->locked = false;
    return OK;
}

static enum code delete_issue(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    (void)err;
    sb_issue_delete(edit->world, issue, edit->now_ms);
    return OK;
}

static enum code transfer(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    const char *to = sb_edit_word(edit);
    if (!strchr(to, '/'))
        return err_set(err, ERR_USAGE, "'%s' is not OWNER/NAME", to);
    /* It leaves every relation here; the old number redirects. */
    sb_issue_delete(edit->world, issue, edit->now_ms);
    issue->deleted = false;
    issue->moved_to = arena_printf(edit->world->arena, "/repos/%s/issues/1", to);
    return OK;
}

static enum code set_type(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    const char *name = sb_edit_rest(edit);
    issue->type = strcmp(name, "none") == 0 ? NULL : sb_world_find_type(edit->world, name);
    if (!issue->type && strcmp(name, "none") != 0)
        return err_set(err, ERR_NOT_FOUND, "no issue type '%s'", name);
    return OK;
}

static enum code other_issue(struct sb_edit *edit, struct sb_issue **other, struct err *err)
{
    const char *number = sb_edit_word(edit);
    *other = sb_world_find_issue(edit->world, sb_parse_number(number));
    return *other ? OK : err_set(err, ERR_NOT_FOUND, "no issue '%s'", number);
}

static enum code set_parent(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    struct sb_issue *parent = NULL;
    edit->at += strspn(edit->at, " ");
    if (strcmp(edit->at, "none") != 0 && other_issue(edit, &parent, err) != OK)
        return err->code;
    sb_issue_set_parent(edit->world, issue, parent, edit->now_ms);
    return OK;
}

static enum code block(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    struct sb_issue *blocker = NULL;
    if (other_issue(edit, &blocker, err) != OK)
        return err->code;
    sb_issue_block(edit->world, issue, blocker, edit->now_ms);
    return OK;
}

static enum code unblock(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    struct sb_issue *blocker = NULL;
    if (other_issue(edit, &blocker, err) != OK)
        return err->code;
    if (!sb_issue_unblock(edit->world, issue, blocker, edit->now_ms))
        return err_set(err, ERR_NOT_FOUND, "it is not blocked by that");
    return OK;
}

static enum code copy(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    (void)err;
    (void)sb_world_add_issue(edit->world, issue->title, issue->body, edit->person, false,
                             edit->now_ms);
    return OK;
}

static enum code comment(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    (void)err;
    (void)sb_world_add_comment(edit->world, issue, sb_edit_crlf(edit, sb_edit_rest(edit)),
                               edit->person, edit->now_ms);
    return OK;
}

static enum code merge(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    if (!issue->pull)
        return err_set(err, ERR_USAGE, "it is no pull request");
    sb_issue_close(edit->world, issue, "completed", edit->person, edit->now_ms);
    issue->merged_ms = edit->now_ms;
    return OK;
}

static enum code set_head(struct sb_edit *edit, struct sb_issue *issue, struct err *err)
{
    if (!issue->pull)
        return err_set(err, ERR_USAGE, "it is no pull request");
    const char *label = sb_edit_word(edit), *sha = sb_edit_word(edit);
    const char *colon = strchr(label, ':');
    if (!colon || strlen(sha) != 40)
        return err_set(err, ERR_USAGE, "head wants OWNER:BRANCH and a commit");
    issue->head_owner = arena_strndup(edit->world->arena, label, (size_t)(colon - label));
    issue->head_ref = arena_strdup(edit->world->arena, colon + 1);
    issue->head_sha = arena_strdup(edit->world->arena, sha);
    return OK;
}

static const struct {
    const char *verb;
    issue_edit_fn *apply;
} verbs[] = {
    {"title", set_title},
    {"body", set_body},
    {"body-raw", set_body_raw},
    {"append", append},
    {"replace", replace},
    {"close", close_issue},
    {"reopen", reopen},
    {"label", add_label},
    {"unlabel", remove_label},
    {"milestone", set_milestone},
    {"assign", assign},
    {"unassign", unassign},
    {"lock", lock},
    {"unlock", unlock},
    {"delete", delete_issue},
    {"transfer", transfer},
    {"type", set_type},
    {"parent", set_parent},
    {"blocked-by", block},
    {"unblock", unblock},
    {"copy", copy},
    {"comment", comment},
    {"merge", merge},
    {"head", set_head},
};

static enum code edit_numbered(struct sb_edit *edit, bool pull, struct err *err)
{
    const char *number = sb_edit_word(edit);
    if (strcmp(number, "new") == 0) {
        (void)sb_world_add_issue(edit->world, sb_edit_rest(edit), NULL, edit->person, pull,
                                 edit->now_ms);
        return OK;
    }
    struct sb_issue *issue = sb_world_find_issue(edit->world, sb_parse_number(number));
    if (!issue)
        return err_set(err, ERR_NOT_FOUND, "no issue '%s'", number);
    const char *verb = sb_edit_word(edit);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(verbs[i].verb, verb) != 0)
            continue;
        enum code code = verbs[i].apply(edit, issue, err);
        if (code == OK) {
            sb_issue_touch(issue, edit->now_ms);
            sb_world_note(edit->world, edit->now_ms, issue->number, verb, NULL,
                          edit->person->login);
        }
        return code;
    }
    return sb_edit_unknown(verb, err);
}

enum code sb_edit_issue(struct sb_edit *edit, struct err *err)
{
    return edit_numbered(edit, false, err);
}

enum code sb_edit_pull(struct sb_edit *edit, struct err *err)
{
    return edit_numbered(edit, true, err);
}
