/* sqitch: the plan says what there is and in which order; the scripts lie in three trees. */
#include <string.h>

#include "base/map.h"
#include "base/str.h"
#include "schema/folder/reading.h"
#include "schema/folder/sqitch_layout.h"
#include "schema/version.h"

struct sqitch {
    struct reading *reading;
    struct map *files; /* name below the root → struct reading_file */
    struct map *tags;  /* those of the lines so far */
    const struct migration_file *plan;
    struct sqitch_layout layout;
};

static struct reading_file *script(const struct sqitch *sqitch, const char *tree, const char *name,
                                   const char *tag)
{
    return tree == NULL ? NULL
                        : map_get(sqitch->files, sqitch_script(sqitch->reading->arena,
                                                               &sqitch->layout, tree, name, tag));
}

/* When a change is reworked, the scripts of its earlier form carry a tag that stands between, and
 * may have folders of their own. */
static const char *suffix_of(const struct sqitch *sqitch, const struct migration *migration,
                             bool reworked)
{
    if (!reworked || migration->tags == NULL)
        return "";
    const char *tags = migration->tags, *first = NULL;
    while (*tags != '\0') {
        size_t len = strcspn(tags, " ");
        char *tag = arena_strndup(sqitch->reading->arena, tags, len);
        if (script(sqitch, sqitch->layout.reworked[DIRECTION_UP], migration->slug, tag) != NULL)
            return tag;
        if (first == NULL)
            first = tag;
        tags += len + (tags[len] == ' ');
    }
    return first;
}

static void add_scripts(struct sqitch *sqitch, struct migration *migration, bool reworked)
{
    const char *const *trees = reworked ? sqitch->layout.reworked : sqitch->layout.trees;
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

static void plan_problem(struct sqitch *sqitch, size_t offset, const char *message,
                         const char *help)
{
    reading_finding(sqitch->reading, SEVERITY_ERROR, "RM117", sqitch->plan, offset, message, help);
}

static void take_tag(struct sqitch *sqitch, const char *text, size_t offset)
{
    struct migration_set *set = sqitch->reading->set;
    struct arena *arena = sqitch->reading->arena;
    const char *tag = arena_strndup(arena, text, strcspn(text, " \t"));
    if (strcmp(tag, "@HEAD") == 0 || strcmp(tag, "@ROOT") == 0)
        plan_problem(sqitch, offset, arena_printf(arena, "'%s' is a name of sqitch's own", tag),
                     "sqitch refuses the plan; name the tag otherwise");
    else if (map_get(sqitch->tags, tag) != NULL)
        plan_problem(sqitch, offset, arena_printf(arena, "'%s' stands in the plan twice", tag),
                     "sqitch refuses the plan; name one of the tags otherwise");
    else if (set->migrations.len == 0)
        plan_problem(sqitch, offset, arena_printf(arena, "'%s' stands before any change", tag),
                     "sqitch refuses the plan; a tag follows the change that it names");
    (void)map_put(sqitch->tags, tag, sqitch);
    for (size_t i = 0; i < set->migrations.len; i++) {
        struct migration *migration = &set->migrations.items[i];
        migration->tags = migration->tags == NULL
                              ? tag
                              : arena_printf(sqitch->reading->arena, "%s %s", migration->tags, tag);
    }
}

static bool is_timestamp(const char *text)
{
    static const char form[] = "0000-00-00T00:00:00Z";
    size_t i = 0;
    while (form[i] != '\0' && (form[i] == '0' ? version_digits(text + i) > 0 : text[i] == form[i]))
        i++;
    return form[i] == '\0';
}

static bool has_timestamp(const char *text)
{
    while (*text != '\0' && *text != '#' && !is_timestamp(text))
        text++;
    return is_timestamp(text);
}

/* Between the name and the time stamp stand the needs in brackets, and nothing else. */
static void check_line(struct sqitch *sqitch, const char *name, const char *behind, size_t offset)
{
    struct arena *arena = sqitch->reading->arena;
    static const char help[] = "a change is 'name YYYY-MM-DDThh:mm:ssZ Planner <mail> # note'";
    const char *at = behind + strspn(behind, " \t");
    if (*at == '[' && strchr(at, ']') != NULL) {
        at = strchr(at, ']') + 1;
        at += strspn(at, " \t");
    }
    if (!has_timestamp(behind))
        plan_problem(sqitch, offset, arena_printf(arena, "'%s' has no time stamp", name), help);
    else if (!is_timestamp(at))
        plan_problem(sqitch, offset,
                     arena_printf(arena, "behind '%s' stands '%.*s' and no time stamp", name,
                                  (int)strcspn(at, " \t"), at),
                     "sqitch refuses the plan; a name has no blanks in it");
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
            plan_problem(sqitch, offset,
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
    check_line(sqitch, name, text + strlen(name), offset);
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

static void take_revert(struct sqitch *sqitch, const char *text, size_t offset)
{
    text += strspn(text, " \t");
    reading_finding(sqitch->reading, SEVERITY_WARNING, "RM117", sqitch->plan, offset,
                    arena_printf(sqitch->reading->arena,
                                 "the plan takes '%.*s' back: that is not followed here",
                                 (int)strcspn(text, " \t"), text),
                    "take the change out of the plan, or write one that undoes it");
}

static void read_plan(struct sqitch *sqitch)
{
    struct reading_line line = {0};
    while (reading_next_line(sqitch->plan, &line)) {
        char *text = arena_strndup(sqitch->reading->arena, sqitch->plan->bytes + line.begin,
                                   line.end - line.begin);
        text += strspn(text, " \t");
        if (*text == '@')
            take_tag(sqitch, text, line.begin);
        else if (*text == '-')
            take_revert(sqitch, text + 1, line.begin);
        else if (strchr("%#", *text) == NULL) /* strchr finds the NUL of an empty line too */
            take_change(sqitch, text, line.begin);
    }
}

/* Scripts of another target are no strays of this one. */
static void leave_to_others(struct sqitch *sqitch)
{
    struct reading *reading = sqitch->reading;
    for (size_t i = 0; i < reading->count; i++)
        for (uint32_t k = 0; k < sqitch->layout.elsewhere.len; k++) {
            struct reading_file *file = &reading->files[i];
            const char *folder = sqitch->layout.elsewhere.items[k];
            size_t len = strlen(folder);
            if (!file->taken && text_starts(file->name, folder) && file->name[len] == '/')
                reading_other(reading, file, MIGRATION_ELSEWHERE);
        }
}

void reading_sqitch(struct reading *reading)
{
    struct sqitch sqitch = {
        .reading = reading, .files = map_new(reading->arena), .tags = map_new(reading->arena)};
    map_reserve(sqitch.files, reading->count);
    for (size_t i = 0; i < reading->count; i++)
        (void)map_put(sqitch.files, reading->files[i].name, &reading->files[i]);
    if (!sqitch_layout_find(reading, true, &sqitch.layout)) {
        reading_finding(reading, SEVERITY_ERROR, "RM101", NULL, 0, "no sqitch.plan in the folder",
                        "`path` has to name the folder that holds the plan");
        return;
    }
    struct reading_file *plan = map_get(sqitch.files, sqitch.layout.plan);
    reading_other(reading, plan, MIGRATION_MARKER);
    sqitch.plan = sqitch.layout.plan_file = plan->file;
    reading->extension = arena_printf(reading->arena, ".%s", sqitch.layout.extension);
    reading->set->sqitch = ARENA_NEW(reading->arena, struct sqitch_layout);
    *reading->set->sqitch = sqitch.layout;
    read_plan(&sqitch);
    struct migration_set *set = reading->set;
    for (size_t i = 0; i < set->migrations.len; i++) {
        struct migration *migration = &set->migrations.items[i];
        if (migration->file_count == 0 && change_of(&sqitch, migration->slug) == migration)
            add_scripts(&sqitch, migration, false);
    }
    leave_to_others(&sqitch);
}
