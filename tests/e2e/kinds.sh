# shellcheck shell=bash disable=SC2154
# Each kind of check, asked by the program of a real repository, with each answer that it can give
# there. An id says what is expected: fail.table.2 is a check of a table that fails.
. "$(dirname "$0")/lib.sh"

mkdir -p roadmap db/main db/broken db/denied db/dangling db/pg db/empty docs .github/workflows coverage
git_init >/dev/null

pair() { # FOLDER NAME UP DOWN
    echo "$3" >"db/$1/$2.up.sql"
    echo "$4" >"db/$1/$2.down.sql"
}
pair main 202602010900_account "CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    mail TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    note VARCHAR(30)
);
CREATE INDEX account_state ON account (state);
CREATE VIEW open_account AS SELECT id, mail FROM account WHERE state = 'open';
CREATE TRIGGER touch AFTER INSERT ON account BEGIN SELECT 1; END;" \
    "DROP TRIGGER touch; DROP VIEW open_account; DROP TABLE account;"
pair main 202602020900_event "CREATE TABLE event (
    account INT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    no INT NOT NULL,
    body TEXT CONSTRAINT body_is_json CHECK (json_valid(body)),
    PRIMARY KEY (account, no)
) WITHOUT ROWID;
CREATE INDEX event_body ON event (no DESC, body) WHERE body IS NOT NULL;" "DROP TABLE event;"
pair broken 1_first "CREATE TABLE first (id INTEGER PRIMARY KEY, s INT REFERENCES sessions (id));" \
    "DROP TABLE first;"
pair broken 2_second "CREATE TABEL second (id INTEGER PRIMARY KEY);" "SELECT 1;"
pair dangling 1_first "CREATE TABLE first (id INTEGER PRIMARY KEY, s INT REFERENCES sessions (id));" \
    "DROP TABLE first;"
pair denied 1_first "ATTACH 'x' AS y;" "SELECT 1;"
pair pg 1_first "CREATE TABLE first (id serial PRIMARY KEY);" "DROP TABLE first;"
echo "INSERT OR IGNORE INTO account (id, mail) VALUES (1, 'octocat@example.com');" >db/seed.sql
echo "INSERT INTO account (mail) VALUES (hex(randomblob(8)));" >db/seed-twice.sql
echo "ATTACH 'x' AS y;" >db/seed-denied.sql
cat >docs/dictionary.md <<'MD'
# Dictionary

## account

| Column | Description |
|---|---|
| id | its key |
| mail | where to write to |
| state | open or closed |
| note | what was said |

## event

| Column | Description |
|---|---|
| account | whose |
| no | counted from 1 |
| body | JSON |
MD
printf '# Dictionary\n\n## first\n\n| Column | Description |\n|---|---|\n| id | key |\n| s | whose |\n' \
    >docs/first.md
sed '/counted from 1/d' docs/dictionary.md >docs/short.md
cat >docs/classes.yaml <<'YAML'
tables:
  account: {classification: secret, retention: 1y}
  event: {classification: open}
YAML
cat >docs/contract.yaml <<'YAML'
models:
  account:
    fields: {id: {type: long, primaryKey: true}, mail: {type: string, required: true, unique: true}}
YAML
sed 's/type: string/type: integer/' docs/contract.yaml >docs/contract-wrong.yaml
cat >docs/lake.yaml <<'YAML'
tables:
  account: {to: lake.account, columns: {id: account_id, mail: {exclude: private}}, exclude: [state, note]}
  event: {exclude: it stays here}
YAML
cat >docs/lineage.yaml <<'YAML'
nodes: [api]
edges: [{from: api, to: account}, {from: account, to: event}]
YAML
cat >docs/schema.puml <<'UML'
@startuml
entity account {
  * id
  mail
  state
  note
}
entity event
account ||--o{ event
@enduml
UML
printf 'tables: [a\n' >docs/cut.yaml
printf 'a,b\n1,2\n' >docs/cut.csv
touch db/empty/.gitkeep
printf '{"name": "data", "files": ["a", "b"]}\n' >package.json
printf '# DB\nDB_URL=\nANALYTICS_URL=x\n' >.env.example
printf 'db-status:\n\t./status\n' >Makefile
printf 'include db.mk\n' >other.mk
cat >.github/workflows/db.yml <<'YAML'
on: [push]
jobs:
  smoke:
    steps:
      - {name: Smoke, run: make smoke}
YAML
printf 'name: x\n' >docs/no-workflow.yml
printf 'SF:src/a.c\nDA:1,1\nDA:2,0\nend_of_record\n' >coverage/lcov.info
echo hello >coverage/cut.info

# EXPECTED {KIND: …} [SOURCE], one a line; the source is main where none is named.
cat >"$area/asked" <<'ASKED'
pass {naming: ts12}
fail {naming: ts14}
unknown {naming: {}} empty
pass {ordering: {}}
pass {migration_pair: {}}
pass {immutable: {files: "db/main/**"}}
skip {co_change: {when: "db/main/**", with: docs/dictionary.md}}
pass {apply: {}}
fail {apply: {}} broken
error {apply: {}} denied
unknown {apply: {}} pg
pass {smoke: {}}
pass {smoke: {rows: 10}}
fail {smoke: {rows: 10}} broken
error {smoke: {rows: 10}} denied
unknown {smoke: {rows: 10}} pg
pass {duration: {up_ms: 60000, down_ms: 60000}}
fail {duration: {up_ms: 0.001}}
unknown {duration: {up_ms: 60000}} broken
error {duration: {up_ms: 60000}} denied
pass {seed: db/seed.sql}
fail {seed: db/seed-twice.sql}
fail {seed: db/missing.sql}
error {seed: db/seed-denied.sql}
unknown {seed: db/seed.sql} broken
pass {table: {name: account, columns: [id, {name: mail, type: text, null: false}], primary_key: id}}
fail {table: {name: account, columns: [phone]}}
unknown {table: second} broken
unknown {table: first} pg
pass {primary_key: {table: event, columns: [account, no]}}
fail {primary_key: {table: event, columns: [no, account]}}
unknown {primary_key: {table: second, columns: id}} broken
pass {unique: {table: account, columns: mail}}
fail {unique: {table: account, columns: note}}
unknown {unique: {table: second, columns: a}} broken
pass {foreign_key: {table: event, columns: account, references: account(id), on_delete: cascade}}
pass {foreign_key: {}}
fail {foreign_key: {table: event, columns: account, references: account(id), on_delete: set null}}
unknown {foreign_key: {}} broken
fail {foreign_key: {}} dangling
unknown {foreign_key: {table: second, columns: a, references: first}} broken
pass {check_constraint: {table: event, contains: json_valid}}
fail {check_constraint: {table: account, contains: length}}
unknown {check_constraint: {table: second, contains: length}} broken
pass {index: {name: event_body, columns: [no desc, body], where: body is not null}}
fail {index: account_age}
unknown {index: second_i} broken
pass {object: {type: view, name: open_account}}
fail {object: {type: trigger, name: touch, table: event}}
skip {object: {type: function, name: f}}
unknown {object: {type: view, name: v}} broken
skip {partition: {table: event}}
skip {rls: {tables: [event]}}
unknown {partition: {table: first}} pg
unknown {rls: {tables: [first]}} pg
pass {integrity: {}}
unknown {integrity: {}} broken
fail {integrity: {}} dangling
pass {pragma: {name: journal_mode, expect: delete}}
fail {pragma: {name: journal_mode, expect: wal}}
unknown {pragma: {name: foreign_keys, expect: on}}
error {pragma: {name: nonesuch, expect: 1}}
pass {query_plan: {sql: "SELECT * FROM account WHERE state = ?1", uses: account_state}}
fail {query_plan: "SELECT * FROM account WHERE note = ?1"}
fail {query_plan: "SELECT * FROM nowhere"}
error {query_plan: "SELECT * FRM account"}
unknown {query_plan: "SELECT * FROM second"} broken
pass {latency: {sql: "SELECT * FROM account WHERE id = ?1", iterations: 20, p99_ms: 0.001}}
fail {latency: {sql: "SELECT count(*) FROM account WHERE note LIKE '%z%'", rows: {account: 5000}, iterations: 20, p50_ms: 0.001, gate: true}}
fail {latency: {sql: "SELECT * FROM nowhere", iterations: 20}}
error {latency: {sql: "SELECT * FRM account", iterations: 20}}
unknown {latency: {sql: "SELECT * FROM second", iterations: 20}} broken
pass {sql: {sql: "SELECT count(*) FROM account", expect: {value: 0}}}
pass {sql: {sql: "INSERT INTO account (mail) VALUES (NULL)", expect: {error: NOT NULL}}}
fail {sql: {sql: "SELECT 1", expect: empty}}
fail {sql: {sql: "SELECT * FROM nowhere", expect: empty}}
error {sql: {sql: "ATTACH 'x' AS y", expect: empty}}
unknown {sql: {sql: "SELECT * FROM second", expect: empty}} broken
pass {lint: {rules: [drop-table]}}
fail {lint: {rules: [RM503]}} dangling
unknown {lint: {}} gone
pass {dictionary: docs/dictionary.md}
fail {dictionary: docs/short.md}
error {dictionary: docs/cut.csv}
fail {dictionary: docs/dictionary.md} broken
unknown {dictionary: docs/first.md} broken
pass {classification: docs/classes.yaml}
fail {classification: {file: docs/classes.yaml, require: [classification, retention]}}
error {classification: docs/cut.yaml}
unknown {classification: docs/classes.yaml} pg
pass {file: docs/dictionary.md}
pass {file: {path: "docs/*.md", min: 2, contains: Dictionary}}
fail {file: docs/missing.md}
fail {file: {path: docs/dictionary.md, contains: invoice}}
pass {file_keys: {path: .env.example, keys: [DB_URL, ANALYTICS_URL]}}
fail {file_keys: {path: .env.example, keys: [OTEL]}}
error {file_keys: {path: docs/cut.yaml, keys: [OTEL]}}
pass {json_path: {path: package.json, at: $.files, has: a, min: 2}}
fail {json_path: {path: package.json, at: name, equals: other}}
error {json_path: {path: docs/cut.yaml, at: name}}
pass {doc_section: {path: docs/dictionary.md, heading: "## event"}}
fail {doc_section: {path: docs/dictionary.md, heading: Rollback}}
pass {make_target: db-status}
fail {make_target: db-docs}
unknown {make_target: {target: db-docs, path: other.mk}}
pass {workflow: {path: .github/workflows/db.yml, run: make smoke}}
fail {workflow: {path: ".github/workflows/*.yml", run: make lint}}
error {workflow: {path: docs/no-workflow.yml, run: make lint}}
pass {coverage: {path: coverage/lcov.info, min: 50}}
fail {coverage: {path: coverage/lcov.info, min: 51}}
error {coverage: {path: coverage/cut.info, min: 50}}
unknown {coverage: {path: coverage/none.info, min: 50}}
unknown {approval: {min: 2}}
error {co_change: docs/dictionary.md}
error {immutable: {}}
unknown {immutable: {files: "db/later/**"}}
unknown {ordering: {}} empty
unknown {naming: {}} gone
fail {apply: {}} gone
fail {smoke: {}} empty
fail {table: account} gone
fail {integrity: {}} empty
pass {erd: docs/schema.puml}
fail {erd: {file: docs/schema.puml, columns: true}}
error {erd: {file: docs/dictionary.md}}
unknown {erd: docs/schema.puml} pg
pass {contract: docs/contract.yaml}
fail {contract: docs/contract-wrong.yaml}
error {contract: docs/lineage.yaml}
unknown {contract: docs/contract.yaml} pg
pass {mapping: docs/lake.yaml}
fail {mapping: docs/contract.yaml}
error {mapping: docs/cut.yaml}
unknown {mapping: docs/lake.yaml} pg
pass {lineage: docs/lineage.yaml}
fail {lineage: {file: docs/lineage.yaml}} dangling
error {lineage: docs/contract.yaml}
unknown {lineage: docs/lineage.yaml} pg
ASKED
{
    cat <<'YAML'
version: 1
migrations:
  - {id: main, path: db/main, convention: golang-migrate, naming: ts12, reversible: required}
  - {id: broken, path: db/broken, convention: golang-migrate, reversible: required}
  - {id: dangling, path: db/dangling, convention: golang-migrate}
  - {id: denied, path: db/denied, convention: golang-migrate}
  - {id: pg, path: db/pg, engine: postgres, convention: golang-migrate}
  - {id: empty, path: db/empty}
  - {id: gone, path: db/gone}
milestones:
  - {id: M1, title: One}
issues:
  - id: DB-001
    title: Every kind
    milestone: M1
    checks:
YAML
    awk '{
        split($0, words, " "); source = "main"; line = substr($0, length(words[1]) + 2)
        if (match(line, /} [a-z]+$/)) { source = substr(line, RSTART + 2); line = substr(line, 1, RSTART) }
        kind = line; sub(/:.*/, "", kind); sub(/^{/, "", kind)
        sub(/}$/, "", line)
        printf "      - %s, id: %s.%s.%d, source: %s}\n", line, words[1], kind, NR, source
    }' "$area/asked"
} >roadmap/roadmap.yaml
git add -A && git commit -qm "One"
git update-ref refs/remotes/origin/main main
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main

it "answers each of them as it should"
run check DB-001 --json
expect_status 3
others='[.checks[] | select(.id) | select((.id | split(".")[0]) != .verdict)]'
expect_json "$others | map(.id + \" is \" + .verdict + \": \" + (.message // \"\")) | join(\"; \")" ""
expect_json '[.checks[] | select(.id)] | length' "$(wc -l <"$area/asked")"
expect_json '[.checks[] | select(.id and .verdict != "pass" and .message == null)] | length' 0
held

it "has a page for each kind, and each kind is among them"
for kind in $(jq -r '[.checks[] | select(.id) | .kind] | unique[]' "$out"); do
    run explain "$kind"
    expect_status 0
    expect_stdout_has "Fails when"
done
run explain check
grep -oE '^- .[a-z_]+.:' "$out" | tr -dc 'a-z_\n' | sort >"$area/kinds"
run check DB-001 --json
jq -r '[.checks[] | select(.id) | .kind] | unique[]' "$out" | sort >"$area/had"
expect_same "$area/kinds" "$area/had"

it "answers the same from what is kept, and asks again what is never kept"
expect_json "$others | length" 0
expect_json '[.checks[] | select(.id and .reused) | .verdict] | unique | join(" ")' "fail pass skip unknown"
expect_json '[.checks[] | select(.kind == "latency" or .kind == "duration") | .reused] | any' false
expect_json '[.checks[] | select(.verdict == "error") | .reused] | any' false

it "says of what a partial clone lacks that nobody knows"
echo "leak:libpcre2" >"$area/known" # of libgit2, in clones with a promisor
export LSAN_OPTIONS="suppressions=$area/known:print_suppressions=0"
git config uploadpack.allowFilter true
git clone -q --no-checkout --filter=blob:none "file://$PWD" "$area/partial"
cd "$area/partial"
mkdir roadmap && git show HEAD:roadmap/roadmap.yaml >roadmap/roadmap.yaml
run check DB-001 --ref HEAD --json
partial='[.checks[] | select(.id) | select((.id | split(".")[0]) == "pass")'
expect_json "$partial | select(.verdict == \"pass\") | .kind] | unique | join(\" \")" "file immutable naming ordering"
expect_json "$partial | select(.verdict == \"fail\" or .verdict == \"error\") | .kind] | unique | join(\" \")" ""
