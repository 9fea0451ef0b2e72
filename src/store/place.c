#include "store/place.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/str.h"
#include "store/examine.h"

#define CACHE_FOLDER "cache"
#define TAG_BYTES_MAX 4096
#define OUTSIDE_DIGITS 16
/* First line: the convention that backup programs know. Second line: that it is ours. */
#define TAG_SIGNATURE "Signature: 8a477f597d28d172789f06886806bc55\n"
#define TAG_OURS "# roadmap: the cache of this project's plan\n"
#define TAG_REST "# Everything here can be removed; roadmap reads GitHub again.\n"
#define IGNORE_ALL "*\n"

static bool real_folder(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool store_place_tagged(struct arena *arena, const char *work_root)
{
    const char *folder = path_join(arena, work_root, CACHE_FOLDER);
    const char *tag = path_join(arena, folder, STORE_TAG_FILE);
    char *bytes = NULL;
    size_t len = 0;
    if (!real_folder(folder) || file_is_symlink(tag) || !file_exists(tag))
        return false;
    struct err ignored cleanup_err = ERR_INIT;
    if (file_read(arena, tag, TAG_BYTES_MAX, &bytes, &len, &ignored) != OK)
        return false;
    return text_starts(bytes, TAG_SIGNATURE TAG_OURS);
}

/* Outside git several projects share one folder: each has a file named after its place. */
static enum code place_outside(struct arena *arena, const struct store_place *place, char **path,
                               struct err *err)
{
    char digits[OUTSIDE_DIGITS + 1];
    char *real = NULL;
    if (!place->work_root || !place->xdg_cache) {
        (void)err_set(err, ERR_FAILED, "there is no place for the cache");
        return err_hint(err, "name a file: ROADMAP_CACHE=FILE");
    }
    enum code code = path_real(arena, place->work_root, &real, err);
    if (code)
        return code;
    sha256_short(real, OUTSIDE_DIGITS, digits);
    *path = arena_printf(arena, "%s/roadmap/%s.db", place->xdg_cache, digits);
    return OK;
}

enum code store_place(struct arena *arena, const struct store_place *place, char **path,
                      struct err *err)
{
    if (!text_empty(place->given)) {
        *path = arena_strdup(arena, place->given);
        return OK;
    }
    if (place->work_root && store_place_tagged(arena, place->work_root)) {
        *path = path_join(arena, path_join(arena, place->work_root, CACHE_FOLDER), "roadmap.db");
        return OK;
    }
    if (place->git_dir) {
        *path = path_join(arena, place->git_dir, "roadmap/cache.db");
        return OK;
    }
    return place_outside(arena, place, path, err);
}

static enum code check_free(struct arena *arena, const char *folder, struct err *err)
{
    struct stat st;
    struct strlist names = {0};
    if (lstat(folder, &st) != 0) {
        if (errno == ENOENT)
            return OK;
        return err_set(err, ERR_FAILED, "cannot look at '%s': %s", folder, strerror(errno));
    }
    if (S_ISDIR(st.st_mode)) {
        enum code code = dir_list(arena, folder, &names, err);
        if (code || names.len == 0)
            return code;
    }
    (void)err_set(err, ERR_REFUSED, "'%s' is already there and is not roadmap's", folder);
    return err_hint(err, "leave it: the cache then goes inside the git directory");
}

static enum code make_ignore(struct arena *arena, const char *folder, struct err *err)
{
    return file_create(path_join(arena, folder, ".gitignore"), IGNORE_ALL, strlen(IGNORE_ALL), 0644,
                       err);
}

static enum code make_tag(struct arena *arena, const char *folder, struct err *err)
{
    static const char tag[] = TAG_SIGNATURE TAG_OURS TAG_REST;
    return file_create(path_join(arena, folder, STORE_TAG_FILE), tag, strlen(tag), 0644, err);
}

enum code store_place_tag(struct arena *arena, const char *work_root, bool *made, struct err *err)
{
    const char *folder = path_join(arena, work_root, CACHE_FOLDER);
    *made = false;
    if (store_place_tagged(arena, work_root))
        return OK;
    enum code code = check_free(arena, folder, err);
    if (code)
        return code;
    code = dir_make(folder, 0700, err);
    if (code)
        return code;
    /* Ignored before it is ours: nothing in it can ever be added by accident. */
    code = make_ignore(arena, folder, err);
    if (code)
        return code;
    code = make_tag(arena, folder, err);
    *made = code == OK;
    return code;
}

void store_place_look(struct arena *arena, const char *work_root, bool *tag_lost, bool *ignore_lost)
{
    const char *folder = path_join(arena, work_root, CACHE_FOLDER);
    struct err ignored cleanup_err = ERR_INIT;
    struct store_facts facts = {0};
    const bool tagged = store_place_tagged(arena, work_root);
    *tag_lost = *ignore_lost = false;
    if (!real_folder(folder))
        return;
    if (!tagged && (store_look(path_join(arena, folder, "roadmap.db"), &facts, &ignored) != OK ||
                    !facts.is_ours))
        return;
    *tag_lost = !tagged && !file_exists(path_join(arena, folder, STORE_TAG_FILE));
    *ignore_lost = !file_exists(path_join(arena, folder, ".gitignore"));
}

enum code store_place_mend(struct arena *arena, const char *work_root, struct err *err)
{
    const char *folder = path_join(arena, work_root, CACHE_FOLDER);
    bool tag_lost, ignore_lost;
    store_place_look(arena, work_root, &tag_lost, &ignore_lost);
    enum code code = ignore_lost ? make_ignore(arena, folder, err) : OK;
    return code || !tag_lost ? code : make_tag(arena, folder, err);
}
