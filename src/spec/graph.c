/* Cycles of depends_on and parent, and how deep and wide the tree of sub-issues is. */
#include <string.h>

#include "base/str.h"
#include "model/limits.h"
#include "spec/read.h"

struct edges {
    uint32_t *first; /* count + 1: where the targets of each issue begin */
    uint32_t *to;
};

struct walk {
    struct reader *reader;
    const struct edges *edges;
    const char *code, *key, *verb;
    uint8_t *color; /* 0 new, 1 on the path, 2 done */
    bool *reported; /* lies on a cycle that was reported */
    uint32_t *path; /* the issues from the start to here */
    uint32_t *next; /* per issue on the path: the edge to follow next */
    size_t len;
};

static uint32_t index_of(const struct reader *reader, const char *id)
{
    return (uint32_t)((uintptr_t)map_get(reader->issue_ids, id) - 1);
}

static struct edges depends_edges(struct reader *reader, struct arena *scratch)
{
    const struct plan *plan = reader->plan;
    size_t total = 0;
    for (size_t i = 0; i < plan->issues.len; i++)
        total += plan->issues.items[i].depends_on.items.len;
    struct edges edges = {arena_calloc(scratch, plan->issues.len + 1, sizeof(uint32_t)),
                          arena_calloc(scratch, total, sizeof(uint32_t))};
    uint32_t at = 0;
    for (size_t i = 0; i < plan->issues.len; i++) {
        const struct strlist *list = &plan->issues.items[i].depends_on.items;
        edges.first[i] = at;
        for (size_t k = 0; k < list->len; k++)
            edges.to[at++] = index_of(reader, list->items[k]);
    }
    edges.first[plan->issues.len] = at;
    return edges;
}

static struct edges parent_edges(struct reader *reader, struct arena *scratch)
{
    const struct plan *plan = reader->plan;
    struct edges edges = {arena_calloc(scratch, plan->issues.len + 1, sizeof(uint32_t)),
                          arena_calloc(scratch, plan->issues.len, sizeof(uint32_t))};
    uint32_t at = 0;
    for (size_t i = 0; i < plan->issues.len; i++) {
        edges.first[i] = at;
        if (plan->issues.items[i].parent.presence == SET)
            edges.to[at++] = index_of(reader, plan->issues.items[i].parent.text);
    }
    edges.first[plan->issues.len] = at;
    return edges;
}

/* The element of the last issue's list that closes the circle. */
static struct spot closing_pos(const struct walk *walk, uint32_t from, const char *id)
{
    const struct origin *origin = &walk->reader->issues.items[from];
    const struct doc_node *node = doc_get(origin->node, walk->key);
    if (node && node->type == DOC_LIST) {
        for (uint32_t i = 0; i < node->count; i++) {
            if (node->items[i].text && strcmp(node->items[i].text, id) == 0)
                return spec_spot(origin->file, &node->items[i]);
        }
    }
    return spec_origin_spot(origin, walk->key);
}

static void report_cycle(struct walk *walk, uint32_t back_to)
{
    const struct plan_issue *issues = walk->reader->plan->issues.items;
    size_t start = walk->len;
    while (walk->path[start - 1] != back_to)
        start--;
    start--;
    cleanup_str struct str text;
    str_init(&text, 0);
    bool known = false;
    for (size_t i = start; i < walk->len; i++) {
        known |= walk->reported[walk->path[i]];
        str_addf(&text, "%s → ", issues[walk->path[i]].id);
    }
    if (known)
        return; /* one cause, one problem */
    for (size_t i = start; i < walk->len; i++)
        walk->reported[walk->path[i]] = true;
    str_add(&text, issues[back_to].id);
    uint32_t from = walk->path[walk->len - 1];
    spec_report(walk->reader, walk->code, closing_pos(walk, from, issues[back_to].id),
                "take one of these links out", "a circle of issues that %s each other: %s",
                walk->verb, text.p);
}

static void push(struct walk *walk, uint32_t issue)
{
    walk->color[issue] = 1;
    walk->next[walk->len] = walk->edges->first[issue];
    walk->path[walk->len++] = issue;
}

static void visit(struct walk *walk, uint32_t start)
{
    push(walk, start);
    while (walk->len) {
        uint32_t issue = walk->path[walk->len - 1];
        uint32_t *next = &walk->next[walk->len - 1];
        if (*next == walk->edges->first[issue + 1]) {
            walk->color[issue] = 2;
            walk->len--;
            continue;
        }
        uint32_t to = walk->edges->to[(*next)++];
        if (walk->color[to] == 1)
            report_cycle(walk, to);
        else if (walk->color[to] == 0)
            push(walk, to);
    }
}

static bool find_cycles(struct reader *reader, struct arena *scratch, const struct edges *edges,
                        const char *code, const char *key, const char *verb)
{
    size_t count = reader->plan->issues.len;
    size_t errors = reader->diags->errors;
    struct walk walk = {.reader = reader,
                        .edges = edges,
                        .code = code,
                        .key = key,
                        .verb = verb,
                        .color = arena_calloc(scratch, count, 1),
                        .reported = arena_calloc(scratch, count, sizeof(bool)),
                        .path = arena_calloc(scratch, count, sizeof(uint32_t)),
                        .next = arena_calloc(scratch, count, sizeof(uint32_t))};
    for (uint32_t i = 0; i < count; i++) {
        if (walk.color[i] == 0)
            visit(&walk, i);
    }
    return reader->diags->errors > errors;
}

/* GitHub: 8 levels below the top one, 100 sub-issues per parent. Without cycles only. */
static void check_tree(struct reader *reader, struct arena *scratch, const struct edges *edges)
{
    const struct plan *plan = reader->plan;
    uint32_t *children = arena_calloc(scratch, plan->issues.len, sizeof(uint32_t));
    for (size_t i = 0; i < plan->issues.len; i++) {
        if (edges->first[i] == edges->first[i + 1])
            continue;
        uint32_t parent = edges->to[edges->first[i]];
        const char *parent_id = plan->issues.items[parent].id;
        if (++children[parent] == GITHUB_SUB_ISSUES + 1)
            spec_report(reader, "E0214", plan->issues.items[i].parent.spot,
                        "put a level between, or use depends_on", "more than %d sub-issues of '%s'",
                        GITHUB_SUB_ISSUES, parent_id);
        int depth = 0;
        uint32_t at = (uint32_t)i;
        while (depth <= GITHUB_SUB_ISSUE_DEPTH + 1 && edges->first[at] != edges->first[at + 1]) {
            at = edges->to[edges->first[at]];
            depth++;
        }
        if (depth == GITHUB_SUB_ISSUE_DEPTH + 1)
            spec_report(reader, "E0213", plan->issues.items[i].parent.spot,
                        "move it under an issue further up",
                        "'%s' is a sub-issue on level %d, and GitHub has %d",
                        plan->issues.items[i].id, depth, GITHUB_SUB_ISSUE_DEPTH);
    }
}

void spec_check_graph(struct reader *reader)
{
    cleanup_arena struct arena *scratch = arena_new();
    const struct edges depends = depends_edges(reader, scratch);
    (void)find_cycles(reader, scratch, &depends, "E0203", "depends_on", "wait for");
    const struct edges parents = parent_edges(reader, scratch);
    if (!find_cycles(reader, scratch, &parents, "E0204", "parent", "are part of"))
        check_tree(reader, scratch, &parents);
}
