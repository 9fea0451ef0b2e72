# shellcheck shell=bash disable=SC2154
# check: one repository with a failure in each bucket, and this repository itself.
. "$(dirname "$0")/lib.sh"

mkdir -p db/migrations roadmap docs
git_init >/dev/null

# pair NAME UP DOWN: the two files of a migration.
pair() {
    echo "$2" >"db/migrations/$1.up.sql"
    echo "$3" >"db/migrations/$1.down.sql"
}

# A plan whose issue DB-001 is DONE (a line of YAML or nothing) and asks for one table more.
plan() {
    cat >roadmap/roadmap.yaml <<YAML
version: 1
migrations:
  - {id: main, path: db/migrations, engine: sqlite, convention: golang-migrate, naming: ts12, reversible: required}
milestones:
  - {id: M1, title: One}
issues:
  - id: DB-001
    title: Tasks
    milestone: M1
    migrations: ["db/migrations/202602010900_*"]
    ${1:-}
    checks:
      - {table: {name: tasks, columns: [id, title]}, id: tasks}
      - {index: {table: tasks, columns: [title]}, id: by-title, why: the list is sorted by title}
      - {smoke: {}}
  - id: DB-002
    title: Notes
    milestone: M1
    checks:
      - {table: notes, source: main, id: notes${2:-}}
YAML
}

pair 202602010900_tasks "CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT);
CREATE INDEX tasks_title ON tasks (title);" "DROP TABLE tasks;"
plan
git add -A && git commit -qm "One" && git branch -q base
git update-ref refs/remotes/origin/main main
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main

it "passes, and says what is still to do"
run check
expect_status 0
expect_stdout_matches '^Passed: [0-9]+ checks, 1 not yet, '
run check -v
expect_stdout_has "not yet[table]: there is no table 'notes'"
expect_stdout_has "= asked: DB-002, table 'notes', roadmap/roadmap.yaml:"
cd db || exit 1
run check -v
expect_stdout_has "= asked: DB-002, table 'notes', ../roadmap/roadmap.yaml:"
cd .. || exit 1

it "runs nothing the second time, and says so"
run check --json
expect_json .ran 0
expect_json '[.checks[] | select(.kind == "smoke")] | all(.reused)' true
run check
expect_stdout_matches 'reused, nothing run\)'

it "takes no result from a cache inside the work tree in CI"
run_with CI=true ROADMAP_CACHE="$PWD/cache.db" -- check
run_with CI=true ROADMAP_CACHE="$PWD/cache.db" -- check --json
expect_json .reused 0
run_with ROADMAP_CACHE="$PWD/cache.db" -- check --json
expect_json .ran 0
rm -f cache.db*
ln -s "$PWD" "$HOME/way-in"
for cache in "$HOME/way-in/cache.db" "$PWD/.github/cache.db" "/..$PWD/cache.db"; do
    mkdir -p .github
    run_with ROADMAP_CACHE="$cache" -- check
    run_with CI=true ROADMAP_CACHE="$cache" -- check --json
    expect_json .reused 0
    rm -rf cache.db* .github
done
rm "$HOME/way-in"

it "counts what is not yet with --strict"
run check --strict
expect_status 3
expect_stdout_first "Failed: not everything is proven yet (1 pair, 2 issues, against origin/main)."

it "names what the branch breaks: regressed"
pair 202602020900_drop "DROP INDEX tasks_title;" "CREATE INDEX tasks_title ON tasks (title);"
run check
expect_status 3
expect_stdout_has "error[index]:"
expect_stdout_has "= regressed: it passed where this branch began (origin/main)"
expect_stdout_has "= why: the list is sorted by title"
expect_stdout_has "✗ 1 regressed"
run check DB-002
expect_status 0
rm db/migrations/202602020900_drop.*

it "names what the branch adds: new"
pair 202602020900_notes "CREATE TABLE notes (id INTEGER PRIMARY KEY);" "SELECT 1;"
run check
expect_status 3
expect_stdout_first "Failed: this branch adds 1 problem (2 pairs, 2 issues, against origin/main)."
expect_stdout_has "error[smoke]:"
expect_stdout_has "db/migrations/202602020900_notes."
expect_stdout_has "by convention golang-migrate"
run check --format github
expect_status 3
expect_stdout_matches '^::error file=db/migrations/202602020900_notes[.a-z]*,line=[0-9]+,.*title=smoke::'
run check --json
expect_json '[.checks[] | select(.failing == "new")] | length' 1

it "names files from where people stand, and from the root for machines"
run check --json
jq 'del(.duration_ms)' "$out" >"$area/root.json"
run check --format github
cp "$out" "$area/root.github"
mkdir -p docs/deep
cd docs/deep || exit 1
run check -v
expect_status 3
expect_stdout_has "--> ../../db/migrations/202602020900_notes."
run check --json
jq 'del(.duration_ms)' "$out" >"$area/below.json"
expect_same "$area/root.json" "$area/below.json"
run check --format github
expect_same "$area/root.github" "$out"
cd ../../db || exit 1
run check
expect_stdout_has "--> migrations/202602020900_notes."
cd "$HOME" || exit 1
run -C "$area/place/db" check
expect_stdout_has "--> ../place/db/migrations/202602020900_notes."
cd "$area/place" || exit 1
rm -r docs/deep

it "looks at what the branch touches alone, with --changed"
run check --changed
expect_stdout_first "Failed: this branch adds 1 problem (1 pair, 2 issues, against origin/main)."
rm db/migrations/202602020900_notes.*
run check --changed --json
expect_status 0
expect_json '.checks | length' 0

it "asks with --changed what the branch wrote into the plan, too"
plan
sed -i 's/columns: \[id, title\]/columns: [id, title, due]/' roadmap/roadmap.yaml
run check --changed --json
expect_status 0
expect_json '.checks | length' 1
expect_json '.checks[0].id' tasks
expect_json '.checks[0].failing' not_yet
plan

it "names broken SQL with its line, and goes on"
pair 202602020900_bad "CREATE TABLE good (id INTEGER PRIMARY KEY);
CREATE TABEL bad (id);" "DROP TABLE good;"
run check
expect_status 3
expect_stdout_has "error[apply]:"
expect_stdout_has "--> db/migrations/202602020900_bad.up.sql:2:8"
expect_stdout_has "CREATE TABEL bad (id);"
rm db/migrations/202602020900_bad.*

it "names an edit after the merge"
echo "-- later" >>db/migrations/202602010900_tasks.up.sql
run check
expect_status 3
expect_stdout_has "error[RM115]: "
git checkout -q db/migrations

it "keeps promises: what a closed issue asks for has to hold"
plan "" ", why: promised"
sed -i 's/    title: Notes/    title: Notes\n    state: closed/' roadmap/roadmap.yaml
run check
expect_status 3
expect_stdout_has "= broken_promise: DB-002 is closed as completed"
run check --json
expect_json .failing.broken_promise 1

it "waives until a day, and not longer"
sed -i 's/, why: promised/, waive: {until: 2026-03-10, by: octocat, reason: the table comes in March}/' roadmap/roadmap.yaml
run_with SOURCE_DATE_EPOCH="$(date -ud 2026-03-10 +%s)" -- check --json
expect_status 0
expect_json .counts.waived 1
run_with SOURCE_DATE_EPOCH="$(date -ud 2026-03-10 +%s)" -- check --strict --ascii
expect_stdout_matches ' ~  ?1 waived'
run_with SOURCE_DATE_EPOCH="$(date -ud 2026-03-11 +%s)" -- check --json
expect_status 3

it "reads a commit without a checkout"
plan
run check --ref base --json
expect_status 0
expect_json .looked_at base
run check --ref nonsense
expect_status 64
expect_stderr_has "there is no 'nonsense'"
run check --source nonsense
expect_status 64
run check DB-01
expect_status 64
expect_stderr_has "did you mean 'DB-001'?"
run check --changed base
expect_status 64
expect_stderr_has "the plan has no issue 'base'"
expect_stderr_has "--changed takes no"

it "says where a definition is wrong, and what was meant"
sed -i 's/columns: \[id, title\]/colums: [id, title]/' roadmap/roadmap.yaml
run validate
expect_status 65
expect_stdout_has "error[E0103]: "
expect_stdout_matches 'roadmap/roadmap.yaml:13:[0-9]+$'
expect_stdout_has "did you mean 'columns'?"
run validate --format github
cp "$out" "$area/root.github"
cd db || exit 1
run validate
expect_stdout_matches ' ../roadmap/roadmap.yaml:13:[0-9]+$'
run validate --format github
expect_same "$area/root.github" "$out"
run validate --spec ../roadmap/roadmap.yaml --json
expect_json '.diagnostics[0].file' roadmap/roadmap.yaml
cd .. || exit 1
run check
expect_status 65
plan

it "says what nobody knows where there is no default branch"
git symbolic-ref -d refs/remotes/origin/HEAD
run check
expect_status 0
expect_stdout_has "only what is not committed counts as new or regressed: no default branch is"
pair 202602020900_bad "CREATE TABEL bad (id);" "SELECT 1;"
run check
expect_status 3
expect_stdout_first "Failed: this branch adds 1 problem (2 pairs, 2 issues, against HEAD)."
run check --ref HEAD
expect_status 0
expect_stdout_has "not compared with another branch, so nothing counts as new or regressed:"
rm db/migrations/202602020900_bad.*
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main

it "refuses a cache that git tracks"
run_with ROADMAP_CACHE="$PWD/kept.db" -- check
git add -f kept.db
run_with ROADMAP_CACHE="$PWD/kept.db" -- check
expect_status 5
git rm -qf --cached kept.db

it "asks files, documents and the text of migrations, and what git says of them"
cat >roadmap/roadmap.yaml <<'YAML'
version: 1
migrations:
  - {id: main, path: db/migrations, engine: sqlite, naming: ts12, reversible: required}
milestones:
  - {id: M1, title: One}
issues:
  - id: DB-001
    title: Tasks
    milestone: M1
    migrations: ["db/migrations/202602010900_*"]
    checks:
      - {naming: {}}
      - {ordering: {}}
      - {migration_pair: {}}
      - {immutable: {}}
      - {lint: {rules: [RM201]}}
      - {co_change: {with: docs/schema.md}, id: together}
      - {file: {path: docs/schema.md, contains: tasks}, id: page}
      - {doc_section: {path: docs/schema.md, heading: Tasks}, id: section}
      - {json_path: {path: package.json, at: $.name, equals: tasks}, id: name}
      - {dictionary: docs/schema.md, id: words}
      - {approval: {min: 2}, id: later}
YAML
mkdir -p docs
printf '# Schema\n\n## Tasks\n\nThe tasks of a team.\n' >docs/schema.md
echo '{"name": "tasks"}' >package.json
git add -A && git commit -qm "Two" && git update-ref refs/remotes/origin/main main
run check --json
for kind in naming ordering migration_pair immutable lint; do
    expect_json "[.checks[] | select(.kind == \"$kind\" and .issue == \"DB-001\")][0].verdict" pass
done
expect_json '.checks[] | select(.id == "together").verdict' skip
expect_json '.checks[] | select(.id == "page").verdict' pass
expect_json '.checks[] | select(.id == "section").verdict' pass
expect_json '.checks[] | select(.id == "name").verdict' pass
expect_json '.checks[] | select(.id == "words").failing' not_yet
expect_json '.checks[] | select(.id == "later").verdict' unknown
echo '{"name": "notes"}' >package.json
echo "-- later" >>db/migrations/202602010900_tasks.down.sql
run check
expect_status 3
expect_stdout_has "error[json_path]:"
expect_stdout_has "error[co_change]: this branch changes"
run check --json
expect_json '.checks[] | select(.id == "name").failing' regressed
expect_json '.checks[] | select(.id == "together").failing' new
git checkout -q .

it "holds on this repository, whose plan asks for what its cache needs"
git clone -q "$root" "$area/own" 2>/dev/null
cd "$area/own"
run check
expect_status 0
expect_stdout_matches '^Passed: [0-9]+ checks, '
run check RM-002 --json
expect_json '[.checks[] | select(.verdict != "pass")] | length' 0
expect_json '[.checks[] | select(.kind == "query_plan" and .verdict == "pass")] | length' 3

it "asks for the plans of statements that the cache really runs"
cat src/store/sql/*.sql | tr -s '[:space:]' ' ' >"$area/statements"
tr -s '[:space:]' ' ' <roadmap/roadmap.yaml | grep -oE '(SELECT|DELETE) [^;]*;' >"$area/asked"
expect_equal "$(wc -l <"$area/asked")" 3
while read -r statement; do
    expect grep -qF "$statement" "$area/statements"
done <"$area/asked"

it "asks anew when another convention makes other statements of the same files"
mkdir -p "$HOME/read-otherwise/db" "$HOME/read-otherwise/roadmap" && cd "$HOME/read-otherwise" || exit
git_init >/dev/null
printf '%s\n' "-- +goose Up" "CREATE TABLE a (id INTEGER);" "-- +goose Down" "DROP TABLE a;" >db/00001_a.sql
# goose or plain
read_as() {
    cat >roadmap/roadmap.yaml <<YAML
migrations:
  - {id: db, path: db, engine: sqlite, convention: $1}
milestones:
  - {id: M1, title: One}
issues:
  - {id: A-1, title: One, milestone: M1, checks: [{table: a, id: a}]}
YAML
    git add -A && git commit -qm "$1"
}
read_as goose
run check --json
expect_json '[.checks[] | select(.kind == "table") | .verdict] | first' pass
read_as plain
run check --json
expect_json '[.checks[] | select(.kind == "table") | .verdict] | first' fail
