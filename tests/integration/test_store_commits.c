/* How much one commit takes along, and that nothing else changes by it: transactions that are held
 * for the next intent, and the journal that is kept between commits. */
#include "support/store_scratch.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "store/budget.h"
#include "store/db.h"
#include "store/items.h"
#include "store/journal.h"

static int commits;

static int on_commit(void *state)
{
    (void)state;
    commits++;
    return 0;
}

static void count_commits(struct store *store)
{
    (void)sqlite3_commit_hook(store->db, on_commit, NULL);
    commits = 0;
}

static int64_t ask(struct scratch *s, struct store *store, const char *sql)
{
    int64_t value;
    WORKS(s, db_ask(store, sql, &value, &s->err));
    return value;
}

/* What another process sees. */
static int64_t seen(struct scratch *s, const char *sql)
{
    struct store *store = scratch_open(s, STORE_READ);
    int64_t value = ask(s, store, sql);
    store_close(store);
    return value;
}

#define DONE "SELECT count(*) FROM intent WHERE state = 'done'"
#define OPEN "SELECT count(*) FROM intent WHERE state = 'open'"

static struct intent open_one(struct scratch *s, struct store *store, struct store_scope at,
                              const char *id)
{
    struct intent intent = {.at = at,
                            .run = "0123abc",
                            .kind = KIND_LABEL,
                            .item_id = id,
                            .verb = VERB_CREATE,
                            .method = "POST",
                            .path = "labels",
                            .created_ms = 1000};
    WORKS(s, store_intent_open_counted(store, &intent, "github.com", "octocat", &s->err));
    return intent;
}

/* The answer to an intent, held for the next one. */
static void answer_and_hold(struct scratch *s, struct store *store, const struct intent *intent)
{
    struct store_tx tx cleanup_tx = STORE_TX_INIT;
    const struct base_item item = {
        .kind = KIND_LABEL, .id = intent->item_id, .db_id = {intent->id}, .pristine = true};
    WORKS(s, store_begin(store, &tx, &s->err));
    WORKS(s, store_put_base(store, intent->at, &item, &s->err));
    WORKS(s, store_intent_done(store, intent->id, (struct number){0}, &s->err));
    store_defer(&tx);
}

static void test_an_intent_takes_the_answer_before_it_along(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_open(s, STORE_WRITE);
    struct store_scope at = scratch_scope(s, store);
    WORKS(s, store_stay(store, &s->err));
    count_commits(store);
    struct intent intent = open_one(s, store, at, "a");
    assert_int_equal(commits, 1);
    for (int i = 0; i < 10; i++) {
        answer_and_hold(s, store, &intent);
        assert_int_equal(commits, 1 + i);
        assert_int_equal(seen(s, DONE), i);
        intent = open_one(s, store, at, "b");
        assert_int_equal(commits, 2 + i);
        /* What goes out next is on the disk, and the answer before it with its base. */
        assert_int_equal(seen(s, OPEN), 1);
        assert_int_equal(seen(s, DONE), i + 1);
    }
    assert_int_equal(seen(s, "SELECT count(*) FROM item"), 2);
    assert_int_equal(seen(s, "SELECT count(*) FROM budget"), 11);
    store_close(store);
}

static void test_any_other_use_commits_what_is_held(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_open(s, STORE_WRITE);
    struct store_scope at = scratch_scope(s, store);
    struct intent intent = open_one(s, store, at, "flushed");
    answer_and_hold(s, store, &intent);
    WORKS(s, store_flush(store, &s->err));
    assert_int_equal(seen(s, DONE), 1);
    WORKS(s, store_flush(store, &s->err));

    intent = open_one(s, store, at, "read");
    answer_and_hold(s, store, &intent);
    int64_t count;
    WORKS(s, store_count_pending(store, at, &count, &s->err));
    assert_int_equal(seen(s, DONE), 2);

    /* A transaction of its own, which fails, takes nothing of the held one back. */
    intent = open_one(s, store, at, "begun");
    answer_and_hold(s, store, &intent);
    struct store_tx tx = STORE_TX_INIT;
    WORKS(s, store_begin(store, &tx, &s->err));
    store_tx_end(&tx);
    assert_int_equal(seen(s, DONE), 3);

    intent = open_one(s, store, at, "closed");
    answer_and_hold(s, store, &intent);
    store_close(store);
    assert_int_equal(seen(s, DONE), 4);
    assert_int_equal(seen(s, OPEN), 0);
}

static bool journal_exists(struct scratch *s)
{
    return file_exists(arena_printf(s->arena, "%s-journal", s->path));
}

static int journal_first_byte(struct scratch *s)
{
    FILE *file = fopen(arena_printf(s->arena, "%s-journal", s->path), "r");
    assert_non_null(file);
    int first = fgetc(file);
    (void)fclose(file);
    return first;
}

static void dies(struct scratch *s, void (*how)(struct scratch *s))
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        how(s);
        _exit(1);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGKILL);
}

static void die_while_an_answer_is_held(struct scratch *s)
{
    struct store *store = scratch_open(s, STORE_WRITE);
    struct store_scope at = scratch_scope(s, store);
    WORKS(s, store_stay(store, &s->err));
    struct intent intent = open_one(s, store, at, "a");
    answer_and_hold(s, store, &intent);
    intent = open_one(s, store, at, "b");
    answer_and_hold(s, store, &intent);
    (void)kill(getpid(), SIGKILL);
}

static void test_a_held_answer_that_is_lost_is_an_open_intent(void **state)
{
    struct scratch *s = *state;
    dies(s, die_while_an_answer_is_held);
    struct store *store = scratch_open(s, STORE_WRITE);
    struct store_scope at = scratch_scope(s, store);
    assert_int_equal(ask(s, store, DONE), 1);
    assert_int_equal(ask(s, store, "SELECT count(*) FROM item"), 1);
    struct intents intents;
    WORKS(s, store_pending_intents(store, s->arena, at, 5000, &intents, &s->err));
    assert_int_equal(intents.items.len, 1);
    assert_string_equal(intents.items.items[0].item_id, "b");
    store_close(store);
}

static void test_staying_empties_the_journal_and_takes_it_away_at_the_end(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_open(s, STORE_WRITE);
    struct store_scope at = scratch_scope(s, store);
    assert_false(journal_exists(s));
    WORKS(s, store_stay(store, &s->err));
    WORKS(s, store_stay(store, &s->err));
    struct stat first, last;
    const char *journal = arena_printf(s->arena, "%s-journal", s->path);
    for (int i = 0; i < 5; i++) {
        (void)open_one(s, store, at, "a");
        assert_int_equal(seen(s, OPEN), i + 1);
        assert_int_equal(journal_first_byte(s), 0);
        assert_int_equal(stat(journal, i ? &last : &first), 0);
    }
    assert_int_equal(first.st_ino, last.st_ino);
    store_close(store);
    assert_false(journal_exists(s));
    assert_int_equal(seen(s, OPEN), 5);
}

/* The journal is written and the file half changed. */
static void die_in_a_commit_while_staying(struct scratch *s)
{
    struct store *store = scratch_open(s, STORE_WRITE);
    struct store_scope at = scratch_scope(s, store);
    WORKS(s, store_stay(store, &s->err));
    (void)open_one(s, store, at, "kept");
    struct store_tx tx = STORE_TX_INIT;
    WORKS(s, db_exec(store, "PRAGMA cache_size=2; PRAGMA cache_spill=1", "tune", &s->err));
    WORKS(s, store_begin(store, &tx, &s->err));
    WORKS(s, db_exec(store,
                     "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                     "INSERT INTO budget SELECT 'github.com', hex(randomblob(500)), i FROM n",
                     "write", &s->err));
    (void)kill(getpid(), SIGKILL);
}

static void test_a_journal_in_use_is_taken_back(void **state)
{
    struct scratch *s = *state;
    static const enum store_mode modes[] = {STORE_READ, STORE_WRITE};
    for (int i = 0; i < 2; i++) {
        dies(s, die_in_a_commit_while_staying);
        assert_int_not_equal(journal_first_byte(s), 0);
        struct store *store = scratch_open(s, modes[i]);
        assert_int_equal(ask(s, store, OPEN), i + 1);
        assert_int_equal(ask(s, store, "SELECT count(*) FROM budget"), i + 1);
        WORKS(s, store_check(store, &s->err));
        store_close(store);
    }
}

static void die_between_commits(struct scratch *s)
{
    struct store *store = scratch_open(s, STORE_WRITE);
    struct store_scope at = scratch_scope(s, store);
    WORKS(s, store_stay(store, &s->err));
    (void)open_one(s, store, at, "a");
    (void)kill(getpid(), SIGKILL);
}

/* As on a read-only mount: neither folder nor files can be written. Somebody without rights reads,
 * because root may do everything. */
static int read_without_rights(struct scratch *s)
{
    const char *folder = arena_printf(s->arena, "%s/in", s->folder);
    const char *journal = arena_printf(s->arena, "%s-journal", s->path);
    const uid_t reader = geteuid() == 0 ? 65534 : geteuid();
    if (reader != geteuid() &&
        (chown(s->folder, reader, reader) != 0 || chown(folder, reader, reader) != 0 ||
         chown(s->path, reader, reader) != 0 || chown(journal, reader, reader) != 0))
        return 2;
    if (chmod(s->path, 0400) != 0 || chmod(journal, 0400) != 0 || chmod(folder, 0500) != 0)
        return 3;
    if (reader != geteuid() && setuid(reader) != 0)
        return 4;
    struct store_options options = scratch_options(s, STORE_READ);
    struct store_told told;
    struct store *store = NULL;
    int64_t count = 0;
    if (store_open(s->arena, &options, &store, &told, &s->err) != OK ||
        db_ask(store, OPEN, &count, &s->err) != OK)
        return 5;
    store_close(store);
    return count == 1 ? 0 : 6;
}

static void test_an_emptied_journal_is_read_past_without_rights(void **state)
{
    struct scratch *s = *state;
    dies(s, die_between_commits);
    assert_int_equal(journal_first_byte(s), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        _exit(read_without_rights(s));
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_int_equal(chmod(arena_printf(s->arena, "%s/in", s->folder), 0700), 0);
}

static void test_the_next_writer_takes_an_emptied_journal_away(void **state)
{
    struct scratch *s = *state;
    dies(s, die_between_commits);
    assert_true(journal_exists(s));
    struct store *store = scratch_open(s, STORE_WRITE);
    assert_int_equal(ask(s, store, OPEN), 1);
    WORKS(s, store_budget_add(store, "github.com", "octocat", 1, &s->err));
    store_close(store);
    assert_false(journal_exists(s));
}

static void test_a_full_disk_while_staying(void **state)
{
    struct scratch *s = *state;
    struct store *store = scratch_open(s, STORE_WRITE);
    struct store_scope at = scratch_scope(s, store);
    WORKS(s, store_stay(store, &s->err));
    struct intent intent = open_one(s, store, at, "a");
    answer_and_hold(s, store, &intent);
    struct intent wide = intent;
    char *text = arena_alloc(s->arena, 400001);
    (void)memset(text, 'w', 400000);
    wide.body = text;
    /* SQLite counts its pages as if the disk ended here. */
    (void)ask(s, store, "PRAGMA max_page_count=60");
    FAILS(s, store_intent_open(store, &wide, &s->err), ERR_FAILED, "the disk is full");
    /* The answer went with the intent that it was to be committed with: it counts as unknown. */
    assert_int_equal(seen(s, OPEN), 1);
    assert_int_equal(seen(s, DONE), 0);
    WORKS(s, store_check(store, &s->err));
    (void)open_one(s, store, at, "b");
    assert_int_equal(seen(s, OPEN), 2);
    store_close(store);
    assert_false(journal_exists(s));
}

#define ONE(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ONE(test_an_intent_takes_the_answer_before_it_along),
        ONE(test_any_other_use_commits_what_is_held),
        ONE(test_a_held_answer_that_is_lost_is_an_open_intent),
        ONE(test_staying_empties_the_journal_and_takes_it_away_at_the_end),
        ONE(test_a_journal_in_use_is_taken_back),
        ONE(test_an_emptied_journal_is_read_past_without_rights),
        ONE(test_the_next_writer_takes_an_emptied_journal_away),
        ONE(test_a_full_disk_while_staying),
    };
    return cmocka_run_group_tests_name("store commits", tests, NULL, NULL);
}
