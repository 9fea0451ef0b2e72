#include "app/runs/run_read.h"

#include <inttypes.h>
#include <string.h>

#include "app/runs/run_journal.h"
#include "base/day.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/str.h"
#include "doc/doc.h"
#include "render/json_run.h"
#include "store/repository.h"
#include "store/runs.h"

/* Where in a file something is. */
struct line {
    const char *path;
    int number;
    const struct doc_node *node;
};

static const char *text_of(const struct doc_node *map, const char *key)
{
    const struct doc_node *node = doc_get(map, key);
    return node && node->type == DOC_STRING ? node->text : NULL;
}

static int64_t number_of(const struct doc_node *map, const char *key, int64_t absent)
{
    const struct doc_node *node = doc_get(map, key);
    return node && node->type == DOC_INT ? doc_integer(node) : absent;
}

static int64_t instant_of(const struct doc_node *map, const char *key)
{
    const char *text = text_of(map, key);
    int64_t at_ms = 0;
    return text && instant_parse(text, &at_ms) ? at_ms : 0;
}

static bool is_true(const struct doc_node *map, const char *key)
{
    const struct doc_node *node = doc_get(map, key);
    return node && node->type == DOC_BOOL && doc_truth(node);
}

static enum code not_a_line(const struct line *line, struct err *err)
{
    return err_set(err, ERR_FAILED, "'%s' line %d is not a line of a run journal", line->path,
                   line->number);
}

static enum code read_head(const struct line *line, struct run_head *head, struct err *err)
{
    const struct doc_node *node = line->node;
    const int64_t format = number_of(node, "journal", 0);
    if (format > RUN_FILE_FORMAT)
        return err_set(err, ERR_REFUSED, "'%s' was written by a newer roadmap", line->path);
    *head = (struct run_head){.id = text_of(node, "run"),
                              .command = text_of(node, "does"),
                              .undoes = text_of(node, "undoes"),
                              .host = text_of(node, "host"),
                              .repository = text_of(node, "repository"),
                              .repository_id = {number_of(node, "repository_id", 0)},
                              .scope = text_of(node, "scope"),
                              .spec = text_of(node, "spec"),
                              .who = text_of(node, "who"),
                              .version = text_of(node, "version"),
                              .started_ms = instant_of(node, "started"),
                              .exit_status = RUN_NO_EXIT};
    if (format == RUN_FILE_FORMAT && head->id && head->command && head->host && head->repository &&
        head->repository_id.v > 0 && head->scope)
        return OK;
    (void)err_set(err, ERR_FAILED, "'%s' is not the journal of a run", line->path);
    return err_hint(err, "roadmap log lists the runs that the cache knows");
}

/* A list becomes one element a line. */
static const char *value_of(struct arena *arena, const struct doc_node *map, const char *key)
{
    const struct doc_node *node = doc_get(map, key);
    if (!node || node->type != DOC_LIST)
        return text_of(map, key);
    struct strlist list = {0};
    for (uint32_t i = 0; i < node->count; i++)
        if (node->items[i].type == DOC_STRING)
            strlist_add(arena, &list, node->items[i].text);
    struct str text cleanup_str;
    str_init(&text, 0);
    str_add_list(&text, &list, "\n");
    return str_dup(&text, arena);
}

static bool read_change(struct arena *arena, const struct doc_node *node, struct run_change *change)
{
    const char *kind = text_of(node, "kind"), *verb = text_of(node, "verb");
    const char *field = text_of(node, "field");
    *change = (struct run_change){.seq = number_of(node, "seq", 0),
                                  .item_id = text_of(node, "id"),
                                  .number = {number_of(node, "number", 0)},
                                  .has_field = field != NULL,
                                  .before = value_of(arena, node, "before"),
                                  .after = value_of(arena, node, "after"),
                                  .at_ms = instant_of(node, "at"),
                                  .in_doubt = is_true(node, "in_doubt")};
    return kind && kind_parse(kind, &change->kind) && verb && verb_parse(verb, &change->verb) &&
           (!field || field_parse(field, &change->field)) && change->item_id && change->seq > 0 &&
           change->number.v >= 0;
}

/* Of what comes again only the end can be meant: a write is noted, sent and answered. */
static struct run_change *find_change(struct run_log *log, int64_t seq)
{
    for (size_t i = log->changes.items.len; i-- > 0;)
        if (log->changes.items.items[i].seq == seq)
            return &log->changes.items.items[i];
    return NULL;
}

static void put_change(struct arena *arena, struct run_log *log, const struct run_change *change)
{
    const struct run_change *last =
        log->changes.items.len ? &log->changes.items.items[log->changes.items.len - 1] : NULL;
    struct run_change *there =
        last && last->seq >= change->seq ? find_change(log, change->seq) : NULL;
    BUG_UNLESS(!log->changes.items.len || log->changes.items.items);
    if (there)
        *there = *change;
    else
        VEC_PUSH(arena, &log->changes.items, *change);
}

static void drop_change(struct run_log *log, struct run_change *change)
{
    struct run_change *end = log->changes.items.items + log->changes.items.len;
    memmove(change, change + 1, (size_t)(end - change - 1) * sizeof *change);
    log->changes.items.len--;
}

/* What became of values that were noted before they were written. */
static void settle(const struct doc_node *node, struct run_log *log)
{
    const struct doc_node *list = doc_get(node, "settles");
    const bool done = text_eq(text_of(node, "outcome"), "done");
    for (uint32_t i = 0; list->type == DOC_LIST && i < list->count; i++) {
        if (list->items[i].type != DOC_INT)
            continue;
        struct run_change *change = find_change(log, doc_integer(&list->items[i]));
        if (change && done)
            change->in_doubt = false;
        else if (change)
            drop_change(log, change);
    }
}

static enum code take_line(struct arena *arena, const struct line *line, struct run_log *log,
                           struct err *err)
{
    const struct doc_node *node = line->node;
    if (line->number == 1)
        return read_head(line, &log->head, err);
    if (doc_get(node, "seq")) {
        struct run_change change;
        if (!read_change(arena, node, &change))
            return not_a_line(line, err);
        put_change(arena, log, &change);
        return OK;
    }
    if (doc_get(node, "settles")) {
        settle(node, log);
        return OK;
    }
    if (!doc_get(node, "ended"))
        return OK; /* of a kind that came later */
    log->head.ended_ms = instant_of(node, "ended");
    log->head.exit_status = (int)number_of(node, "status", RUN_NO_EXIT);
    return OK;
}

/* The same count as :run_list makes of the cache. */
static int64_t objects_of(struct arena *arena, const struct run_changes *changes)
{
    struct map *seen = map_new(arena);
    for (size_t i = 0; i < changes->items.len; i++) {
        const struct run_change *change = &changes->items.items[i];
        (void)map_put(seen,
                      arena_printf(arena, "%s %s %" PRId64, kind_name(change->kind),
                                   change->item_id, change->number.v),
                      seen);
    }
    return (int64_t)map_len(seen);
}

enum code run_read_file(struct arena *arena, const char *path, struct run_log *log, struct err *err)
{
    char *bytes = NULL;
    size_t len = 0;
    *log = (struct run_log){0};
    enum code code = file_read(arena, path, LIMIT_JOURNAL_BYTES, &bytes, &len, err);
    struct line line = {.path = path};
    for (char *at = bytes; !code && at < bytes + len;) {
        char *end = memchr(at, '\n', (size_t)(bytes + len - at));
        const size_t size = end ? (size_t)(end - at) : (size_t)(bytes + len - at);
        if (end)
            *end = '\0';
        struct doc_problems problems = {0};
        line.number++;
        const struct doc *doc =
            doc_read(arena, doc_text_new(arena, path, at, size), DOC_JSON, &problems, NULL);
        at += size + (end != NULL);
        if (!end && line.number > 1) {
            log->torn = true;
            break;
        }
        if (!doc || doc->root.type != DOC_MAP)
            return not_a_line(&line, err);
        line.node = &doc->root;
        code = take_line(arena, &line, log, err);
    }
    if (!code && line.number == 0)
        return err_set(err, ERR_FAILED, "'%s' is empty", path);
    log->count = (int64_t)log->changes.items.len;
    log->objects = objects_of(arena, &log->changes);
    return code;
}

static enum code head_of(struct store *store, struct arena *arena, const struct run *run,
                         struct run_log *log, struct err *err)
{
    struct store_repository repository = {0};
    bool found = false;
    enum code code =
        store_find_repository_key(store, arena, run->at.repository, &repository, &found, err);
    if (code)
        return code;
    BUG_UNLESS(found); /* a run goes with its repository */
    *log = (struct run_log){.head = {.id = arena_strdup(arena, run->id),
                                     .command = run->command,
                                     .undoes = run->undoes,
                                     .host = repository.host,
                                     .repository = repository.full_name,
                                     .repository_id = repository.id,
                                     .scope = run->at.scope,
                                     .spec = run->spec,
                                     .who = run->who,
                                     .started_ms = run->started_ms,
                                     .ended_ms = run->ended_ms,
                                     .exit_status = run->exit_status},
                            .count = run->changes,
                            .objects = run->objects};
    return OK;
}

enum code run_list(struct store *store, struct arena *arena, struct run_logs *logs, struct err *err)
{
    struct runs runs = {0};
    *logs = (struct run_logs){0};
    enum code code = store_load_runs(store, arena, RUNS_KEPT, &runs, err);
    for (size_t i = 0; !code && i < runs.items.len; i++)
        code = head_of(store, arena, &runs.items.items[i], VEC_ADD(arena, &logs->items), err);
    return code;
}

/* The one file beside the cache whose name begins so; NULL: none, or several. */
static const char *find_file(struct arena *arena, const char *cache_path, const char *name)
{
    struct err ignored cleanup_err = ERR_INIT;
    struct strlist names = {0};
    const char *folder = run_journal_folder(arena, cache_path), *found = NULL;
    if (dir_list(arena, folder, &names, &ignored) != OK)
        return NULL;
    for (size_t i = 0; i < names.len; i++) {
        if (!run_journal_is_name(names.items[i]) || !text_starts(names.items[i], name))
            continue;
        if (found)
            return NULL;
        found = path_join(arena, folder, names.items[i]);
    }
    return found;
}

enum code run_read(struct store *store, struct arena *arena, const char *cache_path,
                   const char *name, struct run_log *log, struct err *err)
{
    if (strchr(name, '/') || text_ends(name, ".jsonl"))
        return run_read_file(arena, name, log, err);
    struct run run = {0};
    bool found = false;
    enum code code = store_find_run(store, arena, name, &run, &found, err);
    if (code)
        return code;
    if (found) {
        code = head_of(store, arena, &run, log, err);
        return code ? code : store_load_changes(store, arena, run.id, &log->changes, err);
    }
    const char *path = *name ? find_file(arena, cache_path, name) : NULL;
    if (path)
        return run_read_file(arena, path, log, err);
    (void)err_set(err, ERR_USAGE, "no run begins with '%s', or more than one", name);
    return err_hint(err, "roadmap log lists them; a journal file is named with a slash or .jsonl");
}
