/* Checks that run SQL in the box. */
#include <regex.h>
#include <string.h>

#include "base/str.h"
#include "schema/check/check_inner.h"
#include "schema/sql/sql.h"
#include "schema/sql/sql_normal.h"
#include "schema/sqlite/query_plan.h"

#define COUNTED_ROWS 3

enum verdict check_wrong_query(const struct sqlite_trouble *trouble)
{
    static const char *const lacking[] = {"no such table: ", "no such column: ", "no such index: "};
    for (size_t i = 0; i < sizeof lacking / sizeof *lacking; i++)
        if (text_starts(trouble->message, lacking[i]))
            return VERDICT_FAIL;
    return VERDICT_ERROR;
}

struct check_result check_trouble(struct arena *arena, const struct schema_state *state,
                                  const struct sqlite_trouble *trouble, enum verdict wrong)
{
    enum verdict verdict = sqlite_trouble_verdict(trouble);
    const char *words = sqlite_trouble_text(arena, trouble);
    if (verdict == VERDICT_FAIL)
        verdict = state->stopped ? VERDICT_UNKNOWN : wrong;
    struct check_result result =
        verdict == VERDICT_UNKNOWN && state->stopped
            ? check_says(arena, verdict, "%s, but %s", words, state->stopped)
            : check_is(verdict, words);
    result.line = trouble->line;
    result.col = trouble->col;
    return result;
}

bool check_ask(struct arena *arena, const struct schema_state *state, struct box_request *request,
               struct box_answer *answer, struct check_result *result, enum code *code,
               struct err *err)
{
    *code = OK;
    if (!state->box) {
        *result = check_is(VERDICT_ERROR, state->stopped ? state->stopped : "there is no database");
        return false;
    }
    *code = sqlite_box_ask(arena, state->box, request, answer, err);
    if (*code == ERR_INTERRUPTED)
        return false;
    if (*code != OK) {
        /* A box that is gone is an answer to this check, not the end of all checks. */
        *result = check_says(arena, VERDICT_ERROR, "%s", err->message);
        err_clear(err);
        *code = OK;
        return false;
    }
    *result = check_is(VERDICT_PASS, NULL);
    return true;
}

enum code schema_check_integrity(struct arena *arena, const struct schema_state *state,
                                 uint32_t rows, struct check_result *result, struct err *err)
{
    struct box_request request = {.question = BOX_INTEGRITY, .sql = "", .rows = rows};
    struct box_answer answer;
    enum code code = OK;
    if (check_cannot(state, result) ||
        !check_ask(arena, state, &request, &answer, result, &code, err))
        return code;
    /* A key that can never be kept makes foreign_key_check itself fail, in words that say less. */
    *result = check_all_sound(arena, state);
    if (result->verdict == VERDICT_PASS && answer.trouble.reason != SQLITE_REASON_NONE) {
        *result = check_trouble(arena, state, &answer.trouble, VERDICT_FAIL);
        return OK;
    }
    const struct schema_state found = {.snapshot = state->snapshot};
    for (size_t i = 0; i < answer.rows.len; i++) {
        const struct strlist *values = &answer.rows.items[i].values;
        check_add(arena, &found, result, "%s",
                  values->len > 0 && values->items[0] ? values->items[0]
                                                      : "a row points at no row");
    }
    if (result->verdict == VERDICT_PASS && answer.notes.len > 0)
        *result = (struct check_result){
            .verdict = VERDICT_UNKNOWN, .message = answer.notes.items[0], .lines = answer.notes};
    check_whole(arena, state, result);
    return OK;
}

/* SQLite: these belong to the connection, not to the file. */
static const char *const connection_pragmas[] = {"foreign_keys",
                                                 "synchronous",
                                                 "busy_timeout",
                                                 "cache_size",
                                                 "temp_store",
                                                 "recursive_triggers",
                                                 "wal_autocheckpoint",
                                                 "defer_foreign_keys",
                                                 "case_sensitive_like",
                                                 "secure_delete",
                                                 "journal_size_limit",
                                                 "locking_mode",
                                                 "ignore_check_constraints",
                                                 "automatic_index",
                                                 "cell_size_check",
                                                 "mmap_size"};

struct word {
    const char *pragma; /* NULL: any */
    const char *word, *value;
};
/* SQLite: each PRAGMA's page. */
static const struct word words[] = {
    {"synchronous", "off", "0"},
    {"synchronous", "normal", "1"},
    {"synchronous", "full", "2"},
    {"synchronous", "extra", "3"},
    {"temp_store", "default", "0"},
    {"temp_store", "file", "1"},
    {"temp_store", "memory", "2"},
    {"auto_vacuum", "none", "0"},
    {"auto_vacuum", "full", "1"},
    {"auto_vacuum", "incremental", "2"},
    {NULL, "on", "1"},
    {NULL, "off", "0"},
    {NULL, "true", "1"},
    {NULL, "false", "0"},
    {NULL, "yes", "1"},
    {NULL, "no", "0"},
};

static const char *value_of_word(const char *pragma, const char *word)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if ((!words[i].pragma || sql_same_name(words[i].pragma, pragma)) &&
            sql_same_name(words[i].word, word))
            return words[i].value;
    return word;
}

static bool is_word(const char *name)
{
    for (const char *p = name; *p; p++)
        if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || *p == '_'))
            return false;
    return *name != '\0';
}

static bool of_connection(const char *name)
{
    for (size_t i = 0; i < sizeof connection_pragmas / sizeof *connection_pragmas; i++)
        if (sql_same_name(connection_pragmas[i], name))
            return true;
    return false;
}

enum code schema_check_pragma(struct arena *arena, const struct schema_state *state,
                              const struct pragma_asked *asked, struct check_result *result,
                              struct err *err)
{
    struct box_answer answer;
    enum code code = OK;
    if (!is_word(asked->name)) {
        *result = check_says(arena, VERDICT_ERROR, "'%s' is no name of a PRAGMA", asked->name);
        return OK;
    }
    struct box_request request = {.question = BOX_SCRIPT,
                                  .sql = arena_printf(arena, "%s%sPRAGMA %s",
                                                      asked->setup ? asked->setup : "",
                                                      asked->setup ? ";" : "", asked->name),
                                  .reads = !asked->setup};
    if (!check_ask(arena, state, &request, &answer, result, &code, err))
        return code;
    if (answer.trouble.reason != SQLITE_REASON_NONE) {
        *result = check_trouble(arena, state, &answer.trouble, VERDICT_ERROR);
        return OK;
    }
    if (of_connection(asked->name) && !sqlite_box_sets_pragma(state->box, asked->name) &&
        !(asked->setup && sql_sets_pragma(asked->setup, strlen(asked->setup), asked->name))) {
        *result = check_says(arena, VERDICT_UNKNOWN,
                             "'%s' is a setting of each connection, and nothing here makes it",
                             asked->name);
        return OK;
    }
    const char *is = answer.rows.len > 0 && answer.rows.items[0].values.len > 0
                         ? answer.rows.items[0].values.items[0]
                         : NULL;
    if (!is)
        *result = check_says(arena, VERDICT_ERROR, "SQLite %s has no PRAGMA '%s'",
                             state->snapshot ? state->snapshot->engine : "", asked->name);
    else if (!sql_same_name(value_of_word(asked->name, is),
                            value_of_word(asked->name, asked->expect)))
        *result =
            check_missing(arena, state, "PRAGMA %s is %s, not %s", asked->name, is, asked->expect);
    check_whole(arena, state, result);
    return OK;
}

/* The table behind an alias: "table [AS] alias" in the query. */
static const char *table_of(struct arena *arena, const struct schema_state *state, const char *sql,
                            const char *name)
{
    const struct schema_table *table = snapshot_table(state->snapshot, name);
    struct sql_lexer lexer = sql_lexer_of(sql, 0, strlen(sql), SQL_SQLITE);
    struct sql_token token;
    const char *before = NULL;
    if (table)
        return table->name;
    while (sql_next_code(&lexer, &token)) {
        if (token.kind != SQL_WORD && token.kind != SQL_NAME) {
            before = NULL;
            continue;
        }
        const char *word = sql_text(arena, sql, &token);
        if (before && sql_same_name(word, name) && snapshot_table(state->snapshot, before))
            return before;
        if (!sql_is(sql, &token, "as"))
            before = word;
    }
    return name;
}

static bool may_scan(const struct plan_asked *asked, const char *table)
{
    for (uint32_t i = 0; i < asked->may_scan.len; i++)
        if (sql_same_name(asked->may_scan.items[i], table))
            return true;
    return false;
}

/* Whether a full scan that the plan is allowed to have is in it: then the counter proves nothing.
 */
static bool judge_nodes(struct arena *arena, const struct schema_state *state,
                        const struct plan_asked *asked, const struct query_plan *plan,
                        struct check_result *result)
{
    bool allowed = false;
    for (size_t i = 0; i < plan->nodes.len; i++) {
        const struct plan_node *node = &plan->nodes.items[i];
        const char *table = node->name ? table_of(arena, state, asked->sql, node->name) : NULL;
        bool scan = node->kind == PLAN_SCAN && !node->derived && !node->is_virtual;
        if (scan && (may_scan(asked, table) || !(asked->forbid & FORBID_SCAN)))
            allowed = true;
        else if (scan)
            check_add(arena, state, result, "reads every row of '%s'%s%s%s", table,
                      node->index ? " through index '" : "", node->index ? node->index : "",
                      node->index ? "'" : "");
        if (node->automatic && (asked->forbid & FORBID_AUTOMATIC_INDEX))
            check_add(arena, state, result, "makes an index over '%s' for itself each time", table);
        if (node->kind == PLAN_SORT && (asked->forbid & FORBID_TEMP_BTREE))
            check_add(arena, state, result, "sorts by itself: %s", node->detail);
        allowed = allowed || node->derived || node->kind == PLAN_ROWS;
    }
    return allowed;
}

static void judge_uses(struct arena *arena, const struct schema_state *state,
                       const struct plan_asked *asked, const struct query_plan *plan,
                       struct check_result *result)
{
    for (uint32_t i = 0; i < asked->uses.len; i++) {
        bool used = false;
        for (size_t j = 0; j < plan->nodes.len && !used; j++) {
            const struct plan_node *node = &plan->nodes.items[j];
            used = node->index && sql_same_name(node->index, asked->uses.items[i]);
        }
        if (!used)
            check_add(arena, state, result, "does not use index '%s'", asked->uses.items[i]);
    }
}

static const struct plan_node *unreadable(const struct query_plan *plan)
{
    for (size_t i = 0; i < plan->nodes.len; i++)
        if (plan->nodes.items[i].kind == PLAN_UNREADABLE)
            return &plan->nodes.items[i];
    return NULL;
}

enum code schema_check_query_plan(struct arena *arena, const struct schema_state *state,
                                  const struct plan_asked *asked, struct check_result *result,
                                  struct err *err)
{
    struct box_request request = {.question = BOX_PLAN, .sql = asked->sql, .rows = COUNTED_ROWS};
    struct box_answer answer;
    struct query_plan plan;
    enum code code = OK;
    for (size_t i = 0; i < asked->sizes.len; i++)
        VEC_PUSH(arena, &request.sizes, asked->sizes.items[i]);
    if (check_cannot(state, result) ||
        !check_ask(arena, state, &request, &answer, result, &code, err))
        return code;
    if (answer.trouble.reason != SQLITE_REASON_NONE) {
        *result = check_trouble(arena, state, &answer.trouble, check_wrong_query(&answer.trouble));
        return OK;
    }
    plan_parse(arena, &answer, &plan);
    bool allowed = judge_nodes(arena, state, asked, &plan, result);
    judge_uses(arena, state, asked, &plan, result);
    const struct plan_node *strange = unreadable(&plan);
    if (result->verdict == VERDICT_PASS && strange)
        *result = check_says(arena, VERDICT_UNKNOWN, "a line of the plan is not understood: %s",
                             strange->detail);
    else if (result->verdict == VERDICT_PASS && (asked->forbid & FORBID_SCAN) && !allowed &&
             answer.fullscan_steps > 0)
        check_add(arena, state, result, "%lld steps of a full scan were counted",
                  (long long)answer.fullscan_steps);
    for (size_t i = 0; i < plan.nodes.len && result->verdict != VERDICT_PASS; i++)
        strlist_add(arena, &result->lines,
                    arena_printf(arena, "plan: %s", plan.nodes.items[i].detail));
    return OK;
}

static const char *first_value(const struct box_answer *answer)
{
    return answer->rows.len > 0 && answer->rows.items[0].values.len > 0
               ? answer->rows.items[0].values.items[0]
               : NULL;
}

static struct check_result judge_match(struct arena *arena, const struct schema_state *state,
                                       const char *pattern, const char *value)
{
    regex_t regex;
    if (regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB) != 0)
        return check_says(arena, VERDICT_ERROR, "'%s' is no regular expression", pattern);
    bool matches = value && regexec(&regex, value, 0, NULL, 0) == 0;
    regfree(&regex);
    if (matches)
        return check_is(VERDICT_PASS, NULL);
    return check_missing(arena, state, "the value '%s' does not match '%s'", value ? value : "NULL",
                         pattern);
}

static struct check_result judge_error(struct arena *arena, const struct schema_state *state,
                                       const struct sql_asked *asked,
                                       const struct box_answer *answer)
{
    const struct sqlite_trouble *trouble = &answer->trouble;
    if (trouble->reason == SQLITE_REASON_NONE)
        return check_missing(arena, state, "no error, asked is one with '%s'", asked->text);
    if (trouble->reason != SQLITE_REASON_SQL)
        return check_trouble(arena, state, trouble, VERDICT_ERROR);
    if (text_contains(sql_fold_name(arena, trouble->message), sql_fold_name(arena, asked->text)))
        return check_is(VERDICT_PASS, NULL);
    return check_missing(arena, state, "the error is '%s', asked is one with '%s'",
                         trouble->message, asked->text);
}

static struct check_result judge_rows(struct arena *arena, const struct schema_state *state,
                                      const struct sql_asked *asked,
                                      const struct box_answer *answer)
{
    const char *value = first_value(answer);
    long long rows = (long long)answer->row_count;
    switch (asked->expect) {
    case EXPECT_VALUE:
        if (rows == 0)
            return check_missing(arena, state, "no row, asked is the value '%s'",
                                 asked->text ? asked->text : "NULL");
        return text_eq(value, asked->text) && !value == !asked->text
                   ? check_is(VERDICT_PASS, NULL)
                   : check_missing(arena, state, "the value is '%s', not '%s'",
                                   value ? value : "NULL", asked->text ? asked->text : "NULL");
    case EXPECT_ROWS:
        return rows == asked->count ? check_is(VERDICT_PASS, NULL)
                                    : check_missing(arena, state, "%lld rows, not %lld", rows,
                                                    (long long)asked->count);
    case EXPECT_EMPTY:
        return rows == 0 ? check_is(VERDICT_PASS, NULL)
                         : check_missing(arena, state, "%lld rows, not none", rows);
    case EXPECT_NONEMPTY:
        return rows > 0 ? check_is(VERDICT_PASS, NULL)
                        : check_missing(arena, state, "there is no row");
    default:
        return judge_match(arena, state, asked->text, value);
    }
}

enum code schema_check_sql(struct arena *arena, const struct schema_state *state,
                           const struct sql_asked *asked, struct check_result *result,
                           struct err *err)
{
    struct box_request request = {.question = BOX_SCRIPT, .sql = asked->sql};
    struct box_answer answer;
    enum code code = OK;
    if (!check_ask(arena, state, &request, &answer, result, &code, err))
        return code;
    if (asked->expect == EXPECT_ERROR)
        *result = judge_error(arena, state, asked, &answer);
    else if (answer.trouble.reason != SQLITE_REASON_NONE)
        *result = check_trouble(arena, state, &answer.trouble, VERDICT_FAIL);
    else
        *result = judge_rows(arena, state, asked, &answer);
    check_whole(arena, state, result);
    return OK;
}

enum code schema_check_seed(struct arena *arena, const struct schema_state *state, const char *path,
                            const char *sql, struct check_result *result, struct err *err)
{
    struct box_request request = {.question = BOX_SEED, .sql = sql};
    struct box_answer answer;
    enum code code = OK;
    if (!check_ask(arena, state, &request, &answer, result, &code, err))
        return code;
    const size_t len = strlen(sql);
    if (sql_first_code(sql, len) == len)
        *result = check_is(VERDICT_FAIL, "it holds no statement");
    else if (answer.trouble.reason != SQLITE_REASON_NONE)
        *result = check_trouble(arena, state, &answer.trouble, VERDICT_FAIL);
    for (uint32_t i = 0; i < answer.notes.len; i++)
        check_add(arena, &(struct schema_state){.snapshot = state->snapshot}, result, "%s",
                  answer.notes.items[i]);
    result->path = path;
    return OK;
}
