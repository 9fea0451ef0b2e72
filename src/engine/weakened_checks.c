/* Checks of issues that are gone, looser or waived. */
#include <string.h>

#include "base/str.h"
#include "engine/weakened_inner.h"

/* A check with its parameters as a tree, and whether it has found its other half. */
struct asked {
    const struct plan_check *check;
    struct given given;
    bool readable, paired;
};

struct asked_list {
    struct asked *items;
    size_t len;
};

static struct asked_list asked_of(const struct weighing *weighing, const struct plan_issue *issue)
{
    struct asked_list list = {0};
    list.items =
        arena_calloc(weighing->arena, (issue ? issue->checks.len : 0) + 1, sizeof *list.items);
    for (size_t i = 0; issue && i < issue->checks.len; i++) {
        struct asked *asked = &list.items[list.len++];
        asked->check = &issue->checks.items[i];
        asked->readable = weighing->input->given(weighing->arena, asked->check->kind,
                                                 asked->check->params, &asked->given);
    }
    return list;
}

/* What a check is about; NULL: nothing in particular. */
static const char *subject_of(const struct asked *asked)
{
    static const char *const keys[] = {"name", "path", "file", "at",     "table",
                                       "sql",  "with", "uses", "target", "heading"};
    const struct given *given = &asked->given;
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
        for (size_t i = 0; asked->readable && given->type == GIVEN_MAP && i < given->len; i++)
            if (text_eq(given->items[i].key, keys[k]) && given->items[i].type == GIVEN_SCALAR)
                return given->items[i].text;
    return NULL;
}

enum likeness { LIKE_ID, LIKE_ALL, LIKE_SUBJECT };

static bool is_like(const struct asked *a, const struct asked *b, enum likeness likeness)
{
    const char *left = subject_of(a), *right = subject_of(b);
    if (likeness == LIKE_ID)
        return a->check->id && text_eq(a->check->id, b->check->id);
    /* An id that was there and is not any more is looked for by what it asked. */
    if (!text_eq(a->check->kind, b->check->kind))
        return false;
    if (likeness == LIKE_ALL)
        return text_eq(a->check->source, b->check->source) &&
               text_eq(a->check->params, b->check->params);
    return left ? text_eq(left, right) : !right;
}

static void pair(struct asked_list *before, struct asked_list *now, struct asked **of)
{
    for (enum likeness likeness = LIKE_ID; likeness <= LIKE_SUBJECT; likeness++)
        for (size_t i = 0; i < before->len; i++)
            for (size_t k = 0; !of[i] && k < now->len; k++)
                if (!now->items[k].paired && is_like(&before->items[i], &now->items[k], likeness)) {
                    of[i] = &now->items[k];
                    now->items[k].paired = true;
                }
}

/* "check 'p99' of DB-008 (latency)", "check latency of DB-008" */
static const char *name_of(struct arena *arena, const struct plan_issue *issue,
                           const struct asked *asked)
{
    const struct plan_check *check = asked->check;
    const char *subject = subject_of(asked);
    if (check->id)
        return arena_printf(arena, "check '%s' of %s (%s)", check->id, issue->id, check->kind);
    if (!subject || strchr(subject, '\n') || strlen(subject) > 60)
        return arena_printf(arena, "check %s of %s", check->kind, issue->id);
    return arena_printf(arena, "check %s '%s' of %s", check->kind, subject, issue->id);
}

static struct weakened *add_check(const struct weighing *weighing, enum weakening how,
                                  const struct plan_issue *issue, const struct asked *asked,
                                  struct spot here)
{
    struct weakened *weakened =
        weakened_add(weighing, how, WEAKENED_CHECK, here, asked->check->spot);
    weakened->owner = issue->id;
    weakened->kind = asked->check->kind;
    weakened->id = asked->check->id;
    return weakened;
}

static const char *words_of(struct arena *arena, const struct plan_check *check)
{
    return arena_printf(arena, "%s %s", check->kind, check->params ? check->params : "");
}

/* The issue that asks the same now; NULL. */
static const char *moved_to(struct weighing *weighing, const struct plan_check *check)
{
    const struct plan *now = weighing->input->now;
    if (!weighing->asked) {
        weighing->asked = map_new(weighing->arena);
        for (size_t i = 0; i < now->issues.len; i++)
            for (size_t k = 0; k < now->issues.items[i].checks.len; k++)
                (void)map_put(weighing->asked,
                              words_of(weighing->arena, &now->issues.items[i].checks.items[k]),
                              &now->issues.items[i]);
    }
    const struct plan_issue *issue = map_get(weighing->asked, words_of(weighing->arena, check));
    return issue ? issue->id : NULL;
}

static void removed(struct weighing *weighing, const struct plan_issue *issue,
                    const struct plan_issue *left, const struct asked *asked)
{
    struct arena *arena = weighing->arena;
    const struct spot nowhere = {0};
    struct weakened *weakened =
        add_check(weighing, WEAKENED_REMOVED, issue, asked, left ? left->spot : nowhere);
    const char *name = name_of(arena, issue, asked), *to = moved_to(weighing, asked->check);
    weakened->message = to && !text_eq(to, issue->id)
                            ? arena_printf(arena, "%s is asked of %s now", name, to)
                        : left ? arena_printf(arena, "%s is gone", name)
                               : arena_printf(arena, "%s is gone with its issue", name);
}

static void loosened(const struct weighing *weighing, const struct plan_issue *issue,
                     const struct asked *before, const struct asked *now)
{
    struct strlist lines = {0};
    bool fine = text_eq(before->check->kind, now->check->kind);
    if (!fine)
        weakened_line(weighing, &lines, "kind", before->check->kind, now->check->kind);
    else if (before->readable && now->readable)
        (void)weakened_covers(weighing->arena, now->check->kind, &before->given, &now->given,
                              &lines);
    else if (!text_eq(before->check->params, now->check->params))
        weakened_line(weighing, &lines, "parameters", before->check->params, now->check->params);
    if (text_eq(now->check->severity, "warning") && !text_eq(before->check->severity, "warning"))
        weakened_line(weighing, &lines, "severity", "error", "warning");
    if (!text_eq(before->check->source ? before->check->source : "",
                 now->check->source ? now->check->source : ""))
        weakened_line(weighing, &lines, "source", before->check->source, now->check->source);
    if (lines.len == 0)
        return;
    struct weakened *weakened =
        add_check(weighing, WEAKENED_LOOSENED, issue, now, now->check->spot);
    weakened->message = arena_printf(weighing->arena, "%s asks for less, or for something else",
                                     name_of(weighing->arena, issue, before));
    weakened->lines = lines;
}

static void waived(const struct weighing *weighing, const struct plan_issue *issue,
                   const struct asked *before, const struct asked *now)
{
    const struct plan_waive *was = &before->check->waive, *is = &now->check->waive;
    char day[11];
    if (is->until == DAY_NONE || is->until < weighing->input->today ||
        (was->until != DAY_NONE && was->until >= is->until))
        return;
    struct weakened *weakened = add_check(weighing, WEAKENED_WAIVED, issue, now, now->check->spot);
    day_format(is->until, day);
    weakened->waive = *is;
    weakened->message = arena_printf(weighing->arena,
                                     was->until == DAY_NONE ? "%s is waived until %s"
                                                            : "%s is waived longer, until %s",
                                     name_of(weighing->arena, issue, now), day);
    strlist_add(weighing->arena, &weakened->lines,
                arena_printf(weighing->arena, "by %s: %s", is->by, is->reason));
}

void weakened_checks(struct weighing *weighing, const struct plan_issue *issue,
                     const struct plan_issue *left)
{
    struct asked_list before = asked_of(weighing, issue), now = asked_of(weighing, left);
    struct asked **of = arena_calloc(weighing->arena, before.len + 1, sizeof(struct asked *));
    pair(&before, &now, of);
    for (size_t i = 0; i < before.len; i++) {
        if (!of[i]) {
            removed(weighing, issue, left, &before.items[i]);
            continue;
        }
        loosened(weighing, issue, &before.items[i], of[i]);
        waived(weighing, issue, &before.items[i], of[i]);
    }
}
