/* Which items a command was asked for, and what these need. */
#include <string.h>

#include "base/str.h"
#include "engine/normal.h"
#include "engine/reconcile_inner.h"

/* An item of any kind but relations; labels by folded name. */
static bool is_item(const struct run *run, const char *id)
{
    const char *name = normal_name(run->arena, id);
    return run_want(run, KIND_LABEL, name) || run_want(run, KIND_MILESTONE, id) ||
           run_want(run, KIND_ISSUE, id) || run_want(run, KIND_RELATION, id);
}

static enum code check_id(const struct run *run, const char *id, struct err *err)
{
    if (is_item(run, id))
        return OK;
    err_set(err, ERR_USAGE, "the plan has no item '%s'", id);
    return err_hint(err, "ids are those of issues and milestones, or names of labels");
}

static enum code check_ids(const struct run *run, struct err *err)
{
    const struct reconcile_input *input = run->input;
    for (size_t i = 0; input->takes && i < input->takes->list.len; i++) {
        enum code code = check_id(run, input->takes->list.items[i].id, err);
        if (code)
            return code;
    }
    for (size_t i = 0; input->adopts && i < input->adopts->list.len; i++) {
        enum code code = check_id(run, input->adopts->list.items[i].id, err);
        if (code)
            return code;
    }
    for (size_t i = 0; input->recreate && i < input->recreate->len; i++) {
        enum code code = check_id(run, input->recreate->items[i], err);
        if (code)
            return code;
    }
    return OK;
}

struct walk {
    VEC(const struct want *) queue; /* issues whose needs are still to be looked at */
};

static void wish(struct run *run, struct walk *walk, const struct want *want, enum wish how)
{
    if (want == NULL)
        return;
    unsigned char *old = &run->wishes[run_place(run, want)];
    bool first = *old == WISH_NONE;
    if (how > *old)
        *old = (unsigned char)how;
    if (first && want->kind == KIND_ISSUE)
        VEC_PUSH(run->arena, &walk->queue, want);
}

static void wish_needs(struct run *run, struct walk *walk, const struct want *want)
{
    const struct value *labels = &want->value[FIELD_LABELS];
    const char *milestone = want->value[FIELD_MILESTONE].text;
    if (milestone)
        wish(run, walk, run_want(run, KIND_MILESTONE, milestone), WISH_NEEDED);
    for (size_t i = 0; i < labels->set.len; i++)
        wish(run, walk, run_want(run, KIND_LABEL, labels->set.items[i]), WISH_NEEDED);
    for (size_t i = 0; i < want->needs.len; i++)
        wish(run, walk, run_want(run, KIND_ISSUE, want->needs.items[i]), WISH_NEEDED);
}

static void wish_milestone(struct run *run, struct walk *walk, const struct want *milestone)
{
    const struct reconcile_input *input = run->input;
    wish(run, walk, milestone, WISH_CHOSEN);
    for (size_t i = 0; milestone && i < input->want_count; i++)
        if (input->wants[i].kind == KIND_ISSUE &&
            text_eq(input->wants[i].value[FIELD_MILESTONE].text, milestone->id))
            wish(run, walk, &input->wants[i], WISH_CHOSEN);
}

/* A relation goes with the issue it belongs to. */
static void wish_relations(struct run *run)
{
    for (size_t i = 0; i < run->input->want_count; i++) {
        const struct want *want = &run->input->wants[i];
        if (want->kind != KIND_RELATION)
            continue;
        const struct want *from = run_want(run, KIND_ISSUE, want->edge.from);
        if (from != NULL && run->wishes[i] == WISH_NONE)
            run->wishes[i] = run->wishes[run_place(run, from)];
    }
}

enum code run_select(struct run *run, struct err *err)
{
    const struct strlist *select = run->input->select;
    enum code code = check_ids(run, err);
    if (code)
        return code;
    if (select == NULL || select->len == 0) {
        memset(run->wishes, WISH_CHOSEN, run->input->want_count);
        return OK;
    }
    struct walk walk = {0};
    for (size_t i = 0; i < select->len; i++) {
        const char *id = select->items[i];
        code = check_id(run, id, err);
        if (code)
            return code;
        wish(run, &walk, run_want(run, KIND_LABEL, normal_name(run->arena, id)), WISH_CHOSEN);
        wish_milestone(run, &walk, run_want(run, KIND_MILESTONE, id));
        wish(run, &walk, run_want(run, KIND_ISSUE, id), WISH_CHOSEN);
        wish(run, &walk, run_want(run, KIND_RELATION, id), WISH_CHOSEN);
    }
    for (size_t i = 0; i < walk.queue.len; i++)
        wish_needs(run, &walk, walk.queue.items[i]);
    wish_relations(run);
    return OK;
}
