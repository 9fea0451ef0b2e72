/* The texts that the numbers of the model stand for. */
#include <stdlib.h>
#include <string.h>

#include "property/subject.h"

/* Two words that differ show whether NFC and the space behind an `@` are looked through. */
static const char *first_word(int token)
{
    return token / 4 % 3 == 0 ? "Caf\xc3\xa9" : token / 4 % 3 == 1 ? "@hubot" : "Alpha";
}

/* Numbers that differ in the last two bits share four words of five; others share none. */
const char *text_words(struct arena *arena, int token)
{
    const int c = token / 4;
    return arena_printf(arena, "%s%d beta%d gamma%d delta%d v%dx%d", first_word(token), c, c, c, c,
                        c, token % 4);
}

const char *subject_id(struct arena *arena, const struct subject *subject)
{
    static const char *const letters[] = {"case", "MS", "K"};
    return subject->model.kind == M_LABEL
               ? text_title(arena, subject, subject->model.spec.v[TITLE])
               : arena_printf(arena, "%s-%03d", letters[subject->model.kind], subject->index);
}

const char *text_title(struct arena *arena, const struct subject *subject, int token)
{
    if (subject->model.kind == M_LABEL)
        return arena_printf(arena, "case-%d-%d", subject->index, token);
    return arena_printf(arena, "%s: %s", subject_id(arena, subject), text_words(arena, token));
}

const char *text_hub(struct arena *arena, const struct subject *subject, int hub)
{
    return arena_printf(arena, "HUB-%d%d", subject->index / GROUP, hub);
}

const char *text_line(struct arena *arena, int cell, int token, bool ticked)
{
    if (cell == 3 || cell == 5 || cell == 12 || cell == 14)
        return "";
    if (cell == 4 || cell == 13)
        return cell == 4 ? "**Tasks:**" : "**Done when:**";
    const bool box = cell >= FIRST_BOX && cell <= LAST_BOX;
    return arena_printf(arena, "%s%s",
                        box               ? ticked ? "- [x] " : "- [ ] "
                        : cell > LAST_BOX ? "- "
                                          : "",
                        text_words(arena, token));
}

const char *text_block(struct arena *arena, const struct m_side *side)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    for (int i = 0; i < CELLS; i++)
        if (side->v[BLOCK + i])
            str_addf(&out, "%s\n", text_line(arena, i, side->v[BLOCK + i], side->ticks & BIT(i)));
    return str_dup(&out, arena);
}

const char *text_color(struct arena *arena, int token)
{
    return arena_printf(arena, "%06x", (unsigned)token * 7919U & 0xffffffU);
}

const char *text_day(struct arena *arena, int token)
{
    return token ? arena_printf(arena, "%04d-%02d-%02d", 2026 + token / 336, token / 28 % 12 + 1,
                                token % 28 + 1)
                 : "";
}

const char *text_state(int state)
{
    static const char *const names[] = {"open", "completed", "not_planned", "duplicate"};
    return names[state];
}

const char *text_milestone(int milestone)
{
    static const char *const titles[] = {"none", "MA", "MB", "MC", "Elsewhere"};
    return titles[milestone];
}

const char *text_login(int assignee)
{
    static const char *const logins[ALL_ASSIGNEES] = {"octocat", "hubot", "acme"};
    return logins[assignee];
}
