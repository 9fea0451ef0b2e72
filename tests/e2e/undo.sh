# shellcheck shell=bash disable=SC2154,SC2034
# What a run leaves behind, how it is shown, and how it is taken back.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
sandbox_start
git_init
mkdir roadmap
cat >roadmap/roadmap.yaml <<'PLAN'
scope: db
labels:
  - {name: "area:db", color: "5319e7", description: Database}
milestones:
  - {id: M1, title: "M1: Foundation", description: First steps, due_on: 2026-12-14}
  - {id: M2, title: "M2: Roof", description: Last steps}
issues:
  - {id: DB-001, title: "DB-001: Inventory", milestone: M1, labels: ["area:db"], summary: Know what is there., tasks: [List the tables]}
  - {id: DB-002, title: "DB-002: Schema", milestone: M1, labels: ["area:db"], summary: Write it down., depends_on: [DB-001]}
PLAN
on_repo() { on_sandbox --repo acme/data-pipeline "$@"; }
edit_plan() { # SED EXPRESSION
    sed -i "$1" roadmap/roadmap.yaml
}
issue() { # NUMBER JQ
    sandbox GET world | jq -r ".issues[] | select(.number == $1) | $2"
}
runs=.git/roadmap/runs

it "leaves a journal of each run that wrote, and none of a run that did not"
run log
expect_status 0
expect_stdout_is "No run has written anything yet."
on_repo sync --yes --journal kept.jsonl --json
expect_status 0
first=$(jq -r .run "$out")
expect_file "$runs/$first.jsonl"
expect_same "$runs/$first.jsonl" kept.jsonl
expect_equal "$(stat -c %a "$runs/$first.jsonl" kept.jsonl | sort -u)" 600
expect_equal "$(stat -c %a $runs)" 700
expect_equal "$(head -n 1 kept.jsonl | jq -r '[.journal, .does, .repository, .scope, .run] | map(tostring) | join(" ")')" \
    "1 sync acme/data-pipeline db $first"
expect_equal "$(head -n 1 kept.jsonl | jq '.repository_id > 0')" true
expect_equal "$(jq -c 'select(.seq) | .seq' kept.jsonl | wc -l)" "$(tail -n 1 kept.jsonl | jq .count)"
expect_equal "$(tail -n 1 kept.jsonl | jq .status)" 0
expect_equal "$(jq -c 'select(.field == "labels") | .after' kept.jsonl | sort -u)" '["area:db"]'
expect_equal "$(jq -r 'select(.kind == "relation") | .after' kept.jsonl)" "#1"
expect_no_token "$area/place/.git" kept.jsonl
on_repo sync --yes
expect_equal "$(ls $runs | wc -l)" 1

it "never writes over a journal, and writes nothing to GitHub then"
edit_plan 's/Inventory/Inventory of all/'
sandbox_forget
on_repo sync --yes --journal kept.jsonl
expect_status 1
expect_stderr_has "'kept.jsonl' exists already"
expect_stderr_has "a name of its own for each run"
expect_equal "$(sandbox_writes)" 0

it "shows the runs and what one of them did, from the cache or from a file"
on_repo sync --yes --json
second=$(jq -r .run "$out")
run log
expect_status 0
expect_stdout_first "2 runs wrote to GitHub, the newest first."
expect_stdout_matches '^  Run +When +What +Objects +Outcome'
expect_stdout_matches "^  $second  .* sync +1  done"
expect_stdout_has "roadmap log $second"
run log "${second:0:5}"
expect_stdout_matches "^Run $second: sync, 1 object, "
expect_stdout_matches '^  ~ DB-001  issue #1$'
expect_stdout_has "DB-001: Inventory of all"
run log --json
expect_json '.runs | length' 2
expect_json '.runs[0].run' "$second"
expect_json '.runs[1].status' 0
expect_json '.runs[0] | [.objects, .count] | join(" ")' "1 1"
expect_json '.runs[1].objects < .runs[1].count' true
created=$(jq .runs[1].objects "$out") first=$(jq -r .runs[1].run "$out")
run log "$first"
expect_stdout_matches "^Run $first: sync, $created objects, "
expect_equal "$(grep -c '^  + ' "$out")" "$created" # one line each
run log "$runs/$first.jsonl" --json
expect_json .run.objects "$created"
run log "$second" --json
expect_json '.changes | length' 1
expect_json '.changes[0] | [.kind, .id, .field, .before, .after] | join("|")' \
    "issue|DB-001|title|DB-001: Inventory|DB-001: Inventory of all"
cp "$runs/$second.jsonl" second.jsonl
run log second.jsonl --json
expect_json '.changes[0].before' "DB-001: Inventory"
run log ffffffff
expect_status 64
expect_stderr_has "roadmap log lists them"
echo '{"a": 1}' >other.jsonl
run log other.jsonl
expect_status 1
expect_stderr_has "'other.jsonl' is not the journal of a run"

it "reads the journal of a run that was killed, and says that its last line is cut off"
head -c -20 kept.jsonl >torn.jsonl
run log torn.jsonl --json
expect_json .run.torn true
expect_json .run.status null
run log ./torn.jsonl
expect_stdout_has "did not come to its end"
expect_stdout_has "is cut off"

it "refuses a journal with zero bytes in it"
for bytes in '\000\000\000\000' '{"journal":1\000\000\000}\n{}\n'; do
    # shellcheck disable=SC2059
    printf "$bytes" >zeros.jsonl
    head -c 8000 /dev/zero >>zeros.jsonl
    run log ./zeros.jsonl
    expect_status 1
    expect_stderr_has "'./zeros.jsonl' line 1 is not a line of a run journal"
done

it "says first that nobody knows the run, before it asks for a token or a terminal"
run undo nope
expect_status 64
expect_stderr_has "error: no run begins with 'nope'"
expect_stderr_has "hint: roadmap log lists them"
run undo ./nope.jsonl --yes
expect_status 1
expect_stderr_has "'./nope.jsonl'"

it "asks, and without a terminal wants --yes"
run undo "$second"
expect_status 64
expect_stderr_has "no terminal to ask on"

it "puts back what a run changed, and the plan then shows it as work again"
on_repo undo "$second" --yes
expect_status 0
expect_stdout_matches "^Taken back: run $second \(sync, .*\), on acme/data-pipeline\.$"
expect_stdout_matches '^  ~ DB-001  #1, title as before$'
expect_stdout_has "roadmap plan"
expect_equal "$(issue 1 .title)" "DB-001: Inventory"
on_repo plan
expect_stdout_has "Inventory of all"
run log --json
expect_json '.runs[0].does + " " + .runs[0].undoes' "undo $second"
expect_json '.runs[0].count' 1
sandbox_forget
on_repo undo "$second" --yes
expect_status 0
expect_stdout_matches "^Nothing to take back of run $second"
expect_equal "$(sandbox_writes)" 0
on_repo sync --yes
expect_status 0
expect_equal "$(issue 1 .title)" "DB-001: Inventory of all"
on_repo sync --yes
expect_stdout_has "Nothing to do"

# What people see, and what is agreed; the number in a mark is no part of it.
world() {
    sandbox GET world | sed -E 's/ num=[0-9]+//g' |
        jq -S '[.issues, .milestones, .labels] | del(.. | .updated_at?, .closed_at?, .etag?)'
}

it "takes back every field of a run, byte for byte, and does without the cache"
for cached in yes no; do
    edit_plan 's/Know what is there./Know what is where./; s/Database}/Database and all of it}/; s/Last steps/The very last steps/; s/2026-12-14/2026-12-20/'
    edit_plan '/DB-001/s/milestone: M1, labels: \["area:db"\]/milestone: M2, labels: ["area:db", new]/'
    world >before.json
    on_repo sync --yes --journal fields-$cached.jsonl
    expect_status 0
    [ $cached = yes ] || rm -rf .git/roadmap
    on_repo undo fields-$cached.jsonl --yes
    expect_status 0
    world >after.json
    expect_same before.json after.json
    on_repo plan --json
    expect_json '[.changes[] | .id | select(. != "new")] | sort | join(" ")' "DB-001 DB-002 M1 M2 area:db"
    on_repo sync --yes
    expect_status 0
    on_repo sync --yes
    expect_stdout_has "Nothing to do"
    edit_plan 's/Know what is where./Know what is there./; s/Database and all of it}/Database}/; s/The very last steps/Last steps/; s/2026-12-20/2026-12-14/'
    edit_plan '/DB-001/s/milestone: M2, labels: \["area:db", new\]/milestone: M1, labels: ["area:db"]/'
    on_repo sync --yes
    expect_status 0
done

it "leaves what somebody has changed since, and says so"
edit_plan 's/DB-001: Inventory of all/DB-001: Inventory/; s/Write it down./Write all of it down./; s/DB-002: Schema/DB-002: The schema/'
on_repo sync --yes --json
third=$(jq -r .run "$out")
sandbox POST edit "issue 2 title DB-002: Their words" >/dev/null
sandbox POST edit "issue 2 append A note of mine." >/dev/null
sandbox POST edit "issue 1 replace /[ ] List/[x] List/" >/dev/null
on_repo undo "$third" --yes
expect_status 5
expect_stdout_has "1 thing stays as"
expect_stdout_matches '^  ! DB-002  title has changed since and stays as it is$'
expect_equal "$(issue 2 .title)" "DB-002: Their words"
expect_equal "$(issue 2 '.body | (contains("Write it down.") and contains("A note of mine."))')" true
expect_equal "$(issue 1 .title)" "DB-001: Inventory of all"
expect_equal "$(issue 1 '.body | contains("[x] List")')" true
sandbox POST edit "issue 2 title DB-002: Schema" >/dev/null
on_repo undo "$third" --yes --json
expect_status 0
expect_json '.run' null
expect_json '.changes | length' 0
on_repo sync --yes
expect_status 0

it "closes what a run created, deletes what nobody uses, and makes none of it again in silence"
cat >>roadmap/roadmap.yaml <<'PLAN'
  - {id: DB-003, title: "DB-003: Third", milestone: M1, labels: [extra], depends_on: [DB-002], summary: More.}
PLAN
edit_plan '/name: "area:db"/a\  - {name: unused, color: "112233"}'
edit_plan '/id: M2,/a\  - {id: M3, title: "M3: Empty", description: Nothing yet}'
on_repo sync --yes --json
fourth=$(jq -r .run "$out")
on_repo undo "${fourth:0:6}" --yes
expect_status 0
expect_stdout_matches '^  - DB-003  #3, closed as not planned$'
expect_stdout_matches '^  - M3      deleted$'
expect_stdout_matches '^  - unused  deleted$'
expect_stdout_matches '^  · extra   stays: issues or pull requests carry it$'
expect_equal "$(issue 3 '.state + ":" + .state_reason')" "closed:not_planned"
expect_equal "$(sandbox GET world | jq '[.milestones[] | select(.title == "M3: Empty")] | length')" 0
on_repo plan --json
expect_json '[.changes[] | .id + " " + .verb] | sort | join(", ")' "M3 create, unused create"
sandbox_forget
on_repo undo "$fourth" --yes
expect_status 0
expect_equal "$(sandbox_writes)" 0

expect_stderr_lacks "sync: "

it "takes an undo back"
run log --json
fifth=$(jq -r '.runs[0].run' "$out")
on_repo undo "$fifth" --yes
expect_status 0
expect_stdout_matches '^  ~ DB-003  #3, state as before$'
expect_stdout_matches '^  \+ M3      there again$'
expect_equal "$(issue 3 .state)" open
expect_equal "$(sandbox GET world | jq '[.milestones[] | select(.title == "M3: Empty")] | length')" 1
sandbox_forget
on_repo sync --yes
expect_status 0
expect_stdout_has "Nothing to do"
expect_equal "$(sandbox_writes)" 0
rm -rf .git/roadmap
on_repo sync --yes
expect_stdout_has "Nothing to do"

it "gives a renamed label its name back"
edit_plan 's/name: "area:db", color: "5319e7"/name: "area:data", previously: ["area:db"], color: "5319e8"/; s/labels: \["area:db"/labels: ["area:data"/'
on_repo sync --yes --json
expect_status 0
renaming=$(jq -r .run "$out")
expect_equal "$(issue 1 '.labels | index("area:data") != null')" true
on_repo undo "$renaming" --yes
expect_status 0
expect_stdout_matches '^  ~ area:data  color, name as before$'
expect_equal "$(issue 1 '.labels | index("area:db") != null')" true
on_repo plan --json
expect_json '[.changes[] | .id] | join(" ")' "area:data"
on_repo sync --yes
expect_status 0
expect_stdout_matches '^  ~ area:data .*name'
expect_stdout_lacks title
on_repo log "$renaming"
expect_stdout_matches '^ +name '
expect_stdout_lacks title
on_repo sync --yes
expect_stdout_has "Nothing to do"

it "puts an adopted issue back as it was, without a mark"
sandbox POST edit "issue new DB-009: Somebody's own" >/dev/null
cat >>roadmap/roadmap.yaml <<'PLAN'
  - {id: DB-009, title: "DB-009: Somebody's own", milestone: M1, summary: Ours.}
PLAN
world >before.json
on_repo sync --yes --journal adopted.jsonl
expect_status 0
on_repo undo adopted.jsonl --yes
expect_status 0
world >after.json
expect_same before.json after.json
on_repo plan --json
expect_json '.changes[0].verb' adopt
on_repo sync --yes
expect_status 0

it "refuses another repository by its number, and another server"
sed '1s/"repository_id":[0-9]*/"repository_id":4711/' adopted.jsonl >elsewhere.jsonl
sandbox_forget
on_repo undo elsewhere.jsonl --yes
expect_status 5
expect_stderr_has "wrote to another repository"
sed '1s/"host":"[^"]*"/"host":"github.com"/' adopted.jsonl >elsewhere.jsonl
on_repo undo elsewhere.jsonl --yes --json
expect_status 5
expect_json .error.code refused
expect_json .run null
expect_equal "$(sandbox_writes)" 0

it "says when the journal beside the cache could not be written, and fails; the cache has it"
rm -rf $runs
: >$runs
edit_plan 's/DB-001: Inventory/DB-001: Inventory again/'
on_repo sync --yes --json
expect_status 1
expect_json '.errors[0].reason | startswith("the journal of this run is not whole")' true
run log "$(jq -r .run "$out")" --json
expect_json '.changes | length' 1
rm $runs
expect_no_token "$area/place"
