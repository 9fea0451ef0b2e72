# shellcheck shell=bash disable=SC2154
# How far the repository proves an issue: `roadmap trace`.
. "$(dirname "$0")/lib.sh"
export SOURCE_DATE_EPOCH=1772705400 # 5 Mar 2026 10:10 UTC
export GIT_AUTHOR_DATE="2026-03-02T09:00:00Z" GIT_COMMITTER_DATE="2026-03-02T09:00:00Z"
git_init
mkdir -p roadmap db/migrations docs
cat >roadmap/roadmap.yaml <<'PLAN'
milestones:
  - {id: DB-ML1, title: Postgres OLTP schema finalized, due_on: 2026-03-13}
people: {Dev Team: octocat}
migrations:
  - {id: db, path: db/migrations, engine: sqlite, reversible: required}
issues:
  - id: DB-004
    title: "DB-004: Physical DDL for all entities"
    milestone: DB-ML1
    migrations: ["db/migrations/*_core.*"]
  - id: DB-005
    title: "DB-005: RLS and tenant guards on every table"
    milestone: DB-ML1
    owner: Dev Team
    labels: ["priority:critical"]
    depends_on: [DB-004]
    checks:
      - {table: tenant}
      - {index: {name: i_tenant}, id: tenant-index}
      - {smoke: {}, id: tenant-smoke}
  - {id: DB-006, title: "DB-006: Indexes and constraints", milestone: DB-ML1, docs: [docs/indexes.md]}
PLAN
pair() { # VERSION_NAME UP DOWN
    echo "$2" >"db/migrations/$1.up.sql"
    echo "$3" >"db/migrations/$1.down.sql"
}
pair 202602010900_core "CREATE TABLE item (id INTEGER PRIMARY KEY);" "DROP TABLE item;"
pair 202602020900_log "CREATE TABLE log (id INTEGER PRIMARY KEY);" "DROP TABLE log;"
git add -A
git commit -qm "The first tables"
git update-ref refs/remotes/origin/main HEAD
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main
git checkout -qb feat/tenant-guards

it "says of an issue without evidence what to do first"
run trace DB-005
expect_status 0
expect_stdout_first "DB-005  RLS and tenant guards on every table                         critical"
expect_stdout_has "? table          not run yet"
expect_stdout_has "To be verified:"
expect_stderr_empty

it "follows a draft, a commit and a merge"
pair 202603021015_tenant_guards "-- roadmap: DB-005
CREATE TABLE tenant (id INTEGER PRIMARY KEY);" "DROP TABLE tenant;"
run --json trace DB-005
expect_status 0
expect_json .issue.presence draft
expect_json .issue.migrations[0].link header
expect_json .issue.migrations[0].ways "up + down"
expect_json .issue.proof paired
expect_json .issue.rungs.applies.state unknown
expect_json .issue.proven false
git add -A
git commit -qm "Add the guard table

Roadmap: DB-005"
run trace DB-005
expect_status 0
expect_stdout_has "presence   ✓ planned  ✓ draft  ✓ committed  · merged"
expect_stdout_has "proof      ✓ named  ✓ paired  ? applies  · reversible  · asserted  · verified"
expect_stdout_has "Migrations in db/migrations"
expect_stdout_has "202603021015_tenant_guards"
expect_stdout_has "Commits of feat/tenant-guards that origin/main does not have"
expect_stdout_matches "^  $(git rev-parse --short=7 HEAD)  2 Mar  Add the guard table +trailer$"
expect_stdout_has "merge into origin/main"
run --json trace --ref origin/main DB-005
expect_json .issue.presence null
expect_json '.issue.migrations | length' 0
expect_json .work_tree false
git update-ref refs/remotes/origin/main HEAD
run --json trace DB-005
expect_json .issue.presence merged
expect_json '.issue.commits | length' 0

it "stays within 80 columns, and within ASCII where that is asked for"
run --ascii trace DB-005
expect_status 0
expect_equal "$(LC_ALL=C grep -c '[^ -~]' "$out" || true)" 0
expect_equal "$(awk 'length > 80' "$out" | wc -l)" 0
expect_stdout_has "ok named"

it "stops at the rung that does not hold"
pair 202603041130_tenant_policies "-- roadmap: DB-005
CREATE TABLE policy (id INTEGER PRIMARY KEY);" "-- nothing yet"
run trace DB-005
expect_stdout_has "✗ paired  · applies"
expect_stdout_has "write the way back of 202603041130_tenant_policies"
echo "DROP TABLE policy;" >db/migrations/202603041130_tenant_policies.down.sql

it "knows what earlier runs of check answered, and runs nothing itself"
run --json trace DB-005
expect_json '.issue.checks[0].known' false
expect_json '.issue.checks[2].message' "not run yet"
expect_json .issue.rungs.applies.state unknown
run check
run trace DB-005
expect_stdout_has "✓ named  ✓ paired  ✓ applies  ✓ reversible  ✗ asserted  · verified"
expect_stdout_has "✓ table"
expect_stdout_has "✗ tenant-index"
expect_stdout_has "tenant-index: "
expect_stdout_has "roadmap explain index"
pair 202603051000_tenant_index "-- roadmap: DB-005
CREATE INDEX i_tenant ON tenant (id);" "DROP INDEX i_tenant;"
run --json trace DB-005
expect_json .issue.rungs.applies.state unknown
expect_json '.issue.checks[1].known' false
run check
run --json trace DB-005
expect_json .issue.proof verified
expect_json .issue.proven false
expect_json .issue.presence draft
git add -A
git commit -qm "The index and the policies"
git update-ref refs/remotes/origin/main HEAD
run trace DB-005
expect_stdout_has "presence   ✓ planned  ✓ draft  ✓ committed  ✓ merged"
expect_stdout_has "✓ asserted  ✓ verified"
expect_stdout_lacks "To be verified"
run trace
expect_stdout_first "1 of 2 proven, of 3 issues."

it "shows a merged migration that was edited"
echo "-- later" >>db/migrations/202602010900_core.up.sql
run trace DB-004
expect_stdout_has "202602010900_core was edited after its merge"
expect_stdout_has "roadmap explain RM115"
git checkout -q db/migrations/202602010900_core.up.sql

it "shows all issues in one line each, and what nobody names"
run trace
expect_status 0
expect_stdout_has "Migrations that no issue names"
expect_stdout_has "db/migrations/202602020900_log.up.sql"
expect_stdout_lacks "    db/migrations/202602010900_core.up.sql"
run --json trace
expect_json '.issues | length' 3
expect_json '.issues[2].asks' false
expect_json '.orphans[0].name' 202602020900_log

it "answers for a file what it is for, wherever one stands"
run trace db/migrations/202602010900_core.down.sql
expect_stdout_first "db/migrations/202602010900_core.down.sql is for DB-004 (spec)."
cd db
run trace migrations/202603021015_tenant_guards.up.sql
expect_stdout_first "db/migrations/202603021015_tenant_guards.up.sql is for DB-005 (header)."
cd ..
run trace db/migrations/202602020900_log.up.sql
expect_stdout_first "db/migrations/202602020900_log.up.sql is for no issue of the plan."
run --json trace docs/indexes.md
expect_json '.file.issues[0].id' DB-006
expect_json .file.presence planned

it "names the nearest id"
run trace DB-05
expect_status 64
expect_stderr_has "the plan has no issue 'DB-05'"
expect_stderr_has "did you mean 'DB-005'?"
run trace db/nothing.sql
expect_status 64
expect_stderr_has "no file that belongs to one"

it "says that nobody knows what is merged where there is no default branch"
git symbolic-ref -d refs/remotes/origin/HEAD
run trace DB-005
expect_status 0
expect_stdout_has "? merged"
expect_stdout_has "What is merged is unknown"
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main

it "places an issue by the files that its checks, docs and deliverables name, too"
cat >>roadmap/roadmap.yaml <<'PLAN'
  - id: DB-007
    title: "DB-007: Runbook"
    milestone: DB-ML1
    deliverables: [docs/runbook.md]
    checks:
      - {file: {path: docs/restore.md, contains: pg_restore}, id: restore}
      - {file: {path: docs/old.md, exists: false}, id: no-old}
      - {coverage: {path: coverage/lcov.info, min: 90}, id: covered, waive: {until: 2026-12-31, by: octocat, reason: later}}
PLAN
run --json trace DB-007
expect_json .issue.presence planned
expect_json '.issue.checks | map(.name) | join(" ")' "restore no-old covered docs/runbook.md"
echo "Call somebody." >docs/runbook.md
run --json trace DB-007
expect_json .issue.presence planned
echo "pg_restore" >docs/restore.md
run --json trace DB-007
expect_json .issue.presence draft
git add -A && git commit -qm "The pages"
run --json trace DB-007
expect_json .issue.presence committed
git update-ref refs/remotes/origin/main HEAD
run --json trace DB-007
expect_json .issue.presence merged
expect_json .issue.proof verified
expect_json .issue.proven true
run trace DB-007
expect_stdout_matches "; waived until"
echo "and then" >>docs/restore.md
run --json trace DB-007
expect_json .issue.presence draft
git checkout -q docs
run --json trace docs/restore.md
expect_json '.file.issues[0] | .id + " " + .link' "DB-007 checks"
run trace docs/runbook.md
expect_stdout_first "docs/runbook.md is for DB-007 (deliverables)."

it "holds a closed issue to the files that it names"
git rm -q docs/runbook.md
sed -i 's/    title: "DB-007: Runbook"/&\n    state: closed/' roadmap/roadmap.yaml
git commit -qam "Tidy" && git update-ref refs/remotes/origin/main HEAD
run check DB-007
expect_status 3
expect_stdout_has "error[file]: 'docs/runbook.md' does not exist"
expect_stdout_has "= why: the issue names it under deliverables:"
expect_stdout_has "= broken_promise: DB-007 is closed as completed"

it "knows the answers to checks of an issue that only a trailer names"
mkdir trailer && cd trailer || exit 1
git_init
mkdir -p roadmap db
cat >roadmap/roadmap.yaml <<'YAML'
migrations: [{id: main, path: db, engine: sqlite, convention: golang-migrate, naming: ts12}]
milestones: []
issues: [{id: A-1, title: One, checks: [{table: t, id: t}]}]
YAML
git add -A && git commit -qm "The plan"
echo "CREATE TABLE t (id INTEGER PRIMARY KEY);" >db/202602010900_t.up.sql
echo "DROP TABLE t;" >db/202602010900_t.down.sql
git add -A && git commit -qm "A table

Roadmap: A-1"
run check
expect_status 0
run --json trace A-1
expect_json '.issue.migrations[0].link' trailer
expect_json '.issue.checks[0].known' true
expect_json .issue.proof verified
