#include <jansson.h>

#include "base/str.h"
#include "render/csv.h"
#include "render/gaps_text.h"
#include "render/json.h"

char *json_gaps(struct arena *arena, const struct gap_report *report)
{
    json_t *document = json_document("gaps");
    json_t *counts = json_object();
    for (int i = 0; i < GAP_COUNT; i++)
        json_object_set_new(counts, gap_kind_name((enum gap_kind)i),
                            json_integer((json_int_t)report->counts[i]));
    json_object_set_new(document, "counts", counts);
    json_add_number(document, "issues", (int64_t)report->issues);
    json_add_number(document, "asking", (int64_t)report->asking);
    json_add_number(document, "migrations", (int64_t)report->migrations);
    json_add_rows(document, "gaps");
    for (size_t i = 0; i < report->items.len; i++) {
        const struct gap *gap = &report->items.items[i];
        json_t *row = json_add_row(document, "gaps");
        json_add_text(row, "kind", gap_kind_name(gap->kind));
        json_add_text(row, "subject", gap->subject);
        json_object_set_new(row, "line", gap->line ? json_integer(gap->line) : json_null());
        json_add_text(row, "message", gap->message);
        json_add_text(row, "command", gap->command);
    }
    json_add_error(document, NULL, 0);
    return json_text(arena, document);
}

void csv_gaps(struct str *out, const struct gap_report *report)
{
    str_add(out, "kind,subject,line,message\r\n");
    for (size_t i = 0; i < report->items.len; i++) {
        const struct gap *gap = &report->items.items[i];
        csv_cell(out, gap_kind_name(gap->kind), false);
        csv_cell(out, gap->subject, false);
        if (gap->line)
            str_addf(out, "%u", gap->line);
        str_add(out, ",");
        csv_cell(out, gap->message, true);
    }
}

char *json_matrix(struct arena *arena, const struct matrix_report *report)
{
    json_t *document = json_document("matrix");
    json_add_rows(document, "entities");
    for (size_t i = 0; i < report->rows.len; i++) {
        const struct matrix_row *at = &report->rows.items[i];
        const bool stands = at->migration && !at->gone;
        json_t *row = json_add_row(document, "entities"), *issues = json_array();
        json_add_text(row, "entity", at->entity->id);
        json_add_text(row, "store", at->entity->store);
        json_add_text(row, "table", at->table);
        json_add_bool(row, "tenant", at->entity->tenant);
        json_add_text(row, "migration", at->migration);
        json_add_text(row, "source", at->source);
        json_add_text(row, "status", matrix_status(at));
        json_add_text(row, "proof", stands ? proof_name(at->proof) : NULL);
        for (size_t k = 0; k < at->issues.len; k++)
            json_array_append_new(issues, json_from_text(at->issues.items[k]));
        json_object_set_new(row, "issues", issues);
    }
    json_add_error(document, NULL, 0);
    return json_text(arena, document);
}

void csv_matrix(struct str *out, const struct matrix_report *report)
{
    str_add(out, "entity,store,table,migration,status,proof,tenant,issues\r\n");
    for (size_t i = 0; i < report->rows.len; i++) {
        const struct matrix_row *row = &report->rows.items[i];
        const bool stands = row->migration && !row->gone;
        cleanup_str struct str issues;
        str_init(&issues, 0);
        str_add_list(&issues, &row->issues, " ");
        csv_cell(out, row->entity->id, false);
        csv_cell(out, row->entity->store, false);
        csv_cell(out, row->table, false);
        csv_cell(out, row->migration, false);
        csv_cell(out, matrix_status(row), false);
        csv_cell(out, stands ? proof_name(row->proof) : NULL, false);
        csv_cell(out, row->entity->tenant ? "yes" : "no", false);
        csv_cell(out, issues.p, true);
    }
}
