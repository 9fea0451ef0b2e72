#include "render/csv.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"

#define STATUS_COLUMNS "milestone,id,number,title,state,owner,blocked_by\r\n"

/* A cell that begins like this is a formula to a spreadsheet. */
static bool is_formula(const char *text)
{
    return *text && strchr("=+-@\t\r", *text);
}

void csv_cell(struct str *out, const char *text, bool last)
{
    if (!text)
        text = "";
    bool formula = is_formula(text);
    bool quoted = formula || text[strcspn(text, ",\"\r\n")] != '\0' || *text == ' ';
    if (quoted)
        str_addc(out, '"');
    if (formula)
        str_addc(out, '\'');
    for (; *text; text++) {
        if (*text == '"')
            str_addc(out, '"');
        str_addc(out, *text);
    }
    if (quoted)
        str_addc(out, '"');
    str_add(out, last ? "\r\n" : ",");
}

static void csv_number(struct str *out, int64_t number, bool last)
{
    char text[24] = "";
    if (number > 0)
        (void)snprintf(text, sizeof text, "%lld", (long long)number);
    csv_cell(out, text, last);
}

static const char *verb_word(enum verb verb)
{
    static const char *const words[] = {
        [VERB_NONE] = "keep",   [VERB_CREATE] = "create", [VERB_UPDATE] = "change",
        [VERB_CLOSE] = "close", [VERB_ADOPT] = "adopt",   [VERB_DELETE] = "remove",
        [VERB_HEAL] = "close",  [VERB_REFUSE] = "refuse",
    };
    return words[verb];
}

static const char *move_word(enum move move, enum verb verb)
{
    if (move == MOVE_CONFLICT)
        return "conflict";
    return move == MOVE_KEEP ? "keep" : verb_word(verb);
}

static const char *joined(struct arena *arena, const struct value *value, enum field field)
{
    if (!value->known)
        return "";
    if (!field_is_set(field))
        return value->raw ? value->raw : value->text;
    const struct strlist *set = value->raw_set.len ? &value->raw_set : &value->set;
    cleanup_str struct str text;
    str_init(&text, 0);
    str_add_list(&text, set, "; ");
    return str_dup(&text, arena);
}

static void plan_row(struct str *out, const struct item_change *item, const char *verb,
                     const char *field, const char *before, const char *after)
{
    csv_cell(out, kind_name(item->kind), false);
    csv_cell(out, item->id, false);
    csv_number(out, item->number.v, false);
    csv_cell(out, verb, false);
    csv_cell(out, field, false);
    csv_cell(out, before, false);
    csv_cell(out, after, true);
}

void csv_plan(struct str *out, const struct sync_report *report)
{
    cleanup_arena struct arena *arena = arena_new();
    str_add(out, "kind,id,number,verb,field,before,after\r\n");
    for (size_t i = 0; i < report->changeset->items.len; i++) {
        const struct item_change *item = &report->changeset->items.items[i];
        size_t rows = 0;
        for (size_t k = 0; item->verb != VERB_CREATE && k < item->changes.len; k++) {
            const struct change *change = &item->changes.items[k];
            if (change->move == MOVE_NONE || change->move == MOVE_AGREE)
                continue;
            rows++;
            plan_row(out, item, move_word(change->move, item->verb), field_name(change->field),
                     joined(arena, &change->before, change->field),
                     joined(arena, &change->after, change->field));
        }
        if (rows == 0 && item->verb != VERB_NONE)
            plan_row(out, item, verb_word(item->verb), "", "", item->title);
    }
}

static void sync_row(struct str *out, enum kind kind, const char *id, int64_t number,
                     const char *verb, const char *title, const char *note)
{
    csv_cell(out, kind_name(kind), false);
    csv_cell(out, id, false);
    csv_number(out, number, false);
    csv_cell(out, verb, false);
    csv_cell(out, title, false);
    csv_cell(out, note, true);
}

void csv_sync(struct str *out, const struct sync_report *report)
{
    str_add(out, "kind,id,number,verb,title,note\r\n");
    for (size_t i = 0; i < report->done.len; i++) {
        const struct report_done *done = &report->done.items[i];
        sync_row(out, done->kind, done->id, done->number.v, verb_word(done->verb), done->title,
                 done->note);
    }
    for (size_t i = 0; i < report->errors.len; i++) {
        const struct report_line *line = &report->errors.items[i];
        sync_row(out, line->kind, line->id, line->number.v, "error", line->title, line->reason);
    }
}

static void status_row(struct str *out, const char *spec, const struct status_issue *issue,
                       const char *state)
{
    cleanup_str struct str blockers;
    str_init(&blockers, 0);
    str_add_list(&blockers, &issue->blocked_by, "; ");
    if (spec)
        csv_cell(out, spec, false);
    csv_cell(out, issue->milestone_id, false);
    csv_cell(out, issue->id, false);
    csv_number(out, issue->number, false);
    csv_cell(out, issue->title, false);
    csv_cell(out, state, false);
    csv_cell(out, issue->owner, false);
    csv_cell(out, blockers.p, true);
}

/* `spec`: the first column where there are several plans; NULL = no such column. */
static void status_rows(struct str *out, const char *spec, const struct status_report *report)
{
    const struct {
        const struct status_list *list;
        const char *state;
    } parts[] = {{&report->done, "done"},
                 {&report->in_work, "in work"},
                 {&report->ready, "ready"},
                 {&report->blocked, "blocked"}};
    for (size_t p = 0; p < sizeof parts / sizeof *parts; p++)
        for (size_t i = 0; i < parts[p].list->len; i++)
            status_row(out, spec, &parts[p].list->items[i], parts[p].state);
}

void csv_status(struct str *out, const struct status_report *report)
{
    str_add(out, STATUS_COLUMNS);
    status_rows(out, NULL, report);
}

void csv_several(struct str *out, const struct several *several)
{
    str_add(out, "plan," STATUS_COLUMNS);
    for (size_t i = 0; i < several->plans.len; i++)
        if (several->plans.items[i].code == OK)
            status_rows(out, several->plans.items[i].spec, &several->plans.items[i].report);
}

void csv_diags(struct str *out, const struct diags *diags)
{
    str_add(out, "file,line,column,severity,code,message,help\r\n");
    for (size_t i = 0; i < diags->len; i++) {
        const struct diag *diag = &diags->items[i];
        bool placed = diag->pos.source != NULL;
        csv_cell(out, placed ? diag->pos.source->path : "", false);
        csv_number(out, placed ? diag->pos.line : 0, false);
        csv_number(out, placed ? diag->pos.col : 0, false);
        csv_cell(out, diag->severity == SEVERITY_ERROR ? "error" : "warning", false);
        csv_cell(out, diag->code, false);
        csv_cell(out, diag->message, false);
        csv_cell(out, diag->help, true);
    }
}
