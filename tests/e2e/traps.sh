# shellcheck shell=bash disable=SC2154
# Traps of migration folders that people met: in each of these repositories `check` finds the one.
# docs/internals/traps.md has the list.
. "$(dirname "$0")/lib.sh"

git_init >/dev/null
mkdir -p roadmap
echo "words" >README.md

# plan ENGINE [KEY OF THE SOURCE]: everything is asked of the folder db/migrations; further checks
# come from stdin.
plan() {
    cat >roadmap/roadmap.yaml <<YAML
version: 1
migrations:
  - {id: main, path: db/migrations, engine: $1${2:+, $2}}
milestones:
  - {id: M1, title: One}
issues:
  - id: DB-001
    title: Everything
    milestone: M1
    migrations: ["db/migrations/**"]
    checks:
      - {naming: {}, source: main}
      - {ordering: {}, source: main}
      - {migration_pair: {}, source: main}
      - {lint: {severity: warning}, source: main}
      - {apply: {}, source: main}
      - {smoke: {}, source: main}
YAML
    cat >>roadmap/roadmap.yaml
}

# put NAME TEXT: a file of the folder.
put() {
    mkdir -p "db/migrations/$(dirname "$1")"
    printf '%s' "$2" >"db/migrations/$1"
}

# look [FIXTURE]: the folder, as a fixture has it, is what a branch adds.
look() {
    [ $# = 0 ] || {
        mkdir -p db
        cp -r "$(fixture "migrations/$1")" db/migrations
    }
    run check --json
}

# found KIND TEXT: a check of that kind fails and says so.
found() {
    expect_json "[.checks[] | select(.kind == \"$1\" and .verdict == \"fail\")
        | select([.message, .lines[]] | any(contains(\"$2\")))] | length > 0" true
}

passes() { # KIND
    expect_json "[.checks[] | select(.kind == \"$1\") | .verdict] | unique | join(\" \")" pass
}

fresh() {
    rm -rf db
}

plan sqlite </dev/null
git add -A && git commit -qm "The plan"
git update-ref refs/remotes/origin/main main
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main

it "1: the order as text is not the order by number"
look trap_order
found naming "20250127120000 has 14 digits where most have 11"
found ordering "'20250127120000_models' runs after '20251115002_orders', but sorts in front of it"
fresh

it "2: names that do not fit the own rule"
plan sqlite "naming: ts12" </dev/null
look trap_seed_names
found naming "RM111"
fresh
plan sqlite </dev/null

it "3: versions that no 64 bits hold"
look trap_long_versions
found naming "is larger than golang-migrate can count"
fresh

it "4: one version twice"
look trap_duplicate
found ordering "version 1626194317 is also that of '1626194317_jobs'"
fresh

it "5: two dots, another slug on the way back: still pairs, and none is lost"
look trap_pairs
passes naming
passes migration_pair
fresh

it "6: an underscore where a hyphen belongs"
look diesel
found naming "version 20240313 has 8 digits where most have 14"
fresh

it "7: one way alone"
look trap_one_sided
found migration_pair "'1_up_alone' has no way back"
found migration_pair "'5_down_alone' leads back, but nothing leads there"
fresh

it "8: a way back without a statement"
look trap_empty
found migration_pair "the way back of '1_empty' is empty"
found migration_pair "the way back of '2_comment' is empty"
fresh

it "9: a file that the tool passes over"
look trap_beside
found naming "golang-migrate passes over 'old/0000_x.up.sql' in silence"
fresh

it "10: no line end and no semicolon at the end"
put 1_a.up.sql "CREATE TABLE a (id INTEGER PRIMARY KEY)"
put 1_a.down.sql "DROP TABLE a"
look
expect_status 0
passes smoke
fresh

it "11: bytes: line ends, a mark, another encoding, text that was decoded twice"
look trap_bytes
found lint "lines end with CR LF"
found lint "begins with a byte order mark"
found lint "'‚Üí' was probably '→'"
found naming "is not UTF-8"
fresh

it "12: what only another program understands"
plan postgres </dev/null
look trap_psql
found lint "a command of psql, which is no SQL"
fresh
plan sqlite </dev/null
put 1_a.up.sql 'DELIMITER $$
CREATE TABLE a (id INTEGER PRIMARY KEY) $$'
put 1_a.down.sql "DROP TABLE a;"
look
found apply "DELIMITER"
fresh
put 1_a.up.sql "CREATE TABLE \`a\` ([id] INTEGER PRIMARY KEY, \"n;\" TEXT DEFAULT ';');
CREATE VIRTUAL TABLE f USING fts5(t);
CREATE TRIGGER g AFTER INSERT ON a BEGIN INSERT INTO f VALUES (';'); SELECT 1; END;"
put 1_a.down.sql "DROP TABLE a; DROP TABLE f;"
look
passes smoke
fresh

it "13: CONCURRENTLY inside of a transaction; an own transaction"
plan postgres </dev/null
put 1_a.sql "-- +goose Up
CREATE INDEX CONCURRENTLY i ON a (x);
-- +goose Down
DROP INDEX i;"
look
found lint "RM402"
fresh
plan sqlite </dev/null
put 1_a.up.sql "BEGIN; CREATE TABLE a (id INTEGER PRIMARY KEY); COMMIT;"
put 1_a.down.sql "BEGIN; DROP TABLE a; COMMIT;"
look
passes smoke
fresh

it "14: PRAGMA foreign_keys does nothing inside of a transaction, and a table loses its rows"
put 1_a.up.sql "CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE c (id INTEGER PRIMARY KEY, p INT NOT NULL REFERENCES p ON DELETE CASCADE);"
put 1_a.down.sql "DROP TABLE c; DROP TABLE p;"
put 2_b.up.sql "BEGIN; PRAGMA foreign_keys = OFF;
CREATE TABLE n (id INTEGER PRIMARY KEY, x TEXT); INSERT INTO n (id) SELECT id FROM p;
DROP TABLE p; ALTER TABLE n RENAME TO p; COMMIT;"
put 2_b.down.sql "ALTER TABLE p DROP COLUMN x;"
look
found lint "RM701"
found smoke "up loses rows of 'c': 3 before, 0 after"
fresh

it "15: a function that the application brings, a placeholder of the tool: unknown, never a pass"
put 1_a.up.sql "CREATE TABLE a (id INTEGER PRIMARY KEY); UPDATE a SET id = our_own(id);"
put 1_a.down.sql "DROP TABLE a;"
look
expect_json '[.checks[] | select(.kind == "apply") | .verdict] | unique | join(" ")' unknown
fresh
look trap_placeholders
expect_json '[.checks[] | select(.kind == "apply") | .verdict] | unique | join(" ")' unknown
expect_json '[.checks[] | select(.kind == "apply")] | any(.message | contains("${library-file-hashing}"))' true
fresh

it "16: every file ran, and the table is not there"
plan sqlite <<'YAML'
      - {table: models, source: main}
YAML
put 1_models.up.sql "-- CREATE TABLE models (id INTEGER PRIMARY KEY);"
put 1_models.down.sql "DROP TABLE IF EXISTS models;"
look
passes apply
found table "there is no table 'models'"
fresh
plan sqlite </dev/null

it "17: an index without its table, and what else of SQL is none"
plan postgres </dev/null
put 1_a.sql "CREATE TABLE a (
  id int PRIMARY KEY,
  -- other columns
);
CREATE INDEX i USING gin (metadata);
CREATE FUNCTION f(x int) RETURNS BOOLEAN;"
look
found lint "1_a.sql:2:"
found lint "1_a.sql:5:"
found lint "1_a.sql:6:"
fresh
plan sqlite </dev/null

it "a parent that nobody makes: created without a word, and no row goes in"
plan sqlite <<'YAML'
      - {foreign_key: {table: tasks, columns: [session], references: sessions}, source: main}
      - {integrity: {}, source: main}
YAML
put 1_a.up.sql "CREATE TABLE tasks (id INTEGER PRIMARY KEY, session TEXT REFERENCES sessions(id));"
put 1_a.down.sql "DROP TABLE tasks;"
look
passes apply
found lint "RM503"
found foreign_key "sessions"
expect_json '[.checks[] | select(.kind == "integrity") | .verdict] | unique | contains(["pass"])' false
fresh

it "a plan that says USING INDEX and reads every row"
plan sqlite <<'YAML'
      - {query_plan: {sql: "SELECT state FROM tasks"}, source: main, id: covering}
      - {query_plan: {sql: "SELECT * FROM tasks ORDER BY state"}, source: main, id: ordered}
      - {query_plan: {sql: "SELECT * FROM tasks a JOIN notes b ON a.id = b.task"}, source: main, id: automatic}
      - {query_plan: {sql: "SELECT * FROM tasks WHERE state = ?"}, source: main, id: good}
YAML
put 1_a.up.sql "CREATE TABLE tasks (id INTEGER PRIMARY KEY, state TEXT); CREATE INDEX s ON tasks (state);
CREATE TABLE notes (task INT, text TEXT);"
put 1_a.down.sql "DROP TABLE tasks; DROP TABLE notes;"
look
expect_json '[.checks[] | select(.kind == "query_plan") | "\(.id) \(.verdict)"] | sort | join(", ")' \
    "automatic fail, covering fail, good pass, ordered fail"
fresh

it "a journal mode is asked of a file, not of memory"
plan sqlite <<'YAML'
      - {pragma: {name: journal_mode, expect: wal}, source: main}
YAML
put 1_a.sql "-- +goose NO TRANSACTION
-- +goose Up
PRAGMA journal_mode = WAL;
-- +goose Down
SELECT 1;"
look
passes pragma
fresh
put 1_a.sql "-- +goose Up
CREATE TABLE a (id INTEGER PRIMARY KEY);
-- +goose Down
DROP TABLE a;"
look
found pragma "delete"
fresh

it "a policy that fails where a setting is missing, and none that binds the owner"
plan postgres </dev/null
put 1_a.sql "CREATE TABLE a (id int PRIMARY KEY, org uuid);
ALTER TABLE a ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON a USING (org = current_setting('app.current_org_id')::uuid);"
look
found lint "RM604"
found lint "RM606"
fresh

it "two heads of Alembic, and what two branches make of one"
plan sqlite </dev/null
look alembic_heads
found ordering "2 heads, nothing follows any of them: 2d05_one, 3e06_other"
fresh
