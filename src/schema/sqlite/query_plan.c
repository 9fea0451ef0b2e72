#include "schema/sqlite/query_plan.h"

#include <string.h>

#include "base/str.h"
#include "schema/sql/sql_normal.h"

/* What only joins other nodes. SQLite 3.36 to 3.46. */
static const char *const parts[] = {
    "COMPOUND QUERY",  "LEFT-MOST SUBQUERY",
    "UNION ALL",       "UNION",
    "EXCEPT",          "INTERSECT",
    "MERGE (",         "LEFT",
    "RIGHT",           "SETUP",
    "RECURSIVE STEP",  "MULTI-INDEX OR",
    "INDEX ",          "LIST SUBQUERY",
    "SCALAR SUBQUERY", "CORRELATED ",
    "REUSE ",          "BLOOM FILTER ON",
    "EXISTS ",         "USING ROWID SEARCH ON TABLE",
    "RIGHT-JOIN ",
};

static const char *past(const char *text, const char *start)
{
    return text_starts(text, start) ? text + strlen(start) : NULL;
}

static const char *cut(struct arena *arena, const char *text, const char *end)
{
    return arena_strndup(arena, text, (size_t)(end - text));
}

/* "INDEX name (a=? AND b>?)": an index's name may have spaces and brackets of its own, so the
 * terms are looked for from the end. */
static void index_name(struct arena *arena, struct plan_node *node, const char *text)
{
    const char *end = text + strlen(text);
    if (text_ends(text, " LEFT-JOIN"))
        end -= strlen(" LEFT-JOIN");
    if (end > text && end[-1] == ')') {
        const char *open = NULL;
        for (const char *p = text; (p = strstr(p, " (")) != NULL && p < end; p++)
            open = p;
        if (open)
            end = open;
    }
    node->index = cut(arena, text, end);
}

static void read_using(struct arena *arena, struct plan_node *node, const char *text)
{
    const char *rest;
    if ((rest = past(text, "AUTOMATIC ")) != NULL) {
        node->automatic = true;
        text = rest;
    }
    if ((rest = past(text, "PARTIAL ")) != NULL)
        text = rest;
    if ((rest = past(text, "COVERING ")) != NULL) {
        node->covering = true;
        text = rest;
    }
    if (text_starts(text, "INTEGER PRIMARY KEY") || text_starts(text, "PRIMARY KEY"))
        node->row_key = true;
    else if ((rest = past(text, "INDEX ")) == NULL)
        node->kind = PLAN_UNREADABLE;
    else if (!node->automatic)
        index_name(arena, node, rest);
}

static void read_access(struct arena *arena, struct plan_node *node, const char *text)
{
    const char *rest = past(text, "TABLE "); /* before SQLite 3.36 */
    if (rest)
        text = rest;
    const char *using = strstr(text, " USING ");
    const char *virtual_index = strstr(text, " VIRTUAL TABLE INDEX ");
    const char *end = using ? using : virtual_index ? virtual_index : text + strlen(text);
    if (!using && !virtual_index && text_ends(text, " LEFT-JOIN"))
        end -= strlen(" LEFT-JOIN");
    node->name = cut(arena, text, end);
    const char *alias = strstr(node->name, " AS ");
    if (rest && alias)
        node->name = alias + strlen(" AS ");
    node->is_virtual = virtual_index && !using;
    if (using)
        read_using(arena, node, using + strlen(" USING "));
}

static struct plan_node read_node(struct arena *arena, const char *detail)
{
    struct plan_node node = {.kind = PLAN_UNREADABLE, .detail = detail};
    const char *rest;
    if (text_starts(detail, "SCAN CONSTANT ROW") || text_contains(detail, "VALUES CLAUSE") ||
        text_contains(detail, "CONSTANT ROWS")) {
        node.kind = PLAN_ROWS;
    } else if ((rest = past(detail, "SCAN ")) != NULL) {
        node.kind = PLAN_SCAN;
        read_access(arena, &node, rest);
    } else if ((rest = past(detail, "SEARCH ")) != NULL) {
        node.kind = PLAN_SEARCH;
        read_access(arena, &node, rest);
    } else if (text_starts(detail, "USE TEMP B-TREE") ||
               text_contains(detail, "USING TEMP B-TREE")) {
        node.kind = PLAN_SORT;
    } else if ((rest = past(detail, "CO-ROUTINE ")) != NULL ||
               (rest = past(detail, "MATERIALIZE ")) != NULL) {
        node.kind = PLAN_DERIVED;
        node.name = rest;
    } else if ((rest = past(detail, "USING INDEX ")) != NULL &&
               text_ends(detail, " FOR IN-OPERATOR")) {
        node.kind = PLAN_PART;
        node.index = cut(arena, rest, detail + strlen(detail) - strlen(" FOR IN-OPERATOR"));
    }
    for (size_t i = 0; node.kind == PLAN_UNREADABLE && i < sizeof parts / sizeof *parts; i++)
        if (text_starts(detail, parts[i]))
            node.kind = PLAN_PART;
    return node;
}

static bool is_derived(const struct query_plan *plan, const char *name)
{
    if (text_starts(name, "(subquery"))
        return true;
    for (size_t i = 0; i < plan->nodes.len; i++)
        if (plan->nodes.items[i].kind == PLAN_DERIVED &&
            sql_same_name(plan->nodes.items[i].name, name))
            return true;
    return false;
}

void plan_parse(struct arena *arena, const struct box_answer *answer, struct query_plan *plan)
{
    *plan = (struct query_plan){{NULL, 0, 0}};
    for (size_t i = 0; i < answer->plan.len; i++)
        VEC_PUSH(arena, &plan->nodes, read_node(arena, answer->plan.items[i].detail));
    for (size_t i = 0; i < plan->nodes.len; i++) {
        struct plan_node *node = &plan->nodes.items[i];
        node->derived =
            (node->kind == PLAN_SCAN || node->kind == PLAN_SEARCH) && is_derived(plan, node->name);
    }
}
