#include "render/plan_items.h"

#include "base/map.h"
#include "base/str.h"
#include "base/utf8.h"
#include "render/block_diff.h"
#include "render/plan_decide.h"
#include "render/plan_line.h"
#include "render/plan_parts.h"
#include "render/plan_text.h"

static void put_block(struct pen *pen, const struct change *change)
{
    int saved = pen->indent;
    pen->indent = pen->column;
    pen_wrap(pen, ROLE_PLAIN,
             block_diff_summary(pen->arena, plan_line_block(&change->before),
                                plan_line_block(&change->after)));
    if (change->merged)
        pen_wrap(pen, ROLE_PLAIN, "; merged with edits on GitHub");
    if (change->note)
        pen_wrapf(pen, ROLE_PLAIN, "; %s", change->note);
    pen->indent = saved;
    if (pen->style->verbose == 0)
        return;
    pen_end(pen);
    block_diff_print(pen, plan_line_block(&change->before), plan_line_block(&change->after), saved,
                     pen->style->verbose > 1);
}

/* The line that stands on top of it, which need not be what moves. */
static void put_evidence(struct pen *pen, const struct change *change)
{
    const char *before = part_value(pen, FIELD_EVIDENCE, &change->before);
    const char *after = part_value(pen, FIELD_EVIDENCE, &change->after);
    if (text_eq(before, after))
        pen_wrapf(pen, ROLE_PLAIN, "%s, in its details", after);
    else
        plan_line_values(pen, before, after);
}

static void put_change(struct pen *pen, const struct item_change *item, const struct change *change)
{
    plan_line_word(pen, field_name_people(item->kind, change->field));
    if (change->field == FIELD_BLOCK)
        put_block(pen, change);
    else if (field_is_set(change->field))
        plan_line_set(pen, change);
    else if (item->kind == KIND_LABEL && change->field == FIELD_TITLE)
        pen_wrapf(pen, ROLE_PLAIN, "%s %s", style_arrow(pen->style),
                  change->after.raw ? change->after.raw : "");
    else if (change->field == FIELD_EVIDENCE)
        put_evidence(pen, change);
    else
        plan_line_values(pen, part_value(pen, change->field, &change->before),
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
        if (!plan_line_writes(change))
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
    plan_line_start(pen, SIGN_CREATE, plan_line_id(item), id_width);
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
    plan_line_start(pen, sign, item->edge.from, id_width);
    pen_wrapf(pen, ROLE_PLAIN, "%s %s%s",
              item->edge.relation == RELATION_PARENT ? "part of" : "blocked by", item->edge.to,
              sign == SIGN_CLOSE ? ", no longer" : "");
    pen_end(pen);
}

/* One sentence behind sign and id, and the changes below it. */
static void put_sentence(struct pen *pen, enum sign sign, const struct item_change *item,
                         const char *sentence, int id_width)
{
    plan_line_start(pen, sign, plan_line_id(item), id_width);
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
        plan_line_start(pen, SIGN_CHANGE, plan_line_id(item), id_width);
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
    plan_line_more(pen, hidden);
}

void plan_items_list(struct pen *pen, const struct sync_report *report)
{
    static const enum verb order[] = {VERB_CREATE, VERB_ADOPT,  VERB_UPDATE,
                                      VERB_CLOSE,  VERB_DELETE, VERB_HEAL};
    const struct changeset *changeset = report->changeset;
    int id_width = plan_line_id_width(pen, changeset);
    const struct map *created = created_issues(pen->arena, changeset);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        list_verb(pen, report, created, order[i], id_width);
    plan_decide_all(pen, report, id_width, true);
    pen->indent = 0;
}
