#include "schema/folder/find.h"

#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/map.h"
#include "base/str.h"

/* Files with a number in front that a folder needs to be taken for one, when its name does not
 * speak of migrations. */
#define NUMBERED_MIN 2

struct candidate {
    const char *folder;
    size_t numbered;
    bool marked; /* a file that only a tool of migrations has */
};

struct finding_folders {
    struct arena *arena;
    struct map *by_folder;
};

static bool is_release(const char *name)
{
    return name[0] >= '0' && name[0] <= '9' && strspn(name, "0123456789.") == strlen(name);
}

/* Folder of `path`, "" for the top. */
static const char *folder_of(struct arena *arena, const char *path)
{
    const char *folder = path_dir(arena, path);
    return strcmp(folder, ".") == 0 ? "" : folder;
}

static struct candidate *candidate_of(struct finding_folders *finding, const char *folder)
{
    while (is_release(path_base(folder)))
        folder = folder_of(finding->arena, folder);
    struct candidate *candidate = map_get(finding->by_folder, folder);
    if (!candidate) {
        candidate = ARENA_NEW(finding->arena, struct candidate);
        candidate->folder = folder;
        (void)map_put(finding->by_folder, folder, candidate);
    }
    return candidate;
}

static bool is_numbered(const char *name)
{
    const char *digits = name[0] == 'V' || name[0] == 'v' ? name + 1 : name;
    return text_ends(name, ".sql") && digits[0] >= '0' && digits[0] <= '9';
}

static bool is_foreign(const char *path)
{
    static const char *const folders[] = {"node_modules/", "vendor/", "third_party/"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        const char *at = strstr(path, folders[i]);
        if (at && (at == path || at[-1] == '/'))
            return true;
    }
    return false;
}

static void look_at(struct finding_folders *finding, const char *path)
{
    const char *name = path_base(path);
    const char *folder = folder_of(finding->arena, path);
    if (is_foreign(path))
        return;
    if (strcmp(name, "sqitch.plan") == 0 || strcmp(name, "migration_lock.toml") == 0)
        candidate_of(finding, folder)->marked = true;
    else if (strcmp(name, "up.sql") == 0 || strcmp(name, "migration.sql") == 0)
        candidate_of(finding, folder_of(finding->arena, folder))->numbered++;
    else if (is_numbered(name))
        candidate_of(finding, folder)->numbered++;
}

static bool counts(const struct candidate *candidate)
{
    return candidate->marked || candidate->numbered >= NUMBERED_MIN ||
           (candidate->numbered > 0 && text_contains(candidate->folder, "migration"));
}

static bool is_inside(const char *folder, const char *other)
{
    const size_t len = strlen(other);
    return len == 0 ? *folder != '\0' : text_starts(folder, other) && folder[len] == '/';
}

static bool stands_in_another(const struct finding_folders *finding, const char *folder)
{
    size_t cursor = 0;
    const char *other;
    void *value;
    while (map_next(finding->by_folder, &cursor, &other, &value))
        if (counts(value) && is_inside(folder, other))
            return true;
    return false;
}

void migration_folders_find(struct arena *arena, const struct strlist *paths,
                            struct strlist *folders)
{
    struct finding_folders finding = {arena, map_new(arena)};
    for (uint32_t i = 0; i < paths->len; i++)
        look_at(&finding, paths->items[i]);
    size_t cursor = 0;
    const char *folder;
    void *value;
    while (map_next(finding.by_folder, &cursor, &folder, &value))
        if (counts(value) && !stands_in_another(&finding, folder))
            strlist_add(arena, folders, folder);
    strlist_sort_unique(folders);
}

/* ------------------------------------------------------------------------------------- engines */

static const struct {
    const char *word, *engine;
} engine_words[] = {
    {"sqlite", "sqlite"},       {"sqlite3", "sqlite"},        {"libsql", "sqlite"},
    {"turso", "sqlite"},        {"postgres", "postgres"},     {"postgresql", "postgres"},
    {"pgsql", "postgres"},      {"pg", "postgres"},           {"psql", "postgres"},
    {"mysql", "mysql"},         {"mariadb", "mysql"},         {"mssql", "mssql"},
    {"sqlserver", "mssql"},     {"oracle", "oracle"},         {"clickhouse", "clickhouse"},
    {"cockroach", "cockroach"}, {"cockroachdb", "cockroach"}, {"snowflake", "snowflake"},
    {"bigquery", "bigquery"},   {"spanner", "spanner"},       {"ydb", "ydb"},
    {"starrocks", "starrocks"}, {"duckdb", "duckdb"},
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

const char *migration_folder_engine(const char *folder)
{
    const char *engine = "sqlite";
    for (const char *p = folder; *p;) {
        size_t len = 0;
        while (is_letter(p[len]))
            len++;
        for (size_t i = 0; i < sizeof engine_words / sizeof *engine_words; i++)
            if (len == strlen(engine_words[i].word) &&
                strncasecmp(p, engine_words[i].word, len) == 0)
                engine = engine_words[i].engine;
        p += len + (len == 0);
    }
    return engine;
}
