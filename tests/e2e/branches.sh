# shellcheck shell=bash disable=SC2154
# What `check` says of a change where CI looks at it: a branch, the merge that GitHub makes of a pull
# request, a merge queue, and clones that lack history.
. "$(dirname "$0")/lib.sh"

git_init "$area/work" >/dev/null
cd "$area/work"
mkdir -p db/migrations roadmap

pair() { # NAME UP DOWN
    echo "$2" >"db/migrations/$1.up.sql"
    echo "$3" >"db/migrations/$1.down.sql"
}
commit() {
    git add -A
    git commit -qm "$1"
}
cat >roadmap/roadmap.yaml <<'YAML'
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
    checks:
      - {index: {table: tasks, columns: [title]}, id: by-title}
  - id: DB-002
    title: Notes
    milestone: M1
    checks:
      - {table: notes, id: notes}
  - id: DB-003
    title: Users
    milestone: M1
    state: closed
    checks:
      - {file: docs/users.md, id: users}
  - id: DB-004
    title: Log
    milestone: M1
    migrations: ["db/migrations/*_log.*"]
    checks:
      - {table: {name: log, columns: [id, at]}, id: log}
YAML
pair 202602010900_tasks "CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT);
CREATE INDEX tasks_title ON tasks (title);" "DROP TABLE tasks;"
commit "One"
git checkout -qb drop
pair 202602020900_drop "DROP INDEX tasks_title;" "CREATE INDEX tasks_title ON tasks (title);"
commit "Drop"
git checkout -qb log main
pair 202602020900_log "CREATE TABLE log (id INTEGER PRIMARY KEY);" "DROP TABLE log;"
commit "Log"
git checkout -qb users main
pair 202602020900_users "CREATE TABLE users (id INTEGER PRIMARY KEY);" "DROP TABLE users;"
commit "Users"
git checkout -q main
git clone -q --bare . "$area/origin.git"
origin="file://$area/origin.git"
bare() { git -C "$area/origin.git" "$@"; }

# merged REF BRANCH…: a ref on the server that merges the branches into main one after the other.
merged() {
    local ref=$1 branch
    shift
    git checkout -q --detach main
    for branch in "$@"; do git merge -q --no-ff -m "Merge $branch" "$branch"; done
    git push -q "$area/origin.git" "HEAD:$ref"
    git checkout -q main
}

# checkout NAME REF: as actions/checkout does it with fetch-depth 0: all branches, no origin/HEAD.
checkout() {
    cd "$area"
    git init -q "$1"
    cd "$1"
    git remote add origin "$origin"
    git fetch -q origin "+refs/heads/*:refs/remotes/origin/*" "+$2:refs/remotes/change"
    git checkout -q --detach refs/remotes/change
}

pull_request() { # NAME=VALUE… ARGS…: check in a pull request into main
    run_with CI=true GITHUB_BASE_REF=main -- check "$@"
}

bucket() { # ID BUCKET
    expect_json ".checks[] | select(.id == \"$1\") | .failing" "$2"
}

it "finds on the branch of a pull request what it breaks, though the issue's own files are untouched"
checkout drop refs/heads/drop
pull_request
expect_status 3
expect_stdout_has "error[index]: "
expect_stdout_has "= regressed: it passed where this branch began (origin/main)"
pull_request --json
bucket by-title regressed
bucket notes not_yet
expect_json '[.checks[] | select(.id == "users")] | length' 0
expect_json .left_out 1

it "has each bucket in its place"
checkout log refs/heads/log
run_with CI=true GITHUB_BASE_REF=main -- check DB-001 DB-002 DB-003 DB-004 --json
expect_status 3
bucket log new
bucket notes not_yet
bucket users broken_promise
expect_json '[.checks[] | select(.id == "by-title")][0].verdict' pass
run_with CI=true GITHUB_BASE_REF=main -- check DB-002 --json
expect_status 0
run_with CI=true GITHUB_BASE_REF=main -- check DB-002 --strict --json
expect_status 3

it "sees in the merge of a pull request what main got meanwhile"
checkout users-before refs/heads/users
pull_request
expect_status 0
cd "$area/work"
merged refs/heads/main log
git fetch -q "$area/origin.git" main && git checkout -q --detach FETCH_HEAD && git branch -qf main HEAD && git checkout -q main
merged refs/pull/3/merge users
checkout users-merge refs/pull/3/merge
pull_request
expect_status 3
expect_stdout_has "error[RM105]: "
expect_stdout_has "202602020900_users"

it "reads the base of a merge queue from the name of its branch"
queue="gh-readonly-queue/main/pr-1-$(bare rev-parse main)"
cd "$area/work"
merged "refs/heads/$queue" drop
checkout queue "refs/heads/$queue"
run_with CI=true GITHUB_REF_NAME="$queue" -- check
expect_status 3
expect_stdout_matches "against origin/main"
run_with CI=true GITHUB_REF_NAME="$queue" -- check --json
bucket by-title regressed
expect_json .blind false
run_with CI=true -- check --json
expect_json .against HEAD

it "lets nothing pass in a shallow clone that it cannot compare"
git clone -q --depth 1 --branch drop "$origin" "$area/shallow" 2>/dev/null
cd "$area/shallow"
pull_request
expect_status 3
expect_stdout_matches '^Failed: nobody knows what this branch adds, so all that fails counts'
expect_stdout_has "not yet[index]: "
expect_stdout_has "'main' is not in this"
expect_stdout_has "fetch-depth: 0"
pull_request --json
expect_json .blind true
expect_json .left_out 0
bucket by-title not_yet
git fetch -q --depth 1 origin main:refs/remotes/origin/main
pull_request
expect_status 3
expect_stdout_has "shallow"
expect_stdout_lacks "no commit in common"
git fetch -q --unshallow origin "+refs/heads/*:refs/remotes/origin/*"
pull_request --json
expect_json .blind false
bucket by-title regressed

it "passes in a shallow clone where all of it passes, and says what it did not compare"
git clone -q --depth 1 --branch users "$origin" "$area/whole" 2>/dev/null
cd "$area/whole"
sed -i '/id: DB-002/,$d' roadmap/roadmap.yaml
pull_request
expect_status 0
expect_stdout_has "not compared with what this goes into"

it "writes annotations that a name of a file cannot break out of"
cd "$area/drop"
mv db/migrations/202602020900_drop.up.sql "db/migrations/202602020900_dr,op%0A::error::x.up.sql"
mv db/migrations/202602020900_drop.down.sql "db/migrations/202602020900_dr,op%0A::error::x.down.sql"
echo "DROP TABLE nowhere;" >"db/migrations/202602020900_dr,op%0A::error::x.up.sql"
pull_request --format github
expect_status 3
expect_stdout_matches '^::error file=db/migrations/202602020900_dr%2Cop%250A%3A%3Aerror%3A%3Ax.up.sql,line=1'
expect_equal "$(grep -c '^::error::x' "$out")" 0
