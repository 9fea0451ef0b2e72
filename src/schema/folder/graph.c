#include "schema/folder/graph.h"

#include <string.h>

#include "base/file.h"
#include "base/map.h"
#include "base/str.h"
#include "schema/folder/python.h"

struct graph {
    struct arena *arena;
    struct map *by_revision; /* → struct migration */
    struct map *replaced;    /* revision → the struct migration that stands for it */
    struct map *followed;    /* revisions that something follows */
    VEC(struct migration *) nodes;
};

static const char *path_of(const struct migration *migration)
{
    return migration->file_count > 0 ? migration->files[0]->path : NULL;
}

/* ------------------------------------------------------------------------------------ what files
 * say */

static void read_alembic(struct arena *arena, struct migration *migration)
{
    const struct migration_file *file = migration->files[0];
    struct python_texts texts;
    if (python_assignment(arena, file, "revision", &texts) && texts.items.len == 1)
        migration->revision = texts.items.items[0].text;
    if (python_assignment(arena, file, "down_revision", &texts))
        for (size_t i = 0; i < texts.items.len; i++)
            strlist_add(arena, &migration->parents, texts.items.items[i].text);
    migration->labelled =
        python_assignment(arena, file, "branch_labels", &texts) && texts.items.len > 0;
}

/* The pairs (app, name) of a list as "app name". */
static void take_pairs(struct arena *arena, const struct migration *migration, const char *name,
                       struct strlist *pairs)
{
    struct python_texts texts;
    if (!python_assignment(arena, migration->files[0], name, &texts))
        return;
    for (size_t i = 0; i + 1 < texts.items.len; i++)
        if (texts.items.items[i].place == 1 && texts.items.items[i + 1].place == 2)
            strlist_add(arena, pairs,
                        arena_printf(arena, "%s %s", texts.items.items[i].text,
                                     texts.items.items[i + 1].text));
}

static void read_django(struct arena *arena, struct migration *migration)
{
    migration->revision = migration->name;
    take_pairs(arena, migration, "dependencies", &migration->parents);
    take_pairs(arena, migration, "replaces", &migration->replaces);
}

static bool is_of_app(const char *pair, const char *app)
{
    const size_t len = strlen(app);
    return strncmp(pair, app, len) == 0 && pair[len] == ' ';
}

static bool names_app(const struct migration_set *set, const char *app)
{
    for (size_t i = 0; i < set->migrations.len; i++)
        for (uint32_t k = 0; k < set->migrations.items[i].parents.len; k++)
            if (is_of_app(set->migrations.items[i].parents.items[k], app))
                return true;
    return false;
}

/* An app is named by the folder above, unless its own configuration says otherwise; then it is the
 * one that most migrations follow by a name of this folder. */
static const char *app_of(struct reading *reading)
{
    struct migration_set *set = reading->set;
    struct arena *arena = reading->arena;
    const char *above = path_base(path_dir(arena, set->root)), *best = above;
    struct map *votes = map_new(arena), *names = map_new(arena);
    uintptr_t most = 0;
    if (names_app(set, above))
        return above;
    for (size_t i = 0; i < set->migrations.len; i++)
        (void)map_put(names, set->migrations.items[i].name, names);
    for (size_t i = 0; i < set->migrations.len; i++)
        for (uint32_t k = 0; k < set->migrations.items[i].parents.len; k++) {
            const char *pair = set->migrations.items[i].parents.items[k];
            const char *app = arena_strndup(arena, pair, strcspn(pair, " "));
            const char *name = pair + strlen(app) + 1;
            const uintptr_t count = (uintptr_t)map_get(votes, app) + map_has(names, name);
            (void)map_put(votes, app, (void *)count);
            best = count > most ? app : best;
            most = count > most ? count : most;
        }
    return best;
}

/* Of other apps nothing is known here. */
static void keep_own(struct arena *arena, struct strlist *pairs, const char *app)
{
    struct strlist own = {0};
    for (uint32_t i = 0; i < pairs->len; i++)
        if (is_of_app(pairs->items[i], app))
            strlist_add(arena, &own, pairs->items[i] + strlen(app) + 1);
    *pairs = own;
}

/* --------------------------------------------------------------------------------------------
 * heads */

static void add_node(struct graph *graph, struct migration *migration)
{
    VEC_PUSH(graph->arena, &graph->nodes, migration);
    if (migration->revision && !map_has(graph->by_revision, migration->revision))
        (void)map_put(graph->by_revision, migration->revision, migration);
    for (uint32_t i = 0; i < migration->replaces.len; i++)
        (void)map_put(graph->replaced, migration->replaces.items[i], migration);
    for (uint32_t i = 0; i < migration->parents.len; i++)
        (void)map_put(graph->followed, migration->parents.items[i], migration);
}

/* `target`: its migrations that the set does not have count too; NULL. */
static struct graph graph_of(struct arena *arena, struct migration_set *set,
                             const struct migration_set *target)
{
    struct graph graph = {.arena = arena,
                          .by_revision = map_new(arena),
                          .replaced = map_new(arena),
                          .followed = map_new(arena)};
    struct map *paths = map_new(arena);
    for (size_t i = 0; i < set->migrations.len; i++) {
        add_node(&graph, &set->migrations.items[i]);
        (void)map_put(paths, path_of(&set->migrations.items[i]), set);
    }
    for (size_t i = 0; target && i < target->migrations.len; i++)
        if (!map_has(paths, path_of(&target->migrations.items[i])))
            add_node(&graph, &target->migrations.items[i]);
    return graph;
}

static bool is_followed(const struct graph *graph, const struct migration *migration)
{
    const struct migration *stand_in = map_get(graph->replaced, migration->revision);
    if (stand_in && stand_in != migration)
        return true;
    for (uint32_t i = 0; i < migration->replaces.len; i++) {
        const char *replaced = migration->replaces.items[i];
        const struct migration *follower = map_get(graph->followed, replaced);
        /* One of those that it stands for follows another: that leads nowhere. */
        if (follower && map_get(graph->replaced, follower->revision) != migration)
            return true;
    }
    return map_has(graph->followed, migration->revision);
}

/* false: a file is not here, so nobody knows. */
static bool find_heads(const struct graph *graph, struct strlist *heads, bool *labelled,
                       const char **path)
{
    for (size_t i = 0; i < graph->nodes.len; i++) {
        const struct migration *migration = graph->nodes.items[i];
        if (!migration->revision)
            return false;
        *labelled |= migration->labelled;
        if (is_followed(graph, migration))
            continue;
        strlist_add(graph->arena, heads, migration->name);
        *path = path_of(migration);
    }
    return true;
}

static void say_heads(struct arena *arena, struct migration_set *set, const struct strlist *heads,
                      bool labelled, const char *path, const char *where)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    str_addf(&text, "%s%u heads, nothing follows any of them: ", where, heads->len);
    str_add_list(&text, heads, ", ");
    findings_add(
        arena, &set->findings,
        &(struct finding){.severity = labelled ? SEVERITY_NOTE : SEVERITY_ERROR,
                          .code = "RM125",
                          .path = path,
                          .message = text.p,
                          .help = set->convention == CONVENTION_DJANGO
                                      ? "django refuses to migrate; let one depend on the "
                                        "other, or makemigrations --merge"
                                      : "alembic upgrade head refuses that; let one follow "
                                        "the other, or write a merge"});
}

/* Which of ours is a head: the finding is about that one. */
static const char *own_head(const struct graph *graph, const struct migration_set *set)
{
    const char *path = NULL;
    for (size_t i = 0; i < set->migrations.len; i++)
        if (!is_followed(graph, &set->migrations.items[i]))
            path = path_of(&set->migrations.items[i]);
    return path;
}

void graph_compare(struct arena *arena, struct migration_set *set,
                   const struct migration_set *target)
{
    const struct graph alone = graph_of(arena, set, NULL), both = graph_of(arena, set, target);
    struct strlist now = {0}, merged = {0};
    bool labelled = false;
    const char *path = NULL;
    if (!find_heads(&alone, &now, &labelled, &path) || now.len > 1 ||
        !find_heads(&both, &merged, &labelled, &path) || merged.len < 2)
        return;
    say_heads(arena, set, &merged, labelled, own_head(&both, set),
              "together with the target branch ");
}

/* --------------------------------------------------------------------------------- what is wrong
 */

static void check_parents(struct reading *reading, const struct graph *graph,
                          const struct migration *migration)
{
    for (uint32_t i = 0; i < migration->parents.len; i++)
        if (!map_has(graph->by_revision, migration->parents.items[i]) &&
            !map_has(graph->replaced, migration->parents.items[i]))
            reading_finding(reading, SEVERITY_WARNING, "RM117", migration->files[0], SIZE_MAX,
                            arena_printf(reading->arena, "follows '%s', which no file here is",
                                         migration->parents.items[i]),
                            "the tool refuses the folder when it is nowhere else either");
}

static void check_revisions(struct reading *reading, const struct graph *graph)
{
    for (size_t i = 0; i < graph->nodes.len; i++) {
        const struct migration *migration = graph->nodes.items[i];
        const struct migration *first =
            migration->revision ? map_get(graph->by_revision, migration->revision) : migration;
        if (first != migration)
            reading_finding(reading, SEVERITY_ERROR, "RM105", migration->files[0], SIZE_MAX,
                            arena_printf(reading->arena, "revision '%s' is also that of '%s'",
                                         migration->revision, first->name),
                            "give one of them another revision");
        if (!migration->revision && migration->files[0]->bytes)
            reading_finding(reading, SEVERITY_WARNING, "RM117", migration->files[0], SIZE_MAX,
                            "does not say which revision it is",
                            "alembic wants `revision = \"…\"`");
        check_parents(reading, graph, migration);
    }
}

struct place {
    VEC(size_t) followers;
    size_t waiting, depth; /* for so many before it; behind so many */
};

static struct place *places_of(struct arena *arena, const struct graph *graph)
{
    struct place *places = arena_calloc(arena, graph->nodes.len + 1, sizeof *places);
    struct map *indexes = map_new(arena);
    for (size_t i = 0; i < graph->nodes.len; i++)
        (void)map_put(indexes, graph->nodes.items[i]->revision, &places[i]);
    for (size_t i = 0; i < graph->nodes.len; i++) {
        const struct strlist *parents = &graph->nodes.items[i]->parents;
        for (uint32_t k = 0; k < parents->len; k++) {
            struct place *parent = map_get(indexes, parents->items[k]);
            if (!parent)
                continue;
            VEC_PUSH(arena, &parent->followers, i);
            places[i].waiting++;
        }
    }
    return places;
}

/* Behind all that it follows. Files that follow each other in a circle come last. */
static void put_in_order(struct reading *reading, const struct graph *graph)
{
    const size_t len = graph->nodes.len;
    struct place *places = places_of(reading->arena, graph);
    VEC(size_t) ready = {0};
    for (size_t i = 0; i < len; i++)
        if (places[i].waiting == 0)
            VEC_PUSH(reading->arena, &ready, i);
    for (size_t at = 0; at < ready.len; at++) {
        const struct place *place = &places[ready.items[at]];
        for (size_t k = 0; k < place->followers.len; k++) {
            struct place *follower = &places[place->followers.items[k]];
            if (follower->depth <= place->depth)
                follower->depth = place->depth + 1;
            if (--follower->waiting == 0)
                VEC_PUSH(reading->arena, &ready, place->followers.items[k]);
        }
    }
    if (ready.len < len)
        reading_finding(reading, SEVERITY_ERROR, "RM117", NULL, 0,
                        "revisions follow each other in a circle", "the tool refuses the folder");
    for (size_t i = 0; i < len; i++)
        graph->nodes.items[i]->key =
            arena_printf(reading->arena, "%08zu %s", places[i].waiting > 0 ? len : places[i].depth,
                         graph->nodes.items[i]->name);
}

void reading_graph(struct reading *reading)
{
    struct migration_set *set = reading->set;
    struct strlist heads = {0};
    bool labelled = false;
    const char *path = NULL;
    for (size_t i = 0; i < set->migrations.len; i++) {
        struct migration *migration = &set->migrations.items[i];
        if (!migration->files[0]->bytes)
            continue;
        if (set->convention == CONVENTION_ALEMBIC)
            read_alembic(reading->arena, migration);
        else
            read_django(reading->arena, migration);
    }
    const char *app = set->convention == CONVENTION_DJANGO ? app_of(reading) : NULL;
    for (size_t i = 0; app && i < set->migrations.len; i++) {
        keep_own(reading->arena, &set->migrations.items[i].parents, app);
        keep_own(reading->arena, &set->migrations.items[i].replaces, app);
    }
    const struct graph graph = graph_of(reading->arena, set, NULL);
    check_revisions(reading, &graph);
    if (!find_heads(&graph, &heads, &labelled, &path)) {
        set->order_unknown = "in which order they run is not known: not all of them can be read";
        reading_finding(reading, SEVERITY_NOTE, "RM119", NULL, 0, set->order_unknown, NULL);
        return;
    }
    put_in_order(reading, &graph);
    if (heads.len > 1)
        say_heads(reading->arena, set, &heads, labelled, path, "");
}
