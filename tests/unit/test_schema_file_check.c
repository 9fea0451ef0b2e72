#include "schema_matrix.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/str.h"
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
/* In the tree, but not in this clone. */
#define NOT_HERE(path) ((struct migration_file){path, NULL, 100, NULL, NULL})
#define TOO_LARGE(path) ((struct migration_file){path, NULL, (size_t)1 << 30, NULL, NULL})

/* ------------------------------------------------------------------------------------- files */

static void files(void **state)
{
    struct arena *arena = *state;
    struct file_asked asked = {.path = "docs/a.md"};
    struct migration_file file = FILE_OF("docs/a.md", "# Title\n\n## Dual approval\ntwo people\n");
    struct check_result is = schema_check_file(arena, &asked, &file, 1);
    expect(CHECK_FILE, VERDICT_PASS, &is, NULL);
    is = schema_check_file(arena, &asked, NULL, 0);
    expect(CHECK_FILE, VERDICT_FAIL, &is, "'docs/a.md' does not exist");
    asked.contains = list_of(arena, "## Dual approval", "three people");
    is = schema_check_file(arena, &asked, &file, 1);
    expect(CHECK_FILE, VERDICT_FAIL, &is, "does not contain 'three people'");
    asked.contains.len = 1;
    asked.matches = list_of(arena, "^two (people|persons)$", NULL);
    is = schema_check_file(arena, &asked, &file, 1);
    expect(CHECK_FILE, VERDICT_PASS, &is, NULL);
    asked.matches = list_of(arena, "^people", NULL);
    is = schema_check_file(arena, &asked, &file, 1);
    expect(CHECK_FILE, VERDICT_FAIL, &is, "no line of 'docs/a.md' matches");
    asked.matches = list_of(arena, "(", NULL);
    is = schema_check_file(arena, &asked, &file, 1);
    expect(CHECK_FILE, VERDICT_ERROR, &is, "is no pattern");
    asked = (struct file_asked){.path = "docs/a.md", .lacks = list_of(arena, "two", NULL)};
    is = schema_check_file(arena, &asked, &file, 1);
    expect(CHECK_FILE, VERDICT_FAIL, &is, "in line 4");
    assert_int_equal(is.line, 4);
    file = NOT_HERE("docs/a.md");
    is = schema_check_file(arena, &asked, &file, 1);
    expect(CHECK_FILE, VERDICT_UNKNOWN, &is, "not in this clone");
    file = TOO_LARGE("docs/a.md");
    is = schema_check_file(arena, &asked, &file, 1);
    expect(CHECK_FILE, VERDICT_ERROR, &is, "LIMIT_CHECK_FILE_BYTES");
    asked = (struct file_asked){.path = "docs/a.md", .exists = ASKED_NO};
    is = schema_check_file(arena, &asked, &file, 1);
    expect(CHECK_FILE, VERDICT_FAIL, &is, "should not exist");
    is = schema_check_file(arena, &asked, NULL, 0);
    expect(CHECK_FILE, VERDICT_PASS, &is, NULL);
    asked.exists = ASKED_ANY;
    file = FILE_OF("docs/a.md", "");
    is = schema_check_file(arena, &asked, &file, 1);
    expect(CHECK_FILE, VERDICT_FAIL, &is, "is empty");
    asked = (struct file_asked){.path = "x/*", .min = 2, .max = 2};
    struct migration_file three[] = {FILE_OF("x/a", "a"), FILE_OF("x/b", "b"), FILE_OF("x/c", "c")};
    is = schema_check_file(arena, &asked, three, 1);
    expect(CHECK_FILE, VERDICT_FAIL, &is, "1 files fit 'x/*', not 2");
    is = schema_check_file(arena, &asked, three, 2);
    expect(CHECK_FILE, VERDICT_PASS, &is, NULL);
    is = schema_check_file(arena, &asked, three, 3);
    expect(CHECK_FILE, VERDICT_FAIL, &is, "at most 2");
}

/* A tree out of lines like "jobs.build" → text: depth by leading spaces, "- " for items. */
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
#define NUMBER(depth, key, value)                                                                  \
    {                                                                                              \
        depth, key, value, FACT_NUMBER                                                             \
    }
#define TRUTH(depth, key, value)                                                                   \
    {                                                                                              \
        depth, key, value, FACT_BOOL                                                               \
    }

static void keys(void **state)
{
    struct arena *arena = *state;
    struct file_keys_asked asked = {".env.example", list_of(arena, "DB_URL", "ANALYTICS_URL")};
    struct migration_file file =
        FILE_OF(".env.example", "\xEF\xBB\xBF# OLD_URL=1\nexport DB_URL=\r\nANALYTICS_URL = x\n");
    struct check_result is = schema_check_file_keys(arena, &asked, &file, NULL);
    expect(CHECK_FILE_KEYS, VERDICT_PASS, &is, NULL);
    strlist_add(arena, &asked.keys, "OLD_URL");
    is = schema_check_file_keys(arena, &asked, &file, NULL);
    expect(CHECK_FILE_KEYS, VERDICT_FAIL, &is, "has no key 'OLD_URL'");
    is = schema_check_file_keys(arena, &asked, NULL, NULL);
    expect(CHECK_FILE_KEYS, VERDICT_FAIL, &is, "does not exist");
    file = NOT_HERE(".env.example");
    is = schema_check_file_keys(arena, &asked, &file, NULL);
    expect(CHECK_FILE_KEYS, VERDICT_UNKNOWN, &is, NULL);

    asked = (struct file_keys_asked){"a.ini", list_of(arena, "retry.max", NULL)};
    file = FILE_OF("a.ini", "[retry]\nmax = 3\n");
    is = schema_check_file_keys(arena, &asked, &file, NULL);
    expect(CHECK_FILE_KEYS, VERDICT_PASS, &is, NULL);

    asked = (struct file_keys_asked){"a.yaml", list_of(arena, "retry.max", "sources.1.path")};
    file = FILE_OF("a.yaml", "…");
    struct file_facts facts =
        FACTS(arena, MAP(0, NULL), MAP(1, "retry"), NUMBER(2, "max", "3"), LIST(1, "sources"),
              TEXT(2, NULL, "a"), MAP(2, NULL), TEXT(3, "path", "x"), TEXT(1, "a.b", "dots"));
    is = schema_check_file_keys(arena, &asked, &file, &facts);
    expect(CHECK_FILE_KEYS, VERDICT_PASS, &is, NULL);
    asked.keys = list_of(arena, "a.b", "retry.min");
    is = schema_check_file_keys(arena, &asked, &file, &facts);
    expect(CHECK_FILE_KEYS, VERDICT_FAIL, &is, "no key 'retry.min'");
    is = schema_check_file_keys(arena, &asked, &file, NULL);
    expect(CHECK_FILE_KEYS, VERDICT_ERROR, &is, "neither YAML nor JSON");
    facts = (struct file_facts){.problem = "a tab", .problem_line = 3};
    is = schema_check_file_keys(arena, &asked, &file, &facts);
    expect(CHECK_FILE_KEYS, VERDICT_ERROR, &is, "cannot be read: a tab");
    assert_int_equal(is.line, 3);
}

static void json_paths(void **state)
{
    struct arena *arena = *state;
    struct migration_file file = FILE_OF("a.json", "…"), away = NOT_HERE("a.json");
    struct file_facts facts =
        FACTS(arena, MAP(0, NULL), TEXT(1, "class", "NcChunkV1"), LIST(1, "properties"),
              MAP(2, NULL), TEXT(3, "name", "tenant"), NUMBER(3, "size", "1.0"), LIST(1, "tags"),
              TEXT(2, NULL, "one"), TEXT(2, NULL, "two"), NUMBER(1, "text", "5"),
              TRUTH(1, "on", "true"), {1, "none", NULL, FACT_NULL}, TEXT(1, "a/b", "slash"));
    struct strlist two = list_of(arena, "two", NULL), three = list_of(arena, "three", NULL);
    const struct {
        struct json_path_asked asked;
        enum verdict verdict;
        const char *says;
    } cases[] = {
        {{.at = "class"}, VERDICT_PASS, NULL},
        {{.at = "/class", .equals = "NcChunkV1", .equals_text = true}, VERDICT_PASS, NULL},
        {{.at = "$.properties[0].name", .matches = "^ten"}, VERDICT_PASS, NULL},
        {{.at = "properties.0.size", .equals = "1"}, VERDICT_PASS, NULL},
        {{.at = "on", .equals = "true"}, VERDICT_PASS, NULL},
        {{.at = "none", .equals = "null"}, VERDICT_PASS, NULL},
        {{.at = "/a~1b", .equals = "slash", .equals_text = true}, VERDICT_PASS, NULL},
        {{.at = "tags", .has = two, .min = 2}, VERDICT_PASS, NULL},
        {{.at = "missing", .exists = ASKED_NO}, VERDICT_PASS, NULL},
        {{.at = "properties.1"}, VERDICT_FAIL, "has nothing at 'properties.1'"},
        {{.at = "class.x"}, VERDICT_FAIL, "has nothing at"},
        {{.at = "class", .exists = ASKED_NO}, VERDICT_FAIL, "should not be in"},
        {{.at = "text", .equals = "5", .equals_text = true}, VERDICT_FAIL, "'text' is 5, not '5'"},
        {{.at = "tags", .has = three}, VERDICT_FAIL, "has no 'three'"},
        {{.at = "tags", .min = 3}, VERDICT_FAIL, "has 2 entries, not 3"},
        {{.at = "tags", .equals = "1"}, VERDICT_FAIL, "is a list"},
        {{.at = "class", .matches = "V2$"}, VERDICT_FAIL, "does not match"},
        {{.at = "tags", .matches = "x"}, VERDICT_FAIL, "is a list"},
        {{.at = "class", .matches = "["}, VERDICT_ERROR, "is no pattern"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct json_path_asked asked = cases[i].asked;
        asked.path = "a.json";
        struct check_result is = schema_check_json_path(arena, &asked, &file, &facts);
        expect(CHECK_JSON_PATH, cases[i].verdict, &is, cases[i].says);
    }
    struct json_path_asked asked = {.path = "a.json", .at = "class"};
    struct check_result is = schema_check_json_path(arena, &asked, &away, NULL);
    expect(CHECK_JSON_PATH, VERDICT_UNKNOWN, &is, "not in this clone");
}

static void sections(void **state)
{
    struct arena *arena = *state;
    static const char text[] = "---\ntitle: Front\n---\nSetext\n======\n\nhello\n\n"
                               "## Rollback ##\n\n<!-- todo\nlater -->\n\n### How\n\n"
                               "## Empty\n\n```sh\n# Fenced\n```\n# Next\n\n### Full\nrun it\n"
                               "## Inside\n<!-- one --> text\n";
    static const struct {
        const char *heading, *contains;
        enum verdict verdict;
        const char *says;
    } cases[] = {
        {"Setext", NULL, VERDICT_PASS, NULL},
        {"next", NULL, VERDICT_PASS, NULL}, /* by what stands below its own sections */
        {"### Full", "run it", VERDICT_PASS, NULL},
        {"Empty", NULL, VERDICT_PASS, NULL}, /* a fence with something in it */
        {"Inside", NULL, VERDICT_PASS, NULL},
        {"## Full", NULL, VERDICT_FAIL, "no heading '## Full'"},
        {"Rollback", NULL, VERDICT_FAIL, "nothing stands below 'Rollback'"},
        {"How", NULL, VERDICT_FAIL, "nothing stands below"},
        {"Fenced", NULL, VERDICT_FAIL, "no heading 'Fenced'"},
        {"title: Front", NULL, VERDICT_FAIL, "no heading"},
        {"Setext", "run it", VERDICT_FAIL, "'run it' is not below 'Setext'"},
    };
    struct migration_file file = FILE_OF("a.md", text);
    struct check_result is;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct doc_section_asked asked = {"a.md", list_of(arena, cases[i].heading, NULL),
                                          list_of(arena, cases[i].contains, NULL)};
        is = schema_check_doc_section(arena, &asked, &file);
        expect(CHECK_DOC_SECTION, cases[i].verdict, &is, cases[i].says);
    }
    struct doc_section_asked asked = {"a.md", list_of(arena, "Setext", NULL), {0}};
    file = NOT_HERE("a.md");
    is = schema_check_doc_section(arena, &asked, &file);
    expect(CHECK_DOC_SECTION, VERDICT_UNKNOWN, &is, NULL);
    file = TOO_LARGE("a.md");
    is = schema_check_doc_section(arena, &asked, &file);
    expect(CHECK_DOC_SECTION, VERDICT_ERROR, &is, NULL);
}

static void make_targets(void **state)
{
    struct arena *arena = *state;
    static const char text[] = "URL := a:b\nX = y: z\n.PHONY: db-status nothing\n"
                               "db-status docs: tools \\\n  more\n\t@./status # now\n"
                               "db-up: ; ./up\nnothing:\n\nseed-%:\n\t./seed $*\n"
                               "define BLOCK\nfake: thing\nendef\nvars: URL = x\n"
                               "double:: a\ntwice:\n# only a comment\n\n\t# comment\n";
    static const struct {
        const char *target, *runs;
        enum verdict verdict;
        const char *says;
    } cases[] = {
        {"db-status", NULL, VERDICT_PASS, NULL},
        {"docs", "./status", VERDICT_PASS, NULL},
        {"db-up", "./up", VERDICT_PASS, NULL},
        {"seed-users", "./seed", VERDICT_PASS, NULL},
        {"double", NULL, VERDICT_PASS, NULL},
        {"db-down", NULL, VERDICT_FAIL, "has no target 'db-down'"},
        {"nothing", NULL, VERDICT_FAIL, "'nothing' does nothing"},
        {"twice", NULL, VERDICT_FAIL, "does nothing"},
        {"fake", NULL, VERDICT_FAIL, "has no target"},
        {"vars", NULL, VERDICT_FAIL, "has no target"},
        {"X", NULL, VERDICT_FAIL, "has no target"},
        {"db-up", "./status", VERDICT_FAIL, "does not run './status'"},
    };
    struct migration_file file = FILE_OF("Makefile", text);
    struct check_result is;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct make_target_asked asked = {"Makefile", list_of(arena, cases[i].target, NULL),
                                          cases[i].runs};
        is = schema_check_make_target(arena, &asked, &file);
        expect(CHECK_MAKE_TARGET, cases[i].verdict, &is, cases[i].says);
    }
    struct make_target_asked asked = {"Makefile", list_of(arena, "db-up", NULL), NULL};
    file = FILE_OF("Makefile", "include db.mk\n");
    is = schema_check_make_target(arena, &asked, &file);
    expect(CHECK_MAKE_TARGET, VERDICT_UNKNOWN, &is, "takes some from elsewhere");
    file = TOO_LARGE("Makefile");
    is = schema_check_make_target(arena, &asked, &file);
    expect(CHECK_MAKE_TARGET, VERDICT_ERROR, &is, NULL);
}

static void workflows(void **state)
{
    struct arena *arena = *state;
    struct file_facts facts = FACTS(
        arena, MAP(0, NULL), LIST(1, "on"), TEXT(2, NULL, "push"), TEXT(2, NULL, "pull_request"),
        MAP(1, "jobs"), MAP(2, "test"), TEXT(3, "name", "Tests"), LIST(3, "steps"), MAP(4, NULL),
        TEXT(5, "uses", "actions/checkout@v4"), MAP(4, NULL), TEXT(5, "name", "Smoke"),
        TEXT(5, "run", "# make lint\nmake smoke\n"), MAP(4, NULL), TEXT(5, "run", "make docs"),
        TEXT(5, "if", "${{ false }}"), MAP(4, NULL), TEXT(5, "run", "make bench"),
        TRUTH(5, "continue-on-error", "true"), MAP(2, "off"), TRUTH(3, "if", "false"),
        LIST(3, "steps"), MAP(4, NULL), TEXT(5, "run", "make off"));
    static const struct {
        struct workflow_asked asked;
        enum verdict verdict;
        const char *says;
    } cases[] = {
        {{.run = "make smoke"}, VERDICT_PASS, NULL},
        {{.job = "Tests", .step = "Smoke", .run = "make smoke", .on = "push"}, VERDICT_PASS, NULL},
        {{.uses = "actions/checkout"}, VERDICT_PASS, NULL},
        {{.job = "test"}, VERDICT_PASS, NULL},
        {{.run = "make lint"}, VERDICT_FAIL, "runs 'make lint'"},
        {{.run = "make docs"}, VERDICT_FAIL, "is switched off"},
        {{.run = "make bench"}, VERDICT_FAIL, "may fail without any effect"},
        {{.run = "make off"}, VERDICT_FAIL, "in a job that is switched off"},
        {{.job = "deploy"}, VERDICT_FAIL, "no job of"},
        {{.job = "test", .on = "schedule"}, VERDICT_FAIL, "does not start on 'schedule'"},
    };
    struct migration_file file = FILE_OF("w.yml", "…"), away = NOT_HERE("w.yml");
    struct workflow_file workflow = {&file, &facts};
    struct check_result is;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct workflow_asked asked = cases[i].asked;
        asked.path = "w.yml";
        is = schema_check_workflow(arena, &asked, &workflow, 1);
        expect(CHECK_WORKFLOW, cases[i].verdict, &is, cases[i].says);
    }
    struct workflow_asked asked = {.path = "w.yml", .run = "make x"};
    is = schema_check_workflow(arena, &asked, NULL, 0);
    expect(CHECK_WORKFLOW, VERDICT_FAIL, &is, "does not exist");
    struct workflow_file both[] = {{&file, &facts}, {&away, NULL}};
    is = schema_check_workflow(arena, &asked, both, 2);
    expect(CHECK_WORKFLOW, VERDICT_UNKNOWN, &is, "not in this clone");
    struct file_facts calls = FACTS(arena, MAP(0, NULL), MAP(1, "jobs"), MAP(2, "a"),
                                    TEXT(3, "uses", "./.github/workflows/b.yml"));
    workflow.facts = &calls;
    is = schema_check_workflow(arena, &asked, &workflow, 1);
    expect(CHECK_WORKFLOW, VERDICT_UNKNOWN, &is, "in another workflow");
    struct file_facts none = FACTS(arena, MAP(0, NULL), TEXT(1, "name", "x"));
    workflow.facts = &none;
    is = schema_check_workflow(arena, &asked, &workflow, 1);
    expect(CHECK_WORKFLOW, VERDICT_ERROR, &is, "is no workflow");
}

static void coverages(void **state)
{
    struct arena *arena = *state;
    static const char lcov[] = "TN:\nSF:/build/src/a.c\nDA:1,1\nDA:2,0\nLF:2\nLH:1\nend_of_record\n"
                               "SF:src/b.c\nDA:1,3,abc\nDA:2,1\nend_of_record\n"
                               "SF:/build/src/a.c\nDA:2,4\nDA:3,0\nend_of_record\n";
    static const char cobertura[] =
        "<?xml version=\"1.0\"?><!-- <line number=\"9\" hits=\"0\"/> --><coverage "
        "line-rate=\"0.5\"><packages><package><classes>"
        "<class name='A' filename='src/a.c'><methods><method name='m'><lines>"
        "<line number='1' hits='0'/></lines></method></methods><lines>"
        "<line number='1' hits='2'/><line hits='0' number='2' branch='false'/></lines></class>"
        "</classes></package></packages></coverage>";
    struct strlist b = list_of(arena, "src/b.c", NULL), a = list_of(arena, "src/a.c", NULL),
                   c = list_of(arena, "src/c.c", NULL);
    const struct {
        const char *text;
        struct coverage_asked asked;
        enum verdict verdict;
        const char *says;
    } cases[] = {
        {lcov, {.min = 80}, VERDICT_PASS, "80.0 % of 5 lines"},
        {lcov, {.min = 80.01}, VERDICT_FAIL, "80.0 % of 5 lines ran"},
        {lcov, {.per_file = 70}, VERDICT_FAIL, "66.6 % of '/build/src/a.c' ran, not 70 %"},
        {lcov, {.per_file = 70, .files = b}, VERDICT_PASS, "100.0 %"},
        {lcov, {.min = 60, .files = a}, VERDICT_PASS, "66.6 % of 3 lines"},
        {lcov, {.min = 60, .files = c}, VERDICT_UNKNOWN, "counts no line of these files"},
        {cobertura, {.min = 50}, VERDICT_PASS, "50.0 % of 2 lines"},
        {cobertura, {.min = 51}, VERDICT_FAIL, "not 51 %"},
        {"SF:a\nDA:1,1\n", {.min = 1}, VERDICT_ERROR, "ends in the middle"},
        {"SF:a\nDA:x,1\nend_of_record\n", {.min = 1}, VERDICT_ERROR, "cannot be read"},
        {"SF:a\nSF:b\n", {.min = 1}, VERDICT_ERROR, "before the one before it ends"},
        {"hello", {.min = 1}, VERDICT_ERROR, "neither an lcov nor"},
        {"", {.min = 1}, VERDICT_ERROR, "neither"},
        {"<html></html>", {.min = 1}, VERDICT_ERROR, "neither"},
        {"<coverage><class filename='a'><lines>", {.min = 1}, VERDICT_ERROR, "before its end"},
        {"<coverage/>", {.min = 1}, VERDICT_UNKNOWN, "counts no line"},
    };
    struct check_result is;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct migration_file file = FILE_OF("r", cases[i].text);
        struct coverage_asked asked = cases[i].asked;
        asked.path = "r";
        is = schema_check_coverage(arena, &asked, &file);
        expect(CHECK_COVERAGE, cases[i].verdict, &is, cases[i].says);
    }
    struct coverage_asked asked = {.path = "r", .min = 90};
    is = schema_check_coverage(arena, &asked, NULL);
    expect(CHECK_COVERAGE, VERDICT_UNKNOWN, &is, "'r' does not exist");
}

/* -------------------------------------------------------------------- dictionary and the like */

static struct schema_snapshot *two_tables(struct arena *arena)
{
    struct schema_snapshot *snapshot = ARENA_NEW(arena, struct schema_snapshot);
    struct schema_table user = {.name = "user"}, task = {.name = "Task"};
    VEC_PUSH(arena, &user.columns, ((struct schema_column){.name = "id"}));
    VEC_PUSH(arena, &user.columns, ((struct schema_column){.name = "mail"}));
    VEC_PUSH(arena, &task.columns, ((struct schema_column){.name = "id"}));
    VEC_PUSH(arena, &snapshot->tables, user);
    VEC_PUSH(arena, &snapshot->tables, task);
    return snapshot;
}

#define HEADS "| Column | Type | Description |\n|---|:-:|---|\n"
#define USERS "## Table `user`\n" HEADS "| `id` | int | its key |\n| mail | text | where to |\n"
#define TASKS "## task\n" HEADS "| **id** | int | a \\| b |\n"

static void dictionaries(void **state)
{
    struct arena *arena = *state;
    static const struct {
        const char *path, *text;
        enum verdict verdict;
        const char *says;
    } cases[] = {
        {"d.md", USERS TASKS, VERDICT_PASS, NULL},
        {"d.md",
         "| Table | Column | Meaning |\n|--|--|--|\n|user|id|a|\n|user|mail|b|\n|TASK|ID|c|\n",
         VERDICT_PASS, NULL},
        {"d.csv", "table,column,description\nuser,id,\"a, \"\"b\"\"\nc\"\nuser,mail,b\nTask,id,c\n",
         VERDICT_PASS, NULL},
        {"d.md", USERS, VERDICT_FAIL, "table 'Task' is not in 'd.md'"},
        {"d.md", USERS "## task\n", VERDICT_FAIL, "column 'Task.id' is not in"},
        {"d.md", USERS "## task\n" HEADS "| id | int | todo |\n", VERDICT_FAIL,
         "nothing is said of column 'Task.id'"},
        {"d.md", USERS TASKS "## `gone`\n" HEADS "| id | int | x |\n| no | int | x |\n",
         VERDICT_FAIL, "'gone' is in 'd.md', but not in the schema"},
        {"d.md", USERS TASKS "| old | int | x |\n", VERDICT_FAIL, "'task.old' is in"},
        {"d.md", "```\n" USERS "```\n" TASKS, VERDICT_FAIL, "table 'user' is not"},
        {"d.csv", "a,b\n1,2\n", VERDICT_ERROR, "names no columns"},
    };
    struct schema_state whole = {.snapshot = two_tables(arena)}, none = {0}, stopped = whole;
    struct check_result is;
    stopped.stopped = "the chain stops at '2'";
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct migration_file file = FILE_OF(cases[i].path, cases[i].text);
        struct dictionary_asked asked = {cases[i].path, {0}};
        is = schema_check_dictionary(arena, &whole, &asked, &file);
        expect(CHECK_DICTIONARY, cases[i].verdict, &is, cases[i].says);
        is = schema_check_dictionary(arena, &none, &asked, &file);
        expect(CHECK_DICTIONARY, VERDICT_ERROR, &is, NULL);
        if (cases[i].verdict == VERDICT_PASS) {
            is = schema_check_dictionary(arena, &stopped, &asked, &file);
            expect(CHECK_DICTIONARY, VERDICT_UNKNOWN, &is, "the chain stops");
        }
    }
    struct dictionary_asked asked = {"d.md", list_of(arena, "user", NULL)};
    struct migration_file file = FILE_OF("d.md", USERS);
    is = schema_check_dictionary(arena, &whole, &asked, &file);
    expect(CHECK_DICTIONARY, VERDICT_PASS, &is, NULL);
}

static void classifications(void **state)
{
    struct arena *arena = *state;
    struct schema_state whole = {.snapshot = two_tables(arena)}, none = {0}, stopped = whole;
    struct file_facts full =
        FACTS(arena, MAP(0, NULL), NUMBER(1, "version", "1"), MAP(1, "tables"), MAP(2, "user"),
              TEXT(3, "classification", "secret"), TEXT(3, "retention", "1y"), MAP(3, "columns"),
              TEXT(4, "id", "open"), MAP(4, "mail"), TEXT(5, "classification", "secret"),
              MAP(2, "task"), TEXT(3, "classification", "open"));
    struct file_facts listed = FACTS(
        arena, MAP(0, NULL), LIST(1, "entities"), MAP(2, NULL), TEXT(3, "name", "user"),
        TEXT(3, "classification", "a"), MAP(2, NULL), TEXT(3, "table", "Task"), LIST(3, "fields"),
        MAP(4, NULL), TEXT(5, "name", "id"), TEXT(5, "classification", "b"));
    struct file_facts plain = FACTS(arena, MAP(0, NULL), NUMBER(1, "version", "1"),
                                    TEXT(1, "user", "secret"), TEXT(1, "task", "todo"));
    struct file_facts gone = FACTS(arena, MAP(0, NULL), MAP(1, "tables"), TEXT(2, "user", "a"),
                                   TEXT(2, "task", "b"), TEXT(2, "old", "c"));
    struct strlist both = list_of(arena, "classification", "retention");
    const struct {
        const struct file_facts *facts;
        struct classification_asked asked;
        enum verdict verdict;
        const char *says;
    } cases[] = {
        {&full, {.path = "c.yml"}, VERDICT_PASS, NULL},
        {&listed, {.path = "c.yml"}, VERDICT_PASS, NULL},
        {&full, {.path = "c.yml", .keys = both}, VERDICT_FAIL, "table 'Task' has no 'retention'"},
        {&full, {.path = "c.yml", .columns = true}, VERDICT_FAIL, "'Task.id' has no"},
        {&full,
         {.path = "c.yml", .columns = true, .tables = list_of(arena, "user", NULL)},
         VERDICT_PASS,
         NULL},
        {&plain, {.path = "c.yml"}, VERDICT_FAIL, "table 'Task' has no 'classification'"},
        {&gone, {.path = "c.yml"}, VERDICT_FAIL, "'old' is in 'c.yml'"},
        {NULL, {.path = "c.yml"}, VERDICT_ERROR, "neither YAML nor JSON"},
    };
    struct migration_file file = FILE_OF("c.yml", "…"), away = NOT_HERE("c.yml");
    struct check_result is;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        is = schema_check_classification(arena, &whole, &cases[i].asked, &file, cases[i].facts);
        expect(CHECK_CLASSIFICATION, cases[i].verdict, &is, cases[i].says);
    }
    is = schema_check_classification(arena, &none, &cases[0].asked, &file, &full);
    expect(CHECK_CLASSIFICATION, VERDICT_ERROR, &is, NULL);
    is = schema_check_classification(arena, &whole, &cases[0].asked, &away, NULL);
    expect(CHECK_CLASSIFICATION, VERDICT_UNKNOWN, &is, "not in this clone");
    stopped.stopped = "the chain stops at '2'";
    is = schema_check_classification(arena, &stopped, &cases[6].asked, &file, &gone);
    expect(CHECK_CLASSIFICATION, VERDICT_UNKNOWN, &is, "'old' is not in the schema, but");
}

/* A row of a million cells costs no memory for each of them. */
static void wide_rows(void **state)
{
    struct arena *arena = *state;
    struct schema_state whole = {.snapshot = two_tables(arena)};
    static const char *const paths[] = {"d.md", "d.csv"};
    for (size_t i = 0; i < 2; i++) {
        size_t len = 1000000, before = arena_used(arena);
        char *text = malloc(len);
        assert_non_null(text);
        memset(text, i == 0 ? '|' : ',', len);
        struct migration_file file = {paths[i], text, len, NULL, NULL};
        struct dictionary_asked asked = {paths[i], {0}};
        struct check_result is = schema_check_dictionary(arena, &whole, &asked, &file);
        assert_int_equal(is.verdict, i == 0 ? VERDICT_FAIL : VERDICT_ERROR);
        assert_true(arena_used(arena) - before < 200000);
        free(text);
    }
}

MATRIX_TEST(MATRIX_FILES)

#define WITH_ARENA(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(files),
        WITH_ARENA(keys),
        WITH_ARENA(json_paths),
        WITH_ARENA(sections),
        WITH_ARENA(make_targets),
        WITH_ARENA(workflows),
        WITH_ARENA(coverages),
        WITH_ARENA(dictionaries),
        WITH_ARENA(classifications),
        WITH_ARENA(wide_rows),
        cmocka_unit_test(no_hole_in_the_matrix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
