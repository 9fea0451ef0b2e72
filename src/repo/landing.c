#include "repo/landing.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/str.h"
#include "repo/state.h"
#include "repo/touch.h"

struct reading {
    struct arena *arena;
    struct landings *landings;
    struct map *by_path;          /* struct landing */
    git_commit *commit;           /* that is looked at */
    struct landing_commit *taken; /* the same, once it is needed */
};

static enum code take(void *state, const char *path, struct err *err)
{
    struct reading *reading = state;
    struct arena *arena = reading->arena;
    if (!reading->taken) {
        reading->taken = ARENA_NEW(arena, struct landing_commit);
        *reading->taken = touch_commit(arena, reading->commit);
    }
    struct landing *landing = map_get(reading->by_path, path);
    if (!landing) {
        if (map_len(reading->by_path) == LIMIT_TREE_FILES)
            return err_set(err, ERR_CEILING,
                           "the history of '%s' has more files than the limit of %d",
                           reading->landings->folder, LIMIT_TREE_FILES);
        landing = ARENA_NEW(arena, struct landing);
        landing->path = arena_strdup(arena, path);
        landing->last = reading->taken;
        landing->gone = true; /* until the tip says otherwise */
        (void)map_put(reading->by_path, landing->path, landing);
    }
    landing->first = reading->taken; /* the walk goes back in time */
    if (reading->taken->issues.len > 0)
        VEC_PUSH(arena, &reading->landings->trailers,
                 (struct landing_trailer){landing->path, reading->taken});
    return OK;
}

static enum code mark_there(void *state, const char *path, struct err *err)
{
    (void)err;
    struct reading *reading = state;
    struct landing *landing = map_get(reading->by_path, path);
    if (landing)
        landing->gone = false;
    return OK;
}

/* Whether `a` came before `b` as the walk sees it: by time, for commits of branches side by side;
 * but a descendant never does, whatever its clock said. */
static bool is_before(struct repo *repo, const struct landing_commit *a,
                      const struct landing_commit *b)
{
    if (a->at_ms >= b->at_ms)
        return false;
    git_oid one, other;
    return git_oid_fromstr(&one, a->id) != 0 || git_oid_fromstr(&other, b->id) != 0 ||
           git_graph_descendant_of(repo->git, &one, &other) != 1;
}

/* What is new is mostly later, but for a side branch that was merged since. */
static void add_known(struct repo *repo, struct reading *reading, const struct landings *known)
{
    for (size_t i = 0; i < known->files.len; i++) {
        const struct landing *old = &known->files.items[i];
        struct landing *landing = map_get(reading->by_path, old->path);
        if (!landing) {
            landing = ARENA_NEW(reading->arena, struct landing);
            *landing = *old;
            landing->gone = true;
            (void)map_put(reading->by_path, landing->path, landing);
            continue;
        }
        if (is_before(repo, landing->last, old->last))
            landing->last = old->last;
        if (!is_before(repo, landing->first, old->first))
            landing->first = old->first;
    }
    for (size_t i = 0; i < known->trailers.len; i++)
        VEC_PUSH(reading->arena, &reading->landings->trailers, known->trailers.items[i]);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct landing *)a)->path, ((const struct landing *)b)->path);
}

static void sort_files(struct reading *reading)
{
    size_t cursor = 0;
    const char *path;
    void *landing;
    while (map_next(reading->by_path, &cursor, &path, &landing))
        VEC_PUSH(reading->arena, &reading->landings->files, *(struct landing *)landing);
    if (reading->landings->files.len > 0)
        qsort(reading->landings->files.items, reading->landings->files.len, sizeof(struct landing),
              by_path);
}

static enum code walk_commits(struct repo *repo, struct walk *walk, struct reading *reading,
                              size_t max_commits, struct err *err)
{
    cleanup_arena struct arena *scratch = arena_new();
    struct touching touching cleanup_touching;
    touching_init(&touching, repo, reading->landings->folder, take, reading);
    enum code code = OK;
    for (size_t commits = 0; code == OK; commits++) {
        cleanup_commit git_commit *commit = NULL;
        struct walk_node *node;
        code = walk_next(walk, &commit, &node, err);
        if (code != OK || !commit)
            break;
        if (commits == max_commits) {
            reading->landings->unknown =
                arena_printf(reading->arena, "more than %zu commits", max_commits);
            break;
        }
        reading->commit = commit;
        reading->taken = NULL;
        code = touched_by(&touching, scratch, walk, commit, node, err);
        arena_clear(scratch);
    }
    walk->complete = walk->complete && touching.complete;
    return code;
}

static enum code mark_files_of_tip(struct repo *repo, struct reading *reading,
                                   const struct walk *walk, const git_oid *tip, struct err *err)
{
    const struct walk_node *node = walk_seen(walk, tip);
    if (!node)
        return OK;
    struct touching touching cleanup_touching;
    touching_init(&touching, repo, reading->landings->folder, mark_there, reading);
    return touched_files(&touching, &node->place, NULL, 0, err);
}

/* *usable false: the tip is no descendant of the known one. */
static enum code read_from(struct repo *repo, struct arena *arena,
                           const struct landing_options *options, const struct landings *known,
                           struct landings *landings, bool *usable, struct err *err)
{
    cleanup_arena struct arena *scratch = arena_new();
    *landings = (struct landings){
        .folder = options->folder, .tip = options->tip, .first_parent = options->first_parent};
    struct reading reading = {.arena = arena, .landings = landings, .by_path = map_new(scratch)};
    struct walk walk cleanup_walk;
    walk_init(&walk, repo, scratch, options->folder);
    walk.first_parent = options->first_parent;
    git_oid tip, old = {{0}};
    if (git_oid_fromstr(&tip, options->tip) != 0)
        return git_fail(err, "cannot read the commit '%s'", options->tip);
    enum code code = OK;
    if (known && git_oid_fromstr(&old, known->tip) == 0)
        code = walk_push(&walk, &old, true, err);
    *usable = walk.complete;
    if (code == OK && *usable)
        code = walk_push(&walk, &tip, false, err);
    if (code == OK && *usable)
        code =
            walk_commits(repo, &walk, &reading,
                         options->max_commits ? options->max_commits : LIMIT_HISTORY_COMMITS, err);
    if (known && code == OK) {
        const struct walk_node *node = walk_seen(&walk, &old);
        *usable = node && node->joined && !landings->unknown;
    }
    if (code != OK || !*usable)
        return code;
    if (known)
        add_known(repo, &reading, known);
    code = mark_files_of_tip(repo, &reading, &walk, &tip, err);
    sort_files(&reading);
    const char *help;
    if (!walk.complete)
        landings->unknown = repo_why_missing(repo, &help);
    return code;
}

enum code landing_read(struct repo *repo, struct arena *arena,
                       const struct landing_options *options, const struct landings *known,
                       struct landings *landings, struct err *err)
{
    if (known && (known->unknown || !text_eq(known->folder, options->folder) ||
                  known->first_parent != options->first_parent))
        known = NULL;
    if (known && text_eq(known->tip, options->tip)) {
        *landings = *known;
        return OK;
    }
    bool usable = false;
    enum code code = OK;
    if (known)
        code = read_from(repo, arena, options, known, landings, &usable, err);
    if (code == OK && !usable)
        code = read_from(repo, arena, options, NULL, landings, &usable, err);
    return code;
}
