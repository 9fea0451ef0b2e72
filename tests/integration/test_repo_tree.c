#include "support/git_scratch.h"

#include "base/limits.h"
#include "repo/ref.h"
#include "repo/tree.h"
#include "repo/work.h"

static struct globs globs(const char *pattern)
{
    struct strlist list = {0};
    strlist_add(arena, &list, pattern);
    return globs_of(arena, &list);
}

static const char *head_of(struct repo *repo, const char *text)
{
    struct ref ref;
    WORKS(ref_resolve(repo, arena, text, &ref, &git_err));
    assert_true(ref.found);
    return ref.id;
}

static struct tree_files list(struct repo *repo, const char *ref, const char *pattern)
{
    struct globs taken = globs(pattern);
    struct tree_files files;
    WORKS(tree_list(repo, arena, head_of(repo, ref), &taken, true, &files, &git_err));
    return files;
}

static const char *paths(const struct tree_files *files)
{
    struct str text;
    str_init(&text, 0);
    for (size_t i = 0; i < files->items.len; i++)
        str_addf(&text, "%s%s", i ? " " : "", files->items.items[i].path);
    const char *copy = str_dup(&text, arena);
    str_release(&text);
    return copy;
}

static int make(void **state)
{
    if (set_up(state) != 0)
        return -1;
    shell("git init -q origin; cd origin; git config uploadpack.allowFilter true;"
          "git init -q ../sub; (cd ../sub; git commit -q --allow-empty -m s);"
          "mkdir -p db/m/old db/m-x docs; printf one >db/m/1.up.sql; printf two2 >db/m/2.up.sql;"
          "printf old >db/m/old/0.sql; printf x >db/m-x/1.sql; printf doc >docs/a.md;"
          "chmod +x db/m/2.up.sql; ln -s 1.up.sql db/m/link.sql;"
          "printf latin >\"$(printf 'db/m/\\351t\\351.sql')\";"
          "git -c protocol.file.allow=always submodule --quiet add ../sub db/m/sub; " COMMIT
          "git tag first; git mv db/m/1.up.sql db/m/3.up.sql; " COMMIT
          "cd ..; git clone -q --depth 1 file://$PWD/origin shallow;"
          "git clone -q --filter=blob:none --no-checkout file://$PWD/origin blobless;"
          "git clone -q --filter=tree:0 --no-checkout file://$PWD/origin treeless;"
          "git clone -q --bare origin bare.git");
    return 0;
}

static void lists_any_ref_by_globs(void **state)
{
    (void)state;
    cleanup_repo struct repo *repo = open_repo("bare.git");
    struct tree_files files = list(repo, "first", "db/m/*.sql");
    assert_string_equal(paths(&files),
                        "db/m/1.up.sql db/m/2.up.sql db/m/link.sql db/m/\351t\351.sql");
    const struct tree_file *file = tree_files_find(&files, "db/m/1.up.sql");
    assert_string_equal(file->id, shell_line("git -C origin rev-parse first:db/m/1.up.sql"));
    assert_int_equal(file->size_bytes, 3);
    assert_int_equal(file->kind, TREE_FILE);
    assert_false(file->executable);
    assert_true(tree_files_find(&files, "db/m/2.up.sql")->executable);
    assert_int_equal(tree_files_find(&files, "db/m/link.sql")->kind, TREE_LINK);
    assert_null(tree_files_find(&files, "db/m/4.up.sql"));
    files = list(repo, "HEAD", "db/m/");
    assert_string_equal(paths(&files), "db/m/2.up.sql db/m/3.up.sql db/m/link.sql "
                                       "db/m/old/0.sql db/m/sub db/m/\351t\351.sql");
    assert_int_equal(tree_files_find(&files, "db/m/sub")->kind, TREE_SUBMODULE);
    files = list(repo, "HEAD", "**/*.md");
    assert_string_equal(paths(&files), "docs/a.md");
    files = list(repo, "HEAD", "nowhere/*");
    assert_int_equal(files.items.len, 0);
    assert_null(files.unknown);
}

/* "db/m-x" sorts before "db/m/…": by whole paths, as the search expects. */
static void paths_are_in_byte_order(void **state)
{
    (void)state;
    cleanup_repo struct repo *repo = open_repo("origin");
    struct tree_files files = list(repo, "HEAD", "");
    for (size_t i = 1; i < files.items.len; i++)
        assert_true(strcmp(files.items.items[i - 1].path, files.items.items[i].path) < 0);
    assert_int_equal(files.items.len, 9);
    assert_non_null(tree_files_find(&files, "db/m-x/1.sql"));
}

static void shallow_clones_have_their_trees(void **state)
{
    (void)state;
    cleanup_repo struct repo *repo = open_repo("shallow");
    struct tree_files files = list(repo, "HEAD", "db/m/*.up.sql");
    assert_string_equal(paths(&files), "db/m/2.up.sql db/m/3.up.sql");
    assert_null(files.unknown);
}

static void what_a_partial_clone_lacks_is_unknown(void **state)
{
    (void)state;
    cleanup_repo struct repo *blobless = open_repo("blobless");
    struct tree_files files = list(blobless, "HEAD", "db/m/*.up.sql");
    assert_string_equal(paths(&files), "db/m/2.up.sql db/m/3.up.sql");
    assert_int_equal(files.items.items[0].size_bytes, -1);
    assert_null(files.unknown);
    char *bytes;
    size_t len;
    bool found = true;
    WORKS(tree_blob(blobless, arena, files.items.items[0].id, 100, &bytes, &len, &found, &git_err));
    assert_false(found);
    cleanup_repo struct repo *treeless = open_repo("treeless");
    files = list(treeless, "HEAD", "db/m/*.up.sql");
    assert_int_equal(files.items.len, 0);
    assert_string_equal(files.unknown, "partial clone");
}

static void blobs_have_a_ceiling(void **state)
{
    (void)state;
    cleanup_repo struct repo *repo = open_repo("origin");
    const char *id = shell_line("git -C origin rev-parse HEAD:db/m/2.up.sql");
    char *bytes;
    size_t len;
    bool found;
    WORKS(tree_blob(repo, arena, id, 4, &bytes, &len, &found, &git_err));
    assert_true(found);
    assert_string_equal(bytes, "two2");
    FAILS(tree_blob(repo, arena, id, 3, &bytes, &len, &found, &git_err), ERR_CEILING, "limit");
}

static void equal_folders_have_equal_ids(void **state)
{
    (void)state;
    cleanup_repo struct repo *repo = open_repo("origin");
    const char *before, *after;
    WORKS(tree_folder_id(repo, arena, head_of(repo, "first"), "docs", &before, &git_err));
    WORKS(tree_folder_id(repo, arena, head_of(repo, "HEAD"), "docs", &after, &git_err));
    assert_string_equal(before, after);
    WORKS(tree_folder_id(repo, arena, head_of(repo, "HEAD"), "db/m/2.up.sql", &after, &git_err));
    assert_null(after);
}

static struct work_files work(struct repo *repo, const char *pattern)
{
    struct globs taken = globs(pattern);
    struct work_files files;
    WORKS(work_list(repo, arena, &taken, &files, &git_err));
    return files;
}

/* "path:flags" for each file: u untracked, c changed, f filtered. */
static const char *states(const struct work_files *files)
{
    struct str text;
    str_init(&text, 0);
    for (size_t i = 0; i < files->items.len; i++) {
        const struct work_file *file = &files->items.items[i];
        str_addf(&text, "%s%s:%s%s%s", i ? " " : "", file->file.path, file->untracked ? "u" : "",
                 file->changed ? "c" : "", file->filtered ? "f" : "");
    }
    const char *copy = str_dup(&text, arena);
    str_release(&text);
    return copy;
}

static void the_work_tree_knows_drafts(void **state)
{
    (void)state;
    shell("git init -q work; cd work; mkdir -p db/m; for i in 1 2 3 4; do echo $i >db/m/$i.sql; "
          "done; echo '*.tmp' >.gitignore; " COMMIT
          "echo more >>db/m/2.sql; rm db/m/3.sql; echo staged >db/m/5.sql; git add db/m/5.sql;"
          "echo new >db/m/6.sql; echo x >db/m/7.tmp; ln -s 1.sql db/m/8.sql; mkdir db/m/new;"
          "echo deep >db/m/new/9.sql; echo other >elsewhere");
    cleanup_repo struct repo *repo = open_repo("work");
    struct work_files files = work(repo, "db/m");
    assert_string_equal(states(&files), "db/m/1.sql: db/m/2.sql:c db/m/4.sql: db/m/5.sql:c "
                                        "db/m/6.sql:uc db/m/8.sql:uc db/m/new/9.sql:uc");
    assert_string_equal(work_files_find(&files, "db/m/6.sql")->file.id,
                        shell_line("git -C work hash-object db/m/6.sql"));
    assert_string_equal(work_files_find(&files, "db/m/8.sql")->file.id,
                        shell_line("printf 1.sql | git hash-object --stdin"));
    assert_int_equal(work_files_find(&files, "db/m/8.sql")->file.kind, TREE_LINK);
    files = work(repo, "db/m/*.sql");
    assert_int_equal(files.items.len, 6);
    files = work(repo, "");
    assert_non_null(work_files_find(&files, "elsewhere"));
    assert_null(work_files_find(&files, ".git/HEAD"));
    assert_null(work_files_find(&files, "db/m/7.tmp"));
}

static void order_is_that_of_bytes_whatever_git_is_told(void **state)
{
    (void)state;
    shell("git init -q cases; cd cases; git config core.ignorecase true; mkdir m; echo 1 >m/B;"
          "echo 2 >m/a; " COMMIT "echo 3 >m/C; echo 4 >m/b2");
    cleanup_repo struct repo *repo = open_repo("cases");
    struct work_files files = work(repo, "m");
    assert_string_equal(states(&files), "m/B: m/C:uc m/a: m/b2:uc");
}

static void line_ends_alone_are_no_change(void **state)
{
    (void)state;
    shell("git init -q crlf; cd crlf; printf 'a\\nb\\n' >1.sql; printf 'a\\nb\\n' >2.sql; " COMMIT
          "git config core.autocrlf true; printf 'a\\r\\nb\\r\\n' >1.sql");
    cleanup_repo struct repo *repo = open_repo("crlf");
    struct work_files files = work(repo, "*.sql");
    assert_string_equal(states(&files), "1.sql:f 2.sql:");
}

static void reading_the_work_tree_follows_no_link(void **state)
{
    (void)state;
    shell("mkdir -p links/in outside; cd links; git init -q; echo secret >../outside/s;"
          "printf plain >in/f; ln -s ../../outside/s in/out; ln -s ../outside dir; mkfifo in/pipe;"
          "printf toolong >in/long");
    cleanup_repo struct repo *repo = open_repo("links");
    static const char *const none[] = {"in/out",       "dir/s",      "in", "in/pipe",    "in/none",
                                       "../outside/s", "in/../in/f", "",   "/etc/passwd"};
    char *bytes;
    size_t len;
    bool found;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        WORKS(work_read(repo, arena, none[i], 100, &bytes, &len, &found, &git_err));
        if (found)
            fail_msg("'%s' was read", none[i]);
    }
    WORKS(work_read(repo, arena, "in/f", 5, &bytes, &len, &found, &git_err));
    assert_true(found);
    assert_string_equal(bytes, "plain");
    FAILS(work_read(repo, arena, "in/long", 5, &bytes, &len, &found, &git_err), ERR_CEILING,
          "limit");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_any_ref_by_globs),
        cmocka_unit_test(paths_are_in_byte_order),
        cmocka_unit_test(shallow_clones_have_their_trees),
        cmocka_unit_test(what_a_partial_clone_lacks_is_unknown),
        cmocka_unit_test(blobs_have_a_ceiling),
        cmocka_unit_test(equal_folders_have_equal_ids),
        cmocka_unit_test(the_work_tree_knows_drafts),
        cmocka_unit_test(order_is_that_of_bytes_whatever_git_is_told),
        cmocka_unit_test(line_ends_alone_are_no_change),
        cmocka_unit_test(reading_the_work_tree_follows_no_link),
    };
    return cmocka_run_group_tests(tests, make, tear_down);
}
