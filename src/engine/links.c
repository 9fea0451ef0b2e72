#include "engine/links.h"

#include <stdlib.h>
#include <string.h>

#include "base/globs.h"
#include "base/map.h"
#include "base/nearest.h"

/* What the patterns of one issue took. */
struct issue_globs {
    bool *taken; /* beside the patterns */
    bool any_taken;
};

struct path {
    const char *text;
    size_t migration;
};

/* An issue that a pattern of the plan names for a migration. */
struct spec_name {
    size_t issue;
    const char *glob;
};

struct spec_names {
    VEC(struct spec_name) items;
};

struct making {
    struct arena *arena, *scratch;
    const struct links_input *input;
    struct links *links;
    struct map *issues;  /* id → position + 1 */
    struct map *by_path; /* path → position of the migration + 1 */
    struct issue_globs *globs;
    VEC(struct path) paths;   /* of all migrations, in byte order */
    struct spec_names *specs; /* beside the migrations */
    struct link **found;      /* of the migration that is looked at, by issue; NULL */
    VEC(uint32_t) named;      /* issues that `found` has */
};

const char *link_source_name(enum link_source source)
{
    static const char *const names[LINK_SOURCE_COUNT] = {"spec", "header", "trailer"};
    return names[source];
}

static void *position(size_t i)
{
    return (void *)(uintptr_t)(i + 1);
}

/* SIZE_MAX: not there. */
static size_t position_of(const struct map *map, const char *key)
{
    return (size_t)(uintptr_t)map_get(map, key) - 1;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(((const struct path *)a)->text, ((const struct path *)b)->text);
}

/* The first path that does not come before all those that begin with `prefix`. */
static size_t first_with(const struct making *making, const char *prefix, size_t len)
{
    size_t low = 0;
    size_t high = making->paths.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strncmp(making->paths.items[middle].text, prefix, len) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Thousands of issues and thousands of files: a pattern is tried only on paths that begin as it
 * does. */
static void try_pattern(struct making *making, size_t issue, uint32_t place,
                        const struct globs *all)
{
    const char *pattern = making->input->plan->issues.items[issue].migrations.items[place];
    struct issue_globs *globs = &making->globs[issue];
    const struct globs_one *one = &all->items.items[place];
    struct globs alone = {{&all->items.items[place], 1, 1}};
    if (one->except)
        return;
    for (size_t i = first_with(making, one->path, one->plain_len); i < making->paths.len; i++) {
        const struct path *path = &making->paths.items[i];
        if (strncmp(path->text, one->path, one->plain_len) != 0)
            return;
        if (!globs_match(&alone, path->text))
            continue;
        globs->taken[place] = true;
        if (!globs_match(all, path->text))
            continue;
        globs->any_taken = true;
        VEC_PUSH(making->scratch, &making->specs[path->migration].items,
                 (struct spec_name){issue, pattern});
    }
}

static void try_patterns(struct making *making)
{
    const struct plan *plan = making->input->plan;
    making->globs = arena_calloc(making->scratch, plan->issues.len + 1, sizeof *making->globs);
    making->specs =
        arena_calloc(making->scratch, making->input->migration_count + 1, sizeof *making->specs);
    for (size_t i = 0; i < plan->issues.len; i++) {
        const struct strlist *patterns = &plan->issues.items[i].migrations;
        if (patterns->len == 0)
            continue;
        struct globs all = globs_of(making->scratch, patterns);
        making->globs[i].taken = arena_calloc(making->scratch, patterns->len, sizeof(bool));
        for (uint32_t k = 0; k < patterns->len; k++)
            try_pattern(making, i, k, &all);
    }
}

static void prepare(struct making *making)
{
    const struct links_input *input = making->input;
    making->issues = map_new(making->scratch);
    for (size_t i = 0; i < input->plan->issues.len; i++)
        (void)map_put(making->issues, input->plan->issues.items[i].id, position(i));
    making->by_path = map_new(making->scratch);
    for (size_t i = 0; i < input->migration_count; i++)
        for (size_t k = 0; k < input->migrations[i].path_count; k++) {
            (void)map_put(making->by_path, input->migrations[i].paths[k], position(i));
            VEC_PUSH(making->scratch, &making->paths,
                     (struct path){input->migrations[i].paths[k], i});
        }
    if (making->paths.len > 0)
        qsort(making->paths.items, making->paths.len, sizeof(struct path), by_text);
    making->found =
        arena_calloc(making->scratch, input->plan->issues.len + 1, sizeof *making->found);
    try_patterns(making);
}

static struct link *name_issue(struct making *making, size_t migration, size_t issue,
                               enum link_source source)
{
    struct link *link = making->found[issue];
    if (!link) {
        link = making->found[issue] = ARENA_NEW(making->scratch, struct link);
        link->issue = (uint32_t)issue;
        link->migration = (uint32_t)migration;
        link->source = source;
        VEC_PUSH(making->scratch, &making->named, (uint32_t)issue);
    }
    link->by[source] = true;
    return link;
}

static void name_by_globs(struct making *making, size_t migration)
{
    const struct spec_names *names = &making->specs[migration];
    for (size_t i = 0; i < names->items.len; i++)
        name_issue(making, migration, names->items.items[i].issue, LINK_SPEC)->glob =
            names->items.items[i].glob;
}

static const char *help_for(struct making *making, const char *issue)
{
    struct nearest nearest = nearest_init(issue);
    for (size_t i = 0; i < making->input->plan->issues.len; i++)
        nearest_try(&nearest, making->input->plan->issues.items[i].id);
    return nearest_help(making->arena, &nearest);
}

/* Each id once for a migration and source, however many files and commits say it. */
static void add_unknown(struct making *making, const struct link_unknown *unknown)
{
    for (size_t i = making->links->unknown.len; i-- > 0;) {
        const struct link_unknown *other = &making->links->unknown.items[i];
        if (other->migration != unknown->migration)
            break;
        if (other->source == unknown->source && strcmp(other->issue, unknown->issue) == 0)
            return;
    }
    VEC_PUSH(making->arena, &making->links->unknown, *unknown);
    struct link_unknown *added = &making->links->unknown.items[making->links->unknown.len - 1];
    added->help = help_for(making, unknown->issue);
}

static void name_by_headers(struct making *making, size_t migration)
{
    const struct links_migration *one = &making->input->migrations[migration];
    for (size_t i = 0; i < one->header_count; i++) {
        const struct links_header *header = &one->headers[i];
        size_t issue = position_of(making->issues, header->issue);
        if (issue == SIZE_MAX) {
            add_unknown(making, &(struct link_unknown){.migration = (uint32_t)migration,
                                                       .issue = header->issue,
                                                       .source = LINK_HEADER,
                                                       .header = header});
            continue;
        }
        struct link *link = name_issue(making, migration, issue, LINK_HEADER);
        if (!link->header)
            link->header = header;
    }
}

static void name_by_trailer(struct making *making, size_t migration,
                            const struct landing_commit *commit)
{
    for (uint32_t i = 0; i < commit->issues.len; i++) {
        size_t issue = position_of(making->issues, commit->issues.items[i]);
        if (issue == SIZE_MAX) {
            add_unknown(making, &(struct link_unknown){.migration = (uint32_t)migration,
                                                       .issue = commit->issues.items[i],
                                                       .source = LINK_TRAILER,
                                                       .commit = commit});
            continue;
        }
        struct link *link = name_issue(making, migration, issue, LINK_TRAILER);
        if (!link->commit)
            link->commit = commit;
    }
}

/* The first issue that `a` names and `b` does not, in the order of the plan; NULL. */
static const struct link *only_by(const struct making *making, enum link_source a,
                                  enum link_source b)
{
    for (size_t i = 0; i < making->named.len; i++) {
        const struct link *link = making->found[making->named.items[i]];
        if (link->by[a] && !link->by[b])
            return link;
    }
    return NULL;
}

static void compare_sources(struct making *making, size_t migration)
{
    for (int a = 0; a < LINK_SOURCE_COUNT; a++)
        for (int b = a + 1; b < LINK_SOURCE_COUNT; b++) {
            const struct link *one = only_by(making, (enum link_source)a, (enum link_source)b);
            const struct link *other = only_by(making, (enum link_source)b, (enum link_source)a);
            if (one && other)
                VEC_PUSH(making->arena, &making->links->conflicts,
                         (struct link_conflict){.migration = (uint32_t)migration,
                                                .a = (enum link_source)a,
                                                .b = (enum link_source)b,
                                                .a_issue = one->issue,
                                                .b_issue = other->issue});
        }
}

static int by_number(const void *a, const void *b)
{
    uint32_t one = *(const uint32_t *)a;
    uint32_t other = *(const uint32_t *)b;
    return (one > other) - (one < other);
}

static void finish_migration(struct making *making, size_t migration)
{
    if (making->named.len > 1)
        qsort(making->named.items, making->named.len, sizeof *making->named.items, by_number);
    compare_sources(making, migration);
    for (size_t i = 0; i < making->named.len; i++)
        VEC_PUSH(making->arena, &making->links->items, *making->found[making->named.items[i]]);
    for (size_t i = 0; i < making->named.len; i++)
        making->found[making->named.items[i]] = NULL;
    size_t unknown = making->links->unknown.len;
    bool misnamed = unknown > 0 && making->links->unknown.items[unknown - 1].migration == migration;
    if (making->named.len == 0 && !misnamed)
        VEC_PUSH(making->arena, &making->links->orphans, (uint32_t)migration);
    making->named.len = 0;
}

static void find_idle_globs(struct making *making)
{
    const struct plan *plan = making->input->plan;
    for (size_t i = 0; i < plan->issues.len; i++) {
        const struct strlist *patterns = &plan->issues.items[i].migrations;
        const struct issue_globs *globs = &making->globs[i];
        if (patterns->len > 0 && !globs->any_taken)
            VEC_PUSH(making->arena, &making->links->empty, (uint32_t)i);
        for (uint32_t k = 0; k < patterns->len && globs->any_taken; k++)
            if (!globs->taken[k] && *patterns->items[k] != '!')
                VEC_PUSH(making->arena, &making->links->dead,
                         (struct link_glob){(uint32_t)i, patterns->items[k]});
    }
}

/* The trailers of each migration, in their order. */
struct trailer_list {
    VEC(const struct landing_commit *) commits;
};

static struct trailer_list *sort_trailers(struct making *making)
{
    const struct links_input *input = making->input;
    struct trailer_list *lists =
        arena_calloc(making->scratch, input->migration_count + 1, sizeof *lists);
    for (size_t i = 0; i < input->trailer_count; i++) {
        size_t migration = position_of(making->by_path, input->trailers[i].path);
        if (migration != SIZE_MAX)
            VEC_PUSH(making->scratch, &lists[migration].commits, input->trailers[i].commit);
    }
    return lists;
}

struct links links_make(struct arena *arena, const struct links_input *input)
{
    cleanup_arena struct arena *scratch = arena_new();
    struct links links = {0};
    struct making making = {.arena = arena, .scratch = scratch, .input = input, .links = &links};
    prepare(&making);
    struct trailer_list *trailers = sort_trailers(&making);
    for (size_t i = 0; i < input->migration_count; i++) {
        name_by_globs(&making, i);
        name_by_headers(&making, i);
        for (size_t k = 0; k < trailers[i].commits.len; k++)
            name_by_trailer(&making, i, trailers[i].commits.items[k]);
        finish_migration(&making, i);
    }
    find_idle_globs(&making);
    return links;
}
