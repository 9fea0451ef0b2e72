/* The edits of a script, done to the model; what the sandbox has to be told is noted. */
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "property/subject.h"

struct doing {
    struct arena *arena;
    struct subject *subject;
    const struct edit *edit;
    int fresh;         /* a number nobody has used for this item */
    struct str *words; /* NULL: nobody reads */
};

static void say(struct doing *doing, const char *format, ...) printf_like(2, 3);
static void say(struct doing *doing, const char *format, ...)
{
    if (!doing->words)
        return;
    va_list args;
    va_start(args, format);
    str_addf(doing->words, "  round %d: ", doing->edit->round);
    str_vaddf(doing->words, format, args);
    str_add(doing->words, "\n");
    va_end(args);
}

static void deed(struct doing *doing, const char *format, ...) printf_like(2, 3);
static void deed(struct doing *doing, const char *format, ...)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    va_list args;
    va_start(args, format);
    str_vaddf(&text, format, args);
    va_end(args);
    strlist_add(doing->arena, &doing->subject->deeds, str_dup(&text, doing->arena));
    say(doing, "a person: %s", text.p);
}

static void on_issue(struct doing *doing, const char *format, ...) printf_like(2, 3);
static void on_issue(struct doing *doing, const char *format, ...)
{
    struct str text cleanup_str;
    str_init(&text, 0);
    va_list args;
    va_start(args, format);
    str_vaddf(&text, format, args);
    va_end(args);
    deed(doing, "issue %" PRId64 " %s", doing->subject->number, text.p);
}

/* ---- Title and values
 * ---------------------------------------------------------------------------- */

static void plan_title(struct doing *doing, int token)
{
    struct subject *subject = doing->subject;
    struct m_side *spec = &subject->model.spec;
    if (subject->model.kind == M_LABEL) {
        if (subject->name_count == NAMES_MAX)
            return;
        subject->names[subject->name_count++] = spec->v[TITLE];
    }
    spec->v[TITLE] = token;
    say(doing, "the plan: title '%s'", text_title(doing->arena, subject, token));
}

static void human_title(struct doing *doing, int token, bool respaced)
{
    struct subject *subject = doing->subject;
    struct m_side *there = &subject->model.there;
    const char *old = text_title(doing->arena, subject, there->v[TITLE]);
    const char *new = text_title(doing->arena, subject, token);
    if (respaced && subject->model.kind == M_ISSUE)
        new = arena_printf(doing->arena, "%.*s  %s ", (int)strcspn(new, " "), new,
                           strchr(new, ' ') + 1);
    if (subject->model.kind == M_ISSUE)
        on_issue(doing, "title %s", new);
    else if (token != there->v[TITLE])
        deed(doing, "%s \"%s\" -> %s", subject->model.kind == M_LABEL ? "label" : "milestone", old,
             new);
    there->v[TITLE] = token;
}

static void value(struct doing *doing, bool plan)
{
    struct subject *subject = doing->subject;
    struct arena *arena = doing->arena;
    struct m_side *side = plan ? &subject->model.spec : &subject->model.there;
    const char *title = text_title(arena, subject, subject->model.there.v[TITLE]);
    const int fresh = doing->edit->b % 8 == 0 ? 4 : doing->fresh;
    if (subject->model.kind == M_LABEL) {
        const int field = doing->edit->a & 1 ? COLOR : DESCRIPTION;
        side->v[field] = fresh;
        if (plan)
            say(doing, "the plan: %s %d", field == COLOR ? "color" : "description", fresh);
        else if (field == COLOR)
            deed(doing, "label \"%s\" color %s", title, text_color(arena, fresh));
        else
            deed(doing, "label \"%s\" description %s", title, text_words(arena, fresh));
    } else if (subject->model.kind == M_MILESTONE) {
        side->v[DUE] = doing->edit->a % 5 == 0 ? 0 : fresh;
        const char *day = text_day(arena, side->v[DUE]);
        if (plan) {
            subject->model.managed |= BIT(DUE);
            say(doing, "the plan: due %s", day);
        } else {
            deed(doing, "milestone \"%s\" due %s", title, *day ? day : "none");
        }
    }
}

/* ---- Lines
 * --------------------------------------------------------------------------------------- */

static bool is_fixed(int cell)
{
    return (cell >= 3 && cell <= 5) || (cell >= 12 && cell <= 14);
}

/* The first one of each part always stays. */
static bool is_first(int cell)
{
    return cell == 0 || cell == FIRST_BOX || cell == LAST_BOX + 4;
}

/* A line that is there, or a place for one; -1 = none. */
static int pick(const struct m_side *side, unsigned from, bool there, bool cut)
{
    for (int i = 0; i < CELLS; i++) {
        const int cell = (int)((from + (unsigned)i) % CELLS);
        if (!is_fixed(cell) && (side->v[BLOCK + cell] != 0) == there && !(cut && is_first(cell)))
            return cell;
    }
    return -1;
}

static void set_line(struct doing *doing, bool plan, int cell, int token)
{
    struct m_item *item = &doing->subject->model;
    struct m_side *side = plan ? &item->spec : &item->there;
    if (cell < 0)
        return;
    const int old = side->v[BLOCK + cell];
    side->v[BLOCK + cell] = token;
    if (token == 0 || old == 0)
        side->ticks &= ~BIT(cell);
    if (!plan)
        doing->subject->touch.dirty = true;
    say(doing, "%s: line %d '%s' -> '%s'", plan ? "the plan" : "a person", cell,
        old ? text_line(doing->arena, cell, old, false) : "",
        token ? text_line(doing->arena, cell, token, false) : "");
}

static void tick(struct doing *doing, bool plan)
{
    struct m_side *side = plan ? &doing->subject->model.spec : &doing->subject->model.there;
    const int cell = FIRST_BOX + (int)(doing->edit->a % (LAST_BOX - FIRST_BOX + 1));
    if (side->v[BLOCK + cell] == 0)
        return;
    side->ticks ^= BIT(cell);
    if (!plan)
        doing->subject->touch.dirty = true;
    say(doing, "%s: %s line %d", plan ? "the plan" : "a person",
        side->ticks & BIT(cell) ? "ticks" : "unticks", cell);
}

static void lines(struct doing *doing, bool plan, int kind)
{
    const struct edit *edit = doing->edit;
    const struct m_side *side = plan ? &doing->subject->model.spec : &doing->subject->model.there;
    if (doing->subject->model.kind == M_LABEL)
        return;
    if (kind == PLAN_LINE) {
        const int cell = pick(side, edit->a, true, false);
        const int old = cell < 0 ? 0 : side->v[BLOCK + cell];
        set_line(doing, plan, cell, edit->b & 1 ? (old & ~3) | ((old + 1) & 3) : doing->fresh);
    } else if (kind == PLAN_CUT) {
        set_line(doing, plan, pick(side, edit->a, true, true), 0);
    } else if (kind == PLAN_INSERT) {
        set_line(doing, plan, pick(side, edit->a, false, false), doing->fresh);
    } else {
        tick(doing, plan);
    }
}

/* ---- Sets, milestone, state, links
 * ---------------------------------------------------------------- */

static void plan_field(struct doing *doing, int field, int value, const char *name)
{
    struct m_item *item = &doing->subject->model;
    item->spec.v[field] = value;
    item->managed |= BIT(field);
    say(doing, "the plan: %s %d", name, value);
}

static void plan_issue(struct doing *doing, int kind)
{
    struct m_item *item = &doing->subject->model;
    const unsigned a = doing->edit->a;
    if (kind == PLAN_LABEL)
        plan_field(doing, LABELS, item->spec.v[LABELS] ^ (int)BIT(a % OWN_LABELS), "labels");
    else if (kind == PLAN_MILESTONE)
        plan_field(doing, MILESTONE, (int)(a % (MILESTONES + 1)), "milestone");
    else if (kind == PLAN_ASSIGNEE)
        plan_field(doing, ASSIGNEES, item->spec.v[ASSIGNEES] ^ (int)BIT(a % ALL_ASSIGNEES),
                   "assignees");
    else if (kind == PLAN_BLOCKER)
        plan_field(doing, BLOCKERS, item->spec.v[BLOCKERS] ^ (int)BIT(a % 3), "blockers");
    else if (kind == PLAN_PARENT)
        plan_field(doing, PARENT, (int)(a % 4), "parent");
}

static void plan_state(struct doing *doing)
{
    struct m_item *item = &doing->subject->model;
    const int state = (int)(doing->edit->a % (item->kind == M_ISSUE ? 3 : 2));
    plan_field(doing, STATE, state, "state");
    if (state == IS_OPEN)
        item->managed &= ~BIT(STATE);
}

static void plan_drop(struct doing *doing)
{
    struct m_item *item = &doing->subject->model;
    static const int fields[] = {MILESTONE, LABELS, ASSIGNEES};
    const int field = item->kind == M_ISSUE ? fields[doing->edit->a % 3] : DUE;
    item->managed &= ~BIT(field);
    say(doing, "the plan: field %d left out", field);
}

static void toggle(struct doing *doing, int field, unsigned bit, const char *name, const char *on,
                   const char *off)
{
    struct m_side *there = &doing->subject->model.there;
    there->v[field] ^= (int)BIT(bit);
    on_issue(doing, "%s %s", (unsigned)there->v[field] & BIT(bit) ? on : off, name);
}

static void human_issue(struct doing *doing, int kind)
{
    struct subject *subject = doing->subject;
    struct m_side *there = &subject->model.there;
    const unsigned a = doing->edit->a;
    if (kind == HUMAN_LABEL) {
        toggle(doing, LABELS, a % ALL_LABELS, arena_printf(doing->arena, "l%u", a % ALL_LABELS),
               "label", "unlabel");
    } else if (kind == HUMAN_ASSIGNEE) {
        toggle(doing, ASSIGNEES, a % ALL_ASSIGNEES, text_login((int)(a % ALL_ASSIGNEES)), "assign",
               "unassign");
    } else if (kind == HUMAN_BLOCKER) {
        toggle(doing, BLOCKERS, a % 3,
               arena_printf(doing->arena, "{%s}", text_hub(doing->arena, subject, (int)(a % 3))),
               "blocked-by", "unblock");
    } else if (kind == HUMAN_PARENT) {
        there->v[PARENT] = (int)(a % 4);
        on_issue(doing, "parent %s",
                 a % 4 ? arena_printf(doing->arena, "{%s}",
                                      text_hub(doing->arena, subject, 2 + (int)(a % 4)))
                       : "none");
    } else if (kind == HUMAN_MILESTONE) {
        there->v[MILESTONE] = (int)(a % (MILESTONES + 2));
        on_issue(doing, "milestone %s", text_milestone(there->v[MILESTONE]));
    } else if (kind == HUMAN_COMMENT) {
        on_issue(doing, "comment Words %d", doing->fresh);
    } else if (kind == HUMAN_COPY && subject->model.body == WHOLE && !subject->model.copied) {
        subject->model.copied = true;
        on_issue(doing, "copy");
    }
}

static void human_state(struct doing *doing)
{
    struct m_item *item = &doing->subject->model;
    const bool open = item->there.v[STATE] == IS_OPEN;
    const char *title = text_title(doing->arena, doing->subject, item->there.v[TITLE]);
    item->there.v[STATE] = open ? COMPLETED + (int)(doing->edit->a % 3) : IS_OPEN;
    if (item->kind == M_MILESTONE) {
        item->there.v[STATE] = open ? COMPLETED : IS_OPEN;
        deed(doing, "milestone \"%s\" %s", title, open ? "close" : "reopen");
        return;
    }
    item->reopened = !open;
    if (open)
        on_issue(doing, "close %s", text_state(item->there.v[STATE]));
    else
        on_issue(doing, "reopen");
}

static void human_delete(struct doing *doing)
{
    struct m_item *item = &doing->subject->model;
    if (item->kind == M_ISSUE)
        on_issue(doing, "delete");
    else
        deed(doing, "milestone \"%s\" delete",
             text_title(doing->arena, doing->subject, item->there.v[TITLE]));
    item->gone = true;
    item->body = WHOLE;
    doing->subject->touch = (struct touch){0};
}

/* ---- The body as a whole
 * ------------------------------------------------------------------------- */

static void save(struct doing *doing)
{
    struct touch *touch = &doing->subject->touch;
    const unsigned b = doing->edit->b;
    touch->dirty = true;
    touch->crlf = b & 1;
    touch->nfd = b & 2;
    touch->blanks = b & 4;
    touch->respaced = b & 8;
    say(doing, "a person saves the text:%s%s%s%s", touch->crlf ? " CRLF" : "",
        touch->nfd ? " NFD" : "", touch->blanks ? " trailing blanks" : "",
        touch->respaced ? " blank lines" : "");
}

static void outside(struct doing *doing)
{
    struct touch *touch = &doing->subject->touch;
    touch->dirty = true;
    *(doing->edit->a & 1 ? &touch->above : &touch->below) = doing->fresh;
    say(doing, "a person writes '%s' %s the block", text_words(doing->arena, doing->fresh),
        doing->edit->a & 1 ? "above" : "below");
}

static void harm(struct doing *doing)
{
    static const char *const names[HARM_COUNT] = {
        "",
        "deletes the mark",
        "deletes mark and end",
        "empties the text",
        "deletes the end of the block",
        "doubles the mark",
        "moves the mark below the end",
        "cuts the mark off",
        "has a newer mark",
        "pastes another issue below",
        "pastes another issue above",
    };
    static const enum m_body bodies[HARM_COUNT] = {
        WHOLE, BARE, BARE, BARE, DAMAGED, DAMAGED, DAMAGED, UNREADABLE, DAMAGED, DAMAGED, FOREIGN};
    struct subject *subject = doing->subject;
    struct m_item *item = &subject->model;
    const int count = item->kind == M_ISSUE ? HARM_COUNT : HARM_PASTED_BELOW;
    subject->touch.harm = 1 + (int)(doing->edit->a % (unsigned)(count - 1));
    subject->intact_side = item->there;
    item->body = bodies[subject->touch.harm];
    if (subject->touch.harm == HARM_EMPTIED) {
        memset(item->there.v + BLOCK, 0, CELLS * sizeof *item->there.v);
        item->there.ticks = 0;
    }
    say(doing, "a person %s", names[subject->touch.harm]);
}

static void mend(struct doing *doing)
{
    struct subject *subject = doing->subject;
    struct m_item *item = &subject->model;
    if (subject->touch.harm == HARM_NONE)
        subject->touch.mend = true;
    subject->touch.harm = HARM_NONE;
    memcpy(item->there.v + BLOCK, subject->intact_side.v + BLOCK, CELLS * sizeof *item->there.v);
    item->there.ticks = subject->intact_side.ticks;
    item->body = WHOLE;
    say(doing, "a person puts the text back");
}

static void body(struct doing *doing, int kind)
{
    const bool whole = doing->subject->model.body == WHOLE;
    if (doing->subject->model.kind == M_LABEL || whole == (kind == HUMAN_MEND))
        return;
    if (kind == HUMAN_SAVE)
        save(doing);
    else if (kind == HUMAN_OUTSIDE)
        outside(doing);
    else if (kind == HUMAN_HARM)
        harm(doing);
    else if (kind == HUMAN_MEND)
        mend(doing);
    else
        lines(doing, false, kind - HUMAN_LINE + PLAN_LINE);
}

/* ---- One edit
 * ------------------------------------------------------------------------------------ */

static void by_plan(struct doing *doing, int kind)
{
    const enum m_kind item = doing->subject->model.kind;
    if (kind == PLAN_TITLE)
        plan_title(doing, doing->fresh);
    else if (kind == PLAN_VALUE)
        value(doing, true);
    else if (kind <= PLAN_TICK)
        lines(doing, true, kind);
    else if (kind == PLAN_STATE && item != M_LABEL)
        plan_state(doing);
    else if (kind == PLAN_DROP && item != M_LABEL)
        plan_drop(doing);
    else if (item == M_ISSUE)
        plan_issue(doing, kind);
}

static void by_human(struct doing *doing, int kind)
{
    const enum m_kind item = doing->subject->model.kind;
    if (kind == HUMAN_TITLE)
        human_title(doing, doing->edit->b % 4 ? doing->fresh : doing->subject->model.there.v[TITLE],
                    true);
    else if (kind == HUMAN_VALUE)
        value(doing, false);
    else if (kind <= HUMAN_TICK || (kind >= HUMAN_SAVE && kind <= HUMAN_MEND))
        body(doing, kind);
    else if (kind == HUMAN_STATE && item != M_LABEL)
        human_state(doing);
    else if (kind == HUMAN_DELETE && item != M_LABEL)
        human_delete(doing);
    else if (item == M_ISSUE)
        human_issue(doing, kind);
}

static void by_both(struct doing *doing, int kind)
{
    struct m_item *item = &doing->subject->model;
    if (kind == BOTH_TITLE) {
        plan_title(doing, doing->fresh);
        if (item->spec.v[TITLE] == doing->fresh)
            human_title(doing, doing->fresh, false);
        return;
    }
    const int cell = pick(&item->spec, doing->edit->a, true, false);
    if (item->kind == M_LABEL || item->body != WHOLE || !item->there.v[BLOCK + cell])
        return;
    set_line(doing, true, cell, doing->fresh);
    set_line(doing, false, cell, doing->fresh);
}

void subject_edit(struct arena *arena, struct subject *subject, int round, struct str *words)
{
    subject->deeds = (struct strlist){0};
    subject->touch = (struct touch){0};
    for (size_t i = 0; i < subject->script_len; i++) {
        const struct edit *edit = &subject->script[i];
        if (edit->round != round || edit->left_out)
            continue;
        struct doing doing = {.arena = arena,
                              .subject = subject,
                              .edit = edit,
                              .fresh = 4 * (100 + (int)i),
                              .words = words};
        if (edit->kind < HUMAN_TITLE)
            by_plan(&doing, edit->kind);
        else if (subject->model.gone)
            continue;
        else if (edit->kind < BOTH_TITLE)
            by_human(&doing, edit->kind);
        else
            by_both(&doing, edit->kind);
    }
}
