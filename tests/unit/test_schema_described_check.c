/* Diagrams, contracts, mappings and lineages, held against one schema. */
#include "schema_matrix.h"

#include "base/arena.h"
#include "schema/check/file_check.h"

static int setup(void **state)
{
    *state = arena_new();
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

#define FILE_OF(path, text) ((struct migration_file){path, text, strlen(text), NULL, NULL})
#define NOT_HERE(path) ((struct migration_file){path, NULL, 100, NULL, NULL})

/* account (id, mail unique, state), event (account → account, no; both the key) */
static struct schema_state schema(struct arena *arena)
{
    struct schema_snapshot *snapshot = ARENA_NEW(arena, struct schema_snapshot);
    struct schema_table account = {.name = "account"}, event = {.name = "Event"};
    struct schema_index mail = {.name = "m", .table = "account", .unique = true};
    struct schema_foreign_key key = {.parent = "account",
                                     .columns = list_of(arena, "account", NULL)};
    VEC_PUSH(arena, &account.columns,
             ((struct schema_column){.name = "id", .type = "INTEGER", .primary_key = 1}));
    VEC_PUSH(arena, &account.columns,
             ((struct schema_column){.name = "mail", .type = "VARCHAR(9)"}));
    VEC_PUSH(arena, &account.columns,
             ((struct schema_column){.name = "state", .type = "", .not_null = true}));
    VEC_PUSH(arena, &mail.columns, ((struct schema_index_column){.name = "mail"}));
    VEC_PUSH(arena, &account.indexes, mail);
    VEC_PUSH(arena, &event.columns,
             ((struct schema_column){.name = "account", .type = "INT", .not_null = true}));
    VEC_PUSH(arena, &event.columns, ((struct schema_column){.name = "no", .type = "INT"}));
    VEC_PUSH(arena, &event.foreign_keys, key);
    VEC_PUSH(arena, &snapshot->tables, account);
    VEC_PUSH(arena, &snapshot->tables, event);
    return (struct schema_state){.snapshot = snapshot};
}

/* ---------------------------------------------------------------------------------- diagrams */

#define PUML_ACCOUNT                                                                               \
    "entity \"account\" as a {\n  * id : INTEGER <<PK>>\n  --\n  mail : text\n  +state\n}\n"
#define PUML_EVENT "table(event) {\n  primary_key(account) INT\n  {field} no\n  size()\n}\n"
#define PUML(body) "@startuml\n' old_table ||--o{ x\nhide circle\n" body "@enduml\n"
#define MERMAID_BOTH                                                                               \
    "erDiagram\n  %% a comment\n  account ||--o{ event : has\n"                                    \
    "  account {\n    int id PK\n    text mail UK \"where to\"\n    text state\n  }\n"             \
    "  e[event] {\n    int account FK\n    int no\n  }\n"

static void diagrams(void **state)
{
    struct arena *arena = *state;
    static const struct {
        const char *path, *text;
        bool columns;
        enum verdict verdict;
        const char *says;
    } cases[] = {
        {"e.puml", PUML(PUML_ACCOUNT PUML_EVENT "a ||--o{ event\n"), true, VERDICT_PASS, NULL},
        {"e.puml", PUML(PUML_ACCOUNT PUML_EVENT "event \"*\" -up-> \"1\" a : of\n"), true,
         VERDICT_PASS, NULL},
        {"e.puml", PUML("entity public.account\nclass Event\nEvent }o..|| public.account\n"), false,
         VERDICT_PASS, NULL},
        {"e.mmd", MERMAID_BOTH, true, VERDICT_PASS, NULL},
        {"e.md",
         "# Picture\n\naccount2 ||--o{ x : y\n\n```sh\nrm {\n```\n\n```mermaid\n" MERMAID_BOTH
         "```\n",
         true, VERDICT_PASS, NULL},
        {"e.dot",
         "digraph db {\n  rankdir=LR;\n  node [shape=record];\n  account [label=\"{a|id}\"];\n"
         "  \"event\":account -> account:id;\n}\n",
         false, VERDICT_PASS, NULL},
        {"e.puml", PUML(PUML_ACCOUNT), false, VERDICT_FAIL, "table 'Event' is not in 'e.puml'"},
        {"e.puml", PUML(PUML_ACCOUNT PUML_EVENT), false, VERDICT_FAIL,
         "the foreign key of 'Event' to 'account' is not drawn"},
        {"e.puml", PUML("entity account\nentity event\naccount -- event\n"), true, VERDICT_FAIL,
         "table 'account' is drawn without its columns"},
        {"e.puml", PUML("entity account {\n id\n mail\n}\nentity event\naccount -- event\n"), false,
         VERDICT_FAIL, "column 'account.state' is not in"},
        {"e.mmd", "erDiagram\naccount ||--o{ event : has\nevent ||--|| invoice : for\n", false,
         VERDICT_FAIL, "'invoice' is in 'e.mmd', but not in the schema"},
        {"e.mmd",
         "erDiagram\naccount ||--o{ event : has\nevent {\n int account\n int no\n int x\n}\n",
         false, VERDICT_FAIL, "'event.x' is in 'e.mmd'"},
        {"e.puml", "entity account\n", false, VERDICT_ERROR, "holds no diagram"},
        {"e.md", "# nothing drawn\n", false, VERDICT_ERROR, "holds no diagram"},
    };
    const struct schema_state whole = schema(arena), none = {0};
    struct schema_state stopped = whole;
    struct check_result is;
    stopped.stopped = "the chain stops at '2'";
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct migration_file file = FILE_OF(cases[i].path, cases[i].text);
        const struct erd_asked asked = {.path = cases[i].path, .columns = cases[i].columns};
        is = schema_check_erd(arena, &whole, &asked, &file);
        expect(CHECK_ERD, cases[i].verdict, &is, cases[i].says);
        is = schema_check_erd(arena, &none, &asked, &file);
        expect(CHECK_ERD, VERDICT_ERROR, &is, NULL);
        if (cases[i].verdict == VERDICT_PASS) {
            is = schema_check_erd(arena, &stopped, &asked, &file);
            expect(CHECK_ERD, VERDICT_UNKNOWN, &is, "there may be more tables");
        }
    }
    const struct erd_asked asked = {.path = "e.mmd", .tables = list_of(arena, "Event", NULL)};
    struct migration_file file = FILE_OF("e.mmd", "erDiagram\nevent\n");
    is = schema_check_erd(arena, &whole, &asked, &file);
    expect(CHECK_ERD, VERDICT_PASS, &is, NULL); /* a key to what is not drawn here */
    file = NOT_HERE("e.mmd");
    is = schema_check_erd(arena, &whole, &asked, &file);
    expect(CHECK_ERD, VERDICT_UNKNOWN, &is, "not in this clone");
    is = schema_check_erd(arena, &whole, &asked, NULL);
    expect(CHECK_ERD, VERDICT_FAIL, &is, "does not exist");
}

/* ------------------------------------------------------------------------------------- trees */

struct fact_text {
    int depth;
    const char *key, *value;
    enum fact_type type;
};

static struct file_facts facts_of(struct arena *arena, const struct fact_text *texts, size_t count)
{
    struct file_facts facts = {0};
    size_t open[16];
    int depth = 0;
    for (size_t i = 0; i < count; i++) {
        while (depth > texts[i].depth)
            file_facts_close(&facts, open[--depth]);
        open[depth++] = file_facts_open(arena, &facts, texts[i].type, texts[i].key, texts[i].value,
                                        (uint32_t)(i + 1));
    }
    while (depth > 0)
        file_facts_close(&facts, open[--depth]);
    return facts;
}
#define FACTS(arena, ...)                                                                          \
    facts_of((arena), (const struct fact_text[]){__VA_ARGS__},                                     \
             sizeof((const struct fact_text[]){__VA_ARGS__}) / sizeof(struct fact_text))
#define MAP(depth, key)                                                                            \
    {                                                                                              \
        depth, key, NULL, FACT_MAP                                                                 \
    }
#define LIST(depth, key)                                                                           \
    {                                                                                              \
        depth, key, NULL, FACT_LIST                                                                \
    }
#define TEXT(depth, key, value)                                                                    \
    {                                                                                              \
        depth, key, value, FACT_TEXT                                                               \
    }
#define TRUE(depth, key)                                                                           \
    {                                                                                              \
        depth, key, "true", FACT_BOOL                                                              \
    }

static void contracts(void **state)
{
    struct arena *arena = *state;
    const struct schema_state whole = schema(arena), none = {0};
    struct schema_state stopped = whole;
    struct file_facts kept = {0};
    kept = FACTS(arena, MAP(0, NULL), TEXT(1, "id", "urn:x"), MAP(1, "info"), TEXT(2, "title", "T"),
                 MAP(1, "models"), MAP(2, "account"), MAP(3, "fields"), MAP(4, "id"),
                 TEXT(5, "type", "long"), TRUE(5, "required"), TRUE(5, "primaryKey"),
                 MAP(4, "mail"), TEXT(5, "type", "string"), TRUE(5, "unique"), MAP(4, "state"),
                 TEXT(5, "type", "timestamp"));
    struct file_facts odcs =
        FACTS(arena, MAP(0, NULL), LIST(1, "schema"), MAP(2, NULL), TEXT(3, "name", "event"),
              LIST(3, "properties"), MAP(4, NULL), TEXT(5, "name", "account"),
              TEXT(5, "logicalType", "number"), TRUE(5, "required"));
    struct file_facts type = FACTS(arena, MAP(0, NULL), MAP(1, "models"), MAP(2, "account"),
                                   MAP(3, "fields"), MAP(4, "mail"), TEXT(5, "type", "integer"));
    struct file_facts needed = FACTS(arena, MAP(0, NULL), MAP(1, "models"), MAP(2, "account"),
                                     MAP(3, "fields"), MAP(4, "mail"), TRUE(5, "required"));
    struct file_facts key = FACTS(arena, MAP(0, NULL), MAP(1, "models"), MAP(2, "account"),
                                  MAP(3, "fields"), MAP(4, "mail"), TRUE(5, "primaryKey"));
    struct file_facts only = FACTS(arena, MAP(0, NULL), MAP(1, "models"), MAP(2, "event"),
                                   MAP(3, "fields"), MAP(4, "no"), TRUE(5, "unique"));
    struct file_facts gone = FACTS(arena, MAP(0, NULL), MAP(1, "models"), MAP(2, "account"),
                                   MAP(3, "fields"), MAP(4, "phone"), TEXT(5, "type", "string"));
    struct file_facts other = FACTS(arena, MAP(0, NULL), MAP(1, "info"), TEXT(2, "title", "T"));
    const struct {
        const struct file_facts *facts;
        struct contract_asked asked;
        enum verdict verdict;
        const char *says;
    } cases[] = {
        {&kept, {.path = "c", .exact = true}, VERDICT_PASS, NULL},
        {&odcs, {.path = "c"}, VERDICT_PASS, NULL},
        {&odcs, {.path = "c", .exact = true}, VERDICT_FAIL, "column 'Event.no' is not in 'c'"},
        {&odcs,
         {.path = "c", .tables = list_of(arena, "account", NULL)},
         VERDICT_FAIL,
         "table 'account' is not in 'c'"},
        {&type, {.path = "c"}, VERDICT_FAIL, "has the type 'VARCHAR(9)', promised is 'integer'"},
        {&needed, {.path = "c"}, VERDICT_FAIL, "'account.mail' is promised in each row"},
        {&key, {.path = "c"}, VERDICT_FAIL, "is no part of it"},
        {&only, {.path = "c"}, VERDICT_FAIL, "nothing keeps it so"},
        {&gone, {.path = "c"}, VERDICT_FAIL, "'account.phone' is in 'c', but not in the schema"},
        {&other, {.path = "c"}, VERDICT_ERROR, "is no contract"},
        {NULL, {.path = "c"}, VERDICT_ERROR, "neither YAML nor JSON"},
    };
    const struct migration_file file = FILE_OF("c", "…"), away = NOT_HERE("c");
    struct check_result is;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        is = schema_check_contract(arena, &whole, &cases[i].asked, &file, cases[i].facts);
        expect(CHECK_CONTRACT, cases[i].verdict, &is, cases[i].says);
    }
    is = schema_check_contract(arena, &none, &cases[0].asked, &file, &kept);
    expect(CHECK_CONTRACT, VERDICT_ERROR, &is, NULL);
    is = schema_check_contract(arena, &whole, &cases[0].asked, &away, NULL);
    expect(CHECK_CONTRACT, VERDICT_UNKNOWN, &is, "not in this clone");
    stopped.stopped = "the chain stops at '2'";
    is = schema_check_contract(arena, &stopped, &cases[1].asked, &file, &gone);
    expect(CHECK_CONTRACT, VERDICT_UNKNOWN, &is, "is not in the schema, but the chain stops");
}

static void mappings(void **state)
{
    struct arena *arena = *state;
    const struct schema_state whole = schema(arena), none = {0};
    struct schema_state stopped = whole;
    struct file_facts all =
        FACTS(arena, MAP(0, NULL), MAP(1, "tables"), MAP(2, "account"), MAP(3, "columns"),
              TEXT(4, "id", "account_id"), MAP(4, "mail"), TEXT(5, "exclude", "private"),
              LIST(3, "exclude"), TEXT(4, NULL, "STATE"), MAP(2, "event"),
              TEXT(3, "exclude", "stays here"));
    struct file_facts half =
        FACTS(arena, MAP(0, NULL), MAP(1, "tables"), MAP(2, "account"), MAP(3, "columns"),
              TEXT(4, "id", "account_id"), TEXT(4, "mail", "todo"), MAP(4, "state"),
              TEXT(5, "to", "state"), MAP(2, "event"), TEXT(3, "exclude", "stays here"));
    struct file_facts stale =
        FACTS(arena, MAP(0, NULL), MAP(1, "tables"), MAP(2, "account"), LIST(3, "exclude"),
              TEXT(4, NULL, "id"), TEXT(4, NULL, "mail"), TEXT(4, NULL, "state"),
              TEXT(4, NULL, "phone"), MAP(2, "event"), TEXT(3, "exclude", "stays here"));
    struct file_facts one = FACTS(arena, MAP(0, NULL), MAP(1, "event"), TEXT(2, "exclude", "here"));
    const struct {
        const struct file_facts *facts;
        struct mapping_asked asked;
        enum verdict verdict;
        const char *says;
    } cases[] = {
        {&all, {.path = "m"}, VERDICT_PASS, NULL},
        {&one, {.path = "m", .tables = list_of(arena, "Event", NULL)}, VERDICT_PASS, NULL},
        {&half, {.path = "m"}, VERDICT_FAIL, "column 'account.mail' goes nowhere"},
        {&stale, {.path = "m"}, VERDICT_FAIL, "'account.phone' is in 'm', but not in the schema"},
        {&one, {.path = "m"}, VERDICT_FAIL, "table 'account' is not in 'm'"},
        {NULL, {.path = "m"}, VERDICT_ERROR, "neither YAML nor JSON"},
    };
    const struct migration_file file = FILE_OF("m", "…"), away = NOT_HERE("m");
    struct check_result is;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        is = schema_check_mapping(arena, &whole, &cases[i].asked, &file, cases[i].facts);
        expect(CHECK_MAPPING, cases[i].verdict, &is, cases[i].says);
    }
    is = schema_check_mapping(arena, &none, &cases[0].asked, &file, &all);
    expect(CHECK_MAPPING, VERDICT_ERROR, &is, NULL);
    is = schema_check_mapping(arena, &whole, &cases[0].asked, &away, NULL);
    expect(CHECK_MAPPING, VERDICT_UNKNOWN, &is, "not in this clone");
    stopped.stopped = "the chain stops at '2'";
    is = schema_check_mapping(arena, &stopped, &cases[0].asked, &file, &all);
    expect(CHECK_MAPPING, VERDICT_UNKNOWN, &is, "there may be more tables");
}

static void lineages(void **state)
{
    struct arena *arena = *state;
    const struct schema_state whole = schema(arena), none = {0};
    struct schema_state stopped = whole;
    struct file_facts all =
        FACTS(arena, MAP(0, NULL), LIST(1, "nodes"), TEXT(2, NULL, "api"), MAP(2, NULL),
              TEXT(3, "id", "Lake"), LIST(1, "edges"), MAP(2, NULL), TEXT(3, "from", "api"),
              TEXT(3, "to", "account.mail"), MAP(2, NULL), LIST(3, "from"),
              TEXT(4, NULL, "ACCOUNT"), TEXT(4, NULL, "event"), TEXT(3, "to", "lake"));
    struct file_facts alone =
        FACTS(arena, MAP(0, NULL), MAP(1, "nodes"), MAP(2, "api"), MAP(2, "lake"), LIST(1, "edges"),
              MAP(2, NULL), TEXT(3, "from", "api"), TEXT(3, "to", "account"));
    struct file_facts nowhere = FACTS(
        arena, MAP(0, NULL), LIST(1, "edges"), MAP(2, NULL), TEXT(3, "from", "account.phone"),
        TEXT(3, "to", "event"), MAP(2, NULL), TEXT(3, "from", "account"), TEXT(3, "to", "event"));
    struct file_facts half =
        FACTS(arena, MAP(0, NULL), LIST(1, "edges"), MAP(2, NULL), TEXT(3, "from", "account"));
    struct file_facts other = FACTS(arena, MAP(0, NULL), TEXT(1, "edges", "none"));
    const struct {
        const struct file_facts *facts;
        struct lineage_asked asked;
        enum verdict verdict;
        const char *says;
    } cases[] = {
        {&all, {.path = "l"}, VERDICT_PASS, NULL},
        {&alone,
         {.path = "l", .tables = list_of(arena, "account", NULL)},
         VERDICT_FAIL,
         "node 'lake' has no edge"},
        {&alone, {.path = "l"}, VERDICT_FAIL, "table 'Event' has no edge in 'l'"},
        {&nowhere, {.path = "l"}, VERDICT_FAIL, "'account.phone' is at the end of an edge"},
        {&half, {.path = "l"}, VERDICT_ERROR, "has no 'from' or no 'to'"},
        {&other, {.path = "l"}, VERDICT_ERROR, "is no lineage"},
        {NULL, {.path = "l"}, VERDICT_ERROR, "neither YAML nor JSON"},
    };
    const struct migration_file file = FILE_OF("l", "…"), away = NOT_HERE("l");
    struct check_result is;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        is = schema_check_lineage(arena, &whole, &cases[i].asked, &file, cases[i].facts);
        expect(CHECK_LINEAGE, cases[i].verdict, &is, cases[i].says);
    }
    is = schema_check_lineage(arena, &none, &cases[0].asked, &file, &all);
    expect(CHECK_LINEAGE, VERDICT_ERROR, &is, NULL);
    is = schema_check_lineage(arena, &whole, &cases[0].asked, &away, NULL);
    expect(CHECK_LINEAGE, VERDICT_UNKNOWN, &is, "not in this clone");
    stopped.stopped = "the chain stops at '2'";
    is = schema_check_lineage(arena, &stopped, &cases[0].asked, &file, &nowhere);
    expect(CHECK_LINEAGE, VERDICT_UNKNOWN, &is, "is not in the schema, but the chain stops");
}

MATRIX_TEST(MATRIX_DESCRIBED)

#define WITH_ARENA(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(diagrams),
        WITH_ARENA(contracts),
        WITH_ARENA(mappings),
        WITH_ARENA(lineages),
        cmocka_unit_test(no_hole_in_the_matrix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
