/* sqitch: the plan says what there is and in which order; the scripts lie in three trees. */
#include <string.h>

#include "base/map.h"
#include "base/str.h"
#include "schema/folder/reading.h"
#include "schema/version.h"

struct sqitch {
    struct reading *reading;
    struct map *files; /* name below the root → struct reading_file */
    const struct migration_file *plan;
};

static struct reading_file *script(const struct sqitch *sqitch, const char *tree, const char *name,
                                   const char *tag)
{
    return map_get(sqitch->files,
                   arena_printf(sqitch->reading->arena, "%s/%s%s.sql", tree, name, tag));
}

/* When a change is reworked, the scripts of its earlier form carry a tag that stands between. */
static const char *suffix_of(const struct sqitch *sqitch, const struct migration *migration,
                             bool reworked)
{
    if (!reworked || migration->tags == NULL)
        return "";
    const char *tags = migration->tags, *first = NULL;
    while (*tags != '\0') {
        size_t len = strcspn(tags, " ");
        char *tag = arena_strndup(sqitch->reading->arena, tags, len);
        if (script(sqitch, "deploy", migration->slug, tag) != NULL)
            return tag;
        if (first == NULL)
            first = tag;
        tags += len + (tags[len] == ' ');
    }
    return first;
}

static void add_scripts(struct sqitch *sqitch, struct migration *migration, bool reworked)
{
    static const char *const trees[] = {"deploy", "revert", "verify"};
    const char *tag = suffix_of(sqitch, migration, reworked);
    if (tag && *tag != '\0')
        migration->version = migration->name =
            arena_printf(sqitch->reading->arena, "%s%s", migration->slug, tag);
    for (int i = DIRECTION_UP; i <= DIRECTION_VERIFY; i++) {
        struct reading_file *file = script(sqitch, trees[i], migration->slug, tag);
        if (file != NULL && !file->taken)
            reading_whole(sqitch->reading, migration, (enum direction)i, file);
    }
}

static struct migration *change_of(const struct sqitch *sqitch, const char *name)
{
    struct migration_set *set = sqitch->reading->set;
    for (size_t i = set->migrations.len; i-- > 0;)
        if (strcmp(set->migrations.items[i].slug, name) == 0)
            return &set->migrations.items[i];
    return NULL;
}

static void take_tag(struct sqitch *sqitch, const char *text)
{
    struct migration_set *set = sqitch->reading->set;
    const char *tag = arena_strndup(sqitch->reading->arena, text, strcspn(text, " \t"));
    for (size_t i = 0; i < set->migrations.len; i++) {
        struct migration *migration = &set->migrations.items[i];
        migration->tags = migration->tags == NULL
                              ? tag
                              : arena_printf(sqitch->reading->arena, "%s %s", migration->tags, tag);
    }
}

static bool has_timestamp(const char *text)
{
    static const char form[] = "0000-00-00T00:00:00Z";
    for (; *text != '\0' && *text != '#'; text++) {
        size_t i = 0;
        while (form[i] != '\0' &&
               (form[i] == '0' ? version_digits(text + i) > 0 : text[i] == form[i]))
            i++;
        if (form[i] == '\0')
            return true;
    }
    return false;
}

/* `[a b@v1 !c other:d]`: what has to stand above in this plan. */
static void check_needs(struct sqitch *sqitch, const char *text, size_t offset)
{
    struct arena *arena = sqitch->reading->arena;
    const char *open = text + strspn(text, " \t"), *end;
    if (*open != '[' || (end = strchr(open, ']')) == NULL)
        return;
    for (const char *p = open + 1; p < end;) {
        p += strspn(p, " \t");
        size_t len = strcspn(p, " \t]");
        char *need = arena_strndup(arena, p, len);
        p += len;
        bool here = len > 0 && strchr("!@", need[0]) == NULL && strchr(need, ':') == NULL;
        need[strcspn(need, "@")] = '\0';
        if (here && change_of(sqitch, need) == NULL)
            reading_finding(sqitch->reading, SEVERITY_ERROR, "RM117", sqitch->plan, offset,
                            arena_printf(arena, "'%s' is required, but does not stand above", need),
                            "sqitch refuses the plan; move the line up or take the name out");
    }
}

static void take_change(struct sqitch *sqitch, const char *text, size_t offset)
{
    struct arena *arena = sqitch->reading->arena;
    struct migration_set *set = sqitch->reading->set;
    text += strspn(text, "+ \t");
    char *name = arena_strndup(arena, text, strcspn(text, " \t["));
    if (!has_timestamp(text))
        reading_finding(sqitch->reading, SEVERITY_ERROR, "RM117", sqitch->plan, offset,
                        arena_printf(arena, "'%s' has no time stamp", name),
                        "a change is 'name YYYY-MM-DDThh:mm:ssZ Planner <mail> # note'");
    check_needs(sqitch, text + strlen(name), offset);
    struct migration *before = change_of(sqitch, name);
    if (before != NULL && before->tags == NULL)
        reading_finding(
            sqitch->reading, SEVERITY_ERROR, "RM105", sqitch->plan, offset,
            arena_printf(arena, "'%s' stands in the plan twice without a tag between", name),
            "sqitch refuses the plan; tag it before a change is reworked");
    else if (before != NULL)
        add_scripts(sqitch, before, true);
    (void)reading_add(sqitch->reading, name, arena_printf(arena, "%08zu", set->migrations.len),
                      name, name);
}

static void read_plan(struct sqitch *sqitch)
{
    struct reading_line line = {0};
    while (reading_next_line(sqitch->plan, &line)) {
        char *text = arena_strndup(sqitch->reading->arena, sqitch->plan->bytes + line.begin,
                                   line.end - line.begin);
        text += strspn(text, " \t");
        if (*text == '@')
            take_tag(sqitch, text);
        else if (strchr("%#-", *text) == NULL) /* strchr finds the NUL of an empty line too */
            take_change(sqitch, text, line.begin);
    }
}

void reading_sqitch(struct reading *reading)
{
    struct sqitch sqitch = {.reading = reading, .files = map_new(reading->arena)};
    map_reserve(sqitch.files, reading->count);
    for (size_t i = 0; i < reading->count; i++)
        (void)map_put(sqitch.files, reading->files[i].name, &reading->files[i]);
    struct reading_file *plan = map_get(sqitch.files, "sqitch.plan");
    if (plan == NULL) {
        reading_finding(reading, SEVERITY_ERROR, "RM101", NULL, 0, "no sqitch.plan in the folder",
                        "`path` has to name the folder that holds the plan");
        return;
    }
    reading_other(reading, plan, MIGRATION_MARKER);
    sqitch.plan = plan->file;
    read_plan(&sqitch);
    struct migration_set *set = reading->set;
    for (size_t i = 0; i < set->migrations.len; i++) {
        struct migration *migration = &set->migrations.items[i];
        if (migration->file_count == 0 && change_of(&sqitch, migration->slug) == migration)
            add_scripts(&sqitch, migration, false);
    }
}
