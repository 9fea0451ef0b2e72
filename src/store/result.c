#include "store/result.h"

#include <string.h>

#include "base/str.h"
#include "store/db.h"

enum code store_load_result(struct store *store, struct arena *arena, const char *key,
                            struct store_result *result, bool *found, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    *result = (struct store_result){.key = key};
    enum code code = db_use(store, STMT_RESULT_FIND, &use, err);
    if (code)
        return code;
    db_bind_text(&use, key);
    code = db_next(&use, found, err);
    if (code || !*found)
        return code;
    /* A word that this program does not know is as good as no answer. */
    *found = verdict_parse(db_peek(&use, 0), &result->verdict);
    result->message = db_text(&use, arena, 1);
    for (const char *line = db_text(&use, arena, 2); *line;) {
        const size_t len = strcspn(line, "\n");
        strlist_add(arena, &result->lines, arena_strndup(arena, line, len));
        line += len + (line[len] == '\n');
    }
    result->path = db_text(&use, arena, 3);
    result->line = (uint32_t)db_int(&use, 4);
    result->col = (uint32_t)db_int(&use, 5);
    return OK;
}

/* What was found has one line each; a name with a line break in it becomes one. */
static void join(struct str *text, const struct strlist *lines)
{
    for (uint32_t i = 0; i < lines->len; i++) {
        for (const char *c = lines->items[i]; *c; c++)
            str_addc(text, *c == '\n' ? ' ' : *c);
        str_addc(text, '\n');
    }
}

static enum code put(struct store *store, const struct store_result *result, int64_t now_ms,
                     struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    struct str lines cleanup_str;
    str_init(&lines, 0);
    join(&lines, &result->lines);
    enum code code = db_use(store, STMT_RESULT_PUT, &use, err);
    if (code)
        return code;
    db_bind_text(&use, result->key);
    db_bind_text(&use, verdict_name(result->verdict));
    db_bind_text(&use, result->message);
    db_bind_text(&use, lines.p);
    db_bind_text(&use, result->path);
    db_bind_int(&use, result->line);
    db_bind_int(&use, result->col);
    db_bind_int(&use, now_ms);
    return db_run(&use, err);
}

static enum code prune(struct store *store, int64_t now_ms, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_RESULT_PRUNE, &use, err);
    if (code)
        return code;
    db_bind_int(&use, now_ms - STORE_RESULT_KEPT_MS);
    return db_run(&use, err);
}

enum code store_put_results(struct store *store, const struct store_result *results, size_t count,
                            int64_t now_ms, struct err *err)
{
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code = db_begin_own(store, &tx, err);
    for (size_t i = 0; i < count && !code; i++)
        code = put(store, &results[i], now_ms, err);
    if (!code)
        code = prune(store, now_ms, err);
    return code ? code : db_commit_own(&tx, err);
}
