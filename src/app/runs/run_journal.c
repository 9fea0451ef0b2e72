#include "app/runs/run_journal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "render/json_run.h"

#define NAME_END ".jsonl"

const char *run_journal_folder(struct arena *arena, const char *cache_path)
{
    return path_join(arena, path_dir(arena, cache_path), "runs");
}

const char *run_journal_path(struct arena *arena, const char *cache_path, const char *id)
{
    return path_join(arena, run_journal_folder(arena, cache_path),
                     arena_printf(arena, "%s" NAME_END, id));
}

bool run_journal_is_name(const char *name)
{
    return strspn(name, "0123456789abcdef") == RUN_ID_BYTES - 1 &&
           strcmp(name + RUN_ID_BYTES - 1, NAME_END) == 0;
}

/* Said once, at the end of the run; a file that failed is not written to again, so that it is cut
 * off in one place only. */
static void give_up(struct run_journal *journal, struct arena *arena, struct file_lines *lines,
                    struct err *err)
{
    struct err ignored cleanup_err = ERR_INIT;
    if (!journal->trouble)
        journal->trouble = arena_strdup(arena, err->message);
    err_clear(err);
    if (file_lines_close(lines, &ignored) != OK)
        err_clear(&ignored);
}

static void add(struct run_journal *journal, struct arena *arena, struct file_lines *lines,
                const char *line)
{
    struct err local cleanup_err = ERR_INIT;
    if (lines->fd >= 0 && file_lines_add(lines, line, &local) != OK)
        give_up(journal, arena, lines, &local);
}

static void add_both(struct run_journal *journal, const char *line)
{
    add(journal, journal->arena, &journal->given, line);
    add(journal, journal->arena, &journal->beside, line);
}

enum code run_journal_check(const struct app *app, struct err *err)
{
    if (!app->journal_path || !file_exists(app->journal_path))
        return OK;
    (void)err_set(err, ERR_EXISTS, "'%s' exists already", app->journal_path);
    return err_hint(err, "give --journal a name of its own for each run");
}

enum code run_journal_begin(struct run_journal *journal, struct session *session,
                            const struct run_head *head, struct err *err)
{
    struct arena *arena = session->arena;
    struct app *app = session->app;
    *journal = (struct run_journal){
        .head = *head, .arena = arena, .beside = FILE_LINES_INIT, .given = FILE_LINES_INIT};
    if (app->journal_path) {
        enum code code = file_lines_open(&journal->given, app->journal_path, 0600, err);
        if (code)
            return code;
    }
    const char *path = run_journal_path(arena, session->project.cache_path, head->id);
    struct err local cleanup_err = ERR_INIT;
    if (file_lines_open(&journal->beside, path, 0600, &local) != OK)
        give_up(journal, arena, &journal->beside, &local);
    add_both(journal, json_run_head(arena, head));
    return OK;
}

void run_journal_add(struct run_journal *journal, const struct run_change *change)
{
    journal->changes++;
    run_journal_replace(journal, change);
}

void run_journal_replace(struct run_journal *journal, const struct run_change *change)
{
    struct arena *scratch cleanup_arena = arena_new();
    add_both(journal, json_run_change(scratch, change));
}

static void sync_lines(struct run_journal *journal, struct file_lines *lines)
{
    struct err local cleanup_err = ERR_INIT;
    if (lines->fd >= 0 && file_lines_sync(lines, &local) != OK)
        give_up(journal, journal->arena, lines, &local);
}

void run_journal_foresee(struct run_journal *journal, const struct run_changes *changes)
{
    for (size_t i = 0; i < changes->items.len; i++)
        run_journal_add(journal, &changes->items.items[i]);
    sync_lines(journal, &journal->given);
    sync_lines(journal, &journal->beside);
}

void run_journal_settle(struct run_journal *journal, const struct run_changes *changes, bool done)
{
    struct arena *scratch cleanup_arena = arena_new();
    if (changes->items.len == 0)
        return;
    if (!done)
        journal->changes -= (int64_t)changes->items.len;
    add_both(journal, json_run_settled(scratch, changes, done));
}

struct aged {
    const char *name;
    int64_t modified_ms;
};

static int newest_first(const void *a, const void *b)
{
    const struct aged *left = a, *right = b;
    if (left->modified_ms != right->modified_ms)
        return left->modified_ms > right->modified_ms ? -1 : 1;
    return strcmp(left->name, right->name);
}

/* Files of other names are somebody else's. */
static void prune(struct arena *arena, const char *folder)
{
    struct err ignored cleanup_err = ERR_INIT;
    struct strlist names = {0};
    VEC(struct aged) files = {0};
    if (dir_list(arena, folder, &names, &ignored) != OK)
        return;
    for (size_t i = 0; i < names.len; i++)
        if (run_journal_is_name(names.items[i])) {
            const char *path = path_join(arena, folder, names.items[i]);
            VEC_PUSH(arena, &files, (struct aged){path, file_modified_ms(path)});
        }
    if (files.len <= RUNS_KEPT)
        return;
    qsort(files.items, files.len, sizeof *files.items, newest_first);
    for (size_t i = RUNS_KEPT; i < files.len; i++)
        (void)unlink(files.items[i].name);
}

static void close_lines(struct run_journal *journal, struct arena *arena, struct file_lines *lines)
{
    struct err local cleanup_err = ERR_INIT;
    if (file_lines_close(lines, &local) != OK)
        give_up(journal, arena, lines, &local);
}

void run_journal_end(struct run_journal *journal, struct session *session, int64_t ended_ms,
                     int exit_status)
{
    struct arena *arena = journal->arena;
    journal->head.ended_ms = ended_ms;
    journal->head.exit_status = exit_status;
    add_both(journal, json_run_end(arena, &journal->head, journal->changes));
    close_lines(journal, arena, &journal->given);
    close_lines(journal, arena, &journal->beside);
    struct arena *scratch cleanup_arena = arena_new();
    prune(scratch, run_journal_folder(scratch, session->project.cache_path));
}
