# shellcheck shell=bash disable=SC2154
# What is missing between the plan and its migrations, and which of them makes what: `roadmap gaps`
# and `roadmap matrix`.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
git_init
mkdir -p roadmap db/migrations
cat >roadmap/roadmap.yaml <<'PLAN'
repository: acme/data-pipeline
milestones: [{id: M1, title: One}]
migrations:
  - {id: db, path: db/migrations, engine: sqlite, convention: golang-migrate, reversible: required}
entities:
  - {id: item, store: db, table: items, tenant: true}
  - {id: log, store: sqlite, table: main.Log}
  - {id: old, store: db, table: old}
  - {id: vector, store: weaviate}
  - {id: audit, store: db}
issues:
  - {id: DB-004, title: "DB-004: Tables", milestone: M1, migrations: ["db/migrations/*_items.*", "db/migrations/*_nothing.*"]}
  - {id: DB-005, title: "DB-005: Guards"}
  - {id: DB-006, title: "DB-006: Indexes", migrations: ["db/migrations/*_index.*"]}
PLAN
pair() { # VERSION_NAME UP DOWN
    echo "$2" >"db/migrations/$1.up.sql"
    [ -z "$3" ] || echo "$3" >"db/migrations/$1.down.sql"
}
pair 0001_items "CREATE TABLE items (id INTEGER PRIMARY KEY); CREATE TABLE old (id INTEGER PRIMARY KEY);" \
    "DROP TABLE items;"
pair 0002_log "-- roadmap: DB-05
CREATE TABLE IF NOT EXISTS \"Log\" (id INTEGER PRIMARY KEY);" "-- nothing"
pair 0003_rebuild "CREATE TABLE new_items (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO new_items (id) SELECT id FROM items;
DROP TABLE items;
ALTER TABLE new_items RENAME TO items;
DROP TABLE old;" ""
git add -A
git commit -qm "three migrations"
git update-ref refs/remotes/origin/main HEAD
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main

it "lists orphans, unknown ids, ways back, patterns and entities"
run gaps
expect_status 0
expect_stdout_first "8 gaps between 3 issues and 3 migrations."
expect_stdout_has "db/migrations/0002_log.up.sql:1"
expect_stdout_has "did you mean 'DB-005'?"
expect_stdout_has "its way back holds no statement"
expect_stdout_has "it has no way back"
expect_stdout_has "first:  roadmap explain RM112"
expect_stderr_empty
run --json gaps
expect_json .counts.orphan 1
expect_json .counts.unknown_issue 1
expect_json .counts.no_way_back 2
expect_json .counts.no_migration 1
expect_json .counts.dead_pattern 1
expect_json .counts.no_table 2
expect_json .counts.contradiction 0
run gaps --format csv
expect_stdout_has "orphan,db/migrations/0003_rebuild.up.sql,,no issue names it"

it "shows which migration makes which entity"
run matrix
expect_status 0
expect_stdout_first "2 of 5 entities have a table in a migration; 2 are missing."
expect_stdout_has "  0001_items  "
run --json matrix
expect_json '.entities[0].migration' db/migrations/0001_items.up.sql
expect_json '.entities[0].status' merged
expect_json '.entities[0].tenant' true
expect_json '.entities[0].issues[0]' DB-004
expect_json '.entities[1].migration' db/migrations/0002_log.up.sql
expect_json '.entities[2].status' dropped
expect_json '.entities[3].status' not_searched
expect_json '.entities[4].status' missing
run matrix --format csv
expect_stdout_has "item,db,items,db/migrations/0001_items.up.sql,merged,paired,yes,DB-004"

it "says which formats there are"
run trace --format csv
expect_status 64
expect_stderr_has "hint: it has text and json"
run check --format csv
expect_stderr_has "hint: it has text, json and github"

it "shows contradictions"
sed -i '1i -- roadmap: DB-005' db/migrations/0001_items.up.sql
run --json gaps
expect_json .counts.contradiction 1
expect_json '.gaps[0].message' "spec says DB-004, header says DB-005"
git checkout -q db

it "has nothing to say where everything fits"
cat >roadmap/roadmap.yaml <<'PLAN'
milestones: []
issues:
  - {id: DB-004, title: "DB-004: Tables", migrations: ["db/migrations/*"]}
PLAN
rm db/migrations/0002* db/migrations/0003*
run gaps
expect_stdout_is "No gaps: 1 migration, 1 issue that asks for proof."
run matrix
expect_stdout_first "The plan names no entities."

it "explains the codes that it names"
run explain rm112
expect_status 0
expect_stdout_first "RM112: empty-way-back"
run --json explain RM113
expect_json .word RM113
run explain RM1133
expect_status 64
expect_stderr_has "did you mean"

it "finds what was closed without proof"
git checkout -q .
sandbox_start
on_sandbox sync --yes
expect_status 0
run --json trace DB-006
number=$(jq .issue.number "$out")
expect_json .issue.state open
sandbox POST edit "issue $number close completed" >/dev/null
on_sandbox status --fetch
expect_status 0
run --json gaps
expect_json .counts.closed_without_proof 1
expect_json '.gaps[0].subject' DB-006
run trace
expect_stdout_first "0 of 2 proven, of 3 issues; 1 closed without proof."

it "says so in status, with the Proven column, and only where the plan asks for proof"
run status
expect_status 0
expect_stdout_has "1 closed without proof"
expect_stdout_matches "Look at +DB-006 +is closed, but its migrations are not there"
expect_stdout_matches "whole plan .* 0/2"
run --json status
expect_json .closed_without_proof 1
expect_json .whole.asked 2
expect_json .whole.proven 0

it "takes an issue whose migration is there for one in work"
run --json status
expect_json '[.in_work[].id, "ready", .ready[].id] | join(" ")' "DB-004 ready DB-005"
run status
expect_stdout_matches "In work +DB-004 +Tables +nobody$"
run --json status --ref main
expect_json '[.in_work[].id, "ready", .ready[].id] | join(" ")' "DB-004 ready DB-005"
cat >roadmap/roadmap.yaml <<'PLAN'
repository: acme/data-pipeline
milestones: [{id: M1, title: One}]
issues:
  - {id: DB-004, title: "DB-004: Tables", milestone: M1}
PLAN
on_sandbox sync --yes --allow-changes 3 --allow-closes 3
run --json status
expect_json .closed_without_proof 0
expect_json .whole.asked null
