/* What only all migrations together say. A chain that is not whole proves nothing: then these rules
 * are silent. */
#include <string.h>

#include "schema/lint/lint_text.h"

/* A place in a migration that was read before the linter went on to the next one. */
struct mention {
    const char *table;
    struct lint_statement statement;
    size_t token;
    bool judged; /* its migration is one that is looked at */
};

struct mentions {
    struct mention *items;
    size_t len, cap;
};

struct chain {
    struct linter *linter;
    struct map
        *tables; /* that any of them makes, also when it goes away or gets another name later */
    struct map *secured, *forced;
    struct mentions references, policies, enables;
    bool whole;
};

static void mention(struct chain *chain, struct mentions *mentions, const char *table,
                    const struct lint_statement *s, size_t token)
{
    bool judged = !lint_passes_over(chain->linter, chain->linter->migration);
    VEC_PUSH(chain->linter->arena, mentions, ((struct mention){table, *s, token, judged}));
}

/* REFERENCES parent; one with a schema in front may be anybody's. */
static void take_references(struct chain *chain, const struct lint_statement *s)
{
    for (size_t i = s->body; i + 1 < s->count; i++) {
        size_t name = i + 1;
        if (!lint_word(s, i, "references") || lint_mark(s, name + 1, '.'))
            continue;
        const char *table = lint_name(chain->linter, s, &name);
        if (table != NULL)
            mention(chain, &chain->references, table, s, i);
    }
}

static void take_security(struct chain *chain, const struct lint_statement *s)
{
    struct linter *linter = chain->linter;
    for (size_t i = s->body; i < s->count; i++) {
        if (!lint_word(s, i + 1, "row") || !lint_word(s, i + 2, "level"))
            continue;
        bool no = i > 0 && lint_word(s, i - 1, "no");
        if (lint_word(s, i, "enable")) {
            (void)map_put(chain->secured, s->table, chain);
            mention(chain, &chain->enables, s->table, s, i);
        } else if (lint_word(s, i, "disable")) {
            (void)map_remove(chain->secured, s->table);
        } else if (lint_word(s, i, "force") && !no) {
            (void)map_put(chain->forced, arena_strdup(linter->arena, s->table), chain);
        } else if (lint_word(s, i, "force")) {
            (void)map_remove(chain->forced, s->table);
        }
    }
}

/* CREATE POLICY name ON table … */
static void take_policy(struct chain *chain, const struct lint_statement *s)
{
    size_t i = 2;
    if (lint_name(chain->linter, s, &i) == NULL || !lint_word(s, i, "on"))
        return;
    size_t at = ++i;
    const char *table = lint_name(chain->linter, s, &i);
    if (table != NULL)
        mention(chain, &chain->policies, table, s, at);
    bool judged = !lint_passes_over(chain->linter, chain->linter->migration);
    for (; judged && i < s->count; i++)
        if (lint_word(s, i, "current_setting") && lint_mark(s, i + 1, '(') &&
            lint_mark(s, lint_item_end(s, i + 2), ')'))
            lint_add(chain->linter, "RM606", s, i,
                     "current_setting without a second argument fails when nobody has set it");
}

static void take(struct chain *chain, const struct lint_statement *s)
{
    bool known = s->table != NULL && map_has(chain->tables, s->table);
    if (lint_word(s, 0, "do") || lint_word(s, 0, "call") || s->place.psql)
        chain->whole = false;
    if (lint_word(s, 0, "create") && lint_word(s, 1, "policy"))
        take_policy(chain, s);
    if (s->table == NULL)
        return;
    if (s->kind == STATEMENT_CREATE_TABLE) {
        (void)map_put(chain->tables, s->table, chain);
        take_references(chain, s);
    } else if (s->kind == STATEMENT_ALTER_TABLE || s->kind == STATEMENT_RENAME_TABLE) {
        chain->whole &= known; /* it was made elsewhere: then others may have been too */
        take_references(chain, s);
        take_security(chain, s);
        if (s->other != NULL)
            (void)map_put(chain->tables, s->other, chain);
    }
}

static bool read_chain(struct chain *chain)
{
    struct linter *linter = chain->linter;
    for (size_t i = 0; i < linter->set->migrations.len; i++) {
        linter->migration = &linter->set->migrations.items[i];
        const struct migration_part *up = &linter->migration->up;
        if (up->program || up->unread)
            return false;
        lint_read(linter);
        for (size_t k = 0; k < linter->count; k++)
            take(chain, &linter->statements[k]);
    }
    return chain->whole;
}

static void say(struct chain *chain, const struct mentions *mentions, struct map *there,
                const char *code, const char *format)
{
    struct linter *linter = chain->linter;
    for (size_t i = 0; i < mentions->len; i++) {
        const struct mention *one = &mentions->items[i];
        if (!one->judged || map_has(there, one->table))
            continue;
        const char *name = strchr(format, '%');
        lint_add(linter, code, &one->statement, one->token,
                 arena_printf(linter->arena, "%.*s'%s'%s", (int)(name - format), format, one->table,
                              name + 1));
    }
}

void lint_chain(struct linter *linter)
{
    struct chain chain = {
        .linter = linter,
        .tables = map_new(linter->arena),
        .secured = map_new(linter->arena),
        .forced = map_new(linter->arena),
        .whole = true,
    };
    if (!read_chain(&chain))
        return;
    say(&chain, &chain.references, chain.tables, "RM503", "no migration makes the table %");
    say(&chain, &chain.policies, chain.secured, "RM602",
        "row level security of % is never enabled");
    say(&chain, &chain.enables, chain.forced, "RM604",
        "the owner of % sees every row all the same");
}
