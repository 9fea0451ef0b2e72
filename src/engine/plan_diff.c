#include "engine/plan_diff.h"

#include <string.h>

#include "base/map.h"
#include "base/str.h"
#include "base/utf8.h"
#include "engine/plan_diff_inner.h"

/* A value that is longer is only said to differ. */
#define VALUE_MAX 200

void differ_words(struct differ *differ, struct plan_difference *item, const char *name,
                  const char *before, const char *now, bool written)
{
    if (text_eq(before, now))
        return;
    const struct plan_field field = {.name = name, .written = written};
    VEC_PUSH(differ->arena, &item->fields, field);
}

static bool is_long(const char *text)
{
    return text && strlen(text) > VALUE_MAX;
}

void differ_text(struct differ *differ, struct plan_difference *item, const char *name,
                 const char *before, const char *now, bool written)
{
    if (text_eq(before, now))
        return;
    struct plan_field field = {.name = name, .written = written};
    if (!is_long(before) && !is_long(now)) {
        field.before = text_empty(before) ? NULL : before;
        field.after = text_empty(now) ? NULL : now;
    }
    VEC_PUSH(differ->arena, &item->fields, field);
}

static const char *day_of(struct arena *arena, int32_t day)
{
    char text[11];
    if (day == DAY_NONE)
        return NULL;
    day_format(day, text);
    return arena_strdup(arena, text);
}

void differ_day(struct differ *differ, struct plan_difference *item, const char *name,
                int32_t before, int32_t now, bool written)
{
    if (before != now)
        differ_text(differ, item, name, day_of(differ->arena, before), day_of(differ->arena, now),
                    written);
}

const char *differ_join(struct arena *arena, const struct strlist *list)
{
    if (list->len == 0)
        return NULL;
    struct str text cleanup_str;
    str_init(&text, 0);
    str_add_list(&text, list, ", ");
    return str_dup(&text, arena);
}

void differ_take(struct differ *differ, const struct plan_difference *item)
{
    struct plan_diff *diff = differ->diff;
    if (item->change == PLAN_SAME || (item->change == PLAN_CHANGED && item->fields.len == 0))
        return;
    VEC_PUSH(differ->arena, &diff->items, *item);
    if (item->kind == KIND_COUNT) {
        diff->plan_fields = item->fields.len;
        return;
    }
    struct plan_effect *effect = &diff->effect;
    diff->counts[item->kind][item->change]++;
    effect->left += item->change == PLAN_REMOVED;
    effect->creates[item->kind] += item->change == PLAN_ADDED;
    bool written = false;
    for (size_t i = 0; i < item->fields.len; i++)
        written = written || item->fields.items[i].written;
    effect->changes[item->kind] += item->change == PLAN_CHANGED && written;
}

/* ---- pairs ---- */

static const char *fold(struct arena *arena, const char *name)
{
    return utf8_fold(arena, name);
}

static void diff_labels(struct differ *differ)
{
    struct arena *arena = differ->arena;
    struct map *before = map_new(arena);
    for (size_t i = 0; differ->before && i < differ->before->labels.len; i++)
        (void)map_put(before, fold(arena, differ->before->labels.items[i].name),
                      &differ->before->labels.items[i]);
    for (size_t i = 0; differ->now && i < differ->now->labels.len; i++) {
        const struct plan_label *now = &differ->now->labels.items[i];
        const struct plan_label *was = map_remove(before, fold(arena, now->name));
        for (uint32_t k = 0; !was && k < now->previously.len; k++)
            was = map_remove(before, fold(arena, now->previously.items[k]));
        differ_label(differ, was, now);
    }
    size_t at = 0;
    const char *key;
    void *left;
    while (map_next(before, &at, &key, &left))
        differ_label(differ, left, NULL);
}

static const struct plan_milestone *was_milestone(struct map *before,
                                                  const struct plan_milestone *now)
{
    const struct plan_milestone *was = map_remove(before, now->id);
    for (uint32_t k = 0; !was && k < now->previously.len; k++) {
        size_t at = 0;
        const char *key;
        void *value;
        while (!was && map_next(before, &at, &key, &value)) {
            const struct plan_milestone *old = value;
            if (text_eq(old->id, now->previously.items[k]) ||
                text_eq(old->title, now->previously.items[k]))
                was = map_remove(before, old->id);
        }
    }
    return was;
}

static void add_totals(struct differ *differ, const struct plan_milestone *before,
                       const struct plan_milestone *now)
{
    const struct plan_milestone_totals totals = {
        .id = now ? now->id : before->id,
        .before_id = before ? before->id : now->id,
        .title = now ? now->title : before->title,
        .before = differ_totals(differ->before, before),
        .after = differ_totals(differ->now, now),
    };
    VEC_PUSH(differ->arena, &differ->diff->milestones, totals);
}

static void diff_milestones(struct differ *differ)
{
    struct map *before = map_new(differ->arena);
    for (size_t i = 0; differ->before && i < differ->before->milestones.len; i++)
        (void)map_put(before, differ->before->milestones.items[i].id,
                      &differ->before->milestones.items[i]);
    for (size_t i = 0; differ->now && i < differ->now->milestones.len; i++) {
        const struct plan_milestone *now = &differ->now->milestones.items[i];
        const struct plan_milestone *was = was_milestone(before, now);
        if (was && !text_eq(was->id, now->id))
            (void)map_put(differ->renamed, was->id, &differ->now->milestones.items[i]);
        add_totals(differ, was, now);
        differ_milestone(differ, was, now);
    }
    size_t at = 0;
    const char *key;
    void *left;
    while (map_next(before, &at, &key, &left)) {
        add_totals(differ, left, NULL);
        differ_milestone(differ, left, NULL);
    }
}

static void diff_issues(struct differ *differ)
{
    struct map *before = map_new(differ->arena);
    for (size_t i = 0; differ->before && i < differ->before->issues.len; i++)
        (void)map_put(before, differ->before->issues.items[i].id, &differ->before->issues.items[i]);
    for (size_t i = 0; differ->now && i < differ->now->issues.len; i++) {
        const struct plan_issue *now = &differ->now->issues.items[i];
        differ_issue(differ, map_remove(before, now->id), now);
    }
    size_t at = 0;
    const char *key;
    void *left;
    while (map_next(before, &at, &key, &left))
        differ_issue(differ, left, NULL);
}

struct plan_diff *plan_diff_find(struct arena *arena, const struct plan *before,
                                 const struct plan *now)
{
    struct plan_diff *diff = ARENA_NEW(arena, struct plan_diff);
    struct differ differ = {
        .arena = arena, .before = before, .now = now, .diff = diff, .renamed = map_new(arena)};
    differ_plan(&differ);
    diff_labels(&differ);
    diff_milestones(&differ);
    diff_issues(&differ);
    return diff;
}
