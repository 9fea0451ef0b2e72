# shellcheck shell=bash disable=SC2154
# Each kind of bad input has its own words and its own exit status, and nothing is lost.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/sandbox.sh"
git_init
mkdir roadmap
plan='{"scope": "db", "milestones": [{"id": "M1", "title": "M1: First"}],
  "issues": [{"id": "DB-001", "title": "DB-001: One", "milestone": "M1", "labels": ["area:db"]}]}'

it "names every problem of a plan with its place"
printf 'milestones:\n  - {id: M1, titel: First}\nissues:\n  - {id: A-1, title: "A-1: x", milestone: M9}\n' \
    >roadmap/roadmap.yaml
run validate
expect_status 65
expect_stdout_has "roadmap/roadmap.yaml:2:"
expect_stdout_has "roadmap/roadmap.yaml:4:"
expect_stdout_has "title"
run validate --json
expect_status 65
expect_json '.format' 1
rm roadmap/roadmap.yaml

it "asks for a plan when there is none"
run validate
expect_status 64

it "says that no token was found, and what needs none"
printf '%s' "$plan" >roadmap/roadmap.json
run_with PATH=/usr/bin:/bin -- --repo acme/data-pipeline sync --yes
expect_status 4
expect_stderr_has "No token"

it "refuses an address in a project file"
printf '%s' "$plan" | jq '. + {api_url: "https://example.com"}' >roadmap/roadmap.json
run validate
expect_status 65
expect_stdout_has "api_url"
printf '%s' "$plan" >roadmap/roadmap.json

it "tells a bad token from a missing right, a missing repository and a read-only one"
sandbox_start
printf 'wrong\n' >"$HOME/wrong"
run --api-url "$url" --repo acme/data-pipeline --token-file "$HOME/wrong" sync --yes
expect_status 4
expect_stderr_has "401"
stop sandbox
sandbox_start --hidden
on_sandbox --repo acme/data-pipeline sync --yes
expect_status 4
expect_stderr_has "acme/data-pipeline"
stop sandbox
sandbox_start --archived
on_sandbox --repo acme/data-pipeline sync --yes
expect_status 5
expect_stderr_has "archived"
stop sandbox
sandbox_start --issues-disabled
on_sandbox --repo acme/data-pipeline sync --yes
expect_stderr_has "switched off"
[ "$status" != 0 ] || fail "disabled issues are no success"
stop sandbox

it "finds fields that GitHub drops for want of rights"
sandbox_start --drop-fields
on_sandbox --repo acme/data-pipeline sync --yes
expect_status 4
stop sandbox

it "keeps what is done when the server goes away, and finishes later"
sandbox_start
sandbox POST faults 'POST /repos/*/*/issues 1+ refuse' >/dev/null
on_sandbox --repo acme/data-pipeline sync --yes
expect_status 6
sandbox DELETE faults >/dev/null
on_sandbox --repo acme/data-pipeline sync --yes
expect_status 0
expect_equal "$(sandbox GET world | jq '.issues | length')" 1

it "does not take a full disk for success"
if [ -e /dev/full ]; then
    for command in version help validate status plan; do
        status=0
        "$program" --api-url "$url" --repo acme/data-pipeline --token-file "$HOME/token" $command \
            >/dev/full 2>"$err" </dev/null || status=$?
        [ "$status" != 0 ] || fail "$command wrote to /dev/full and said 0"
        held
    done
fi

it "shows escapes in titles harmless"
printf '\033]0;owned\007' >esc
sandbox POST edit "milestone new $(cat esc)Bad" >/dev/null
sandbox POST edit "issue new $(printf 'DB-001 \033[31mred\033[0m')" >/dev/null
on_sandbox --repo acme/data-pipeline plan --full
if LC_ALL=C grep -q "$(printf '\033')" "$out" "$err"; then fail "an escape came through"; fi
held
stop sandbox

it "is bounded against a hostile server"
for fault in link-loop link-foreign-host huge-body; do
    sandbox_start
    sandbox POST faults "GET /repos/*/*/labels * $fault" >/dev/null
    on_sandbox --repo acme/data-pipeline --no-input plan --full
    [ "$status" != 0 ] || fail "$fault passed"
    held
    stop sandbox
done
