#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/embed.h"
#include "base/file.h"
#include "base/str.h"

static struct arena *arena;
static char folder[] = "/tmp/roadmap-test-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    int status = system(arena_printf(arena, "rm -rf '%s'", folder));
    arena_free(arena);
    return status;
}

static char *in_folder(const char *name)
{
    return path_join(arena, folder, name);
}

static void writes_and_reads(void **state)
{
    (void)state;
    cleanup_err struct err err = ERR_INIT;
    const char *path = in_folder("deep/er/file");
    assert_int_equal(file_create(path, "a\0b", 3, 0644, &err), OK);
    char *bytes;
    size_t len;
    assert_int_equal(file_read(arena, path, 3, &bytes, &len, &err), OK);
    assert_int_equal(len, 3);
    assert_memory_equal(bytes, "a\0b", 4);
    assert_int_equal(file_create(path, "", 0, 0644, &err), ERR_EXISTS);
    err_clear(&err);
    assert_int_equal(file_write_atomic(path, "new", 3, 0600, &err), OK);
    assert_int_equal(file_read(arena, path, 100, &bytes, &len, &err), OK);
    assert_string_equal(bytes, "new");
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    struct strlist names;
    assert_int_equal(dir_list(arena, in_folder("deep/er"), &names, &err), OK);
    assert_int_equal(names.len, 1); /* no temporary file stays behind */
}

static void ceiling_is_named(void **state)
{
    (void)state;
    cleanup_err struct err err = ERR_INIT;
    const char *path = in_folder("large");
    char *text = arena_alloc(arena, 200001);
    memset(text, 'x', 200000);
    assert_int_equal(file_create(path, text, 200000, 0644, &err), OK);
    char *bytes = NULL;
    size_t len;
    assert_int_equal(file_read(arena, path, 200000, &bytes, &len, &err), OK);
    assert_int_equal(len, 200000);
    assert_int_equal(file_read(arena, path, 199999, &bytes, &len, &err), ERR_CEILING);
    assert_non_null(strstr(err.message, "199999"));
    assert_non_null(strstr(err.message, path));
}

static void refuses_what_is_no_file(void **state)
{
    (void)state;
    char *bytes;
    size_t len;
    const char *fifo = in_folder("fifo");
    assert_int_equal(mkfifo(fifo, 0600), 0);
    const char *const paths[] = {fifo, folder, "/dev/zero", in_folder("absent")};
    for (size_t i = 0; i < 4; i++) {
        cleanup_err struct err err = ERR_INIT;
        assert_int_equal(file_read(arena, paths[i], 100, &bytes, &len, &err), ERR_FAILED);
        assert_non_null(strstr(err.message, paths[i]));
    }
}

static void reads_standard_input(void **state)
{
    (void)state;
    cleanup_err struct err err = ERR_INIT;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    int kept = dup(STDIN_FILENO);
    assert_int_equal(write(ends[1], "piped", 5), 5);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    char *bytes;
    size_t len;
    assert_int_equal(file_read(arena, "-", 100, &bytes, &len, &err), OK);
    assert_string_equal(bytes, "piped");
    if (kept >= 0) {
        dup2(kept, STDIN_FILENO);
        close(kept);
    }
}

static void replaces_links_and_never_follows(void **state)
{
    (void)state;
    cleanup_err struct err err = ERR_INIT;
    const char *target = in_folder("target");
    const char *link = in_folder("link");
    assert_int_equal(file_create(target, "old", 3, 0644, &err), OK);
    assert_int_equal(symlink("target", link), 0);
    assert_true(file_is_symlink(link));
    assert_int_equal(file_create(link, "x", 1, 0644, &err), ERR_EXISTS);
    err_clear(&err);
    assert_int_equal(file_write_atomic(link, "new", 3, 0644, &err), OK);
    assert_false(file_is_symlink(link));
    char *bytes;
    size_t len;
    assert_int_equal(file_read(arena, target, 100, &bytes, &len, &err), OK);
    assert_string_equal(bytes, "old");
    assert_int_equal(symlink("nowhere", in_folder("dangling")), 0);
    assert_false(file_exists(in_folder("dangling")));
    assert_true(file_is_symlink(in_folder("dangling")));
}

static void writes_that_cannot_be(void **state)
{
    (void)state;
    cleanup_err struct err err = ERR_INIT;
    assert_int_equal(file_write_atomic(in_folder("absent-folder/x"), "x", 1, 0644, &err),
                     ERR_FAILED);
    err_clear(&err);
    assert_int_equal(mkdir(in_folder("a-folder"), 0755), 0);
    assert_int_equal(file_write_atomic(in_folder("a-folder"), "x", 1, 0644, &err), ERR_FAILED);
    err_clear(&err);
    assert_int_equal(file_create(in_folder("plain"), "", 0, 0644, &err), OK);
    assert_int_equal(dir_make(in_folder("plain/below"), 0755, &err), ERR_FAILED);
    assert_non_null(strstr(err.message, "Not a directory"));
}

static void makes_and_lists_folders(void **state)
{
    (void)state;
    cleanup_err struct err err = ERR_INIT;
    const char *path = in_folder("list//sub/");
    assert_int_equal(dir_make(path, 0700, &err), OK);
    assert_int_equal(dir_make(path, 0700, &err), OK);
    assert_int_equal(dir_make("/", 0700, &err), OK);
    assert_true(file_is_dir(path));
    static const char *const made[] = {"b", "a", "B", ".hidden"};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(file_create(path_join(arena, path, made[i]), "", 0, 0644, &err), OK);
    struct strlist names;
    assert_int_equal(dir_list(arena, path, &names, &err), OK);
    static const char *const sorted[] = {".hidden", "B", "a", "b"};
    assert_int_equal(names.len, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(names.items[i], sorted[i]);
    assert_int_equal(dir_list(arena, in_folder("none"), &names, &err), OK);
    assert_int_equal(names.len, 0);
    assert_int_equal(dir_list(arena, path_join(arena, path, "a"), &names, &err), ERR_FAILED);
}

static void paths_join_and_part(void **state)
{
    (void)state;
    assert_string_equal(path_join(arena, "a", "b"), "a/b");
    assert_string_equal(path_join(arena, "a/", "b"), "a/b");
    assert_string_equal(path_join(arena, "/", "b"), "/b");
    assert_string_equal(path_join(arena, "a", "/b"), "/b");
    assert_string_equal(path_join(arena, "", "b"), "b");
    assert_string_equal(path_join(arena, ".", "b"), "b");
    assert_string_equal(path_join(arena, "a", ""), "a");
    assert_string_equal(path_dir(arena, "a/b/c"), "a/b");
    assert_string_equal(path_dir(arena, "a"), ".");
    assert_string_equal(path_dir(arena, "/a"), "/");
    assert_string_equal(path_dir(arena, "a//b"), "a");
    assert_string_equal(path_base("a/b/c"), "c");
    assert_string_equal(path_base("c"), "c");
    cleanup_err struct err err = ERR_INIT;
    char *real;
    assert_int_equal(path_real(arena, "/usr/../usr", &real, &err), OK);
    assert_string_equal(real, "/usr");
    assert_int_equal(path_real(arena, in_folder("none/at/all"), &real, &err), ERR_FAILED);
}

static void globs(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *path;
        bool matches;
    } cases[] = {
        {"a.sql", "a.sql", true},
        {"*.sql", "a.sql", true},
        {"*.sql", "d/a.sql", false},
        {"*", "", true},
        {"d/*.sql", "d/a.sql", true},
        {"d/*.sql", "d/e/a.sql", false},
        {"**/*.sql", "a.sql", true},
        {"**/*.sql", "d/e/f/a.sql", true},
        {"d/**/a.sql", "d/a.sql", true},
        {"d/**/a.sql", "d/x/y/a.sql", true},
        {"d/**/a.sql", "e/x/a.sql", false},
        {"d/**", "d/a/b", true},
        {"d/**", "d", false},
        {"**", "anything/at/all", true},
        {"**/b/**/d", "a/b/c/b/c/d", true},
        {"**/b/**/d", "a/c/d", false},
        {"a/**/b/**/c", "a/b/x/b/x", false},
        {"a**b", "axxb", true},
        {"a**b", "a/b", false},
        {"?.sql", "한.sql", true},
        {"?", "/", false},
        {"??", "a", false},
        {"[a-c].sql", "b.sql", true},
        {"[a-c].sql", "d.sql", false},
        {"[!a-c].sql", "d.sql", true},
        {"[^a-c].sql", "b.sql", false},
        {"[]a]", "]", true},
        {"[a-]", "-", true},
        {"[가-힣]", "국", true},
        {"[a", "[a", true},
        {"a[/]b", "a/b", false},
        {"\\*", "*", true},
        {"\\*", "a", false},
        {"*.*.sql", "1.up.sql", true},
        {"20??_*.up.sql", "2026_x.up.sql", true},
        {"*", ".hidden", true},
        {"", "", true},
        {"", "a", false},
        {"a", "", false},
        {"a/b", "a", false},
        {"a", "a/b", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (glob_match(cases[i].pattern, cases[i].path) != cases[i].matches)
            fail_msg("'%s' and '%s'", cases[i].pattern, cases[i].path);
}

static void hostile_globs_end(void **state)
{
    (void)state;
    cleanup_str struct str pattern, path;
    str_init(&pattern, 0);
    str_init(&path, 0);
    str_add_repeat(&pattern, "*a", 200);
    str_addc(&pattern, 'b');
    str_add_repeat(&path, "a", 2000);
    assert_false(glob_match(pattern.p, path.p));
    str_clear(&pattern);
    str_clear(&path);
    str_add_repeat(&pattern, "**/a/", 200);
    str_addc(&pattern, 'b');
    str_add_repeat(&path, "a/", 2000);
    str_addc(&path, 'c');
    assert_false(glob_match(pattern.p, path.p));
}

static void embedded_files_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < embedded_file_count; i++) {
        const struct embedded_file *file = &embedded_files[i];
        assert_ptr_equal(embed_find(file->path), file);
        assert_int_equal(file->bytes[file->len], 0);
        if (i > 0)
            assert_true(strcmp(file[-1].path, file->path) < 0);
    }
    assert_null(embed_find("no/such/file"));
    assert_null(embed_find(""));
    assert_null(embed_first("no/such/"));
    if (embedded_file_count > 0)
        assert_ptr_equal(embed_first(""), &embedded_files[0]);
}

static void a_path_is_called_from_where_people_stand(void **state)
{
    (void)state;
    static const struct {
        const char *folder, *path, *called;
    } table[] = {
        {"/a/b", "/a/b/c/d", "c/d"}, {"/a/b/c", "/a/b/x", "../x"},  {"/a/b", "/a/bc/d", "../bc/d"},
        {"/a/bc", "/a/b", "../b"},   {"/a/b/c/d", "/a/b", "../.."}, {"/a/b", "/a/b", "."},
        {"/a/b", "/x/y", "/x/y"},    {"/", "/x/y", "x/y"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_string_equal(path_from(arena, table[i].folder, table[i].path), table[i].called);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_is_called_from_where_people_stand),
        cmocka_unit_test(writes_and_reads),
        cmocka_unit_test(ceiling_is_named),
        cmocka_unit_test(refuses_what_is_no_file),
        cmocka_unit_test(reads_standard_input),
        cmocka_unit_test(replaces_links_and_never_follows),
        cmocka_unit_test(writes_that_cannot_be),
        cmocka_unit_test(makes_and_lists_folders),
        cmocka_unit_test(paths_join_and_part),
        cmocka_unit_test(globs),
        cmocka_unit_test(hostile_globs_end),
        cmocka_unit_test(embedded_files_are_found),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
