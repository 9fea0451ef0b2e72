#include "support/git_scratch.h"

#include <sys/stat.h>
#include <unistd.h>

#include "repo/merge.h"

static void outside_git_is_no_error(void **state)
{
    (void)state;
    cleanup_err struct err err = ERR_INIT;
    struct repo *repo;
    bool found = true;
    shell("mkdir -p plain/folder");
    assert_int_equal(repo_open(in_root("plain/folder"), &repo, &found, &err), OK);
    assert_false(found);
    assert_null(repo);
    repo_close(repo);
    assert_int_equal(repo_open(in_root("absent"), &repo, &found, &err), OK);
    assert_false(found);
}

static void opens_from_a_folder_below(void **state)
{
    (void)state;
    shell("git init -q below; mkdir -p below/a/b; ln -s below/a link");
    cleanup_err struct err err = ERR_INIT;
    char *real;
    assert_int_equal(path_real(arena, in_root("below"), &real, &err), OK);
    static const char *const folders[] = {"below", "below/a/b", "link/b", "below/.git"};
    for (size_t i = 0; i < 4; i++) {
        cleanup_repo struct repo *repo = open_repo(folders[i]);
        assert_string_equal(repo_workdir(repo), real);
        assert_string_equal(repo_common_dir(repo), path_join(arena, real, ".git"));
    }
}

static void work_trees_share_the_common_folder(void **state)
{
    (void)state;
    shell("git init -q main; cd main; git commit -q --allow-empty -m one;"
          "git worktree add -q ../second; git clone -q --bare . ../bare.git");
    cleanup_repo struct repo *main_tree = open_repo("main");
    cleanup_repo struct repo *second = open_repo("second");
    assert_string_equal(repo_common_dir(second), repo_common_dir(main_tree));
    assert_string_equal(path_base(repo_workdir(second)), "second");
    cleanup_repo struct repo *bare = open_repo("bare.git");
    assert_null(repo_workdir(bare));
    assert_string_equal(path_base(repo_common_dir(bare)), "bare.git");
    cleanup_err struct err err = ERR_INIT;
    bool tracked = true;
    assert_int_equal(repo_is_tracked(bare, in_root("bare.git/HEAD"), &tracked, &err), OK);
    assert_false(tracked);
}

static void damage_is_an_error_with_the_folder(void **state)
{
    (void)state;
    shell("git init -q future; cd future; git config core.repositoryformatversion 1;"
          "git config extensions.unheardof true");
    cleanup_err struct err err = ERR_INIT;
    struct repo *repo;
    bool found;
    assert_int_equal(repo_open(in_root("future"), &repo, &found, &err), ERR_FAILED);
    assert_non_null(strstr(err.message, in_root("future")));
    assert_null(repo);
    shell("cd future; git config --file .git/config --unset extensions.unheardof;"
          "git config --file .git/config extensions.partialclone origin;"
          "git config --file .git/config extensions.worktreeconfig true");
    cleanup_repo struct repo *readable = open_repo("future");
    assert_non_null(readable);
}

static void another_owner_gets_the_command(void **state)
{
    (void)state;
    if (geteuid() != 0)
        skip(); /* only root can give a folder away */
    shell("git init -q \"it's theirs\"; mkdir \"it's theirs/sub\"; git init -q theirs;"
          "mkdir theirs/sub; chown -R 12345 \"it's theirs\" theirs");
    cleanup_err struct err err = ERR_INIT;
    struct repo *repo;
    bool found;
    assert_int_equal(repo_open(in_root("theirs/sub"), &repo, &found, &err), ERR_FAILED);
    assert_string_equal(
        err.hint, arena_printf(arena, "git config --global --add safe.directory %s/theirs", root));
    err_clear(&err);
    assert_int_equal(repo_open(in_root("it's theirs/sub"), &repo, &found, &err), ERR_FAILED);
    shell(err.hint); /* what the hint says is what helps */
    cleanup_repo struct repo *opened = open_repo("it's theirs/sub");
    assert_non_null(opened);
}

static void another_owner_may_be_trusted(void **state)
{
    (void)state;
    if (geteuid() != 0)
        skip(); /* only root can give a folder away */
    shell("git init -q given; chown -R 12345 given");
    cleanup_err struct err err = ERR_INIT;
    struct repo *repo;
    bool found;
    repo_trust_owners(true);
    cleanup_repo struct repo *opened = open_repo("given");
    assert_non_null(opened);
    repo_trust_owners(false);
    assert_int_equal(repo_open(in_root("given"), &repo, &found, &err), ERR_FAILED);
    assert_non_null(strstr(err.message, "--trust-repo"));
}

static void remotes_are_read_in_all_forms(void **state)
{
    (void)state;
    static const struct {
        const char *url, *host, *repository; /* NULL: not one of ours */
    } cases[] = {
        {"https://github.com/acme/data-pipeline.git", "github.com", "acme/data-pipeline"},
        {"https://github.com/acme/data-pipeline", "github.com", "acme/data-pipeline"},
        {"https://github.com/acme/data-pipeline/", "github.com", "acme/data-pipeline"},
        {"https://GitHub.com:443/acme/a.b.git", "github.com", "acme/a.b"},
        {"https://octocat:secret@github.com/acme/x.git", "github.com", "acme/x"},
        {"https://www.github.com/acme/x", "github.com", "acme/x"},
        {"https://ghe.example.com:8443/acme/x.git", "ghe.example.com:8443", "acme/x"},
        {"http://ghe.example.com/acme/x.git", "ghe.example.com", "acme/x"},
        {"git://github.com/acme/x.git", "github.com", "acme/x"},
        {"ssh://git@github.com/acme/x.git", "github.com", "acme/x"},
        {"ssh://git@ssh.github.com:443/acme/x.git", "github.com", "acme/x"},
        {"ssh://git@ghe.example.com:2222/acme/x.git", "ghe.example.com", "acme/x"},
        {"git+ssh://git@github.com/acme/x.git", "github.com", "acme/x"},
        {"git@github.com:acme/x.git", "github.com", "acme/x"},
        {"git@github.com:/acme/x.git", "github.com", "acme/x"},
        {"github.com:acme/x", "github.com", "acme/x"},
        {"git@GHE.example.com:acme/.github.git", "ghe.example.com", "acme/.github"},
        {"https://github.com/acme", NULL, NULL},
        {"https://github.com/acme/x/y", NULL, NULL},
        {"https://github.com/acme/..", NULL, NULL},
        {"https://github.com/acme/.git", "github.com", "acme/.git"},
        {"https:///acme/x", NULL, NULL},
        {"https://github.com:port/acme/x", NULL, NULL},
        {"https://github.com/ac me/x", NULL, NULL},
        {"https://github.com/한/x", NULL, NULL},
        {"ftp://github.com/acme/x", NULL, NULL},
        {"file:///srv/acme/x.git", NULL, NULL},
        {"/srv/acme/x.git", NULL, NULL},
        {"../acme/x.git", NULL, NULL},
        {"./a:acme/x", NULL, NULL},
        {":acme/x", NULL, NULL},
        {"git@:acme/x", NULL, NULL},
        {"", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct repo_remote remote;
        bool good = repo_parse_remote(arena, cases[i].url, &remote);
        if (good != (cases[i].host != NULL))
            fail_msg("'%s'", cases[i].url);
        if (!good)
            continue;
        assert_string_equal(remote.host, cases[i].host);
        assert_string_equal(remote.repository, cases[i].repository);
        assert_string_equal(arena_printf(arena, "%s/%s", remote.owner, remote.name),
                            cases[i].repository);
        assert_null(strchr(remote.url, '@'));
        assert_null(strstr(remote.url, "secret"));
    }
}

static void origin_is_found_with_rewrites(void **state)
{
    (void)state;
    shell("git init -q origin");
    cleanup_err struct err err = ERR_INIT;
    struct repo_remote remote;
    bool found = true;
    {
        cleanup_repo struct repo *repo = open_repo("origin");
        assert_int_equal(repo_origin(repo, arena, &remote, &found, &err), OK);
        assert_false(found);
    }
    shell("cd origin; git remote add origin hub:acme/data-pipeline;"
          "git config url.git@github.com:.insteadOf hub:");
    {
        cleanup_repo struct repo *repo = open_repo("origin");
        assert_int_equal(repo_origin(repo, arena, &remote, &found, &err), OK);
        assert_true(found);
        assert_string_equal(remote.host, "github.com");
        assert_string_equal(remote.repository, "acme/data-pipeline");
    }
    shell("cd origin; git remote set-url origin /srv/elsewhere");
    cleanup_repo struct repo *repo = open_repo("origin");
    assert_int_equal(repo_origin(repo, arena, &remote, &found, &err), OK);
    assert_false(found);
}

static void default_branch_is_known_or_unknown(void **state)
{
    (void)state;
    shell("git init -q upstream -b release/1; cd upstream; git commit -q --allow-empty -m one;"
          "git clone -q . ../clone; git init -q ../lonely");
    cleanup_err struct err err = ERR_INIT;
    cleanup_repo struct repo *clone = open_repo("clone");
    cleanup_repo struct repo *lonely = open_repo("lonely");
    const char *branch;
    assert_int_equal(repo_default_branch(clone, arena, "other", "third", &branch, &err), OK);
    assert_string_equal(branch, "release/1");
    assert_int_equal(repo_default_branch(lonely, arena, "other", "third", &branch, &err), OK);
    assert_string_equal(branch, "other");
    assert_int_equal(repo_default_branch(lonely, arena, "", "third", &branch, &err), OK);
    assert_string_equal(branch, "third");
    assert_int_equal(repo_default_branch(lonely, arena, NULL, NULL, &branch, &err), OK);
    assert_null(branch);
}

static void tracked_is_what_the_index_holds(void **state)
{
    (void)state;
    shell("git init -q tracked; cd tracked; mkdir -p a/b; echo 1 >a/b/in; echo 2 >a/b/out;"
          "echo 3 >a-b; ln -s a/b link; git add a/b/in a-b; git commit -q -m one;"
          "echo 4 >added; git add added");
    cleanup_err struct err err = ERR_INIT;
    cleanup_repo struct repo *repo = open_repo("tracked");
    static const struct {
        const char *path;
        bool tracked;
    } cases[] = {
        {"tracked/a/b/in", true},    {"tracked/a/b/out", false}, {"tracked/added", true},
        {"tracked/a/b", true},       {"tracked/a/b/", true},     {"tracked/a", true},
        {"tracked/link/in", true},   {"tracked/link", false},    {"tracked/absent", false},
        {"tracked/absent/x", false}, {"tracked/a/../a-b", true}, {"tracked", true},
        {"other/a/b/in", false},     {"tracked/a/b/i", false},   {"tracked/none/../a-b", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool tracked = !cases[i].tracked;
        assert_int_equal(repo_is_tracked(repo, in_root(cases[i].path), &tracked, &err), OK);
        if (tracked != cases[i].tracked)
            fail_msg("'%s'", cases[i].path);
    }
    /* The index may change under an open repository. */
    bool tracked;
    shell("cd tracked; git add a/b/out");
    assert_int_equal(repo_is_tracked(repo, in_root("tracked/a/b/out"), &tracked, &err), OK);
    assert_true(tracked);
}

/* A clone brings a submodule's files along, though its own index lists only their folder. */
static void what_a_submodule_holds_is_tracked(void **state)
{
    (void)state;
    shell("git init -q within; cd within; echo 1 >db; git add db; git commit -q -m one; cd ..;"
          "git init -q around; cd around; mkdir -p x other; echo 1 >other/db;"
          "git -c protocol.file.allow=always submodule -q add ../within x/cache");
    cleanup_err struct err err = ERR_INIT;
    cleanup_repo struct repo *repo = open_repo("around");
    bool tracked = false;
    assert_int_equal(repo_is_tracked(repo, in_root("around/x/cache/db"), &tracked, &err), OK);
    assert_true(tracked);
    assert_int_equal(repo_is_tracked(repo, in_root("around/x/cache/new"), &tracked, &err), OK);
    assert_true(tracked);
    assert_int_equal(repo_is_tracked(repo, in_root("around/other/db"), &tracked, &err), OK);
    assert_false(tracked);
}

static void paths_become_relative(void **state)
{
    (void)state;
    shell("git init -q rel; mkdir -p rel/a/b; ln -s rel/a out-link; ln -s ../.. rel/a/up");
    cleanup_err struct err err = ERR_INIT;
    cleanup_repo struct repo *repo = open_repo("rel");
    char before[4096];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(in_root("rel/a")), 0);
    static const struct {
        const char *path, *relative;
    } cases[] = {
        {"b", "a/b"},
        {"./b/", "a/b"},
        {"b/new/file", "a/b/new/file"},
        {"new", "a/new"},
        {".new/x", "a/.new/x"},
        {"../x", "x"},
        {".", "a"},
        {"..", ""},
        {"../..", NULL},
        {"../../x", NULL},
        {"up/rel/a", "a"},
        {"up", "a/up"},
        {"b/../../c", "c"},
        {"/", NULL},
        {"../../out-link/b", "a/b"},
        {"../../relation", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *relative;
        assert_int_equal(repo_relative(repo, arena, cases[i].path, &relative, &err), OK);
        if ((relative == NULL) != (cases[i].relative == NULL) ||
            (relative && strcmp(relative, cases[i].relative) != 0))
            fail_msg("'%s': '%s'", cases[i].path, relative ? relative : "outside");
    }
    assert_int_equal(chdir(before), 0);
}

static void merges_texts(void **state)
{
    (void)state;
    static const struct {
        const char *base, *ours, *theirs, *merged; /* NULL: not clean */
    } cases[] = {
        {"a\nb\nc\n", "a\nb\nc\n", "a\nb\nc\n", "a\nb\nc\n"},
        {"a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n"},
        {"a\nb\nc\n", "a\nb\nc\nd\n", "0\na\nb\nc\n", "0\na\nb\nc\nd\n"},
        {"a\n", "b\n", "b\n", "b\n"},
        {"a\n", "b\n", "c\n", NULL},
        {"a\nb\n", "A\nb\n", "a\nB\n", NULL}, /* adjacent lines */
        {"a\nb\nc\n", "a\nc\n", "a\nX\nc\n", NULL},
        {"", "a\n", "a\n", "a\n"},
        {"", "a\n", "b\n", NULL},
        {"a\n", "", "a\n", ""},
        {"", "", "", ""},
        {"한\n국\n어\n", "한글\n국\n어\n", "한\n국\n어!\n", "한글\n국\n어!\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cleanup_err struct err err = ERR_INIT;
        merge_fn merge = repo_merge_texts;
        bool clean = cases[i].merged == NULL;
        char *merged = NULL;
        assert_int_equal(merge(NULL, arena, cases[i].base, cases[i].ours, cases[i].theirs, &clean,
                               &merged, &err),
                         OK);
        assert_int_equal(clean, cases[i].merged != NULL);
        if (clean)
            assert_string_equal(merged, cases[i].merged);
        else
            assert_null(merged);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outside_git_is_no_error),
        cmocka_unit_test(opens_from_a_folder_below),
        cmocka_unit_test(work_trees_share_the_common_folder),
        cmocka_unit_test(damage_is_an_error_with_the_folder),
        cmocka_unit_test(another_owner_gets_the_command),
        cmocka_unit_test(another_owner_may_be_trusted),
        cmocka_unit_test(remotes_are_read_in_all_forms),
        cmocka_unit_test(origin_is_found_with_rewrites),
        cmocka_unit_test(default_branch_is_known_or_unknown),
        cmocka_unit_test(tracked_is_what_the_index_holds),
        cmocka_unit_test(what_a_submodule_holds_is_tracked),
        cmocka_unit_test(paths_become_relative),
        cmocka_unit_test(merges_texts),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
