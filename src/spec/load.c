#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/mojibake.h"
#include "model/key.h"
#include "model/limits.h"
#include "spec/place.h"
#include "spec/read.h"

/* Each "did you mean" over ids walks all of them. */
#define SUGGESTIONS_MAX 50

/* ---- the keys at the top ---- */

struct top {
    struct plan *plan;
    const struct doc_node *include;
};

static void read_version(struct reader *reader, void *object, const struct doc_entry *entry)
{
    (void)object;
    if (!spec_is(reader, &entry->value, DOC_INT, "the number 1"))
        return;
    if (doc_integer(&entry->value) != 1)
        spec_report_node(reader, "E0126", &entry->value,
                         "this program reads version 1; a newer one may be out",
                         "version %s of the grammar is not known here", entry->value.text);
}

static void read_scope(struct reader *reader, void *object, const struct doc_entry *entry)
{
    struct top *top = object;
    const struct doc_node *node = &entry->value;
    if (!spec_is(reader, node, DOC_STRING, "a scope (text)"))
        return;
    if (!key_scope_valid(node->text)) {
        spec_report_node(reader, "E0111", node,
                         "lower-case letters, digits and . _ -, at most 32, beginning with a "
                         "letter or digit, without '--'",
                         "'%s' cannot be a scope", node->text);
        return;
    }
    top->plan->scope = node->text;
    top->plan->scope_given = true;
}

static bool is_name(const char *text, size_t len, size_t max, const char *also)
{
    if (len == 0 || len > max)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (!isalnum((unsigned char)text[i]) && !strchr(also, text[i]))
            return false;
    }
    return true;
}

static void read_repository(struct reader *reader, void *object, const struct doc_entry *entry)
{
    struct top *top = object;
    const struct doc_node *node = &entry->value;
    if (node->type == DOC_NULL || !spec_is(reader, node, DOC_STRING, "OWNER/NAME (text)"))
        return;
    const char *slash = strchr(node->text, '/');
    const char *name = slash ? slash + 1 : "";
    bool valid = slash &&
                 is_name(node->text, (size_t)(slash - node->text), GITHUB_OWNER_POINTS, "-_") &&
                 is_name(name, strlen(name), GITHUB_REPOSITORY_POINTS, "._-") &&
                 strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
    if (!valid) {
        spec_report_node(reader, "E0112", node, "write it as in the address: acme/data-pipeline",
                         "'%s' is not OWNER/NAME", node->text);
        return;
    }
    top->plan->repository = node->text;
    top->plan->repository_spot = spec_spot(reader->file, node);
}

static void read_include(struct reader *reader, void *object, const struct doc_entry *entry)
{
    struct top *top = object;
    if (entry->value.type != DOC_NULL &&
        spec_is(reader, &entry->value, DOC_LIST, "a list (of files)"))
        top->include = &entry->value;
}

static void read_footer(struct reader *reader, void *object, const struct doc_entry *entry)
{
    static const char *const words[] = {"on", "off", NULL};
    struct top *top = object;
    const struct doc_node *node = &entry->value;
    if (node->type == DOC_BOOL)
        top->plan->footer = doc_truth(node);
    else if (node->type == DOC_NULL || !spec_is(reader, node, DOC_STRING, "the text on or off"))
        return;
    else if (strcmp(node->text, "on") == 0 || strcmp(node->text, "off") == 0)
        top->plan->footer = strcmp(node->text, "on") == 0;
    else
        spec_wrong_word(reader, node, words);
}

#define PART(function)                                                                             \
    static void part_##function(struct reader *reader, void *object,                               \
                                const struct doc_entry *entry)                                     \
    {                                                                                              \
        (void)object;                                                                              \
        if (entry->value.type != DOC_NULL)                                                         \
            spec_read_##function(reader, &entry->value);                                           \
    }
PART(people)
PART(labels)
PART(fields)
PART(evidence)
PART(phases)
PART(entities)
PART(metrics)
PART(risks)
PART(migrations)

static void read_start_on(struct reader *reader, void *object, const struct doc_entry *entry)
{
    struct top *top = object;
    if (entry->value.type != DOC_NULL)
        top->plan->start_on = spec_day(reader, &entry->value);
}

static void part_milestones(struct reader *reader, void *object, const struct doc_entry *entry)
{
    (void)object;
    spec_read_milestones(reader, &entry->value);
}

static void part_issues(struct reader *reader, void *object, const struct doc_entry *entry)
{
    (void)object;
    spec_read_issues(reader, &entry->value);
}

static void main_only(struct reader *reader, void *object, const struct doc_entry *entry)
{
    (void)object;
    spec_report(reader, "E0217", spec_key_spot(reader->file, entry), "move it to the main file",
                "'%s' has no place in an included file", entry->key);
}

#define CUSTOM(key, function)                                                                      \
    {                                                                                              \
        .name = (key), .kind = VALUE_CUSTOM, .read = (function)                                    \
    }
/* The parts that an included file may have as well. */
#define SHARED_KEYS                                                                                \
    {.name = "$schema", .kind = VALUE_IGNORED}, CUSTOM("version", read_version),                   \
        CUSTOM("people", part_people), CUSTOM("labels", part_labels),                              \
        CUSTOM("phases", part_phases), CUSTOM("entities", part_entities),                          \
        CUSTOM("metrics", part_metrics), CUSTOM("risks", part_risks),                              \
        CUSTOM("migrations", part_migrations), CUSTOM("milestones", part_milestones),              \
        CUSTOM("issues", part_issues)

static const struct spec_key main_keys[] = {
    SHARED_KEYS,
    CUSTOM("scope", read_scope),
    CUSTOM("repository", read_repository),
    CUSTOM("include", read_include),
    CUSTOM("start_on", read_start_on),
    CUSTOM("fields", part_fields),
    CUSTOM("evidence", part_evidence),
    CUSTOM("footer", read_footer),
    {0},
};
static const struct spec_key included_keys[] = {
    SHARED_KEYS,
    CUSTOM("scope", main_only),
    CUSTOM("repository", main_only),
    CUSTOM("include", main_only),
    CUSTOM("start_on", main_only),
    CUSTOM("fields", main_only),
    CUSTOM("evidence", main_only),
    CUSTOM("footer", main_only),
    {0},
};

/* ---- settings: where things go and what runs is never the plan's to say ---- */

static const char *const settings[] = {
    "api_url",    "token",      "tokens",       "token_file", "token_source", "token_command",
    "cache",      "cache_path", "cache_dir",    "pg",         "pager",        "editor",
    "trust_repo", "templates",  "template_dir", "browser",    "proxy",        NULL,
};

/* api_url, api-url and apiUrl are one. */
static bool is_setting(const char *key)
{
    for (size_t i = 0; settings[i]; i++) {
        const char *a = settings[i];
        const char *b = key;
        for (;;) {
            a += strspn(a, "_");
            b += strspn(b, "_-");
            if (!*a || *a != tolower((unsigned char)*b))
                break;
            a++;
            b++;
        }
        if (!*a && !*b)
            return true;
    }
    return false;
}

/* A copy of the top map without the settings, each of which is reported. */
static struct doc_node without_settings(struct reader *reader, const struct doc_node *root)
{
    struct doc_node kept = *root;
    kept.entries = arena_calloc(reader->arena, root->count, sizeof *kept.entries);
    kept.count = 0;
    for (uint32_t i = 0; i < root->count; i++) {
        const struct doc_entry *entry = &root->entries[i];
        if (!is_setting(entry->key)) {
            kept.entries[kept.count++] = *entry;
            continue;
        }
        spec_report(reader, "E0116", spec_key_spot(reader->file, entry),
                    "give it as an option, in the environment or in your own settings file",
                    "a plan may not set '%s': it says what, never where to or what runs",
                    entry->key);
    }
    return kept;
}

static bool read_top(struct reader *reader, struct top *top)
{
    const struct doc_node *root = &reader->file->doc->root;
    if (root->type == DOC_NULL) {
        spec_report_node(reader, "E0106", root,
                         "begin with milestones: and issues:", "this file is empty");
        return false;
    }
    if (root->type != DOC_MAP) {
        spec_report_node(reader, "E0104", root, "write milestones: […] and issues: […] at the top",
                         "expected a map with milestones and issues, found %s",
                         doc_describe(reader->arena, root));
        return false;
    }
    struct doc_node kept = without_settings(reader, root);
    return spec_read_map(reader, &kept, reader->file->included ? included_keys : main_keys, top,
                         reader->file->included ? "an included file" : "a plan");
}

/* ---- files ---- */

static void add_problems(struct reader *reader, const struct doc_problems *problems)
{
    for (size_t i = 0; i < problems->list.len; i++) {
        const struct doc_problem *problem = &problems->list.items[i];
        struct pos pos = {.source = reader->file->source,
                          .line = problem->place.line,
                          .col = problem->place.col,
                          .width = problem->place.width,
                          .offset = problem->place.offset};
        spec_report_at(reader, problem->code, pos, problem->help, "%s", problem->message);
    }
    reader->diags->errors += problems->count - problems->list.len;
}

/* Told once a file: where there is one, there are many. */
static void check_mojibake(struct reader *reader, const struct doc_text *text)
{
    size_t offset, size;
    const char *was = mojibake_find(reader->arena, text->bytes, text->len, &offset, &size);
    if (!was)
        return;
    const struct doc_node node = {.begin = (uint32_t)offset, .end = (uint32_t)(offset + size)};
    spec_report_node(reader, "W0304", &node,
                     "save it once more from the original; it is used as it stands",
                     "'%.*s' was probably '%s': UTF-8 that was decoded twice", (int)size,
                     text->bytes + offset, was);
}

/* What places call a file that lies in or below the folder of the main one. */
static const char *name_of(const struct reader *reader, const char *path)
{
    const char *main_path = reader->plan->path;
    if (!reader->name || strcmp(path, main_path) == 0)
        return reader->name ? reader->name : path;
    const size_t folder = (size_t)(path_base(main_path) - main_path);
    return path_join(reader->arena, path_dir(reader->arena, reader->name),
                     strncmp(path, main_path, folder) == 0 ? path + folder : path);
}

/* Reads and parses; false when nothing of it can be used. */
static bool parse_file(struct reader *reader, const char *path, char *bytes, size_t len)
{
    struct arena *arena = reader->arena;
    struct doc_text *text = doc_text_new(arena, path, bytes, len);
    struct source *source = ARENA_NEW(arena, struct source);
    *source = (struct source){.path = name_of(reader, path),
                              .bytes = text->bytes,
                              .len = text->len,
                              .order = reader->plan->sources.len};
    strlist_add(arena, &reader->plan->sources, text->path);
    struct spec_file *file = ARENA_NEW(arena, struct spec_file);
    file->source = source;
    file->included = source->order > 0;
    reader->file = file;
    VEC_PUSH(arena, &reader->files, file);
    enum doc_format format;
    if (!doc_format_of(path, &format))
        format =
            text->len && (text->bytes[0] == '{' || text->bytes[0] == '[') ? DOC_JSON : DOC_YAML;
    struct doc_problems problems = {0};
    file->doc = doc_read_apart(arena, reader->nodes, text, format, &problems, NULL);
    add_problems(reader, &problems);
    if (file->doc)
        check_mojibake(reader, text);
    return file->doc != NULL;
}

static void too_large(struct reader *reader, const char *path)
{
    struct spot nowhere = {0};
    spec_report(reader, "E0118", nowhere, "split the plan into plans with scopes of their own",
                "'%s' makes the plan larger than %u MiB in all (LIMIT_SPEC_BYTES)", path,
                LIMIT_SPEC_BYTES >> 20);
}

static void read_includes(struct reader *reader, const char *main_path, const struct top *top,
                          size_t read_bytes)
{
    struct strlist paths = {0};
    const struct spec_file *main_file = reader->file;
    spec_include_paths(reader, main_path, top->include, &paths);
    for (size_t i = 0; i < paths.len; i++) {
        cleanup_err struct err err = ERR_INIT;
        char *bytes = NULL;
        size_t len = 0;
        enum code code = place_read(reader->arena, reader->overlay, paths.items[i],
                                    LIMIT_SPEC_BYTES - read_bytes, &bytes, &len, &err);
        if (code == ERR_CEILING) {
            too_large(reader, paths.items[i]);
            reader->incomplete = true;
            return;
        }
        if (code) {
            spec_report(reader, "E0216", spec_spot(main_file, top->include), err.hint, "%s",
                        err.message);
            reader->incomplete = true;
            continue;
        }
        read_bytes += len;
        struct top included = {.plan = top->plan};
        if (!parse_file(reader, paths.items[i], bytes, len) || !read_top(reader, &included))
            reader->incomplete = true;
    }
    reader->file = NULL;
}

static void report_missing_lists(struct reader *reader, const struct doc_node *root)
{
    static const char *const needed[] = {"milestones", "issues"};
    for (size_t i = 0; i < 2; i++) {
        if (!doc_get(root, needed[i]))
            spec_report_node(
                reader, "E0106", root,
                arena_printf(reader->arena, "add %s: […], it may be empty: []", needed[i]),
                "a plan needs the key '%s'", needed[i]);
    }
}

static void resolve(struct reader *reader)
{
    spec_resolve_ids(reader);
    spec_resolve_references(reader);
    spec_resolve_people(reader);
    spec_resolve_labels(reader);
    spec_check_former_names(reader);
    spec_check_graph(reader);
    spec_check_values(reader);
}

static struct plan *new_plan(struct arena *arena, const char *path)
{
    struct plan *plan = ARENA_NEW(arena, struct plan);
    plan->path = arena_strdup(arena, path);
    plan->scope = "main";
    plan->footer = true;
    plan->start_on = DAY_NONE;
    return plan;
}

enum code spec_load(struct arena *arena, const char *path, struct plan **plan, struct diags *diags,
                    struct err *err)
{
    return spec_load_over(arena, path, NULL, NULL, plan, diags, err);
}

enum code spec_load_over(struct arena *arena, const char *path, const char *name,
                         const struct spec_overlay *overlay, struct plan **plan,
                         struct diags *diags, struct err *err)
{
    *plan = NULL;
    /* The trees and maps are as large as the plan, and nobody needs them when it is made. */
    struct arena *nodes cleanup_arena = arena_new();
    struct reader reader = {.arena = arena,
                            .nodes = nodes,
                            .diags = diags,
                            .overlay = overlay,
                            .plan = new_plan(arena, path),
                            .name = name,
                            .issue_ids = map_new(nodes),
                            .milestone_ids = map_new(nodes),
                            .phase_ids = map_new(nodes),
                            .migration_ids = map_new(nodes),
                            .check_ids = map_new(nodes),
                            .people = map_new(nodes),
                            .suggestions_left = SUGGESTIONS_MAX};
    cleanup_err struct err inner = ERR_INIT;
    char *bytes;
    size_t len;
    enum code code = place_read(arena, overlay, path, LIMIT_SPEC_BYTES, &bytes, &len, &inner);
    if (code == ERR_CEILING) {
        too_large(&reader, path);
        return OK;
    }
    if (code) {
        (void)err_set(err, ERR_SPEC, "%s", inner.message);
        return inner.hint ? err_hint(err, "%s", inner.hint) : ERR_SPEC;
    }
    struct top top = {.plan = reader.plan};
    if (parse_file(&reader, path, bytes, len) && read_top(&reader, &top)) {
        if (top.include)
            read_includes(&reader, path, &top, len);
        else
            report_missing_lists(&reader, &reader.file->doc->root);
        resolve(&reader);
        *plan = reader.plan;
    }
    diags_sort(diags);
    return OK;
}
