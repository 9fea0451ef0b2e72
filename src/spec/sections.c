/* The parts of a spec that are plain lists and maps: people, labels, phases, entities, metrics,
 * risks, migrations, fields, evidence. */
#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "base/str.h"
#include "spec/read.h"

static const char *const levels[] = {"low", "medium", "high", NULL};
static const char *const engines[] = {"sqlite", "postgres", "postgres-static", NULL};
static const char *const reversibles[] = {"required", "optional", "never", NULL};

#define KEY(type, member, value_kind, is_needed)                                                   \
    {                                                                                              \
        .name = #member, .kind = (value_kind), .offset = offsetof(struct type, member),            \
        .needed = (is_needed)                                                                      \
    }
#define WORD_KEY(type, member, list)                                                               \
    {                                                                                              \
        .name = #member, .kind = VALUE_WORD, .offset = offsetof(struct type, member),              \
        .words = (list)                                                                            \
    }

static const struct spec_key phase_keys[] = {
    KEY(plan_phase, id, VALUE_ID, true),
    KEY(plan_phase, title, VALUE_LINE, false),
    KEY(plan_phase, weeks, VALUE_WEEKS, false),
    {0},
};
static const struct spec_key entity_keys[] = {
    KEY(plan_entity, id, VALUE_ID, true),
    KEY(plan_entity, store, VALUE_LINE, false),
    KEY(plan_entity, table, VALUE_LINE, false),
    KEY(plan_entity, tenant, VALUE_BOOL, false),
    {0},
};
static const struct spec_key metric_keys[] = {
    KEY(plan_metric, id, VALUE_ID, true),
    KEY(plan_metric, title, VALUE_LINE, false),
    KEY(plan_metric, target, VALUE_SCALAR, false),
    KEY(plan_metric, check, VALUE_ID, false),
    {0},
};
static const struct spec_key risk_keys[] = {
    KEY(plan_risk, id, VALUE_ID, true),
    KEY(plan_risk, title, VALUE_LINE, false),
    WORD_KEY(plan_risk, probability, levels),
    WORD_KEY(plan_risk, impact, levels),
    KEY(plan_risk, mitigation, VALUE_TEXT, false),
    KEY(plan_risk, contingency, VALUE_TEXT, false),
    KEY(plan_risk, owner, VALUE_LINE, false),
    {0},
};
static const struct spec_key migration_keys[] = {
    KEY(plan_migrations, id, VALUE_ID, true),
    KEY(plan_migrations, path, VALUE_PATH, true),
    WORD_KEY(plan_migrations, engine, engines),
    KEY(plan_migrations, convention, VALUE_LINE, false),
    KEY(plan_migrations, naming, VALUE_LINE, false),
    WORD_KEY(plan_migrations, reversible, reversibles),
    KEY(plan_migrations, baseline, VALUE_SCALAR, false),
    {0},
};

/* One list of the plan: its items, where they came from, how one is read. */
#define READ_LIST(reader, node, member, keys, wanted, what)                                        \
    do {                                                                                           \
        if (!spec_is((reader), (node), DOC_LIST, (wanted)))                                        \
            return;                                                                                \
        for (uint32_t i_ = 0; i_ < (node)->count; i_++) {                                          \
            const struct doc_node *item_ = &(node)->items[i_];                                     \
            if (item_->type != DOC_MAP) {                                                          \
                (void)spec_is((reader), item_, DOC_MAP, "a map (" what ")");                       \
                continue;                                                                          \
            }                                                                                      \
            (void)VEC_ADD((reader)->arena, &(reader)->plan->member);                               \
            VEC_PUSH((reader)->arena, &(reader)->member, (struct origin){(reader)->file, item_});  \
            size_t at_ = (reader)->plan->member.len - 1;                                           \
            (reader)->plan->member.items[at_].spot = spec_spot((reader)->file, item_);             \
            (void)spec_read_map((reader), item_, (keys), &(reader)->plan->member.items[at_],       \
                                (what));                                                           \
        }                                                                                          \
    } while (0)

void spec_read_phases(struct reader *reader, const struct doc_node *node)
{
    READ_LIST(reader, node, phases, phase_keys, "a list (of phases)", "a phase");
}

void spec_read_entities(struct reader *reader, const struct doc_node *node)
{
    READ_LIST(reader, node, entities, entity_keys, "a list (of entities)", "an entity");
}

void spec_read_metrics(struct reader *reader, const struct doc_node *node)
{
    READ_LIST(reader, node, metrics, metric_keys, "a list (of metrics)", "a metric");
}

void spec_read_risks(struct reader *reader, const struct doc_node *node)
{
    READ_LIST(reader, node, risks, risk_keys, "a list (of risks)", "a risk");
}

void spec_read_migrations(struct reader *reader, const struct doc_node *node)
{
    READ_LIST(reader, node, migrations, migration_keys, "a list (of migration folders)",
              "a migration folder");
}

/* ---- labels ---- */

static void read_color(struct reader *reader, void *object, const struct doc_entry *entry)
{
    struct plan_label *label = object;
    const struct doc_node *node = &entry->value;
    if (node->type == DOC_NULL)
        return;
    /* Six digits without quotes are a number to YAML and still a colour. */
    if (node->type != DOC_INT && !spec_is(reader, node, DOC_STRING, "a colour (text)"))
        return;
    const char *digits = node->text + (node->text[0] == '#');
    size_t len = strlen(digits);
    if (len != 6 || strspn(digits, "0123456789abcdefABCDEF") != 6) {
        spec_report_node(reader, "E0110", node, "write six hexadecimal digits, like 5319e7",
                         "'%s' is not a colour", node->text);
        return;
    }
    char *color = arena_strdup(reader->arena, digits);
    for (char *p = color; *p; p++)
        *p = (char)tolower((unsigned char)*p);
    label->color = color;
    label->color_given = true;
}

static const struct spec_key label_keys[] = {
    KEY(plan_label, name, VALUE_LINE, true),
    {.name = "color", .kind = VALUE_CUSTOM, .read = read_color},
    KEY(plan_label, description, VALUE_OPT_LINE, false),
    KEY(plan_label, previously, VALUE_NAMES, false),
    KEY(plan_label, retire_after, VALUE_DAY, false),
    {0},
};

static void read_label(struct reader *reader, const struct doc_node *node)
{
    struct plan_label label = {
        .declared = true, .retire_after = DAY_NONE, .spot = spec_spot(reader->file, node)};
    if (!spec_read_map(reader, node, label_keys, &label, "a label") || !label.name)
        return;
    if (!label.color)
        label.color = spec_palette_color(label.name);
    VEC_PUSH(reader->arena, &reader->plan->labels, label);
    VEC_PUSH(reader->arena, &reader->labels, (struct origin){reader->file, node});
}

void spec_read_labels(struct reader *reader, const struct doc_node *node)
{
    if (!spec_is(reader, node, DOC_LIST, "a list (of labels)"))
        return;
    for (uint32_t i = 0; i < node->count; i++)
        read_label(reader, &node->items[i]);
}

/* ---- people ---- */

static const char *read_login(struct reader *reader, const struct doc_node *node)
{
    const char *login = spec_line(reader, node, "a login (text)");
    if (!login || spec_login_possible(login))
        return login;
    spec_report_node(reader, "E0205", node, "write the login as in github.com/LOGIN, without '@'",
                     "'%s' cannot be a login on GitHub", login);
    return NULL;
}

static void read_person(struct reader *reader, const struct doc_entry *entry)
{
    struct plan_person person = {.name = entry->key, .spot = spec_key_spot(reader->file, entry)};
    const struct doc_node *value = &entry->value;
    if (value->type == DOC_LIST) {
        for (uint32_t i = 0; i < value->count; i++) {
            const char *login = read_login(reader, &value->items[i]);
            if (login)
                strlist_add(reader->arena, &person.logins, login);
        }
    } else if (value->type != DOC_NULL) {
        const char *login = read_login(reader, value);
        if (login)
            strlist_add(reader->arena, &person.logins, login);
    }
    if (map_has(reader->people, person.name)) {
        spec_report(reader, "E0201", person.spot, "name each person in one file",
                    "'%s' is already among the people", person.name);
        return;
    }
    VEC_PUSH(reader->arena, &reader->plan->people, person);
    map_put(reader->people, person.name, (void *)(uintptr_t)reader->plan->people.len);
}

void spec_read_people(struct reader *reader, const struct doc_node *node)
{
    if (!spec_is(reader, node, DOC_MAP, "a map (of names to logins)"))
        return;
    for (uint32_t i = 0; i < node->count; i++)
        read_person(reader, &node->entries[i]);
}

/* ---- fields, evidence ---- */

/* For suggestions, and what the JSON Schema has. */
static const struct spec_key field_keys[] = {
    {.name = "title"},       {.name = "name"},   {.name = "color"},     {.name = "colour"},
    {.name = "description"}, {.name = "due_on"}, {.name = "due"},       {.name = "block"},
    {.name = "text"},        {.name = "body"},   {.name = "milestone"}, {.name = "state"},
    {.name = "type"},        {.name = "labels"}, {.name = "assignees"}, {.name = "edge"},
    {.name = "link"},        {.name = "links"},  {.name = "mentions"},  {0},
};

static void read_field(struct reader *reader, const struct doc_entry *entry)
{
    static const char *const policies[] = {"own", "merge", "create-only", "ignore", NULL};
    static const char *const mentions[] = {"keep", NULL};
    const struct doc_node *node = &entry->value;
    bool is_mentions = strcmp(entry->key, "mentions") == 0;
    enum field field = FIELD_TITLE;
    enum policy policy;
    if (!is_mentions && (!field_parse(entry->key, &field) || field == FIELD_EVIDENCE)) {
        if (!text_starts(entry->key, "x-"))
            spec_unknown_key(reader, entry, field_keys, "fields");
        return;
    }
    if (!spec_is(reader, node, DOC_STRING, "a text"))
        return;
    if (is_mentions) {
        if (strcmp(node->text, "keep") == 0)
            reader->plan->keep_mentions = true;
        else
            spec_wrong_word(reader, node, mentions);
        return;
    }
    if (!policy_parse(node->text, &policy)) {
        spec_wrong_word(reader, node, policies);
        return;
    }
    reader->plan->policy[field] = policy;
    reader->plan->has_policy[field] = true;
}

void spec_read_fields(struct reader *reader, const struct doc_node *node)
{
    if (!spec_is(reader, node, DOC_MAP, "a map (of fields to who decides)"))
        return;
    for (uint32_t i = 0; i < node->count; i++)
        read_field(reader, &node->entries[i]);
}

void spec_read_evidence(struct reader *reader, const struct doc_node *node)
{
    static const struct spec_key keys[] = {
        KEY(plan_evidence, labels, VALUE_BOOL, false),
        KEY(plan_evidence, section, VALUE_BOOL, false),
        KEY(plan_evidence, close, VALUE_BOOL, false),
        {0},
    };
    (void)spec_read_map(reader, node, keys, &reader->plan->evidence, "evidence");
}
