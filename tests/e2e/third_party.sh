# shellcheck shell=bash disable=SC2154
# e2e: short
# The same job against a GitHub that others wrote. It is lenient, so only results are asserted.
. "$(dirname "$0")/lib.sh"
. "$root/tests/support/emulate.sh"
emulate_start
git_init
mkdir roadmap
cp "$root/roadmap/database.json" roadmap/roadmap.json
printf '%s\n' "$canary" >"$HOME/token"

on_emulate() {
    run_with ROADMAP_WRITE_INTERVAL_MS=0 ROADMAP_CREATES_PER_HOUR=0 ROADMAP_CREATES_PER_MINUTE=0 \
        ROADMAP_RETRY_BASE_MS=5 -- --api-url "$emulate_url" --token-file "$HOME/token" "$@"
}
issues() { emulate GET '/repos/acme/data-pipeline/issues?state=all&per_page=100'; }

it "creates the 22 issues; links are not known there, said once"
on_emulate sync --yes --json
expect_status 0
expect_json '.created.issue' 22
expect_json '.created.milestone' 6
expect_json '.created.label' 17
expect_equal "$(issues | jq length)" 22
expect_equal "$(emulate GET '/repos/acme/data-pipeline/milestones?state=all' | jq length)" 6

it "writes nothing the second time"
on_emulate sync --yes --json
expect_status 0
expect_json '.requests.write' 0

it "keeps what was edited there"
n=$(issues | jq '.[] | select(.title | startswith("DB-004")) | .number')
emulate PATCH "/repos/acme/data-pipeline/issues/$n" '{"title": "DB-004: Renamed by a person"}' >/dev/null
on_emulate sync --yes --json
expect_status 0
expect_json '.requests.write' 0
expect_json '.drift | length' 1
expect_equal "$(emulate GET "/repos/acme/data-pipeline/issues/$n" | jq -r .title)" \
    "DB-004: Renamed by a person"

it "takes the plan's words when told so"
on_emulate sync --yes --take DB-004.title=spec
expect_status 0
expect_equal "$(emulate GET "/repos/acme/data-pipeline/issues/$n" | jq -r .title)" \
    "$(jq -r '.issues[] | select(.id == "DB-004") | .title' roadmap/roadmap.json)"
on_emulate sync --yes --json
expect_json '.requests.write' 0
