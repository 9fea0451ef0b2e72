# shellcheck shell=bash disable=SC2154
# The main job: the 22-issue plan onto GitHub, again, and what people do in between.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
sandbox_start
git_init
mkdir roadmap
cp "$root/roadmap/database.json" roadmap/roadmap.json

it "shows what it would do, and writes nothing"
on_sandbox plan
expect_status 0
expect_stdout_has "67 to create: 17 labels, 6 milestones, 22 issues, 22 blocked-by links."
expect_stdout_has "+ DB-ML0"
expect_stdout_has "roadmap sync"
expect_equal "$(sandbox_writes)" 0

it "answers with 2 when asked for detail"
on_sandbox plan --detailed-exitcode
expect_status 2

it "refuses to write without a terminal and without --yes"
on_sandbox sync
expect_status 64
expect_equal "$(sandbox_writes)" 0

it "creates the whole plan"
on_sandbox sync --yes
expect_status 0
expect_stdout_matches '^Done in .*: acme/data-pipeline holds the whole plan\.$'
expect_stdout_has "22 created"
expect_equal "$(sandbox_writes)" 67
expect_equal "$(sandbox GET world | jq '.milestones | length')" 6
expect_equal "$(sandbox GET world | jq '.issues | length')" 22

it "changes nothing when run again"
sandbox_forget
on_sandbox sync --yes
expect_status 0
expect_stdout_matches '^Nothing to do: 67 objects agree with roadmap/roadmap\.json \('
expect_equal "$(sandbox_writes)" 0

# The run above may still read blockers whose issues the first one touched last, in another second.
it "reads labels, milestones and issues once each when nothing happened"
sandbox_forget
on_sandbox sync --yes
expect_status 0
expect_stdout_matches '^Nothing to do: 67 objects agree with roadmap/roadmap\.json \(3 requests'
expect_equal "$(sandbox_writes)" 0
expect_equal "$(sandbox_gets)" 3
on_sandbox plan --detailed-exitcode
expect_status 0

it "says where the plan stands, without GitHub"
run status
expect_status 0
expect_stdout_has "DB-ML5"
expect_stdout_has "0/22"

it "keeps what people do, and calls it no change"
n=$(sandbox GET world | jq '.issues[] | select(.title | startswith("DB-001")) | .number')
sandbox POST edit "issue $n append A note of a person." >/dev/null
sandbox POST edit "issue $n label urgent" >/dev/null
sandbox POST edit "issue $n close completed" >/dev/null
sandbox_forget
on_sandbox sync --yes
expect_status 0
expect_equal "$(sandbox_writes)" 0
expect_equal "$(sandbox GET world | jq -r ".issues[] | select(.number == $n) | .state")" closed
on_sandbox status --fetch
expect_status 0
expect_stdout_has "1/22"

it "writes one change as one request"
sandbox_forget
jq '(.issues[] | select(.id == "DB-002") | .title) = "DB-002: Audit of everything"' \
    roadmap/roadmap.json >new.json
mv new.json roadmap/roadmap.json
on_sandbox sync --yes
expect_status 0
expect_equal "$(sandbox_writes)" 1
expect_equal "$(sandbox GET world | jq '[.issues[] | select(.title == "DB-002: Audit of everything")] | length')" 1

it "leaves a conflict to people and settles it when told"
sandbox POST edit "issue $((n + 2)) title DB-003: Words of a person" >/dev/null
jq '(.issues[] | select(.id == "DB-003") | .title) = "DB-003: Words of the plan"' \
    roadmap/roadmap.json >new.json
mv new.json roadmap/roadmap.json
sandbox_forget
on_sandbox sync --yes
expect_status 5
expect_stdout_has "DB-003"
expect_stdout_has "--take DB-003.title=spec"
expect_equal "$(sandbox_writes)" 0
on_sandbox sync --yes --take DB-003.title=spec
expect_status 0
expect_equal "$(sandbox_writes)" 1

it "finds everything again without a cache"
rm -f .git/roadmap/cache.db
sandbox_forget
on_sandbox sync --yes
expect_status 0
expect_equal "$(sandbox_writes)" 0

it "says where a plan stands that somebody else synced"
git init -q elsewhere
mkdir elsewhere/roadmap
cp roadmap/roadmap.json elsewhere/roadmap/
on_sandbox -C elsewhere plan
expect_stdout_matches '^Nothing to do: 67 objects'
run -C elsewhere status
expect_status 0
expect_stdout_has "1/22"

it "shows what helps as words, and says once why it stopped"
jq '(.issues[] | select(.id == "DB-002") | .title) = "DB-002: Audit of all"' \
    roadmap/roadmap.json >new.json
mv new.json roadmap/roadmap.json
sandbox POST faults 'PATCH /repos/*/*/issues/* * archived' >/dev/null
on_sandbox sync --yes
expect_status 5
expect_stdout_has "unarchive it in its settings"
expect_stdout_lacks "settings, \\"
expect_equal "$(grep -c 'so nobody can' "$out")" 1
expect_stderr_has "stopped"
sandbox DELETE faults >/dev/null

it "never shows or stores the token"
rm "$HOME/token"
expect_no_token "$area/place" "$HOME"
