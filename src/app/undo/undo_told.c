/* What every kind of object needs when it is taken back: what is counted, told and journalled. */
#include "app/undo/undo.h"
#include "base/str.h"

bool undo_may_move(const struct undo *undo, struct number issue, enum field field)
{
    for (size_t i = 0; i < undo->steps.len; i++) {
        const struct undo_step *step = &undo->steps.items[i];
        if (step->item.kind != KIND_ISSUE || step->item.number.v != issue.v || step->created)
            continue;
        for (size_t k = 0; k < step->len; k++)
            if (step->changes[k].has_field && step->changes[k].field == field)
                return true;
    }
    return false;
}

void undo_leave(struct undo *undo, const struct undo_step *step, const char *field,
                const char *reason, int status)
{
    const struct report_line line = {.kind = step->item.kind,
                                     .id = step->item.id,
                                     .title = step->item.title,
                                     .number = step->item.number,
                                     .field = field,
                                     .reason = reason,
                                     .exit_status = status};
    VEC_PUSH(undo->arena, &undo->report->left, line);
}

bool undo_tally(struct undo *undo, const struct undo_step *step, struct undo_tally *tally,
                enum restored verdict, enum field field, bool telling)
{
    const char *name = field_name_people(step->item.kind, field);
    tally->left += verdict == RESTORE_CHANGED;
    if (verdict == RESTORE_CHANGED && telling)
        undo_leave(undo, step, name, "has changed since and stays as it is",
                   code_exit_status(ERR_REFUSED));
    if (verdict != RESTORE_BACK)
        return false;
    if (!tally->back[field])
        strlist_add(undo->arena, &tally->moved, name);
    tally->back[field] = true;
    return true;
}

void undo_already(struct undo *undo)
{
    undo->report->already++;
}

void undo_done(struct undo *undo, struct undo_step *step, enum verb verb, const char *note)
{
    struct event *progress = &undo->runner->progress;
    step->item.verb = verb;
    if (progress->done == progress->total) /* it could not be seen beforehand */
        progress->total = ++undo->report->sync.planned_writes;
    runner_done(undo->runner, &step->item, step->item.number, note);
}

const char *undo_note(struct undo *undo, const struct strlist *fields)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    str_add_list(&text, fields, ", ");
    str_add(&text, " as before");
    return str_dup(&text, undo->arena);
}

struct attempt undo_attempt(const struct undo_step *step, const char *method, const char *path)
{
    return (struct attempt){.kind = step->item.kind,
                            .verb = step->item.verb,
                            .item_id = step->item.id,
                            .title = step->item.title,
                            .number = step->item.number,
                            .method = method,
                            .path = path};
}

enum code undo_log(struct undo *undo, const struct undo_step *step, enum verb verb,
                   enum field field, const char *before, const char *after, struct err *err)
{
    struct run_change row = {.kind = step->item.kind,
                             .verb = verb,
                             .item_id = step->item.id,
                             .number = step->item.number,
                             .has_field = true,
                             .field = field,
                             .before = before,
                             .after = after};
    return runner_log(undo->runner, &row, err);
}
