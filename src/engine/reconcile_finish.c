/* What stands beside the changes of wanted items: twins, what is left for another run, unplanned
 * issues, counts. */
#include "engine/reconcile_inner.h"
#include "model/key.h"

void run_twins(struct run *run)
{
    const struct bind_result *binding = &run->result->binding;
    for (size_t i = 0; i < binding->twins.len; i++) {
        const struct twin *twin = &binding->twins.items[i];
        struct item_change item = {.kind = twin->loser->kind,
                                   .verb = twin->heal ? VERB_HEAL : VERB_REFUSE,
                                   .bound = BOUND_MARKER,
                                   .id = twin->id,
                                   .title = twin->loser->title,
                                   .number = twin->loser->number,
                                   .db_id = twin->loser->db_id};
        if (twin->heal) {
            item.note =
                arena_printf(run->arena, "duplicate of #%lld", (long long)twin->winner->number.v);
        } else {
            const bool young = twin->reason == bind_too_young;
            item.refusal = young ? REFUSAL_YOUNG : REFUSAL_CONTESTED;
            item.reason = arena_printf(run->arena, "#%lld has its mark as well as #%lld: %s",
                                       (long long)twin->loser->number.v,
                                       (long long)twin->winner->number.v, twin->reason);
            strlist_add(run->arena, &item.ways,
                        young
                            ? "roadmap sync"
                            : arena_printf(run->arena, "gh issue close %lld --reason 'not planned'",
                                           (long long)twin->loser->number.v));
        }
        run_add(run, &item);
    }
}

/* The item names something that is left for another run. */
static bool waits(const struct run *run, const struct item_change *item,
                  const unsigned char *deferred)
{
    const struct want *want = item->want;
    if (want == NULL)
        return false;
    if (want->kind == KIND_RELATION) {
        const struct want *from = run_want(run, KIND_ISSUE, want->edge.from);
        const struct want *to = run_want(run, KIND_ISSUE, want->edge.to);
        return (from && deferred[run_place(run, from)]) || (to && deferred[run_place(run, to)]);
    }
    const struct change *milestone = item_change_field(item, FIELD_MILESTONE);
    const struct want *target = milestone && milestone->after.text
                                    ? run_want(run, KIND_MILESTONE, milestone->after.text)
                                    : NULL;
    return target && deferred[run_place(run, target)];
}

void run_defer(struct run *run)
{
    int64_t left = run->input->max_creates;
    if (left < 0)
        return;
    struct changeset *changeset = &run->result->changeset;
    unsigned char *deferred = arena_calloc(run->arena, run->input->want_count + 1, 1);
    size_t kept = 0;
    for (size_t i = 0; i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        bool creates = item->verb == VERB_CREATE;
        if (item->want && item_change_writes(item) &&
            ((creates && left == 0) || waits(run, item, deferred))) {
            deferred[run_place(run, item->want)] = 1;
            VEC_PUSH(run->arena, &run->result->deferred, item->want);
            continue;
        }
        left -= creates;
        changeset->items.items[kept++] = *item;
    }
    changeset->items.len = kept;
}

/* Ids of issues and the keys their titles begin with. */
static struct map *collect_keys(struct run *run)
{
    struct map *keys = map_new(run->arena);
    for (size_t i = 0; i < run->input->want_count; i++) {
        const struct want *want = &run->input->wants[i];
        if (want->kind != KIND_ISSUE)
            continue;
        map_put(keys, want->id, run);
        const char *key = key_leading(run->arena, want->title);
        if (key)
            map_put(keys, key, run);
    }
    return keys;
}

static bool is_somebodys(const struct object *object)
{
    return object->owner != NULL || object->copy || object->planted ||
           (object->reading == MARKER_READ && !object->ours);
}

void run_unplanned(struct run *run)
{
    const struct bind_result *binding = &run->result->binding;
    struct map *keys = NULL; /* made for the first issue that is nobody's */
    for (size_t i = 0; i < binding->issues.len; i++) {
        const struct object *object = &binding->issues.items[i];
        const struct remote_issue *issue = &run->input->remote->issues.items[object->index];
        if (is_somebodys(object) || !object->open)
            continue;
        keys = keys ? keys : collect_keys(run);
        const char *milestone =
            issue->milestone.v
                ? map_get(run->result->names.milestone_ids,
                          arena_printf(run->arena, "%lld", (long long)issue->milestone.v))
                : NULL;
        const char *key = key_leading(run->arena, issue->title);
        if (milestone == NULL && (key == NULL || !map_has(keys, key)))
            continue;
        struct unplanned unplanned = {issue->number, issue->title, milestone};
        VEC_PUSH(run->arena, &run->result->changeset.unplanned, unplanned);
    }
}

static void count_item(struct run *run, const struct item_change *item)
{
    struct changeset *changeset = &run->result->changeset;
    struct kind_counts *counts = &changeset->counts[item->kind];
    bool drift = false, conflict = false;
    int64_t writes, creations;
    counts->create += item->verb == VERB_CREATE;
    counts->update += item->verb == VERB_UPDATE;
    counts->close += item->verb == VERB_CLOSE || item->verb == VERB_HEAL;
    counts->adopt += item->verb == VERB_ADOPT;
    counts->delete += item->verb == VERB_DELETE;
    counts->refused += item->verb == VERB_REFUSE;
    for (size_t i = 0; i < item->changes.len; i++) {
        drift = drift || item->changes.items[i].move == MOVE_KEEP;
        conflict = conflict || item->changes.items[i].move == MOVE_CONFLICT;
    }
    counts->drift += drift;
    counts->conflict += conflict;
    reconcile_requests(item, &writes, &creations);
    changeset->writes += writes;
    changeset->creations += creations;
    changeset->notifications += item->kind == KIND_ISSUE && item->verb == VERB_CREATE;
}

/* It left the plan and still carries its mark. A twin of what is in the plan did not. */
static bool has_left(const struct bind_result *binding, const struct object *object)
{
    return object->ours && !object->owner && !object->copy &&
           !map_has(binding->wanted[object->kind], object->marker.id);
}

static void count_existing(struct run *run)
{
    const struct bind_result *binding = &run->result->binding;
    int64_t *existing = run->result->existing;
    for (size_t i = 0; i < binding->bindings.len; i++) {
        const struct binding *item = &binding->bindings.items[i];
        bool found_now =
            item->base == NULL && (item->bound == BOUND_NAME || item->bound == BOUND_NUMBER);
        existing[item->want->kind] +=
            item->object != NULL && item->bound != BOUND_ADOPT && !found_now;
    }
    for (size_t i = 0; i < binding->issues.len; i++)
        existing[KIND_ISSUE] += has_left(binding, &binding->issues.items[i]);
    for (size_t i = 0; i < binding->milestones.len; i++)
        existing[KIND_MILESTONE] += has_left(binding, &binding->milestones.items[i]);
    existing[KIND_RELATION] = (int64_t)map_len(run->result->binding.cached[KIND_RELATION]);
}

void run_counts(struct run *run)
{
    struct changeset *changeset = &run->result->changeset;
    const struct remote *remote = run->input->remote;
    const struct bind_result *binding = &run->result->binding;
    int64_t total[KIND_COUNT] = {[KIND_LABEL] = (int64_t)remote->labels.len,
                                 [KIND_MILESTONE] = (int64_t)remote->milestones.len,
                                 [KIND_ISSUE] = (int64_t)remote->issues.len};
    int64_t wanted[KIND_COUNT] = {0};
    for (size_t i = 0; i < changeset->items.len; i++)
        count_item(run, &changeset->items.items[i]);
    for (size_t i = 0; i < run->input->want_count; i++) {
        const struct want *want = &run->input->wants[i];
        changeset->objects += !want->retired;
        wanted[want->kind]++;
        bool idle = run->verbs[i] == VERB_NONE;
        bool there = want->kind == KIND_RELATION ? run->result->bound.items[i].bound != BOUND_NONE
                                                 : binding->bindings.items[i].object != NULL;
        changeset->counts[want->kind].unchanged +=
            idle && there && run->wishes[i] == WISH_CHOSEN && !want->retired;
        total[want->kind] -= want->kind != KIND_RELATION && binding->bindings.items[i].object;
    }
    for (enum kind kind = KIND_LABEL; kind <= KIND_ISSUE; kind++)
        changeset->counts[kind].others = total[kind];
    run->result->plan_empty = wanted[KIND_MILESTONE] + wanted[KIND_ISSUE] == 0;
    count_existing(run);
}
