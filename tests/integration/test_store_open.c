#include "support/store_scratch.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/str.h"
#include "store/db.h"
#include "store/migrate.h"

static void write_raw(const char *path, const char *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static mode_t rights_of(const char *path)
{
    struct stat st;
    assert_int_equal(lstat(path, &st), 0);
    return st.st_mode & 0777;
}

static int64_t ask(struct scratch *s, struct store *store, const char *sql)
{
    int64_t value;
    WORKS(s, db_ask(store, sql, &value, &s->err));
    return value;
}

static void test_makes_a_private_file_under_any_umask(void **state)
{
    static const mode_t masks[] = {0, 022, 077, 0177};
    struct scratch *s = *state;
    for (size_t i = 0; i < sizeof masks / sizeof *masks; i++) {
        s->path = arena_printf(s->arena, "%s/u%zu/cache.db", s->folder, i);
        mode_t old = umask(masks[i] & 077);
        struct store *store = scratch_open(s, STORE_WRITE);
        (void)umask(old);
        assert_int_equal(rights_of(s->path), 0600);
        assert_int_equal(rights_of(path_dir(s->arena, s->path)), 0700);
        store_close(store);
    }
}

static void test_tells_what_it_did(void **state)
{
    struct scratch *s = *state;
    struct store_options options = scratch_options(s, STORE_WRITE);
    struct store_told told;
    struct store *store;
    WORKS(s, store_open(s->arena, &options, &store, &told, &s->err));
    assert_true(told.created);
    assert_int_equal(told.migrated_from, 0);
    assert_int_equal(told.migrated_to, migrate_known());
    assert_string_equal(store_path(store), s->path);
    store_close(store);
    WORKS(s, store_open(s->arena, &options, &store, &told, &s->err));
    assert_false(told.created);
    assert_false(told.moved_aside);
    assert_int_equal(told.migrated_from, told.migrated_to);
    store_close(store);
}

static void test_settings_of_the_connection(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_open(s, STORE_WRITE);
    assert_int_equal(ask(s, store, "PRAGMA synchronous"), 3);
    assert_int_equal(ask(s, store, "PRAGMA foreign_keys"), 1);
    assert_int_equal(ask(s, store, "PRAGMA busy_timeout"), STORE_BUSY_MS);
    assert_int_equal(ask(s, store, "PRAGMA application_id"), STORE_APPLICATION_ID);
    assert_int_equal(ask(s, store, "PRAGMA user_version"), migrate_known());
    assert_int_equal(ask(s, store, "SELECT count(*) FROM schema_migration"), migrate_known());
    assert_int_equal(ask(s, store,
                         "SELECT count(*) FROM schema_migration WHERE version = 202611211400 AND "
                         "name = 'repository' AND applied_at = '2026-11-21T14:00:00Z'"),
                     1);
    assert_int_equal(ask(s, store,
                         "SELECT count(*) FROM pragma_journal_mode "
                         "WHERE journal_mode = 'delete'"),
                     1);
    store_close(store);
}

static void test_takes_rights_of_others_away(void **state)
{
    struct scratch *s = *state;
    store_close(scratch_open(s, STORE_WRITE));
    assert_int_equal(chmod(s->path, 0666), 0);
    store_close(scratch_open(s, STORE_WRITE));
    assert_int_equal(rights_of(s->path), 0600);
}

static void test_refuses_what_is_no_file_of_ours(void **state)
{
    struct scratch *s = *state;
    static const enum store_mode modes[] = {STORE_READ, STORE_WRITE};
    struct store_told told;
    struct store *store;
    for (size_t i = 0; i < 2; i++) {
        struct store_options options = {.mode = modes[i]};
        options.path = arena_printf(s->arena, "%s/link.db", s->folder);
        (void)unlink(options.path);
        assert_int_equal(symlink("/dev/null", options.path), 0);
        FAILS(s, store_open(s->arena, &options, &store, &told, &s->err), ERR_REFUSED,
              "symbolic link");
        options.path = s->folder;
        FAILS(s, store_open(s->arena, &options, &store, &told, &s->err), ERR_REFUSED,
              "is a folder");
        options.path = arena_printf(s->arena, "%s/fifo.db", s->folder);
        (void)unlink(options.path);
        assert_int_equal(mkfifo(options.path, 0600), 0);
        FAILS(s, store_open(s->arena, &options, &store, &told, &s->err), ERR_REFUSED,
              "not a regular file");
    }
}

static void test_refuses_another_users_file(void **state)
{
    struct scratch *s = *state;
    struct store_options options = scratch_options(s, STORE_WRITE);
    struct store_told told;
    struct store *store;
    if (geteuid() != 0)
        skip();
    store_close(scratch_open(s, STORE_WRITE));
    assert_int_equal(chown(s->path, 65534, 65534), 0);
    FAILS(s, store_open(s->arena, &options, &store, &told, &s->err), ERR_REFUSED, "another user");
}

static enum code say_tracked(void *asked, const char *path, bool *tracked, struct err *err)
{
    (void)err;
    *(const char **)asked = path;
    *tracked = true;
    return OK;
}

static void test_refuses_a_tracked_file(void **state)
{
    struct scratch *s = *state;
    const char *asked = NULL;
    struct store_options options = scratch_options(s, STORE_WRITE);
    struct store_told told;
    struct store *store;
    options.is_tracked = say_tracked;
    options.tracked_state = &asked;
    FAILS(s, store_open(s->arena, &options, &store, &told, &s->err), ERR_REFUSED, "tracked by git");
    assert_string_equal(asked, s->path);
    assert_false(file_exists(s->path));
}

static void test_refuses_a_foreign_database(void **state)
{
    struct scratch *s = *state;
    struct store_options options = scratch_options(s, STORE_WRITE);
    struct store_told told;
    struct store *store;
    store_close(scratch_open(s, STORE_WRITE));
    assert_int_equal(unlink(s->path), 0);
    run_sql(s->path, "CREATE TABLE photo (id INTEGER)");
    FAILS(s, store_open(s->arena, &options, &store, &told, &s->err), ERR_REFUSED,
          "another program");
    run_sql(s->path, "SELECT id FROM photo");
    options.mode = STORE_READ;
    FAILS(s, store_open(s->arena, &options, &store, &told, &s->err), ERR_REFUSED,
          "another program");
}

static void test_refuses_a_newer_schema_and_says_what_to_do(void **state)
{
    struct scratch *s = *state;
    struct store_options options = scratch_options(s, STORE_WRITE);
    struct store_told told;
    struct store *store;
    store_close(scratch_open(s, STORE_WRITE));
    run_sql(s->path, "PRAGMA user_version = 9999");
    assert_int_equal(store_open(s->arena, &options, &store, &told, &s->err), ERR_REFUSED);
    assert_non_null(strstr(s->err.message, "newer roadmap"));
    assert_non_null(strstr(s->err.hint, "update roadmap"));
    err_clear(&s->err);
    options.mode = STORE_READ;
    FAILS(s, store_open(s->arena, &options, &store, &told, &s->err), ERR_REFUSED, "newer roadmap");
}

static void test_moves_a_file_that_is_no_database_aside(void **state)
{
    struct scratch *s = *state;
    struct store_options options = scratch_options(s, STORE_WRITE);
    struct store_told told;
    struct store *store;
    char *garbage = arena_alloc(s->arena, 20000);
    (void)memset(garbage, 'x', 20000);
    store_close(scratch_open(s, STORE_WRITE));
    for (int round = 0; round < 2; round++) {
        write_raw(s->path, garbage, 20000);
        WORKS(s, store_open(s->arena, &options, &store, &told, &s->err));
        assert_true(told.moved_aside);
        assert_true(text_starts(told.moved_to, s->path));
        assert_non_null(strstr(told.moved_to, ".corrupt-20261121T140000Z"));
        assert_true(file_exists(told.moved_to));
        assert_int_equal(ask(s, store, "SELECT count(*) FROM repository"), 0);
        store_close(store);
    }
    /* The second one did not replace the first. */
    assert_true(text_ends(told.moved_to, "-2"));
}

static void test_reading_a_damaged_file_is_an_error(void **state)
{
    struct scratch *s = *state;
    struct store_options options = scratch_options(s, STORE_READ);
    struct store_told told;
    struct store *store;
    store_close(scratch_open(s, STORE_WRITE));
    write_raw(s->path, "this is no database at all, whatever its name says", 50);
    assert_int_equal(store_open(s->arena, &options, &store, &told, &s->err), ERR_CORRUPT);
    assert_non_null(strstr(s->err.hint, "roadmap plan"));
    err_clear(&s->err);
    assert_true(file_exists(s->path));
}

/* Zeroes page `page` of the file. */
static void break_page(const char *path, long page)
{
    static const char zeroes[4096];
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, (page - 1) * 4096, SEEK_SET), 0);
    assert_int_equal(fwrite(zeroes, 1, sizeof zeroes, file), sizeof zeroes);
    assert_int_equal(fclose(file), 0);
}

static void test_damage_found_on_the_way_is_moved_aside_on_closing(void **state)
{
    struct scratch *s = *state;
    struct store_options options = scratch_options(s, STORE_WRITE);
    struct store_told told;
    struct store_repository repository;
    bool found;
    struct store *store = scratch_open(s, STORE_WRITE);
    long page = (long)ask(s, store, "SELECT rootpage FROM sqlite_schema WHERE name='repository'");
    store_close(store);
    break_page(s->path, page);
    WORKS(s, store_open(s->arena, &options, &store, &told, &s->err));
    FAILS(s,
          store_find_repository(store, s->arena, "github.com", (struct repo_id){1}, &repository,
                                &found, &s->err) ||
                  store_check(store, &s->err)
              ? s->err.code
              : OK,
          ERR_CORRUPT, "damaged");
    store_close(store);
    assert_false(file_exists(s->path));
    assert_true(file_exists(arena_printf(s->arena, "%s.corrupt-20261121T140000Z", s->path)));
    store_close(scratch_open(s, STORE_WRITE));
}

static void test_reading_changes_nothing(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_open(s, STORE_WRITE);
    struct store_scope at = scratch_scope(s, store);
    char *before, *after;
    size_t before_len, after_len;
    store_close(store);
    WORKS(s, file_read(s->arena, s->path, 1 << 20, &before, &before_len, &s->err));
    store = scratch_open(s, STORE_READ);
    FAILS(s, store_mark_read(store, at.repository, NULL, 1, true, &s->err), ERR_FAILED,
          "read-only");
    store_close(store);
    WORKS(s, file_read(s->arena, s->path, 1 << 20, &after, &after_len, &s->err));
    assert_int_equal(before_len, after_len);
    assert_memory_equal(before, after, before_len);
}

static void test_reading_an_absent_file_gives_an_empty_store(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_open(s, STORE_READ);
    assert_int_equal(ask(s, store, "SELECT count(*) FROM issue"), 0);
    store_close(store);
    assert_false(file_exists(s->path));
    assert_false(file_exists(path_dir(s->arena, s->path)));
}

#define OLD_VERSION 4

/* A cache as the first version of the schema left it. */
static void make_old(struct scratch *s)
{
    const char *folder = ROADMAP_SOURCE_DIR "/migrations";
    struct strlist names = {0};
    store_close(scratch_open(s, STORE_WRITE));
    WORKS(s, dir_list(s->arena, folder, &names, &s->err));
    strlist_sort_unique(&names);
    size_t left = names.len / 2;
    for (size_t i = names.len; i-- > 0 && left > OLD_VERSION;) {
        if (!text_ends(names.items[i], ".down.sql"))
            continue;
        char *down;
        size_t len;
        WORKS(s, file_read(s->arena, path_join(s->arena, folder, names.items[i]), 1 << 20, &down,
                           &len, &s->err));
        run_sql(s->path, down);
        left--;
    }
    run_sql(s->path, "PRAGMA user_version = 4;"
                     "DELETE FROM schema_migration WHERE version > (SELECT version FROM"
                     " schema_migration ORDER BY version LIMIT 1 OFFSET 3);"
                     "INSERT INTO repository VALUES (1, 'github.com', 4711, 'octocat/hello', NULL,"
                     " 0, 1, 0, 0, 3, 0, 0, 0, 9, NULL, 5, 5)");
}

static void test_an_older_schema_is_migrated_and_keeps_its_rows(void **state)
{
    struct scratch *s = *state;
    struct store_options options = scratch_options(s, STORE_WRITE);
    struct store_told told;
    struct store *store;
    make_old(s);
    WORKS(s, store_open(s->arena, &options, &store, &told, &s->err));
    assert_int_equal(told.migrated_from, 4);
    assert_int_equal(told.migrated_to, migrate_known());
    assert_int_equal(ask(s, store, "SELECT watchers FROM repository"), 3);
    assert_int_equal(ask(s, store, "SELECT count(*) FROM validator"), 0);
    store_close(store);
}

static void test_an_older_schema_can_be_read_without_touching_it(void **state)
{
    struct scratch *s = *state;
    make_old(s);
    struct store *store = scratch_open(s, STORE_READ);
    assert_int_equal(ask(s, store, "SELECT watchers FROM repository"), 3);
    assert_int_equal(ask(s, store, "SELECT count(*) FROM validator"), 0);
    store_close(store);
    sqlite3 *db;
    sqlite3_stmt *stmt;
    assert_int_equal(sqlite3_open(s->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(stmt, 0), 4);
    (void)sqlite3_finalize(stmt);
    (void)sqlite3_close(db);
}

static void test_a_guard_rolls_back_unless_committed(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_open(s, STORE_WRITE);
    struct store_scope at = scratch_scope(s, store);
    const struct store_scope_state synced = {.sync_ms = 7};
    {
        struct store_tx tx cleanup_tx = STORE_TX_INIT;
        WORKS(s, store_begin(store, &tx, &s->err));
        WORKS(s, store_put_scope(store, at, &synced, &s->err));
    }
    assert_int_equal(ask(s, store, "SELECT count(*) FROM scope"), 0);
    {
        struct store_tx tx cleanup_tx = STORE_TX_INIT;
        WORKS(s, store_begin(store, &tx, &s->err));
        WORKS(s, store_put_scope(store, at, &synced, &s->err));
        WORKS(s, store_commit(&tx, &s->err));
    }
    assert_int_equal(ask(s, store, "SELECT count(*) FROM scope"), 1);
    store_close(store);
}

static void test_a_full_disk_is_said_and_leaves_the_file_whole(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_open(s, STORE_WRITE);
    struct store_scope at = scratch_scope(s, store);
    struct store_scope_state wide = {.sync_ms = 1};
    char *text = arena_alloc(s->arena, 400001);
    (void)memset(text, 'w', 400000);
    wide.spec_path = text;
    /* SQLite counts its pages as if the disk ended here. */
    (void)ask(s, store, "PRAGMA max_page_count=40");
    FAILS(s, store_put_scope(store, at, &wide, &s->err), ERR_FAILED, "the disk is full");
    WORKS(s, store_check(store, &s->err));
    wide.spec_path = "roadmap/db.yaml";
    WORKS(s, store_put_scope(store, at, &wide, &s->err));
    store_close(store);
}

/* A writer that dies in the middle of a big transaction, its journal left behind. */
static void die_while_writing(struct scratch *s)
{
    struct store *store = scratch_open(s, STORE_WRITE);
    struct store_tx tx = STORE_TX_INIT;
    WORKS(s, db_exec(store, "PRAGMA cache_size=2; PRAGMA cache_spill=1", "tune", &s->err));
    WORKS(s, store_begin(store, &tx, &s->err));
    WORKS(s, db_exec(store,
                     "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                     "INSERT INTO budget SELECT 'github.com', hex(randomblob(500)), i FROM n",
                     "write", &s->err));
    (void)kill(getpid(), SIGKILL);
}

static void test_a_writer_that_dies_leaves_nothing_half_done(void **state)
{
    struct scratch *s = *state;
    static const enum store_mode modes[] = {STORE_READ, STORE_WRITE};
    store_close(scratch_open(s, STORE_WRITE));
    for (size_t i = 0; i < 2; i++) {
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid == 0)
            die_while_writing(s);
        int status;
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFSIGNALED(status));
        assert_true(file_exists(arena_printf(s->arena, "%s-journal", s->path)));
        struct store *store = scratch_open(s, modes[i]);
        assert_int_equal(ask(s, store, "SELECT count(*) FROM budget"), 0);
        WORKS(s, store_check(store, &s->err));
        store_close(store);
    }
}

#define WRITERS 8
#define ROUNDS 25

static int write_rounds(struct scratch *s)
{
    struct store_options options = scratch_options(s, STORE_WRITE);
    struct store_told told;
    struct store *store;
    /* Who waits for a lock asks again now and then and nobody stands in line: with seven others
     * that sync their writes to a busy disk, one may come last many times. */
    options.busy_timeout_ms = 600000;
    if (store_open(s->arena, &options, &store, &told, &s->err) != OK)
        return 1;
    for (int i = 0; i < ROUNDS; i++) {
        struct store_tx tx cleanup_tx = STORE_TX_INIT;
        if (store_begin(store, &tx, &s->err) != OK ||
            db_exec(store, "INSERT INTO budget VALUES ('github.com', 'octocat', 1)", "write",
                    &s->err) != OK ||
            store_commit(&tx, &s->err) != OK)
            return 2;
    }
    store_close(store);
    return 0;
}

static void test_eight_processes_make_and_write_one_file(void **state)
{
    struct scratch *s = *state;
    pid_t pids[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        pids[i] = fork();
        assert_true(pids[i] >= 0);
        if (pids[i] == 0)
            _exit(write_rounds(s));
    }
    for (int i = 0; i < WRITERS; i++) {
        int status;
        assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
    struct store *store = scratch_open(s, STORE_READ);
    assert_int_equal(ask(s, store, "SELECT count(*) FROM budget"), WRITERS * ROUNDS);
    assert_int_equal(ask(s, store, "SELECT count(*) FROM schema_migration"), migrate_known());
    store_close(store);
}

static void test_a_file_in_use_is_told_after_the_time_out(void **state)
{
    struct scratch *s = *state;
    struct store *first = scratch_open(s, STORE_WRITE), *second;
    struct store_options options = scratch_options(s, STORE_WRITE);
    struct store_told told;
    options.busy_timeout_ms = 30;
    WORKS(s, store_open(s->arena, &options, &second, &told, &s->err));
    struct store_tx one = STORE_TX_INIT, two = STORE_TX_INIT;
    WORKS(s, store_begin(first, &one, &s->err));
    FAILS(s, store_begin(second, &two, &s->err), ERR_LOCKED, "in use by another process");
    store_tx_end(&one);
    store_close(first);
    store_close(second);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_makes_a_private_file_under_any_umask),
        CASE(test_tells_what_it_did),
        CASE(test_settings_of_the_connection),
        CASE(test_takes_rights_of_others_away),
        CASE(test_refuses_what_is_no_file_of_ours),
        CASE(test_refuses_another_users_file),
        CASE(test_refuses_a_tracked_file),
        CASE(test_refuses_a_foreign_database),
        CASE(test_refuses_a_newer_schema_and_says_what_to_do),
        CASE(test_moves_a_file_that_is_no_database_aside),
        CASE(test_reading_a_damaged_file_is_an_error),
        CASE(test_damage_found_on_the_way_is_moved_aside_on_closing),
        CASE(test_reading_changes_nothing),
        CASE(test_reading_an_absent_file_gives_an_empty_store),
        CASE(test_an_older_schema_is_migrated_and_keeps_its_rows),
        CASE(test_an_older_schema_can_be_read_without_touching_it),
        CASE(test_a_guard_rolls_back_unless_committed),
        CASE(test_a_full_disk_is_said_and_leaves_the_file_whole),
        CASE(test_a_writer_that_dies_leaves_nothing_half_done),
        CASE(test_eight_processes_make_and_write_one_file),
        CASE(test_a_file_in_use_is_told_after_the_time_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
