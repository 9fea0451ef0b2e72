#include "support/git_scratch.h"

#include <signal.h>

#include "base/clock.h"
#include "base/limits.h"
#include "repo/history.h"

struct seen {
    struct str text; /* what came, one after the other */
    size_t count, stop_after;
    char last_commit[41];
};

static enum code visit(void *state, const struct history_revision *revision, bool *stop,
                       struct err *err)
{
    (void)err;
    struct seen *seen = state;
    assert_int_equal(strlen(revision->commit), 40);
    assert_int_equal(strlen(revision->id), 40);
    assert_true(revision->commit_ms > 1000000000000);
    if (revision->bytes) {
        assert_int_equal(strlen(revision->bytes), revision->len);
        str_addf(&seen->text, "[%.20s]", revision->bytes);
    } else {
        str_add(&seen->text, "[folder]");
    }
    memcpy(seen->last_commit, revision->commit, sizeof seen->last_commit);
    *stop = ++seen->count == seen->stop_after;
    return OK;
}

static enum code fail_visit(void *state, const struct history_revision *revision, bool *stop,
                            struct err *err)
{
    (void)state;
    (void)revision;
    (void)stop;
    return err_set(err, ERR_CHECKS, "no further");
}

/* What a walk gives, as one text. */
static const char *walk(const char *name, const char *path, size_t stop_after, bool expect_complete)
{
    cleanup_err struct err err = ERR_INIT;
    cleanup_repo struct repo *repo = open_repo(name);
    struct seen seen = {.stop_after = stop_after};
    str_init(&seen.text, 0);
    bool complete;
    if (history_walk(repo, path, visit, &seen, &complete, &err) != OK)
        fail_msg("%s", err.message);
    assert_int_equal(complete, expect_complete);
    const char *text = str_dup(&seen.text, arena);
    str_release(&seen.text);
    return text;
}

static void gives_contents_newest_first(void **state)
{
    (void)state;
    shell("git init -q linear; cd linear; mkdir -p d/e;"
          "echo x >other; " COMMIT "printf one >d/e/plan; " COMMIT "echo y >other; " COMMIT
          "printf two >d/e/plan; " COMMIT "rm d/e/plan; " COMMIT "printf three >d/e/plan; " COMMIT
          "printf one >d/e/plan; " COMMIT "printf draft >d/e/plan");
    assert_string_equal(walk("linear", "d/e/plan", 0, true), "[one][three][two]");
    assert_string_equal(walk("linear", "d/e/plan", 2, true), "[one][three]");
    assert_string_equal(walk("linear", "d//e/plan", 0, true), "[one][three][two]");
    assert_string_equal(walk("linear", "d/e/absent", 0, true), "");
    assert_string_equal(walk("linear", "other/plan", 0, true), "");
    assert_string_equal(walk("linear", "d/e", 0, true), "[folder][folder][folder]");
    assert_string_equal(walk("linear", "other", 0, true), "[y\n][x\n]");
}

static void an_empty_repository_has_no_history(void **state)
{
    (void)state;
    shell("git init -q empty");
    assert_string_equal(walk("empty", "plan", 0, true), "");
}

static void side_branches_count(void **state)
{
    (void)state;
    shell("git init -q branches; cd branches; printf base >plan; " COMMIT
          "git switch -q -c side; printf side >plan; " COMMIT
          "git switch -q main; echo x >other; " COMMIT "printf main >plan; " COMMIT
          "git merge -q side >/dev/null || true; printf both >plan; " COMMIT);
    /* base stands in main's second commit too, which is newer than side's */
    assert_string_equal(walk("branches", "plan", 0, true), "[both][main][base][side]");
}

static void a_detached_head_and_a_work_tree_walk_too(void **state)
{
    (void)state;
    shell("git init -q heads; cd heads; printf one >plan; " COMMIT "printf two >plan; " COMMIT
          "git worktree add -q --detach ../old HEAD~1; git switch -q --detach HEAD");
    assert_string_equal(walk("heads", "plan", 0, true), "[two][one]");
    assert_string_equal(walk("old", "plan", 0, true), "[one]");
}

static void a_shallow_clone_is_not_complete(void **state)
{
    (void)state;
    shell("git init -q deep; cd deep; printf one >plan; " COMMIT "printf two >plan; " COMMIT
          "printf three >plan; " COMMIT "cd ..; git clone -q --depth 2 file://$PWD/deep shallow");
    assert_string_equal(walk("shallow", "plan", 0, false), "[three][two]");
}

static void a_partial_clone_is_not_complete(void **state)
{
    (void)state;
    shell("git init -q full; cd full; git config uploadpack.allowFilter true; printf one "
          ">plan; " COMMIT "printf two >plan; " COMMIT
          "cd ..; git clone -q --filter=blob:none file://$PWD/full partial");
    assert_string_equal(walk("partial", "plan", 0, false), "[two]");
}

static void links_and_large_files_are_left_out(void **state)
{
    (void)state;
    setenv("OVER", arena_printf(arena, "%u", LIMIT_SPEC_BYTES + 1), 1);
    shell("git init -q odd; cd odd; printf one >plan; " COMMIT
          "rm plan; ln -s elsewhere plan; " COMMIT "rm plan; truncate -s $OVER plan; " COMMIT
          "printf last >plan; " COMMIT);
    assert_string_equal(walk("odd", "plan", 0, false), "[last][one]");
}

static void ceiling_of_revisions_ends_the_walk(void **state)
{
    (void)state;
    shell(arena_printf(arena,
                       "git init -q many; cd many; i=0; while [ $i -le %d ]; do i=$((i+1));"
                       "echo commit refs/heads/main;"
                       "echo \"committer octocat <octocat@example.com> $((1770000000+i)) +0000\";"
                       "echo 'data 0'; echo 'M 100644 inline plan'; echo \"data ${#i}\"; echo $i;"
                       "done | git fast-import --quiet",
                       LIMIT_HISTORY_REVISIONS));
    cleanup_err struct err err = ERR_INIT;
    cleanup_repo struct repo *repo = open_repo("many");
    struct seen seen = {.count = 0};
    str_init(&seen.text, 0);
    bool complete = true;
    assert_int_equal(history_walk(repo, "plan", visit, &seen, &complete, &err), OK);
    assert_int_equal(seen.count, LIMIT_HISTORY_REVISIONS);
    assert_false(complete);
    str_release(&seen.text);
}

static void errors_and_signals_end_the_walk(void **state)
{
    (void)state;
    shell("git init -q ends; cd ends; printf one >plan; " COMMIT);
    cleanup_err struct err err = ERR_INIT;
    cleanup_repo struct repo *repo = open_repo("ends");
    bool complete;
    assert_int_equal(history_walk(repo, "plan", fail_visit, NULL, &complete, &err), ERR_CHECKS);
    assert_string_equal(err.message, "no further");
    err_clear(&err);
    interrupt_request(SIGINT);
    assert_int_equal(history_walk(repo, "plan", fail_visit, NULL, &complete, &err),
                     ERR_INTERRUPTED);
    interrupt_clear();
}

static void reads_another_file_of_a_commit(void **state)
{
    (void)state;
    shell("git init -q parts; cd parts; mkdir d; printf one >d/plan; printf part >d/part; " COMMIT
          "printf two >d/plan; rm d/part; " COMMIT);
    cleanup_err struct err err = ERR_INIT;
    cleanup_repo struct repo *repo = open_repo("parts");
    struct seen seen = {.count = 0};
    str_init(&seen.text, 0);
    bool complete, found;
    assert_int_equal(history_walk(repo, "d", visit, &seen, &complete, &err), OK);
    str_release(&seen.text);
    char *bytes;
    size_t len;
    assert_int_equal(
        history_read(repo, arena, seen.last_commit, "d/part", 100, &bytes, &len, &found, &err), OK);
    assert_true(found);
    assert_string_equal(bytes, "part");
    assert_int_equal(
        history_read(repo, arena, seen.last_commit, "d", 100, &bytes, &len, &found, &err), OK);
    assert_false(found);
    assert_int_equal(
        history_read(repo, arena, seen.last_commit, "d/none", 100, &bytes, &len, &found, &err), OK);
    assert_false(found);
    assert_int_equal(
        history_read(repo, arena, seen.last_commit, "d/part", 3, &bytes, &len, &found, &err),
        ERR_CEILING);
    err_clear(&err);
    assert_int_equal(history_read(repo, arena, "0123456789012345678901234567890123456789", "d/part",
                                  100, &bytes, &len, &found, &err),
                     ERR_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_contents_newest_first),
        cmocka_unit_test(an_empty_repository_has_no_history),
        cmocka_unit_test(side_branches_count),
        cmocka_unit_test(a_detached_head_and_a_work_tree_walk_too),
        cmocka_unit_test(a_shallow_clone_is_not_complete),
        cmocka_unit_test(a_partial_clone_is_not_complete),
        cmocka_unit_test(links_and_large_files_are_left_out),
        cmocka_unit_test(ceiling_of_revisions_ends_the_walk),
        cmocka_unit_test(errors_and_signals_end_the_walk),
        cmocka_unit_test(reads_another_file_of_a_commit),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
