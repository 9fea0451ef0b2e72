#include "github/echo.h"

#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "base/utf8.h"
#include "model/kind.h"

/* White space as one blank, none at the ends, normal form C: what GitHub itself may change. */
static const char *plain(struct arena *arena, const char *text)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    bool blank = false;
    for (const char *p = text ? text : ""; *p; p++) {
        if (strchr(" \t\r\n", *p)) {
            blank = true;
            continue;
        }
        if (blank && out.len > 0)
            str_addc(&out, ' ');
        blank = false;
        str_addc(&out, *p);
    }
    return utf8_nfc(arena, str_dup(&out, arena));
}

static bool same_text(struct arena *arena, const char *a, const char *b)
{
    return strcmp(plain(arena, a), plain(arena, b)) == 0;
}

static bool same_word(const char *a, const char *b)
{
    return strcasecmp(a ? a : "", b ? b : "") == 0;
}

static void drop(struct arena *arena, struct strlist *dropped, enum field field)
{
    if (!strlist_has(dropped, field_name(field)))
        strlist_add(arena, dropped, field_name(field));
}

bool echo_set_holds(struct arena *arena, const struct strlist *sent, const struct strlist *echo)
{
    if (sent->len == 0)
        return echo->len == 0;
    for (size_t i = 0; i < sent->len; i++) {
        const char *wanted = utf8_fold(arena, sent->items[i]);
        bool there = false;
        for (size_t k = 0; k < echo->len && !there; k++)
            there = strcmp(utf8_fold(arena, echo->items[k]), wanted) == 0;
        if (!there)
            return false;
    }
    return true;
}

bool echo_label(struct arena *arena, const struct gh_label_fields *sent,
                const struct remote_label *echo, struct strlist *dropped)
{
    if (sent->name && !same_text(arena, sent->name, echo->name))
        drop(arena, dropped, FIELD_TITLE);
    if (sent->color && !same_word(sent->color, echo->color))
        drop(arena, dropped, FIELD_COLOR);
    if (sent->description && !same_text(arena, sent->description, echo->description))
        drop(arena, dropped, FIELD_DESCRIPTION);
    return false;
}

bool echo_milestone(struct arena *arena, const struct gh_milestone_fields *sent,
                    const struct remote_milestone *echo, struct strlist *dropped)
{
    if (sent->title && !same_text(arena, sent->title, echo->title))
        drop(arena, dropped, FIELD_TITLE);
    if (sent->description && !same_text(arena, sent->description, echo->description))
        drop(arena, dropped, FIELD_BLOCK);
    if (sent->due_on) {
        const char *due = echo->due_on ? echo->due_on : "";
        if (strncmp(sent->due_on, due, 10) != 0)
            drop(arena, dropped, FIELD_DUE_ON);
    }
    if (sent->state && !text_eq(sent->state, echo->state))
        drop(arena, dropped, FIELD_STATE);
    return false;
}

bool echo_issue(struct arena *arena, const struct gh_issue_fields *sent,
                const struct remote_issue *echo, struct strlist *dropped)
{
    if (sent->title && !same_text(arena, sent->title, echo->title))
        drop(arena, dropped, FIELD_TITLE);
    if (sent->body && !same_text(arena, sent->body, echo->body))
        drop(arena, dropped, FIELD_BLOCK);
    bool wrong_reason = sent->state_reason && echo->state_reason &&
                        !same_word(sent->state_reason, echo->state_reason);
    if (sent->state && (!text_eq(sent->state, echo->state) || wrong_reason))
        drop(arena, dropped, FIELD_STATE);
    size_t before = dropped->len;
    if (sent->milestone && sent->milestone->v != echo->milestone.v)
        drop(arena, dropped, FIELD_MILESTONE);
    if (sent->labels && !echo_set_holds(arena, sent->labels, &echo->labels))
        drop(arena, dropped, FIELD_LABELS);
    if (sent->assignees && !echo_set_holds(arena, sent->assignees, &echo->assignees))
        drop(arena, dropped, FIELD_ASSIGNEES);
    if (sent->type && !same_word(sent->type, echo->type))
        drop(arena, dropped, FIELD_TYPE);
    return dropped->len > before;
}
