#include "sandbox/edit.h"

#include <string.h>

#include "base/str.h"

const char *sb_edit_word(struct sb_edit *edit)
{
    edit->at += strspn(edit->at, " ");
    if (*edit->at != '"') {
        size_t len = strcspn(edit->at, " ");
        const char *word = arena_strndup(edit->arena, edit->at, len);
        edit->at += len;
        return word;
    }
    edit->at++;
    size_t len = strcspn(edit->at, "\"");
    const char *word = arena_strndup(edit->arena, edit->at, len);
    edit->at += len + (edit->at[len] == '"');
    return word;
}

const char *sb_edit_rest(struct sb_edit *edit)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    edit->at += strspn(edit->at, " ");
    for (; *edit->at; edit->at++) {
        bool escape = edit->at[0] == '\\' && (edit->at[1] == 'n' || edit->at[1] == '\\');
        if (!escape) {
            str_addc(&out, *edit->at);
            continue;
        }
        edit->at++;
        str_addc(&out, *edit->at == 'n' ? '\n' : '\\');
    }
    return str_dup(&out, edit->arena);
}

const char *sb_edit_crlf(struct sb_edit *edit, const char *text)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    for (const char *at = text; *at; at++) {
        if (*at == '\n' && (at == text || at[-1] != '\r'))
            str_addc(&out, '\r');
        str_addc(&out, *at);
    }
    return str_dup(&out, edit->arena);
}

enum code sb_edit_unknown(const char *what, struct err *err)
{
    return err_set(err, ERR_USAGE, "no such edit: '%s'", what);
}

static enum code edit_comment(struct sb_edit *edit, struct err *err)
{
    const char *id = sb_edit_word(edit);
    const char *verb = sb_edit_word(edit);
    struct sb_comment *comment = sb_world_find_comment(edit->world, sb_parse_number(id));
    if (!comment)
        return err_set(err, ERR_NOT_FOUND, "no comment '%s'", id);
    if (strcmp(verb, "delete") == 0) {
        sb_comment_delete(edit->world, comment);
        return OK;
    }
    if (strcmp(verb, "minimize") == 0) {
        comment->minimized = arena_strdup(edit->world->arena, sb_edit_word(edit));
        return OK;
    }
    if (strcmp(verb, "body") != 0)
        return sb_edit_unknown(verb, err);
    comment->body = arena_strdup(edit->world->arena, sb_edit_crlf(edit, sb_edit_rest(edit)));
    comment->updated_ms = edit->now_ms;
    return OK;
}

static enum code rename_repository(struct sb_edit *edit, struct err *err)
{
    struct sb_world *world = edit->world;
    const char *full_name = sb_edit_word(edit);
    const char *slash = strchr(full_name, '/');
    if (!slash || !slash[1])
        return err_set(err, ERR_USAGE, "'%s' is not OWNER/NAME", full_name);
    strlist_add(world->arena, &world->old_names,
                arena_printf(world->arena, "%s/%s", world->owner, world->name));
    world->owner = arena_strndup(world->arena, full_name, (size_t)(slash - full_name));
    world->name = arena_strdup(world->arena, slash + 1);
    return OK;
}

static enum code edit_repository(struct sb_edit *edit, struct err *err)
{
    const char *verb = sb_edit_word(edit);
    if (strcmp(verb, "rename") == 0)
        return rename_repository(edit, err);
    if (strcmp(verb, "archive") == 0)
        edit->world->archived = true;
    else if (strcmp(verb, "unarchive") == 0)
        edit->world->archived = false;
    else if (strcmp(verb, "disable-issues") == 0)
        edit->world->issues_disabled = true;
    else if (strcmp(verb, "enable-issues") == 0)
        edit->world->issues_disabled = false;
    else
        return sb_edit_unknown(verb, err);
    return OK;
}

enum code sb_edit(struct sandbox *sandbox, const char *text, struct err *err)
{
    struct arena *scratch cleanup_arena = arena_new();
    struct sb_edit edit = {.sandbox = sandbox,
                           .world = &sandbox->world,
                           .arena = scratch,
                           .at = text,
                           .now_ms = sb_now(sandbox),
                           .person = sb_world_user(&sandbox->world, "hubot")};
    static const struct {
        const char *noun;
        enum code (*apply)(struct sb_edit *edit, struct err *err);
    } nouns[] = {{"issue", sb_edit_issue},  {"pull", sb_edit_pull},
                 {"label", sb_edit_label},  {"milestone", sb_edit_milestone},
                 {"comment", edit_comment}, {"repository", edit_repository}};
    const char *noun = sb_edit_word(&edit);
    for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++) {
        if (strcmp(nouns[i].noun, noun) != 0)
            continue;
        enum code code = nouns[i].apply(&edit, err);
        sandbox->world.changed_ms = edit.now_ms;
        return code == OK ? OK : err_prefix(err, "edit '%s'", text);
    }
    return sb_edit_unknown(text, err);
}

enum code sandbox_edit(struct sandbox *sandbox, const char *text, struct err *err)
{
    (void)pthread_mutex_lock(&sandbox->lock);
    sb_late_run(sandbox);
    enum code code = sb_edit(sandbox, text, err);
    (void)pthread_mutex_unlock(&sandbox->lock);
    return code;
}
