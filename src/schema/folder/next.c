#include "schema/folder/next.h"

#include <regex.h>
#include <string.h>

#include "base/day.h"
#include "base/file.h"
#include "base/str.h"
#include "schema/folder/next_version.h"
#include "schema/folder/sqitch_layout.h"

struct writer {
    struct arena *arena;
    const struct migration_set *set;
    const struct next_wish *wish;
    struct next_migration *next;
    const struct migration *last; /* whose form is followed; NULL */
    const char *slug;
    bool way_back;
};

/* What is no letter or digit becomes one '_'. */
static char *fit_slug(struct arena *arena, const char *slug)
{
    char *fit = arena_text(arena, strlen(slug));
    size_t len = 0;
    for (const char *p = slug; *p != '\0'; p++) {
        char c = *p >= 'A' && *p <= 'Z' ? (char)(*p + ('a' - 'A')) : *p;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            fit[len++] = c;
        else if (len > 0 && fit[len - 1] != '_')
            fit[len++] = '_';
    }
    while (len > 0 && fit[len - 1] == '_')
        len--;
    fit[len] = '\0';
    return fit;
}

static void add_file(struct writer *writer, const char *name, const char *text, bool append)
{
    const char *root = writer->set->root;
    const char *path = *root == '\0' ? name : path_join(writer->arena, root, name);
    VEC_PUSH(writer->arena, &writer->next->files, ((struct next_file){path, text, append}));
}

static const char *header(const struct writer *writer, const char *rest)
{
    return arena_printf(writer->arena, "-- roadmap: %s\n%s", writer->wish->issue, rest);
}

static void add_sql(struct writer *writer, const char *name)
{
    add_file(writer, name, header(writer, "\n"), false);
}

static void write_pair(struct writer *writer, const char *stem)
{
    add_sql(writer, arena_printf(writer->arena, "%s.up.sql", stem));
    if (writer->way_back)
        add_sql(writer, arena_printf(writer->arena, "%s.down.sql", stem));
}

static bool last_is_directed(const struct writer *writer)
{
    const struct migration_file *file =
        writer->last == NULL ? NULL : migration_main_file(writer->last);
    return file != NULL && (text_ends(file->path, ".up.sql") || text_ends(file->path, ".down.sql"));
}

/* "V0007.Name", "0.27/03__name": what stands around the version and before the slug. */
static void write_plain(struct writer *writer)
{
    const char *prefix = "", *between = "_", *version = writer->next->version;
    const struct migration *last = writer->last;
    if (last != NULL) {
        const char *name = last->name;
        size_t digits = strlen(last->version), slug = strlen(last->slug);
        prefix = *name == 'v' ? "v" : *name == 'V' ? "V" : "";
        size_t skip = strlen(prefix) + digits;
        if (slug > 0 && skip + slug < strlen(name))
            between = arena_strndup(writer->arena, name + skip, strlen(name) - slug - skip);
    }
    const char *stem =
        arena_printf(writer->arena, "%s%s%s%s", prefix, version, between, writer->slug);
    if (last_is_directed(writer))
        write_pair(writer, stem);
    else
        add_sql(writer, arena_printf(writer->arena, "%s.sql", stem));
}

static void write_flyway(struct writer *writer, const char *stem)
{
    bool undo = false;
    for (size_t i = 0; i < writer->set->migrations.len; i++)
        undo |= writer->set->migrations.items[i].down.present;
    add_sql(writer, arena_printf(writer->arena, "V%s.sql", stem));
    if (writer->way_back && undo)
        add_sql(writer, arena_printf(writer->arena, "U%s.sql", stem));
}

/* Diesel writes the parts of its stamps apart. */
static void write_diesel(struct writer *writer)
{
    const char *v = writer->next->version, *stamp = v;
    if (strlen(v) == 14)
        stamp = arena_printf(writer->arena, "%.4s-%.2s-%.2s-%.6s", v, v + 4, v + 6, v + 8);
    add_sql(writer, arena_printf(writer->arena, "%s_%s/up.sql", stamp, writer->slug));
    if (writer->way_back)
        add_sql(writer, arena_printf(writer->arena, "%s_%s/down.sql", stamp, writer->slug));
}

static void write_named(struct writer *writer)
{
    struct arena *arena = writer->arena;
    const char *stem = arena_printf(arena, "%s_%s", writer->next->version, writer->slug);
    switch (writer->set->convention) {
    case CONVENTION_DBMATE:
        add_file(writer, arena_printf(arena, "%s.sql", stem),
                 header(writer, "-- migrate:up\n\n\n-- migrate:down\n\n"), false);
        break;
    case CONVENTION_GOOSE:
        add_file(writer, arena_printf(arena, "%s.sql", stem),
                 header(writer, "-- +goose Up\n\n\n-- +goose Down\n\n"), false);
        break;
    case CONVENTION_FLYWAY:
        write_flyway(writer, arena_printf(arena, "%s__%s", writer->next->version, writer->slug));
        break;
    case CONVENTION_PRISMA:
        add_sql(writer, arena_printf(arena, "%s/migration.sql", stem));
        break;
    case CONVENTION_DIESEL:
        write_diesel(writer);
        break;
    case CONVENTION_PLAIN:
        write_plain(writer);
        break;
    case CONVENTION_SQLX:
        if (writer->last != NULL && !last_is_directed(writer)) {
            add_sql(writer, arena_printf(arena, "%s.sql", stem));
            break;
        }
        write_pair(writer, stem);
        break;
    case CONVENTION_SUPABASE:
    case CONVENTION_ATLAS:
        add_sql(writer, arena_printf(arena, "%s.sql", stem));
        break;
    default:
        write_pair(writer, stem);
        break;
    }
}

static nodiscard enum code write_sqitch(struct writer *writer, const struct migration_set *target,
                                        struct err *err)
{
    static const char *const words[] = {"Deploy", "Revert", "Verify"};
    struct arena *arena = writer->arena;
    const char *name = writer->slug;
    if (migration_set_find(writer->set, name) != NULL ||
        (target != NULL && migration_set_find(target, name) != NULL)) {
        (void)err_set(err, ERR_REFUSED, "'%s' stands in the plan already", name);
        return err_hint(err, "take another name; a change is reworked with sqitch rework");
    }
    if (writer->wish->planner == NULL) {
        (void)err_set(err, ERR_REFUSED, "sqitch.plan wants the name and mail of who plans");
        return err_hint(err, "git config user.name and user.email");
    }
    struct sqitch_layout layout;
    sqitch_layout_default(&layout);
    if (writer->set->sqitch != NULL)
        layout = *writer->set->sqitch;
    for (size_t i = 0; i < 3; i++)
        if (layout.trees[i] == NULL) {
            (void)err_set(err, ERR_REFUSED, "sqitch keeps its scripts in '%s', outside of '%s'",
                          layout.said[i], writer->set->root);
            return err_hint(err,
                            "`path:` has to name a folder that holds the plan and all scripts");
        }
    char now[21];
    instant_format(writer->wish->now_ms, now);
    writer->next->version = name;
    add_file(writer, layout.plan,
             arena_printf(arena, "%s %s %s # %s\n", name, now, writer->wish->planner,
                          writer->wish->issue),
             true);
    for (size_t i = 0; i < 3; i++)
        add_file(writer, sqitch_script(arena, &layout, layout.trees[i], name, ""),
                 header(writer, arena_printf(arena, "-- %s %s\n\nBEGIN;\n\n%s;\n", words[i], name,
                                             i == 2 ? "ROLLBACK" : "COMMIT")),
                 false);
    return OK;
}

static nodiscard enum code check_convention(const struct migration_set *set, struct err *err)
{
    if (set->convention == CONVENTION_NONE) {
        (void)err_set(err, ERR_REFUSED, "nothing says which tool the migrations in '%s' are for",
                      set->root);
        return err_hint(err, "set `convention:` in the spec, for example golang-migrate");
    }
    if (set->presence_only) {
        (void)err_set(err, ERR_REFUSED, "migrations of %s are written by that tool", set->tool);
        return err_hint(err, "make the file with it, and put 'roadmap: ID' into a comment on top");
    }
    return OK;
}

/* An own pattern of the spec is for people to keep, so nothing is written that breaks it. */
static nodiscard enum code check_regex(const struct writer *writer, const struct naming *naming,
                                       struct err *err)
{
    regex_t regex;
    bool folders = writer->set->convention == CONVENTION_PRISMA ||
                   writer->set->convention == CONVENTION_DIESEL;
    if (naming->kind != NAMING_REGEX ||
        regcomp(&regex, naming->regex, REG_EXTENDED | REG_NOSUB) != 0)
        return OK;
    enum code code = OK;
    for (size_t i = 0; i < writer->next->files.len && code == OK; i++) {
        const char *path = writer->next->files.items[i].path;
        const char *name = path_base(folders ? path_dir(writer->arena, path) : path);
        if (regexec(&regex, name, 0, NULL, 0) == 0)
            continue;
        code = err_set(err, ERR_REFUSED, "'%s' would not match '%s'", name, naming->regex);
        (void)err_hint(err, "take another slug, or change `naming:` in the spec");
    }
    regfree(&regex);
    return code;
}

enum code migration_next(struct arena *arena, const struct migration_set *set,
                         const struct migration_set *target, const struct naming *naming,
                         const struct next_wish *wish, struct next_migration *next, struct err *err)
{
    *next = (struct next_migration){0};
    struct writer writer = {
        .arena = arena,
        .set = set,
        .wish = wish,
        .next = next,
        .last = next_last(arena, set, NULL),
        .slug = fit_slug(arena, wish->slug),
        .way_back = set->reversible != REVERSIBLE_NEVER,
    };
    enum code code = check_convention(set, err);
    if (code != OK)
        return code;
    if (*writer.slug == '\0') {
        (void)err_set(err, ERR_USAGE, "'%s' leaves nothing for a file name", wish->slug);
        return err_hint(err, "letters, digits and '_'");
    }
    if (set->convention == CONVENTION_SQITCH)
        return write_sqitch(&writer, target, err);
    char *version;
    code = next_version(arena, set, next_last(arena, set, target), naming, wish->now_ms, &version,
                        err);
    if (code != OK)
        return code;
    next->version = version;
    write_named(&writer);
    return check_regex(&writer, naming, err);
}
