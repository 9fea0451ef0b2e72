/* Sub-issues and dependencies, edge by edge: what the spec adds is added, what it drops is removed,
 * what people add stays. */
#include <string.h>

#include "base/str.h"
#include "engine/marker.h"
#include "engine/reconcile_inner.h"
#include "engine/value.h"

struct edge_case {
    const struct want *want;
    const struct want *from, *to;     /* issues of the plan; may be NULL */
    const struct remote_issue *child; /* the `from` on GitHub; NULL = not there yet */
    struct number to_number;          /* 0 = not there yet */
    bool there;
    struct number other_parent; /* RELATION_PARENT: another one */
};

static struct number number_of(const struct run *run, const char *id)
{
    struct number number;
    struct db_id db_id;
    if (reconcile_find(run->result, KIND_ISSUE, id, &number, &db_id))
        return number;
    /* An issue that left the plan is still the other end of its links. */
    const struct base_item *base =
        run_want(run, KIND_ISSUE, id) ? NULL : run_cached(run, KIND_ISSUE, id);
    return base ? base->number : (struct number){0};
}

/* The item is another issue now than when the base was agreed: a twin won. */
static bool end_moved(const struct run *run, const char *id)
{
    const struct base_item *base = run_cached(run, KIND_ISSUE, id);
    const struct number number = number_of(run, id);
    return base && base->number.v != 0 && number.v != 0 && base->number.v != number.v;
}

/* What the cache agreed on for the link, if it is still about the same two issues. */
static const struct base_item *agreed_base(const struct run *run, const struct want *want)
{
    const bool moved = end_moved(run, want->edge.from) || end_moved(run, want->edge.to);
    return moved ? NULL : run_cached(run, KIND_RELATION, want->id);
}

/* Whether the issue has, or had before it was closed as a duplicate, the mark of this item. */
static bool is_twin_of(const struct run *run, struct number number, const char *id)
{
    const struct remote_issue *issue = remote_find_issue(run->input->remote, number);
    struct marker marker;
    size_t offset;
    return issue && marker_find(run->arena, issue->body, &marker, &offset) == MARKER_READ &&
           marker.type != MARKER_COMMENT && text_eq(marker.id, id) &&
           (marker.type == MARKER_DUP || text_eq(marker.scope, run->input->scope));
}

static bool server_can(const struct run *run, enum relation relation)
{
    const struct remote *remote = run->input->remote;
    return relation == RELATION_PARENT ? remote->has_sub_issues : remote->has_dependencies;
}

static void skip_kind(struct run *run, enum relation relation)
{
    const char *name = relation == RELATION_PARENT ? "sub-issues" : "dependencies";
    struct strlist *skipped = &run->result->changeset.skipped_kinds;
    if (!strlist_has(skipped, name))
        strlist_add(run->arena, skipped, name);
}

static void look_at_edge(const struct run *run, struct edge edge, struct edge_case *edge_case)
{
    struct number from = number_of(run, edge.from);
    edge_case->to_number = number_of(run, edge.to);
    edge_case->child = from.v ? remote_find_issue(run->input->remote, from) : NULL;
    if (edge_case->child == NULL)
        return;
    const struct remote_issue *child = edge_case->child;
    struct number to = edge_case->to_number;
    if (edge.relation == RELATION_PARENT) {
        edge_case->there = to.v != 0 && child->parent.v == to.v;
        if (!edge_case->there)
            edge_case->other_parent = child->parent;
        return;
    }
    for (size_t i = 0; to.v != 0 && i < child->blocked_by.len; i++)
        edge_case->there = edge_case->there || child->blocked_by.items[i].v == to.v;
}

/* Another parent stands there. */
static enum move move_parent(const struct run *run, const struct edge_case *edge_case)
{
    const struct want *want = edge_case->want;
    const struct base_item *earlier = map_get(run->parents, want->edge.from);
    const char *mark = " parent ";
    if (is_twin_of(run, edge_case->other_parent, want->edge.to))
        return MOVE_WRITE;
    if (earlier == NULL)
        return want->policy[FIELD_EDGE] == POLICY_OWN ? MOVE_WRITE : MOVE_KEEP;
    const char *old = strstr(earlier->id, mark) + strlen(mark);
    if (number_of(run, old).v == edge_case->other_parent.v)
        return MOVE_WRITE;
    return want->policy[FIELD_EDGE] == POLICY_OWN ? MOVE_OVERWRITE : MOVE_CONFLICT;
}

static enum move decide(const struct run *run, const struct edge_case *edge_case)
{
    const struct want *want = edge_case->want;
    const struct base_item *base = agreed_base(run, want);
    /* With an end that is made anew, the link went with the old one and not by anybody's will. */
    bool ends_stand = edge_case->child && edge_case->to_number.v != 0;
    bool agreed = base && base_spec(base, FIELD_EDGE)->known && ends_stand;
    if (edge_case->there)
        return agreed ? MOVE_NONE : MOVE_AGREE;
    const struct take *take = takes_find(run->input->takes, KIND_RELATION, want->id, FIELD_EDGE);
    if (take)
        return take->spec ? MOVE_OVERWRITE : MOVE_AGREE;
    if (agreed) /* a person removed it */
        return want->policy[FIELD_EDGE] == POLICY_OWN           ? MOVE_OVERWRITE
               : want->policy[FIELD_EDGE] == POLICY_CREATE_ONLY ? MOVE_NONE
                                                                : MOVE_KEEP;
    return edge_case->other_parent.v != 0 ? move_parent(run, edge_case) : MOVE_WRITE;
}

/* The end will be there when its turn comes. */
static bool end_comes(const struct run *run, const struct want *end, struct number number)
{
    if (number.v != 0)
        return true;
    return end != NULL && run->verbs[run_place(run, end)] == VERB_CREATE;
}

static const char *end_title(const struct want *end, const char *id)
{
    return end ? end->title : id;
}

static struct item_change start_item(struct run *run, const struct want *want, enum move move)
{
    struct item_change item = {.kind = KIND_RELATION,
                               .id = want->id,
                               .title = want->title,
                               .want = want,
                               .edge = want->edge,
                               .base = agreed_base(run, want)};
    struct change change = {.field = FIELD_EDGE, .move = move, .after = want->value[FIELD_EDGE]};
    change.before = value_text(NULL, NULL);
    item.changes.items = ARENA_NEW(run->arena, struct change);
    item.changes.items[0] = change;
    item.changes.len = item.changes.cap = 1;
    return item;
}

static void refuse_end(struct run *run, const struct edge_case *edge_case, bool from_comes)
{
    const struct edge *edge = &edge_case->want->edge;
    const struct want *end = from_comes ? edge_case->to : edge_case->from;
    struct item_change item = start_item(run, edge_case->want, MOVE_NONE);
    item.verb = VERB_REFUSE;
    item.refusal = REFUSAL_MISSING_END;
    item.reason = arena_printf(run->arena, "'%s' is not on GitHub",
                               end_title(end, from_comes ? edge->to : edge->from));
    run_add(run, &item);
}

static void agree_edge(struct run *run, const struct want *want)
{
    struct bound_item *bound = &run->result->bound.items[run_place(run, want)];
    struct base_item *base = ARENA_NEW(run->arena, struct base_item);
    *base = (struct base_item){.kind = KIND_RELATION, .id = want->id};
    base->spec[FIELD_EDGE] = base->remote[FIELD_EDGE] = &want->value[FIELD_EDGE];
    bound->base = base;
    bound->changed = true;
}

static enum code plan_edge(struct run *run, const struct want *want, struct err *err)
{
    size_t place = run_place(run, want);
    struct bound_item *bound = &run->result->bound.items[place];
    bound->base = agreed_base(run, want);
    if (run->wishes[place] == WISH_NONE || want->policy[FIELD_EDGE] == POLICY_IGNORE)
        return OK;
    if (!server_can(run, want->edge.relation)) {
        skip_kind(run, want->edge.relation);
        return OK;
    }
    struct edge_case edge_case = {.want = want,
                                  .from = run_want(run, KIND_ISSUE, want->edge.from),
                                  .to = run_want(run, KIND_ISSUE, want->edge.to)};
    look_at_edge(run, want->edge, &edge_case);
    const struct remote_issue *child = edge_case.child;
    if (child && want->edge.relation == RELATION_BLOCKED_BY && !child->blocked_by_known)
        return err_set(err, ERR_FAILED, "the blockers of #%lld were not read",
                       (long long)child->number.v);
    bool from_comes = end_comes(run, edge_case.from, child ? child->number : (struct number){0});
    if (!from_comes || !end_comes(run, edge_case.to, edge_case.to_number)) {
        refuse_end(run, &edge_case, from_comes);
        return OK;
    }
    enum move move = decide(run, &edge_case);
    const struct base_item *old = run_cached(run, KIND_RELATION, want->id);
    if (old && !bound->base && !edge_case.there)
        VEC_PUSH(run->arena, &run->result->forgotten, old);
    if (edge_case.there)
        bound->bound = BOUND_MARKER;
    if (move == MOVE_AGREE)
        agree_edge(run, want);
    if (move == MOVE_NONE || move == MOVE_AGREE)
        return OK;
    /* A needed issue is only made, so its links are too. */
    if (run->wishes[place] == WISH_NEEDED && child != NULL)
        return OK;
    struct item_change item = start_item(run, want, move);
    if (move == MOVE_WRITE || move == MOVE_OVERWRITE)
        item.verb = VERB_CREATE;
    if (edge_case.other_parent.v != 0)
        item.note = arena_printf(run->arena, "its parent on GitHub is #%lld",
                                 (long long)edge_case.other_parent.v);
    if (want->edge.relation == RELATION_PARENT)
        map_put(run->new_parents, want->edge.from, run);
    run_add(run, &item);
    return OK;
}

/* "A parent B", "A blocked-by B". */
static bool parse_edge(struct arena *arena, const char *id, struct edge *edge)
{
    static const char *const words[] = {
        [RELATION_PARENT] = " parent ", [RELATION_BLOCKED_BY] = " blocked-by "};
    for (int i = RELATION_PARENT; i <= RELATION_BLOCKED_BY; i++) {
        const char *at = strstr(id, words[i]);
        if (at == NULL)
            continue;
        edge->relation = (enum relation)i;
        edge->from = arena_strndup(arena, id, (size_t)(at - id));
        edge->to = at + strlen(words[i]);
        return true;
    }
    return false;
}

/* The create of the new parent moves the child: no removal of the old one before it. */
static bool is_replaced(const struct run *run, const struct edge *edge)
{
    return edge->relation == RELATION_PARENT && map_has(run->new_parents, edge->from);
}

static void drop_edge(struct run *run, const struct base_item *base)
{
    struct edge edge;
    const struct want *from;
    if (!parse_edge(run->arena, base->id, &edge) ||
        (from = run_want(run, KIND_ISSUE, edge.from)) == NULL)
        return;
    if (run->wishes[run_place(run, from)] != WISH_CHOSEN || !server_can(run, edge.relation))
        return;
    struct edge_case edge_case = {0};
    look_at_edge(run, edge, &edge_case);
    if (edge_case.child == NULL || edge_case.to_number.v == 0)
        return;
    if (!edge_case.there) {
        if (!is_replaced(run, &edge))
            VEC_PUSH(run->arena, &run->result->forgotten, base);
        return;
    }
    if (is_replaced(run, &edge) || !base_spec(base, FIELD_EDGE)->known)
        return;
    struct item_change item = {.kind = KIND_RELATION,
                               .verb = VERB_DELETE,
                               .id = base->id,
                               .title = base->id,
                               .edge = edge,
                               .base = base};
    struct change change = {.field = FIELD_EDGE,
                            .move = MOVE_WRITE,
                            .before = *base_spec(base, FIELD_EDGE),
                            .after = value_text(NULL, NULL)};
    VEC_PUSH(run->arena, &item.changes, change);
    run_add(run, &item);
}

static void index_parents(struct run *run)
{
    const struct base *base = run->input->base;
    run->parents = map_new(run->arena);
    run->new_parents = map_new(run->arena);
    for (size_t i = 0; base && i < base->items.len; i++) {
        struct edge edge;
        if (base->items.items[i].kind == KIND_RELATION &&
            parse_edge(run->arena, base->items.items[i].id, &edge) &&
            edge.relation == RELATION_PARENT)
            map_put(run->parents, edge.from, &base->items.items[i]);
    }
}

enum code run_relations(struct run *run, struct err *err)
{
    const struct reconcile_input *input = run->input;
    index_parents(run);
    for (size_t i = 0; i < input->want_count; i++) {
        if (input->wants[i].kind != KIND_RELATION)
            continue;
        enum code code = plan_edge(run, &input->wants[i], err);
        if (code)
            return code;
    }
    for (size_t i = 0; input->base && i < input->base->items.len; i++) {
        const struct base_item *base = &input->base->items.items[i];
        if (base->kind == KIND_RELATION && run_want(run, KIND_RELATION, base->id) == NULL)
            drop_edge(run, base);
    }
    return OK;
}
