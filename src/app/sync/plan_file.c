#include "app/sync/plan_file.h"

#include <string.h>

#include "base/day.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/utf8.h"
#include "doc/doc.h"
#include "engine/promise.h"
#include "render/json.h"
#include "store/runs.h"
#include "store/spelling.h"

#define PLAN_FILE_MODE 0644
#define PLAN_FILE_KIND "plan-file"

static void add_row(struct json_t *document, const struct promise_row *row)
{
    struct json_t *entry = json_add_row(document, "rows");
    json_add_text(entry, "kind", spelling_of_kind(row->kind));
    json_add_text(entry, "id", row->id);
    json_add_number(entry, "number", row->number);
    json_add_text(entry, "verb", spelling_of_verb(row->verb));
    json_add_text(entry, "field", row->has_field ? spelling_of_field(row->field) : NULL);
    json_add_text(entry, "before", row->before);
    json_add_text(entry, "after", row->after);
}

static const char *text_at(const struct doc_node *map, const char *key)
{
    const struct doc_node *node = doc_get(map, key);
    return node && node->type == DOC_STRING ? node->text : NULL;
}

/* What stands at `path` may be lost: nothing, an empty file, or an earlier file of this kind. */
static enum code check_replaceable(struct arena *arena, const char *path, struct err *err)
{
    char *bytes = NULL;
    size_t len = 0;
    if (!file_exists(path))
        return OK;
    enum code code = file_read(arena, path, LIMIT_SPEC_BYTES, &bytes, &len, err);
    if (code || len == 0)
        return code;
    struct doc_problems problems = {0};
    const struct doc *doc =
        doc_read(arena, doc_text_new(arena, path, bytes, len), DOC_JSON, &problems, NULL);
    if (doc && doc->root.type == DOC_MAP && text_eq(text_at(&doc->root, "command"), PLAN_FILE_KIND))
        return OK;
    (void)err_set(err, ERR_EXISTS, "'%s' exists already and is no plan file", path);
    return err_hint(err, "give -o another name");
}

enum code plan_file_write(struct session *session, struct err *err)
{
    struct promise promise;
    char made_at[21];
    promise_of(session->arena, &session->result.changeset, &promise);
    instant_format(session_now(session), made_at);
    struct json_t *document = json_document(PLAN_FILE_KIND);
    json_add_text(document, "promise", promise_digest(session->arena, &promise));
    json_add_text(document, "made_at", made_at);
    json_add_text(document, "version", session->app->version);
    json_add_text(document, "repository", session->repository);
    json_add_text(document, "scope", session->plan->scope);
    json_add_text(document, "spec", session->plan->path);
    json_add_text(document, "options", session->options->again);
    json_add_rows(document, "rows");
    for (size_t i = 0; i < promise.rows.len; i++)
        add_row(document, &promise.rows.items[i]);
    const char *text = json_text(session->arena, document);
    const char *path = session->options->promise_out;
    session->report->promise = path;
    enum code code = check_replaceable(session->arena, path, err);
    return code ? code : file_write_atomic(path, text, strlen(text), PLAN_FILE_MODE, err);
}

/* false: no row of ours. */
static bool read_row(const struct doc_node *node, struct promise_row *row)
{
    const char *kind = text_at(node, "kind"), *verb = text_at(node, "verb");
    const char *field = text_at(node, "field");
    const struct doc_node *number = doc_get(node, "number");
    *row = (struct promise_row){.id = text_at(node, "id"),
                                .has_field = field != NULL,
                                .before = text_at(node, "before"),
                                .after = text_at(node, "after")};
    if (number && number->type == DOC_INT)
        row->number = doc_integer(number);
    return row->id && kind && verb && spelling_to_kind(kind, &row->kind) &&
           spelling_to_verb(verb, &row->verb) && (!field || spelling_to_field(field, &row->field));
}

static enum code not_ours(const char *path, struct err *err)
{
    (void)err_set(err, ERR_FAILED, "'%s' is no plan file, or not a whole one", path);
    return err_hint(err, "roadmap plan -o FILE makes one");
}

struct plan_file {
    const char *repository, *scope, *options;
    struct promise promise;
};

static enum code read_file(struct session *session, struct plan_file *file, struct err *err)
{
    const char *path = session->options->promise;
    struct arena *arena = session->arena;
    struct doc_problems problems = {0};
    char *bytes = NULL;
    size_t len = 0;
    enum code code = file_read(arena, path, LIMIT_SPEC_BYTES, &bytes, &len, err);
    if (code)
        return code;
    struct doc *doc =
        doc_read(arena, doc_text_new(arena, path, bytes, len), DOC_JSON, &problems, NULL);
    if (!doc || problems.count > 0 || doc->root.type != DOC_MAP ||
        !text_eq(text_at(&doc->root, "command"), PLAN_FILE_KIND))
        return not_ours(path, err);
    const struct doc_node *rows = doc_get(&doc->root, "rows");
    for (uint32_t i = 0; rows && rows->type == DOC_LIST && i < rows->count; i++)
        if (!read_row(&rows->items[i], VEC_ADD(arena, &file->promise.rows)))
            return not_ours(path, err);
    file->repository = text_at(&doc->root, "repository");
    file->scope = text_at(&doc->root, "scope");
    file->options = text_at(&doc->root, "options");
    session->promise = promise_digest(arena, &file->promise);
    if (!text_eq(session->promise, text_at(&doc->root, "promise")))
        return not_ours(path, err);
    return OK;
}

static enum code check_place(const struct session *session, const struct plan_file *file,
                             struct err *err)
{
    const char *path = session->options->promise;
    if (!text_eq(file->scope, session->plan->scope))
        return err_set(err, ERR_REFUSED, "'%s' was made for the plan '%s', this one is '%s'", path,
                       file->scope ? file->scope : "", session->plan->scope);
    if (!file->repository || !text_eq(utf8_fold(session->arena, file->repository),
                                      utf8_fold(session->arena, session->repository)))
        return err_set(err, ERR_REFUSED, "'%s' was made for '%s', this is '%s'", path,
                       file->repository ? file->repository : "", session->repository);
    if (text_eq(file->options ? file->options : "",
                session->options->again ? session->options->again : ""))
        return OK;
    (void)err_set(err, ERR_REFUSED, "'%s' was made with other options", path);
    return err_hint(err, "roadmap sync%s --plan %s", file->options ? file->options : "", path);
}

/* What earlier runs wrote under this file, after which they stopped. */
static enum code load_kept(struct session *session, struct promise_keeps *kept, struct err *err)
{
    struct run_changes changes = {0};
    if (!session->at.repository.v)
        return OK;
    enum code code = store_load_promised(session->store, session->arena, session->at,
                                         session->promise, &changes, err);
    for (size_t i = 0; !code && i < changes.items.len; i++) {
        const struct run_change *change = &changes.items.items[i];
        const struct promise_kept row = {change->kind, change->item_id, change->has_field,
                                         change->field};
        VEC_PUSH(session->arena, &kept->list, row);
    }
    return code;
}

static void tell_stale(struct session *session, const struct promise_difference *difference)
{
    const struct promise_row *row = difference->row;
    const struct report_line line = {.kind = row->kind,
                                     .id = row->id,
                                     .number = {row->number},
                                     .field = row->has_field ? field_name(row->field) : NULL,
                                     .reason = difference->now
                                                   ? "would be written now, and was not promised"
                                                   : "was promised, and would not be written now",
                                     .exit_status = code_exit_status(ERR_REFUSED)};
    VEC_PUSH(session->arena, &session->report->stale, line);
}

static void refuse(struct session *session)
{
    struct sync_report *report = session->report;
    const char *again = session->options->again ? session->options->again : "";
    report->threshold_refused = true;
    report->refusal_headline =
        arena_printf(session->arena, "this is not what '%s' promised: %zu %s.", report->promise,
                     report->stale.len, report->stale.len == 1 ? "difference" : "differences");
    report->refusal_command =
        arena_printf(session->arena, "roadmap plan%s -o %s", again, report->promise);
}

enum code plan_file_check(struct session *session, bool *kept, struct err *err)
{
    struct plan_file file = {0};
    struct promise now;
    struct promise_keeps keeps = {0};
    struct promise_differences differences;
    enum code code = read_file(session, &file, err);
    if (!code)
        code = check_place(session, &file, err);
    if (!code)
        code = load_kept(session, &keeps, err);
    if (code)
        return code;
    promise_of(session->arena, &session->result.changeset, &now);
    promise_compare(session->arena, &file.promise, &now, &keeps, &differences);
    for (size_t i = 0; i < differences.list.len; i++)
        tell_stale(session, &differences.list.items[i]);
    *kept = differences.list.len == 0;
    session->report->promise = session->options->promise;
    if (!*kept)
        refuse(session);
    return OK;
}
