/* Labels: one entry per name as GitHub sees names (case-folded), and former names. */
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "spec/read.h"

/* Suggestions compare each undeclared label with each declared one. */
#define SUGGEST_MAX_LABELS 2000

/* Dark enough for white text, far enough apart to be told from each other. */
static const char *const palette[] = {"1d76db", "0e8a16", "b60205", "5319e7", "006b75", "d93f0b",
                                      "0052cc", "8a5a00", "c2185b", "455a64", "6a1b9a", "2e7d32"};
#define PALETTE_COUNT (sizeof palette / sizeof *palette)

/* The usual prefixes get one colour each; all others go by a hash. */
static const struct {
    const char *prefix, *color;
} known_prefixes[] = {
    {"area", "1d76db"},   {"type", "5319e7"}, {"priority", "d93f0b"}, {"status", "455a64"},
    {"phase", "006b75"},  {"team", "0e8a16"}, {"kind", "6a1b9a"},     {"size", "8a5a00"},
    {"effort", "8a5a00"}, {"epic", "c2185b"},
};

const char *spec_palette_color(const char *label)
{
    size_t len = strcspn(label, ":");
    char prefix[64] = {0};
    for (size_t i = 0; i < len && i + 1 < sizeof prefix; i++)
        prefix[i] = (char)(label[i] >= 'A' && label[i] <= 'Z' ? label[i] - 'A' + 'a' : label[i]);
    for (size_t i = 0; i < sizeof known_prefixes / sizeof *known_prefixes; i++) {
        if (strcmp(prefix, known_prefixes[i].prefix) == 0)
            return known_prefixes[i].color;
    }
    char digits[5];
    sha256_short(prefix, 4, digits);
    size_t sum = 0;
    for (size_t i = 0; digits[i]; i++)
        sum = sum * 16 + (size_t)(digits[i] <= '9' ? digits[i] - '0' : digits[i] - 'a' + 10);
    return palette[sum % PALETTE_COUNT];
}

struct labels {
    struct reader *reader;
    struct map *by_name;   /* as written → index + 1 */
    struct map *by_folded; /* folded → index + 1 */
    size_t declared;
};

static void claim_declared(struct labels *labels, size_t index)
{
    struct reader *reader = labels->reader;
    const struct plan_label *label = &reader->plan->labels.items[index];
    const char *folded = utf8_fold(reader->arena, label->name);
    uintptr_t before = (uintptr_t)map_get(labels->by_folded, folded);
    if (before) {
        const struct origin *first = &reader->labels.items[before - 1];
        struct pos pos = spec_place(reader, spec_origin_spot(first, "name"));
        spec_report(reader, "E0210", spec_origin_spot(&reader->labels.items[index], "name"),
                    arena_printf(reader->arena, "the first one stands in %s:%u", pos.source->path,
                                 (unsigned)pos.line),
                    "the label '%s' is declared twice; GitHub does not tell case apart",
                    label->name);
        return;
    }
    map_put(labels->by_folded, folded, (void *)(uintptr_t)(index + 1));
    map_put(labels->by_name, label->name, (void *)(uintptr_t)(index + 1));
}

/* Two neighbours swapped, and nothing else: no family, but a slip. */
static bool is_swapped(const char *a, const char *b)
{
    size_t i = 0;
    while (a[i] && a[i] == b[i])
        i++;
    return a[i] && a[i + 1] && a[i] == b[i + 1] && a[i + 1] == b[i] &&
           strcmp(a + i + 2, b + i + 2) == 0;
}

static void warn_if_near(struct labels *labels, const char *name, struct spot spot)
{
    struct reader *reader = labels->reader;
    if (reader->plan->labels.len > SUGGEST_MAX_LABELS || reader->incomplete)
        return;
    struct nearest nearest = nearest_init(name);
    if (nearest.distance > 2)
        nearest.distance = 2; /* one slip: area:db and area:dr are two good names */
    bool swapped = false;
    for (size_t i = 0; i < labels->declared && !swapped; i++) {
        const char *declared = reader->plan->labels.items[i].name;
        swapped = strlen(declared) == strlen(name) && is_swapped(declared, name);
        if (swapped)
            nearest.best = declared;
        else
            nearest_try(&nearest, declared);
    }
    /* Names that differ in one letter are a family, not a slip. */
    if (swapped || (nearest.best && strlen(nearest.best) != strlen(name)))
        spec_report(reader, "W0302", spot, nearest_help(reader->arena, &nearest),
                    "the label '%s' is not declared", name);
}

static struct spot use_pos(const struct origin *origin, const char *name)
{
    const struct doc_node *list = doc_get(origin->node, "labels");
    for (uint32_t i = 0; list && list->type == DOC_LIST && i < list->count; i++) {
        if (list->items[i].text && strcmp(list->items[i].text, name) == 0)
            return spec_spot(origin->file, &list->items[i]);
    }
    return spec_origin_spot(origin, "labels");
}

/* The plan's spelling of a label that an issue names. */
static const char *resolve_use(struct labels *labels, const struct origin *origin, const char *name)
{
    struct reader *reader = labels->reader;
    struct plan *plan = reader->plan;
    uintptr_t found = (uintptr_t)map_get(labels->by_name, name);
    if (!found) {
        const char *folded = utf8_fold(reader->arena, name);
        found = (uintptr_t)map_get(labels->by_folded, folded);
        if (!found) {
            struct spot spot = use_pos(origin, name);
            warn_if_near(labels, name, spot);
            VEC_PUSH(reader->arena, &plan->labels,
                     (struct plan_label){.name = name,
                                         .color = spec_palette_color(name),
                                         .retire_after = DAY_NONE,
                                         .spot = spot});
            VEC_PUSH(reader->arena, &reader->labels, *origin);
            found = plan->labels.len;
            map_put(labels->by_folded, folded, (void *)found);
        }
        map_put(labels->by_name, name, (void *)found);
    }
    return plan->labels.items[found - 1].name;
}

static void resolve_issue(struct labels *labels, struct plan_issue *issue,
                          const struct origin *origin)
{
    struct strlist *list = &issue->labels.items;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->len; i++) {
        const char *name = resolve_use(labels, origin, list->items[i]);
        struct strlist before = {list->items, kept, kept};
        if (!strlist_has(&before, name))
            list->items[kept++] = name;
    }
    list->len = kept;
}

static bool was_called(struct arena *arena, const struct plan_label *label, const char *name)
{
    for (size_t i = 0; i < label->previously.len; i++)
        if (strcmp(utf8_fold(arena, label->previously.items[i]), utf8_fold(arena, name)) == 0)
            return true;
    return false;
}

/* Another label may have a former name now when it was called something else itself: a chain of
 * renames. But a swap that was made looks like one that was not, so it cannot be stated. */
static void check_former_label(struct labels *labels, size_t place, const char *old,
                               struct spot spot)
{
    struct reader *reader = labels->reader;
    const struct plan_label *all = reader->plan->labels.items;
    uintptr_t now = (uintptr_t)map_get(labels->by_folded, utf8_fold(reader->arena, old));
    if (!now || now == place + 1)
        return;
    const struct plan_label *other = &all[now - 1];
    if (was_called(reader->arena, other, all[place].name))
        spec_report(reader, "E0211", spot, "rename one of them to a third name, sync, and go on",
                    "'%s' and '%s' swap names, which cannot be done in one step", old,
                    all[place].name);
    else if (other->previously.len == 0)
        spec_report(reader, "E0211", spot, "use the new name everywhere",
                    "'%s' is still the name of a label of this plan", old);
}

static void check_former_labels(struct labels *labels)
{
    struct reader *reader = labels->reader;
    struct map *former = map_new(reader->arena);
    for (size_t i = 0; i < labels->declared; i++) {
        const struct plan_label *label = &reader->plan->labels.items[i];
        struct spot spot = {0};
        if (label->previously.len)
            spot = spec_origin_spot(&reader->labels.items[i], "previously");
        for (size_t k = 0; k < label->previously.len; k++) {
            const char *old = label->previously.items[k];
            const char *folded = utf8_fold(reader->arena, old);
            check_former_label(labels, i, old, spot);
            if (map_put(former, folded, (void *)(uintptr_t)(i + 1)))
                spec_report(reader, "E0211", spot, "only one label can take over its issues",
                            "'%s' is the former name of two labels", old);
        }
    }
}

void spec_resolve_labels(struct reader *reader)
{
    struct plan *plan = reader->plan;
    struct labels labels = {.reader = reader,
                            .by_name = map_new(reader->arena),
                            .by_folded = map_new(reader->arena),
                            .declared = plan->labels.len};
    for (size_t i = 0; i < labels.declared; i++)
        claim_declared(&labels, i);
    for (size_t i = 0; i < plan->issues.len; i++)
        resolve_issue(&labels, &plan->issues.items[i], &reader->issues.items[i]);
    check_former_labels(&labels);
}

/* Former ids or titles of milestones, which a rename keeps. */
void spec_check_former_names(struct reader *reader)
{
    struct plan *plan = reader->plan;
    cleanup_arena struct arena *scratch = arena_new();
    struct map *now = map_new(scratch);
    struct map *former = map_new(scratch);
    for (size_t i = 0; i < plan->milestones.len; i++) {
        map_put(now, plan->milestones.items[i].title, (void *)(uintptr_t)(i + 1));
        map_put(now, plan->milestones.items[i].id, (void *)(uintptr_t)(i + 1));
    }
    for (size_t i = 0; i < plan->milestones.len; i++) {
        const struct plan_milestone *milestone = &plan->milestones.items[i];
        for (size_t k = 0; k < milestone->previously.len; k++) {
            const char *old = milestone->previously.items[k];
            struct spot spot = spec_origin_spot(&reader->milestones.items[i], "previously");
            uintptr_t used = (uintptr_t)map_get(now, old);
            if (used && used != i + 1)
                spec_report(reader, "E0211", spot, "give the other milestone an id of its own",
                            "'%s' is still a milestone of this plan", old);
            else if (map_put(former, old, (void *)(uintptr_t)(i + 1)))
                spec_report(reader, "E0211", spot, "only one milestone can take over its issues",
                            "'%s' is the former name of two milestones", old);
        }
    }
}
