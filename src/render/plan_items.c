#include "render/plan_items.h"

#include <string.h>

#include "base/map.h"
#include "base/str.h"
#include "base/utf8.h"
#include "render/block_diff.h"
#include "render/plan_parts.h"
#include "render/plan_text.h"

#define ID_WIDTH_MIN 6
#define ID_WIDTH_MAX 24
#define WORD_WIDTH 8 /* "GitHub" and two blanks */
#define DRIFT_SHOWN 20

static bool is_written(const struct change *change)
{
    return change->move == MOVE_WRITE || change->move == MOVE_OVERWRITE;
}

/* A renamed label is known by the name it still has. */
static const char *shown_id(const struct item_change *item)
{
    if (item->kind != KIND_LABEL)
        return item->id;
    for (size_t i = 0; i < item->changes.len; i++) {
        const struct change *change = &item->changes.items[i];
        if (change->field == FIELD_TITLE && is_written(change) && change->before.raw)
            return change->before.raw;
    }
    return item->title ? item->title : item->id;
}

/* Where an item's text begins: behind sign and id. */
static int text_column(const struct pen *pen, int id_width)
{
    return 2 + style_sign_width(pen->style) + 1 + id_width + 2;
}

int plan_items_id_width(const struct pen *pen, const struct changeset *changeset)
{
    int widest = ID_WIDTH_MIN;
    int most = pen->style->columns / 4 < ID_WIDTH_MAX ? pen->style->columns / 4 : ID_WIDTH_MAX;
    for (size_t i = 0; i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        int width = item->kind == KIND_RELATION ? 0 : utf8_width(pen_clean(pen, shown_id(item)));
        if (width > widest && width <= most)
            widest = width;
    }
    return widest;
}

/* Sign and id; the text column follows, on the next line where the id is long. */
static void start_item(struct pen *pen, enum sign sign, const char *id, int id_width)
{
    pen->indent = text_column(pen, id_width);
    pen_to(pen, 2, 0);
    pen_sign(pen, sign);
    pen_put(pen, ROLE_STRONG, id);
    if (pen->column + 2 > pen->indent && utf8_width(id) > id_width)
        pen_end(pen);
    pen_to(pen, pen->indent, 0);
}

/* "title   " */
static void put_word(struct pen *pen, const char *word)
{
    int start = pen->column;
    pen_put(pen, ROLE_PLAIN, word);
    pen_to(pen, start + WORD_WIDTH, pen->column - start < WORD_WIDTH ? 1 : 2);
}

/* Old → new, on one line or, where that is too long, on two. */
static void put_values(struct pen *pen, const char *before, const char *after)
{
    int saved = pen->indent;
    pen->indent = pen->column;
    const char *arrow = style_arrow(pen->style);
    int need = utf8_width(pen_clean(pen, before)) + 2 + utf8_width(arrow) +
               utf8_width(pen_clean(pen, after));
    pen_wrap(pen, ROLE_DIM, before);
    if (need > pen->style->columns - pen->indent) {
        pen_end(pen);
        pen_to(pen, pen->indent, 0);
    } else {
        pen_to(pen, pen->column + 1, 1);
    }
    pen_put(pen, ROLE_PLAIN, arrow);
    pen_to(pen, pen->column + 1, 1);
    pen_wrap(pen, ROLE_PLAIN, after);
    pen->indent = saved;
}

static void put_set(struct pen *pen, const struct change *change)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    for (size_t i = 0; i < change->added.len; i++)
        str_addf(&text, "%s+ %s", i ? ", " : "", change->added.items[i]);
    for (size_t i = 0; i < change->removed.len; i++)
        str_addf(&text, "%s- %s", text.len ? ", " : "", change->removed.items[i]);
    pen_wrap(pen, ROLE_PLAIN, text.p);
}

static const char *block_of(const struct value *value)
{
    return value->raw ? value->raw : value->text;
}

static void put_block(struct pen *pen, const struct change *change)
{
    int saved = pen->indent;
    pen->indent = pen->column;
    pen_wrap(pen, ROLE_PLAIN,
             block_diff_summary(pen->arena, block_of(&change->before), block_of(&change->after)));
    if (change->merged)
        pen_wrap(pen, ROLE_PLAIN, "; merged with edits on GitHub");
    if (change->note)
        pen_wrapf(pen, ROLE_PLAIN, "; %s", change->note);
    pen->indent = saved;
    if (pen->style->verbose == 0)
        return;
    pen_end(pen);
    block_diff_print(pen, block_of(&change->before), block_of(&change->after), saved,
                     pen->style->verbose > 1);
}

static void put_change(struct pen *pen, const struct item_change *item, const struct change *change)
{
    put_word(pen, part_field_word(item->kind, change->field));
    if (change->field == FIELD_BLOCK)
        put_block(pen, change);
    else if (field_is_set(change->field))
        put_set(pen, change);
    else if (item->kind == KIND_LABEL && change->field == FIELD_TITLE)
        pen_wrapf(pen, ROLE_PLAIN, "%s %s", style_arrow(pen->style),
                  change->after.raw ? change->after.raw : "");
    else
        put_values(pen, part_value(pen, change->field, &change->before),
                   part_value(pen, change->field, &change->after));
    if (change->note && change->field != FIELD_BLOCK)
        pen_wrapf(pen, ROLE_DIM, "; %s", change->note);
    if (change->move == MOVE_OVERWRITE)
        pen_right(pen, ROLE_CARE, "overwrites an edit on GitHub");
}

static void put_lost_ticks(struct pen *pen, const struct change *change)
{
    for (size_t i = 0; i < change->lost_ticks.len; i++) {
        pen_to(pen, pen->indent, 0);
        pen_wrapf(pen, ROLE_CARE, "tick lost: \"%s\"", change->lost_ticks.items[i]);
        pen_end(pen);
    }
}

static void put_changes(struct pen *pen, const struct item_change *item, bool begun)
{
    bool noted = false;
    for (size_t i = 0; i < item->changes.len; i++) {
        const struct change *change = &item->changes.items[i];
        if (!is_written(change))
            continue;
        if (!begun)
            pen_to(pen, pen->indent, 0);
        begun = false;
        put_change(pen, item, change);
        if (item->note && !noted)
            pen_right(pen, ROLE_DIM, item->note);
        noted = true;
        if (pen->column > 0)
            pen_end(pen);
        put_lost_ticks(pen, change);
    }
    if (begun)
        pen_end(pen);
}

/* "DB-ML1, after DB-007, 32 h" */
static const char *create_facts(struct pen *pen, const struct plan *plan,
                                const struct item_change *item)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    if (item->kind == KIND_MILESTONE) {
        const struct plan_milestone *milestone = plan_find_milestone(plan, item->id);
        char day[24] = "";
        if (milestone && milestone->due_on.presence == SET)
            style_day_number(pen->style, milestone->due_on.day, day);
        return *day ? arena_printf(pen->arena, "due %s", day) : "";
    }
    const struct plan_issue *issue =
        item->kind == KIND_ISSUE ? plan_find_issue(plan, item->id) : NULL;
    if (!issue)
        return item->kind == KIND_LABEL ? "label" : "";
    if (issue->milestone.presence == SET)
        str_add(&text, issue->milestone.text);
    const char *after = part_after(pen->arena, issue);
    str_addf(&text, "%s%s", text.len && *after ? ", " : "", after);
    if (issue->effort_hours >= 0)
        str_addf(&text, "%s%g h", text.len ? ", " : "", issue->effort_hours);
    return str_dup(&text, pen->arena);
}

static void put_create(struct pen *pen, const struct sync_report *report,
                       const struct item_change *item, int id_width)
{
    start_item(pen, SIGN_CREATE, shown_id(item), id_width);
    const char *facts = create_facts(pen, report->plan, item);
    int width = utf8_width(facts);
    /* The title gives way, but not below what can be read. */
    bool beside = width > 0 && pen->edge - pen->column - width - 2 >= 16;
    if (item->kind != KIND_LABEL)
        pen_fit(pen, ROLE_PLAIN, part_title(item->id, item->title),
                beside ? pen->style->columns - pen->edge + width + 2 : 0);
    if (width > 0)
        pen_right(pen, ROLE_DIM, facts);
    pen_end(pen);
}

static void put_link(struct pen *pen, enum sign sign, const struct item_change *item, int id_width)
{
    start_item(pen, sign, item->edge.from, id_width);
    pen_wrapf(pen, ROLE_PLAIN, "%s %s%s",
              item->edge.relation == RELATION_PARENT ? "part of" : "blocked by", item->edge.to,
              sign == SIGN_CLOSE ? ", no longer" : "");
    pen_end(pen);
}

/* One sentence behind sign and id, and the changes below it. */
static void put_sentence(struct pen *pen, enum sign sign, const struct item_change *item,
                         const char *sentence, int id_width)
{
    start_item(pen, sign, shown_id(item), id_width);
    if (item->title && item->kind != KIND_LABEL) {
        int width = utf8_width(pen_clean(pen, sentence)) + 2;
        bool beside = pen->edge - pen->column - width >= 16;
        pen_fit(pen, ROLE_PLAIN, part_title(item->id, item->title),
                beside ? pen->style->columns - pen->edge + width : 0);
        pen_right(pen, ROLE_DIM, sentence);
    } else {
        pen_wrap(pen, ROLE_PLAIN, sentence);
    }
    pen_end(pen);
}

static const char *adopt_sentence(struct pen *pen, const struct item_change *item)
{
    if (item->reason)
        return item->reason;
    if (item->number.v > 0 && item->kind == KIND_ISSUE)
        return arena_printf(pen->arena, "is #%lld on GitHub", (long long)item->number.v);
    return "is already on GitHub";
}

static void put_item(struct pen *pen, const struct sync_report *report,
                     const struct item_change *item, int id_width)
{
    switch (item->verb) {
    case VERB_CREATE:
        if (item->kind == KIND_RELATION)
            put_link(pen, SIGN_CREATE, item, id_width);
        else
            put_create(pen, report, item, id_width);
        break;
    case VERB_UPDATE:
        start_item(pen, SIGN_CHANGE, shown_id(item), id_width);
        put_changes(pen, item, true);
        break;
    case VERB_ADOPT:
        put_sentence(pen, SIGN_ADOPT, item, adopt_sentence(pen, item), id_width);
        put_changes(pen, item, false);
        break;
    case VERB_CLOSE:
        put_sentence(pen, SIGN_CLOSE, item, item->reason ? item->reason : "is closed", id_width);
        put_changes(pen, item, false);
        break;
    case VERB_HEAL:
        put_sentence(pen, SIGN_CLOSE, item, item->reason ? item->reason : "duplicate, is closed",
                     id_width);
        break;
    case VERB_DELETE:
        if (item->kind == KIND_RELATION)
            put_link(pen, SIGN_CLOSE, item, id_width);
        else
            put_sentence(pen, SIGN_CLOSE, item, item->reason ? item->reason : "is removed",
                         id_width);
        break;
    case VERB_NONE:
    case VERB_REFUSE:
        break;
    }
}

/* Issues that are created: their links stand on their own line ("after …"). */
static struct map *created_issues(struct arena *arena, const struct changeset *changeset)
{
    struct map *created = map_new(arena);
    for (size_t i = 0; i < changeset->items.len; i++) {
        struct item_change *item = &changeset->items.items[i];
        if (item->kind == KIND_ISSUE && item->verb == VERB_CREATE)
            (void)map_put(created, item->id, item);
    }
    return created;
}

static bool is_folded(const struct map *created, const struct item_change *item)
{
    return item->kind == KIND_RELATION && item->verb == VERB_CREATE &&
           item->edge.relation == RELATION_BLOCKED_BY && map_has(created, item->edge.from);
}

static void list_verb(struct pen *pen, const struct sync_report *report, const struct map *created,
                      enum verb verb, int id_width)
{
    const struct changeset *changeset = report->changeset;
    size_t shown = 0, hidden = 0;
    for (size_t i = 0; i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        if (item->verb != verb || is_folded(created, item))
            continue;
        if (shown >= PLAN_TEXT_LINES && pen->style->verbose == 0) {
            hidden++;
            continue;
        }
        shown++;
        put_item(pen, report, item, id_width);
    }
    if (hidden == 0)
        return;
    pen_to(pen, 2, 0);
    pen_putf(pen, ROLE_DIM, "and %zu more; -v lists them", hidden);
    pen_end(pen);
}

static void put_side(struct pen *pen, const char *side, enum field field, const struct value *value,
                     const struct value *agreed, const char *who)
{
    pen_to(pen, pen->indent, 0);
    put_word(pen, side);
    int saved = pen->indent;
    pen->indent = pen->column;
    if (field != FIELD_BLOCK)
        pen_wrap(pen, ROLE_PLAIN, part_value(pen, field, value));
    else
        pen_wrap(pen, ROLE_PLAIN,
                 agreed->known ? block_diff_summary(pen->arena, block_of(agreed), block_of(value))
                               : "another text; what both agreed on is not known");
    if (who && *who)
        pen_right(pen, ROLE_DIM, who);
    pen->indent = saved;
    pen_end(pen);
}

void plan_text_conflict(struct pen *pen, const struct sync_report *report,
                        const struct item_change *item, const struct change *change, int id_width,
                        bool values)
{
    start_item(pen, SIGN_CONFLICT, shown_id(item), id_width);
    put_word(pen, part_field_word(item->kind, change->field));
    char since[24];
    style_day(pen->style, report->last_sync, since);
    if (!values)
        pen_wrap(pen, ROLE_BAD, "changed on both sides, left as it is on GitHub");
    else
        pen_wrapf(pen, ROLE_BAD, "changed on both sides%s%s", *since ? " since " : "", since);
    pen_end(pen);
    if (values) {
        if (change->agreed.known && change->field != FIELD_BLOCK)
            put_side(pen, "agreed", change->field, &change->agreed, &change->agreed, NULL);
        put_side(pen, "spec", change->field, &change->after, &change->agreed, NULL);
        put_side(pen, "GitHub", change->field, &change->before, &change->agreed,
                 part_who(pen, item));
    }
    pen_to(pen, pen->indent, 0);
    put_word(pen, "decide:");
    pen_command(pen, part_command(pen, "roadmap sync",
                                  arena_printf(pen->arena, "--take %s.%s=spec", item->id,
                                               field_name(change->field))));
    pen_right(pen, ROLE_DIM, "(or =github)");
    pen_end(pen);
}

void plan_text_refusal(struct pen *pen, const struct item_change *item, int id_width)
{
    start_item(pen, SIGN_CONFLICT, shown_id(item), id_width);
    pen_wrap(pen, ROLE_PLAIN, item->reason ? item->reason : "is left alone");
    pen_end(pen);
    for (size_t i = 0; i < item->ways.len; i++) {
        pen_to(pen, pen->indent, 0);
        put_word(pen, i == 0 ? "decide:" : "or");
        pen_command(pen, item->ways.items[i]);
        pen_end(pen);
    }
}

void plan_items_list(struct pen *pen, const struct sync_report *report)
{
    static const enum verb order[] = {VERB_CREATE, VERB_ADOPT,  VERB_UPDATE,
                                      VERB_CLOSE,  VERB_DELETE, VERB_HEAL};
    const struct changeset *changeset = report->changeset;
    int id_width = plan_items_id_width(pen, changeset);
    const struct map *created = created_issues(pen->arena, changeset);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        list_verb(pen, report, created, order[i], id_width);
    for (size_t i = 0; i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        if (item->verb == VERB_REFUSE)
            plan_text_refusal(pen, item, id_width);
        for (size_t k = 0; k < item->changes.len; k++)
            if (item->changes.items[k].move == MOVE_CONFLICT)
                plan_text_conflict(pen, report, item, &item->changes.items[k], id_width, true);
    }
    pen->indent = 0;
}

static void put_drift(struct pen *pen, const struct item_change *item, const struct change *change,
                      int id_width)
{
    start_item(pen, SIGN_KEPT, shown_id(item), id_width);
    put_word(pen, part_field_word(item->kind, change->field));
    int saved = pen->indent;
    pen->indent = pen->column;
    if (change->field == FIELD_BLOCK)
        pen_wrap(pen, ROLE_PLAIN,
                 change->note ? change->note
                              : block_diff_summary(pen->arena, block_of(&change->after),
                                                   block_of(&change->before)));
    else if (field_is_set(change->field) && change->added.len + change->removed.len > 0)
        put_set(pen, change);
    else
        put_values(pen, part_value(pen, change->field, &change->after),
                   part_value(pen, change->field, &change->before));
    const char *who = part_who(pen, item);
    if (*who)
        pen_right(pen, ROLE_DIM, who);
    pen->indent = saved;
    pen_end(pen);
}

void plan_items_drift(struct pen *pen, const struct sync_report *report)
{
    const struct changeset *changeset = report->changeset;
    int id_width = plan_items_id_width(pen, changeset);
    size_t shown = 0, hidden = 0;
    for (size_t i = 0; i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        for (size_t k = 0; k < item->changes.len; k++) {
            if (item->changes.items[k].move != MOVE_KEEP)
                continue;
            if (shown >= DRIFT_SHOWN && pen->style->verbose == 0) {
                hidden++;
                continue;
            }
            if (shown++ == 0) {
                pen_blank(pen);
                pen_to(pen, 2, 0);
                pen->indent = 2;
                pen_wrap(pen, ROLE_PLAIN, "Edited on GitHub and kept:");
                pen_end(pen);
            }
            put_drift(pen, item, &item->changes.items[k], id_width);
        }
    }
    pen->indent = 0;
    if (hidden == 0)
        return;
    pen_to(pen, 2, 0);
    pen_putf(pen, ROLE_DIM, "and %zu more; -v lists them", hidden);
    pen_end(pen);
}

void plan_items_unplanned(struct pen *pen, const struct sync_report *report)
{
    const struct changeset *changeset = report->changeset;
    size_t len = changeset->unplanned.len;
    if (len == 0)
        return;
    pen_blank(pen);
    pen->indent = 2;
    pen_to(pen, 2, 0);
    pen_wrap(pen, ROLE_PLAIN, "In these milestones on GitHub, not in the plan:");
    pen_end(pen);
    size_t shown = len > DRIFT_SHOWN && pen->style->verbose == 0 ? DRIFT_SHOWN : len;
    for (size_t i = 0; i < shown; i++) {
        const struct unplanned *issue = &changeset->unplanned.items[i];
        const char *number = arena_printf(pen->arena, "#%lld", (long long)issue->number.v);
        const char *title = arena_printf(pen->arena, "\"%s\"", issue->title);
        int right = issue->milestone_id ? utf8_width(issue->milestone_id) + 2 : 0;
        pen_to(pen, 2, 0);
        pen_put(pen, ROLE_STRONG, number);
        pen_to(pen, 7, 2);
        pen_fit(pen, ROLE_PLAIN, title, pen->style->columns - pen->edge + right);
        if (right)
            pen_right(pen, ROLE_PLAIN, issue->milestone_id);
        pen_end(pen);
    }
    pen->indent = 0;
    if (shown == len)
        return;
    pen_to(pen, 2, 0);
    pen_putf(pen, ROLE_DIM, "and %zu more; -v lists them", len - shown);
    pen_end(pen);
}
