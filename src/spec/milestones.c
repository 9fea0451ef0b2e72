#include <stddef.h>
#include <string.h>

#include "spec/read.h"

static const char *const closed_only[] = {"closed", NULL};

struct signature {
    const char *by, *note;
    int32_t on;
};

static void read_signed(struct reader *reader, void *object, const struct doc_entry *entry)
{
    static const struct spec_key keys[] = {
        {.name = "by",
         .kind = VALUE_LINE,
         .offset = offsetof(struct signature, by),
         .needed = true},
        {.name = "on", .kind = VALUE_DAY, .offset = offsetof(struct signature, on), .needed = true},
        {.name = "note", .kind = VALUE_TEXT, .offset = offsetof(struct signature, note)},
        {0},
    };
    struct plan_criterion *criterion = object;
    struct signature signature = {.on = DAY_NONE};
    if (entry->value.type == DOC_NULL)
        return;
    if (!spec_read_map(reader, &entry->value, keys, &signature, "signed"))
        return;
    criterion->signed_by = signature.by;
    criterion->signed_note = signature.note;
    criterion->signed_on = signature.on;
}

static void read_criterion_issues(struct reader *reader, void *object,
                                  const struct doc_entry *entry)
{
    static const char *const all[] = {"all", NULL};
    struct plan_criterion *criterion = object;
    if (entry->value.type == DOC_STRING) {
        criterion->all_issues = strcmp(entry->value.text, "all") == 0;
        if (!criterion->all_issues)
            spec_wrong_word(reader, &entry->value, all);
        return;
    }
    if (entry->value.type != DOC_NULL)
        spec_lines(reader, &entry->value, &criterion->issues, "issues, or the text 'all'");
}

static const struct spec_key criterion_keys[] = {
    {.name = "id", .kind = VALUE_ID, .offset = offsetof(struct plan_criterion, id), .needed = true},
    {.name = "text", .kind = VALUE_LINE, .offset = offsetof(struct plan_criterion, text)},
    {.name = "issues", .kind = VALUE_CUSTOM, .read = read_criterion_issues},
    {.name = "checks", .kind = VALUE_LINES, .offset = offsetof(struct plan_criterion, checks)},
    {.name = "signoff", .kind = VALUE_LINES, .offset = offsetof(struct plan_criterion, signoff)},
    {.name = "signed", .kind = VALUE_CUSTOM, .read = read_signed},
    {0},
};

static void read_criterion(struct reader *reader, struct plan_milestone *milestone,
                           const struct doc_node *node)
{
    struct plan_criterion criterion = {.signed_on = DAY_NONE,
                                       .spot = spec_spot(reader->file, node)};
    if (!spec_read_map(reader, node, criterion_keys, &criterion, "a criterion"))
        return;
    if (!doc_get(node, "issues") && !doc_get(node, "checks") && !doc_get(node, "signoff"))
        spec_report_node(reader, "E0106", node, "add issues: all, checks: […] or signoff: […]",
                         "a criterion needs something to judge");
    VEC_PUSH(reader->arena, &milestone->gate, criterion);
}

struct gate {
    struct plan_milestone *milestone;
};

static void read_criteria(struct reader *reader, void *object, const struct doc_entry *entry)
{
    struct gate *gate = object;
    if (!spec_is(reader, &entry->value, DOC_LIST, "a list (of criteria)"))
        return;
    for (uint32_t i = 0; i < entry->value.count; i++)
        read_criterion(reader, gate->milestone, &entry->value.items[i]);
}

static void read_gate(struct reader *reader, void *object, const struct doc_entry *entry)
{
    static const struct spec_key keys[] = {
        {.name = "criteria", .kind = VALUE_CUSTOM, .read = read_criteria, .needed = true},
        {0},
    };
    struct gate gate = {object};
    if (entry->value.type != DOC_NULL)
        (void)spec_read_map(reader, &entry->value, keys, &gate, "a gate");
}

static void read_state(struct reader *reader, void *object, const struct doc_entry *entry)
{
    struct plan_milestone *milestone = object;
    if (entry->value.type == DOC_NULL || !spec_is(reader, &entry->value, DOC_STRING, "a text"))
        return;
    milestone->closed = strcmp(entry->value.text, "closed") == 0;
    if (!milestone->closed)
        spec_wrong_word(reader, &entry->value, closed_only);
}

static const struct spec_key milestone_keys[] = {
    {.name = "id", .kind = VALUE_ID, .offset = offsetof(struct plan_milestone, id)},
    {.name = "title",
     .kind = VALUE_LINE,
     .offset = offsetof(struct plan_milestone, title),
     .needed = true},
    {.name = "description",
     .kind = VALUE_OPT_TEXT,
     .offset = offsetof(struct plan_milestone, description)},
    {.name = "start_on", .kind = VALUE_DAY, .offset = offsetof(struct plan_milestone, start_on)},
    {.name = "due_on", .kind = VALUE_OPT_DAY, .offset = offsetof(struct plan_milestone, due_on)},
    {.name = "weeks", .kind = VALUE_WEEKS, .offset = offsetof(struct plan_milestone, weeks)},
    {.name = "state", .kind = VALUE_CUSTOM, .read = read_state},
    {.name = "phase", .kind = VALUE_ID, .offset = offsetof(struct plan_milestone, phase)},
    {.name = "number", .kind = VALUE_NUMBER, .offset = offsetof(struct plan_milestone, number)},
    {.name = "previously",
     .kind = VALUE_NAMES,
     .offset = offsetof(struct plan_milestone, previously)},
    {.name = "gate", .kind = VALUE_CUSTOM, .read = read_gate},
    {0},
};

static void read_milestone(struct reader *reader, const struct doc_node *node)
{
    struct plan_milestone milestone = {.start_on = DAY_NONE, .spot = spec_spot(reader->file, node)};
    if (!spec_read_map(reader, node, milestone_keys, &milestone, "a milestone"))
        return;
    milestone.id_given = milestone.id != NULL || doc_get(node, "id");
    spec_stand_in(node, &milestone.id, &milestone.title);
    if (!milestone.title)
        return; /* reported; nothing can refer to it */
    VEC_PUSH(reader->arena, &reader->plan->milestones, milestone);
    VEC_PUSH(reader->arena, &reader->milestones, (struct origin){reader->file, node});
}

void spec_read_milestones(struct reader *reader, const struct doc_node *node)
{
    if (!spec_is(reader, node, DOC_LIST, "a list (of milestones)"))
        return;
    for (uint32_t i = 0; i < node->count; i++)
        read_milestone(reader, &node->items[i]);
}
