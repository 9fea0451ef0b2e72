#include "render/diff_text.h"

#include "render/plan_parts.h"

/* ---- words ---- */

static void add_count(struct arena *arena, struct strlist *parts, size_t count, const char *word,
                      const char *what)
{
    if (count == 0)
        return;
    strlist_add(
        arena, parts,
        word ? arena_printf(arena, "%s %s", text_count(arena, (int64_t)count, word, NULL), what)
             : arena_printf(arena, "%zu %s", count, what));
}

const char *diff_counts(struct arena *arena, const struct plan_diff *diff)
{
    static const enum kind order[] = {KIND_ISSUE, KIND_MILESTONE, KIND_LABEL};
    static const char *const words[] = {"issue", "milestone", "label"};
    struct strlist parts = {0};
    for (size_t i = 0; i < 3; i++) {
        const size_t *counts = diff->counts[order[i]];
        const char *word = words[i];
        add_count(arena, &parts, counts[PLAN_ADDED], word, "new");
        word = counts[PLAN_ADDED] ? NULL : word;
        add_count(arena, &parts, counts[PLAN_CHANGED], word, "changed");
        word = counts[PLAN_CHANGED] ? NULL : word;
        add_count(arena, &parts, counts[PLAN_REMOVED], word, "removed");
    }
    return parts.len ? text_list(arena, parts.items, parts.len) : "";
}

static const char *shown_value(const struct style *style, struct arena *arena,
                               const struct plan_field *field, const char *value)
{
    char day[24];
    if (!value)
        return "none";
    if (!text_eq(field->name, "due") && !text_ends(field->name, "_on") &&
        !text_eq(field->name, "retire_after"))
        return value;
    style_day(style, value, day);
    return *day ? arena_strdup(arena, day) : value;
}

const char *diff_field(struct arena *arena, const struct style *style,
                       const struct plan_field *field)
{
    if (!field->before && !field->after)
        return arena_printf(arena, "%s changed", field->name);
    return arena_printf(arena, "%s %s %s %s", field->name,
                        shown_value(style, arena, field, field->before), style_arrow(style),
                        shown_value(style, arena, field, field->after));
}

const char *diff_scope(struct arena *arena, const struct plan_totals *totals)
{
    const char *issues = text_count(arena, totals->issues, "issue", NULL);
    if (!(totals->hours > 0))
        return issues;
    return arena_printf(arena, "%s, %s%g h", issues, totals->estimated ? "~" : "", totals->hours);
}

const char *diff_facts(struct arena *arena, const struct plan_difference *item)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    if (item->hours >= 0)
        str_addf(&text, "%g h", item->hours);
    if (item->needs)
        str_addf(&text, "%safter %s", text.len ? ", " : "", item->needs);
    return str_dup(&text, arena);
}

/* ---- the screen ---- */

static void put_answer(struct pen *pen, const struct diff_report *report)
{
    struct arena *arena = pen->arena;
    const struct diff_side *from = &report->from, *to = &report->to;
    if (report->diff->items.len == 0) {
        pen_put(pen, ROLE_GOOD_VERDICT, "Nothing differs");
        pen_wrapf(pen, ROLE_PLAIN, ": %s and %s have the same plan.", from->name, to->name);
    } else if (!from->there || !to->there) {
        pen_put(pen, ROLE_STRONG, from->there ? "The plan is gone" : "The plan is new");
        pen_wrapf(pen, ROLE_PLAIN, ": %s has none.", from->there ? to->name : from->name);
    } else {
        const char *counts = diff_counts(arena, report->diff);
        pen_put(pen, ROLE_STRONG, "The plan differs");
        pen_wrapf(pen, ROLE_PLAIN, " between %s and %s%s%s.", from->name, to->name,
                  *counts ? ": " : "", counts);
    }
    pen_end(pen);
    const size_t weakened = report->weakened.items.len;
    if (weakened > 0) {
        pen_wrapf(pen, ROLE_BAD_VERDICT, "It asks for less proof in %s.",
                  text_count(arena, (int64_t)weakened, "place", NULL));
        pen_end(pen);
    }
}

static void put_weakened(struct pen *pen, const struct weakened *weakened)
{
    pen_to(pen, 2, 0);
    pen_sign(pen, SIGN_CONFLICT);
    pen->indent = pen->column;
    pen_wrap(pen, ROLE_PLAIN, weakened->message);
    pen_end(pen);
    for (uint32_t i = 0; i < weakened->lines.len; i++) {
        pen_to(pen, pen->indent, 0);
        pen_wrap(pen, ROLE_DIM, weakened->lines.items[i]);
        pen_end(pen);
    }
    if (weakened->path) {
        pen_to(pen, pen->indent, 0);
        pen_whole(pen, ROLE_DIM,
                  arena_printf(pen->arena, "%s:%u%s",
                               style_path(pen->style, pen->arena, weakened->path), weakened->line,
                               weakened->before ? " (before)" : ""));
        pen_end(pen);
    }
    pen->indent = 0;
}

static enum sign sign_of(enum plan_change change)
{
    return change == PLAN_ADDED ? SIGN_CREATE : change == PLAN_REMOVED ? SIGN_CLOSE : SIGN_CHANGE;
}

static void put_head(struct pen *pen, enum plan_change change, const char *id, const char *title,
                     const char *right)
{
    pen_to(pen, 2, 0);
    pen_sign(pen, sign_of(change));
    pen->indent = pen->column;
    if (*id) {
        pen_put(pen, ROLE_STRONG, id);
        pen_put(pen, ROLE_PLAIN, "  ");
    }
    pen_fit(pen, ROLE_PLAIN, part_title(id, title), 0);
    if (*right) {
        pen_end(pen);
        pen_to(pen, pen->indent, 0);
        pen_wrap(pen, ROLE_DIM, right);
    }
    pen_end(pen);
}

static void put_line(struct pen *pen, const char *text)
{
    pen_to(pen, pen->indent, 0);
    pen_wrap(pen, ROLE_PLAIN, text);
    pen_end(pen);
}

static const struct plan_milestone_totals *totals_of(const struct plan_diff *diff, const char *id)
{
    for (size_t i = 0; i < diff->milestones.len; i++)
        if (text_eq(diff->milestones.items[i].id, id))
            return &diff->milestones.items[i];
    return NULL;
}

static void put_scope(struct pen *pen, const struct plan_milestone_totals *totals)
{
    const struct plan_totals *a = &totals->before, *b = &totals->after;
    if (a->there && b->there &&
        (a->issues != b->issues || a->hours < b->hours || a->hours > b->hours))
        put_line(pen, arena_printf(pen->arena, "scope %s %s %s", diff_scope(pen->arena, a),
                                   style_arrow(pen->style), diff_scope(pen->arena, b)));
}

static const char *whole_scope(const struct pen *pen, const struct plan_totals *totals)
{
    char day[24];
    const char *scope = diff_scope(pen->arena, totals);
    style_day_number(pen->style, totals->due_day, day);
    return *day ? arena_printf(pen->arena, "due %s, %s", day, scope) : scope;
}

static void put_item(struct pen *pen, const struct diff_report *report,
                     const struct plan_difference *item)
{
    const struct plan_milestone_totals *totals =
        item->kind == KIND_MILESTONE ? totals_of(report->diff, item->id) : NULL;
    const char *right = "";
    if (item->kind == KIND_ISSUE && item->change != PLAN_CHANGED) {
        const char *facts = diff_facts(pen->arena, item);
        right = arena_printf(pen->arena, "%s%s%s", item->milestone ? item->milestone : "",
                             item->milestone && *facts ? ", " : "", facts);
    } else if (totals && item->change != PLAN_CHANGED) {
        right = whole_scope(pen, item->change == PLAN_ADDED ? &totals->after : &totals->before);
    }
    put_head(pen, item->change, item->kind == KIND_LABEL ? "" : item->id, item->title, right);
    for (size_t i = 0; i < item->fields.len; i++)
        put_line(pen, diff_field(pen->arena, pen->style, &item->fields.items[i]));
    if (totals)
        put_scope(pen, totals);
    pen->indent = 0;
}

static bool has_item(const struct plan_diff *diff, enum kind kind, const char *id)
{
    for (size_t i = 0; i < diff->items.len; i++)
        if (diff->items.items[i].kind == kind && text_eq(diff->items.items[i].id, id))
            return true;
    return false;
}

static void put_heading(struct pen *pen, const char *heading, bool *begun)
{
    if (*begun)
        return;
    *begun = true;
    pen_blank(pen);
    pen_to(pen, 2, 0);
    pen_put(pen, ROLE_PLAIN, heading);
    pen_end(pen);
}

static void put_kind(struct pen *pen, const struct diff_report *report, enum kind kind,
                     const char *heading)
{
    const struct plan_diff *diff = report->diff;
    bool begun = false;
    for (size_t i = 0; i < diff->items.len; i++) {
        if (diff->items.items[i].kind != kind)
            continue;
        put_heading(pen, heading, &begun);
        put_item(pen, report, &diff->items.items[i]);
    }
    /* What its issues do to a milestone that was not touched itself. */
    for (size_t i = 0; kind == KIND_MILESTONE && i < diff->milestones.len; i++) {
        const struct plan_milestone_totals *totals = &diff->milestones.items[i];
        if (!plan_totals_differ(totals) || has_item(diff, KIND_MILESTONE, totals->id))
            continue;
        put_heading(pen, heading, &begun);
        put_head(pen, PLAN_CHANGED, totals->id, totals->title, "");
        put_scope(pen, totals);
        pen->indent = 0;
    }
}

void diff_text(struct arena *arena, const struct style *style, const struct diff_report *report,
               struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    put_answer(&pen, report);
    if (style->quiet || report->diff->items.len + report->weakened.items.len == 0)
        return;
    bool begun = false;
    for (size_t i = 0; i < report->weakened.items.len; i++) {
        put_heading(&pen, "Less proof", &begun);
        put_weakened(&pen, &report->weakened.items.items[i]);
    }
    put_kind(&pen, report, KIND_COUNT, "The plan itself");
    put_kind(&pen, report, KIND_MILESTONE, "Milestones");
    put_kind(&pen, report, KIND_ISSUE, "Issues");
    put_kind(&pen, report, KIND_LABEL, "Labels");
}
