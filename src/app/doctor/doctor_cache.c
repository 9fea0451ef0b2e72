/* The cache as a file, and what it stands on. */
#include "app/doctor/doctor_room.h"

#include <string.h>

#include "base/disk.h"
#include "base/file.h"
#include "base/shell.h"
#include "base/str.h"
#include "repo/state.h"
#include "store/place.h"

#define MIB (INT64_C(1024) * 1024)
#define SPACE_WARN_BYTES (100 * MIB)
#define SPACE_FAIL_BYTES (5 * MIB)

const char *doctor_cache_word(const struct doctor *doctor)
{
    return shell_quote(doctor->arena, doctor->project.cache_path);
}

static void mend_mode(struct doctor *doctor)
{
    struct err err cleanup_err = ERR_INIT;
    doctor_command(doctor, "chmod 600 %s", doctor_cache_word(doctor));
    if (!doctor_may_fix(doctor))
        return;
    enum code code = store_mend_mode(doctor->project.cache_path, &err);
    doctor_mended(doctor, code, &err, "now nobody else can read it");
}

/* A file where a folder above the cache has to be; NULL = none. */
static const char *in_the_way(struct doctor *doctor)
{
    const char *at = path_dir(doctor->arena, doctor->project.cache_path);
    while (!file_exists(at) && strcmp(at, "/") != 0 && strcmp(at, ".") != 0)
        at = path_dir(doctor->arena, at);
    return file_exists(at) && !file_is_dir(at) ? at : NULL;
}

static void look_at_absent(struct doctor *doctor)
{
    const char *file = in_the_way(doctor);
    doctor->no_store = "there is no cache yet";
    if (!file) {
        (void)doctor_say(doctor, "cache-file", HEALTH_OK, "none yet; it will be '%s'",
                         doctor->project.cache_path);
        return;
    }
    (void)doctor_say(doctor, "cache-file", HEALTH_FAIL,
                     "'%s' is a file, and the cache needs a folder there", file);
    doctor_command(doctor, "mv %s %s", shell_quote(doctor->arena, file),
                   shell_quote(doctor->arena, arena_printf(doctor->arena, "%s.aside", file)));
}

static void look_at_file(struct doctor *doctor)
{
    const char *path = doctor->project.cache_path;
    const struct store_facts *file = &doctor->file;
    struct err err cleanup_err = ERR_INIT;
    if (store_look(path, &doctor->file, &err) != OK) {
        doctor->no_store = "the cache cannot be looked at";
        (void)doctor_say(doctor, "cache-file", HEALTH_FAIL, "%s", err.message);
        doctor_command(doctor, "ls -ld %s", doctor_cache_word(doctor));
    } else if (!file->exists) {
        look_at_absent(doctor);
    } else if (!file->is_file || !file->is_own) {
        doctor->no_store = "the cache is not a file of this user";
        (void)doctor_say(doctor, "cache-file", HEALTH_FAIL, "'%s' %s", path,
                         file->is_link    ? "is a symbolic link"
                         : !file->is_file ? "is not a regular file"
                                          : "belongs to another user");
        doctor_command(doctor, "mv %s %s", doctor_cache_word(doctor),
                       shell_quote(doctor->arena, arena_printf(doctor->arena, "%s.aside", path)));
    } else if (!file->is_private) {
        (void)doctor_say(doctor, "cache-file", HEALTH_WARN, "'%s' has mode %04o: others can use it",
                         path, file->mode);
        mend_mode(doctor);
    } else {
        (void)doctor_say(doctor, "cache-file", HEALTH_OK, "'%s', mode %04o", path, file->mode);
    }
}

/* cache/ of the project: with a lost tag, the cache of this project would be another file. */
static void look_at_folder(struct doctor *doctor)
{
    const char *root = doctor->project.root;
    bool tag_lost = false, ignore_lost = false;
    struct err err cleanup_err = ERR_INIT;
    store_place_look(doctor->arena, root, &tag_lost, &ignore_lost);
    if (!tag_lost && !ignore_lost) {
        (void)doctor_say(doctor, "cache-folder", HEALTH_OK, "%s",
                         store_place_tagged(doctor->arena, root) ? "cache/ has its tag"
                                                                 : "cache/ is not used");
        return;
    }
    (void)doctor_say(doctor, "cache-folder", HEALTH_WARN, "cache/ has lost its %s%s%s",
                     tag_lost ? STORE_TAG_FILE : "", tag_lost && ignore_lost ? " and its " : "",
                     ignore_lost ? ".gitignore" : "");
    doctor_command(doctor, "roadmap doctor --fix");
    if (!doctor_may_fix(doctor))
        return;
    enum code code = store_place_mend(doctor->arena, root, &err);
    doctor_mended(doctor, code, &err, "put back");
}

/* One line for exactly this file and what stands beside it, in the folder that it is in. */
static enum code add_ignore(struct doctor *doctor, const char *relative, struct err *err)
{
    const char *path = path_join(doctor->arena, doctor->project.root, ".gitignore");
    char *bytes = arena_strdup(doctor->arena, "");
    size_t len = 0;
    if (file_is_symlink(path))
        return err_set(err, ERR_REFUSED, "'%s' is a symbolic link", path);
    enum code code =
        file_exists(path) ? file_read(doctor->arena, path, MIB, &bytes, &len, err) : OK;
    if (code)
        return code;
    const char *between = len > 0 && bytes[len - 1] != '\n' ? "\n" : "";
    const char *text = arena_printf(doctor->arena, "%s%s/%s*\n", bytes, between, relative);
    return file_write_atomic(path, text, strlen(text), 0644, err);
}

static void say_untracked(struct doctor *doctor, const char *relative)
{
    struct err err cleanup_err = ERR_INIT;
    (void)doctor_say(doctor, "cache-git", HEALTH_WARN,
                     "'%s' is in the work tree and not ignored: 'git add' would take it", relative);
    doctor_command(
        doctor, "echo %s >> %s",
        shell_quote(doctor->arena, arena_printf(doctor->arena, "/%s*", relative)),
        shell_quote(doctor->arena, path_join(doctor->arena, doctor->project.root, ".gitignore")));
    /* A pattern of other characters would ignore other files. */
    if (strpbrk(relative, "*?[]\\! #\n") || !doctor_may_fix(doctor))
        return;
    enum code code = add_ignore(doctor, relative, &err);
    doctor_mended(doctor, code, &err, "a line in .gitignore leaves it out");
}

static enum code ask_git(struct doctor *doctor, bool *tracked, bool *ignored, const char **relative,
                         struct err *err)
{
    struct repo *repo cleanup_repo = NULL;
    bool found = false;
    const char *path = doctor->project.cache_path;
    *tracked = false;
    *ignored = true;
    *relative = NULL;
    enum code code = repo_open(doctor->app->folder, &repo, &found, err);
    if (code || !found || text_starts(path, repo_common_dir(repo)))
        return code;
    code = repo_relative(repo, doctor->arena, path, relative, err);
    if (code || !*relative)
        return code;
    *relative = arena_strdup(doctor->arena, *relative);
    code = repo_is_tracked(repo, path, tracked, err);
    return code ? code : repo_is_ignored(repo, path, ignored, err);
}

static void look_at_git(struct doctor *doctor)
{
    struct err err cleanup_err = ERR_INIT;
    bool tracked, ignored;
    const char *relative;
    if (ask_git(doctor, &tracked, &ignored, &relative, &err) != OK) {
        (void)doctor_say(doctor, "cache-git", HEALTH_UNKNOWN, "%s", err.message);
    } else if (tracked) {
        doctor->no_store = "git tracks the cache";
        (void)doctor_say(doctor, "cache-git", HEALTH_FAIL, "git tracks '%s'", relative);
        doctor_command(doctor, "git rm --cached %s", doctor_cache_word(doctor));
    } else if (!ignored) {
        say_untracked(doctor, relative);
    } else {
        (void)doctor_say(doctor, "cache-git", HEALTH_OK, "git leaves it alone");
    }
}

/* The nearest folder that is there. */
static const char *standing_folder(struct doctor *doctor)
{
    const char *folder = path_dir(doctor->arena, doctor->project.cache_path);
    while (!file_is_dir(folder) && strcmp(folder, "/") != 0 && strcmp(folder, ".") != 0)
        folder = path_dir(doctor->arena, folder);
    return folder;
}

static void command_elsewhere(struct doctor *doctor)
{
    const char *home = doctor->app->xdg_cache ? doctor->app->xdg_cache : "/var/tmp";
    doctor_command(doctor, "export ROADMAP_CACHE=%s",
                   shell_quote(doctor->arena, arena_printf(doctor->arena, "%s/roadmap/%s.db", home,
                                                           path_base(doctor->project.root))));
}

static void say_file_system(struct doctor *doctor, const struct disk_facts *disk)
{
    if (disk->read_only)
        (void)doctor_say(doctor, "file-system", HEALTH_FAIL, "%s, mounted read-only", disk->type);
    else if (disk->network)
        (void)doctor_say(doctor, "file-system", HEALTH_WARN,
                         "%s: a network's locks and promises are not those of a disk", disk->type);
    else
        (void)doctor_say(doctor, "file-system", HEALTH_OK, "%s%s", disk->type,
                         disk->in_memory ? ", which is memory: the cache goes with the machine"
                                         : "");
    if (disk->read_only || disk->network)
        command_elsewhere(doctor);
}

static void say_space(struct doctor *doctor, const struct disk_facts *disk)
{
    const enum health health = disk->free_bytes < SPACE_FAIL_BYTES   ? HEALTH_FAIL
                               : disk->free_bytes < SPACE_WARN_BYTES ? HEALTH_WARN
                                                                     : HEALTH_OK;
    (void)doctor_say(doctor, "disk-space", health, "%lld MiB are free",
                     (long long)(disk->free_bytes / MIB));
    if (health != HEALTH_OK)
        command_elsewhere(doctor);
}

static void look_at_disk(struct doctor *doctor)
{
    struct err err cleanup_err = ERR_INIT;
    struct disk_facts disk;
    if (disk_facts(standing_folder(doctor), &disk, &err) != OK) {
        (void)doctor_say(doctor, "file-system", HEALTH_UNKNOWN, "%s", err.message);
        (void)doctor_say(doctor, "disk-space", HEALTH_UNKNOWN, "%s", err.message);
        return;
    }
    say_file_system(doctor, &disk);
    say_space(doctor, &disk);
}

void doctor_cache(struct doctor *doctor)
{
    static const char *const names[] = {"cache-file", "cache-folder", "cache-git",    "file-system",
                                        "disk-space", "lock",         "cache-content"};
    struct err err cleanup_err = ERR_INIT;
    if (app_find_project(doctor->app, &doctor->project, &err) != OK) {
        doctor->no_store = "nobody can say where the cache is";
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            (void)doctor_say(doctor, names[i], HEALTH_UNKNOWN, "%s", err.message);
        return;
    }
    doctor->placed = true;
    look_at_file(doctor);
    look_at_folder(doctor);
    look_at_git(doctor);
    look_at_disk(doctor);
    doctor_content(doctor);
}
