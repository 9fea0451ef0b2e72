# shellcheck shell=bash disable=SC2154,SC2034
# What a person can hold a sync to: a plan file that it keeps or refuses, and what happens to items
# that leave the plan.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
sandbox_start
git_init
mkdir roadmap
cp "$root/roadmap/database.json" roadmap/roadmap.json
on_repo() { on_sandbox --repo acme/data-pipeline "$@"; }
plan_with() { # FILTER: the example, changed
    jq "$1" "$root/roadmap/database.json" >roadmap/roadmap.json
}

it "writes what a sync would do to a file, and does just that"
on_repo plan -o plan.json
expect_status 0
expect_stdout_has "--plan plan.json"
expect_equal "$(sandbox_writes)" 0
expect_equal "$(jq -r '.command, .scope, .repository, (.rows | length)' plan.json | tr '\n' ' ')" \
    "plan-file db acme/data-pipeline 67 "
on_repo sync --yes --plan plan.json
expect_status 0
expect_stdout_has "holds the whole plan"
sandbox_forget
on_repo sync --yes --plan plan.json
expect_status 0
expect_equal "$(sandbox_writes)" 0

it "refuses anything else, and names what differs"
plan_with '.issues[0].title += " now"'
on_repo plan -o plan.json
plan_with '.issues[0].title += " then"'
on_repo sync --yes --plan plan.json
expect_status 5
expect_stdout_first "Refused: this is not what 'plan.json' promised: 2 differences."
expect_stdout_has "DB-001"
expect_stdout_has "roadmap plan -o plan.json"
on_repo sync --yes --plan plan.json --json
expect_status 5
expect_json '.stale | length' 2
expect_json '.stale[0].field' title
expect_equal "$(sandbox_writes)" 0
on_repo sync --yes --plan plan.json DB-001
expect_status 5
expect_stderr_has "made with other options"
on_repo sync --yes --plan roadmap/roadmap.json
expect_status 1
expect_stderr_has "is no plan file"
on_repo plan --offline -o plan.json
expect_status 64

it "overwrites an earlier plan file, and nothing else"
on_repo plan -o plan.json
expect_status 0
cp roadmap/roadmap.json before.json
on_repo plan -o roadmap/roadmap.json
expect_status 1
expect_stderr_has "'roadmap/roadmap.json' exists already and is no plan file"
expect_same roadmap/roadmap.json before.json
mkfifo pipe
on_repo plan -o pipe
expect_status 1
expect test -p pipe
: >empty.json
on_repo plan -o empty.json
expect_status 0

it "keeps the options of the plan in the command that it suggests"
plan_with '.issues[0].title += " then"'
on_repo plan -o plan.json DB-001
expect_stdout_matches 'roadmap sync DB-001 --plan plan\.json'
on_repo sync --yes --plan plan.json DB-001
expect_status 0
expect_equal "$(sandbox_writes)" 1
plan_with .
on_repo sync --yes

it "tells what left the plan, and closes it only when it is told to"
plan_with 'del(.issues[] | select(.title | startswith("DB-022")))'
sandbox_forget
on_repo plan
expect_stdout_has "Left the plan and stay on GitHub"
expect_stdout_has "DB-022"
on_repo sync --yes
expect_equal "$(sandbox_writes)" 0
on_repo sync --yes --json
expect_json '.leftovers | length' 1
expect_json '.leftovers[0].id' DB-022
on_repo plan --prune issues
expect_stdout_has "1 to close"
expect_stdout_matches 'roadmap sync --prune issues'
on_repo plan --prune everything
expect_status 64
on_repo plan --prune issues DB-001
expect_status 64
on_repo sync --yes --prune issues
expect_status 0
expect_equal "$(sandbox_writes)" 1
on_repo plan
expect_stdout_matches '^Nothing to do: 65 objects agree with roadmap/roadmap\.json '
