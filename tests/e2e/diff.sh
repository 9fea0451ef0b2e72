# shellcheck shell=bash disable=SC2154
# What changed in the plan between two commits, and since one: `roadmap diff`.
. "$(dirname "$0")/lib.sh"
export SOURCE_DATE_EPOCH=1772614800 # 4 Mar 2026
git_init
mkdir -p roadmap/parts

it "needs git and says so"
(cd "$HOME" && mkdir -p none/roadmap && echo '{"milestones":[],"issues":[]}' >none/roadmap/roadmap.json)
run -C "$HOME/none" diff main
expect_status 1
expect_stderr_has "is in no git repository"

cat >roadmap/roadmap.yaml <<'PLAN'
scope: db
start_on: 2026-02-02
include: ["parts/*.yaml"]
milestones:
  - {id: DB-ML1, title: "DB-ML1: Postgres OLTP schema finalized", due_on: 2026-03-13}
issues: []
PLAN
cat >roadmap/parts/one.yaml <<'PLAN'
issues:
  - id: DB-005
    title: "DB-005: RLS and tenant guards on every table"
    milestone: DB-ML1
    effort_hours: 8
    summary: Guards.
    checks: [{file: {path: README.md}, id: readme}]
  - {id: DB-006, title: "DB-006: Indexes", milestone: DB-ML1, effort_hours: 16, depends_on: [DB-005]}
PLAN
git add .
git commit -qm one
git tag v1

it "says that nothing differs"
run diff v1
expect_status 0
expect_stdout_is "Nothing differs: v1 and the work tree have the same plan."
run diff v1 HEAD --json
expect_json '.changes | length' 0
expect_json '.to.commit | length' 40

sed -i 's/2026-03-13/2026-03-20/' roadmap/roadmap.yaml
cat >roadmap/parts/one.yaml <<'PLAN'
issues:
  - id: DB-005
    title: "DB-005: RLS and tenant guards on every table"
    milestone: DB-ML1
    effort_hours: 12
    summary: Guards and policies.
PLAN
cat >roadmap/parts/two.yaml <<'PLAN'
issues:
  - {id: DB-023, title: "DB-023: Partition the two log tables", milestone: DB-ML1, effort_hours: 32, depends_on: [DB-005]}
PLAN

it "shows what asks for less proof first, then field by field what changed"
run diff v1
expect_status 0
expect_stdout_is 'The plan differs between v1 and the work tree: 1 issue new, 1 changed, 1 removed
and 1 milestone changed.
It asks for less proof in 1 place.

  Less proof
  ! check '"'readme'"' of DB-005 (file) is gone
    roadmap/parts/one.yaml:2

  Milestones
  ~ DB-ML1  Postgres OLTP schema finalized
    due 13 Mar → 20 Mar
    scope 2 issues, 24 h → 2 issues, 44 h

  Issues
  ~ DB-005  RLS and tenant guards on every table
    effort 8 h → 12 h
    text changed
    checks readme → none
  + DB-023  Partition the two log tables
    DB-ML1, 32 h, after DB-005
  - DB-006  Indexes
    DB-ML1, 16 h, after DB-005'

it "says the same as data, and between two commits as in the work tree"
run diff v1 --json
expect_status 0
jq 'del(.from, .to)' "$out" >"$area/work.json"
expect_json '.effect.creates.issue' 1
expect_json '.effect.left' 1
expect_json '.milestones[0].after.hours' 44
expect_json '.weakened[0].how' removed
git add .
git commit -qm two
run diff v1 HEAD --json
jq 'del(.from, .to)' "$out" >"$area/commits.json"
expect_same "$area/work.json" "$area/commits.json"

it "reads the included files of each commit, not those of the work tree"
rm -r roadmap/parts
run diff v1 HEAD --json
expect_json '[.changes[].id] | join(" ")' "DB-ML1 DB-005 DB-023 DB-006"
git checkout -q -- roadmap

it "stays within the columns"
for columns in 40 80 200; do
    run_with COLUMNS=$columns -- diff v1
    expect_equal "$(jq -R --argjson max $columns 'select(length > $max)' "$out")" ""
done

it "tells a plan that came or went from one that was never there"
git rm -rq roadmap
git commit -qm gone
run diff v1 HEAD
expect_status 0
expect_stdout_first "The plan is gone: HEAD has none."
run diff HEAD
expect_status 64
expect_stderr_has "there is no plan at 'HEAD' and none at 'the work tree'"

it "names a plan that cannot be read, and a commit that is not there"
mkdir roadmap
echo 'issues: 7' >roadmap/roadmap.yaml
git add .
git commit -qm bad
run diff v1 HEAD
expect_status 65
expect_stderr_has "the plan at 'HEAD' has"
run diff nowhere
expect_status 64
expect_stderr_has "there is no 'nowhere' in this clone"
expect_stderr_has "hint: git branch --all and git tag list what is here"

it "offers the name that is near, wherever a commit is named"
git reset -q --hard v1
git branch -q spring
for command in "diff" "diff HEAD" "check --ref" "gaps --ref" "matrix --ref" "trace --ref" "status --ref" "schedule --baseline" "report -o x.html --baseline"; do
    # shellcheck disable=SC2086
    run $command sprign
    expect_status 64
    expect_stderr_has "there is no 'sprign' in this clone"
    expect_stderr_has "hint: did you mean 'spring'?"
done
