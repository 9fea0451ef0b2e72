/* A list of tasks, or of lines, made to say what GitHub says: items that are the same keep their
 * bytes, comments included. */
#include <string.h>

#include "app/pull/pull_inner.h"
#include "base/str.h"

/* Lists beyond this are compared from both ends only. */
#define ALIGN_MOST 500

static size_t box_len(const char *text)
{
    return text_starts(text, "[x] ") || text_starts(text, "[X] ") || text_starts(text, "[ ] ") ? 4
                                                                                               : 0;
}

static bool is_ticked(const char *text)
{
    return text_starts(text, "[x] ") || text_starts(text, "[X] ");
}

static const char *text_of(const struct doc_node *node)
{
    const struct doc_node *text = node->type == DOC_MAP ? doc_get(node, "text") : node;
    return text && text->text ? text->text : "";
}

static const char *written(struct pull *pull, const struct plan_task *task, const char *old,
                           enum pull_list as)
{
    if (as == PULL_LINES)
        return task->text;
    const bool ticked = as == PULL_TICKS ? task->ticked : old && is_ticked(old);
    const char *box = ticked                                                     ? "[x] "
                      : (old && text_starts(old, "[ ] ")) || box_len(task->text) ? "[ ] "
                                                                                 : "";
    return arena_printf(pull->arena, "%s%s", box, task->text);
}

static struct doc_node new_task(struct pull *pull, const struct plan_task *task, const char *old,
                                enum pull_list as)
{
    const struct doc_node text = edit_text(written(pull, task, old, as));
    if (task->task_count == 0)
        return text;
    struct doc_node map = edit_map(pull->arena, 2);
    edit_map_add(&map, "text", text);
    edit_map_add(&map, "tasks", pull_new_tasks(pull, task->tasks, task->task_count, as));
    return map;
}

struct doc_node pull_new_tasks(struct pull *pull, const struct plan_task *tasks, size_t count,
                               enum pull_list as)
{
    struct doc_node list = edit_list(pull->arena, count);
    for (size_t i = 0; i < count; i++)
        edit_list_add(&list, new_task(pull, &tasks[i], NULL, as));
    return list;
}

/* The item at `index` says this task from now on. */
static void edit_task(struct pull *pull, struct edit_node *list, size_t index,
                      const struct plan_task *task, enum pull_list as)
{
    struct edit_node *node = edit_at(list, index);
    const struct doc_node *old = edit_old(node);
    const char *text = written(pull, task, text_of(old), as);
    const struct doc_node *below = doc_get(old, "tasks");
    const bool differs = !text_eq(text, text_of(old));
    if (old->type != DOC_MAP) {
        if (task->task_count)
            edit_set(node, pull_value(pull, new_task(pull, task, text_of(old), as)));
        else if (differs)
            edit_set(node, pull_value(pull, edit_text(text)));
        return;
    }
    if (differs)
        edit_put(node, "text", NULL, pull_value(pull, edit_text(text)));
    if (below && below->type == DOC_LIST && (below->count || task->task_count))
        pull_tasks(pull, edit_get(node, "tasks"), task->tasks, task->task_count, as);
    else if (task->task_count)
        edit_put(node, "tasks", "text",
                 pull_value(pull, pull_new_tasks(pull, task->tasks, task->task_count, as)));
}

struct aligner {
    const struct doc_node *old;
    const struct plan_task *tasks;
    size_t count;
    enum pull_list as;
    uint16_t *common; /* longest common run of items from (i, k) on */
};

static bool same_text(const struct aligner *aligner, size_t i, size_t k)
{
    const char *old = text_of(&aligner->old->items[i]);
    const size_t box = aligner->as == PULL_LINES ? 0 : box_len(old);
    return text_eq(old + box, aligner->tasks[k].text);
}

static uint16_t *cell(const struct aligner *aligner, size_t i, size_t k)
{
    return &aligner->common[i * (aligner->count + 1) + k];
}

static void align(struct aligner *aligner)
{
    for (size_t i = aligner->old->count; i-- > 0;)
        for (size_t k = aligner->count; k-- > 0;) {
            const uint16_t below = *cell(aligner, i + 1, k), right = *cell(aligner, i, k + 1);
            *cell(aligner, i, k) = same_text(aligner, i, k)
                                       ? (uint16_t)(*cell(aligner, i + 1, k + 1) + 1)
                                   : below > right ? below
                                                   : right;
        }
}

/* Old items [i, i_end) become tasks [k, k_end), which stand before the item `at`; works from the
 * back, so that places before it stay. */
static void replace_run(struct pull *pull, struct edit_node *list, size_t i, size_t i_end,
                        const struct plan_task *tasks, size_t k, size_t k_end, enum pull_list as)
{
    const size_t old = i_end - i, new = k_end - k, both = old < new ? old : new;
    for (size_t n = old; n > both; n--)
        edit_remove(list, i + n - 1);
    for (size_t n = new; n > both; n--)
        edit_insert(list, i + both, pull_value(pull, new_task(pull, &tasks[k + n - 1], NULL, as)));
    for (size_t n = 0; n < both; n++)
        edit_task(pull, list, i + n, &tasks[k + n], as);
}

/* An old item and the task that it says already. */
struct pair {
    size_t i, k;
};

/* As many pairs as there can be, in order. */
static size_t find_pairs(struct arena *arena, struct aligner *aligner, struct pair **pairs)
{
    const size_t old = aligner->old->count, count = aligner->count;
    size_t found = 0;
    aligner->common = arena_calloc(arena, (old + 1) * (count + 1), sizeof *aligner->common);
    align(aligner);
    *pairs = arena_calloc(arena, old + 1, sizeof **pairs);
    for (size_t i = 0, k = 0; i < old && k < count;) {
        if (same_text(aligner, i, k) && *cell(aligner, i, k) == *cell(aligner, i + 1, k + 1) + 1)
            (*pairs)[found++] = (struct pair){i++, k++};
        else if (*cell(aligner, i + 1, k) >= *cell(aligner, i, k + 1))
            i++;
        else
            k++;
    }
    return found;
}

void pull_tasks(struct pull *pull, struct edit_node *list, const struct plan_task *tasks,
                size_t count, enum pull_list as)
{
    struct aligner aligner = {edit_old(list), tasks, count, as, NULL};
    const size_t old = aligner.old->count;
    struct pair *pairs, end = {old, count};
    if (old > ALIGN_MOST || count > ALIGN_MOST) {
        replace_run(pull, list, 0, old, tasks, 0, count, as);
        return;
    }
    for (size_t n = find_pairs(pull->arena, &aligner, &pairs); n > 0; n--) {
        const struct pair pair = pairs[n - 1];
        replace_run(pull, list, pair.i + 1, end.i, tasks, pair.k + 1, end.k, as);
        edit_task(pull, list, pair.i, &tasks[pair.k], as);
        end = pair;
    }
    replace_run(pull, list, 0, end.i, tasks, 0, end.k, as);
}
