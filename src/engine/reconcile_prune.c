/* What left the plan and still stands on GitHub: told always, removed only where --prune asks for
 * it. Issues are closed as not planned, never deleted; a label or a milestone goes only when this
 * cache saw it being made (or the plan says that the label's time is over) and nothing uses it.
 * (sync §9) */
#include "engine/normal.h"
#include "engine/reconcile_inner.h"
#include "engine/value.h"

struct candidate {
    const struct object *object;
    const char *id;
    const struct base_item *base; /* the cache's; NULL */
    const struct want *want;      /* a label past its time; NULL */
};

static const char *id_key(struct arena *arena, struct db_id id)
{
    return arena_printf(arena, "%lld", (long long)id.v);
}

static void add_field(struct run *run, struct item_change *item, enum field field,
                      const struct value *before)
{
    const struct change change = {
        .field = field, .move = MOVE_WRITE, .before = *before, .after = value_text(NULL, NULL)};
    if (before->text)
        VEC_PUSH(run->arena, &item->changes, change);
}

/* Everything that undo needs to make the object again. */
static void add_fields(struct run *run, const struct object *object, struct item_change *item)
{
    const struct remote *remote = run->input->remote;
    if (object->kind == KIND_LABEL) {
        const struct remote_label *label = &remote->labels.items[object->index];
        const struct value name = value_text(label->name, label->name);
        const struct value color = value_text(label->color, label->color);
        const struct value text = value_text(label->description, label->description);
        add_field(run, item, FIELD_TITLE, &name);
        add_field(run, item, FIELD_COLOR, &color);
        add_field(run, item, FIELD_DESCRIPTION, &text);
        return;
    }
    struct have have = {0};
    have_milestone(run->arena, &remote->milestones.items[object->index], &have);
    const struct remote_milestone *milestone = &remote->milestones.items[object->index];
    const struct value text = value_text(milestone->description, milestone->description);
    add_field(run, item, FIELD_TITLE, &have.value[FIELD_TITLE]);
    add_field(run, item, FIELD_DUE_ON, &have.value[FIELD_DUE_ON]);
    add_field(run, item, FIELD_DESCRIPTION, &text);
}

static void remove_it(struct run *run, const struct candidate *candidate)
{
    const struct object *object = candidate->object;
    struct item_change item = {.kind = object->kind,
                               .verb = VERB_DELETE,
                               .bound = candidate->base ? BOUND_CACHE : BOUND_MARKER,
                               .id = candidate->id,
                               .title = object->title,
                               .number = object->number,
                               .db_id = object->db_id,
                               .base = candidate->base,
                               .want = candidate->want};
    if (object->kind == KIND_ISSUE) {
        struct change change = {.field = FIELD_STATE,
                                .move = MOVE_WRITE,
                                .before = value_text("open", "open"),
                                .after = value_text("closed:not_planned", "closed:not_planned")};
        item.verb = VERB_CLOSE;
        VEC_PUSH(run->arena, &item.changes, change);
    } else {
        add_fields(run, object, &item);
    }
    run_add(run, &item);
}

/* `why_kept`: NULL when pruning its kind would remove it. What nobody asked to remove and what
 * would stay anyway is not worth a word in every run. */
static void judge(struct run *run, bool prune, const struct candidate *candidate,
                  const char *why_kept)
{
    if (prune && why_kept == NULL) {
        remove_it(run, candidate);
        return;
    }
    if (!prune && why_kept != NULL)
        return;
    const struct leftover leftover = {.kind = candidate->object->kind,
                                      .id = candidate->id,
                                      .title = candidate->object->title,
                                      .number = candidate->object->number,
                                      .why_kept = why_kept};
    VEC_PUSH(run->arena, &run->result->changeset.leftovers, leftover);
}

/* Names that an issue of the snapshot carries, folded. Pull requests are not in it: whether one of
 * them uses a label is asked right before it is deleted. */
static struct map *used_labels(const struct run *run)
{
    const struct remote *remote = run->input->remote;
    struct map *used = map_new(run->arena);
    for (size_t i = 0; i < remote->issues.len; i++)
        for (size_t k = 0; k < remote->issues.items[i].labels.len; k++)
            map_put(used, normal_name(run->arena, remote->issues.items[i].labels.items[k]), used);
    return used;
}

static const char *why_label_kept(const struct candidate *label, const struct map *used,
                                  struct arena *arena)
{
    if (map_has(used, normal_name(arena, label->object->title)))
        return "issues carry it";
    if (!label->want && !label->base->pristine)
        return "it was there before the plan";
    return NULL;
}

static void judge_labels(struct run *run)
{
    struct bind_result *binding = &run->result->binding;
    struct map *by_id = map_new(run->arena);
    struct map *used = NULL;
    for (size_t i = 0; i < binding->labels.len; i++)
        map_put(by_id, id_key(run->arena, binding->labels.items[i].db_id),
                &binding->labels.items[i]);
    for (size_t i = 0; i < binding->bindings.len; i++) {
        const struct binding *label = &binding->bindings.items[i];
        if (label->want->kind != KIND_LABEL || !label->want->retired || !label->object)
            continue;
        used = used ? used : used_labels(run);
        const struct candidate candidate = {label->object, label->want->id, label->base,
                                            label->want};
        judge(run, run->input->prune_labels, &candidate,
              why_label_kept(&candidate, used, run->arena));
    }
    const struct base *base = run->input->base;
    for (size_t i = 0; base && i < base->items.len; i++) {
        const struct base_item *item = &base->items.items[i];
        if (item->kind != KIND_LABEL || run_want(run, KIND_LABEL, item->id))
            continue;
        const struct object *object = map_get(by_id, id_key(run->arena, item->db_id));
        if (object == NULL || object->owner != NULL)
            continue;
        used = used ? used : used_labels(run);
        const struct candidate candidate = {object, item->id, item, NULL};
        judge(run, run->input->prune_labels, &candidate,
              why_label_kept(&candidate, used, run->arena));
    }
}

/* An object of this scope that nobody wants any more. */
static bool is_left(const struct run *run, const struct object *object)
{
    return object->owner == NULL && object->ours && !object->copy && !object->planted &&
           run_want(run, object->kind, object->marker.id) == NULL;
}

static const char *why_milestone_kept(const struct run *run, const struct object *object,
                                      const struct base_item *base)
{
    const struct remote_milestone *milestone = &run->input->remote->milestones.items[object->index];
    if (milestone->open_issues + milestone->closed_issues > 0)
        return "issues are in it";
    const bool made = base && base->pristine && base->db_id.v == object->db_id.v;
    return made ? NULL : "this cache did not see it being made";
}

/* A milestone without a description has no mark: only the cache knows that it is ours. */
static struct map *cached_milestones(const struct run *run)
{
    const struct base *base = run->input->base;
    struct map *by_id = map_new(run->arena);
    for (size_t i = 0; base && i < base->items.len; i++)
        if (base->items.items[i].kind == KIND_MILESTONE)
            map_put(by_id, id_key(run->arena, base->items.items[i].db_id), &base->items.items[i]);
    return by_id;
}

static void judge_milestones(struct run *run)
{
    const struct bind_result *binding = &run->result->binding;
    struct map *cached = cached_milestones(run);
    for (size_t i = 0; i < binding->milestones.len; i++) {
        const struct object *object = &binding->milestones.items[i];
        if (object->owner != NULL)
            continue;
        const struct base_item *base = map_get(cached, id_key(run->arena, object->db_id));
        const bool known = base && run_want(run, KIND_MILESTONE, base->id) == NULL;
        if (!is_left(run, object) && !(known && object->reading != MARKER_READ))
            continue;
        const struct candidate candidate = {object, base ? base->id : object->marker.id, base,
                                            NULL};
        judge(run, run->input->prune_milestones, &candidate, why_milestone_kept(run, object, base));
    }
}

static void judge_issues(struct run *run)
{
    const struct bind_result *binding = &run->result->binding;
    for (size_t i = 0; i < binding->issues.len; i++) {
        const struct object *object = &binding->issues.items[i];
        if (!object->open || !is_left(run, object))
            continue;
        const struct candidate candidate = {object, object->marker.id,
                                            run_cached(run, KIND_ISSUE, object->marker.id), NULL};
        judge(run, run->input->prune_issues, &candidate, NULL);
    }
}

void run_prune(struct run *run)
{
    /* A part of the plan says nothing about what left it. */
    if (run->input->select != NULL && run->input->select->len > 0)
        return;
    judge_labels(run);
    judge_milestones(run);
    judge_issues(run);
}
