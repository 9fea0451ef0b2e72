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

it "takes the setting where neither origin/HEAD nor GITHUB_BASE_REF says it"
# As actions/checkout leaves a clone.
git init -q checkout && cd checkout || exit 1
git remote add origin "file://$PWD/../whole"
git fetch -q --no-tags origin +refs/heads/main:refs/remotes/origin/main
git checkout -q --force -B main refs/remotes/origin/main
run trace A-1
expect_stdout_has "What is merged is unknown: no default branch is known"
expect_stdout_has "ROADMAP_DEFAULT_BRANCH"
run_with ROADMAP_DEFAULT_BRANCH=main -- --json trace A-1
expect_json .issue.presence merged
run_with ROADMAP_DEFAULT_BRANCH= -- --json trace A-1
expect_json .issue.presence committed
run_with ROADMAP_DEFAULT_BRANCH=main GITHUB_BASE_REF=release -- trace A-1
expect_stdout_has "What is merged is unknown: 'release' is not in this clone"
echo "default_branch: main" >roadmap/settings.yaml
run check --json
expect_json .against origin/main
for command in "gaps --json" "matrix --json" "trace A-1 --json"; do
    read -ra words <<<"$command"
    run "${words[@]}"
    expect_stdout_lacks "no default branch is known"
done
expect_json .issue.presence merged
run config --show-origin
expect_stdout_matches "default_branch.*main.*roadmap/settings.yaml:1"

it "has doctor say which branch counts as merged, and what to do where nobody knows"
run doctor --json
branch='.checks[] | select(.name == "default-branch")'
expect_json "$branch | .result" ok
expect_json "$branch | .text" origin/main
echo "default_branch: trunk" >roadmap/settings.yaml
run doctor --json
expect_json "$branch | .result" warn
expect_stdout_has "git -C . fetch origin trunk:refs/remotes/origin/trunk"
rm roadmap/settings.yaml
run doctor --json
expect_json "$branch | .result" unknown
git remote set-url origin https://github.com/acme/data-pipeline.git
run doctor --json
expect_json "$branch | .result" warn
expect_json "$branch | .command" "git -C . remote set-head origin --auto"
cd .. || exit 1

it "reads nothing of another user's repository, and says the ways out"
if [ "$(id -u)" = 0 ]; then
    cp -r whole theirs && chown -R 65534:65534 theirs && cd theirs || exit 1
    for command in "check" "trace" "trace A-1" "matrix" "gaps" "check --ref HEAD"; do
        read -ra words <<<"$command"
        run "${words[@]}"
        expect_status 1
        expect_stdout_empty
        said=$(tr -s ' \n' ' ' <"$err") # wherever its lines are broken
        expect [ "${said/theirs\' belongs to another user, and --trust-repo is not given/}" != "$said" ]
        expect [ "${said/git config --global --add safe.directory $PWD/}" != "$said" ]
    done
    expect_no_file .git/roadmap
    run --trust-repo check
    expect_status 0
    run --trust-repo --json trace A-1
    expect_json .issue.proof verified
    for command in matrix gaps; do
        run_with ROADMAP_TRUST_REPO=true -- $command
        expect_stderr_lacks "another user"
        expect_stdout_lacks "another user"
    done
    git config --file "$HOME/.gitconfig" safe.directory "$PWD"
    run trace A-1
    expect_status 0
    rm "$HOME/.gitconfig"
    cd .. || exit 1
else
    echo "  (skipped: only root can give files away)"
fi

it "refuses ids that it cannot read by name"
git init -q --object-format=sha256 other && cp -r whole/roadmap other/ && cd other || exit 1
for command in trace matrix gaps check; do
    run $command
    expect_status 1
    expect_stderr_has "names its objects by SHA-256"
done
cd .. || exit 1
