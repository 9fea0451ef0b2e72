#include "attempt.h"

#include <stdio.h>
#include <string.h>

#include "account.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/str.h"
#include "schema/folder/find.h"
#include "schema/folder/folder.h"
#include "schema/sqlite/sqlite_box.h"

#define ROWS 3
#define NAMES_SHOWN 4

struct trying {
    const struct corpus *corpus;
    const char *folder, *engine;
    struct attempt *attempt;
    struct arena *arena;
    VEC(struct migration_file) files;
    struct migration_set set;
    size_t no_way_back, empty_downs, wrong_texts, tables;
    const char *stop, *why; /* where and how it stopped; who says why */
    const char *whole;      /* what down to nothing and up again came to, when it is no pass */
    struct strlist wrong;
};

static void wrong(struct trying *trying, const char *words)
{
    strlist_add(trying->arena, &trying->wrong, words);
    trying->attempt->wrong++;
}

/* ---------------------------------------------------------------------------------------- reading
 */

static const char *name_below(const char *folder, const char *path)
{
    const size_t len = strlen(folder);
    if (len == 0)
        return path;
    return text_starts(path, folder) && path[len] == '/' ? path + len + 1 : NULL;
}

static void take_file(struct trying *trying, const char *path)
{
    struct err err cleanup_err = ERR_INIT;
    struct migration_file file = {.path = path};
    char *bytes = NULL;
    if (file_read(trying->arena, path_join(trying->arena, trying->corpus->top, path),
                  LIMIT_MIGRATION_BYTES, &bytes, &file.len, &err) == OK)
        file.bytes = bytes;
    VEC_PUSH(trying->arena, &trying->files, file);
    trying->attempt->sql += text_ends(path, ".sql");
}

/* Files that may say which tool it is, in the folder and in all above it. */
static bool is_nearby(const char *path, const char *folder)
{
    static const char *const names[] = {"Cargo.toml", "diesel.toml", "alembic.ini", "mix.exs"};
    const char *base = path_base(path);
    const size_t len = (size_t)(base - path);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (text_eq(base, names[i]))
            return len == 0 || (strncmp(folder, path, len - 1) == 0 &&
                                (folder[len - 1] == '/' || folder[len - 1] == '\0'));
    return false;
}

static enum code read_set(struct trying *trying, struct err *err)
{
    const struct strlist *files = &trying->corpus->files;
    struct migration_source source = {.root = trying->folder, .engine = trying->engine};
    for (uint32_t i = 0; i < files->len; i++) {
        if (name_below(trying->folder, files->items[i]))
            take_file(trying, files->items[i]);
        if (is_nearby(files->items[i], trying->folder))
            strlist_add(trying->arena, &source.nearby, files->items[i]);
    }
    trying->attempt->files = trying->files.len;
    return migration_set_read(trying->arena, &source, trying->files.items, trying->files.len,
                              &trying->set, err);
}

/* --------------------------------------------------------------------------- every file accounted
 */

static bool is_recognised(const struct migration_set *set)
{
    return set->convention != CONVENTION_NONE && set->migrations.len > 0;
}

static void account(struct trying *trying)
{
    const struct migration_set *set = &trying->set;
    for (size_t i = 0; i < trying->files.len; i++) {
        const char *path = trying->files.items[i].path;
        const enum account account = account_of(set, path);
        if (account == ACCOUNT_SILENT)
            wrong(trying, arena_printf(trying->arena, "skipped in silence: %s", path));
        else if (account == ACCOUNT_UNSAID)
            wrong(trying, arena_printf(trying->arena, "passed over without a word: %s", path));
        else if (account == ACCOUNT_MISTAKEN)
            wrong(trying, arena_printf(trying->arena, "SQL taken for a document: %s", path));
        trying->attempt->passed_over += account == ACCOUNT_PASSED_OVER;
    }
    if (!is_recognised(set)) {
        const struct explained_stop *known =
            explained_find(&trying->corpus->explained, trying->folder, "-", "");
        trying->why = known ? known->why : NULL;
        if (!known)
            wrong(trying, "no migrations were recognised, and nobody has explained that");
    }
}

/* ---------------------------------------------------------------------------------------- running
 */

static void say_step(const struct migration *migration, const struct sqlite_step *step)
{
    if (step->verdict == VERDICT_PASS || (step->flags & SMOKE_NOT_REACHED && !step->trouble.path))
        return;
    printf("       %s %s: %s\n", verdict_name(step->verdict), migration->name,
           step->message ? step->message : "");
    for (uint32_t i = 0; i < step->lines.len; i++)
        printf("           %s\n", step->lines.items[i]);
}

static void look_at_step(struct trying *trying, const struct migration *migration,
                         const struct sqlite_step *step, bool reached)
{
    const uint32_t bad =
        SMOKE_DOWN_FAILED | SMOKE_AGAIN_FAILED | SMOKE_NOT_INVERSE | SMOKE_AGAIN_DIFFERS;
    const enum sqlite_reason reason = step->trouble.reason;
    if (trying->corpus->steps)
        say_step(migration, step);
    if (reason == SQLITE_REASON_TIME || reason == SQLITE_REASON_CRASH)
        wrong(trying, arena_printf(trying->arena, "%s: %s", migration->name, step->message));
    if (!reached) {
        trying->wrong_texts +=
            step->flags & SMOKE_NOT_REACHED && step->flags & (SMOKE_UP_FAILED | SMOKE_DOWN_FAILED);
        return;
    }
    trying->attempt->not_back += (step->flags & bad) != 0;
    trying->attempt->lossy += (step->flags & SMOKE_ROWS_LOST) != 0;
    trying->empty_downs += (step->flags & bad) && (step->flags & SMOKE_EMPTY_DOWN);
    trying->no_way_back += (step->flags & SMOKE_NO_DOWN) != 0;
}

/* The program itself says that it cannot know, or somebody has written down why. */
static void explain_stop(struct trying *trying, const struct migration *migration,
                         const struct sqlite_step *step)
{
    const char *words = step->message ? step->message : "";
    const struct explained_stop *known =
        explained_find(&trying->corpus->explained, trying->folder, migration->version, words);
    trying->attempt->stopped = true;
    trying->stop = arena_printf(trying->arena, "stops at %s: %s", migration->version, words);
    if (step->trouble.path)
        trying->stop = arena_printf(trying->arena, "%s (%s:%u:%u)", trying->stop,
                                    name_below(trying->folder, step->trouble.path),
                                    step->trouble.line, step->trouble.col);
    if (known)
        trying->why = known->why;
    else if (step->verdict != VERDICT_UNKNOWN)
        wrong(trying, "nobody has explained this stop");
    else if (explained_of_folder(&trying->corpus->explained, trying->folder))
        wrong(trying, "another stop of this folder is explained");
}

static enum code count_tables(struct trying *trying, const struct sqlite_options *options,
                              size_t applied, struct err *err)
{
    struct sqlite_box *box cleanup_sqlite_box = NULL;
    struct schema_snapshot snapshot;
    struct sqlite_run run;
    enum code code = sqlite_box_open(trying->arena, options, &box, &run, err);
    if (!code && run.applied != applied)
        wrong(trying, arena_printf(trying->arena, "%zu apply alone, %zu with rows and ways back",
                                   run.applied, applied));
    if (!code && applied > 0)
        code = sqlite_box_snapshot(trying->arena, box, &snapshot, err);
    if (!code && applied > 0)
        trying->tables = snapshot.tables.len;
    return code;
}

static enum code run(struct trying *trying, struct err *err)
{
    const struct migration_set *set = &trying->set;
    const struct sqlite_options options = {.migrations = set->migrations.items,
                                           .len = set->migrations.len,
                                           .rows = ROWS,
                                           .keep_rows = true,
                                           .whole = true,
                                           .leg_ms = trying->corpus->leg_ms};
    struct sqlite_run ran;
    enum code code = sqlite_smoke(trying->arena, &options, &ran, err);
    if (code)
        return code;
    trying->attempt->ran = true;
    trying->attempt->applied = ran.applied;
    if (ran.whole == VERDICT_FAIL || ran.whole == VERDICT_ERROR)
        trying->whole = ran.whole_message;
    for (size_t i = 0; i < ran.len; i++)
        look_at_step(trying, &set->migrations.items[i], &ran.steps[i], i < ran.applied);
    if (ran.applied < ran.len)
        explain_stop(trying, &set->migrations.items[ran.applied], &ran.steps[ran.applied]);
    else if (explained_of_folder(&trying->corpus->explained, trying->folder))
        wrong(trying, "a stop is explained that does not happen");
    return trying->wrong.len > 0 ? OK : count_tables(trying, &options, ran.applied, err);
}

/* --------------------------------------------------------------------------------------- the line
 */

static void say_others(const struct trying *trying, bool strays, struct str *line)
{
    size_t shown = 0;
    for (size_t i = 0; i < trying->set.others.len; i++) {
        const struct migration_other *other = &trying->set.others.items[i];
        if ((other->role >= MIGRATION_ELSEWHERE) != strays)
            continue;
        if (shown < NAMES_SHOWN)
            str_addf(line, "%s%s",
                     shown > 0 ? ", "
                     : strays  ? "; passed over: "
                               : "; beside: ",
                     name_below(trying->folder, other->file->path));
        shown++;
    }
    if (shown > NAMES_SHOWN)
        str_addf(line, " and %zu more", shown - NAMES_SHOWN);
}

static void say_result(const struct trying *trying, struct str *line)
{
    const struct attempt *attempt = trying->attempt;
    if (trying->stop)
        str_addf(line, ": %s", trying->stop);
    if (trying->wrong_texts > 0)
        str_addf(line, "; of those behind it %zu are refused by their text alone",
                 trying->wrong_texts);
    if (trying->why)
        str_addf(line, " [%s]", trying->why);
    if (!attempt->ran)
        str_addf(line, ": %s",
                 trying->set.presence_only      ? "programs, only that they are there"
                 : !is_recognised(&trying->set) ? "no migrations recognised"
                                                : "another engine, read only");
    if (trying->empty_downs > 0)
        str_addf(line, "; %zu of the ways back are empty", trying->empty_downs);
    if (trying->no_way_back > 0)
        str_addf(line, "; %zu have none", trying->no_way_back);
    if (trying->whole)
        str_addf(line, "; down to nothing and up again: %s", trying->whole);
    say_others(trying, true, line);
    say_others(trying, false, line);
}

static void say(const struct trying *trying, int64_t took_ms)
{
    const struct attempt *attempt = trying->attempt;
    struct str line cleanup_str;
    str_init(&line, 0);
    str_addf(&line, "%6zu ", attempt->files);
    if (attempt->ran)
        str_addf(&line, "%4zu/%-4zu %6zu %8zu %6zu", attempt->applied, attempt->migrations,
                 trying->tables, attempt->not_back, attempt->lossy);
    else
        str_addf(&line, "%4s/%-4zu %6s %8s %6s", "-", attempt->migrations, "-", "-", "-");
    str_addf(&line, " %6lld  %-14s %-9s %s", (long long)took_ms,
             convention_name(trying->set.convention), trying->engine,
             *trying->folder ? trying->folder : ".");
    say_result(trying, &line);
    (void)puts(line.p);
    for (uint32_t i = 0; i < trying->wrong.len; i++)
        printf("       wrong: %s\n", trying->wrong.items[i]);
}

void attempt_folder(const struct corpus *corpus, const char *folder, struct attempt *attempt)
{
    struct arena *arena cleanup_arena = arena_new();
    struct err err cleanup_err = ERR_INIT;
    const struct clock clock = clock_system();
    struct trying trying = {.corpus = corpus,
                            .folder = folder,
                            .engine = migration_folder_engine(folder),
                            .attempt = attempt,
                            .arena = arena};
    const int64_t start_ms = clock_mono(&clock);
    enum code code = read_set(&trying, &err);
    if (!code) {
        attempt->migrations = trying.set.migrations.len;
        account(&trying);
    }
    if (!code && text_eq(trying.engine, "sqlite") && !trying.set.presence_only &&
        is_recognised(&trying.set))
        code = run(&trying, &err);
    if (code)
        wrong(&trying, err.message);
    say(&trying, clock_mono(&clock) - start_ms);
    attempt->ended = true;
}
