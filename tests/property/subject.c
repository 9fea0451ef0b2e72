/* What is drawn, and what it does to the model. */
#include "property/subject.h"

#include <stdio.h>
#include <string.h>

/* splitmix64: the same numbers everywhere. */
static uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* How often, of a thousand or so. */
static const int weights[EDIT_KINDS] = {
    [PLAN_TITLE] = 40,      [PLAN_LINE] = 110,    [PLAN_CUT] = 25,       [PLAN_INSERT] = 30,
    [PLAN_TICK] = 15,       [PLAN_VALUE] = 40,    [PLAN_LABEL] = 50,     [PLAN_MILESTONE] = 30,
    [PLAN_STATE] = 25,      [PLAN_ASSIGNEE] = 25, [PLAN_BLOCKER] = 25,   [PLAN_PARENT] = 20,
    [PLAN_DROP] = 12,       [HUMAN_TITLE] = 40,   [HUMAN_LINE] = 90,     [HUMAN_CUT] = 25,
    [HUMAN_INSERT] = 30,    [HUMAN_TICK] = 60,    [HUMAN_VALUE] = 40,    [HUMAN_LABEL] = 60,
    [HUMAN_MILESTONE] = 30, [HUMAN_STATE] = 30,   [HUMAN_ASSIGNEE] = 25, [HUMAN_BLOCKER] = 25,
    [HUMAN_PARENT] = 20,    [HUMAN_SAVE] = 50,    [HUMAN_OUTSIDE] = 25,  [HUMAN_HARM] = 22,
    [HUMAN_MEND] = 40,      [HUMAN_COPY] = 6,     [HUMAN_DELETE] = 3,    [HUMAN_COMMENT] = 10,
    [BOTH_TITLE] = 12,      [BOTH_LINE] = 25};

static int draw_kind(uint64_t *state)
{
    int sum = 0;
    for (int i = 0; i < EDIT_KINDS; i++)
        sum += weights[i];
    int at = (int)(draw(state) % (uint64_t)sum);
    int kind = 0;
    while (at >= weights[kind])
        at -= weights[kind++];
    return kind;
}

static void draw_model(struct subject *subject, uint64_t *state)
{
    struct m_item *item = &subject->model;
    struct m_side *spec = &item->spec;
    const uint64_t bits = draw(state);
    item->gone = true; /* not there yet */
    spec->v[TITLE] = 4;
    item->managed = BIT(TITLE);
    if (item->kind == M_LABEL) {
        spec->v[COLOR] = spec->v[DESCRIPTION] = 4;
        item->managed |= BIT(COLOR) | BIT(DESCRIPTION);
        return;
    }
    for (int i = 0; i < CELLS; i++) {
        const bool fixed = i == 0 || (i >= 3 && i <= 6) || (i >= 12 && i <= 15);
        spec->v[BLOCK + i] = fixed || bits & BIT(i) ? 4 * (i + 2) : 0;
    }
    item->managed |= BIT(BLOCK);
    if (item->kind == M_MILESTONE) {
        spec->v[DUE] = bits & BIT(20) ? 40 : 0;
        item->managed |= bits & BIT(20) ? BIT(DUE) : 0;
        return;
    }
    item->managed |= BIT(PARENT) | BIT(BLOCKERS) | BIT(LABELS) | BIT(MILESTONE);
    item->managed |= bits & BIT(21) ? BIT(ASSIGNEES) : 0;
    spec->v[LABELS] = bits >> 32 & (BIT(OWN_LABELS) - 1);
    spec->v[ASSIGNEES] = bits & BIT(21) ? (int)(bits >> 40 & 3) : 0;
    spec->v[BLOCKERS] = (int)(bits >> 44 & 7 & bits >> 48);
    spec->v[PARENT] = bits & BIT(22) ? (int)(bits >> 52 & 3) : 0;
    spec->v[MILESTONE] = (int)(bits >> 54 & 3);
}

void subject_draw(struct subject *subject, enum m_kind kind, int index, uint64_t seed)
{
    uint64_t state = seed;
    *subject = (struct subject){.index = index, .seed = seed, .model.kind = kind};
    draw_model(subject, &state);
    subject->structured = kind == M_ISSUE && draw(&state) & 1;
    for (int round = 1; round <= ROUNDS; round++) {
        size_t count = draw(&state) % 6;
        if (draw(&state) % 8 == 0)
            count += 6;
        for (; count > 0 && subject->script_len < SCRIPT_MAX; count--) {
            struct edit *edit = &subject->script[subject->script_len++];
            edit->round = round;
            edit->kind = draw_kind(&state);
            edit->a = (unsigned)draw(&state);
            edit->b = (unsigned)draw(&state);
        }
    }
}
