# shellcheck shell=bash disable=SC2154
# What is measured: a latency without gate: bears on nothing, and what does bear is kept with the day
# and the machine it was measured on, so that trace, status and what is published can rest on it.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
sandbox_start
export SOURCE_DATE_EPOCH=1772705400 # 5 Mar 2026 10:10 UTC
git_init
mkdir -p roadmap db
cat >roadmap/roadmap.yaml <<'PLAN'
repository: acme/data-pipeline
evidence: {section: true}
migrations: [{id: main, path: db, engine: sqlite, convention: golang-migrate, naming: ts12}]
milestones: []
issues:
  - id: A-1
    title: Told
    migrations: ["db/*"]
    checks:
      - {table: t, id: t}
      - {latency: {sql: "SELECT * FROM t WHERE id = ?1", iterations: 20, p99_ms: 60000}, id: p99}
  - id: A-2
    title: Held
    migrations: ["db/*"]
    checks:
      - {duration: {up_ms: 60000, down_ms: 60000}, id: quick}
      - {latency: {sql: "SELECT * FROM t", iterations: 20, p99_ms: 60000, gate: true}, id: gated}
  - id: A-3
    title: Slow
    migrations: ["db/*"]
    checks:
      - {duration: {up_ms: 0.001}, id: slow}
      - {duration: {up_ms: 0.001}, id: later, waive: {until: 2026-12-31, by: octocat, reason: Later}}
  - id: A-4
    title: Only told
    checks: [{latency: {sql: "SELECT * FROM t", iterations: 20}, id: told}]
PLAN
echo "CREATE TABLE t (id INTEGER PRIMARY KEY);" >db/202602010900_t.up.sql
echo "DROP TABLE t;" >db/202602010900_t.down.sql
git add -A && git commit -qm "A table"
git update-ref refs/remotes/origin/main HEAD
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main
stamp="measured 2026-03-05 on $(uname -s) $(uname -m), $(getconf _NPROCESSORS_ONLN) processor"

it "never takes what was not measured for a pass"
run --json trace A-2
expect_json .issue.proof paired
expect_json '[.issue.checks[].known] | any' false

it "lets a latency without gate: stand in nobody's way"
run trace A-1
expect_stdout_has "not run yet; it is told only, and no part of the proof"
run check
run --json trace A-1
expect_json .issue.proof verified
expect_json .issue.proven true

it "keeps what is measured, and says when and where that was"
run --json trace A-2
expect_json .issue.proof verified
expect_json .issue.proven true
expect_json '.issue.checks[0] | "\(.result) \(.known)"' "pass true"
expect_stdout_has "$stamp"
expect_json '[.issue.checks[].message | test("measured 2026-03-05 on ")] | all' true
run --json trace A-3
expect_json .issue.checks[0].result fail
expect_stdout_has "the limit is 0 ms; $stamp"
expect_json .issue.rungs.verified.state fails
run trace
expect_stdout_first "2 of 4 proven, of 4 issues."
run status
expect_stdout_has "The repository proves 2 of 4"

it "says of an issue with nothing but a told latency what it lacks"
run trace A-4
expect_stdout_has "state under checks: what has to hold for A-4"
run --json trace A-4
expect_json .issue.proof none

it "measures anew with every check"
run check --json
expect_json '[.checks[] | select(.kind == "latency" or .kind == "duration") | .reused] | any' false

it "publishes it, without figures that the next run would change"
on_sandbox sync --yes
expect_status 0
expect_stdout_lacks "is not known here"
body() {
    sandbox GET world | jq -r --arg title "$1" '.issues[] | select(.title == $title) | .body'
}
expect_equal "$(body Told | grep -c 'Evidence: merged, verified; 1 of 1 check passes')" 1
expect_equal "$(body Told | grep -c latency)" 0
expect_equal "$(body Held | grep -c 'Evidence: merged, verified; 2 of 2 checks pass')" 1
expect_equal "$(body Slow | grep -c '| slow | duration | fail: it did not hold when it was measured |')" 1
expect_equal "$(body Slow | grep -c '| later | duration | waived: it did not pass |')" 1
SOURCE_DATE_EPOCH=1772791800 # the day after
run check
run trace A-2
expect_stdout_has "measured 2026-03-06 on"
sandbox_forget
on_sandbox sync --yes
expect_equal "$(sandbox_writes)" 0
rm -r .git/roadmap
on_sandbox sync --yes
expect_equal "$(sandbox_writes)" 0
expect_stdout_has "is not known here"

it "knows nothing of it any more when the migrations or the limit are others"
run check
sed -i 's/up_ms: 60000/up_ms: 50000/' roadmap/roadmap.yaml
run --json trace A-2
expect_json .issue.checks[0].known false
expect_json .issue.checks[1].known true
echo "-- more" >>db/202602010900_t.up.sql
run --json trace A-2
expect_json '[.issue.checks[].known] | any' false
