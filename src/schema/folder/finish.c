/* What all conventions have in common once the files are sorted into migrations. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mojibake.h"
#include "base/str.h"
#include "base/utf8.h"
#include "schema/folder/directive.h"
#include "schema/folder/reading.h"
#include "schema/folder/sqitch_layout.h"
#include "schema/sql/split.h"
#include "schema/version.h"

static int compare_migrations(const void *left, const void *right)
{
    const struct migration *a = left, *b = right;
    int order = strcmp(a->key, b->key);
    return order != 0 ? order : strcmp(a->name, b->name);
}

/* --------------------------------------------------------------------------------- directives */

static void take_directive(struct reading *reading, struct migration *migration,
                           const struct migration_file *file, const struct directive *directive)
{
    struct migration_link link = {directive->what, file, directive->line};
    switch (directive->kind) {
    case DIRECTIVE_LINK:
        VEC_PUSH(reading->arena, &migration->links, link);
        break;
    case DIRECTIVE_ONE_WAY:
        migration->one_way = directive->reason;
        break;
    case DIRECTIVE_NO_TRANSACTION:
        for (size_t i = 0; i < migration->up.spans.len; i++)
            migration->up.spans.items[i].no_transaction |=
                migration->up.spans.items[i].file == file;
        for (size_t i = 0; i < migration->down.spans.len; i++)
            migration->down.spans.items[i].no_transaction |=
                migration->down.spans.items[i].file == file;
        break;
    case DIRECTIVE_IGNORE:
        break;
    case DIRECTIVE_WRONG:
        reading_finding(
            reading, SEVERITY_WARNING, "RM120", file, directive->offset,
            arena_printf(reading->arena, "this comment has no effect: %s", directive->reason),
            "'-- roadmap: ID', '-- roadmap:irreversible REASON', "
            "'-- roadmap:no-transaction' or '-- roadmap:ignore RM201 REASON'");
        break;
    }
}

static void take_directives(struct reading *reading, struct migration *migration)
{
    for (size_t i = 0; i < migration->file_count; i++) {
        struct directives directives = {0};
        directives_of(reading->arena, migration->files[i], reading->dialect,
                      !migration->presence_only, &directives);
        for (size_t k = 0; k < directives.len; k++)
            take_directive(reading, migration, migration->files[i], &directives.items[k]);
    }
}

/* -------------------------------------------------------------------------------------- parts */

static void see_what_is_in(struct reading *reading, struct migration_part *part)
{
    if (!part->present || part->unread || part->program)
        return;
    part->empty = true;
    for (size_t i = 0; i < part->spans.len; i++)
        part->empty &= span_is_empty(&part->spans.items[i], reading->dialect);
}

/* ${NAME}, and with goose $NAME too; NULL. */
static const char *variable_in(struct arena *arena, const char *text, const char *end, bool bare)
{
    while ((text = memchr(text, '$', (size_t)(end - text))) != NULL) {
        const char *name = text + 1, *close;
        if (name < end && *name == '{') {
            close = memchr(name, '}', (size_t)(end - name));
            if (close != NULL)
                return arena_strndup(arena, text, (size_t)(close - text) + 1);
        }
        for (close = name; close < end && (isalpha((unsigned char)*close) || *close == '_' ||
                                           (close > name && isdigit((unsigned char)*close)));)
            close++;
        if (bare && close > name)
            return arena_strndup(arena, text, (size_t)(close - text));
        text = name;
    }
    return NULL;
}

/* Flyway fills in everywhere; what builds its SQL from templates does it outside of texts. */
static const char *placeholder_in(struct reading *reading, const struct migration *migration,
                                  const struct migration_span *span)
{
    const char *bytes = span->file->bytes;
    if (reading->set->convention == CONVENTION_FLYWAY || migration->substitutes)
        return variable_in(reading->arena, bytes + span->begin, bytes + span->end,
                           migration->substitutes);
    struct sql_lexer lexer = sql_lexer_of(bytes, span->begin, span->end, reading->dialect);
    struct sql_token token, before = {0};
    while (sql_next_code(&lexer, &token)) {
        const char *close = NULL;
        if (sql_is_mark(bytes, &before, '{') && sql_is_mark(bytes, &token, '{'))
            close = memmem(bytes + token.end, span->end - token.end, "}}", 2);
        if (close != NULL)
            return arena_strndup(reading->arena, bytes + before.begin,
                                 (size_t)(close + 2 - (bytes + before.begin)));
        before = token;
    }
    return NULL;
}

static void find_placeholder(struct reading *reading, const struct migration *migration,
                             struct migration_part *part)
{
    for (size_t i = 0; i < part->spans.len && part->placeholder == NULL; i++)
        part->placeholder = placeholder_in(reading, migration, &part->spans.items[i]);
}

static bool tool_has_downs(const struct migration_set *set)
{
    switch (set->convention) {
    case CONVENTION_GOLANG_MIGRATE:
    case CONVENTION_DBMATE:
    case CONVENTION_GOOSE:
    case CONVENTION_DIESEL:
    case CONVENTION_SQITCH:
        return true;
    default:
        return false;
    }
}

/* sqlx and plain folders have downs when anybody wrote one. */
static void resolve_reversible(struct reading *reading)
{
    struct migration_set *set = reading->set;
    set->reversible = reading->source->reversible;
    if (set->reversible != REVERSIBLE_DEFAULT)
        return;
    bool asked = tool_has_downs(set);
    if (set->convention == CONVENTION_SQLX || set->convention == CONVENTION_PLAIN)
        for (size_t i = 0; i < set->migrations.len; i++)
            asked |= set->migrations.items[i].down.present;
    set->reversible = asked ? REVERSIBLE_REQUIRED : REVERSIBLE_OPTIONAL;
}

static const struct migration_file *down_file(const struct migration *migration)
{
    return migration->down.spans.len > 0 ? migration->down.spans.items[0].file
                                         : migration_main_file(migration);
}

static void check_way_back(struct reading *reading, const struct migration *migration)
{
    struct migration_set *set = reading->set;
    bool spec = reading->source->reversible == REVERSIBLE_REQUIRED;
    enum severity severity = spec ? SEVERITY_ERROR : SEVERITY_WARNING;
    static const char help[] = "write it, or say why there is none: -- roadmap:irreversible REASON";
    if (set->reversible == REVERSIBLE_NEVER && migration->down.present && !migration->down.empty)
        reading_finding(reading, SEVERITY_WARNING, "RM121", down_file(migration), SIZE_MAX,
                        "a way back where the spec wants none", "remove it, or `reversible:`");
    if (set->reversible != REVERSIBLE_REQUIRED || migration->one_way != NULL ||
        migration->repeatable || migration->squashed || !migration->up.present)
        return;
    if (!migration->down.present && set->convention == CONVENTION_DBMATE)
        return; /* RM117: dbmate refuses such a file */
    if (!migration->down.present)
        reading_finding(reading, severity, "RM113", migration_main_file(migration), SIZE_MAX,
                        arena_printf(reading->arena, "'%s' has no way back", migration->name),
                        help);
    else if (migration->down.empty && !migration->up.empty)
        reading_finding(
            reading, severity, "RM112", down_file(migration), SIZE_MAX,
            arena_printf(reading->arena, "the way back of '%s' is empty", migration->name), help);
}

static void check_way_there(struct reading *reading, const struct migration *migration)
{
    if (migration->up.present)
        return;
    if (reading->set->convention == CONVENTION_SQITCH)
        reading_finding(reading, SEVERITY_ERROR, "RM114", reading->set->sqitch->plan_file, SIZE_MAX,
                        arena_printf(reading->arena, "'%s' stands in the plan without a script",
                                     migration->name),
                        arena_printf(reading->arena,
                                     "write it in %s/, or take the line out of the plan",
                                     reading->set->sqitch->said[DIRECTION_UP]));
    else if (migration->down.present)
        reading_finding(reading, SEVERITY_ERROR, "RM114", migration_main_file(migration), SIZE_MAX,
                        arena_printf(reading->arena, "'%s' leads back, but nothing leads there",
                                     migration->name),
                        "a down without an up of the same version is never run");
}

/* -------------------------------------------------------------------------------------- bytes */

static void check_mojibake(struct reading *reading, const struct migration_file *file)
{
    size_t offset, size;
    const char *was = mojibake_find(reading->arena, file->bytes, file->len, &offset, &size);
    if (was != NULL)
        reading_finding(reading, SEVERITY_WARNING, "RM110", file, offset,
                        arena_printf(reading->arena,
                                     "'%.*s' was probably '%s': UTF-8 that was decoded twice",
                                     (int)size, file->bytes + offset, was),
                        "save it once more from the original; nothing is repaired here");
}

static void check_bytes(struct reading *reading, const struct migration_file *file)
{
    if (file->bytes == NULL)
        return;
    if (text_starts(file->bytes, "\xEF\xBB\xBF"))
        reading_finding(reading, SEVERITY_WARNING, "RM110", file, 0,
                        "begins with a byte order mark", "PostgreSQL refuses it; save without");
    const char *cr = memmem(file->bytes, file->len, "\r\n", 2);
    if (cr != NULL)
        reading_finding(reading, SEVERITY_WARNING, "RM110", file, (size_t)(cr - file->bytes),
                        "lines end with CR LF",
                        "checksums of tools change with them; save with LF alone");
    if (utf8_valid(file->bytes, file->len))
        check_mojibake(reading, file);
    else
        reading_finding(reading, SEVERITY_ERROR, "RM110", file, SIZE_MAX,
                        memchr(file->bytes, '\0', file->len) != NULL
                            ? "is not UTF-8, perhaps UTF-16"
                            : "is not UTF-8",
                        "convert it to UTF-8");
}

static void check_psql(struct reading *reading, const struct migration_part *part)
{
    for (size_t i = 0; i < part->spans.len; i++) {
        struct statements statements = {0};
        statements_of(reading->arena, &part->spans.items[i], SQL_POSTGRES, &statements);
        for (size_t k = 0; k < statements.len; k++)
            if (statements.items[k].psql)
                reading_finding(reading, SEVERITY_WARNING, "RM118", part->spans.items[i].file,
                                statements.items[k].begin, "a command of psql, which is no SQL",
                                "it runs in psql alone and is left out here");
    }
}

/* ---------------------------------------------------------------------------------- duplicates */

/* Flyway's baseline and the migrations it stands for may share a version. */
static const char *version_taken(struct reading *reading, const struct migration *migration)
{
    const char *key = migration->key;
    if (reading->set->by_graph) /* their revisions count, and were looked at */
        return NULL;
    if (reading->set->by_name)
        key = migration->digits > 0 ? version_key_parts(reading->arena, migration->version) : NULL;
    if (key == NULL || migration->repeatable)
        return NULL;
    return migration->squashed ? arena_printf(reading->arena, "B%s", key) : key;
}

static void check_duplicates(struct reading *reading)
{
    struct map *taken = map_new(reading->arena);
    for (size_t i = 0; i < reading->set->migrations.len; i++) {
        struct migration *migration = &reading->set->migrations.items[i];
        const char *version = version_taken(reading, migration);
        if (version == NULL)
            continue;
        const struct migration *before = map_get(taken, version);
        if (before == NULL)
            (void)map_put(taken, version, migration);
        else
            reading_finding(reading, SEVERITY_ERROR, "RM105", migration_main_file(migration),
                            SIZE_MAX,
                            arena_printf(reading->arena, "version %s is also that of '%s'",
                                         migration->version, before->name),
                            "give one of them the next free version");
    }
}

/* The spec's `baseline:`: these have run everywhere, nobody changes them any more. */
static void excuse_baseline(struct reading *reading)
{
    struct migration_set *set = reading->set;
    if (reading->source->baseline == NULL)
        return;
    const char *line = version_key_parts(reading->arena, reading->source->baseline);
    for (size_t i = 0; i < set->migrations.len; i++) {
        struct migration *migration = &set->migrations.items[i];
        migration->baselined =
            version_digits(migration->version) > 0 && !migration->repeatable &&
            strcmp(version_key_parts(reading->arena, migration->version), line) <= 0;
    }
    for (size_t i = 0; i < set->findings.len; i++) {
        struct finding *finding = &set->findings.items[i];
        const struct migration *migration =
            finding->path == NULL ? NULL : migration_set_of_file(set, finding->path);
        if (migration == NULL || !migration->baselined || finding->excuse != NULL)
            continue;
        finding->excuse = "before the baseline";
        set->findings.errors -= finding->severity == SEVERITY_ERROR;
        set->findings.warnings -= finding->severity == SEVERITY_WARNING;
    }
}

void reading_finish(struct reading *reading)
{
    struct migration_set *set = reading->set;
    if (set->migrations.len > 1)
        qsort(set->migrations.items, set->migrations.len, sizeof *set->migrations.items,
              compare_migrations);
    reading_sort_others(reading);
    if (set->migrations.len == 0)
        reading_say_nothing_found(reading);
    check_duplicates(reading);
    for (size_t i = 0; i < set->migrations.len; i++) {
        struct migration *migration = &set->migrations.items[i];
        take_directives(reading, migration);
        see_what_is_in(reading, &migration->up);
        see_what_is_in(reading, &migration->down);
        see_what_is_in(reading, &migration->verify);
        find_placeholder(reading, migration, &migration->up);
        find_placeholder(reading, migration, &migration->down);
        for (size_t k = 0; k < migration->file_count; k++)
            check_bytes(reading, migration->files[k]);
        if (reading->dialect == SQL_POSTGRES) {
            check_psql(reading, &migration->up);
            check_psql(reading, &migration->down);
        }
    }
    resolve_reversible(reading);
    for (size_t i = 0; i < set->migrations.len; i++) {
        check_way_there(reading, &set->migrations.items[i]);
        check_way_back(reading, &set->migrations.items[i]);
    }
    excuse_baseline(reading);
}
