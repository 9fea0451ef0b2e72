#include "app/check/check_room.h"

#include <string.h>

#include "app/evidence/evidence_read.h"
#include "base/day.h"
#include "base/hash.h"
#include "base/str.h"
#include "schema/folder/names.h"

/* Rises when chains are run otherwise than before: what was kept does not count any more. */
#define CHAIN_SETTINGS "rows:3 keep_rows"
#define SMOKE_ROWS 3

static const char *why_not(struct arena *arena, const struct evidence_source *source,
                           const struct migration_set *set, bool here)
{
    if (!text_eq(source->engine, "sqlite"))
        return arena_printf(arena, "this version runs nothing on '%s', only on SQLite",
                            source->engine);
    if (set && set->missing)
        return arena_printf(arena, "not all of '%s' is here: %s", source->root, set->missing);
    if (!set || !here)
        return arena_printf(arena, "there is no migration in '%s' yet", source->root);
    if (set->presence_only)
        return arena_printf(arena, "migrations of %s are programs, and nothing here runs them",
                            set->tool);
    return set->convention == CONVENTION_NONE ? "no tool's migrations were recognised" : NULL;
}

/* Which bytes of which file run, and how: the same files read by another convention are another
 * chain. */
static void add_part(struct str *text, const struct migration_part *part)
{
    char flags[] = {(char)('0' + part->present), (char)('0' + part->program),
                    (char)('0' + part->unread), ' ', '\0'};
    str_add(text, flags);
    for (size_t i = 0; i < part->spans.len; i++) {
        const struct migration_span *span = &part->spans.items[i];
        check_hash_field(text, span->file->path);
        str_addf(text, " %zu %zu %d ", span->begin, span->end, span->no_transaction);
    }
}

/* NULL: a file is not here. */
static const char *hash_migration(struct arena *arena, const char *before,
                                  const struct migration *migration)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    check_hash_field(&text, before);
    check_hash_field(&text, migration->name);
    add_part(&text, &migration->up);
    add_part(&text, &migration->down);
    str_addc(&text, (char)('0' + migration->presence_only));
    str_addc(&text, (char)('0' + migration->substitutes));
    for (size_t k = 0; k < migration->file_count; k++) {
        const struct migration_file *file = migration->files[k];
        if (!file->bytes || !file->oid)
            return NULL;
        check_hash_field(&text, file->path);
        check_hash_field(&text, file->oid);
    }
    char hex[65];
    sha256_hex(text.p, text.len, hex);
    return arena_strdup(arena, hex);
}

/* Of each migration over the one before it. From the first file on that is not here there is none.
 */
static void hash_chains(struct arena *arena, struct side_source *at)
{
    const struct migration_set *set = at->set;
    const char *hash = check_hash(arena, "chain:3", at->source->engine, sqlite_box_version(),
                                  CHAIN_SETTINGS, NULL);
    at->chains = arena_calloc(arena, set->migrations.len + 1, sizeof *at->chains);
    for (size_t i = 0; i < set->migrations.len && hash; i++)
        at->chains[i] = hash = hash_migration(arena, hash, &set->migrations.items[i]);
}

static void side_add(struct checking *checking, struct side *side,
                     const struct evidence_source *source, const struct migration_set *set,
                     bool here)
{
    struct side_source *at = &side->sources[side->len++];
    at->source = source;
    at->set = set;
    at->cannot = why_not(checking->arena, source, set, here);
    at->empty = !here && !(set && set->missing) && text_eq(source->engine, "sqlite");
    if (set)
        hash_chains(checking->arena, at);
}

static void side_init(struct checking *checking, struct side *side, const char *commit)
{
    side->commit = commit;
    side->sources =
        arena_calloc(checking->arena, checking->evidence->sources.len + 1, sizeof *side->sources);
}

static bool is_touched(const struct checking *checking, const struct evidence_source *source)
{
    for (size_t i = 0; i < source->files.items.len; i++)
        if (check_touches(checking, source->files.items.items[i].path))
            return true;
    return false;
}

void side_now(struct checking *checking)
{
    struct evidence *evidence = checking->evidence;
    side_init(checking, &checking->now, evidence->work_tree ? NULL : evidence->head.id);
    for (size_t i = 0; i < evidence->sources.len; i++)
        side_add(checking, &checking->now, &evidence->sources.items[i],
                 &evidence->sources.items[i].set, evidence->sources.items[i].here);
    for (size_t i = 0; i < checking->now.len; i++)
        checking->now.sources[i].touched = is_touched(checking, &evidence->sources.items[i]);
}

enum code side_fork(struct checking *checking, struct err *err)
{
    struct evidence *evidence = checking->evidence;
    enum code code = OK;
    if (checking->fork_ready)
        return OK;
    checking->fork_ready = true;
    side_init(checking, &checking->fork, evidence->fork.id);
    for (size_t i = 0; i < evidence->sources.len && !code; i++) {
        const struct evidence_source *source = &evidence->sources.items[i];
        struct migration_set *set = ARENA_NEW(checking->arena, struct migration_set);
        struct naming naming = {0};
        bool found = false;
        code = evidence_read_set(evidence, source, evidence->fork.id, NULL, NULL, set, &found, err);
        if (!code)
            code = naming_parse(checking->arena, source->asked ? source->asked->naming : NULL,
                                &naming, err);
        if (!code && found)
            migration_names_check(checking->arena, set, &naming, DAY_NONE);
        if (!code)
            side_add(checking, &checking->fork, source, found || set->missing ? set : NULL, found);
    }
    return code;
}

void side_close(struct side *side)
{
    for (size_t i = 0; i < side->len; i++) {
        sqlite_box_closep(&side->sources[i].memory.box);
        sqlite_box_closep(&side->sources[i].disk.box);
    }
}

enum code side_smoke(struct checking *checking, struct side_source *at, struct err *err)
{
    if (at->smoke)
        return OK;
    const struct sqlite_options options = {.migrations = at->set->migrations.items,
                                           .len = at->set->migrations.len,
                                           .rows = SMOKE_ROWS,
                                           .keep_rows = true};
    at->smoke = ARENA_NEW(checking->arena, struct sqlite_run);
    checking->checks->report.ran++;
    return sqlite_smoke(checking->arena, &options, at->smoke, err);
}

/* Why the chain is not whole: the first migration that is not in. */
static const char *why_stopped(struct arena *arena, const struct migration_set *set,
                               const struct sqlite_run *run)
{
    const size_t stop = run->applied;
    if (stop == set->migrations.len)
        return NULL;
    return arena_printf(arena, "the chain stops at '%s': %s", set->migrations.items[stop].name,
                        run->steps[stop].message ? run->steps[stop].message : "it does not apply");
}

/* A box that dies is an answer about the migrations, and no failure of the command. */
static enum code open_box(struct checking *checking, struct side_source *at, bool on_disk,
                          struct side_box *box, struct err *err)
{
    struct arena *arena = checking->arena;
    struct err local cleanup_err = ERR_INIT;
    const struct sqlite_options options = {.migrations = at->set->migrations.items,
                                           .len = at->set->migrations.len,
                                           .on_disk = on_disk};
    struct schema_snapshot *snapshot = ARENA_NEW(arena, struct schema_snapshot);
    box->opened = true;
    checking->checks->report.ran++;
    enum code code = sqlite_box_open(arena, &options, &box->box, &box->apply, &local);
    if (!code)
        code = sqlite_box_snapshot(arena, box->box, snapshot, &local);
    if (!code)
        box->snapshot = snapshot;
    return code && code != ERR_FAILED ? err_move(err, &local) : OK;
}

enum code side_state(struct checking *checking, struct side_source *at, bool on_disk,
                     struct schema_state *state, struct err *err)
{
    struct side_box *box = on_disk ? &at->disk : &at->memory;
    *state = (struct schema_state){0};
    enum code code = box->opened ? OK : open_box(checking, at, on_disk, box, err);
    if (code || !box->snapshot)
        return code;
    state->box = box->box;
    state->snapshot = box->snapshot;
    state->stopped = why_stopped(checking->arena, at->set, &box->apply);
    return OK;
}
