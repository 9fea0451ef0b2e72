/* A GitHub in memory, a plan made by hand, and the writes that app would do: for the tests of
 * engine, which is pure. */
#ifndef ROADMAP_TESTS_ENGINE_WORLD_H
#define ROADMAP_TESTS_ENGINE_WORLD_H

#include <stdio.h>
#include <string.h>

#include "base/day.h"
#include "base/str.h"
#include "engine/normal.h"
#include "engine/reconcile.h"
#include "engine/ticks.h"
#include "engine/value.h"

#define WORLD_NOW INT64_C(1772191427000) /* 2026-02-27T11:23:47Z */

struct world {
    struct arena *arena;
    struct remote remote;
    struct base base;
    VEC(struct want) wants;
    const char *scope;
    int64_t next, now_ms;
    uint32_t nonces;
    int64_t writes;
    bool cached;                  /* keep the base of writes */
    struct reconcile_input input; /* options; the rest is filled by world_plan */
};

static inline void world_init(struct world *world, struct arena *arena)
{
    *world = (struct world){
        .arena = arena, .scope = "main", .next = 1, .now_ms = WORLD_NOW, .cached = true};
    world->remote.complete = true;
    world->remote.has_sub_issues = world->remote.has_dependencies = true;
    world->input.max_creates = -1;
    world->input.horizon_ms = 600000;
}

static inline const char *world_time(struct world *world, int64_t at_ms)
{
    char text[21];
    instant_format(at_ms, text);
    return arena_strdup(world->arena, text);
}

static inline struct remote_issue *world_issue(struct world *world, const char *title,
                                               const char *body)
{
    struct remote_issue issue = {.number = {world->next},
                                 .db_id = {1000 + world->next},
                                 .title = title,
                                 .body = body,
                                 .state = "open",
                                 .relations_known = true,
                                 .blocked_by_known = true,
                                 .author = "octocat",
                                 .author_type = "User",
                                 .author_association = "OWNER",
                                 .created_at = world_time(world, world->now_ms),
                                 .updated_at = world_time(world, world->now_ms)};
    world->next++;
    VEC_PUSH(world->arena, &world->remote.issues, issue);
    return &world->remote.issues.items[world->remote.issues.len - 1];
}

static inline struct remote_milestone *world_milestone(struct world *world, const char *title,
                                                       const char *description)
{
    int64_t number = (int64_t)world->remote.milestones.len + 1;
    struct remote_milestone milestone = {.number = {number},
                                         .db_id = {5000 + number},
                                         .title = title,
                                         .description = description,
                                         .state = "open",
                                         .created_at = world_time(world, world->now_ms),
                                         .creator = "octocat"};
    VEC_PUSH(world->arena, &world->remote.milestones, milestone);
    return &world->remote.milestones.items[world->remote.milestones.len - 1];
}

static inline struct remote_label *world_label(struct world *world, const char *name,
                                               const char *color)
{
    struct remote_label label = {
        .db_id = {9000 + (int64_t)world->remote.labels.len}, .name = name, .color = color};
    VEC_PUSH(world->arena, &world->remote.labels, label);
    return &world->remote.labels.items[world->remote.labels.len - 1];
}

static inline void world_remove_issue(struct world *world, int64_t number)
{
    size_t kept = 0;
    for (size_t i = 0; i < world->remote.issues.len; i++)
        if (world->remote.issues.items[i].number.v != number)
            world->remote.issues.items[kept++] = world->remote.issues.items[i];
    world->remote.issues.len = kept;
}

static inline struct want *want_add(struct world *world, enum kind kind, const char *id,
                                    const char *title)
{
    struct want *want = VEC_ADD(world->arena, &world->wants);
    *want = (struct want){.kind = kind, .id = id, .title = title, .place = world->wants.len - 1};
    for (enum field field = 0; field < FIELD_COUNT; field++)
        want->policy[field] = policy_default(kind, field);
    const char *text =
        kind == KIND_LABEL ? normal_name(world->arena, title) : normal_line(world->arena, title);
    if (kind != KIND_RELATION)
        want->value[FIELD_TITLE] = value_text(text, title);
    return want;
}

static inline void want_text(struct world *world, struct want *want, const char *text)
{
    const char *normal = normal_block(world->arena, text);
    want->value[FIELD_BLOCK] = value_text(*normal ? normal : NULL, text);
}

/* "a,b,c" */
static inline void want_set(struct world *world, struct want *want, enum field field,
                            const char *list)
{
    struct value set = value_set();
    while (*list) {
        size_t len = strcspn(list, ",");
        const char *raw = arena_strndup(world->arena, list, len);
        value_add(world->arena, &set, normal_name(world->arena, raw), raw);
        list += len + (list[len] == ',');
    }
    value_sort(&set);
    want->value[field] = set;
}

static inline void want_scalar(struct want *want, enum field field, const char *text)
{
    want->value[field] = value_text(text, text);
}

static inline struct want *want_edge(struct world *world, enum relation relation, const char *from,
                                     const char *to)
{
    struct edge edge = {relation, from, to};
    const char *id = relation_id(world->arena, edge);
    struct want *want = want_add(world, KIND_RELATION, id, id);
    want->edge = edge;
    want->value[FIELD_EDGE] = value_text("there", "there");
    return want;
}

static inline enum code world_plan(struct world *world, struct reconciliation *result,
                                   struct err *err)
{
    struct reconcile_input input = world->input;
    input.scope = world->scope;
    input.wants = world->wants.items;
    input.want_count = world->wants.len;
    input.remote = &world->remote;
    input.base = world->cached && world->base.items.len ? &world->base : NULL;
    input.now_ms = world->now_ms;
    return reconcile(world->arena, &input, result, err);
}

static inline void world_store(struct world *world, const struct base_item *item)
{
    for (size_t i = 0; i < world->base.items.len; i++) {
        struct base_item *old = &world->base.items.items[i];
        if (old->kind == item->kind && strcmp(old->id, item->id) == 0) {
            *old = *item;
            return;
        }
    }
    VEC_PUSH(world->arena, &world->base.items, *item);
}

static inline void world_forget(struct world *world, enum kind kind, const char *id)
{
    size_t kept = 0;
    for (size_t i = 0; i < world->base.items.len; i++)
        if (world->base.items.items[i].kind != kind ||
            strcmp(world->base.items.items[i].id, id) != 0)
            world->base.items.items[kept++] = world->base.items.items[i];
    world->base.items.len = kept;
}

static inline bool change_written(const struct change *change)
{
    return change && (change->move == MOVE_WRITE || change->move == MOVE_OVERWRITE);
}

static inline const char *raw_of(const struct change *change)
{
    return change->after.raw ? change->after.raw : "";
}

static inline struct body_request world_request(struct world *world, const char *id)
{
    char nonce[NONCE_DIGITS + 1];
    nonce_format(world->now_ms, ++world->nonces, nonce);
    return (struct body_request){
        .scope = world->scope,
        .nonce = arena_strdup(world->arena, nonce),
        .footer = arena_printf(world->arena,
                               "<sub>Planned in `plan.yaml` as `%s`; edit it here or "
                               "there.</sub>",
                               id)};
}

static inline void apply_label(struct world *world, const struct item_change *item,
                               struct have *echo)
{
    struct remote_label *label =
        item->verb == VERB_CREATE ? world_label(world, item->want->value[FIELD_TITLE].raw, "ededed")
                                  : remote_find_label_id(&world->remote, item->db_id);
    for (size_t i = 0; i < item->changes.len; i++) {
        const struct change *change = &item->changes.items[i];
        if (!change_written(change))
            continue;
        if (change->field == FIELD_TITLE) {
            const char *old = label->name;
            label->name = raw_of(change);
            for (size_t k = 0; k < world->remote.issues.len; k++) {
                struct strlist *labels = &world->remote.issues.items[k].labels;
                for (size_t m = 0; m < labels->len; m++)
                    if (strcmp(labels->items[m], old) == 0)
                        labels->items[m] = label->name;
            }
        }
        if (change->field == FIELD_COLOR)
            label->color = raw_of(change);
        if (change->field == FIELD_DESCRIPTION)
            label->description = raw_of(change);
    }
    have_label(world->arena, label, echo);
}

static inline void apply_milestone(struct world *world, const struct item_change *item,
                                   struct have *echo)
{
    struct body_request request = world_request(world, item->id);
    request.footer = NULL;
    struct have have;
    struct remote_milestone *milestone;
    const char *body;
    if (item->verb == VERB_CREATE) {
        body = body_for_write(world->arena, &request, item, NULL);
        milestone = world_milestone(world, item->title, "");
    } else {
        milestone = remote_find_milestone(&world->remote, item->number);
        have_milestone(world->arena, milestone, &have);
        body = body_goes_along(item) ? body_for_write(world->arena, &request, item, &have) : NULL;
    }
    if (body)
        milestone->description = body;
    for (size_t i = 0; i < item->changes.len; i++) {
        const struct change *change = &item->changes.items[i];
        if (!change_written(change))
            continue;
        if (change->field == FIELD_TITLE)
            milestone->title = raw_of(change);
        if (change->field == FIELD_DUE_ON)
            milestone->due_on = change->after.raw
                                    ? arena_printf(world->arena, "%sT12:00:00Z", change->after.raw)
                                    : NULL;
        if (change->field == FIELD_STATE)
            milestone->state = "closed";
    }
    have_milestone(world->arena, milestone, echo);
}

static inline void set_labels(struct world *world, struct strlist *labels,
                              const struct change *change)
{
    for (size_t i = 0; i < change->added.len; i++)
        if (!strlist_has(labels, change->added.items[i]))
            strlist_add(world->arena, labels, change->added.items[i]);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < labels->len; i++)
        if (!strlist_has(&change->removed, labels->items[i]))
            labels->items[kept++] = labels->items[i];
    labels->len = kept;
}

static inline void apply_issue(struct world *world, struct reconciliation *result,
                               const struct item_change *item, struct have *echo)
{
    struct body_request request = world_request(world, item->id);
    struct remote_issue *issue;
    const char *body;
    if (item->verb == VERB_CREATE) {
        body = body_for_write(world->arena, &request, item, NULL);
        issue = world_issue(world, item->title, "");
    } else {
        struct have have;
        issue = remote_find_issue(&world->remote, item->number);
        have_issue(world->arena, issue, &result->names, &have);
        body = body_goes_along(item) ? body_for_write(world->arena, &request, item, &have) : NULL;
    }
    if (body)
        issue->body = body;
    for (size_t i = 0; i < item->changes.len; i++) {
        const struct change *change = &item->changes.items[i];
        if (!change_written(change))
            continue;
        struct db_id db_id;
        if (change->field == FIELD_TITLE)
            issue->title = raw_of(change);
        if (change->field == FIELD_MILESTONE) {
            issue->milestone.v = 0;
            if (change->after.text)
                reconcile_find(result, KIND_MILESTONE, change->after.text, &issue->milestone,
                               &db_id);
        }
        if (change->field == FIELD_TYPE)
            issue->type = change->after.raw;
        if (change->field == FIELD_STATE) {
            issue->state = "closed";
            issue->state_reason = strchr(change->after.text, ':') + 1;
        }
        if (change->field == FIELD_LABELS)
            set_labels(world, &issue->labels, change);
        if (change->field == FIELD_ASSIGNEES)
            set_labels(world, &issue->assignees, change);
    }
    have_issue(world->arena, issue, &result->names, echo);
}

static inline void apply_relation(struct world *world, struct reconciliation *result,
                                  const struct item_change *item)
{
    struct number from, to;
    struct db_id db_id;
    reconcile_find(result, KIND_ISSUE, item->edge.from, &from, &db_id);
    if (!reconcile_find(result, KIND_ISSUE, item->edge.to, &to, &db_id))
        to = base_find(&world->base, KIND_ISSUE, item->edge.to)->number;
    struct remote_issue *child = remote_find_issue(&world->remote, from);
    bool gone = item->verb == VERB_DELETE;
    if (item->edge.relation == RELATION_PARENT) {
        child->parent.v = gone ? 0 : to.v;
        return;
    }
    size_t kept = 0;
    for (size_t i = 0; i < child->blocked_by.len; i++)
        if (child->blocked_by.items[i].v != to.v)
            child->blocked_by.items[kept++] = child->blocked_by.items[i];
    child->blocked_by.len = kept;
    if (!gone)
        VEC_PUSH(world->arena, &child->blocked_by, to);
    child->total_blocked_by = (int64_t)child->blocked_by.len;
}

/* Does what app does with a changeset, agreements first. Gives how many items were written. */
static inline size_t world_apply(struct world *world, struct reconciliation *result)
{
    size_t written = 0;
    for (size_t i = 0; i < result->bound.len; i++)
        if (result->bound.items[i].changed)
            world_store(world, result->bound.items[i].base);
    for (size_t i = 0; i < result->changeset.items.len; i++) {
        const struct item_change *item = &result->changeset.items.items[i];
        if (!item_change_writes(item))
            continue;
        written++;
        struct have echo = {0};
        struct next_base next;
        if (item->kind == KIND_RELATION) {
            apply_relation(world, result, item);
            if (item->verb == VERB_DELETE) {
                world_forget(world, KIND_RELATION, item->id);
                continue;
            }
            compare_next_base(world->arena, item, NULL, &next);
        } else {
            if (item->kind == KIND_LABEL)
                apply_label(world, item, &echo);
            else if (item->kind == KIND_MILESTONE)
                apply_milestone(world, item, &echo);
            else
                apply_issue(world, result, item, &echo);
            if (item->base && strcmp(item->base->id, item->id) != 0)
                world_forget(world, item->kind, item->base->id);
            compare_next_base(world->arena, item, &echo, &next);
            reconcile_bound(world->arena, result, item->want, echo.number, echo.db_id);
        }
        world_store(world, &next.item);
    }
    return written;
}

static inline const struct item_change *world_item(const struct reconciliation *result,
                                                   enum kind kind, const char *id)
{
    for (size_t i = 0; i < result->changeset.items.len; i++) {
        const struct item_change *item = &result->changeset.items.items[i];
        if (item->kind == kind && strcmp(item->id, id) == 0)
            return item;
    }
    return NULL;
}

/* By lines, for the tests: ours where only ours differs, theirs where only theirs does, both when
 * one of them only adds behind. Enough to see that it is asked. */
static inline enum code world_merge(void *state, struct arena *arena, const char *base,
                                    const char *ours, const char *theirs, bool *clean,
                                    char **merged, struct err *err)
{
    (void)state;
    (void)err;
    size_t len = strlen(base);
    *clean = true;
    if (strncmp(theirs, base, len) == 0)
        *merged = arena_printf(arena, "%s%s", ours, theirs + len);
    else if (strncmp(ours, base, len) == 0)
        *merged = arena_printf(arena, "%s%s", theirs, ours + len);
    else
        *clean = false;
    return OK;
}

#endif
