/* Files of issues, folders of migrations and gates of which less is asked. */
#include "base/str.h"
#include "engine/weakened_inner.h"

static bool has_all(const struct strlist *whole, const struct strlist *part,
                    const struct weighing *weighing, struct strlist *missing)
{
    const size_t before = missing->len;
    for (uint32_t i = 0; i < part->len; i++)
        if (!whole || !strlist_has(whole, part->items[i]))
            strlist_add(weighing->arena, missing,
                        arena_printf(weighing->arena, "%s", part->items[i]));
    return missing->len == before;
}

void weakened_files(const struct weighing *weighing, const struct plan_issue *issue,
                    const struct plan_issue *left)
{
    const struct {
        const char *kind;
        const struct strlist *before, *now;
    } lists[] = {{"migrations", &issue->migrations, left ? &left->migrations : NULL},
                 {"deliverables", &issue->deliverables, left ? &left->deliverables : NULL},
                 {"docs", &issue->docs, left ? &left->docs : NULL}};
    const struct spot nowhere = {0};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct strlist missing = {0};
        if (has_all(lists[i].now, lists[i].before, weighing, &missing))
            continue;
        struct weakened *weakened = weakened_add(weighing, WEAKENED_REMOVED, WEAKENED_FILES,
                                                 left ? left->spot : nowhere, issue->spot);
        weakened->owner = issue->id;
        weakened->kind = lists[i].kind;
        weakened->message = arena_printf(weighing->arena,
                                         left ? "%s of %s names less" : "%s of %s are gone with it",
                                         lists[i].kind, issue->id);
        weakened->lines = missing;
    }
}

/* ---- folders of migrations ---- */

static int reversible_rank(const char *word)
{
    return text_eq(word, "required") ? 2 : text_eq(word, "never") ? 0 : 1;
}

static const struct plan_migrations *find_folder(const struct plan *plan,
                                                 const struct plan_migrations *folder)
{
    for (size_t i = 0; plan && i < plan->migrations.len; i++) {
        const struct plan_migrations *other = &plan->migrations.items[i];
        if (folder->id ? text_eq(other->id, folder->id) : text_eq(other->path, folder->path))
            return other;
    }
    return NULL;
}

void weakened_folder(const struct weighing *weighing, const struct plan_migrations *folder)
{
    const struct plan_migrations *left = find_folder(weighing->input->now, folder);
    const char *name = folder->id ? folder->id : folder->path;
    const struct spot nowhere = {0};
    struct strlist lines = {0};
    if (left && reversible_rank(left->reversible) < reversible_rank(folder->reversible))
        weakened_line(weighing, &lines, "reversible", folder->reversible, left->reversible);
    const char *const words[][3] = {
        {"path", folder->path, left ? left->path : NULL},
        {"engine", folder->engine, left ? left->engine : NULL},
        {"naming", folder->naming, left ? left->naming : NULL},
        {"baseline", folder->baseline, left ? left->baseline : NULL},
    };
    for (size_t i = 0; left && i < sizeof words / sizeof *words; i++) {
        /* A naming rule where there was none asks for more; a baseline takes files out. */
        const bool more = i == 2 ? !words[i][1] : i == 3 && !words[i][2];
        if (!more && !text_eq(words[i][1] ? words[i][1] : "", words[i][2] ? words[i][2] : ""))
            weakened_line(weighing, &lines, words[i][0], words[i][1], words[i][2]);
    }
    if (left && lines.len == 0)
        return;
    struct weakened *weakened =
        weakened_add(weighing, left ? WEAKENED_LOOSENED : WEAKENED_REMOVED, WEAKENED_FOLDER,
                     left ? left->spot : nowhere, folder->spot);
    weakened->owner = name;
    weakened->kind = "migrations";
    weakened->message =
        arena_printf(weighing->arena,
                     left ? "of the migrations '%s' less is asked, or something else"
                          : "the migrations '%s' are looked at no more",
                     name);
    weakened->lines = lines;
}

/* ---- gates ---- */

static const struct plan_criterion *find_criterion(const struct plan_milestone *milestone,
                                                   const char *id)
{
    for (size_t i = 0; milestone && i < milestone->gate.len; i++)
        if (text_eq(milestone->gate.items[i].id, id))
            return &milestone->gate.items[i];
    return NULL;
}

static void weigh_criterion(const struct weighing *weighing, const struct plan_milestone *milestone,
                            const struct plan_milestone *left,
                            const struct plan_criterion *criterion)
{
    const struct plan_criterion *now = find_criterion(left, criterion->id);
    const struct spot nowhere = {0};
    struct strlist missing = {0};
    if (now) {
        if (criterion->all_issues && !now->all_issues)
            strlist_add(weighing->arena, &missing, "issues: all");
        if (!now->all_issues)
            (void)has_all(&now->issues, &criterion->issues, weighing, &missing);
        (void)has_all(&now->checks, &criterion->checks, weighing, &missing);
        (void)has_all(&now->signoff, &criterion->signoff, weighing, &missing);
        if (missing.len == 0)
            return;
    }
    const struct spot here = now ? now->spot : left ? left->spot : nowhere;
    struct weakened *weakened = weakened_add(weighing, now ? WEAKENED_LOOSENED : WEAKENED_REMOVED,
                                             WEAKENED_CRITERION, here, criterion->spot);
    weakened->owner = milestone->id;
    weakened->kind = "criterion";
    weakened->id = criterion->id;
    weakened->message = arena_printf(weighing->arena,
                                     now ? "criterion '%s' of the gate of %s asks for less"
                                         : "criterion '%s' of the gate of %s is gone",
                                     criterion->id, milestone->id);
    weakened->lines = missing;
}

void weakened_gate(const struct weighing *weighing, const struct plan_milestone *milestone,
                   const struct plan_milestone *left)
{
    for (size_t i = 0; i < milestone->gate.len; i++)
        weigh_criterion(weighing, milestone, left, &milestone->gate.items[i]);
}
