#include "schema/folder/names.h"

#include <regex.h>
#include <string.h>

#include "base/day.h"
#include "base/file.h"
#include "base/map.h"
#include "base/utf8.h"

struct checker {
    struct arena *arena;
    struct migration_set *set;
    const struct naming *naming;
    enum naming_kind kind; /* given or guessed */
    int32_t today;
};

static bool has_number(const struct migration *migration)
{
    return migration->digits > 0 && !migration->repeatable;
}

uint32_t naming_width_of_set(const struct migration_set *set)
{
    enum { WIDEST = 32 };
    size_t counts[WIDEST + 1] = {0};
    uint32_t best = 0;
    for (size_t i = 0; i < set->migrations.len; i++) {
        uint32_t digits = set->migrations.items[i].digits;
        if (!has_number(&set->migrations.items[i]) || digits > WIDEST)
            continue;
        counts[digits]++;
        if (counts[digits] >= counts[best])
            best = digits;
    }
    return best;
}

bool naming_is_natural(const struct migration_set *set)
{
    for (size_t i = 0; i < set->migrations.len; i++) {
        const struct migration *migration = &set->migrations.items[i];
        if (has_number(migration) &&
            (migration->digits > 6 || (migration->version[0] == '0' && migration->digits > 1)))
            return false;
    }
    return true;
}

static enum naming_kind kind_of_width(uint32_t width)
{
    for (int kind = NAMING_TS14; kind <= NAMING_DATE_SEQ3; kind++)
        if (naming_digits((enum naming_kind)kind) == width)
            return (enum naming_kind)kind;
    return NAMING_SEQ;
}

enum naming_kind naming_of_set(const struct migration_set *set)
{
    uint32_t width = naming_width_of_set(set);
    enum naming_kind kind = kind_of_width(width);
    size_t days = 0, all = 0;
    for (size_t i = 0; i < set->migrations.len; i++) {
        const struct migration *migration = &set->migrations.items[i];
        int32_t day;
        if (!has_number(migration) || migration->digits != width)
            continue;
        all++;
        days += version_day(migration->version, &day);
    }
    return kind == NAMING_SEQ || 2 * days >= all ? kind : NAMING_SEQ;
}

static void add(struct checker *checker, enum severity severity, const char *code, const char *path,
                const char *message, const char *help)
{
    struct finding finding = {
        .severity = severity, .code = code, .path = path, .message = message, .help = help};
    findings_add(checker->arena, &checker->set->findings, &finding);
}

static const char *path_of(const struct migration *migration)
{
    const struct migration_file *file = migration_main_file(migration);
    return file == NULL ? NULL : file->path;
}

static bool is_zero(const char *version)
{
    return strspn(version, "0") == strlen(version);
}

static void check_day(struct checker *checker, const struct migration *migration)
{
    struct arena *arena = checker->arena;
    bool given = checker->naming->kind == checker->kind;
    int32_t day;
    if (migration->digits != naming_digits(checker->kind) || is_zero(migration->version))
        return;
    if (!version_day(migration->version, &day)) {
        add(checker, given ? SEVERITY_ERROR : SEVERITY_WARNING, "RM103", path_of(migration),
            arena_printf(arena, "%s is no date and time that exists", migration->version),
            arena_printf(arena, "versions here are %s", naming_words(checker->kind)));
        return;
    }
    char text[11];
    day_format(day, text);
    if (checker->today != DAY_NONE && day > checker->today + 1)
        add(checker, SEVERITY_WARNING, "RM107", path_of(migration),
            arena_printf(arena, "version %s lies in the future (%s)", migration->version, text),
            "every migration of before that day sorts in front of it");
}

static void check_width(struct checker *checker, const struct migration *migration, uint32_t width)
{
    struct arena *arena = checker->arena;
    uint32_t wanted = naming_digits(checker->naming->kind);
    if (wanted > 0 && migration->digits != wanted)
        add(checker, SEVERITY_ERROR, "RM111", path_of(migration),
            arena_printf(arena, "version %s has %u digits", migration->version, migration->digits),
            arena_printf(arena, "the spec's `naming:` wants %s",
                         naming_words(checker->naming->kind)));
    else if (wanted == 0 && migration->digits != width && !is_zero(migration->version))
        add(checker, width > 6 ? SEVERITY_ERROR : SEVERITY_WARNING, "RM104", path_of(migration),
            arena_printf(arena, "version %s has %u digits where most have %u", migration->version,
                         migration->digits, width),
            "one width a folder: tools do not agree how different widths sort");
}

/* golang-migrate counts in 64 bits without a sign, goose and sqlx with one. */
static void check_size(struct checker *checker, const struct migration *migration)
{
    const struct migration_set *set = checker->set;
    bool has_sign = set->convention == CONVENTION_GOOSE || set->convention == CONVENTION_SQLX;
    const char *most = has_sign ? "00019:9223372036854775807" : "00020:18446744073709551615";
    if ((!has_sign && set->convention != CONVENTION_GOLANG_MIGRATE) ||
        strcmp(migration->key, most) <= 0)
        return;
    add(checker, SEVERITY_ERROR, "RM122", path_of(migration),
        arena_printf(checker->arena, "version %s is larger than %s can count", migration->version,
                     set->tool),
        arena_printf(checker->arena, "the largest is %s", most + strlen("00020:")));
}

static void check_regex(struct checker *checker)
{
    regex_t regex;
    if (checker->naming->kind != NAMING_REGEX ||
        regcomp(&regex, checker->naming->regex, REG_EXTENDED | REG_NOSUB) != 0)
        return;
    bool folders = checker->set->convention == CONVENTION_PRISMA ||
                   checker->set->convention == CONVENTION_DIESEL;
    for (size_t i = 0; i < checker->set->migrations.len; i++) {
        const struct migration *migration = &checker->set->migrations.items[i];
        for (size_t k = 0; k < migration->file_count && !migration->baselined; k++) {
            const char *name = folders ? migration->name : path_base(migration->files[k]->path);
            if (regexec(&regex, name, 0, NULL, 0) != 0)
                add(checker, SEVERITY_ERROR, "RM111", migration->files[k]->path,
                    arena_printf(checker->arena, "'%s' does not fit the spec's `naming:`", name),
                    arena_printf(checker->arena, "it has to match %s", checker->naming->regex));
            if (folders)
                break;
        }
    }
    regfree(&regex);
}

/* One finding a folder: where the two orders part for the first time. */
static void check_orders(struct checker *checker)
{
    struct migration_set *set = checker->set;
    const struct migration *before = NULL;
    for (size_t i = 0; i < set->migrations.len && !set->by_graph; i++) {
        const struct migration *migration = &set->migrations.items[i];
        if (!has_number(migration) || migration->baselined)
            continue;
        bool parts = false;
        if (before != NULL)
            parts = set->by_name ? strcmp(version_key_parts(checker->arena, before->version),
                                          version_key_parts(checker->arena, migration->version)) > 0
                                 : strcmp(before->name, migration->name) > 0;
        if (parts) {
            add(checker, naming_is_natural(set) && !set->by_name ? SEVERITY_NOTE : SEVERITY_WARNING,
                "RM108", path_of(migration),
                arena_printf(checker->arena, "'%s' runs after '%s', but sorts in front of it %s",
                             migration->name, before->name,
                             set->by_name ? "as a number" : "as text"),
                arena_printf(checker->arena, "%s goes by the %s; other tools do not", set->tool,
                             set->by_name ? "names" : "numbers"));
            return;
        }
        before = migration;
    }
}

static void check_case(struct checker *checker, struct map *seen, const char *path)
{
    const char *folded = utf8_fold(checker->arena, path);
    const char *before = map_put(seen, folded, (void *)path);
    if (before != NULL && strcmp(before, path) != 0)
        add(checker, SEVERITY_ERROR, "RM109", path,
            arena_printf(checker->arena, "differs from '%s' in upper and lower case alone", before),
            "on many file systems only one of the two can exist");
}

static void check_cases(struct checker *checker)
{
    struct map *seen = map_new(checker->arena);
    const struct migration_set *set = checker->set;
    for (size_t i = 0; i < set->migrations.len; i++)
        for (size_t k = 0; k < set->migrations.items[i].file_count; k++)
            check_case(checker, seen, set->migrations.items[i].files[k]->path);
    for (size_t i = 0; i < set->others.len; i++)
        check_case(checker, seen, set->others.items[i].file->path);
}

void migration_names_check(struct arena *arena, struct migration_set *set,
                           const struct naming *naming, int32_t today)
{
    struct checker checker = {
        .arena = arena, .set = set, .naming = naming, .kind = naming->kind, .today = today};
    if (naming->kind == NAMING_NONE)
        checker.kind = naming_of_set(set);
    bool natural = naming_is_natural(set);
    bool dated = naming_digits(checker.kind == NAMING_REGEX ? NAMING_NONE : checker.kind) > 0;
    uint32_t width = naming_width_of_set(set);
    for (size_t i = 0; i < set->migrations.len; i++) {
        const struct migration *migration = &set->migrations.items[i];
        if (!has_number(migration) || migration->baselined)
            continue;
        check_size(&checker, migration);
        if (dated)
            check_day(&checker, migration);
        if (!natural || naming_digits(naming->kind) > 0)
            check_width(&checker, migration, width);
    }
    check_regex(&checker);
    check_orders(&checker);
    check_cases(&checker);
}
