#include "support/git_scratch.h"

#include "repo/presence.h"

/* "name:presence" with "~" edited, "<" behind, "-" removed, "?" unknown. */
static const char *look(const char *name, const char *commit, bool work_tree, bool with_fork,
                        const char **unknown)
{
    cleanup_repo struct repo *repo = open_repo(name);
    struct ref head, base, fork = {0};
    WORKS(ref_resolve(repo, arena, commit, &head, &git_err));
    WORKS(ref_default(repo, arena, NULL, "main", &base, &git_err));
    if (with_fork && base.found)
        WORKS(ref_merge_base(repo, arena, head.id, base.id, &fork, &git_err));
    struct strlist list = {0};
    strlist_add(arena, &list, "m");
    struct globs globs = globs_of(arena, &list);
    struct presence_options options = {
        .commit = head.id, .base = &base, .fork = fork.id, .work_tree = work_tree};
    struct presence_files files;
    WORKS(presence_read(repo, arena, &globs, &options, &files, &git_err));
    if (work_tree) { /* what is listed before is not listed again, and says the same */
        struct work_files listed;
        struct presence_files same;
        WORKS(work_list(repo, arena, &globs, &listed, &git_err));
        options.listed = &listed;
        WORKS(presence_read(repo, arena, &globs, &options, &same, &git_err));
        assert_int_equal(same.items.len, files.items.len);
        for (size_t i = 0; i < same.items.len; i++)
            assert_int_equal(same.items.items[i].presence, files.items.items[i].presence);
    }
    struct str text;
    str_init(&text, 0);
    *unknown = files.unknown;
    for (size_t i = 0; i < files.items.len; i++) {
        const struct presence_file *file = &files.items.items[i];
        str_addf(&text, "%s%s:%s%s%s%s%s", i ? " " : "", path_base(file->path),
                 presence_name(file->presence), file->edited ? "~" : "", file->behind ? "<" : "",
                 file->removed ? "-" : "", file->unknown ? "?" : "");
        if (file->unknown)
            *unknown = file->unknown;
        assert_ptr_equal(presence_files_find(&files, file->path), file);
    }
    assert_null(presence_files_find(&files, "m/none"));
    const char *copy = str_dup(&text, arena);
    str_release(&text);
    return copy;
}

/* On `side`: 1 as merged, 2 edited here, 3 edited there, 4 removed here, 5 new here, 6 draft,
 * 7 added there later, 8 merged and edited in the work tree only. */
static int make(void **state)
{
    if (set_up(state) != 0)
        return -1;
    shell("git init -q r; cd r; mkdir m; for i in 1 2 3 4 8; do echo $i >m/$i; done; " COMMIT
          "git switch -q -c side; echo 22 >m/2; git rm -q m/4; echo 5 >m/5; " COMMIT
          "git switch -q main; echo 33 >m/3; echo 7 >m/7; " COMMIT
          "git switch -q side; echo 6 >m/6; echo 88 >m/8");
    return 0;
}

static void presence_is_judged_by_content(void **state)
{
    (void)state;
    const char *unknown;
    assert_string_equal(look("r", "side", true, true, &unknown),
                        "1:merged 2:committed~ 3:committed~< 4:planned~- 5:committed 6:draft "
                        "7:merged< 8:draft~");
    assert_string_equal(look("r", "side", false, true, &unknown),
                        "1:merged 2:committed~ 3:committed~< 4:planned~- 5:committed 7:merged< "
                        "8:merged");
    /* The default branch itself: all sides are one commit. */
    assert_string_equal(look("r", "main", false, true, &unknown),
                        "1:merged 2:merged 3:merged 4:merged 7:merged 8:merged");
    assert_null(unknown);
}

static void without_a_merge_base_nobody_is_behind(void **state)
{
    (void)state;
    const char *unknown;
    assert_string_equal(look("r", "side", false, false, &unknown),
                        "1:merged 2:committed~ 3:committed~ 4:planned~- 5:committed 7:planned~- "
                        "8:merged");
}

static void a_squash_merge_is_merged(void **state)
{
    (void)state;
    shell("git init -q squash; cd squash; mkdir m; " COMMIT
          "git switch -q -c side; echo 1 >m/1; " COMMIT "echo 2 >m/2; " COMMIT
          "git switch -q main; git merge -q --squash side; " COMMIT);
    const char *unknown;
    assert_string_equal(look("squash", "side", true, true, &unknown), "1:merged 2:merged");
}

static void without_a_base_merged_is_unknown(void **state)
{
    (void)state;
    shell("git init -q nobase; cd nobase; git remote add origin file://$PWD/../r;"
          "git fetch -q --depth 1 origin side; git switch -q -c side FETCH_HEAD; echo 6 >m/6");
    const char *unknown;
    assert_string_equal(look("nobase", "HEAD", true, true, &unknown),
                        "1:committed? 2:committed? 3:committed? 5:committed? 6:draft? "
                        "8:committed?");
    assert_string_equal(unknown, "'main' is not in this clone");
    shell("cd nobase; git fetch -q --depth 1 origin main:refs/remotes/origin/main");
    assert_string_equal(look("nobase", "HEAD", false, true, &unknown),
                        "1:merged 2:committed~ 3:committed~ 4:planned~- 5:committed 7:planned~- "
                        "8:merged");
}

static void a_partial_clone_without_trees_is_unknown(void **state)
{
    (void)state;
    shell("git -C r config uploadpack.allowFilter true;"
          "git clone -q --filter=tree:0 --no-checkout --branch side file://$PWD/r part");
    const char *unknown;
    assert_string_equal(look("part", "HEAD", false, false, &unknown), "");
    assert_string_equal(unknown, "partial clone");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(presence_is_judged_by_content),
        cmocka_unit_test(without_a_merge_base_nobody_is_behind),
        cmocka_unit_test(a_squash_merge_is_merged),
        cmocka_unit_test(without_a_base_merged_is_unknown),
        cmocka_unit_test(a_partial_clone_without_trees_is_unknown),
    };
    return cmocka_run_group_tests(tests, make, tear_down);
}
