/* What has to be taken back, and in which order. */
#include <string.h>

#include "app/undo/undo_kinds.h"
#include "base/str.h"

static bool same_item(const struct run_change *a, const struct run_change *b)
{
    return a->kind == b->kind && a->number.v == b->number.v && text_eq(a->item_id, b->item_id);
}

static bool created_here(const struct run_log *log, struct number number)
{
    for (size_t i = 0; i < log->changes.items.len; i++) {
        const struct run_change *change = &log->changes.items.items[i];
        if (change->kind == KIND_ISSUE && change->verb == VERB_CREATE && !change->has_field &&
            change->number.v == number.v)
            return true;
    }
    return false;
}

/* The title that the object had or got, for messages. */
static const char *title_of(const struct run_change *changes, size_t len)
{
    for (size_t i = len; i-- > 0;)
        if (changes[i].has_field && changes[i].field == FIELD_TITLE)
            return changes[i].after ? changes[i].after : changes[i].before;
    return changes[0].item_id;
}

static void add_step(struct undo *undo, const struct run_change *changes, size_t len)
{
    struct undo_step step = {.changes = changes, .len = len};
    step.item = (struct item_change){.kind = changes[0].kind,
                                     .verb = VERB_UPDATE,
                                     .id = changes[0].item_id,
                                     .title = title_of(changes, len),
                                     .number = changes[0].number};
    for (size_t i = 0; i < len; i++) {
        step.created |= changes[i].verb == VERB_CREATE;
        step.deleted |= changes[i].verb == VERB_DELETE;
        step.healed |= changes[i].verb == VERB_HEAL;
    }
    /* A closed issue keeps its links: who opens it again finds it as it was. */
    if (step.item.kind == KIND_RELATION && step.created &&
        created_here(&undo->log, changes[0].number))
        return;
    VEC_PUSH(undo->arena, &undo->steps, step);
}

void undo_make_steps(struct undo *undo)
{
    const struct run_change *changes = undo->log.changes.items.items;
    size_t end = undo->log.changes.items.len;
    while (end > 0) {
        size_t begin = end - 1;
        while (begin > 0 && same_item(&changes[begin - 1], &changes[end - 1]))
            begin--;
        add_step(undo, changes + begin, end - begin);
        end = begin;
    }
}

static bool moves(struct undo *undo, struct undo_step *step)
{
    switch (step->item.kind) {
    case KIND_LABEL:
        return undo_label_moves(undo, step);
    case KIND_MILESTONE:
        return undo_milestone_moves(undo, step);
    case KIND_ISSUE:
        return undo_issue_moves(undo, step);
    case KIND_RELATION:
        return undo_relation_moves(undo, step);
    case KIND_COMMENT:
    case KIND_COUNT:
        break;
    }
    return false;
}

void undo_judge_all(struct undo *undo)
{
    for (size_t i = 0; i < undo->steps.len; i++) {
        struct undo_step *step = &undo->steps.items[i];
        const bool issue = step->item.kind == KIND_ISSUE;
        step->item.verb = step->created && !issue ? VERB_DELETE
                          : step->created         ? VERB_CLOSE
                          : step->deleted         ? VERB_CREATE
                                                  : VERB_UPDATE;
        if (step->healed || !moves(undo, step))
            continue;
        struct kind_counts *planned = &undo->report->planned[step->item.kind];
        *(step->item.verb == VERB_DELETE   ? &planned->delete
          : step->item.verb == VERB_CLOSE  ? &planned->close
          : step->item.verb == VERB_CREATE ? &planned->create
                                           : &planned->update) += 1;
        undo->report->sync.planned_writes++;
    }
}
