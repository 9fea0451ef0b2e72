#include "engine/wants.h"

#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/str.h"
#include "engine/normal.h"
#include "engine/ticks.h"
#include "engine/value.h"

static struct want *add_want(struct arena *arena, const struct plan *plan, struct wants *wants,
                             enum kind kind, const char *id, const char *title)
{
    struct want *want = VEC_ADD(arena, &wants->list);
    *want = (struct want){.kind = kind, .id = id, .title = title, .place = wants->list.len - 1};
    for (enum field field = 0; field < FIELD_COUNT; field++)
        want->policy[field] = plan_policy(plan, kind, field);
    return want;
}

/* null and "" are the same value. */
static struct value scalar(const char *normal, const char *raw)
{
    return value_text(text_empty(normal) ? NULL : normal, raw);
}

static struct value optional_line(struct arena *arena, const struct opt_text *text)
{
    if (text->presence == ABSENT)
        return (struct value){0};
    return text->presence == CLEAR ? scalar(NULL, NULL)
                                   : scalar(normal_line(arena, text->text), text->text);
}

static void want_label(struct arena *arena, const struct plan *plan, const struct plan_label *label,
                       int32_t today, struct wants *wants)
{
    const char *id = normal_name(arena, label->name);
    struct want *want = add_want(arena, plan, wants, KIND_LABEL, id, label->name);
    want->value[FIELD_TITLE] = scalar(id, label->name);
    want->value[FIELD_COLOR] = scalar(normal_color(arena, label->color), label->color);
    want->value[FIELD_DESCRIPTION] = optional_line(arena, &label->description);
    /* A colour that nobody stated is only a start. */
    if (!label->declared || !label->color_given)
        want->policy[FIELD_COLOR] = POLICY_CREATE_ONLY;
    for (size_t i = 0; i < label->previously.len; i++)
        strlist_add(arena, &want->previously, label->previously.items[i]);
    want->retired = label->retire_after != DAY_NONE && today > label->retire_after;
}

static void want_milestone(struct arena *arena, const struct plan *plan,
                           const struct plan_milestone *milestone, struct wants *wants)
{
    struct want *want =
        add_want(arena, plan, wants, KIND_MILESTONE, milestone->id, milestone->title);
    want->value[FIELD_TITLE] = scalar(normal_line(arena, milestone->title), milestone->title);
    const struct opt_text *text = &milestone->description;
    if (text->presence != ABSENT)
        want->value[FIELD_BLOCK] =
            scalar(text->presence == SET ? normal_block(arena, text->text) : NULL,
                   text->presence == SET ? text->text : NULL);
    if (milestone->due_on.presence == CLEAR)
        want->value[FIELD_DUE_ON] = scalar(NULL, NULL);
    if (milestone->due_on.presence == SET) {
        char day[11];
        day_format(milestone->due_on.day, day);
        const char *due = arena_strdup(arena, day);
        want->value[FIELD_DUE_ON] = scalar(due, due);
    }
    if (milestone->closed)
        want->value[FIELD_STATE] = scalar("closed", "closed");
    want->previously = milestone->previously;
    want->number_hint.v = milestone->number;
}

/* Each part is hashed with what came before as the key, so nothing has to be put together. */
static uint64_t mix(uint64_t hash, char tag, const void *bytes, size_t len)
{
    const uint64_t key[2] = {hash, (uint64_t)(unsigned char)tag};
    return hash_sip(key, bytes, len);
}

static uint64_t mix_text(uint64_t hash, char tag, const char *text)
{
    return mix(hash, tag, text ? text : "", text ? strlen(text) : 0);
}

static uint64_t mix_tasks(uint64_t hash, const struct plan_task *tasks, size_t count)
{
    const uint64_t number = count;
    hash = mix(hash, '[', &number, sizeof number);
    for (size_t i = 0; i < count; i++) {
        hash = mix_text(hash, tasks[i].ticked ? 'x' : 'o', tasks[i].text);
        hash = mix_tasks(hash, tasks[i].tasks, tasks[i].task_count);
    }
    return hash;
}

const char *wants_block_source(struct arena *arena, const struct plan_issue *issue)
{
    uint64_t hash = 0;
    if (issue->summary)
        hash = mix_text(hash, 's', issue->summary);
    hash = mix_tasks(hash, issue->tasks, issue->task_count);
    for (size_t i = 0; i < issue->done_when.len; i++)
        hash = mix_text(hash, 'd', issue->done_when.items[i]);
    if (issue->body.presence == SET)
        hash = mix_text(hash, 'b', issue->body.text);
    static const char digits[] = "0123456789abcdef";
    char *hex = arena_text(arena, HASH_DIGITS);
    for (size_t i = 0; i < HASH_DIGITS; i++, hash >>= 4)
        hex[i] = digits[hash & 15];
    return hex;
}

const char *want_block_source(struct arena *arena, const struct want *want)
{
    if (want->block_source || !want->text_of)
        return want->block_source;
    return wants_block_source(arena, want->text_of);
}

static void add_logins(struct arena *arena, const struct plan_issue *issue, struct want *want)
{
    if (issue->assignees.presence == ABSENT)
        return;
    struct value logins = value_set();
    for (size_t i = 0; i < issue->assignees.items.len; i++)
        value_add(arena, &logins, normal_name(arena, issue->assignees.items.items[i]),
                  issue->assignees.items.items[i]);
    value_sort(&logins);
    want->value[FIELD_ASSIGNEES] = logins;
}

/* Labels go by the name that the plan declares, however an issue spells it. */
static void add_labels(struct arena *arena, const struct plan_issue *issue,
                       const struct map *declared, struct want *want)
{
    if (issue->labels.presence == ABSENT)
        return;
    struct value labels = value_set();
    for (size_t i = 0; i < issue->labels.items.len; i++) {
        const char *raw = issue->labels.items.items[i];
        const char *id = normal_name(arena, raw);
        const struct plan_label *label = map_get(declared, id);
        value_add(arena, &labels, id, label ? label->name : raw);
    }
    value_sort(&labels);
    want->value[FIELD_LABELS] = labels;
}

static void want_issue(struct arena *arena, const struct plan *plan, const struct plan_issue *issue,
                       const char *block, const struct map *declared, struct wants *wants)
{
    struct want *want = add_want(arena, plan, wants, KIND_ISSUE, issue->id, issue->title);
    want->value[FIELD_TITLE] = scalar(normal_line(arena, issue->title), issue->title);
    if (issue->text_given) {
        want->value[FIELD_BLOCK] = scalar(normal_block(arena, block), block);
        want->text_of = issue;
    }
    if (issue->milestone.presence != ABSENT) {
        const char *id = issue->milestone.presence == SET ? issue->milestone.text : NULL;
        want->value[FIELD_MILESTONE] = scalar(id, id);
    }
    want->value[FIELD_TYPE] = optional_line(arena, &issue->type);
    add_labels(arena, issue, declared, want);
    add_logins(arena, issue, want);
    if (issue->closed) {
        const char *state = arena_printf(arena, "closed:%s",
                                         issue->state_reason ? issue->state_reason : "completed");
        want->value[FIELD_STATE] = scalar(state, state);
    }
    if (block)
        ticks_ticked(arena, block, &want->ticked);
    if (issue->parent.presence == SET)
        strlist_add(arena, &want->needs, issue->parent.text);
    for (size_t i = 0; i < issue->depends_on.items.len; i++)
        strlist_add(arena, &want->needs, issue->depends_on.items.items[i]);
    want->number_hint.v = issue->number;
}

static void want_relation(struct arena *arena, const struct plan *plan, struct edge edge,
                          struct wants *wants)
{
    const char *id = relation_id(arena, edge);
    struct want *want = add_want(arena, plan, wants, KIND_RELATION, id, id);
    want->edge = edge;
    want->value[FIELD_EDGE] = scalar("there", "there");
}

static void want_relations(struct arena *arena, const struct plan *plan,
                           const struct plan_issue *issue, struct wants *wants)
{
    if (issue->parent.presence == SET)
        want_relation(arena, plan, (struct edge){RELATION_PARENT, issue->id, issue->parent.text},
                      wants);
    for (size_t i = 0; i < issue->depends_on.items.len; i++)
        want_relation(
            arena, plan,
            (struct edge){RELATION_BLOCKED_BY, issue->id, issue->depends_on.items.items[i]}, wants);
}

/* A want is large and old storage stays in the arena, so growing step by step would cost twice. */
static void make_room(struct arena *arena, const struct plan *plan, struct wants *wants)
{
    size_t count = plan->labels.len + plan->milestones.len + plan->issues.len;
    for (size_t i = 0; i < plan->issues.len; i++)
        count += (plan->issues.items[i].parent.presence == SET) +
                 plan->issues.items[i].depends_on.items.len;
    wants->list.items = arena_calloc(arena, count + 1, sizeof *wants->list.items);
    wants->list.cap = count + 1;
}

void wants_from_plan(struct arena *arena, const struct plan *plan, const char *const *blocks,
                     int32_t today, struct wants *wants)
{
    struct map *declared = map_new(arena);
    *wants = (struct wants){0};
    make_room(arena, plan, wants);
    for (size_t i = 0; i < plan->labels.len; i++) {
        want_label(arena, plan, &plan->labels.items[i], today, wants);
        map_put(declared, wants->list.items[i].id, &plan->labels.items[i]);
    }
    for (size_t i = 0; i < plan->milestones.len; i++)
        want_milestone(arena, plan, &plan->milestones.items[i], wants);
    for (size_t i = 0; i < plan->issues.len; i++)
        want_issue(arena, plan, &plan->issues.items[i], blocks ? blocks[i] : NULL, declared, wants);
    for (size_t i = 0; i < plan->issues.len; i++)
        want_relations(arena, plan, &plan->issues.items[i], wants);
}

const struct want *wants_find(const struct wants *wants, enum kind kind, const char *id)
{
    for (size_t i = 0; i < wants->list.len; i++)
        if (wants->list.items[i].kind == kind && strcmp(wants->list.items[i].id, id) == 0)
            return &wants->list.items[i];
    return NULL;
}
