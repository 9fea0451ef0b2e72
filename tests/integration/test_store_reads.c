/* A read that ends inside the cache: it failed, whatever SQLite would make of the rest. */
#include "support/store_scratch.h"

#include <sqlite3.h>

#include "store/db.h"
#include "store/runs.h"

#define PAGE 4096

/* The disk below, which at a wish reads half of a page and calls that the end of the file. */
static struct {
    sqlite3_vfs vfs, *below;
    sqlite3_io_methods methods;
    const sqlite3_io_methods *real;
    sqlite3_int64 cut_at; /* offset of the page; -1: none */
    size_t cuts;
} disk = {.cut_at = -1};

static int read_half(sqlite3_file *file, void *out, int count, sqlite3_int64 at)
{
    int rc = disk.real->xRead(file, out, count, at);
    if (rc || at != disk.cut_at || count != PAGE)
        return rc;
    disk.cuts++;
    memset((char *)out + PAGE / 2, 0, PAGE / 2);
    return SQLITE_IOERR_SHORT_READ;
}

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *got)
{
    (void)vfs;
    int rc = disk.below->xOpen(disk.below, name, file, flags, got);
    if (rc)
        return rc;
    disk.real = file->pMethods;
    disk.methods = *disk.real;
    disk.methods.xRead = read_half;
    file->pMethods = &disk.methods;
    return rc;
}

static void install(void)
{
    disk.below = sqlite3_vfs_find(NULL);
    disk.vfs = *disk.below;
    disk.vfs.zName = "halves";
    disk.vfs.xOpen = open_file;
    assert_int_equal(sqlite3_vfs_register(&disk.vfs, 1), SQLITE_OK);
}

static struct run begin_run(struct scratch *s, struct store *store, int64_t at_ms)
{
    struct run run = {.at = scratch_scope(s, store), .started_ms = at_ms, .spec = "plan.yaml"};
    WORKS(s, store_run_begin(store, &run, NULL, &s->err));
    return run;
}

static int64_t pages_of(struct scratch *s)
{
    struct store *store = scratch_open(s, STORE_WRITE);
    int64_t pages = 0;
    WORKS(s, db_ask(store, "PRAGMA page_count", &pages, &s->err));
    store_close(store);
    return pages;
}

/* Opens the cache, reads what it knows of runs, and writes another one. */
static enum code use(struct scratch *s)
{
    struct store_options options = scratch_options(s, STORE_WRITE);
    struct store_told told = {0};
    struct store *store cleanup_store = NULL;
    struct runs runs = {0};
    enum code code = store_open(s->arena, &options, &store, &told, &s->err);
    if (code)
        return code;
    code = store_load_runs(store, s->arena, 10, &runs, &s->err);
    if (code)
        return code;
    struct run run = {.started_ms = 7, .spec = "plan.yaml", .at = {{1}, "plan"}};
    return store_run_begin(store, &run, NULL, &s->err);
}

static void test_each_page_may_end_early_and_none_is_harmed(void **state)
{
    struct scratch *s = *state;
    install();
    struct store *store = scratch_open(s, STORE_WRITE);
    const struct run run = begin_run(s, store, 100);
    store_close(store);
    const int64_t pages = pages_of(s);
    assert_true(pages > 10);
    size_t refused = 0;
    for (int64_t page = 0; page < pages; page++) {
        disk.cut_at = page * PAGE;
        disk.cuts = 0;
        const enum code code = use(s);
        refused += code == ERR_FAILED;
        /* What was read in half was not used. */
        assert_true(disk.cuts == 0 || code == ERR_FAILED);
        err_clear(&s->err);
        disk.cut_at = -1;
        store = scratch_open(s, STORE_WRITE);
        WORKS(s, store_check(store, &s->err));
        struct run back;
        bool found = false;
        WORKS(s, store_find_run(store, s->arena, run.id, &back, &found, &s->err));
        assert_true(found);
        store_close(store);
    }
    assert_true(refused > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_each_page_may_end_early_and_none_is_harmed,
                                        scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
