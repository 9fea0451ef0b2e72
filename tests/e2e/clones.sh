# shellcheck shell=bash disable=SC2154
# trace, check, matrix and gaps in clones that do not have everything: what cannot be known is said
# by name, with the way out, and never guessed.
. "$(dirname "$0")/lib.sh"

# libgit2 1.5 does not give back what a regular expression needs that matches nothing, and it looks
# for extensions of a repository with one.
echo "leak:libpcre2" >"$area/suppressions"
export LSAN_OPTIONS=suppressions=$area/suppressions:print_suppressions=0

mkdir whole && cd whole || exit 1
git_init
git config uploadpack.allowFilter true
mkdir -p roadmap db
cat >roadmap/roadmap.yaml <<'YAML'
migrations: [{id: main, path: db, engine: sqlite, convention: golang-migrate, naming: ts12}]
entities: [{id: t, store: main}]
milestones: []
issues: [{id: A-1, title: One, migrations: ["db/*"], checks: [{table: t, id: t}]}]
YAML
git add -A && git commit -qm "The plan"
echo "CREATE TABLE t (id INTEGER PRIMARY KEY);" >db/202602010900_t.up.sql
echo "DROP TABLE t;" >db/202602010900_t.down.sql
git add -A && git commit -qm "A table"
cd .. || exit 1

it "says what a shallow clone does not have, and answers the rest"
git clone -q --depth 1 "file://$PWD/whole" shallow && cd shallow || exit 1
run check
expect_status 0
run --json trace A-1
expect_json .issue.proof verified
expect_json .issue.presence merged
expect_json '.issue.migrations[0].since' null
run trace --ref main~1
expect_status 64
expect_stderr_has "there is no 'main~1' in this clone (shallow clone)"
expect_stderr_has "git fetch --unshallow"
cd .. || exit 1

it "names the file of the plan that a partial clone left out"
git clone -q --filter=blob:none --no-checkout "file://$PWD/whole" partial && cd partial || exit 1
for command in trace matrix gaps check; do
    run $command --ref HEAD
    expect_stderr_has "'roadmap/roadmap.yaml' of HEAD is not in this clone (partial clone)"
    [ "$status" != 0 ] || fail "$command: status 0"
done
cd .. || exit 1

it "does not take main for the default branch because many have it"
cp -r whole nobody && cd nobody || exit 1
run --json trace A-1
expect_json .issue.presence committed
run trace A-1
expect_stdout_has "What is merged is unknown: no default branch is known"
expect_stdout_has "git remote set-head origin --auto"
run_with GITHUB_BASE_REF=release -- trace A-1
expect_stdout_has "What is merged is unknown: 'release' is not in this clone"
cd .. || exit 1

it "refuses ids that it cannot read by name"
git init -q --object-format=sha256 other && cp -r whole/roadmap other/ && cd other || exit 1
for command in trace matrix gaps check; do
    run $command
    expect_status 1
    expect_stderr_has "names its objects by SHA-256"
done
cd .. || exit 1
