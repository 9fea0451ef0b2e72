/* Keys of the checks that need files, migration sets and git alone. */
#include <string.h>

#include "base/limits.h"
#include "base/nearest.h"
#include "schema/check/erd.h"
#include "schema/check/params_inner.h"
#include "schema/folder/folder.h"
#include "schema/lint/rules.h"
#include "schema/version.h"

static const struct param none[] = {{0}};

/* -------------------------------------------------------------------------------- migrations */

static bool read_preset(struct params_reader *reader, const json_t *value, const char *where,
                        void *object)
{
    static const struct param text = {.type = PARAM_TEXT};
    struct naming_asked *asked = object;
    struct naming naming;
    cleanup_err struct err err = ERR_INIT;
    if (!params_value(reader, value, where, &text, &asked->preset))
        return false;
    if (naming_parse(reader->arena, asked->preset, &naming, &err) == OK)
        return true;
    return params_wrong(reader, where, false, arena_strdup(reader->arena, err.hint), "%s",
                        err.message);
}

static const struct param naming_keys[] = {
    {.name = "preset", .type = PARAM_CUSTOM, .read = read_preset},
    {0},
};

static const char *const reversible_words[] = {"required", "optional", "never", NULL};

static bool read_reversible(struct params_reader *reader, const json_t *value, const char *where,
                            void *object)
{
    const struct param word = {.type = PARAM_WORD, .words = reversible_words};
    unsigned place = 0;
    if (!params_value(reader, value, where, &word, &place))
        return false;
    ((struct pair_asked *)object)->reversible = reversible_parse(reversible_words[place]);
    return true;
}

static const struct param pair_keys[] = {
    {.name = "reversible", .type = PARAM_CUSTOM, .read = read_reversible},
    {0},
};

static const struct param co_change_keys[] = {
    {.name = "with",
     .type = PARAM_TEXTS,
     .offset = offsetof(struct co_change_asked, with),
     .needed = true},
    {.name = "when", .type = PARAM_TEXTS, .offset = offsetof(struct co_change_asked, when)},
    {0},
};

static const struct param immutable_keys[] = {
    {.name = "files", .type = PARAM_TEXTS, .offset = offsetof(struct immutable_asked, files)},
    {0},
};

static const struct rule *rule_named(const char *word)
{
    for (size_t i = 0; i < schema_rule_count; i++)
        if (strcmp(schema_rules[i].name, word) == 0)
            return &schema_rules[i];
    return schema_rule(word);
}

/* A list of codes or names; what is kept are the codes. */
static bool read_rules(struct params_reader *reader, const json_t *value, const char *where,
                       struct strlist *out)
{
    static const struct param texts = {.type = PARAM_TEXTS};
    struct strlist words = {0};
    if (!params_value(reader, value, where, &texts, &words))
        return false;
    for (uint32_t i = 0; i < words.len; i++) {
        const struct rule *rule = rule_named(words.items[i]);
        if (!rule) {
            struct nearest nearest = nearest_init(words.items[i]);
            for (size_t k = 0; k < schema_rule_count; k++) {
                nearest_try(&nearest, schema_rules[k].name);
                nearest_try(&nearest, schema_rules[k].code);
            }
            return params_wrong(
                reader,
                json_is_array(value) ? arena_printf(reader->arena, "%s/%u", where, i) : where,
                false, nearest_help(reader->arena, &nearest), "there is no rule '%s'",
                words.items[i]);
        }
        strlist_add(reader->arena, out, rule->code);
    }
    return true;
}

static bool read_only_rules(struct params_reader *reader, const json_t *value, const char *where,
                            void *object)
{
    return read_rules(reader, value, where, &((struct lint_asked *)object)->rules);
}

static bool read_ignored_rules(struct params_reader *reader, const json_t *value, const char *where,
                               void *object)
{
    return read_rules(reader, value, where, &((struct lint_asked *)object)->ignore);
}

static bool read_severity(struct params_reader *reader, const json_t *value, const char *where,
                          void *object)
{
    static const char *const words[] = {"error", "warning", "note", NULL};
    static const enum severity severities[] = {SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE};
    const struct param word = {.type = PARAM_WORD, .words = words};
    unsigned place = 0;
    if (!params_value(reader, value, where, &word, &place))
        return false;
    ((struct lint_asked *)object)->severity = severities[place];
    return true;
}

static bool read_min_version(struct params_reader *reader, const json_t *value, const char *where,
                             void *object)
{
    static const struct param text = {.type = PARAM_SCALAR};
    struct lint_asked *asked = object;
    if (!params_value(reader, value, where, &text, &asked->min_version))
        return false;
    return lint_min_version(asked->min_version) > 0 ||
           params_wrong(reader, where, false, "write min_version: \"3.35\"",
                        "'%s' is no version of SQLite", asked->min_version);
}

static const struct param lint_keys[] = {
    {.name = "rules", .type = PARAM_CUSTOM, .read = read_only_rules},
    {.name = "ignore", .type = PARAM_CUSTOM, .read = read_ignored_rules},
    {.name = "severity", .type = PARAM_CUSTOM, .read = read_severity},
    {.name = "min_version", .type = PARAM_CUSTOM, .read = read_min_version},
    {0},
};

/* ------------------------------------------------------------------------------------- files */

/* Patterns come apart one by one, so that each is named when it is wrong. */
static bool read_patterns(struct params_reader *reader, const json_t *value, const char *where,
                          void *object)
{
    static const struct param regex = {.type = PARAM_REGEX};
    struct file_asked *asked = object;
    const char *text;
    size_t count = json_is_array(value) ? json_array_size(value) : 1;
    for (size_t i = 0; i < count; i++) {
        bool list = json_is_array(value);
        if (!params_value(reader, list ? json_array_get(value, i) : value,
                          list ? arena_printf(reader->arena, "%s/%zu", where, i) : where, &regex,
                          &text))
            return false;
        strlist_add(reader->arena, &asked->matches, text);
    }
    return true;
}

static const struct param file_keys[] = {
    {.name = "path",
     .type = PARAM_TEXT,
     .offset = offsetof(struct file_asked, path),
     .needed = true},
    {.name = "exists", .type = PARAM_ASKED, .offset = offsetof(struct file_asked, exists)},
    {.name = "contains", .type = PARAM_TEXTS, .offset = offsetof(struct file_asked, contains)},
    {.name = "lacks", .type = PARAM_TEXTS, .offset = offsetof(struct file_asked, lacks)},
    {.name = "matches", .type = PARAM_CUSTOM, .read = read_patterns},
    {.name = "min",
     .type = PARAM_COUNT,
     .max = LIMIT_TREE_FILES,
     .offset = offsetof(struct file_asked, min)},
    {.name = "max",
     .type = PARAM_COUNT,
     .max = LIMIT_TREE_FILES,
     .offset = offsetof(struct file_asked, max)},
    {0},
};

static bool finish_file(struct params_reader *reader, struct check_params *params)
{
    const struct file_asked *asked = &params->file;
    bool more = asked->contains.len > 0 || asked->lacks.len > 0 || asked->matches.len > 0 ||
                asked->min > 0 || asked->max > 0;
    if (asked->exists == ASKED_NO && more)
        return params_wrong(reader, "/exists", false, "leave out one or the other",
                            "a file that should not exist holds nothing");
    if (asked->max > 0 && asked->min > asked->max)
        return params_wrong(reader, "/min", false, NULL, "'min' is more than 'max'");
    return true;
}

static const struct param keys_keys[] = {
    {.name = "path",
     .type = PARAM_TEXT,
     .offset = offsetof(struct file_keys_asked, path),
     .needed = true},
    {.name = "keys",
     .type = PARAM_TEXTS,
     .offset = offsetof(struct file_keys_asked, keys),
     .needed = true},
    {0},
};

static bool read_equals(struct params_reader *reader, const json_t *value, const char *where,
                        void *object)
{
    static const struct param scalar = {.type = PARAM_SCALAR};
    struct json_path_asked *asked = object;
    asked->equals_text = json_is_string(value);
    if (json_is_string(value) && json_string_length(value) == 0) {
        asked->equals = "";
        return true;
    }
    return params_value(reader, value, where, &scalar, &asked->equals);
}

static const struct param json_path_keys[] = {
    {.name = "path",
     .type = PARAM_TEXT,
     .offset = offsetof(struct json_path_asked, path),
     .needed = true},
    {.name = "at",
     .type = PARAM_TEXT,
     .offset = offsetof(struct json_path_asked, at),
     .needed = true},
    {.name = "exists", .type = PARAM_ASKED, .offset = offsetof(struct json_path_asked, exists)},
    {.name = "equals", .type = PARAM_CUSTOM, .read = read_equals},
    {.name = "matches", .type = PARAM_REGEX, .offset = offsetof(struct json_path_asked, matches)},
    {.name = "has", .type = PARAM_TEXTS, .offset = offsetof(struct json_path_asked, has)},
    {.name = "min",
     .type = PARAM_COUNT,
     .max = LIMIT_CHECK_FACTS,
     .offset = offsetof(struct json_path_asked, min)},
    {0},
};

static const struct param doc_section_keys[] = {
    {.name = "path",
     .type = PARAM_TEXT,
     .offset = offsetof(struct doc_section_asked, path),
     .needed = true},
    {.name = "heading",
     .type = PARAM_TEXTS,
     .offset = offsetof(struct doc_section_asked, headings),
     .needed = true},
    {.name = "contains",
     .type = PARAM_TEXTS,
     .offset = offsetof(struct doc_section_asked, contains)},
    {0},
};

static const struct param make_target_keys[] = {
    {.name = "target",
     .type = PARAM_TEXTS,
     .offset = offsetof(struct make_target_asked, targets),
     .needed = true},
    {.name = "path", .type = PARAM_TEXT, .offset = offsetof(struct make_target_asked, path)},
    {.name = "runs", .type = PARAM_TEXT, .offset = offsetof(struct make_target_asked, runs)},
    {0},
};

static bool finish_make_target(struct params_reader *reader, struct check_params *params)
{
    (void)reader;
    if (!params->make_target.path)
        params->make_target.path = "Makefile";
    return true;
}

static const struct param workflow_keys[] = {
    {.name = "path",
     .type = PARAM_TEXT,
     .offset = offsetof(struct workflow_asked, path),
     .needed = true},
    {.name = "job", .type = PARAM_TEXT, .offset = offsetof(struct workflow_asked, job)},
    {.name = "step", .type = PARAM_TEXT, .offset = offsetof(struct workflow_asked, step)},
    {.name = "run", .type = PARAM_TEXT, .offset = offsetof(struct workflow_asked, run)},
    {.name = "uses", .type = PARAM_TEXT, .offset = offsetof(struct workflow_asked, uses)},
    {.name = "on", .type = PARAM_TEXT, .offset = offsetof(struct workflow_asked, on)},
    {0},
};

static const struct param coverage_keys[] = {
    {.name = "path",
     .type = PARAM_TEXT,
     .offset = offsetof(struct coverage_asked, path),
     .needed = true},
    {.name = "min", .type = PARAM_PERCENT, .offset = offsetof(struct coverage_asked, min)},
    {.name = "per_file",
     .type = PARAM_PERCENT,
     .offset = offsetof(struct coverage_asked, per_file)},
    {.name = "files", .type = PARAM_TEXTS, .offset = offsetof(struct coverage_asked, files)},
    {0},
};

static bool finish_coverage(struct params_reader *reader, struct check_params *params)
{
    if (params->coverage.min > 0 || params->coverage.per_file > 0)
        return true;
    return params_wrong(reader, "", false, "write {path: coverage/lcov.info, min: 90}",
                        "coverage needs 'min' or 'per_file', more than 0");
}

static const struct param approval_keys[] = {
    {.name = "min", .type = PARAM_COUNT, .max = 100},
    {0},
};

static bool finish_approval(struct params_reader *reader, struct check_params *params)
{
    (void)reader;
    if (params->approvals == 0)
        params->approvals = 1;
    return true;
}

static const struct param dictionary_keys[] = {
    {.name = "file",
     .type = PARAM_TEXT,
     .offset = offsetof(struct dictionary_asked, path),
     .needed = true},
    {.name = "tables", .type = PARAM_TEXTS, .offset = offsetof(struct dictionary_asked, tables)},
    {0},
};

static const struct param classification_keys[] = {
    {.name = "file",
     .type = PARAM_TEXT,
     .offset = offsetof(struct classification_asked, path),
     .needed = true},
    {.name = "require", .type = PARAM_TEXTS, .offset = offsetof(struct classification_asked, keys)},
    {.name = "tables",
     .type = PARAM_TEXTS,
     .offset = offsetof(struct classification_asked, tables)},
    {.name = "columns",
     .type = PARAM_BOOL,
     .offset = offsetof(struct classification_asked, columns)},
    {0},
};

static const char *const erd_words[] = {"auto", "plantuml", "mermaid", "dot", NULL};

static const struct param erd_keys[] = {
    {.name = "file",
     .type = PARAM_TEXT,
     .offset = offsetof(struct erd_asked, path),
     .needed = true},
    {.name = "format",
     .type = PARAM_WORD,
     .words = erd_words,
     .offset = offsetof(struct erd_asked, format)},
    {.name = "tables", .type = PARAM_TEXTS, .offset = offsetof(struct erd_asked, tables)},
    {.name = "columns", .type = PARAM_BOOL, .offset = offsetof(struct erd_asked, columns)},
    {0},
};

/* What a check cannot know later is said now. */
static bool finish_erd(struct params_reader *reader, struct check_params *params)
{
    if (params->erd.format != ERD_BY_NAME || erd_format_of(params->erd.path) != ERD_BY_NAME)
        return true;
    return params_wrong(reader, "", false, "add format: plantuml, mermaid or dot",
                        "the end of '%s' does not say what kind of diagram it is",
                        params->erd.path);
}

static const struct param contract_keys[] = {
    {.name = "file",
     .type = PARAM_TEXT,
     .offset = offsetof(struct contract_asked, path),
     .needed = true},
    {.name = "tables", .type = PARAM_TEXTS, .offset = offsetof(struct contract_asked, tables)},
    {.name = "exact", .type = PARAM_BOOL, .offset = offsetof(struct contract_asked, exact)},
    {0},
};

static const struct param mapping_keys[] = {
    {.name = "file",
     .type = PARAM_TEXT,
     .offset = offsetof(struct mapping_asked, path),
     .needed = true},
    {.name = "tables", .type = PARAM_TEXTS, .offset = offsetof(struct mapping_asked, tables)},
    {0},
};

static const struct param lineage_keys[] = {
    {.name = "file",
     .type = PARAM_TEXT,
     .offset = offsetof(struct lineage_asked, path),
     .needed = true},
    {.name = "tables", .type = PARAM_TEXTS, .offset = offsetof(struct lineage_asked, tables)},
    {0},
};

const struct params_of_kind params_of_file_kinds[CHECK_KIND_COUNT] = {
    [CHECK_NAMING] = {naming_keys, "preset", NULL},
    [CHECK_ORDERING] = {none, NULL, NULL},
    [CHECK_MIGRATION_PAIR] = {pair_keys, NULL, NULL},
    [CHECK_CO_CHANGE] = {co_change_keys, "with", NULL},
    [CHECK_IMMUTABLE] = {immutable_keys, "files", NULL},
    [CHECK_LINT] = {lint_keys, "rules", NULL},
    [CHECK_DICTIONARY] = {dictionary_keys, "file", NULL},
    [CHECK_CLASSIFICATION] = {classification_keys, "file", NULL},
    [CHECK_ERD] = {erd_keys, "file", finish_erd},
    [CHECK_CONTRACT] = {contract_keys, "file", NULL},
    [CHECK_MAPPING] = {mapping_keys, "file", NULL},
    [CHECK_LINEAGE] = {lineage_keys, "file", NULL},
    [CHECK_FILE] = {file_keys, "path", finish_file},
    [CHECK_FILE_KEYS] = {keys_keys, NULL, NULL},
    [CHECK_JSON_PATH] = {json_path_keys, NULL, NULL},
    [CHECK_DOC_SECTION] = {doc_section_keys, NULL, NULL},
    [CHECK_MAKE_TARGET] = {make_target_keys, "target", finish_make_target},
    [CHECK_WORKFLOW] = {workflow_keys, "path", NULL},
    [CHECK_COVERAGE] = {coverage_keys, NULL, finish_coverage},
    [CHECK_APPROVAL] = {approval_keys, NULL, finish_approval},
};
