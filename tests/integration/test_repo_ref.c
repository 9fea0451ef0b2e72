#include "support/git_scratch.h"

#include "repo/ref.h"

static struct ref resolve(const char *name, const char *text)
{
    cleanup_repo struct repo *repo = open_repo(name);
    struct ref ref;
    WORKS(ref_resolve(repo, arena, text, &ref, &git_err));
    return ref;
}

static struct ref default_of(const char *name, const char *base_ref, const char *setting)
{
    cleanup_repo struct repo *repo = open_repo(name);
    struct ref ref;
    WORKS(ref_default(repo, arena, base_ref, setting, &ref, &git_err));
    return ref;
}

static struct ref merge_base(const char *name, const char *a, const char *b)
{
    cleanup_repo struct repo *repo = open_repo(name);
    struct ref one, two, base;
    WORKS(ref_resolve(repo, arena, a, &one, &git_err));
    WORKS(ref_resolve(repo, arena, b, &two, &git_err));
    assert_true(one.found && two.found);
    WORKS(ref_merge_base(repo, arena, one.id, two.id, &base, &git_err));
    return base;
}

static const char *id_of(const char *name, const char *text)
{
    return shell_line(arena_printf(arena, "git -C %s rev-parse '%s^{commit}'", name, text));
}

static int make(void **state)
{
    if (set_up(state) != 0)
        return -1;
    shell("git init -q origin; cd origin; git config uploadpack.allowFilter true;" COMMIT COMMIT
          "git tag -a -m tag v1; git switch -q -c side; " COMMIT COMMIT
          "git switch -q main; " COMMIT
          "cd ..; git clone -q origin full; git clone -q --depth 1 file://$PWD/origin shallow;"
          "git clone -q --filter=blob:none file://$PWD/origin partial");
    return 0;
}

static void names_and_ids_are_found(void **state)
{
    (void)state;
    static const char *const texts[] = {"HEAD",        "main",          "v1",
                                        "origin/side", "origin/side~1", "refs/tags/v1"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct ref ref = resolve("full", texts[i]);
        assert_true(ref.found);
        assert_string_equal(ref.id, id_of("full", texts[i]));
        assert_string_equal(ref.name, texts[i]);
        assert_null(ref.unknown);
    }
    struct ref by_id = resolve("full", id_of("full", "main"));
    assert_true(by_id.found);
    assert_int_equal(strlen(by_id.name), 7);
}

static void absent_is_absent_but_in_a_shallow_clone_unknown(void **state)
{
    (void)state;
    struct ref ref = resolve("full", "nowhere");
    assert_false(ref.found);
    assert_null(ref.unknown);
    ref = resolve("shallow", "HEAD~1");
    assert_false(ref.found);
    assert_string_equal(ref.unknown, "shallow clone");
    assert_non_null(strstr(ref.help, "fetch-depth: 0"));
    assert_true(resolve("shallow", "HEAD").found);
    assert_true(resolve("partial", "HEAD~1").found);
}

/* Where nothing goes on without it, the hint says what may have been meant. */
static void what_is_needed_and_absent_gets_a_hint(void **state)
{
    (void)state;
    static const struct {
        const char *clone, *text, *hint;
    } table[] = {
        {"full", "mian", "did you mean 'main'?"},
        {"full", "origin/sied", "did you mean 'origin/side'?"},
        {"full", "side", "did you mean 'origin/side'?"},
        {"full", "elsewhere", "git branch --all and git tag list what is here; git fetch brings"},
        {"origin", "elsewhere", "git branch --all and git tag list what is here"},
        {"full", "main~99", "git log --oneline --all lists"},
        {"full", "no..name", "git branch --all and git tag"},
        {"shallow", "mian", "did you mean 'main'?"},
        {"shallow", "main~1", "git fetch --unshallow"},
        {"shallow", "elsewhere", "git fetch --unshallow"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        cleanup_repo struct repo *repo = open_repo(table[i].clone);
        struct err err cleanup_err = ERR_INIT;
        struct ref ref;
        assert_int_equal(ref_need(repo, arena, "--ref", table[i].text, &ref, &err), ERR_USAGE);
        assert_ptr_equal(strstr(err.message, "--ref: "), err.message);
        assert_non_null(strstr(err.message, table[i].text));
        if (!err.hint || !strstr(err.hint, table[i].hint))
            fail_msg("%s in %s: %s", table[i].text, table[i].clone, err.hint ? err.hint : "none");
    }
    cleanup_repo struct repo *repo = open_repo("full");
    struct ref ref;
    WORKS(ref_need(repo, arena, "--ref", "main", &ref, &git_err));
    assert_true(ref.found);
}

static void no_commit_is_an_error(void **state)
{
    (void)state;
    cleanup_repo struct repo *repo = open_repo("full");
    struct ref ref;
    shell("cd full; echo x >f; git add f; git commit -q -m f");
    FAILS(ref_resolve(repo, arena, "HEAD:f", &ref, &git_err), ERR_FAILED, "'HEAD:f' is no commit");
}

static void head_is_a_branch_an_id_or_nothing_yet(void **state)
{
    (void)state;
    shell("git init -q young; git clone -q origin detached; cd detached; git switch -q --detach");
    struct ref ref;
    cleanup_repo struct repo *full = open_repo("full");
    WORKS(ref_head(full, arena, &ref, &git_err));
    assert_string_equal(ref.name, "main");
    cleanup_repo struct repo *detached = open_repo("detached");
    WORKS(ref_head(detached, arena, &ref, &git_err));
    assert_true(ref.found);
    assert_int_equal(strlen(ref.name), 7);
    cleanup_repo struct repo *young = open_repo("young");
    WORKS(ref_head(young, arena, &ref, &git_err));
    assert_false(ref.found);
    assert_null(ref.unknown);
}

static void the_default_branch_is_never_guessed(void **state)
{
    (void)state;
    shell("git init -q alone; cd alone; " COMMIT);
    struct ref ref = default_of("alone", NULL, NULL);
    assert_false(ref.found);
    assert_string_equal(ref.unknown, "no default branch is known");
    ref = default_of("alone", NULL, "main");
    assert_true(ref.found);
    assert_string_equal(ref.name, "main");
    ref = default_of("full", NULL, NULL);
    assert_string_equal(ref.name, "origin/main");
    assert_string_equal(ref.id, id_of("full", "origin/main"));
}

/* What actions/checkout leaves of a pull request: one commit, no branch of the target. */
static void a_base_branch_that_was_not_fetched_is_named(void **state)
{
    (void)state;
    shell("git init -q checkout; cd checkout; git remote add origin file://$PWD/../origin;"
          "git fetch -q --depth 1 origin side; git switch -q --detach FETCH_HEAD");
    struct ref ref = default_of("checkout", "main", NULL);
    assert_false(ref.found);
    assert_string_equal(ref.unknown, "'main' is not in this clone");
    assert_non_null(strstr(ref.help, "git fetch origin main"));
    shell("cd checkout; git fetch -q --depth 1 origin main:refs/remotes/origin/main");
    assert_true(default_of("checkout", "main", NULL).found);
    ref = merge_base("checkout", "HEAD", "origin/main");
    assert_false(ref.found);
    assert_string_equal(ref.unknown, "shallow clone");
}

static void merge_bases(void **state)
{
    (void)state;
    struct ref base = merge_base("full", "origin/main", "origin/side");
    assert_true(base.found);
    assert_string_equal(base.id, id_of("full", "v1"));
    assert_string_equal(merge_base("partial", "origin/main", "origin/side").id, base.id);
    shell("cd full; git switch -q --orphan other; " COMMIT_AS("root") "git switch -q main");
    base = merge_base("full", "main", "other");
    assert_false(base.found);
    assert_null(base.unknown);
    assert_string_equal(merge_base("full", "main", "main~1").id, id_of("full", "main~1"));
    assert_string_equal(merge_base("full", "main~1", "main").id, id_of("full", "main~1"));
    assert_string_equal(merge_base("full", "main", "main").id, id_of("full", "main"));
    shell("git init -q crossed; cd crossed; " COMMIT "git switch -q -c side; " COMMIT COMMIT
          "git switch -q main; " COMMIT "git merge -q -m m side; " COMMIT
          "git switch -q side; " COMMIT
          "git clone -q --depth 3 --no-single-branch file://$PWD ../cut");
    const char *real = shell_line("git -C crossed merge-base main side");
    assert_string_equal(merge_base("crossed", "main", "side").id, real);
    assert_string_equal(merge_base("cut", "origin/main", "origin/side").id, real);
}

static void sha256_repositories_are_named(void **state)
{
    (void)state;
    shell("git init -q --object-format=sha256 wide");
    struct repo *repo;
    bool found;
    FAILS(repo_open(in_root("wide"), &repo, &found, &git_err), ERR_FAILED, "SHA-256");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_and_ids_are_found),
        cmocka_unit_test(absent_is_absent_but_in_a_shallow_clone_unknown),
        cmocka_unit_test(what_is_needed_and_absent_gets_a_hint),
        cmocka_unit_test(no_commit_is_an_error),
        cmocka_unit_test(head_is_a_branch_an_id_or_nothing_yet),
        cmocka_unit_test(the_default_branch_is_never_guessed),
        cmocka_unit_test(a_base_branch_that_was_not_fetched_is_named),
        cmocka_unit_test(merge_bases),
        cmocka_unit_test(sha256_repositories_are_named),
    };
    return cmocka_run_group_tests(tests, make, tear_down);
}
