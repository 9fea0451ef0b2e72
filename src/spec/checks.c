#include <stddef.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "spec/read.h"

const char *const spec_check_kinds[] = {
    "naming",
    "ordering",
    "migration_pair",
    "co_change",
    "immutable",
    "apply",
    "smoke",
    "duration",
    "seed",
    "table",
    "primary_key",
    "unique",
    "foreign_key",
    "check_constraint",
    "index",
    "object",
    "partition",
    "rls",
    "integrity",
    "pragma",
    "query_plan",
    "latency",
    "sql",
    "lint",
    "dictionary",
    "erd",
    "classification",
    "contract",
    "mapping",
    "lineage",
    "file",
    "file_keys",
    "json_path",
    "doc_section",
    "make_target",
    "workflow",
    "coverage",
    "approval",
    NULL,
};

static bool is_known_kind(const char *name)
{
    for (size_t i = 0; spec_check_kinds[i]; i++) {
        if (strcmp(name, spec_check_kinds[i]) == 0)
            return true;
    }
    return false;
}

static void read_waive(struct reader *reader, void *object, const struct doc_entry *entry)
{
    static const struct spec_key keys[] = {
        {.name = "until",
         .kind = VALUE_DAY,
         .offset = offsetof(struct plan_waive, until),
         .needed = true},
        {.name = "by",
         .kind = VALUE_LINE,
         .offset = offsetof(struct plan_waive, by),
         .needed = true},
        {.name = "reason",
         .kind = VALUE_LINE,
         .offset = offsetof(struct plan_waive, reason),
         .needed = true},
        {0},
    };
    struct plan_check *check = object;
    if (entry->value.type != DOC_NULL)
        (void)spec_read_map(reader, &entry->value, keys, &check->waive, "a waiver");
}

static const char *const severities[] = {"error", "warning", NULL};

static const struct spec_key side_keys[] = {
    {.name = "id", .kind = VALUE_ID, .offset = offsetof(struct plan_check, id)},
    {.name = "source", .kind = VALUE_ID, .offset = offsetof(struct plan_check, source)},
    {.name = "severity",
     .kind = VALUE_WORD,
     .offset = offsetof(struct plan_check, severity),
     .words = severities},
    {.name = "why", .kind = VALUE_LINE, .offset = offsetof(struct plan_check, why)},
    {.name = "waive", .kind = VALUE_CUSTOM, .read = read_waive},
    {0},
};

static bool is_side_key(const char *name)
{
    for (const struct spec_key *key = side_keys; key->name; key++) {
        if (strcmp(name, key->name) == 0)
            return true;
    }
    return false;
}

static void read_kind(struct reader *reader, const struct doc_entry *entry,
                      struct plan_check *check)
{
    if (check->kind) {
        spec_report(reader, "E0115", spec_key_spot(reader->file, entry),
                    "write a second check below this one",
                    "a check has one kind, and this one has '%s' and '%s'", check->kind,
                    entry->key);
        return;
    }
    check->kind = entry->key;
    check->params = doc_canonical_json(reader->arena, &entry->value);
    if (!check->params)
        spec_report_node(reader, "E0118", &entry->value, "write it without aliases",
                         "parameters larger than %u KiB (LIMIT_DOC_SCALAR_BYTES)",
                         LIMIT_DOC_SCALAR_BYTES >> 10);
}

static void unknown_kind(struct reader *reader, const struct doc_entry *entry)
{
    struct nearest nearest = nearest_init(entry->key);
    for (size_t i = 0; spec_check_kinds[i]; i++)
        nearest_try(&nearest, spec_check_kinds[i]);
    for (const struct spec_key *key = side_keys; key->name; key++)
        nearest_try(&nearest, key->name);
    const char *help = nearest_help(reader->arena, &nearest);
    spec_report(reader, "E0103", spec_key_spot(reader->file, entry),
                help ? help : "the parameters of a check stand below its kind",
                "there is no check and no key of checks '%s'", entry->key);
}

bool spec_read_check(struct reader *reader, const struct doc_node *node, struct plan_check *check)
{
    if (!spec_is(reader, node, DOC_MAP, "a map (a check)"))
        return false;
    *check =
        (struct plan_check){.waive = {.until = DAY_NONE}, .spot = spec_spot(reader->file, node)};
    struct doc_node beside = *node; /* the keys that are not the kind */
    beside.entries = arena_calloc(reader->arena, node->count, sizeof *beside.entries);
    beside.count = 0;
    bool unknown = false;
    for (uint32_t i = 0; i < node->count; i++) {
        const struct doc_entry *entry = &node->entries[i];
        if (is_known_kind(entry->key)) {
            read_kind(reader, entry, check);
        } else if (is_side_key(entry->key)) {
            beside.entries[beside.count++] = *entry;
        } else if (!text_starts(entry->key, "x-")) {
            unknown_kind(reader, entry);
            unknown = true;
        }
    }
    (void)spec_read_map(reader, &beside, side_keys, check, "a check");
    if (!check->kind && !unknown)
        spec_report_node(reader, "E0115", node, "add a kind, like file: PATH",
                         "this check does not say what it checks");
    return check->kind != NULL;
}
