# shellcheck shell=bash disable=SC2154
# sync publishes evidence where the plan says so: exactly one write a change, none in the run after,
# and nothing that is not known here is taken back.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
sandbox_start
git_init
mkdir -p roadmap db/migrations docs

# plan EVIDENCE: DB-001 rests on a migration, DB-002 on a file, DB-003 asks for nothing.
plan() {
    cat >roadmap/roadmap.yaml <<YAML
repository: acme/data-pipeline
evidence: {$1}
migrations:
  - {id: main, path: db/migrations, engine: sqlite, convention: golang-migrate, naming: ts12, reversible: required}
milestones: []
issues:
  - {id: DB-001, title: Tasks, summary: A table of tasks., migrations: ["db/migrations/*_tasks.*"], checks: [{table: {name: tasks, columns: [id, title]}, id: tasks}]}
  - {id: DB-002, title: Notes, summary: A page., checks: [{file: docs/notes.md, id: the_page}]}
  - {id: DB-003, title: Talk, summary: Just talk.}
YAML
}

# What stands on GitHub of an issue by its title.
issue() {
    sandbox GET world | jq -r --arg title "$1" ".issues[] | select(.title == \$title) | $2"
}
merged() {
    git add -A && git commit -qm "$1"
    git update-ref refs/remotes/origin/main HEAD
}

echo "CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT);" >db/migrations/202602010900_tasks.up.sql
echo "DROP TABLE tasks;" >db/migrations/202602010900_tasks.down.sql
plan "section: false"
merged "One"
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main

it "publishes nothing that the plan does not let out"
run check
on_sandbox sync --yes
expect_status 0
expect_equal "$(sandbox GET world | jq '[.issues[].body | select(contains("roadmap:status"))] | length')" 0
expect_stdout_lacks "evidence"

it "publishes a section where it is let out, as plan says before"
plan "section: true"
on_sandbox plan
expect_status 0
expect_stdout_has "0 to create, 2 to change, 0 to close"
expect_stdout_has "~ DB-001  evidence  none → merged, verified; 1 of 1 check passes"
expect_stdout_has "~ DB-002  evidence  none → planned, not proven yet; 0 of 1 check passes"
on_sandbox plan --json
expect_json '[.changes[].fields[].field] | unique | join(",")' evidence
sandbox_forget
on_sandbox sync --yes
expect_status 0
expect_equal "$(sandbox_writes)" 2
issue Tasks .body >body.md
expect_equal "$(grep -c 'roadmap:status' body.md)" 2
expect grep -q '^<details><summary>Evidence: merged, verified; 1 of 1 check passes</summary>$' body.md
expect grep -q '^| db/migrations/202602010900\\_tasks.up.sql | merged | reversible |$' body.md
expect grep -q '^| tasks | table | pass |$' body.md
issue Notes .body >body.md
expect grep -q '^| the\\_page | file | fail: .docs/notes.md. does not exist |$' body.md
expect_equal "$(issue Talk .body | grep -c 'roadmap:status')" 0
rm body.md

it "writes nothing in the run after, with the cache and without it"
sandbox_forget
on_sandbox sync --yes
expect_status 0
expect_stdout_matches '^Nothing to do: '
expect_equal "$(sandbox_writes)" 0
mv .git/roadmap "$area/cache"
run check
on_sandbox sync --yes
expect_status 0
expect_equal "$(sandbox_writes)" 0

it "takes nothing back where nothing is known, and says so"
rm -r .git/roadmap
sandbox_forget
on_sandbox sync --yes
expect_status 0
expect_equal "$(sandbox_writes)" 0
expect_stdout_has "the evidence of 1 issue is not known here"
expect_equal "$(issue Tasks .body | grep -c 'merged, verified')" 1
git symbolic-ref -d refs/remotes/origin/HEAD
on_sandbox sync --yes
expect_status 0
expect_equal "$(sandbox_writes)" 0
expect_stdout_has "no evidence is published, and what is published stays as it is"
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main
rm -rf .git/roadmap && mv "$area/cache" .git/roadmap

it "makes one write of a change, and one of its way back"
echo notes >docs/notes.md
sandbox_forget
on_sandbox sync --yes
expect_equal "$(sandbox_writes)" 0
merged "Notes"
on_sandbox sync --yes
expect_equal "$(sandbox_writes)" 1
expect_equal "$(issue Notes .body | grep -c 'merged, verified')" 1
on_sandbox sync --yes
expect_equal "$(sandbox_writes)" 1
git rm -q docs/notes.md && merged "No notes"
on_sandbox sync --yes
expect_equal "$(sandbox_writes)" 2
expect_equal "$(issue Notes .body | grep -c 'planned, not proven yet')" 1
on_sandbox sync --yes
expect_equal "$(sandbox_writes)" 2

it "keeps what people write around it, and their text in the block"
n=$(issue Notes .number)
sandbox POST edit "issue $n append A note of a person." >/dev/null
mkdir -p docs && echo notes >docs/notes.md && merged "Notes again"
sandbox_forget
on_sandbox sync --yes
expect_equal "$(sandbox_writes)" 1
expect_equal "$(issue Notes .body | grep -c 'A note of a person')" 1
on_sandbox sync --yes
expect_equal "$(sandbox_writes)" 1

it "counts in no threshold, and undo of the run leaves the section alone"
on_sandbox undo "$(run log --json && jq -r '.runs[0].run' "$out")" --yes
expect_equal "$(issue Notes .body | grep -c 'merged, verified')" 1

it "removes the section of an issue that asks for nothing any more"
sed -i 's/, checks: \[{file: .*}\]}/}/' roadmap/roadmap.yaml
sandbox_forget
on_sandbox sync --yes
expect_equal "$(sandbox_writes)" 1
expect_equal "$(issue Notes .body | grep -c 'roadmap:status')" 0
expect_equal "$(issue Notes .body | grep -c 'A note of a person')" 1

it "puts a label on what is proven, and takes it off again"
plan "labels: true"
merged "Labels"
sandbox_forget
on_sandbox sync --yes
expect_status 0
expect_equal "$(issue Tasks '.labels | join(",")')" proven
expect_equal "$(issue Notes '.labels | join(",")')" proven
sandbox_forget
on_sandbox sync --yes
expect_stdout_matches '^Nothing to do: '
expect_equal "$(sandbox_writes)" 0
git rm -q docs/notes.md && merged "No notes again"
on_sandbox sync --yes
expect_equal "$(issue Notes '.labels | join(",")')" ""
expect_equal "$(issue Tasks '.labels | join(",")')" proven
sandbox_forget
on_sandbox sync --yes
expect_equal "$(sandbox_writes)" 0

it "leaves the label that is not known, and what people decide about it"
mv .git/roadmap "$area/cache"
on_sandbox sync --yes
expect_equal "$(sandbox_writes)" 0
expect_equal "$(issue Tasks '.labels | join(",")')" proven
rm -rf .git/roadmap && mv "$area/cache" .git/roadmap
n=$(issue Tasks .number)
sandbox POST edit "issue $n unlabel proven" >/dev/null
on_sandbox sync --yes
expect_equal "$(sandbox_writes)" 0
expect_equal "$(issue Tasks '.labels | join(",")')" ""

it "closes what is proven, once, and never what a person opened again"
plan "close: true"
merged "Close"
sandbox_forget
on_sandbox plan
expect_stdout_has "1 to close"
on_sandbox sync --yes
expect_status 0
expect_equal "$(issue Tasks .state)" closed
expect_equal "$(issue Notes .state)" open
sandbox_forget
on_sandbox sync --yes
expect_equal "$(sandbox_writes)" 0
sandbox POST edit "issue $n reopen" >/dev/null
on_sandbox sync --yes
expect_status 0
expect_equal "$(sandbox_writes)" 0
expect_equal "$(issue Tasks .state)" open

it "publishes with the first write of an issue, so that the second run writes nothing"
plan "section: true, labels: true, close: true"
sed -i 's/id: DB-00/id: DB-10/; s/title: Tasks/title: Other tasks/; s/title: Notes/title: Other notes/; s/title: Talk/title: Other talk/' roadmap/roadmap.yaml
merged "Other issues"
on_sandbox sync --yes
expect_status 0
expect_equal "$(issue 'Other tasks' .body | grep -c 'merged, verified')" 1
expect_equal "$(issue 'Other tasks' .state)" closed
sandbox_forget
on_sandbox sync --yes
expect_status 0
expect_equal "$(sandbox_writes)" 0

it "publishes in the clone that a workflow has, where it names the default branch"
git clone -q --bare . "$area/remote"
git init -q "$area/job" && cd "$area/job" || exit 1
git remote add origin "file://$area/remote"
git fetch -q --no-tags origin +refs/heads/main:refs/remotes/origin/main
git checkout -q --force -B main refs/remotes/origin/main
expect [ -z "$(git symbolic-ref -q refs/remotes/origin/HEAD)" ]
on_sandbox sync --yes
expect_stdout_has "no evidence is published, and what is published stays as it is"
extra=(CI=true GITHUB_ACTIONS=true GITHUB_EVENT_NAME=push ROADMAP_DEFAULT_BRANCH=main)
run_with "${extra[@]}" -- check
mkdir docs && echo notes >docs/notes.md && git add -A && git commit -qm "Notes at last"
git update-ref refs/remotes/origin/main HEAD
sandbox_forget
on_sandbox sync --yes
expect_status 0
expect_stdout_lacks "no evidence is published"
expect_equal "$(issue 'Other notes' .body | grep -c 'merged, verified')" 1
expect_equal "$(issue 'Other notes' .state)" closed
