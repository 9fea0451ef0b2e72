/* A folder of tests/fixtures/migrations as the files that `app` would hand over. */
#ifndef ROADMAP_SUPPORT_MIGRATION_FOLDER_H
#define ROADMAP_SUPPORT_MIGRATION_FOLDER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/limits.h"
#include "schema/folder/folder.h"

#define MIGRATION_FIXTURES ROADMAP_SOURCE_DIR "/tests/fixtures/migrations"

struct migration_files {
    struct migration_file *items;
    size_t len, cap;
};

static inline void migration_files_add_tree(struct arena *arena, const char *folder,
                                            const char *path, struct migration_files *files)
{
    cleanup_err struct err err = ERR_INIT;
    struct strlist names = {0};
    assert_int_equal(dir_list(arena, folder, &names, &err), OK);
    for (uint32_t i = 0; i < names.len; i++) {
        const char *real = path_join(arena, folder, names.items[i]);
        const char *shown = path_join(arena, path, names.items[i]);
        if (file_is_dir(real)) {
            migration_files_add_tree(arena, real, shown, files);
            continue;
        }
        char *bytes;
        size_t len;
        assert_int_equal(file_read(arena, real, LIMIT_SPEC_BYTES, &bytes, &len, &err), OK);
        VEC_PUSH(arena, files,
                 ((struct migration_file){.path = shown, .bytes = bytes, .len = len}));
    }
}

/* The fixture's files below `root`, as they would lie in a repository. */
static inline struct migration_files migration_files_of(struct arena *arena, const char *fixture,
                                                        const char *root)
{
    struct migration_files files = {0};
    migration_files_add_tree(arena, path_join(arena, MIGRATION_FIXTURES, fixture), root, &files);
    return files;
}

#endif
