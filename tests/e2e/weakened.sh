# shellcheck shell=bash disable=SC2154
# check: what a branch takes away from its own proof; and every reader of another commit reads the
# plan of that commit, with what it includes.
. "$(dirname "$0")/lib.sh"

mkdir -p db/migrations roadmap/parts docs
git_init >/dev/null

# plan P99 CHECK: the main file includes the second milestone's issues.
plan() {
    cat >roadmap/roadmap.yaml <<YAML
version: 1
include: ["parts/*.yaml"]
migrations:
  - {id: main, path: db/migrations, engine: sqlite, convention: golang-migrate, naming: ts12, reversible: required}
milestones:
  - {id: M1, title: One, gate: {criteria: [{id: all, issues: all}]}}
issues:
  - id: DB-001
    title: Tasks
    milestone: M1
    migrations: ["db/migrations/202602010900_*"]
    checks:
      - {table: {name: tasks, columns: [id, title]}, id: tasks}
      - {duration: {up_ms: $1}, id: quick}
YAML
    cat >roadmap/parts/two.yaml <<YAML
issues:
  - {id: DB-002, title: Notes, milestone: M1, checks: [$2]}
YAML
}

echo "CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT);" >db/migrations/202602010900_tasks.up.sql
echo "DROP TABLE tasks;" >db/migrations/202602010900_tasks.down.sql
echo notes >docs/notes.md
plan 60000 "{file: docs/notes.md, id: notes}, {file: docs/more.md, id: more}"
git add -A && git commit -qm "One"
git update-ref refs/remotes/origin/main main
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main

it "says nothing of a plan that asks for the same"
run check
expect_status 0
expect_stdout_lacks weakened
run check --json
expect_json '.weakened | length' 0
expect_json .no_before null

it "lists first what a branch removes, loosens and waives, and fails nothing for it"
git switch -qc easier
plan 90000 "{file: docs/notes.md, id: notes, waive: {until: 2099-01-01, by: octocat, reason: no time}}"
run check
expect_status 0
expect_stdout_matches '^Passed: [0-9]+ checks, 3 weakened, '
expect_equal "$(sed -n 3p "$out")" "warning[weakened]: check 'more' of DB-002 (file) is gone"
expect_equal "$(sed -n 4p "$out")" " --> roadmap/parts/two.yaml:2"
expect_stdout_has "warning[weakened]: check 'quick' of DB-001 (duration) asks for less, or for"
expect_stdout_has "= loosened: up_ms: 60000 → 90000"
expect_stdout_has "warning[weakened]: check 'notes' of DB-002 (file) is waived until 2099-01-01"
expect_stdout_has "= waived: by octocat: no time"
expect_stdout_has "more: roadmap explain weakened"
run check --strict
expect_status 3
expect_stdout_first "Failed: this branch weakens its own proof (1 pair, 2 issues, against"
expect_stdout_has "error[weakened]: check 'more'"
run explain weakened
expect_status 0

it "says it to machines too"
run check --json
expect_json '[.weakened[] | "\(.how) \(.owner) \(.id) \(.at.file):\(.at.line)"] | join(", ")' \
    "removed DB-002 more roadmap/parts/two.yaml:2, loosened DB-001 quick roadmap/roadmap.yaml:14, waived DB-002 notes roadmap/parts/two.yaml:2"
expect_json '.weakened[2].waiver.by' octocat
run check --format github
expect_status 0
expect_equal "$(head -1 "$out")" \
    "::warning file=roadmap/parts/two.yaml,line=2,title=weakened::check 'more' of DB-002 (file) is gone"

it "keeps it in sight beside what fails, with --changed and of a commit"
rm docs/notes.md
sed -i 's/, waive: .*}}/}/' roadmap/parts/two.yaml
sed -i 's/}\]}$/}]}/' roadmap/parts/two.yaml
git add -A && git commit -qm "Easier"
run check --changed
expect_status 3
expect_stdout_has "! 2 weakened"
expect_stdout_has "✗ 1 regressed"
run check --ref easier --json
expect_json '.weakened | length' 2
git checkout -q main
run check --ref easier --json
expect_json '.weakened | length' 2
run check --json
expect_json '.weakened | length' 0

it "counts a file that is no longer included, and a plan under another name"
git switch -qc smaller
sed -i '/^include/d' roadmap/roadmap.yaml
run check --json
expect_json '[.weakened[] | .message] | join("; ")' \
    "check 'notes' of DB-002 (file) is gone with its issue; check 'more' of DB-002 (file) is gone with its issue"
expect_json '.weakened[0].at.before' true
run check
expect_stdout_has "= where: the plan has it no more; the line is that of origin/main"
git checkout -q -- . && git mv roadmap/roadmap.yaml roadmap/plan.yaml
run check --json
expect_json '.weakened | length' 0
git mv roadmap/plan.yaml roadmap/roadmap.yaml

it "says when the plan before cannot be read"
git checkout -q main
git switch -qc broken
echo "issues: [" >roadmap/parts/two.yaml
git commit -qam "Broken" && git update-ref refs/remotes/origin/main broken
git checkout -q main -- roadmap/parts/two.yaml
run check
expect_status 0
expect_stdout_has "whether this branch weakens its own proof is not wholly known:"
run check --json
expect_json '.no_before != null' true
git checkout -qf main && git update-ref refs/remotes/origin/main main

it "reads with --ref the plan of that commit, whatever stands in the work tree"
git tag before
plan 60000 "{file: docs/notes.md, id: notes}, {table: tasks, id: third}"
sed -i 's/DB-002/DB-009/' roadmap/parts/two.yaml
git commit -qam "Another plan" && git rm -qr roadmap && git commit -qm "No plan"
run check
expect_status 64
run check --ref before --json
expect_status 0
expect_json '[.checks[] | .id | select(. != null)] | join(" ")' "more quick tasks notes"
run trace --ref before DB-002
expect_status 0
expect_stdout_has "DB-002  Notes"
run trace --ref before
expect_stdout_first "1 of 2 proven, of 2 issues."
run trace --ref before DB-009
expect_status 64
run trace --ref HEAD~1 DB-009
expect_status 0
run gaps --ref before --json
expect_status 0
expect_json .issues 2
run matrix --ref before
expect_status 0
run status --ref before --json
expect_status 0
expect_json .ref before
expect_json .spec roadmap/roadmap.yaml
expect_json '[.milestones[].id] | join(" ")' M1
expect_json .whole.asked 2
run status --ref before
expect_status 0
mkdir below && cd below || exit 1
run trace --ref before DB-002
expect_status 0
cd .. || exit 1

it "says where there is no plan, or no such commit"
run trace --ref HEAD
expect_status 64
expect_stderr_has "--ref: HEAD has no plan"
run matrix --ref HEAD --spec roadmap/roadmap.yaml
expect_status 64
expect_stderr_has "--ref: HEAD has no plan 'roadmap/roadmap.yaml'"
run gaps --ref nonsense
expect_status 64
run status --ref HEAD
expect_status 64
expect_stderr_has "--ref: HEAD has no plan"
run check --ref before --spec ../elsewhere.yaml
expect_status 64
expect_stderr_has "no commit has '../elsewhere.yaml'"

it "shows what is wrong with the plan of a commit, and follows no link of it"
run check --ref broken
expect_status 65
expect_stderr_has "the plan at 'broken' has 1 error"
git checkout -q before
ln -s ../../docs/notes.md roadmap/parts/linked.yaml
git add -A && git commit -qm "A link" && git tag linked
run check --ref linked
expect_status 65
expect_stderr_has "'roadmap/parts/linked.yaml' is a link, which is not followed"
