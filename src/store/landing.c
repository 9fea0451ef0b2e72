#include "store/landing.h"

#include <string.h>

#include "base/map.h"
#include "base/str.h"
#include "store/db.h"

static void bind_key(struct db_use *use, const struct store_landing_key *key)
{
    db_bind_text(use, key->common_dir);
    db_bind_text(use, key->folder);
    db_bind_text(use, key->branch);
    db_bind_int(use, key->first_parent);
}

static void split_lines(struct arena *arena, const char *text, struct strlist *lines)
{
    while (*text) {
        size_t len = strcspn(text, "\n");
        strlist_add(arena, lines, arena_strndup(arena, text, len));
        text += len + (text[len] == '\n');
    }
}

static enum code load_commits(struct store *store, struct arena *arena, int64_t tip,
                              struct map *commits, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_LANDING_COMMIT_LIST, &use, err);
    if (code)
        return code;
    db_bind_int(&use, tip);
    bool row;
    while ((code = db_next(&use, &row, err)) == OK && row) {
        struct landing_commit *commit = ARENA_NEW(arena, struct landing_commit);
        commit->id = db_text(&use, arena, 0);
        commit->at_ms = db_int(&use, 1);
        commit->author = db_text(&use, arena, 2);
        commit->subject = db_text(&use, arena, 3);
        split_lines(arena, db_peek(&use, 4), &commit->issues);
        (void)map_put(commits, commit->id, commit);
    }
    return code;
}

/* A row whose commits are not there is left out: the tables are only a cache. */
static enum code load_files(struct store *store, struct arena *arena, int64_t tip,
                            const struct map *commits, struct landings *landings, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_LANDING_FILE_LIST, &use, err);
    if (code)
        return code;
    db_bind_int(&use, tip);
    bool row;
    while ((code = db_next(&use, &row, err)) == OK && row) {
        const struct landing_commit *first = map_get(commits, db_peek(&use, 2));
        const struct landing_commit *last = map_get(commits, db_peek(&use, 3));
        if (first && last)
            VEC_PUSH(arena, &landings->files,
                     (struct landing){db_text(&use, arena, 0), db_int(&use, 1) != 0, first, last});
    }
    return code;
}

static enum code load_trailers(struct store *store, struct arena *arena, int64_t tip,
                               const struct map *commits, struct landings *landings,
                               struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_LANDING_TRAILER_LIST, &use, err);
    if (code)
        return code;
    db_bind_int(&use, tip);
    bool row;
    while ((code = db_next(&use, &row, err)) == OK && row) {
        const struct landing_commit *commit = map_get(commits, db_peek(&use, 1));
        if (commit)
            VEC_PUSH(arena, &landings->trailers,
                     (struct landing_trailer){db_text(&use, arena, 0), commit});
    }
    return code;
}

enum code store_load_landings(struct store *store, struct arena *arena,
                              const struct store_landing_key *key, struct landings *landings,
                              bool *found, struct err *err)
{
    *landings = (struct landings){.folder = key->folder, .first_parent = key->first_parent};
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_LANDING_TIP_FIND, &use, err);
    if (code)
        return code;
    bind_key(&use, key);
    code = db_next(&use, found, err);
    if (code || !*found)
        return code;
    int64_t tip = db_int(&use, 0);
    landings->tip = db_text(&use, arena, 1);
    cleanup_arena struct arena *scratch = arena_new();
    struct map *commits = map_new(scratch);
    code = load_commits(store, arena, tip, commits, err);
    if (!code)
        code = load_files(store, arena, tip, commits, landings, err);
    if (!code)
        code = load_trailers(store, arena, tip, commits, landings, err);
    return code;
}

static enum code put_tip(struct store *store, const struct store_landing_key *key, const char *hex,
                         int64_t now_ms, int64_t *tip, struct err *err)
{
    struct db_use drop cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_LANDING_TIP_DROP, &drop, err);
    if (code)
        return code;
    bind_key(&drop, key);
    code = db_run(&drop, err);
    struct db_use use cleanup_use = DB_USE_INIT;
    if (!code)
        code = db_use(store, STMT_LANDING_TIP_PUT, &use, err);
    if (code)
        return code;
    bind_key(&use, key);
    db_bind_text(&use, hex);
    db_bind_int(&use, now_ms);
    bool row;
    code = db_next(&use, &row, err);
    if (!code)
        *tip = db_int(&use, 0);
    return code;
}

/* Each commit once, however many files name it. */
static enum code put_commit(struct store *store, int64_t tip, const struct landing_commit *commit,
                            struct map *saved, struct err *err)
{
    if (map_has(saved, commit->id))
        return OK;
    (void)map_put(saved, commit->id, NULL);
    struct str issues cleanup_str;
    str_init(&issues, 0);
    for (uint32_t i = 0; i < commit->issues.len; i++)
        str_addf(&issues, "%s\n", commit->issues.items[i]);
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_LANDING_COMMIT_PUT, &use, err);
    if (code)
        return code;
    db_bind_int(&use, tip);
    db_bind_text(&use, commit->id);
    db_bind_int(&use, commit->at_ms);
    db_bind_text(&use, commit->author);
    db_bind_text(&use, commit->subject);
    db_bind_text(&use, issues.p);
    return db_run(&use, err);
}

static enum code put_file(struct store *store, int64_t tip, const struct landing *file,
                          struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_LANDING_FILE_PUT, &use, err);
    if (code)
        return code;
    db_bind_int(&use, tip);
    db_bind_text(&use, file->path);
    db_bind_int(&use, file->gone);
    db_bind_text(&use, file->first->id);
    db_bind_text(&use, file->last->id);
    return db_run(&use, err);
}

static enum code put_trailer(struct store *store, int64_t tip, size_t place,
                             const struct landing_trailer *trailer, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_LANDING_TRAILER_PUT, &use, err);
    if (code)
        return code;
    db_bind_int(&use, tip);
    db_bind_int(&use, (int64_t)place);
    db_bind_text(&use, trailer->path);
    db_bind_text(&use, trailer->commit->id);
    return db_run(&use, err);
}

static enum code put_rows(struct store *store, int64_t tip, const struct landings *landings,
                          struct err *err)
{
    cleanup_arena struct arena *scratch = arena_new();
    struct map *saved = map_new(scratch);
    enum code code = OK;
    for (size_t i = 0; i < landings->files.len && !code; i++) {
        const struct landing *file = &landings->files.items[i];
        code = put_commit(store, tip, file->first, saved, err);
        if (!code)
            code = put_commit(store, tip, file->last, saved, err);
        if (!code)
            code = put_file(store, tip, file, err);
    }
    for (size_t i = 0; i < landings->trailers.len && !code; i++) {
        const struct landing_trailer *trailer = &landings->trailers.items[i];
        code = put_commit(store, tip, trailer->commit, saved, err);
        if (!code)
            code = put_trailer(store, tip, i, trailer, err);
    }
    return code;
}

static enum code prune(struct store *store, const struct store_landing_key *key, struct err *err)
{
    struct db_use use cleanup_use = DB_USE_INIT;
    enum code code = db_use(store, STMT_LANDING_TIP_PRUNE, &use, err);
    if (code)
        return code;
    db_bind_text(&use, key->common_dir);
    db_bind_text(&use, key->folder);
    db_bind_int(&use, STORE_LANDING_BRANCHES);
    return db_run(&use, err);
}

enum code store_put_landings(struct store *store, const struct store_landing_key *key,
                             const struct landings *landings, int64_t now_ms, struct err *err)
{
    BUG_UNLESS(!landings->unknown);
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    enum code code = db_begin_own(store, &tx, err);
    if (code)
        return code;
    int64_t tip = 0;
    code = put_tip(store, key, landings->tip, now_ms, &tip, err);
    if (!code)
        code = put_rows(store, tip, landings, err);
    if (!code)
        code = prune(store, key, err);
    return code ? code : db_commit_own(&tx, err);
}
