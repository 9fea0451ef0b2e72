#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/nearest.h"
#include "base/str.h"
#include "schema/check/params_inner.h"
#include "schema/folder/pattern.h"

/* ------------------------------------------------------------------------------------- kinds */

static const struct {
    const char *name;
    uint32_t version;
} kinds[CHECK_KIND_COUNT] = {
    [CHECK_NAMING] = {"naming", 1},
    [CHECK_ORDERING] = {"ordering", 1},
    [CHECK_MIGRATION_PAIR] = {"migration_pair", 1},
    [CHECK_CO_CHANGE] = {"co_change", 1},
    [CHECK_IMMUTABLE] = {"immutable", 1},
    [CHECK_APPLY] = {"apply", 1},
    [CHECK_SMOKE] = {"smoke", 1},
    [CHECK_DURATION] = {"duration", 1},
    [CHECK_SEED] = {"seed", 2},
    [CHECK_TABLE] = {"table", 1},
    [CHECK_PRIMARY_KEY] = {"primary_key", 1},
    [CHECK_UNIQUE] = {"unique", 1},
    [CHECK_FOREIGN_KEY] = {"foreign_key", 2},
    [CHECK_CHECK_CONSTRAINT] = {"check_constraint", 1},
    [CHECK_INDEX] = {"index", 1},
    [CHECK_OBJECT] = {"object", 1},
    [CHECK_PARTITION] = {"partition", 1},
    [CHECK_RLS] = {"rls", 1},
    [CHECK_INTEGRITY] = {"integrity", 2},
    [CHECK_PRAGMA] = {"pragma", 2},
    [CHECK_QUERY_PLAN] = {"query_plan", 2},
    [CHECK_LATENCY] = {"latency", 1},
    [CHECK_SQL] = {"sql", 2},
    [CHECK_LINT] = {"lint", 1},
    [CHECK_DICTIONARY] = {"dictionary", 1},
    [CHECK_ERD] = {"erd", 1},
    [CHECK_CLASSIFICATION] = {"classification", 1},
    [CHECK_CONTRACT] = {"contract", 1},
    [CHECK_MAPPING] = {"mapping", 1},
    [CHECK_LINEAGE] = {"lineage", 1},
    [CHECK_FILE] = {"file", 1},
    [CHECK_FILE_KEYS] = {"file_keys", 1},
    [CHECK_JSON_PATH] = {"json_path", 1},
    [CHECK_DOC_SECTION] = {"doc_section", 1},
    [CHECK_MAKE_TARGET] = {"make_target", 1},
    [CHECK_WORKFLOW] = {"workflow", 1},
    [CHECK_COVERAGE] = {"coverage", 1},
    [CHECK_APPROVAL] = {"approval", 1},
};

const char *check_kind_name(enum check_kind kind)
{
    return kinds[kind].name;
}

bool check_kind_parse(const char *name, enum check_kind *kind)
{
    for (enum check_kind i = 0; i < CHECK_KIND_COUNT; i++) {
        if (strcmp(name, kinds[i].name) == 0) {
            *kind = i;
            return true;
        }
    }
    return false;
}

uint32_t check_kind_version(enum check_kind kind)
{
    return kinds[kind].version;
}

const char *check_kind_needs(enum check_kind kind)
{
    return kind == CHECK_APPROVAL
               ? "reviews are on GitHub, and this version's check asks nothing there"
               : NULL;
}

/* ------------------------------------------------------------------------------------ words */

bool params_wrong(struct params_reader *reader, const char *where, bool at_key, const char *help,
                  const char *format, ...)
{
    cleanup_str struct str message;
    str_init(&message, 0);
    va_list args;
    va_start(args, format);
    str_vaddf(&message, format, args);
    va_end(args);
    *reader->problem = (struct params_problem){.where = where,
                                               .at_key = at_key,
                                               .message = str_dup(&message, reader->arena),
                                               .help = help};
    return false;
}

const char *params_describe(struct arena *arena, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "a map";
    case JSON_ARRAY:
        return "a list";
    case JSON_STRING:
        return *json_string_value(value) ? arena_printf(arena, "'%s'", json_string_value(value))
                                         : "an empty text";
    case JSON_INTEGER:
        return arena_printf(arena, "the number %lld", (long long)json_integer_value(value));
    case JSON_REAL:
        return arena_printf(arena, "the number %g", json_real_value(value));
    case JSON_TRUE:
        return "true";
    case JSON_FALSE:
        return "false";
    default:
        return "null";
    }
}

char *params_below(struct arena *arena, const char *where, const char *key)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    str_addf(&text, "%s/", where);
    for (const char *at = key; *at; at++) {
        if (*at == '~' || *at == '/')
            str_add(&text, *at == '~' ? "~0" : "~1");
        else
            str_addc(&text, *at);
    }
    return str_dup(&text, arena);
}

static bool not_a(struct params_reader *reader, const json_t *value, const char *where,
                  const char *wanted)
{
    const char *name = strrchr(where, '/');
    return params_wrong(reader, where, false, NULL, "'%s' should be %s, not %s",
                        name ? name + 1 : reader->what, wanted,
                        params_describe(reader->arena, value));
}

/* ----------------------------------------------------------------------------------- values */

static bool read_text(struct params_reader *reader, const json_t *value, const char *where,
                      const char **out)
{
    if (!json_is_string(value) || text_empty(json_string_value(value)))
        return not_a(reader, value, where, "a text");
    /* Canonical JSON writes a NUL as an escape; no text of a check has one. */
    if (strlen(json_string_value(value)) != json_string_length(value))
        return params_wrong(reader, where, false, NULL, "a text with a zero byte in it");
    *out = arena_strdup(reader->arena, json_string_value(value));
    return true;
}

static bool read_scalar(struct params_reader *reader, const json_t *value, const char *where,
                        const char **out)
{
    if (json_is_string(value))
        return read_text(reader, value, where, out);
    if (json_is_object(value) || json_is_array(value))
        return not_a(reader, value, where, "a text or a number");
    char *words = json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    BUG_UNLESS(words != NULL);
    *out = arena_strdup(reader->arena, words);
    free(words);
    return true;
}

static bool read_texts(struct params_reader *reader, const json_t *value, const char *where,
                       struct strlist *out)
{
    const char *text;
    if (json_is_string(value)) {
        if (!read_text(reader, value, where, &text))
            return false;
        strlist_add(reader->arena, out, text);
        return true;
    }
    if (!json_is_array(value))
        return not_a(reader, value, where, "a text or a list of texts");
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (!read_text(reader, json_array_get(value, i),
                       arena_printf(reader->arena, "%s/%zu", where, i), &text))
            return false;
        strlist_add(reader->arena, out, text);
    }
    return true;
}

static bool read_count(struct params_reader *reader, const json_t *value, const char *where,
                       uint32_t max, uint32_t *out)
{
    json_int_t number = json_integer_value(value);
    if (!json_is_integer(value) || number < 0 || number > (json_int_t)max)
        return not_a(reader, value, where,
                     arena_printf(reader->arena, "a whole number from 0 to %u", max));
    *out = (uint32_t)number;
    return true;
}

#define DAY_MS 86400000.0

static bool read_ms(struct params_reader *reader, const json_t *value, const char *where,
                    int64_t *out)
{
    double number = json_number_value(value);
    if (!json_is_number(value) || !(number > 0) || number > DAY_MS)
        return not_a(reader, value, where, "a number of milliseconds, more than 0");
    *out = number < 0.001 ? 1 : (int64_t)(number * 1000 + 0.5);
    return true;
}

static bool read_percent(struct params_reader *reader, const json_t *value, const char *where,
                         double *out)
{
    double number = json_number_value(value);
    bool right = json_is_number(value);
    if (json_is_string(value)) {
        const char *text = json_string_value(value);
        char *end;
        number = strtod(text, &end);
        right = end != text && strcmp(end, "%") == 0 && strspn(text, "0123456789.") > 0;
    }
    if (!right || !(number >= 0 && number <= 100))
        return not_a(reader, value, where, "a percentage from 0 to 100");
    *out = number;
    return true;
}

static bool read_word(struct params_reader *reader, const json_t *value, const char *where,
                      const char *const *words, unsigned *out)
{
    cleanup_str struct str all;
    str_init(&all, 0);
    const char *text = json_is_string(value) ? json_string_value(value) : "";
    struct nearest nearest = nearest_init(text);
    for (unsigned i = 0; words[i]; i++) {
        if (strcmp(words[i], text) == 0) {
            *out = i;
            return true;
        }
        nearest_try(&nearest, words[i]);
        str_addf(&all, "%s%s", i == 0 ? "" : words[i + 1] ? ", " : " or ", words[i]);
    }
    (void)not_a(reader, value, where, all.p);
    reader->problem->help = nearest_help(reader->arena, &nearest);
    return false;
}

static bool read_regex(struct params_reader *reader, const json_t *value, const char *where,
                       const char **out)
{
    regex_t regex;
    if (!read_text(reader, value, where, out))
        return false;
    const char *wrong = pattern_compile(reader->arena, *out, &regex);
    if (wrong)
        return params_wrong(reader, where, false, "write a POSIX extended regular expression",
                            "'%s' is no pattern: %s", *out, wrong);
    regfree(&regex);
    return true;
}

static bool read_truth(struct params_reader *reader, const json_t *value, const char *where,
                       bool *out)
{
    if (!json_is_boolean(value))
        return not_a(reader, value, where, "true or false");
    *out = json_is_true(value);
    return true;
}

bool params_value(struct params_reader *reader, const json_t *value, const char *where,
                  const struct param *key, void *object)
{
    void *field = (char *)object + key->offset;
    bool truth = false;
    switch (key->type) {
    case PARAM_TEXT:
        return read_text(reader, value, where, field);
    case PARAM_SCALAR:
        return read_scalar(reader, value, where, field);
    case PARAM_TEXTS:
        return read_texts(reader, value, where, field);
    case PARAM_ASKED:
        if (!read_truth(reader, value, where, &truth))
            return false;
        *(enum asked *)field = truth ? ASKED_YES : ASKED_NO;
        return true;
    case PARAM_BOOL:
        return read_truth(reader, value, where, field);
    case PARAM_COUNT:
        return read_count(reader, value, where, key->max, field);
    case PARAM_MS:
        return read_ms(reader, value, where, field);
    case PARAM_PERCENT:
        return read_percent(reader, value, where, field);
    case PARAM_WORD:
        return read_word(reader, value, where, key->words, field);
    case PARAM_REGEX:
        return read_regex(reader, value, where, field);
    default:
        return key->read(reader, value, where, object);
    }
}

/* -------------------------------------------------------------------------------------- maps */

static const struct param *find_key(const struct param *keys, const char *name)
{
    for (; keys->name; keys++)
        if (strcmp(keys->name, name) == 0)
            return keys;
    return NULL;
}

static bool unknown_key(struct params_reader *reader, const char *where, const char *name,
                        const struct param *keys)
{
    struct nearest nearest = nearest_init(name);
    cleanup_str struct str all;
    str_init(&all, 0);
    for (const struct param *key = keys; key->name; key++) {
        nearest_try(&nearest, key->name);
        str_addf(&all, "%s%s", key == keys ? "" : ", ", key->name);
    }
    const char *help = nearest_help(reader->arena, &nearest);
    if (!help)
        help = keys->name ? arena_printf(reader->arena, "it takes %s", all.p)
                          : "it takes no parameters: write {}";
    return params_wrong(reader, params_below(reader->arena, where, name), true, help,
                        "there is no key '%s' in %s", name, reader->what);
}

bool params_map(struct params_reader *reader, const json_t *map, const char *where,
                const struct param *keys, void *object)
{
    const char *name;
    json_t *value;
    if (!json_is_object(map))
        return not_a(reader, map, where, "a map");
    json_object_foreach((json_t *)(uintptr_t)map, name, value)
    {
        const struct param *key = find_key(keys, name);
        if (!key && text_starts(name, "x-"))
            continue;
        if (!key)
            return unknown_key(reader, where, name, keys);
        if (!json_is_null(value) &&
            !params_value(reader, value, params_below(reader->arena, where, name), key, object))
            return false;
    }
    for (const struct param *key = keys; key->name; key++) {
        value = json_object_get(map, key->name);
        if (key->needed && (!value || json_is_null(value)))
            return params_wrong(reader, where, false,
                                arena_printf(reader->arena, "add %s: …", key->name),
                                "%s needs the key '%s'", reader->what, key->name);
    }
    return true;
}

/* --------------------------------------------------------------------------------- the whole */

static const struct params_of_kind *of_kind(enum check_kind kind)
{
    const struct params_of_kind *of = &params_of_schema_kinds[kind];
    return of->keys ? of : &params_of_file_kinds[kind];
}

/* `file: README.md` is `file: {path: README.md}`. */
static bool read_bare(struct params_reader *reader, const json_t *value,
                      const struct params_of_kind *of, struct check_params *params)
{
    struct param key = *find_key(of->keys, of->bare);
    if (!params_value(reader, value, "", &key,
                      (char *)params + offsetof(struct check_params, file)))
        return false;
    for (const struct param *other = of->keys; other->name; other++)
        if (other->needed && strcmp(other->name, of->bare) != 0)
            return params_wrong(
                reader, "", false,
                arena_printf(reader->arena, "write {%s: …, %s: …}", of->bare, other->name),
                "%s needs the key '%s'", reader->what, other->name);
    return true;
}

static bool read_whole(struct params_reader *reader, const json_t *value,
                       struct check_params *params)
{
    const struct params_of_kind *of = of_kind(params->kind);
    bool right;
    if (json_is_null(value)) {
        json_t *empty = json_object();
        right = params_map(reader, empty, "", of->keys,
                           (char *)params + offsetof(struct check_params, file));
        json_decref(empty);
    } else if (of->bare && !json_is_object(value)) {
        right = read_bare(reader, value, of, params);
    } else {
        right = params_map(reader, value, "", of->keys,
                           (char *)params + offsetof(struct check_params, file));
    }
    return right && (!of->finish || of->finish(reader, params));
}

/* Of a pattern or a path: absolute, or one of its parts is a way up. */
static bool leads_out(const char *path)
{
    path += *path == '!';
    if (*path == '/')
        return true;
    for (;;) {
        const size_t len = strcspn(path, "/");
        if (len == 2 && path[0] == '.' && path[1] == '.')
            return true;
        if (!path[len])
            return false;
        path += len + 1;
    }
}

/* Nothing outside of the repository is ever read, so that a file there is missing proves nothing.
 */
static bool stays_inside(struct params_reader *reader, const struct check_params *params)
{
    const struct strlist files = check_params_files(reader->arena, params);
    for (uint32_t i = 0; i < files.len; i++)
        if (leads_out(files.items[i]))
            return params_wrong(reader, "", false, "write it from the top of the repository",
                                "'%s' leads out of the repository", files.items[i]);
    return true;
}

bool check_params_read(struct arena *arena, enum check_kind kind, const char *json,
                       struct check_params *params, struct params_problem *problem)
{
    struct params_reader reader = {arena, problem, check_kind_name(kind)};
    json_error_t error;
    *params = (struct check_params){.kind = kind};
    if (strlen(json) > LIMIT_DOC_SCALAR_BYTES)
        return params_wrong(&reader, "", false, NULL,
                            "parameters larger than %u KiB (LIMIT_DOC_SCALAR_BYTES)",
                            LIMIT_DOC_SCALAR_BYTES >> 10);
    json_t *value = json_loads(json, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
    if (!value)
        return params_wrong(&reader, "", false, NULL, "the parameters of %s cannot be read: %s",
                            reader.what, error.text);
    bool right = read_whole(&reader, value, params) && stays_inside(&reader, params);
    json_decref(value);
    return right;
}

struct strlist check_params_files(struct arena *arena, const struct check_params *params)
{
    struct strlist files = {0};
    const char *path = NULL;
    switch (params->kind) {
    case CHECK_SEED:
        path = params->seed;
        break;
    case CHECK_LATENCY:
        path = params->latency.baseline;
        break;
    case CHECK_DICTIONARY:
        path = params->dictionary.path;
        break;
    case CHECK_CLASSIFICATION:
        path = params->classification.path;
        break;
    case CHECK_ERD:
        path = params->erd.path;
        break;
    case CHECK_CONTRACT:
        path = params->contract.path;
        break;
    case CHECK_MAPPING:
        path = params->mapping.path;
        break;
    case CHECK_LINEAGE:
        path = params->lineage.path;
        break;
    case CHECK_FILE:
        path = params->file.path;
        break;
    case CHECK_FILE_KEYS:
        path = params->file_keys.path;
        break;
    case CHECK_JSON_PATH:
        path = params->json_path.path;
        break;
    case CHECK_DOC_SECTION:
        path = params->doc_section.path;
        break;
    case CHECK_MAKE_TARGET:
        path = params->make_target.path;
        break;
    case CHECK_WORKFLOW:
        path = params->workflow.path;
        break;
    case CHECK_COVERAGE:
        path = params->coverage.path;
        break;
    case CHECK_IMMUTABLE:
        return params->immutable.files;
    default:
        break;
    }
    if (path)
        strlist_add(arena, &files, path);
    return files;
}

struct strlist check_params_subjects(struct arena *arena, const struct check_params *params)
{
    const bool other = params->kind == CHECK_COVERAGE || params->kind == CHECK_LATENCY ||
                       (params->kind == CHECK_FILE && params->file.exists == ASKED_NO);
    return other ? (struct strlist){0} : check_params_files(arena, params);
}

const char *check_params_of_path(struct arena *arena, const char *path)
{
    json_t *value = json_string(path);
    char *words = value ? json_dumps(value, JSON_ENCODE_ANY) : NULL;
    BUG_UNLESS(words != NULL);
    const char *params = arena_strdup(arena, words);
    free(words);
    json_decref(value);
    return params;
}
