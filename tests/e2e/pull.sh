# shellcheck shell=bash disable=SC2154
# What people change on GitHub comes back into the plan file, and nothing else in it moves; a
# repository that has no plan gets one out of what is there.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
sandbox_start
git_init
mkdir roadmap
cat >roadmap/roadmap.yaml <<'END'
# The plan of the store.
version: 1
scope: db
repository: acme/data-pipeline
labels:
  - {name: "area:db", color: "5319e7"}   # violet
  - name: urgent
    color: "000000"
milestones:
  # first
  - {id: M1, title: "M1: Foundation", due_on: 2026-12-14}
  - id: M2
    title: 'M2: Roof'   # the last one
    description: |
      Last steps.

issues:

  # the inventory
  - id: DB-001
    title: "DB-001: Inventory"
    milestone: M1
    labels: ["area:db", urgent]  # both
    summary: Know what is there.
    tasks:
      - List the tables   # all of them
      - "[x] List the stores"
      - text: Write it all down
        tasks: [In English]
    done_when: [The list is reviewed]

  - {id: DB-002, title: "DB-002: Schema", milestone: M1, depends_on: [DB-001], body: "Write it down."}
  - id: DB-003
    title: "DB-003: Text"
    milestone: M2
    body: |
      First line.

      Second line.
# end
END
cp roadmap/roadmap.yaml before.yaml
on_sandbox sync --yes
expect_status 0
number() {
    sandbox GET world | jq ".issues[] | select(.title | startswith(\"$1\")) | .number"
}
one=$(number DB-001) two=$(number DB-002) three=$(number DB-003)
edit() { sandbox POST edit "$*" >/dev/null; }

it "changes nothing after a week in which people only worked"
edit "issue $one close completed"
edit "issue $two assign octocat"
edit "issue $one replace /[ ] List the tables/[x] List the tables/"
edit "issue $two label mine"
edit "issue $two append A note of a person."
sandbox_forget
on_sandbox pull
expect_status 0
expect_stdout_matches '^Nothing to do: GitHub has no change that roadmap/roadmap\.yaml lacks \('
expect_equal "$(sandbox_writes)" 0
expect_same roadmap/roadmap.yaml before.yaml

it "shows what it would write"
edit "issue $one title DB-001: What: is \"there\" # now"
edit "issue $one replace /List the stores/List all stores/"
edit "issue $one replace /- [ ] In English/- [ ] In English\n  - [ ] Show @octocat/"
edit "issue $one unlabel urgent"
edit "issue $two milestone M2: Roof"
edit "issue $two unblock $one"
edit "issue $three replace /Second line./Second line: better./"
edit "milestone \"M2: Roof\" -> M2: The roof"
on_sandbox pull --dry-run
expect_status 0
expect_stdout_has "would go into roadmap/roadmap.yaml. Nothing was written."
cp "$out" "$area/out1"
expect_same roadmap/roadmap.yaml before.yaml

it "writes these values and keeps every other byte"
on_sandbox pull
expect_status 0
expect_stdout_has "Done: 7 changes from GitHub, now in roadmap/roadmap.yaml."
expect_stdout_has "M1 → M2"
expect_stdout_has "git diff"
sed -e "s/title: 'M2: Roof'/title: 'M2: The roof'/" \
    -e 's/title: "DB-001: Inventory"/title: "DB-001: What: is \\"there\\" # now"/' \
    -e 's/\["area:db", urgent\]/["area:db"]/' \
    -e 's/\[x\] List the stores/[x] List all stores/' \
    -e 's/\[In English\]/[In English, Show @octocat]/' \
    -e 's/milestone: M1, depends_on: \[DB-001\]/milestone: M2, depends_on: []/' \
    -e 's/Second line\./Second line: better./' before.yaml >wanted.yaml
expect_same roadmap/roadmap.yaml wanted.yaml
run validate
expect_status 0

it "leaves nothing to do, for plan, for sync and for pull, with the cache and without"
for _ in 1 2; do
    sandbox_forget
    on_sandbox plan --detailed-exitcode
    expect_status 0
    expect_stdout_matches '^Nothing to do'
    expect_stdout_lacks "Edited on GitHub"
    on_sandbox pull
    expect_stdout_matches '^Nothing to do'
    on_sandbox sync --yes
    expect_status 0
    expect_equal "$(sandbox_writes)" 0
    expect_same roadmap/roadmap.yaml wanted.yaml
    rm -f .git/roadmap/cache.db
done

it "leaves what both sides changed, and takes it when told"
edit "issue $two title DB-002: Words of a person"
sed -i 's/DB-002: Schema/DB-002: Words of the plan/' roadmap/roadmap.yaml
on_sandbox plan
on_sandbox pull
expect_status 5
expect_stdout_has "both sides changed it"
expect_stdout_has "roadmap pull --take DB-002.title=github"
on_sandbox pull --take DB-002.title=github --json
expect_status 0
expect_json '.pulled | length' 1
expect_json '.pulled[0].github' "DB-002: Words of a person"
expect_json '.wrote' true
expect grep -q 'title: "DB-002: Words of a person", milestone' roadmap/roadmap.yaml
on_sandbox plan --detailed-exitcode
expect_status 0
on_sandbox pull --take DB-002.title=github
expect_status 0
expect_stdout_matches '^Nothing to do'
on_sandbox pull --take DB-999.title=github
expect_status 64
expect_stderr_has "the plan has no item 'DB-999'"

it "pulls a due date that a person moved, and not where the plan owns it"
edit "milestone \"M1: Foundation\" due 2027-01-15"
on_sandbox pull
expect_status 0
expect grep -q 'due_on: 2027-01-15}' roadmap/roadmap.yaml
on_sandbox plan --detailed-exitcode
expect_status 0
printf 'fields: {due_on: own}\n' >>roadmap/roadmap.yaml
edit "milestone \"M1: Foundation\" due 2027-01-20"
on_sandbox pull
expect_stdout_has "fields: own"
expect grep -q 'due_on: 2027-01-15}' roadmap/roadmap.yaml
on_sandbox pull --take M1.due=github
expect_status 0
expect grep -q 'due_on: 2027-01-20}' roadmap/roadmap.yaml

it "writes ticks when asked"
cp roadmap/roadmap.yaml before.yaml
edit "issue $one replace /[ ] In English/[x] In English/"
on_sandbox pull
expect_same roadmap/roadmap.yaml before.yaml
on_sandbox pull --ticks
expect_status 0
expect grep -q 'tasks: \["\[x\] In English", Show @octocat\]' roadmap/roadmap.yaml
expect grep -q -- '- "\[x\] List the tables"   # all of them' roadmap/roadmap.yaml
on_sandbox plan --detailed-exitcode
expect_status 0
on_sandbox pull --ticks
expect_stdout_matches '^Nothing to do'

it "leaves a text that fits no section, with the ways out"
cp roadmap/roadmap.yaml before.yaml
edit "issue $one replace /**Tasks:**/**Work:**/"
on_sandbox pull
expect_status 0
expect_stdout_has "does not fit summary, tasks and done_when"
expect_stdout_has "roadmap sync --take DB-001.text=spec"
expect_same roadmap/roadmap.yaml before.yaml
edit "issue $one replace /**Work:**/**Tasks:**/"

it "writes issues that nobody planned, with their numbers"
edit "issue new Audit: log #1 is \"slow\""
n=$(number Audit)
edit "issue $n milestone M1: Foundation"
edit "issue $n label mine"
edit "issue $n body Says @hubot:\\n\\n- [ ] a: b # c\\n"
edit "issue new DB-777: Nobody's"
m=$(number DB-777)
on_sandbox pull --new --dry-run
expect_stdout_has "#$n"
on_sandbox pull --new
expect_status 0
expect grep -q "id: gh-$n" roadmap/roadmap.yaml
expect grep -q "number: $n" roadmap/roadmap.yaml
expect_equal "$(grep -c hubot roadmap/roadmap.yaml)" 1
expect_equal "$(grep -nE "id: (DB-001|gh-$n|DB-002)" roadmap/roadmap.yaml | sed 's/.*id: //; s/,.*//' | xargs)" \
    "DB-001 gh-$n DB-002"
on_sandbox plan --detailed-exitcode
expect_status 0
expect_stdout_matches '^Nothing to do'
on_sandbox pull --new "$m"
expect_status 0
expect grep -q "title: \"DB-777: Nobody's\"" roadmap/roadmap.yaml
on_sandbox pull --new "$m"
expect_status 64
expect_stderr_has "is in the plan already"
on_sandbox plan --detailed-exitcode
expect_status 0

it "keeps mode and link of the file, and refuses what an anchor shares"
chmod 640 roadmap/roadmap.yaml
mv roadmap/roadmap.yaml real.yaml
ln -s ../real.yaml roadmap/roadmap.yaml
edit "issue $three title DB-003: Through a link"
on_sandbox pull
expect_status 0
expect test -L roadmap/roadmap.yaml
expect_equal "$(stat -c %a real.yaml)" 640
expect grep -q "Through a link" real.yaml
sed -i 's/title: "DB-003/title: \&t "DB-003/' real.yaml
edit "issue $three title DB-003: Held by an anchor"
edit "issue $two title DB-002: Once more"
on_sandbox pull
expect_status 0
expect_stdout_has "an anchor, an alias"
expect grep -q "Once more" real.yaml
expect grep -q "Through a link" real.yaml
expect_no_token "$area/place"

it "leaves a text that holds what looks like a mark, and takes the rest"
mark='<!-- roadmap:v1 scope=db id=X -->'
edit "issue $two title DB-002: Beside a mark"
edit "issue $three replace /First line./First line.\n\n\`\`\`\n$mark\n\`\`\`\n/"
edit "issue new Of marks"
edit "issue $(number "Of marks") body \`\`\`\n$mark\n\`\`\`"
edit "issue new Title $mark"
on_sandbox pull --new "$(number "Of marks")" "$(number "Title ")"
expect_status 0
expect_stdout_has "it holds a text that looks like a mark of roadmap (E0215)"
expect_stdout_has "its title looks like a mark of roadmap (E0215)"
expect grep -q "Beside a mark" real.yaml
expect grep -q "title: Of marks" real.yaml
expect_equal "$(grep -c 'scope=db' real.yaml || true)" 0
run validate
expect_status 0
edit "issue $three replace /First line.\n\n\`\`\`\n$mark\n\`\`\`\n/First line./"

it "begins a plan with what GitHub has"
mkdir other
cd other
git_init
sandbox_forget
on_sandbox init --from-repo acme/data-pipeline
expect_status 0
expect_stdout_has "6 issues"
expect_stdout_has "is in the plan without its text"
expect_stdout_has "is left out, its title looks like a mark"
expect_equal "$(sandbox_writes)" 0
expect grep -q "number: $n" roadmap/roadmap.yaml
run validate
expect_status 0
on_sandbox plan --detailed-exitcode
expect_stdout_matches '^Nothing to do'
expect_status 0
on_sandbox pull
expect_stdout_matches '^Nothing to do'
cp roadmap/roadmap.yaml ../made.yaml
on_sandbox init --from-repo acme/data-pipeline
expect_status 5
expect_stderr_has "there is a plan already"
expect_same roadmap/roadmap.yaml ../made.yaml
on_sandbox init acme/data-pipeline
expect_status 64

it "begins a plan beside damaged marks, and every one of them has a way out"
mkdir ../spoiled
cd ../spoiled
git_init
start='<!-- roadmap:v1 scope=db id='
edit "milestone new Spoiled"
for id in SP-001 SP-002 SP-003; do
    edit "issue new $id: Spoiled"
    edit "issue $(number "$id: Spoiled") milestone Spoiled"
done
edit "issue $(number "SP-001: Spoiled") body ${start}SP-001\n\ncut off\n\n<!-- /roadmap -->"
edit "issue $(number "SP-002: Spoiled") body ${start}SP-002 -->\n\nno end"
edit "issue $(number "SP-003: Spoiled") body ${start}SP-003 -->\n${start}SP-003 -->\n\ntwice\n\n<!-- /roadmap -->"
on_sandbox init --from-repo acme/data-pipeline
expect_status 0
expect_stdout_has "(the end line of its managed block is missing)"
expect grep -q "^scope: db" roadmap/roadmap.yaml
for id in SP-001 SP-002 SP-003; do
    on_sandbox plan
    expect_stdout_has "decide: roadmap sync --take $id.block=spec"
    on_sandbox sync --yes --take "$id.block=spec"
done
expect_status 0
on_sandbox plan
expect_stdout_matches '^Nothing to do'
