#include "render/plan_parts.h"

#include <string.h>

#include "base/day.h"
#include "base/str.h"
#include "model/key.h"
#include "render/issue_evidence.h"

const char *part_title(const char *id, const char *title)
{
    if (!title || !text_starts(title, id))
        return title;
    const char *rest = title + strlen(id);
    const size_t between = key_separator(rest);
    return between && rest[between] ? rest + between : title;
}

static const char *state_word(const char *state)
{
    if (strcmp(state, "closed:not_planned") == 0)
        return "closed as not planned";
    if (strcmp(state, "closed:duplicate") == 0)
        return "closed as duplicate";
    return text_starts(state, "closed") ? "closed" : state;
}

static const char *set_text(const struct pen *pen, const struct strlist *set)
{
    if (set->len == 0)
        return "none";
    cleanup_str struct str text;
    str_init(&text, 0);
    str_add_list(&text, set, ", ");
    return str_dup(&text, pen->arena);
}

const char *part_value(const struct pen *pen, enum field field, const struct value *value)
{
    if (field_is_set(field))
        return set_text(pen, value->raw_set.len ? &value->raw_set : &value->set);
    const char *text = value->raw ? value->raw : value->text;
    if (text_empty(text))
        return "none";
    char day[24];
    switch (field) {
    case FIELD_DUE_ON:
        style_day(pen->style, text, day);
        return *day ? arena_strdup(pen->arena, day) : text;
    case FIELD_STATE:
        return state_word(text);
    case FIELD_TITLE:
    case FIELD_DESCRIPTION:
        return arena_printf(pen->arena, "\"%s\"", text);
    case FIELD_EVIDENCE:
        return evidence_summary(pen->arena, text);
    default:
        return text;
    }
}

int64_t part_create(const struct kind_counts *counts)
{
    return counts->create;
}

int64_t part_update(const struct kind_counts *counts)
{
    return counts->update;
}

int64_t part_close(const struct kind_counts *counts)
{
    return counts->close;
}

int64_t part_adopt(const struct kind_counts *counts)
{
    return counts->adopt;
}

int64_t part_delete(const struct kind_counts *counts)
{
    return counts->delete;
}

int64_t part_unchanged(const struct kind_counts *counts)
{
    return counts->unchanged;
}

int64_t part_refused(const struct kind_counts *counts)
{
    return counts->refused;
}

int64_t part_conflict(const struct kind_counts *counts)
{
    return counts->conflict;
}

int64_t part_sum(const struct kind_counts counts[], part_pick_fn pick)
{
    int64_t sum = 0;
    for (int kind = 0; kind < KIND_COUNT; kind++)
        sum += pick(&counts[kind]);
    return sum;
}

/* Links to create are named by their relation. */
static void add_links(struct arena *arena, const struct changeset *changeset, int64_t count,
                      struct strlist *parts)
{
    int64_t parents = 0, blockers = 0;
    for (size_t i = 0; i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        if (item->kind == KIND_RELATION && item->verb == VERB_CREATE)
            *(item->edge.relation == RELATION_PARENT ? &parents : &blockers) += 1;
    }
    if (parents + blockers != count) {
        strlist_add(arena, parts, text_count(arena, count, "link", NULL));
        return;
    }
    if (parents > 0)
        strlist_add(arena, parts, text_count(arena, parents, "sub-issue link", NULL));
    if (blockers > 0)
        strlist_add(arena, parts, text_count(arena, blockers, "blocked-by link", NULL));
}

const char *part_kinds(struct arena *arena, const struct changeset *changeset, part_pick_fn pick)
{
    struct strlist parts = {0};
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        int64_t count = pick(&changeset->counts[kind]);
        if (count == 0)
            continue;
        if (kind == KIND_RELATION)
            add_links(arena, changeset, count, &parts);
        else
            strlist_add(arena, &parts, text_count(arena, count, kind_name((enum kind)kind), NULL));
    }
    cleanup_str struct str text;
    str_init(&text, 0);
    str_add_list(&text, &parts, ", ");
    return str_dup(&text, arena);
}

const char *part_who(const struct pen *pen, const struct item_change *item)
{
    char day[24];
    style_day(pen->style, item->when, day);
    if (item->who && *day)
        return arena_printf(pen->arena, "%s, %s", item->who, day);
    return item->who ? item->who : arena_strdup(pen->arena, day);
}

const char *part_estimate(struct arena *arena, int64_t estimate_ms)
{
    if (estimate_ms < 1000)
        return "less than a second";
    char text[32];
    /* No more digits than an estimate has. */
    int64_t unit_ms = estimate_ms >= 120000 ? 60000 : estimate_ms >= 60000 ? 10000 : 1000;
    duration_format((estimate_ms + unit_ms / 2) / unit_ms * unit_ms, text);
    return arena_printf(arena, "about %s", text);
}

const char *part_mail(struct arena *arena, const struct sync_report *report)
{
    int64_t issues = report->changeset ? report->changeset->notifications : 0;
    if (issues == 0 || report->watchers == 0)
        return NULL;
    const char *what = issues == 1 ? "the new issue notifies"
                                   : arena_printf(arena, "each of the %s notifies",
                                                  text_count(arena, issues, "new issue", NULL));
    if (report->watchers < 0)
        return arena_printf(arena, "%s everybody who watches the repository", what);
    const char *who = text_count(arena, report->watchers, "watcher", NULL);
    return arena_printf(arena, "%s the %s of the repository", what, who);
}

const char *part_after(struct arena *arena, const struct plan_issue *issue)
{
    if (issue->depends_on.presence != SET || issue->depends_on.items.len == 0)
        return "";
    cleanup_str struct str text;
    str_init(&text, 0);
    str_add(&text, "after ");
    str_add_list(&text, &issue->depends_on.items, ", ");
    return str_dup(&text, arena);
}

const char *part_priority(const struct plan_issue *issue)
{
    static const char prefix[] = "priority:";
    for (size_t i = 0; i < issue->labels.items.len; i++)
        if (text_starts(issue->labels.items.items[i], prefix))
            return issue->labels.items.items[i] + sizeof prefix - 1;
    return "";
}

const char *part_command(const struct pen *pen, const char *command, const char *more)
{
    const char *options = pen->style->options ? pen->style->options : "";
    return arena_printf(pen->arena, "%s%s%s%s", command, options, more ? " " : "",
                        more ? more : "");
}

const char *part_again(const struct pen *pen, const char *command, const char *more)
{
    const char *again = pen->style->again ? pen->style->again : "";
    return part_command(pen, arena_printf(pen->arena, "%s%s", command, again), more);
}
