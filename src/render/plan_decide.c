#include "render/plan_decide.h"

#include "render/block_diff.h"
#include "render/plan_line.h"
#include "render/plan_parts.h"

static void put_side(struct pen *pen, const char *side, enum field field, const struct value *value,
                     const struct value *agreed, const char *who)
{
    pen_to(pen, pen->indent, 0);
    plan_line_word(pen, side);
    int saved = pen->indent;
    pen->indent = pen->column;
    if (field != FIELD_BLOCK)
        pen_wrap(pen, ROLE_PLAIN, part_value(pen, field, value));
    else
        pen_wrap(pen, ROLE_PLAIN,
                 agreed->known ? block_diff_summary(pen->arena, plan_line_block(agreed),
                                                    plan_line_block(value))
                               : "another text; what both agreed on is not known");
    if (who && *who)
        pen_right(pen, ROLE_DIM, who);
    pen->indent = saved;
    pen_end(pen);
}

void plan_decide_conflict(struct pen *pen, const struct sync_report *report,
                          const struct item_change *item, const struct change *change, int id_width,
                          bool values)
{
    plan_line_start(pen, SIGN_CONFLICT, plan_line_id(item), id_width);
    plan_line_word(pen, field_name_people(item->kind, change->field));
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
    const char *field = change->field == FIELD_TITLE ? field_name_people(item->kind, change->field)
                                                     : field_name(change->field);
    pen_to(pen, pen->indent, 0);
    plan_line_word(pen, "decide:");
    pen_command(pen, part_command(pen, "roadmap sync",
                                  arena_printf(pen->arena, "--take %s.%s=spec", item->id, field)));
    pen_right(pen, ROLE_DIM, "(or =github)");
    pen_end(pen);
}

/* An item that is left alone, with its reason and ways out. */
static void put_refusal(struct pen *pen, const struct item_change *item, int id_width)
{
    plan_line_start(pen, SIGN_CONFLICT, plan_line_id(item), id_width);
    pen_wrap(pen, ROLE_PLAIN, item->reason ? item->reason : "is left alone");
    pen_end(pen);
    for (size_t i = 0; i < item->ways.len; i++) {
        pen_to(pen, pen->indent, 0);
        plan_line_word(pen, i == 0 ? "decide:" : "or");
        pen_command(pen, item->ways.items[i]);
        pen_end(pen);
    }
}

void plan_decide_all(struct pen *pen, const struct sync_report *report, int id_width, bool values)
{
    const struct changeset *changeset = report->changeset;
    for (size_t i = 0; i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        if (item->verb == VERB_REFUSE)
            put_refusal(pen, item, id_width);
        for (size_t k = 0; k < item->changes.len; k++)
            if (item->changes.items[k].move == MOVE_CONFLICT)
                plan_decide_conflict(pen, report, item, &item->changes.items[k], id_width, values);
    }
}
