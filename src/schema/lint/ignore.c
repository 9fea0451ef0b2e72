/* `-- roadmap:ignore CODE REASON` against what was found. */
#include <string.h>

#include "schema/folder/directive.h"
#include "schema/lint/lint.h"
#include "schema/lint/rules.h"
#include "schema/sql/split.h"

struct ignorer {
    struct arena *arena;
    enum sql_dialect dialect;
    const struct strlist *codes;
    struct findings *findings;
    const struct migration_file *file;
    struct statements statements; /* of the whole file */
};

/* The lines that a directive behind the first statement is for: the statement it stands in, else
 * the next one. */
static void lines_of(const struct ignorer *ignorer, const struct directive *directive,
                     uint32_t *first, uint32_t *last)
{
    *first = 1;
    *last = UINT32_MAX;
    for (size_t i = 0; !directive->leading && i < ignorer->statements.len; i++) {
        const struct statement *one = &ignorer->statements.items[i];
        if (one->end <= directive->offset)
            continue;
        uint32_t col;
        *first = one->line;
        sql_place(ignorer->file->bytes, one->end, last, &col);
        return;
    }
}

static void excuse(struct ignorer *ignorer, struct directive *directive)
{
    uint32_t first, last;
    lines_of(ignorer, directive, &first, &last);
    for (size_t i = 0; i < ignorer->findings->len; i++) {
        struct finding *finding = &ignorer->findings->items[i];
        bool meant = finding->path != NULL && strcmp(finding->path, ignorer->file->path) == 0 &&
                     strcmp(finding->code, directive->what) == 0 &&
                     (directive->leading || (finding->line >= first && finding->line <= last));
        if (!meant)
            continue;
        directive->used = true;
        if (finding->excuse != NULL)
            continue;
        finding->excuse = directive->reason;
        ignorer->findings->errors -= finding->severity == SEVERITY_ERROR;
        ignorer->findings->warnings -= finding->severity == SEVERITY_WARNING;
    }
}

static void say_unused(struct ignorer *ignorer, const struct directive *directive)
{
    if (ignorer->codes != NULL && !strlist_has(ignorer->codes, directive->what))
        return;
    struct finding finding = {
        .severity = SEVERITY_WARNING,
        .code = "RM123",
        .path = ignorer->file->path,
        .line = directive->line,
        .col = directive->col,
        .message =
            arena_printf(ignorer->arena, "roadmap:ignore %s excuses nothing", directive->what),
        .help = schema_rule("RM123")->fix,
    };
    findings_add(ignorer->arena, ignorer->findings, &finding);
}

static void apply_file(struct ignorer *ignorer)
{
    struct directives directives = {0};
    struct migration_span whole = {.file = ignorer->file, .end = ignorer->file->len, .line = 1};
    directives_of(ignorer->arena, ignorer->file, ignorer->dialect, true, &directives);
    bool split = false;
    for (size_t i = 0; i < directives.len; i++) {
        struct directive *directive = &directives.items[i];
        if (directive->kind != DIRECTIVE_IGNORE)
            continue;
        if (!split)
            statements_of(ignorer->arena, &whole, ignorer->dialect, &ignorer->statements);
        split = true;
        excuse(ignorer, directive);
        if (!directive->used)
            say_unused(ignorer, directive);
    }
}

void migration_ignores_apply(struct arena *arena, const struct migration_set *set,
                             enum sql_dialect dialect, const struct strlist *codes,
                             struct findings *findings)
{
    for (size_t i = 0; i < set->migrations.len; i++) {
        const struct migration *migration = &set->migrations.items[i];
        if (migration->presence_only)
            continue;
        for (size_t k = 0; k < migration->file_count; k++) {
            struct ignorer ignorer = {
                .arena = arena,
                .dialect = dialect,
                .codes = codes,
                .findings = findings,
                .file = migration->files[k],
            };
            if (ignorer.file->bytes != NULL)
                apply_file(&ignorer);
        }
    }
}
