/* A file of facts that another run wrote, perhaps one that belongs to nobody we know. Everything in
 * it is data with a ceiling: it says what a comment says, never where it goes, and it is rendered
 * here like any other text from outside. What does not fit the form is left out or refused; nothing
 * of it is ever a path, a command or a link of its own. */
#include <math.h>
#include <string.h>

#include "app/comment/comment_room.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/utf8.h"
#include "doc/doc.h"
#include "model/key.h"

#define COUNT_MAX 1000000
#define PEOPLE_MAX 100
#define LINES_MAX 22 /* of one check */

struct reading {
    struct arena *arena;
    struct comment_facts *facts;
};

/* ---- values ---- */

static const char *cut(struct arena *arena, const char *text)
{
    size_t len = strlen(text);
    if (len <= LIMIT_COMMENT_TEXT_BYTES)
        return text;
    len = LIMIT_COMMENT_TEXT_BYTES;
    while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80)
        len--;
    return arena_strndup(arena, text, len);
}

static const char *text_at(const struct reading *reading, const struct doc_node *map,
                           const char *key)
{
    const struct doc_node *node = map && map->type == DOC_MAP ? doc_get(map, key) : NULL;
    return node && node->type == DOC_STRING ? cut(reading->arena, node->text) : NULL;
}

/* "" where there is none. */
static const char *word_at(const struct reading *reading, const struct doc_node *map,
                           const char *key)
{
    const char *text = text_at(reading, map, key);
    return text ? text : "";
}

static int64_t count_at(const struct doc_node *map, const char *key)
{
    const struct doc_node *node = map && map->type == DOC_MAP ? doc_get(map, key) : NULL;
    const int64_t count = node && node->type == DOC_INT ? doc_integer(node) : 0;
    return count < 0 ? 0 : count > COUNT_MAX ? COUNT_MAX : count;
}

static double hours_at(const struct doc_node *map, const char *key)
{
    const struct doc_node *node = doc_get(map, key);
    const double hours =
        node && (node->type == DOC_INT || node->type == DOC_REAL) ? doc_real(node) : -1;
    return isfinite(hours) && hours >= 0 && hours <= COUNT_MAX ? hours : -1;
}

static int32_t day_at(const struct reading *reading, const struct doc_node *map, const char *key)
{
    int32_t day = DAY_NONE;
    const char *text = text_at(reading, map, key);
    return text && day_parse(text, &day) ? day : DAY_NONE;
}

static bool truth_at(const struct doc_node *map, const char *key)
{
    const struct doc_node *node = doc_get(map, key);
    return node && node->type == DOC_BOOL && doc_truth(node);
}

static const char *commit_at(const struct reading *reading, const struct doc_node *map,
                             const char *key)
{
    const char *text = text_at(reading, map, key);
    const bool whole =
        text && strlen(text) == 40 && strspn(text, "0123456789abcdef") == strlen(text);
    return whole ? text : NULL;
}

/* The rows of a list: maps only, and not without end. */
static size_t rows_of(const struct doc_node *map, const char *key, const struct doc_node **rows)
{
    const struct doc_node *list = map && map->type == DOC_MAP ? doc_get(map, key) : NULL;
    *rows = NULL;
    if (!list || list->type != DOC_LIST)
        return 0;
    *rows = list->items;
    return list->count < LIMIT_COMMENT_ROWS ? list->count : LIMIT_COMMENT_ROWS;
}

static void read_texts(const struct reading *reading, const struct doc_node *map, const char *key,
                       uint32_t most, struct strlist *texts)
{
    const struct doc_node *list = map && map->type == DOC_MAP ? doc_get(map, key) : NULL;
    for (uint32_t i = 0; list && list->type == DOC_LIST && i < list->count && i < most; i++)
        if (list->items[i].type == DOC_STRING)
            strlist_add(reading->arena, texts, cut(reading->arena, list->items[i].text));
}

/* ---- what differs ---- */

static const char *const field_names[] = {
    "name",       "color",      "description", "retire_after", "title",        "due",
    "start_on",   "weeks",      "phase",       "state",        "gate",         "milestone",
    "effort",     "owner",      "type",        "assignees",    "labels",       "parent",
    "depends_on", "text",       "docs",        "checks",       "deliverables", "migrations",
    "scope",      "repository", "phases",      "entities",     "metrics",      "risks"};

static const char *field_named(const char *name)
{
    for (size_t i = 0; i < sizeof field_names / sizeof *field_names; i++)
        if (strcmp(field_names[i], name) == 0)
            return field_names[i];
    return NULL;
}

static void read_fields(const struct reading *reading, const struct doc_node *row,
                        struct plan_difference *item)
{
    const struct doc_node *rows;
    const size_t count = rows_of(row, "fields", &rows);
    for (size_t i = 0; i < count && i < sizeof field_names / sizeof *field_names; i++) {
        const struct plan_field field = {.name = field_named(word_at(reading, &rows[i], "field")),
                                         .before = text_at(reading, &rows[i], "before"),
                                         .after = text_at(reading, &rows[i], "after")};
        if (field.name)
            VEC_PUSH(reading->arena, &item->fields, field);
    }
}

static enum plan_change change_named(const char *name)
{
    for (int i = PLAN_ADDED; i < PLAN_CHANGE_COUNT; i++)
        if (strcmp(plan_change_name((enum plan_change)i), name) == 0)
            return (enum plan_change)i;
    return PLAN_SAME;
}

static void read_items(const struct reading *reading, const struct doc_node *root)
{
    const struct doc_node *rows;
    const size_t count = rows_of(root, "changes", &rows);
    for (size_t i = 0; i < count; i++) {
        const struct doc_node *row = &rows[i];
        enum kind kind = KIND_COUNT;
        struct plan_difference item = {.change = change_named(word_at(reading, row, "change")),
                                       .id = word_at(reading, row, "id"),
                                       .title = word_at(reading, row, "title"),
                                       .milestone = text_at(reading, row, "milestone"),
                                       .needs = text_at(reading, row, "needs")};
        if (row->type != DOC_MAP || item.change == PLAN_SAME)
            continue;
        item.kind = kind_parse(word_at(reading, row, "kind"), &kind) ? kind : KIND_COUNT;
        item.hours = hours_at(row, "hours");
        read_fields(reading, row, &item);
        VEC_PUSH(reading->arena, &reading->facts->diff->items, item);
    }
}

static struct plan_totals read_totals(const struct reading *reading, const struct doc_node *row,
                                      const char *key)
{
    struct plan_totals totals = {.due_day = DAY_NONE, .expected_day = DAY_NONE};
    const struct doc_node *map = doc_get(row, key);
    if (!map || map->type != DOC_MAP)
        return totals;
    const double hours = hours_at(map, "hours");
    const struct doc_node *slack = doc_get(map, "slack_days");
    const int64_t days = slack && slack->type == DOC_INT ? doc_integer(slack) : 0;
    totals.there = true;
    totals.issues = count_at(map, "issues");
    totals.hours = hours < 0 ? 0 : hours;
    totals.estimated = truth_at(map, "estimated");
    totals.due_day = day_at(reading, map, "due_on");
    totals.expected_day = day_at(reading, map, "expected_on");
    totals.slack_days = days < -COUNT_MAX  ? -COUNT_MAX
                        : days > COUNT_MAX ? COUNT_MAX
                                           : (int32_t)days;
    return totals;
}

static void read_milestones(const struct reading *reading, const struct doc_node *root)
{
    const struct doc_node *rows;
    const size_t count = rows_of(root, "milestones", &rows);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].type != DOC_MAP)
            continue;
        const struct plan_milestone_totals at = {.id = word_at(reading, &rows[i], "id"),
                                                 .before_id = word_at(reading, &rows[i], "id"),
                                                 .title = word_at(reading, &rows[i], "title"),
                                                 .before = read_totals(reading, &rows[i], "before"),
                                                 .after = read_totals(reading, &rows[i], "after")};
        VEC_PUSH(reading->arena, &reading->facts->diff->milestones, at);
    }
}

static void read_effect(const struct reading *reading, const struct doc_node *root)
{
    const struct doc_node *map = doc_get(root, "effect"), *counts = doc_get(root, "counts");
    struct plan_effect *effect = &reading->facts->diff->effect;
    for (int kind = KIND_LABEL; kind <= KIND_RELATION; kind++) {
        const char *name = kind_name((enum kind)kind);
        const struct doc_node *of =
            counts && counts->type == DOC_MAP ? doc_get(counts, name) : NULL;
        for (int change = PLAN_ADDED; change < PLAN_CHANGE_COUNT; change++)
            reading->facts->diff->counts[kind][change] =
                (size_t)count_at(of, plan_change_name((enum plan_change)change));
        if (!map || map->type != DOC_MAP)
            continue;
        effect->creates[kind] = count_at(doc_get(map, "creates"), name);
        effect->changes[kind] = count_at(doc_get(map, "changes"), name);
    }
    effect->removed_links = count_at(map, "removed_links");
    effect->closes = count_at(map, "closes");
    effect->left = count_at(map, "left");
    read_texts(reading, map, "people", PEOPLE_MAX, &effect->people);
}

static void read_weakened(const struct reading *reading, const struct doc_node *root)
{
    const struct doc_node *rows;
    const size_t count = rows_of(root, "weakened", &rows);
    for (size_t i = 0; i < count; i++) {
        const struct doc_node *at = rows[i].type == DOC_MAP ? doc_get(&rows[i], "at") : NULL;
        const struct weakened weakened = {.owner = word_at(reading, &rows[i], "owner"),
                                          .kind = word_at(reading, &rows[i], "kind"),
                                          .message = word_at(reading, &rows[i], "message"),
                                          .path = text_at(reading, at, "file"),
                                          .line = (uint32_t)count_at(at, "line"),
                                          .before =
                                              at && at->type == DOC_MAP && truth_at(at, "before"),
                                          .waive = {.until = DAY_NONE}};
        if (*weakened.message)
            VEC_PUSH(reading->arena, &reading->facts->weakened.items, weakened);
    }
}

/* ---- checks and steps ---- */

static enum failing failing_named(const char *name)
{
    for (int i = FAILING_REGRESSED; i < FAILING_NOT; i++)
        if (text_eq(failing_name((enum failing)i), name))
            return (enum failing)i;
    return FAILING_NOT;
}

static void read_checks(const struct reading *reading, const struct doc_node *root)
{
    const struct doc_node *rows, *results = doc_get(root, "results"), *failing;
    struct comment_facts *facts = reading->facts;
    const size_t count = rows_of(root, "checks", &rows);
    for (size_t i = 0; i < count; i++) {
        struct comment_check check = {.issue = text_at(reading, &rows[i], "issue"),
                                      .name = word_at(reading, &rows[i], "name"),
                                      .failing =
                                          failing_named(word_at(reading, &rows[i], "failing")),
                                      .message = text_at(reading, &rows[i], "message"),
                                      .path = text_at(reading, &rows[i], "path"),
                                      .line = (uint32_t)count_at(&rows[i], "line")};
        read_texts(reading, &rows[i], "lines", LINES_MAX, &check.lines);
        if (verdict_parse(word_at(reading, &rows[i], "result"), &check.verdict))
            VEC_PUSH(reading->arena, &facts->checks, check);
    }
    for (int i = 0; i < VERDICT_COUNT; i++)
        facts->by_verdict[i] = (size_t)count_at(results, verdict_name((enum verdict)i));
    failing = doc_get(root, "failing");
    for (int i = 0; i < FAILING_NOT; i++)
        facts->by_failing[i] = (size_t)count_at(failing, failing_name((enum failing)i));
    facts->left_out = (size_t)count_at(root, "left_out");
}

static void read_steps(const struct reading *reading, const struct doc_node *root)
{
    const struct doc_node *rows;
    const size_t count = rows_of(root, "steps", &rows);
    for (size_t i = 0; i < count; i++) {
        const struct comment_step step = {.issue = word_at(reading, &rows[i], "issue"),
                                          .title = word_at(reading, &rows[i], "title"),
                                          .before = text_at(reading, &rows[i], "before"),
                                          .after = word_at(reading, &rows[i], "after")};
        if (*step.issue)
            VEC_PUSH(reading->arena, &reading->facts->steps, step);
    }
}

static enum code not_ours(const char *path, const char *why, struct err *err)
{
    (void)err_set(err, ERR_REFUSED, "'%s' is not what roadmap comment writes: %s", path, why);
    return err_hint(err, "it is made by: roadmap comment -o FILE");
}

enum code comment_read_file(struct commenting *commenting, struct err *err)
{
    const char *path = commenting->options->from;
    struct comment_facts *facts = &commenting->report->facts;
    const struct reading reading = {commenting->arena, facts};
    struct doc_problems problems = {0};
    char *bytes = NULL;
    size_t len = 0;
    enum code code =
        file_read(commenting->arena, path, LIMIT_COMMENT_FILE_BYTES, &bytes, &len, err);
    if (code)
        return code;
    const struct doc *doc =
        doc_read(commenting->arena, doc_text_new(commenting->arena, path, bytes, len), DOC_JSON,
                 &problems, NULL);
    if (!doc || problems.count > 0 || doc->root.type != DOC_MAP)
        return not_ours(path, "it is no JSON object", err);
    const struct doc_node *root = &doc->root;
    if (!text_eq(text_at(&reading, root, "command"), "comment") || count_at(root, "format") != 1)
        return not_ours(path, "its format is another one", err);
    facts->scope = text_at(&reading, root, "scope");
    if (!facts->scope || !key_scope_valid(facts->scope))
        return not_ours(path, "its scope is none", err);
    facts->diff = ARENA_NEW(commenting->arena, struct plan_diff);
    facts->base = commit_at(&reading, root, "base");
    facts->base_name = text_at(&reading, root, "base_name");
    facts->uncompared = text_at(&reading, root, "uncompared");
    read_items(&reading, root);
    read_milestones(&reading, root);
    read_effect(&reading, root);
    read_weakened(&reading, root);
    read_checks(&reading, root);
    read_steps(&reading, root);
    return OK;
}
