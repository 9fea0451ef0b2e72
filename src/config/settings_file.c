#include "config/settings_file.h"

#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/nearest.h"
#include "base/str.h"
#include "config/value.h"
#include "doc/doc.h"

#define HOSTS_KEY "hosts"
#define TOKEN_FILE_KEY "token_file"

struct reading {
    struct arena *arena;
    const struct settings_file *file;
    const struct doc *doc;
    struct config *config;
};

static const char *where(const struct reading *reading, const struct doc_entry *entry)
{
    struct doc_place place = doc_key_place(reading->doc, entry);
    return arena_printf(reading->arena, "%s:%u", reading->file->shown, place.line);
}

static enum code refuse_unknown(const struct reading *reading, const struct doc_entry *entry,
                                struct err *err)
{
    struct nearest nearest = nearest_init(entry->key);
    nearest_try(&nearest, HOSTS_KEY);
    for (int i = 0; i < SETTING_COUNT; i++)
        nearest_try(&nearest, setting_row((enum setting)i)->key);
    (void)err_set(err, ERR_USAGE, "%s: unknown setting '%s'", where(reading, entry), entry->key);
    if (nearest.best)
        return err_hint(err, "did you mean '%s'?", nearest.best);
    return err_hint(err, "roadmap config lists all settings");
}

static enum code refuse_level(const struct reading *reading, const struct doc_entry *entry,
                              struct err *err)
{
    const char *file = reading->file->origin == ORIGIN_PROJECT ? "project" : "user";
    (void)err_set(err, ERR_USAGE, "%s: a %s file may not set '%s'", where(reading, entry), file,
                  entry->key);
    if (reading->file->origin == ORIGIN_PROJECT)
        return err_hint(err, "a project file never says where data goes or what runs: use a flag, "
                             "the environment or your own " CONFIG_USER_FILE);
    return err_hint(err, "use its flag or the environment");
}

static enum code refuse_value(const struct reading *reading, const struct doc_entry *entry,
                              const char *reason, struct err *err)
{
    return err_set(err, ERR_USAGE, "%s: the value of '%s' cannot be used: %s",
                   where(reading, entry), entry->key, reason);
}

/* A list is joined with commas; null unsets nothing and is refused like a map. */
static const char *text_of(const struct reading *reading, const struct doc_node *node)
{
    if (node->type != DOC_LIST)
        return node->type == DOC_NULL || node->type == DOC_MAP ? NULL : node->text;
    struct str text cleanup_str = {0};
    str_init(&text, LIMIT_CONFIG_BYTES);
    for (uint32_t i = 0; i < node->count; i++) {
        if (!node->items[i].text)
            return NULL;
        str_addf(&text, "%s%s", i > 0 ? "," : "", node->items[i].text);
    }
    return str_dup(&text, reading->arena);
}

/* Does a relative path stay below its folder? */
static bool stays_below(const char *path)
{
    if (path[0] == '/')
        return false;
    int depth = 0;
    while (*path) {
        size_t len = strcspn(path, "/");
        if (len == 2 && path[0] == '.' && path[1] == '.')
            depth--;
        else if (len > 0 && !(len == 1 && path[0] == '.'))
            depth++;
        if (depth < 0)
            return false;
        path += len + strspn(path + len, "/");
    }
    return true;
}

/* The named folder or one above it may be a link that leads out; what is not there yet cannot. */
static bool leads_inside(const struct reading *reading, const char *path)
{
    struct err ignored cleanup_err = ERR_INIT;
    char *real = NULL, *root = NULL;
    if (path_real(reading->arena, reading->file->base, &root, &ignored) != OK)
        return false;
    while (path_real(reading->arena, path, &real, &ignored) != OK) {
        err_clear(&ignored);
        path = path_dir(reading->arena, path);
    }
    size_t len = strlen(root);
    return text_starts(real, root) && (real[len] == '/' || real[len] == '\0');
}

static enum code take_path(const struct reading *reading, const struct doc_entry *entry,
                           struct setting_value *value, struct err *err)
{
    const char *path = path_join(reading->arena, reading->file->base, value->text);
    if (reading->file->origin == ORIGIN_PROJECT &&
        (!stays_below(value->text) || !leads_inside(reading, path)))
        return refuse_value(reading, entry, "it has to be inside the repository", err);
    value->text = path;
    return OK;
}

static enum code take_setting(const struct reading *reading, const struct doc_entry *entry,
                              enum setting setting, struct err *err)
{
    const struct setting_row *row = setting_row(setting);
    struct setting_value value = {.origin = reading->file->origin, .where = where(reading, entry)};
    const char *reason = "it has to be one value";
    const char *text = text_of(reading, &entry->value);
    if (!(row->levels & ORIGIN_BIT(reading->file->origin)))
        return refuse_level(reading, entry, err);
    if (!text || (entry->value.type == DOC_LIST && row->type != SETTING_MS_LIST) ||
        !value_parse(reading->arena, row, text, &value, &reason))
        return refuse_value(reading, entry, reason, err);
    if (row->type == SETTING_PATH) {
        enum code code = take_path(reading, entry, &value, err);
        if (code)
            return code;
    }
    reading->config->value[setting] = value;
    return OK;
}

static enum code take_host(const struct reading *reading, const struct doc_entry *host,
                           struct err *err)
{
    const struct doc_node *node = &host->value;
    if (node->type != DOC_MAP)
        return refuse_value(reading, host, "it has to be a map with token_file", err);
    for (uint32_t i = 0; i < node->count; i++) {
        const struct doc_entry *entry = &node->entries[i];
        if (!text_eq(entry->key, TOKEN_FILE_KEY))
            return refuse_unknown(reading, entry, err);
        if (entry->value.type != DOC_STRING || text_empty(entry->value.text))
            return refuse_value(reading, entry, "it has to be a path", err);
        struct config_host one = {
            arena_strdup(reading->arena, host->key),
            path_join(reading->arena, reading->file->base, entry->value.text)};
        VEC_PUSH(reading->arena, &reading->config->hosts, one);
    }
    return OK;
}

static enum code take_hosts(const struct reading *reading, const struct doc_entry *entry,
                            struct err *err)
{
    if (reading->file->origin != ORIGIN_USER)
        return refuse_level(reading, entry, err);
    if (entry->value.type != DOC_MAP)
        return refuse_value(reading, entry, "it has to be a map of hosts", err);
    for (uint32_t i = 0; i < entry->value.count; i++) {
        enum code code = take_host(reading, &entry->value.entries[i], err);
        if (code)
            return code;
    }
    return OK;
}

static enum code take_entries(const struct reading *reading, struct err *err)
{
    const struct doc_node *root = &reading->doc->root;
    if (root->type == DOC_NULL)
        return OK;
    if (root->type != DOC_MAP)
        return err_set(err, ERR_USAGE, "%s: settings have to be a map of names and values",
                       reading->file->shown);
    for (uint32_t i = 0; i < root->count; i++) {
        const struct doc_entry *entry = &root->entries[i];
        enum setting setting;
        enum code code;
        if (text_starts(entry->key, "x-"))
            continue;
        if (text_eq(entry->key, HOSTS_KEY))
            code = take_hosts(reading, entry, err);
        else if (setting_parse_key(entry->key, &setting))
            code = take_setting(reading, entry, setting, err);
        else
            code = refuse_unknown(reading, entry, err);
        if (code)
            return code;
    }
    return OK;
}

enum code settings_file_load(struct arena *arena, const struct settings_file *file,
                             struct config *config, struct err *err)
{
    struct doc_problems problems = {0};
    char *bytes = NULL;
    size_t len = 0;
    if (!file_exists(file->path))
        return OK;
    enum code code = file_read(arena, file->path, LIMIT_CONFIG_BYTES, &bytes, &len, err);
    if (code)
        return code;
    const struct doc_text *source = doc_text_new(arena, file->shown, bytes, len);
    const struct doc *doc = doc_read(arena, source, DOC_YAML, &problems, NULL);
    if (problems.count > 0) {
        const struct doc_problem *first = &problems.list.items[0];
        return err_set(err, ERR_USAGE, "%s:%u: %s", file->shown, first->place.line, first->message);
    }
    BUG_UNLESS(doc != NULL);
    const struct reading reading = {arena, file, doc, config};
    return take_entries(&reading, err);
}
