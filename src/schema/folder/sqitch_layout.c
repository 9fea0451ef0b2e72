#include "schema/folder/sqitch_layout.h"

#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "schema/folder/gitlike.h"

static const char *const scripts[] = {"deploy", "revert", "verify"};

/* One way to run sqitch: a target, of an engine. Either may be NULL. */
struct choice {
    const char *target, *engine;
};

struct finder {
    struct reading *reading;
    const struct migration_file *conf; /* NULL: there is none */
    struct gitlike settings;
    VEC(struct choice) choices; /* the first whose plan is here is taken */
};

/* In the folder that is looked at, else the nearest above it. */
static const struct migration_file *conf_of(const struct reading *reading)
{
    for (size_t i = 0; i < reading->count; i++)
        if (strcmp(reading->files[i].name, "sqitch.conf") == 0)
            return reading->files[i].file;
    return reading->source->sqitch_conf;
}

/* As sqitch looks for it: the target's own, the engine's, the one for all. */
static const char *fetch(const struct finder *finder, const struct choice *choice, const char *key)
{
    const struct gitlike_entry *entry = NULL;
    if (choice->target != NULL)
        entry = gitlike_find(&finder->settings, "target", choice->target, key);
    if (entry == NULL && choice->engine != NULL)
        entry = gitlike_find(&finder->settings, "engine", choice->engine, key);
    if (entry == NULL)
        entry = gitlike_find(&finder->settings, "core", "", key);
    return entry == NULL ? NULL : entry->value;
}

static const char *value_of(const struct finder *finder, const char *section, const char *part,
                            const char *key)
{
    const struct gitlike_entry *entry = gitlike_find(&finder->settings, section, part, key);
    return entry == NULL ? NULL : entry->value;
}

/* -------------------------------------------------------------------------------------- targets */

/* "db:sqlite:app.db" → "sqlite"; NULL when it is the name of a target. */
static const char *engine_of_uri(struct arena *arena, const char *uri)
{
    static const char *const other[][2] = {
        {"postgres", "pg"}, {"postgresql", "pg"}, {"sqlite3", "sqlite"}, {"mariadb", "mysql"}};
    if (uri == NULL || strchr(uri, ':') == NULL)
        return NULL;
    if (text_starts(uri, "db:"))
        uri += 3;
    char *engine = arena_strndup(arena, uri, strcspn(uri, ":"));
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        if (strcmp(engine, other[i][0]) == 0)
            return other[i][1];
    return engine;
}

static void add_choice(struct finder *finder, const char *target, const char *engine)
{
    for (size_t i = 0; i < finder->choices.len; i++)
        if (text_eq(finder->choices.items[i].target, target) &&
            text_eq(finder->choices.items[i].engine, engine))
            return;
    VEC_PUSH(finder->reading->arena, &finder->choices, ((struct choice){target, engine}));
}

static void add_target(struct finder *finder, const char *target)
{
    struct arena *arena = finder->reading->arena;
    const char *uri =
        strchr(target, ':') != NULL ? target : value_of(finder, "target", target, "uri");
    add_choice(finder, target, engine_of_uri(arena, uri));
}

static void add_engine(struct finder *finder, const char *engine)
{
    add_choice(finder, value_of(finder, "engine", engine, "target"), engine);
}

/* The engine that the folder is for, what sqitch takes when it is told nothing, then the others. */
static void list_choices(struct finder *finder)
{
    const char *wanted = finder->reading->dialect == SQL_POSTGRES ? "pg" : "sqlite";
    if (gitlike_has(&finder->settings, "engine", wanted))
        add_engine(finder, wanted);
    const char *target = value_of(finder, "core", "", "target");
    const char *engine = value_of(finder, "core", "", "engine");
    if (target != NULL)
        add_target(finder, target);
    else if (engine != NULL)
        add_engine(finder, engine);
    for (size_t i = 0; i < finder->settings.items.len; i++) {
        const struct gitlike_entry *entry = &finder->settings.items.items[i];
        if (*entry->part != '\0' && text_eq(entry->section, "target"))
            add_target(finder, entry->part);
        else if (*entry->part != '\0' && text_eq(entry->section, "engine"))
            add_engine(finder, entry->part);
    }
    add_choice(finder, NULL, NULL);
}

/* ---------------------------------------------------------------------------------------- paths */

/* `said` from the folder of sqitch.conf, as a name below the folder that is looked at. */
static const char *below_root(const struct finder *finder, const char *said)
{
    struct arena *arena = finder->reading->arena;
    const char *from = path_dir(arena, finder->conf->path);
    if (*said == '/')
        return NULL;
    struct str path cleanup_str;
    str_init(&path, 0);
    str_add(&path, strcmp(from, ".") == 0 ? "" : from);
    for (const char *p = said; *p != '\0'; p += strspn(p, "/")) {
        size_t len = strcspn(p, "/");
        if (len == 2 && p[0] == '.' && p[1] == '.') {
            if (path.len == 0)
                return NULL;
            const char *slash = strrchr(path.p, '/');
            str_truncate(&path, slash == NULL ? 0 : (size_t)(slash - path.p));
        } else if (len != 1 || *p != '.') {
            if (path.len > 0)
                str_addc(&path, '/');
            str_addn(&path, p, len);
        }
        p += len;
    }
    const char *root = finder->reading->set->root;
    size_t len = strlen(root);
    if (len == 0)
        return str_dup(&path, arena);
    if (!text_starts(path.p, root) || (path.p[len] != '\0' && path.p[len] != '/'))
        return NULL;
    return arena_strdup(arena, path.p + len + (path.p[len] == '/'));
}

static const char *inside(struct arena *arena, const char *folder, const char *name)
{
    return folder == NULL ? name : arena_printf(arena, "%s/%s", folder, name);
}

static void lay_out(const struct finder *finder, const struct choice *choice,
                    struct sqitch_layout *layout)
{
    struct arena *arena = finder->reading->arena;
    const char *top = fetch(finder, choice, "top_dir");
    const char *rework = fetch(finder, choice, "reworked_dir");
    const char *plan = fetch(finder, choice, "plan_file");
    const char *extension = fetch(finder, choice, "extension");
    *layout = (struct sqitch_layout){.extension = extension == NULL ? "sql" : extension};
    layout->plan = below_root(finder, plan == NULL ? inside(arena, top, "sqitch.plan") : plan);
    for (size_t i = 0; i < 3; i++) {
        const char *own = fetch(finder, choice, arena_printf(arena, "%s_dir", scripts[i]));
        const char *reworked =
            fetch(finder, choice, arena_printf(arena, "reworked_%s_dir", scripts[i]));
        if (reworked == NULL)
            reworked = inside(arena, rework == NULL ? top : rework, own ? own : scripts[i]);
        layout->said[i] = own == NULL ? inside(arena, top, scripts[i]) : own;
        layout->said_reworked[i] = reworked;
        layout->trees[i] = below_root(finder, layout->said[i]);
        layout->reworked[i] = below_root(finder, reworked);
    }
}

void sqitch_layout_default(struct sqitch_layout *layout)
{
    *layout = (struct sqitch_layout){.plan = "sqitch.plan", .extension = "sql"};
    for (size_t i = 0; i < 3; i++)
        layout->trees[i] = layout->reworked[i] = layout->said[i] = layout->said_reworked[i] =
            scripts[i];
}

static bool is_here(const struct finder *finder, const char *name)
{
    for (size_t i = 0; name != NULL && i < finder->reading->count; i++)
        if (strcmp(finder->reading->files[i].name, name) == 0)
            return true;
    return false;
}

static bool same_layout(const struct sqitch_layout *a, const struct sqitch_layout *b)
{
    bool same = text_eq(a->plan, b->plan) && text_eq(a->extension, b->extension);
    for (size_t i = 0; i < 3; i++)
        same = same && text_eq(a->trees[i], b->trees[i]) && text_eq(a->reworked[i], b->reworked[i]);
    return same;
}

/* ------------------------------------------------------------------------------------- findings */

static bool says_where(const struct gitlike_entry *entry)
{
    return text_eq(entry->section, "core") || text_eq(entry->section, "engine") ||
           text_eq(entry->section, "target");
}

static bool is_known(const char *key)
{
    static const char *const known[] = {"top_dir",
                                        "plan_file",
                                        "deploy_dir",
                                        "revert_dir",
                                        "verify_dir",
                                        "reworked_dir",
                                        "reworked_deploy_dir",
                                        "reworked_revert_dir",
                                        "reworked_verify_dir"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(key, known[i]) == 0)
            return true;
    return !text_ends(key, "_dir") && !text_ends(key, "-dir") && !text_ends(key, "_file") &&
           !text_ends(key, "-file");
}

static void say_unread(struct finder *finder)
{
    struct reading *reading = finder->reading;
    const struct migration_file *conf = finder->conf;
    if (conf->bytes == NULL)
        reading_finding(reading, SEVERITY_WARNING, "RM119", conf, SIZE_MAX,
                        "where sqitch keeps its scripts is not known: the contents are not here",
                        "fetch the whole repository; until then sqitch's own folders are taken");
    if (finder->settings.wrong != NULL)
        reading_finding(reading, SEVERITY_ERROR, "RM117", conf, finder->settings.wrong_at,
                        finder->settings.wrong, "sqitch refuses it; nothing behind it was read");
    for (size_t i = 0; i < finder->settings.items.len; i++) {
        const struct gitlike_entry *entry = &finder->settings.items.items[i];
        if (text_eq(entry->section, "include"))
            reading_finding(reading, SEVERITY_WARNING, "RM117", conf, entry->offset,
                            arena_printf(reading->arena, "'%s' is not read", entry->value),
                            "write what it says about folders into sqitch.conf itself");
        else if (says_where(entry) && !is_known(entry->key))
            reading_finding(reading, SEVERITY_WARNING, "RM117", conf, entry->offset,
                            arena_printf(reading->arena, "'%s' is not known here", entry->key),
                            "sqitch knows top_dir, plan_file, deploy_dir, revert_dir, verify_dir "
                            "and reworked_dir");
    }
}

static void say_outside(struct finder *finder, const struct sqitch_layout *layout)
{
    struct reading *reading = finder->reading;
    for (size_t i = 0; i < 6; i++) {
        const char *said = i < 3 ? layout->said[i] : layout->said_reworked[i - 3];
        if ((i < 3 ? layout->trees[i] : layout->reworked[i - 3]) != NULL)
            continue;
        reading_finding(reading, SEVERITY_ERROR, "RM101", finder->conf, SIZE_MAX,
                        arena_printf(reading->arena,
                                     "the %s%s scripts are in '%s', which is not looked at",
                                     i < 3 ? "" : "reworked ", scripts[i % 3], said),
                        "`path:` has to name a folder that holds the plan and all scripts");
    }
}

static void add_elsewhere(struct finder *finder, const struct sqitch_layout *other,
                          struct sqitch_layout *taken)
{
    for (size_t i = 0; i < 3; i++) {
        if (other->trees[i] != NULL)
            strlist_add(finder->reading->arena, &taken->elsewhere, other->trees[i]);
        if (other->reworked[i] != NULL)
            strlist_add(finder->reading->arena, &taken->elsewhere, other->reworked[i]);
    }
}

/* Another plan, or other folders for it, that would be run in another way. */
static void say_others(struct finder *finder, struct sqitch_layout *taken, size_t from)
{
    struct reading *reading = finder->reading;
    for (size_t i = from; i < finder->choices.len; i++) {
        const struct choice *choice = &finder->choices.items[i];
        struct sqitch_layout other;
        lay_out(finder, choice, &other);
        if ((choice->target == NULL && choice->engine == NULL) || same_layout(&other, taken) ||
            !is_here(finder, other.plan))
            continue;
        add_elsewhere(finder, &other, taken);
        reading_finding(reading, SEVERITY_WARNING, "RM117", finder->conf, SIZE_MAX,
                        arena_printf(reading->arena,
                                     "'%s' keeps its plan or scripts elsewhere: not looked at",
                                     choice->target ? choice->target : choice->engine),
                        "name its folder as one more of `migrations:`, with its engine");
    }
}

static void say_not_led_here(struct finder *finder)
{
    struct reading *reading = finder->reading;
    if (finder->conf->bytes != NULL)
        reading_finding(reading, SEVERITY_WARNING, "RM117", finder->conf, SIZE_MAX,
                        arena_printf(reading->arena, "nothing in it leads to the plan in '%s'",
                                     reading->set->root),
                        "set top_dir or plan_file; until then sqitch's own folders are taken");
}

bool sqitch_layout_find(struct reading *reading, bool say, struct sqitch_layout *layout)
{
    struct finder finder = {.reading = reading, .conf = conf_of(reading)};
    if (finder.conf != NULL) {
        gitlike_read(reading->arena, finder.conf, &finder.settings);
        list_choices(&finder);
        if (say)
            say_unread(&finder);
    }
    for (size_t i = 0; i < finder.choices.len; i++) {
        lay_out(&finder, &finder.choices.items[i], layout);
        if (!is_here(&finder, layout->plan))
            continue;
        if (say) {
            say_outside(&finder, layout);
            say_others(&finder, layout, i + 1);
        }
        return true;
    }
    sqitch_layout_default(layout);
    if (!is_here(&finder, layout->plan))
        return false;
    if (say && finder.conf != NULL)
        say_not_led_here(&finder);
    return true;
}

char *sqitch_script(struct arena *arena, const struct sqitch_layout *layout, const char *tree,
                    const char *name, const char *tag)
{
    return arena_printf(arena, "%s%s%s%s.%s", tree, *tree == '\0' ? "" : "/", name, tag,
                        layout->extension);
}
