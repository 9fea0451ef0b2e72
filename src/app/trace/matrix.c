#include "app/trace/matrix.h"

#include "app/trace/gaps.h"
#include "base/str.h"
#include "schema/folder/folder.h"
#include "schema/lint/tables.h"

/* A store is named by the id of its folder or by its engine; a plan with one folder need not say
 * either. */
static bool is_store_of(const struct evidence *evidence, const struct plan_entity *entity,
                        size_t source)
{
    const struct evidence_source *folder = &evidence->sources.items[source];
    if (!entity->store)
        return true;
    for (size_t i = 0; i < evidence->sources.len; i++)
        if (text_eq(evidence->sources.items[i].id, entity->store))
            return i == source;
    return text_starts(folder->engine, entity->store);
}

static void take_migration(const struct proving *proof, size_t source,
                           const struct table_made *made, struct matrix_row *row)
{
    const struct evidence *evidence = proof->evidence;
    const size_t at = evidence->sources.items[source].first + made->migration;
    const struct evidence_migration *migration = &evidence->migrations.items[at];
    const struct migration_file *file = migration_main_file(migration->migration);
    row->migration = file ? file->path : migration->migration->name;
    row->source = evidence->sources.items[source].id;
    row->gone = made->gone;
    row->name = migration->migration->name;
    row->presence = migration->presence;
    row->proof = proof_alone(proof, migration);
    for (size_t i = 0; i < evidence->links.items.len; i++)
        if (evidence->links.items.items[i].migration == at)
            strlist_add(evidence->app->arena, &row->issues,
                        evidence->plan->issues.items[evidence->links.items.items[i].issue].id);
}

void matrix_fill(const struct proving *proof, struct matrix_report *report)
{
    const struct evidence *evidence = proof->evidence;
    const struct plan *plan = evidence->plan;
    struct arena *arena = evidence->app->arena;
    if (plan->entities.len == 0)
        return;
    struct tables_made *tables = arena_calloc(arena, evidence->sources.len + 1, sizeof *tables);
    for (size_t k = 0; k < evidence->sources.len; k++)
        tables[k] = migration_tables(arena, &evidence->sources.items[k].set,
                                     engine_dialect(evidence->sources.items[k].engine));
    for (size_t i = 0; i < plan->entities.len; i++) {
        const struct plan_entity *entity = &plan->entities.items[i];
        struct matrix_row row = {.entity = entity,
                                 .table = entity->table ? entity->table : entity->id};
        for (size_t k = 0; k < evidence->sources.len; k++) {
            if (!is_store_of(evidence, entity, k))
                continue;
            const struct table_made *made = tables_made_find(&tables[k], row.table);
            row.searched = true;
            if (made && (!row.migration || row.gone))
                take_migration(proof, k, made, &row);
        }
        VEC_PUSH(arena, &report->rows, row);
    }
}

enum code app_matrix(struct app *app, const char *ref, const char *base_ref, struct diags *diags,
                     struct matrix_report *report, struct err *err)
{
    struct evidence evidence cleanup_evidence = EVIDENCE_INIT;
    struct proving proof = {0};
    const struct evidence_options wanted = {.ref = ref, .base_ref = base_ref, .history = true};
    enum code code = evidence_open(app, &wanted, diags, &evidence, err);
    if (!code)
        code = proof_begin(&proof, &evidence, err);
    if (!code)
        matrix_fill(&proof, report);
    return code;
}
