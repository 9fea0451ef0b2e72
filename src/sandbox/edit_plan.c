/* Edits of labels and milestones. */
#include <string.h>

#include "base/day.h"
#include "sandbox/edit.h"

enum code sb_edit_label(struct sb_edit *edit, struct err *err)
{
    struct sb_world *world = edit->world;
    const char *name = sb_edit_word(edit);
    if (strcmp(name, "new") == 0) {
        const char *fresh = sb_edit_rest(edit);
        if (sb_world_find_label(world, fresh))
            return err_set(err, ERR_EXISTS, "label '%s' exists", fresh);
        (void)sb_world_add_label(world, fresh, "ededed", NULL, edit->now_ms);
        return OK;
    }
    const char *verb = sb_edit_word(edit);
    struct sb_label *label = sb_world_find_label(world, name);
    if (!label)
        return err_set(err, ERR_NOT_FOUND, "no label '%s'", name);
    if (strcmp(verb, "delete") == 0) {
        sb_label_delete(world, label, edit->now_ms);
        return OK;
    }
    const char *text = sb_edit_rest(edit);
    label->updated_ms = edit->now_ms;
    if (strcmp(verb, "->") == 0) {
        struct sb_label *holder = sb_world_find_label(world, text);
        if (holder && holder != label)
            return err_set(err, ERR_EXISTS, "label '%s' exists", text);
        sb_label_rename(world, label, text);
    } else if (strcmp(verb, "color") == 0) {
        label->color = arena_strdup(world->arena, text);
    } else if (strcmp(verb, "description") == 0) {
        label->description = *text ? arena_strdup(world->arena, text) : NULL;
    } else {
        return sb_edit_unknown(verb, err);
    }
    return OK;
}

static enum code edit_due(struct sb_edit *edit, struct sb_milestone *milestone, const char *text,
                          struct err *err)
{
    int32_t day = 0;
    if (strcmp(text, "none") == 0) {
        milestone->due_ms = SB_NO_TIME;
        return OK;
    }
    if (!day_parse(text, &day))
        return err_set(err, ERR_USAGE, "'%s' is not a day", text);
    milestone->due_ms = sb_due_store(edit->world, (int64_t)day * 86400000 + INT64_C(12) * 3600000);
    return OK;
}

static void set_closed(struct sb_edit *edit, struct sb_milestone *milestone, bool closed)
{
    milestone->closed = closed;
    milestone->closed_ms = closed ? edit->now_ms : SB_NO_TIME;
}

enum code sb_edit_milestone(struct sb_edit *edit, struct err *err)
{
    struct sb_world *world = edit->world;
    const char *title = sb_edit_word(edit);
    if (strcmp(title, "new") == 0) {
        const char *fresh = sb_edit_rest(edit);
        if (sb_world_titled_milestone(world, fresh))
            return err_set(err, ERR_EXISTS, "milestone '%s' exists", fresh);
        (void)sb_world_add_milestone(world, fresh, NULL, edit->now_ms);
        return OK;
    }
    const char *verb = sb_edit_word(edit);
    const char *text = sb_edit_rest(edit);
    struct sb_milestone *milestone = sb_world_titled_milestone(world, title);
    if (!milestone)
        return err_set(err, ERR_NOT_FOUND, "no milestone '%s'", title);
    milestone->updated_ms = edit->now_ms;
    if (strcmp(verb, "->") == 0)
        milestone->title = arena_strdup(world->arena, text);
    else if (strcmp(verb, "due") == 0)
        return edit_due(edit, milestone, text, err);
    else if (strcmp(verb, "description") == 0)
        milestone->description =
            *text ? arena_strdup(world->arena, sb_edit_crlf(edit, text)) : NULL;
    else if (strcmp(verb, "close") == 0 || strcmp(verb, "reopen") == 0)
        set_closed(edit, milestone, *verb == 'c');
    else if (strcmp(verb, "delete") == 0)
        sb_milestone_delete(world, milestone, edit->now_ms);
    else
        return sb_edit_unknown(verb, err);
    return OK;
}
