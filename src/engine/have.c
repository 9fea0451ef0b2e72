#include "engine/have.h"

#include <stdio.h>

#include "base/str.h"
#include "engine/normal.h"
#include "engine/value.h"

static struct value line_value(struct arena *arena, const char *raw)
{
    const char *text = normal_line(arena, raw);
    return value_text(*text ? text : NULL, raw);
}

/* Of an unmarked body everything is the block, our stray lines and footer aside: so a body that
 * was found by `number:` compares as a whole. */
static void fill_body(struct arena *arena, const char *body, struct have *have)
{
    have->body = body ? body : "";
    block_split(arena, have->body, &have->parts);
    if (have->parts.damage != BLOCK_WHOLE)
        return;
    const char *raw = have->parts.found ? have->parts.block : block_whole(arena, have->body);
    const char *text = normal_block(arena, raw);
    have->value[FIELD_BLOCK] = value_text(*text ? text : NULL, raw);
}

void have_label(struct arena *arena, const struct remote_label *label, struct have *have)
{
    *have = (struct have){.kind = KIND_LABEL, .db_id = label->db_id, .body = ""};
    have->value[FIELD_TITLE] = value_text(normal_name(arena, label->name), label->name);
    have->value[FIELD_COLOR] = value_text(normal_color(arena, label->color), label->color);
    have->value[FIELD_DESCRIPTION] = line_value(arena, label->description);
}

void have_milestone(struct arena *arena, const struct remote_milestone *milestone,
                    struct have *have)
{
    *have = (struct have){.kind = KIND_MILESTONE,
                          .number = milestone->number,
                          .db_id = milestone->db_id,
                          .updated_at = milestone->updated_at};
    have->value[FIELD_TITLE] = line_value(arena, milestone->title);
    have->value[FIELD_DUE_ON] = value_text(
        milestone->due_on ? normal_date(arena, milestone->due_on) : NULL, milestone->due_on);
    have->value[FIELD_STATE] = value_text(milestone->state, milestone->state);
    fill_body(arena, milestone->description, have);
}

const char *names_milestone(struct arena *arena, const struct names *names, struct number number)
{
    if (number.v == 0)
        return NULL;
    char key[24];
    snprintf(key, sizeof key, "%lld", (long long)number.v);
    const char *id = names && names->milestone_ids ? map_get(names->milestone_ids, key) : NULL;
    return id ? id : arena_printf(arena, "#%s", key);
}

const char *names_label_wire(const struct names *names, const char *id, const char *fallback)
{
    const char *wire = names && names->label_wire ? map_get(names->label_wire, id) : NULL;
    return wire ? wire : fallback;
}

bool names_label_held(const struct names *names, const char *id)
{
    return names && names->label_held && map_has(names->label_held, id);
}

static const char *label_id(const struct names *names, const char *name)
{
    const char *id = names && names->label_ids ? map_get(names->label_ids, name) : NULL;
    return id ? id : name;
}

static void fill_sets(struct arena *arena, const struct remote_issue *issue,
                      const struct names *names, struct have *have)
{
    struct value labels = value_set(), assignees = value_set();
    for (size_t i = 0; i < issue->labels.len; i++) {
        const char *raw = issue->labels.items[i];
        value_add(arena, &labels, label_id(names, normal_name(arena, raw)), raw);
    }
    for (size_t i = 0; i < issue->assignees.len; i++)
        value_add(arena, &assignees, normal_name(arena, issue->assignees.items[i]),
                  issue->assignees.items[i]);
    value_sort(&labels);
    value_sort(&assignees);
    have->value[FIELD_LABELS] = labels;
    have->value[FIELD_ASSIGNEES] = assignees;
}

static const char *state_text(struct arena *arena, const struct remote_issue *issue)
{
    if (text_eq(issue->state, "open") || text_empty(issue->state_reason))
        return issue->state;
    return arena_printf(arena, "%s:%s", issue->state, issue->state_reason);
}

void have_issue(struct arena *arena, const struct remote_issue *issue, const struct names *names,
                struct have *have)
{
    *have = (struct have){.kind = KIND_ISSUE,
                          .number = issue->number,
                          .db_id = issue->db_id,
                          .updated_at = issue->updated_at};
    have->reopened = text_eq(issue->state, "open") && text_eq(issue->state_reason, "reopened");
    have->value[FIELD_TITLE] = line_value(arena, issue->title);
    const char *milestone = names_milestone(arena, names, issue->milestone);
    have->value[FIELD_MILESTONE] = value_text(milestone, milestone);
    have->value[FIELD_STATE] = value_text(state_text(arena, issue), issue->state);
    have->value[FIELD_TYPE] = line_value(arena, issue->type);
    fill_sets(arena, issue, names, have);
    fill_body(arena, issue->body, have);
    const char *status = block_status(arena, &have->parts);
    have->value[FIELD_EVIDENCE] =
        value_text(text_empty(status) ? NULL : normal_text(arena, status), status);
}
