#include "schema/folder/merged.h"

#include <string.h>

#include "base/file.h"
#include "base/map.h"
#include "base/str.h"
#include "schema/folder/graph.h"
#include "schema/version.h"

struct comparer {
    struct arena *arena;
    struct migration_set *set;
    const struct migration_set *target;
    struct map *ours;   /* path → file, of migrations and others */
    struct map *oids;   /* blob id → file, of ours */
    struct map *theirs; /* path → file, of the target's migrations */
};

static void add(struct comparer *comparer, enum severity severity, const char *code,
                const char *path, const char *message, const char *help)
{
    struct finding finding = {
        .severity = severity, .code = code, .path = path, .message = message, .help = help};
    findings_add(comparer->arena, &comparer->set->findings, &finding);
}

static void put_file(struct comparer *comparer, const struct migration_file *file)
{
    (void)map_put(comparer->ours, file->path, (void *)file);
    if (file->oid != NULL)
        (void)map_put(comparer->oids, file->oid, (void *)file);
}

static void collect(struct comparer *comparer)
{
    const struct migration_set *set = comparer->set, *target = comparer->target;
    for (size_t i = 0; i < set->migrations.len; i++)
        for (size_t k = 0; k < set->migrations.items[i].file_count; k++)
            put_file(comparer, set->migrations.items[i].files[k]);
    for (size_t i = 0; i < set->others.len; i++)
        put_file(comparer, set->others.items[i].file);
    for (size_t i = 0; i < target->migrations.len; i++)
        for (size_t k = 0; k < target->migrations.items[i].file_count; k++) {
            const struct migration_file *file = target->migrations.items[i].files[k];
            (void)map_put(comparer->theirs, file->path, (void *)file);
        }
}

enum sameness { SAME, DIFFERENT, NOBODY_KNOWS };

static enum sameness compare_files(const struct migration_file *a, const struct migration_file *b)
{
    if (a->oid != NULL && b->oid != NULL)
        return strcmp(a->oid, b->oid) == 0 ? SAME : DIFFERENT;
    if (a->bytes == NULL || b->bytes == NULL || a->why_no_oid != NULL)
        return NOBODY_KNOWS;
    return a->len == b->len && memcmp(a->bytes, b->bytes, a->len) == 0 ? SAME : DIFFERENT;
}

/* ---------------------------------------------------------------------------- changes of a plan */

const struct migration *migration_counterpart(const struct migration_set *of,
                                              const struct migration *migration,
                                              const struct migration_set *in)
{
    size_t before = 0;
    for (const struct migration *at = of->migrations.items; at < migration; at++)
        before += strcmp(at->slug, migration->slug) == 0;
    for (size_t i = 0; i < in->migrations.len; i++)
        if (strcmp(in->migrations.items[i].slug, migration->slug) == 0 && before-- == 0)
            return &in->migrations.items[i];
    return NULL;
}

/* The scripts of a change come in the order up, down, verify, as many as there are. */
static const struct migration_file *script_like(const struct migration *migration, size_t k,
                                                const struct migration *counterpart)
{
    const bool here[] = {migration->up.present, migration->down.present, migration->verify.present};
    const bool there[] = {counterpart->up.present, counterpart->down.present,
                          counterpart->verify.present};
    size_t at = 0;
    for (size_t i = 0; i < 3; at += there[i++])
        if (here[i] && k-- == 0)
            return there[i] ? counterpart->files[at] : NULL;
    return NULL;
}

static const struct migration_file *moved_script(const struct migration_set *set,
                                                 const struct migration_set *target,
                                                 const struct migration *migration, size_t k)
{
    const struct migration *counterpart = migration_counterpart(target, migration, set);
    return counterpart == NULL ? NULL : script_like(migration, k, counterpart);
}

const char *migration_script_moved(const struct migration_set *set,
                                   const struct migration_set *target, const char *path)
{
    for (size_t i = 0; i < target->migrations.len; i++)
        for (size_t k = 0; k < target->migrations.items[i].file_count; k++)
            if (strcmp(target->migrations.items[i].files[k]->path, path) == 0) {
                const struct migration_file *script =
                    moved_script(set, target, &target->migrations.items[i], k);
                return script == NULL ? NULL : script->path;
            }
    return NULL;
}

/* ---------------------------------------------------------------------------------------- files */

/* A file of the way back alone: nothing that ran becomes untrue when it changes. */
static bool leads_back_only(const struct comparer *comparer, const struct migration *migration,
                            size_t k)
{
    const struct migration_file *file = migration->files[k];
    if (comparer->set->convention == CONVENTION_SQITCH)
        return k >= migration->up.present;
    for (size_t i = 0; i < migration->up.spans.len; i++)
        if (strcmp(migration->up.spans.items[i].file->path, file->path) == 0)
            return false;
    if (migration->up.unread)
        return text_contains(file->path, ".down.") || text_ends(file->path, "/down.sql");
    return migration->up.spans.len > 0;
}

static void compare_file(struct comparer *comparer, const struct migration *migration, size_t k)
{
    const struct migration_file *theirs = migration->files[k];
    const struct migration_file *ours =
        comparer->set->convention == CONVENTION_SQITCH
            ? moved_script(comparer->set, comparer->target, migration, k)
            : map_get(comparer->ours, theirs->path);
    if (ours == NULL) {
        const struct migration_file *moved =
            theirs->oid == NULL ? NULL : map_get(comparer->oids, theirs->oid);
        add(comparer, SEVERITY_ERROR, "RM116", theirs->path,
            moved != NULL && strcmp(moved->path, theirs->path) != 0
                ? arena_printf(comparer->arena, "renamed to '%s' after it was merged", moved->path)
                : "removed after it was merged",
            "databases that have run it keep its old version; add a new migration instead");
        return;
    }
    switch (compare_files(ours, theirs)) {
    case SAME:
        break;
    case DIFFERENT:
        if (!migration->repeatable)
            add(comparer,
                leads_back_only(comparer, migration, k) ? SEVERITY_WARNING : SEVERITY_ERROR,
                "RM115", ours->path, "edited after it was merged",
                "databases that have run it will not run it again; add a new migration instead");
        break;
    case NOBODY_KNOWS:
        comparer->set->edits_unknown = arena_printf(
            comparer->arena, "whether '%s' was edited after the merge is not known: %s",
            path_base(ours->path),
            ours->why_no_oid ? ours->why_no_oid : "its contents are not here");
        add(comparer, SEVERITY_NOTE, "RM119", ours->path, comparer->set->edits_unknown, NULL);
        break;
    }
}

static const char *path_of(const struct migration *migration)
{
    const struct migration_file *file = migration_main_file(migration);
    return file == NULL ? NULL : file->path;
}

static const char *number_of(struct comparer *comparer, const struct migration *migration)
{
    return version_digits(migration->version) > 0 && !migration->repeatable
               ? version_key_parts(comparer->arena, migration->version)
               : NULL;
}

static bool is_new(const struct comparer *comparer, const struct migration *migration)
{
    if (comparer->set->convention == CONVENTION_SQITCH)
        return migration_counterpart(comparer->set, migration, comparer->target) == NULL;
    for (size_t k = 0; k < migration->file_count; k++)
        if (map_has(comparer->theirs, migration->files[k]->path))
            return false;
    return migration->file_count > 0;
}

static const struct migration *last_of(const struct migration_set *set)
{
    const struct migration *last = NULL;
    for (size_t i = 0; i < set->migrations.len; i++)
        if (!set->migrations.items[i].repeatable && !set->migrations.items[i].squashed)
            last = &set->migrations.items[i];
    return last;
}

/* In a plan the last merged change has to stand above every new one. */
static const struct migration *merged_behind(const struct comparer *comparer, size_t index)
{
    const struct migration_set *set = comparer->set;
    for (size_t i = set->migrations.len; i-- > index + 1;)
        if (!is_new(comparer, &set->migrations.items[i]))
            return &set->migrations.items[i];
    return NULL;
}

static void check_order(struct comparer *comparer, size_t index, const struct migration *last)
{
    const struct migration *migration = &comparer->set->migrations.items[index];
    const struct migration *behind = NULL;
    if (comparer->set->convention == CONVENTION_SQITCH)
        behind = merged_behind(comparer, index);
    else if (last != NULL && strcmp(migration->key, last->key) < 0)
        behind = last;
    if (behind != NULL)
        add(comparer, SEVERITY_ERROR, "RM106", path_of(migration),
            arena_printf(comparer->arena,
                         "'%s' sorts before '%s', which the target branch already has",
                         migration->name, behind->name),
            "databases that have run the later one may never run this; give it a new version");
}

static void check_new(struct comparer *comparer, struct map *taken)
{
    const struct migration *last = last_of(comparer->target);
    for (size_t i = 0; i < comparer->set->migrations.len; i++) {
        const struct migration *migration = &comparer->set->migrations.items[i];
        if (migration->repeatable || migration->squashed || !is_new(comparer, migration))
            continue;
        const char *number = comparer->set->by_graph ? NULL : number_of(comparer, migration);
        const struct migration *holder = number == NULL ? NULL : map_get(taken, number);
        if (holder == NULL && !comparer->set->by_graph)
            check_order(comparer, i, last);
        else if (holder != NULL && holder->file_count > 0 &&
                 !map_has(comparer->ours, holder->files[0]->path))
            add(comparer, SEVERITY_ERROR, "RM105", path_of(migration),
                arena_printf(comparer->arena, "version %s is that of '%s' on the target branch",
                             migration->version, holder->name),
                "give it the next free version");
    }
}

void migration_set_compare(struct arena *arena, struct migration_set *set,
                           const struct migration_set *target)
{
    struct comparer comparer = {
        .arena = arena,
        .set = set,
        .target = target,
        .ours = map_new(arena),
        .oids = map_new(arena),
        .theirs = map_new(arena),
    };
    collect(&comparer);
    struct map *taken = map_new(arena);
    for (size_t i = 0; i < target->migrations.len; i++) {
        struct migration *migration = &target->migrations.items[i];
        const char *number = number_of(&comparer, migration);
        if (number != NULL)
            (void)map_put(taken, number, migration);
        for (size_t k = 0; k < migration->file_count; k++)
            compare_file(&comparer, migration, k);
    }
    check_new(&comparer, taken);
    if (set->by_graph)
        graph_compare(arena, set, target);
}
